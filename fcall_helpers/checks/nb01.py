"""Checks of notebook 01, anatomy_of_a_call."""

from fcall_helpers.checks.framework import CheckFailed, exercise, expect


def _forecast(city: str, days: int, metric: bool = True, wind: float = 0.0) -> str:
    """The weather of the coming days."""


@exercise("Your schema tells a model all it needs to call the function.")
def check_01a(describe):
    """``describe(fn)``: an OpenAI tool schema from a function's signature and docstring."""
    got = describe(_forecast)
    expect(isinstance(got, dict) and got.get("type") == "function", 'the outermost dict should say "type": "function"')
    function = got.get("function", {})
    expect(
        function.get("name") == "_forecast", f"the name should be the function's own, it is {function.get('name')!r}"
    )
    expect(
        (function.get("description") or "").strip() == "The weather of the coming days.",
        "the description should be the docstring: it is all the model knows about what the function is for",
    )
    parameters = function.get("parameters", {})
    expect(parameters.get("type") == "object", 'the parameters are one JSON object: "type": "object" is missing')
    properties = parameters.get("properties", {})
    missing = [name for name in ("city", "days", "metric", "wind") if name not in properties]
    expect(not missing, f"the properties lack {', '.join(missing)}")
    wanted = {"city": "string", "days": "integer", "metric": "boolean", "wind": "number"}
    for name, kind in wanted.items():
        got_kind = properties[name].get("type") if isinstance(properties[name], dict) else properties[name]
        python = got_kind in {"str", "int", "bool", "float"} or isinstance(got_kind, type)
        hint = ": these are JSON Schema's names for types, not Python's" if python else ""
        expect(got_kind == kind, f"{name} has type {got_kind!r}, it should be {kind!r}{hint}")
    required = parameters.get("required")
    expect(required is not None, '"required" is missing, so the model may leave out everything')
    optional = [name for name in ("metric", "wind") if name in required]
    expect(not optional, f"{', '.join(optional)} has a default, so it is not required")
    expect(sorted(required) == ["city", "days"], f"required should be city and days, it is {sorted(required)}")


GOOD = '<tool_call>\n{"name": "add", "arguments": {"a": 1, "b": 2}}\n</tool_call>'
OTHER = '<tool_call>\n{"name": "mul", "arguments": {"a": 3, "b": 4}}\n</tool_call>'


@exercise("One call, two calls, no call, a broken call: your parser keeps what is good and never raises.")
def check_01b(find_calls):
    """``find_calls(text)``: the (name, arguments) pairs of every good call in a model's text."""
    expect(find_calls("Hello!") == [], f"a text without calls should give [], you gave {find_calls('Hello!')!r}")
    one = find_calls(f"I will add.\n{GOOD}")
    expect(one, "a text with one good call gave nothing")
    expect(one == [("add", {"a": 1, "b": 2})], f"one call should give [('add', {{'a': 1, 'b': 2}})], you gave {one!r}")
    two = _find(find_calls, f"{GOOD}\n{OTHER}", "two calls in one text")
    expect(len(two) == 2, f"two calls in one text gave {len(two)}: does your pattern run on to the last closing tag?")
    three = _find(
        find_calls, f'{GOOD}<tool_call>{{"name": "add"</tool_call>{OTHER}', "a broken call between two good ones"
    )
    expect(len(three) == 2, f"a broken call between two good ones should leave 2 calls, you found {len(three)}")
    true = find_calls('<tool_call>{"name": "switch", "arguments": {"on": true, "at": null}}</tool_call>')
    wanted = [("switch", {"on": True, "at": None})]
    expect(
        true == wanted, f"true and null are JSON, not Python: expected {wanted!r}, you gave {true!r}; use json.loads"
    )


def _find(find_calls, text: str, what: str) -> list:
    try:
        return find_calls(text)
    except NotImplementedError:
        raise
    except Exception as error:
        raise CheckFailed(f"{what} raised {type(error).__name__}: one bad call must not cost the others") from None


ROOM = {
    "type": "object",
    "properties": {
        "room": {"type": "string"},
        "guests": {"type": "integer"},
        "price": {"type": "number"},
        "late": {"type": "boolean"},
    },
    "required": ["room", "guests"],
}


@exercise("Nothing wrong gets through, and nothing right is refused.")
def check_01c(problems):
    """``problems(arguments, parameters)``: a list of what is wrong with the arguments, empty when they are right."""
    fine = {"room": "blue", "guests": 2, "price": 80, "late": False}
    expect(isinstance(problems(fine, ROOM), list), "return a list: empty when all is well")
    expect(problems(fine, ROOM) == [], f"{fine} is right (an int is a number too), you found {problems(fine, ROOM)}")
    empty = {"room": "", "guests": 0}
    expect(problems(empty, ROOM) == [], f"{empty} is right: 0 and '' are values, you found {problems(empty, ROOM)}")
    bad = {
        "a missing argument": ({"room": "blue"}, "guests"),
        "an argument the schema does not have": ({**fine, "colour": "red"}, "colour"),
        "a string where an integer is asked": ({**fine, "guests": "2"}, "guests"),
        "True where an integer is asked (in Python a bool is an int, in JSON it is not)": (
            {**fine, "guests": True},
            "guests",
        ),
        "a falsy value of the wrong type": ({**fine, "room": 0}, "room"),
    }
    for what, (arguments, name) in bad.items():
        found = problems(arguments, ROOM)
        expect(found, f"{what} got through: {arguments}")
        expect(any(name in str(problem) for problem in found), f"the problem should name {name!r}, you said {found}")
