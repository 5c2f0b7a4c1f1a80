"""Python functions as tools: a schema for the model, strict validation of its calls, and running them within a limit.

A file each: `schema` (signature and docstring to JSON Schema), `check` (arguments against that schema), `run` (the
function in its thread, its result as JSON text), `call` (`tool` and `Tool`), `box` (a set of tools that answers calls).
`wire` holds what travels between model and tools: strict JSON, `ToolCall`, `ToolResult`.
"""

from fcall_helpers.tools.box import ToolBox
from fcall_helpers.tools.call import Tool, tool
from fcall_helpers.tools.run import MAX_CONTENT
from fcall_helpers.tools.wire import ERROR_KINDS, MAX_DEPTH, ToolCall, ToolResult, loads_strict

__all__ = [
    "ERROR_KINDS",
    "MAX_CONTENT",
    "MAX_DEPTH",
    "Tool",
    "ToolBox",
    "ToolCall",
    "ToolResult",
    "loads_strict",
    "tool",
]
