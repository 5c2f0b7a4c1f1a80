"""Mining the installed packages: how many rows, from what, in how long, and why calls were dropped.

The wish is at least 20,000 call rows in at most 180 seconds on 2 cores. ``--twice`` mines again with one process and
compares every row.
"""

import argparse
import json
import resource
import time

from fcall_helpers.data.mining import Mined, mine_calls
from tests.benchmarks.common import machine, print_table

WANTED_ROWS, WANTED_SECONDS = 20_000, 180


def timed(packages: list[str] | None, processes: int) -> tuple[Mined, float]:
    start = time.perf_counter()
    mined = mine_calls(packages, processes=processes)
    return mined, time.perf_counter() - start


def peak_mb(who: int) -> int:
    return resource.getrusage(who).ru_maxrss // 1024


def show_rows(mined: Mined, count: int) -> None:
    for row in mined[:count]:
        answer = row["messages"][1]
        calls = [call["function"] for call in answer.get("tool_calls", ())]
        said = [f"{call['name']} {call['arguments']}" for call in calls] or [answer["content"]]
        print(f"\n[{row['kind']}] {row['messages'][0]['content']}\n    {said[0]}\n    {row['source']}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--packages", nargs="*", help="by default everything that is installed")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--rows", type=int, default=0, help="how many rows to show")
    parser.add_argument("--twice", action="store_true", help="mine again with one process and compare")
    options = parser.parse_args()
    print(machine())
    mined, seconds = timed(options.packages, options.processes)
    calls = mined.report.kept - mined.report.kinds["irrelevance"]
    lengths = sorted(len(row["tools"]) + len(row["messages"][0]["content"]) for row in mined) or [0]
    print_table(["what", "count"], mined.report.table())
    print_table(
        ["processes", "seconds", "call rows", "rows", "median characters", "MB, parent", "MB, worker"],
        [
            [
                options.processes,
                f"{seconds:.0f}",
                calls,
                len(mined),
                lengths[len(lengths) // 2],
                peak_mb(resource.RUSAGE_SELF),
                peak_mb(resource.RUSAGE_CHILDREN),
            ]
        ],
    )
    show_rows(mined, options.rows)
    if options.twice:
        again, alone = timed(options.packages, 1)
        same = json.dumps(list(mined)) == json.dumps(list(again))
        print(f"\none process: {alone:.0f} seconds, the same rows: {same}")
    if options.packages is None:
        print(f"\nwanted {WANTED_ROWS} call rows in {WANTED_SECONDS} s: got {calls} in {seconds:.0f} s")
    print(f"ratio: {calls / seconds / (WANTED_ROWS / WANTED_SECONDS):.2f}")


if __name__ == "__main__":
    main()
