"""The logit explorer: its numbers against autograd, its slider against its method, its saved page against both."""

import base64
import html
import math
import re
import warnings

import ipywidgets
import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from fcall_helpers import show
from fcall_helpers.show.logits import _small_multiples
from tests import test_show
from tests.test_show import EVIL, WIDGET, Page

displayed = test_show.displayed  # the fixture
LOGIT = st.floats(-8, 8)


@given(logits=st.lists(LOGIT, min_size=2, max_size=6), right=st.integers(0, 5))
def test_probability_loss_and_gradient_agree_with_autograd(logits, right):
    names = [f"class {i}" for i in range(len(logits))]
    right %= len(names)
    z = torch.tensor(logits, dtype=torch.float64, requires_grad=True)
    loss = torch.nn.functional.cross_entropy(z, torch.tensor(right))
    loss.backward()
    state = show.logit_explorer(names, logits, names[right]).state
    assert list(state["probabilities"]) == list(state["gradient"]) == names
    assert state["loss"] == pytest.approx(loss.item(), abs=1e-12)
    assert list(state["probabilities"].values()) == pytest.approx(z.softmax(-1).tolist(), abs=1e-12)
    assert list(state["gradient"].values()) == pytest.approx(z.grad.tolist(), abs=1e-12)


@given(start=st.lists(LOGIT, min_size=3, max_size=3), value=LOGIT, name=st.sampled_from("abc"))
def test_dragging_a_slider_and_move_do_the_same(start, value, name):
    moved, dragged = (show.logit_explorer(["a", "b", "c"], start, "b") for _ in range(2))
    state = moved.move(name, value)
    dragged.sliders[name].value = value
    assert state == moved.state == dragged.state
    assert moved.logits == dragged.logits == dict(zip("abc", start, strict=True)) | {name: value}
    assert moved._page.value == dragged._page.value
    text = Page(moved._page.value).text
    assert f"loss = −log p(b) = {state['loss']:.3f} nats" in text
    for letter in "abc":
        p, gradient = state["probabilities"][letter], f"{state['gradient'][letter]:+.3f}".replace("-", "−")
        assert f"{letter}{p:.3f}{int(letter == 'b')}{gradient}" in text


def test_the_bars_have_the_length_of_their_numbers():
    page = show.logit_explorer(["a", "b"], [math.log(3), 0.0], "a")._page.value
    bars = re.findall(r"left:([\d.]+)%;width:([\d.]+)%;height", page)
    # p = 3/4, then its gradient -1/4 left of the middle of a frame from -1 to 1; p = 1/4, then +1/4 right of it
    assert bars == [("0.00", "75.00"), ("37.50", "12.50"), ("0.00", "25.00"), ("50.00", "12.50")]


@pytest.mark.parametrize(
    ("names", "logits", "target", "message"),
    [
        (["a"], [0], "a", "names: expected 2 to 6 classes, got 1"),
        (list("abcdefg"), [0] * 7, "a", "names: expected 2 to 6 classes, got 7"),
        ("ab", [0, 0], "a", "names: expected a list of class names, got 'ab'"),
        (["a", 1], [0, 0], "a", r"names: expected a list of class names, got \['a', 1\]"),
        (["a", " "], [0, 0], "a", "names: expected a list of class names"),
        (["a", "a"], [0, 0], "a", "names: expected different ones, got 'a' more than once"),
        (["a", "b"], [0, 0], "c", "target: expected one of a, b, got 'c'"),
        (["a", "b"], [0], "a", "logits: expected one for each of the 2 names, got 1"),
        (["a", "b"], [0, math.nan], "a", "logit of 'b': expected a number from -8 to 8, got nan$"),
        (["a", "b"], torch.tensor([0, math.inf]), "a", "logit of 'b': .* got inf$"),
        (["a", "b"], [0, 9], "a", "logit of 'b': .* got 9; add the same number to all"),
        (["a", "b"], [0, "x"], "a", "logit of 'b': expected a number, got 'x'"),
    ],
)
def test_an_explorer_that_cannot_be_is_refused(names, logits, target, message):
    with pytest.raises(ValueError, match=message):
        show.logit_explorer(names, logits, target)


@pytest.mark.parametrize(("name", "value"), [("c", 0), ("a", math.nan), ("a", -math.inf), ("b", 8.01), ("b", None)])
def test_a_move_that_cannot_be_is_refused_and_changes_nothing(name, value):
    explorer = show.logit_explorer(["a", "b"], [1.0, -1.0], "a")
    before = explorer.state
    with pytest.raises(ValueError, match="name: expected one of a, b, got 'c'" if name == "c" else "logit of '[ab]'"):
        explorer.move(name, value)
    assert explorer.state == before


def test_an_error_behind_a_slider_is_seen_and_raised():
    explorer = show.logit_explorer(["a", "b"], [1.0, -1.0], "a")
    with pytest.raises(ValueError, match="logit of 'a'"):
        explorer.sliders["a"].value = math.nan
    assert "Something went wrong. ValueError: logit of 'a'" in Page(explorer._page.value).text
    explorer.move("a", 0.0)
    assert "went wrong" not in explorer._page.value  # and it works on


@pytest.mark.parametrize("names", [["call", "answer"], [EVIL, "$x^2$ and $", "🎉", "d" * 80, "e", "f"]])
def test_the_saved_page_is_a_picture_with_words(names, displayed):
    explorer = show.logit_explorer(names, [0.5] * len(names), names[0])
    settings = dict(matplotlib.rcParams)
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # a warning would stand in the notebook
        explorer._ipython_display_()
    (output,) = displayed
    page, words = output["data"]["text/html"], output["data"]["text/plain"]
    assert Page(page).tags == ["img"]
    alt, source = re.fullmatch(r'<img alt="([^"<>]*)" src="data:image/png;base64,([^"]*)">', page).groups()
    assert html.unescape(alt) == words
    png = base64.b64decode(source)
    assert png.startswith(b"\x89PNG") and 5_000 < len(png) < 150_000
    loss, p = explorer.state["loss"], explorer.state["probabilities"][names[-1]]
    assert f"loss is {loss:.3f} nats" in words and f"{names[-1]}: logit 0.50, probability {p:.3f}" in words
    assert output["data"][WIDGET] == explorer.box._repr_mimebundle_()[WIDGET]
    assert plt.get_fignums() == [] and dict(matplotlib.rcParams) == settings


def test_the_curves_are_the_slope_and_the_dots_lie_on_them():
    explorer = show.logit_explorer(["a", "b", "c"], [1.0, -2.0, 0.25], "b")
    axes = np.array(_small_multiples(explorer).axes).reshape(2, 3)
    for above, below, name in zip(*axes, "abc", strict=True):
        (loss, loss_now), (p, p_now, slope, slope_now, _) = above.lines, below.lines
        x = loss.get_xdata()
        assert np.allclose(np.gradient(loss.get_ydata(), x)[1:-1], slope.get_ydata()[1:-1], atol=2e-3)
        assert np.allclose(np.exp(-np.asarray(loss.get_ydata())), p.get_ydata())
        state = explorer.state
        now = [dot.get_ydata()[0] for dot in (loss_now, p_now, slope_now)]
        assert now == pytest.approx([state["loss"], state["probabilities"]["b"], state["gradient"][name]])
        assert f"Raising {name}\n{'lowers' if name == 'b' else 'raises'} the loss" in above.get_title()


def test_the_explorer_is_made_of_widgets_that_both_versions_have():
    box = show.logit_explorer(["a", "b"], [0, 0], "a").box
    kinds = [type(widget) for widget in (box, *box.children)]
    assert kinds == [ipywidgets.VBox, ipywidgets.FloatSlider, ipywidgets.FloatSlider, ipywidgets.HTML]
