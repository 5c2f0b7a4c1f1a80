"""Whether a text goes round in circles, as greedy decoding of small models often does.

Holtzman et al., The Curious Case of Neural Text Degeneration (https://arxiv.org/abs/1904.09751), show that the
likeliest text repeats itself, and that each repetition makes the next one likelier. Waiting for the end of such a text
costs its whole token budget and tells nothing new.
"""

from collections.abc import Sequence

TOKENS = 64  # a list of a few equal numbers is no loop: only so many tokens of repetition are
TIMES = 3


def goes_round(tokens: Sequence[int], *, times: int = TIMES, least: int = TOKENS) -> bool:
    """Whether the last ``least`` tokens or more are one and the same passage, ``times`` times or more.

    >>> goes_round([7, 8, 9] * 30), goes_round(range(90))
    (True, False)
    """
    longest = max(least, len(tokens) // times)
    for period in range(1, longest + 1):
        span = max(least, times * period)
        if span > len(tokens):
            return False
        if tokens[-1] == tokens[-1 - period] and tokens[-span:-period] == tokens[period - span :]:
            return True
    return False
