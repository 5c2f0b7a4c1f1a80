"""One layout of a conversation for text and for the tokenizer's own template."""

import copy
import json
import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fcall_helpers.chat import encode, render
from fcall_helpers.parsing import parse
from fcall_helpers.tools import Tool, ToolBox
from tests.conversations import SCHEMAS, WRITERS, add, call_message, calls, conversations, texts, toolsets, weather


@pytest.fixture(scope="session")
def tokenizer(lm):
    return lm.tokenizer


# Text


def test_the_whole_layout_of_a_conversation():
    messages = [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "Weather in Oslo and Rome?"},
        call_message("Let me look.", [("weather", {"city": "Oslo"}), ("weather", {"city": "Rome", "days": 2})]),
        {"role": "tool", "tool_call_id": "c0", "content": '"rain"'},
        {"role": "tool", "tool_call_id": "c1", "content": '"sun"'},
        {"role": "assistant", "content": "Rain, then sun."},
    ]
    schema = json.dumps(weather.schema(), ensure_ascii=False)
    assert render(messages, [weather], add_generation_prompt=True) == (
        "<|im_start|>system\nBe brief.\n\nYou can call these tools, one JSON schema a line:\n"
        f"<tools>\n{schema}\n</tools>\n"
        "To call a tool, write its name and arguments as JSON, one block a call:\n"
        '<tool_call>\n{"name": "the tool", "arguments": {"argument": "value"}}\n</tool_call>\n'
        "If no tool fits, answer in words.<|im_end|>\n"
        "<|im_start|>user\nWeather in Oslo and Rome?<|im_end|>\n"
        "<|im_start|>assistant\nLet me look.\n"
        '<tool_call>\n{"name": "weather", "arguments": {"city": "Oslo"}}\n</tool_call>\n'
        '<tool_call>\n{"name": "weather", "arguments": {"city": "Rome", "days": 2}}\n</tool_call><|im_end|>\n'
        '<|im_start|>tool\n<tool_response>\n"rain"\n</tool_response>\n'
        '<tool_response>\n"sun"\n</tool_response><|im_end|>\n'
        "<|im_start|>assistant\nRain, then sun.<|im_end|>\n"
        "<|im_start|>assistant\n"
    )


def test_without_system_and_tools_there_is_no_system_turn():
    assert render([{"role": "user", "content": "Hi"}]) == "<|im_start|>user\nHi<|im_end|>\n"


@given(conversations, toolsets, st.booleans())
@settings(deadline=None)
def test_render_and_the_tokenizers_template_agree_byte_for_byte(tokenizer, messages, tools, prompt):
    theirs = tokenizer.apply_chat_template(messages, tools=tools, tokenize=False, add_generation_prompt=prompt)
    assert theirs == render(messages, tools, add_generation_prompt=prompt)


@given(conversations, toolsets)
@settings(deadline=None)
def test_messages_are_left_as_they_are(tokenizer, messages, tools):
    before = copy.deepcopy(messages)
    render(messages, tools)
    tokenizer.apply_chat_template(messages, tools=tools)
    assert messages == before


@given(st.none() | texts, calls)
@settings(deadline=None)
def test_arguments_read_the_same_in_every_form(content, pairs):
    rendered = {render([call_message(content, pairs, write)]) for write in WRITERS.values()}
    assert len(rendered) == 1


@given(calls)
@settings(deadline=None)
def test_what_is_rendered_is_what_is_parsed(pairs):
    asked = [{"role": "user", "content": "Do it."}]
    prompt = render(asked, [weather], add_generation_prompt=True)
    whole = render([*asked, call_message("Well then.", pairs)], [weather])
    assert whole.startswith(prompt)  # so a model is asked at the very place where it was trained to answer
    parsed = parse(whole.removeprefix(prompt).removesuffix("<|im_end|>\n"))
    assert [(call.name, call.arguments) for call in parsed.calls] == pairs
    assert (parsed.content, parsed.errors) == ("Well then.", [])


def test_tools_read_the_same_in_every_form():
    asked = [{"role": "user", "content": "Hi"}]
    box = ToolBox([weather, add])
    rendered = {render(asked, tools) for tools in (box, list(box), box.schemas(), iter(box), [weather, SCHEMAS[1]])}
    assert len(rendered) == 1


# The tokenizer


def test_a_batch_of_conversations(tokenizer):
    batch = [[{"role": "user", "content": "x"}], [call_message(None, [("f", {"é": 1})], json.dumps)]]
    assert tokenizer.apply_chat_template(batch, tokenize=False) == [render(messages) for messages in batch]


def test_a_copied_tokenizer_keeps_the_template(tokenizer):
    messages = [call_message(None, [("f", {"é": 1})], json.dumps)]
    for twin in (copy.deepcopy(tokenizer), pickle.loads(pickle.dumps(tokenizer))):
        assert twin.apply_chat_template(messages, tokenize=False) == render(messages)


def test_a_saved_tokenizer_keeps_the_template(tokenizer, tmp_path):
    from transformers import AutoTokenizer

    tokenizer.save_pretrained(tmp_path)
    messages = [{"role": "user", "content": "x"}, call_message("y", [("f", {"é": [1]})])]
    saved = AutoTokenizer.from_pretrained(tmp_path)
    assert saved.apply_chat_template(messages, tools=SCHEMAS, tokenize=False) == render(messages, SCHEMAS)


# Bad input


def no_message(**changes):
    return {"role": "assistant", "content": "x", **changes}


@pytest.mark.parametrize(
    ("message", "complaint"),
    [
        (no_message(role="bot"), r"role 'bot' is not one of system, user, assistant, tool: \{'role': 'bot'"),
        (no_message(role=["user"]), r"role \['user'\] is not one of"),
        ({"content": "x"}, "role None is not one of"),
        (no_message(role="user", content={"text": "x"}), r"content must be a string or None, got \{'text': 'x'\}"),
        (no_message(content=[{"type": "text", "text": "x"}]), "content must be a string or None"),
        (no_message(content=3), "content must be a string or None, got 3"),
        (no_message(content="a\ud800"), r"half of a surrogate pair.*'a\\ud800'"),
        (no_message(content=None), "an assistant turn needs content or tool_calls"),
        (no_message(content=None, tool_calls=[]), "an assistant turn needs content or tool_calls"),
        ({"role": "system", "content": "late"}, r"a system message must come first: \{'role': 'system'"),
        ({**call_message("x", [("f", {})]), "role": "user"}, "only an assistant turn can have tool_calls"),
        (no_message(tool_calls="f()"), r"tool_calls must be a list of calls, got 'f\(\)'"),
        (no_message(tool_calls={"name": "f"}), "tool_calls must be a list of calls"),
        (no_message(tool_calls=5), "tool_calls must be a list of calls, got 5"),
        (no_message(tool_calls=["f"]), 'a tool call must be a dict, got "f"'),
        (no_message(tool_calls=[{"function": {"name": "f"}}]), 'a tool call needs "arguments"'),
        (call_message("x", [("f", {"a": 1})], str), "are not JSON .*: .*'a': 1"),
        (call_message("x", [("f", {"a": float("nan")})]), "arguments are not JSON"),
        ("hello", "expected a dict with role and content, got 'hello'"),
        (None, "expected a dict with role and content, got None"),
    ],
)
def test_a_bad_message_is_quoted_with_its_place(message, complaint, tokenizer):
    messages = [{"role": "user", "content": "fine"}, message]
    for run in (render, tokenizer.apply_chat_template, lambda m: encode(m, (), tokenizer)):
        with pytest.raises(ValueError, match=rf"^messages\[1\]: .*{complaint}") as caught:
            run(messages)
        assert "\n" not in str(caught.value)


@pytest.mark.parametrize("messages", ["hello", {"role": "user", "content": "x"}, None, 5])
def test_messages_that_are_no_list_are_a_type_error(messages, tokenizer):
    for run in (render, tokenizer.apply_chat_template, lambda m: encode(m, (), tokenizer)):
        with pytest.raises(
            TypeError, match=f"messages: expected a list of message dicts, got {type(messages).__name__}"
        ):
            run(messages)


@pytest.mark.parametrize("tools", ["weather", SCHEMAS[0], weather, 5])
def test_tools_that_are_no_list_are_a_type_error(tools):
    with pytest.raises(TypeError, match=f"tools: expected a list of tools or schemas, got {type(tools).__name__}"):
        render([{"role": "user", "content": "x"}], tools)


@pytest.mark.parametrize("bad", [add, "add", {"name": "add", "parameters": {}}, {"type": "function"}, None])
def test_a_bad_tool_is_quoted(bad):
    with pytest.raises(ValueError, match="tools: expected a Tool or a schema .*, got "):
        render([{"role": "user", "content": "x"}], [weather, bad])


def test_a_tool_of_a_schema_renders_as_that_schema():
    borrowed = Tool.from_schema(SCHEMAS[1], add)
    assert render([{"role": "user", "content": "x"}], [borrowed]) == render(
        [{"role": "user", "content": "x"}], SCHEMAS[1:]
    )
