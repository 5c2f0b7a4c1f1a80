"""A plot that grows while a model trains."""

import base64
import io
import sys
import time
from collections.abc import Callable

import matplotlib.pyplot as plt
from IPython import get_ipython
from IPython.display import display

from fcall_helpers.show.figures import COLOURS

EVERY_S = 3.0  # drawing takes a tenth of a second, which training should hardly notice


def live_loss(label: str = "training", *, score: str = "score") -> Callable[[dict], None]:
    """A function for the ``on_step`` of `training.train`: draws the loss of every step, and every evaluation's score.

    It takes dicts with ``step``, ``total`` and ``loss`` (nats a trained token), of evaluations ``score`` as well (0 to
    1), which the axis calls by the name given here. One picture is updated in place; the last frame stays, with its
    finding as title and alt text. Where there is no notebook it prints a line for each evaluation.
    """
    entries, frame, last = [], _Frame(), 0.0

    def on_step(entry: dict) -> None:
        nonlocal last
        entries.append(entry)
        done = entry["step"] >= entry["total"]
        if frame.notebook and (done or time.monotonic() - last > EVERY_S):
            frame.show(*_draw(entries, label, score))
            last = time.monotonic()
        elif not frame.notebook and entry.get("score") is not None and sys.stderr.isatty():
            print(f"{label}: {_finding(entries, score)}", file=sys.stderr)

    return on_step


def _draw(entries: list[dict], label: str, score: str) -> tuple[bytes, str]:
    """The picture as PNG, and what it shows in words."""
    fig, ax = plt.subplots(figsize=(7, 3))
    ax.plot([one["step"] for one in entries], [one["loss"] for one in entries], color=COLOURS["blue"], marker=".")
    ax.set(xlabel="step", ylabel="loss (nats a token)", xlim=(0, entries[-1]["total"] + 0.5), ylim=(0, None))
    ax.yaxis.label.set_color(COLOURS["blue"])
    if judged := [one for one in entries if one.get("score") is not None]:
        other = ax.twinx()
        at, shares = zip(*((one["step"], 100 * one["score"]) for one in judged), strict=True)
        other.plot(at, shares, "s-", color=COLOURS["green"])
        other.set(ylabel=f"{score} (%)", ylim=(0, 103))
        other.grid(False)
        other.spines["right"].set_visible(True)
        other.yaxis.label.set_color(COLOURS["green"])
    ax.set_title(finding := _finding(entries, score))
    buffer = io.BytesIO()
    fig.savefig(buffer, format="png")
    plt.close(fig)
    return buffer.getvalue(), f"{label}: the loss of each step. {finding}."


def _finding(entries: list[dict], score: str) -> str:
    first, last = entries[0], entries[-1]
    told = f"Loss {first['loss']:.2f} → {last['loss']:.2f} in {len(entries)} steps"
    scores = [one["score"] for one in entries if one.get("score") is not None]
    return f"{told}, {score} {scores[-1]:.0%}" if scores else told


class _Frame:
    """The one display that is updated."""

    def __init__(self):
        self._handle = None
        self.notebook = get_ipython() is not None and hasattr(get_ipython(), "kernel")

    def show(self, png: bytes, alt: str) -> None:
        bundle = {"image/png": base64.b64encode(png).decode(), "text/plain": alt}
        options = {"raw": True, "metadata": {"image/png": {"alt": alt}}}
        if self._handle is None:
            self._handle = display(bundle, display_id=True, **options)
        else:
            self._handle.update(bundle, **options)
