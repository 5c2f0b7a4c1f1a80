"""The benchmark's function descriptions as OpenAI schemas, with parameters in JSON Schema 2020-12.

The benchmark writes types as Python names them ("dict", "float", "tuple", "any"), or as Java and JavaScript do. A value
in those two languages reaches the leaderboard as source text inside a JSON string, and so it does here; what the text
should be is said in the description, in the words that the leaderboard gives its models (`bfcl_eval.utils`).
"""

import json
from typing import Any

TYPES = {"dict": "object", "float": "number", "tuple": "array"}  # and "any", or no type at all, for no restriction
_LANGUAGES = {"java": ("Java", "Java 8 SDK"), "javascript": ("JavaScript", "JavaScript")}
_STRUCTURE = ("items", "properties", "required", "additionalProperties")


def to_openai(function: dict, language: str = "python") -> dict:
    """``{"type": "function", "function": {...}}`` for a function as the benchmark describes it. A fresh dict."""
    description, parameters = function["description"], function["parameters"]
    if language != "python":
        description += f" Note that the provided function is in {_LANGUAGES[language][1]} syntax."
        properties = {name: _as_text(part, language) for name, part in parameters["properties"].items()}
        parameters = {**parameters, "properties": properties}
    inner = {**function, "description": description, "parameters": to_json_schema(parameters)}
    return {"type": "function", "function": inner}


def to_json_schema(node: Any) -> Any:
    """A copy of a schema with its types in JSON Schema's names, at every depth; a property called "type" stays."""
    if not isinstance(node, dict):
        return node
    copy = dict(node)
    if isinstance(node.get("type"), str):
        copy["type"] = TYPES.get(node["type"], node["type"])
        if copy["type"] == "any":
            del copy["type"]
    for key in ("items", "additionalProperties"):
        if key in copy:
            copy[key] = to_json_schema(copy[key])
    if "properties" in copy:
        copy["properties"] = {name: to_json_schema(part) for name, part in node["properties"].items()}
    return copy


def _as_text(part: dict, language: str) -> dict:
    """A parameter whose value is a string of source code, its type moved to the description."""
    kind, name = part["type"], _LANGUAGES[language][0]
    if kind == "any":
        hint = f" This parameter can be of any type of {name} object in string representation."
    else:
        hint = f" This is {name} {kind} type parameter in string representation."
    if "items" in part:
        hint += f" The list elements are of type {part['items']['type']}; they are not in string representation."
    if "properties" in part:
        hint += " The dictionary entries have the following schema; they are not in string representation. "
        hint += json.dumps(part["properties"])
    kept = {key: value for key, value in part.items() if key not in _STRUCTURE}
    return {**kept, "type": "string", "description": part["description"] + hint}
