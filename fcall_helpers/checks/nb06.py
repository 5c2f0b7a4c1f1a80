"""Checks of notebook 06, measure."""

import math
import random
from statistics import NormalDist

from fcall_helpers.bfcl import KINDS, check_calls
from fcall_helpers.bfcl.statistics import mcnemar, wilson
from fcall_helpers.checks.framework import exercise, expect

FUNCTION = {
    "name": "hotel.find_room",
    "description": "Find a room.",
    "parameters": {
        "type": "dict",
        "properties": {
            "city": {"type": "string", "description": "Where."},
            "nights": {"type": "integer", "description": "How many nights."},
            "budget": {"type": "float", "description": "Euros a night."},
            "breakfast": {"type": "boolean", "description": "With breakfast."},
            "floor": {"type": "integer", "description": "Which floor."},
        },
        "required": ["city", "nights"],
    },
}
WANTED = {"city": ["New York", "NYC"], "nights": [3], "budget": ["", 120.0], "breakfast": ["", True]}
ROOM = {"city": "New York", "nights": 3}
# What the call is given and what is right, and why that has the kind it has.
CASES = [
    (ROOM, WANTED, "what may be left out is left out"),
    ({**ROOM, "budget": 120.0, "breakfast": True}, WANTED, "everything is said, and rightly"),
    ({"city": "NYC", "nights": 3}, WANTED, "the second alternative is as good as the first"),
    ({"city": "Boston", "nights": 3}, WANTED, "Boston is none of the alternatives"),
    ({**ROOM, "nights": 4}, WANTED, "4 is none of the alternatives"),
    ({"city": "New York"}, WANTED, "nights is required"),
    (ROOM, {**WANTED, "breakfast": [True]}, 'breakfast is optional, but "" is not among its alternatives here'),
    ({**ROOM, "pets": 1}, WANTED, "the function has no such argument"),
    ({**ROOM, "floor": 2}, WANTED, "the function has it, but nobody asked for it: the answer does not list it"),
    ({**ROOM, "nights": "3"}, WANTED, "a text is no integer"),
    ({**ROOM, "nights": 3.0}, WANTED, "3.0 is a float, and types are exact (in Python 3.0 == 3)"),
    ({**ROOM, "breakfast": 1}, WANTED, "1 is no truth, though in Python 1 == True"),
    (
        {**ROOM, "nights": True},
        {**WANTED, "nights": [1]},
        "True is no integer, though isinstance(True, int) holds: compare type(value)",
    ),
    ({**ROOM, "budget": 120}, WANTED, "an integer passes for a float"),
    ({**ROOM, "budget": "120.0"}, WANTED, "a text is no float"),
    ({"city": "new york", "nights": 3}, WANTED, "case does not count in texts"),
    (
        {"city": "Room 12", "nights": 3},
        {**WANTED, "city": ["Room 13"]},
        "digits count in texts (in a regex set /-_ is a range, and has the digits in it)",
    ),
    ({"city": "New-York.", "nights": 3}, WANTED, "blanks and some punctuation do not count in texts"),
    ({"city": "New York!", "nights": 3}, WANTED, "of the signs only ,./-_*^ do not count, an ! does"),
    ({**ROOM, "nights": 0}, {**WANTED, "nights": [0]}, "0 is a value like any other, not a missing one"),
    ({**ROOM, "breakfast": False}, {**WANTED, "breakfast": [False]}, "False is a value, not a missing one"),
    ({"nights": 3}, {**WANTED, "city": ["", "New York"]}, 'city is required, though "" is among its alternatives'),
]


@exercise("Your judge and the benchmark's agree on every kind of mistake.")
def check_06a(judge):
    """``judge(function, call, wanted)``: the kind of verdict for one call with flat arguments."""
    call = {"name": "hotel.find", "arguments": dict(ROOM)}
    _compare_kind(judge, call, WANTED, "the function is called hotel.find_room")
    for arguments, wanted, why in CASES:
        _compare_kind(judge, {"name": FUNCTION["name"], "arguments": dict(arguments)}, wanted, why)


def _compare_kind(judge, call: dict, wanted: dict, why: str) -> None:
    right = check_calls([FUNCTION], [call], [{FUNCTION["name"]: wanted}], "simple_python").kind
    got = judge(FUNCTION, {**call, "arguments": dict(call["arguments"])}, {key: [*one] for key, one in wanted.items()})
    expect(got is not None, f"judge returned None for {_said(call)}: return the kind of verdict")
    expect(not isinstance(got, bool), f'judge returned {got}: return the kind as a text, such as "right"')
    expect(isinstance(got, str) and got in KINDS, f"judge returned {got!r:.40}, which is none of the kinds")
    expect(got == right, f"{_said(call)} should be {right}, you said {got}: {why}")


def _said(call: dict) -> str:
    return f"{call['name']}({', '.join(f'{key}={value!r}' for key, value in call['arguments'].items())})"


Z = 1.96
SCORES = [(8, 20), (0, 20), (20, 20), (1, 50), (310, 400)]


@exercise("Your intervals are Wilson's: never outside 0 to 1, and never sure of nothing.")
def check_06b(interval):
    """``interval(right, n)``: the 95% Wilson interval as (low, high)."""
    got = interval(*SCORES[0])
    expect(got is not None, "interval returned None: return (low, high)")
    expect(isinstance(got, tuple | list) and len(got) == 2, f"interval should return (low, high), it returned {got!r}")
    for mistake, way in MISTAKES.items():
        expect(not _near(got, way(*SCORES[0])), mistake)
    for right, n in SCORES:
        low, high = interval(right, n)
        expect(low <= high, f"for {right} of {n} the lower end, {low:.3f}, is above the upper one, {high:.3f}")
        wanted = wilson(right, n)
        told = f"({low:.4f}, {high:.4f}), it should be ({wanted[0]:.4f}, {wanted[1]:.4f})"
        expect(_near((low, high), wanted), f"for {right} of {n} you give {told}")


def _near(got, wanted) -> bool:
    return all(math.isclose(one, other, abs_tol=2e-4) for one, other in zip(got, wanted, strict=True))


def _textbook(right: int, n: int, z: float = Z) -> tuple[float, float]:
    half = z * math.sqrt(right / n * (1 - right / n) / n)
    return right / n - half, right / n + half


def _flawed(right: int, n: int, *, below: bool = True, middle: bool = True, under: bool = True) -> tuple[float, float]:
    """Wilson's interval with a part of the formula left out."""
    p, shrink = right / n, 1 + Z**2 / n if below else 1
    centre = p + Z**2 / (2 * n) if middle else p
    half = Z * math.sqrt(p * (1 - p) / n + (Z**2 / (4 * n**2) if under else 0))
    return (centre - half) / shrink, (centre + half) / shrink


MISTAKES = {
    "this is the textbook's p ± 1.96 √(p(1-p)/n): for 0 of 20 it is sure that nothing can ever be right": _textbook,
    "these are percent: return shares from 0 to 1": lambda right, n: [100 * end for end in wilson(right, n)],
    "the ends are the wrong way round: low first": lambda right, n: wilson(right, n)[::-1],
    "this is the middle and the half width: return the two ends": lambda right, n: (
        sum(wilson(right, n)) / 2,
        (wilson(right, n)[1] - wilson(right, n)[0]) / 2,
    ),
    "this interval is of 90%: z is 1.96, of which 2.5% lie on either side": lambda right, n: wilson(
        right, n, confidence=0.90
    ),
    "the denominator 1 + z²/n is missing": lambda right, n: _flawed(right, n, below=False),
    "z²/2n is missing: the middle moves towards one half": lambda right, n: _flawed(right, n, middle=False),
    "z²/4n² is missing under the root: without it 0 of 20 has too short an interval": lambda right, n: _flawed(
        right, n, under=False
    ),
}

PAIRS = [(6, 14, 60, 40), (20, 40, 220, 120), (9, 2, 10, 4), (0, 5, 3, 3), (7, 7, 50, 10), (0, 0, 12, 8)]


@exercise("Only the cases on which they differ are tossed, and the p-value is exact.")
def check_06c(better):
    """``better(first, second)``: the second's share less the first's, and the exact two-sided p-value."""
    for counts in PAIRS:
        first, second = _verdicts(*counts)
        try:
            got = better(list(first), list(second))
        except ZeroDivisionError:
            expect(False, "ZeroDivisionError: where the two never differ there is no coin to toss, and p is 1")
        expect(got is not None, "better returned None: return the difference and the p-value")
        pair = isinstance(got, tuple | list) and len(got) == 2
        expect(pair, f"better should return two numbers, it returned {got!r:.60}")
        _check_difference(got[0], *counts)
        _check_p_value(got[1], *counts)


def _verdicts(only_first: int, only_second: int, both: int, neither: int) -> tuple[tuple, tuple]:
    pairs = [(True, False)] * only_first + [(False, True)] * only_second + [(True, True)] * both
    pairs += [(False, False)] * neither
    random.Random(0).shuffle(pairs)
    first, second = zip(*pairs, strict=True)
    return first, second


def _check_difference(got: float, only_first: int, only_second: int, both: int, neither: int) -> None:
    n = only_first + only_second + both + neither
    wanted = (only_second - only_first) / n
    same = lambda other: abs(wanted) > 1e-9 and math.isclose(got, other, abs_tol=1e-9)  # noqa: E731
    expect(not same(-wanted), "the sign is turned: it is the second's share less the first's")
    expect(not same(100 * wanted), "the difference is in points: return it as a share, 0.05 for 5 points")
    expect(not same(wanted * n), "the difference is a count of cases: divide by how many cases there are")
    expect(math.isclose(got, wanted, abs_tol=1e-9), f"the difference should be {wanted:+.4f}, yours is {got:+.4f}")


def _check_p_value(got: float, only_first: int, only_second: int, both: int, neither: int) -> None:
    wanted = mcnemar(only_first, only_second)
    told = f"only the first right {only_first} times, only the second {only_second} times"
    expect(got <= 1 + 1e-9, f"{told}: p is {got:.3f}, and no probability is above 1; min(1, …) takes care of it")
    if wanted < 0.99:
        for mistake, other in _mistaken_p_values(only_first, only_second, both, neither).items():
            expect(not math.isclose(got, other, rel_tol=1e-6) or math.isclose(other, wanted, rel_tol=1e-6), mistake)
    expect(math.isclose(got, wanted, rel_tol=1e-6), f"{told}: p should be {wanted:.4f}, yours is {got:.4f}")


def _mistaken_p_values(only_first: int, only_second: int, both: int, neither: int) -> dict[str, float]:
    coins, fewer = only_first + only_second, min(only_first, only_second)
    n = coins + both + neither
    normal = NormalDist()
    one, two = (both + only_first) / n, (both + only_second) / n
    pooled = (one + two) / 2
    tail = lambda tossed, heads: sum(math.comb(tossed, k) for k in range(heads + 1)) / 2**tossed  # noqa: E731
    return {
        "this is one side only: as uneven to the other side would surprise you as much, so double it": tail(
            coins, fewer
        ),
        "this is the chance of exactly that split: add up all splits that are at least as uneven": 2
        * math.comb(coins, fewer)
        / 2**coins,
        "you toss a coin for every case: cases on which both agree say nothing about which is better": min(
            1, 2 * tail(n, fewer)
        ),
        "this test ignores the pairs: compare case by case, not share with share": 2
        * (1 - normal.cdf(abs(two - one) / math.sqrt(2 * pooled * (1 - pooled) / n))),
        "this is McNemar's approximation by a square: near enough for many coins, but the exact one is asked for": 2
        * (1 - normal.cdf(abs(only_first - only_second) / math.sqrt(coins))),
    }
