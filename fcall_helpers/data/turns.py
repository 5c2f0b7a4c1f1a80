"""The turns of a row: calls as the assistant makes them, what their functions return, and the row as a whole."""

import json
import random
from collections.abc import Sequence

from fcall_helpers.data.actions.model import Action, split
from fcall_helpers.data.composing import ComposedTool, compose
from fcall_helpers.data.wording import Call, Request, draw_call
from fcall_helpers.data.world import World
from fcall_helpers.tools import Tool, ToolBox, ToolCall, ToolResult

REPORTS = split("""
    The result is {}. | Here it is: {}. | That gives {}. | I got {}. | Done: {}. | The tool says {}.
""")


def user(request: Request | str) -> dict:
    return {"role": "user", "content": request if isinstance(request, str) else request.text}


def assistant(text: str) -> dict:
    return {"role": "assistant", "content": text}


def calling(calls: Sequence[Call], first: int = 0) -> dict:
    """The assistant's turn with some calls, numbered from ``first`` on."""
    made = [ToolCall(call.tool.name, call.arguments, f"call_{place}") for place, call in enumerate(calls, first)]
    return {"role": "assistant", "content": None, "tool_calls": [call.to_openai() for call in made]}


def returned(result: ToolResult) -> dict:
    return {"role": "tool", "tool_call_id": result.call_id, "content": result.content}


def report(result: ToolResult, rng: random.Random) -> dict:
    """The assistant's words about a result."""
    return assistant(rng.choice(REPORTS).format(result.content.strip('"')))


def run_call(world: World, call: Call, place: int = 0) -> ToolResult:
    """Run an action's own function. One that hung is not tried again, since its thread cannot be stopped.

    Raises ``ValueError`` for such a one.
    """
    action = call.tool.action
    if action.key not in world.stuck:
        box = ToolBox([Tool.from_schema(call.tool.schema, action.fn, timeout_s=world.timeout_s)])
        result = box.call(ToolCall(call.tool.name, call.arguments, f"call_{place}"))
        if result.error != "timeout":
            return result
        world.stuck[action.key] = result.content
    raise ValueError(f"timeout in {action.key}: {world.stuck[action.key]}")


def draw_result(
    world: World, action: Action, rng: random.Random, *, tool: ComposedTool | None = None
) -> tuple[Call, ToolResult]:
    """A call of an action's function that went well, of ``tool`` or of one with the names that the function has.

    Raises ``ValueError`` when it refused ten drawn ones.
    """
    for _ in range(10):
        call = draw_call(tool or compose(action, rng, names="plain"), rng)
        result = run_call(world, call)
        if result.ok:
            return call, result
    raise ValueError(f"failed in {action.key}: its function refused ten drawn calls, the last with {result.content}")


def finish_row(row_id: str, kind: str, tools: Sequence[ComposedTool], messages: list[dict], **columns) -> dict:
    """A row of the contract's columns; what was not run is "composed" and has no result."""
    schemas = json.dumps([tool.schema for tool in tools], ensure_ascii=False)
    row = {"id": row_id, "messages": messages, "tools": schemas, "kind": kind, "source": "composed", "result": None}
    return {**row, **columns}
