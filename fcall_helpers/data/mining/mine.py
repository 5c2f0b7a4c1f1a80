"""`mine_calls`: from the installed packages to training rows."""

import contextlib
import gc
import multiprocessing
import os
import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from fcall_helpers.data.mining.definitions import Definition
from fcall_helpers.data.mining.matching import bind
from fcall_helpers.data.mining.names import Names
from fcall_helpers.data.mining.packages import Package, SourceFile, find_packages
from fcall_helpers.data.mining.rows import Neighbours, Site, write_rows
from fcall_helpers.data.mining.scan import Call, Scan, scan_file
from fcall_helpers.data.mining.schemas import MinedTool, make_tool
from fcall_helpers.data.mining.values import Refused, check_value

CHUNK = 48  # files a worker reads at a time
MOST_OF_ONE = 150  # rows of one function


@dataclass
class MiningReport:
    """What was found, what was kept, and why the rest was dropped: counts."""

    packages: int = 0
    files: int = 0
    skipped: Counter = field(default_factory=Counter)  # files, by reason
    definitions: int = 0
    functions: int = 0  # definitions that a kept row calls
    call_sites: int = 0
    kept: int = 0
    methods: int = 0  # kept rows that call a method
    kinds: Counter = field(default_factory=Counter)
    dropped: Counter = field(default_factory=Counter)  # calls, by reason
    refused: Counter = field(default_factory=Counter)  # definitions that were called, by reason
    licences: Counter = field(default_factory=Counter)  # rows, by licence
    called: Counter = field(default_factory=Counter)  # rows, by the path of the function that they call

    def table(self) -> list[tuple[str, int]]:
        """Everything as rows of two columns, the larger counts first within each part."""
        rows = [(name, getattr(self, name)) for name in ("packages", "files", "definitions", "call_sites", "functions")]
        rows += [("rows kept", self.kept), ("rows that call a method", self.methods)]
        for title, counts in (
            ("files skipped", self.skipped),
            ("definitions dropped", self.refused),
            ("calls dropped", self.dropped),
            ("rows of kind", self.kinds),
            ("rows under", self.licences),
        ):
            rows += [(f"{title}: {reason}", count) for reason, count in counts.most_common()]
        return rows


class Mined(Sequence):
    """Mined rows, read like a list, with the `MiningReport` as ``report``."""

    def __init__(self, rows: list[dict], report: MiningReport):
        self._rows, self.report = rows, report

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, index):
        return self._rows[index]

    def dataset(self):
        """The rows as a `datasets.Dataset`."""
        from datasets import Dataset

        return Dataset.from_list(self._rows)

    def __repr__(self) -> str:
        return f"Mined({len(self)} rows from {self.report.packages} packages)"


def mine_calls(
    packages: Iterable[str] | None = None,
    *,
    seed: int = 0,
    limit: int | None = None,
    processes: int | None = None,
    on_progress: Callable[[int, int], Any] | None = None,
) -> Mined:
    """Training rows from the calls that stand in installed packages: code, tests and the examples of docstrings.

    Files are read by `ast`; nothing of them is imported or run, so ``result`` is None in every row. The rows are those
    of DESIGN's contract, one call each; ``source`` names package, version, licence, file and line. They are made on
    your machine from packages under their own licences: keep them there.

    Args:
        packages: Names of installed distributions; ``"python"`` is the standard library. By default all of them. Calls
            are followed within this list only.
        seed: Chooses wordings, distractors and the order of the rows.
        limit: At most so many rows, drawn from all.
        processes: How many processes read files; one for each processor by default. The rows do not depend on it.
        on_progress: Called with the number of files read and of all files, now and then.

    Raises:
        ValueError: a package that is not installed or never mined, or a number out of range.
        TypeError: an argument of the wrong type.
    """
    _check_whole("seed", seed, None)
    _check_whole("limit", 1 if limit is None else limit, 1)
    processes = _check_whole("processes", os.cpu_count() or 1 if processes is None else processes, 1)
    if on_progress is not None and not callable(on_progress):
        raise TypeError(f"mine_calls: on_progress must be a function of (done, total), got {on_progress!r}")
    with _no_garbage_collection():
        return _mine(find_packages(packages), seed, limit, processes, on_progress or (lambda done, total: None))


def _mine(packages: list[Package], seed: int, limit: int | None, processes: int, on_progress: Callable) -> Mined:
    files = [(package, source) for package in packages for source in package.files]
    scans = list(_scan_all([source for _, source in files], processes, on_progress))
    report = MiningReport(packages=len(packages), files=len(files))
    rows, tools = _make_rows(_gather(files, scans, report), report, seed)
    random.Random(seed).shuffle(rows)
    return Mined(_count(rows[:limit], tools, report), report)


def _check_whole(name: str, value: Any, least: int | None) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"mine_calls: {name} must be a whole number, got {value!r}")
    if least is not None and value < least:
        raise ValueError(f"mine_calls: {name} must be at least {least}, got {value}")
    return value


# -- reading files -----------------------------------------------------------------------------------------------------
def _scan_all(sources: list[SourceFile], processes: int, on_progress: Callable) -> Iterator[Scan]:
    """The scan of every file, in the order of the files."""
    chunks = [sources[start : start + CHUNK] for start in range(0, len(sources), CHUNK)]
    with _mapper(min(processes, len(chunks))) as mapper:
        done = 0
        for scans in mapper(_scan_chunk, chunks):
            done += len(scans)
            on_progress(done, len(sources))
            yield from scans


@contextlib.contextmanager
def _mapper(processes: int) -> Iterator[Callable]:
    if processes <= 1:
        yield map
        return
    # Not forked: the parent may run threads (torch has some), and a forked copy of them can hang.
    with ProcessPoolExecutor(processes, multiprocessing.get_context("spawn")) as pool:
        yield pool.map


def _scan_chunk(sources: list[SourceFile]) -> list[Scan]:
    with _no_garbage_collection():
        return [scan_file(source) for source in sources]


@contextlib.contextmanager
def _no_garbage_collection() -> Iterator[None]:
    """Trees of code and lists of calls have no cycles; the collector would walk them again and again for nothing."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


# -- from calls to rows ------------------------------------------------------------------------------------------------
_Calls = dict[str, tuple[Definition, list[tuple[dict, str]]]]  # path -> the definition, its calls and their sources


def _gather(files: list[tuple[Package, SourceFile]], scans: list[Scan], report: MiningReport) -> _Calls:
    """The calls of each definition, each call once, in the order of the files."""
    names = Names(scans)
    report.definitions = len(names.definitions)
    found: _Calls = {}
    seen: set[str] = set()
    for (package, source), scan in zip(files, scans, strict=True):
        report.call_sites += scan.call_sites
        report.dropped.update(scan.refused)
        if scan.skipped:
            report.skipped[scan.skipped] += 1
        for call in scan.calls:
            try:
                path, definition, arguments = _follow(call, names, scan.imports)
                if (key := f"{path} {sorted(arguments.items())}") in seen:
                    raise Refused("the same call again")
                seen.add(key)
            except Refused as refusal:
                report.dropped[str(refusal)] += 1
                continue
            where = f"mined:{package.label} {source.place}:{call.line}"
            found.setdefault(path, (definition, []))[1].append((arguments, where))
    return found


def _follow(call: Call, names: Names, imports: set[str]) -> tuple[str, Definition, dict]:
    target = names.find(call.path, imports)
    if target is None:
        raise Refused("what is called is not known")
    path, definition = target
    if definition.dropped:
        raise Refused(f"what is called {definition.dropped}")
    arguments = bind(definition, call)
    for name, value in arguments.items():
        check_value(name, value)
    return path, definition, arguments


def _make_rows(calls: _Calls, report: MiningReport, seed: int) -> tuple[list[dict], dict[str, MinedTool]]:
    """All rows, and by the ids of those that call one the tools that they call."""
    tools: list[MinedTool] = []
    sites: list[Site] = []
    for path, (definition, found) in sorted(calls.items()):
        try:
            tool = make_tool(path, definition, [arguments for arguments, _ in found], seed)
        except Refused as refusal:
            report.refused[str(refusal)] += 1
            report.dropped["a function that makes no tool"] += len(found)
            continue
        tools.append(tool)
        sites += _sites(tool, found, report, seed)
    rows = []
    for row in write_rows(sites, Neighbours(tools), seed):
        if isinstance(row, str):
            report.dropped[row] += 1
        else:
            rows.append(row)
    return rows, {f"mined-{site.key}": site.tool for site in sites}


def _sites(tool: MinedTool, found: list[tuple[dict, str]], report: MiningReport, seed: int) -> list[Site]:
    """The calls of one tool that its schema allows, each once and not too many."""
    kept: dict[str, Site] = {}
    for arguments, source in found:
        arguments = {name: value for name, value in arguments.items() if name not in tool.dropped}
        values, errors = tool.checker.check(arguments)
        if errors:
            report.dropped["a call that does not fit the schema"] += 1
        elif (key := str(sorted(values.items()))) in kept or not values:
            report.dropped["the same call again"] += 1
        else:
            kept[key] = Site(tool, values, source)
    sites = list(kept.values())
    if len(sites) > MOST_OF_ONE:
        report.dropped[f"more than {MOST_OF_ONE} calls of one function"] += len(sites) - MOST_OF_ONE
        sites = random.Random(f"{seed}:{tool.path}").sample(sites, MOST_OF_ONE)
    return sites


def _count(rows: list[dict], tools: dict[str, MinedTool], report: MiningReport) -> list[dict]:
    report.kept = len(rows)
    report.kinds = Counter(row["kind"] for row in rows)
    report.licences = Counter(row["source"].partition(" (")[2].rpartition(") ")[0] for row in rows)
    called = [tools[row["id"]] for row in rows if row["id"] in tools]
    report.methods = sum(tool.binding == "method" for tool in called)
    report.called = Counter(tool.path for tool in called)
    report.functions = len(report.called)
    return rows
