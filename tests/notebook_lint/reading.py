"""How the rules read a notebook: kinds of cells, code as syntax trees, prose without its code, outputs as text."""

import ast
import re
from collections.abc import Iterator
from functools import cache

from IPython.core.inputtransformer2 import TransformerManager
from nbformat import NotebookNode

from .registry import as_json

FENCE = re.compile(r"^ *(`{3,}|~{3,}).*?^ *\1 *$", re.M | re.S)
FORMULA = re.compile(r"\$\$.*?\$\$|(?<![\\$])\$[^$\n]+\$", re.S)
DETAILS = re.compile(r"<details\b.*?</details>", re.S | re.I)
DATA_URI = re.compile(r"data:[\w/+.-]+;base64,([A-Za-z0-9+/=\s]+)")
HEADING = re.compile(r"^(#{1,6})\s+(.+?)\s*#*\s*$", re.M)
INLINE_CODE = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)")
IMG = re.compile(r"<img\b[^>]*>", re.I | re.S)
IMG_ALT = re.compile(r"""\balt\s*=\s*(?:"\s*[^"\s][^"]*"|'\s*[^'\s][^']*')""", re.I)
SETUP_MARK = "# @title Setup"


# -- cells -------------------------------------------------------------------------------------------------------------
def numbered(nb: NotebookNode, kind: str | None = None) -> Iterator[tuple[int, NotebookNode]]:
    """(number from 1, cell) for all cells, or for those of one kind ("code", "markdown")."""
    for number, cell in enumerate(nb.cells, 1):
        if kind is None or cell.cell_type == kind:
            yield number, cell


def name_of(number: int, cell: NotebookNode) -> str:
    """How a message names a cell."""
    return f"cell {number} ({cell.get('id', 'no id')})"


def tags(cell: NotebookNode) -> list[str]:
    return cell.metadata.get("tags", [])


def is_setup(cell: NotebookNode) -> bool:
    return cell.cell_type == "code" and cell.source.startswith(SETUP_MARK)


def is_solution(cell: NotebookNode) -> bool:
    """A markdown cell that is a folded ``<details>`` and at most a word or two beside it."""
    folded = cell.cell_type == "markdown" and DETAILS.search(cell.source)
    return bool(folded) and len(DETAILS.sub("", cell.source).split()) <= 5


def check_called(cell: NotebookNode) -> str | None:
    """The check that a generated check cell calls (``"check_07a"``); None for every other cell."""
    if cell.cell_type != "code":
        return None
    tree = parse_code(cell.source)
    body = [] if tree is None else [node for node in tree.body if not isinstance(node, ast.Import | ast.ImportFrom)]
    calls = [node.value for node in body if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)]
    names = [dotted(call.func) or "" for call in calls]
    if len(names) == len(body) == 1 and names[0].startswith("checks.check_"):
        return names[0].removeprefix("checks.")
    return None


# -- code --------------------------------------------------------------------------------------------------------------
@cache
def parse_code(source: str) -> ast.Module | None:
    """The syntax tree after IPython's rewriting (``!ls`` becomes ``get_ipython().system('ls')``); None if not code."""
    try:
        return ast.parse(TransformerManager().transform_cell(source))
    except (SyntaxError, ValueError):
        return None


def code_trees(nb: NotebookNode) -> Iterator[tuple[int, NotebookNode, ast.Module]]:
    """(number, cell, tree) of each code cell that parses."""
    for number, cell in numbered(nb, "code"):
        tree = parse_code(cell.source)
        if tree is not None:
            yield number, cell, tree


def dotted(node: ast.AST) -> str | None:
    """``"a.b.c"`` for the expression ``a.b.c``, ``"f().b"`` for a method of a call; None for everything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        owner = dotted(node.value)
        return owner and f"{owner}.{node.attr}"
    if isinstance(node, ast.Call):
        function = dotted(node.func)
        return function and f"{function}()"
    return None


def imports(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """(full name, the name it gets here) of everything imported; a relative import's full name starts with a dot."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, alias.asname or alias.name.split(".")[0]
        elif isinstance(node, ast.ImportFrom):
            module = "." * node.level + (node.module or "")
            for alias in node.names:
                yield f"{module}.{alias.name}", alias.asname or alias.name


def calls(nb: NotebookNode) -> Iterator[tuple[int, NotebookNode, str, ast.Call]]:
    """(number, cell, full name, call) of every call; ``import subprocess as sp`` does not hide ``sp.run``."""
    real_names: dict[str, str] = {}
    for _, _, tree in code_trees(nb):
        real_names |= {short: full for full, short in imports(tree) if short != full.split(".")[0]}
    for number, cell, tree in code_trees(nb):
        for node in ast.walk(tree):
            name = dotted(node.func) if isinstance(node, ast.Call) else None
            if name:
                first, dot, rest = name.partition(".")
                yield number, cell, real_names.get(first, first) + dot + rest, node


def strings_in(node: ast.AST) -> list[str]:
    """Every string literal under a node."""
    return [n.value for n in ast.walk(node) if isinstance(n, ast.Constant) and isinstance(n.value, str)]


# -- prose -------------------------------------------------------------------------------------------------------------
def without_fences(markdown: str) -> str:
    """Markdown with its fenced code blanked out, line numbers kept."""
    return FENCE.sub(lambda match: "\n" * match[0].count("\n"), markdown)


def headings(cell: NotebookNode) -> list[tuple[int, str]]:
    """(level, text) of a markdown cell's headings."""
    if cell.cell_type != "markdown":
        return []
    return [(len(marks), text) for marks, text in HEADING.findall(without_fences(cell.source))]


def is_prose(cell: NotebookNode) -> bool:
    """Something to read: markdown that is neither empty nor a folded solution."""
    return cell.cell_type == "markdown" and bool(cell.source.strip()) and not is_solution(cell)


# -- outputs -----------------------------------------------------------------------------------------------------------
def bundles(cell: NotebookNode) -> Iterator[tuple[NotebookNode, dict, dict]]:
    """(output, data, metadata) of each output of a code cell that shows something by MIME type."""
    for output in cell.get("outputs", []):
        if "data" in output:
            yield output, output.data, output.get("metadata", {})


def is_picture(mime: str) -> bool:
    return mime.startswith("image/")


def output_text(cell: NotebookNode) -> str:
    """All text that a cell's outputs hold, without the bytes of pictures (base64 can spell anything)."""
    parts = []
    for output in cell.get("outputs", []):
        shown = {mime: value for mime, value in output.get("data", {}).items() if not is_picture(mime) or "svg" in mime}
        parts += [value if isinstance(value, str) else as_json(value) for value in shown.values()]
        parts += [output.get("text", ""), output.get("evalue", ""), *output.get("traceback", [])]
    return DATA_URI.sub("data:", "\n".join(parts))


def source_text(cell: NotebookNode) -> str:
    """A cell's source without the bytes of inlined pictures."""
    return DATA_URI.sub("data:", cell.source)
