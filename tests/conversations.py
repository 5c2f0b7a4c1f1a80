"""Conversations and tools for tests of the chat room: strategies for hypothesis, and a faster seeded generator."""

import json
from random import Random

import pytest
from hypothesis import strategies as st
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import PreTrainedTokenizerFast

from fcall_helpers.chat import encode
from fcall_helpers.tools import ToolBox, tool

UNKNOWN = "\x04\x06\x13\x14\x16\x1d"  # the characters for which SmolLM2's vocabulary has no token at all
characters = st.characters(exclude_categories=["Cs"], exclude_characters=UNKNOWN)  # lone surrogates are no text
# What upsets a layout more often than letters do: its own markup, white space, characters of several tokens.
pieces = ["<|im_end|>", "<tool_call>", "\n", "\n\n", " ", "\u3000", "\r", "é", "🎉", "한국", "12", '{"a": 1}', "word"]
texts = st.text(characters, max_size=12) | st.lists(st.sampled_from(pieces), max_size=5).map("".join)
numbers = st.integers(-(10**12), 10**12) | st.floats(allow_nan=False, allow_infinity=False)
values = st.recursive(
    st.none() | st.booleans() | numbers | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=5,
)
arguments = st.dictionaries(texts, values, max_size=3)
names = st.from_regex(r"[A-Za-z_][A-Za-z0-9_.-]{0,20}", fullmatch=True)
calls = st.lists(st.tuples(names, arguments), min_size=1, max_size=3)

WRITERS = {
    "dict": lambda value: value,
    "JSON": json.dumps,  # escapes what is not ASCII
    "compact JSON": lambda value: json.dumps(value, ensure_ascii=False, separators=(",", ":")),
    "indented JSON": lambda value: json.dumps(value, indent=2),
}


def call_message(content, pairs, write=WRITERS["dict"]):
    functions = [{"name": name, "arguments": write(value)} for name, value in pairs]
    tool_calls = [{"id": f"c{i}", "type": "function", "function": function} for i, function in enumerate(functions)]
    return {"role": "assistant", "content": content, "tool_calls": tool_calls}


def user(text):
    return {"role": "user", "content": text}


def answer(text):
    return {"role": "assistant", "content": text}


def result(text, call_id="c0"):
    return {"role": "tool", "tool_call_id": call_id, "content": text}


def system(text):
    return {"role": "system", "content": text}


users, answers, results = texts.map(user), texts.map(answer), texts.map(result)
callings = st.builds(call_message, st.none() | texts, calls, st.sampled_from(list(WRITERS.values())))


@st.composite
def answered_callings(draw):
    """Calls, and the results of some of them in any order."""
    message = draw(callings)
    ids = draw(st.permutations([call["id"] for call in message["tool_calls"]]))
    answered = ids[: draw(st.integers(0, len(ids)))]
    return [message, *(result(draw(texts), call_id) for call_id in answered)]


def conversation(systems, turns):
    return st.builds(lambda first, rest: first + rest, st.lists(systems, max_size=1), turns)


# What may be rendered, and the part of it that may be trained on.
conversations = conversation(
    (st.none() | texts).map(system), st.lists(users | answers | callings | results, min_size=1, max_size=6)
)
trainable = conversation(
    texts.map(system),
    st.lists(
        users.map(lambda one: [one]) | answers.map(lambda one: [one]) | answered_callings(), min_size=1, max_size=6
    ).map(lambda parts: sum(parts, [])),
)


@tool
def weather(city: str, days: int = 1) -> str:
    """The weather: 'sun' & \"rain\" in <a city> — é.

    Args:
        city: Its name.
        days: How many days.
    """
    return f"{city} {days}"


def add(a: int, b: int) -> int:
    """Add two numbers."""
    return a + b


SCHEMAS = ToolBox([weather, add]).schemas()
TOOLSETS = [(), None, [weather], ToolBox([weather, add]), SCHEMAS, [weather, SCHEMAS[1]]]
toolsets = st.sampled_from(TOOLSETS)


# Tokenizers and complaints


def byte_level(marks=()):
    """A byte-level BPE like GPT-2's, a few merges large."""
    bpe = Tokenizer(models.BPE())
    bpe.pre_tokenizer, bpe.decoder = pre_tokenizers.ByteLevel(add_prefix_space=False), decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(
        vocab_size=400, initial_alphabet=alphabet, special_tokens=list(marks), show_progress=False
    )
    bpe.train_from_iterator(["the assistant called a tool and the tool answered"] * 4, trainer)
    return PreTrainedTokenizerFast(tokenizer_object=bpe)


def refused(messages, tokenizer, tools=(), error=ValueError, **options) -> str:
    """What `encode` says to bad input: one line."""
    with pytest.raises(error) as caught:
        encode(messages, tools, tokenizer, **options)
    assert "\n" not in str(caught.value)
    return str(caught.value)


# The seeded generator: what `trainable` draws, some twenty times faster


def random_text(random: Random) -> str:
    if random.random() < 0.5:
        return "".join(random.choices(pieces, k=random.randrange(6)))
    planes = (0x20, 0x7F), (0x80, 0x2FF), (0x4E00, 0x4FFF), (0x1F300, 0x1F6FF)
    return "".join(chr(random.randrange(*random.choice(planes))) for _ in range(random.randrange(13)))


def random_value(random: Random, depth: int = 2):
    kind = random.randrange(7 if depth else 5)
    if kind == 5:
        return [random_value(random, depth - 1) for _ in range(random.randrange(4))]
    if kind == 6:
        return {random_text(random): random_value(random, depth - 1) for _ in range(random.randrange(4))}
    scalars = (
        None,
        random.random() < 0.5,
        random.randrange(-(10**12), 10**12),
        random.gauss(0, 1e3),
        random_text(random),
    )
    return scalars[kind]


def random_turns(random: Random) -> list[dict]:
    kind = random.randrange(3)
    if kind < 2:
        return [(user, answer)[kind](random_text(random))]
    pairs = [
        (f"f{random.randrange(10**6)}", {random_text(random): random_value(random)})
        for _ in range(random.randint(1, 3))
    ]
    content = random.choice([None, random_text(random)])
    message = call_message(content, pairs, random.choice(list(WRITERS.values())))
    ids = random.sample([call["id"] for call in message["tool_calls"]], random.randint(0, len(pairs)))
    return [message, *(result(random_text(random), call_id) for call_id in ids)]


def random_conversation(seed: int) -> tuple[list[dict], object]:
    """A conversation that may be trained on, and its tools: the same for the same seed."""
    random = Random(seed)
    first = [system(random_text(random))] if random.random() < 0.5 else []
    turns = sum((random_turns(random) for _ in range(random.randint(1, 6))), [])
    return first + turns, random.choice(TOOLSETS)
