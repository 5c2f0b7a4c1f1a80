"""One training row of a kind: tools, a request, the calls it asks for or the words that no call fits.

Rows have the contract's columns: id, messages, tools (a JSON string, since Arrow pads unlike structs with nulls), kind,
source, result.
"""

import random

from fcall_helpers.data.actions.model import split
from fcall_helpers.data.dialogues import make_dialogue
from fcall_helpers.data.offers import Offer
from fcall_helpers.data.parallel import say_parallel, say_together
from fcall_helpers.data.turns import assistant, calling, finish_row, report, returned, user
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
    """A row of one kind, with tools of its own. Raises ``ValueError`` for an unknown kind."""
    if kind not in MAKERS:
        raise ValueError(f"kind: expected one of {', '.join(MAKERS)}, got {kind!r}")
    return MAKERS[kind](Offer(world, rng), row_id)


def _single(offer: Offer, row_id: str, others: int = 0) -> dict:
    world, rng = offer.world, offer.rng
    call, result = offer.call()
    request = say(call, rng, openings=world.openings, typos=world.typos)
    tools = offer.around([call.tool], others)
    messages, columns = [user(request), calling([call])], {}
    if result is not None:  # it was run: the result stands in the row, and now and then in the tool's turn
        columns = {"source": f"executed:{call.tool.action.key}", "result": result.content}
        if rng.random() < 0.3:
            messages += [returned(result), report(result, rng)]
    return finish_row(row_id, "multiple" if others else "single", tools, messages, **columns)


def _multiple(offer: Offer, row_id: str) -> dict:
    return _single(offer, row_id, others=offer.rng.randint(1, offer.world.most_tools - 1))


def _parallel(offer: Offer, row_id: str) -> dict:
    tool, rng = offer.tool(), offer.rng
    calls, request = say_parallel(tool, rng, _count(rng), openings=offer.world.openings)
    return finish_row(row_id, "parallel", offer.around([tool], 0), [user(request), calling(calls)])


def _parallel_multiple(offer: Offer, row_id: str) -> dict:
    world, rng, tools = offer.world, offer.rng, offer.several()
    calls, request = say_together(tools, rng, openings=world.openings)
    others = rng.randint(0, max(0, world.most_tools - len(tools)))
    messages = [user(request), calling(calls)]
    return finish_row(row_id, "parallel_multiple", offer.around(tools, others), messages)


def _irrelevance(offer: Offer, row_id: str) -> dict:
    """The right tool taken away: others stay, often of the same domain."""
    world, rng, wanted = offer.world, offer.rng, offer.missing()
    request = say(draw_call(wanted, rng), rng, openings=world.openings, typos=world.typos)
    tools = offer.without(wanted)
    answer = rng.choice(REFUSALS).format(ask=rng.choice(wanted.action.asks))
    return finish_row(row_id, "irrelevance", tools, [user(request), assistant(answer)])


def _multi_turn(offer: Offer, row_id: str) -> dict:
    """Dialogues draw tools of their own."""
    return make_dialogue(offer.world, offer.rng, row_id) or _single(offer, row_id)


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
