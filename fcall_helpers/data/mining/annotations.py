"""Annotations and docstring types as JSON Schema, where they are plain: numbers, texts, truths, lists and choices.

A union keeps the members that JSON can carry (``str | Path`` is a string here); anything else is None: not known.
"""

import ast
import re
from typing import Any

_PLAIN = {"int": "integer", "float": "number", "str": "string", "bool": "boolean"}
_NUMBERS = {"integer", "number"}
_LISTS = {"list", "List", "Sequence", "Iterable", "Collection", "tuple", "Tuple", "MutableSequence"}
_OBJECTS = {"dict", "Dict", "Mapping", "MutableMapping", "OrderedDict"}
_TRANSPARENT = {"Annotated", "Final", "Required", "NotRequired", "Optional"}


def read_annotation(node: ast.expr | None) -> dict | None:
    """The schema of an annotation's tree, None where it is not plain."""
    if isinstance(node, ast.Constant):
        return _read_quoted(node.value)
    if isinstance(node, (ast.Name, ast.Attribute)):
        return _named(_last(node))
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        return union([read_annotation(node.left), read_annotation(node.right)])
    if isinstance(node, ast.Subscript):
        parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        return _subscript(_last(node.value), parts)
    return None


def _read_quoted(text: Any) -> dict | None:
    if not isinstance(text, str):
        return None
    try:
        return read_annotation(ast.parse(text, mode="eval").body)
    except (SyntaxError, ValueError, RecursionError):
        return None


def _last(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def _named(name: str) -> dict | None:
    if name in _PLAIN:
        return {"type": _PLAIN[name]}
    if name in _LISTS:
        return {"type": "array"}
    return {"type": "object"} if name in _OBJECTS else None


def _subscript(name: str, parts: list[ast.expr]) -> dict | None:
    if name == "Literal":
        return choice([part.value for part in parts if isinstance(part, ast.Constant)])
    if name == "Union":
        return union([read_annotation(part) for part in parts])
    if name in _TRANSPARENT:
        return read_annotation(parts[0])
    if name in _LISTS:
        inner = [read_annotation(part) for part in parts if not _is_ellipsis(part)]
        same = inner and inner[0] and all(part == inner[0] for part in inner)
        return {"type": "array", "items": inner[0]} if same else None
    return {"type": "object"} if name in _OBJECTS else None


def _is_ellipsis(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is ...


def choice(values: list) -> dict | None:
    """An enum of strings or of integers, as real schemas have them."""
    values = [value for value in values if value is not None]
    for kind, name in ((str, "string"), (int, "integer")):
        if values and all(type(value) is kind for value in values):
            return {"type": name, "enum": values}
    return None


def union(parts: list[dict | None]) -> dict | None:
    """One schema for several: the same one, a number, a list of types, or ``anyOf``. Unknown members are left out."""
    known: list[dict] = []
    for part in parts:
        if part and part not in known:
            known.append(part)
    known = [option for part in known for option in part.get("anyOf", [part])]
    if len(known) <= 1:
        return known[0] if known else None
    types = [part["type"] for part in known]
    if all(part.keys() == {"type"} and isinstance(part["type"], str) for part in known):
        types = ["number" if "number" in types and kind == "integer" else kind for kind in types]
        types = list(dict.fromkeys(types))
        return {"type": types[0] if len(types) == 1 else types}
    return {"anyOf": known}


_DOC_WORDS = {
    **dict.fromkeys(("int", "integer", "ints", "integers"), "integer"),
    **dict.fromkeys(("float", "floats", "number", "numbers", "scalar", "real", "double", "numeric"), "number"),
    **dict.fromkeys(("str", "string", "strings", "strs", "text"), "string"),
    **dict.fromkeys(("bool", "boolean", "booleans", "bools"), "boolean"),
    **dict.fromkeys(("dict", "dictionary", "mapping"), "object"),
}
_DOC_LIST = re.compile(
    r"(?:list|tuple|sequence|iterable|array[_-]?like|array|ndarray|list-like)(?: of (?:the )?(\w+))?(?: |$)"
)
_DOC_CHOICE = re.compile(r"\{([^{}]*)\}")
_DOC_NOISE = re.compile(
    r"(?i),?\s*\b(?:optional|required|default(?:s)?(?: (?:to|is|value))?[ :=].*|keyword[- ]only)\b.*|[`*]"
)


def read_doc_type(text: str | None) -> dict | None:
    """The schema of a type as docstrings write it: ``int, optional``, ``{'a', 'b'}``, ``list of str or None``."""
    if not text or len(text) > 80:
        return None
    if found := _DOC_CHOICE.search(text):
        return _read_choice(found.group(1))
    text = _DOC_NOISE.sub("", text.split(", default")[0]).strip(" ,.()")
    text = re.sub(r"\s*\bor None\b|\bNone or\b\s*|\bNone\b", "", text)
    try:
        if schema := read_annotation(ast.parse(text, mode="eval").body):
            return schema
    except (SyntaxError, ValueError):
        pass
    return union([_doc_word(part.strip()) for part in re.split(r"\s+or\s+|,|\||/", text) if part.strip()])


def _doc_word(text: str) -> dict | None:
    text = re.sub(r"^(?:an?|non-?negative|positive) ", "", text.lower())
    if kind := _DOC_WORDS.get(text):
        return {"type": kind}
    if found := _DOC_LIST.match(text):
        inner = _DOC_WORDS.get(found.group(1) or "")
        return {"type": "array", "items": {"type": inner}} if inner else {"type": "array"}
    return None


def _read_choice(text: str) -> dict | None:
    try:
        values = ast.literal_eval(f"[{text}]")
    except (SyntaxError, ValueError):
        return None
    return choice(values)


def schema_of(value: Any) -> dict | None:
    """The schema that a literal suggests; None for null, which suggests nothing."""
    for kind, name in ((bool, "boolean"), (int, "integer"), (float, "number"), (str, "string"), (dict, "object")):
        if isinstance(value, kind):
            return {"type": name}
    if isinstance(value, list):
        items = union([schema_of(part) for part in value])
        return {"type": "array", "items": items} if items else {"type": "array"}
    return None


def infer(values: list) -> dict | None:
    """The schema that fits literals seen in a parameter's place, None when they disagree."""
    schema = union([schema_of(value) for value in values if value is not None])
    if schema and schema.get("anyOf") and all(part["type"] == "array" for part in schema["anyOf"]):
        return {"type": "array"}
    return schema if schema and "type" in schema else None
