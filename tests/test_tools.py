"""Strict JSON, calls and results on the wire, and a `ToolBox` that answers every call with data."""

import asyncio
import contextvars
import dataclasses
import datetime as dt
import enum
import itertools
import json
import math
import sys
import threading
import time

import numpy
import pytest
import torch
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from fcall_helpers.tools import (
    ERROR_KINDS,
    MAX_CONTENT,
    MAX_DEPTH,
    Tool,
    ToolBox,
    ToolCall,
    ToolResult,
    loads_strict,
    tool,
)

characters = st.characters(exclude_categories=["Cs"])  # no lone surrogates: JSON text is Unicode
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(characters),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(characters), inner, max_size=4),
    max_leaves=12,
)
json_objects = st.dictionaries(st.text(characters), json_values, max_size=4)


# Strict JSON


@given(json_values, st.booleans())
@settings(deadline=None)
def test_loads_strict_reads_all_json(value, ascii_only):
    assert loads_strict(json.dumps(value, ensure_ascii=ascii_only)) == value


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", "character 0"),
        ("{'a': 1}", "character 1"),
        ("[1,]", "not JSON"),
        ("1 2", "Extra data"),
        ("\ufeff1", "not JSON"),
        ('"a\nb"', "control character"),
        ("NaN", "NaN"),
        ("[-Infinity]", "-Infinity"),
        ("1e999", "1e999"),
        ("[-1e999]", "too large"),
        ("9" * 5000, "digits"),
        (r'"\ud800"', "surrogate"),
        (r'{"\uDC00": 1}', "surrogate"),
        ('"\ud800"', "surrogate"),
        ("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1), "deeper"),
        ('{"a":' * 101 + "1" + "}" * 101, "deeper"),
        ("[" * 200_000, "deeper"),
    ],
    ids=range(17),
)
def test_loads_strict_refuses_in_one_line(text, word):
    with pytest.raises(ValueError) as caught:
        loads_strict(text)
    message = str(caught.value)
    assert word in message and "\n" not in message and len(message) < 150
    message.encode()


def test_loads_strict_boundaries():
    deepest = loads_strict("[" * MAX_DEPTH + "]" * MAX_DEPTH)
    assert json.dumps(deepest) == "[" * MAX_DEPTH + "]" * MAX_DEPTH
    assert loads_strict("[" + ",".join(["{}"] * 1000) + "]") == [{}] * 1000  # wide is not deep
    assert loads_strict(r'"\ud83d\ude00 \\ud800"') == "😀 \\ud800"
    assert loads_strict(' {"a": 1, "a": 2} ') == {"a": 2}
    with pytest.raises(TypeError, match="bytes"):
        loads_strict(b"1")


def test_depth_does_not_depend_on_the_stack_in_use():
    def deeper(n):
        return loads_strict("[" * MAX_DEPTH + "]" * MAX_DEPTH) if n == 0 else deeper(n - 1)

    assert deeper(600) == deeper(0)


@given(st.text())
def test_loads_strict_raises_nothing_else(text):
    try:
        json.dumps(loads_strict(text), allow_nan=False).encode()
    except ValueError as error:
        assert "\n" not in str(error)


# Calls on the wire


@given(st.text(characters, min_size=1), json_objects, st.text(characters))
@settings(deadline=None)
def test_openai_round_trip(name, arguments, call_id):
    call = ToolCall(name, arguments, call_id)
    wire = call.to_openai()
    assert ToolCall.from_openai(wire) == call
    assert ToolCall.from_openai(json.loads(json.dumps(wire))) == call
    assert ToolCall.from_openai({**wire, "function": {"name": name, "arguments": arguments}}) == call
    assert ToolCall.from_openai({"id": call_id, "name": name, "arguments": json.dumps(json.dumps(arguments))}) == call
    assert {hash(call)} == {hash(ToolCall.from_openai(wire))}


def test_to_openai_is_the_wire_form():
    assert ToolCall("add", {"a": 1, "s": "é"}, "call_7").to_openai() == {
        "id": "call_7",
        "type": "function",
        "function": {"name": "add", "arguments": '{"a": 1, "s": "é"}'},
    }


@pytest.mark.parametrize("nothing", [None, "", "  ", "{}", {}])
def test_no_arguments_in_every_dress(nothing):
    assert ToolCall.from_openai({"name": "now", "arguments": nothing}) == ToolCall("now", {}, "call_0")


@pytest.mark.parametrize(
    ("call", "word"),
    [
        ([], "[]"),
        ("add", '"add"'),
        ({}, "name"),
        ({"name": "", "arguments": {}}, "name"),
        ({"name": 3, "arguments": {}}, "3"),
        ({"name": "f"}, "arguments"),
        ({"function": "f"}, '"f"'),
        ({"function": {"arguments": {}}}, "name"),
        ({"type": "custom", "name": "f", "arguments": {}}, '"custom"'),
        ({"id": 3, "name": "f", "arguments": {}}, "3"),
        ({"name": "f", "arguments": [1]}, "[1]"),
        ({"name": "f", "arguments": 3}, "3"),
        ({"name": "f", "arguments": "null"}, "null"),
        ({"name": "f", "arguments": "[1]"}, "[1]"),
        ({"name": "f", "arguments": "{'a': 1}"}, "{'a': 1}"),
        ({"name": "f", "arguments": '{"a": NaN}'}, "NaN"),
        ({"name": "f", "arguments": '{"a": 1e999}'}, "1e999"),
        ({"name": "f", "arguments": '{"a":' * 100_000}, "deeper"),
        ({"name": "f", "arguments": json.dumps(json.dumps(json.dumps({})))}, "{}"),
        ({"name": "f", "arguments": {"a": float("inf")}}, "JSON"),
        ({"name": "f", "arguments": {"a": {1}}}, "set"),
        ({"name": "f", "arguments": {"a": (1,)}}, "(1,)"),
        ({"name": "f", "arguments": {1: 1}}, "{1: 1}"),
        ({"name": "f", "arguments": {"a": "\ud800"}}, "surrogate"),
    ],
)
def test_from_openai_quotes_what_is_wrong(call, word):
    with pytest.raises(ValueError) as caught:
        ToolCall.from_openai(call)
    message = str(caught.value)
    assert word in message and "\n" not in message and len(message) < 300


def test_from_openai_copies_the_arguments():
    arguments = {"items": [1]}
    call = ToolCall.from_openai({"name": "f", "arguments": arguments})
    arguments["items"].append(2)
    assert call.arguments == {"items": [1]}


def test_results():
    good = ToolResult("call_1", "3", True, None)
    assert good.to_message() == {"role": "tool", "tool_call_id": "call_1", "content": "3"}
    denied = ToolResult.failure("call_1", "denied", "the user said\nno \ud800" + "x" * 5000)
    assert not denied.ok and denied.error == "denied" and len(denied.content) < 2000
    assert json.loads(denied.content.encode())["error"].startswith("the user said no ")
    with pytest.raises(dataclasses.FrozenInstanceError):
        good.ok = False
    with pytest.raises(ValueError, match="denied"):
        ToolResult("c", "{}", False, "refused")
    with pytest.raises(ValueError, match="contradicts"):
        ToolResult("c", "{}", True, "failed")


# The box


def add(a: int, b: int = 1) -> int:
    """Add."""
    return a + b


def get_weather(city: str) -> dict:
    return {"city": city}


def test_box_holds_tools_and_functions():
    weather = tool(get_weather, name="weather.get")
    box = ToolBox(each for each in [add, weather])
    assert len(box) == 2 and box.names == ["add", "weather.get"]
    assert "add" in box and "sub" not in box and [] not in box
    assert box["weather.get"] is weather and isinstance(box["add"], Tool)
    assert [each.name for each in box] == box.names
    assert box.schemas() == [box["add"].schema(), weather.schema()]
    assert ToolBox().schemas() == []
    with pytest.raises(KeyError, match="did you mean add"):
        box["ad"]


@pytest.mark.parametrize(
    ("tools", "kind", "word"),
    [
        ([add, tool(get_weather, name="add")], ValueError, "'add'"),
        ([3], TypeError, "3"),
        (add, TypeError, "list of tools"),
        (tool(add), TypeError, "list of tools"),
        ("add", TypeError, "list of tools"),
        ({"add": add}, TypeError, "list of tools"),
    ],
)
def test_box_refuses(tools, kind, word):
    with pytest.raises(kind, match=word):
        ToolBox(tools)


def test_call_runs_the_function():
    box = ToolBox([add, get_weather])
    assert box.call(ToolCall("add", {"a": 2, "b": 3}, "call_9")) == ToolResult("call_9", "5", True, None)
    assert box.call(ToolCall("add", {"a": 2.0}, "x")).content == "3"
    assert box.call(ToolCall("get_weather", {"city": "Zürich"}, "x")).content == '{"city": "Zürich"}'
    assert box.check(ToolCall("add", {"a": 2})) is None


def test_check_does_not_run_the_function():
    ran = []

    def act(a: int):
        ran.append(a)

    box = ToolBox([act])
    assert box.check(ToolCall("act", {"a": 1})) is None and "integer" in box.check(ToolCall("act", {"a": "1"}))
    assert ran == []
    box.call(ToolCall("act", {"a": "1"}))
    assert ran == []
    box.call(ToolCall("act", {"a": 1}))
    assert ran == [1]


def test_unknown_tools_get_a_suggestion():
    box = ToolBox([add, get_weather])
    result = box.call(ToolCall("Get_Wether", {}, "c"))
    assert (result.ok, result.error, result.call_id) == (False, "unknown_tool", "c")
    message = json.loads(result.content)["error"]
    assert "did you mean get_weather?" in message and "add, get_weather" in message
    assert message == box.check(ToolCall("Get_Wether", {}))
    many = ToolBox([tool(add, name=f"t{i}") for i in range(1000)])
    assert "and 990 more" in many.check(ToolCall("zzz", {})) and len(many.check(ToolCall("zzz", {}))) < 500
    assert "none" in ToolBox().check(ToolCall("add", {}))


def test_call_wants_a_tool_call():
    with pytest.raises(TypeError, match="from_openai"):
        ToolBox([add]).call({"name": "add", "arguments": {}})


class Evil:
    def __repr__(self):
        raise SystemExit(1)

    __str__ = __eq__ = __repr__


class EvilDict(dict):
    def __eq__(self, other):
        raise RuntimeError("no")

    __ne__, __hash__ = __eq__, None


LOOP: dict = {}
LOOP["a"] = LOOP
DEEP: list = []
for _ in range(100_000):
    DEEP = [DEEP]
garbage = st.sampled_from([None, 3, "text", [1], object(), Evil(), EvilDict(a=1), LOOP, {"a": DEEP}, {"a": math.nan}])
garbage |= st.sampled_from(
    [{1: 2}, {"a": (1,)}, {"a": {1}}, {"a": b"x"}, {"a": "\ud800"}, {"a": 10**5000}, {"\ud800": 1}]
)
garbage |= st.sampled_from([{"a": Evil()}, {"a": 10**400}, {"x": 10**400}])


@given(st.sampled_from(["add", "add_", "take", "", None, 3, ("a",), [], "\ud800", Evil()]), json_objects | garbage)
@example("take", {"x": 1, "words": ["a"]})
@settings(deadline=None, max_examples=300)
def test_call_never_raises(name, arguments):
    def take(x: float, words: list[str]): ...

    box = ToolBox([add, take])
    result = box.call(ToolCall(name, arguments, "c"))
    value = loads_strict(result.content)
    result.content.encode()
    if result.ok:
        assert box.check(ToolCall(name, arguments)) is None
    else:
        assert result.error in ERROR_KINDS and list(value) == ["error"] and "\n" not in value["error"]
        assert value["error"] == box.check(ToolCall(name, arguments))
        assert len(result.content) < 2000


# What a function may do


def call(fn, **options) -> ToolResult:
    return ToolBox([tool(fn, name="f", **options)]).call(ToolCall("f", {}, "c"))


class QuietError(Exception):
    def __str__(self):
        raise SystemExit(2)


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (ZeroDivisionError("division by zero"), "ZeroDivisionError: division by zero"),
        (ValueError("two\nlines"), "ValueError: two lines"),
        (KeyError("k"), "KeyError: 'k'"),
        (AssertionError(), "AssertionError"),
        (SystemExit(3), "SystemExit: 3"),
        (KeyboardInterrupt(), "KeyboardInterrupt"),
        (GeneratorExit(), "GeneratorExit"),
        (asyncio.CancelledError(), "CancelledError"),
        (TimeoutError("mine"), "TimeoutError: mine"),
        (QuietError(), "QuietError"),
        (ValueError("\ud800"), "ValueError: ?"),
    ],
)
def test_whatever_a_function_raises_is_a_failed_result(error, message):
    def fails():
        raise error

    async def fails_later():
        raise error

    assert call(fails) == ToolResult("c", json.dumps({"error": message}), False, "failed")
    if not isinstance(error, (KeyboardInterrupt, asyncio.CancelledError)):  # these two mean something to the event loop
        assert call(fails_later) == call(fails)
    assert call(fails_later).error == "failed"


def test_long_errors_are_bounded():
    def fails():
        raise ValueError("x" * 100_000)

    assert len(call(fails).content) < 600


def test_endless_recursion_is_a_failed_result():
    def forever():
        return forever()

    assert "RecursionError" in call(forever).content


def test_a_hanging_function_is_left_behind():
    release, done = threading.Event(), threading.Event()

    def hang():
        release.wait(30)
        done.set()

    result = call(hang, timeout_s=0.05)
    assert (result.ok, result.error) == (False, "timeout") and "0.05 s" in json.loads(result.content)["error"]
    release.set()
    assert done.wait(30)


def test_a_hanging_async_function_is_cancelled():
    cancelled = threading.Event()

    async def hang():
        try:
            await asyncio.sleep(30)
        except asyncio.CancelledError:
            cancelled.set()
            raise

    assert call(hang, timeout_s=0.05).error == "timeout"
    assert cancelled.wait(30)


def test_a_hanging_repr_counts_against_the_limit():
    release = threading.Event()

    class Slow:
        def __str__(self):
            release.wait(30)
            return "slow"

    assert call(lambda: Slow(), timeout_s=0.05).error == "timeout"
    release.set()


def test_async_functions_run_also_inside_a_running_loop():
    async def double(n: int) -> int:
        await asyncio.sleep(0)
        return 2 * n

    box = ToolBox([double])

    async def jupyter():
        return box.call(ToolCall("double", {"n": 4}))

    assert box.call(ToolCall("double", {"n": 4})).content == "8"
    assert asyncio.run(jupyter()).content == "8"


def test_context_variables_reach_the_function_and_do_not_leak_back():
    user = contextvars.ContextVar("user")
    user.set("ada")

    def who() -> str:
        name = user.get()
        user.set("eve")
        return name

    async def who_async() -> str:
        return user.get()

    assert call(who).content == '"ada"' and call(who_async).content == '"ada"' and user.get() == "ada"


def test_calls_run_in_daemon_threads():
    assert call(
        lambda: [threading.current_thread().daemon, threading.current_thread() is threading.main_thread()]
    ).content == ("[true, false]")


def test_the_users_interrupt_is_not_swallowed(monkeypatch):
    import queue

    def interrupted(self, timeout=None):
        raise KeyboardInterrupt

    monkeypatch.setattr(queue, "SimpleQueue", type("Q", (), {"put": lambda self, item: None, "get": interrupted}))
    with pytest.raises(KeyboardInterrupt):
        call(lambda: 1)


def test_no_more_threads_is_a_failed_result(monkeypatch):
    def refuse(self):
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", refuse)
    assert "can't start new thread" in call(lambda: 1).content


def test_many_calls_at_once():
    def wait(n: int) -> int:
        time.sleep(0.001)
        return n

    box, results = ToolBox([wait]), {}

    def work(n):
        results[n] = box.call(ToolCall("wait", {"n": n}, str(n)))

    threads = [threading.Thread(target=work, args=(n,)) for n in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [results[n] for n in range(20)] == [ToolResult(str(n), str(n), True) for n in range(20)]


# Results as JSON text


class Color(enum.Enum):
    RED = "red"


@dataclasses.dataclass
class Point:
    x: float
    when: dt.date | None = None


class Book(BaseModel):
    title: str


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, None),
        ("text", "text"),
        ("", ""),
        ([1, 2.5, True, None], [1, 2.5, True, None]),
        ((1, 2), [1, 2]),
        ({3}, [3]),
        ({1: "a"}, {"1": "a"}),
        (Color.RED, "red"),
        (Point(1.5, dt.date(2024, 1, 31)), {"x": 1.5, "when": "2024-01-31"}),
        ([Book(title="t")], [{"title": "t"}]),
        (b"bytes", "bytes"),
        (b"\xff\x00", "_wA="),
        ([math.nan, math.inf, -math.inf], ["NaN", "Infinity", "-Infinity"]),
        (numpy.int64(3), 3),
        (numpy.arange(3), [0, 1, 2]),
        (torch.ones(2, requires_grad=True), [1.0, 1.0]),
        (torch.tensor(math.nan), "NaN"),
        (10**50, 10**50),
        ((n * n for n in range(3)), [0, 1, 4]),
        (object(), "<object object>"),
        ({"nested": {"odd": range(2)}}, {"nested": {"odd": "range(0, 2)"}}),
    ],
)
def test_results_are_json_text(value, expected):
    result = call(lambda: value)
    assert result.ok and loads_strict(result.content) == expected
    assert result.content == json.dumps(expected, ensure_ascii=False)


@given(json_values)
@settings(deadline=None, max_examples=50)
def test_json_comes_back_as_it_is(value):
    result = call(lambda: value)
    loaded = loads_strict(result.content)
    assert result.ok and (loaded == value or loaded["truncated"])


def recursive_list() -> list:
    items: list = []
    items.append(items)
    return items


def nested(depth: int) -> list:
    value: list = []
    for _ in range(depth):
        value = [value]
    return value


class Unprintable:
    def __str__(self):
        raise SystemExit("no")


class Mirror:
    def tolist(self):
        return self


NOT_JSON = {"recursive": recursive_list(), "deep": nested(MAX_DEPTH), "very deep": nested(5000), "mirror": Mirror()}
NOT_JSON |= {"unprintable": Unprintable(), "inside": [Unprintable()], "surrogate": "\ud800", "digits": 10**5000}


@pytest.mark.parametrize("value", NOT_JSON.values(), ids=NOT_JSON)
def test_results_that_are_no_json_fail(value):
    result = call(lambda: value)
    assert (result.ok, result.error) == (False, "failed")
    assert "cannot be written as JSON" in loads_strict(result.content)["error"]


LONG = {"text": "x" * 100_000, "quotes": '"\\' * 50_000, "unicode": "é😀" * 20_000, "control": "\x00" * 5000}
LONG |= {"list": list(range(50_000)), "dict": {"k": ["v"] * 9000}, "endless": itertools.count()}


@pytest.mark.parametrize("value", LONG.values(), ids=LONG)
def test_long_results_say_that_they_were_cut(value):
    result = call(lambda: value)
    content = loads_strict(result.content)
    assert result.ok and len(result.content) <= MAX_CONTENT
    assert content["truncated"] is True and content["characters"] > MAX_CONTENT
    assert len(result.content) > MAX_CONTENT * 0.9  # the room is used
    if not isinstance(value, itertools.count):
        whole = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        assert content["characters"] == len(whole) and whole.startswith(content["preview"])


@pytest.mark.parametrize("size", range(MAX_CONTENT - 4, MAX_CONTENT + 2))
def test_the_bound_is_exact(size):
    result = call(lambda: "x" * size)
    assert len(result.content) <= MAX_CONTENT
    assert (loads_strict(result.content) == "x" * size) == (size + 2 <= MAX_CONTENT)


def test_ints_python_cannot_print_are_refused_before_the_function_runs():
    message = ToolBox([add]).check(ToolCall("add", {"a": 10 ** (sys.get_int_max_str_digits() + 1)}))
    assert "invalid arguments for add" in message and "digits" in message
