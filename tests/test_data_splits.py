"""Splits by tool and by phrasing: stable, disjoint, of the right size, and errors that count."""

import os
import random
import subprocess
import sys
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fcall_helpers.data.splits import FRACTIONS, keys_of, lost_share, split_of, split_of_key

EVEN = {"train": 0.5, "dev": 0.25, "test": 0.25}
KEYS = [f"key {i}" for i in range(4000)]


@st.composite
def divisions(draw):
    """Fractions of two to four splits; a share may be 0."""
    parts = draw(st.lists(st.integers(0, 100), min_size=2, max_size=4).filter(any))
    return {name: part / sum(parts) for name, part in zip(("train", "dev", "test", "spare"), parts, strict=False)}


@given(st.text(), st.text(), divisions(), st.integers())
def test_a_row_is_where_both_its_keys_are_or_nowhere(schema, frame, fractions, seed):
    where = [split_of_key(key, fractions=fractions, seed=seed) for key in (schema, frame)]
    assert set(where) <= set(fractions)
    assert all(fractions[split] > 0 for split in where)
    assert split_of(schema, frame, fractions=fractions, seed=seed) == (where[0] if where[0] == where[1] else None)


@given(st.lists(st.text(), min_size=1), st.lists(st.text()), st.randoms())
def test_a_key_stays_where_it_is_whatever_else_there_is_and_in_any_order(keys, others, rng):
    shuffled = [*keys, *others]
    rng.shuffle(shuffled)
    split = split_of_key(keys[0], fractions=EVEN)
    assert set(keys_of(split, keys, fractions=EVEN)) <= set(keys_of(split, shuffled, fractions=EVEN))


def test_keys_of_divides_the_keys_and_keeps_their_order():
    parts = {split: keys_of(split, iter(KEYS), fractions=EVEN) for split in EVEN}
    assert sorted(sum(parts.values(), [])) == sorted(KEYS)
    assert all(part == sorted(part, key=KEYS.index) for part in parts.values())


@pytest.mark.parametrize("fractions", [FRACTIONS, EVEN, {"test": 0.3, "train": 0.7}])
def test_the_shares_are_those_asked_for(fractions):
    for split, fraction in fractions.items():
        deviation = (fraction * (1 - fraction) * len(KEYS)) ** 0.5
        assert abs(len(keys_of(split, KEYS, fractions=fractions)) - fraction * len(KEYS)) < 4 * deviation


def test_rows_drawn_from_a_splits_own_keys_are_never_lost_and_others_as_often_as_it_says():
    rng = random.Random(0)
    schemas, frames = keys_of("test", KEYS), keys_of("test", [f"frame {i}" for i in range(2000)])
    assert {split_of(rng.choice(schemas), rng.choice(frames)) for _ in range(500)} == {"test"}
    for fractions in (FRACTIONS, EVEN):
        rows = [split_of(f"schema {i}", f"frame {i}", fractions=fractions) for i in range(20_000)]
        assert rows.count(None) / len(rows) == pytest.approx(lost_share(fractions), abs=0.012)


def test_the_lost_share_is_what_the_page_says():
    assert lost_share() == pytest.approx(0.185)
    assert lost_share({"train": 0.8, "dev": 0.1, "test": 0.1}) == pytest.approx(0.34)
    assert lost_share({"train": 1.0, "dev": 0.0}) == 0
    assert lost_share(EVEN, keys=3) > lost_share(EVEN)


def test_moving_the_last_border_leaves_the_first_split_alone():
    moved = {"train": 0.5, "dev": 0.1, "test": 0.4}
    assert keys_of("train", KEYS, fractions=moved) == keys_of("train", KEYS, fractions=EVEN)
    assert set(keys_of("test", KEYS, fractions=EVEN)) < set(keys_of("test", KEYS, fractions=moved))


def test_another_seed_divides_otherwise():
    first, second = (keys_of("dev", KEYS, fractions=EVEN, seed=seed) for seed in (0, 1))
    both = len({*first} & {*second}) / len(first)
    assert 0.15 < both < 0.35  # a quarter, as chance has it


def test_the_division_is_the_same_in_every_process_and_version():
    division = "{key: split_of_key(key, fractions={'a': 0.5, 'b': 0.5}) for key in 'uvwxyz'}"
    code = f"from fcall_helpers.data.splits import split_of_key; print(*{division}.values())"
    for salt in "12":
        env = {**os.environ, "PYTHONHASHSEED": salt}
        run = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True)
        assert run.stdout.split() == [*"aabbba"], run.stderr


def test_a_key_may_hold_anything_a_string_can():
    assert split_of_key("\ud800\n\0", fractions=EVEN) in EVEN


# -- errors ------------------------------------------------------------------------------------------------------------
def test_a_split_that_gets_nothing_is_named_with_the_counts():
    keys = keys_of("train", KEYS)[:7]
    with pytest.raises(
        ValueError, match=r"'test' \(a fraction of 0.05\) gets none of the 7 keys \(train 7, dev 0, test 0\)"
    ):
        keys_of("test", keys)
    with pytest.raises(ValueError, match="none of the 0 keys"):
        keys_of("train", [])
    with pytest.raises(ValueError, match="'dev' .a fraction of 0. gets none of the 4000 keys"):
        keys_of("dev", KEYS, fractions={"train": 1.0, "dev": 0.0})


@pytest.mark.parametrize(
    "fractions, message",
    [
        ({"train": 0.9, "test": 0.2}, r"must sum to 1, got train 0.9, test 0.2, which is 1.1"),
        ({"train": 0.5}, "must sum to 1"),
        ({}, "must sum to 1"),
        ({"train": 1.5, "test": -0.5}, "from 0 to 1, got train 1.5, test -0.5"),
        ({"train": float("nan")}, "from 0 to 1"),
    ],
)
def test_wrong_fractions_are_named(fractions, message):
    calls = [
        lambda: split_of("a", "b", fractions=fractions),
        lambda: split_of_key("a", fractions=fractions),
        lambda: keys_of("train", KEYS, fractions=fractions),
        lambda: lost_share(fractions),
    ]
    for call in calls:
        with pytest.raises(ValueError, match=message):
            call()


def test_other_wrong_arguments_are_named():
    with pytest.raises(ValueError, match="split must be one of train, dev, test, got 'valid'"):
        keys_of("valid", KEYS)
    with pytest.raises(TypeError, match="a key must be a string, got 7"):
        split_of("a", 7)
    with pytest.raises(TypeError, match=r"fractions must be a dict such as .*, got \[0.9, 0.1\]"):
        split_of("a", "b", fractions=[0.9, 0.1])


def test_tenths_that_do_not_add_up_in_binary_are_accepted():
    tenths = {f"part {i}": 0.1 for i in range(10)}
    assert Counter(split_of_key(key, fractions=tenths) for key in KEYS).keys() == tenths.keys()
    assert keys_of("train", KEYS, fractions={"train": 0.5, "test": 0.5 + 1e-12})
