"""`goes_round`, and `generate(end_loops=True)`: what repeats is ended, what only looks alike is not."""

from hypothesis import given
from hypothesis import strategies as st

from fcall_helpers.bfcl import load_bfcl, reference_calls
from fcall_helpers.decoding import generate
from fcall_helpers.loops import TIMES, TOKENS, goes_round
from fcall_helpers.parsing import parse
from fcall_helpers.tools import tool
from tests.saying import say

TOKEN = st.integers(0, 3)


@tool
def count(numbers: list[int]) -> int:
    """Count numbers."""
    return len(numbers)


@given(st.lists(TOKEN, max_size=80), st.lists(TOKEN, min_size=1, max_size=40))
def test_a_passage_said_often_enough_goes_round(before, passage):
    times = max(TIMES, -(-TOKENS // len(passage)) + 1)
    assert goes_round(before + passage * times)


@given(st.lists(TOKEN, max_size=200), st.integers(2, 5), st.integers(1, 30))
def test_it_is_what_its_description_says(tokens, times, least):
    """Against the definition, spelled out: some period that the last tokens keep to for long enough."""
    spans = ((period, max(least, times * period)) for period in range(1, len(tokens) + 1))
    wanted = any(
        span <= len(tokens) and all(tokens[-i] == tokens[-i - period] for i in range(1, span - period + 1))
        for period, span in spans
    )
    assert goes_round(tokens, times=times, least=least) == wanted


def test_too_little_is_no_loop():
    assert not goes_round([]) and not goes_round([1] * (TOKENS - 1)) and goes_round([1] * TOKENS)


def test_no_right_answer_of_the_benchmark_goes_round(lm):
    for category in ("simple_python", "parallel", "parallel_multiple", "live_multiple", "exec_parallel"):
        for case in load_bfcl(category):
            calls = reference_calls(case["function"], case["ground_truth"], category)
            text = "".join(f"<tool_call>\n{call.name} {call.arguments}\n</tool_call>\n" for call in calls)
            tokens = lm.tokenizer(text, add_special_tokens=False)["input_ids"]
            assert not any(goes_round(tokens[:end]) for end in range(len(tokens) + 1)), case["id"]


def test_a_loop_is_ended_when_asked_to(lm, monkeypatch):
    ask = [[{"role": "user", "content": "Sing!"}]]
    say(monkeypatch, lm, " la")
    (ended,) = generate(lm, ask, max_new_tokens=300, end_loops=True)
    assert ended.split() == ["la"] * TOKENS
    say(monkeypatch, lm, " la")
    (full,) = generate(lm, ask, max_new_tokens=300)
    assert full.split() == ["la"] * 300


def test_a_constrained_call_that_goes_round_is_closed(lm, monkeypatch):
    say(monkeypatch, lm, "0,")
    ask = [[{"role": "user", "content": "Count these."}]]
    options = {"tool_choice": "required", "max_new_tokens": 400}
    (ended,) = generate(lm, ask, [count], end_loops=True, **options)
    calls = parse(ended).calls
    assert calls[0].arguments["numbers"][:16] == [0] * 16 and len(lm.tokenizer(ended)["input_ids"]) < 200
