"""Errors that a lesson means to happen."""

import contextlib
from collections.abc import Iterator


@contextlib.contextmanager
def expect_error(*kinds: type[BaseException]) -> Iterator[None]:
    """Run a block that must fail with one of ``kinds`` (any ``Exception`` by default) and print the error as one line.

    Papermill does not honour the ``raises-exception`` tag, so a lesson's errors are caught here. A block that does
    *not* fail raises ``AssertionError``: the lesson would otherwise teach something that is no longer true.
    """
    wanted = kinds or (Exception,)
    try:
        yield
    except wanted as error:
        print(f"{type(error).__name__}: {' '.join(str(error).split())}")
        return
    names = " or ".join(kind.__name__ for kind in wanted)
    raise AssertionError(f"expect_error: the block was to raise {names} and raised nothing")
