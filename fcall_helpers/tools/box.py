"""`ToolBox`: the tools that one model may call."""

from collections.abc import Callable, Iterable, Iterator

from fcall_helpers.tools.call import Tool, tool
from fcall_helpers.tools.check import nearest
from fcall_helpers.tools.wire import ToolCall, ToolResult, clip, quote

_NAMES_LISTED = 10


class ToolBox:
    """Tools by name. Plain functions are made tools. ``len``, ``in``, iteration over the tools, ``box["name"]``.

    Raises:
        ValueError: two tools have the same name, or a function is no tool (see `tool`).
        TypeError: ``tools`` is no iterable of tools and functions.
    """

    def __init__(self, tools: Iterable[Tool | Callable] = ()):
        if isinstance(tools, (str, bytes, dict)) or not isinstance(tools, Iterable):
            raise TypeError(f"ToolBox: tools must be a list of tools or functions, got {tools!r}")
        self._tools: dict[str, Tool] = {}
        for each in tools:
            each = each if isinstance(each, Tool) else tool(each)
            if each.name in self._tools:
                raise ValueError(
                    f"ToolBox: two tools are called {each.name!r}; give one another name: tool(fn, name='...')"
                )
            self._tools[each.name] = each

    @property
    def names(self) -> list[str]:
        """The names, in the order the tools were given."""
        return list(self._tools)

    def schemas(self) -> list[dict]:
        """What the model is told: one schema a tool, in OpenAI's form."""
        return [each.schema() for each in self]

    def check(self, call: ToolCall) -> str | None:
        """What is wrong with a call, in one line for the model, or None. Does not run the function."""
        return self._examine(call)[2]

    def call(self, call: ToolCall) -> ToolResult:
        """Run a call. A bad call, and whatever the function raises, is a result with ``ok=False``, never an exception.

        ``content`` is JSON text of at most `MAX_CONTENT` characters: the result, or ``{"error": "..."}``. Each call
        runs in a thread of its own and within its tool's limit; Python cannot kill a thread, so a function that hangs
        is left behind there.

        Raises:
            TypeError: ``call`` is no `ToolCall`.
        """
        bound, kind, message = self._examine(call)
        if bound is None:
            return ToolResult.failure(call.id, kind, message)
        content, error = self._tools[call.name].run(*bound)
        return ToolResult(call.id, content, error is None, error)

    def _examine(self, call: ToolCall) -> tuple[tuple[list, dict] | None, str | None, str | None]:
        if not isinstance(call, ToolCall):
            raise TypeError(f"ToolBox: call must be a ToolCall, got {quote(call)}; ToolCall.from_openai reads dicts")
        if not isinstance(call.name, str) or call.name not in self._tools:
            return None, "unknown_tool", self._unknown(call.name)
        bound, message = self._tools[call.name].validate(call.arguments)
        return bound, "invalid_arguments" if message else None, message

    def _unknown(self, name: str) -> str:
        names = self.names
        listed = ", ".join(names[:_NAMES_LISTED]) or "none"
        more = f" and {len(names) - _NAMES_LISTED} more" if len(names) > _NAMES_LISTED else ""
        suggestion = nearest(name, names) if isinstance(name, str) else ""
        return f"there is no tool {quote(name)}{suggestion or ';'} tools: {clip(listed, 700)}{more}"

    def __len__(self) -> int:
        return len(self._tools)

    def __iter__(self) -> Iterator[Tool]:
        return iter(self._tools.values())

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and name in self._tools

    def __getitem__(self, name: str) -> Tool:
        if name not in self:
            raise KeyError(self._unknown(name))
        return self._tools[name]
