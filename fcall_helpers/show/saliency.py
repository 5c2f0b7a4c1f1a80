"""What a number that belongs to each token looks like on the text: the larger, the darker."""

import html
import math

from fcall_helpers.show.html import TEXT, Shown
from fcall_helpers.show.microscope import HARD_NATS, shade

NAMED = 5  # tokens that are named in words, for those who do not see the colours
WEAKEST = 0.04  # of the largest: below that a token stays white, or the page would be a haze


def saliency(input_ids: list[int], scores: list[float], tokenizer, *, chosen: int = 0) -> Shown:
    """The text of T tokens, each shaded by the size of its score; hovering tells position and score.

    Parameters
    ----------
    scores : T numbers, one a token. Their sign is told in the hover; the shade goes by size alone, 0 white, the
        largest deep orange.
    chosen : how many tokens at the end are what is explained. They get a frame and no shade, and do not count for the
        largest.

    Raises ``ValueError`` when there is nothing to shade, scores are not one a token, or one of them is not finite.
    """
    ids, numbers = [int(token) for token in input_ids], [float(score) for score in scores]
    if len(ids) != len(numbers):
        raise ValueError(f"scores: expected one for each of the {len(ids)} tokens, got {len(numbers)}")
    if not 0 <= chosen < len(ids):
        raise ValueError(f"chosen: expected 0 to {len(ids) - 1} of the {len(ids)} tokens, got {chosen}")
    if not all(map(math.isfinite, numbers)):
        raise ValueError("scores: expected finite numbers, got NaN or infinity")
    texts, read = [tokenizer.decode([token]) for token in ids], len(ids) - chosen
    largest = max(map(abs, numbers[:read])) or 1.0
    boxes = [_box(position, texts[position], numbers[position], largest) for position in range(read)]
    framed = "".join(_framed(text) for text in texts[read:])
    summary = _summary(texts[:read], numbers[:read], "".join(texts[read:]))
    style = f"font-size:13px;line-height:1.7;overflow-wrap:anywhere;background:#FFFFFF;{TEXT}"
    page = f"<div style='{style};font-family:monospace'>{''.join(boxes)}{framed}</div>"
    return Shown(f"{page}<div style='{style};margin:4px 0 12px'>{html.escape(summary)}</div>", summary)


def _box(position: int, text: str, score: float, largest: float) -> str:
    share = abs(score) / largest
    if share < WEAKEST:
        return _escape(text)
    hint = f"position {position}, score {score:+.3f}"
    return f"<span title='{hint}' style='background:{shade(HARD_NATS * share)}'>{_escape(text)}</span>"


def _framed(text: str) -> str:
    return f"<span style='border:2px solid #0072B2;font-weight:bold'>{_escape(text)}</span>"


def _escape(text: str) -> str:
    return html.escape(text).replace("\n", "<br>")


def _summary(texts: list[str], scores: list[float], chosen: str) -> str:
    ranked = sorted(range(len(texts)), key=lambda position: -abs(scores[position]))[:NAMED]
    named = ", ".join(f"{texts[position].strip() or repr(texts[position])} ({position})" for position in ranked)
    what = f"for {chosen.strip()}: " if chosen else ""
    return f"{what}largest at {named}"
