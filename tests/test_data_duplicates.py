"""Duplicates: every planted copy is found, nothing else is, and nothing depends on blocks, order or the process."""

import os
import random
import re
import subprocess
import sys
import tracemalloc

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from fcall_helpers.data import duplicates
from fcall_helpers.data.duplicates import Pair, banding, find_duplicates, near_duplicate_rate, shingles, words

SMALL = st.lists(st.sampled_from(["red", "green", "blue", "mend", "the", "lamp"]), max_size=9).map(" ".join)


def true_jaccard(a, b):
    """By the definition, from words; independent of the code under test."""
    sets = []
    for text in (a, b):
        padded = ["", "", *re.findall(r"\w+", text.lower()), "", ""]
        sets.append({tuple(padded[i : i + 3]) for i in range(len(padded) - 2)} if len(padded) > 4 else set())
    return len(sets[0] & sets[1]) / max(len(sets[0] | sets[1]), 1)


def by_comparing_all(texts, threshold):
    """(exact, near): the slow way, every text against every earlier one that stays."""
    exact, near, stays = [], [], []
    for i, text in enumerate(texts):
        if text in texts[:i]:
            exact.append(i)
        elif any(true_jaccard(text, texts[j]) >= threshold for j in stays):
            near.append(i)
        else:
            stays.append(i)
    return exact, near


def sentences(n, seed=0, length=20):
    """Unlike texts: random words out of 3,000."""
    rng = random.Random(seed)
    return [" ".join(f"w{rng.randrange(3000)}" for _ in range(length)) for _ in range(n)]


# -- what is found -----------------------------------------------------------------------------------------------------
@settings(deadline=None)
@given(st.lists(SMALL, max_size=25), st.sampled_from([0.3, 0.5, 0.85, 1.0]))
@example(["", "", "red", "Red"], 0.85)
def test_it_finds_what_comparing_all_pairs_finds(texts, threshold):
    found = find_duplicates(texts, threshold=threshold)
    assert (found.exact, found.near) == by_comparing_all(texts, threshold)


@settings(deadline=None)
@given(st.lists(SMALL, max_size=25), st.sampled_from([0.3, 0.5, 0.85]))
def test_each_dropped_text_has_one_pair_with_an_earlier_text_that_stays(texts, threshold):
    found = find_duplicates(texts, threshold=threshold)
    assert [pair.dropped for pair in found.pairs] == sorted([*found.exact, *found.near])
    assert found.dropped == {*found.exact, *found.near}
    for kept, dropped, similarity in found.pairs:
        assert kept < dropped and kept not in found.dropped
        if texts[dropped].strip():
            assert similarity == pytest.approx(true_jaccard(texts[kept], texts[dropped])) and similarity >= threshold


def test_planted_copies_are_found_among_thousands_and_unlike_texts_are_kept():
    texts = sentences(5000)
    planted = {i: f"{texts[i]} please" for i in range(0, 5000, 50)}  # 20 shingles of 25: 0.8
    planted |= {i: texts[i].upper() + "!" for i in range(10, 5000, 50)}
    planted |= {i: texts[i] for i in range(20, 5000, 50)}
    found = find_duplicates([*texts, *planted.values()], threshold=0.8)
    assert [(pair.kept, pair.dropped) for pair in found.pairs] == [*zip(planted, range(5000, 5300), strict=True)]
    assert found.near == [*range(5000, 5200)] and found.exact == [*range(5200, 5300)]
    assert [round(pair.similarity, 3) for pair in found.pairs[::100]] == [0.8, 1.0, 1.0]


@pytest.mark.parametrize("place", range(20))
def test_a_changed_word_costs_the_same_wherever_it_stands(place):
    text = sentences(1)[0]
    changed = text.split()
    changed[place] = "other"
    assert true_jaccard(text, " ".join(changed)) == 19 / 25
    assert find_duplicates([text, " ".join(changed)]).pairs == []  # another value is another request
    assert find_duplicates([text, " ".join(changed)], threshold=0.76).near == [1]


def test_a_chain_of_copies_ends_where_the_first_is_no_longer_alike():
    base = sentences(1, length=30)[0].split()
    chain = [" ".join([*(f"new{j}" for j in range(i)), *base[i:]]) for i in range(4)]
    steps = [true_jaccard(chain[0], text) for text in chain]
    found = find_duplicates(chain, threshold=steps[2])
    assert steps[3] < steps[2] < steps[1]
    assert found.pairs == [Pair(0, 1, steps[1]), Pair(0, 2, steps[2])]  # 3 is like 2, but 2 goes


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_of_several_twins_the_most_similar_one_is_named(order):
    base = sentences(1, length=30)[0]
    far, close, text = f"{base} a b c d", f"u v {base}", base
    likeness = {other: true_jaccard(text, other) for other in (far, close)}
    assert true_jaccard(far, close) < likeness[far] < likeness[close]
    twins = [(far, close)[i] for i in order]
    assert find_duplicates([*twins, text], threshold=likeness[far]).pairs == [
        Pair(twins.index(close), 2, likeness[close])
    ]


def test_equal_copies_of_a_near_copy_are_given_its_twin():
    text = sentences(1)[0]
    found = find_duplicates([text, f"{text}, please", f"{text}, please"], threshold=0.8)
    assert (found.exact, found.near) == ([2], [1])
    assert found.pairs == [Pair(0, 1, 0.8), Pair(0, 2, 0.8)]


def test_a_mask_finds_requests_that_differ_in_their_values_alone():
    texts = ["Wake me at 7.", "Wake me at 8.", "wake me at 9", "Wake us at 7."]
    assert find_duplicates(texts).pairs == []
    found = find_duplicates(texts, mask=lambda text: re.sub(r"\d+", "#", text))
    assert (found.exact, found.near) == ([1], [2])


def test_the_rate_counts_exact_and_near_copies():
    text = sentences(1)[0]
    assert near_duplicate_rate([text, text, text.upper(), "something else altogether"]) == 0.5
    assert near_duplicate_rate(iter(["Wake me at 7", "Wake me at 8"]), mask=lambda text: text[:-1]) == 0.5
    assert near_duplicate_rate([]) == 0


def test_texts_without_words_are_compared_by_their_characters():
    assert find_duplicates(["", "", "?!", "!?", "\U0001f600", "? !", "  "]).exact == [1]
    assert find_duplicates(["", "", "?!", "!?", "\U0001f600", "? !", "  "]).near == [5]
    assert find_duplicates(["\ud800 a", "\ud800 b"]).pairs == []


# -- what it does not depend on ----------------------------------------------------------------------------------------
@settings(deadline=None)
@given(st.lists(SMALL, max_size=25), st.integers(1, 9))
def test_the_size_of_the_blocks_changes_nothing(texts, size):
    whole = find_duplicates(texts, threshold=0.5)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(duplicates, "_BLOCK", size)
        assert find_duplicates(iter(texts), threshold=0.5) == whole


@settings(deadline=None)
@given(st.lists(st.integers(1, 4), min_size=1, max_size=12), st.randoms())
def test_in_whatever_order_they_come_the_first_of_each_group_stays(sizes, rng):
    groups = [[f"{text}{'!' * i}" for i in range(size)] for text, size in zip(sentences(12), sizes, strict=False)]
    texts = sum(groups, [])
    rng.shuffle(texts)
    firsts = {min(map(texts.index, group)) for group in groups}
    assert find_duplicates(texts).dropped == {*range(len(texts))} - firsts


@settings(deadline=None)
@given(st.lists(SMALL, max_size=25), st.sampled_from([0.3, 0.85]))
def test_bands_that_share_a_hash_by_chance_cost_comparisons_and_change_nothing(texts, threshold):
    found = find_duplicates(texts, threshold=threshold)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(duplicates, "_band_hashes", lambda texts, bands, rows: np.zeros((len(texts), bands), np.uint32))
        assert find_duplicates(texts, threshold=threshold) == found


def test_a_text_is_remembered_in_half_a_kilobyte():
    """Besides the text itself; its signature alone would be twice that."""
    peaks = []
    for n in (1000, 5000):
        texts = sentences(n)
        tracemalloc.start()
        find_duplicates(texts)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert (peaks[1] - peaks[0]) / 4000 < 512


def test_the_result_is_the_same_in_every_process():
    code = (
        "import random; from fcall_helpers.data.duplicates import find_duplicates\n"
        "rng = random.Random(0)\n"
        "texts = [' '.join(rng.choices('a b c d e f'.split(), k=12)) for _ in range(2000)]\n"
        "print(find_duplicates(texts, threshold=0.4))"
    )
    said = set()
    for salt in "12":
        env = {**os.environ, "PYTHONHASHSEED": salt, "RAYON_NUM_THREADS": salt}
        said.add(subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True).stdout)
    assert len(said) == 1 and len(said.pop()) > 1000


# -- its parts ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "text, wanted",
    [
        ("What's -3.5% of 1,000?", ["what's", "-3.5", "of", "1,000"]),
        ("What\u2019s 5-10 kg, on 2031-02-07?", ["what's", "5", "10", "kg", "on", "2031", "02", "07"]),
        ("x=-3; id_7, STRASSE Stra\u00dfe", ["x", "-3", "id_7", "strasse", "strasse"]),
        ("\u5929\u6c14OK\u5417", ["\u5929", "\u6c14", "ok", "\u5417"]),
        ("?! ?", ["?", "!", "?"]),
        ("  ", []),
    ],
)
def test_words(text, wanted):
    assert words(text) == wanted


@given(st.text())
def test_each_word_is_part_of_three_shingles(text):
    found = words(text)
    assert len(shingles(text)) <= len(found) + 2 if found else shingles(text) == set()
    assert all(sum(word in shingle.split(" ") for shingle in shingles(text)) >= 3 for word in {*found})


@given(st.floats(0.1, 1.0))
def test_the_bands_miss_one_pair_in_a_million_at_most_and_more_rows_would_miss_more(threshold):
    bands, rows = banding(threshold)
    assert bands * rows <= 256
    assert (1 - threshold**rows) ** bands <= 1e-6
    assert rows == 256 or (1 - threshold ** (rows + 1)) ** (256 // (rows + 1)) > 1e-6


# -- errors ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("threshold", [0, 0.09, 1.01, -1, float("nan")])
def test_a_threshold_out_of_range_is_named(threshold):
    with pytest.raises(ValueError, match=f"threshold must be from 0.1 to 1 .* got {threshold}"):
        find_duplicates(["a"], threshold=threshold)


@pytest.mark.parametrize(
    "texts, mask, message",
    [
        ("a single string", None, "texts must be a list of strings, got 'a single string'"),
        (7, None, "texts must be a list of strings, got 7"),
        (["a", None], None, r"texts\[1\] must be a string, got NoneType"),
        (["a", "b"], lambda text: None, r"mask must return a string, got NoneType for texts\[0\]"),
    ],
)
def test_what_is_no_text_is_named(texts, mask, message):
    for find in (find_duplicates, near_duplicate_rate):
        with pytest.raises(TypeError, match=message):
            find(texts, mask=mask)
