"""Mining: from the text of installed packages to rows, without ever importing them."""

import ast
import json
import random
import re
from email.message import Message

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fcall_helpers.chat import render
from fcall_helpers.data.mining import mine_calls
from fcall_helpers.data.mining.annotations import infer, read_annotation, read_doc_type
from fcall_helpers.data.mining.definitions import read_function
from fcall_helpers.data.mining.matching import bind
from fcall_helpers.data.mining.names import Names
from fcall_helpers.data.mining.packages import UNKNOWN_LICENCE, SourceFile, find_packages, licence_of, module_name
from fcall_helpers.data.mining.phrases import is_grounded, write_request
from fcall_helpers.data.mining.scan import Call, is_test, scan_file, scan_text
from fcall_helpers.data.mining.schemas import make_tool
from fcall_helpers.data.mining.values import Refused, check_value, read_literal
from fcall_helpers.data.mining.vocabulary import base_form
from fcall_helpers.data.mining.wording import first_sentence, read_clause
from fcall_helpers.tools import Tool

SHOP = '''
raise ImportError("mined packages must never be imported")
from typing import Literal


def ship(order: str, speed: Literal["slow", "fast"] = "slow", *, insured: bool = False):
    """Ship an order to its customer.

    Args:
        order: The order number.
        speed: How fast it goes.
        insured: Whether it is insured.

    >>> ship("A-17", insured=True)
    """


def price(weight, rate=2.5):
    """Return the price of a parcel.

    Parameters
    ----------
    weight : float
        Weight of the parcel
    rate : float, optional
        Price of one kilogram
    """


class Parcel:
    """A parcel with a label on it."""

    def __init__(self, label: str, width: int = 10):
        pass

    def stamp(self, text: str) -> "Parcel":
        """Put a stamp with a text on the parcel."""

    def _weigh(self, times: int):
        """Weigh the parcel several times."""
'''
USES = """
from shop.core import Parcel, price as cost
from shop import ship
import pytest

cost(3)
cost(weight=4.5, rate=UNKNOWN)
cost("heavy")
cost(2, 3, 4)
parcel = Parcel("books", width=30)
parcel.stamp("fragile").stamp("this side up")
parcel._weigh(3)
kilograms = 12.25
cost(kilograms)
for number in ["B-2", "B-3"]:
    ship(number, "fast")


@pytest.mark.parametrize("number, speed", [("C-1", "slow"), ("C-2", "warp")])
def test_ship(number, speed):
    ship(number, speed)
"""


def install(folder, name: str, files: dict[str, str | bytes], metadata: str = "License-Expression: MIT") -> None:
    """Write a distribution as pip leaves it: the files, METADATA and RECORD."""
    info = folder / f"{name}-1.0.dist-info"
    for place, text in {**files, f"{info.name}/METADATA": f"Name: {name}\nVersion: 1.0\n{metadata}\n"}.items():
        path = folder / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    (info / "RECORD").write_text("".join(f"{place},,\n" for place in files))


@pytest.fixture
def shop(tmp_path, monkeypatch):
    """An installed package with a library and its tests."""
    files = {
        "shop/__init__.py": "from .core import *\nfrom .core import ship\n",
        "shop/core.py": SHOP,
        "shop/tests/test_use.py": USES,
    }
    install(tmp_path, "shop", files)
    monkeypatch.syspath_prepend(str(tmp_path))
    return tmp_path


def calls_of(rows) -> dict[str, list[dict]]:
    """The arguments of every call, by the last word of its place: a definition has one name in all rows."""
    found = {}
    for row in rows:
        for call in row["messages"][1].get("tool_calls", ()):
            function = call["function"]
            found.setdefault(function["name"], []).append(json.loads(function["arguments"]))
    return found


# -- the whole way -----------------------------------------------------------------------------------------------------
def test_a_package_becomes_rows(shop):
    mined = mine_calls(["shop"], processes=1)
    calls = {re.sub(r"^.*[._](?=\w+$)", "", name): found for name, found in calls_of(mined).items()}
    assert sorted(calls["price"], key=str) == [{"weight": 12.25}, {"weight": 3}, {"weight": 4.5}]
    assert sorted(calls["ship"], key=str) == sorted(
        [
            {"order": "A-17", "insured": True},
            {"order": "B-2", "speed": "fast"},
            {"order": "B-3", "speed": "fast"},
            {"order": "C-1", "speed": "slow"},
        ],
        key=str,
    )
    stamps = [call["text"] for call in calls["stamp"]]
    assert sorted(stamps) == ["fragile", "this side up"]
    assert {"label": "books", "width": 30} in [call for found in calls.values() for call in found]


def test_the_report_counts_what_was_dropped_and_why(shop):
    report = mine_calls(["shop"], processes=1).report
    assert (report.packages, report.files) == (1, 3)
    assert report.dropped["a call that does not fit the signature"] == 1  # cost(2, 3, 4)
    assert report.dropped["a call that does not fit the schema"] == 2  # "heavy" is no number, "warp" no speed
    assert report.dropped["what is called is private"] == 1
    assert report.licences == {"MIT": report.kept}
    calls = report.kept - report.kinds["irrelevance"]
    assert report.called["shop.core.Parcel.stamp"] == report.methods == 2
    assert report.called.total() == calls and len(report.called) == report.functions == 4
    assert sum(report.kinds.values()) == report.kept
    assert ("rows kept", report.kept) in report.table()


def test_sources_name_package_version_licence_file_and_line(shop):
    rows = mine_calls(["shop"], processes=1)
    lines = (shop / "shop/core.py").read_text().splitlines()
    source = next(row["source"] for row in rows if "A-17" in row["messages"][0]["content"])
    found = re.fullmatch(r"mined:shop==1\.0 \(MIT\) shop/core\.py:(\d+)", source)
    assert '>>> ship("A-17"' in lines[int(found[1]) - 1]


def test_the_same_seed_gives_the_same_rows_whatever_the_processes(shop):
    one, two = (list(mine_calls(["shop"], seed=3, processes=count)) for count in (1, 2))
    assert json.dumps(one) == json.dumps(two)


def test_another_seed_words_the_same_calls_otherwise(shop):
    one, other = (mine_calls(["shop"], seed=seed, processes=1) for seed in (1, 2))
    ids = [{row["id"] for row in rows if row["kind"] != "irrelevance"} for rows in (one, other)]
    assert ids[0] == ids[1]
    assert {row["messages"][0]["content"] for row in one} != {row["messages"][0]["content"] for row in other}


def test_a_limit_takes_from_the_same_rows(shop):
    every, few = mine_calls(["shop"], processes=1), mine_calls(["shop"], processes=1, limit=3)
    assert list(few) == list(every[:3]) and few.report.kept == 3
    assert few.report.called.total() == 3 - few.report.kinds["irrelevance"]


def test_progress_ends_with_all_files(shop):
    told = []
    mine_calls(["shop"], processes=1, on_progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (3, 3)


def test_the_rows_of_a_real_package_keep_every_promise():
    mined = mine_calls(["networkx"], processes=1)
    assert mined.report.kept > 500 and {"single", "multiple", "irrelevance"} == set(mined.report.kinds)
    assert len({row["id"] for row in mined}) == len(mined)
    for row in mined:
        assert_sound(row)
    data = mined[:40]
    assert mine_calls(["networkx"], processes=1, limit=40).dataset()["tools"] == [row["tools"] for row in data]


def assert_sound(row: dict) -> None:
    """What any row must keep: tools that can be made, a call that they allow, values that the request says."""
    assert row.keys() == {"id", "messages", "tools", "kind", "source", "result"} and row["result"] is None
    schemas = json.loads(row["tools"])
    tools = {schema["function"]["name"]: Tool.from_schema(schema, lambda **arguments: None) for schema in schemas}
    assert len(tools) == len(schemas)
    user, answer = row["messages"]
    assert "<|im_start|>" in render(row["messages"], schemas)
    if row["kind"] == "irrelevance":
        assert answer["content"] and "tool_calls" not in answer
        return
    (call,) = answer["tool_calls"]
    arguments = json.loads(call["function"]["arguments"])
    tool = tools[call["function"]["name"]]
    assert tool.validate(arguments)[1] is None
    assert set(arguments) <= set(tool.parameters["properties"])
    assert (row["kind"] == "single") == (len(tools) == 1)
    for value in arguments.values():
        if isinstance(value, (str, int, float)) and not isinstance(value, bool):
            assert str(value) in user["content"]


# -- packages ----------------------------------------------------------------------------------------------------------
def test_files_that_cannot_be_read_are_counted_and_skipped(tmp_path, monkeypatch):
    files = {
        "odd/broken.py": "def f(:\n",
        "odd/latin.py": 'def f():\n    """é"""'.encode("latin-1"),
        "odd/null.py": "x = 1\0",
        "odd/deep.py": "x = " + "(" * 5000 + ")" * 5000,
        "odd/bench.py": "# for the " + "bf" + "cl leaderboard\n",
        "odd/large.py": "x = 1\n" * 200_000,
        "odd/fine.py": "x = 1\n",
        "odd/_vendor/other.py": "x = 1\n",
        "odd/script-name.py": "x = 1\n",
    }
    install(tmp_path, "odd", files)
    monkeypatch.syspath_prepend(str(tmp_path))
    report = mine_calls(["odd"], processes=1).report
    assert report.files == 7
    assert report.skipped == {"does not parse": 3, "not UTF-8": 1, "mentions the benchmark": 1, "larger than 1 MB": 1}
    assert report.kept == 0


def test_a_file_that_is_gone_is_skipped(tmp_path):
    assert scan_file(SourceFile("gone", "gone.py", tmp_path / "gone.py")).skipped == "cannot be read"


def test_the_course_and_the_benchmark_are_never_listed():
    names = {package.name for package in find_packages()}
    assert "python" in names and "packaging" in names
    assert not names & {"bfcl-eval", "fcall-helpers"}


@pytest.mark.parametrize(
    "wrong, error, words",
    [
        ({"packages": ["no-such-package"]}, ValueError, "no-such-package"),
        ({"packages": ["Fcall_Helpers"]}, ValueError, "never mined"),
        ({"packages": ["bfcl_eval"]}, ValueError, "benchmark"),
        ({"packages": "networkx"}, TypeError, "must be a list"),
        ({"packages": [3]}, TypeError, "names, got 3"),
        ({"packages": 3}, TypeError, "must be a list"),
        ({"limit": 0}, ValueError, "limit must be at least 1, got 0"),
        ({"limit": 1.5}, TypeError, "limit must be a whole number"),
        ({"processes": 0}, ValueError, "processes must be at least 1"),
        ({"processes": True}, TypeError, "processes"),
        ({"seed": "x"}, TypeError, "seed must be a whole number, got 'x'"),
        ({"on_progress": 5}, TypeError, "on_progress must be a function"),
    ],
)
def test_a_wrong_argument_is_named(wrong, error, words):
    with pytest.raises(error, match=re.escape(words)) as caught:
        mine_calls(**{"packages": ["packaging"], **wrong})
    assert "\n" not in str(caught.value) and str(caught.value).startswith("mine_calls: ")


@pytest.mark.parametrize(
    "headers, licence",
    [
        ([("License-Expression", "MIT OR Apache-2.0")], "MIT OR Apache-2.0"),
        ([("Classifier", "License :: OSI Approved :: MIT License"), ("License", "see file")], "MIT"),
        ([("Classifier", "License :: OSI Approved"), ("License", "BSD-3-Clause")], "BSD-3-Clause"),
        ([("License", "Apache 2.0 License")], "Apache-2.0"),
        ([("License", "Permission is hereby granted, free of charge, " * 5)], UNKNOWN_LICENCE),
        ([], UNKNOWN_LICENCE),
    ],
)
def test_licences_are_read_from_what_there_is(headers, licence):
    class Dist:
        metadata = Message()

    Dist.metadata = Message()
    for name, value in headers:
        Dist.metadata[name] = value
    assert licence_of(Dist) == licence


@pytest.mark.parametrize(
    "place, module",
    [
        ("a/b.py", "a.b"),
        ("a/__init__.py", "a"),
        ("single.py", "single"),
        ("a/_vendor/b.py", None),
        ("../bin/b.py", None),
        ("a/my-script.py", None),
    ],
)
def test_module_names(place, module):
    assert module_name(tuple(place.split("/"))) == module


@pytest.mark.parametrize("place", ["a/tests/b.py", "a/conftest.py", "a/test_b.py", "a/b_test.py", "unittest/case.py"])
def test_test_files_are_known(place):
    assert is_test(place) and not is_test("a/contest.py") and not is_test("a/latest.py")


# -- types -------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "text, schema",
    [
        ("int", {"type": "integer"}),
        ("'float'", {"type": "number"}),
        ("str | None", {"type": "string"}),
        ("Optional[bool]", {"type": "boolean"}),
        ("list[int]", {"type": "array", "items": {"type": "integer"}}),
        ("t.Sequence[str]", {"type": "array", "items": {"type": "string"}}),
        ("tuple[float, ...]", {"type": "array", "items": {"type": "number"}}),
        ("tuple[float, str]", None),
        ("Literal['a', 'b']", {"type": "string", "enum": ["a", "b"]}),
        ("Literal[1, 'b']", None),
        ("dict[str, int]", {"type": "object"}),
        ("Union[int, float]", {"type": "number"}),
        ("Union[int, str]", {"type": ["integer", "string"]}),
        ("int | list[int]", {"anyOf": [{"type": "integer"}, {"type": "array", "items": {"type": "integer"}}]}),
        ("str | Path", {"type": "string"}),
        ("Tensor", None),
        ("'not a ( type'", None),
    ],
)
def test_annotations(text, schema):
    assert read_annotation(ast.parse(text, mode="eval").body) == schema


@pytest.mark.parametrize(
    "text, schema",
    [
        ("int", {"type": "integer"}),
        ("int, optional", {"type": "integer"}),
        ("float, default 1.0", {"type": "number"}),
        ("bool, default: True", {"type": "boolean"}),
        ("`str`, *optional*, defaults to `None`", {"type": "string"}),
        ("{'left', 'right'}, optional", {"type": "string", "enum": ["left", "right"]}),
        ("list of str", {"type": "array", "items": {"type": "string"}}),
        ("array_like", {"type": "array"}),
        ("int or str", {"type": ["integer", "string"]}),
        ("str or None", {"type": "string"}),
        ("List[int]", {"type": "array", "items": {"type": "integer"}}),
        ("NetworkX graph", None),
        ("x" * 200, None),
        (None, None),
    ],
)
def test_types_in_docstrings(text, schema):
    assert read_doc_type(text) == schema


def test_types_from_literals():
    assert infer([1, 2]) == {"type": "integer"}
    assert infer([1, 2.5, None]) == {"type": "number"}
    assert infer([1, "a"]) == {"type": ["integer", "string"]}
    assert infer([["a"], ["b", "c"]]) == {"type": "array", "items": {"type": "string"}}
    assert infer([["a"], [1]]) == {"type": "array"}
    assert infer([None]) is None and infer([]) is None and infer([[1], "a"]) is None


# -- names -------------------------------------------------------------------------------------------------------------
def names_of(files: dict[str, str]) -> Names:
    """``files`` holds sources by module; "a/" is the package a."""
    scans = []
    for name, text in files.items():
        module = name.rstrip("/")
        place = module.replace(".", "/") + ("/__init__.py" if name.endswith("/") else ".py")
        scans.append(scan_text(text, module, place))
    return Names(scans)


LIBRARY = {
    "lib/": "from .inner import *\nfrom .inner import f as g\nfrom . import inner as alias\nloop = loop2\nloop2 = loop",
    "lib.inner": (
        'def f(x: int) -> "Child":\n    """Do it."""\n'
        'class Base:\n    def m(self, y: int):\n        """Do that."""\n'
        "class Child(Base):\n    pass\n"
    ),
}


@pytest.mark.parametrize(
    "path, where",
    [
        ("lib.inner.f", "lib.inner.f"),
        ("lib.f", "lib.inner.f"),
        ("lib.g", "lib.inner.f"),
        ("lib.alias.f", "lib.inner.f"),
        ("lib.Child().m", "lib.inner.Base.m"),
        ("lib.f().m", "lib.inner.Base.m"),
        ("?.m", "lib.inner.Base.m"),
        ("lib.Child.m", None),  # of which object?
        ("lib.nothing", None),
        ("lib.loop", None),
        ("elsewhere.f", None),
        ("lib.f().nothing", None),
        ("lib.f()()", None),
    ],
)
def test_paths_lead_to_definitions(path, where):
    found = names_of(LIBRARY).find(path, {"lib"})
    assert (found and found[0]) == where


def test_a_method_of_an_unknown_object_needs_a_name_that_tells():
    text = 'class {}:\n    def send_mail(self, {}: str):\n        """Send it."""\n'
    two = {"a": text.format("A", "to"), "b": text.format("B", "recipient")}
    assert names_of(two).find("?.send_mail", {"a"})[0] == "a.A.send_mail"
    assert names_of(two).find("?.send_mail", {"a", "b"}) is None  # two methods that take different arguments
    assert names_of(two).find("?.send_mail", {"c"}) is None


def paths_called(text: str) -> list[str]:
    return [call.path for call in scan_text(text, "mod", "mod.py").calls]


@pytest.mark.parametrize(
    "text, path",
    [
        ("import numpy as np\nnp.linalg.norm([1])", "numpy.linalg.norm"),
        ("from a.b import c as d\nd(1)", "a.b.c"),
        ("def f(x):\n    pass\nf(1)", "mod.f"),
        ("class C:\n    def m(self):\n        self.other(1)", "mod.C().other"),
        ("from a import K\ndef f(k: K):\n    k.go(1)", "a.K().go"),
        ("from a import K\nwith K() as k:\n    k.go(1)", "a.K().go"),
        ("from a import K\nk = K(2).made()\nk.go(1)", "a.K().made().go"),
        ('def f():\n    """Do.\n\n    >>> nx.path(3)\n    """', "networkx.path"),
    ],
)
def test_names_in_a_file_are_followed(text, path):
    assert path in paths_called(text)


@pytest.mark.parametrize(
    "text",
    [
        "from a import f\ndef g(f):\n    f(1)",  # a parameter hides it
        "from a import f\nf = pick()\nf(1)",  # bound again
        "from a import f\nfor f in fs:\n    f(1)",
        "(lambda x: x)(1)",
        "fs[0](1)",
    ],
)
def test_a_name_that_is_not_known_is_not_guessed(text):
    assert paths_called(text) == []


def test_values_of_names_loops_and_parameters_are_known():
    text = "from a import f\nn = 3\nf(n)\nfor x, y in [(1, 2), (3, 4)]:\n    f(x, y)\nn += 1\nf(n, k=1)"
    calls = scan_text(text, "mod", "mod.py").calls
    assert [(call.args, call.kwargs) for call in calls] == [
        ((3,), ()),
        ((1, 2), ()),
        ((3, 4), ()),
        ((...,), (("k", 1),)),
    ]


# -- arguments ---------------------------------------------------------------------------------------------------------
def definition_of(text: str):
    return read_function(ast.parse(text).body[0], "mod", None, lambda node: None)


@pytest.mark.parametrize(
    "args, kwargs, bound",
    [
        ((1,), (), {"a": 1}),
        ((1, 2), (), {"a": 1, "b": 2}),
        ((1,), (("c", 3),), {"a": 1, "c": 3}),
        ((1, ...), (), {"a": 1}),  # an optional argument that is no literal is left out
        ((1, None), (), {"a": 1}),  # None where the default is None says nothing
        ((...,), (("b", 2),), None),
        ((), (("b", 2),), None),
        ((1, 2, 3), (), None),
        ((1,), (("a", 2),), None),
        ((1,), (("d", 2),), None),
    ],
)
def test_arguments_get_their_names(args, kwargs, bound):
    definition = definition_of('def f(a, b=None, *, c=0):\n    """Do."""')
    if bound is None:
        with pytest.raises(Refused):
            bind(definition, Call("mod.f", args, kwargs, 1))
    else:
        assert bind(definition, Call("mod.f", args, kwargs, 1)) == bound


def test_further_keywords_are_left_out_where_any_are_taken():
    definition = definition_of('def f(a, **more):\n    """Do."""')
    assert bind(definition, Call("mod.f", (1,), (("color", "red"),), 1)) == {"a": 1}


@pytest.mark.parametrize(
    "text, value",
    [
        ("-3", -3),
        ("(1, 2.5)", [1, 2.5]),
        ("{'a': [True, None]}", {"a": [True, None]}),
        ("'é'", "é"),
        ("b'x'", None),
        ("{1, 2}", None),
        ("{1: 2}", None),
        ("1j", None),
        ("1e999", None),
        ("name", None),
        ("f(1)", None),
        ("{**x}", None),
        ("-True", None),
    ],
)
def test_literals(text, value):
    node = ast.parse(text, mode="eval").body
    if value is None:
        with pytest.raises(Refused):
            read_literal(node)
    else:
        assert read_literal(node) == value


@pytest.mark.parametrize(
    "name, value, reason",
    [
        ("text", "x" * 100, "too long"),
        ("items", list(range(9)), "long"),
        ("items", [], "empty"),
        ("items", [[[1]]], "deep"),
        ("items", [None], "null"),
        ("text", " padded", "blanks"),
        ("text", "", "empty"),
        ("text", "two\nlines", "printable"),
        ("text", "\x00", "printable"),
        ("text", "<b>bold</b>", "markup"),
        ("text", "???", "markup"),
        ("path", "/" + "home/ada/notes.txt", "path of a machine"),
        ("path", "C:" + "\\Users\\ada", "path of a machine"),
        ("path", "~/notes", "path of a machine"),
        ("password", "swordfish", "secret"),
        ("api_key", "k", "secret"),
        ("text", "ghp_" + "a1B2" * 9, "secret"),
        ("text", "0123456789abcdef" * 2, "secret"),
        ("text", "foo", "placeholder"),
        ("text", "Foobar2_series", "placeholder"),
        ("text", "aaaaaa", "placeholder"),
        ("text", "should not appear in logged", "test"),
        ("text", "x must be 2D", "test"),
        ("file", "invalid_name.txt", "test"),
        ("option", "no_such_option", "test"),
        ("name", "does-not-exist", "test"),
        ("name", "not_a_name", "test"),
        ("number", 12345678901234, "digits"),
    ],
)
def test_values_that_no_row_may_hold(name, value, reason):
    with pytest.raises(Refused, match=reason):
        check_value(name, value)


@pytest.mark.parametrize(
    "value",
    [
        "Zürich",
        "Barcelona",
        "food",
        "mustard",
        "knot a",
        "Do not open",
        "2024-05-01",
        "ada@example.org",
        [1, 2],
        {"a": 1},
        0,
        -2.5,
        True,
        None,
    ],
)
def test_plain_values_pass(value):
    check_value("value", value)


# -- words -------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "doc, kind, text",
    [
        ("Returns the sum of two numbers.", "do", "return the sum of two numbers"),
        ("Computes the mean of :class:`~a.b.Series` values.", "do", "compute the mean of Series values"),
        ("This function applies a filter and returns the rest.", "do", "apply a filter and return the rest"),
        ("Return True if the graph is connected, False otherwise.", "whether", "the graph is connected"),
        ("Check whether a number is prime", "whether", "a number is prime"),
        ("Number of edges in the graph.", "thing", "the number of edges in the graph"),
        ("f(x, y)\n\nAdd two ``numbers`` (fast)", "do", "add two numbers"),
        ("Open the URL url, raising an error if it is not there.", "do", "open the URL"),
        ("Try to parse a date", "do", "parse a date"),
        ("Get the token if the user is logged in", "do", "get the token if the user is logged in"),
        ("Count the cliques each node is part of", "do", "count the cliques each node is part of"),
        ("Extract operands from a number", "do", "extract operands from a number"),
        ("Perform object detection", "do", "perform object detection"),
        ("Returns a Watts–Strogatz graph", "do", "return a Watts-Strogatz graph"),
    ],
)
def test_summaries_become_wishes(doc, kind, text):
    clause = read_clause(first_sentence(doc))
    assert (clause.kind, clause.text) == (kind, text)


@pytest.mark.parametrize(
    "doc, reason",
    [
        ("See base class.", "authors|no wish"),
        ("Deprecated alias of the other name.", "authors"),
        ("Override this in a subclass to add things.", "authors"),
        ("Gibt die Summe zweier Zahlen zurück.", "another language"),
        ("Return $x^2$ for the given argument.", "markup"),
        ("Stop.", "short"),
        ("Compute " + "many very long words " * 10, "long"),
        (".. deprecated:: 3.5", "markup"),
        ("Returns a schema for the", "breaks off"),
        ("Return an index based on:", "breaks off"),
        ("Convert argument to datetime.", "object"),
        ("Convert the object to a JSON string.", "object"),
        ("Sort object.", "object"),
        ("The graph is drawn on the screen.", "no wish"),
        ("Blargs the value of things.", "no wish"),
        ("Return whether false.", "short"),
    ],
)
def test_summaries_that_are_no_wishes_are_refused(doc, reason):
    with pytest.raises(Refused, match=reason):
        read_clause(first_sentence(doc))


def test_a_parameter_says_what_a_summary_is_about():
    assert read_clause("Convert the input to text", parameters=["input"]).text == "convert the input to text"
    assert read_clause("Add a star to G_to_add_to", parameters=["G_to_add_to"]).text == "add a star to G to add to"
    with pytest.raises(Refused, match="breaks off"):
        read_clause("Add a star to", parameters=["G_to_add_to"])


def test_a_class_is_a_thing_to_make():
    assert read_clause("Immutable sequence of numbers", of_class=True).text == "an immutable sequence of numbers"
    assert read_clause("Index based on labels", of_class=True).text == "an index based on labels"
    with pytest.raises(Refused):
        read_clause("Immutable sequence of numbers is good", of_class=True)


@pytest.mark.parametrize(
    "word, base",
    [("computes", "compute"), ("applies", "apply"), ("matches", "match"), ("add", "add"), ("is", None), ("axes", None)],
)
def test_base_forms(word, base):
    assert base_form(word) == base


@given(st.text())
def test_no_docstring_breaks_the_reading(doc):
    try:
        clause = read_clause(first_sentence(doc))
    except Refused:
        return
    assert clause.text and clause.kind in ("do", "thing", "whether")


# -- tools and requests ------------------------------------------------------------------------------------------------
def tool_of(text: str, calls: list[dict]):
    return make_tool("mod.f", definition_of(text), calls, seed=0)


def test_types_come_from_the_annotation_then_the_docstring_then_the_calls():
    tool = tool_of(
        'def f(city: str, days, level, *, mode="x"):\n    """Find the weather of a city.\n\n    Args:\n'
        '        city: The city.\n        days (int): Number of days.\n    """',
        [{"city": "Oslo", "days": 1, "level": 2}, {"city": "Rome", "days": 1, "level": 0.5}],
    )
    properties = tool.parameters["properties"]
    assert properties["city"] == {"type": "string", "description": "The city"}
    assert properties["days"] == {"type": "integer", "description": "Number of days"}
    assert properties["level"] == {"type": "number"}
    assert properties["mode"] == {"type": "string", "default": "x"}
    assert tool.required == ("city", "days", "level")


@pytest.mark.parametrize(
    "text, reason",
    [
        ('def f(thing):\n    """Find the weather of a city."""', "plain type"),
        ('def f(args: str):\n    """Find the weather of a city."""', "says nothing"),
        ('def f(q: str):\n    """Find the weather of a city."""', "one-letter"),
        ('def f(c=None):\n    """Find the weather of a city."""', "no arguments that have a type"),
        ('def f(ab: int, bc: int, cd: int, de: int, ef: int, fg: int):\n    """Add six numbers."""', "too many"),
    ],
)
def test_definitions_that_make_no_tool(text, reason):
    with pytest.raises(Refused, match=reason):
        tool_of(text, [{}])


def test_a_letter_that_the_summary_speaks_of_is_a_good_name():
    tool = tool_of('def f(n: int):\n    """Return the divisors of n."""', [{"n": 12}])
    requests = {write_request(tool, {"n": 12}, random.Random(seed)) for seed in range(40)}
    assert any("divisors of 12" in request for request in requests)


def test_of_many_optional_parameters_the_most_used_stay():
    parameters = ", ".join(f"option_{i}: int = 0" for i in range(9))
    tool = tool_of(f'def f({parameters}):\n    """Set the options."""', [{"option_7": 1}, {"option_7": 2}])
    assert "option_7" in tool.arguments and len(tool.arguments) == 5
    assert tool.dropped == {f"option_{i}" for i in range(9)} - tool.arguments.keys()


VALUES = st.one_of(
    st.text("abcXYZ 0123-@.é", min_size=1, max_size=20).map(str.strip).filter(bool),
    st.integers(-(10**6), 10**6),
    st.floats(-1000, 1000).map(lambda value: round(value, 3)),
    st.booleans(),
    st.lists(st.integers(0, 99), min_size=1, max_size=4),
    st.lists(st.sampled_from(["red", "green", "dark blue"]), min_size=1, max_size=3),
    st.dictionaries(st.sampled_from("abc"), st.integers(), min_size=1),
)


@given(first=VALUES, second=VALUES, seed=st.integers(0, 10**6))
def test_every_value_stands_in_the_request(first, second, seed):
    text = 'def f(first_thing: str, second_thing: str = ""):\n    """Compare the first thing."""'
    tool = tool_of(text, [])
    arguments = {"first_thing": first, "second_thing": second}
    request = write_request(tool, arguments, random.Random(seed))
    labels = {name: argument.labels for name, argument in tool.arguments.items()}
    assert is_grounded(request, arguments, labels)
    assert request[-1] in ".?" and not request.endswith("..")


def test_a_value_that_is_not_said_is_noticed():
    labels = {"city": ("city",), "fast": ("fast",)}
    assert is_grounded("Go to Oslo, fast on.", {"city": "Oslo", "fast": True}, labels)
    assert not is_grounded("Go to Rome, fast on.", {"city": "Oslo", "fast": True}, labels)
    assert not is_grounded("Go to Oslo.", {"city": "Oslo", "fast": True}, labels)
    assert not is_grounded("Take 1 and 2.", {"city": [1, 3]}, labels)
