"""One action, many tools: other names, other dialects, other subsets of the arguments, other words in the schema.

A model that has seen ``book_flight`` in one spelling learns the spelling. Here each row has a tool of its own, so that
what can be learned is to read the schema (Hammer, arXiv 2410.04587; RandomWorld, arXiv 2506.11045).
"""

import random
import string
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from fcall_helpers.data.actions.model import ABSENT, Action, Role
from fcall_helpers.data.types import TYPES

DIALECTS = ("snake", "snake", "snake", "camel", "dotted", "dotted_camel")  # as often as real APIs use them
LETTERS = string.ascii_lowercase
DEFAULT_SAID = (". Default is {}.", ". Defaults to {}.", " (default: {})", ", {} if not given")


@dataclass(frozen=True)
class Parameter:
    """An argument of one composed tool: its role, its name there, whether a call must give it."""

    role: Role
    name: str
    required: bool


@dataclass(frozen=True)
class ComposedTool:
    """A tool made of an action: its OpenAI schema, and the parameters in the schema's order."""

    action: Action
    schema: dict
    parameters: tuple[Parameter, ...]

    @property
    def name(self) -> str:
        return self.schema["function"]["name"]


def compose(action: Action, rng: random.Random, *, names: str = "varied") -> ComposedTool:
    """A tool for an action, drawn anew each time.

    ``names``: "varied", any dialect and any name; "plain", the arguments as the action's own function calls them;
    "masked", names without a meaning, so that only the descriptions tell what they are for (Hammer's masking).
    """
    dialect, masked = rng.choice(DIALECTS) if names == "varied" else "snake", names == "masked"
    parameters = _parameters(action, rng, dialect, names)
    wordy = masked or rng.random() < 0.85  # a masked argument without a description could not be understood
    properties = {one.name: _property(one, rng, wordy) for one in parameters}
    function = {
        "name": _meaningless(rng, "func") if masked else _tool_name(action, rng, dialect),
        "description": rng.choice(action.does),
        "parameters": {
            "type": "object",
            "properties": properties,
            "required": [one.name for one in parameters if one.required],
        },
    }
    return ComposedTool(action, {"type": "function", "function": function}, tuple(parameters))


def _parameters(action: Action, rng: random.Random, dialect: str, names: str) -> list[Parameter]:
    """Which roles take part, under which names, in which order; at least one is required."""
    chosen = []
    for role in action.roles:
        required = role.required if role.required is not None else rng.random() < 0.6
        if required or role.required is None or rng.random() < 0.6:
            chosen.append((role, required))
    if not any(required for _, required in chosen):
        place = next(place for place, (role, _) in enumerate(chosen) if role.required is not False)
        chosen[place] = (chosen[place][0], True)
    if rng.random() < 0.8:  # most signatures have the required arguments first
        chosen.sort(key=lambda pair: not pair[1])
    spell = _camel if dialect in ("camel", "dotted_camel") else str
    spelled: dict[str, Role] = {}
    for role, _ in chosen:
        while (name := _argument_name(role, rng, names, spell)) in spelled:
            pass  # masked names are drawn again until no two are alike; others differ by themselves
        spelled[name] = role
    return [Parameter(role, name, required) for (role, required), name in zip(chosen, spelled, strict=True)]


def _argument_name(role: Role, rng: random.Random, names: str, spell: Callable[[str], str]) -> str:
    if names == "masked":
        return _meaningless(rng, "arg")
    return role.names[0] if names == "plain" else spell(rng.choice(role.names))


def _property(parameter: Parameter, rng: random.Random, wordy: bool) -> dict:
    """The JSON Schema of one argument, with its description and how its default is told."""
    role = parameter.role
    schema = dict(role_schema(role))
    said = rng.choice(role.descriptions) if wordy else ""
    if not parameter.required and role.default is not ABSENT:
        if not said or rng.random() < 0.5:
            schema["default"] = role.default
        if said and ("default" not in schema or rng.random() < 0.3):
            said = said.rstrip(".") + rng.choice(DEFAULT_SAID).format(_plain(role.default))
    if said:
        schema["description"] = said
    return schema


def role_schema(role: Role) -> dict:
    """The JSON Schema of a role's values: its type's, an enum for a choice, a boolean for a flag."""
    if role.kind == "flag":
        return {"type": "boolean"}
    if role.kind == "choice":
        return {"type": "string" if isinstance(next(iter(role.says)), str) else "integer", "enum": list(role.says)}
    return TYPES[role.kind].schema


def _tool_name(action: Action, rng: random.Random, dialect: str) -> str:
    words = rng.choice(action.names).split()
    name = _camel("_".join(words)) if "camel" in dialect else "_".join(words)
    return f"{action.domain}.{name}" if dialect.startswith("dotted") else name


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def _meaningless(rng: random.Random, stem: str) -> str:
    return f"{stem}_{rng.choice(LETTERS)}{rng.randrange(10)}{rng.choice(LETTERS)}"


def _plain(value: Any) -> str:
    """A default as a schema's author would write it in prose."""
    return f"'{value}'" if isinstance(value, str) else str(value)
