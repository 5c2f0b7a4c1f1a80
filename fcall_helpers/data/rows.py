"""One training row of a kind: tools, a request, the calls it asks for or the words that no call fits.

Rows have the contract's columns: id, messages, tools (a JSON string, since Arrow pads unlike structs with nulls), kind,
source, result.
"""

import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from fcall_helpers.data.actions.model import Action, split
from fcall_helpers.data.composing import ComposedTool, compose
from fcall_helpers.data.parallel import say_parallel, say_together
from fcall_helpers.data.wording import OPENINGS, Call, Request, draw_call, say
from fcall_helpers.tools import Tool, ToolBox, ToolCall

# Hammer (arXiv 2410.04587) found about a tenth of irrelevance best, and names masked in a third to two thirds.
MIX = {
    "single": 0.38,
    "multiple": 0.25,
    "parallel": 0.11,
    "parallel_multiple": 0.11,
    "irrelevance": 0.12,
    "multi_turn": 0.03,
}
REFUSALS = split("""
    I can't {ask} with the tools I have. | None of my tools can {ask}. | Sorry, there is no tool here to {ask}.
    The tools I was given do not let me {ask}. | I have no way to {ask}: no tool for it is at hand.
    To {ask} I would need another tool than those I have.
    That is not something my tools can do, so I can't {ask}.
""")
ASK_BACK = split("""
    Which {name} should I use? | What is the {name}? | I still need the {name}. Could you tell me?
    And the {name}, please? | Happy to help. What {name} do you have in mind? | Please tell me the {name} first.
    What should the {name} be?
""")
REPORTS = split("""
    The result is {}. | Here it is: {}. | That gives {}. | I got {}. | Done: {}. | The tool says {}.
""")


@dataclass(frozen=True)
class World:
    """What rows are made of: the actions and openings of one split, and how they are mixed."""

    actions: Sequence[Action]
    openings: Sequence[str] = OPENINGS
    mix: dict[str, float] = field(default_factory=lambda: dict(MIX))
    masked: float = 0.33  # the share of rows with meaningless names
    typos: float = 0.04  # the share of requests with a typing error
    executed: float = 0.25  # the share of rows that use a real function, where the action has one
    most_tools: int = 5
    allowed: Callable[[str], bool] = lambda name: True  # whether a tool may have that name (decontamination)


def make_row(kind: str, world: World, rng: random.Random, row_id: str) -> dict:
    """A row of one kind. Raises ``ValueError`` for an unknown kind."""
    if kind not in MAKERS:
        raise ValueError(f"kind: expected one of {', '.join(MAKERS)}, got {kind!r}")
    return MAKERS[kind](world, rng, row_id)


def _single(world: World, rng: random.Random, row_id: str, others: int = 0) -> dict:
    masked = rng.random() < world.masked
    action = rng.choice(world.actions)
    if action.fn is not None and not masked and rng.random() < world.executed:
        return _executed(world, rng, row_id, action, others)
    tool = _tool(world, action, rng, masked)
    call = draw_call(tool, rng)
    request = say(call, rng, openings=world.openings, typos=world.typos)
    tools = _among(world, [tool], others, rng, masked)
    return _row(row_id, "multiple" if others else "single", tools, request, [call])


def _multiple(world: World, rng: random.Random, row_id: str) -> dict:
    return _single(world, rng, row_id, others=rng.randint(1, world.most_tools - 1))


def _parallel(world: World, rng: random.Random, row_id: str) -> dict:
    masked = rng.random() < world.masked
    tool = _tool(world, rng.choice(world.actions), rng, masked)
    calls, request = say_parallel(tool, rng, _count(rng), openings=world.openings)
    return _row(row_id, "parallel", [tool], request, calls)


def _parallel_multiple(world: World, rng: random.Random, row_id: str) -> dict:
    masked = rng.random() < world.masked
    actions = rng.sample(list(world.actions), 2 if rng.random() < 0.7 else 3)
    tools = [_tool(world, action, rng, masked) for action in actions]
    calls, request = say_together(tools, rng, openings=world.openings)
    others = rng.randint(0, max(0, world.most_tools - len(tools)))
    return _row(row_id, "parallel_multiple", _among(world, tools, others, rng, masked), request, calls)


def _irrelevance(world: World, rng: random.Random, row_id: str) -> dict:
    """The right tool taken away: others stay, often of the same domain."""
    masked = rng.random() < world.masked
    action = rng.choice(world.actions)
    wanted = compose(action, rng)
    request = say(draw_call(wanted, rng), rng, openings=world.openings, typos=world.typos)
    tools = _among(world, [wanted], rng.randint(1, 3), rng, masked)
    tools = [tool for tool in tools if tool is not wanted]
    answer = rng.choice(REFUSALS).format(ask=rng.choice(action.asks))
    messages = [{"role": "user", "content": request.text}, {"role": "assistant", "content": answer}]
    return _finish(row_id, "irrelevance", tools, messages)


def _multi_turn(world: World, rng: random.Random, row_id: str) -> dict:
    """A required argument is not said; the assistant asks for it, gets it, and calls."""
    tool = call = None
    for _ in range(20):
        tool = _tool(world, rng.choice(world.actions), rng, masked=False)
        call = draw_call(tool, rng)
        askable = [one for one in call.given if one.parameter.required and one.text and not one.parameter.role.says]
        if len(call.given) > 1 and askable:
            break
    else:
        return _single(world, rng, row_id)
    missing = rng.choice(askable)
    said = Call(tool, tuple(one for one in call.given if one is not missing))
    request = say(said, rng, openings=world.openings)
    name = missing.parameter.role.names[0].replace("_", " ")
    messages = [
        {"role": "user", "content": request.text},
        {"role": "assistant", "content": rng.choice(ASK_BACK).format(name=name)},
        {
            "role": "user",
            "content": rng.choice(("{}", "{}.", "It's {}.", "{}, please.", "Use {}.")).format(missing.text),
        },
        _calling([call]),
    ]
    return _finish(row_id, "multi_turn", [tool], messages)


def _executed(world: World, rng: random.Random, row_id: str, action: Action, others: int) -> dict:
    """A row whose call is run: the result stands in the row and in the tool's turn."""
    tool = compose(action, rng, names="plain")
    box = ToolBox([Tool.from_schema(tool.schema, action.fn)])
    for _ in range(10):
        call = draw_call(tool, rng)
        result = box.call(ToolCall(tool.name, call.arguments, "call_0"))
        if result.ok:
            break
    else:
        raise ValueError(f"action {action.key}: its function refused ten drawn calls, the last with {result.content}")
    request = say(call, rng, openings=world.openings, typos=world.typos)
    tools = _among(world, [tool], others, rng, masked=False)
    row = _row(row_id, "multiple" if others else "single", tools, request, [call])
    if rng.random() < 0.3:
        answer = rng.choice(REPORTS).format(result.content.strip('"'))
        row["messages"] += [
            {"role": "tool", "tool_call_id": "call_0", "content": result.content},
            {"role": "assistant", "content": answer},
        ]
    return {**row, "source": f"executed:{action.key}", "result": result.content}


MAKERS = {
    "single": _single,
    "multiple": _multiple,
    "parallel": _parallel,
    "parallel_multiple": _parallel_multiple,
    "irrelevance": _irrelevance,
    "multi_turn": _multi_turn,
}


def _count(rng: random.Random) -> int:
    return rng.choices((2, 3, 4, 5), (55, 28, 12, 5))[0]


def _tool(world: World, action: Action, rng: random.Random, masked: bool) -> ComposedTool:
    """A tool of an action whose name the benchmark does not use."""
    for _ in range(20):
        if world.allowed((tool := compose(action, rng, names="masked" if masked else "varied")).name):
            return tool
    return compose(action, rng, names="masked")


def _among(
    world: World, right: list[ComposedTool], others: int, rng: random.Random, masked: bool
) -> list[ComposedTool]:
    """The right tools among others, mostly hard ones of the same domain; shuffled, no name twice."""
    keys = {tool.action.key for tool in right}
    near = [action for action in world.actions if action.domain == right[0].action.domain and action.key not in keys]
    tools, names = list(right), {tool.name for tool in right}
    for _ in range(others * 4):
        if len(tools) == len(right) + others:
            break
        action = rng.choice(near if near and rng.random() < 0.6 else list(world.actions))
        tool = _tool(world, action, rng, masked)
        if action.key not in keys and tool.name not in names:
            keys.add(action.key)
            names.add(tool.name)
            tools.append(tool)
    rng.shuffle(tools)
    return tools


def _row(row_id: str, kind: str, tools: list[ComposedTool], request: Request, calls: list[Call]) -> dict:
    return _finish(row_id, kind, tools, [{"role": "user", "content": request.text}, _calling(calls)])


def _calling(calls: list[Call]) -> dict:
    made = [ToolCall(call.tool.name, call.arguments, f"call_{place}") for place, call in enumerate(calls)]
    return {"role": "assistant", "content": None, "tool_calls": [call.to_openai() for call in made]}


def _finish(row_id: str, kind: str, tools: list[ComposedTool], messages: list[dict]) -> dict:
    schemas = json.dumps([tool.schema for tool in tools], ensure_ascii=False)
    return {"id": row_id, "messages": messages, "tools": schemas, "kind": kind, "source": "composed", "result": None}
