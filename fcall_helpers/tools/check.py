"""Arguments against a JSON Schema, and errors in words that a model can act on.

The schema is the promise: what the model was shown is exactly what is enforced, for functions and for foreign schemas
alike. jsonschema does not coerce: "3" is no integer, nor is true (https://json-schema.org/draft/2020-12).
"""

import difflib
import itertools
import re
import sys
from collections.abc import Iterable
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker, ValidationError, validators
from pydantic import ValidationError as PydanticError

from fcall_helpers.tools.schema import resolve
from fcall_helpers.tools.wire import clip, json_object, one_line, quote

MAX_ERRORS = 5
_LIMITS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength", "maxLength")
_LIMITS += ("pattern", "format", "minItems", "maxItems", "uniqueItems", "minProperties", "maxProperties")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_WRONG_KIND = ("type", "enum", "const")


class _Float(float):
    """A float that remembers whether the schema took it for an integer: to JSON Schema, 5.0 is one."""

    taken_for_integer = False


def _is_integer(checker: Any, value: Any) -> bool:
    if isinstance(value, _Float) and value.is_integer():
        value.taken_for_integer = True
        return True
    return isinstance(value, int) and not isinstance(value, bool)


def _is_number(checker: Any, value: Any) -> bool:
    if isinstance(value, int) and not isinstance(value, bool):
        return abs(value) <= sys.float_info.max  # a larger one would become infinity when it is read as a float
    return isinstance(value, float)


_Validator = validators.extend(
    Draft202012Validator,
    type_checker=Draft202012Validator.TYPE_CHECKER.redefine_many({"integer": _is_integer, "number": _is_number}),
)


# pydantic reads a date from "2024" too, as seconds since 1970, even where it is strict; it does the rest of the check.
DATES = FormatChecker(formats=())
DATES.checks("date")(lambda value: not isinstance(value, str) or bool(_DATE.fullmatch(value)))
DATES.checks("date-time")(lambda value: not isinstance(value, str) or bool(_DATE.match(value)))


class Checker:
    """Checks the arguments of calls against one schema of an object, with the formats that ``formats`` knows."""

    def __init__(self, schema: dict, formats: FormatChecker | None = None):
        self._schema = schema
        self._validator = _Validator(schema, format_checker=formats)

    def check(self, arguments: Any) -> tuple[dict, list[str]]:
        """A fresh copy of the arguments, whole floats that stand for integers made so, and one line an error."""
        try:
            marked = _mark(json_object(arguments))
            errors = list(itertools.islice(self._validator.iter_errors(marked), 10 * MAX_ERRORS))
        except ValueError as error:
            return {}, [str(error)]
        except RecursionError:
            return {}, ["arguments are nested too deeply to be checked"]
        except Exception as error:  # a foreign schema can still hide a reference that jsonschema cannot follow
            return {}, [f"arguments cannot be checked: {type(error).__name__}: {one_line(error)}"]
        lines = [line for error in errors for line in self._explain(error)]
        return _unmark(marked), list(dict.fromkeys(lines))

    def _explain(self, error: ValidationError) -> list[str]:
        path, schema, value = _path(error.absolute_path), error.schema, error.instance
        if error.validator == "required":
            missing = [name for name in error.validator_value if name not in value]
            return [self._missing(error, name) for name in missing]
        if error.validator == "additionalProperties" and "patternProperties" not in schema:
            known = list(schema.get("properties", {}))
            return [_unexpected(error, name, known) for name in value if name not in known]
        if error.validator in ("anyOf", "oneOf"):
            return self._explain_union(error)
        if error.validator in (*_WRONG_KIND, *_LIMITS):
            return [f"{path}: got {quote(value)}, expected {self.expected(schema)}"]
        return [f"{path}: {clip(error.message, 200)}"]

    def _missing(self, error: ValidationError, name: str) -> str:
        part = error.schema.get("properties", {}).get(name, True)
        return f"missing {_path([*error.absolute_path, name])}, expected {self.expected(part)}"

    def _explain_union(self, error: ValidationError) -> list[str]:
        """The errors of the one branch that was meant, if it can be told; the choice there was, otherwise."""
        branches: dict[Any, list[ValidationError]] = {}
        for part in error.context or ():
            branches.setdefault(part.relative_schema_path[0], []).append(part)
        meant = [parts for parts in branches.values() if not any(map(_rules_out, parts))]
        if len(meant) == 1:
            return [line for part in meant[0] for line in self._explain(part)]
        return [f"{_path(error.absolute_path)}: got {quote(error.instance)}, expected {self.expected(error.schema)}"]

    def expected(self, schema: Any, depth: int = 3) -> str:
        """What a schema asks for, in a few words: ``integer, minimum 0``, ``"a" or "b"``, ``array of string``."""
        if not isinstance(schema, dict) or not depth:
            return "nothing" if schema is False else "a value"
        if "$ref" in schema:
            return self.expected(resolve(self._schema, schema["$ref"]), depth - 1)
        if "const" in schema or "enum" in schema:
            return _either(quote(value) for value in schema.get("enum", [schema.get("const")]))
        for key in ("anyOf", "oneOf"):
            if key in schema:
                return _either(self.expected(part, depth - 1) for part in schema[key])
        kinds = schema.get("type", "a value")
        words = kinds if isinstance(kinds, str) else _either(kinds)
        if "prefixItems" in schema:
            words += " of " + ", ".join(self.expected(part, depth - 1) for part in schema["prefixItems"])
        elif isinstance(schema.get("items"), dict):
            words += f" of {self.expected(schema['items'], depth - 1)}"
        elif schema.get("required"):
            words += f" with {', '.join(schema['required'])}"
        return clip(", ".join([words, *(f"{key} {schema[key]}" for key in _LIMITS if key in schema)]), 200)


def explain_conversion(error: PydanticError, arguments: dict) -> list[str]:
    """One line an error for what a schema cannot say: dates that do not exist, a model's own validators."""
    lines = []
    for part in error.errors(include_url=False, include_context=False):
        lines.append(f"{_path(_within(arguments, part['loc']))}: got {quote(part['input'])}, {clip(part['msg'], 200)}")
    return list(dict.fromkeys(lines))


def join_errors(lines: list[str]) -> str:
    """At most `MAX_ERRORS` of the lines, and how many more there are."""
    more = len(lines) - MAX_ERRORS
    return "; ".join(lines[:MAX_ERRORS]) + (f"; and {more} more" if more > 0 else "")


def nearest(word: str, words: Iterable[str]) -> str:
    """``; did you mean X?`` for the one of ``words`` that is most like ``word``, or nothing."""
    by_case = {known.lower(): known for known in words}
    close = difflib.get_close_matches(word.lower()[:100], by_case, n=1)
    return f"; did you mean {by_case[close[0]]}?" if close else ""


def _rules_out(error: ValidationError) -> bool:
    """Whether the error says that another branch was meant: another type, or another tag (``kind: "circle"``)."""
    return error.validator in _WRONG_KIND and (not error.relative_path or error.validator == "const")


def _unexpected(error: ValidationError, name: str, known: list[str]) -> str:
    choice = f"expected only {', '.join(known)}" if known else "expected no arguments"
    return f"unexpected {_path([*error.absolute_path, clip(name, 80)])}, {clip(choice, 300)}{nearest(name, known)}"


def _either(words: Iterable[str]) -> str:
    return clip(" or ".join(dict.fromkeys(words)), 200)


def _path(parts: Iterable[str | int]) -> str:
    """``points[2].x``; the whole object is called arguments."""
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in parts)
    return text.removeprefix(".") or "arguments"


def _within(arguments: Any, location: tuple) -> list:
    """The steps of pydantic's location that walk the arguments: the others name branches of a union."""
    steps = []
    for step in location:
        inside = isinstance(arguments, dict) and step in arguments
        if inside or (isinstance(arguments, list) and isinstance(step, int) and step < len(arguments)):
            arguments = arguments[step]
            steps.append(step)
    return steps


def _mark(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _mark(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_mark(part) for part in value]
    return _Float(value) if isinstance(value, float) else value


def _unmark(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _unmark(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_unmark(part) for part in value]
    if isinstance(value, _Float):
        return int(value) if value.taken_for_integer else float(value)
    return value
