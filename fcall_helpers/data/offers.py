"""The tools a row offers: drawn by the first row of a block, and the same for the rows that follow it.

A row of its own is a block of one. Many rows behind the same tools cost less to train, since what stands before all of
them is computed once; and where the tools do not tell the requests apart, a model has to read the requests.
"""

import random

from fcall_helpers.data.actions.model import Action
from fcall_helpers.data.composing import ComposedTool, compose
from fcall_helpers.data.turns import draw_result
from fcall_helpers.data.wording import Call, draw_call
from fcall_helpers.data.world import NEAR, World
from fcall_helpers.tools import ToolResult


class Offer:
    """The tools behind one block of rows, and what a row may ask of them.

    ``tools`` is None until a row has drawn them. That row may not be one that refuses, unless all do: only a row with a
    call makes sure that one of the tools is made from an action that may be asked for.
    """

    def __init__(self, world: World, rng: random.Random):
        self.world, self.rng = world, rng
        self.tools: list[ComposedTool] | None = None
        self.masked = False
        self.runs: ComposedTool | None = None  # the tool whose calls are run

    def call(self) -> tuple[Call, ToolResult | None]:
        """One call, and what it returned where it was run. Raises ``ValueError`` as `draw_result` does."""
        if self.tools is not None:
            tool = self.rng.choice(self._askable())
            return self._run(tool.action, tool) if tool is self.runs else (draw_call(tool, self.rng), None)
        action = self._first()
        if action.fn is not None and not self.masked and self.rng.random() < self.world.executed:
            return self._run(action)
        return draw_call(self.world.tool(action, self.rng, self.masked), self.rng), None

    def tool(self) -> ComposedTool:
        """One tool to call."""
        if self.tools is not None:
            return self.rng.choice(self._askable())
        return self.world.tool(self._first(), self.rng, self.masked)

    def several(self) -> list[ComposedTool]:
        """Two or three tools to call, the first of them one that may be asked for by itself."""
        if self.tools is not None:
            first = self.rng.choice(self._askable())
            return self._with_some(first, [tool for tool in self.tools if tool is not first])
        first = self._first()
        actions = self._with_some(first, [action for action in self.world.pool if action.key != first.key])
        return [self.world.tool(action, self.rng, self.masked) for action in actions]

    def missing(self) -> ComposedTool:
        """A tool to ask for in vain."""
        return compose(self._first() if self.tools is None else self._near_miss(), self.rng)

    def around(self, right: list[ComposedTool], others: int) -> list[ComposedTool]:
        """The tools to offer: the right ones among ``others``, unless they are drawn already."""
        if self.tools is None:
            self.tools = self.world.among(right, others, self.rng, self.masked)
        return self.tools

    def without(self, wanted: ComposedTool) -> list[ComposedTool]:
        """The tools to offer, often of the same domain, where the right one is not among them."""
        if self.tools is None:
            tools = self.world.among([wanted], self.rng.randint(1, 3), self.rng, self.masked)
            self.tools = [tool for tool in tools if tool is not wanted]
        return self.tools

    def _first(self) -> Action:
        self.masked = self.rng.random() < self.world.masked
        return self.rng.choice(self.world.actions)

    def _run(self, action: Action, tool: ComposedTool | None = None) -> tuple[Call, ToolResult]:
        call, result = draw_result(self.world, action, self.rng, tool=tool)
        self.runs = call.tool
        return call, result

    def _with_some(self, first, rest: list) -> list:
        return [first, *self.rng.sample(rest, min(len(rest), 1 if self.rng.random() < 0.7 else 2))]

    def _askable(self) -> list[ComposedTool]:
        """The tools that a row may ask for by themselves: those of the world's actions, not of its distractors."""
        keys = {action.key for action in self.world.actions}
        return [tool for tool in self.tools if tool.action.key in keys]

    def _near_miss(self) -> Action:
        """An action that no tool is made from, as a rule of their domain; of the distractors where there is no other.

        Raises ``ValueError`` where each has a tool.
        """
        keys = {tool.action.key for tool in self.tools}
        free = [action for action in self.world.actions if action.key not in keys]
        free = free or [action for action in self.world.distractors if action.key not in keys]
        if not free:
            raise ValueError("irrelevance: every action has a tool here, so none is asked for in vain; add distractors")
        domains = {tool.action.domain for tool in self.tools}
        near = [action for action in free if action.domain in domains]
        return self.rng.choice(near if near and self.rng.random() < NEAR else free)
