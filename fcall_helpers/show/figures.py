"""Plots in one style, each with words for those who cannot see it."""

import base64
import io
from pathlib import Path

import matplotlib.pyplot as plt
from IPython.display import display

COLOURS = {"blue": "#0072B2", "orange": "#D55E00", "green": "#009E73", "pink": "#CC79A7", "yellow": "#E69F00"}
MAX_BYTES = 150_000  # of a PNG: notebooks are read on GitHub, and kept in git


def style() -> None:
    """Use the course's plot style from here on."""
    plt.style.use(Path(__file__).with_name("course.mplstyle"))


def figure(fig, alt: str) -> None:
    """Display a matplotlib figure as PNG with ``alt`` as its text, then close it.

    ``alt`` says what the plot shows, as one would to somebody on the telephone. Raises ``ValueError`` when it is
    empty or the picture is above 150 kB.
    """
    if not alt.strip():
        raise ValueError("figure: alt is empty; say in a sentence what the plot shows")
    buffer = io.BytesIO()
    fig.savefig(buffer, format="png")
    plt.close(fig)
    if len(png := buffer.getvalue()) > MAX_BYTES:
        raise ValueError(f"figure: the picture has {len(png):,} bytes, at most {MAX_BYTES:,} are kept; make it smaller")
    bundle = {"image/png": base64.b64encode(png).decode(), "text/plain": alt}
    display(bundle, raw=True, metadata={"image/png": {"alt": alt}})
