"""Verdicts: each kind, each rule that surprises, any text whatever, and what a caller may not do.

That the verdicts are the official ones on the benchmark itself, test_bfcl_official.py shows.
"""

import json
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fcall_helpers.bfcl import CATEGORIES, KINDS, check_calls, check_text, load_bfcl, reference_calls
from fcall_helpers.bfcl.literals import JAVA_TYPES, JAVASCRIPT_TYPES, read_java, read_javascript
from fcall_helpers.bfcl.values import plain
from fcall_helpers.tools import ToolCall

TYPES = {
    **{"name": "string", "number": "integer", "share": "float", "flag": "boolean", "any": "any", "object": "dict"},
    **{"names": ["string"], "numbers": ["integer"], "shares": ["float"], "objects": ["dict"], "grid": ["array"]},
}


def describe(**types) -> list[dict]:
    """One function ``book`` with parameters of those types, none required; [type] is an array of it."""
    parts = {
        name: {"type": "array", "items": {"type": kind[0]}} if isinstance(kind, list) else {"type": kind}
        for name, kind in types.items()
    }
    return [{"name": "book", "parameters": {"type": "dict", "properties": parts, "required": []}}]


def judge(parameter: str, value, alternatives: list) -> str:
    """The kind of verdict on one argument."""
    answers = [{"book": {parameter: alternatives}}]
    call = {"name": "book", "arguments": {parameter: value}}
    return check_calls(describe(**TYPES), [call], answers, "simple_python").kind


# -- one value ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "parameter, value, alternatives, kind",
    [
        ("name", "Leeds", ["York", "Leeds"], "right"),
        ("name", "L.E-e,d/s_*^ ", ["leeds"], "right"),
        ("name", "it's", ['IT"S'], "right"),
        ("name", "Leeds!", ["Leeds"], "wrong_value"),
        ("name", "", ["Leeds", ""], "right"),
        ("name", 5, ["5"], "wrong_type"),
        ("name", 5, [5], "right"),  # the type of the answer counts as well as that of the schema
        ("name", "5", [5], "wrong_value"),
        ("name", None, ["", None], "right"),
        ("number", 5, [5], "right"),
        ("number", 6, [5], "wrong_value"),
        ("number", 5.0, [5], "wrong_type"),
        ("number", 5.0, [5.0], "right"),
        ("number", True, [1], "wrong_type"),
        ("number", "5", [5], "wrong_type"),
        ("share", 5, [5.0], "right"),
        ("share", 10**400, [5.0], "wrong_type"),
        ("share", True, [1.0], "wrong_type"),
        ("flag", True, [True], "right"),
        ("flag", False, [True], "wrong_value"),
        ("flag", 1, [True], "wrong_type"),
        ("any", "x", ["X"], "right"),
        ("any", 5, [5], "right"),
        ("any", {"a": 1}, ["x"], "wrong_type"),
        # arrays
        ("names", ["a b", "C"], [["AB", "c"]], "right"),
        ("names", ["c", "ab"], [["ab", "c"]], "wrong_value"),
        ("names", "ab", [["ab"]], "wrong_type"),
        ("names", ["a", 5], [["a", "5"]], "wrong_type"),
        ("names", "Data", ["data"], "wrong_value"),  # a name of a variable: to the letter
        ("names", "data", ["data"], "right"),
        ("names", [], [["a"], ""], "right"),
        ("numbers", [1, 2], [[1, 2]], "right"),
        ("numbers", [1.0, 2], [[1, 2]], "wrong_type"),
        ("shares", [1.0, 2.5], [[1.0, 2.5]], "right"),
        ("shares", [1, 2.5], [[1.0, 2.5]], "wrong_type"),
        ("shares", [1], [[1]], "right"),
        ("grid", [["a"]], [[["a"]]], "right"),
        ("grid", [["A"]], [[["a"]]], "wrong_value"),
        ("grid", ["a"], [[["a"]]], "wrong_type"),
        # objects
        ("object", {"a": "X-1"}, [{"a": ["x1"], "b": [2, ""]}], "right"),
        ("object", {"a": "x1", "b": 2.0}, [{"a": ["x1"], "b": [2, ""]}], "right"),
        ("object", {"b": True}, [{"b": [1]}], "right"),
        ("object", {"b": 2}, [{"a": ["x1"], "b": [2, ""]}], "wrong_value"),
        ("object", {"a": "x1", "c": 1}, [{"a": ["x1"]}], "wrong_value"),
        ("object", {"a": ["X"]}, [{"a": [["x"]]}], "wrong_value"),
        ("object", {"a": "b"}, ["", {"a": ["c"]}, {"a": ["b"]}], "right"),
        ("object", "{}", [{"a": ["x"]}], "wrong_type"),
        ("object", {"format": "e"}, [{"format": "epoch"}], "right"),  # an answer without its list reads as letters
        ("object", {"format": "epoch"}, [{"format": "epoch"}], "wrong_value"),
        ("objects", [{"a": "X"}, {"a": 2}], [[{"a": ["x"]}, {"a": [2]}]], "right"),
        ("objects", [{"a": 2}, {"a": "x"}], [[{"a": ["x"]}, {"a": [2]}]], "wrong_value"),
        ("objects", [{"a": "x"}], [[{"a": ["x"]}, {"a": [2]}]], "wrong_value"),
        ("objects", ["x"], [[{"a": ["x"]}]], "wrong_type"),
        ("objects", ["x"], [[{"a": ["x"]}], ""], "wrong_value"),
        ("objects", [], ["", [{"a": ["x"]}]], "right"),
    ],
)
def test_a_value_is_judged_as_the_leaderboard_does(parameter, value, alternatives, kind):
    assert judge(parameter, value, alternatives) == kind


@given(st.text())
def test_texts_are_compared_without_case_blanks_and_marks(text):
    assert plain(plain(text)) == plain(text)
    assert judge("name", text + " ,.", ["", text]) == "right"


# -- one call ----------------------------------------------------------------------------------------------------------
TWO = [
    {"name": "van.hire", "parameters": {"properties": {"days": {"type": "integer"}}, "required": ["days"]}},
    {"name": "book", "parameters": {"properties": {"town": {"type": "string"}, "seats": {"type": "integer"}}}},
]
HIRE, BOOK = {"van.hire": {"days": [5]}}, {"book": {"town": ["Leeds"], "seats": [2, ""]}}


def call(name: str, /, **arguments) -> dict:
    return {"name": name, "arguments": arguments}


@pytest.mark.parametrize(
    "category, answers, calls, kind, message",
    [
        ("multiple", [BOOK], [call("book", town="Leeds")], "right", "right"),
        ("multiple", [BOOK], [call("book", seats=2, town="leeds")], "right", "right"),
        ("simple_python", [HIRE], [call("van.hire", days=5)], "right", "right"),
        ("simple_python", [HIRE], [], "no_call", "no calls, expected 1"),
        ("simple_python", [HIRE], [call("van.hire", days=5)] * 2, "extra_call", "2 calls, expected 1"),
        ("simple_python", [HIRE], [call("van_hire", days=5)], "wrong_tool", 'called "van_hire", expected "van.hire"'),
        ("multiple", [BOOK], [call("van.hire", days=5)], "wrong_tool", 'called "van.hire", expected "book"'),
        ("simple_python", [HIRE], [call("van.hire")], "missing_argument", "van.hire: days is required"),
        ("multiple", [BOOK], [call("book", seats=2)], "missing_argument", "book: town must not be left out here"),
        ("simple_python", [HIRE], [call("van.hire", days=5, x=1)], "unexpected_argument", '"x" is no parameter'),
        (
            "multiple",
            [{"book": {"town": ["A"]}}],
            [call("book", town="A", seats=2)],
            "unexpected_argument",
            "left out in",
        ),
        ("simple_python", [HIRE], [call("van.hire", days="5")], "wrong_type", 'days is "5", expected integer'),
        ("simple_python", [HIRE], [call("van.hire", days=6)], "wrong_value", "days is 6, expected 5"),
        ("parallel", [HIRE, HIRE], [call("van.hire", days=5)], "missing_call", "1 call, expected 2"),
        ("parallel_multiple", [HIRE, BOOK], [call("book", town="Leeds"), call("van.hire", days=5)], "right", "right"),
        (
            *("parallel_multiple", [HIRE, BOOK], [call("book", town="Leeds"), call("van.hire", days=6)]),
            *("wrong_value", "van.hire: days is 6, expected 5"),
        ),
        ("irrelevance", [], [], "right", "right"),
        ("live_irrelevance", [], [call("x")], "called", 'called "x", but none of the functions would help'),
        ("live_relevance", [], [call("x")], "right", "right"),
        ("live_relevance", [], [], "no_call", "no call, but one of the functions would help"),
    ],
)
def test_each_kind_of_verdict_and_its_message(category, answers, calls, kind, message):
    for functions in (TWO, [{"type": "function", "function": function} for function in TWO]):
        verdict = check_calls(functions, calls, answers, category)
        assert (verdict.kind, verdict.ok) == (kind, kind == "right")
        assert message in verdict.message and "\n" not in verdict.message
    assert kind in KINDS


def test_calls_come_in_three_forms():
    openai = ToolCall("van.hire", {"days": 5}).to_openai()
    for one in (ToolCall("van.hire", {"days": 5}), openai, call("van.hire", days=5)):
        assert check_calls(TWO, iter([one]), [HIRE], "multiple").ok


def test_matching_is_greedy():
    """The one case in which the order of calls decides, as it does for the official checker."""
    either, one = {"van.hire": {"days": [5, 6]}}, {"van.hire": {"days": [5]}}
    five, six = call("van.hire", days=5), call("van.hire", days=6)
    assert check_calls(TWO, [six, five], [either, one], "parallel").ok
    assert not check_calls(TWO, [five, six], [either, one], "parallel").ok


# -- texts -------------------------------------------------------------------------------------------------------------
def written(name: str, /, **arguments) -> str:
    return f"<tool_call>\n{json.dumps(call(name, **arguments))}\n</tool_call>"


GOOD, BROKEN, CUT = written("van.hire", days=5), "<tool_call>\n{'name': \n</tool_call>", '<tool_call>\n{"name": "van.'


@pytest.mark.parametrize(
    "category, answers, text, kind",
    [
        ("simple_python", [HIRE], GOOD, "right"),
        ("simple_python", [HIRE], f"Sure!\n{GOOD}\nDone.", "right"),
        ("simple_python", [HIRE], GOOD + BROKEN, "right"),  # what cannot be read is left out, as the leaderboard does
        ("simple_python", [HIRE], "van.hire(days=5)", "no_call"),
        ("simple_python", [HIRE], BROKEN, "unparseable"),
        ("simple_python", [HIRE], CUT, "unparseable"),
        ("simple_python", [HIRE], written("van.hire", days=6) + CUT, "wrong_value"),
        ("parallel", [HIRE, HIRE], GOOD + CUT, "unparseable"),
        ("parallel", [HIRE, HIRE], GOOD, "missing_call"),
        ("irrelevance", [], "I cannot do that.", "right"),
        ("irrelevance", [], BROKEN, "right"),
        ("irrelevance", [], GOOD, "called"),
        ("live_relevance", [], BROKEN, "unparseable"),
        ("live_relevance", [], GOOD, "right"),
    ],
)
def test_a_text_has_a_verdict(category, answers, text, kind):
    verdict = check_text(TWO, text, answers, category)
    assert verdict.kind == kind and verdict.message and "\n" not in verdict.message


WITH_ANSWERS = [category for category in CATEGORIES if "relevance" not in category]


@cache
def rows_of(category: str) -> list[dict]:
    """Not to be changed."""
    return load_bfcl(category)


def drawn_from(categories) -> st.SearchStrategy[dict]:
    """A row of one of the categories. By its place: hypothesis would compare whole rows otherwise."""
    places = st.tuples(st.sampled_from(categories), st.integers(0, 2**20))
    return places.map(lambda place: rows_of(place[0])[place[1] % len(rows_of(place[0]))])


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.just(10**400),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)


def judge_text(row: dict, text: str):
    return check_text(row["function"], text, row["ground_truth"], row["category"])


@given(
    drawn_from(CATEGORIES),
    st.text() | st.lists(st.sampled_from([GOOD, BROKEN, CUT, "{", '"', "\ud800", "\0", "\n"])).map("".join),
)
def test_any_text_whatever_has_a_verdict(row, text):
    verdict = judge_text(row, text)
    assert verdict.kind in KINDS and verdict.ok == (verdict.kind == "right")
    verdict.message.encode()  # can be written to a file


@settings(deadline=None)
@given(drawn_from(WITH_ANSWERS), st.data())
def test_any_values_for_the_right_arguments_have_a_verdict(row, data):
    calls = reference_calls(row["function"], row["ground_truth"], row["category"])
    arguments = {name: data.draw(JSON) for one in calls for name in one.arguments}
    text = "".join(written(one.name, **{name: arguments[name] for name in one.arguments}) for one in calls)
    verdict = judge_text(row, text)
    assert verdict.kind in KINDS and len(verdict.message) < 1000


# -- properties on the benchmark's rows --------------------------------------------------------------------------------
@settings(deadline=None)
@given(drawn_from(WITH_ANSWERS), st.data())
def test_a_perfect_call_is_right_whichever_alternatives_it_takes(row, data):
    if not find(row, lambda found: found[0]).ok or row["id"] == "parallel_multiple_12":
        return  # no call can meet these answers, or not with every alternative; test_bfcl_loading.py lists them
    assert find(row, lambda found: data.draw(st.sampled_from(found))).ok


def find(row: dict, choose):
    calls = reference_calls(row["function"], row["ground_truth"], row["category"], choose)
    return check_calls(row["function"], calls, row["ground_truth"], row["category"])


@settings(deadline=None)
@given(drawn_from([name for name in CATEGORIES if "parallel" in name]), st.data())
def test_the_order_of_parallel_calls_does_not_count(row, data):
    calls = reference_calls(row["function"], row["ground_truth"], row["category"])
    spoiled = data.draw(st.integers(0, len(calls)))
    calls = [ToolCall("zq", {}) if at == spoiled else one for at, one in enumerate(calls)]
    shuffled = data.draw(st.permutations(calls))
    first, second = (
        check_calls(row["function"], one, row["ground_truth"], row["category"]) for one in (calls, shuffled)
    )
    assert first.ok == second.ok


@settings(deadline=None)
@given(drawn_from([name for name in WITH_ANSWERS if "java" not in name]), st.data())
def test_openai_schemas_give_the_same_verdict(row, data):
    calls = reference_calls(row["function"], row["ground_truth"], row["category"])
    one = data.draw(st.sampled_from(calls))
    if one.arguments:
        one.arguments[data.draw(st.sampled_from([*one.arguments]))] = data.draw(JSON)
    kinds = {check_calls(row[key], calls, row["ground_truth"], row["category"]).kind for key in ("function", "tools")}
    assert len(kinds) == 1


# -- Java and JavaScript -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "text, kind, items, value",
    [
        ("-5", "integer", None, -5),
        ("5.0", "integer", None, "5.0"),
        ("5L", "long", None, 5),
        ("5", "long", None, "5"),
        ("3.5f", "float", None, 3.5),
        ("3.5", "float", None, "3.5"),
        ("1e-2", "double", None, 0.01),
        ("true", "boolean", None, True),
        ("True", "boolean", None, "True"),
        ("x", "String", None, "x"),
        ("5", "any", None, "5"),
        ("new int[]{1, 2,}", "Array", "integer", [1, 2]),
        ("new int[3]", "Array", "integer", "new int[3]"),
        ("new long[]{1L, 2}", "Array", "long", [1, "2"]),
        ("new ArrayList<>(Arrays.asList(\"a\", 'b'))", "ArrayList", "String", ["a", "b"]),
        ("new ArrayList<Integer>() {{ add(1); add(2); }}", "ArrayList", "integer", [1, 2]),
        ("new ArrayList<String>()", "ArrayList", "String", []),
        ("Arrays.asList(1)", "ArrayList", "integer", "Arrays.asList(1)"),
        ('new HashMap<>() {{ put("a", 1); put("b", "x"); put("c", 2L); put("d", false); }}', "HashMap", None)
        + ({"a": 1, "b": "x", "c": 2, "d": False},),
        ("new HashMap<String, Object>()", "HashMap", None, {}),
        ("9" * 5000, "integer", None, "9" * 5000),
    ],
)
def test_java_is_read_as_the_leaderboard_reads_it(text, kind, items, value):
    assert read_java(text, kind, items) == value


@pytest.mark.parametrize(
    "text, kind, items, value",
    [
        ("'x'", "String", None, "x"),
        ("x", "String", None, "x"),
        ("5", "integer", None, 5),
        ("5n", "Bigint", None, 5),
        ("5", "Bigint", None, "5"),
        ("1e3", "float", None, "1e3"),
        ("5", "float", None, 5.0),
        ("false", "Boolean", None, False),
        ("[1, 2]", "array", "integer", [1, 2]),
        ("new Array('a', b)", "array", "String", ["a", "b"]),
        ("[]", "array", "String", []),
        ("[[1, 'a'], [true]]", "array", "array", [[1, "a"], [True]]),
        ("list", "array", "String", "list"),
        ("{a: 1, 'b': 'x y', c: [1, 2], d: true}", "dict", None, {"a": 1, "b": "x y", "c": [1, 2], "d": True}),
        ("{}", "dict", None, {}),
        ("options", "dict", None, "options"),
        ("5", "any", None, "5"),
    ],
)
def test_javascript_is_read_as_the_leaderboard_reads_it(text, kind, items, value):
    assert read_javascript(text, kind, items) == value


SOURCE = st.lists(
    st.sampled_from(
        ["new ", "ArrayList<>", "HashMap<>", "Array", "(", ")", "{", "}", "[", "]", ",", ":", '"', "'", "add("]
    )
    | st.sampled_from(['put("a", ', "Arrays.asList(", "int[]", " ", "\n", "1", "-5", "9L", "2f", "3n", "true", "x"])
).map("".join)


@settings(deadline=None)
@given(SOURCE | st.text(), st.sampled_from([*JAVA_TYPES]), st.sampled_from([*JAVASCRIPT_TYPES]), st.data())
def test_any_source_text_is_read_as_something(text, java, javascript, data):
    read_java(text, java, data.draw(st.sampled_from([None, *JAVA_TYPES])))
    read_javascript(text, javascript, data.draw(st.sampled_from([None, *JAVASCRIPT_TYPES])))


@pytest.mark.parametrize(
    "part", ["[1], ", "[[", "{a: ", "a: 1, ", " ", "new ArrayList<>() {{", "new HashMap<> () { ", "put("]
)
def test_a_model_that_repeats_itself_cannot_stall_the_checker(part):
    """The official expressions take time exponential in the length of "[[1], [1], ..." without an end."""
    for start in ("", "[", "[[", "{", "new ArrayList<>() {{", "new HashMap<>() {", "new Array("):
        text = start + part * 500
        for reader, kinds in ((read_java, JAVA_TYPES), (read_javascript, JAVASCRIPT_TYPES)):
            for kind in kinds:
                reader(text, kind, None)


# -- what a caller may not do ------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "functions, calls, answers, category, message",
    [
        (TWO, [], [HIRE], "simple", "category: got 'simple', expected one of simple_python"),
        (TWO, [], [], "multiple", r"answers: multiple needs one, \{name: .*; got 0"),
        (TWO, [], [HIRE, BOOK], "multiple", "answers: multiple needs one, .*; got 2"),
        (TWO, [], ["f(x=1)"], "exec_simple", r'answers: each must be \{name: \{argument.*, got "f\(x=1\)"'),
        (TWO, [], [{"f": {"x": 1}}], "simple_python", "answers: each must be"),
        (TWO, [], [{"f": {}, "g": {}}], "parallel", "answers: each must be"),
        (TWO, [call("f")], [{"f": {}}], "multiple", "answers: they call 'f', but functions has only van.hire, book"),
        ([], [], [HIRE], "simple_python", "functions: got none, expected those of the row"),
        ([{"name": "f"}], [], [HIRE], "simple_python", 'functions: each needs "name" and "parameters"'),
        (["f"], [], [HIRE], "simple_python", 'functions: each needs "name" and "parameters" .*got "f"'),
        (TWO, [{"arguments": {}}], [HIRE], "simple_python", 'calls: a tool call needs a "name"'),
        (TWO, ["van.hire(days=5)"], [HIRE], "simple_python", "calls: a tool call must be a dict"),
        (
            *(describe(x="HashMap"), [call("book", x="y")], [{"book": {"x": ["y"]}}], "simple_python"),
            'functions: book: x has type "HashMap", expected one of string, integer',
        ),
        (
            *(describe(x="string"), [call("book", x="y")], [{"book": {"x": ["y"]}}], "simple_java"),
            'functions: book: x has type "string", expected one of byte, short',
        ),
    ],
)
def test_a_caller_is_told_what_is_wrong(functions, calls, answers, category, message):
    with pytest.raises(ValueError, match=message) as caught:
        check_calls(functions, calls, answers, category)
    assert "\n" not in str(caught.value)
