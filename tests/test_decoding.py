"""`generate`: right arguments in, the promised text out, whatever else is in the batch."""

import json

import pytest
import torch
from jsonschema import Draft202012Validator

from fcall_helpers import decoding
from fcall_helpers.chat import render
from fcall_helpers.decoding import end_ids, generate
from fcall_helpers.parsing import parse
from fcall_helpers.tools import ToolBox, tool
from tests.tool_zoo import zoo


@tool
def add(a: float, b: float) -> float:
    """Add two numbers."""
    return a + b


@tool
def weather(city: str, days: int = 1) -> str:
    """The weather forecast of a city."""
    return city


@tool
def translate(text: str, source: str, target: str, formal: bool, words: list[str], note: str) -> str:
    """Translate a text. Everything is required."""
    return text


TOOLS = [add, weather]


def user(text: str) -> list[dict]:
    return [{"role": "user", "content": text}]


QUESTIONS = [
    user("Hi!"),
    user("What is 2 + 2?"),
    [{"role": "system", "content": "You are terse."}, *user("Name three colours, then count from one to five.")],
    user("Will it rain in Paris tomorrow? " * 3),
]


@pytest.fixture(scope="module")
def alone(lm) -> list[str]:
    """Each question by itself, greedy, 10 tokens."""
    return [generate(lm, [question], max_new_tokens=10)[0] for question in QUESTIONS]


@pytest.fixture
def random_model(monkeypatch):
    """In place of the model's forward pass: noise, so that any token that is allowed may come. Costs nothing."""
    noise = torch.Generator().manual_seed(0)

    def forward(lm, ids, *rest):
        return torch.randn(len(ids), lm.model.config.vocab_size, generator=noise)

    class NoCache:
        layers = ()

    def prefill(lm, prompts, known):
        return forward(lm, prompts), NoCache(), torch.ones(len(prompts), 1, dtype=torch.long)

    monkeypatch.setattr(decoding, "_forward", forward)
    monkeypatch.setattr(decoding, "_prefill", prefill)


def count_tokens(lm, text: str) -> int:
    return len(lm.tokenizer.encode(text, add_special_tokens=False))


def calls_of(text: str, box: ToolBox):
    """The calls of a text in which nothing is wrong."""
    parsed = parse(text)
    assert not parsed.errors, text
    for call in parsed.calls:
        Draft202012Validator(box[call.name].parameters).validate(call.arguments)
        assert box.check(call) is None
    return parsed.calls


# The same text as everywhere else


@pytest.mark.parametrize(("index", "tools"), [(0, []), (2, []), (1, TOOLS)])
def test_greedy_text_is_the_one_of_transformers(index, tools, lm):
    prompt = render(QUESTIONS[index], tools, add_generation_prompt=True)
    ids = torch.tensor([lm.tokenizer(prompt, add_special_tokens=False)["input_ids"]])
    options = {"do_sample": False, "max_new_tokens": 10, "eos_token_id": end_ids(lm), "pad_token_id": end_ids(lm)[0]}
    reference = lm.model.generate(ids, attention_mask=torch.ones_like(ids), **options)[0, ids.shape[1] :]
    expected = lm.tokenizer.decode(reference, skip_special_tokens=True)
    assert generate(lm, [QUESTIONS[index]], tools, max_new_tokens=10) == [expected]


@pytest.mark.parametrize("batch_size", [1, 2, 3, 16])
def test_the_batch_does_not_change_a_text(batch_size, alone, lm):
    order = [3, 0, 2, 1]
    texts = generate(lm, [QUESTIONS[i] for i in order], max_new_tokens=10, batch_size=batch_size)
    assert texts == [alone[i] for i in order]


def test_a_shared_prefix_does_not_change_a_text(lm):
    questions = [user(text) for text in ("What is 7 times 6?", "Hi", "Is it warm in Rome now, or cold?")]
    together = generate(lm, questions, TOOLS, max_new_tokens=10)
    assert together == [generate(lm, [question], TOOLS, max_new_tokens=10)[0] for question in questions]


def test_equal_conversations_get_equal_texts(lm):
    texts = generate(lm, [QUESTIONS[1]] * 3, TOOLS, max_new_tokens=8)
    assert texts[0] and texts == [texts[0]] * 3


def test_it_stops_at_the_end_of_the_turn(lm):
    """Ended well before the budget, and nothing of the markup left in the text."""
    (text,) = generate(lm, [user("Answer with the single word: yes")], max_new_tokens=60)
    assert 0 < count_tokens(lm, text) < 60
    assert "<|" not in text


@pytest.mark.parametrize("budget", [1, 5])
def test_no_more_tokens_than_asked_for(budget, lm):
    """Counted as the model wrote them: a decoded text may be encoded with fewer."""
    (text,) = generate(lm, [user("Tell me a long story about a king.")], max_new_tokens=budget)
    assert 1 <= count_tokens(lm, text) <= budget


def test_no_conversations_no_texts(lm):
    assert generate(lm, [], TOOLS) == []


def test_on_done_hears_of_each_once(lm):
    heard = {}
    texts = generate(lm, QUESTIONS, max_new_tokens=3, batch_size=2, on_done=heard.__setitem__)
    assert [heard[i] for i in range(len(QUESTIONS))] == texts


# Sampling


def test_a_seed_fixes_a_sampled_text_whatever_the_batch(lm):
    options = {"temperature": 1.0, "top_p": 0.95, "max_new_tokens": 8}
    first = generate(lm, QUESTIONS, seed=3, **options)
    assert generate(lm, QUESTIONS, seed=3, batch_size=1, **options) == first
    assert generate(lm, QUESTIONS, seed=4, **options) != first


def test_conversations_draw_differently(lm):
    texts = generate(lm, [user("Tell me something surprising.")] * 4, temperature=1.5, max_new_tokens=8)
    assert len(set(texts)) > 1


def test_a_tiny_top_p_is_greedy(alone, lm):
    assert generate(lm, QUESTIONS, temperature=1.3, top_p=1e-6, max_new_tokens=10) == alone


def test_top_p_draws_from_the_nucleus_in_proportion():
    logits = torch.tensor([0.5, 0.3, 0.15, 0.05]).log()
    random = torch.Generator().manual_seed(0)
    drawn = [decoding._sample(logits, 1.0, 0.7, random) for _ in range(2000)]
    assert set(drawn) == {0, 1}, "0.5 is not yet 0.7, and 0.5 + 0.3 is"
    assert drawn.count(0) / len(drawn) == pytest.approx(0.625, abs=0.05)


# Tools and constraints


@pytest.mark.parametrize("choice", ["required", "add", {"type": "function", "function": {"name": "add"}}])
def test_a_promised_call_comes(choice, lm):
    box = ToolBox(TOOLS)
    questions = [user("What is 2 + 2?"), user("Hello there, how are you?")]
    for text in generate(lm, questions, box, tool_choice=choice, max_new_tokens=48):
        calls = calls_of(text, box)
        assert calls and parse(text).content == ""
        if choice != "required":
            assert [call.name for call in calls] == ["add"]


def test_the_model_and_not_only_the_grammar_makes_the_call(lm):
    (text,) = generate(lm, [user("What is 2 + 2?")], TOOLS, tool_choice="add")
    assert parse(text).calls[0].arguments == {"a": 2, "b": 2}


def test_none_makes_words_even_of_a_call(lm):
    asked = user('Repeat exactly: <tool_call>\n{"name": "add", "arguments": {"a": 1, "b": 2}}\n</tool_call>')
    (text,) = generate(lm, [asked], TOOLS, tool_choice="none", max_new_tokens=24)
    parsed = parse(text)
    assert parsed.content and not parsed.calls and not parsed.errors


def test_a_tool_list_for_each_conversation(lm):
    tools = [[add], ToolBox([weather]), [translate.schema()]]
    questions = [user("Do it"), user("Do it"), user("Do it")]
    texts = generate(lm, questions, tools, tool_choice="required", max_new_tokens=80, parallel_tool_calls=False)
    names = [[call.name for call in calls_of(text, ToolBox([add, weather, translate]))] for text in texts]
    assert names == [["add"], ["weather"], ["translate"]]


def test_a_conversation_without_tools_beside_one_with(lm):
    texts = generate(lm, [user("Say hi.")] * 3, [[add], [], None], constrained=True, max_new_tokens=10)
    assert texts[1] and texts[1] == texts[2], "no tools and None are the same"
    assert not parse(texts[1]).calls
    assert texts[1] == generate(lm, [user("Say hi.")], constrained=True, max_new_tokens=10)[0]


def test_constraints_leave_words_alone(alone, lm):
    """Text that holds no call is what the model would have written without the grammar."""
    assert generate(lm, QUESTIONS, constrained=True, max_new_tokens=10) == alone


@pytest.mark.parametrize("choice", ["auto", "required", "translate"])
@pytest.mark.parametrize("parallel", [True, False])
@pytest.mark.parametrize("budget", [64, 100])
def test_calls_are_whole_within_a_small_budget(choice, parallel, budget, lm, random_model):
    box = ToolBox([add, weather, translate])
    options = {"tool_choice": choice, "constrained": True, "parallel_tool_calls": parallel, "max_new_tokens": budget}
    texts = generate(lm, [user("x")] * 24, box, **options)
    counts = [len(calls_of(text, box)) for text in texts]
    if choice != "auto":
        assert min(counts) == 1
    if not parallel or choice == "translate":
        assert max(counts) <= 1


def test_calls_of_every_kind_are_whole_within_a_budget(lm, random_model):
    box = ToolBox(list(zoo().values()))
    tools = [[each] for each in box]
    texts = generate(lm, [user("x")] * len(tools), tools, tool_choice="required", max_new_tokens=100)
    for each, text in zip(box, texts, strict=True):
        assert {call.name for call in calls_of(text, box)} == {each.name}


def test_required_calls_of_one_turn_may_be_many(lm, random_model):
    texts = generate(lm, [user("x")] * 16, TOOLS, tool_choice="required", max_new_tokens=256)
    assert max(len(calls_of(text, ToolBox(TOOLS))) for text in texts) > 1


def test_unconstrained_text_is_free_to_be_wrong(lm, random_model):
    texts = generate(lm, [user("x")] * 4, TOOLS, max_new_tokens=20)
    assert all(texts) and not any(parse(text).calls for text in texts)


# The caller's mistakes

MISTAKES = {
    "one conversation not in a list": ({"conversations": user("Hi")}, TypeError, r"\[messages\]"),
    "a text": ({"conversations": "Hi"}, TypeError, "conversations"),
    "texts": ({"conversations": ["Hi"]}, TypeError, "conversations"),
    "no role": ({"conversations": [[{"content": "Hi"}]]}, ValueError, "role"),
    "zero tokens": ({"max_new_tokens": 0}, ValueError, "max_new_tokens.*0"),
    "negative tokens": ({"max_new_tokens": -5}, ValueError, "max_new_tokens.*-5"),
    "a fraction of a token": ({"max_new_tokens": 2.5}, ValueError, "max_new_tokens.*2.5"),
    "a truth for a number": ({"max_new_tokens": True}, ValueError, "max_new_tokens"),
    "empty batches": ({"batch_size": 0}, ValueError, "batch_size"),
    "negative temperature": ({"temperature": -0.1}, ValueError, "temperature"),
    "no temperature": ({"temperature": float("nan")}, ValueError, "temperature"),
    "temperature as text": ({"temperature": "hot"}, ValueError, "temperature"),
    "an empty nucleus": ({"top_p": 0}, ValueError, "top_p"),
    "more than all": ({"top_p": 1.1}, ValueError, "top_p"),
    "a seed as text": ({"seed": "x"}, ValueError, "seed"),
    "an unknown tool": ({"tool_choice": "subtract"}, ValueError, "'subtract'.*add, weather"),
    "an unknown tool, as OpenAI says it": ({"tool_choice": {"function": {"name": "nope"}}}, ValueError, "'nope'"),
    "no choice at all": ({"tool_choice": None}, ValueError, "tool_choice.*None"),
    "an empty dict": ({"tool_choice": {}}, ValueError, "tool_choice"),
    "a dict that is none of OpenAI's": ({"tool_choice": {"function": "add"}}, ValueError, "tool_choice"),
    "required without tools": ({"tools": None, "tool_choice": "required"}, ValueError, "no tools"),
    "required, one has none": (
        {"conversations": [user("a"), user("b")], "tools": [[add], []], "tool_choice": "required"},
        ValueError,
        "conversation 1 has no tools",
    ),
    "too few lists of tools": ({"conversations": [user("a")] * 3, "tools": [[add], [add]]}, ValueError, "3 .* 2"),
    "a tool not in a list": ({"tools": add}, (TypeError, ValueError), "tools"),
    "no tool": ({"tools": [3]}, ValueError, "tools.*3"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_the_callers_mistakes_are_named_in_one_line(mistake, lm):
    change, kind, words = MISTAKES[mistake]
    arguments = {"conversations": [user("Hi")], "tools": TOOLS, **change}
    with pytest.raises(kind, match=words) as caught:
        generate(lm, **arguments)
    assert "\n" not in str(caught.value)


def test_a_tool_the_grammar_cannot_hold_is_named_and_fine_without(lm):
    @tool
    def label(tags: set[str]) -> None:
        """Label."""

    with pytest.raises(ValueError, match=r"'label'.*arguments\.tags"):
        generate(lm, [user("Hi")], [label], constrained=True)
    assert generate(lm, [user("Hi")], [label], max_new_tokens=2)[0]


def test_tools_and_messages_are_left_as_they_were(lm):
    messages, schemas = [user("Hi")], [each.schema() for each in TOOLS]
    before = json.dumps([messages, schemas])
    generate(lm, messages, schemas, tool_choice="required", max_new_tokens=6)
    assert json.dumps([messages, schemas]) == before
