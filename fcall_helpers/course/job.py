"""One notebook in flight: what to execute, the worker that does, and the verdict at its end."""

import contextlib
import json
import os
import queue
import secrets
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell

from .guard import SENTINEL
from .modes import HARD_FACTOR, NOMINAL_S
from .processes import kill_tree, start_worker, sweep
from .results import CellTime, Fault, RunResult
from .source import parameter_names
from .verdict import SENTINEL_ID, Cells, find_faults

GRACE_S = 10.0  # between the interrupt at the end of the budget and the kill
START_S = 180.0  # for the worker and its kernel to be ready, on a machine that is busy with other things


@dataclass
class Job:
    """One notebook to execute, and where the executed one goes."""

    slug: str
    notebook: nbformat.NotebookNode
    path: Path
    cwd: Path
    mode: str  # resolved
    parameters: dict = field(default_factory=dict)
    budget_s: float | None = None

    @property
    def limit_s(self) -> float:
        return self.budget_s or HARD_FACTOR * NOMINAL_S[self.mode]

    @property
    def nominal_s(self) -> float:
        return self.budget_s or NOMINAL_S[self.mode]

    def check_parameters(self) -> None:
        """Papermill only warns about a name the notebook does not have, and then runs with the default."""
        known = parameter_names(self.notebook.cells, self.slug)
        for name in self.parameters:
            if name == "MODE":
                raise ValueError("parameters: MODE is set by mode= (--mode), not as a parameter")
            if name not in known:
                raise ValueError(f"parameters: {self.slug} has no parameter {name!r}; there is {', '.join(known)}")


class Run:
    """One notebook in flight: its worker process and what has been heard from it."""

    def __init__(self, job: Job, results: dict[str, RunResult], events: queue.SimpleQueue, one_thread: bool):
        self.job, self.results, self.cells = job, results, Cells(job.notebook)
        self.run_id, self.token = secrets.token_hex(8), secrets.token_hex(8)
        self.started = time.monotonic()
        self.ready: float | None = None
        self.stopped: float | None = None
        self.times: dict[str, float] = {}  # cell id -> when it began
        self.error: str | None = None
        self.done = self.ended = self.killed = self.over_budget = False
        job.path.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(self._with_sentinel(), job.path)
        self.log_path = job.path.with_suffix(".log")
        with self.log_path.open("w") as log:
            self.process = start_worker(self.run_id, log, one_thread=one_thread)
        self._send_job()
        threading.Thread(target=self._listen, args=(events,), daemon=True).start()

    def _with_sentinel(self) -> nbformat.NotebookNode:
        notebook = nbformat.from_dict(self.job.notebook)
        sentinel = new_code_cell(SENTINEL.format(token=self.token), id=SENTINEL_ID)
        return nbformat.from_dict({**notebook, "cells": [*notebook.cells, sentinel]})

    def _send_job(self) -> None:
        job = {
            "path": str(self.job.path),
            "cwd": str(self.job.cwd),
            "parameters": {"MODE": self.job.mode, **self.job.parameters},
            "limit_s": self.job.limit_s,
        }
        with contextlib.suppress(BrokenPipeError):  # it died at once: the end of its stdout tells
            self.process.stdin.write(json.dumps(job) + "\n")
            self.process.stdin.flush()

    def _listen(self, events: queue.SimpleQueue) -> None:
        for line in self.process.stdout:
            events.put((self.job.slug, json.loads(line) | {"at": time.monotonic()}))
        events.put((self.job.slug, {"end": True, "at": time.monotonic()}))

    def handle(self, event: dict) -> None:
        if "ready" in event:
            self.ready = event["at"]
        elif "cell" in event:
            self.times[event["cell"]] = event["at"]
        elif "done" in event:
            self.done, self.error, self.stopped = True, event["done"], event["at"]
            self.over_budget = event["over"]
        elif "end" in event:
            self.ended = True

    @property
    def cells_begun(self) -> int:
        """The notebook's own code cells: neither injected parameters nor the sentinel."""
        return sum(cell_id in self.cells.code_ids for cell_id in self.times)

    def over(self) -> bool:
        """The worker has ended, or must: its interrupt at the end of the budget did not help."""
        deadline = self.started + START_S if self.ready is None else self.ready + self.job.limit_s + GRACE_S
        self.killed = not self.done and not self.ended and time.monotonic() > deadline
        return self.ended or self.killed

    def finish(self, *, interrupted: bool = False) -> RunResult:
        """Stop what still runs, read the executed notebook and put the verdict into `results`."""
        self.stopped = self.stopped or time.monotonic()
        seconds = round(self.stopped - self.ready, 2) if self.ready else 0.0
        result = RunResult(self.job.slug, self.job.mode, seconds=seconds, path=str(self.job.path))
        self._stop(result)
        executed = self._read_executed()
        found = find_faults(executed, self.job.notebook, self.token, complete=self.done and not self.error)
        result.status, cause = self._judge(found, interrupted)
        result.faults = cause + [fault for fault in found if fault.cell not in {f.cell for f in cause}]
        if result.ok and seconds > self.job.nominal_s:
            result.warnings.append(f"{seconds:.0f} s is over the budget of {self.job.nominal_s:g} s")
        result.slowest = self._slowest()
        if result.ok:
            self.log_path.unlink(missing_ok=True)
        self.results[self.job.slug] = result
        return result

    def _judge(self, found: list[Fault], interrupted: bool) -> tuple[str, list[Fault]]:
        """The status, and the fault that no output shows."""
        if interrupted:
            return "interrupted", [self._at_last_cell("stopped from outside")]
        if self.killed or self.over_budget:
            return "timeout", [self._timeout_fault()]
        shown = bool(found) and (self.error or "").startswith("PapermillExecutionError")  # by the cell's own output
        if (self.error or not self.done) and not shown:
            return "failed", [self._at_last_cell(self._what_broke())]
        return ("failed" if found else "passed"), []

    def _stop(self, result: RunResult) -> None:
        if not self.ended:
            kill_tree(self.process.pid, self.run_id)
        self.process.wait()
        left = sweep(self.run_id)
        if left and not self.killed:
            result.warnings.append(f"left {left} process{'es' if left > 1 else ''} running, now killed")
        with contextlib.suppress(BrokenPipeError):
            self.process.stdin.close()

    def _read_executed(self) -> nbformat.NotebookNode:
        """What papermill last saved, without the sentinel on disk; a half-written file counts as nothing executed."""
        try:
            executed = nbformat.read(self.job.path, as_version=4)
        except Exception:  # killed in the middle of a write: any reader's error
            executed = nbformat.from_dict(self.job.notebook)
        shown = {**executed, "cells": [cell for cell in executed.cells if cell.get("id") != SENTINEL_ID]}
        write_notebook(nbformat.from_dict(shown), self.job.path)
        return executed

    def _at_last_cell(self, error: str) -> Fault:
        begun = [cell_id for cell_id in self.times if cell_id != SENTINEL_ID]
        return self.cells.fault(error, begun[-1] if begun else None)

    def _timeout_fault(self) -> Fault:
        if self.ready is None:
            return Fault(f"the kernel was not ready after {START_S:g} s; see {self.log_path.name}")
        how = "interrupted, then killed" if self.killed else "interrupted"
        return self._at_last_cell(f"over the budget of {self.job.limit_s:g} s: {how}")

    def _what_broke(self) -> str:
        if "DeadKernelError" in (self.error or ""):
            return f"{self.error} (killed, crashed or out of memory); see {self.log_path.name}"
        return self.error or f"the worker ended with status {self.process.returncode}; see {self.log_path.name}"

    def _slowest(self) -> CellTime | None:
        ends = [*list(self.times.values())[1:], self.stopped]
        spans = {id: end - begin for (id, begin), end in zip(self.times.items(), ends, strict=True)}
        named = {id: span for id, span in spans.items() if id in self.cells.code_ids}
        if not named:
            return None
        slowest = max(named, key=named.get)
        return CellTime(round(named[slowest], 2), self.cells.number(slowest), slowest)


def write_notebook(notebook: nbformat.NotebookNode, path: Path) -> None:
    """Write `path` whole or not at all."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.write_text(nbformat.writes(notebook) + "\n", encoding="utf-8")
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
