"""``fcall chat``: talk to the model in the terminal, with a few tools, and see every call."""

import argparse
import json
import sys
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from fcall_helpers.tools import ToolBox, tool

HELP = "Ask something; /tools lists the tools, /new starts again, /quit or Ctrl-D ends."


@tool
def add(a: float, b: float) -> float:
    """Add two numbers.

    Args:
        a: The first number.
        b: The second number.
    """
    return a + b


@tool
def multiply(a: float, b: float) -> float:
    """Multiply two numbers.

    Args:
        a: The first number.
        b: The second number.
    """
    return a * b


@tool
def current_time(timezone: str = "UTC") -> str:
    """The date and time now.

    Args:
        timezone: An IANA name such as Europe/Paris.
    """
    try:
        return datetime.now(ZoneInfo(timezone)).isoformat(timespec="seconds")
    except (ZoneInfoNotFoundError, ValueError):
        raise ValueError(f"no time zone {timezone!r}; an IANA name such as Europe/Paris would be right") from None


@tool
def count_letters(text: str, letter: str) -> int:
    """How often a letter occurs in a text, upper or lower case.

    Args:
        text: The text to look through.
        letter: One letter.
    """
    return text.lower().count(letter.lower())


def small_toolbox() -> ToolBox:
    """Four harmless tools to talk about."""
    return ToolBox([add, multiply, current_time, count_letters])


def chat(argv: list[str]) -> int:
    """The command ``fcall chat``."""
    parser = argparse.ArgumentParser(prog="fcall chat", description="Talk to the model with a few tools.")
    parser.add_argument("question", nargs="*", help="ask this and end, instead of a conversation")
    parser.add_argument("--model", default="smollm2-135m", help="a model `load` knows (default: %(default)s)")
    parser.add_argument("--adapter", help="an adapter to merge into it")
    choices = "auto lets the model decide, required makes it call first, none forbids it, a name asks for that tool"
    parser.add_argument("--tool-choice", default="auto", help=choices)
    parser.add_argument("--json", action="store_true", help="print each trace as a line of JSON")
    options = parser.parse_args(argv)

    from fcall_helpers.models import load  # torch and transformers take seconds: after --help

    lm, toolbox = load(options.model, adapter=options.adapter), small_toolbox()
    if options.question:
        _ask(lm, [], " ".join(options.question), toolbox, options)
        return 0
    chatter = sys.stderr if options.json else sys.stdout  # a program reads the JSON lines and nothing else
    print(HELP, file=chatter)
    messages: list[dict] = []
    while (line := _read("" if options.json else "you> ")) not in {None, "/quit"}:
        if line == "/tools":
            print("\n".join(f"  {t.name}: {t.description}" for t in toolbox), file=chatter)
        elif line == "/new":
            messages = []
        elif line.startswith("/"):
            print(HELP, file=chatter)
        elif line:
            messages = _ask(lm, messages, line, toolbox, options)
    return 0


def _read(prompt: str) -> str | None:
    try:
        return input(prompt).strip()
    except EOFError:
        print(end="\n" if prompt else "")
        return None


def _ask(lm, messages: list[dict], text: str, toolbox: ToolBox, options) -> list[dict]:
    """One question and everything that follows from it; returns the conversation with it."""
    from fcall_helpers.agent import run_agent

    show = None if options.json else _show
    asked = [*messages, {"role": "user", "content": text}]
    trace = run_agent(lm, asked, toolbox, on_event=show, tool_choice=options.tool_choice)
    if options.json:
        print(trace.to_json(), flush=True)
    elif trace.stopped != "answer":
        print(f"(stopped: {trace.stopped})")
    return trace.messages


def _show(kind: str, value) -> None:
    if kind == "call":
        arguments = ", ".join(f"{k}={json.dumps(v, ensure_ascii=False)}" for k, v in value.arguments.items())
        print(f"  call    {value.name}({arguments})")
    elif kind == "result":
        print(f"  result  {value.content}")
    else:
        print(f"model> {value}" if kind == "text" else f"  error   {value}", file=sys.stdout, flush=True)
