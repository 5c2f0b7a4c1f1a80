"""Starting a worker and, whatever happens, leaving no process behind.

A kernel lives in a session of its own, so killing the worker's process group would miss it. Every process of a run
inherits FCALL_RUN_ID instead, and is found by it wherever it was reparented.
"""

import contextlib
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import IO

import psutil

_PACKAGE_PARENT = str(Path(__file__).resolve().parents[2])


def start_worker(run_id: str, log: IO, *, one_thread: bool) -> subprocess.Popen:
    """A worker waiting for its job on stdin; what it prints goes to `log`."""
    env = dict(os.environ, FCALL_RUN_ID=run_id, JUPYTER_PREFER_ENV_PATH="1", PYTHONIOENCODING="utf-8")
    env["PYTHONPATH"] = os.pathsep.join(filter(None, [_PACKAGE_PARENT, env.get("PYTHONPATH")]))
    env.pop("MPLBACKEND", None)  # the caller's choice would keep figures out of the notebook
    env.pop("PYTEST_CURRENT_TEST", None)  # where ipykernel sees it, what C code writes to stderr goes unseen
    if one_thread:
        env["OMP_NUM_THREADS"] = "1"
    return subprocess.Popen(
        [sys.executable, "-m", "fcall_helpers.course.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=log,
        env=env,
        text=True,
        encoding="utf-8",
        start_new_session=True,  # Ctrl-C reaches the run alone, which then stops its workers in order
    )


def members(run_id: str) -> list[psutil.Process]:
    """Every living process that carries `run_id`."""
    return [process for process in psutil.process_iter() if run_id and _run_id(process) == run_id]


def _run_id(process: psutil.Process) -> str | None:
    try:
        return None if process.status() == psutil.STATUS_ZOMBIE else process.environ().get("FCALL_RUN_ID")
    except (psutil.Error, OSError):  # someone else's process, or one that has just ended
        return None


def kill_tree(pid: int, run_id: str, *, itself: bool = True) -> None:
    """Kill the descendants of `pid`, all that carries `run_id`, and `pid` itself last."""
    for _ in range(3):  # a process may fork while its siblings are being killed
        victims = {p for p in _descendants(pid) + members(run_id) if p.pid not in (pid, os.getpid())}
        if not victims:
            break
        for process in victims:
            _kill(process)
        psutil.wait_procs(victims, timeout=2)
    if itself and psutil.pid_exists(pid):
        _kill(psutil.Process(pid))


def _descendants(pid: int) -> list[psutil.Process]:
    try:
        return psutil.Process(pid).children(recursive=True)
    except psutil.Error:
        return []


def _kill(process: psutil.Process) -> None:
    with contextlib.suppress(psutil.Error):  # already gone
        process.kill()


def sweep(run_id: str, *, patience_s: float = 1.0) -> int:
    """Kill what a finished notebook left running; returns how many processes did not end by themselves."""
    deadline = time.monotonic() + patience_s
    while (left := members(run_id)) and time.monotonic() < deadline:
        time.sleep(0.05)
    for process in left:
        _kill(process)
    psutil.wait_procs(left, timeout=2)
    return len(left)
