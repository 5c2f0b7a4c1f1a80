"""Types and tools of every kind that `tool` can make, and foreign schemas as they come in the wild."""

import dataclasses
import datetime
import enum
import ipaddress
import pathlib
import uuid
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from typing_extensions import TypedDict

from fcall_helpers.tools import Tool, tool


class Color(enum.Enum):
    RED = "red"
    BLUE = "blue"
    QUOTED = 'dark "red"\\'


class Level(enum.IntEnum):
    LOW = 1
    HIGH = 2


@dataclasses.dataclass
class Point:
    """A point in the plane.

    Attributes:
        x: Across.
        y: Up.
    """

    x: float
    y: float = 0.0


@dataclasses.dataclass
class Node:
    value: int
    children: list["Node"] = dataclasses.field(default_factory=list)


class Link(BaseModel):
    name: str
    next: "Link | None"  # required, so only null ends it


class Circle(BaseModel):
    kind: Literal["circle"]
    radius: Annotated[float, Field(gt=0)]


class Square(BaseModel):
    kind: Literal["square"]
    side: float


Shape = Annotated[Circle | Square, Field(discriminator="kind")]


class Movie(TypedDict):
    """A film.

    Attributes:
        year: When it came out.
    """

    name: str
    year: int


class Open(BaseModel):
    model_config = ConfigDict(extra="allow")
    z: int


class Unicode(BaseModel):
    size: float = Field(alias='größe "x" \\ y', description='a "quoted" back\\slash\nand a new line, 漢字')


TYPES = {
    "integer": int,
    "number": float,
    "text": str,
    "truth": bool,
    "nothing": None,
    "anything": Any,
    "free_object": dict,
    "free_list": list,
    "enum": Color,
    "int_enum": Level,
    "literal": Literal["a", 1, None, 'é"\\'],
    "optional": int | None,
    "union": int | str | list[float],
    "dataclass": Point,
    "tree": Node,
    "linked": Link,
    "typed_dict": Movie,
    "extra": Open,
    "unicode": Unicode,
    "either_model": Circle | Square,
    "tagged": Shape,
    "nested_lists": list[list[str]],
    "pair": tuple[int, str],
    "numbers": tuple[float, ...],
    "set_of_enum": set[Color],
    "set_of_literal": Annotated[set[Literal[1, 2, 3]], Field(min_length=1, max_length=2)],
    "set_of_bool": frozenset[bool],
    "set_of_one": Annotated[set[str], Field(max_length=1)],
    "dict_of_float": dict[str, float],
    "dict_by_literal": dict[Literal["a", "b"], int],
    "dict_by_enum": dict[Color, list[int]],
    "dict_sized": Annotated[dict[str, int], Field(min_length=1, max_length=2)],
    "date": datetime.date,
    "datetime": datetime.datetime,
    "time": datetime.time,
    "duration": datetime.timedelta,
    "uuid": uuid.UUID,
    "address": ipaddress.IPv4Address,
    "path": pathlib.Path,
    "binary": bytes,
    "between": Annotated[int, Field(ge=1, le=10)],
    "above": Annotated[int, Field(gt=-3)],
    "below": Annotated[int, Field(lt=-3)],
    "open_interval": Annotated[float, Field(gt=0, lt=1)],
    "at_least": Annotated[float, Field(ge=0.5)],
    "fives": Annotated[int, Field(multiple_of=5)],
    "quarters": Annotated[float, Field(multiple_of=0.25, ge=0, le=10)],
    "pattern": Annotated[str, Field(pattern=r"^[A-Z]{3}-\d+$")],
    "pattern_within": Annotated[str, Field(pattern=r"\d{3}")],
    "length": Annotated[str, Field(min_length=3, max_length=5)],
    "pattern_length": Annotated[str, Field(pattern="^[a-z]+$", max_length=5)],
    "list_length": Annotated[list[int], Field(min_length=2, max_length=3)],
}


def make(annotation: Any, *default: Any, name: str = "f") -> Tool:
    """A tool ``f(value: annotation = default)`` that returns what it receives."""

    def f(value):
        return value

    f.__annotations__ = {"value": annotation}
    f.__defaults__ = default or None
    return tool(f, name=name)


def no_parameters() -> None:
    """Says "nothing" \\ at all."""


def several(city: str, days: int = 1, units: Literal["c", "f"] = "c", near: Point | None = None) -> None:
    """The usual kind."""


def closed(required: tuple = (), **properties) -> dict:
    return {"type": "object", "properties": properties, "required": list(required), "additionalProperties": False}


def listed(*required: str, **properties) -> dict:
    return {"type": "object", "properties": properties, "required": list(required)}


TEXT, NUMBER, INTEGER = {"type": "string"}, {"type": "number"}, {"type": "integer"}
EXPRESSION = {
    "anyOf": [
        NUMBER,
        listed("left", "right", left={"$ref": "#/$defs/E"}, right={"$ref": "#/$defs/E"}),
    ]
}
RAW = {
    "maps.find-place": listed("at", at=TEXT, options={"type": "object", "properties": {"n": NUMBER, "ids": {}}}),
    "bare": {"type": "object"},
    "any_keys": {"type": "object", "additionalProperties": True},
    "open_number": listed("n", n={"type": ["number", "null"]}),
    "untyped": listed("n", "m", n={"description": "anything"}, m={"minimum": 3}),
    "either_required": {**listed(a=TEXT, b=TEXT), "anyOf": [{"required": ["a"]}, {"required": ["b"]}]},
    "either_property": {**listed(a=TEXT), "anyOf": [listed("b", b=INTEGER), listed("c", c=NUMBER)]},
    "all_of": listed("o", o={"allOf": [listed("a", a=TEXT), listed("b", b=NUMBER)]}),
    "all_of_one": {
        **listed("o", o={"allOf": [{"$ref": "#/$defs/P"}], "default": None}),
        "$defs": {"P": listed(x=NUMBER)},
    },
    "itself": listed("v", v=INTEGER, kids={"type": "array", "items": {"$ref": "#"}}),
    "pointer": listed("w", v={"type": "object", "properties": {"z": NUMBER}}, w={"$ref": "#/properties/v"}),
    "expression": {**listed("e", e={"$ref": "#/$defs/E"}), "$defs": {"E": EXPRESSION}},
    "pattern_keys": listed("o", o={"type": "object", "patternProperties": {"^[a-z]{1,3}$": NUMBER}}),
    "named_by_pattern": listed("o", o={"type": "object", "propertyNames": {"type": "string", "pattern": "^k[0-9]$"}}),
    "formats": listed(
        "day", "strange", day={"type": "string", "format": "date", "pattern": "^20"}, strange={**TEXT, "format": "x-y"}
    ),
    "mixed_enum": listed("a", a={"enum": [1, "1", 1.5, None, True, [1, {"k": "v"}], -0.0, 'é"\\\n</tool_call>']}),
    "typed_enum": listed("a", a={"type": "string", "enum": ["a", 1, None]}),
    "tags_as_data": listed("a", a={"const": "<tool_call>"}, b={"const": {"q": [1.5, "</tool_call>"]}}),
    "tuple": listed(
        "a", a={"type": "array", "prefixItems": [INTEGER, TEXT], "items": NUMBER, "minItems": 2, "maxItems": 4}
    ),
    "keywords_as_names": listed("title", "type", "$ref", title=TEXT, type=TEXT, enum=INTEGER, **{"$ref": TEXT}),
    "draft_7": {"$schema": "http://json-schema.org/draft-07/schema#", **closed(a=INTEGER)},
    "one_of": listed("a", a={"oneOf": [INTEGER, TEXT]}),
}


def zoo() -> dict[str, Tool]:
    """All of them by name; each takes at most a few arguments and does nothing."""
    tools = [make(annotation, name=name) for name, annotation in TYPES.items()]
    tools += [tool(no_parameters), tool(several)]
    for name, parameters in RAW.items():
        function = {"name": name, "description": 'a "foreign" \\ schema', "parameters": parameters}
        tools.append(Tool.from_schema({"type": "function", "function": function}, lambda **arguments: arguments))
    return {each.name: each for each in tools}
