"""Parser throughput, whole and streamed, on honest and on hostile text: it must grow linearly.

``ratio`` is the worst time per byte at 1 MB over the time per byte of the same text at 100 kB; linear is 1. With
``--no-gc`` Python's garbage collector, whose work grows with the number of results kept, is left out of it.
"""

import argparse
import gc
import json
import time

from fcall_helpers.parsing import StreamParser, parse
from tests.benchmarks.common import machine, print_table

SIZES = {"1 kB": 1_000, "100 kB": 100_000, "1 MB": 1_000_000}
CHUNK = 16  # characters; a few tokens, as a server sends them
ARGUMENTS = {"to": "Ana", "text": 'She said "yes".\n' * 5, "copies": 2, "tags": ["a", "b"]}
CALL = f"<tool_call>\n{json.dumps({'name': 'send', 'arguments': ARGUMENTS})}\n</tool_call>\n"
TEXTS = {
    "prose": "The model explains at length what it is going to do, 1 < 2. ",
    "prose and calls": "I will send it now.\n" + CALL,
    "one long string": None,
    "lost quotes": '<tool_call>{"name": "send</tool_call>\n' + CALL,
    "open tags": '<tool_call>{"',
    "escapes": '<tool_call>"\\"</tool_call>',
}


def text_of(kind: str, size: int) -> str:
    if kind == "one long string":
        return f'<tool_call>{{"name": "f", "arguments": {{"x": "{"word " * (size // 5)}"}}}}</tool_call>'
    return (TEXTS[kind] * (size // len(TEXTS[kind]) + 1))[:size]


def streamed(text: str) -> None:
    parser = StreamParser()
    for start in range(0, len(text), CHUNK):
        parser.feed(text[start : start + CHUNK])
    parser.finish()


def seconds(work, text: str) -> float:
    """The best of several runs, at least 0.2 s of them."""
    best, start = float("inf"), time.perf_counter()
    while time.perf_counter() - start < 0.2 or best == float("inf"):
        before = time.perf_counter()
        work(text)
        best = min(best, time.perf_counter() - before)
    return best


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--no-gc", action="store_true", help="measure without the garbage collector")
    if parser.parse_args().no_gc:
        gc.disable()
    print(machine())
    rows, worst = [], 0.0
    for kind in TEXTS:
        for name, work in (("whole", parse), ("streamed", streamed)):
            speed = {label: size / seconds(work, text_of(kind, size)) / 1e6 for label, size in SIZES.items()}
            rows.append([kind, name, *(f"{mb:.2f}" for mb in speed.values())])
            worst = max(worst, speed["100 kB"] / speed["1 MB"])
    print_table(["text", "how", *(f"{label}, MB/s" for label in SIZES)], rows)
    print(f"ratio: {worst:.2f}")


if __name__ == "__main__":
    main()
