"""A tool's schema, made narrower for the grammar engine: what it allows must be right, and it must not refuse too much.

llguidance follows JSON Schema to the letter where it can. The letter, though, allows 1e999, second 60 and any nesting,
and a few keywords (``uniqueItems``, ``propertyNames``) the engine does not know.
"""

import itertools
import json
from typing import Any

from jsonschema import Draft202012Validator

from fcall_helpers.tools.schema import resolve

NUMBER_BOUND = 1e15  # keeps 1e999 out, which is a number to a grammar but not to a float
INTEGER_BOUND = 10**18  # what 64 bits hold; it also ends the digits of a model that repeats itself
FREE_LEVELS = 4  # of arrays and objects in a value that the schema leaves open
MOST_REFERENCES = 16  # followed one inside the other; with what stands between them this stays below MAX_DEPTH
MOST_SET_VALUES = 8  # a set of them is one of 256
# Keys that say nothing about what is valid, or (the definitions) only by being referred to.
NOTES = {"title", "description", "default", "example", "examples", "deprecated", "readOnly", "writeOnly"}
NOTES |= {"$comment", "$schema", "$id", "$anchor", "$defs", "definitions"}
ENGINE_FORMATS = {"email", "hostname", "ipv4", "ipv6", "uri", "uuid"}  # others that it has are in FORMATS
_MONTH_AND_DAY = (
    "((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))"
)
_YEAR = "([0-9]{3}[1-9]|[0-9]{2}[1-9]0|[0-9][1-9]00|[1-9]000)"  # 0001 to 9999, as Python's dates
_LEAP_YEAR = "([0-9]{2}(0[48]|[2468][048]|[13579][26])|(0[48]|[2468][048]|[13579][26])00)"
_DATE = f"({_YEAR}-{_MONTH_AND_DAY}|{_LEAP_YEAR}-02-29)"
_CLOCK = "([01][0-9]|2[0-3]):[0-5][0-9]"
_TIME = rf"{_CLOCK}:[0-5][0-9](\.[0-9]{{1,6}})?(Z|[+-]{_CLOCK})"
_SPAN = "([0-9]{1,4}H([0-9]{1,4}M)?([0-9]{1,4}S)?|[0-9]{1,4}M([0-9]{1,4}S)?|[0-9]{1,4}S)"
_DAYS = "([0-9]{1,4}Y([0-9]{1,4}M([0-9]{1,4}D)?)?|[0-9]{1,4}M([0-9]{1,4}D)?|[0-9]{1,4}D)"
# RFC 3339 (https://www.rfc-editor.org/rfc/rfc3339), less what Python cannot hold: year 0, second 60, endless digits.
FORMATS = {"date": _DATE, "time": _TIME, "date-time": f"{_DATE}T{_TIME}"}
FORMATS["duration"] = f"P({_DAYS}(T{_SPAN})?|T{_SPAN}|[0-9]{{1,4}}W)"


class GrammarError(ValueError):
    """A tool's schema holds something that the grammar engine cannot express; the message names tool and part."""


def arguments_schema(parameters: dict) -> dict:
    """The tool's own schema, made narrower where the engine would allow what no tool can take, or refuse it whole.

    What validates against the result validates against ``parameters``: objects that list their properties are closed,
    numbers bounded, dates exist, sets hold no value twice, and nothing nests past what the parser reads. Raises
    `GrammarError` for a part that no grammar can hold.
    """
    narrower = _Narrower({"type": "object", "properties": {}, **parameters})
    schema = narrower.root()
    if schema is False:
        raise GrammarError("arguments: no value can satisfy the schema")
    return {**schema, "$defs": narrower.defs}


class _Narrower:
    """One walk over a schema. References are followed by hand, and only `MOST_REFERENCES` deep."""

    def __init__(self, schema: dict):
        self._schema = schema
        self.defs: dict[str, Any] = {}
        self._names: dict[tuple, str] = {}

    def root(self) -> dict | bool:
        return self._narrow(self._schema, "arguments", 0)

    def _narrow(self, node: Any, where: str, level: int, part: bool = False) -> Any:
        """``part``: the node only adds to another schema, which is itself closed and bounded."""
        if not isinstance(node, dict):
            return self._free(FREE_LEVELS) if node is True and not part else node
        out = {key: value for key, value in node.items() if key not in NOTES}
        if out.keys() == {"allOf"} and len(out["allOf"]) == 1:
            return self._narrow(out["allOf"][0], where, level, part)
        if out.pop("uniqueItems", False) and out.get("maxItems", 2) > 1:
            return {"enum": self._subsets(out, where)}
        if "propertyNames" in out:
            self._name_properties(out, where)
        if out.get("minProperties", 0) > len(out.get("required", [])) + 1 and _is_open(out):
            raise GrammarError(f"{where}: minProperties of free names is held to a grammar only up to 1")
        shared = part or "allOf" in out or bool({"type", "properties"} & out.keys())
        for key in {"anyOf", "oneOf", "allOf", "prefixItems"} & out.keys():
            within = shared and key != "prefixItems"
            out[key] = [self._narrow(each, where, level, within) for each in out[key]]
        for key in {"properties", "patternProperties"} & out.keys():
            out[key] = {name: self._narrow(each, f"{where}.{name}", level) for name, each in out[key].items()}
        for key in {"items", "additionalProperties"} & out.keys():
            out[key] = self._narrow(out[key], f"{where}[]", level)
        if "$ref" in out and (name := self._define(out["$ref"], where, level, part or len(out) > 1)):
            out["$ref"] = f"#/$defs/{name}"
        elif "$ref" in out:
            return False
        if isinstance(out.get("format"), str):
            self._format(out)
        out = out if part else self._close(out)
        return out if _satisfiable(out) else False

    def _close(self, out: dict) -> dict:
        """Bound what the schema leaves open: numbers, further properties, items of any kind."""
        kinds = _kinds(out)
        if {"number", "integer"} & kinds:
            _bound(out, INTEGER_BOUND if "number" not in kinds else NUMBER_BOUND)
        if "array" in kinds:
            out.setdefault("items", self._free(FREE_LEVELS))
        if "object" in kinds and not _branches_add(out):
            listed = {"properties", "patternProperties"} & out.keys()
            out.setdefault("additionalProperties", False if listed else self._free(FREE_LEVELS))
        return out

    def _free(self, level: int) -> dict:
        """Any JSON value, arrays and objects nested at most ``level`` deep."""
        name = f"free{level}"
        if name not in self.defs:
            scalars = {"type": ["string", "number", "boolean", "null"]}
            _bound(scalars, NUMBER_BOUND)
            self.defs[name] = scalars
            if level:
                nested = {"type": ["array", "object"], "items": self._free(level - 1)}
                self.defs[name] = {"anyOf": [scalars, {**nested, "additionalProperties": nested["items"]}]}
        return {"$ref": f"#/$defs/{name}"}

    def _define(self, pointer: str, where: str, level: int, part: bool) -> str | None:
        """Our own definition of what ``pointer`` names, one for each level; None where recursion must have ended."""
        key = (pointer, level, part)
        if key not in self._names:
            target = resolve(self._schema, pointer) if level < MOST_REFERENCES else False
            if target is None:
                raise GrammarError(f'{where}: "$ref": {pointer!r} points nowhere')
            schema = self._narrow(target, where, level + 1, part)
            self._names[key] = None if schema is False else f"ref{len(self.defs)}"
            if schema is not False:
                self.defs[self._names[key]] = schema
        return self._names[key]

    def _format(self, out: dict) -> None:
        """The engine's own patterns let 30 February and second 60 through, and refuse formats they do not know."""
        if out["format"] in FORMATS:
            pattern = f"^{FORMATS[out['format']]}$"
            out.update(
                {"allOf": [*out.get("allOf", []), {"pattern": pattern}]} if "pattern" in out else {"pattern": pattern}
            )
        if out["format"] not in ENGINE_FORMATS:
            del out["format"]

    def _subsets(self, out: dict, where: str) -> list[list]:
        """A set as the list of all sets it can be, each in one order."""
        values = self._values(out.get("items"))
        if values is None or len(values) > MOST_SET_VALUES:
            raise GrammarError(
                f"{where}: a set (uniqueItems) is held to a grammar only if its items are one of at most "
                f"{MOST_SET_VALUES} values; make it a list, or decode without constraints"
            )
        most = min(out.get("maxItems", len(values)), len(values))
        sizes = range(out.get("minItems", 0), most + 1)
        return [list(subset) for size in sizes for subset in itertools.combinations(values, size)]

    def _name_properties(self, out: dict, where: str) -> None:
        """Rewrite ``propertyNames``, which the engine does not know, with what it does."""
        names, rest = out.pop("propertyNames"), out.get("additionalProperties", True)
        values = self._values(names)
        keys = names.keys() - NOTES if isinstance(names, dict) else set()
        if values is not None and "patternProperties" not in out:
            listed = {name: rest for name in values if isinstance(name, str)} if rest is not False else {}
            kept = {name: each for name, each in out.get("properties", {}).items() if name in values}
            out.update(properties={**listed, **kept}, additionalProperties=False)
        elif keys == {"type", "pattern"} and not {"properties", "patternProperties"} & out.keys():
            out.update(patternProperties={names["pattern"]: rest}, additionalProperties=False)
        elif keys - {"type"} or names is False:
            raise GrammarError(f"{where}: propertyNames is held to a grammar only as an enum or a pattern")

    def _values(self, node: Any) -> list | None:
        """All values of a schema that allows finitely many, else None."""
        if not isinstance(node, dict):
            return None
        if "$ref" in node:
            return self._values(resolve(self._schema, node["$ref"]))
        if "enum" in node or "const" in node:
            values = {json.dumps(value): value for value in node.get("enum", [node.get("const")])}
            return [value for value in values.values() if Draft202012Validator(node).is_valid(value)]
        return {"boolean": [False, True], "null": [None]}.get(node.get("type"))


def _satisfiable(out: dict) -> bool:
    """Whether a value is left, now that recursion ends in parts that allow none. Drops the branches that do not."""
    for key in {"anyOf", "oneOf"} & out.keys():
        out[key] = [branch for branch in out[key] if branch is not False]
        if not out[key]:
            return False
    needed = [out.get("properties", {}).get(name, True) for name in out.get("required", [])]
    needed += out.get("prefixItems", [])[: out.get("minItems", 0)] + out.get("allOf", [])
    if out.get("minItems", 0) > len(out.get("prefixItems", [])):
        needed.append(out.get("items", True))
    return not any(each is False for each in needed)


def _kinds(out: dict) -> set[str]:
    """The JSON types that a schema leaves to its keywords (those of its branches are closed there)."""
    kinds = out.get("type")
    if kinds is None and not {"enum", "const", "$ref", "anyOf", "oneOf"} & out.keys():
        return {"number", "array", "object"} if "allOf" not in out else {"number"}
    return set() if {"enum", "const"} & out.keys() else {kinds} if isinstance(kinds, str) else set(kinds or ())


def _is_open(out: dict) -> bool:
    """Whether an object takes names that are not listed; a grammar cannot tell that one of them comes twice."""
    return "patternProperties" in out or out.get("additionalProperties", "properties" not in out) is not False


def _branches_add(out: dict) -> bool:
    """Whether branches bring properties of their own, which a closed object would then forbid."""
    branches = [branch for key in ("anyOf", "oneOf", "allOf") for branch in out.get(key, [])]
    named = set().union(*(branch.get("properties", {}) for branch in branches if isinstance(branch, dict)))
    return "$ref" in out or bool(named - out.get("properties", {}).keys()) or any("$ref" in b for b in branches)


def _bound(out: dict, limit: float) -> None:
    """Add the bounds that are missing, beyond any that the schema has."""
    own = [abs(out[key]) for key in ("minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum") if key in out]
    limit = max([limit, *(min(10 * value, 1e300) for value in own)])
    if not {"minimum", "exclusiveMinimum"} & out.keys():
        out["minimum"] = -limit
    if not {"maximum", "exclusiveMaximum"} & out.keys():
        out["maximum"] = limit
