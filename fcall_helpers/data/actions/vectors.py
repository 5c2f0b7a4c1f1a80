"""Vectors and matrices: lists of numbers, and lists of lists of them."""

import math

from fcall_helpers.data.actions.model import action, role


def inner_product(first: list[float], second: list[float]) -> float:
    """The sum of the products of components that stand at the same place."""
    _same_length("inner_product", first, second)
    return float(f"{_products(first, second):.10g}")


def vector_length(vector: list[float], norm: str = "euclidean") -> float:
    """The length of a vector by one of three norms."""
    sizes = [abs(part) for part in vector]
    lengths = {"euclidean": math.hypot(*vector), "manhattan": sum(sizes), "maximum": max(sizes)}
    return float(f"{lengths[norm]:.8g}")


def angle_between(first: list[float], second: list[float], in_radians: bool = False) -> float:
    """The angle that two vectors enclose."""
    _same_length("angle_between", first, second)
    if not any(first) or not any(second):
        raise ValueError("angle_between: first and second must not be zero vectors, which point nowhere")
    cosine = _products(first, second) / (math.hypot(*first) * math.hypot(*second))
    angle = math.acos(max(-1.0, min(1.0, cosine)))
    return round(angle if in_radians else math.degrees(angle), 4)


def linear_combination(first: list[float], second: list[float], a: float, b: float) -> list[float]:
    """a times the first vector plus b times the second."""
    _same_length("linear_combination", first, second)
    return [round(a * one + b * other, 6) + 0.0 for one, other in zip(first, second, strict=True)]


def matrix_determinant(matrix: list[list[float]], absolute: bool = False) -> float:
    """The determinant, by expansion along the first row."""
    if any(len(row) != len(matrix) for row in matrix):
        raise ValueError(f"matrix_determinant: matrix must be square, got {len(matrix)} rows of {len(matrix[0])}")
    determinant = float(f"{_determinant(matrix):.10g}")
    return abs(determinant) if absolute else determinant


def transpose_grid(matrix: list[list[float]], factor: float = 1.0) -> list[list[float]]:
    """Rows become columns, and every entry is multiplied."""
    return [[round(entry * factor, 6) + 0.0 for entry in column] for column in zip(*matrix, strict=True)]


def line_totals(matrix: list[list[float]], along: str = "rows", means: bool = False) -> list[float]:
    """The sum or the mean of every row or column."""
    lines = matrix if along == "rows" else [*zip(*matrix, strict=True)]
    return [round(sum(line) / (len(line) if means else 1), 6) + 0.0 for line in lines]


def halfway_point(start: list[float], end: list[float], share: float = 0.5) -> list[float]:
    """The point that lies a share of the way from one point to another."""
    _same_length("halfway_point", start, end)
    return [round(one + (other - one) * share, 6) + 0.0 for one, other in zip(start, end, strict=True)]


def _same_length(where: str, first: list[float], second: list[float]) -> None:
    if len(first) != len(second):
        raise ValueError(f"{where}: both vectors must be equally long, got {len(first)} and {len(second)} components")


def _products(first: list[float], second: list[float]) -> float:
    return sum(one * other for one, other in zip(first, second, strict=True))


def _determinant(rows: list[list[float]]) -> float:
    if len(rows) == 1:
        return rows[0][0]
    minors = ([row[:place] + row[place + 1 :] for row in rows[1:]] for place in range(len(rows)))
    return sum((-1) ** place * rows[0][place] * _determinant(minor) for place, minor in enumerate(minors))


# A table, laid out by hand: a role reads better on three lines than on nine.
# fmt: off
ACTIONS = [
    action(
        "vectors", "inner product | scalar product | vector dot",
        does="""Multiplies two vectors component by component and adds up.
                Inner product of two lists of numbers
                Returns the scalar product of two vectors of the same length""",
        asks="""compute an inner product | find the scalar product | take the dot product of two vectors
                multiply two vectors into a number""",
        questions="What is the scalar product | What does the inner product come to",
        roles=[
            role("first|u|vector_a|left", "vector", "of the vector {} | with {} as the first vector | starting from {}",
                 "First vector, a list of floats. | Components of u", required=True),
            role("second|v|vector_b|right", "vector", "and the vector {} | with {} as the second vector | against {}",
                 "Second vector, as long as the first. | Components of v", required=True),
        ],
        fn=inner_product,
        rising="first second",
    ),
    action(
        "vectors", "vector length | vector norm | magnitude of",
        does="""Measures how long a vector is.
                Norm of a vector
                Returns the euclidean, manhattan or maximum norm of a list of numbers""",
        asks="find the length of a vector | compute a norm | measure a vector | get the magnitude of a vector",
        questions="How long is the vector | What is the norm of the vector",
        roles=[
            role("vector|v|components|values", "vector", "of {} | for {} | given {}",
                 "The vector, a list of floats. | Components, in order", required=True),
            role("norm|kind|metric", "choice", "using {} | by {} | with {}",
                 "Which norm. | 'euclidean', 'manhattan' or 'maximum'", default="euclidean",
                 says={"euclidean": "the Euclidean norm | the ordinary norm", "manhattan": "the Manhattan norm",
                       "maximum": "the maximum norm"}),
        ],
        fn=vector_length,
    ),
    action(
        "vectors", "angle between | enclosed angle | vector angle",
        does="""Finds the angle between two vectors.
                Angle enclosed by two directions
                Computes the angle of two vectors from their scalar product""",
        asks="""find the angle between two vectors | measure an angle between directions | compute an enclosed angle
                work out the angle of two vectors""",
        questions="What is the angle between the vectors | Which angle do two vectors enclose",
        roles=[
            role("first|u|vector_a|from_vector", "vector", "with u = {} | where u is {} | with {} as the first one",
                 "First vector, a list of floats. | Components of u", required=True),
            role("second|v|vector_b|to_vector", "vector", "with v = {} | where v is {} | with {} as the second one",
                 "Second vector, as long as the first. | Components of v", required=True),
            role("in_radians|radians|as_radians", "flag", "{}",
                 "Return radians instead of degrees. | True for radians", default=False,
                 says={True: "in radians", False: "in degrees"}),
        ],
        fn=angle_between,
        rising="first second",
    ),
    action(
        "vectors", "linear combination | mix vectors | weighted vector sum",
        does="""Adds multiples of two vectors.
                a*u + b*v
                Returns the linear combination of two vectors with the given factors""",
        asks="""form a linear combination | add multiples of two vectors | mix two vectors
                compute a weighted sum of vectors""",
        questions="What is the linear combination | Which vector comes out",
        roles=[
            role("first|u|vector_a|left", "vector", "with u = {} | where u is {} | with {} as the first vector",
                 "First vector, a list of floats. | Components of u", required=True),
            role("second|v|vector_b|right", "vector", "with v = {} | where v is {} | with {} as the second vector",
                 "Second vector, as long as the first. | Components of v", required=True),
            role("a|factor_a|weight_a|alpha", "small_number",
                 "with a = {} | where a is {} | taking {} times the first",
                 "Factor of the first vector (float). | Weight of u", required=True),
            role("b|factor_b|weight_b|beta", "small_number",
                 "with b = {} | where b is {} | taking {} times the second",
                 "Factor of the second vector (float). | Weight of v", required=True),
        ],
        fn=linear_combination,
        rising="first second",
    ),
    action(
        "vectors", "matrix determinant | determinant | square determinant",
        does="""Computes the determinant of a square matrix.
                Determinant of a list of rows
                Returns the determinant, which is zero where the rows depend on each other""",
        asks="compute a determinant | find the determinant | work out the determinant of a matrix | get a determinant",
        questions="What is the determinant | How large is the determinant",
        roles=[
            role("matrix|rows|a|grid", "square_matrix", "of {} | for {} | of the matrix {}",
                 "Square matrix as a list of rows, e.g. [[1.0, 2.0], [3.0, 4.0]]. | 2D array of floats", required=True),
            role("absolute|ignore_sign|as_absolute", "flag", "{}",
                 "Return the determinant without its sign. | True for the absolute value", default=False,
                 says={True: "ignoring the sign | as an absolute value", False: "with its sign | keeping the sign"}),
        ],
        fn=matrix_determinant,
    ),
    action(
        "vectors", "transpose grid | flip matrix | swap rows and columns",
        does="""Turns the rows of a matrix into columns.
                Transpose
                Transposes a matrix and, if wanted, multiplies all of its entries""",
        asks="transpose a matrix | flip a matrix | turn rows into columns | swap the rows and columns of a table",
        questions="What does the transposed matrix look like | What is the transpose",
        roles=[
            role("matrix|rows|grid|table", "matrix", "of {} | for {} | for the matrix {}",
                 "Matrix as a list of rows. | Rows, each a list of floats", required=True),
            role("factor|scale|multiplier", "small_number",
                 "multiplying it by {} | with a factor of {} | scaled by {}",
                 "Number by which all entries are multiplied (float). | Scale", default=1.0),
        ],
        fn=transpose_grid,
    ),
    action(
        "vectors", "line totals | matrix totals | sum rows or columns",
        does="""Adds up every row or every column of a matrix.
                Totals of a table of numbers
                Returns one sum, or one mean, for each row or column""",
        asks="""add up the rows of a table | get the totals of a matrix | sum a table of numbers
                compute row or column totals""",
        questions="What are the totals | What do the lines of the table add up to",
        roles=[
            role("matrix|rows|table|data", "matrix", "of {} | for {} | in the matrix {}",
                 "Table as a list of rows. | 2D array of floats", required=True),
            role("along|axis|direction", "choice", "{} | going {}",
                 "'rows' or 'columns'. | Which lines to add up", default="rows",
                 says={"rows": "row by row | along the rows", "columns": "column by column | along the columns"}),
            role("means|average|use_mean", "flag", "{}",
                 "Return means instead of sums. | True for averages", default=False,
                 says={True: "giving averages instead of sums | as means", False: "giving sums | as plain sums"}),
        ],
        fn=line_totals,
    ),
    action(
        "vectors", "halfway point | point along segment | interpolate points",
        does="""Finds the point halfway between two points.
                Point on a segment
                Returns the point that lies a given share of the way from one point to another""",
        asks="""find the midpoint of a segment | get a point along a line | interpolate between two points
                find the point in between""",
        questions="Where is the middle | Which point lies in between",
        roles=[
            role("start|first|p|point_a", "point", "from {} | starting at {} | with {} as the first point",
                 "First point as a list of coordinates. | Coordinates of the start", required=True),
            role("end|second|q|point_b", "point", "to {} | ending at {} | with {} as the second point",
                 "Second point, with as many coordinates. | Coordinates of the end", required=True),
            role("share|t|fraction|ratio", "probability",
                 "going {} of the way | with a share of {} | with t = {}",
                 "Share of the way, 0 to 1. | 0.5 for the middle", default=0.5),
        ],
        fn=halfway_point,
        rising="start end",
    ),
]
