"""Making the dataset: 100,000 verified rows in how long, how much memory, and how varied they are.

The wish: at most 5 minutes on 2 cores, memory that does not grow with the number of rows, no row that fails
`verify`, at least 5,000 schemas and 500 frames, near-duplicates below 1 %, nothing of the benchmark, and the same bytes
with 1 and 2 processes. The last line compares the peak memory at ten times the rows.
"""

import argparse
import hashlib
import json
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.benchmarks.common import machine, print_table


def make(n: int, processes: int, folder: Path) -> dict:
    """Run `make_dataset` in a process of its own: seconds, peak memory of it and of a worker in MB, the file's hash."""
    code = (
        "import json, resource, sys, time\n"
        "from fcall_helpers.data.making import make_dataset\n"
        "if __name__ == '__main__':\n"
        "    start = time.perf_counter()\n"
        f"    make_dataset({n}, seed=11, processes={processes}, out={str(folder)!r})\n"
        "    both = resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN\n"
        "    peak = [resource.getrusage(who).ru_maxrss // 1024 for who in both]\n"
        "    print(json.dumps([time.perf_counter() - start, *peak]))\n"
    )
    script = folder.with_suffix(".py")
    script.write_text(code)
    run = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=True)
    seconds, parent, worker = json.loads(run.stdout.splitlines()[-1])
    digest = hashlib.sha256((folder / "rows.parquet").read_bytes()).hexdigest()[:12]
    return {
        "rows": n,
        "processes": processes,
        "seconds": seconds,
        "MB, parent": parent,
        "MB, worker": worker,
        "sha256": digest,
    }


def variety(folder: Path) -> list[tuple[str, object]]:
    """What 100,000 rows hold, counted from the file alone."""
    from datasets import Dataset

    from fcall_helpers.data.decontamination import Benchmark, overlaps
    from fcall_helpers.data.duplicates import near_duplicate_rate
    from fcall_helpers.data.verifying import count_reasons

    rows = Dataset.from_parquet(str(folder / "rows.parquet"))
    schemas, names, frames, kinds = set(), set(), set(), Counter()
    for row in rows:
        kinds[row["kind"]] += 1
        for schema in json.loads(row["tools"]):
            schemas.add(json.dumps(schema["function"]["parameters"], sort_keys=True))
            names.add(schema["function"]["name"])
        frames.add(masked(row))
    sample = rows.select(range(0, len(rows), max(1, len(rows) // 10_000)))
    report = json.loads((folder / "report.json").read_text())
    return [
        ("kinds", dict(kinds)),
        ("rejected while making", {name: count for name, count in report.items() if name != "right"}),
        ("distinct schemas / tool names", f"{len(schemas):,} / {len(names):,}"),
        ("distinct requests with values masked", f"{len(frames):,}"),
        ("fail verify", len(rows) - count_reasons(rows)["right"]),
        ("overlap with BFCL", sum(bool(overlaps(row, Benchmark.load())) for row in rows)),
        (
            "near-duplicates, share",
            f"{near_duplicate_rate([row['messages'][0]['content'] for row in sample]):.4f} (of every 10th row)",
        ),
    ]


def masked(row: dict) -> str:
    """A first request without its values: those of the call's arguments, numbers, and what stands in quotes."""
    text = row["messages"][0]["content"].casefold()
    return re.sub(r"[\"“'][^\"”']*[\"”']|\b[\w.,:/%$€£@+-]*\d[\w.,:/%$€£@+-]*", "⟨⟩", text)


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
