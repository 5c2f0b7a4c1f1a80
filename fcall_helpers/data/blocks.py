"""Blocks of rows behind the same tools: which kinds go together, and their rows, no two of which ask for the same.

The kinds of all rows are drawn from the mix first and then sorted into blocks, so blocks change nothing of the mix.
"""

import json
import random
from collections.abc import Iterable, Iterator, Sequence

from fcall_helpers.data.offers import Offer
from fcall_helpers.data.rows import MAKERS
from fcall_helpers.data.world import World

# The share of each kind that stands behind one tool; the rest stands behind several. Half of the refusals do, so that
# with the usual mix one in eight rows refuses, whatever the number of tools. A dialogue draws tools of its own.
BEHIND_ONE = {"single": 1.0, "multiple": 0.0, "parallel_multiple": 0.0, "parallel": 0.75, "irrelevance": 0.5}
TRIES = 8


def group(kinds: Iterable[str], size: int, rng: random.Random) -> list[list[str]]:
    """The kinds in blocks of ``size`` that can share their tools; the last ones, and dialogues, in smaller blocks.

    In each block the first kind draws the tools that suit all: those with more demands come first, refusals last.
    """
    if size == 1:
        return [[kind] for kind in kinds]
    blocks, waiting = [], {True: [], False: []}
    for kind in kinds:
        if kind not in BEHIND_ONE:
            blocks.append([kind])
            continue
        alike = waiting[rng.random() < BEHIND_ONE[kind]]
        alike.append(kind)
        if len(alike) == size:
            blocks.append([*alike])
            alike.clear()
    blocks += [alike for alike in waiting.values() if alike]
    demands = [*BEHIND_ONE, *MAKERS]
    return [sorted(block, key=demands.index) for block in blocks]


def make_block(
    kinds: Sequence[str], world: World, rng: random.Random, ids: Iterable[str]
) -> Iterator[tuple[dict | None, str]]:
    """The rows of a block, each with ""; None with the reason where a function failed or nothing new can be asked."""
    offer, asked = Offer(world, rng), set()
    for kind, row_id in zip(kinds, ids, strict=True):
        try:
            yield _another(kind, offer, row_id, asked), ""
        except ValueError as error:
            yield None, str(error)


def _another(kind: str, offer: Offer, row_id: str, asked: set[str]) -> dict:
    """A row that asks for something else, and in other words, than those before it."""
    for _ in range(TRIES):
        row = MAKERS[kind](offer, row_id)
        if asked.isdisjoint(wish := _wish(row)):
            asked |= wish
            return row
    raise ValueError(f"repeated: {TRIES} more rows behind these tools ask for what others do")


def _wish(row: dict) -> set[str]:
    """The words of a row's request, and the calls it asks for, if any."""
    calls = [call["function"] for message in row["messages"] for call in message.get("tool_calls") or ()]
    return {row["messages"][0]["content"], *([json.dumps(calls)] if calls else [])}
