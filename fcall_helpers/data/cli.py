"""``fcall data``: make a dataset from the command line, with its card beside it."""

import argparse
import json
import time
from pathlib import Path

from fcall_helpers.data.decontamination import Benchmark
from fcall_helpers.data.making import FRACTIONS, make_dataset
from fcall_helpers.data.world import World
from fcall_helpers.tally import Tally


def make(argv: list[str]) -> int:
    """Make rows and say where they lie; 0 when they do."""
    parser = argparse.ArgumentParser(prog="fcall data", description="Make verified rows of tool calls, and their card.")
    parser.add_argument("--n", type=int, default=10_000, help="rows (default: 10000)")
    parser.add_argument("--seed", type=int, default=0, help="the same seed makes the same rows (default: 0)")
    parser.add_argument("--split", default="train", help=f"{', '.join(FRACTIONS)} (default: train)")
    parser.add_argument("--masked", type=float, default=World.masked, help=f"share of rows with meaningless names "
                        f"(default: {World.masked})")  # fmt: skip
    parser.add_argument("--shared", type=int, default=World.shared, metavar="ROWS",
                        help=f"rows behind the same tools (default: {World.shared})")  # fmt: skip
    parser.add_argument("--processes", type=int, help="default: 2, or 1 where there is one core")
    parser.add_argument("--out", required=True, metavar="FOLDER", help="where rows.parquet and README.md go")
    parser.add_argument("--json", action="store_true", help="print the result as JSON on stdout")
    options = parser.parse_args(argv)
    Benchmark.load()  # fetched before the clock starts and before workers want it at once
    tally, start = Tally("rows"), time.monotonic()
    rows = make_dataset(
        options.n,
        seed=options.seed,
        split=options.split,
        masked=options.masked,
        shared=options.shared,
        processes=options.processes,
        out=options.out,
        on_progress=tally,
    )
    tally.end()
    folder, seconds = Path(options.out), time.monotonic() - start
    if options.json:
        print(json.dumps({"rows": len(rows), "folder": str(folder), "seconds": round(seconds, 1)}))
    else:
        print(f"{len(rows):,} rows in {folder / 'rows.parquet'}, described in {folder / 'README.md'} ({seconds:.0f} s)")
    return 0
