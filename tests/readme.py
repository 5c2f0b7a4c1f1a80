"""The README's commands, read from the README, so that tests run what a newcomer types."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]


def commands() -> list[str]:
    """The two commands of the README, in order: install and run, then test."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    section = text.split("## Two commands")[1].split("\n## ")[0]
    return [block.strip() for block in re.findall(r"```bash\n(.*?)```", section, re.DOTALL)]


def run_arguments() -> list[str]:
    """What the first command gives to ``fcall``, such as ["run", "--mode", "fast"]."""
    return commands()[0].split("&&")[-1].split()[1:]
