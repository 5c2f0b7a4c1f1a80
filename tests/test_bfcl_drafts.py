"""`evaluate(drafts=…)`: what the grammar allows is taken over, all else is decoded, and the result is the same."""

import pytest

from fcall_helpers.bfcl import evaluating
from fcall_helpers.bfcl.drafts import would_stand
from fcall_helpers.bfcl.evaluating import evaluate
from fcall_helpers.decoding import generate
from fcall_helpers.tools import ToolBox, tool
from tests.saying import say


@tool
def weather(city: str, days: int = 1) -> str:
    """The weather forecast of a city."""
    return city


def call(body: str) -> str:
    return f"<tool_call>\n{body}\n</tool_call>"


GOOD = call('{"name": "weather", "arguments": {"city": "Oslo", "days": 2}}')
TEXTS = {
    "words": "It rains.",
    "a call": GOOD,
    "two calls": f"{GOOD}\n{GOOD}",
    "words, then a call": f"Let me see.\n{GOOD}",
    "a number as text": GOOD.replace("2", '"2"'),
    "no such tool": GOOD.replace("weather", "whether"),
    "nothing required": call('{"name": "weather", "arguments": {}}'),
    "one too many": GOOD.replace("2}}", '2, "hour": 3}}'),
    "a blank too many": GOOD.replace(": {", ":  {"),
    "no end": GOOD[:-13],
    "words after a call": f"{GOOD} There.",
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_text_stands_where_decoding_under_the_grammar_leaves_it_as_it_is(text, lm, monkeypatch):
    schemas = ToolBox([weather]).schemas()
    say(monkeypatch, lm, text, then="<|im_end|>")
    (held,) = generate(lm, [[{"role": "user", "content": "?"}]], schemas, constrained=True, max_new_tokens=200)
    assert would_stand(lm, schemas, text, 200) == (held == text)


def test_a_call_that_may_have_been_cut_short_is_decoded_again(lm):
    schemas = ToolBox([weather]).schemas()
    assert would_stand(lm, schemas, GOOD, 200) and not would_stand(lm, schemas, GOOD, 40)


def test_tools_without_a_grammar_have_no_drafts(lm):
    odd = {"name": "f", "description": "", "parameters": {"type": "object", "properties": {"x": {"type": "strnig"}}}}
    assert not would_stand(lm, [{"type": "function", "function": odd}], "Hello.", 100)


@pytest.fixture
def plain(lm, tmp_path, monkeypatch):
    """An unconstrained run: in the first case a call that breaks the schema, words in the others."""
    monkeypatch.setattr(evaluating, "_digest_weights", lambda model: "weights")
    monkeypatch.setattr(evaluating, "generate", answering(lambda place: call("{}") if place == 0 else "Hm."))
    evaluate(lm, "multiple", n=3, out=tmp_path / "plain")
    return tmp_path / "plain"


def answering(text):
    def generate(lm, conversations, tools, *, on_done, **options):
        for place in range(len(conversations)):
            on_done(place, text(place))

    return generate


def test_only_what_the_grammar_forbids_is_decoded(plain, lm, tmp_path, monkeypatch):
    monkeypatch.setattr(evaluating, "generate", answering(lambda place: f"again {place}"))
    report = evaluate(lm, "multiple", n=3, constrained=True, drafts=plain, out=tmp_path / "held")
    assert sorted(row["text"] for row in report.cases) == ["Hm.", "Hm.", "again 0"]
    assert all(row["constrained"] for row in report.cases)


def test_the_run_is_the_one_without_drafts(lm, tmp_path):
    short = {"n": 2, "max_new_tokens": 6}
    evaluate(lm, "irrelevance", out=tmp_path / "plain", **short)
    evaluate(lm, "irrelevance", out=tmp_path / "held", constrained=True, **short)
    evaluate(lm, "irrelevance", out=tmp_path / "drafted", constrained=True, drafts=tmp_path / "plain", **short)
    for name in ("outputs.jsonl", "settings.json"):
        assert (tmp_path / "drafted" / name).read_bytes() == (tmp_path / "held" / name).read_bytes()


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"constrained": False}, "drafts: only a constrained run can take over the texts of another"),
        ({"n": 2}, r"drafts: .* holds a run of other settings \(cases, prompts\)"),
        ({"max_new_tokens": 9}, r"drafts: .* holds a run of other settings \(max_new_tokens\)"),
        ({"drafts": "nowhere"}, "nowhere holds no run"),
    ],
)
def test_drafts_of_another_run_are_refused_before_anything_is_written(changes, complaint, plain, lm, tmp_path):
    options = {"n": 3, "constrained": True, "drafts": plain, "out": tmp_path / "new", **changes}
    with pytest.raises(ValueError, match=complaint):
        evaluate(lm, "multiple", **options)
    assert not (tmp_path / "new").exists()
