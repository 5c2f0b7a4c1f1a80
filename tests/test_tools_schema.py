"""`tool`: signatures and docstrings to schemas, and the schema as the promise that calls are held to."""

import dataclasses
import datetime as dt
import functools
import json
import uuid
import warnings
from collections.abc import Callable
from decimal import Decimal
from typing import Annotated, Any, Literal

import annotated_types
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pydantic import AfterValidator, BaseModel, Field

from fcall_helpers.tools import Tool, ToolBox, ToolCall, tool
from tests.tool_zoo import Circle, Color, Level, Movie, Node, Point, Shape, Square, make


class Book(BaseModel):
    """One book."""

    title: str
    pages: Annotated[int, Field(gt=0)]


def even(n: int) -> int:
    if n % 2:
        raise ValueError("must be even")
    return n


def problem(each: Tool, **arguments: Any) -> str | None:
    return ToolBox([each]).check(ToolCall(each.name, arguments))


def received(each: Tool, **arguments: Any) -> Any:
    bound, error = each.validate(arguments)
    assert error is None, error
    args, kwargs = bound
    return each(*args, **kwargs)


# From signatures


def test_schema_of_a_plain_function_is_exactly_this():
    def add(a: int, b: int = 2) -> int:
        """Add two numbers.

        Args:
            a: The first.
        """
        return a + b

    expected = {
        "type": "object",
        "properties": {
            "a": {"type": "integer", "description": "The first."},
            "b": {"type": "integer", "default": 2},
        },
        "required": ["a"],
        "additionalProperties": False,
    }
    made = tool(add)
    assert made.schema() == {
        "type": "function",
        "function": {"name": "add", "description": "Add two numbers.", "parameters": expected},
    }
    assert json.dumps(made.parameters) == json.dumps(expected)  # the order of keys too: a model reads it as text
    assert made(1, b=5) == 6 and made.fn is add


@pytest.mark.parametrize(
    ("annotation", "expected"),
    [
        (str, {"type": "string"}),
        (bool, {"type": "boolean"}),
        (float, {"type": "number"}),
        (None, {"type": "null"}),
        (int | None, {"anyOf": [{"type": "integer"}, {"type": "null"}]}),
        (list[int], {"type": "array", "items": {"type": "integer"}}),
        (dict[str, float], {"type": "object", "additionalProperties": {"type": "number"}}),
        (Literal["a", "b"], {"type": "string", "enum": ["a", "b"]}),
        (dt.date, {"type": "string", "format": "date"}),
        (dt.datetime, {"type": "string", "format": "date-time"}),
        (dt.time, {"type": "string", "format": "time"}),
        (dt.timedelta, {"type": "string", "format": "duration"}),
        (uuid.UUID, {"type": "string", "format": "uuid"}),
        (set[str], {"type": "array", "items": {"type": "string"}, "uniqueItems": True}),
        (Annotated[int, Field(ge=0, lt=9)], {"type": "integer", "minimum": 0, "exclusiveMaximum": 9}),
        (Annotated[int, annotated_types.Ge(1)], {"type": "integer", "minimum": 1}),
        (Annotated[str, Field(max_length=3, alias="z", title="T")], {"type": "string", "maxLength": 3}),
        (
            tuple[int, str],
            {
                "type": "array",
                "prefixItems": [{"type": "integer"}, {"type": "string"}],
                "minItems": 2,
                "maxItems": 2,
            },
        ),
    ],
)
@pytest.mark.filterwarnings("ignore:The 'alias' attribute")  # pydantic says that it does nothing there
def test_schema_of_an_annotation(annotation, expected):
    assert make(annotation).parameters["properties"] == {"value": expected}


@pytest.mark.parametrize(
    "annotation", [Color, Point, Node, Book, Movie, Shape, list[Node], dict[str, Book] | None, Decimal]
)
def test_schemas_of_classes_are_valid_and_without_titles(annotation):
    schema = make(annotation).parameters
    Draft202012Validator.check_schema(schema)
    text = json.dumps(schema)
    assert '"title": "' not in text  # pydantic's noise
    assert ('"title": {"type": "string"}' in text) == ("Book" in str(annotation))  # but Book has a field of that name
    assert schema["additionalProperties"] is False and schema["required"] == ["value"]


def test_recursion_goes_through_defs():
    schema = make(Node).parameters
    assert schema["properties"]["value"] == {"$ref": "#/$defs/Node"}
    assert schema["$defs"]["Node"]["properties"]["children"]["items"] == {"$ref": "#/$defs/Node"}


def test_class_docstrings_describe_their_fields():
    defs = make(dict[str, Point | Movie]).parameters["$defs"]
    assert defs["Point"]["description"] == "A point in the plane."
    assert [part["description"] for part in defs["Point"]["properties"].values()] == ["Across.", "Up."]
    assert defs["Movie"]["properties"]["year"]["description"] == "When it came out."
    assert "description" not in make(Node).parameters["$defs"]["Node"]  # the docstring @dataclass writes is noise


@pytest.mark.parametrize(
    ("annotation", "default", "expected"),
    [
        (int, 3, 3),
        (float, 1, 1),
        (int | None, None, None),
        (Color, Color.RED, "red"),
        (dt.date, dt.date(2024, 1, 31), "2024-01-31"),
        (Point, Point(1.0), {"x": 1.0, "y": 0.0}),
        (tuple[int, str], (1, "a"), [1, "a"]),
        (set[int], {1}, [1]),
        (list[int], [], []),
    ],
)
def test_defaults_stand_in_the_schema_and_are_applied_by_the_function(annotation, default, expected):
    made = make(annotation, default)
    assert made.parameters["properties"]["value"]["default"] == expected
    assert made.parameters["required"] == []
    assert received(made) is default
    Draft202012Validator(made.parameters).validate({"value": expected})


def test_a_default_in_the_annotation_counts_too():
    made = make(Annotated[int, Field(default=7)])
    assert made.parameters["required"] == [] and received(made) == 7


def test_names_that_pydantic_keeps_for_itself():
    def f(
        model_config: int,
        schema: str,
        copy: int,
        json: str,
        _private: int,
        self_: int,
        model_fields: int = 1,
        p0: int = 0,
    ):
        return [model_config, schema, copy, json, _private, self_, model_fields, p0]

    made = tool(f)
    names = ["model_config", "schema", "copy", "json", "_private", "self_", "model_fields", "p0"]
    assert list(made.parameters["properties"]) == names
    arguments = dict(zip(names, [1, "s", 2, "j", 3, 4, 5, 6], strict=True))
    assert received(made, **arguments) == [1, "s", 2, "j", 3, 4, 5, 6]
    assert "unexpected p1" in problem(made, **arguments, p1=1)


# Docstrings

GOOGLE = """Find a book.

Looks in
the catalogue.

Args:
    query (str): What to
        look for.
    limit: At most so many.

Returns:
    The books.
"""
NUMPY = """Find a book.

Looks in
the catalogue.

Parameters
----------
query : str
    What to
    look for.
limit : int, optional
    At most so many.

Returns
-------
list
    The books.
"""
REST = """Find a book.

Looks in
the catalogue.

:param query: What to
    look for.
:param int limit: At most so many.
:returns: The books.
"""


@pytest.mark.parametrize("doc", [GOOGLE, NUMPY, REST], ids=["google", "numpy", "rest"])
def test_docstring_styles_say_the_same(doc):
    def find(query: str, limit: int = 5):
        return []

    find.__doc__ = doc
    made = tool(find)
    assert made.description == "Find a book.\nLooks in the catalogue."
    described = {name: part["description"] for name, part in made.parameters["properties"].items()}
    assert described == {"query": "What to look for.", "limit": "At most so many."}


def test_docstring_corner_cases():
    def bare(a: int): ...

    def section_first(a: int):
        """
        Args:
            a: The number.
        """

    def shared(a: int, b: int):
        """Add.

        Parameters
        ----------
        a, b : int
            A number.
        """

    def both(a: Annotated[int, Field(description="From Field.")]):
        """Do.

        Args:
            a: From the docstring.
        """

    assert tool(bare).description == "" and "description" not in tool(bare).parameters["properties"]["a"]
    assert tool(section_first).description == ""
    assert tool(section_first).parameters["properties"]["a"]["description"] == "The number."
    assert [part["description"] for part in tool(shared).parameters["properties"].values()] == ["A number."] * 2
    assert tool(both).parameters["properties"]["a"]["description"] == "From Field."


FRAGMENTS = [
    "Args:",
    "Parameters",
    "-----",
    "Returns:",
    ":param",
    ":param a: b",
    ":",
    "@param a: b",
    "@",
    "a",
    "a:",
    "(",
    ")",
]
FRAGMENTS += [
    "    ",
    "\n",
    "\n\n",
    " ",
    "Example:",
    ">>> 1",
    "Attributes:",
    "a : int, optional",
    "..",
    "::",
    "Raises",
    "%",
    "\t",
]


@given(st.text() | st.lists(st.sampled_from(FRAGMENTS), max_size=12).map("".join))
@settings(deadline=None, max_examples=500)
def test_any_docstring_makes_a_tool(doc):
    def f(a: int): ...

    f.__doc__ = doc
    assert isinstance(tool(f).description, str)


# Kinds of callables


class Shop:
    def __init__(self, name: str):
        self.name = name

    def stock(self, item: str) -> str:
        """Count."""
        return f"{self.name}:{item}"

    @classmethod
    def open(cls, year: int) -> str:
        return f"{cls.__name__}:{year}"

    @staticmethod
    def price(item: str) -> str:
        return item

    def __call__(self, item: str) -> str:
        return self.name + item


def test_methods_partials_and_objects():
    shop = Shop("s")
    assert tool(shop.stock).description == "Count."
    assert received(tool(shop.stock), item="x") == "s:x"
    assert received(tool(Shop.open), year=1) == "Shop:1"
    assert received(tool(Shop.price), item="x") == "x"
    assert received(tool(shop, name="shop"), item="x") == "sx"
    assert received(tool(functools.lru_cache(Shop.price)), item="x") == "x"

    def search(query: str, key: str, limit: int = 3):
        """Search."""
        return [query, key, limit]

    made = tool(functools.partial(search, key="secret"))
    assert made.name == "search" and made.description == "Search."
    assert "secret" not in json.dumps(made.schema())
    assert received(made, query="q") == ["q", "secret", 3]
    assert "unexpected key" in problem(made, query="q", key="mine")
    assert received(tool(functools.partial(search, "q")), key="k", limit=1) == ["q", "k", 1]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [({"a": 1}, [1, 2, 3, 4]), ({"a": 1, "c": 9, "e": 8}, [1, 2, 9, 8]), ({"a": 1, "b": 7}, [1, 7, 3, 4])],
)
def test_positional_only_and_keyword_only(arguments, expected):
    def f(a: int, b: int = 2, /, c: int = 3, *, e: int = 4):
        return [a, b, c, e]

    assert received(tool(f), **arguments) == expected


def test_three_ways_to_use_it_and_its_options():
    @tool
    def one(a: int): ...

    @tool(name="math.two", timeout_s=1, side_effects=True)
    def two(a: int): ...

    def three(a: int): ...

    assert isinstance(one, Tool) and (one.name, one.timeout_s, one.side_effects) == ("one", 5.0, False)
    assert (two.name, two.timeout_s, two.side_effects) == ("math.two", 1, True)
    assert tool(three, name="three_").name == "three_"


def test_schema_is_a_fresh_copy():
    made = make(int)
    made.schema()["function"]["parameters"]["properties"].clear()
    assert "value" in made.parameters["properties"]
    assert "missing value" in problem(made)


# What is refused


def no_annotation(a: int, b): ...
def star(*numbers: int): ...
def double_star(**options: int): ...
def a_callable(f: Callable[[int], int]): ...
def a_class(box: ToolBox): ...
def bad_default(n: int = None): ...
def text_default(n: int = "3"): ...
def nan_default(x: float = float("nan")): ...
def bool_default(n: Literal[1] = True): ...
def field_default(n: int = Field(3)): ...
def unknown_type(n: "Nowhere"): ...  # noqa: F821
def foreign_pattern(s: Annotated[str, Field(pattern=r"\p{L}+")]): ...


@pytest.mark.parametrize(
    ("fn", "kind", "words"),
    [
        (no_annotation, ValueError, ["no_annotation()", "'b'", "annotation", "b: int"]),
        (star, ValueError, ["star()", "*numbers", "each parameter"]),
        (double_star, ValueError, ["double_star()", "**options", "each parameter"]),
        (a_callable, TypeError, ["a_callable()", "'f'", "JSON", "dataclass"]),
        (a_class, TypeError, ["a_class()", "'box'", "JSON", "dataclass"]),
        (bad_default, ValueError, ["bad_default()", "'n'", "None", "TYPE | None"]),
        (text_default, ValueError, ["text_default()", "'n'", "'3'"]),
        (nan_default, ValueError, ["nan_default()", "'x'", "nan"]),
        (bool_default, ValueError, ["bool_default()", "'n'", "true"]),
        (field_default, ValueError, ["field_default()", "'n'", "Annotated"]),
        (unknown_type, ValueError, ["unknown_type()", "Nowhere"]),
        (foreign_pattern, ValueError, ["foreign_pattern()", "['s']", "pattern"]),
        (Shop.stock, ValueError, ["stock()", "'self'", "tool(obj.method)"]),
        (lambda: 1, ValueError, ["lambda", "name="]),
        (Shop("s"), ValueError, ["Shop", "name="]),
        (max, ValueError, ["max()", "signature"]),
        (Shop, TypeError, ["fn", "Shop"]),
        ("add", TypeError, ["fn", "'add'", "name=..."]),
        (make(int), TypeError, ["fn", "Tool"]),
    ],
)
def test_what_cannot_be_a_tool_is_named_in_one_line(fn, kind, words):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(kind) as caught:
            tool(fn)
    message = str(caught.value)
    assert type(caught.value) is kind and "\n" not in message and len(message) < 500
    assert [word for word in words if word not in message] == []


@pytest.mark.parametrize(
    ("options", "kind", "word"),
    [
        ({"timeout_s": 0}, ValueError, "timeout_s"),
        ({"timeout_s": -1}, ValueError, "-1"),
        ({"timeout_s": float("nan")}, ValueError, "nan"),
        ({"timeout_s": float("inf")}, ValueError, "inf"),
        ({"timeout_s": "3"}, TypeError, "'3'"),
        ({"timeout_s": True}, TypeError, "True"),
        ({"side_effects": "no"}, TypeError, "side_effects"),
        ({"name": "two words"}, ValueError, "two words"),
        ({"name": ""}, ValueError, "name"),
        ({"name": "1st"}, ValueError, "1st"),
        ({"name": "x\n"}, ValueError, "name"),
        ({"name": "x" * 65}, ValueError, "64"),
        ({"name": 3}, ValueError, "3"),
    ],
)
def test_bad_options(options, kind, word):
    def f(a: int): ...

    with pytest.raises(kind, match=word):
        tool(f, **options)


# Validation: what arrives, and what is refused


@pytest.mark.parametrize(
    ("annotation", "given_json", "expected"),
    [
        (int, 3, 3),
        (int, 5.0, 5),
        (int, 1e20, 10**20),
        (float, 3, 3.0),
        (list[int | None], [1.0, None], [1, None]),
        (Any, 2.0, 2.0),
        (dict[str, Any], {"a": 2.0}, {"a": 2.0}),
        (float | int, 5.0, 5.0),
        (Literal[5], 5.0, 5),
        (Color, "red", Color.RED),
        (Level, 2, Level.HIGH),
        (Level, 2.0, Level.HIGH),
        (dt.date, "2024-02-29", dt.date(2024, 2, 29)),
        (dt.datetime, "2024-02-29T12:00:00", dt.datetime(2024, 2, 29, 12)),
        (dt.time, "12:30:00", dt.time(12, 30)),
        (dt.timedelta, "P1DT2H", dt.timedelta(days=1, hours=2)),
        (uuid.UUID, "12345678-1234-5678-1234-567812345678", uuid.UUID("12345678-1234-5678-1234-567812345678")),
        (Decimal, 0.1, Decimal("0.1")),
        (tuple[int, str], [1, "a"], (1, "a")),
        (set[int], [1, 2], {1, 2}),
        (Point, {"x": 1}, Point(1.0, 0.0)),
        (Node, {"value": 1, "children": [{"value": 2}]}, Node(1, [Node(2)])),
        (Book, {"title": "t", "pages": 3}, Book(title="t", pages=3)),
        (Movie, {"name": "n", "year": 1999}, {"name": "n", "year": 1999}),
        (Shape, {"kind": "square", "side": 2}, Square(kind="square", side=2.0)),
        (int | str, "3", "3"),
    ],
)
def test_values_arrive_as_the_annotated_type(annotation, given_json, expected):
    value = received(make(annotation), value=given_json)
    assert value == expected and type(value) is type(expected)
    assert repr(value) == repr(expected)  # inside containers too: 1 and 1.0 are equal, and not the same


@pytest.mark.parametrize(
    ("annotation", "value", "words"),
    [
        (int, "3", ["value", '"3"', "integer"]),
        (int, True, ["value", "true", "integer"]),
        (int, 2.5, ["2.5", "integer"]),
        (int, None, ["null", "integer"]),
        (float, "1", ["number"]),
        (float, True, ["number"]),
        (float, 10**400, ["number"]),
        (str, 3, ["3", "string"]),
        (bool, 1, ["1", "boolean"]),
        (bool, "true", ["boolean"]),
        (Literal[1], True, ["true", "1"]),
        (Level, True, ["true", "1 or 2"]),
        (Color, "green", ['"red" or "blue"']),
        (int | None, "x", ["integer or null"]),
        (set[int], [1, 1], ["[1, 1]", "uniqueItems"]),
        (tuple[int, str], [1], ["array of integer, string", "minItems 2"]),
        (Annotated[int, Field(ge=0)], -1, ["-1", "minimum 0"]),
        (Annotated[int, AfterValidator(even)], 3, ["value: got 3", "must be even"]),
        (dt.date, "2024-02-30", ["value", '"2024-02-30"', "date"]),
        (list[Point], [{"x": 1}, {"x": "a"}], ["value[1].x", '"a"', "number"]),
        (Point, {"y": 1}, ["missing value.x"]),
        (Point, {"x": 1, "z": 1}, ["unexpected value.z", "x, y"]),
        (Shape, {"kind": "circle", "radius": -1}, ["value.radius", "-1", "exclusiveMinimum 0"]),
        (Circle | Square, {"kind": "circle", "radius": "r"}, ["value.radius", '"r"', "number"]),
        (Circle | Square | None, "x", ["object with kind, radius or object with kind, side or null"]),
        (Node, {"value": 1, "children": [{"value": "2"}]}, ["value.children[0].value", '"2"']),
        (dt.date, "86400", ['"86400"', "format date"]),
        (dt.date, "2024-02-29T00:00:00", ["value", "date"]),
        (dt.datetime, "1700000000", ['"1700000000"', "format date-time"]),
        (list[dt.date | None], ["2024"], ["value[0]", '"2024"', "format date"]),
        (dt.time, "noon", ["value", "time"]),
        (dt.date | int, "never", ['"never"']),
    ],
)
def test_nothing_is_coerced_and_the_error_names_the_place(annotation, value, words):
    message = problem(make(annotation), value=value)
    assert message.startswith("invalid arguments for f: ") and "\n" not in message
    assert [word for word in words if word not in message] == []


def test_all_errors_are_told_at_once_and_bounded():
    def book(title: str, pages: int, color: Color = Color.RED): ...

    message = problem(tool(book), title_="x", pages="3")
    assert "missing title, expected string" in message
    assert 'pages: got "3", expected integer' in message
    assert "unexpected title_" in message and "did you mean title?" in message
    assert "and 15 more" in problem(make(list[int]), value=["x"] * 20)
    assert len(problem(make(Color), value="x" * 10_000)) < 300


@pytest.mark.parametrize("failure", [RuntimeError("no"), SystemExit(3), RecursionError()])
def test_failing_code_in_the_callers_types_is_an_error_text(failure):
    @dataclasses.dataclass
    class Picky:
        n: int

        def __post_init__(self):
            raise failure

    assert type(failure).__name__ in problem(make(Picky), value={"n": 1})


# The schema is what is enforced

json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-3, 3)
    | st.sampled_from([0.0, 1.0, 2.5, 1e300])
    | st.sampled_from(["", "a", "red"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["x", "y", "kind"]), inner, max_size=3),
    max_leaves=6,
)
# Left out, since a schema cannot say all that Python's types ask for: formats (2024-02-30 is a string of JSON Schema),
# Decimal's strings, validators, a whole float for an enum of mixed types, integers too large for a float.
STRICT = [
    int,
    float,
    str,
    bool,
    None,
    Literal["a", "red"],
    Literal[1, 2],
    int | None,
    int | str,
    float | None,
    Color,
    Level,
]
STRICT += [list[int], dict[str, float], tuple[int, str], set[int], Point, Book, Node, Movie, Shape, Circle | Square]
STRICT += [list[Point], dict[str, list[int | None]], Annotated[int, Field(ge=0)], Annotated[str, Field(min_length=1)]]
TOOLS = [make(annotation) for annotation in STRICT]
near_misses = st.sampled_from(
    [{"x": 1}, {"x": 1.0, "y": 2}, {"x": True}, {"value": 1}, {"value": 1, "children": [{"value": 2.0}]}]
    + [{"title": "a", "pages": n} for n in (1, 0, 2.0, "1")]
    + [{"kind": "circle", "radius": 1}, {"kind": "square", "radius": 1}, {"kind": "square", "side": 0}]
    + [[1, "a"], ["a", 1], [1.0, "a"], [1, 1], [True, 1], {"name": "a", "year": 1}]
)


@given(st.sampled_from(TOOLS), json_values | near_misses)
@settings(deadline=None, max_examples=600)
def test_check_agrees_with_the_schema(made, value):
    accepted = Draft202012Validator(made.parameters).is_valid({"value": value})
    assert (problem(made, value=value) is None) == accepted


ANNOTATIONS = st.recursive(
    st.sampled_from(
        [int, str, float, bool, dt.date, uuid.UUID, Decimal, Color, Point, Node, Book, Movie, Literal["a", 1]]
    ),
    lambda inner: (
        st.builds(lambda t: list[t], inner)
        | st.builds(lambda t: dict[str, t], inner)
        | st.builds(lambda t: t | None, inner)
        | st.builds(lambda a, b: tuple[a, b], inner, inner)
    ),
    max_leaves=4,
)


@given(ANNOTATIONS, json_values)
@settings(deadline=None)
def test_any_signature_gives_a_valid_schema_which_check_never_exceeds(annotation, value):
    made = make(annotation)
    Draft202012Validator.check_schema(made.parameters)
    json.dumps(made.parameters, allow_nan=False)
    if problem(made, value=value) is None:
        Draft202012Validator(made.parameters).validate({"value": value})


# Schemas from elsewhere


def foreign(parameters: Any, **more: Any) -> Tool:
    return Tool.from_schema(
        {"name": "far.away", "description": "Far.", "parameters": parameters, **more}, lambda **k: k
    )


def test_from_schema_keeps_the_schema_and_passes_keywords():
    parameters = {
        "type": "object",
        "properties": {"n": {"type": "integer"}, "x": {"anyOf": [{"type": "number"}, {"type": "integer"}]}, "any": {}},
        "required": ["n"],
        "definitions": {"unused": {"title": "kept"}},
    }
    made = foreign(parameters)
    assert made.schema()["function"] == {"name": "far.away", "description": "Far.", "parameters": parameters}
    assert Tool.from_schema(made.schema(), print).schema() == made.schema()
    value = received(made, n=5.0, x=5.0, any=2.0, extra=1)
    assert repr(value) == "{'n': 5, 'x': 5.0, 'any': 2.0, 'extra': 1}"  # whole only where an integer was asked
    assert '"3", expected integer' in problem(made, n="3") and "true" in problem(made, n=True)
    assert "missing n" in problem(made)
    parameters["properties"].clear()
    assert "n" in made.parameters["properties"]


def test_from_schema_does_not_hand_out_the_calls_own_arguments():
    made = Tool.from_schema({"name": "f", "inputSchema": {"type": "object"}}, lambda items: items.clear())
    arguments = {"items": [1, 2]}
    received(made, **arguments)
    assert arguments == {"items": [1, 2]}


def test_from_schema_without_parameters_takes_none():
    made = Tool.from_schema({"name": "now"}, lambda: 1)
    assert received(made) == 1 and "unexpected x, expected no arguments" in problem(made, x=1)


@pytest.mark.parametrize(
    ("parameters", "word"),
    [
        ({"type": "dict"}, '"dict"'),
        ({}, "object"),
        ([], "JSON object"),
        ({"type": "object", "properties": {"a": {"type": "nope"}}}, "'nope'"),
        ({"type": "object", "required": "a"}, "required"),
        ({"type": "object", "properties": {"a": {"pattern": "("}}}, "pattern"),
        ({"type": "object", "properties": {"a": {"$ref": "#/$defs/nowhere"}}}, "nowhere"),
        ({"type": "object", "properties": {"a": {"$ref": "http://example.com/s.json"}}}, "example.com"),
        ({"type": "object", "default": float("nan")}, "JSON"),
    ],
)
def test_malformed_schemas_are_refused(parameters, word):
    with pytest.raises(ValueError, match="far.away") as caught:
        foreign(parameters)
    assert word in str(caught.value) and "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "schema", [3, None, {}, {"name": "two words"}, {"function": 3}, {"name": "f", "description": 3}]
)
def test_from_schema_refuses_what_is_no_tool(schema):
    with pytest.raises(ValueError):
        Tool.from_schema(schema, print)


def test_from_schema_needs_a_callable_and_is_not_fooled_by_names():
    with pytest.raises(TypeError, match="fn"):
        Tool.from_schema({"name": "f"}, 3)
    odd = {"properties": {"$ref": {"type": "string"}, "title": {"const": {"$ref": "http://x"}}}, "type": "object"}
    assert foreign(odd).parameters == odd  # a property called $ref and a constant are no references


def test_a_schema_that_refers_to_itself_forever_is_an_error_text():
    assert "nested too deeply" in problem(foreign({"type": "object", "$ref": "#"}))
