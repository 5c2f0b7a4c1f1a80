"""The fixtures of the notebook lint: for each rule, small changes of the healthy notebook, to be reported or not.

``@bad("rule-id")`` breaks exactly that rule (and those named in ``also``, where one fault cannot be had without the
other); ``@good("rule-id")`` comes close and must pass every rule. The function's name says what the change is. The
healthy notebook itself is every rule's first good case.
"""

from collections.abc import Callable
from dataclasses import dataclass

from nbformat import v4

from .healthy import Course


@dataclass(frozen=True)
class Mutation:
    """A named change of the healthy course, and the rules it breaks (none for a good one)."""

    rule: str
    change: Callable[[Course], None]
    breaks: frozenset[str]

    def __str__(self) -> str:
        return f"{self.rule}-{self.change.__name__}"


MUTATIONS: list[Mutation] = []


def bad(rule: str, *also: str) -> Callable:
    """The decorated change breaks ``rule`` and the rules in ``also``, and no other."""

    def register(change: Callable[[Course], None]) -> Callable[[Course], None]:
        MUTATIONS.append(Mutation(rule, change, frozenset({rule, *also})))
        return change

    return register


def good(rule: str) -> Callable:
    """The decorated change comes close to breaking ``rule`` and breaks none."""

    def register(change: Callable[[Course], None]) -> Callable[[Course], None]:
        MUTATIONS.append(Mutation(rule, change, frozenset()))
        return change

    return register


def add_code(course: Course, code: str) -> None:
    """Append lines to the cell that calls ``add(2, 3)`` by itself."""
    course.swap("# %%\nadd(2, 3)\n", f"# %%\nadd(2, 3)\n{code}\n")


def printed(course: Course, text: str) -> None:
    """Make a cell print ``text``."""
    course.cell("def add").outputs = [v4.new_output("stream", name="stdout", text=text)]


def shown(course: Course, data: dict, metadata: dict | None = None) -> None:
    """Make a cell display a MIME bundle."""
    course.cell("def add").outputs = [v4.new_output("display_data", data=data, metadata=metadata or {})]
