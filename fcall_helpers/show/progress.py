"""One line of progress that updates in place and leaves its last frame.

tqdm's notebook bar is a widget, and a saved widget is frozen at 0%; this one is plain HTML, so the saved notebook
shows how it ended.
"""

import html
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from IPython import get_ipython
from IPython.display import display

T = TypeVar("T")
EVERY_S = 0.2


def progress(items: Iterable[T], label: str = "", *, total: int | None = None) -> Iterator[T]:
    """Yield ``items``, showing how far along they are: ``for row in progress(rows, "scoring"): …``."""
    total = total if total is not None else len(items) if hasattr(items, "__len__") else None
    line, start, last, done = _Line(), time.monotonic(), 0.0, 0
    for item in items:
        if time.monotonic() - last > EVERY_S:
            last = time.monotonic()
            line.show(label, done, total, last - start)
        yield item
        done += 1
    line.show(label, done, total, time.monotonic() - start, final=True)


def counter(label: str = "") -> Callable[[int, int], None]:
    """A function of (done, wanted) that shows how far along work is that does its own loop: for any ``on_progress=``.

    ``make_dataset(1000, on_progress=show.counter("rows"))``. The last frame is the one in which all are done.
    """
    line, start, last, finished = _Line(), time.monotonic(), 0.0, False

    def count(done: int, wanted: int) -> None:
        nonlocal last, finished
        now = time.monotonic()
        if not finished and (done >= wanted or now - last > EVERY_S):
            last, finished = now, done >= wanted
            line.show(label, done, wanted, now - start, final=finished)

    return count


class _Line:
    def __init__(self):
        self._handle = None
        self._notebook = get_ipython() is not None and hasattr(get_ipython(), "kernel")

    def show(self, label: str, done: int, total: int | None, seconds: float, *, final: bool = False) -> None:
        count = f"{done:,} of {total:,}" if total is not None else f"{done:,}"
        # The last frame is saved in the notebook: without the seconds it is the same on every machine.
        text = f"{label}: {count}" if final else f"{label}: {count}, {seconds:.0f} s"
        if not self._notebook:
            if sys.stderr.isatty():
                print(f"\r{text}", end="\n" if final else "", file=sys.stderr, flush=True)
            return
        bundle = {"text/plain": text, "text/html": _bar(text, done / total if total else float(final))}
        if self._handle is None:
            self._handle = display(bundle, raw=True, display_id=True)
        else:
            self._handle.update(bundle, raw=True)


def _bar(text: str, share: float) -> str:
    return (
        '<div style="display:flex;align-items:center;gap:10px;font-size:13px">'
        '<div style="width:200px;height:8px;background:#E4E4E4;border-radius:4px">'
        f'<div style="width:{100 * min(share, 1):.0f}%;height:8px;background:#0072B2;border-radius:4px"></div></div>'
        f"<span>{html.escape(text)}</span></div>"
    )
