"""Arithmetic: divisors and primes, percentages, rounding, number bases, sequences, equations."""

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


def sequence_term(first: float, step: float, index: int, kind: str = "arithmetic") -> float:
    """The n-th term of an arithmetic or geometric sequence."""
    term = first + step * (index - 1) if kind == "arithmetic" else first * step ** (index - 1)
    return float(f"{term:.10g}")


def solve_quadratic(a: float, b: float, c: float) -> list[float]:
    """The real roots of ax² + bx + c = 0, the smaller first; an empty list where there are none."""
    if a == 0:
        raise ValueError("solve_quadratic: a must not be 0, or the equation is linear")
    discriminant = b * b - 4 * a * c
    if discriminant < 0:
        return []
    root = math.sqrt(discriminant)
    return sorted({round((-b - root) / (2 * a), 6), round((-b + root) / (2 * a), 6)})


def convert_length(value: float, from_unit: str, to_unit: str) -> float:
    """A length in another unit."""
    return float(f"{value * METERS[from_unit] / METERS[to_unit]:.8g}")


def modular_power(base: int, exponent: int, modulus: int) -> int:
    """The remainder of a power, found without computing the power."""
    return pow(base, exponent, modulus)


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
                 "The value before the change. | Starting value, which counts as 100 percent", required=True),
            role("new_value|final|after|current_value", "number",
                 "to {} | ending at {} | with a new value of {}",
                 "The value after the change. | End value to compare with the old one", required=True),
            role("decimals|decimal_places|ndigits", "precision",
                 "rounded to {} | with a precision of {} | rounding the answer to {}",
                 "Decimal places of the answer. | How many digits to keep after the point", default=2),
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
                 "with {} as the dividend | when {} gets divided | splitting up {}",
                 "The number that is divided. | Dividend, a whole number", required=True),
            role("divisor|denominator|divide_by", "positive_integer",
                 "by {} | with a divisor of {} | using {} as the divisor",
                 "The number to divide by, not 0. | Divisor", required=True),
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
                 "The integer to factorize, at least 1. | Number to take apart", required=True),
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
        questions="What does a number look like | How is a decimal number written",
        roles=[
            role("number|decimal|n|value", "integer",
                 "starting from decimal {} | with {} as the number | where the number is {}",
                 "The integer to convert, in decimal. | Decimal input", required=True),
            role("base|radix|target_base|to_radix", "number_base",
                 "to {} | into {} | in {}",
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
                 "The number to round. | Raw value", required=True),
            role("multiple|step|increment|grid", "positive_integer",
                 "using steps of {} | in increments of {} | with a step of {}",
                 "Round to multiples of this integer. | Step width, at least 1", required=True),
            role("direction|mode|rounding", "choice", "{}",
                 "Which way to go. | Rounding direction", default="nearest",
                 says={"nearest": "to the nearest one | going to whichever is closest",
                       "up": "always upwards | rounding up", "down": "always downwards | rounding down"}),
        ],
        fn=round_to_multiple,
    ),
    action(
        "arithmetic", "sequence term | nth term | progression element | term of series",
        does="""Gives the n-th term of an arithmetic or geometric sequence.
                Nth term of a progression
                Computes one element of a number sequence from its first term and its step""",
        asks="""find a term of a sequence | compute an element of a progression | get the nth term of a series
                work out one term of a number sequence""",
        questions="Which number stands in the sequence | What is the value of the term",
        roles=[
            role("first|start|initial_term|a1", "number",
                 "with a first term of {} | beginning with {} | starting at {}",
                 "First term of the sequence. | The number the sequence begins with", required=True),
            role("step|difference|common_difference|ratio", "ratio",
                 "growing by {} each time | with a step of {} | where the step is {}",
                 "Difference (arithmetic) or ratio (geometric) between neighbours. | Step from term to term",
                 required=True),
            role("index|term_number|position|n", "position",
                 "at {} | for {} | with {} as the place I want",
                 "Which term, 1 for the first. | Position in the sequence, counted from 1", required=True),
            role("kind|sequence_type|progression", "choice", "{}",
                 "Kind of sequence. | Whether the step is added or multiplied", default="arithmetic",
                 says={"arithmetic": "as an arithmetic sequence | adding the step each time",
                       "geometric": "as a geometric sequence | multiplying by the step each time"}),
        ],
        fn=sequence_term,
    ),
    action(
        "arithmetic", "solve quadratic | quadratic roots | second degree equation | find parabola zeros",
        does="""Solves ax² + bx + c = 0 and returns its real roots.
                Real roots of a quadratic
                Finds where the parabola with the given coefficients meets the x axis""",
        asks="""solve a quadratic equation | find the roots of a quadratic | work out where a parabola crosses zero
                get the real solutions of a second-degree equation""",
        questions="What are the roots of the quadratic | Where does the parabola hit zero",
        roles=[
            role("a|quadratic_coefficient|a_coeff|coef_x2", "number",
                 "with a = {} | where a is {} | with {} in front of x squared",
                 "Coefficient of x squared, not 0. | Leading coefficient", required=True),
            role("b|linear_coefficient|b_coeff|coef_x", "number",
                 "with b = {} | where b is {} | with {} in front of x",
                 "Coefficient of x. | Linear coefficient", required=True),
            role("c|constant_term|c_coeff|coef_0", "number",
                 "with c = {} | where c is {} | with a constant term of {}",
                 "Constant term. | The coefficient without x", required=True),
        ],
        fn=solve_quadratic,
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
            role("value|length|magnitude|quantity", "ratio",
                 "for a value of {} | with a value of {} | given a reading of {}",
                 "The length as a number, in the source unit. | Amount to convert", required=True),
            role("from_unit|source_unit|unit_from|input_unit", "choice", "{}",
                 "Unit of the input. | Unit to convert from", required=True, says=_units("from|given in")),
            role("to_unit|target_unit|unit_to|output_unit", "choice", "{}",
                 "Unit of the answer. | Unit to convert into", required=True, says=_units("to|expressed in")),
        ],
        fn=convert_length,
    ),
    action(
        "arithmetic", "modular power | power mod | modexp | modular exponentiation",
        does="""Computes a power modulo a number.
                base ** exponent mod modulus
                Finds the remainder of a large power without computing the power itself""",
        asks="""compute a modular power | do a modular exponentiation | find the remainder of a big power
                work out a power in modular arithmetic""",
        questions="What is the remainder of the power",
        roles=[
            role("base|b|number|g", "positive_integer",
                 "with base {} | taking {} as the base | where the base is {}",
                 "The number that is raised. | Base of the power", required=True),
            role("exponent|power|exp|e", "positive_integer",
                 "with exponent {} | raised to the power of {} | with an exponent of {}",
                 "The power to raise to, not negative. | Exponent", required=True),
            role("modulus|mod|m", "prime",
                 "modulo {} | mod {} | with modulus {}",
                 "The number to take the remainder by. | Modulus, often a prime", required=True),
        ],
        fn=modular_power,
    ),
]
