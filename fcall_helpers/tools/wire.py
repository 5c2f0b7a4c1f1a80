"""What travels between the model and the tools: strict JSON, a call, a result."""

import json
import math
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

MAX_DEPTH = 100  # of nested arrays and objects; fixed, so that the answer does not depend on the stack in use
ANY_FAILURE = (Exception, SystemExit, GeneratorExit)  # of code that is not ours; KeyboardInterrupt is the user's
ERROR_KINDS = ("unknown_tool", "invalid_arguments", "failed", "timeout", "denied")
_TOO_DEEP = f"not JSON we read (nested deeper than {MAX_DEPTH})"
_SURROGATE_ESCAPE = re.compile(r"\\u[dD][89a-fA-F]")


def loads_strict(text: str) -> Any:
    """Read one JSON text as RFC 8259 writes it, without the extras that Python's `json` lets through.

    Refused, with one line that says why: NaN and Infinity, numbers too large for a float (1e999), integers longer than
    Python reads (`sys.get_int_max_str_digits`), lone surrogates such as ``"\\ud800"``, and arrays or objects nested
    deeper than `MAX_DEPTH`. Of two equal keys in an object the last one counts.

    Raises:
        ValueError: ``text`` is not such a JSON text.
        TypeError: ``text`` is not a string.
    """
    if not isinstance(text, str):
        raise TypeError(f"loads_strict: text must be a str, got {type(text).__name__}")
    try:
        value = _DECODER.decode(text)
    except json.JSONDecodeError as error:
        raise ValueError(f"not JSON ({error.msg} at character {error.pos})") from None
    except RecursionError:
        raise ValueError(_TOO_DEEP) from None
    except _RefusedError as error:
        raise ValueError(str(error)) from None
    except ValueError:  # the one left: an integer past Python's limit of digits
        raise ValueError("not JSON we read (an integer with too many digits)") from None
    if text.count("[") + text.count("{") > MAX_DEPTH and _deeper_than(value, MAX_DEPTH):
        raise ValueError(_TOO_DEEP)
    if not _is_unicode(text) or (_SURROGATE_ESCAPE.search(text) and not _is_unicode(_dump(value))):
        raise ValueError("not JSON we read (half of a surrogate pair)")
    return value


class _RefusedError(ValueError):
    pass


def _finite(literal: str) -> float:
    number = float(literal)
    if math.isinf(number):
        raise _RefusedError(f"not JSON we read ({literal[:20]} is too large for a float)")
    return number


def _no_constant(literal: str) -> float:
    raise _RefusedError(f"not JSON ({literal} is not a JSON number)")


_DECODER = json.JSONDecoder(parse_float=_finite, parse_constant=_no_constant)


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _deeper_than(value: Any, limit: int) -> bool:
    level = [value]
    for _ in range(limit):  # level by level: no recursion, so no depth can hurt
        level = [part for item in level if isinstance(item, (list, dict)) for part in _parts(item)]
    return any(isinstance(item, (list, dict)) for item in level)


def _parts(item: list | dict) -> list:
    return list(item.values()) if isinstance(item, dict) else item


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def json_object(value: Any, what: str = "arguments") -> dict:
    """A fresh copy of ``value``; ``ValueError`` unless it is a dict that JSON can hold (no NaN, tuple, int key)."""
    if not isinstance(value, dict):
        raise ValueError(f"{what} must be a JSON object, got {quote(value)}")
    try:
        copy = loads_strict(json.dumps(value, allow_nan=False))
    except (TypeError, ValueError, RecursionError) as error:
        raise ValueError(f"{what} are not JSON: {one_line(error)}") from None
    if copy != value:  # json.dumps turns tuples into lists and keys into strings without a word
        raise ValueError(f"{what} are not JSON (a tuple, or a key that is no string): {clip(repr(value), 80)}")
    return copy


def quote(value: Any, limit: int = 80) -> str:
    """``value`` as a short quotation for an error message: JSON where it can be, its ``repr`` elsewhere."""
    try:
        return clip(_dump(value), limit)
    except ANY_FAILURE:  # not JSON, or too deep for it
        return clip(_text(value, repr) or f"<{type(value).__name__}>", limit)


def one_line(error: BaseException, limit: int = 500) -> str:
    """The message of an exception on one line of at most ``limit`` characters, whatever its ``__str__`` does."""
    return clip(_text(error, str), limit)


def clip(text: str, limit: int) -> str:
    """``text`` on one line, valid UTF-8, cut to ``limit`` characters."""
    line = " ".join(text.split()).encode("utf-8", "replace").decode()
    return line if len(line) <= limit else line[: limit - 1] + "…"


def _text(value: Any, convert: Callable[[Any], str]) -> str:
    try:
        return convert(value)
    except ANY_FAILURE:
        return ""


@dataclass(frozen=True)
class ToolCall:
    """One call that a model asked for: the tool's ``name``, its ``arguments`` as a dict, and the call's ``id``."""

    name: str
    arguments: dict[str, Any] = field(hash=False)
    id: str = "call_0"

    @classmethod
    def from_openai(cls, call: dict) -> "ToolCall":
        """Read OpenAI's ``{"id", "type", "function": {"name", "arguments"}}`` or the bare ``{"name", "arguments"}``.

        ``arguments`` is a dict or a JSON string; a string that holds a JSON string that holds an object (serialised
        twice) is decoded once more; None and an empty string mean no arguments. A call without id is ``call_0``.
        Source: https://platform.openai.com/docs/api-reference/chat/create (``messages[].tool_calls``).

        Raises:
            ValueError: the piece that is wrong is quoted.
        """
        if not isinstance(call, dict):
            raise ValueError(f"a tool call must be a dict, got {quote(call)}")
        if call.get("type", "function") != "function":
            raise ValueError(f'a tool call\'s "type" must be "function", got {quote(call["type"])}')
        function = call.get("function", call)
        if not isinstance(function, dict):
            raise ValueError(f'a tool call\'s "function" must be a dict, got {quote(function)}')
        name, call_id = function.get("name"), call.get("id")
        if not isinstance(name, str) or not name:
            raise ValueError(f'a tool call needs a "name" that is a string, got {quote(function)}')
        if call_id is not None and not isinstance(call_id, str):
            raise ValueError(f'a tool call\'s "id" must be a string, got {quote(call_id)}')
        if "arguments" not in function:
            raise ValueError(f'a tool call needs "arguments" (none: {{}}), got {quote(function)}')
        return cls(name, _read_arguments(function["arguments"]), "call_0" if call_id is None else call_id)

    def to_openai(self) -> dict:
        """The call as OpenAI's API writes it, the arguments as a JSON string. ``from_openai`` gives the call back."""
        function = {"name": self.name, "arguments": _dump(self.arguments)}
        return {"id": self.id, "type": "function", "function": function}


def _read_arguments(arguments: Any) -> dict:
    if arguments is None or (isinstance(arguments, str) and not arguments.strip()):
        return {}
    given = arguments
    for _ in range(2):  # a model, or a client, may have serialised them twice; more often is nonsense
        if isinstance(arguments, str):
            try:
                arguments = loads_strict(arguments)
            except ValueError as error:
                raise ValueError(f'a tool call\'s "arguments" are {error}: {quote(given)}') from None
    return json_object(arguments)


@dataclass(frozen=True)
class ToolResult:
    """What a call gave: ``content`` is JSON text for the model; ``error`` is None or one of `ERROR_KINDS`."""

    call_id: str
    content: str
    ok: bool
    error: str | None = None

    def __post_init__(self):
        if self.error not in (None, *ERROR_KINDS):
            raise ValueError(f"ToolResult: error must be None or one of {', '.join(ERROR_KINDS)}, got {self.error!r}")
        if self.ok != (self.error is None):
            raise ValueError(f"ToolResult: ok={self.ok} contradicts error={self.error!r}")

    @classmethod
    def failure(cls, call_id: str, kind: str, message: str) -> "ToolResult":
        """A result that says what went wrong: ``content`` is ``{"error": message}``, bounded and on one line."""
        return cls(call_id, error_content(message), False, kind)

    def to_message(self) -> dict:
        """The result as the message that goes back to the model."""
        return {"role": "tool", "tool_call_id": self.call_id, "content": self.content}


def error_content(message: str, limit: int = 1500) -> str:
    """``{"error": message}`` as JSON text: one line, bounded, and valid UTF-8 whatever the message holds."""
    return _dump({"error": clip(message, limit)})
