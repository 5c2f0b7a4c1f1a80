"""Ratings, stars, points, and shares of companies."""

from fcall_helpers.data.types.base import SemanticType, define, distinct
from fcall_helpers.data.types.draws import whole
from fcall_helpers.data.types.numberwords import digits, say, whole_forms, words


def _rating(x: float) -> list[str]:
    star = "star" if x == 1 else "stars"
    return distinct(
        digits(x), f"{digits(x)} {star}", f"{digits(x)} out of 5", words(x) and f"{words(x)} {star}", repr(x)
    )


def _shares(n: int) -> list[str]:
    one, *others = (f"{form} share{'s' * (n > 1)}" for form in whole_forms(n))
    return distinct(one, str(n), *others)


def _score(n: int) -> list[str]:
    return [str(n), f"{n} out of 100", f"{n} points" if n != 1 else "1 point", say(n)]


SCORES: tuple[SemanticType, ...] = (
    define(
        "rating",
        {"type": "number", "minimum": 1, "maximum": 5},
        lambda rng: rng.randint(10, 50) / 10,
        _rating,
        "rating min_rating star_rating minimum_rating review_score",
        "Rating from 1 to 5 | Number of stars, 1.0 to 5.0 | Star rating, may be fractional",
        "with a rating of {} | rated {} | with {} | and give it {}",
    ),
    define(
        "stars",
        {"type": "integer", "enum": [1, 2, 3, 4, 5]},
        lambda rng: rng.randint(1, 5),
        lambda n: [f"{n} star{'s' * (n > 1)}", str(n), f"{say(n)} star{'s' * (n > 1)}"],
        "stars hotel_stars star_class category",
        "Number of stars, 1 to 5 | Hotel class in stars | Star category as an integer",
        "with {} | rated {} | having {}",
    ),
    define(
        "score",
        {"type": "integer", "minimum": 0, "maximum": 100},
        lambda rng: rng.randint(0, 100),
        _score,
        "score points test_score grade quality_score min_score",
        "Score from 0 to 100 | Points reached, out of 100 | Test score, a whole number",
        "with a score of {} | scoring {} | for a score of {} | and a score of {}",
    ),
    define(
        "shares",
        {"type": "integer", "minimum": 1},
        whole(1, 20_000),
        _shares,
        "shares num_shares share_count units",
        "Number of shares | How many shares to trade | Shares, a whole number",
        "with {} | for {} | and {} | trading {}",
    ),
)
