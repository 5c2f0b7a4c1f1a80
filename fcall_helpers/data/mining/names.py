"""What a path stands for, once every file has been read: imports are followed, and methods found through classes."""

from collections.abc import Container, Iterable

from fcall_helpers.data.mining.definitions import Definition
from fcall_helpers.data.mining.scan import Scan

MAX_STEPS = 12  # of imports behind imports, and of classes above a class
MAX_METHODS = 4  # of one name that may be meant


class Names:
    """The definitions of many files, found by any path that leads to them."""

    def __init__(self, scans: Iterable[Scan]):
        self.definitions: dict[str, Definition] = {}
        self._aliases: dict[str, str] = {}
        self._bases: dict[str, list[str]] = {}
        self._stars: dict[str, list[str]] = {}
        for scan in scans:
            self.definitions.update(scan.definitions)
            self._aliases.update(scan.names)
            self._bases.update(scan.bases)
            for module, taken in scan.stars:
                self._stars.setdefault(module, []).append(taken)
        self._known: dict[str, str | None] = {}
        self._methods: dict[str, list[str]] = {}
        for path, definition in sorted(self.definitions.items()):
            if definition.binding == "method" and not definition.dropped:
                self._methods.setdefault(definition.name, []).append(path)

    def find(self, path: str, imports: Container[str] = ()) -> tuple[str, Definition] | None:
        """The path where a callable is defined, and its definition; None where the path leads to none.

        A method must be reached through an instance, as ``Graph().add_node``: of ``Graph.add_node(1)`` nobody knows
        which graph. A method of something unknown (``?.add_node``) is found where its name is all it takes: where the
        packages in ``imports`` have one such method, or a few that take the same arguments.
        """
        if path.startswith("?."):
            return self._by_name(path.removeprefix("?."), imports)
        where = self.resolve(path)
        found = self.definitions.get(where) if where else None
        if found is None:
            return None
        owner = path.rpartition(".")[0]
        if found.binding == "method" and not owner.endswith("()"):
            return None
        return where, found

    def _by_name(self, name: str, imports: Container[str]) -> tuple[str, Definition] | None:
        paths = [path for path in self._methods.get(name, ()) if path.partition(".")[0] in imports]
        found = [self.definitions[path] for path in paths]
        if not 0 < len(found) <= MAX_METHODS or len({_names_of(definition) for definition in found}) > 1:
            return None
        return paths[0], found[0]

    def resolve(self, path: str, steps: int = MAX_STEPS) -> str | None:
        """The path of the definition, class or module that ``path`` names, None where it is not known."""
        if path not in self._known:
            self._known[path] = None  # whoever comes back here goes in circles
            self._known[path] = self._resolve(path, steps)
        return self._known[path]

    def _resolve(self, path: str, steps: int) -> str | None:
        if steps <= 0:
            return None
        if path in self.definitions or path in self._bases:
            return path
        if path in self._aliases:
            target = self._aliases[path]
            return self.resolve(target, steps - 1) or target
        owner, _, name = path.rpartition(".")
        if not owner:
            return path
        if path.endswith("()"):
            return None
        if owner.endswith("()"):
            made = self._instance(owner, steps)
            return self._member(made, name, steps) if made else None
        base = self.resolve(owner, steps - 1)
        if base is None:
            return None
        if base in self._bases:
            return self._member(base, name, steps)
        if base != owner:
            return self.resolve(f"{base}.{name}", steps - 1)
        return self._through_star(base, name, steps)

    def _instance(self, call: str, steps: int) -> str | None:
        """The class of what a call returns: the class that is called, or the one a function's annotation names."""
        where = self.resolve(call.removesuffix("()"), steps - 1)
        if where in self._bases:
            return where
        definition = self.definitions.get(where) if where else None
        if definition and definition.returns:
            made = self.resolve(definition.returns, steps - 1)
            return made if made in self._bases else None
        return None

    def _member(self, owner: str, name: str, steps: int) -> str | None:
        path = f"{owner}.{name}"
        if path in self.definitions or path in self._bases:
            return path
        for base in self._bases.get(owner, ()):
            above = self.resolve(base, steps - 1)
            if above in self._bases and above != owner and (found := self._member(above, name, steps - 1)):
                return found
        return None

    def _through_star(self, module: str, name: str, steps: int) -> str | None:
        for taken in self._stars.get(module, ()):
            found = self.resolve(f"{taken}.{name}", steps - 1)
            if found in self.definitions or found in self._bases:
                return found
        return None


def _names_of(definition: Definition) -> tuple[str, ...]:
    return tuple(parameter.name for parameter in definition.parameters)
