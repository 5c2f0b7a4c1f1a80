"""A run on disk: a folder with its settings and one line of JSON for each answer, written as soon as it is there.

So a killed run loses what it was writing and nothing else, and a folder never mixes the answers of two settings.
"""

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock

from fcall_helpers.assets import staged
from fcall_helpers.jsonl import add_line, read_lines, write_lines

SETTINGS, OUTPUTS = "settings.json", "outputs.jsonl"


class Run:
    """The folder of one run. ``rows`` are the answers it holds: id -> {id, category, constrained, text, …}."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.rows = _mend(folder / OUTPUTS)

    def add(self, row: dict) -> None:
        """Write an answer down now: a line, flushed."""
        add_line(self.folder / OUTPUTS, row)
        self.rows[row["id"]] = row

    def finish(self, rows: list[dict]) -> None:
        """All answers, in the order given."""
        write_lines(self.folder / OUTPUTS, rows)
        self.rows = {row["id"]: row for row in rows}


@contextlib.contextmanager
def opened(folder: Path, settings: dict) -> Iterator[Run]:
    """The run in ``folder``, new or to be resumed; others who want the same folder wait.

    Raises ``ValueError`` naming what differs when the folder belongs to a run of other settings, ``OSError`` naming
    the folder when it cannot be written.
    """
    with _writing(folder):
        if folder.exists() and not folder.is_dir():
            raise ValueError(f"out: {folder} is a file; take a folder, new or of the same run")
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / ".lock"):
            _claim(folder, settings)
            yield Run(folder)


def read_run(folder: Path) -> tuple[dict, list[dict]]:
    """Settings and answers of a finished run. Raises ``ValueError`` when there is none, or it is not finished."""
    settings, rows = _settings(folder), [row for row in read_lines(folder / OUTPUTS) if _is_whole(row)]
    if settings is None:
        raise ValueError(f"{folder} holds no run: there is no {SETTINGS}")
    if len(rows) != (wanted := sum(settings["cases"].values())):
        raise ValueError(f"{folder} holds {len(rows)} of {wanted} answers; evaluate again with this folder as `out`")
    return settings, rows


def _claim(folder: Path, settings: dict) -> None:
    before = _settings(folder)
    if before is None and (folder / OUTPUTS).exists():
        raise ValueError(f"out: {folder} holds an {OUTPUTS} without its {SETTINGS}; take another folder")
    if before is None:
        with staged(folder / SETTINGS) as scratch:
            scratch.write_text(json.dumps(settings, indent=1), encoding="utf-8")
    elif before != settings:
        differs = [name for name in {**settings, **before} if before.get(name) != settings.get(name)]
        raise ValueError(f"out: {folder} holds a run of other settings ({', '.join(differs)}); take another folder")


def _settings(folder: Path) -> dict | None:
    path = folder / SETTINGS
    if not path.is_file():
        return None
    try:
        settings = json.loads(path.read_bytes())
    except ValueError:
        settings = None
    if not isinstance(settings, dict) or not isinstance(settings.get("cases"), dict):
        raise ValueError(f"{path} is not the settings of a run; take another folder")
    return settings


def _mend(path: Path) -> dict[str, dict]:
    """The answers of a file, which afterwards holds these and nothing else: half-written lines are gone."""
    rows = read_lines(path)
    found = {row["id"]: row for row in rows if _is_whole(row)}
    if len(found) < len(rows):
        write_lines(path, found.values())
    return found


def _is_whole(row: dict | None) -> bool:
    fields = {"id": str, "category": str, "text": str, "constrained": bool, "kind": str, "message": str}
    return row is not None and all(isinstance(row.get(name), kind) for name, kind in fields.items())


@contextlib.contextmanager
def _writing(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.filename is None and error.errno is None:  # ours already, or the model's: it says what it is
            raise
        raise OSError(f"out: the run cannot be kept in {folder}: {error.strerror or error}") from None
