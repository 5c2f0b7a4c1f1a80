"""The table of notebooks in README.md, between two comments, from what the built notebooks say about themselves."""

import re
from pathlib import Path

import nbformat

from .layout import colab_badge, known_slugs, notebook_path
from .source import read_header

BEGIN, END = "<!-- notebooks -->", "<!-- /notebooks -->"
_BETWEEN = re.compile(f"(?<={BEGIN}\n).*?(?=^{END})", re.DOTALL | re.MULTILINE)


def check_markers(root: Path) -> None:
    """Raise a ``ValueError`` when README.md has no place for the table."""
    readme = root / "README.md"
    if not readme.is_file():
        raise ValueError(f"root: no README.md in {root}; the build keeps its table of notebooks")
    if len(_BETWEEN.findall(readme.read_text(encoding="utf-8"))) != 1:
        raise ValueError(
            f"README.md: must hold the lines {BEGIN} and {END} once, in this order; the table goes between"
        )


def refresh_table(root: Path) -> None:
    """Write the table anew; a README that is up to date is left alone."""
    check_markers(root)
    readme = root / "README.md"
    text = readme.read_text(encoding="utf-8")
    fresh = _BETWEEN.sub(lambda _: table(root), text)
    if fresh != text:
        part = readme.with_name(".README.md.part")
        part.write_text(fresh, encoding="utf-8")
        part.replace(readme)


def table(root: Path) -> str:
    """One row a built notebook, as Markdown."""
    lines = [
        "| # | notebook | you will be able to | minutes | minutes to run (fast / cpu) | Colab |",
        "|---|---|---|---:|---:|---|",
    ]
    lines += [_row(root, slug) for slug in known_slugs(root) if notebook_path(root, slug).is_file()]
    return "\n".join(lines) + "\n"


def _row(root: Path, slug: str) -> str:
    built = nbformat.read(notebook_path(root, slug), as_version=4)
    header = read_header(built.cells, slug)
    seconds = built.metadata.get("fcall", {}).get("seconds", {})
    to_run = " / ".join(f"{seconds[mode] / 60:.1f}" if mode in seconds else "–" for mode in ("fast", "cpu"))
    able = header.able.replace("|", "\\|")
    title = f"[{header.title}](notebooks/{slug}.ipynb)"
    return f"| {header.number} | {title} | {able} | {header.minutes} | {to_run} | {colab_badge(root, slug)} |"
