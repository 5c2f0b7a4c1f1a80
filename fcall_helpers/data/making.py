"""`make_dataset`: rows drawn, checked, cleaned and written; the same bytes from the same seed, however many processes.

Rows are made in chunks, and a chunk depends on the seed, the split and its number alone. So processes may share them
out as they like, and a killed run goes on with the first chunk that is not on disk.
"""

import contextlib
import functools
import hashlib
import json
import multiprocessing
import os
import random
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow
import pyarrow.parquet
from datasets import Dataset, Features, List, Value

from fcall_helpers.assets import cache_dir, staged, storing
from fcall_helpers.data.actions import ACTIONS
from fcall_helpers.data.decontamination import Benchmark, overlaps
from fcall_helpers.data.duplicates import find_duplicates
from fcall_helpers.data.rows import MIX, World, make_row
from fcall_helpers.data.splits import keys_of
from fcall_helpers.data.verifying import COLUMNS, verify
from fcall_helpers.data.wording import OPENINGS

CHUNK = 500  # rows; a chunk is the unit of work and of resuming
VERSION = 1  # raise when other rows come out of the same settings
FRACTIONS = {"train": 0.8, "dev": 0.1, "test": 0.1}
TEXT = Value("string")
CALL = {"id": TEXT, "type": TEXT, "function": {"name": TEXT, "arguments": TEXT}}
MESSAGE = {"role": TEXT, "content": TEXT, "tool_calls": List(CALL), "tool_call_id": TEXT}
FEATURES = Features(
    {"id": TEXT, "messages": List(MESSAGE), "tools": TEXT, "kind": TEXT, "source": TEXT, "result": TEXT}
)


def make_dataset(
    n: int,
    *,
    seed: int = 0,
    split: str = "train",
    mix: dict[str, float] | None = None,
    masked: float = World.masked,
    processes: int | None = None,
    out: str | Path | None = None,
    on_progress: Callable[[int, int], None] | None = None,
) -> Dataset:
    """``n`` verified rows without near-duplicates and without anything of the benchmark.

    Parameters
    ----------
    split : "train", "dev" or "test"; tools and phrasings of one never occur in another.
    mix : share of each kind, by default `rows.MIX`.
    masked : the share of rows with meaningless names.
    processes : 1 to stay in this process; the rows are the same for any number.
    out : the folder for the parts, the Parquet file and the report; by default one in the cache, named by the settings.
    on_progress : called with how many rows there are and how many are wanted.

    Raises ``ValueError`` for a number below 1, an unknown split or kind, shares that are none.
    """
    settings = _settings(n, seed, split, mix or MIX, masked)
    folder = Path(out) if out is not None else cache_dir() / "datasets" / settings["key"]
    target = folder / "rows.parquet"
    with storing("the dataset"):
        folder.mkdir(parents=True, exist_ok=True)
        _same_settings(folder / "settings.json", settings)
        if not target.is_file():
            dropped, report = _collect(settings, folder, processes, on_progress or (lambda done, wanted: None))
            (folder / "report.json").write_text(json.dumps(report, indent=1), encoding="utf-8")
            with staged(target) as scratch:
                _write(scratch, folder, dropped, n)
    return Dataset.from_parquet(str(target))


def world_of(split: str, *, mix: dict[str, float] | None = None, masked: float = World.masked) -> World:
    """The actions and openings that belong to a split."""
    actions = {action.key: action for action in ACTIONS}
    mine = keys_of(split, actions, fractions=FRACTIONS)
    openings = keys_of(split, OPENINGS, fractions=FRACTIONS)
    reserved = Benchmark.load().reserved
    return World(
        [actions[key] for key in mine],
        openings,
        mix=dict(mix or MIX),
        masked=masked,
        allowed=lambda name: reserved(name) is None,
    )


def make_chunk(settings: dict, number: int) -> tuple[list[dict], Counter]:
    """The rows of one chunk that pass, and why the others did not."""
    world = _world(settings["split"], json.dumps(settings["mix"]), settings["masked"])
    rng = random.Random(f"{settings['seed']}/{settings['split']}/{number}")
    kinds = rng.choices(list(world.mix), list(world.mix.values()), k=CHUNK)
    rows, reasons = [], Counter()
    for place, kind in enumerate(kinds):
        try:
            row = make_row(kind, world, rng, f"{settings['split']}-{number:05d}-{place:03d}")
            problems = verify(row) or overlaps(row, Benchmark.load())
        except ValueError as error:  # an action's own function refused all that was drawn for it
            problems = [f"failed: {error}"]
        reasons[problems[0].partition(":")[0] if problems else "right"] += 1
        rows += [] if problems else [row]
    return rows, reasons


@functools.lru_cache(maxsize=8)
def _world(split: str, mix: str, masked: float) -> World:
    return world_of(split, mix=json.loads(mix), masked=masked)


def _settings(n: int, seed: int, split: str, mix: dict[str, float], masked: float) -> dict:
    if not isinstance(n, int) or isinstance(n, bool) or n < 1:
        raise ValueError(f"n: expected a number of rows above 0, got {n!r}")
    if split not in FRACTIONS:
        raise ValueError(f"split: expected one of {', '.join(FRACTIONS)}, got {split!r}")
    if unknown := [kind for kind in mix if kind not in MIX]:
        raise ValueError(f"mix: {unknown[0]!r} is no kind; there are {', '.join(MIX)}")
    if not 0 <= masked <= 1 or not mix or min(mix.values()) < 0 or not sum(mix.values()):
        raise ValueError(f"mix and masked: expected shares from 0 to 1, got {mix} and {masked}")
    settings = {"version": VERSION, "n": n, "seed": seed, "split": split, "mix": dict(mix), "masked": masked}
    content = hashlib.sha256(_sources().encode()).hexdigest()
    key = hashlib.sha256(json.dumps([settings, content], sort_keys=True).encode()).hexdigest()[:16]
    return {**settings, "content": content, "key": f"{split}-{n}-{key}"}


@functools.lru_cache(maxsize=1)
def _sources() -> str:
    """The text of this package: rows made by another text of it are other rows."""
    here = Path(__file__).parent
    return "".join(
        path.read_text(encoding="utf-8") for path in sorted(here.rglob("*.py")) if "mining" not in path.parts
    )


def _same_settings(path: Path, settings: dict) -> None:
    if path.is_file() and (before := json.loads(path.read_text(encoding="utf-8"))) != settings:
        differs = [name for name in settings if before.get(name) != settings[name]]
        raise ValueError(
            f"out: {path.parent} holds a dataset of other settings ({', '.join(differs)}); take another folder"
        )
    path.write_text(json.dumps(settings, indent=1), encoding="utf-8")


def _collect(settings: dict, folder: Path, processes: int | None, on_progress: Callable) -> tuple[set[int], dict]:
    """Make chunks until there are enough rows after near-duplicates have gone; which rows these are, by position.

    Only the requests are kept in memory: the rows lie in the parts.
    """
    asked, reasons, spare = [], Counter(), 1.02
    with contextlib.closing(_chunks(settings, folder, processes or min(2, os.cpu_count() or 1))) as chunks:
        while True:
            while len(asked) < settings["n"] * spare:
                made, why = next(chunks)
                asked += [_asked(row) for row in made]
                reasons += why
                on_progress(min(len(asked), settings["n"]), settings["n"])
            duplicates = find_duplicates(asked)
            if len(asked) - len(duplicates.dropped) >= settings["n"]:
                report = {"exact duplicates": len(duplicates.exact), "near duplicates": len(duplicates.near)}
                return duplicates.dropped, {**reasons, **report}
            spare *= 1.1


def _asked(row: dict) -> str:
    return " ".join(message["content"] for message in row["messages"] if message["role"] == "user")


def _chunks(settings: dict, folder: Path, processes: int) -> Iterator[tuple[list[dict], Counter]]:
    """All chunks from the first on, each written down before it is given out."""
    numbers = iter(range(10**9))
    work = functools.partial(_stored_chunk, settings, str(folder / "parts"))
    if processes == 1:
        yield from map(work, numbers)
        return
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        waiting = [pool.apply_async(work, (next(numbers),)) for _ in range(2 * processes)]
        while True:
            done = waiting.pop(0).get()
            waiting.append(pool.apply_async(work, (next(numbers),)))
            yield done


def _stored_chunk(settings: dict, folder: str, number: int) -> tuple[list[dict], Counter]:
    path = Path(folder) / f"{number:05d}.json"
    if path.is_file():
        return _read_part(path)
    rows, reasons = make_chunk(settings, number)
    path.parent.mkdir(exist_ok=True)
    with staged(path) as scratch:
        scratch.write_text(json.dumps([rows, reasons], ensure_ascii=False), encoding="utf-8")
    return rows, reasons


def _write(target: Path, folder: Path, dropped: set[int], n: int) -> None:
    """The first ``n`` rows that were not dropped, part by part, as Parquet."""
    schema, position, written = FEATURES.arrow_schema, 0, 0
    with pyarrow.parquet.ParquetWriter(target, schema) as writer:
        for number in range(10**9):
            rows, _ = _read_part(folder / "parts" / f"{number:05d}.json")
            kept = [row for place, row in enumerate(rows, position) if place not in dropped][: n - written]
            writer.write_table(pyarrow.Table.from_pylist([{c: row[c] for c in COLUMNS} for row in kept], schema))
            position, written = position + len(rows), written + len(kept)
            if written == n:
                return


def _read_part(path: Path) -> tuple[list[dict], Counter]:
    rows, reasons = json.loads(path.read_text(encoding="utf-8"))
    return rows, Counter(reasons)
