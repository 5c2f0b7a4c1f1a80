"""A score a token, on the text: nothing lost, the largest the darkest, and words for those who see no colours."""

import math

import pytest

from fcall_helpers import show
from fcall_helpers.show.microscope import HARD_NATS, shade
from tests.test_show import EVIL
from tests.test_show_tokens import Tokens


class Letters:
    """A tokenizer whose tokens are characters."""

    def decode(self, ids):
        return "".join(map(chr, ids))


def drawn(text, scores, **options):
    return show.saliency([ord(letter) for letter in text], scores, Letters(), **options)


def test_the_text_is_there_whole_and_as_text():
    text = EVIL + "\nend"
    shown = drawn(text, [1.0] * len(text), chosen=3)
    assert Tokens(shown.page).text.startswith(text)
    assert set(Tokens(shown.page).tags) <= {"div", "span", "br"}


def test_the_shade_goes_by_size_and_the_hover_tells_the_sign():
    page = drawn("abcd", [0.0, -2.0, 1.0, 0.0]).page
    assert f"title='position 1, score -2.000' style='background:{shade(HARD_NATS)}'" in page
    assert f"title='position 2, score +1.000' style='background:{shade(HARD_NATS / 2)}'" in page
    assert Tokens(page).titles == ["position 1, score -2.000", "position 2, score +1.000"]


def test_what_is_explained_is_framed_and_does_not_count():
    page = drawn("abc", [1.0, 0.5, 99.0], chosen=1).page
    assert shade(HARD_NATS) in page and "position 2" not in page
    assert page.count("border:2px") == 1


def test_the_largest_are_named_in_words():
    shown = drawn("abc d", [0.1, 3.0, -4.0, 0.0, 9.0], chosen=1)
    assert repr(shown).startswith("for d: largest at c (2), b (1), a (0)")
    assert repr(drawn("a", [0.0])).startswith("largest at a (0)")


@pytest.mark.parametrize(
    ("scores", "options", "says"),
    [
        ([1.0], {}, "one for each of the 2 tokens, got 1"),
        ([1.0, math.nan], {}, "finite"),
        ([1.0, 2.0], {"chosen": 2}, "chosen: expected 0 to 1"),
        ([1.0, 2.0], {"chosen": -1}, "chosen: expected 0 to 1"),
    ],
)
def test_what_cannot_be_drawn_is_told(scores, options, says):
    with pytest.raises(ValueError, match=says):
        drawn("ab", scores, **options)


def test_nothing_at_all_is_refused():
    with pytest.raises(ValueError, match="chosen"):
        drawn("", [])
