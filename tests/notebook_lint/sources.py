"""Rules on the percent script a notebook is built from, and on the exercises on both sides of the build."""

import ast
import itertools
import json
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import jupytext
from nbformat import NotebookNode

from .code import tagged
from .reading import check_called, is_solution, name_of, numbered, parse_code, tags
from .registry import ROOT, rule

MIN_EXERCISES = 3


def authored(source: Path) -> list[tuple[int, NotebookNode]]:
    """(number from 1, cell) of a percent script."""
    return list(enumerate(jupytext.read(source, fmt="py:percent").cells, 1))


def place(number: int, source: Path) -> str:
    return f"cell {number} of {source.name}"


@rule("exercises")
def exercises(nb: NotebookNode, path: Path, source: Path | None) -> list[str]:
    """At least three exercises, each a stub, then its check, then the solution folded in `<details>`."""
    stubs = tagged(numbered(nb, "code"), "exercise")
    found = []
    if len(stubs) < MIN_EXERCISES:
        found.append(f"{len(stubs)} exercises: at least {MIN_EXERCISES} (code cells tagged 'exercise')")
    for n, cell in stubs:
        check, solution = [*nb.cells[n : n + 2], None, None][:2]
        wanted = f"checks.check_{path.stem[:2]}…("
        if check is None or not (check_called(check) or "").startswith(f"check_{path.stem[:2]}"):
            found.append(f"{name_of(n, cell)}: the cell after this exercise must be its check, {wanted}…)")
        if solution is None or not is_solution(solution):
            found.append(f"{name_of(n, cell)}: after its check must come the solution, folded in <details>")
    return found


@rule("source-compiles")
def source_compiles(nb: NotebookNode, path: Path, source: Path | None) -> list[str]:
    """The percent script compiles cell by cell, the solutions too."""
    return [
        f"{place(n, source)}: does not compile: {error}"
        for n, cell in (authored(source) if source else [])
        if cell.cell_type == "code" and (error := compile_error(cell.source))
    ]


def compile_error(code: str) -> str | None:
    """What the compiler says against a cell (a top-level ``await`` is fine in a notebook); None when nothing."""
    tree = parse_code(code)
    try:
        compile(tree or code, "<cell>", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    except (SyntaxError, ValueError) as error:
        return f"{error.__class__.__name__}: {error}"
    return None


@rule("source-exercises")
def source_exercises(nb: NotebookNode, path: Path, source: Path | None) -> list[str]:
    """In the source each `exercise` cell names its check (`check="07a"`) and a `solution` cell comes right after it."""
    cells = authored(source) if source else []
    after = {n: following for (n, _), (_, following) in itertools.pairwise(cells)}
    found, seen = [], set()
    for n, cell in tagged(cells, "exercise"):
        check = str(cell.metadata.get("check", ""))
        if not re.fullmatch(rf"{path.stem[:2]}[a-z]", check) or check in seen:
            say = "is taken" if check in seen else f'must be like "{path.stem[:2]}a"'
            found.append(f'{place(n, source)}: check={check!r} {say}: `# %% tags=["exercise"] check="…"`')
        seen.add(check)
        if n not in after or "solution" not in tags(after[n]):
            found.append(f'{place(n, source)}: the next cell must be its solution: `# %% tags=["solution"]`')
    stray = [
        n
        for (_, before), (n, cell) in itertools.pairwise(cells)
        if "solution" in tags(cell) and "exercise" not in tags(before)
    ]
    return found + [f"{place(n, source)}: this solution follows no exercise" for n in stray]


@rule("ruff")
def ruff_clean(nb: NotebookNode, path: Path, source: Path | None) -> list[str]:
    """`ruff check` finds nothing in the source, under the project's own configuration, and no import is unused."""
    if source is None:
        return []
    return [
        f"line {fault['location']['row']} of {source.name}: {fault['code']} {fault['message']}"
        for fault in ruff_faults(source.name, source.read_text(encoding="utf-8"))
        if not (fault["code"] == "F401" and "`fcall_helpers.checks`" in fault["message"])  # the built checks use it
    ]


@cache
def ruff_faults(name: str, text: str) -> list[dict]:
    """Ruff's findings for a script, judged as if it stood in ``notebooks/src``.

    Unused imports are looked for apart: the configuration may ignore them there, where ``checks`` always looks unused.
    """
    stands_at = str(ROOT / "notebooks" / "src" / name)
    faults = run_ruff(text, "--stdin-filename", stands_at) + run_ruff(text, "--isolated", "--select", "F401")
    return list({json.dumps([fault["location"], fault["code"]]): fault for fault in faults}.values())


def run_ruff(text: str, *options: str) -> list[dict]:
    command = [sys.executable, "-m", "ruff", "check", "--no-cache", "--output-format=json", *options, "-"]
    run = subprocess.run(command, input=text, capture_output=True, text=True, encoding="utf-8", cwd=ROOT, check=False)
    if run.returncode not in (0, 1):  # 1 is ruff's "found some"
        raise RuntimeError(f"ruff failed with status {run.returncode}: {run.stderr.strip()}")
    return json.loads(run.stdout or "[]")
