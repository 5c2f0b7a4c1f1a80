"""How numbers are drawn: small and round ones often, any others sometimes, as people use them."""

import math
from collections.abc import Callable
from random import Random

_STEPS = (5, 10, 25, 50, 100, 250, 500, 1000, 5000, 10_000, 50_000, 100_000, 1_000_000)


def whole(low: int, high: int) -> Callable[[Random], int]:
    """Whole numbers from ``low`` to ``high``: 3 in 10 small where the range starts small,
    3 in 10 round, the others as often with few digits as with many."""
    steps = [step for step in _STEPS if step <= high // 2] or [1]

    def draw(rng: Random) -> int:
        u = rng.random()
        if u < 0.3 and low <= 20:
            return rng.randint(low, min(high, low + 20))
        if 0.3 <= u < 0.6:
            step = rng.choice(steps)
            return max(low, step * rng.randint(1, min(high // step, 40)))
        return log_uniform(rng, low, high)

    return draw


def log_uniform(rng: Random, low: int, high: int) -> int:
    """A whole number from ``low`` to ``high``, its logarithm evenly spread."""
    drawn = int(math.exp(rng.uniform(math.log(low + 1), math.log(high + 2)))) - 1
    return max(low, min(high, drawn))


def signed(high: int) -> Callable[[Random], int]:
    """Whole numbers from -``high`` to ``high``, a quarter of them negative."""
    draw = whole(0, high)
    return lambda rng: draw(rng) * (-1 if rng.random() < 0.25 else 1)


def measure(low: float, high: float) -> Callable[[Random], float]:
    """Floats from ``low`` to ``high``, half of them whole, the others with a half or one or two decimals."""
    span = high - low
    curved = span > 200 and low >= 0

    def draw(rng: Random) -> float:
        u = rng.random()
        x = low + span * (u**3 if curved else u)
        return min(float(high), max(float(low), trim(rng, x)))

    return draw


def trim(rng: Random, x: float) -> float:
    """``x`` with few decimals: none (half of the time), a half, one or two; round tens above 100."""
    u = rng.random()
    if u < 0.5:
        return float(round(x, -1 if x > 100 and u < 0.2 else 0)) + 0.0
    if u < 0.65:
        return math.floor(x) + 0.5
    return round(x, 1 if u < 0.85 else 2) + 0.0


def decimals(low: float, high: float, places: int) -> Callable[[Random], float]:
    """Floats from ``low`` to ``high``, all as often, with at most ``places`` decimals."""
    return lambda rng: round(low + (high - low) * rng.random(), places) + 0.0


def dozen(n: int) -> list[str]:
    """A dozen, half a dozen, two dozen ...; nothing for other numbers."""
    dozens = {6: "half a dozen", 12: "a dozen", 24: "two dozen", 36: "three dozen", 48: "four dozen"}
    return [dozens[n]] if n in dozens else []
