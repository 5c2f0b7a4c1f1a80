"""Lists: how the members of a list are said, and lists of numbers, choices and pairs. Floats are written 1.0."""

import json
from collections.abc import Callable
from random import Random
from typing import Any

from fcall_helpers.data.types.base import SemanticType, define, distinct
from fcall_helpers.data.types.dates import WEEKDAYS
from fcall_helpers.data.types.draws import measure, whole
from fcall_helpers.data.types.maths import listing, numbers_forms
from fcall_helpers.data.types.numberwords import digits

_SIZES = (1, 2, 2, 2, 3, 3, 3, 4, 4, 5)
_CONFUSING = (",", ";", " and ")  # an item that holds one of these could not be told from two items


def _draw_items(kind: SemanticType, rng: Random) -> list:
    """One to five different values, each of which can stand in a list."""
    size, found = rng.choice(_SIZES), {}
    while len(found) < size:
        value = kind.draw(rng)
        form = kind.forms(value)[0]
        if not any(mark in form for mark in _CONFUSING):
            found[form] = value
    return [*found.values()]


def series(parts: list[str]) -> list[str]:
    """Ways to string texts together: "a, b and c", "a, b, and c", "a, b, c", "a and b and c"."""
    return distinct(
        listing(parts),
        listing(parts, ", and ") if len(parts) > 2 else "",
        ", ".join(parts),
        " and ".join(parts) if len(parts) == 3 else "",
    )


def bracketed(parts: list[str]) -> list[str]:
    """The same, and between brackets, which suits codes and numbers."""
    return [*series(parts), f"[{', '.join(parts)}]"]


def _array_forms(kind: SemanticType) -> Callable[[list], list[str]]:
    def forms(values: list) -> list[str]:
        said = [kind.forms(value) for value in values]
        others = [each[1] for each in said if len(each) > 1]
        second = listing(others) if len(others) == len(values) else ""
        return distinct(*bracketed([each[0] for each in said]), second, json.dumps(values, ensure_ascii=False))

    return forms


def array(name: str, kind: SemanticType, names: str, descriptions: str, phrases: str) -> SemanticType:
    """A list of one to five different values of the type ``kind``."""
    schema = {"type": "array", "items": kind.schema}
    return define(name, schema, lambda rng: _draw_items(kind, rng), _array_forms(kind), names, descriptions, phrases)


def _numbers(draw_one: Callable[[Random], Any], longest: int) -> Callable[[Random], list]:
    return lambda rng: [draw_one(rng) for _ in range(rng.randint(2, longest))]


def _several(values: dict[str, str]) -> tuple:
    """Draw and forms of a few out of some choices, each said in one way, in the order of ``values``."""
    order = [*values]

    def draw(rng: Random) -> list[str]:
        return sorted(rng.sample(order, rng.randint(1, 3)), key=order.index)

    return draw, lambda chosen: series([values[value] for value in chosen])


def _draw_range(rng: Random) -> list[float]:
    low = _small_float(rng)
    return [low, round(low + 0.5 + abs(_small_float(rng)), 2)]


def _range_forms(pair: list[float]) -> list[str]:
    low, high = map(digits, pair)
    return distinct(f"{low} to {high}", f"[{low}, {high}]", f"from {low} up to {high}", f"{pair}")


_AMENITIES = {
    **{"wifi": "Wi-Fi", "parking": "parking", "pool": "a pool", "gym": "a gym", "kitchen": "a kitchen"},
    **{"air_conditioning": "air conditioning", "washer": "a washing machine", "balcony": "a balcony"},
}
_ALLERGENS = {
    **{"nuts": "nuts", "gluten": "gluten", "dairy": "dairy", "eggs": "eggs", "shellfish": "shellfish", "soy": "soy"},
    "sesame": "sesame",
}
_DAYS = {day.lower(): day for day in WEEKDAYS}


def _choices(name: str, values: dict, names: str, descriptions: str, phrases: str) -> SemanticType:
    schema = {"type": "array", "items": {"type": "string", "enum": [*values]}}
    return define(name, schema, *_several(values), names, descriptions, phrases)


_INTEGERS = {"type": "array", "items": {"type": "integer"}}
_FLOATS = {"type": "array", "items": {"type": "number"}}
_OF_NUMBERS = "of {} | for {} | with the numbers {} | for the values {} | from {}"
_small_float = measure(-20, 90)

ARRAYS: tuple[SemanticType, ...] = (
    define(
        "integers",
        _INTEGERS,
        _numbers(whole(0, 500), 7),
        numbers_forms,
        "numbers values data integers items scores array nums",
        "List of integers | The numbers to work on | Values, whole numbers | Array of integers",
        _OF_NUMBERS,
    ),
    define(
        "floats",
        _FLOATS,
        _numbers(measure(-50, 300), 6),
        numbers_forms,
        "numbers values data data_points measurements samples observations",
        "List of numbers | The values, as floats | Data points | Measurements, a list of numbers",
        _OF_NUMBERS,
    ),
    define(
        "whole_floats",
        _FLOATS,
        _numbers(lambda rng: float(rng.randint(0, 99)), 6),
        numbers_forms,
        "grades temperatures weights prices readings returns",
        "List of readings, as numbers | The readings, floats | Numbers to analyze, each may be fractional",
        _OF_NUMBERS,
    ),
    define(
        "small_integers",
        _INTEGERS,
        _numbers(lambda rng: rng.randint(1, 30), 7),
        numbers_forms,
        "numbers values counts nums sequence",
        "List of whole numbers | The numbers, as integers | Array of integers, in order",
        _OF_NUMBERS,
    ),
    define(
        "ratings_list",
        _FLOATS,
        _numbers(lambda rng: rng.randint(2, 10) / 2, 6),
        numbers_forms,
        "ratings stars scores marks",
        "Ratings from 1 to 5 | Star ratings, in order | List of ratings, each may be fractional",
        "of {} | for {} | with the ratings {}",
    ),
    define(
        "cash_flows",
        _FLOATS,
        lambda rng: [-100.0 * rng.randint(5, 200), *(50.0 * rng.randint(2, 120) for _ in range(rng.randint(2, 4)))],
        lambda flows: numbers_forms(flows)[:5],
        "cash_flows flows payments returns",
        "Cash flows in order, negative for money paid out | Yearly payments, as numbers | List of cash flows in USD",
        "of {} | for {} | with the cash flows {}",
    ),
    define(
        "range_pair",
        {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2},
        _draw_range,
        _range_forms,
        "range interval bounds limits domain",
        "[low, high] of the range | Lower and upper bound, two numbers | Interval as a pair",
        "in the range {} | on the interval {} | with the range {}",
    ),
    _choices(
        "weekdays",
        _DAYS,
        "days weekdays repeat_on days_of_week",
        "Days of the week, lower case | Weekdays on which it repeats",
        "on {} | for {} | every week on {}",
    ),
    _choices(
        "amenities",
        _AMENITIES,
        "amenities features facilities must_have",
        "Amenities that it must have | Facilities wanted | Required features",
        "with {} | having {} | that offers {}",
    ),
    _choices(
        "allergens",
        _ALLERGENS,
        "allergens allergies exclude avoid",
        "Allergens to avoid | Allergies of the guest | What must not be in it",
        "without {} | avoiding {} | free of {}",
    ),
    define(
        "flags_list",
        {"type": "array", "items": {"type": "boolean"}},
        lambda rng: [rng.random() < 0.5 for _ in range(rng.randint(2, 5))],
        lambda values: bracketed([str(value).lower() for value in values]),
        "flags answers results bits truth_values",
        "List of booleans | Truth values, in order | Answers, true or false",
        "for {} | of {} | with the values {}",
    ),
    define(
        "pairs",
        {"type": "array", "items": {"type": "array", "items": {"type": "integer"}}},
        lambda rng: [[rng.randint(0, 20), rng.randint(0, 20)] for _ in range(rng.randint(2, 4))],
        lambda pairs: distinct(
            listing([f"({a}, {b})" for a, b in pairs]), f"{pairs}", listing([f"{a}-{b}" for a, b in pairs])
        ),
        "pairs edges points connections cells",
        "Pairs of whole numbers | Edges of the graph as [from, to] | Points [x, y] on the grid",
        "for {} | with {} | of {}",
    ),
    define(
        "colors_hex",
        {"type": "array", "items": {"type": "string"}},
        lambda rng: [f"#{rng.randrange(16**6):06X}" for _ in range(rng.randint(2, 4))],
        bracketed,
        "colors hex_colors palette gradient",
        "Colors as #RRGGBB | Hex colors of the palette",
        "with {} | using {} | from {}",
    ),
)
