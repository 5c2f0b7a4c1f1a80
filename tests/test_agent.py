"""The loop: what it does with good calls, bad calls, forbidden calls and endless calls."""

import json

import pytest

import fcall_helpers.agent
from fcall_helpers.agent import run_agent
from fcall_helpers.tools import ToolBox, tool

RAN = []


@tool
def add(a: int, b: int) -> int:
    """Add two whole numbers."""
    return a + b


@tool
def divide(a: int, b: int) -> float:
    """Divide a by b."""
    return a / b


@tool(side_effects=True)
def pay(amount: int) -> str:
    """Pay an amount."""
    RAN.append(amount)
    return "paid"


BOX = ToolBox([add, divide, pay])
ASKED = [{"role": "user", "content": "What is 41 + 7?"}]


def call(name, **arguments):
    return f"<tool_call>\n{json.dumps({'name': name, 'arguments': arguments})}\n</tool_call>"


@pytest.fixture
def script(monkeypatch):
    """Let a list of texts stand for the model, where only the loop's own decisions matter."""

    def play(*texts):
        seen, left = [], list(texts)

        def speak(lm, conversations, tools, **options):
            seen.append((json.loads(json.dumps(conversations[0])), options))
            return [left.pop(0) if len(left) > 1 else left[0]]

        monkeypatch.setattr(fcall_helpers.agent, "generate", speak)
        RAN.clear()
        return seen

    return play


def test_a_real_model_calls_a_real_function_and_answers(lm):
    asked = [dict(ASKED[0])]
    trace = run_agent(lm, asked, BOX, tool_choice="add", max_new_tokens=64)
    assert (trace.calls[0].name, trace.calls[0].arguments) == ("add", {"a": 41, "b": 7})
    assert trace.results[0].content == "48"
    assert (trace.stopped, [m["role"] for m in trace.messages]) == (
        "answer",
        ["user", "assistant", "tool", "assistant"],
    )
    assert "48" in trace.answer
    assert json.loads(trace.to_json())["calls"][0]["arguments"] == {"a": 41, "b": 7}
    assert asked == ASKED


@pytest.mark.parametrize(("allowed", "error", "ran"), [(True, None, [12]), (False, "denied", [])])
def test_a_real_model_needs_approval_to_pay(lm, allowed, error, ran):
    RAN.clear()
    asked = [{"role": "user", "content": "Pay 12."}]
    options = {"tool_choice": "pay", "max_turns": 1, "max_new_tokens": 64}
    trace = run_agent(lm, asked, BOX, approve=lambda call: allowed and call.name == "pay", **options)
    assert (trace.results[0].error, ran, trace.stopped) == (error, RAN, "max_turns")


def test_parallel_calls_are_answered_each_by_its_id(script):
    seen = script(f"{call('add', a=1, b=2)}\n{call('add', a=3, b=4)}", "3 and 7")
    trace = run_agent(None, ASKED, BOX)
    assert [result.content for result in trace.results] == ["3", "7"]
    sent = seen[1][0]
    assert [m["tool_call_id"] for m in sent[2:]] == [c["id"] for c in sent[1]["tool_calls"]]
    assert len({c["id"] for c in sent[1]["tool_calls"]}) == 2


def test_only_the_first_turn_is_forced(script):
    seen = script(call("add", a=1, b=2), "3")
    run_agent(None, ASKED, BOX, tool_choice="add")
    assert [options["tool_choice"] for _, options in seen] == ["add", "auto"]


@pytest.mark.parametrize(
    ("bad", "kind", "says"),
    [
        (call("ad", a=1, b=2), "unknown_tool", "did you mean add"),
        (call("add", a="1", b=2), "invalid_arguments", 'got \\"1\\"'),
        (call("divide", a=1, b=0), "failed", "ZeroDivisionError"),
    ],
)
def test_a_bad_call_comes_back_and_is_repaired(script, bad, kind, says):
    seen = script(bad, call("add", a=1, b=2), "3")
    trace = run_agent(None, ASKED, BOX)
    assert [result.error for result in trace.results] == [kind, None]
    assert says in seen[1][0][-1]["content"]
    assert trace.stopped == "answer"


def test_a_text_that_should_have_been_a_call_comes_back(script):
    seen = script("<tool_call>add(1, 2)</tool_call>", "3")
    trace = run_agent(None, ASKED, BOX)
    assert "not JSON" in seen[1][0][-1]["content"]
    assert (trace.stopped, trace.calls) == ("answer", [])


def test_what_the_loop_says_can_be_rendered_again(script):
    """The next prompt is made of these messages, whatever the model wrote."""
    from fcall_helpers.chat import render

    script("text </tool_call>", "<tool_call>{", call("add", a=1, b=2), "done")
    trace = run_agent(None, ASKED, BOX)
    assert trace.stopped == "answer"
    assert render(trace.messages, BOX)


def test_a_model_that_calls_for_ever_runs_out_of_turns(script):
    seen = script(call("add", a=1, b=2))
    trace = run_agent(None, ASKED, BOX, max_turns=3)
    assert (len(seen), len(trace.calls), trace.stopped, trace.answer) == (3, 3, "max_turns", None)


@pytest.mark.parametrize(("approve", "ran"), [(None, []), (lambda call: False, []), (lambda call: True, [5])])
def test_a_tool_with_side_effects_runs_only_when_approved(script, approve, ran):
    script(call("pay", amount=5), "done")
    trace = run_agent(None, ASKED, BOX, approve=approve)
    assert ran == RAN
    assert trace.results[0].error == (None if ran else "denied")


def test_approval_is_asked_with_the_call_and_only_where_it_matters(script):
    script(f"{call('add', a=1, b=2)}\n{call('pay', amount='much')}\n{call('pay', amount=5)}", "done")
    asked = []
    run_agent(None, ASKED, BOX, approve=lambda c: asked.append(c) or True)
    assert [(c.name, c.arguments) for c in asked] == [("pay", {"amount": 5})]


def test_events_come_in_order(script):
    script(f"One moment.\n{call('add', a=1, b=2)}", "<tool_call>?</tool_call>", "3")
    events = []
    run_agent(None, ASKED, BOX, on_event=lambda kind, value: events.append(kind))
    assert events == ["text", "call", "result", "error", "text"]


@pytest.mark.parametrize("turns", [0, -1, 2.5, True])
def test_a_senseless_budget_is_refused(turns):
    with pytest.raises(ValueError, match="max_turns"):
        run_agent(None, ASKED, BOX, max_turns=turns)
