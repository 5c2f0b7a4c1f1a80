"""Right calls for every row of the benchmark, and the same calls spoiled in many ways: cases to compare checkers on.

Everything is made in a fixed order without a random number, so that a difference found once is found again.
"""

from collections.abc import Iterator
from typing import Any

from fcall_helpers.bfcl.answers import reference_calls

Calls = list[dict]  # {"name", "arguments"}, in the order in which they are made


def right_calls(row: dict) -> Calls:
    calls = reference_calls(row["function"], row["ground_truth"], row["category"])
    return [{"name": call.name, "arguments": call.arguments} for call in calls]


def spoiled(row: dict) -> Iterator[tuple[str, Calls]]:
    """(how, calls) for one row, each calls once and none of them the right ones.

    Some are still right, by the checker's rules or by chance: also worth comparing.
    """
    seen = {repr(right_calls(row))}
    for how, calls in _spoil(row, right_calls(row)):
        if (form := repr(calls)) not in seen:
            seen.add(form)
            yield how, calls


def _spoil(row: dict, calls: Calls) -> Iterator[tuple[str, Calls]]:
    yield from _other_calls(calls, [one["name"] for one in row["function"]])
    for how, change in _EVERYWHERE.items():
        yield how, [{**call, "arguments": change(call["arguments"])} for call in calls]
    for at, call in enumerate(calls):
        for how, arguments in _other_arguments(call["arguments"], row, at):
            yield how, [*calls[:at], {**call, "arguments": arguments}, *calls[at + 1 :]]


def _other_calls(calls: Calls, names: list[str]) -> Iterator[tuple[str, Calls]]:
    first, rest = calls[0], calls[1:]
    yield "no call", []
    yield "missing call", calls[:-1]
    yield "extra call", [*calls, first]
    yield "reordered calls", calls[::-1]
    yield "rotated calls", [*rest, first]
    yield "repeated call", [first] * len(calls)
    for name in (*names, first["name"].replace(".", "_"), first["name"].upper(), first["name"] + "_"):
        if name != first["name"]:
            yield "wrong tool", [{**first, "name": name}, *rest]


def _other_arguments(arguments: dict, row: dict, at: int) -> Iterator[tuple[str, dict]]:
    properties = {name for one in row["function"] for name in one["parameters"]["properties"]}
    yield "no arguments", {}
    yield "reordered arguments", dict(reversed(arguments.items()))
    for name in ("zq", *sorted(properties - {*arguments})):
        for value in ("zq", None):
            yield "extra argument", {**arguments, name: value}
    for name, value in arguments.items():
        yield "missing argument", {key: part for key, part in arguments.items() if key != name}
        yield "renamed argument", {key + "_" * (key == name): part for key, part in arguments.items()}
        for how, other in _other_values(value):
            yield how, {**arguments, name: other}
    for (wanted,) in [row["ground_truth"][at].values()]:
        for name, alternatives in wanted.items():
            for value in alternatives:
                yield "another alternative", {**arguments, name: value}


def _other_values(value: Any) -> Iterator[tuple[str, Any]]:
    yield from (("wrong type", other) for other in ("5", 5, 5.0, True, None, [], {}, "", [5], ["5"], {"zq": 5}))
    yield from (("wrong type", other) for other in (str(value), [value], {"zq": value}))
    for how, change in _EVERYWHERE.items():
        yield how, change(value)
    if isinstance(value, str):
        yield from (("other text", other) for other in (value + " zq", value[:-1], f'"{value}"', f"'{value}'"))
    if isinstance(value, list):
        yield from (("other items", other) for other in (value[::-1], value[1:], [*value, *value[:1]], [*value, "zq"]))
        for at, item in enumerate(value[:3]):
            yield from ((how, [*value[:at], other, *value[at + 1 :]]) for how, other in _shallow(item))
    if isinstance(value, dict):
        yield "other keys", {**value, "zq": 1}
        for name, part in value.items():
            yield "other keys", {key: kept for key, kept in value.items() if key != name}
            yield from ((how, {**value, name: other}) for how, other in _shallow(part))


def _shallow(value: Any) -> Iterator[tuple[str, Any]]:
    yield from (("wrong type", other) for other in ("5", 5, 5.0, True, None, [], {}, "", [value], str(value)))


# -- one change wherever it applies, in arrays and objects too -------------------------------------------------------
def _deep(value: Any, change: Any) -> Any:
    if isinstance(value, dict):
        return {key: _deep(part, change) for key, part in value.items()}
    return [_deep(part, change) for part in value] if isinstance(value, list) else change(value)


def _texts(change):
    return lambda value: _deep(value, lambda one: change(one) if isinstance(one, str) else one)


def _numbers(change):
    return lambda value: _deep(value, lambda one: change(one) if type(one) in (int, float) else one)


_EVERYWHERE = {
    "upper case": _texts(str.upper),
    "lower case": _texts(str.lower),
    "punctuation": _texts(lambda text: " ".join(text).replace(" ", "-", 1) + ".^*_/,"),
    "other punctuation": _texts(lambda text: text + "!"),
    "quotes": _texts(lambda text: text.replace("'", '"')),
    "floats for integers": _numbers(float),
    "integers for floats": _numbers(int),
    "numbers as text": _numbers(str),
    "off by one": _numbers(lambda number: number + 1),
    "truth values for numbers": _numbers(bool),
    "numbers for truth values": lambda value: _deep(value, lambda one: int(one) if isinstance(one, bool) else one),
    "other truth values": lambda value: _deep(value, lambda one: not one if isinstance(one, bool) else one),
}
