"""Making the dataset: 100,000 verified rows in how long, how much memory, and how varied they are.

The wish: at most 5 minutes on 2 cores, memory that does not grow with the number of rows, no row that fails
`verify`, at least 5,000 schemas, 70 types and 500 frames, near-duplicates below 1 %, nothing of the benchmark, and the
same bytes with 1 and 2 processes. All is counted from the Parquet file, which says nothing of how its rows were made.
The last line compares the peak memory at ten times the rows.
"""

import argparse
import functools
import hashlib
import json
import multiprocessing
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from tests.benchmarks.common import machine, print_table

VALUE = re.compile(r"[\"“'][^\"”']*[\"”']|\b[\w.,:/%$€£@+-]*\d[\w.,:/%$€£@+-]*")  # quotations, and what has a digit


def make(n: int, processes: int, folder: Path) -> dict:
    """Run `make_dataset` in a process of its own: seconds, peak memory of it and of a worker in MB, the file's hash.

    The seconds that the processors worked for it (imports included) tell how long it takes where nothing else runs.
    """
    code = (
        "import json, resource, sys, time\n"
        "from fcall_helpers.data.making import make_dataset\n"
        "if __name__ == '__main__':\n"
        "    start = time.perf_counter()\n"
        f"    make_dataset({n}, seed=11, processes={processes}, out={str(folder)!r})\n"
        "    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]\n"
        "    cpu = sum(one.ru_utime + one.ru_stime for one in used)\n"
        "    print(json.dumps([time.perf_counter() - start, cpu, *(one.ru_maxrss // 1024 for one in used)]))\n"
    )
    script = folder.with_suffix(".py")
    script.write_text(code)
    run = subprocess.run([sys.executable, str(script)], stdout=subprocess.PIPE, text=True, check=True)
    seconds, cpu, parent, worker = json.loads(run.stdout.splitlines()[-1])
    digest = hashlib.sha256((folder / "rows.parquet").read_bytes()).hexdigest()[:12]
    return {
        "rows": n,
        "processes": processes,
        "seconds": seconds,
        "of processors": cpu,
        "MB, parent": parent,
        "MB, worker": worker,
        "sha256": digest,
    }


def variety(folder: Path) -> list[tuple[str, object]]:
    """What the rows hold: the table's lines."""
    from fcall_helpers.data.duplicates import near_duplicate_rate
    from fcall_helpers.data.types import TYPES

    counts, requests = count_file(folder / "rows.parquet")
    frames, faults = counts["frames"], counts["faults"]
    report = json.loads((folder / "report.json").read_text())
    return [
        ("kinds", dict(counts["kinds"])),
        ("rejected while making", {name: count for name, count in report.items() if name != "right"}),
        ("distinct schemas / tool names", f"{len(counts['schemas']):,} / {len(counts['names']):,}"),
        ("semantic types used / defined", f"{len(counts['types'])} / {len(TYPES)}"),
        ("lists of choices used besides", len(counts["choices"])),
        ("request frames, values masked / requests", f"{len(frames):,} / {frames.total():,}"),
        ("fail verify", faults["verify"]),
        ("executed rows, run again / another result", f"{faults['run again']:,} / {faults['another result']:,}"),
        ("overlap with BFCL", faults["overlap"]),
        ("near-duplicates, share", f"{near_duplicate_rate(requests):.4f}"),
    ]


def count_file(path: Path) -> tuple[dict[str, Counter], list[str]]:
    """The counts over all rows of a Parquet file and their first requests, by two processes."""
    from pyarrow.parquet import ParquetFile

    counts, requests = defaultdict(Counter), []
    groups = ParquetFile(path).num_row_groups
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        for part, asked in pool.imap(functools.partial(count_group, str(path)), range(groups)):
            requests += asked
            for name, counted in part.items():
                counts[name].update(counted)
    return counts, requests


def count_group(path: str, group: int) -> tuple[dict[str, Counter], list[str]]:
    """The counts over one row group. Schemas and frames are counted by a hash, so that they take little memory."""
    from pyarrow.parquet import ParquetFile

    rows = ParquetFile(path).read_row_group(group).to_pylist()
    counts: dict[str, Counter] = defaultdict(Counter)
    for row in rows:
        for name, found in count_row(row):
            counts[name][found] += 1
    return dict(counts), [row["messages"][0]["content"] for row in rows]


def count_row(row: dict) -> Iterator[tuple[str, Any]]:
    """What one row adds to which count."""
    from fcall_helpers.data.decontamination import Benchmark, overlaps
    from fcall_helpers.data.verifying import verify

    yield "kinds", row["kind"]
    tools = [schema["function"] for schema in json.loads(row["tools"])]
    for tool in tools:
        yield "names", tool["name"]
        yield "schemas", digest(json.dumps(tool["parameters"], sort_keys=True))
        yield from count_properties(tool["parameters"]["properties"].values())
    if row["kind"] != "irrelevance":  # those have no call that tells what the values are
        yield "frames", digest(frame(row))
    yield from (("faults", "verify") for _ in verify(row)[:1])
    yield from (("faults", "overlap") for _ in overlaps(row, Benchmark.load())[:1])
    if row["source"].startswith("executed:") and row["kind"] in ("single", "multiple"):
        yield "faults", "run again"
        yield from (("faults", "another result") for _ in verify(row, toolbox_of(row))[:1])


def count_properties(properties: Iterable[dict]) -> Iterator[tuple[str, Any]]:
    """The semantic types of arguments, where schema and description leave no doubt, and their lists of choices."""
    for schema in properties:
        if "enum" in schema:
            yield "choices", tuple(schema["enum"])
        plain = {key: value for key, value in schema.items() if key not in ("description", "default")}
        kinds = described().get((json.dumps(plain, sort_keys=True), schema.get("description")), ())
        yield from (("types", kind) for kind in kinds if len(kinds) == 1)


@functools.cache
def described() -> dict[tuple[str, str], set[str]]:
    """(schema, description) -> the semantic types of the arguments that actions describe so."""
    from fcall_helpers.data.actions import ACTIONS
    from fcall_helpers.data.composing import role_schema
    from fcall_helpers.data.types import TYPES

    kinds = defaultdict(set)
    for role in (role for action in ACTIONS for role in action.roles if role.kind in TYPES):
        for text in role.descriptions:
            kinds[json.dumps(role_schema(role), sort_keys=True), text].add(role.kind)
    return kinds


def toolbox_of(row: dict):
    """The function that an executed row was made with, under the name that the row calls it by."""
    from fcall_helpers.data.actions import ACTIONS
    from fcall_helpers.tools import Tool, ToolBox

    function = next(action.fn for action in ACTIONS if f"executed:{action.key}" == row["source"])
    name = row["messages"][1]["tool_calls"][0]["function"]["name"]
    schema = next(schema for schema in json.loads(row["tools"]) if schema["function"]["name"] == name)
    return ToolBox([Tool.from_schema(schema, function)])


def frame(row: dict) -> str:
    """A first request without its values: every way to say one of the calls' arguments, quotations, and numbers."""
    from fcall_helpers.data.verifying import _forms, _ways

    text = row["messages"][0]["content"].casefold()
    calls = [call["function"] for message in row["messages"] for call in message["tool_calls"] or ()]
    values = [value for call in calls for value in leaves(json.loads(call["arguments"]))]
    said = {way.casefold() for value in values for way in (str(value), *_ways(value), *_forms(value)) if len(way) > 1}
    for way in sorted((way for way in said if way in text), key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(way)}(?!\w)", "⟨⟩", text)
    return VALUE.sub("⟨⟩", text)


def leaves(value: Any) -> Iterator[Any]:
    """A value and all values in it, but for booleans and null, which need no words."""
    if isinstance(value, (list, dict)):
        yield value
        for part in value.values() if isinstance(value, dict) else value:
            yield from leaves(part)
    elif not isinstance(value, (bool, type(None))):
        yield value


def digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode(), digest_size=8).digest()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    options = parser.parse_args()
    print(machine())
    with tempfile.TemporaryDirectory() as scratch:
        runs = [make(options.rows // 10, 1, Path(scratch) / "small_one")]
        runs += [
            make(options.rows // 10, 2, Path(scratch) / "small_two"),
            make(options.rows, 2, Path(scratch) / "large"),
        ]
        print_table(list(runs[0]), [[f"{v:.0f}" if isinstance(v, float) else v for v in run.values()] for run in runs])
        print("the same bytes with 1 and 2 processes:", runs[0]["sha256"] == runs[1]["sha256"])
        start = time.perf_counter()
        print_table(["what", "count"], variety(Path(scratch) / "large"))
        print(f"(counted in {time.perf_counter() - start:.0f} s)")
    small, large = (run["MB, parent"] + run["MB, worker"] for run in runs[1:])
    print(f"ratio: {large / small:.2f}")


if __name__ == "__main__":
    main()
