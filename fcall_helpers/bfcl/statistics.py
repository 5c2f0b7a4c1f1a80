"""How sure a score is: intervals for one model, an exact test for two models on the same cases."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from statistics import NormalDist


def wilson(right: float, n: int, *, confidence: float = 0.95) -> tuple[float, float]:
    """The score interval of a share, (low, high) from 0 to 1, for ``right`` of ``n`` cases.

    It keeps its promise near 0 and 1 and for small ``n``, where the usual p ± 1.96 √(p(1-p)/n) does not, and never
    leaves [0, 1]. E. B. Wilson (1927), "Probable inference, the law of succession, and statistical inference",
    https://doi.org/10.1080/01621459.1927.10502953. Raises ``ValueError`` unless 0 ≤ right ≤ n, n ≥ 1.
    """
    if n < 1 or not 0 <= right <= n:
        raise ValueError(f"wilson: expected 0 <= right <= n and n of at least 1, got right={right!r}, n={n!r}")
    if not 0 < confidence < 1:
        raise ValueError(f"wilson: confidence must lie between 0 and 1, got {confidence!r}")
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    share, shrink = right / n, 1 + z * z / n
    middle = (share + z * z / (2 * n)) / shrink
    half = z / shrink * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    # At 0 and at n of n the formula gives exactly 0 and 1, which rounding misses by a hair.
    return (0.0 if right == 0 else middle - half), (1.0 if right == n else middle + half)


def cases_needed(margin: float, *, share: float = 0.5, confidence: float = 0.95) -> int:
    """The fewest cases for which the Wilson interval of ``share`` is at most ``margin`` wide on either side.

    With ``margin`` 0.05 and the default share, where intervals are widest: 381. Raises ``ValueError`` for a margin or
    share that is no such number.
    """
    if not 0 < margin < 1 or not 0 <= share <= 1:
        raise ValueError(f"cases_needed: expected 0 < margin < 1 and 0 <= share <= 1, got {margin!r} and {share!r}")

    def wide(n: int) -> bool:
        low, high = wilson(share * n, n, confidence=confidence)
        return (high - low) / 2 > margin

    low, high = 0, 1  # too few, and perhaps enough: the width falls steadily with n
    while wide(high):
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if wide(middle) else (low, middle)
    return high


def mcnemar(only_first: int, only_second: int) -> float:
    """Two-sided exact p-value that two models are equally good, from the cases that only one of them got right.

    If they are equally good, each such case is a fair coin; this is the chance of a split at least as uneven.
    Q. McNemar (1947), "Note on the sampling error of the difference between correlated proportions or percentages",
    https://doi.org/10.1007/BF02295996, with the binomial distribution itself in place of his approximation. Raises
    ``ValueError`` for a negative count.
    """
    if min(only_first, only_second) < 0:
        raise ValueError(f"mcnemar: expected counts of at least 0, got {only_first!r} and {only_second!r}")
    n, fewer = only_first + only_second, min(only_first, only_second)
    tail = sum(math.comb(n, i) for i in range(fewer + 1))
    return min(1.0, 2 * tail / 2**n)  # whole numbers until here, so no n is too large


@dataclass(frozen=True)
class Paired:
    """Cases that two models answered: how many both got right, only the first, only the second, neither."""

    both: int = 0
    only_first: int = 0
    only_second: int = 0
    neither: int = 0

    @property
    def n(self) -> int:
        """How many cases there are."""
        return self.both + self.only_first + self.only_second + self.neither

    @property
    def difference(self) -> float:
        """The second's accuracy less the first's, from -1 to 1."""
        return (self.only_second - self.only_first) / self.n

    @property
    def p_value(self) -> float:
        """`mcnemar`: how surprising this difference would be between equally good models."""
        return mcnemar(self.only_first, self.only_second)


@dataclass(frozen=True)
class Comparison:
    """Two models on the same cases: ``categories`` one by one, ``total`` over all of them."""

    first: str
    second: str
    categories: dict[str, Paired]
    total: Paired

    def table(self) -> str:
        """A line a category: how many each got right alone, the difference in points, the exact p-value."""
        lines = [f"first: {self.first}", f"second: {self.second}"]
        lines += [f"{'':22}{'both':>7}{'first':>7}{'second':>7}{'neither':>8}{'difference':>12}{'p':>9}"]
        rows = self.categories if len(self.categories) == 1 else {**self.categories, "all": self.total}
        for name, one in rows.items():
            counts = f"{one.both:>7}{one.only_first:>7}{one.only_second:>7}{one.neither:>8}"
            lines.append(f"{name:22}{counts}{100 * one.difference:>+12.1f}{_p(one.p_value):>9}")
        return "\n".join([*lines, "difference: second less first, in points; p: exact McNemar test on paired cases"])

    def to_json(self) -> dict[str, dict]:
        """{category: {n, both, only_first, only_second, neither, difference, p_value}}, and the same for "all"."""
        rows = {**self.categories, "all": self.total}
        return {
            name: {"n": one.n, **vars(one), "difference": one.difference, "p_value": one.p_value}
            for name, one in rows.items()
        }


def compare(first, second) -> Comparison:
    """Two reports on the cases that both have; see `Comparison`.

    Runs with the same seed draw the same cases, and of a smaller ``n`` a part of those of a larger. Raises
    ``ValueError`` when there is no common case.
    """
    theirs = {case["id"]: _right(case) for case in second.cases}
    pairs = [(case["category"], _right(case), theirs[case["id"]]) for case in first.cases if case["id"] in theirs]
    if not pairs:
        raise ValueError(
            f"compare: the reports share no case: the first has {', '.join(first.categories)}, "
            f"the second {', '.join(second.categories)}; evaluate both with the same categories and seed"
        )
    names = dict.fromkeys(category for category, _, _ in pairs)
    categories = {name: _count(pairs, lambda category, name=name: category == name) for name in names}
    return Comparison(first.model, second.model, categories, _count(pairs, lambda category: True))


def _right(case: dict) -> bool:
    return case["kind"] == "right"


def _count(pairs: list[tuple[str, bool, bool]], wanted: Callable[[str], bool]) -> Paired:
    kept = [(one, other) for category, one, other in pairs if wanted(category)]
    return Paired(*(kept.count(pair) for pair in [(True, True), (True, False), (False, True), (False, False)]))


def _p(value: float) -> str:
    return "<0.001" if value < 0.001 else f"{value:.3f}"
