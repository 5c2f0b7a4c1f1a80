"""Checks of notebook 00, start_here."""

import json

from fcall_helpers.checks.framework import CheckFailed, exercise, expect
from fcall_helpers.parsing import parse
from fcall_helpers.tools import ToolCall


@exercise("That text parses to add(a=12, b=30): you emitted a call by hand.")
def check_00a(call_text):
    """``call_text``: what a model must emit to call add with 12 and 30."""
    expect(isinstance(call_text, str), f"call_text should be the text a model emits, a str; it is {_kind(call_text)}")
    expect(
        "<tool_call>" in call_text, "there is no <tool_call> tag, so nobody can tell this text from an answer in words"
    )
    expect("</tool_call>" in call_text, "the <tool_call> is never closed: add </tool_call>")
    parsed = parse(call_text)
    if parsed.errors:
        hint = "; JSON wants double quotes" if "'" in call_text else ""
        raise CheckFailed(f"the parser says: {parsed.errors[0]}{hint}")
    expect(len(parsed.calls) == 1, f"one call was asked for, the text holds {len(parsed.calls)}")
    (call,) = parsed.calls
    expect(call.name == "add", f"the call names {call.name!r}, and the tool is called 'add'")
    quoted = [name for name, value in call.arguments.items() if isinstance(value, str)]
    expect(not quoted, f"{', '.join(quoted)} came as a string: in JSON a number stands without quotes")
    expect(call.arguments == {"a": 12, "b": 30}, f"the arguments are {call.arguments}, not a = 12 and b = 30")


@exercise("Right calls run, and wrong ones come back as data the model can read.")
def check_00b(run_call):
    """``run_call(call, functions)``: call the named function by keyword, or return a text with the word "error"."""
    functions = {"subtract": lambda a, b: a - b, "shout": lambda text: text.upper()}
    got = run_call(ToolCall("subtract", {"b": 2, "a": 10}, "call_0"), functions)
    expect(got is not None, "run_call returned None: give back what the function returned")
    expect(got != -8, "subtract(a=10, b=2) gave -8: pass arguments by name, the model may write them in any order")
    expect(got == 8, f"subtract(a=10, b=2) should be 8, you returned {got!r}")
    got = run_call(ToolCall("shout", {"text": "1 + 1"}, "call_0"), functions)
    expect(got == "1 + 1", f"shout(text='1 + 1') should be '1 + 1', you returned {got!r}: never evaluate an argument")
    for call, what in (
        (ToolCall("print", {}, "call_0"), "an unknown tool"),
        (ToolCall("shout", {"txt": "hi"}, "call_0"), "a wrong argument name"),
        (ToolCall("shout", {"text": 5}, "call_0"), "a function that fails by itself"),
    ):
        _check_error(run_call, call, functions, what)


def _check_error(run_call, call: ToolCall, functions: dict, what: str) -> None:
    try:
        got = run_call(call, functions)
    except NotImplementedError:
        raise
    except Exception as error:
        raise CheckFailed(
            f"{what} ({call.name}) raised {type(error).__name__}; a model's mistake must not stop you"
        ) from None
    fine = isinstance(got, str) and "error" in got.lower()
    expect(fine, f"{what} ({call.name}) should give a text with the word 'error' for the model, you returned {got!r}")


@exercise("The conversation is complete: question, call, result, ready for the answer.")
def check_00c(conversation):
    """``conversation(question, call, result)``: the messages after a call has run."""
    question, call = "What is 12 + 30?", ToolCall("add", {"a": 12, "b": 30}, "call_7")
    messages = conversation(question, call, 42)
    expect(isinstance(messages, list), f"conversation should return a list of messages, not {_kind(messages)}")
    said = [message.get("role") for message in messages]
    expect("tool" in said, "the result is missing, or has another role than 'tool': the model must know who said it")
    expect(said == ["user", "assistant", "tool"], f"the roles are {said}; they should be user, assistant, tool")
    user, assistant, tool = messages
    expect(user.get("content") == question, f"the user's content should be the question, it is {user.get('content')!r}")
    expect(assistant.get("tool_calls"), "the assistant's turn has no tool_calls, so the model forgets that it called")
    got = ToolCall.from_openai(assistant["tool_calls"][0])
    expect((got.name, got.arguments) == ("add", call.arguments), f"the assistant's call reads as {got}")
    answers = tool.get("tool_call_id")
    expect(answers == "call_7", f"tool_call_id should say which call this answers ('call_7'), it is {answers!r}")
    content = tool.get("content")
    expect(isinstance(content, str), f"a tool's content is text: write the result as JSON, not as {_kind(content)}")
    expect(json.loads(content) == 42, f"the tool's content should be the result 42 as JSON, it is {content!r}")


def _kind(value) -> str:
    return f"a {type(value).__name__}"
