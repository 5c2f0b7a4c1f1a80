"""Numbers in words, read back by a parser that shares nothing with the code."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fcall_helpers.data.types import numberwords as nw

_TO_NINETEEN = """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen
"""
SMALL = {word: n for n, word in enumerate(_TO_NINETEEN.split())}
SMALL |= {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}


def read(text: str) -> int:
    """The number that English words say."""
    total = part = 0
    for word in re.split(r"[ -]", text.replace(" and ", " ")):
        if word == "hundred":
            part *= 100
        elif word == "thousand":
            total, part = total + part * 1000, 0
        else:
            part += SMALL[word]
    return total + part


@given(st.integers(0, 999_999), st.booleans())
def test_words_can_be_read_back(n, british):
    said = nw.say(n, british=british)
    assert read(said) == n
    assert said == said.strip() and "  " not in said and not said.startswith("and")
    assert british or " and " not in said


@pytest.mark.parametrize("british", [False, True])
def test_every_number_to_twenty_thousand_has_words_of_its_own(british):
    assert len({nw.say(n, british=british) for n in range(20_000)}) == 20_000


@pytest.mark.parametrize(
    "n, american, british",
    [
        (0, "zero", "zero"),
        (21, "twenty-one", "twenty-one"),
        (105, "one hundred five", "one hundred and five"),
        (1200, "one thousand two hundred", "one thousand two hundred"),
        (1150, "one thousand one hundred fifty", "one thousand one hundred and fifty"),
        (2005, "two thousand five", "two thousand and five"),
        (25_000, "twenty-five thousand", "twenty-five thousand"),
        (110_040, "one hundred ten thousand forty", "one hundred and ten thousand and forty"),
        (
            999_999,
            "nine hundred ninety-nine thousand nine hundred ninety-nine",
            "nine hundred and ninety-nine thousand nine hundred and ninety-nine",
        ),
    ],
)
def test_words_as_people_write_them(n, american, british):
    assert (nw.say(n), nw.say(n, british=True)) == (american, british)


@pytest.mark.parametrize("wrong", [-1, 1_000_000, 2.5, True, "7", None])
def test_what_has_no_words_is_refused(wrong):
    with pytest.raises(ValueError, match=r"n must be a whole number from 0 to 999,999, got"):
        nw.say(wrong)


@pytest.mark.parametrize(
    "n, figure, word",
    [
        (1, "1st", "first"),
        (2, "2nd", "second"),
        (3, "3rd", "third"),
        (11, "11th", "eleventh"),
        (12, "12th", "twelfth"),
        (13, "13th", "thirteenth"),
        (20, "20th", "twentieth"),
        (21, "21st", "twenty-first"),
        (32, "32nd", "thirty-second"),
        (100, "100th", "one hundredth"),
        (111, "111th", "one hundred eleventh"),
        (25_000, "25000th", "twenty-five thousandth"),
    ],
)
def test_ordinals(n, figure, word):
    assert (nw.ordinal(n), nw.say_ordinal(n)) == (figure, word)


@given(st.integers(-(10**12), 10**12).map(lambda cents: round(cents / 100, 2)))
def test_figures_can_be_read_back(x):
    assert float(nw.digits(x)) == x == float(nw.grouped(x).replace(",", ""))
    assert re.fullmatch(r"-?\d{1,3}(,\d{3})*(\.\d+)?", nw.grouped(x))
    assert not nw.digits(x).endswith(".0")


FRACTIONS = {"a quarter": 0.25, "a half": 0.5, "three quarters": 0.75}


def read_form(form: str) -> float:
    """The number that any form of a number says."""
    if form.startswith("minus "):
        return -read_form(form.removeprefix("minus "))
    if form in FRACTIONS:
        return FRACTIONS[form]
    whole, joint, part = form.partition(" and ")
    if joint and part in FRACTIONS:
        return read(whole) + FRACTIONS[part]
    if match := re.fullmatch(r"(-?[\d,.]+)(k| thousand| million|M)?", form):
        scale = {"k": 1000, " thousand": 1000, " million": 10**6, "M": 10**6, None: 1}[match[2]]
        return round(float(match[1].replace(",", "")) * scale, 6)
    return read(form)


@given(st.one_of(st.integers(-500, 9_999_999), st.integers(1, 900).map(lambda n: n * 10_000)))
def test_every_form_of_a_whole_number_says_it(n):
    forms = nw.whole_forms(n)
    assert forms[0] == str(n) and len({*forms}) == len(forms)
    assert all(read_form(form) == n for form in forms), forms


@given(st.integers(-400_000, 4_000_000).map(lambda quarters: quarters / 4))
def test_every_form_of_a_float_says_it(x):
    forms = nw.float_forms(x)
    assert len({*forms}) == len(forms) and all(read_form(form) == x for form in forms), forms


def test_forms_of_numbers():
    assert nw.whole_forms(1200) == ["1200", "1,200", "one thousand two hundred", "twelve hundred", "1.2k"]
    assert nw.whole_forms(105) == ["105", "one hundred five", "one hundred and five"]
    assert nw.whole_forms(-7) == ["-7", "minus seven"]
    assert nw.whole_forms(2_500_000) == ["2500000", "2,500,000", "2.5 million", "2.5M"]
    assert nw.float_forms(2.5) == ["2.5", "two and a half"]
    assert nw.float_forms(5.0) == ["5", "five", "5.0"]
    assert nw.words(12_347) == "" == nw.words(0.3) == nw.hundreds(2000) == nw.hundreds(1250)
