"""What a row says: its tools, its calls, nulls that nobody wrote, a turn that was cut."""

import json
import re
from collections.abc import Iterator

from fcall_helpers.checks.clinic.view import View

CALL = re.compile(r"<tool_call>(.*?)</tool_call>", re.DOTALL)
TOOLS = re.compile(r"<tools>\n(.*?)\n</tools>", re.DOTALL)
MAY_BE_NULL = {"default", "const", "examples"}  # JSON Schema keywords whose value null is a value


def calls_in(view: View) -> Iterator[dict]:
    """The assistant's calls as they were written; what is no JSON object is left out."""
    for turn in view.turns:
        if turn.role == "assistant":
            for body in CALL.findall(view.text(turn.body, turn.end)):
                call = _json(body)
                if isinstance(call, dict):
                    yield call


def tools_in(view: View) -> Iterator:
    """The lines of the tool block, read as JSON."""
    for turn in view.turns:
        if turn.role == "system" and (block := TOOLS.search(view.text(turn.body, turn.end))):
            yield from (_json(line) for line in block[1].split("\n"))


def _json(text: str):
    try:
        return json.loads(text)
    except ValueError:
        return None


def nulls_in(view: View) -> Iterator[str]:
    """Nulls in a tool's schema where the keyword cannot be null, and in arguments whose schema has no null."""
    schemas = [schema for schema in tools_in(view) if isinstance(schema, dict)]
    for schema in schemas:
        yield from _null_keywords(schema, "a tool")
    functions = {s["function"].get("name"): s["function"] for s in schemas if isinstance(s.get("function"), dict)}
    for call in calls_in(view):
        if (function := functions.get(call.get("name"))) is None:
            continue  # nobody can say what such a call may hold
        properties = (function.get("parameters") or {}).get("properties") or {}
        arguments = call.get("arguments")
        for name, value in arguments.items() if isinstance(arguments, dict) else ():
            if value is None and not _admits_null(properties.get(name), name in properties):
                yield f"{name}: null in a call of {call.get('name')}"


def _null_keywords(node, where: str) -> Iterator[str]:
    for name, value in node.items() if isinstance(node, dict) else ():
        if value is None and name not in MAY_BE_NULL:
            yield f"{name}: null in {where}"
        elif name not in MAY_BE_NULL:
            yield from _null_keywords(value, name)
    for value in node if isinstance(node, list) else ():
        yield from _null_keywords(value, where)


def _admits_null(schema, known: bool) -> bool:
    """Whether an argument may be null: its schema says so, or says nothing of its type."""
    if not known or not isinstance(schema, dict):
        return False
    kinds = schema.get("type", ["null"] if not schema.keys() & {"enum", "const", "anyOf", "oneOf"} else [])
    branches = [*(schema.get("anyOf") or ()), *(schema.get("oneOf") or ())]
    return (
        "null" in ([kinds] if isinstance(kinds, str) else kinds or ())
        or None in (schema.get("enum") or ())
        or ("const" in schema and schema["const"] is None)
        or any(_admits_null(branch, True) for branch in branches)
    )


def is_cut(view: View) -> bool:
    """Whether turns are there and one of them lacks its end or its beginning, at the row's edges or inside."""
    if not view.turns:
        return False
    # An opening mark with nothing behind it but the next one is doubled, which is another disease.
    begun = (turn for turn in view.turns if turn.end > turn.start + 1 or turn is view.turns[-1])
    if not all(turn.closed for turn in begun):
        return True
    special = set(view.tokenizer.all_special_ids)
    edges = [0, *(turn.end + 1 for turn in view.turns)]
    between = (place for edge, turn in zip(edges, view.turns, strict=False) for place in range(edge, turn.start))
    words = [view.ids[place] for place in between if view.ids[place] not in special]
    return bool(view.tokenizer.decode(words).strip())
