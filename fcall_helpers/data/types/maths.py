"""Mathematical values: expressions in Python syntax, polynomials, vectors, matrices, equations.

Numbers of float arrays are written 1.0 even where the request says 1, as `json.dumps` and strict checkers need it.
"""

import re
from random import Random

from fcall_helpers.data.types.base import SemanticType, define, distinct, one_of, role, verbatim
from fcall_helpers.data.types.draws import measure
from fcall_helpers.data.types.numberwords import digits, words

_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_POWERS = {2: "squared", 3: "cubed"}
_FUNCTIONS = ("sin", "cos", "tan", "exp", "log", "sqrt")


def _nonzero(rng: Random, high: int) -> int:
    return rng.randint(1, high) * (-1 if rng.random() < 0.3 else 1)


def _term(coefficient: int, variable: str, power: int) -> str:
    """One term in Python syntax: "3*x**2", "-x", "7"."""
    if not power:
        return str(coefficient)
    head = {1: "", -1: "-"}.get(coefficient, f"{coefficient}*")
    return f"{head}{variable}{f'**{power}' if power > 1 else ''}"


def _joined(terms: list[str]) -> str:
    return " + ".join(terms).replace("+ -", "- ")


def draw_polynomial(rng: Random, variable: str = "x") -> str:
    """ "3*x**2 + 2*x - 5"."""
    powers = sorted(rng.sample(range(5), rng.randint(1, 3)), reverse=True)
    if powers == [0]:
        powers = [2, 0]
    return _joined([_term(_nonzero(rng, 12), variable, power) for power in powers])


def _draw_function(rng: Random) -> str:
    name, k = rng.choice(_FUNCTIONS), rng.randint(2, 9)
    u = rng.random()
    if u < 0.3:
        return f"{name}({rng.choice(('x', f'{k}*x', f'x/{k}'))})"
    if u < 0.6:
        return f"{_term(_nonzero(rng, 9), 'x', rng.randint(1, 3))} + {name}(x)"
    return f"x*{name}({k}*x)" if u < 0.75 else draw_polynomial(rng)


def written(expression: str) -> list[str]:
    """Ways to write a Python expression: "3*x**2 + 2*x" is "3x^2 + 2x" and "3x² + 2x" too."""
    by_hand = re.sub(r"(?<=\d)\*(?=[a-z])", "", expression)
    caret = by_hand.replace("**", "^")
    raised = re.sub(r"\*\*(\d)", lambda power: power[1].translate(_SUPERSCRIPTS), by_hand)
    return distinct(expression, caret, raised, expression.replace("**", "^"), f'"{expression}"')


def _draw_arithmetic(rng: Random) -> str:
    a, b, c = (rng.randint(1, 10 ** rng.randint(1, 3)) for _ in range(3))
    first, second = rng.choices("+-*/", k=2)
    u = rng.random()
    if u < 0.4:
        return f"{a} {first} {b}"
    return f"({a} {first} {b}) {second} {c}" if u < 0.7 else f"{a} {first} {b} {second} {c}"


def _arithmetic(value: str) -> list[str]:
    return distinct(value, value.replace("*", "×").replace("/", "÷"), value.replace(" ", ""), f'"{value}"')


def _draw_equation(rng: Random) -> str:
    x, y = (_nonzero(rng, 9) for _ in range(2))
    return f"{_joined([_term(x, 'x', 1), _term(y, 'y', 1)])} = {rng.randint(-20, 40)}"


def _draw_system(rng: Random) -> list[str]:
    """Two equations whose lines cross: their factors are not proportional."""
    while True:
        pair = [_draw_equation(rng), _draw_equation(rng)]
        (a, b), (c, d) = (_factors(one) for one in pair)
        if a * d != b * c:
            return pair


def _factors(equation: str) -> tuple[int, int]:
    x, sign, y = re.fullmatch(r"(-?\d*)\*?x ([+-]) (\d*)\*?y = .*", equation).groups()
    return int(f"{x}1" if x in ("", "-") else x), int(f"{sign}{y or 1}")


def _equations(values: list[str]) -> list[str]:
    by_hand = [written(value)[1] if "*" in value else value for value in values]
    return distinct(" and ".join(values), " and ".join(by_hand), ", ".join(by_hand), "; ".join(values))


def listing(parts: list[str], last: str = " and ") -> str:
    """ "4, 8 and 15"."""
    return last.join(filter(None, (", ".join(parts[:-1]), parts[-1])))


def numbers_forms(values: list) -> list[str]:
    """Ways to say a list of numbers; 1.0 may be said as 1."""
    short = [digits(value) for value in values]
    said = [words(value) for value in values]
    return distinct(
        listing(short),
        f"[{', '.join(short)}]",
        ", ".join(short),
        listing(short, ", and "),
        f"{values}",
        listing(said) if all(said) and len(said) < 5 else "",
    )


def _draw_coefficients(rng: Random) -> list[float]:
    return [float(_nonzero(rng, 12)), *(float(rng.randint(-12, 12)) for _ in range(rng.randint(1, 3)))]


def _coefficients(values: list[float]) -> list[str]:
    size = len(values)
    terms = [_term(int(value), "x", size - 1 - i) for i, value in enumerate(values) if value]
    expression = _joined(terms)
    numbers = f"{', '.join(digits(value) for value in values)}"
    return distinct(written(expression)[1 if "*" in expression else 0], expression, f"[{numbers}]", numbers)


def _draw_vector(rng: Random) -> list[float]:
    draw = measure(-20, 20)
    return [draw(rng) for _ in range(rng.choice((2, 2, 3, 3, 3, 4)))]


def _vector(values: list[float]) -> list[str]:
    inner = ", ".join(digits(value) for value in values)
    return distinct(f"[{inner}]", f"({inner})", f"{values}", f"<{inner}>")


def _draw_matrix(rng: Random) -> list[list[float]]:
    rows, columns = rng.choice(((2, 2), (2, 2), (3, 3), (2, 3), (3, 2)))
    whole = rng.random() < 0.8
    return [[float(n) if whole else n + 0.5 for n in rng.choices(range(-9, 13), k=columns)] for _ in range(rows)]


def _draw_square(rng: Random) -> list[list[float]]:
    size = rng.choice((2, 2, 3))
    return [[float(rng.randint(-9, 12)) for _ in range(size)] for _ in range(size)]


def _matrix(rows: list[list[float]]) -> list[str]:
    short = ["[" + ", ".join(digits(value) for value in row) + "]" for row in rows]
    spaced = "; ".join(" ".join(digits(value) for value in row) for row in rows)
    return distinct(f"[{', '.join(short)}]", f"[{spaced}]", f"{rows}", f"the rows {listing(short)}")


def _spoken_power(rng: Random) -> str:
    return f"{rng.choice('xyzt')}**{rng.randint(2, 9)}"


def _power(value: str) -> list[str]:
    variable, power = value.split("**")
    named = f"{variable} {_POWERS[int(power)]}" if int(power) in _POWERS else f"{variable} to the power of {power}"
    return distinct(value, f"{variable}^{power}", named, variable + power.translate(_SUPERSCRIPTS))


_FLOATS = {"type": "array", "items": {"type": "number"}}
_vector_type = define(
    "vector",
    _FLOATS,
    _draw_vector,
    _vector,
    "vector v vec direction weights embedding",
    "Vector, as a list of numbers | Components of the vector | A list of floats",
    "for {} | with {} | of {} | for the vector {}",
)
_polynomial = define(
    "expression",
    "string",
    draw_polynomial,
    written,
    "expression formula polynomial expr equation_side",
    "Expression in x, Python syntax, e.g. '2*x**2 - x' | Formula in Python syntax (** for powers, * for products)",
    "for {} | of {} | with {} | for the expression {}",
)

MATHS: tuple[SemanticType, ...] = (
    _polynomial,
    define(
        "function",
        "string",
        _draw_function,
        written,
        "function func f function_string integrand",
        "Function of x in Python syntax | f(x) as a string, Python syntax, e.g. 'x**2 + sin(x)' | Integrand in Python",
        "for f(x) = {} | for the function {} | of {} | with {}",
    ),
    define(
        "power_term",
        "string",
        _spoken_power,
        _power,
        "term expression monomial",
        "One term in Python syntax, e.g. 'x**4' | Monomial, with ** for the power",
        "for {} | of {} | with {}",
    ),
    define(
        "arithmetic",
        "string",
        _draw_arithmetic,
        _arithmetic,
        "expression calculation formula expr",
        """Arithmetic expression with + - * / and parentheses, spaces around operators
        | Calculation to evaluate, e.g. '(4 + 7) * 2' | Expression in Python syntax, with spaces""",
        "for {} | of {} | with {}",
    ),
    define(
        "equation",
        "string",
        _draw_equation,
        written,
        "equation constraint line linear_equation",
        "Equation in x and y, Python syntax | Linear equation, e.g. '2*x + y = 4' | The equation, * for products",
        "for {} | with {} | for the equation {}",
    ),
    define(
        "equations",
        {"type": "array", "items": {"type": "string"}, "minItems": 2},
        _draw_system,
        _equations,
        "equations system constraints",
        "Equations of the system, Python syntax, one string each | List of linear equations such as '2*x + y = 4'",
        "for {} | with {} | for the system {} | given {}",
    ),
    define(
        "coefficients",
        _FLOATS,
        _draw_coefficients,
        _coefficients,
        "coefficients coeffs polynomial poly",
        """Coefficients of the polynomial in x, highest power first, zeros included
        | Polynomial as a list of numbers, from the highest power to the constant
        | Coefficients from the leading one down, e.g. [1.0, 0.0, -4.0] for x^2 - 4""",
        "of {} | for {} | with {} | for the polynomial {}",
    ),
    _vector_type,
    role(
        _vector_type,
        "point",
        "point p start_point end_point center_point position",
        "Point, as a list of coordinates | Coordinates of the point, floats | A point in the plane or in space",
        "at {} | from {} | through the point {} | at the point {}",
    ),
    define(
        "matrix",
        {"type": "array", "items": _FLOATS},
        _draw_matrix,
        _matrix,
        "matrix a m matrix_a rows grid",
        "Matrix, as a list of rows | Rows of the matrix, each a list of numbers | 2D array of floats",
        "for {} | of {} | with {} | for the matrix {}",
    ),
    define(
        "square_matrix",
        {"type": "array", "items": _FLOATS},
        _draw_square,
        _matrix,
        "matrix square_matrix a rows m",
        "Square matrix, as a list of rows | As many rows as columns, lists of floats | 2D array of floats, square",
        "for {} | of {} | for the matrix {}",
    ),
    define(
        "variable",
        "string",
        one_of("xyztuvwabnkrsθ"),
        verbatim,
        "variable var with_respect_to symbol unknown",
        "Variable | Name of the variable | Symbol to solve for | Variable to differentiate by",
        "with respect to {} | in the variable {} | for {}",
    ),
)
