"""The loss of one decision under the fingers: drag a logit, see probability, loss and gradient move."""

import base64
import html
import io
import math
import warnings
from collections.abc import Sequence
from pathlib import Path

import ipywidgets
import matplotlib.style
import torch
from IPython.display import display
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from fcall_helpers.show.figures import COLOURS
from fcall_helpers.show.html import TEXT, note

WIDGET = "application/vnd.jupyter.widget-view+json"
LIMIT = 8.0  # the sliders run from -8 to 8: there the softmax goes from one in ten million to all but certain
SWEEP = torch.linspace(-LIMIT, LIMIT, 129, dtype=torch.float64)


class LogitExplorer:
    """One slider a class; below them the loss, and for each class its probability p, target y and gradient p - y.

    ``move(name, value)`` does without a browser what dragging a slider does. ``state`` holds the numbers shown:
    ``{"probabilities": {name: p}, "loss": nats, "gradient": {name: p - y}}``.
    """

    def __init__(self, names: Sequence[str], logits: Sequence[float], target: str):
        self.names, self.target = _checked_names(names, target), target
        values = _checked_logits(self.names, logits)
        self.sliders = {name: _slider(name, value) for name, value in zip(self.names, values, strict=True)}
        self._page = ipywidgets.HTML()
        self.box = ipywidgets.VBox([*self.sliders.values(), self._page])
        for slider in self.sliders.values():
            slider.observe(self._moved, names="value")
        self._draw()

    @property
    def logits(self) -> dict[str, float]:
        """Where the sliders stand."""
        return {name: slider.value for name, slider in self.sliders.items()}

    @property
    def state(self) -> dict:
        """The numbers for where the sliders stand: probabilities, the loss in nats, the gradient of each logit."""
        values = torch.tensor(_checked_logits(self.names, list(self.logits.values())), dtype=torch.float64)
        logs = values.log_softmax(-1).tolist()
        loss = 0.0 - logs[self.names.index(self.target)]  # not -0.0
        probabilities = {name: math.exp(log) for name, log in zip(self.names, logs, strict=True)}
        gradient = {name: p - (name == self.target) for name, p in probabilities.items()}
        return {"probabilities": probabilities, "loss": loss, "gradient": gradient}

    def move(self, name: str, value: float) -> dict:
        """Set one logit as if its slider were dragged there; returns the new ``state``.

        Raises ``ValueError`` for a name that is none of the classes and for a value that is not from -8 to 8.
        """
        if name not in self.names:
            raise ValueError(f"name: expected one of {', '.join(self.names)}, got {name!r}")
        self.sliders[name].value = _checked_logit(name, value)
        return self.state

    def _moved(self, _change) -> None:
        try:
            self._draw()
        except Exception as error:  # whoever drags must see it: a callback's traceback goes to the server's log
            self._page.value = note("Something went wrong.", f"{type(error).__name__}: {error}", good=False).page
            raise

    def _draw(self) -> None:
        self._page.value = _bars(self.state, self.target)

    def _ipython_display_(self) -> None:
        # The widget for a live page; the plot for a saved one, where widgets are dead.
        view = {"version_major": 2, "version_minor": 0, "model_id": self.box.model_id}
        alt = _in_words(self.logits, self.state, self.target)
        picture = f'<img alt="{html.escape(alt)}" src="data:image/png;base64,{_png(self)}">'
        display({WIDGET: view, "text/html": picture, "text/plain": alt}, raw=True)


def logit_explorer(names: Sequence[str], logits: Sequence[float], target: str) -> LogitExplorer:
    """Sliders for the logits of 2 to 6 classes, and what the softmax cross-entropy makes of them.

    Parameters
    ----------
    names : the classes, for instance ``["call", "answer"]``.
    logits : where the sliders start, one a class, each from -8 to 8.
    target : the class that is right.

    The gradient shown is softmax minus one-hot: Goodfellow, Bengio, Courville: Deep Learning (2016), 6.2.2.3. In a
    saved notebook, where no widget lives, a plot stands in its place that sweeps each logit with the others fixed.
    """
    return LogitExplorer(names, logits, target)


# What comes in


def _checked_names(names, target) -> list[str]:
    if isinstance(names, str) or not all(isinstance(name, str) and name.strip() for name in names):
        raise ValueError(f"names: expected a list of class names, got {names!r:.80}")
    names = list(names)
    if not 2 <= len(names) <= 6:
        raise ValueError(f"names: expected 2 to 6 classes, got {len(names)}")
    if twice := [name for name in names if names.count(name) > 1]:
        raise ValueError(f"names: expected different ones, got {twice[0]!r} more than once")
    if target not in names:
        raise ValueError(f"target: expected one of {', '.join(names)}, got {target!r}")
    return names


def _checked_logits(names: list[str], logits) -> list[float]:
    logits = logits.tolist() if isinstance(logits, torch.Tensor) else list(logits)
    if len(logits) != len(names):
        raise ValueError(f"logits: expected one for each of the {len(names)} names, got {len(logits)}")
    return [_checked_logit(name, value) for name, value in zip(names, logits, strict=True)]


def _checked_logit(name: str, value) -> float:
    try:
        number = float(value)
    except (TypeError, ValueError):
        raise ValueError(f"logit of {name!r}: expected a number, got {value!r:.80}") from None
    if not -LIMIT <= number <= LIMIT:  # also NaN, which no comparison holds for
        hint = "; add the same number to all of them, the softmax stays as it is" if math.isfinite(number) else ""
        raise ValueError(f"logit of {name!r}: expected a number from {-LIMIT:g} to {LIMIT:g}, got {number:g}{hint}")
    return number


# The live page


def _slider(name: str, value: float) -> ipywidgets.FloatSlider:
    return ipywidgets.FloatSlider(
        value=value,
        min=-LIMIT,
        max=LIMIT,
        step=0.1,
        description=name,
        readout_format=".1f",
        continuous_update=True,
        style={"description_width": "120px"},
        layout=ipywidgets.Layout(width="460px"),
    )


def _bars(state: dict, target: str) -> str:
    """The numbers as bars: probabilities grow to the right, gradients to either side of a middle line."""
    rows = "".join(
        f"<tr><td style='padding:2px 12px 2px 0'>{html.escape(name)}</td>"
        f"<td>{_bar(0, p, COLOURS['blue'])}</td><td style='padding:0 16px 0 6px'>{p:.3f}</td>"
        f"<td style='padding:0 16px 0 0;text-align:center'>{'<b>1</b>' if name == target else '0'}</td>"
        f"<td>{_bar((1 + min(g, 0)) / 2, abs(g) / 2, COLOURS['pink'], middle=True)}</td>"
        f"<td style='padding:0 0 0 6px'>{f'{g:+.3f}'.replace('-', '−')}</td></tr>"
        for name, p, g in (
            (name, state["probabilities"][name], state["gradient"][name]) for name in state["probabilities"]
        )
    )
    heads = ("class", "probability p", "", "target y", "gradient p − y", "")
    head = "".join(f"<th style='text-align:left;padding:2px 12px 2px 0'>{name}</th>" for name in heads)
    loss = f"loss = −log p({html.escape(target)}) = <b>{state['loss']:.3f} nats</b>"
    return (
        f"<div style='background:#FFFFFF;{TEXT};padding:8px 12px'><div style='font-size:16px'>{loss}</div>"
        f"<table style='border-collapse:collapse;margin-top:6px'><tr>{head}</tr>{rows}</table></div>"
    )


def _bar(start: float, length: float, colour: str, *, middle: bool = False) -> str:
    """A bar in a frame of 160 pixels; ``start`` and ``length`` are shares of it."""
    line = "<div style='position:absolute;left:50%;width:1px;height:14px;background:#7A7A7A'></div>" if middle else ""
    bar = f"<div style='position:absolute;left:{start:.2%};width:{length:.2%};height:14px;background:{colour}'></div>"
    return f"<div style='position:relative;width:160px;height:14px;background:#EEEEEE'>{bar}{line}</div>"


# The saved page


def _in_words(logits: dict[str, float], state: dict, target: str) -> str:
    parts = [
        f"{name}: logit {logits[name]:.2f}, probability {p:.3f}, gradient {state['gradient'][name]:+.3f}"
        for name, p in state["probabilities"].items()
    ]
    return (
        f"What each logit does to the loss, the others fixed. Raising that of the target, {target}, lowers the loss; "
        f"raising any other raises it. Now the loss is {state['loss']:.3f} nats; {'; '.join(parts)}."
    )


def _png(explorer: LogitExplorer) -> str:
    """The small multiples in base64: a column a class, its logit swept, the others where they stand."""
    buffer = io.BytesIO()
    with matplotlib.style.context(Path(__file__).with_name("course.mplstyle")), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing")  # a class may be named by an emoji
        _small_multiples(explorer).savefig(buffer, format="png", dpi=90)
    return base64.b64encode(buffer.getvalue()).decode()


def _small_multiples(explorer: LogitExplorer) -> Figure:
    names, target = explorer.names, explorer.target
    fig = Figure(figsize=(max(7.2, 1.75 * len(names)), 4.6), layout="constrained")
    axes = fig.subplots(2, len(names), sharex=True, sharey="row", squeeze=False)
    for (above, below), name in zip(axes.T, names, strict=True):
        _sweep(above, below, explorer, name)
        verb = "lowers" if name == target else "raises"
        above.set_title(f"Raising {_label(name)}\n{verb} the loss", fontsize=10)
        below.set_xlabel(f"logit of {_label(name)}")
    axes[0, 0].set_ylabel("loss (nats)")
    axes[1, 0].set_ylabel("probability, gradient")
    now = Line2D([], [], color="#1A1A1A", marker="o", linestyle="", label=f"now: {explorer.state['loss']:.2f} nats")
    lines = [*axes[1, 0].get_legend_handles_labels()[0], now]
    fig.legend(handles=lines, loc="outside lower center", ncols=len(lines), fontsize=10)
    fig.suptitle("The slope of every loss curve is p − y, the gradient below it", x=0.01, ha="left", fontweight="bold")
    return fig


def _sweep(above, below, explorer: LogitExplorer, name: str) -> None:
    """One class: the loss above; below the probability of the target, and the gradient of this class's logit."""
    here, right = explorer.names.index(name), explorer.names.index(explorer.target)
    now = explorer.logits[name]
    values = torch.tensor(list(explorer.logits.values()), dtype=torch.float64).repeat(len(SWEEP) + 1, 1)
    values[:-1, here] = SWEEP  # the last row is where the sliders stand
    logs = values.log_softmax(-1)
    curves = (
        (above, -logs[:, right], "orange", "loss"),
        (below, logs[:, right].exp(), "blue", "probability of the target"),
        (below, logs[:, here].exp() - int(here == right), "pink", "gradient p − y of this logit"),
    )
    for axis, curve, colour, label in curves:
        axis.plot(SWEEP, curve[:-1], color=COLOURS[colour], label=label)
        axis.plot(now, curve[-1], "o", color=COLOURS[colour])
    below.axhline(0, color="#7A7A7A", linewidth=0.8)
    below.set(xlim=(-LIMIT, LIMIT), xticks=(-LIMIT, 0, LIMIT), ylim=(-1.05, 1.05), yticks=(-1, 0, 1))


def _label(name: str) -> str:
    """A name for a title: short, and without matplotlib's reading of dollar signs."""
    return (name if len(name) <= 12 else name[:11] + "…").replace("$", r"\$")
