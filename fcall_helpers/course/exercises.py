"""Exercises: a stub and a solution in the source become stub, check and folded solution in the notebook."""

import ast
import importlib
import inspect
import re
from types import ModuleType

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell


def has_tag(cell: NotebookNode, tag: str) -> bool:
    return tag in cell.metadata.get("tags", [])


def expand_exercises(
    cells: list[NotebookNode], slug: str, *, solutions: bool = False, checks: ModuleType | None = None
) -> list[NotebookNode]:
    """Rewrite each exercise/solution pair.

    The learner's version is stub, check, folded solution; with `solutions` it is solution, check. `checks` is the
    module that holds ``check_01a`` and its like (default ``fcall_helpers.checks``).
    """
    if not any(has_tag(cell, "exercise") or has_tag(cell, "solution") for cell in cells):
        return cells
    _require_import(cells, slug)
    checks = checks or importlib.import_module("fcall_helpers.checks")
    rewritten, seen, position = [], set(), 0
    while position < len(cells):
        if has_tag(cells[position], "solution"):
            raise ValueError(f"{slug}: the solution in cell {position + 1} does not follow a cell tagged 'exercise'")
        if not has_tag(cells[position], "exercise"):
            rewritten.append(cells[position])
            position += 1
            continue
        stub, solution, check = _read_pair(cells, position, slug)
        if check in seen:
            raise ValueError(f'{slug}: check="{check}" stands on two exercises; each needs its own')
        seen.add(check)
        rewritten += _write_pair(stub, solution, _check_cell(check, checks, slug), solutions)
        position += 2
    return rewritten


def _read_pair(cells: list[NotebookNode], position: int, slug: str) -> tuple[NotebookNode, NotebookNode, str]:
    stub, where = cells[position], f"{slug}: the exercise in cell {position + 1}"
    if stub.cell_type != "code":
        raise ValueError(f"{where} is {stub.cell_type}; a stub is a code cell")
    if position + 1 == len(cells) or not has_tag(cells[position + 1], "solution"):
        raise ValueError(f"{where} is not followed by a cell tagged 'solution'")
    check = str(stub.metadata.get("check", ""))
    if not re.fullmatch(r"\d\d[a-z]", check):
        raise ValueError(f'{where} has check={check!r}; write the check\'s id there, as in check="01a"')
    return stub, cells[position + 1], check


def _write_pair(stub: NotebookNode, solution: NotebookNode, check: NotebookNode, solutions: bool) -> list[NotebookNode]:
    if solutions:
        solution.metadata["check"] = stub.metadata["check"]
        return [solution, check]
    fence = "```" if "```" not in solution.source else "````"
    folded = new_markdown_cell(
        f"<details><summary>Solution</summary>\n\n{fence}python\n{solution.source.strip()}\n{fence}\n\n</details>"
    )
    folded.metadata.update(solution.metadata)
    return [stub, check, folded]


def _check_cell(check: str, checks: ModuleType, slug: str) -> NotebookNode:
    function = getattr(checks, f"check_{check}", None)
    if function is None:
        raise ValueError(f'{slug}: check="{check}" has no function check_{check} in fcall_helpers.checks')
    cell = new_code_cell(f"checks.check_{check}({', '.join(_arguments(function))})")
    cell.metadata.update(tags=["check"], check=check)
    return cell


def _arguments(function) -> list[str]:
    """The parameters without a default, named as the learner's variables are; options of a check keep their default."""
    wanted = [p for p in inspect.signature(function).parameters.values() if p.default is p.empty]
    named = [p for p in wanted if p.kind not in (p.VAR_POSITIONAL, p.VAR_KEYWORD)]
    return [f"{p.name}={p.name}" if p.kind is p.KEYWORD_ONLY else p.name for p in named]


def _require_import(cells: list[NotebookNode], slug: str) -> None:
    for cell in cells:
        if has_tag(cell, "exercise"):
            break
        if cell.cell_type == "code" and _imports_checks(cell.source):
            return
    raise ValueError(f"{slug}: no cell above the first exercise says `from fcall_helpers import checks`")


def _imports_checks(source: str) -> bool:
    try:
        nodes = list(ast.walk(ast.parse(source)))
    except SyntaxError:  # a cell with a magic; the import cell is plain Python
        return False
    imports = [node for node in nodes if isinstance(node, ast.ImportFrom) and node.module == "fcall_helpers"]
    return any(alias.name == "checks" and alias.asname is None for node in imports for alias in node.names)
