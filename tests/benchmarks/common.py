"""What every benchmark prints: the machine and versions first, then a table."""

import platform
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from pathlib import Path

PACKAGES = ("torch", "transformers", "llguidance")


def machine() -> str:
    """One line: processor, cores in use, Python and package versions."""
    import torch

    names = [line.split(":")[1].strip() for line in _cpuinfo() if line.startswith("model name")]
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    processor = names[0] if names else platform.processor() or platform.machine()
    return f"{processor}, {torch.get_num_threads()} threads; Python {platform.python_version()}, {packages}"


def print_table(header: Sequence[str], rows: Iterable[Sequence]) -> None:
    """Rows under a header, columns aligned."""
    lines = [[str(cell) for cell in row] for row in [header, *rows]]
    widths = [max(len(line[i]) for line in lines) for i in range(len(header))]
    for line in lines:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


def _cpuinfo() -> list[str]:
    path = Path("/proc/cpuinfo")
    return path.read_text().splitlines() if path.exists() else []
