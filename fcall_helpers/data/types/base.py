"""`SemanticType`: a kind of value, how it is drawn, and the ways in which a request may say it."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random
from typing import Any

_SNAKE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
# How steeply `sample` prefers the front of ``forms``: index = n * u**SKEW for a uniform u. With 2.5, the first of
# five forms is drawn 53 times in 100 and the last 9 times.
SKEW = 2.5
TRIES = 2000  # how often a value is drawn anew until it lies within bounds


@dataclass(frozen=True)
class SemanticType:
    """One kind of argument value, with everything a made-up schema and a made-up request need to use it.

    ``name``: "percent". ``schema``: JSON Schema (2020-12) of the value. ``draw``: one JSON value from a generator;
    numbers of ``{"type": "number"}`` are always floats, so that 5 is written 5.0 here as it must be inside arrays.
    ``forms``: every way a request may say a value, the plainest first; two values never share a form. ``names``:
    argument names such values go by. ``descriptions``: what a schema says of them, with the unit or format wherever a
    form differs from the value. ``phrases``: how a request attaches a form, each with one slot ``{}``; any phrase
    goes with any name.

    Raises:
        ValueError: a field is empty or malformed; the message names the type and the field.
        TypeError: ``draw`` or ``forms`` cannot be called, or ``schema`` is no dict.
    """

    name: str
    schema: dict
    draw: Callable[[Random], Any]
    forms: Callable[[Any], list[str]]
    names: tuple[str, ...]
    descriptions: tuple[str, ...]
    phrases: tuple[str, ...]

    def __post_init__(self):
        where = f"type {self.name!r}"
        if not isinstance(self.name, str) or not _SNAKE.fullmatch(self.name):
            raise ValueError(f"{where}: name must be snake_case, such as 'tax_rate'")
        if not isinstance(self.schema, dict):
            raise TypeError(f"{where}: schema must be a JSON Schema as a dict, got {self.schema!r}")
        for field in ("draw", "forms"):
            if not callable(getattr(self, field)):
                raise TypeError(f"{where}: {field} must be a function, got {getattr(self, field)!r}")
        for field in ("names", "descriptions", "phrases"):
            _check_texts(where, field, getattr(self, field))
        for name in self.names:
            if not _SNAKE.fullmatch(name):
                raise ValueError(f"{where}: names must be snake_case, got {name!r}")
        for phrase in self.phrases:
            if phrase.count("{}") != 1 or phrase.count("{") != 1 or phrase.count("}") != 1:
                raise ValueError(f"{where}: phrases must have exactly one slot {{}}, got {phrase!r}")

    def sample(self, rng: Random, within: tuple[float, float] | None = None) -> tuple[Any, str]:
        """A value and one of its forms; the earlier a form stands, the more often it is taken.

        ``within``: for numbers, the least and the greatest that make sense where the value is used.

        Raises:
            ValueError: ``forms`` gave nothing for a value that ``draw`` gave, or ``draw`` gives nothing within.
        """
        value = self.draw(rng) if within is None else self._draw_within(rng, *within)
        forms = self.forms(value)
        if not forms:
            raise ValueError(f"type {self.name!r}: forms gave no way to say {value!r}")
        return value, forms[int(len(forms) * rng.random() ** SKEW)]

    def _draw_within(self, rng: Random, low: float, high: float) -> Any:
        for _ in range(TRIES):
            if low <= (value := self.draw(rng)) <= high:
                return value
        raise ValueError(f"type {self.name!r}: {TRIES} draws gave no value from {low} to {high}")


def _check_texts(where: str, field: str, texts: Any) -> None:
    if not isinstance(texts, tuple) or not texts:
        raise ValueError(f"{where}: {field} must be a tuple of at least one text, got {texts!r}")
    for text in texts:
        if not isinstance(text, str) or not text or text != text.strip():
            raise ValueError(f"{where}: {field} must hold texts without outer spaces, got {text!r}")
    if len({*texts}) < len(texts):
        raise ValueError(f"{where}: {field} says something twice: {texts!r}")


def split(text: str) -> tuple[str, ...]:
    """``"a | b | c"`` to ``("a", "b", "c")``; line breaks count as spaces."""
    return tuple(" ".join(part.split()) for part in text.split("|") if part.strip())


def by_space(text: str) -> tuple[str, ...]:
    """The words of a text."""
    return tuple(text.split())


def by_comma(text: str) -> tuple[str, ...]:
    """The parts of a text between commas; a line break counts as a comma."""
    return tuple(part for line in text.strip().splitlines() for part in line.strip(" ,").split(", "))


def define(
    name: str, schema: dict | str, draw: Callable, forms: Callable, names: str, descriptions: str, phrases: str = "{}"
) -> SemanticType:
    """A `SemanticType` in short: ``names`` separated by spaces, ``descriptions`` and ``phrases`` by ``|``."""
    schema = {"type": schema} if isinstance(schema, str) else schema
    return SemanticType(name, schema, draw, forms, tuple(names.split()), split(descriptions), split(phrases))


def role(kind: SemanticType, name: str, names: str, descriptions: str, phrases: str) -> SemanticType:
    """The same values in another part: a city to leave from, a date on which something ends."""
    return replace(
        kind, name=name, names=tuple(names.split()), descriptions=split(descriptions), phrases=split(phrases)
    )


def distinct(*forms: str) -> list[str]:
    """The forms without repetitions and empty ones, in their order."""
    return [form for form in dict.fromkeys(forms) if form]


def verbatim(value: str) -> list[str]:
    """The forms of a text that has only one: itself."""
    return [value]


def quoted(value: str) -> list[str]:
    """A text bare or between quotation marks, for titles and other short texts that stand well on their own."""
    return [value, f'"{value}"', *([] if "'" in value else [f"'{value}'"])]


def always_quoted(value: str) -> list[str]:
    """A text between quotation marks, for sentences that would run into the rest of a request."""
    return [f'"{value}"', *([] if "'" in value else [f"'{value}'"]), f"“{value}”"]


def one_of(values: tuple | list) -> Callable[[Random], Any]:
    """A ``draw`` that takes any of ``values``, all as often."""
    return lambda rng: rng.choice(values)


def gather(*families: tuple[SemanticType, ...]) -> dict[str, SemanticType]:
    """All types by name.

    Raises:
        ValueError: two types have the same name.
    """
    types: dict[str, SemanticType] = {}
    for kind in (kind for family in families for kind in family):
        if kind.name in types:
            raise ValueError(f"gather: two types are called {kind.name!r}; give one another name")
        types[kind.name] = kind
    return types
