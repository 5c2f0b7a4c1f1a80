"""Arithmetic: divisors and primes, percentages, rounding, number bases, lengths."""

import math

from fcall_helpers.data.actions.model import action, role

METERS = {"mm": 0.001, "cm": 0.01, "m": 1.0, "km": 1000.0, "in": 0.0254, "ft": 0.3048, "yd": 0.9144, "mi": 1609.344}


def percent_change(old_value: float, new_value: float, decimals: int = 2) -> float:
    """By how many percent a value has changed."""
    if old_value == 0:
        raise ValueError("percent_change: old_value must not be 0, since nothing is a percentage of it")
    return round((new_value - old_value) / abs(old_value) * 100, decimals)


def divide_with_remainder(dividend: int, divisor: int) -> dict:
    """Whole-number division: how often the divisor fits, and what is left over."""
    if divisor == 0:
        raise ValueError("divide_with_remainder: divisor must not be 0")
    return {"quotient": dividend // divisor, "remainder": dividend % divisor}


def greatest_common_divisor(numbers: list[int], include_lcm: bool = False) -> dict:
    """The largest number that divides all of them; on demand, their least common multiple too."""
    answer = {"gcd": math.gcd(*numbers)}
    return answer | {"lcm": math.lcm(*numbers)} if include_lcm else answer


def factorize(n: int, distinct: bool = False) -> list[int]:
    """Prime factors in rising order."""
    factors, rest, divisor = [], n, 2
    while divisor * divisor <= rest:
        while rest % divisor == 0:
            factors.append(divisor)
            rest //= divisor
        divisor += 1
    factors += [rest] if rest > 1 else []
    return sorted(set(factors)) if distinct else factors


def to_base(number: int, base: int, uppercase: bool = False) -> str:
    """A whole number written in another base."""
    digits, rest = "", abs(number)
    while rest or not digits:
        rest, digit = divmod(rest, base)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + digits
    text = ("-" if number < 0 else "") + digits
    return text.upper() if uppercase else text


def round_to_multiple(value: float, multiple: int, direction: str = "nearest") -> int:
    """The multiple of a number that lies nearest, next above or next below."""
    turn = {"nearest": round, "up": math.ceil, "down": math.floor}[direction]
    return turn(value / multiple) * multiple


def convert_length(value: float, from_unit: str, to_unit: str) -> float:
    """A length in another unit."""
    return float(f"{value * METERS[from_unit] / METERS[to_unit]:.8g}")


def _units(before: str) -> dict[str, str]:
    """The units of length, each with the words of ``before`` in front: "from miles", "given in miles"."""
    names = {"mm": "millimeters", "cm": "centimeters", "m": "meters", "km": "kilometers", "in": "inches"}
    names |= {"ft": "feet", "yd": "yards", "mi": "miles"}
    return {unit: " | ".join(f"{words} {name}" for words in before.split("|")) for unit, name in names.items()}


# A table, laid out by hand: a role reads better on three lines than on nine.
# fmt: off
ACTIONS = [
    action(
        "arithmetic", "percent change | relative change | percentage difference | growth in percent",
        does="""Computes by how many percent a value rose or fell.
                Percentage change between two values
                Returns the relative difference of a new value to an old one, in percent; negative for a decrease""",
        asks="""compute the percentage change | work out by how many percent a value moved | find the percent difference
                get the relative change""",
        questions="What is the percentage change | How big is the change in percent",
        roles=[
            role("old_value|initial|before|previous_value", "number",
                 "from {} | starting at {} | with an old value of {}",
                 "The value before the change. | Starting value, which counts as 100 percent", required=True,
                 within=(1, 4000)),
            role("new_value|final|after|current_value", "number",
                 "to {} | ending at {} | with a new value of {}",
                 "The value after the change. | End value to compare with the old one", required=True,
                 within=(1, 4000)),
            role("decimals|decimal_places|ndigits", "precision",
                 "rounded to {} | with a precision of {} | rounding the answer to {}",
                 "Decimal places of the answer. | How many digits to keep after the point", default=2, within=(1, 6)),
        ],
        fn=percent_change,
    ),
    action(
        "arithmetic", "divide with remainder | integer division | euclidean division | quotient and remainder",
        does="""Divides two whole numbers and returns quotient and remainder.
                Integer division
                Tells how many times one number fits into another and how much is left over""",
        asks="""do a whole-number division | find the quotient and the remainder | perform an integer division
                work out what is left over in a division""",
        questions="What are the quotient and the remainder | How much is left over",
        roles=[
            role("dividend|numerator|total|number_to_divide", "integer",
                 "with {} as the dividend | where {} is divided | for a dividend of {}",
                 "The number that is divided. | Dividend, a whole number", required=True, within=(10, 100000)),
            role("divisor|denominator|divide_by", "positive_integer",
                 "by {} | with a divisor of {} | using {} as the divisor",
                 "The number to divide by, not 0. | Divisor", required=True, within=(2, 999)),
        ],
        fn=divide_with_remainder,
    ),
    action(
        "arithmetic", "greatest common divisor | highest common factor | common divisor | shared factor",
        does="""Finds the largest integer that divides every given number.
                GCD of a list of integers
                Computes the greatest common divisor, and the least common multiple if wanted""",
        asks="""find the greatest common divisor | get the highest common factor | compute the GCD
                look for the largest number that divides all of them""",
        questions="What is the greatest common divisor | Which is the highest common factor",
        roles=[
            role("numbers|integers|values|nums", "integers",
                 "of {} | for the numbers {} | given {}",
                 "Whole numbers to compare. | The integers, as an array", required=True),
            role("include_lcm|with_lcm|also_multiple", "flag", "{}",
                 "Also return the least common multiple. | Whether the LCM is wanted too", default=False,
                 says={True: "along with the least common multiple | including the LCM",
                       False: "without the least common multiple | leaving the LCM out"}),
        ],
        fn=greatest_common_divisor,
    ),
    action(
        "arithmetic", "factorize | prime decomposition | factor integer | list prime factors",
        does="""Splits a whole number into its prime factors.
                Prime factorization
                Returns the primes whose product is the given integer, in rising order""",
        asks="""find the prime factors | do a prime factorization | break a number into primes
                get the prime decomposition""",
        questions="What are the prime factors | What is the prime factorization",
        roles=[
            role("n|number|integer|value", "positive_integer", "of {} | for {} | of the number {}",
                 "The integer to factorize, at least 1. | Number to take apart", required=True, within=(4, 20000)),
            role("distinct|unique_only|no_repeats", "flag", "{}",
                 "List every prime only once. | Whether repeated factors are dropped", default=False,
                 says={True: "listing each prime just once | with no repeated factors",
                       False: "with repeats | repeating primes that occur more than once"}),
        ],
        fn=factorize,
    ),
    action(
        "arithmetic", "to base | convert radix | change number base | write in base",
        does="""Writes an integer in another number base.
                Converts a decimal integer to any base from 2 to 36
                Radix conversion of a whole number; digits above 9 are letters""",
        asks="convert a decimal number | change the base of a number | do a radix conversion | rewrite a whole number",
        questions="What is the number | What do I get when converting a number",
        roles=[
            role("number|decimal|n|value", "integer",
                 "starting from decimal {} | with {} as the number | where the number is {}",
                 "The integer to convert, in decimal. | Decimal input", required=True, within=(5, 100000)),
            role("base|radix|target_base|to_radix", "number_base",
                 "to {} | in {} | using {}",
                 "Base to write it in, 2 to 36, e.g. 16 for hexadecimal. | Target radix", required=True),
            role("uppercase|upper|capital_letters", "flag", "{}",
                 "Use capital letters for digits above 9. | Whether letter digits are capitals", default=False,
                 says={True: "with capital letters | in upper case", False: "with small letters | in lower case"}),
        ],
        fn=to_base,
    ),
    action(
        "arithmetic", "round to multiple | snap number | round to step | quantize value",
        does="""Rounds a value to a multiple of a number.
                Snap to the nearest step
                Finds the multiple that is closest to a value, or the next one above or below it""",
        asks="""round a value to a fixed step | snap a number to a grid | round a number to a multiple
                quantize a measurement""",
        questions="What do I get after rounding to a fixed step",
        roles=[
            role("value|x|raw_value|measurement", "number",
                 "for the number {} | where the raw value is {} | with {} as the input",
                 "The number to round. | Raw value", required=True, within=(1, 4000)),
            role("multiple|step|increment|grid", "positive_integer",
                 "using steps of {} | in increments of {} | with a step of {}",
                 "Round to multiples of this integer. | Step width, at least 1", required=True, within=(2, 250)),
            role("direction|mode|rounding", "choice", "{}",
                 "Which way to go. | Rounding direction", default="nearest",
                 says={"nearest": "to the nearest one | going to whichever is closest",
                       "up": "always upwards | rounding up", "down": "always downwards | rounding down"}),
        ],
        fn=round_to_multiple,
    ),
    action(
        "arithmetic", "convert length | length in unit | translate distance unit | convert distance",
        does="""Converts a length from one unit to another.
                Length unit conversion
                Expresses a distance in a different unit, metric or imperial""",
        asks="""convert a length | express a distance in a different unit | translate a measurement
                change the unit of a length""",
        questions="How long is that | What does the length come to",
        roles=[
            role("value|length|magnitude|quantity", "number",
                 "for a value of {} | with a value of {} | given a reading of {}",
                 "The length as a number, in the source unit. | Amount to convert", required=True, within=(0.5, 500)),
            role("from_unit|source_unit|unit_from|input_unit", "choice", "{}",
                 "Unit of the input. | Unit to convert from", required=True, says=_units("from|given in")),
            role("to_unit|target_unit|unit_to|output_unit", "choice", "{}",
                 "Unit of the answer. | Unit to convert into", required=True, says=_units("to|expressed in")),
        ],
        fn=convert_length,
    ),
]
