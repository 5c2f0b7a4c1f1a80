"""Names in a file: what each is bound to at a place, as a path from the top of a package or as a literal value."""

import ast
from dataclasses import dataclass, field
from typing import Any

from fcall_helpers.data.mining.values import Refused, read_literal

# What the examples in docstrings use without importing it.
CUSTOMARY = {"np": "numpy", "pd": "pandas", "nx": "networkx", "plt": "matplotlib.pyplot", "mpl": "matplotlib"}
CUSTOMARY |= {name: name for name in ("torch", "sympy", "datetime")} | {"pa": "pyarrow"}
# A call of these on a literal list is a way to write that list.
ARRAYS = {"numpy.array", "numpy.asarray", "torch.tensor", "pyarrow.array"}


@dataclass(frozen=True)
class Known:
    """The literal value that a name was bound to."""

    value: Any


@dataclass
class Scope:
    """The names of one block. ``of_class`` is the path of the class whose body it is."""

    prefix: str
    outer: "Scope | None" = None
    of_class: str | None = None
    names: dict[str, str | Known | None] = field(default_factory=dict)  # None: bound to something unknown

    def find(self, name: str) -> str | Known | None:
        """What a name is bound to here or further out."""
        scope = self
        while scope:
            if name in scope.names:
                return scope.names[name]
            scope = scope.outer
        return CUSTOMARY.get(name)

    def path(self, node: ast.expr | None) -> str | None:
        """The path that an expression names, None where it is none that we can follow."""
        if isinstance(node, ast.Name):
            found = self.find(node.id)
            return found if isinstance(found, str) else None
        if isinstance(node, ast.Attribute):
            base = self.path(node.value)
            return f"{base}.{node.attr}" if base else None
        if isinstance(node, ast.Call):
            base = self.path(node.func)
            return f"{base}()" if base else None
        return None

    def annotation(self, node: ast.expr | None) -> str | None:
        """The path of the class that an annotation names, in quotes or not."""
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.isidentifier():
            node = ast.Name(node.value)
        return self.path(node)

    def value(self, node: ast.expr) -> Any:
        """The literal value of an expression. Raises `Refused` where it has none."""
        return read_literal(node, self._known)

    def _known(self, node: ast.expr) -> Any:
        if isinstance(node, ast.Name) and isinstance(found := self.find(node.id), Known):
            return found.value
        if isinstance(node, ast.Call) and len(node.args) == 1 and not node.keywords and self.path(node.func) in ARRAYS:
            return self.value(node.args[0])
        raise Refused("an argument is no literal")

    def bound(self, node: ast.expr | None) -> str | Known | None:
        """What a name becomes when this expression is assigned to it."""
        if node is None:
            return None
        try:
            return Known(self.value(node))
        except Refused:
            return self.path(node)
