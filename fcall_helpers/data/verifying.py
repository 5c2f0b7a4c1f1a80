"""Is a row right? Its schemas are valid, its calls fit them, its request says what they hold, and what can run was run.

`verify` knows nothing of how a row was made, so it can look at a learner's rows, at mined ones and at those of others.
"""

import functools
import itertools
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError

from fcall_helpers.data.types import TYPES, SemanticType
from fcall_helpers.tools import ToolBox, ToolCall

COLUMNS = ("id", "messages", "tools", "kind", "source", "result")
KINDS = ("single", "multiple", "parallel", "parallel_multiple", "irrelevance", "multi_turn")
_METASCHEMA = Draft202012Validator(Draft202012Validator.META_SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER)
SILENT = (bool, type(None))  # what a request may mean without any word for it


def verify(row: Mapping, toolbox: ToolBox | None = None) -> list[str]:
    """What is wrong with a row, a reason a line as "kind: what"; [] when it is right.

    The reasons' kinds: columns, tools, schema, messages, unknown_tool, arguments, count, grounding, result. With a
    ``toolbox``, calls of tools it holds are run, and what they return must stand in the tool's turn, or in ``result``.
    """
    if problems := _shape(row):
        return problems
    try:
        schemas = json.loads(row["tools"])
    except ValueError as error:
        return [f"tools: not a JSON string of schemas: {error}"]
    parameters: dict[str, Mapping] = {}
    for schema in schemas:
        name, problem = _schema(schema)
        if problem:
            return [problem]
        if name in parameters:
            return [f"tools: {name} is there twice"]
        parameters[name] = schema["function"]["parameters"]
    try:
        calls = [[ToolCall.from_openai(call) for call in turn.get("tool_calls") or ()] for turn in row["messages"]]
    except ValueError as error:
        return [f"messages: {error}"]
    ran = _run(row, calls, toolbox) if toolbox is not None else []
    return [*_count(row, calls, len(schemas)), *_turns(row, calls, parameters), *ran]


def count_reasons(rows: Iterable[Mapping], toolbox: ToolBox | None = None) -> Counter:
    """How many rows are rejected for each kind of reason; "right" counts the others."""
    return Counter(problems[0].partition(":")[0] if (problems := verify(row, toolbox)) else "right" for row in rows)


def said(value: Any, text: str, schema: Mapping | None = None) -> bool:
    """Whether a text holds what one needs to know to write this value; booleans and null need no words."""
    if isinstance(value, SILENT):
        return True
    if _spoken(value, text) or any(_in(way, text) for way in itertools.chain(_ways(value), _forms(value))):
        return True
    if isinstance(value, list):
        items = (schema or {}).get("items") if isinstance((schema or {}).get("items"), Mapping) else None
        return bool(value) and all(said(one, text, items) for one in value)
    if isinstance(value, Mapping):
        inner = (schema or {}).get("properties") or {}
        return all(said(one, text, inner.get(name)) for name, one in value.items())
    return False


def _shape(row: Mapping) -> list[str]:
    if not isinstance(row, Mapping) or (missing := [name for name in COLUMNS if name not in row]):
        return [
            f"columns: expected {', '.join(COLUMNS)}, {', '.join(missing) if isinstance(row, Mapping) else row} missing"
        ]
    if row["kind"] not in KINDS:
        return [f"columns: kind {row['kind']!r} is not one of {', '.join(KINDS)}"]
    if not isinstance(row["tools"], str):
        return ["tools: they must be a JSON string; Arrow would pad unlike structs with nulls"]
    messages = row["messages"]
    if not isinstance(messages, list) or [m.get("role") for m in messages[:1]] not in (["user"], ["system"]):
        return ["messages: a conversation begins with the user, or a system turn"]
    if messages[-1].get("role") != "assistant":
        return ["messages: a conversation ends with the assistant"]
    return []


def _schema(schema: Any) -> tuple[str, str]:
    """A tool's name, and what is wrong with its schema."""
    function = schema.get("function") if isinstance(schema, Mapping) else None
    if not isinstance(function, Mapping) or not isinstance(function.get("name"), str) or not function["name"]:
        return "", f"schema: expected a function with a name, got {schema!r:.80}"
    parameters = function.get("parameters")
    if not isinstance(parameters, Mapping) or parameters.get("type") != "object":
        return "", f"schema: the parameters of {function['name']} must be an object"
    return function["name"], _fault(parameters)


def _fault(parameters: Mapping) -> str:
    """What is wrong with the schema of a tool's parameters; "" when it is right."""
    if not _well_formed(parameters):
        try:
            Draft202012Validator.check_schema(parameters)
        except SchemaError as error:
            return f"schema: {error.message:.100}"
    unknown = [name for name in parameters.get("required", ()) if name not in parameters.get("properties", {})]
    return f"schema: {unknown[0]} is required and not described" if unknown else ""


def _well_formed(schema: Any) -> bool:
    """What ``Draft202012Validator.check_schema`` would say, some thirty times faster.

    The metaschema looks at each property's schema by itself, takes any text for a description and any list of different
    names for what is required. Without these, the schemas of a hundred thousand tools are made of some hundred pieces.
    """
    if not isinstance(schema, Mapping):
        return _piece_is_well_formed(json.dumps(schema))
    piece, parts = dict(schema), []
    if isinstance(piece.get("properties"), Mapping):
        parts = piece.pop("properties").values()
    if isinstance(piece.get("description"), str):
        del piece["description"]
    if _are_names(piece.get("required")):
        del piece["required"]
    return _piece_is_well_formed(json.dumps(piece)) and all(map(_well_formed, parts))


@functools.lru_cache(maxsize=4096)
def _piece_is_well_formed(piece: str) -> bool:
    return _METASCHEMA.is_valid(json.loads(piece))


def _are_names(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(name, str) for name in value) and len({*value}) == len(value)


def _count(row: Mapping, calls: Sequence[Sequence[ToolCall]], tools: int) -> list[str]:
    """Whether the row has the calls and tools that its kind promises."""
    count, names = sum(map(len, calls)), {call.name for turn in calls for call in turn}
    fine = {
        "single": count == 1 and tools == 1,
        "multiple": count == 1 and tools > 1,
        "parallel": count > 1 and len(names) == 1,
        "parallel_multiple": count > 1 and len(names) > 1,
        "irrelevance": count == 0,
        "multi_turn": len(row["messages"]) > 2,
    }
    return [] if fine[row["kind"]] else [f"count: {count} calls with {tools} tools are no {row['kind']}"]


def _turns(row: Mapping, calls: Sequence[Sequence[ToolCall]], parameters: Mapping[str, Mapping]) -> list[str]:
    """What is wrong with the calls: their tools, their arguments, and whether the text before them says these."""
    problems, heard = [], ""
    for message, made in zip(row["messages"], calls, strict=True):
        if message["role"] == "assistant" and not made and not (message.get("content") or "").strip():
            problems.append("messages: the assistant says nothing")
        for call in made:
            problems += _call(call, parameters, heard)
        if message["role"] in ("user", "tool", "system"):
            heard += " " + (message.get("content") or "").casefold()
    return problems


def _call(call: ToolCall, parameters: Mapping[str, Mapping], heard: str) -> list[str]:
    if call.name not in parameters:
        return [f"unknown_tool: {call.name} is not among the tools"]
    schema = parameters[call.name]
    properties = schema.get("properties") or {}
    if extra := [name for name in call.arguments if name not in properties]:
        return [f"arguments: {call.name} has no argument {extra[0]}"]
    error = next(Draft202012Validator(schema).iter_errors(call.arguments), None)
    if error is not None:
        return [f"arguments: {call.name}: {error.message:.100}"]
    return [
        f"grounding: nothing in the request says {name} = {json.dumps(value, ensure_ascii=False)}"
        for name, value in call.arguments.items()
        if not ("default" in properties[name] and value == properties[name]["default"])
        and not said(value, heard, properties[name])
    ]


def _run(row: Mapping, calls: Sequence[Sequence[ToolCall]], toolbox: ToolBox) -> list[str]:
    """Run the calls of tools in the box; what they return must stand in their turn, or in ``result``."""
    problems = []
    answers = {m.get("tool_call_id"): m.get("content") for m in row["messages"] if m["role"] == "tool"}
    known = {tool.name for tool in toolbox}
    for call in (call for turn in calls for call in turn if call.name in known):
        result = toolbox.call(call)
        told = answers.get(call.id, row["result"])
        if not result.ok:
            problems.append(f"result: {call.name} failed: {result.content:.100}")
        elif told is not None and told != result.content:
            problems.append(f"result: {call.name} returned {result.content:.60}, the row says {told!r:.60}")
    return problems


def _spoken(value: Any, text: str) -> bool:
    """Whether a text or a number stands in the request as it is, thousands separated or not."""
    if isinstance(value, str):
        return value.casefold() in text or re.sub(r"[_\W]+", " ", value).strip().casefold() in text
    if isinstance(value, (int, float)):
        plain = f"{value:.15g}"
        return _number_in(plain, text) or (abs(value) >= 1000 and _number_in(f"{value:,.15g}", text))
    return False


def _in(form: str, text: str) -> bool:
    """Whether a form stands in a text as words of its own: "12" is neither in "112" nor in "12.5"."""
    form = form.casefold()
    return form in text and re.search(rf"(?<!\w)(?<!\d[.,]){re.escape(form)}(?!\w|[.,]\d)", text) is not None


def _number_in(number: str, text: str) -> bool:
    return number in text and re.search(rf"(?<![\d.]){re.escape(number)}(?![\d]|\.\d)", text) is not None


def _forms(value: Any) -> Iterator[str]:
    """Every way in which any type of this JSON kind says a value; one after another, since the first few often do."""
    for kind in _types_of(type(value)):
        try:
            yield from kind.forms(value)
        except Exception:  # a value of another type, which this one need not understand
            continue


@functools.cache
def _types_of(python: type) -> tuple[SemanticType, ...]:
    """The semantic types whose values JSON reads as this type of Python's; an integer may be any number."""
    names = {str: ("string",), int: ("integer", "number"), float: ("number",), list: ("array",), dict: ("object",)}
    return tuple(kind for kind in TYPES.values() if kind.schema.get("type") in names[python])


@functools.lru_cache(maxsize=1)
def _lexicon() -> dict[Any, set[str]]:
    """What the actions say for the values of their choices."""
    from fcall_helpers.data.actions import ACTIONS

    ways: dict[Any, set[str]] = {}
    for role in (role for action in ACTIONS for role in action.roles):
        for value, said_as in role.says.items():
            ways.setdefault(value, set()).update(said_as)
    return ways


def _ways(value: Any) -> set[str]:
    try:
        return {way for way in _lexicon().get(value, ()) if way}
    except TypeError:
        return set()
