"""The categories of the benchmark, and what their names say about how they are scored."""

LEADERBOARD = (
    *("simple_python", "multiple", "parallel", "parallel_multiple", "irrelevance"),
    *("simple_java", "simple_javascript"),
    *("live_simple", "live_multiple", "live_parallel", "live_parallel_multiple", "live_irrelevance", "live_relevance"),
)
DEVELOPMENT = ("exec_simple", "exec_multiple", "exec_parallel", "exec_parallel_multiple")
CATEGORIES = LEADERBOARD + DEVELOPMENT


def check_category(category: str) -> str:
    """The category itself; ``ValueError`` that lists the possible ones unless it is one of `CATEGORIES`."""
    if category not in CATEGORIES:
        raise ValueError(f"category: got {category!r}, expected one of {', '.join(CATEGORIES)}")
    return category


def language_of(category: str) -> str:
    """The language in which values are written: "java" or "javascript" (as text), "python" (as JSON) elsewhere."""
    return category.removeprefix("simple_") if category in ("simple_java", "simple_javascript") else "python"


def limit_of(category: str) -> int:
    """Tokens an answer may have, if nobody says otherwise: more than the category's longest right answer.

    Of the non-live categories that ask for one call the longest has 220 tokens in this course's format, of the others
    453 (`tests/test_bfcl_loading.py` counts them).
    """
    return 512 if "parallel" in category or category.startswith("live_") else 256
