"""`make_dataset`: rows drawn, checked, cleaned and written; the same bytes from the same seed, however many processes.

Rows are made in chunks, and a chunk depends on the seed, the split and its number alone. So processes may share them
out as they like, and a killed run goes on with the first chunk that is not on disk.
"""

import contextlib
import functools
import hashlib
import itertools
import json
import multiprocessing
import os
import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pyarrow
import pyarrow.parquet
from datasets import Dataset, Features, List, Value

from fcall_helpers.assets import cache_dir, staged, storing
from fcall_helpers.data.actions import ACTIONS
from fcall_helpers.data.actions.model import Action, fingerprint
from fcall_helpers.data.blocks import group, make_block
from fcall_helpers.data.cards import Measures, card
from fcall_helpers.data.decontamination import Benchmark, overlaps
from fcall_helpers.data.duplicates import find_duplicates
from fcall_helpers.data.rows import MIX, World
from fcall_helpers.data.splits import keys_of
from fcall_helpers.data.verifying import COLUMNS, verify
from fcall_helpers.data.wording import OPENINGS

CHUNK = 500  # rows; a chunk is the unit of work and of resuming
HOPELESS = 50  # rows drawn for one that may stay
VERSION = 1  # raise when other rows come out of the same settings
OF_WORLD = ("mix", "masked", "shared", "fractions")  # the settings that a worker makes its world from
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
    shared: int = World.shared,
    actions: Sequence[Action] | None = None,
    fractions: Mapping[str, float] = FRACTIONS,
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
    shared : rows drawn behind the same tools. They stand one after another; a rejected row, a near-duplicate, the end
        of a chunk or of the dataset makes a block shorter, and dialogues have tools of their own.
    actions : a domain of your own; the package's actions are then offered beside it as distractors.
    fractions : split -> share of the actions and of the phrasings.
    processes : 1 to stay in this process; the rows are the same for any number. Actions of your own stay in it.
    out : the folder for the parts, the Parquet file, its card (README.md) and the report; by default one in the cache,
        named by the settings.
    on_progress : called with how many rows there are and how many are wanted.

    Raises ``ValueError`` for a number below 1, an unknown split or kind, shares that are none, a split that gets no
    action, and where nothing but rejected rows comes out (the line says why they were).
    """
    world = world_of(split, mix=mix, masked=masked, shared=shared, actions=actions, fractions=fractions)
    settings = _settings(n, seed, split, world, fractions, own=actions)
    folder = Path(out) if out is not None else cache_dir() / "datasets" / settings["key"]
    target = folder / "rows.parquet"
    with storing("the dataset"):
        folder.mkdir(parents=True, exist_ok=True)
        _same_settings(folder / "settings.json", settings)
        if not target.is_file():
            processes = 1 if actions is not None else processes or min(2, os.cpu_count() or 1)
            dropped, report = _collect(settings, folder, processes, on_progress or (lambda done, wanted: None), world)
            (folder / "report.json").write_text(json.dumps(report, indent=1), encoding="utf-8")
            with staged(target) as scratch:
                measures = _write(scratch, folder, dropped, n)
                (folder / "README.md").write_text(card(measures, settings, report), encoding="utf-8")
        return read_rows(target)


def read_rows(path: str | Path) -> Dataset:
    """The rows that `make_dataset` wrote: of its folder, or of the Parquet file in it.

    They are decoded once into an Arrow file beside the Parquet file, which is memory-mapped: ``Dataset.from_parquet``
    decodes into the user's cache folder, once more for each path, and counts on stderr. Raises ``ValueError`` where
    there is no such file, or one with other columns.
    """
    target = Path(path) / "rows.parquet" if Path(path).is_dir() else Path(path)
    if not target.is_file():
        raise ValueError(f"{path} is neither a folder that `fcall data` made nor its Parquet file")
    arrow = target.with_suffix(".arrow")
    if not arrow.is_file() or arrow.stat().st_mtime_ns < target.stat().st_mtime_ns:
        try:
            _decode(target, arrow)
        except (pyarrow.ArrowException, ValueError, KeyError):
            columns = ", ".join(FEATURES)
            raise ValueError(f"{target} has no rows of tool calls: expected the columns {columns}") from None
    return Dataset.from_file(str(arrow))


def _decode(target: Path, arrow: Path) -> None:
    with (
        staged(arrow) as scratch,
        pyarrow.parquet.ParquetFile(target) as rows,
        pyarrow.ipc.new_stream(str(scratch), FEATURES.arrow_schema) as stream,
    ):
        for group in range(rows.num_row_groups):  # `iter_batches` reads ahead, the more the larger the file
            table = rows.read_row_group(group, columns=list(FEATURES), use_threads=False)
            stream.write_table(table.select(list(FEATURES)).cast(FEATURES.arrow_schema))  # of another writer


def world_of(
    split: str,
    *,
    mix: Mapping[str, float] | None = None,
    masked: float = World.masked,
    shared: int = World.shared,
    actions: Sequence[Action] | None = None,
    fractions: Mapping[str, float] = FRACTIONS,
) -> World:
    """What the rows of a split are made of: its actions and openings. Errors are those of `make_dataset`."""
    if actions is not None and not actions:
        raise ValueError("actions: expected at least one, got none")
    reserved = Benchmark.load().reserved
    return World(
        _part(split, ACTIONS if actions is None else actions, fractions),
        keys_of(split, OPENINGS, fractions=fractions),
        distractors=() if actions is None else _part(split, ACTIONS, fractions),
        mix=dict(MIX if mix is None else mix),
        masked=masked,
        shared=shared,
        allowed=lambda name: reserved(name) is None,
    )


def _part(split: str, actions: Sequence[Action], fractions: Mapping[str, float]) -> list[Action]:
    by_key = {action.key: action for action in actions}
    return [by_key[key] for key in keys_of(split, by_key, fractions=fractions)]


def draw_rows(world: World, rng: random.Random, n: int, name: str = "row") -> Iterator[tuple[dict | None, list[str]]]:
    """``n`` rows of the kinds in the mix, each with what is wrong with it: [] for a row that passes every check.

    Where an action's own function raised, hung or refused all that was drawn for it, or nothing new can be asked behind
    the same tools, there is no row, only the reason.
    """
    kinds, numbers = rng.choices(list(world.mix), list(world.mix.values()), k=n), itertools.count()
    for block in group(kinds, world.shared, rng):
        ids = [f"{name}-{next(numbers):03d}" for _ in block]
        for row, failure in make_block(block, world, rng, ids):
            yield row, [failure] if row is None else verify(row) or overlaps(row, Benchmark.load())


def make_chunk(settings: dict, number: int, world: World | None = None) -> tuple[list[dict], Counter]:
    """The rows of one chunk that pass, and why the others did not."""
    world = world or _world(settings["split"], json.dumps({name: settings[name] for name in OF_WORLD}))
    rng = random.Random(f"{settings['seed']}/{settings['split']}/{number}")
    rows, reasons = [], Counter()
    for row, problems in draw_rows(world, rng, CHUNK, f"{settings['split']}-{number:05d}"):
        reasons[problems[0].partition(":")[0] if problems else "right"] += 1
        rows += [] if problems else [row]
    return rows, reasons


@functools.lru_cache(maxsize=8)
def _world(split: str, settings: str) -> World:
    return world_of(split, **json.loads(settings))


def _settings(
    n: int, seed: int, split: str, world: World, fractions: Mapping[str, float], own: Sequence[Action] | None = None
) -> dict:
    if not isinstance(n, int) or isinstance(n, bool) or n < 1:
        raise ValueError(f"n: expected a number of rows above 0, got {n!r}")
    settings = {"version": VERSION, "n": n, "seed": seed, "split": split, "mix": world.mix, "masked": world.masked}
    settings |= {"shared": world.shared, "fractions": dict(fractions)}
    settings |= {"own": [fingerprint(action) for action in own or ()]}
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


def _collect(
    settings: dict, folder: Path, processes: int, on_progress: Callable, world: World
) -> tuple[set[int], dict]:
    """Make chunks until there are enough rows after near-duplicates have gone; which rows these are, by position.

    Only the requests are kept in memory: the rows lie in the parts.
    """
    asked, reasons, spare = [], Counter(), 1.02
    with contextlib.closing(_chunks(settings, folder, processes, world)) as chunks:
        while True:
            while len(asked) < settings["n"] * spare:
                made, why = next(chunks)
                asked += made
                reasons += why
                on_progress(min(len(asked), settings["n"]), settings["n"])
                _check_yield(reasons)
            duplicates = find_duplicates(asked)
            if len(asked) - len(duplicates.dropped) >= settings["n"]:
                report = {"exact duplicates": len(duplicates.exact), "near duplicates": len(duplicates.near)}
                return duplicates.dropped, {**reasons, **report}
            if len(asked) > HOPELESS * settings["n"]:
                left = len(asked) - len(duplicates.dropped)
                raise ValueError(
                    f"n: only {left} of {len(asked)} rows differ; ask for fewer, or give more to draw from"
                )
            spare *= 1.1


def _check_yield(reasons: Counter) -> None:
    """Raises ``ValueError`` where next to nothing is right: it would never end."""
    if reasons.total() >= 4 * CHUNK and reasons["right"] < reasons.total() / HOPELESS:
        why = ", ".join(
            f"{count} × {reason}" for reason, count in (reasons - Counter(right=reasons["right"])).most_common(3)
        )
        raise ValueError(f"actions: only {reasons['right']} of {reasons.total()} rows pass; the others: {why}")


def _chunks(settings: dict, folder: Path, processes: int, world: World) -> Iterator[tuple[list[str], Counter]]:
    """The requests and the reasons of all chunks from the first on, the rows themselves written down."""
    numbers = iter(range(10**9))
    work = functools.partial(_stored_chunk, settings, str(folder / "parts"))
    if processes == 1:
        yield from map(functools.partial(work, world=world), numbers)
        return
    pool = ProcessPoolExecutor(processes, multiprocessing.get_context("spawn"))
    try:
        waiting = [pool.submit(work, next(numbers)) for _ in range(2 * processes)]
        while True:
            done = waiting.pop(0).result()
            waiting.append(pool.submit(work, next(numbers)))
            yield done
    except BrokenProcessPool as error:  # a spawned process imports the caller's script, and may find this call in it
        advice = 'in a script, make it under `if __name__ == "__main__":`, or pass processes=1'
        raise ValueError(f"processes: a worker ended before its work; {advice}") from error
    finally:
        pool.shutdown(cancel_futures=True)


def _stored_chunk(settings: dict, folder: str, number: int, world: World | None = None) -> tuple[list[str], Counter]:
    path = Path(folder) / f"{number:05d}.json"
    if path.is_file():
        rows, reasons = _read_part(path)
    else:
        rows, reasons = make_chunk(settings, number, world)
        path.parent.mkdir(exist_ok=True)
        with staged(path) as scratch:
            scratch.write_text(json.dumps([rows, reasons], ensure_ascii=False), encoding="utf-8")
    return [" ".join(m["content"] for m in row["messages"] if m["role"] == "user") for row in rows], reasons


def _write(target: Path, folder: Path, dropped: set[int], n: int) -> Measures:
    """The first ``n`` rows that were not dropped, part by part, as Parquet; and what they hold."""
    schema, position, written, measures = FEATURES.arrow_schema, 0, 0, Measures()
    with pyarrow.parquet.ParquetWriter(target, schema) as writer:
        for number in itertools.count():
            rows, _ = _read_part(folder / "parts" / f"{number:05d}.json")
            kept = [row for place, row in enumerate(rows, position) if place not in dropped][: n - written]
            writer.write_table(pyarrow.Table.from_pylist([{c: row[c] for c in COLUMNS} for row in kept], schema))
            for row in kept:
                measures.add(row)
            position, written = position + len(rows), written + len(kept)
            if written == n:
                break
    return measures


def _read_part(path: Path) -> tuple[list[dict], Counter]:
    rows, reasons = json.loads(path.read_text(encoding="utf-8"))
    return rows, Counter(reasons)
