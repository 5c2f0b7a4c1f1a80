"""Intervals and the paired test: against their definitions, known values and brute force."""

import itertools
import math
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fcall_helpers.bfcl.statistics import Paired, cases_needed, compare, mcnemar, wilson

Z95 = 1.959963984540054
counts = st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def report(model: str, kinds: dict[str, str], category="simple_python"):
    cases = [{"id": name, "category": category, "kind": kind} for name, kind in kinds.items()]
    return SimpleNamespace(model=model, cases=cases, categories=[category])


@pytest.mark.parametrize(
    ("right", "n", "low", "high"),
    [(8, 10, 0.4902, 0.9433), (0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (81, 263, 0.2553, 0.3662)],
)
def test_wilson_gives_the_values_of_the_textbooks(right, n, low, high):
    assert wilson(right, n) == pytest.approx((low, high), abs=5e-5)


@given(counts)
def test_wilson_ends_where_the_score_test_does(pair):
    right, n = pair
    low, high = wilson(right, n)
    assert 0 <= low <= right / n <= high <= 1
    for end in (low, high):
        if 0 < end < 1:  # the definition: the share is z standard errors away, those of the end itself
            assert abs(right / n - end) / math.sqrt(end * (1 - end) / n) == pytest.approx(Z95, rel=1e-6)


@given(counts)
def test_wilson_of_the_wrong_ones_mirrors_that_of_the_right(pair):
    right, n = pair
    low, high = wilson(right, n)
    assert wilson(n - right, n) == pytest.approx((1 - high, 1 - low))


def test_the_interval_holds_the_truth_as_often_as_it_says():
    n, covered = 40, []
    for p in (place / 200 for place in range(1, 200)):
        chance = [math.comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(n + 1)]
        covered.append(sum(chance[k] for k in range(n + 1) if wilson(k, n)[0] <= p <= wilson(k, n)[1]))
    assert sum(covered) / len(covered) == pytest.approx(0.95, abs=0.01)
    assert min(covered) > 0.83


def test_more_confidence_is_a_wider_interval():
    narrow, wide = wilson(30, 100, confidence=0.5), wilson(30, 100, confidence=0.99)
    assert wide[0] < narrow[0] < narrow[1] < wide[1]


@pytest.mark.parametrize(("right", "n"), [(1, 0), (-1, 10), (11, 10), (0, -1)])
def test_wilson_of_impossible_counts_is_refused(right, n):
    with pytest.raises(ValueError, match="wilson: expected 0 <= right <= n and n of at least 1, got right="):
        wilson(right, n)


@pytest.mark.parametrize("confidence", [0, 1, 95])
def test_a_confidence_that_is_no_share_is_refused(confidence):
    with pytest.raises(ValueError, match=f"confidence must lie between 0 and 1, got {confidence}"):
        wilson(1, 2, confidence=confidence)


@given(st.floats(0.01, 0.4), st.floats(0, 1))
def test_the_cases_needed_are_just_enough(margin, share):
    def half(n):
        low, high = wilson(share * n, n)
        return (high - low) / 2

    n = cases_needed(margin, share=share)
    assert half(n) <= margin
    assert n == 1 or half(n - 1) > margin


def test_five_points_need_hundreds_of_cases():
    assert cases_needed(0.05) == 381
    with pytest.raises(ValueError, match="cases_needed: expected 0 < margin < 1"):
        cases_needed(0)


@pytest.mark.parametrize(("first", "second"), [*itertools.product(range(5), range(5)), (1, 9)])
def test_mcnemar_counts_the_coin_tosses_that_are_as_uneven(first, second):
    n = first + second
    heads = [sum(toss) for toss in itertools.product((0, 1), repeat=n)]
    as_uneven = sum(abs(2 * h - n) >= abs(first - second) for h in heads)
    assert mcnemar(first, second) == pytest.approx(as_uneven / 2**n)
    assert mcnemar(first, second) == mcnemar(second, first)


def test_mcnemar_takes_large_and_no_disagreements():
    assert mcnemar(0, 0) == 1
    assert mcnemar(3000, 3000) == 1
    assert 0 < mcnemar(3000, 3500) < 1e-8
    with pytest.raises(ValueError, match="counts of at least 0, got -1 and 2"):
        mcnemar(-1, 2)


def test_paired_counts_add_up():
    pair = Paired(both=5, only_first=1, only_second=9, neither=5)
    assert (pair.n, pair.difference) == (20, 0.4)
    assert pair.p_value == pytest.approx(22 / 1024)


def test_compare_pairs_the_cases_both_have():
    first = report("a", {"1": "right", "2": "right", "3": "no_call", "4": "wrong_value", "9": "right"})
    second = report("b", {"4": "right", "3": "right", "2": "no_call", "1": "right", "8": "right"})
    found = compare(first, second)
    assert found.total == found.categories["simple_python"] == Paired(1, 1, 2, 0)
    assert found.to_json()["all"] == {
        **{"n": 4, "both": 1, "only_first": 1, "only_second": 2, "neither": 0},
        **{"difference": 0.25, "p_value": 1.0},
    }
    row = next(line for line in found.table().splitlines() if line.startswith("simple_python"))
    assert row.split() == ["simple_python", "1", "1", "2", "0", "+25.0", "1.000"]


def test_compare_keeps_categories_apart():
    first = report("a", {"1": "right"})
    first.cases += report("a", {"2": "called"}, "irrelevance").cases
    second = report("b", {"1": "no_call"})
    second.cases += report("b", {"2": "right"}, "irrelevance").cases
    found = compare(first, second)
    assert {name: one.difference for name, one in found.categories.items()} == {"simple_python": -1, "irrelevance": 1}
    assert (found.total.n, found.total.difference) == (2, 0)
    assert "all" in found.table()


def test_reports_without_a_common_case_are_not_compared():
    with pytest.raises(ValueError, match="share no case: the first has simple_python, the second parallel"):
        compare(report("a", {"1": "right"}), report("b", {"2": "right"}, "parallel"))
