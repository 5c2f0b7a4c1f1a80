"""One training row of a kind: tools, a request, the calls it asks for or the words that no call fits.

Rows have the contract's columns: id, messages, tools (a JSON string, since Arrow pads unlike structs with nulls), kind,
source, result.
"""

import random

from fcall_helpers.data.actions.model import Action, split
from fcall_helpers.data.composing import compose
from fcall_helpers.data.dialogues import make_dialogue
from fcall_helpers.data.parallel import say_parallel, say_together
from fcall_helpers.data.turns import assistant, calling, draw_result, finish_row, report, returned, user
from fcall_helpers.data.wording import draw_call, say
from fcall_helpers.data.world import MIX, World

__all__ = ["MAKERS", "MIX", "World", "make_row"]

REFUSALS = split("""
    I can't {ask} with the tools I have. | None of my tools can {ask}. | Sorry, there is no tool here to {ask}.
    The tools I was given do not let me {ask}. | I have no way to {ask}: no tool for it is at hand.
    To {ask} I would need another tool than those I have.
    That is not something my tools can do, so I can't {ask}.
""")


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
    tool = world.tool(action, rng, masked)
    call = draw_call(tool, rng)
    request = say(call, rng, openings=world.openings, typos=world.typos)
    tools = world.among([tool], others, rng, masked)
    return finish_row(row_id, _kind(others), tools, [user(request), calling([call])])


def _multiple(world: World, rng: random.Random, row_id: str) -> dict:
    return _single(world, rng, row_id, others=rng.randint(1, world.most_tools - 1))


def _parallel(world: World, rng: random.Random, row_id: str) -> dict:
    masked = rng.random() < world.masked
    tool = world.tool(rng.choice(world.actions), rng, masked)
    calls, request = say_parallel(tool, rng, _count(rng), openings=world.openings)
    return finish_row(row_id, "parallel", [tool], [user(request), calling(calls)])


def _parallel_multiple(world: World, rng: random.Random, row_id: str) -> dict:
    masked = rng.random() < world.masked
    first = rng.choice(world.actions)
    rest = [action for action in world.pool if action.key != first.key]
    actions = [first, *rng.sample(rest, min(len(rest), 1 if rng.random() < 0.7 else 2))]
    tools = [world.tool(action, rng, masked) for action in actions]
    calls, request = say_together(tools, rng, openings=world.openings)
    others = rng.randint(0, max(0, world.most_tools - len(tools)))
    messages = [user(request), calling(calls)]
    return finish_row(row_id, "parallel_multiple", world.among(tools, others, rng, masked), messages)


def _irrelevance(world: World, rng: random.Random, row_id: str) -> dict:
    """The right tool taken away: others stay, often of the same domain."""
    masked = rng.random() < world.masked
    action = rng.choice(world.actions)
    wanted = compose(action, rng)
    request = say(draw_call(wanted, rng), rng, openings=world.openings, typos=world.typos)
    tools = world.among([wanted], rng.randint(1, 3), rng, masked)
    tools = [tool for tool in tools if tool is not wanted]
    answer = rng.choice(REFUSALS).format(ask=rng.choice(action.asks))
    return finish_row(row_id, "irrelevance", tools, [user(request), assistant(answer)])


def _multi_turn(world: World, rng: random.Random, row_id: str) -> dict:
    return make_dialogue(world, rng, row_id) or _single(world, rng, row_id)


def _executed(world: World, rng: random.Random, row_id: str, action: Action, others: int) -> dict:
    """A row whose call is run: the result stands in the row and in the tool's turn."""
    call, result = draw_result(world, action, rng)
    request = say(call, rng, openings=world.openings, typos=world.typos)
    tools = world.among([call.tool], others, rng, masked=False)
    messages = [user(request), calling([call])]
    if rng.random() < 0.3:
        messages += [returned(result), report(result, rng)]
    source = f"executed:{action.key}"
    return finish_row(row_id, _kind(others), tools, messages, source=source, result=result.content)


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


def _kind(others: int) -> str:
    return "multiple" if others else "single"
