"""What every check shares: the three outcomes, and how a wrong answer is told."""

import functools
import html
from collections.abc import Callable
from dataclasses import dataclass


class CheckFailed(AssertionError):
    """The answer is wrong; the message says how, in the learner's terms."""

    def _render_traceback_(self) -> list[str]:
        # IPython asks the exception for its traceback: a learner needs the diagnosis, not our stack.
        return [f"Not yet: {self}"]


@dataclass(frozen=True)
class Verdict:
    """What a check says when it does not fail: ``status`` is "passed" or "not attempted"."""

    status: str
    message: str

    def __repr__(self) -> str:
        return self.message

    def _repr_html_(self) -> str:
        colour = "#009E73" if self.status == "passed" else "#7A7A7A"
        style = f"border-left:4px solid {colour};padding:6px 12px;background:#FAFAFA;color:#1a1a1a"
        return f'<div style="{style}">{html.escape(self.message)}</div>'


def expect(condition: object, message: str) -> None:
    """Fail the check with ``message`` unless ``condition`` holds."""
    if not condition:
        raise CheckFailed(message)


def exercise(praise: str) -> Callable:
    """Make a check of a function that raises `CheckFailed` for a wrong answer; ``praise`` says what a right one shows.

    An answer that is still ``...`` or still raises ``NotImplementedError`` is "not attempted". Any other exception
    from the learner's code is a wrong answer too, told by its last line.
    """

    def decorate(check: Callable) -> Callable:
        @functools.wraps(check)
        def run(*answers) -> Verdict:
            if any(answer is ... for answer in answers):
                return Verdict("not attempted", "Not attempted yet.")
            try:
                check(*answers)
            except NotImplementedError:
                return Verdict("not attempted", "Not attempted yet.")
            except CheckFailed:
                raise
            except Exception as error:
                raise CheckFailed(f"your code raised {type(error).__name__}: {error}") from error
            return Verdict("passed", f"✓ {praise}")

        return run

    return decorate
