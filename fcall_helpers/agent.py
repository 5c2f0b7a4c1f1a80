"""The loop: the model asks for calls, the tools answer, until it answers in words.

The loop itself is small; what makes it safe is at its edges. Every call is validated before it runs, what is wrong
with it goes back to the model as a result it can act on, a tool that changes the world runs only with approval, and
a model that calls for ever runs out of turns.
"""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

from fcall_helpers.decoding import generate
from fcall_helpers.models import LM
from fcall_helpers.parsing import Parsed, parse
from fcall_helpers.tools import ToolBox, ToolCall, ToolResult


@dataclass
class Trace:
    """What a run of the loop did: everything that was said, called and returned, in order; `to_json` keeps it.

    ``stopped`` is "answer" (the model answered in words) or "max_turns" (it was still calling).
    """

    messages: list[dict]
    calls: list[ToolCall] = field(default_factory=list)
    results: list[ToolResult] = field(default_factory=list)
    stopped: str = "max_turns"

    @property
    def answer(self) -> str | None:
        """The final words, or None when the loop stopped before there were any."""
        return self.messages[-1]["content"] if self.stopped == "answer" else None

    def to_json(self) -> str:
        """The whole trace as one JSON object."""
        return json.dumps(asdict(self), ensure_ascii=False)


def run_agent(
    lm: LM,
    messages: list[dict],
    toolbox: ToolBox,
    *,
    max_turns: int = 8,
    approve: Callable[[ToolCall], bool] | None = None,
    on_event: Callable[[str, Any], None] | None = None,
    constrained: bool = True,
    tool_choice: str = "auto",
    max_new_tokens: int = 256,
) -> Trace:
    """Let the model use tools until it answers, for at most ``max_turns`` turns of the model.

    Parameters
    ----------
    messages : the conversation so far, left as it is; the trace starts with a copy.
    approve : asked with the `ToolCall` before a tool that has side effects runs; without it such a tool never runs.
        A call that is not approved comes back to the model as a result with error "denied".
    on_event : called with ("text", str), ("call", ToolCall), ("result", ToolResult) or ("error", str) as they happen.
    constrained : hold the model's calls to the tools' schemas, see `generate`.
    tool_choice : for the first turn only, as in `generate`; later turns are "auto", so that the model can answer.

    Parallel calls of one turn are run in their order and answered together. Text that was meant as a call and is
    none goes back to the model with the parser's message, so that it can repair it. Raises ``ValueError`` for a
    ``max_turns`` below 1; what a tool or the model does wrong is in the trace, never an exception.
    """
    if not isinstance(max_turns, int) or isinstance(max_turns, bool) or max_turns < 1:
        raise ValueError(f"run_agent: max_turns must be a whole number of at least 1, got {max_turns!r}")
    toolbox = toolbox if isinstance(toolbox, ToolBox) else ToolBox(toolbox)
    emit = on_event or (lambda kind, value: None)
    trace = Trace([dict(message) for message in messages])
    for turn in range(max_turns):
        choice = tool_choice if turn == 0 else "auto"
        options = {"tool_choice": choice, "constrained": constrained, "max_new_tokens": max_new_tokens}
        (text,) = generate(lm, [trace.messages], toolbox, **options)
        parsed = parse(text)
        calls = [ToolCall(call.name, call.arguments, f"call_{turn}_{i}") for i, call in enumerate(parsed.calls)]
        trace.messages.append(_assistant(parsed, calls))
        if parsed.content:
            emit("text", parsed.content)
        if not calls and not parsed.errors:
            trace.stopped = "answer"
            return trace
        for call in calls:
            _run(call, toolbox, approve, trace, emit)
        for error in parsed.errors:
            trace.messages.append({"role": "tool", "content": json.dumps({"error": error}, ensure_ascii=False)})
            emit("error", error)
    return trace


def _assistant(parsed: Parsed, calls: list[ToolCall]) -> dict:
    message = {"role": "assistant", "content": parsed.content}
    if calls:
        message["tool_calls"] = [call.to_openai() for call in calls]
    return message


def _run(call: ToolCall, toolbox: ToolBox, approve, trace: Trace, emit) -> None:
    emit("call", call)
    result = toolbox.call(call) if _allowed(call, toolbox, approve) else _denied(call, approve)
    trace.calls.append(call)
    trace.results.append(result)
    trace.messages.append(result.to_message())
    emit("result", result)


def _allowed(call: ToolCall, toolbox: ToolBox, approve) -> bool:
    """Only a call that would run, of a tool with side effects, needs anybody's word."""
    if toolbox.check(call) is not None or not toolbox[call.name].side_effects:
        return True
    return bool(approve and approve(call))


def _denied(call: ToolCall, approve) -> ToolResult:
    why = (
        "the user did not allow this call" if approve else "this tool needs the user's approval, and nobody can give it"
    )
    return ToolResult.failure(call.id, "denied", why)
