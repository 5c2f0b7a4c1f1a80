"""Is a call right? The verdicts of the official checker (bfcl-eval 2026.3.23), each with the reason in plain words.

A call is right when it names the wanted function, leaves nothing out that is required or expected, brings nothing that
the answer does not list, and every value has the right type and is among the alternatives (see `values`).

With several calls the order does not count: for each answer in turn the first call that fits is taken, and never given
back. That is greedy, as the official checker is: where one call fits two answers, and another only the first of them,
the order could decide after all.
"""

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from fcall_helpers.bfcl.categories import check_category, language_of
from fcall_helpers.bfcl.literals import JAVA_TYPES, JAVASCRIPT_TYPES, read_java, read_javascript
from fcall_helpers.bfcl.values import Kind, has_type, is_among
from fcall_helpers.parsing import parse
from fcall_helpers.tools import ToolCall
from fcall_helpers.tools.wire import clip, quote

KINDS = {
    "right": "right",
    "no_call": "no call where one was wanted",
    "unparseable": "a call that is no JSON",
    "missing_call": "fewer calls than wanted",
    "extra_call": "more calls than wanted",
    "called": "a call where none was wanted",
    "wrong_tool": "another function than the wanted one",
    "missing_argument": "an argument left out",
    "unexpected_argument": "an argument that the function or the answer does not have",
    "wrong_type": "a value of the wrong type",
    "wrong_value": "a value that is not among the right ones",
}
# How far a call gets before it fails. Where several calls fit no answer, the one that got furthest was meant for it.
_STAGES = ("wrong_tool", "missing_argument", "unexpected_argument", "wrong_type", "wrong_value")

_PYTHON_TYPES = {
    **{"string": str, "integer": int, "float": float, "boolean": bool, "array": list, "tuple": list, "dict": dict},
    **{"any": str, "number": float, "object": dict},  # the last two: JSON Schema's names
}
_TYPES = {"python": _PYTHON_TYPES, "java": JAVA_TYPES, "javascript": JAVASCRIPT_TYPES}
_READERS = {"java": read_java, "javascript": read_javascript}


@dataclass(frozen=True)
class Verdict:
    """Whether calls are right (``ok``), one of `KINDS` ("right" if so), and a ``message`` of one line that says why."""

    ok: bool
    kind: str
    message: str


_RIGHT = Verdict(True, "right", "right")


def check_calls(functions: list[dict], calls: Iterable[ToolCall | dict], answers: list[dict], category: str) -> Verdict:
    """The verdict on the calls that a model made for one row of the benchmark.

    Args:
        functions: The row's ``function``, or the same as OpenAI schemas (``tools``); simple_java and simple_javascript
            need the former, which say what the source text in a string stands for.
        calls: `ToolCall`s, or dicts in one of the forms that `ToolCall.from_openai` reads.
        answers: The row's ``ground_truth``.
        category: One of `CATEGORIES`. irrelevance wants no call, relevance any call; both need no answers.

    Raises:
        ValueError: the category, the functions or the answers are not the benchmark's, or a call is no call.
    """
    check_category(category)
    calls = [_read_call(call) for call in calls]
    if "relevance" in category:
        return _check_relevance(calls, wanted="irrelevance" not in category)
    functions, answers = _read_functions(functions), _read_answers(answers, category)
    if len(calls) != len(answers):
        return _wrong_number(len(calls), len(answers))
    language = language_of(category)
    if "parallel" in category:
        return _match(functions, calls, answers, language)
    name, wanted = answers[0]
    function = _find(functions, name) if "multiple" in category else functions[0]
    return _check_call(function, calls[0], wanted, language)


def check_text(functions: list[dict], text: str, answers: list[dict], category: str) -> Verdict:
    """The verdict on a model's text; any text has one, see `fcall_helpers.parsing.parse` for how calls are found in it.

    Calls that cannot be read are left out, as the leaderboard does for models that write calls the way ours does; the
    verdict is "unparseable" where that leaves fewer calls than wanted. In irrelevance such a text has no call: right.
    """
    parsed = parse(text)
    verdict = check_calls(functions, parsed.calls, answers, category)
    if parsed.errors and verdict.kind in ("no_call", "missing_call"):
        return Verdict(False, "unparseable", clip(parsed.errors[0], 300))
    return verdict


def _check_relevance(calls: list[ToolCall], wanted: bool) -> Verdict:
    if bool(calls) == wanted:
        return _RIGHT
    if wanted:
        return Verdict(False, "no_call", "no call, but one of the functions would help")
    return Verdict(False, "called", f"called {quote(calls[0].name)}, but none of the functions would help")


def _wrong_number(made: int, wanted: int) -> Verdict:
    kind = "no_call" if not made else "missing_call" if made < wanted else "extra_call"
    return Verdict(False, kind, f"{made or 'no'} call{'s' * (made != 1)}, expected {wanted}")


def _match(functions: list[dict], calls: list[ToolCall], answers: list[tuple[str, dict]], language: str) -> Verdict:
    left, unmet = list(calls), []
    for name, wanted in answers:
        function = _find(functions, name)
        fits = (i for i, call in enumerate(left) if _check_call(function, call, wanted, language).ok)
        if (first := next(fits, None)) is None:
            unmet.append((function, wanted))
        else:
            del left[first]
    if not unmet:
        return _RIGHT
    function, wanted = unmet[0]
    verdicts = [_check_call(function, call, wanted, language) for call in left]
    return max(verdicts, key=lambda verdict: _STAGES.index(verdict.kind))


def _check_call(function: dict, call: ToolCall, wanted: dict, language: str) -> Verdict:
    name, parameters = function["name"], function["parameters"]
    if call.name != name:
        return Verdict(False, "wrong_tool", f"called {quote(call.name)}, expected {quote(name)}")
    for key in parameters.get("required", ()):
        if key not in call.arguments:
            return Verdict(False, "missing_argument", f"{name}: {key} is required")
    for key, value in call.arguments.items():
        if key not in parameters["properties"] or key not in wanted:
            what = "is left out in the right answer" if key in parameters["properties"] else "is no parameter"
            return Verdict(False, "unexpected_argument", f"{name}: {quote(key)} {what}")
        kind = _kind(parameters["properties"][key], language, f"{name}: {key}")
        if (fault := _check_value(value, kind, wanted[key], language)) is not None:
            return Verdict(False, fault[0], f"{name}: {key} is {quote(value)}, expected {fault[1]}")
    for key, alternatives in wanted.items():
        if key not in call.arguments and "" not in alternatives:
            return Verdict(False, "missing_argument", f"{name}: {key} must not be left out here")
    return _RIGHT


def _check_value(value: Any, kind: Kind, alternatives: list, language: str) -> tuple[str, str] | None:
    """The kind of fault and what would be right; None if the value is."""
    if language != "python":
        if not isinstance(value, str):
            return "wrong_type", f"a string that holds {kind} as {language} writes it"
        value = _READERS[language](value, kind.name, kind.items.name if kind.items else None)
    elif kind.type is float and type(value) is int and abs(value) <= sys.float_info.max:
        value = float(value)
    if not has_type(value, kind, alternatives):
        return "wrong_type", str(kind)
    if not is_among(value, kind, alternatives):
        return "wrong_value", " or ".join(quote(one) for one in alternatives if one != "") or "that it is left out"
    return None


# -- what the caller gives ---------------------------------------------------------------------------------------------
def _kind(part: dict, language: str, where: str) -> Kind:
    name, types = part.get("type", "any"), _TYPES[language]
    if not isinstance(name, str) or name not in types:
        raise ValueError(f"functions: {where} has type {quote(name)}, expected one of {', '.join(types)}")
    if name not in ("array", "tuple", "Array", "ArrayList"):
        return Kind(name, types[name])
    return Kind(name, types[name], _kind(part.get("items", {}), language, f"an item of {where}"))


def _read_call(call: Any) -> ToolCall:
    try:
        return call if isinstance(call, ToolCall) else ToolCall.from_openai(call)
    except ValueError as error:
        raise ValueError(f"calls: {error}") from None


def _read_functions(functions: Any) -> list[dict]:
    found = [one.get("function", one) if isinstance(one, dict) else one for one in functions]
    for one in found:
        if not isinstance(one, dict) or "name" not in one or "properties" not in one.get("parameters", {}):
            raise ValueError(f'functions: each needs "name" and "parameters" with "properties", got {quote(one)}')
    if not found:
        raise ValueError("functions: got none, expected those of the row")
    return found


def _find(functions: list[dict], name: str) -> dict:
    """The first function of that name."""
    for function in functions:
        if function["name"] == name:
            return function
    known = ", ".join(function["name"] for function in functions)
    raise ValueError(f"answers: they call {name!r}, but functions has only {known}")


def _read_answers(answers: Any, category: str) -> list[tuple[str, dict[str, list]]]:
    form = "{name: {argument: [alternatives]}}"
    for answer in answers:
        if not isinstance(answer, dict) or len(answer) != 1 or not _is_choice(*answer.values()):
            raise ValueError(f"answers: each must be {form}, got {quote(answer)}")
    if not answers or (len(answers) > 1 and "parallel" not in category):
        wanted = "one or more" if "parallel" in category else "one"
        raise ValueError(f"answers: {category} needs {wanted}, {form}; got {len(answers)}")
    return [pair for answer in answers for pair in answer.items()]


def _is_choice(wanted: Any) -> bool:
    return isinstance(wanted, dict) and all(isinstance(alternatives, list) for alternatives in wanted.values())
