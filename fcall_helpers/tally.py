"""How far a long piece of work is, told on stderr: one line that changes in a terminal, a line every tenth in a log."""

import sys


class Tally:
    """Called with how much is done and how much is wanted; ``what`` names the things counted, ``note`` says more.

    >>> import io
    >>> told = Tally("rows", io.StringIO())
    >>> for done in range(1, 1001): told(done, 1000)
    >>> told.stream.getvalue().splitlines()[:2]
    ['100 of 1,000 rows', '200 of 1,000 rows']
    """

    def __init__(self, what: str, stream=None):
        self.what, self.stream, self.tenth = what, stream or sys.stderr, 0
        self.live = bool(getattr(self.stream, "isatty", lambda: False)())
        self.open = False  # whether the line in the terminal is not ended yet

    def __call__(self, done: int, wanted: int, note: str = "") -> None:
        line, tenth = f"{done:,} of {wanted:,} {self.what}{note}", 10 * done // max(1, wanted)
        if self.live:
            print(f"\r\033[K{line}", end="", file=self.stream, flush=True)
            self.open = True
        elif tenth > self.tenth:
            print(line, file=self.stream, flush=True)
        self.tenth = tenth

    def end(self) -> None:
        """Leave the line as it is and begin a new one."""
        if self.open:
            print(file=self.stream, flush=True)
            self.open = False
