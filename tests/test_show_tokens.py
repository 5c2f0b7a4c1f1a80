"""The token microscope: each token once, and every number it shows computed a second time, another way."""

import ast
import html
import math
import re

import pytest
import torch
from hypothesis import assume, given
from hypothesis import strategies as st
from tokenizers.pre_tokenizers import ByteLevel

from fcall_helpers import show
from fcall_helpers.chat import IGNORE, Encoded, encode
from fcall_helpers.loss import masked_cross_entropy
from fcall_helpers.show.html import ROLE_COLOURS
from fcall_helpers.show.microscope import byte_letters, roles, shade
from tests.test_show import EVIL, Page, add

HOVER = re.compile(
    r"position (\d+), id (\d+), (\w+), label (-?\d+), (trained|not trained)(?:: nothing stands before it)?"
    r"(?:, loss ([\d.]+) nats( \(does not count\))?, probability ([\d.e-]+)( of the label)?)?"
)


class Tokens(Page):
    """A page with its line breaks, the microscope's signs for spaces and ends of line undone."""

    def handle_starttag(self, tag, attributes):
        super().handle_starttag(tag, attributes)
        if tag == "br":
            self.text += "\n"

    def shown(self) -> str:
        return self.text.replace("\N{NO-BREAK SPACE}", " ").replace("·", " ").replace("↵\n", "\n")

    def hovers(self) -> list[tuple]:
        return [HOVER.fullmatch(title).groups() for title in self.titles]


def rows(page: str) -> list[list[str]]:
    """The cells of a table's body."""
    body = page[page.index("<tbody>") :]
    return [[html.unescape(cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", row)] for row in body.split("<tr")[1:]]


@pytest.fixture(scope="session")
def conversation():
    call = {"id": "1", "type": "function", "function": {"name": "add", "arguments": {"a": 1, "b": 2}}}
    return [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": EVIL + "\n  1 + 2? é"},
        {"role": "assistant", "content": None, "tool_calls": [call]},
        {"role": "tool", "tool_call_id": "1", "content": "3"},
        {"role": "assistant", "content": "3, <i>of course</i>."},
    ]


@pytest.fixture(scope="session")
def example(lm, conversation):
    """A conversation's ids and labels, and the model's logits for it."""
    encoded = encode(conversation, [add], lm.tokenizer)
    with torch.no_grad():
        return encoded, lm.model(torch.tensor([encoded.input_ids])).logits


# The microscope: tokens


def test_each_token_is_shown_once_and_as_text(lm, example, conversation):
    encoded, _ = example
    page = Tokens(show.microscope(encoded, lm.tokenizer).page)
    assert set(page.tags) == {"div", "span", "br", "wbr"}
    text = lm.tokenizer.decode(encoded.input_ids)
    assert page.shown().endswith(text) and EVIL in text
    for position, (hover, token, label) in enumerate(
        zip(page.hovers(), encoded.input_ids, encoded.labels, strict=True)
    ):
        assert [int(hover[0]), int(hover[1]), int(hover[3])] == [position, token, label]
        assert hover[4] == ("not trained" if label == IGNORE else "trained") and hover[5:] == (None,) * 4
    assert {hover[2] for hover in page.hovers()} == set(ROLE_COLOURS)
    assert f"{len(encoded.input_ids)} tokens, {sum(label != IGNORE for label in encoded.labels)} trained" in page.text


def test_a_turn_begins_on_its_own_line_and_a_line_break_ends_outside_of_its_box(lm):
    ids = lm.tokenizer("<|im_start|>user\nHi<|im_end|><|im_start|>user\n\n\nHo<|im_end|>")["input_ids"]
    shown = show.microscope(ids, lm.tokenizer)
    *_, first, second, empty, _, last = Tokens(shown.page).shown().split("\n")
    assert (first, second, empty, last) == ("Hi<|im_end|>", "<|im_start|>user", "", "Ho<|im_end|>")
    assert "↵</span><br>" in shown.page and "<br></span>" not in shown.page
    assert "Hi<|im_end|>\n<|im_start|>user\n" in repr(shown)


def test_spaces_and_invisible_characters_can_be_seen(lm):
    page = Tokens(show.microscope(lm.tokenizer("a 1\t\x00b")["input_ids"], lm.tokenizer).page)
    assert page.text.endswith(r"a·1\t\x00b")


@given(text=st.text(st.characters(codec="utf-8"), min_size=1, max_size=40))
def test_a_table_gives_each_tokens_exact_text_or_bytes(lm, text):
    ids = lm.tokenizer(text)["input_ids"]
    assume(lm.tokenizer.decode(ids) == text)  # a few rare bytes are not in its vocabulary: it drops them
    read = [ast.literal_eval(row[2]) for row in rows(show.microscope(ids, lm.tokenizer, table=True).page)]
    assert len(read) == len(ids)
    assert b"".join(part if isinstance(part, bytes) else part.encode() for part in read) == text.encode()


def test_part_of_a_character_is_shown_as_bytes(lm):
    shown = show.microscope(lm.tokenizer("🎉")["input_ids"], lm.tokenizer)
    assert repr(shown).endswith(r"\xf0\x9f\x8e\x89") and Page(shown.page).text.endswith(r"\xf0\x9f\x8e\x89")
    assert set(byte_letters()) == set(ByteLevel.alphabet())


def test_a_vocabulary_without_byte_letters_shows_its_own_word_for_a_byte():
    class Pieces(list):
        def decode(self, ids):
            return "\N{REPLACEMENT CHARACTER}"

        def convert_ids_to_tokens(self, token):
            return self[token]

    assert repr(show.microscope([0, 1], Pieces(["<0xF0>", "▁é"]))).endswith("<0xF0>▁é")


def test_bare_ids_are_not_trained(lm):
    page = Tokens(show.microscope(torch.tensor([81, 278]), lm.tokenizer).page)
    assert [hover[2:5] for hover in page.hovers()] == [("markup", "-100", "not trained")] * 2
    assert "2 tokens, none trained" in page.text and "a line below" not in page.text


def test_each_token_has_the_role_of_its_turn(lm, example, conversation):
    texts = [lm.tokenizer.decode([i]) for i in example[0].input_ids]
    by_role = dict.fromkeys(ROLE_COLOURS, "")
    for text, role in zip(texts, roles(texts), strict=True):
        by_role[role] += text
    assert by_role["tool"] == "<tool_response>\n3\n</tool_response><|im_end|>"
    assert by_role["assistant"].endswith("</tool_call><|im_end|>3, <i>of course</i>.<|im_end|>")
    assert by_role["system"].startswith("Be brief.\n\nYou can call")
    assert "1 + 2?" in by_role["user"]
    assert by_role["markup"] == "".join(f"<|im_start|>{message['role']}\n\n" for message in conversation)


@pytest.mark.parametrize("texts", [[], ["<|im_start|>"], ["<|im_end|>"], ["<|im_start|>", "wizard", "\n", "x"]])
def test_odd_turns_are_markup(texts):
    assert roles(texts) == ["markup"] * len(texts)


def test_a_turn_that_ends_before_its_name_does_not_swallow_the_next():
    texts = ["<|im_start|>", "user", "<|im_end|>", "x", "<|im_start|>", "user", "\n", "y"]
    assert roles(texts) == ["markup"] * 7 + ["user"]


def test_a_token_takes_at_most_200_bytes_of_a_notebook(lm, example):
    encoded, logits = example
    for table in (False, True):
        page = show.microscope(encoded, lm.tokenizer, logits=logits, table=table).page
        assert len(page.encode()) < 200 * len(encoded.input_ids) + 1_500


# The microscope: losses


def check_numbers(ids, labels, logits, hovers):
    logs = torch.log_softmax(logits.double().reshape(len(ids), -1), -1)
    assert hovers[0][5:] == (None,) * 4
    for t, hover in enumerate(hovers[1:], 1):
        target = ids[t] if labels[t] == IGNORE else labels[t]
        expected = -logs[t - 1, target].item()
        assert float(hover[5]) == pytest.approx(expected, abs=6e-4)
        assert float(hover[7]) == pytest.approx(math.exp(-expected), rel=6e-3)
        assert bool(hover[6]) == (labels[t] == IGNORE) == (hover[4] == "not trained")
        assert bool(hover[8]) == (target != ids[t])


def test_the_hover_tells_the_models_loss_and_probability(lm, example):
    encoded, logits = example
    page = Tokens(show.microscope(encoded, lm.tokenizer, logits=logits).page)
    check_numbers(encoded.input_ids, encoded.labels, logits, page.hovers())
    mean = masked_cross_entropy(logits, torch.tensor([encoded.labels])).item()
    assert f"mean loss {mean:.3f} nats a trained token" in page.text
    assert "its loss, 012345 nats and more" in page.text  # the key to the shades


@given(
    pairs=st.lists(st.tuples(st.integers(0, 49), st.integers(0, 49) | st.just(IGNORE)), min_size=1, max_size=12),
    seed=st.integers(0, 999),
    scale=st.sampled_from([0.0, 1.0, 30.0]),
)
def test_hover_and_table_agree_with_log_softmax_for_any_labels(lm, pairs, seed, scale):
    ids, labels = ([pair[i] for pair in pairs] for i in (0, 1))
    logits = scale * torch.randn(len(ids), 50, generator=torch.Generator().manual_seed(seed))
    encoded = Encoded(ids, labels)
    hovers = Tokens(show.microscope(encoded, lm.tokenizer, logits=logits).page).hovers()
    check_numbers(ids, labels, logits, hovers)
    cells = rows(show.microscope(encoded, lm.tokenizer, logits=logits[None], table=True).page)
    for hover, row in zip(hovers, cells, strict=True):
        position, token, role, label, trained, loss, free, probability, _ = hover
        loss = f"({loss})" if free else loss or ""
        yes = "yes" if trained == "trained" else "no"
        assert row[:2] + row[3:] == [position, token, role, label, yes, loss, probability or ""]


def test_the_table_without_logits_has_no_columns_for_them(lm, example):
    encoded, logits = example
    page = show.microscope(encoded, lm.tokenizer, table=True).page
    assert {len(row) for row in rows(page)} == {6} and not Page(page).titles
    assert "probability" not in page and "nats" not in page


def test_trained_tokens_are_shaded_by_loss_and_the_others_keep_their_role(lm):
    ids = [81, 278, 81, 278]
    logits = torch.zeros(4, 300)
    logits[0, 278] = 100.0  # certain, then one in 300, then untrained
    page = show.microscope(Encoded(ids, [IGNORE, 278, 81, IGNORE]), lm.tokenizer, logits=logits).page
    styles = re.findall(r"<span title='[^']*' style='background:(#\w+);(border)?", page)
    markup = ROLE_COLOURS["markup"]
    assert styles == [(markup, ""), ("#FFFFFF", "border"), (shade(math.log(300)), "border"), (markup, "")]
    assert "loss 0.000 nats, probability 1" in page


@given(losses=st.lists(st.floats(0, 20), min_size=2, max_size=2).map(sorted))
def test_a_higher_loss_is_never_lighter_and_text_on_it_can_be_read(losses):
    def luminance(colour):  # https://www.w3.org/TR/WCAG21/#dfn-relative-luminance
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = (luminance(shade(loss)) for loss in losses)
    assert high <= low
    assert (high + 0.05) / (luminance("#1a1a1a") + 0.05) >= 4.5


def test_a_first_token_with_a_label_does_not_count(lm):
    shown = show.microscope(Encoded([81, 278], [81, 278]), lm.tokenizer, logits=torch.zeros(2, 300))
    assert Page(shown.page).titles[0].endswith("label 81, not trained: nothing stands before it")
    assert repr(shown).startswith(f"2 tokens, 1 trained, mean loss {math.log(300):.3f} nats")


def test_the_text_gives_each_trained_token_its_loss(lm):
    messages = [{"role": "user", "content": "2?"}, {"role": "assistant", "content": "4 \n4"}]
    encoded = encode(messages, (), lm.tokenizer)
    frame = "<|im_start|>user\n2?<|im_end|>\n<|im_start|>assistant\n"
    shown = show.microscope(encoded, lm.tokenizer)
    assert repr(shown) == f"{len(encoded.input_ids)} tokens, 4 trained\n{frame}[4][·↵]\n[4][<|im_end|>]\n"
    shown = show.microscope(encoded, lm.tokenizer, logits=torch.zeros(len(encoded.input_ids), 49_152))
    assert repr(shown).endswith(f"{frame}[4 10.80][·↵ 10.80]\n[4 10.80][<|im_end|> 10.80]\n")


LOGITS = torch.zeros(2, 300)


@pytest.mark.parametrize(
    ("encoded", "logits", "error", "message"),
    [
        ([], None, ValueError, "encoded: no tokens to show"),
        (Encoded([], []), None, ValueError, "encoded: no tokens to show"),
        (Encoded([1, 2], [1]), None, ValueError, "labels: expected one for each of the 2 ids, got 1"),
        (
            [1, 49_152],
            None,
            ValueError,
            "input_ids: expected one of the tokenizer's 49152 ids, got 49152 at position 1",
        ),
        ([-100], None, ValueError, "input_ids: expected one of .* got -100 at position 0"),
        (Encoded([1], [-1]), None, ValueError, "labels: expected one of .* ids or -100, got -1 at position 0"),
        ("text", None, TypeError, "encoded: expected an Encoded or a list of token ids, got str 'text'"),
        ({"input_ids": [1]}, None, TypeError, "encoded: expected an Encoded .* got dict"),
        (5, None, TypeError, "encoded: expected an Encoded .* got int 5"),
        (Encoded([1], [1.5]), None, TypeError, "labels: expected a list of whole numbers, got list"),
        ([1, 2], LOGITS[:1], ValueError, r"logits: expected \(T, V\) or \(1, T, V\) with T = 2 .* got \(1, 300\)"),
        ([1, 2], LOGITS[0], ValueError, r"logits: expected .* got \(300,\)"),
        ([1, 2], torch.stack([LOGITS] * 2), ValueError, r"logits: expected .* got \(2, 2, 300\)"),
        ([1, 2], LOGITS / 0, ValueError, "logits: NaN or infinite at position 0"),
        ([1, 300], LOGITS, ValueError, "300 is neither -100 nor a token of the 300 that logits have"),
        ([1, 2], [[0.0]], TypeError, "logits: expected a tensor, got list"),
        ([1, 2], type("Output", (), {"logits": LOGITS})(), TypeError, "got Output; give its .logits"),
    ],
)
def test_what_does_not_fit_is_named(lm, encoded, logits, error, message):
    with pytest.raises(error, match=message) as raised:
        show.microscope(encoded, lm.tokenizer, logits=logits)
    assert "\n" not in str(raised.value)
