"""Files of JSON objects, one a line, which a killed process may leave with half a line at their end."""

import json
from collections.abc import Iterable
from pathlib import Path

from fcall_helpers.assets import staged


def read_lines(path: Path) -> list[dict | None]:
    """One entry a line, None for a line that is no object. A last line without its end is none either."""
    if not path.is_file():
        return []
    *lines, last = path.read_bytes().split(b"\n")
    return [*map(_entry, lines), *([None] if last else [])]


def write_lines(path: Path, entries: Iterable[dict]) -> None:
    """Replace the file, whole or not at all."""
    with staged(path) as scratch:
        scratch.write_text("".join(map(line, entries)), encoding="utf-8", newline="\n")


def add_line(path: Path, entry: dict) -> None:
    """Write an entry down now, behind those that are there."""
    with path.open("a", encoding="utf-8", newline="\n") as file:
        file.write(line(entry))


def line(entry: dict) -> str:
    """The entry in ASCII, so that no character of a text can look like the end of a line."""
    return json.dumps(entry) + "\n"


def _entry(text: bytes) -> dict | None:
    try:
        entry = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return entry if isinstance(entry, dict) else None
