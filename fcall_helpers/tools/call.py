"""`tool` and `Tool`: a function, what a model is told about it, and the door its arguments come through."""

import copy
import inspect
import math
import re
import threading
from collections.abc import Callable
from typing import Any

from jsonschema import FormatChecker
from pydantic import ValidationError

from fcall_helpers.tools.check import DATES, Checker, explain_conversion, join_errors
from fcall_helpers.tools.docs import read_docstring
from fcall_helpers.tools.run import run
from fcall_helpers.tools.schema import callable_parts, check_schema, read_arguments
from fcall_helpers.tools.wire import ANY_FAILURE, json_object, one_line, quote

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,63}")


def tool(
    fn: Callable | None = None, *, name: str | None = None, timeout_s: float = 5.0, side_effects: bool = False
) -> Any:
    """Make a `Tool` of a function: ``tool(fn)``, ``@tool`` or ``@tool(name="...")``.

    Types come from the annotations, descriptions from the docstring (Google, NumPy or reST). Any callable with a
    signature will do: functions, bound methods, async functions, partials (the keywords they hold stay hidden), and
    objects with ``__call__`` (give those a name).

    Args:
        fn: The function.
        name: What the model calls it; the function's own name by default.
        timeout_s: Seconds that one call may take.
        side_effects: Whether a call changes the world, so that an agent asks before it makes one.

    Raises:
        ValueError, TypeError: one line with the function, the parameter and what would be right. A parameter without
            annotation, ``*args``, a type or default that JSON cannot carry, a bad name or limit.
    """
    if fn is None:
        return lambda function: tool(function, name=name, timeout_s=timeout_s, side_effects=side_effects)
    if not callable(fn) or isinstance(fn, (type, Tool)):
        got = "an existing Tool" if isinstance(fn, Tool) else repr(fn)
        raise TypeError(f"tool: fn must be a function or method, got {got} (a name goes into name=...)")
    inner, _ = callable_parts(fn)
    name = getattr(inner, "__name__", None) if name is None else name
    if name in (None, "<lambda>"):
        raise ValueError(f"tool: {fn!r} has no name of its own; pass name='...'")
    _check_name(name)
    description, parameters = read_docstring(inspect.getdoc(inner))
    arguments = read_arguments(fn, f"{name}()", parameters)
    return Tool(name, description, arguments.schema, fn, timeout_s, side_effects, arguments.convert, DATES)


class Tool:
    """A function that a model may call. Made by `tool` or `Tool.from_schema`; calls like the function itself.

    Attributes:
        name: What the model calls it.
        description: From the docstring, ``""`` without one.
        parameters: JSON Schema 2020-12 of the arguments, an object.
        fn: The function.
        timeout_s: Seconds that one call may take.
        side_effects: Whether a call changes the world.
    """

    def __init__(
        self,
        name: str,
        description: str,
        parameters: dict,
        fn: Callable,
        timeout_s: float,
        side_effects: bool,
        convert: Callable[[dict], tuple[list, dict]],
        formats: FormatChecker | None = None,
    ):
        _check_timeout(name, timeout_s)
        if not isinstance(side_effects, bool):
            raise TypeError(f"{name}(): side_effects must be True or False, got {side_effects!r}")
        self.name, self.description, self.parameters = name, description, parameters
        self.fn, self.timeout_s, self.side_effects = fn, timeout_s, side_effects
        self.__doc__ = description or None
        self._convert = convert
        self._checker = Checker(copy.deepcopy(parameters), formats)

    @classmethod
    def from_schema(
        cls, schema: dict, fn: Callable[..., Any], *, timeout_s: float = 5.0, side_effects: bool = False
    ) -> "Tool":
        """A tool whose schema comes from elsewhere, such as an MCP server or a benchmark.

        ``schema`` is OpenAI's ``{"type": "function", "function": {...}}`` or the inner dict, with the parameters as
        ``parameters`` or, as MCP has it, ``inputSchema``. The arguments are checked against it and handed to ``fn`` as
        keywords; extra ones pass unless the schema says ``"additionalProperties": false``.

        Raises:
            ValueError: the schema is malformed; the line says where.
            TypeError: ``fn`` cannot be called.
        """
        if not callable(fn):
            raise TypeError(f"Tool.from_schema: fn must be callable, got {fn!r}")
        inner = schema.get("function", schema) if isinstance(schema, dict) else None
        if not isinstance(inner, dict):
            raise ValueError(f'Tool.from_schema: schema must be a dict with "name", got {quote(schema)}')
        name, description = inner.get("name"), inner.get("description") or ""
        _check_name(name)
        if not isinstance(description, str):
            raise ValueError(f"{name}(): description must be a string, got {quote(description)}")
        nothing = {"type": "object", "properties": {}, "additionalProperties": False}
        parameters = json_object(inner.get("parameters", inner.get("inputSchema", nothing)), f"{name}(): parameters")
        check_schema(parameters, f"{name}()")
        return cls(name, description, parameters, fn, timeout_s, side_effects, lambda arguments: ([], arguments))

    def schema(self) -> dict:
        """What the model is told, in OpenAI's form: a fresh dict each time."""
        function = {"name": self.name, "description": self.description, "parameters": copy.deepcopy(self.parameters)}
        return {"type": "function", "function": function}

    def validate(self, arguments: Any) -> tuple[tuple[list, dict] | None, str | None]:
        """Positional and keyword arguments for ``fn`` and None, or None and what is wrong. Never raises for bad input.

        Strict: "3" and true are no integers, 3 is no string. An integer may stand for a float, and 5.0 for an
        integer (JSON Schema calls it one), which the function then receives as 5. Values arrive as the annotations
        say: dataclasses, models, enums, dates.
        """
        values, errors = self._checker.check(arguments)
        bound = None
        if not errors:
            try:
                bound = self._convert(values)
            except ValidationError as error:
                errors = explain_conversion(error, values)
            except ANY_FAILURE as error:  # the code of the caller's own types, such as __post_init__
                errors = [f"arguments: {type(error).__name__}: {one_line(error)}"]
        return bound, f"invalid arguments for {self.name}: {join_errors(errors)}" if errors else None

    def run(self, args: list, kwargs: dict) -> tuple[str, str | None]:
        """Call ``fn`` within the limit: JSON text and the kind of error, None if it went well. See `run.run`."""
        return run(self.fn, args, kwargs, self.timeout_s)

    def __call__(self, *args, **kwargs):
        return self.fn(*args, **kwargs)

    def __repr__(self):
        return f"Tool({self.name}: {', '.join(self.parameters.get('properties', {}))})"


def _check_name(name: Any) -> None:
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        rule = "1 to 64 letters, digits, '_', '.' or '-', the first a letter or '_'"
        raise ValueError(f"tool: name must be {rule}; got {quote(name)}")


def _check_timeout(name: str, timeout_s: Any) -> None:
    if isinstance(timeout_s, bool) or not isinstance(timeout_s, (int, float)):
        raise TypeError(f"{name}(): timeout_s must be a number of seconds, got {timeout_s!r}")
    if math.isnan(timeout_s) or not 0 < timeout_s <= threading.TIMEOUT_MAX:
        raise ValueError(f"{name}(): timeout_s must be a positive, finite number of seconds, got {timeout_s!r}")
