"""Algebra: equations, sequences, powers, and polynomials that are written down, such as "3*x**2 + 2*x"."""

import math
import re

from fcall_helpers.data.actions.model import action, role


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


def modular_power(base: int, exponent: int, modulus: int) -> int:
    """The remainder of a power, found without computing the power."""
    return pow(base, exponent, modulus)


def lowest_common_multiple(numbers: list[int], show_quotients: bool = False) -> dict:
    """The smallest number that all of them divide; on demand, how often each goes into it."""
    least = math.lcm(*numbers)
    return {"lcm": least} | ({"quotients": [least // number for number in numbers]} if show_quotients else {})


def linear_root(slope: float, intercept: float, right_side: float = 0.0) -> float:
    """The x for which slope · x + intercept equals the right side."""
    if slope == 0:
        raise ValueError("linear_root: slope must not be 0, or x drops out of the equation")
    return round((right_side - intercept) / slope, 6) + 0.0


def simultaneous_equations(equations: list[str], decimals: int = 6) -> dict:
    """The x and y that solve two equations such as "2*x + y = 4"."""
    (a, b, e), (c, d, f) = map(_linear, equations)
    if not (determinant := a * d - b * c):
        raise ValueError("simultaneous_equations: equations must cross in one point, these are parallel")
    x, y = (e * d - b * f) / determinant, (a * f - e * c) / determinant
    return {"x": round(x, decimals) + 0.0, "y": round(y, decimals) + 0.0}


def differentiate_formula(expression: str, order: int = 1) -> str:
    """The derivative of a polynomial in Python syntax, written the same way."""
    terms = _terms(expression)
    for _ in range(order):
        terms = {power - 1: factor * power for power, factor in terms.items() if power}
    return _written(terms)


def area_under_polynomial(expression: str, lower: float, upper: float) -> float:
    """The integral of a polynomial from one x to another."""
    powers = {power + 1: factor / (power + 1) for power, factor in _terms(expression).items()}
    return float(f"{sum(factor * (upper**power - lower**power) for power, factor in powers.items()):.8g}")


def polynomial_value(coefficients: list[float], x: float) -> float:
    """The value of a polynomial at x, by Horner's rule; coefficients from the highest power down."""
    value = 0.0
    for coefficient in coefficients:
        value = value * x + coefficient
    return float(f"{value:.10g}")


def _terms(expression: str) -> dict[int, int]:
    """Power -> factor of a polynomial such as "3*x**2 - x + 7"."""
    terms: dict[int, int] = {}
    for sign, factor, variable, power in re.findall(r"([+-]?) ?(\d*)\*?([a-z]?)(?:\*\*(\d+))?", expression):
        if factor or variable:
            exponent = int(power or 1) if variable else 0
            terms[exponent] = terms.get(exponent, 0) + int(f"{sign}{factor or 1}")
    return terms


def _linear(equation: str) -> tuple[int, int, int]:
    """The factors of x and y, and the right side."""
    factors = {
        variable: int(f"{sign}{factor or 1}")
        for sign, factor, variable in re.findall(r"([+-]?) ?(\d*)\*?([xy])", equation)
    }
    return factors["x"], factors["y"], int(equation.rpartition("=")[2])


def _written(terms: dict[int, int]) -> str:
    """ "6*x + 2" for {1: 6, 0: 2}."""
    parts = [
        f"{factor}*x**{power}" if power > 1 else f"{factor}*x" if power else str(factor)
        for power, factor in sorted(terms.items(), reverse=True)
    ]
    return " + ".join(parts).replace("+ -", "- ") or "0"


# A table, laid out by hand: a role reads better on three lines than on nine.
# fmt: off
ACTIONS = [
    action(
        "algebra", "sequence term | nth term | progression element | term of series",
        does="""Gives the n-th term of an arithmetic or geometric sequence.
                Nth term of a progression
                Computes one element of a number sequence from its first term and its step""",
        asks="""find a term of a sequence | compute an element of a progression | get the nth term of a series
                work out one term of a number sequence""",
        questions="Which number stands in the sequence | What is the value of the term",
        roles=[
            role("first|start|initial_term|a1", "number",
                 "with a first term of {} | beginning with {} | starting at {}",
                 "First term of the sequence. | The number the sequence begins with", required=True,
                 within=(-20, 200)),
            role("step|difference|common_difference|ratio", "ratio",
                 "going up in steps of {} | with a step of {} | where the step is {}",
                 "Difference (arithmetic) or ratio (geometric) between neighbours. | Step from term to term",
                 required=True, within=(0.5, 10)),
            role("index|term_number|position|n", "position",
                 "at {} | for {} | looking at {}",
                 "Which term, 1 for the first. | Position in the sequence, counted from 1", required=True,
                 within=(2, 20)),
            role("kind|sequence_type|progression", "choice", "{}",
                 "Kind of sequence. | Whether the step is added or multiplied", default="arithmetic",
                 says={"arithmetic": "as an arithmetic sequence | adding the step each time",
                       "geometric": "as a geometric sequence | multiplying by the step each time"}),
        ],
        fn=sequence_term,
    ),
    action(
        "algebra", "parabola zeros | second degree equation | find parabola zeros | zeros of parabola",
        does="""Solves ax² + bx + c = 0 and returns its real roots.
                Real roots of a quadratic
                Finds where the parabola with the given coefficients meets the x axis""",
        asks="""solve a quadratic equation | find the roots of a quadratic | work out where a parabola crosses zero
                get the real solutions of a second-degree equation""",
        questions="What are the roots of the quadratic | Where does the parabola hit zero",
        roles=[
            role("a|quadratic_coefficient|a_coeff|coef_x2", "number",
                 "with a = {} | where a is {} | with {} in front of x squared",
                 "Coefficient of x squared, not 0. | Leading coefficient", required=True, within=(1, 12)),
            role("b|linear_coefficient|b_coeff|coef_x", "number",
                 "with b = {} | where b is {} | with {} in front of x",
                 "Coefficient of x. | Linear coefficient", required=True, within=(-20, 60)),
            role("c|constant_term|c_coeff|coef_0", "number",
                 "with c = {} | where c is {} | with a constant term of {}",
                 "Constant term. | The coefficient without x", required=True, within=(-20, 60)),
        ],
        fn=solve_quadratic,
    ),
    action(
        "algebra", "modular power | power mod | modexp | modular exponentiation",
        does="""Computes a power modulo a number.
                base ** exponent mod modulus
                Finds the remainder of a large power without computing the power itself""",
        asks="""compute a modular power | do a modular exponentiation | find the remainder of a big power
                work out a power in modular arithmetic""",
        questions="What is the remainder of the power",
        roles=[
            role("base|b|number|g", "positive_integer",
                 "with base {} | taking {} as the base | where the base is {}",
                 "The number that is raised. | Base of the power", required=True, within=(2, 50)),
            role("exponent|power|exp|e", "positive_integer",
                 "with exponent {} | raised to the power of {} | with an exponent of {}",
                 "The power to raise to, not negative. | Exponent", required=True, within=(2, 100)),
            role("modulus|mod|m", "prime",
                 "modulo {} | mod {} | with modulus {}",
                 "The number to take the remainder by. | Modulus, often a prime", required=True),
        ],
        fn=modular_power,
    ),
    action(
        "algebra", "lowest common multiple | smallest shared multiple | common multiple",
        does="""Finds the smallest number that every given number divides.
                Lowest common multiple of a list
                Returns the least positive integer that is a multiple of all the inputs""",
        asks="""find the lowest common multiple | compute the LCM | get the smallest shared multiple
                work out the least common multiple""",
        questions="What is the lowest common multiple | Which is the smallest common multiple",
        roles=[
            role("numbers|integers|values|nums", "small_integers", "of {} | for {} | of the numbers {}",
                 "The integers, as a list. | Whole numbers, at least two", required=True),
            role("show_quotients|with_quotients|list_quotients", "flag", "{}",
                 "Also return how often each number goes into it. | Whether quotients are listed", default=False,
                 says={True: "listing how often each of them goes into it | along with the quotients",
                       False: "without the quotients | leaving out the quotients"}),
        ],
        fn=lowest_common_multiple,
    ),
    action(
        "algebra", "linear root | first degree equation | isolate unknown",
        does="""Solves a linear equation slope*x + intercept = right_side for x.
                Root of a first-degree equation
                Finds the x at which a straight line reaches a given height""",
        asks="""solve a linear equation | find the x of a straight line | solve a first-degree equation
                work out where a line reaches a value""",
        questions="What is x | For which x is the linear equation true",
        roles=[
            role("slope|gradient|coefficient|m", "number",
                 "with a slope of {} | where the slope is {} | with {} in front of x",
                 "Factor of x, not 0. | Slope of the line (float)", required=True, within=(1, 40)),
            role("intercept|constant|offset|b", "number",
                 "with an intercept of {} | where the constant is {} | with a constant of {}",
                 "Constant on the left side. | Intercept of the line (float)", required=True, within=(-20, 100)),
            role("right_side|rhs|target|equals", "number",
                 "with {} on the right-hand side | reaching {} | where the right side is {}",
                 "What the left side equals. | Value on the right (float)", default=0.0, within=(-20, 200)),
        ],
        fn=linear_root,
    ),
    action(
        "algebra", "simultaneous equations | pair of equations | solve system",
        does="""Solves two linear equations in x and y.
                Intersection of two lines given as equations
                Returns the x and the y that satisfy both equations""",
        asks="""solve a system of equations | solve two equations at once | find x and y
                work out where two lines cross""",
        questions="What are x and y | Which x and y satisfy both equations",
        roles=[
            role("equations|system|constraints", "equations", "for {} | given {} | for the system {}",
                 "Two equations in Python syntax, one string each, e.g. '2*x + y = 4'. | The equations, * for products",
                 required=True),
            role("decimals|decimal_places|ndigits|digits", "precision",
                 "rounded to {} | with a precision of {} | to {}",
                 "Decimal places of x and y. | How many digits to keep after the point", default=6, within=(1, 6)),
        ],
        fn=simultaneous_equations,
    ),
    action(
        "algebra", "differentiate formula | derivative of polynomial | polynomial slope",
        does="""Differentiates a polynomial that is given as a string.
                Derivative of an expression in x
                Returns the first or a higher derivative of a formula, in Python syntax""",
        asks="""differentiate a polynomial | find the derivative | work out the derivative of an expression
                take the derivative""",
        questions="What is the derivative | How does the derivative look",
        roles=[
            role("expression|formula|polynomial|f", "expression", "of {} | for {} | of f(x) = {}",
                 "Polynomial in Python syntax, e.g. '2*x**2 - x'. | Formula in x as a string, ** for powers",
                 required=True),
            role("order|nth|degree_of_derivative", "choice", "taking the {} | giving the {}",
                 "1 for the first derivative, 2 for the second. | Order of the derivative (int)", default=1,
                 says={1: "first derivative", 2: "second derivative", 3: "third derivative"}),
        ],
        fn=differentiate_formula,
    ),
    action(
        "algebra", "area under polynomial | integrate formula | polynomial integral",
        does="""Integrates a polynomial between two values of x.
                Definite integral of an expression
                Area between the curve of a formula and the x axis""",
        asks="""integrate a polynomial | find the area under a curve | compute an integral
                work out the integral of an expression""",
        questions="What is the integral | How large is the area under the curve",
        roles=[
            role("expression|formula|integrand|function", "expression", "of {} | for {} | of f(x) = {}",
                 "Integrand in Python syntax, e.g. 'x**3 + 2*x'. | Formula in x, ** for powers and * for products",
                 required=True),
            role("lower|a|start|from_x", "small_number", "from {} | from x = {} | with a lower limit of {}",
                 "Lower limit (float). | x at which the area begins", required=True),
            role("upper|b|end|to_x", "small_number", "to {} | to x = {} | with an upper limit of {}",
                 "Upper limit (float). | x at which the area ends", required=True),
        ],
        fn=area_under_polynomial,
        rising="lower upper",
    ),
    action(
        "algebra", "polynomial value | evaluate polynomial at | horner value",
        does="""Evaluates a polynomial given by its coefficients.
                Horner's rule
                Computes the value that a polynomial takes at one x""",
        asks="""evaluate a polynomial | find the value of a polynomial | plug a number into a polynomial
                compute what a polynomial comes to""",
        questions="What is the value of the polynomial | What does the polynomial come to",
        roles=[
            role("coefficients|coeffs|poly", "coefficients", "of {} | given as {} | for the polynomial {}",
                 "Coefficients from the highest power down, zeros included, e.g. [1.0, 0.0, -4.0] for x^2 - 4. | "
                 "List of floats, leading coefficient first, constant last", required=True),
            role("x|at|point|argument", "small_number", "at x = {} | for x = {} | when x is {}",
                 "Where to evaluate it (float). | Value of x", required=True),
        ],
        fn=polynomial_value,
    ),
]
