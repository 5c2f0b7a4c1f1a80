"""The benchmark's right answers: read from call strings, and spelt out as the calls that a perfect model would make."""

import ast
import json
import operator
from collections.abc import Callable, Sequence
from typing import Any

from fcall_helpers.bfcl.categories import check_category, language_of
from fcall_helpers.tools import ToolCall

_OPERATORS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}


def read_call(text: str, functions: list[dict]) -> dict:
    """``"f(x=1/6)"`` in the form of the other answers, ``{"f": {"x": [0.1666...]}}``. Nothing is executed.

    Arguments given by position get their names from the description of the function in ``functions``.

    Raises:
        ValueError: ``text`` is not a call with literal values (and their sums, differences, products, quotients).
    """
    try:
        call = ast.parse(text.strip(), mode="eval").body
        name = ast.unparse(call.func)
        properties = next((one["parameters"]["properties"] for one in functions if one["name"] == name), {})
        arguments = dict(zip(properties, call.args, strict=False)) | {pair.arg: pair.value for pair in call.keywords}
        return {name: {key: [_typed(_value(node), properties.get(key, {}))] for key, node in arguments.items()}}
    except (SyntaxError, AttributeError, TypeError, ValueError, ZeroDivisionError) as error:
        raise ValueError(f"answer {text!r} is not a call with literal arguments ({error})") from None


def reference_calls(
    functions: list[dict], answers: list[dict], category: str, choose: Callable[[list], Any] = lambda found: found[0]
) -> list[ToolCall]:
    """The calls that the answers spell out: what a perfect model says. [] for irrelevance and relevance.

    ``functions`` and ``answers`` are a row's ``function`` and ``ground_truth``. ``choose`` picks one of an argument's
    alternatives, by default the first; "" leaves it out. In simple_java and simple_javascript values are written in
    those languages. Some answers cannot be met by any call, and some only against the function's own schema.
    """
    language = language_of(check_category(category))
    parameters = {one["name"]: one["parameters"] for one in functions}
    calls = []
    for answer in answers:
        for name, wanted in answer.items():
            arguments = _arguments(wanted, parameters[name].get("required", []), choose)
            kinds = parameters[name]["properties"]
            if language != "python":
                arguments = {key: _write(value, kinds.get(key, {}), language) for key, value in arguments.items()}
            calls.append(ToolCall(name, arguments, f"call_{len(calls)}"))
    return calls


def _value(node: ast.expr) -> Any:
    """A literal or simple arithmetic; tuples become lists, as they would on their way through JSON."""
    if isinstance(node, ast.BinOp) and (apply := _OPERATORS.get(type(node.op))):
        return apply(_value(node.left), _value(node.right))
    if isinstance(node, (ast.List, ast.Tuple)):
        return [_value(item) for item in node.elts]
    return ast.literal_eval(node)


def _typed(value: Any, part: dict) -> Any:
    """Whole numbers in an array of floats become floats, which is what the checker wants there."""
    if isinstance(value, list) and part.get("items", {}).get("type") == "float":
        return [float(item) if type(item) is int else item for item in value]
    return value


def _arguments(wanted: dict, required: list[str], choose: Callable[[list], Any]) -> dict:
    chosen = _choose(wanted, choose, required)
    return {name: _spell_out(value, choose) for name, value in chosen.items()}


def _choose(wanted: dict, choose: Callable[[list], Any], required: Sequence[str] = ()) -> dict:
    """One alternative for each key that is not left out."""
    chosen = {}
    for key, alternatives in wanted.items():
        if not isinstance(alternatives, list):  # simple_java_64 has a bare value
            alternatives = [alternatives]
        if key in required:  # it cannot be left out, and an empty text is what remains where there is nothing else
            alternatives = [one for one in alternatives if one != ""] or alternatives
        if alternatives and ((value := choose(alternatives)) != "" or key in required):
            chosen[key] = value
    return chosen


def _spell_out(value: Any, choose: Callable[[list], Any]) -> Any:
    """An object, or one in an array, has alternatives for each key; what lies deeper has none."""
    if isinstance(value, dict):
        return _choose(value, choose)
    if isinstance(value, list):
        return [_choose(item, choose) if isinstance(item, dict) else item for item in value]
    return value


# -- Java and JavaScript -----------------------------------------------------------------------------------------------
_JAVA = {"integer": "int", "long": "long", "double": "double", "float": "float", "char": "char", "String": "String"}
_SUFFIXES = {"long": "L", "float": "f"}


def _write(value: Any, part: dict, language: str) -> str:
    """A value as source text of the type that ``part``, the parameter's description, asks for. Text is text already."""
    if isinstance(value, str):
        return value
    return _java(value, part) if language == "java" else _javascript(value, part["type"])


def _java(value: Any, part: dict) -> str:
    if isinstance(value, dict):
        puts = " ".join(f'put("{key}", {_literal(one)});' for key, one in value.items())
        return f"new HashMap<String, Object>() {{{{ {puts} }}}}"
    if not isinstance(value, list):
        return _literal(value) + _SUFFIXES.get(part["type"], "")
    items = part["items"]["type"]
    inside = ", ".join(_literal(item) + _SUFFIXES.get(items, "") for item in value)
    if part["type"] == "ArrayList":
        return f"new ArrayList<>(Arrays.asList({inside}))"
    return f"new {_JAVA.get(items, 'Object')}[]{{{inside}}}"


def _javascript(value: Any, kind: str) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_literal(one)}" for key, one in value.items()) + "}"
    return _literal(value) + "n" * (kind == "Bigint")


def _literal(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_literal, value))}]"
    return json.dumps(value, ensure_ascii=False)
