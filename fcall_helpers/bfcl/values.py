"""One value against the alternatives that the benchmark allows for it: first its type, then the value itself.

The rules are those of the official checker (`bfcl_eval.eval_checker.ast_eval.ast_checker`, bfcl-eval 2026.3.23), its
peculiarities included, since a score means nothing unless everybody counts the same way. Those that surprise:

- types are compared exactly: true is no integer, 5.0 is none, but 5 is a float where the parameter itself is one;
- a value may instead have the type of the first alternative, whatever the schema says (the benchmark thinks of names of
  variables there: ``"data"`` for an array); it must then equal an alternative to the letter;
- text is compared without case, blanks and ``,./-_*^``, and so are the texts right inside an array or an object; those
  deeper inside must be equal;
- inside an object types are not compared, so ``true`` is as good as 1 there;
- ``""`` among the alternatives (may be left out) reads as an empty array, too.
"""

import re
from dataclasses import dataclass
from typing import Any

_IGNORED = re.compile(r"[ ,./\-_*^]")


@dataclass(frozen=True)
class Kind:
    """What a parameter wants: its type by ``name`` and in Python, and for an array the same of its items."""

    name: str
    type: type
    items: "Kind | None" = None

    def __str__(self):
        return self.name if self.items is None else f"{self.name} of {self.items}"


def has_type(value: Any, kind: Kind, alternatives: list) -> bool:
    """Whether the value has the type that the schema wants, or else the type of the first alternative."""
    if type(value) is not kind.type:
        return type(value) is type_of(alternatives)
    return kind.items is None or any(_items_fit(value, kind.items.type, one) for one in alternatives)


def is_among(value: Any, kind: Kind, alternatives: list) -> bool:
    """Whether a value of the right type (see `has_type`) is one of the alternatives."""
    if type_of(alternatives) not in (None, kind.type):  # the name of a variable, say
        return value in alternatives
    if kind.type is dict:
        return any(_same_object(value, one) for one in alternatives)
    if kind.type is list and kind.items.type is dict:
        return any(_same_objects(value, one) for one in alternatives)
    if kind.type is list:
        return _plain_items(value) in [_plain_items(one) for one in alternatives if isinstance(one, (list, str))]
    if kind.type is str:
        return plain(value) in [plain(one) for one in alternatives if isinstance(one, str)]
    return value in alternatives


def plain(value: Any) -> Any:
    """A text as the benchmark compares it: lower case, one kind of quotes, no blanks, no ``,./-_*^``; else the value.

    >>> plain("New-York, 'NY'")
    'newyork"ny"'
    """
    return _IGNORED.sub("", value).lower().replace("'", '"') if isinstance(value, str) else value


def type_of(alternatives: list) -> type | None:
    """The type of the first alternative that is a value (and not "": may be left out); None where there is none."""
    return next((type(one) for one in alternatives if one != ""), None)


def _items_fit(value: list, items: type, alternative: Any) -> bool:
    if not isinstance(alternative, list):
        return True
    return all(type(item) in (items, type_of(alternative)) for item in value)


def _plain_items(items: list | str) -> list:
    return [plain(item) for item in items]


def _same_objects(value: list, alternative: Any) -> bool:
    if not isinstance(alternative, (list, str)) or len(value) != len(alternative):
        return False
    return all(_same_object(*pair) for pair in zip(value, alternative, strict=True))


def _same_object(value: Any, alternative: Any) -> bool:
    """The answer holds a list of alternatives for each key, with "" among them where the key may be left out."""
    if not isinstance(value, dict) or not isinstance(alternative, dict):
        return False
    choices = {key: part if isinstance(part, (list, str)) else () for key, part in alternative.items()}
    given = all(key in choices and plain(part) in _plain_items(choices[key]) for key, part in value.items())
    return given and all(key in value or "" in part for key, part in choices.items())
