"""Code that runs several times with literal values: loops over lists, and tests with a list of parameters."""

import ast
from collections.abc import Iterator
from itertools import islice

from fcall_helpers.data.mining.scopes import Known, Scope
from fcall_helpers.data.mining.values import Refused

MOST = 12  # rounds of one loop or test


def loop_bindings(node: ast.stmt, scope: Scope) -> Iterator[dict]:
    """What each round binds: the values of ``for x in [1, 2]``; once nothing, for any other statement with a body."""
    if isinstance(node, (ast.For, ast.AsyncFor)):
        yield from _bindings(node.target, node.iter, scope)
    else:
        yield {}


def parameter_bindings(node: ast.FunctionDef, scope: Scope) -> Iterator[dict]:
    """What each run of a test binds: ``@pytest.mark.parametrize("n, m", [(1, 2), (3, 4)])``; nothing, once, without."""
    rounds: list[dict] = [{}]
    for decorator in node.decorator_list:
        if isinstance(decorator, ast.Call) and len(decorator.args) == 2 and _called(decorator) == "parametrize":
            names, values = decorator.args
            target = _target(names)
            new = list(_bindings(target, values, scope)) if target else [{}]
            # Stacked decorators run every combination; one after the other is enough to see every value.
            count = max(len(rounds), len(new))
            rounds = [rounds[i % len(rounds)] | new[i % len(new)] for i in range(count)]
    yield from rounds


def _bindings(target: ast.expr, values: ast.expr, scope: Scope) -> Iterator[dict]:
    names = [part.id if isinstance(part, ast.Name) else "" for part in getattr(target, "elts", [target])]
    unknown = dict.fromkeys(filter(None, names))
    items = values.elts if isinstance(values, (ast.List, ast.Tuple, ast.Set)) and values.elts else [None]
    for item in islice(items, MOST):
        parts = [item] if isinstance(target, ast.Name) else getattr(item, "elts", [])
        found = dict(zip(names, parts, strict=True)) if len(parts) == len(names) else {}
        yield unknown | {name: value for name, part in found.items() if name and (value := _known(part, scope))}


def _known(node: ast.expr | None, scope: Scope) -> Known | None:
    try:
        return Known(scope.value(node)) if node is not None else None
    except Refused:
        return None


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else ""


def _target(names: ast.expr) -> ast.expr | None:
    """``"n, m"`` or ``["n", "m"]`` as the target of an assignment."""
    if isinstance(names, ast.Constant) and isinstance(names.value, str):
        parts = [part.strip() for part in names.value.split(",")]
    else:
        parts = [getattr(part, "value", None) for part in getattr(names, "elts", [])]
    if not parts or not all(isinstance(part, str) and part.isidentifier() for part in parts):
        return None
    found = [ast.Name(part) for part in parts]
    return found[0] if len(found) == 1 and isinstance(names, ast.Constant) else ast.Tuple(found)
