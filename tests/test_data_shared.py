"""Rows that share their tools: the same tools, other requests, the mix as it was; alone they are the rows of before."""

import itertools
import json
import random
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fcall_helpers.__main__ import main
from fcall_helpers.data.actions import ACTIONS, action, role
from fcall_helpers.data.blocks import BEHIND_ONE, group, make_block
from fcall_helpers.data.decontamination import Benchmark, overlaps
from fcall_helpers.data.making import CHUNK, FRACTIONS, draw_rows, make_chunk, make_dataset
from fcall_helpers.data.offers import Offer
from fcall_helpers.data.rows import MIX, make_row
from fcall_helpers.data.verifying import verify
from fcall_helpers.data.world import World
from fcall_helpers.tools import Tool, ToolBox

CHUNK_OF_4 = {"seed": 0, "split": "train", "mix": MIX, "masked": 0.3, "shared": 4, "fractions": FRACTIONS}
SEVERAL = ("multiple", "parallel_multiple")
REST = {kind: share for kind, share in MIX.items() if kind != "multi_turn"}


def runs(rows):
    """The rows that stand one after another with the same tools."""
    return [list(each) for _, each in itertools.groupby(rows, key=lambda row: row["tools"])]


def drawn(seed, n, **changes):
    return [row for row, _ in draw_rows(World(**changes), random.Random(seed), n) if row is not None]


def called(row):
    return [call["function"] for turn in row["messages"] for call in turn.get("tool_calls") or ()]


@pytest.fixture(scope="module")
def dataset(tmp_path_factory):
    return make_dataset(2000, seed=11, shared=8, processes=1, out=tmp_path_factory.mktemp("eight"))


# -- blocks of one -----------------------------------------------------------------------------------------------------
@settings(deadline=None, max_examples=20)
@given(st.integers(0, 10**9))
def test_a_row_that_shares_nothing_is_drawn_as_one_by_itself(seed):
    world, rng = World(), random.Random(seed)
    kinds = rng.choices(list(world.mix), list(world.mix.values()), k=12)
    alone = [make_row(kind, world, rng, f"row-{place:03d}") for place, kind in enumerate(kinds)]
    assert [row for row, _ in draw_rows(world, random.Random(seed), 12)] == alone


def test_the_first_row_of_a_block_is_drawn_as_one_by_itself():
    for kind in REST:
        block = make_block([kind] * 3, World(), random.Random(4), "abc")
        assert next(block) == (make_row(kind, World(), random.Random(4), "a"), "")


# -- which kinds share -------------------------------------------------------------------------------------------------
@settings(deadline=None)
@given(st.lists(st.sampled_from(list(MIX))), st.integers(1, 9), st.integers(0, 99))
def test_kinds_are_sorted_into_blocks_and_none_is_lost(kinds, size, seed):
    blocks = group(kinds, size, random.Random(seed))
    assert Counter(itertools.chain.from_iterable(blocks)) == Counter(kinds)
    short = [block for block in blocks if len(block) < size and block != ["multi_turn"]]
    assert max(map(len, blocks), default=0) <= size and len(short) <= 2
    for block in blocks:
        assert "multi_turn" not in block or len(block) == 1
        assert not ("single" in block and set(block) & set(SEVERAL))
        assert block[-1] == "irrelevance" or "irrelevance" not in block  # which no other follows


def test_refusals_are_as_frequent_behind_one_tool_as_behind_several():
    behind = [sum(MIX[kind] * share for kind, share in BEHIND_ONE.items() if kind != "irrelevance")]
    behind.append(1 - MIX["multi_turn"] - MIX["irrelevance"] - behind[0])
    halves = [MIX["irrelevance"] * share for share in (BEHIND_ONE["irrelevance"], 1 - BEHIND_ONE["irrelevance"])]
    one, several = (half / (half + rest) for half, rest in zip(halves, behind, strict=True))
    assert one == pytest.approx(1 / 8, abs=0.02) and several == pytest.approx(1 / 8, abs=0.02)


def test_the_mix_is_that_of_rows_with_their_own_tools(dataset):
    made = Counter(dataset["kind"])
    furthest = max(abs(made[kind] / len(dataset) - share) for kind, share in MIX.items())
    assert furthest < 0.03, made  # 2.7 deviations of what chance does to the commonest kind
    offered = Counter(len(json.loads(row["tools"])) == 1 for row in dataset if row["kind"] == "irrelevance")
    assert offered[True] / offered.total() == pytest.approx(BEHIND_ONE["irrelevance"], abs=0.1)


# -- the rows of a block -----------------------------------------------------------------------------------------------
@settings(deadline=None, max_examples=25)
@given(st.integers(0, 10**9), st.integers(2, 9))
def test_rows_one_after_another_have_the_same_tools_and_other_requests(seed, shared):
    rows = drawn(seed, 60, shared=shared, mix=REST)
    assert len(rows) > 55 and [row["id"] for row in rows] == sorted({row["id"] for row in rows})
    assert len(runs(rows)) <= 60 // shared + 2  # one short block of each sort, where both are cut at the end
    for block in runs(rows):
        assert len({row["messages"][0]["content"] for row in block}) == len(block)
        calls = [json.dumps(called(row)) for row in block if called(row)]
        assert len(set(calls)) == len(calls)
        assert {row["messages"][0]["role"] for row in block} == {"user"}  # no system turn of their own


def test_rows_of_each_kind_are_right_and_clean_behind_shared_tools(dataset):
    assert [problem for row in dataset for problem in verify(row) + overlaps(row, Benchmark.load())] == []
    assert len({*dataset["id"]}) == len(dataset)
    whole = [block for block in runs(dataset) if len(block) == 8]
    assert len(whole) > 0.7 * len(dataset) / 8
    assert any(len({row["kind"] for row in block}) == 3 for block in whole if len(json.loads(block[0]["tools"])) == 1)
    assert any(len({row["kind"] for row in block}) == 4 for block in whole if len(json.loads(block[0]["tools"])) > 1)


def test_any_tool_of_the_actions_may_be_asked_for_and_no_distractor_by_itself():
    shop = [one for one in ACTIONS if one.domain == "shop"]
    others = [one for one in ACTIONS if one.domain == "files"]
    for seed in range(20):
        rng = random.Random(seed)
        offer = Offer(World(shop, distractors=others, masked=0.0, executed=0.0), rng)
        first, _ = offer.call()
        tools = offer.around([first.tool], 4)
        askable = {tool.name for tool in tools if tool.action.domain == "shop"}
        assert {offer.call()[0].tool.name for _ in range(80)} == askable
        assert {offer.tool().name for _ in range(80)} == askable == {offer.several()[0].name for _ in range(80)}
        assert offer.around([first.tool], 2) is tools


def test_what_is_refused_is_an_action_that_no_tool_is_made_from_and_mostly_of_its_domain():
    near = total = 0
    for seed in range(60):
        offer = Offer(World(), random.Random(seed))
        tools = offer.around([offer.tool()], 0)
        wanted = [offer.missing().action for _ in range(20)]
        assert tools[0].action.key not in {one.key for one in wanted}
        near, total = near + sum(one.domain == tools[0].action.domain for one in wanted), total + 20
    assert 0.5 < near / total < 0.75


def test_where_every_action_has_a_tool_a_distractor_is_refused_and_without_one_there_is_no_row():
    alone = {"masked": 0.0, "executed": 0.0}
    offer = Offer(World(ACTIONS[:1], distractors=ACTIONS[5:8], **alone), random.Random(0))
    offer.around([offer.tool()], 0)
    assert offer.missing().action.key in {one.key for one in ACTIONS[5:8]}
    world = World(ACTIONS[:1], mix={"single": 1.0}, **alone)
    block = list(make_block(["single", "irrelevance"], world, random.Random(0), "ab"))
    assert block[0][0]["kind"] == "single"
    assert block[1][0] is None and block[1][1].startswith("irrelevance: every action has a tool here")


# -- functions that run ------------------------------------------------------------------------------------------------
def bell(times: int) -> str:
    """Ring the bell."""
    return "ding " * times


def ringing(fn):
    times = role("times | strokes", "integer", "{} times", "how often", required=True, within=(1, 400))
    return action("tower", "ring bell", does="Rings the bell.", asks="ring the bell", roles=[times], fn=fn)


def test_executed_rows_of_a_block_hold_what_the_function_returns():
    world = World([ringing(bell)], masked=0.0, executed=1.0, shared=6, mix={"single": 1.0})
    rows = [row for row, problems in draw_rows(world, random.Random(2), 60) if not problems]
    assert len(rows) > 50 and {row["source"] for row in rows} == {"executed:tower.ring_bell"}
    for row in rows:
        (schema,) = json.loads(row["tools"])
        assert row["result"] == json.dumps(bell(json.loads(called(row)[0]["arguments"])["times"]))
        assert verify(row, ToolBox([Tool.from_schema(schema, bell)])) == []


def test_where_nothing_is_to_be_run_nothing_is():
    rows = drawn(3, 60, actions=[ringing(bell)], executed=0.0, shared=6, mix={"single": 1.0})
    assert len(rows) == 60 and {(row["source"], row["result"]) for row in rows} == {("composed", None)}


def test_a_function_that_fails_costs_its_rows_and_not_those_of_others():
    def jam(times: int) -> str:
        raise RuntimeError("the rope is torn")

    world = World([ringing(jam), *ACTIONS[:3]], masked=0.0, executed=1.0, shared=5, mix={"single": 1.0})
    outcomes = list(draw_rows(world, random.Random(1), 200))
    failed = [problems[0] for row, problems in outcomes if row is None]
    assert failed and all(one.startswith("failed in tower.ring_bell: ") for one in failed)
    rows = [row for row, problems in outcomes if not problems]
    assert len(rows) > 100 and max(map(len, runs(rows))) == 5


def test_what_has_been_asked_is_not_asked_again():
    gate = role("gate", "choice", "{}", "which", required=True, says={"north": "to the north", "south": "to the south"})
    door = action("garden", "open gate", does="Opens.", asks="open the gate", roles=[gate])
    outcomes = list(draw_rows(World([door], masked=1.0, shared=8, mix={"single": 1.0}), random.Random(0), 80))
    assert all(problems[0].startswith("repeated: ") for row, problems in outcomes if row is None)
    assert sorted(map(len, runs(row for row, _ in outcomes if row))) == [2] * 10


# -- datasets ----------------------------------------------------------------------------------------------------------
def test_near_duplicates_make_blocks_shorter_and_leave_their_order(tmp_path):
    floor = role("floor", "integer", "to floor {}", "the floor", required=True, within=(1, 12))
    lift = action("house", "call lift", does="Calls the lift.", asks="call the lift", roles=[floor])
    rows = make_dataset(150, seed=2, actions=[lift], fractions={"train": 1.0}, masked=1.0, shared=4,
                        mix={"single": 0.6, "irrelevance": 0.4}, out=tmp_path)  # fmt: skip
    report = json.loads((tmp_path / "report.json").read_text())
    assert report["exact duplicates"] + report["near duplicates"] > 20
    assert rows["id"] == sorted(rows["id"])
    sizes = Counter(map(len, runs(rows)))
    assert len({*rows["tools"]}) == sizes.total() and max(sizes) == 4 > min(sizes)


def test_a_chunk_depends_on_its_settings_and_number_alone(tmp_path):
    make_dataset(600, masked=CHUNK_OF_4["masked"], shared=4, processes=1, out=tmp_path)
    for number in (1, 0):  # a worker makes them in any order, from the settings as JSON
        rows, reasons = make_chunk(json.loads(json.dumps(CHUNK_OF_4)), number)
        assert json.loads((tmp_path / "parts" / f"{number:05d}.json").read_text()) == [rows, reasons]
        assert reasons.total() == CHUNK
    assert make_chunk({**CHUNK_OF_4, "shared": 5}, 0)[0] != rows


def test_the_command_shares_and_the_card_says_so(tmp_path, capsys):
    command = ["data", "--n", "40", "--shared", "4", "--processes", "1", "--out", str(tmp_path)]
    assert main(command) == 0
    assert ", shared=4, " in (tmp_path / "README.md").read_text()
    assert main([*command, "--shared", "2"]) == 2
    assert "holds a dataset of other settings (shared, key)" in capsys.readouterr().err


@pytest.mark.parametrize("shared", [0, -1, 2.5, True, "4", None])
def test_a_number_of_rows_that_is_none_is_named(shared, tmp_path):
    for attempt in (lambda: World(shared=shared), lambda: make_dataset(10, shared=shared, out=tmp_path)):
        with pytest.raises(ValueError, match=f"shared: expected a number of rows from 1 up, got {shared!r}"):
            attempt()
