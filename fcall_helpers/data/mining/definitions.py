"""Definitions: what a function's `ast` says of it: its name, its docstring, its parameters and their plain types."""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from fcall_helpers.data.mining.annotations import read_annotation
from fcall_helpers.data.mining.values import Refused, read_literal

REQUIRED = "required"  # the states of a default
LITERAL = "literal"
COMPUTED = "computed"
# Decorators that leave a function callable as its signature says; others may change it.
_HARMLESS = {"staticmethod", "classmethod", "abstractmethod", "wraps", "lru_cache", "cache", "final", "override"}
_CHANGING = {"property", "setter", "getter", "deleter", "cached_property", "overload", "contextmanager", "fixture"}
_CHANGING |= {"asynccontextmanager", "command", "group", "hookimpl", "hookspec", "validator", "field_validator", "hook"}


@dataclass(frozen=True)
class Parameter:
    """One parameter: its plain JSON Schema type from the annotation (None: not plain), and its default."""

    name: str
    schema: dict | None = None
    has_default: str = REQUIRED
    default: Any = None
    keyword_only: bool = False


@dataclass(frozen=True)
class Definition:
    """A public function, method or class with a docstring. ``binding`` says how a method is called."""

    module: str
    qualname: str  # "path_graph", "Graph.add_node"
    line: int
    doc: str
    parameters: tuple[Parameter, ...]
    binding: str = "function"  # function, method, classmethod, staticmethod, class
    open: bool = False  # whether it takes keywords that its signature does not name
    returns: str | None = None  # the path of the class it returns
    dropped: str | None = None  # why no row may call it

    @property
    def name(self) -> str:
        return self.qualname.rpartition(".")[2]


def read_function(
    node: ast.FunctionDef | ast.AsyncFunctionDef,
    module: str,
    of_class: str | None,
    path_of: Callable[[ast.expr], str | None],
) -> Definition | None:
    """The definition of a function, or of a method of ``of_class`` (its path); None for overloads and properties."""
    decorators = {_last_name(part) for part in node.decorator_list}
    if decorators & _CHANGING:
        return None
    binding = next((kind for kind in ("classmethod", "staticmethod") if kind in decorators), None)
    binding = binding or ("method" if of_class else "function")
    qualname = f"{of_class.removeprefix(module + '.')}.{node.name}" if of_class else node.name
    parameters = tuple(_parameters(node.args))
    if binding in ("method", "classmethod"):
        parameters = parameters[1:]
    doc = ast.get_docstring(node) or ""
    returns = path_of(node.returns) if node.returns else None
    dropped = _why_not(qualname, doc)
    if dropped:  # kept for its name and for what it returns
        doc, parameters = "", ()
    return Definition(
        module, qualname, node.lineno, doc, parameters, binding, node.args.kwarg is not None, returns, dropped
    )


def read_class(node: ast.ClassDef, module: str) -> Definition | None:
    """A class as the function that makes one: the parameters of ``__init__`` or ``__new__``, and both docstrings."""
    makers = {part.name: part for part in node.body if isinstance(part, ast.FunctionDef)}
    init = makers.get("__init__", makers.get("__new__"))
    if init is not None:
        parameters = tuple(_parameters(init.args))[1:]
    elif any(_last_name(part) == "dataclass" for part in node.decorator_list):
        parameters = tuple(_fields(node))
    else:
        return None
    doc = ast.get_docstring(node) or ""
    if dropped := _why_not(node.name, doc):
        return Definition(module, node.name, node.lineno, "", (), "class", dropped=dropped)
    inner = (init and ast.get_docstring(init)) or ""
    whole = f"{doc}\n\n{inner}" if "Param" not in doc and "Args" not in doc else doc
    is_open = bool(init and init.args.kwarg)
    return Definition(module, node.name, node.lineno, whole, parameters, "class", is_open)


def _why_not(qualname: str, doc: str) -> str | None:
    if any(part.startswith("_") for part in qualname.split(".")):
        return "is private"
    if not doc.strip():
        return "has no docstring"
    return None


def _last_name(node: ast.expr) -> str:
    while isinstance(node, ast.Call):
        node = node.func
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def _parameters(arguments: ast.arguments) -> Iterator[Parameter]:
    positional = [*arguments.posonlyargs, *arguments.args]
    missing = [None] * (len(positional) - len(arguments.defaults))
    for part, default in zip(positional, [*missing, *arguments.defaults], strict=True):
        yield _parameter(part, default)
    for part, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        yield _parameter(part, default, keyword_only=True)


def _parameter(part: ast.arg, default: ast.expr | None, keyword_only: bool = False) -> Parameter:
    schema = read_annotation(part.annotation) if part.annotation else None
    return Parameter(part.arg, schema, *_default(default), keyword_only)


def _default(node: ast.expr | None) -> tuple[str, Any]:
    if node is None:
        return REQUIRED, None
    try:
        return LITERAL, read_literal(node)
    except Refused:
        return COMPUTED, None


def _fields(node: ast.ClassDef) -> Iterator[Parameter]:
    for part in node.body:
        if isinstance(part, ast.AnnAssign) and isinstance(part.target, ast.Name) and "ClassVar" not in ast.dump(part):
            yield Parameter(part.target.id, read_annotation(part.annotation), *_default(part.value))
