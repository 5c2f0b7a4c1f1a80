"""What people ask for: every action can be made into tools and requests, and every function runs on what is drawn."""

import inspect
import json
import re
from collections import Counter
from pathlib import Path
from random import Random

import pytest

from fcall_helpers.data import actions
from fcall_helpers.data.actions import ACTIONS, DOMAINS, action, collect, role
from fcall_helpers.data.actions.model import ABSENT
from fcall_helpers.data.types import TYPES
from fcall_helpers.data.wording import draw_value
from fcall_helpers.tools import tool

EXECUTABLE = [one for one in ACTIONS if one.fn]
ROLES = [(one.key, each) for one in ACTIONS for each in one.roles]
DRAWS = 50


def each(items):
    return pytest.mark.parametrize("one", items, ids=lambda one: one.key)


def draw_arguments(one, rng):
    """Arguments of an action's function by name: all required ones, each other in half of the cases."""
    given = [part for part in one.roles if part.required is True or rng.random() < 0.5]
    return {part.names[0]: draw_value(part, rng)[0] for part in given}


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
    ("arithmetic.solve_quadratic", [1.0, -3.0, 2.0], [1.0, 2.0]),
    ("arithmetic.round_to_multiple", [37.0, 5, "up"], 40),
    ("arithmetic.sequence_term", [2.0, 3.0, 4, "geometric"], 54.0),
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
    ("text.compare_words", ["kitten", "sitting"], {"edits": 3, "anagrams": False}),
    ("text.caesar_cipher", ["Khoor, Crh", 3, True], "Hello, Zoe"),
]


@pytest.mark.parametrize(("key", "arguments", "answer"), KNOWN, ids=[key for key, _, _ in KNOWN])
def test_functions_give_known_answers(key, arguments, answer):
    fn = next(one.fn for one in ACTIONS if one.key == key)
    assert fn(*arguments) == answer


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
