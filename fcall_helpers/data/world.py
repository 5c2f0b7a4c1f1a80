"""What rows are made of: actions, openings, the mix of kinds, how often names are masked and functions are run."""

import random
import string
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from fcall_helpers.data.actions import ACTIONS
from fcall_helpers.data.actions.model import Action
from fcall_helpers.data.composing import ComposedTool, compose
from fcall_helpers.data.wording import OPENINGS

# Hammer (arXiv 2410.04587) found about a tenth of irrelevance best, and names masked in a third to two thirds.
MIX = {
    "single": 0.38,
    "multiple": 0.25,
    "parallel": 0.11,
    "parallel_multiple": 0.11,
    "irrelevance": 0.12,
    "multi_turn": 0.03,
}
NEAR = 0.6  # the share of distractors, and of requests for what is not there, that are of the tools' own domain
OF_SEVERAL = ("multiple", "parallel_multiple", "irrelevance")  # kinds with tools of several actions
SLOTS = {"Ask", "ask", "Question", "question", "rest", "listed"}  # what an opening may have


@dataclass(frozen=True)
class World:
    """What rows are made of: the actions and openings of one split, and how they are mixed.

    ``actions`` are what is asked for; ``distractors`` are others that may be offered, and asked for only together with
    one of the actions, or in vain.

    Raises ``ValueError`` for no actions or openings, an opening with an unknown slot, an unknown kind, shares that
    are none, too few tools for a kind, a number of rows behind the same tools below 1.
    """

    actions: Sequence[Action] = ACTIONS
    openings: Sequence[str] = OPENINGS
    distractors: Sequence[Action] = ()
    mix: dict[str, float] = field(default_factory=lambda: dict(MIX))
    masked: float = 0.33  # the share of rows with meaningless names
    typos: float = 0.04  # the share of requests with a typing error
    executed: float = 0.25  # the share of rows that use a real function, where the action has one
    most_tools: int = 5
    shared: int = 1  # rows drawn behind the same tools, one after another; dialogues always have their own
    timeout_s: float = 5.0  # for one call of an action's function; much, since a busy machine must make the same rows
    allowed: Callable[[str], bool] = lambda name: True  # whether a tool may have that name (decontamination)
    stuck: dict[str, str] = field(default_factory=dict)  # actions whose function hung, and what was said of it

    def __post_init__(self):
        for name in ("actions", "openings"):
            if not getattr(self, name):
                raise ValueError(f"{name}: expected at least one, got none")
        for opening in self.openings:
            check_opening(opening)
        if unknown := [kind for kind in self.mix if kind not in MIX]:
            raise ValueError(f"mix: {unknown[0]!r} is no kind; there are {', '.join(MIX)}")
        if not self.mix or min(self.mix.values()) < 0 or not sum(self.mix.values()):
            raise ValueError(f"mix: expected shares from 0 up, not all of them 0, got {self.mix}")
        if len(self.pool) < 2 and (short := [kind for kind in OF_SEVERAL if self.mix.get(kind)]):
            raise ValueError(f"mix: {short[0]!r} needs at least 2 actions, got 1; add distractors, or leave it out")
        for name in ("masked", "typos", "executed"):
            if not 0 <= getattr(self, name) <= 1:
                raise ValueError(f"{name}: expected a share from 0 to 1, got {getattr(self, name)!r}")
        if not isinstance(self.shared, int) or isinstance(self.shared, bool) or self.shared < 1:
            raise ValueError(f"shared: expected a number of rows from 1 up, got {self.shared!r}")

    @property
    def pool(self) -> list[Action]:
        """All actions that may be offered."""
        return [*self.actions, *self.distractors]

    def tool(self, action: Action, rng: random.Random, masked: bool) -> ComposedTool:
        """A tool of an action whose name is allowed."""
        for _ in range(20):
            if self.allowed((tool := compose(action, rng, names="masked" if masked else "varied")).name):
                return tool
        return compose(action, rng, names="masked")

    def among(self, right: list[ComposedTool], others: int, rng: random.Random, masked: bool) -> list[ComposedTool]:
        """The right tools among others, mostly hard ones of the same domain; shuffled, no name twice."""
        keys = {tool.action.key for tool in right}
        pool = self.pool
        near = [one for one in pool if one.domain == right[0].action.domain and one.key not in keys]
        tools, names = list(right), {tool.name for tool in right}
        for _ in range(others * 4):
            if len(tools) == len(right) + others:
                break
            action = rng.choice(near if near and rng.random() < NEAR else pool)
            tool = self.tool(action, rng, masked)
            if action.key not in keys and tool.name not in names:
                keys.add(action.key)
                names.add(tool.name)
                tools.append(tool)
        rng.shuffle(tools)
        return tools


def check_opening(opening: str) -> None:
    """Raises ``ValueError`` for an opening with an unknown slot, without a wish, or without a place for arguments."""
    slots = [slot for _, slot, _, _ in string.Formatter().parse(opening) if slot is not None]
    if unknown := [slot for slot in slots if slot not in SLOTS]:
        raise ValueError(f"opening {opening!r}: unknown slot {{{unknown[0]}}}; there are {', '.join(sorted(SLOTS))}")
    if sum(slot in ("rest", "listed") for slot in slots) != 1 or len(slots) < 2:
        raise ValueError(f"opening {opening!r}: it needs one wish such as {{ask}}, and one of {{rest}} and {{listed}}")
