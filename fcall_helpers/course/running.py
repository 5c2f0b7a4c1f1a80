"""``run_notebooks``: every notebook in a fresh process and kernel, a few at a time, each within its wall budget."""

import contextlib
import json
import queue
import signal
import threading
from collections import deque
from pathlib import Path
from types import ModuleType

import nbformat

from .job import Job, Run
from .layout import find_root, has_sources, notebook_path, select
from .modes import resolve_mode
from .progress import Progress
from .report import write_reports
from .results import RunResult
from .source import make_notebook


def run_notebooks(
    names: list[str] | None = None,
    *,
    mode: str = "auto",
    solutions: bool = False,
    workers: int = 2,
    out: str | Path = "build",
    budget_s: float | None = None,
    parameters: dict | None = None,
    root: str | Path | None = None,
    checks: ModuleType | None = None,
    stream=None,
) -> list[RunResult]:
    """Execute notebooks headless and write ``{out}/notebooks/*.ipynb``, ``{out}/report.md`` and ``{out}/report.xml``.

    Args:
        names: notebooks ("00", "0" or "00_start_here"); None means all.
        mode: "auto", "fast", "cpu" or "gpu", given to each notebook as MODE.
        solutions: run the exercises' solutions in place of the stubs.
        workers: notebooks at a time; from two on each kernel computes with one thread.
        out: folder for the products, relative to `root`.
        budget_s: wall seconds a notebook may take; by default three times its mode's nominal budget.
        parameters: other values for names in the notebooks' parameters cells.
        root: folder that holds ``notebooks/`` (default: the course's repository).
        checks: module with the exercises' checks (default ``fcall_helpers.checks``).
        stream: where progress is shown (default: stderr).

    Returns:
        One result a notebook in course order. A failing notebook is a result, not an exception.

    Raises:
        ValueError: an unknown notebook, mode or parameter, or a count that makes no sense. Nothing has run then.
    """
    root = find_root(root)
    if workers < 1:
        raise ValueError(f"workers: got {workers}, must be at least 1")
    if budget_s is not None and not budget_s > 0:
        raise ValueError(f"budget_s: got {budget_s}, must be more than 0 seconds")
    folder = root / out
    mode = resolve_mode(mode)
    jobs = []
    for slug, notebook in _load(select(root, names), root, solutions, checks):
        product = folder / "notebooks" / f"{slug}.ipynb"
        jobs.append(Job(slug, notebook, product, root / "notebooks", mode, parameters or {}, budget_s))
        jobs[-1].check_parameters()
    results = {job.slug: RunResult(job.slug, mode) for job in jobs}
    try:
        execute(jobs, results, workers=workers, progress=Progress(stream))
    finally:  # also after Ctrl-C: a report of what finished
        write_reports(list(results.values()), folder)
    return list(results.values())


def _load(slugs: list[str], root: Path, solutions: bool, checks: ModuleType | None):
    if has_sources(root):  # so that CI tests what authors edit, not what they last built
        return [(slug, make_notebook(slug, root, solutions=solutions, checks=checks)) for slug in slugs]
    if solutions:
        raise ValueError(f"solutions: {root / 'notebooks'} has no src/ to take the solutions from")
    return [(slug, nbformat.read(notebook_path(root, slug), as_version=4)) for slug in slugs]


def execute(jobs: list[Job], results: dict[str, RunResult], *, workers: int, progress: Progress) -> None:
    """Run `jobs` and put each one's outcome into `results`; Ctrl-C and SIGTERM stop the workers first, then raise."""
    events: queue.SimpleQueue = queue.SimpleQueue()
    one_thread = min(workers, len(jobs)) > 1
    waiting = deque(sorted(jobs, key=_expected_seconds, reverse=True))  # longest first: the workers end together
    active: dict[str, Run] = {}
    with _sigterm_as_interrupt(), progress:
        try:
            while waiting or active:
                while waiting and len(active) < workers:
                    run = Run(waiting.popleft(), results, events, one_thread)
                    active[run.job.slug] = run
                    progress.started(run.job.slug, len(run.cells.code_ids), run.job.mode)
                _next_event(events, active, progress)
                for slug in [slug for slug, run in active.items() if run.over()]:
                    progress.finished(active.pop(slug).finish())
        finally:
            for run in active.values():  # only when interrupted
                progress.finished(run.finish(interrupted=True))


def _next_event(events: queue.SimpleQueue, active: dict, progress: Progress) -> None:
    with contextlib.suppress(queue.Empty):
        slug, event = events.get(timeout=0.1)
        if slug in active:
            active[slug].handle(event)
            progress.cell(slug, active[slug].cells_begun)
    progress.tick()


def _expected_seconds(job: Job) -> float:
    """What the built notebook says it took in this mode; unknown ones are taken to be long."""
    try:
        built = json.loads((job.cwd / f"{job.slug}.ipynb").read_text(encoding="utf-8"))
        return float(built["metadata"]["fcall"]["seconds"][job.mode])
    except (OSError, ValueError, KeyError, TypeError):
        return job.nominal_s


@contextlib.contextmanager
def _sigterm_as_interrupt():
    """A CI runner's cancel is SIGTERM: take it like Ctrl-C. Only the main thread may set handlers."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def interrupt(_signal, _frame):
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
