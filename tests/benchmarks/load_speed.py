"""How long a fresh process takes to import the room `models` and to load the bundled model from the cache."""

import subprocess
import sys

from tests.benchmarks.common import machine, print_table

RUNS = 3
SCRIPT = """
import time
start = time.perf_counter()
from fcall_helpers.models import load
imported = time.perf_counter()
load()
loaded = time.perf_counter()
load()
print(imported - start, loaded - imported, time.perf_counter() - loaded)
"""


def main() -> None:
    print(machine())
    command = [sys.executable, "-c", SCRIPT]
    subprocess.run(command, check=True, capture_output=True)  # the first load fetches and converts: not counted
    runs = [subprocess.run(command, check=True, capture_output=True, text=True).stdout.split() for _ in range(RUNS)]
    medians = [sorted(map(float, column))[RUNS // 2] for column in zip(*runs, strict=True)]
    what = ["import fcall_helpers.models", "load, first in its process", "load, again"]
    print_table(["what", f"seconds, median of {RUNS}"], [(w, f"{s:.2f}") for w, s in zip(what, medians, strict=True)])


if __name__ == "__main__":
    main()
