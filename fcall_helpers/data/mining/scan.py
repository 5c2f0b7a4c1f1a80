"""One source file, read by `ast`: the functions it defines, the names it hands out, the calls it makes.

Names are kept as paths from the top of a package: ``networkx.path_graph`` is a function, ``networkx.Graph()`` what a
call of it returns, ``networkx.Graph().add_node`` a method of that. `names` finds out later what a path stands for, when
every file has been read.
"""

import ast
import re
import warnings
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from fcall_helpers.data.mining.definitions import Definition, read_class, read_function
from fcall_helpers.data.mining.packages import SourceFile
from fcall_helpers.data.mining.repeats import loop_bindings, parameter_bindings
from fcall_helpers.data.mining.scopes import Known, Scope
from fcall_helpers.data.mining.values import Refused

MAX_BYTES = 1_000_000
MAX_ARGUMENTS = 8
_TELLING = re.compile(r"[a-z]+_\w*[a-z]")  # the name of a method that may tell whose it is
_PROMPT = re.compile(r"^[ \t]*(?:>>>|\.\.\.)(?: |$)", re.M)
_EXAMPLE = re.compile(r"^([ \t]*)>>> (.*)\n?((?:[ \t]*\.\.\.(?: .*)?(?:\n|$))*)", re.M)
# Statements have a turn of their own; the others hold no calls.
_NO_CALLS = (ast.stmt, ast.excepthandler, ast.match_case, ast.Constant, ast.Name, ast.expr_context, ast.operator)


@dataclass(frozen=True)
class Call:
    """One call whose arguments are literals: the path of what is called, the arguments, the line.

    ``args`` and ``kwargs`` hold an `Ellipsis` for an argument that is no literal. The path of a method is
    ``?.method_name`` where the object is not known.
    """

    path: str
    args: tuple
    kwargs: tuple[tuple[str, Any], ...]
    line: int


@dataclass
class Scan:
    """What one file holds. ``skipped`` is why it could not be read, None when it was."""

    definitions: dict[str, Definition] = field(default_factory=dict)  # by path
    names: dict[str, str] = field(default_factory=dict)  # path -> the path it is another name for
    stars: list[tuple[str, str]] = field(default_factory=list)  # (module, module whose names it takes over)
    bases: dict[str, list[str]] = field(default_factory=dict)  # class -> the classes it inherits from
    calls: list[Call] = field(default_factory=list)
    imports: set[str] = field(default_factory=set)  # the packages that it uses, itself among them
    call_sites: int = 0
    refused: Counter = field(default_factory=Counter)
    skipped: str | None = None


def scan_file(source: SourceFile) -> Scan:
    """Read one file. Never raises for what is in it: a file that cannot be read is a `Scan` that says why."""
    try:
        data = source.path.read_bytes()
    except OSError:
        return Scan(skipped="cannot be read")
    if len(data) > MAX_BYTES:
        return Scan(skipped="larger than 1 MB")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return Scan(skipped="not UTF-8")
    return scan_text(text, source.module, source.place)


def scan_text(text: str, module: str, place: str) -> Scan:
    """Read the source of a module; ``place`` is its path within the package, such as ``requests/api.py``."""
    lower = place.lower() + text.lower()
    if "bfcl" in lower or "gorilla" in lower:
        return Scan(skipped="mentions the benchmark")
    tree = parse(text)
    if tree is None:
        return Scan(skipped="does not parse")
    reader = _Reader(module, place.endswith("__init__.py"), is_test(place))
    try:
        reader.block(tree.body, reader.top)
    except RecursionError:  # a sum of a thousand terms
        return Scan(skipped="does not parse")
    return reader.scan


def parse(text: str) -> ast.Module | None:
    """The tree of a source text, None where Python cannot read it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # "\d" in somebody's string is no news
        try:
            return ast.parse(text)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return None


def is_test(place: str) -> bool:
    """Whether a file only tests: its calls are welcome, its definitions are helpers that nobody else calls."""
    *folders, name = place.split("/")
    tested = {"test", "tests", "testing", "_testing", "benchmarks", "examples", "conftest.py", "unittest", "_pytest"}
    return bool(tested & {*folders, name}) or bool(re.search(r"^test_|_tests?\.py$|^testing_?", name))


class _Reader:
    """Walks the statements in order, so that a name means what it was bound to last."""

    def __init__(self, module: str, is_package: bool, tests: bool):
        self.scan, self.module, self.tests = Scan(), module, tests
        self._package = module if is_package else module.rpartition(".")[0]
        self.top = Scope(module)
        self.scan.imports.add(module.partition(".")[0])

    def block(self, statements: list[ast.stmt], scope: Scope) -> None:
        for statement in statements:
            if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                scope.names[statement.name] = f"{scope.prefix}.{statement.name}"
        for statement in statements:
            self._statement(statement, scope)

    def _statement(self, node: ast.stmt, scope: Scope) -> None:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            self._function(node, scope)
        elif isinstance(node, ast.ClassDef):
            self._class(node, scope)
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            self._import(node, scope)
        else:
            self._expressions(node, scope)
            self._assignments(node, scope)
            self._inner_blocks(node, scope)

    def _inner_blocks(self, node: ast.stmt, scope: Scope) -> None:
        for binding in loop_bindings(node, scope):
            scope.names.update(binding)
            self.block(getattr(node, "body", []), scope)
        for name in ("orelse", "finalbody"):
            self.block(getattr(node, name, []), scope)
        for part in (*getattr(node, "handlers", ()), *getattr(node, "cases", ())):
            self.block(part.body, scope)

    # Definitions

    def _function(self, node: ast.FunctionDef, scope: Scope) -> None:
        if (scope is self.top or scope.of_class) and not self.tests:
            definition = read_function(node, self.module, scope.of_class, scope.annotation)
            if definition:
                self.scan.definitions[f"{scope.prefix}.{node.name}"] = definition
        for part in (*node.args.defaults, *node.args.kw_defaults, *node.decorator_list):
            self._expressions(part, scope)
        outer = self.top if scope.of_class else scope  # a class body is no scope for its methods
        for binding in parameter_bindings(node, scope):
            inner = Scope(f"{scope.prefix}.{node.name}.<locals>", outer)
            inner.names |= _parameters(node, scope) | binding
            self.block(node.body, inner)
        self._examples(node, scope)

    def _class(self, node: ast.ClassDef, scope: Scope) -> None:
        path = f"{scope.prefix}.{node.name}"
        self.scan.bases[path] = [base for part in node.bases if (base := scope.path(part))]
        if scope is self.top and not self.tests and (definition := read_class(node, self.module)):
            self.scan.definitions[path] = definition
        self._examples(node, scope)
        self.block(node.body, Scope(path, scope, of_class=path))

    def _import(self, node: ast.Import | ast.ImportFrom, scope: Scope) -> None:
        if isinstance(node, ast.Import):
            for alias in node.names:
                first = alias.name.partition(".")[0]
                self._bind(scope, alias.asname or first, alias.name if alias.asname else first)
            return
        parent = self._package.split(".") if node.level else []
        parent = parent[: len(parent) - node.level + 1]
        base = ".".join([*parent, *([node.module] if node.module else [])])
        for alias in node.names:
            if alias.name == "*":
                self.scan.stars.append((scope.prefix, base))
            else:
                self._bind(scope, alias.asname or alias.name, f"{base}.{alias.name}")

    def _bind(self, scope: Scope, name: str, meaning: str | Known | None) -> None:
        scope.names[name] = meaning
        if isinstance(meaning, str):
            self.scan.imports.add(meaning.partition(".")[0])
        if scope is self.top and isinstance(meaning, str):
            # The first of several, as in "try: import this, except ImportError: import that".
            self.scan.names.setdefault(f"{scope.prefix}.{name}", meaning)

    def _assignments(self, node: ast.stmt, scope: Scope) -> None:
        value = node.value if isinstance(node, (ast.Assign, ast.AnnAssign)) else None
        for target in node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]:
            if isinstance(target, ast.Name):
                self._bind(scope, target.id, scope.bound(value))
            elif isinstance(target, (ast.Tuple, ast.List)):
                parts = value.elts if isinstance(value, (ast.Tuple, ast.List)) else []
                parts = parts if len(parts) == len(target.elts) else [None] * len(target.elts)
                for name, part in zip(target.elts, parts, strict=True):
                    if isinstance(name, ast.Name):
                        self._bind(scope, name.id, scope.bound(part))
        for item in getattr(node, "items", ()):  # with open_it() as name
            if isinstance(item.optional_vars, ast.Name):
                self._bind(scope, item.optional_vars.id, scope.bound(item.context_expr))

    # Calls

    def _expressions(self, node: ast.AST | None, scope: Scope) -> None:
        """Every call in a statement's own expressions."""
        if isinstance(node, ast.Call):
            self._call(node, scope)
        for name in node._fields if node else ():
            part = getattr(node, name)
            if type(part) is list:
                for each in part:
                    if isinstance(each, ast.AST) and not isinstance(each, _NO_CALLS):
                        self._expressions(each, scope)
            elif isinstance(part, ast.AST) and not isinstance(part, _NO_CALLS):
                self._expressions(part, scope)

    def _call(self, node: ast.Call, scope: Scope) -> None:
        self.scan.call_sites += 1
        try:
            self.scan.calls.append(self._read_call(node, scope))
        except Refused as refusal:
            self.scan.refused[str(refusal)] += 1

    def _read_call(self, node: ast.Call, scope: Scope) -> Call:
        count = len(node.args) + len(node.keywords)
        if not 0 < count <= MAX_ARGUMENTS:
            raise Refused("too many arguments" if count else "no arguments")
        path = scope.path(node.func)
        telling = isinstance(node.func, ast.Attribute) and _TELLING.fullmatch(node.func.attr)
        if path is None and not telling:
            raise Refused("what is called is not known")
        if any(keyword.arg is None for keyword in node.keywords):
            raise Refused("an argument is no literal")
        args = tuple(_or_hole(part, scope) for part in node.args)
        kwargs = tuple((keyword.arg, _or_hole(keyword.value, scope)) for keyword in node.keywords)
        holes = [value is ... for value in (*args, *(value for _, value in kwargs))]
        if all(holes) or (path is None and any(holes)):
            raise Refused("an argument is no literal")
        return Call(path or f"?.{node.func.attr}", args, kwargs, node.lineno)

    def _examples(self, node: ast.FunctionDef | ast.ClassDef, scope: Scope) -> None:
        """Calls in the docstring's examples (``>>> f(1)``), whose names build on each other."""
        doc = ast.get_docstring(node, clean=False)
        if not doc or ">>> " not in doc:
            return
        first, inner = node.body[0].lineno, Scope(f"{scope.prefix}.<examples>", self.top)
        for found in _EXAMPLE.finditer(doc):
            tree = parse(_PROMPT.sub("", found.group()))
            if tree:
                ast.increment_lineno(tree, first - 1 + doc.count("\n", 0, found.start()))
                self.block(tree.body, inner)


def _parameters(node: ast.FunctionDef, scope: Scope) -> dict[str, str | None]:
    """What the parameters are bound to inside: instances of the classes that annotations name; self, of its class."""
    parameters = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    names = {part.arg: f"{path}()" if (path := scope.annotation(part.annotation)) else None for part in parameters}
    if scope.of_class and parameters:
        names[parameters[0].arg] = f"{scope.of_class}()"
    return names


def _or_hole(node: ast.expr, scope: Scope) -> Any:
    try:
        return scope.value(node)
    except Refused:
        return ...
