"""A learner's own domain in the factory: functions that work, and functions that raise, hang or return no JSON."""

import json
import random
import threading

import pytest

from fcall_helpers.data.actions import ACTIONS, action, role
from fcall_helpers.data.actions.model import fingerprint
from fcall_helpers.data.making import draw_rows, make_dataset, world_of
from fcall_helpers.data.types import TYPES
from fcall_helpers.data.types.base import SemanticType
from fcall_helpers.data.verifying import count_reasons, verify
from fcall_helpers.data.world import World
from fcall_helpers.tools import Tool, ToolBox, ToolCall


def water(plant: str, litres: float = 1.0) -> str:
    """Give a plant some water."""
    return f"{plant} got {litres:g} l"


def refuse(plant: str, litres: float = 1.0) -> str:
    raise RuntimeError("the tap is shut")


def hang(plant: str, litres: float = 1.0) -> str:
    threading.Event().wait()


def nest(plant: str, litres: float = 1.0) -> list:
    inside: list = []
    inside.append(inside)
    return inside


def watering(fn, name="water plant"):
    return action(
        "garden",
        name,
        does="Waters a plant. | Give a plant water",
        asks="water a plant | give a plant some water",
        roles=[
            role("plant | plant_name", "first_name", "called {} | named {}", "name of the plant", required=True),
            role("litres | amount", "number", "with {} litres | using {} litres", "water in litres", default=1.0),
        ],
        fn=fn,
    )


def world(*fns, **changes) -> World:
    actions = [watering(fn, f"water plant {place}") for place, fn in enumerate(fns)]
    settings = {"distractors": ACTIONS[:20], "masked": 0.0, "executed": 1.0, "timeout_s": 0.2}
    return World(actions, **{**settings, **changes})


def test_a_domain_of_ones_own_makes_rows_that_are_right_and_run(tmp_path):
    rows = make_dataset(60, seed=3, actions=[watering(water)], fractions={"train": 1.0}, out=tmp_path)
    assert len(rows) == 60 and count_reasons(rows)["right"] == 60
    executed = [row for row in rows if row["source"] == "executed:garden.water_plant"]
    assert len(executed) >= 3 and all(" got " in row["result"] for row in executed if row["kind"] != "multi_turn")
    assert {row["kind"] for row in rows} >= {"single", "multiple", "parallel", "parallel_multiple", "irrelevance"}


def test_an_executed_row_of_ones_own_passes_with_its_toolbox():
    rows = [row for row, _ in draw_rows(world(water, mix={"single": 1.0}), random.Random(0), 20)]
    for row in rows:
        (schema,) = json.loads(row["tools"])
        assert verify(row, ToolBox([Tool.from_schema(schema, water)])) == []
        wrong = verify({**row, "result": "nothing"}, ToolBox([Tool.from_schema(schema, water)]))
        assert len(row["messages"]) > 2 or wrong[0].startswith("result: ")


@pytest.mark.parametrize(
    ("fn", "reason"),
    [
        (refuse, "failed in garden.water_plant_0: .*RuntimeError: the tap is shut"),
        (hang, "timeout in garden.water_plant_0: .*no result within the limit of 0.2 s"),
        (nest, "failed in garden.water_plant_0: .*cannot be written as JSON"),
    ],
)
def test_a_broken_function_costs_its_rows_and_nothing_else(fn, reason):
    drawn = list(draw_rows(world(fn, water, mix={"single": 1.0}), random.Random(1), 60))
    rejected = [problems[0] for row, problems in drawn if problems]
    assert 15 < len(rejected) < 45 and all(row is None for row, problems in drawn if problems)
    pytest.raises(ValueError, lambda: (_ for _ in ()).throw(ValueError(rejected[0]))).match(reason)


def test_a_function_that_hangs_is_tried_once():
    calls = []

    def hang_and_count(plant: str, litres: float = 1.0) -> str:
        calls.append(plant)
        threading.Event().wait()

    list(draw_rows(world(hang_and_count, water, mix={"single": 1.0}), random.Random(1), 60))
    assert len(calls) == 1


def test_where_nothing_passes_the_run_stops_and_says_why(tmp_path, monkeypatch):
    mumbled = SemanticType("depth", {"type": "integer"}, lambda rng: rng.randrange(999), lambda value: ["so much"],
                           ("depth",), ("how deep",), ("{}",))  # fmt: skip
    monkeypatch.setitem(TYPES, "depth", mumbled)
    deep = role("depth", "depth", "to a depth of {}", "how deep", required=True)
    digging = action("garden", "dig hole", does="Digs.", asks="dig a hole", roles=[deep])
    with pytest.raises(ValueError, match=r"actions: only \d+ of \d+ rows pass; the others: \d+ × grounding"):
        make_dataset(10, actions=[digging], fractions={"train": 1}, mix={"single": 1}, out=tmp_path)


def test_a_domain_with_little_to_say_ends_too(tmp_path):
    gate = role("gate", "choice", "{}", "which", required=True, says={"north": "to the north"})
    doors = [action("garden", f"open {i}", does="Opens.", asks="open the gate", roles=[gate]) for i in range(80)]
    few = {"train": 0.05, "dev": 0.95}
    with pytest.raises(ValueError, match=r"n: only \d+ of \d+ rows differ; ask for fewer, or give more to draw from"):
        make_dataset(400, actions=doors, fractions=few, mix={"single": 1}, masked=1.0, out=tmp_path)


def test_what_nothing_can_come_of_is_named():
    with pytest.raises(ValueError, match="actions: expected at least one, got none"):
        make_dataset(10, actions=[])
    with pytest.raises(ValueError, match="openings: expected at least one, got none"):
        World(openings=())
    with pytest.raises(ValueError, match=r"split 'dev' \(a fraction of 0\.1\) gets none of the 1 keys"):
        make_dataset(10, actions=[watering(water)], split="dev", fractions={"train": 0.9, "dev": 0.1})
    with pytest.raises(ValueError, match="mix: 'multiple' needs at least 2 actions, got 1"):
        World([watering(water)])


@pytest.mark.parametrize(
    ("opening", "complaint"),
    [
        ("Please {do}{rest}.", r"unknown slot \{do\}; there are Ask, Question, ask"),
        ("Please {ask}.", "it needs one wish such as {ask}, and one of {rest} and {listed}"),
        ("Well{rest}.", "it needs one wish"),
        ("{Ask}{rest} and {listed}.", "it needs one wish"),
    ],
)
def test_an_opening_that_cannot_be_filled_is_named(opening, complaint):
    with pytest.raises(ValueError, match=complaint):
        World(openings=[opening])


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"roles": []}, "garden: 'water'.*roles is empty"),
        ({"asks": "water {plant}"}, r"garden: 'water'.*asks.*unknown slot"),
        (
            {"roles": [role(name, "number", f"{name} {{}}", "how much") for name in ("low", "high")]},
            "garden: 'water'.*'low' and 'high' are both described as 'how much'",
        ),
    ],
)
def test_an_action_that_cannot_be_said_is_named(changes, complaint):
    parts = {"does": "Waters.", "asks": "water", "roles": [role("plant", "first_name", "named {}", "its name")]}
    with pytest.raises(ValueError, match=complaint):
        action("garden", "water", **{**parts, **changes})


def test_a_type_that_is_not_there_or_cannot_draw_is_named():
    with pytest.raises(ValueError, match="kind 'shoe_size' is no semantic type"):
        role("size", "shoe_size", "in size {}", "the size")
    with pytest.raises(TypeError, match="type 'shoe_size': draw must be a function, got None"):
        SemanticType("shoe_size", {"type": "integer"}, None, str, ("size",), ("the size",), ("in size {}",))


def test_fingerprints_tell_functions_apart_and_outlive_the_process():
    assert fingerprint(watering(water)) == fingerprint(watering(water))
    assert len({fingerprint(watering(fn)) for fn in (water, refuse, nest, None)}) == 4
    assert " at 0x" not in repr(fingerprint(watering(water)))


def test_calls_of_ones_own_tools_run():
    tool = Tool.from_schema(json.loads(_row()["tools"])[0], water)
    call = ToolCall.from_openai(_row()["messages"][1]["tool_calls"][0])
    assert ToolBox([tool]).call(call).ok


def _row() -> dict:
    return next(row for row, _ in draw_rows(world(water, mix={"single": 1.0}), random.Random(0), 1))


def test_worlds_of_one_split_are_equal():
    assert world_of("dev").actions == world_of("dev").actions


@pytest.mark.parametrize(("kind", "unit"), [("duration_hours", "hours"), ("volume_l", "L"), ("guests", "")])
def test_an_impossible_value_that_is_repaired_has_its_unit(kind, unit):
    def brew(amount: float) -> float:
        if not 0 < amount < 1000:
            raise ValueError(f"cannot brew {amount:g}")
        return 2 * amount

    amount = role("amount", kind, "taking {} | with {} to spare", "how much", required=True, within=(2, 9))
    brewing = action("tea", "brew", does="Brews tea.", asks="brew some tea", roles=[amount], fn=brew)
    talks = World([brewing], masked=0.0, executed=1.0, mix={"multi_turn": 1.0})
    rows = [row for row, problems in draw_rows(talks, random.Random(1), 40) if row and not problems]
    repaired = [row["messages"] for row in rows if '{"error"' in str(row["messages"])]
    assert len(repaired) > 3
    for first, calling, *_ in repaired:
        value = json.loads(calling["tool_calls"][0]["function"]["arguments"])["amount"]
        said = f"{value:.15g} {unit}".strip()
        assert said in first["content"], first["content"]
