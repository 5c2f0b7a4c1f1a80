"""Numbers as people write and say them: 1,200, twenty-five thousand, two and a half, the 3rd."""

import re
from functools import lru_cache

from fcall_helpers.data.types.base import by_space, distinct

_ONES = by_space(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TENS = by_space("zero ten twenty thirty forty fifty sixty seventy eighty ninety")
_ORDINALS = {
    **{"one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth"},
    "twelve": "twelfth",
}
_QUARTERS = {0.25: "a quarter", 0.5: "a half", 0.75: "three quarters"}
SAYABLE = 999_999
_LAST_WORD = re.compile(r"(.*[ -]|)(\w+)")


@lru_cache(maxsize=20_000)
def say(n: int, *, british: bool = False) -> str:
    """A whole number in words: 105 is "one hundred five", or "one hundred and five" with ``british``.

    Raises:
        ValueError: ``n`` is not between 0 and 999,999.
    """
    if not isinstance(n, int) or isinstance(n, bool) or not 0 <= n <= SAYABLE:
        raise ValueError(f"say: n must be a whole number from 0 to {SAYABLE:,}, got {n!r}")
    thousands, rest = divmod(n, 1000)
    if not thousands:
        return _below_thousand(n, british)
    joint = " and " if british and 0 < rest < 100 else " "
    tail = joint + _below_thousand(rest, british) if rest else ""
    return f"{_below_thousand(thousands, british)} thousand{tail}"


def _below_thousand(n: int, british: bool) -> str:
    hundreds, rest = divmod(n, 100)
    if not hundreds:
        return _below_hundred(n)
    joint = " and " if british else " "
    return f"{_ONES[hundreds]} hundred{joint + _below_hundred(rest) if rest else ''}"


def _below_hundred(n: int) -> str:
    if n < 20:
        return _ONES[n]
    tens, ones = divmod(n, 10)
    return _TENS[tens] + (f"-{_ONES[ones]}" if ones else "")


def ordinal(n: int) -> str:
    """1st, 2nd, 3rd, 4th, 11th, 21st."""
    ending = "th" if n % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")  # codespell:ignore
    return f"{n}{ending}"


def say_ordinal(n: int) -> str:
    """First, second, twelfth, twentieth, thirty-first: `say` with its last word turned.

    Raises:
        ValueError: ``n`` is not between 0 and 999,999.
    """
    head, last = _LAST_WORD.fullmatch(say(n)).groups()
    return head + (_ORDINALS.get(last) or (last[:-1] + "ieth" if last.endswith("y") else last + "th"))


def digits(x: float) -> str:
    """A number in figures without a useless ".0": 5.0 is "5", 5.25 is "5.25"."""
    return str(int(x)) if x == int(x) else repr(x)


def grouped(x: float) -> str:
    """Figures with thousands separated by commas: 1,200.5; the same as `digits` below 1,000."""
    return f"{int(x):,}" if x == int(x) else f"{x:,}"


def is_short(n: int) -> bool:
    """Whether people would write a whole number in words: up to 120, and round ones to 999,000."""
    return 0 <= n <= 120 or (n <= 10_000 and n % 100 == 0) or (n <= SAYABLE and n % 1000 == 0)


def mixed(x: float) -> str:
    """A number with halves or quarters in words, "two and a half"; "" where it has no such name."""
    whole, part = int(x), x - int(x)
    if part not in _QUARTERS or not 0 <= whole <= 20:
        return ""
    return f"{say(whole)} and {_QUARTERS[part]}" if whole else _QUARTERS[part]


def words(x: float) -> str:
    """A number in words if people would write it so, else "": "twelve", "minus five", "two and a half"."""
    if x < 0:
        said = words(-x)
        return said and f"minus {said}"
    if x != int(x):
        return mixed(x)
    return say(int(x)) if is_short(int(x)) else ""


def hundreds(n: int) -> str:
    """Twelve hundred, for 1,200 and its like between 1,100 and 9,900; "" for others."""
    return f"{say(n // 100)} hundred" if 1000 < n < 10_000 and n % 100 == 0 and n % 1000 else ""


def large(n: float) -> list[str]:
    """Short ways to write round large numbers: 25000 is "25k" and "25 thousand", 2500000 is "2.5 million"."""
    if n >= 1_000_000 and n % 10_000 == 0:
        return [f"{digits(n / 1_000_000)} million", f"{digits(n / 1_000_000)}M"]
    if 1000 <= n < 1_000_000 and n % 100 == 0:
        return [f"{digits(n / 1000)}k", *([f"{digits(n / 1000)} thousand"] if n % 1000 == 0 else [])]
    return []


def whole_forms(n: int) -> list[str]:
    """Ways to write a whole number: 1200 is "1200", "1,200", "one thousand two hundred", "twelve hundred", "1.2k"."""
    if abs(n) <= 20:
        return [str(n), words(n)]
    british = say(n, british=True) if 100 < n <= 120 else ""
    return distinct(str(n), grouped(n), words(n), british, hundreds(n), *large(n))


def float_forms(x: float) -> list[str]:
    """Ways to write a number that need not be whole: 2.5 is "2.5" and "two and a half", 5.0 is "5", "5.0", "five"."""
    return distinct(digits(x), grouped(x), words(x), repr(x) if x == int(x) else "")
