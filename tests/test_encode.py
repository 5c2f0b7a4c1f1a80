"""Token ids and labels: exact for each kind of turn, equal to the template's own, cut in whole turns or not at all."""

import copy
import logging
from itertools import groupby

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fcall_helpers.chat import IGNORE, MARKS, encode, render, use_template
from fcall_helpers.tools import ToolBox
from tests.conversations import (
    SCHEMAS,
    UNKNOWN,
    add,
    answer,
    byte_level,
    call_message,
    random_conversation,
    refused,
    result,
    system,
    toolsets,
    trainable,
    user,
    users,
    weather,
)


@pytest.fixture(scope="session")
def tokenizer(lm):
    return lm.tokenizer


def supervised(messages, tools, tokenizer) -> list[str]:
    """The texts that are trained, one for each unbroken run of labels."""
    encoded = encode(messages, tools, tokenizer)
    runs = groupby(encoded.labels, key=lambda label: label != IGNORE)
    return [tokenizer.decode(list(run)) for trained, run in runs if trained]


# Labels of each kind of turn, written out

OSLO, ROME = ("weather", {"city": "Oslo"}), ("weather", {"city": "Rome", "days": 2})
OSLO_TEXT = '<tool_call>\n{"name": "weather", "arguments": {"city": "Oslo"}}\n</tool_call>'
ROME_TEXT = '<tool_call>\n{"name": "weather", "arguments": {"city": "Rome", "days": 2}}\n</tool_call>'
SYSTEM, USER, ASSISTANT, TOOL = (f"<|im_start|>{role}\n" for role in ("system", "user", "assistant", "tool"))
RESULT, RESULTS = (f"<tool_response>\n{text}\n</tool_response>" for text in ("sun", "rain"))
NEXT = "<|im_end|>\n"

# Each: messages, and the text in the order it is written, what is trained being the second of each pair.
LAYOUTS = {
    "system": ([system("Be brief.")], [(f"{SYSTEM}Be brief.{NEXT}", "")]),
    "user": ([user("Hi")], [(f"{USER}Hi{NEXT}", "")]),
    "assistant text": (
        [user("Hi"), answer("Hello.")],
        [(f"{USER}Hi{NEXT}{ASSISTANT}", "Hello.<|im_end|>"), ("\n", "")],
    ),
    "silence": ([user("Hi"), answer("")], [(f"{USER}Hi{NEXT}{ASSISTANT}", "<|im_end|>"), ("\n", "")]),
    "a call": (
        [user("Oslo?"), call_message(None, [OSLO])],
        [(f"{USER}Oslo?{NEXT}{ASSISTANT}", f"{OSLO_TEXT}<|im_end|>"), ("\n", "")],
    ),
    "a call with text": (
        [call_message("Well:", [OSLO])],
        [(ASSISTANT, f"Well:\n{OSLO_TEXT}<|im_end|>"), ("\n", "")],
    ),
    "parallel calls": (
        [call_message(None, [OSLO, ROME])],
        [(ASSISTANT, f"{OSLO_TEXT}\n{ROME_TEXT}<|im_end|>"), ("\n", "")],
    ),
    "tool results": (
        [call_message(None, [OSLO, ROME]), result("sun", "c0"), result("rain", "c1")],
        [
            (ASSISTANT, f"{OSLO_TEXT}\n{ROME_TEXT}<|im_end|>"),
            (f"\n{TOOL}{RESULT}\n{RESULTS}{NEXT}", ""),
        ],
    ),
    "results in another order": (
        [call_message(None, [OSLO, ROME]), result("rain", "c1"), result("sun", "c0")],
        [
            (ASSISTANT, f"{OSLO_TEXT}\n{ROME_TEXT}<|im_end|>"),
            (f"\n{TOOL}{RESULTS}\n{RESULT}{NEXT}", ""),
        ],
    ),
    "many turns": (
        [
            *(system("Be brief."), user("Oslo?"), call_message(None, [OSLO]), result("sun"), answer("Sun.")),
            *(
                user("Rome?"),
                call_message("Again:", [ROME]),
                result("rain"),
                answer("Rain."),
                user("Thanks"),
                answer("Bye."),
            ),
        ],
        [
            (f"{SYSTEM}Be brief.{NEXT}{USER}Oslo?{NEXT}{ASSISTANT}", f"{OSLO_TEXT}<|im_end|>"),
            (f"\n{TOOL}{RESULT}{NEXT}{ASSISTANT}", "Sun.<|im_end|>"),
            (f"\n{USER}Rome?{NEXT}{ASSISTANT}", f"Again:\n{ROME_TEXT}<|im_end|>"),
            (f"\n{TOOL}{RESULTS}{NEXT}{ASSISTANT}", "Rain.<|im_end|>"),
            (f"\n{USER}Thanks{NEXT}{ASSISTANT}", "Bye.<|im_end|>"),
            ("\n", ""),
        ],
    ),
}


@pytest.mark.parametrize("kind", LAYOUTS)
def test_the_exact_ids_and_labels_of(kind, tokenizer):
    messages, layout = LAYOUTS[kind]
    ids, labels = [], []
    for given_text, trained_text in layout:
        given_ids, trained_ids = (tokenizer(text)["input_ids"] for text in (given_text, trained_text))
        ids += given_ids + trained_ids
        labels += [IGNORE] * len(given_ids) + trained_ids
    encoded = encode(messages, (), tokenizer)
    assert (encoded.input_ids, encoded.labels, encoded.dropped) == (ids, labels, 0)


def test_the_ids_of_a_short_turn_one_by_one(tokenizer):
    encoded = encode([user("2+2?"), answer("4")], (), tokenizer)
    start, end, line = (tokenizer.convert_tokens_to_ids(token) for token in (*MARKS, "Ċ"))
    (four,), (name,) = tokenizer("4")["input_ids"], tokenizer("user")["input_ids"]
    question, role = tokenizer("2+2?")["input_ids"], tokenizer("assistant")["input_ids"]
    assert encoded.input_ids == [start, name, line, *question, end, line, start, *role, line, four, end, line]
    assert encoded.labels == [IGNORE] * (len(question) + len(role) + 7) + [four, end, IGNORE]


def test_what_tools_say_of_the_assistant_is_not_trained(tokenizer):
    messages = [
        system("assistant: never train this"),
        user("Oslo?"),
        call_message(None, [OSLO, ("weather", {"city": "Ås 🎉"})]),
        result(OSLO_TEXT, "c1"),
        result("sun", "c0"),
        answer("  Sun: 21 °C\n"),
        user("Thanks"),
        answer(""),
    ]
    assert supervised(messages, [weather], tokenizer) == [
        f'{OSLO_TEXT}\n<tool_call>\n{{"name": "weather", "arguments": {{"city": "Ås 🎉"}}}}\n</tool_call><|im_end|>',
        "\n  Sun: 21 °C\n<|im_end|>",  # the newline before it shares a token with the first space
        "<|im_end|>",
    ]


@pytest.mark.parametrize("content", ["\nAnswer", "\n\nAnswer", "\n", " \n x", "🎉", "\u3000x"])
def test_content_that_begins_oddly_is_trained_whole(content, tokenizer):
    (trained,) = supervised([answer(content)], (), tokenizer)
    assert trained.endswith(content + "<|im_end|>")
    assert trained.removesuffix(content + "<|im_end|>") in ("", "\n")


@given(st.lists(users, min_size=1, max_size=4), toolsets)
@settings(deadline=None, max_examples=30)
def test_nothing_is_trained_where_the_assistant_says_nothing(tokenizer, messages, tools):
    assert set(encode(messages, tools, tokenizer).labels) == {IGNORE}


# The template's own ids and mask


def assert_agreement(messages, tools, tokenizer):
    encoded = encode(messages, tools, tokenizer)
    options = {"tokenize": True, "return_dict": True, "return_assistant_tokens_mask": True}
    theirs = tokenizer.apply_chat_template(messages, tools=tools, **options)
    assert encoded.input_ids == theirs["input_ids"]
    assert encoded.labels == [
        token if trained else IGNORE
        for token, trained in zip(encoded.input_ids, theirs["assistant_masks"], strict=True)
    ]


def test_a_thousand_conversations_have_the_templates_ids_and_mask(tokenizer):
    for seed in range(1000):
        messages, tools = random_conversation(seed)
        try:
            assert_agreement(messages, tools, tokenizer)
        except AssertionError as error:
            raise AssertionError(f"random_conversation({seed}): {messages}") from error


@given(trainable, toolsets)
@settings(deadline=None)
def test_the_smallest_conversation_has_the_templates_ids_and_mask(tokenizer, messages, tools):
    before = copy.deepcopy(messages)
    assert_agreement(messages, tools, tokenizer)
    assert messages == before


@pytest.mark.parametrize("character", UNKNOWN)
def test_a_character_without_a_token_costs_no_labels(character, tokenizer):
    # transformers stops its mask at a turn whose first character has no token; here only that character is lost.
    spoken = [user("Hi"), answer(f"{character}Hello"), user("Hi"), answer("Bye")]
    assert supervised(spoken, (), tokenizer) == ["Hello<|im_end|>", "Bye<|im_end|>"]


def test_another_tokenizer_with_the_marks_will_do():
    other = use_template(byte_level(MARKS))
    assert other.model_max_length > 10**9  # it names no context, so nothing is too long
    for seed in range(50):
        assert_agreement(*random_conversation(seed), other)


# Truncation


def prefixes(messages, tools, tokenizer) -> list[int]:
    """How many tokens the first 1, 2, … messages have."""
    return [len(tokenizer(render(messages[: n + 1], tools))["input_ids"]) for n in range(len(messages))]


def assert_whole_turns(messages, tools, tokenizer, limit):
    whole, lengths = encode(messages, tools, tokenizer), prefixes(messages, tools, tokenizer)
    fitting = [n for n, m in enumerate(messages) if m["role"] == "assistant" and lengths[n] <= limit]
    if not fitting and lengths[-1] > limit:
        passes = next(n for n, length in enumerate(lengths) if length > limit)
        assert refused(messages, tokenizer, tools, max_length=limit) == (
            f"messages[{passes}]: there is no whole assistant turn to keep within max_length={limit}; "
            f"this turn passes it: {messages[passes]!r:.80}"
        )
        return
    encoded = encode(messages, tools, tokenizer, max_length=limit)
    last = len(messages) - 1 if lengths[-1] <= limit else fitting[-1]
    assert encoded.dropped == len(messages) - last - 1
    assert len(encoded.input_ids) == len(encoded.labels) == lengths[last] <= limit
    assert encoded.input_ids == whole.input_ids[: lengths[last]]
    assert encoded.labels == whole.labels[: lengths[last]]
    assert encoded.input_ids == tokenizer(render(messages[: last + 1], tools))["input_ids"]
    if encoded.dropped:
        end = tokenizer.convert_tokens_to_ids(MARKS[1])
        assert encoded.labels[-2:] == [end, IGNORE] and tokenizer.decode(encoded.input_ids[-1]) == "\n"


@pytest.mark.parametrize("kind", LAYOUTS)
@pytest.mark.parametrize("tools", [(), [weather]], ids=["bare", "tools"])
def test_every_max_length_keeps_whole_turns_or_refuses(kind, tools, tokenizer):
    messages, _ = LAYOUTS[kind]
    for limit in range(1, len(encode(messages, tools, tokenizer).input_ids) + 2):
        assert_whole_turns(messages, tools, tokenizer, limit)


@given(trainable, toolsets, st.floats(0, 1))
@settings(deadline=None)
def test_any_conversation_is_cut_into_whole_turns_or_refused(tokenizer, messages, tools, share):
    limit = max(1, round(share * len(encode(messages, tools, tokenizer).input_ids)))
    assert_whole_turns(messages, tools, tokenizer, limit)


@pytest.fixture
def narrow(tokenizer):
    """The tokenizer of a model whose context is 40 tokens."""
    twin = copy.deepcopy(tokenizer)
    twin.model_max_length = 40
    return twin


LONG = [user("one"), answer("1"), user("two " * 30), answer("2")]


def test_a_conversation_longer_than_the_context_is_refused(narrow):
    said = refused(LONG, narrow)
    assert said.startswith("messages[2]: the conversation is longer than the model's context of 40 tokens; this turn")
    assert said.endswith(f"{LONG[2]!r:.80}")
    assert refused([user("one"), answer("1 " * 40)], narrow).startswith("messages[1]: ")
    assert refused([user("one")], narrow, iter([weather])).startswith("messages[0]: ")  # it is the tools that are long


def test_a_conversation_longer_than_the_context_may_be_cut(narrow, caplog):
    logging.getLogger("transformers").addHandler(caplog.handler)
    cut = encode(LONG, (), narrow, max_length=40)
    assert (cut.dropped, cut.input_ids) == (2, encode(LONG[:2], (), narrow).input_ids)
    logging.getLogger("transformers").removeHandler(caplog.handler)
    assert caplog.messages == []  # it would warn of the length, which is dealt with


@pytest.mark.parametrize("max_length", [0, -1, "x", True, 12.0, 41], ids=repr)
def test_a_max_length_that_is_none_is_refused(max_length, narrow):
    said = refused([user("Hi")], narrow, max_length=max_length)
    assert said == f"max_length: expected 1 to 40 tokens, the model's context, got {max_length!r}"


def test_messages_and_tools_may_be_iterators(tokenizer):
    messages, _ = LAYOUTS["many turns"]
    box = ToolBox([weather, add])
    limit = len(encode(messages, SCHEMAS, tokenizer).input_ids) - 1
    expected = encode(messages, SCHEMAS, tokenizer, max_length=limit)
    assert expected.dropped == 2
    assert encode(iter(messages), iter(box), tokenizer, max_length=limit) == expected
