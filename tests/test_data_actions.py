"""What people ask for: every action can be made into tools and requests, and every function runs on what is drawn."""

import inspect
import json
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from fcall_helpers.data import actions
from fcall_helpers.data.actions import ACTIONS, DOMAINS, action, collect, role
from fcall_helpers.data.actions.model import ABSENT
from fcall_helpers.data.composing import compose
from fcall_helpers.data.types import TYPES
from fcall_helpers.data.wording import draw_call, draw_value, in_order, rises
from fcall_helpers.tools import tool

EXECUTABLE = [one for one in ACTIONS if one.fn]
ROLES = [(one.key, each) for one in ACTIONS for each in one.roles]
DRAWS = 50


def each(items):
    return pytest.mark.parametrize("one", items, ids=lambda one: one.key)


def draw_arguments(one, rng):
    """Arguments of an action's function by name: all required ones, each other in half of the cases."""
    given = [part for part in one.roles if part.required is True or rng.random() < 0.5]
    while not rises(one, arguments := {part.names[0]: draw_value(part, rng)[0] for part in given}):
        pass
    return arguments


def test_every_file_of_the_folder_is_collected():
    files = {path.stem for path in Path(actions.__file__).parent.glob("*.py")} - {"__init__", "model"}
    assert files == {domain.__name__.rpartition(".")[2] for domain in DOMAINS}


def test_there_are_enough_domains_and_functions():
    counts = Counter(one.domain for one in ACTIONS)
    assert len(counts) >= 12 and min(counts.values()) >= 7, counts
    assert len(EXECUTABLE) >= 60
    assert len({one.domain for one in EXECUTABLE}) >= 12


def test_keys_and_functions_belong_to_one_action():
    for what in (Counter(one.key for one in ACTIONS), Counter(one.fn for one in EXECUTABLE)):
        assert what.most_common(1)[0][1] == 1


def test_an_action_stands_in_the_file_of_its_domain():
    for domain in DOMAINS:
        assert {one.domain for one in domain.ACTIONS} == {domain.__name__.rpartition(".")[2]}


def test_there_are_several_ways_to_say_everything():
    poor = [one.key for one in ACTIONS if len(one.names) < 2 or len(one.does) < 3 or len(one.asks) < 4]
    poor += [one.key for one in ACTIONS if not 2 <= len(one.roles) <= 7]
    poor += [f"{key}: {part.names[0]}" for key, part in ROLES if len(part.names) < 2 or len(part.descriptions) < 2]
    poor += [f"{key}: {part.names[0]}" for key, part in ROLES if len(part.phrases) < 3 and not part.says]
    assert poor == []


def test_nothing_is_said_twice_within_an_action():
    for one in ACTIONS:
        for texts in (one.names, one.does, one.asks, one.questions):
            assert len(set(texts)) == len(texts), one.key
        for part in one.roles:
            assert len(set(part.phrases)) == len(part.phrases), (one.key, part.names[0])


def test_a_wish_is_said_by_one_action_of_its_domain():
    """Two tools with the same wish could not be told apart by a request."""
    wishes = Counter((one.domain, ask) for one in ACTIONS for ask in one.asks)
    assert [wish for wish, count in wishes.items() if count > 1] == []


@each(ACTIONS)
def test_wishes_fit_into_any_opening(one):
    """ "Could you {ask} ...?", "{Question} ...?": no capitals, no full stops, no slots."""
    for name in one.names:
        assert re.fullmatch(r"[a-z][a-z0-9]*( [a-z0-9]+)*", name), name
    for ask in one.asks:
        assert ask[0].islower() and not ask.startswith("to ") and ask[-1] not in ".?!,;:" and "{" not in ask, ask
    for question in one.questions:
        assert question[0].isupper() and question[-1] not in ".?!,;:" and "{" not in question, question


@each(ACTIONS)
def test_phrases_fit_behind_any_other(one):
    """They stand in any order, so none may end a sentence or begin by joining itself to the one before."""
    for part in one.roles:
        for phrase in part.phrases:
            assert phrase[-1] not in ".?!,;:" and not phrase.startswith((",", "-", ".", ";")), (part.names[0], phrase)


def spoken(part):
    """All that a request may say for a choice or a flag; the phrases alone for other types."""
    ways = [way for said in part.says.values() for way in said] or ["{}"]
    return {phrase.replace("{}", way) for phrase in part.phrases for way in ways}


@each(ACTIONS)
def test_two_roles_of_one_type_are_told_apart_by_what_is_said(one):
    for i, part in enumerate(one.roles):
        for other in one.roles[:i]:
            if part.says or other.says or part.kind == other.kind:
                assert not spoken(part) & spoken(other), (part.names[0], other.names[0])


@each(ACTIONS)
def test_a_way_to_say_a_choice_says_one_value(one):
    for part in one.roles:
        ways = Counter(way for said in part.says.values() for way in {*said})
        assert [way for way, count in ways.items() if count > 1] == [], part.names[0]
        assert all(said for said in part.says.values()), part.names[0]


@each(ACTIONS)
def test_defaults_are_values_of_their_roles(one):
    for part in one.roles:
        if part.default is ABSENT or part.default is None:
            continue
        if part.says:
            assert part.default in part.says, part.names[0]
        else:
            kind = TYPES[part.kind].schema.get("type")
            wanted = {"integer": int, "number": (int, float), "string": str, "array": list, "object": dict}[kind]
            assert isinstance(part.default, wanted), (part.names[0], part.default)


@each(EXECUTABLE)
def test_the_signature_of_a_function_agrees_with_the_roles(one):
    parameters = inspect.signature(one.fn).parameters
    assert [*parameters] == [part.names[0] for part in one.roles]
    for part in one.roles:
        default = parameters[part.names[0]].default
        assert (default is inspect.Parameter.empty) == (part.required is True), part.names[0]
        if part.default is not ABSENT:
            assert default == part.default, part.names[0]
    assert inspect.getdoc(one.fn)


@each(EXECUTABLE)
def test_a_function_runs_on_what_its_roles_draw(one):
    rng, described, impossible = Random(one.key), tool(one.fn), 0
    for _ in range(DRAWS):
        arguments = draw_arguments(one, rng)
        inputs, complaint = described.validate(arguments)
        assert inputs is not None, complaint
        before = json.dumps(arguments)
        try:
            result = one.fn(**arguments)
        except ValueError as error:
            impossible += 1
            assert str(error) and "\n" not in str(error)
            continue
        text = json.dumps(result, allow_nan=False)
        assert json.loads(text) == result  # no tuples, no sets, no keys that are numbers
        assert json.dumps(arguments) == before, "the function changed its arguments"
        assert json.dumps(one.fn(**arguments)) == text, "the function is not deterministic"
    assert impossible <= DRAWS * 0.2


@each(EXECUTABLE)
def test_every_value_of_a_choice_runs(one):
    """What is rarely drawn must not be what was never tried."""
    rng = Random(7)
    for part in one.roles:
        for value in part.says:
            for _ in range(20):
                try:
                    json.dumps(one.fn(**(draw_arguments(one, rng) | {part.names[0]: value})), allow_nan=False)
                    break
                except ValueError:
                    continue
            else:
                pytest.fail(f"{part.names[0]}={value!r} never works")


KNOWN = [  # from textbooks and tables, or worked out by hand
    ("arithmetic.factorize", [360], [2, 2, 2, 3, 3, 5]),
    ("arithmetic.to_base", [-255, 16, True], "-FF"),
    ("algebra.parabola_zeros", [1.0, -3.0, 2.0], [1.0, 2.0]),
    ("arithmetic.round_to_multiple", [37.0, 5, "up"], 40),
    ("algebra.sequence_term", [2.0, 3.0, 4, "geometric"], 54.0),
    ("geometry.great_circle_distance", [[48.8566, 2.3522], [51.5074, -0.1278]], 343.6),
    ("geometry.classify_triangle", [3.0, 4.0, 5.0], {"exists": True, "kind": "scalene", "area": 6.0}),
    ("geometry.rotate_point", [1.0, 0.0, 90.0], [0.0, 1.0]),
    ("physics.thin_lens", [10.0, 30.0], {"image_distance": 15.0, "magnification": -0.5}),
    ("physics.ohms_law", [12.0, 4.0], {"current": 3.0, "power": 36.0}),
    ("chemistry.molar_mass", ["C6H12O6"], 180.156),
    ("chemistry.gas_pressure", [1.0, 273.15, 22.414], 101.325),
    ("chemistry.solution_ph", [0.001, "base"], 11.0),
    ("biology.blood_types", ["AB", "O"], ["A", "B"]),
    ("biology.training_pulse", [40, 50, "average"], 122),
    ("statistics.correlate", [[1.0, 2.0, 3.0, 4.0], [1.0, 4.0, 9.0, 1000.0], "spearman"], 1.0),
    ("statistics.binomial_probability", [10, 3, 0.5, "at_most"], 0.171875),
    ("statistics.compare_means", [[1.0, 2.0, 3.0, 4.0, 5.0], [2.0, 3.0, 4.0, 5.0, 9.0]], {"t": -1.1429, "df": 6.45}),
    ("statistics.survey_size", [0.05], 385),
    ("statistics.bayes_update", [0.01, 0.9, 0.05], 0.153846),
    ("finance.loan_payment", [200_000.0, 6.0, 360], {"monthly_payment": 1199.1, "total_interest": 231676.38}),
    ("finance.sales_tax", [119.0, 19.0, "extract"], {"net": 100.0, "tax": 19.0, "gross": 119.0}),
    ("law.limitation_deadline", ["2024-02-29", "personal_injury"], {"deadline": "2026-02-28", "years": 2}),
    ("algebra.simultaneous_equations", [["2*x + y = 4", "x - y = -1"]], {"x": 1.0, "y": 2.0}),
    ("algebra.differentiate_formula", ["3*x**3 - x**2 + 5*x - 7"], "9*x**2 - 2*x + 5"),
    ("algebra.differentiate_formula", ["x**2 - x", 3], "0"),
    ("algebra.area_under_polynomial", ["3*x**2 + 2", 0.0, 2.0], 12.0),
    ("algebra.polynomial_value", [[2.0, 0.0, -1.0], 3.0], 17.0),
    ("algebra.lowest_common_multiple", [[4, 6], True], {"lcm": 12, "quotients": [3, 2]}),
    ("algebra.modular_power", [3, 4, 5], 1),
    ("vectors.inner_product", [[1.0, 2.0, 3.0], [4.0, -5.0, 6.0]], 12.0),
    ("vectors.angle_between", [[1.0, 0.0], [0.0, 2.0]], 90.0),
    ("vectors.matrix_determinant", [[[2.0, 0.0, 1.0], [1.0, 3.0, 2.0], [1.0, 1.0, 4.0]]], 18.0),
    ("vectors.line_totals", [[[1.0, 2.0], [3.0, 4.0]], "columns", True], [2.0, 3.0]),
    ("conversions.switch_temperature_scale", [212.0, "celsius"], 100.0),
    ("conversions.distance_in", [1.0, "ft"], 5280.0),
    ("conversions.read_bits", ["1111", True], -1),
    ("conversions.moving_average", [[1.0, 2.0, 6.0], 2], [1.5, 4.0]),
    ("conversions.dense_ranks", [[10, 30, 10]], [2, 1, 2]),
    ("text.compare_words", ["kitten", "sitting"], {"edits": 3, "anagrams": False}),
    ("text.caesar_cipher", ["Khoor, Crh", 3, True], "Hello, Zoe"),
]


@pytest.mark.parametrize(
    ("key", "arguments", "answer"), KNOWN, ids=[f"{key}-{n}" for n, (key, _, _) in enumerate(KNOWN)]
)
def test_functions_give_known_answers(key, arguments, answer):
    fn = next(one.fn for one in ACTIONS if one.key == key)
    assert fn(*arguments) == answer


@pytest.mark.parametrize(
    ("key", "arguments", "says"),
    [
        ("algebra.simultaneous_equations", [["x + y = 1", "2*x + 2*y = 5"]], "parallel"),
        ("algebra.linear_root", [0.0, 1.0], "slope must not be 0"),
        ("vectors.inner_product", [[1.0], [1.0, 2.0]], "equally long"),
        ("vectors.matrix_determinant", [[[1.0, 2.0]]], "square"),
        ("conversions.moving_average", [[1.0], 2], "at most 1"),
        ("conversions.rescale_values", [[2.0, 2.0], [0.0, 1.0]], "differ"),
    ],
)
def test_what_cannot_be_computed_is_refused_in_one_line(key, arguments, says):
    fn = next(one.fn for one in ACTIONS if one.key == key)
    with pytest.raises(ValueError, match=says) as caught:
        fn(*arguments)
    assert "\n" not in str(caught.value)


BOUNDED = [pytest.param(part, id=f"{key}:{part.names[0]}") for key, part in ROLES if part.within]


@pytest.mark.parametrize("part", BOUNDED)
def test_bounds_are_kept_and_easily_met(part):
    rng, kind, (low, high) = Random(part.names[0]), TYPES[part.kind], part.within
    assert sum(low <= kind.draw(rng) <= high for _ in range(1000)) >= 5  # 2000 tries then always find one
    assert all(low <= draw_value(part, rng)[0] <= high for _ in range(20))


def test_one_is_not_said_before_a_plural():
    """ "1 suitcases": a count that may be 1 needs phrases that take it."""
    wrong = [
        (key, part.names[0])
        for key, part in ROLES
        if not part.says and TYPES[part.kind].schema.get("type") == "integer" and not (part.within or (1, 0))[0] >= 2
        if any(re.search(r"\{\} (\w+ )?(?!is\b)\w*[^\Ws]s\b(?! \w+ )", phrase) for phrase in part.phrases)
        if {"1", "one"} & {*_forms_of_one(part)}
    ]
    assert wrong == []


def _forms_of_one(part):
    kind = TYPES[part.kind]
    return kind.forms(1) if 1 in kind.schema.get("enum", [1]) else []


PAIRS = [one for one in ACTIONS if one.rising]


@each(PAIRS)
def test_what_must_rise_rises_in_drawn_calls(one):
    rng = Random(one.key)
    calls = [draw_call(compose(one, rng, names="plain"), rng) for _ in range(100)]
    assert sum(in_order(call) for call in calls) >= 97


@pytest.mark.parametrize(
    ("low", "high", "fine"),
    [
        (1.0, 2.0, True),
        (2.0, 2.0, False),
        ("09:00", "17:30", True),
        ("2024-05-01", "2025-04-30", True),
        ("2024-05-01", "2024-04-30", False),
        ("2024-05-01", "2029-05-01", False),
        ([1.0], [2.0], True),
        ([1.0], [2.0, 3.0], False),
    ],
)
def test_what_rises(low, high, fine):
    one = action("toy", "count things", does="Counts.", asks="count", roles=[some_role()])
    one = replace(one, rising=(("first", "last"),))
    assert rises(one, {"first": low, "last": high}) is fine
    assert rises(one, {"first": low}) and rises(one, {"last": high})


def some_role(**changes):
    fields = {"names": "n|count", "kind": "positive_integer", "phrases": "of {}", "describe": "How many"} | changes
    return role(**fields)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"names": "Count"}, "snake_case"),
        ({"kind": "no_such_type"}, "no semantic type"),
        ({"phrases": "of {} and {}"}, "one {}"),
        ({"phrases": "of it"}, "one {}"),
        ({"phrases": " "}, "phrase"),
        ({"kind": "choice"}, "says"),
        ({"says": {"a": "b"}}, "says"),
        ({"kind": "flag", "says": {"yes": "yes"}}, "True and False"),
        ({"within": (5, 1)}, "(least, greatest)"),
        ({"kind": "city", "within": (1, 5)}, "within is for numbers"),
    ],
)
def test_a_wrong_role_is_refused(changes, message):
    with pytest.raises(ValueError, match=re.escape(message)) as caught:
        some_role(**changes)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"asks": ""}, "asks is empty"),
        ({"roles": []}, "roles is empty"),
        ({"roles": [some_role(required=False)]}, "required"),
        ({"roles": [some_role(), some_role(names="m|count")]}, "'count'"),
        ({"fn": lambda other: other}, "['other']"),
        ({"rising": "n"}, "rising must pair"),
        ({"rising": "n elsewhere"}, "'n elsewhere'"),
    ],
)
def test_a_wrong_action_is_refused(changes, message):
    fields = {"does": "Counts.", "asks": "count", "roles": [some_role()]} | changes
    with pytest.raises(ValueError, match=re.escape(message)) as caught:
        action("toy", "count things", **fields)
    assert "toy" in str(caught.value) and "count things" in str(caught.value)


def test_two_actions_with_one_key_are_refused():
    with pytest.raises(ValueError, match="key 'arithmetic.percent_change'"):
        collect((DOMAINS[0], DOMAINS[0]))
