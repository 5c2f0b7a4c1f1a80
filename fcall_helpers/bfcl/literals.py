"""Values that a model writes in Java or JavaScript, read as the leaderboard reads them.

In simple_java and simple_javascript a call is JSON like any other, but each argument is a string of source code:
``"new int[]{1, 2}"``, ``"5L"``, ``"{key: 1}"``. The official converters (`bfcl_eval.eval_checker.ast_eval.
type_convertor`) read it with a few regular expressions, and so must we if verdicts are to agree: a real parser would
be right more often, and count differently. What they cannot read stays text, which then has the wrong type.

The expressions are the official ones except where those backtrack without end; on such text neither finds an answer.
"""

import contextlib
import re
from typing import Any

JAVA_TYPES = {
    **dict.fromkeys(("byte", "short", "integer", "long"), int),
    **dict.fromkeys(("float", "double"), float),
    "boolean": bool,
    **dict.fromkeys(("char", "String", "any"), str),
    **dict.fromkeys(("Array", "ArrayList"), list),
    "HashMap": dict,
}
JAVASCRIPT_TYPES = {
    **{"String": str, "any": str, "integer": int, "Bigint": int, "float": float, "Boolean": bool},
    **{"array": list, "dict": dict},
}

_INTEGER, _DECIMAL, _SCIENTIFIC = r"-?\d+", r"-?\d+(?:\.\d+)?", r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?"
_JAVA_NUMBERS = {
    **dict.fromkeys(("byte", "short", "integer"), (_INTEGER, int)),
    "long": (_INTEGER + "[lL]", int),
    "float": (_SCIENTIFIC + "[fF]", float),
    "double": (_SCIENTIFIC, float),
}
_JAVASCRIPT_NUMBERS = {"integer": (_INTEGER, int), "Bigint": (_INTEGER + "n", int), "float": (_DECIMAL, float)}
_SUFFIX = re.compile(r"[lLfFn]$")

_JAVA_ARRAY = re.compile(r"new\s+\w+\[\]\s*\{(.*?)\}")
_JAVA_LIST = re.compile(r"new\s+ArrayList<\w*>\(Arrays\.asList\((.+?)\)\)")
_JAVA_LIST_ADDED = re.compile(r"new\s+ArrayList<\w*>\(\)\s*\{\{(.+?)\}\}", re.DOTALL)
_JAVA_LIST_EMPTY = re.compile(r"new\s+ArrayList<\w*>\(\)")
_JAVA_ADD = re.compile(r"add\((.+?)\)")
_JAVA_MAP = re.compile(r"new\s+HashMap<.*?>\s*\(\)\s*\{\s*\{?", re.DOTALL)  # then anything up to a closing brace
_JAVA_MAP_EMPTY = re.compile(r"new\s+HashMap<.*?>\s*\(\)", re.DOTALL)
_JAVA_PUT = re.compile(r"put\(\"(.*?)\",\s*(.*?)\)")

_ROW = r"\[[^\]\n]*\]\s*"
_ROWS = rf"{_ROW}(?:,\s*{_ROW})*"
_JAVASCRIPT_ROWS = re.compile(rf"\[\s*{_ROWS}\]|\bnew\s+Array\(\s*{_ROWS}\)")
_JAVASCRIPT_ARRAY = re.compile(r"\[(.*?)\]|\bnew\s+Array\((.*?)\)")
_JAVASCRIPT_OBJECT = re.compile(r"\{(.*?)\}")
_JAVASCRIPT_PAIR = re.compile(r"([^:]+):\s*(.*?)(?:,\s*(?=[^,]+:)|$)")


def read_java(text: str, kind: str, items: str | None = None) -> Any:
    """The value that Java source text stands for as one of `JAVA_TYPES`; the text itself where it is none.

    ``items`` is the type of an Array's or ArrayList's items. Texts and characters keep their quotes, but not in an
    ArrayList.
    """
    if kind in _JAVA_NUMBERS:
        return _number(text, *_JAVA_NUMBERS[kind])
    if kind == "boolean":
        return {"true": True, "false": False}.get(text, text)
    if kind == "Array":
        found = _JAVA_ARRAY.search(text)
        parts = [part.strip() for part in found[1].split(",")] if found else []
        return [_java_item(part, items) for part in parts if part] if found else text
    if kind == "ArrayList":
        return _java_list(text, items)
    return _java_map(text) if kind == "HashMap" else text


def read_javascript(text: str, kind: str, items: str | None = None) -> Any:
    """The value that JavaScript source text stands for as one of `JAVASCRIPT_TYPES`; the text itself where it is none.

    ``items`` is the type of an array's items. A text may have quotes or none.
    """
    if kind == "String":
        return text[1:-1] if _is_quoted(text) else text
    if kind in _JAVASCRIPT_NUMBERS:
        return _number(text, *_JAVASCRIPT_NUMBERS[kind])
    if kind == "Boolean":
        return {"true": True, "false": False}.get(text, text)
    if kind == "array":
        return _javascript_array(text.strip(), items)
    return _javascript_object(text.strip()) if kind == "dict" else text


# -- Java --------------------------------------------------------------------------------------------------------------
def _java_list(text: str, items: str | None) -> Any:
    if found := _JAVA_LIST.search(text):
        parts = found[1].split(",")
    elif found := _JAVA_LIST_ADDED.search(text):
        parts = _JAVA_ADD.findall(found[1])
    else:
        return [] if _JAVA_LIST_EMPTY.search(text) else text
    parts = [part.strip() for part in parts]
    return [part[1:-1] if items in ("char", "String") else _java_item(part, items) for part in parts]


def _java_item(text: str, items: str | None) -> Any:
    return read_java(text, items) if items else _java_guess(text)


def _java_map(text: str) -> Any:
    if (found := _JAVA_MAP.search(text)) and (end := text.find("}", found.end())) >= 0:
        pairs = ((key, value.strip()) for key, value in _JAVA_PUT.findall(text[found.end() : end]))
        return {key: _java_guess(value) for key, value in pairs}
    return {} if _JAVA_MAP_EMPTY.search(text) else text


def _java_guess(text: str) -> Any:
    for kind in ("long", "float"):  # an L or f at the end decides what a number is
        if (number := read_java(text, kind)) != text:
            return number
    return _guess(text)


# -- JavaScript --------------------------------------------------------------------------------------------------------
def _javascript_array(text: str, items: str | None) -> Any:
    if found := _JAVASCRIPT_ROWS.match(text):
        rows = [row.strip().removeprefix("[") for row in re.findall(r"\[(.*?)\]", found[0])]
        return [[_javascript_guess(part) for part in row.split(",")] for row in rows]
    if not (found := _JAVASCRIPT_ARRAY.match(text)):
        return text
    inside = (found[1] if found[1] is not None else found[2]).strip()
    parts = [part.strip() for part in inside.split(",")] if inside else []
    return [read_javascript(part, items) if items else _javascript_guess(part) for part in parts]


def _javascript_object(text: str) -> Any:
    if not (found := _JAVASCRIPT_OBJECT.match(text)):
        return text
    pairs = ((key.strip().strip("'\""), value.strip()) for key, value in _JAVASCRIPT_PAIR.findall(found[1]))
    return {key: _javascript_entry(value) for key, value in pairs}


def _javascript_entry(text: str) -> Any:
    if text.startswith("[") and text.endswith("]"):
        return _javascript_array(text, None)
    if text.startswith("{") and text.endswith("}"):
        return _javascript_object(text)
    return _javascript_guess(text.strip("'\""))


def _javascript_guess(text: str) -> Any:
    text = text.strip()
    return text[1:-1] if _is_quoted(text) else _guess(text)


# -- both --------------------------------------------------------------------------------------------------------------
def _guess(text: str) -> Any:
    """A value whose type nobody has said: a truth value, a text in quotes, a number, or just a text."""
    if text in ("true", "false"):
        return text == "true"
    if text.startswith('"') and text.endswith('"'):
        return text[1:-1]
    for number in (int, float):
        with contextlib.suppress(ValueError):
            return number(text)
    return text


def _number(text: str, pattern: str, number: type) -> Any:
    if not re.match(pattern + "$", text):
        return text
    try:
        return number(_SUFFIX.sub("", text))
    except ValueError:  # more digits than Python reads
        return text


def _is_quoted(text: str) -> bool:
    return any(text.startswith(quote) and text.endswith(quote) for quote in ("'", '"'))
