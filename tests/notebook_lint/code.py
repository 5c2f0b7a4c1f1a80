"""Rules on code: parameters and modes, length, what would hang or fool a headless run, imports, widgets."""

import ast
import itertools
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

from nbformat import NotebookNode
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from .reading import calls, code_trees, dotted, imports, is_setup, name_of, numbered, parse_code, strings_in, tags
from .registry import project, rule

MAX_LINES = 25
MODES = {"auto", "fast", "cpu", "gpu"}
INSTALLERS = {"pip", "pip3", "conda", "mamba", "uv"}
SHELL_MAGICS = INSTALLERS | {"system", "sx", "sc", "!", "!!", "bash", "sh", "script", "cmd"}
SHELL_CALLS = {"os.system", "os.popen", "get_ipython().system", "get_ipython().getoutput"}
MAGIC_CALLS = {"get_ipython().run_line_magic", "get_ipython().run_cell_magic"}
QUITTERS = {
    **dict.fromkeys(("input", "builtins.input", "getpass.getpass"), "waits for a person who is not there"),
    **dict.fromkeys(("exit", "quit", "sys.exit", "os._exit", "os.abort"), "ends the run in silence"),
}
FROZEN_BARS = ("tqdm.auto", "tqdm.autonotebook", "tqdm.notebook", "tqdm.tqdm_notebook")
CALLING_WIDGETS = {"interact", "interactive", "interactive_output"}  # they call the function they are given
WIDGET_HOOKS = {"on_click", "observe", "on_submit"}


def tagged(cells: Iterable[tuple[int, NotebookNode]], tag: str) -> list[tuple[int, NotebookNode]]:
    """Those of the (number, cell) pairs whose cell carries the tag."""
    return [(n, cell) for n, cell in cells if tag in tags(cell)]


@rule("code-parses")
def code_parses(nb: NotebookNode, path: Path, source: Path | None) -> list[str]:
    """Every code cell is Python (or IPython's dialect of it)."""
    return [
        f"{name_of(n, cell)}: is not valid Python; put code that is only shown into a markdown fence"
        for n, cell in numbered(nb, "code")
        if parse_code(cell.source) is None
    ]


@rule("parameters")
def parameters(nb: NotebookNode, path: Path, source: Path | None) -> list[str]:
    """One cell is tagged `parameters`: `MODE = "auto"` and a few other literals, nothing else."""
    cells = tagged(numbered(nb), "parameters")
    if len(cells) != 1:
        numbers = ", ".join(name_of(n, cell) for n, cell in cells) or "none"
        return [f"cells tagged 'parameters': {numbers}; there must be exactly one"]
    number, cell = cells[0]
    where, tree = name_of(number, cell), parse_code(cell.source) if cell.cell_type == "code" else None
    if tree is None:
        return [f"{where}: the parameters cell must be code"]
    values = dict(literal_assignment(node) for node in tree.body)
    found = [f"{where}: {name}: only `NAME = literal` may stand here" for name, value in values.items() if value is ...]
    return found if values.get("MODE") == "auto" else [*found, f'{where}: must set MODE = "auto"']


def literal_assignment(node: ast.stmt) -> tuple[str, object]:
    """(name, value) of ``name = literal``; (the statement, ...) for anything else."""
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    if isinstance(node, ast.Assign | ast.AnnAssign) and len(targets) == 1 and isinstance(targets[0], ast.Name):
        try:
            return targets[0].id, ast.literal_eval(node.value)
        except (ValueError, TypeError):
            pass
    return f"`{ast.unparse(node)}`", ...


@rule("mode-branches")
def mode_branches(nb: NotebookNode, path: Path, source: Path | None) -> list[str]:
    """MODE is only ever handed to `pick(MODE, …)` (or printed): every mode runs the same code on other sizes."""
    found = []
    for n, cell, tree in code_trees(nb):
        loads = [
            node for node in ast.walk(tree) if getattr(node, "id", None) == "MODE" and isinstance(node.ctx, ast.Load)
        ]
        if "parameters" not in tags(cell) and len(loads) > sum(id(node) in harmless(tree) for node in loads):
            found.append(f"{name_of(n, cell)}: uses MODE outside pick(MODE, fast=…, cpu=…, gpu=…): pick a size instead")
    for n, cell, name, call in calls(nb):
        chosen = [keyword.value for keyword in call.keywords if is_pick(name)]
        if any(isinstance(value, ast.Constant) and value.value in MODES for value in chosen):
            found.append(f"{name_of(n, cell)}: pick() hands out a mode's name to branch on: pick a size instead")
    return found


def is_pick(name: str | None) -> bool:
    return name is not None and name.split(".")[-1] == "pick"


def harmless(tree: ast.Module) -> set[int]:
    """The nodes that stand where MODE may: first in ``pick(…)``, in ``print(…)``, between the braces of an f-string."""
    fine: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and is_pick(dotted(node.func)):
            fine |= {id(argument) for argument in node.args[:1]}
        elif isinstance(node, ast.Call) and dotted(node.func) == "print":
            fine |= {id(argument) for argument in node.args}
        elif isinstance(node, ast.FormattedValue):
            fine.add(id(node.value))
    return fine


@rule("code-length")
def code_length(nb: NotebookNode, path: Path, source: Path | None) -> list[str]:
    """A code cell has one idea: at most 25 lines that are not blank."""
    lengths = (
        (n, cell, sum(bool(line.strip()) for line in cell.source.splitlines())) for n, cell in numbered(nb, "code")
    )
    return [
        f"{name_of(n, cell)}: {lines} lines: at most {MAX_LINES}; show the code growing, one idea a cell"
        for n, cell, lines in lengths
        if lines > MAX_LINES
    ]


@rule("shell")
def no_shell(nb: NotebookNode, path: Path, source: Path | None) -> list[str]:
    """No `!cmd`, `%pip`, `%%bash`, os.system or pip by subprocess outside Setup: a failing one leaves the run green."""
    return [
        f"{name_of(n, cell)}: {what} outside Setup: do it in Python, or list the package in pyproject.toml"
        for n, cell, name, call in calls(nb)
        if not is_setup(cell) and (what := shell_escape(name, call))
    ]


def shell_escape(name: str, call: ast.Call) -> str | None:
    """How this call leaves Python for a shell or an installer; None when it does not."""
    words = [word for text in strings_in(call) for word in text.split()]
    if name in MAGIC_CALLS and words and words[0] in SHELL_MAGICS:
        return f"%{words[0]}"
    if name in SHELL_CALLS:
        return "`!`" if name.startswith("get_ipython") else f"{name}()"
    installs = [word for word in words if Path(word).name in INSTALLERS]
    return f"{name}() with {installs[0]!r}" if name.startswith("subprocess.") and installs else None


@rule("quitters")
def no_quitters(nb: NotebookNode, path: Path, source: Path | None) -> list[str]:
    """Nothing that waits for the keyboard or ends the process: papermill would hang, or stop and call it a success."""
    found = [
        f"{name_of(n, cell)}: {name}() {QUITTERS[name]}: take it out"
        for n, cell, name, _ in calls(nb)
        if name in QUITTERS
    ]
    for n, cell, tree in code_trees(nb):
        raised = [getattr(node.exc, "func", node.exc) for node in ast.walk(tree) if isinstance(node, ast.Raise)]
        if any(dotted(error) == "SystemExit" for error in raised if error is not None):
            found.append(f"{name_of(n, cell)}: raise SystemExit ends the run in silence: take it out")
    return found


@rule("raises-exception")
def no_raises_exception(nb: NotebookNode, path: Path, source: Path | None) -> list[str]:
    """No `raises-exception` tag: papermill does not honour it."""
    return [
        f"{name_of(n, cell)}: tagged 'raises-exception': use `with show.expect_error():` instead"
        for n, cell in tagged(numbered(nb), "raises-exception")
    ]


@rule("progress-bars")
def no_frozen_bars(nb: NotebookNode, path: Path, source: Path | None) -> list[str]:
    """No `tqdm.auto` and its like: a saved notebook shows them frozen at 0%."""
    return [
        f"{name_of(n, cell)}: imports {name}: use show.progress, which leaves its last frame"
        for n, cell, tree in code_trees(nb)
        for name, _ in imports(tree)
        if name.startswith(FROZEN_BARS)
    ]


@rule("imports")
def imports_declared(nb: NotebookNode, path: Path, source: Path | None) -> list[str]:
    """What a notebook imports is the standard library, fcall_helpers, or a dependency that pyproject.toml names."""
    return [
        f"{name_of(n, cell)}: imports {top}, which is not a dependency in pyproject.toml: declare it or do without"
        for n, cell, tree in code_trees(nb)
        for top in sorted({full.split(".")[0] for full, _ in imports(tree)})
        if not declared(top) and not (is_setup(cell) and top == "google")  # google.colab: there on Colab alone
    ]


@cache
def declared(top: str) -> bool:
    """Whether an import's first name comes from the standard library, the course, or a declared dependency."""
    if top in sys.stdlib_module_names or top == "fcall_helpers":
        return True
    wanted = {canonicalize_name(Requirement(line).name) for line in project()["project"]["dependencies"]}
    return bool(wanted & {canonicalize_name(name) for name in providers().get(top, [top])})


@cache
def providers() -> dict[str, list[str]]:
    """Import name -> the installed distributions that bring it (reading them all takes a while)."""
    return dict(packages_distributions())


@rule("widget-twin")
def widget_twin(nb: NotebookNode, path: Path, source: Path | None) -> list[str]:
    """The code cell after a widget calls the widget's handler by itself, so that a headless run tries it too."""
    made = {n for n, _, name, _ in calls(nb) if makes_widget(name)}
    found = []
    for (n, cell, tree), after in itertools.pairwise([*code_trees(nb), None]):
        names = set(handlers(tree))
        called = {part for name in called_names(after[2]) for part in name.split(".")} if after else set()
        if n in made and not names & called:
            wanted = f"call {' or '.join(sorted(names))}" if names else "call its handler (bind the widget to a name)"
            found.append(
                f"{name_of(n, cell)}: makes a widget without a headless twin: the next code cell must {wanted}"
            )
    return found


def makes_widget(name: str) -> bool:
    """Whether the call of this full name makes a widget: interact(…), chat_widget(…), or anything of ipywidgets."""
    return name.split(".")[-1] in CALLING_WIDGETS | {"chat_widget"} or name.startswith("ipywidgets.")


def called_names(tree: ast.Module) -> list[str]:
    return [dotted(node.func) or "" for node in ast.walk(tree) if isinstance(node, ast.Call)]


def handlers(tree: ast.Module) -> Iterator[str]:
    """What a twin may call: the functions that this code hands to widgets, and the names it binds widgets to."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and last_part(node) in CALLING_WIDGETS | WIDGET_HOOKS:
            yield from (name.split(".")[-1] for argument in node.args[:1] if (name := dotted(argument)))
        elif isinstance(node, ast.FunctionDef):  # @interact(x=3) above a function
            yield from (node.name for decorator in node.decorator_list if last_part(decorator) in CALLING_WIDGETS)
        elif isinstance(node, ast.Assign) and makes_widget(last_part(node.value)):
            yield from (target.id for target in node.targets if isinstance(target, ast.Name))


def last_part(node: ast.AST) -> str:
    """``"on_click"`` for ``button.on_click`` and for ``button.on_click(f)``; ``""`` where there is no name."""
    return (dotted(node.func if isinstance(node, ast.Call) else node) or "").split(".")[-1]
