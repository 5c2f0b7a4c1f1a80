"""``build``: source -> executed, cleaned notebook that records what made it; and telling when it is out of date."""

import hashlib
import platform
import re
from importlib import metadata
from pathlib import Path
from types import ModuleType

import nbformat

from .cleaning import UncleanError, clean
from .job import Job, write_notebook
from .layout import find_root, has_sources, notebook_path, project, select, source_path
from .progress import Progress
from .readme import check_markers, refresh_table
from .results import RunResult
from .running import execute
from .source import make_notebook, navigation_cell


def build(
    names: list[str] | None = None,
    *,
    fast: bool = True,
    root: str | Path | None = None,
    checks: ModuleType | None = None,
    stream=None,
) -> list[RunResult]:
    """Make, execute (mode "cpu"), clean and write notebooks, then refresh README's table and the neighbours' links.

    Args:
        names: as for ``run_notebooks``; None means all.
        fast: execute a second time in mode "fast", to measure its seconds.
        root, checks, stream: as for ``run_notebooks``.

    Returns:
        One result a notebook: the cpu run's, or the fast run's where that one failed. A notebook whose result is not
        ``ok`` keeps its old file.

    Raises:
        ValueError: an unknown notebook, a source that breaks a convention, no markers in README.md. Nothing has run.
    """
    root = _root_with_sources(root)
    check_markers(root)
    slugs = select(root, names)
    made = {slug: make_notebook(slug, root, checks=checks) for slug in slugs}  # every source's faults before any run
    with Progress(stream) as progress:
        results = [_build_one(slug, made[slug], root, fast, progress) for slug in slugs]
    refresh_navigation(root)
    refresh_table(root)
    return results


def _root_with_sources(root: str | Path | None) -> Path:
    root = find_root(root)
    if not has_sources(root):
        raise ValueError(f"root: no sources notebooks/src/NN_slug.py in {root}")
    return root


def _build_one(slug: str, made: nbformat.NotebookNode, root: Path, fast: bool, progress: Progress) -> RunResult:
    source_hash = _sha256(source_path(root, slug))  # before the run: an edit meanwhile makes the product stale
    result = _run_once(slug, made, root, "cpu", progress)
    if not result.ok:
        return result
    try:
        product = clean(made, nbformat.read(result.path, as_version=4))
    except UncleanError as error:
        result.status, result.faults = "failed", [error.fault]
        progress.finished(result)
        return result
    seconds = {"cpu": result.seconds}
    if fast:
        measured = _run_once(slug, made, root, "fast", progress)
        if not measured.ok:
            return measured
        seconds["fast"] = measured.seconds
    record = {"source": source_hash, "mode": "cpu", "seconds": seconds, "versions": versions(root)}
    product.metadata["fcall"] = record
    write_notebook(product, notebook_path(root, slug))
    return result


def _run_once(slug: str, made: nbformat.NotebookNode, root: Path, mode: str, progress: Progress) -> RunResult:
    path = root / "build" / f"built-{mode}" / f"{slug}.ipynb"
    results = {slug: RunResult(slug, mode)}
    execute([Job(slug, made, path, root / "notebooks", mode)], results, workers=1, progress=progress)
    return results[slug]


def versions(root: Path) -> dict[str, str]:
    """Python and the installed versions of the course's direct dependencies."""
    wishes = [re.split(r"[^\w.-]", wish)[0] for wish in project(root)["dependencies"]]
    found = {"python": platform.python_version()}
    for name in wishes:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found


def is_stale(slug: str, root: str | Path | None = None) -> bool:
    """Whether ``fcall build`` would change the notebook: see ``why_stale``."""
    return why_stale(slug, root) is not None


def why_stale(slug: str, root: str | Path | None = None, *, checks: ModuleType | None = None) -> str | None:
    """Why the built notebook is not what its source makes, or None when it is."""
    root = find_root(root)
    path = notebook_path(root, slug)
    if not path.is_file():
        return "was never built"
    built = nbformat.read(path, as_version=4)
    if built.metadata.get("fcall", {}).get("source") != _sha256(source_path(root, slug)):
        return "is older than its source"
    made = make_notebook(slug, root, checks=checks)
    if [(c.id, c.source) for c in built.cells] != [(c.id, c.source) for c in made.cells]:
        return "has cells its source does not make: edited by hand, or the course's frame changed"
    return None


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def refresh_navigation(root: Path) -> None:
    """A new notebook changes its neighbours' links and nothing else in them: no need to execute those again."""
    for slug in select(root):
        path = notebook_path(root, slug)
        if not path.is_file():
            continue
        built = nbformat.read(path, as_version=4)
        wanted = navigation_cell(root, slug).source
        last = built.cells[-1]
        if "navigation" in last.metadata.get("tags", []) and last.source != wanted:
            last.source = wanted
            write_notebook(built, path)
