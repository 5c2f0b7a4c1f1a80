"""Runs inside the kernel: remembers failures that leave a cell looking fine, and proves that the last cell was reached.

A cell "succeeds" although a thread died in it, a widget callback raised, ``with Output():`` swallowed an exception or a
``!cmd`` failed. ``install`` is called at the kernel's start, ``report`` by the sentinel cell that a run appends.

Not covered: what happens in other processes the notebook starts, and ``lines = !cmd``, whose status IPython drops.
"""

import gc
import sys
import threading
import time
import weakref

MIME = "application/vnd.fcall.sentinel+json"
JOIN_S = 2.0  # how long the sentinel waits for threads that are still at work

INSTALL = f"__import__({__name__!r}, fromlist=['install']).install()"
SENTINEL = f"__import__({__name__!r}, fromlist=['report']).report({{token!r}})"

_guard = None


class Guard:
    """Collects faults as ``{"count": execution count of the cell, "error": one line}``."""

    def __init__(self, shell):
        self.shell, self.count, self.faults = shell, 0, []
        self.before = set(threading.enumerate())
        self.started_in = weakref.WeakKeyDictionary()  # thread -> execution count
        shell.events.register("pre_run_cell", self._cell_begins)
        shell.events.register("post_run_cell", self._cell_ends)
        self._wrap(threading, "excepthook", self._thread_died)
        self._wrap(shell, "showtraceback", self._traceback_shown)
        self._wrap(shell, "system", self._command_ended, after=True)
        self._wrap(shell, "ask_exit", self._exit_asked)

    @staticmethod
    def _wrap(owner, name: str, note, *, after: bool = False) -> None:
        original = getattr(owner, name)

        def wrapped(*args, **kwargs):
            if not after:
                note(*args, **kwargs)
            original(*args, **kwargs)
            if after:
                note(*args, **kwargs)

        setattr(owner, name, wrapped)

    def _add(self, error: str, count: int | None = None) -> None:
        self.faults.append({"count": count or self.count, "error": error})

    def _cell_begins(self, info) -> None:
        self.count += bool(info.store_history)  # IPython's own counter moves before the cell in 9, after it in 7

    def _cell_ends(self, _result) -> None:
        for thread in threading.enumerate():
            self.started_in.setdefault(thread, self.count)

    def _thread_died(self, args) -> None:
        if args.exc_type is not SystemExit:  # threading ignores it, so do we
            self._add(f"in a thread: {_describe(args.exc_type, args.exc_value)}", self.started_in.get(args.thread))

    def _traceback_shown(self, exc_tuple=None, *_, **__) -> None:
        # Widgets call this for an exception in a callback or in `with Output():`; then the cell goes on as if well.
        kind, value = (exc_tuple or sys.exc_info())[:2]
        if kind is not None:
            self._add(_describe(kind, value))

    def _command_ended(self, command, *_, **__) -> None:
        status = self.shell.user_ns.get("_exit_code", 0)
        if status:
            self._add(f"`!{command}` ended with status {status}")

    def _exit_asked(self) -> None:
        # exit() would end the kernel some cells later; as an exception it is red at once, in the right cell.
        raise RuntimeError("exit() and quit() end the notebook before its last cell")

    def wait_for_threads(self) -> None:
        deadline = time.monotonic() + JOIN_S
        for thread in set(threading.enumerate()) - self.before:
            if thread is not threading.current_thread() and not thread.daemon:
                thread.join(max(0.0, deadline - time.monotonic()))


def _describe(kind: type, value: BaseException) -> str:
    """``Name: last line``, as the last line of a traceback."""
    lines = str(value).strip().splitlines()
    return f"{kind.__name__}: {lines[-1]}" if lines else kind.__name__


def install() -> None:
    """Start watching; does nothing when already watching."""
    global _guard
    from IPython import get_ipython

    if _guard is None:
        _guard = Guard(get_ipython())


def report(token: str) -> None:
    """Publish the run's token and the faults collected as an output of the cell that calls this."""
    from IPython.display import publish_display_data

    faults = [{"count": None, "error": "the guard was not installed in the kernel"}]
    if _guard is not None:
        _guard.wait_for_threads()
        gc.collect()  # asyncio tells of a task that failed unnoticed when it lets go of the task
        faults = _guard.faults
    publish_display_data({MIME: {"token": token, "faults": faults}})
