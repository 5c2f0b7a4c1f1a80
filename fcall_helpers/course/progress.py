"""Showing a run as it happens: one block that updates itself in a terminal, plain lines in a log."""

import shutil
import sys
import time

from .results import RunResult

REFRESH_S = 0.2


class Progress:
    """A context manager; `stream` defaults to stderr, so stdout stays free for results."""

    def __init__(self, stream=None):
        self.stream = stream or sys.stderr
        self.live = bool(getattr(self.stream, "isatty", lambda: False)())
        self.active: dict[str, list] = {}  # slug -> [cells begun, cells, start]
        self.drawn = 0  # lines of the block now on the screen
        self.next_draw = 0.0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._erase()

    def started(self, slug: str, n_cells: int, mode: str) -> None:
        self.active[slug] = [0, n_cells, time.monotonic()]
        if not self.live:
            self._say(f"started  {slug} ({n_cells} code cells, mode {mode})")

    def cell(self, slug: str, begun: int) -> None:
        self.active[slug][0] = min(begun, self.active[slug][1])

    def finished(self, result: RunResult) -> None:
        self.active.pop(result.name, None)
        self._erase()
        self._say(outcome(result))

    def tick(self) -> None:
        """Redraw, at most five times a second."""
        if self.live and time.monotonic() >= self.next_draw:
            self.next_draw = time.monotonic() + REFRESH_S
            self._draw()

    def _draw(self) -> None:
        self._erase()
        width = shutil.get_terminal_size().columns - 1
        now = time.monotonic()
        lines = [f"{slug:<28} cell {k}/{n}  {now - start:5.0f} s" for slug, (k, n, start) in self.active.items()]
        self.stream.write("".join(f"{line[:width]}\n" for line in lines))
        self.stream.flush()
        self.drawn = len(lines)

    def _erase(self) -> None:
        if self.drawn:
            self.stream.write(f"\x1b[{self.drawn}F\x1b[J")
            self.drawn = 0

    def _say(self, line: str) -> None:
        self.stream.write(line + "\n")
        self.stream.flush()


def outcome(result: RunResult) -> str:
    """One line: how it ended, how long it took and what was wrong."""
    word = result.status if result.ok else result.status.upper()
    notes = "; ".join([result.error] * bool(result.faults) + result.warnings)
    return f"{word:<8} {result.name} {result.seconds:.1f} s" + (f": {notes}" if notes else "")
