"""A conversation as the model sees it: tokens, coloured by role, with what is trained and how hard it is."""

import functools
import html
import math
import operator
from dataclasses import dataclass

import torch

from fcall_helpers.chat import IGNORE, MARKS, Encoded
from fcall_helpers.loss import token_losses
from fcall_helpers.show.html import ROLE_COLOURS, TEXT, Shown

START, END = MARKS
# The line under a trained token: its role's colour, strong enough to be seen where the loss has the background.
ROLE_LINES = {
    "system": "#7A7A7A",
    "user": "#0072B2",
    "assistant": "#009E73",
    "tool": "#B8860B",
    "markup": "#A0A0A0",
}
FREE, HARD, HARD_NATS = (255, 255, 255), (240, 118, 43), 5.0  # white to deep orange; dark text is readable on both


@dataclass(frozen=True)
class Token:
    """One token of what is shown; ``loss`` in nats is None where it is not known."""

    position: int
    id: int
    text: str  # readable: bytes and invisible characters written out
    quoted: str  # as Python would write it
    role: str
    label: int
    loss: float | None

    @property
    def trained(self) -> bool:
        """Whether its loss counts. Nothing predicts the first token, so it never does."""
        return self.label != IGNORE and self.position > 0

    @property
    def boxed(self) -> str:
        """The text on one line, its last line break left out; spaces alone as dots, to be seen."""
        text = self.text.removesuffix("\n")
        return text if text.strip(" ") else text.replace(" ", "·")

    @property
    def numbers(self) -> tuple[str, str]:
        """Loss and probability in figures, empty where they are not known."""
        return ("", "") if self.loss is None else (f"{self.loss:.3f}", f"{math.exp(-self.loss):.3g}")


def microscope(encoded: Encoded | list[int], tokenizer, *, logits=None, table: bool = False) -> Shown:
    """Tokens as coloured boxes; hovering tells position, id, role, label, and with logits loss and probability.

    Parameters
    ----------
    encoded : an `Encoded`, or only its ``input_ids`` (then nothing is marked as trained).
    logits : (T, V) or (1, T, V), what the model gave for these ids. Trained tokens are then shaded by their loss in
        nats, -log p(label | everything before it), as `fcall_helpers.loss.token_losses` has it; for the others the
        hover tells what the loss would be, and that it does not count.
    table : one row a token instead, for print and for reading without a mouse.

    Raises ``ValueError`` for an empty example, ids or labels that the tokenizer does not have, labels that are not one
    for each id, and logits that are not one row for each id, or not finite.
    """
    ids, labels = _read(encoded, tokenizer)
    losses = [None] * len(ids) if logits is None else _losses(ids, labels, logits)
    decoded = [tokenizer.decode([token]) for token in ids]
    forms = [_forms(tokenizer, *pair) for pair in zip(ids, decoded, strict=True)]
    tokens = [
        Token(position, ids[position], *forms[position], role, labels[position], losses[position])
        for position, role in enumerate(roles(decoded))
    ]
    summary = _summary(tokens)
    page = _legend(tokens, summary, table) + (_table(tokens, logits is not None) if table else _boxes(tokens))
    return Shown(page, f"{summary}\n{_text(tokens)}")


def roles(texts: list[str]) -> list[str]:
    """The role each token belongs to: the turn's, or "markup" for what frames a turn."""
    out, role, naming = [], "markup", False
    for text in texts:
        if text == START:
            role, naming = "", True
            out.append("markup")
        elif naming:
            role += text
            naming = "\n" not in text and text != END
            out.append("markup")
            role = role.strip()
        else:
            out.append(role if role in ROLE_COLOURS else "markup")
            if text == END:
                role = "markup"
    return out


# What comes in


def _read(encoded, tokenizer) -> tuple[list[int], list[int]]:
    whole = isinstance(encoded, Encoded)
    ids = _whole_numbers(encoded.input_ids if whole else encoded, "input_ids" if whole else "encoded")
    labels = _whole_numbers(encoded.labels, "labels") if whole else [IGNORE] * len(ids)
    if not ids:
        raise ValueError("encoded: no tokens to show")
    if len(labels) != len(ids):
        raise ValueError(f"labels: expected one for each of the {len(ids)} ids, got {len(labels)}")
    for name, values, also in (("input_ids", ids, ()), ("labels", labels, (IGNORE,))):
        for position, value in enumerate(values):
            if not 0 <= value < len(tokenizer) and value not in also:
                meant = f"one of the tokenizer's {len(tokenizer)} ids" + (" or -100" if also else "")
                raise ValueError(f"{name}: expected {meant}, got {value} at position {position}")
    return ids, labels


def _whole_numbers(values, name: str) -> list[int]:
    try:
        return [operator.index(value) for value in values]
    except TypeError:
        wanted = "an Encoded or a list of token ids" if name == "encoded" else "a list of whole numbers"
        raise TypeError(f"{name}: expected {wanted}, got {type(values).__name__} {values!r:.60}") from None


def _losses(ids: list[int], labels: list[int], logits) -> list[float | None]:
    """The loss of each token; where nothing is trained, the loss it would have. None for the first."""
    if not isinstance(logits, torch.Tensor):
        hint = "; give its .logits" if hasattr(logits, "logits") else ""
        raise TypeError(f"logits: expected a tensor, got {type(logits).__name__}{hint}")
    rows = logits.detach().squeeze(0) if logits.dim() == 3 else logits.detach()
    if rows.dim() != 2 or len(rows) != len(ids):
        raise ValueError(
            f"logits: expected (T, V) or (1, T, V) with T = {len(ids)} as there are ids, got {(*logits.shape,)}"
        )
    targets = [token if label == IGNORE else label for token, label in zip(ids, labels, strict=True)]
    losses = token_losses(rows, torch.tensor(targets, device=rows.device))
    return [None, *(losses[1:] + 0.0).tolist()]  # -0.0 + 0.0 = 0.0


def _forms(tokenizer, token: int, text: str) -> tuple[str, str]:
    """A token to read, and as Python writes it. Part of a character is given as its bytes."""
    if not text or "\N{REPLACEMENT CHARACTER}" in text:
        text = tokenizer.convert_ids_to_tokens(token) or text
        if not set(text) <= set(byte_letters()):
            return text, repr(text)  # not a vocabulary of bytes: "<0xF0>" says it already
        raw = bytes(byte_letters()[letter] for letter in text)
        return repr(raw)[2:-1], repr(raw)
    # What cannot be seen is written out: a tab, a zero-width space.
    shown = "".join(c if c.isprintable() or c == "\n" else c.encode("unicode_escape").decode() for c in text)
    return shown, repr(text)


@functools.cache
def byte_letters() -> dict[str, int]:
    """The letter that stands for each byte in a byte-level vocabulary.

    As GPT-2 has it: https://github.com/openai/gpt-2/blob/master/src/encoder.py, ``bytes_to_unicode``.
    """
    seen = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    unseen = [byte for byte in range(256) if byte not in seen]
    return {chr(byte): byte for byte in seen} | {chr(256 + n): byte for n, byte in enumerate(unseen)}


# What goes out


def shade(loss: float) -> str:
    """The background for a loss in nats: white for 0, deep orange for 5 and more."""
    part = min(max(loss / HARD_NATS, 0), 1)
    return "#" + "".join(f"{round(free + part * (hard - free)):02X}" for free, hard in zip(FREE, HARD, strict=True))


def _summary(tokens: list[Token]) -> str:
    losses = [token.loss for token in tokens if token.trained]
    summary = f"{len(tokens)} tokens, {len(losses) or 'none'} trained"
    if losses and losses[0] is not None:
        summary += f", mean loss {sum(losses) / len(losses):.3f} nats a trained token"
    return summary


def _text(tokens: list[Token]) -> str:
    return "".join(_plain(token, before) for token, before in zip(tokens, [None, *tokens], strict=False))


def _plain(token: Token, before: Token | None) -> str:
    """A token without a page: brackets around what is trained, a turn on its own line."""
    start = "\n" if token.text == START and before and not before.text.endswith("\n") else ""
    if not token.trained:
        return start + token.text
    # The line break stands behind the bracket, or the next line would begin with it.
    inner, end = token.boxed.replace("\n", "↵"), ("", "") if not token.text.endswith("\n") else ("↵", "\n")
    return f"{start}[{inner}{end[0]}{'' if token.loss is None else f' {token.loss:.2f}'}]{end[1]}"


def _hint(token: Token) -> str:
    hint = f"position {token.position}, id {token.id}, {token.role}, label {token.label}"
    hint += ", trained" if token.trained else ", not trained"
    if token.position == 0 and token.label != IGNORE:
        hint += ": nothing stands before it"
    if token.loss is None:
        return hint
    loss, probability = token.numbers
    whose = " of the label" if token.label not in (token.id, IGNORE) else ""
    counts = "" if token.trained else " (does not count)"
    return f"{hint}, loss {loss} nats{counts}, probability {probability}{whose}"


def _style(token: Token) -> str:
    if not token.trained:
        return f"background:{ROLE_COLOURS[token.role]}"
    background = ROLE_COLOURS[token.role] if token.loss is None else shade(token.loss)
    return f"background:{background};border-bottom:2px solid {ROLE_LINES[token.role]}"


def _boxes(tokens: list[Token]) -> str:
    # Single quotes, because a notebook is JSON and would escape double ones. Spaces do not break, so that a box stays
    # whole; lines break before a token that begins with one. A line break stands outside of its box.
    page, fresh = "", True
    for token in tokens:
        shown = html.escape(token.boxed).replace(" ", "\N{NO-BREAK SPACE}").replace("\n", "↵<br>")
        ends = token.text.endswith("\n")
        page += "<br>" if token.text == START and not fresh else "<wbr>" if token.text[:1] == " " else ""
        page += f"<span title='{_hint(token)}' style='{_style(token)};margin:1px'>{shown}{'↵' * ends}</span>"
        page += "<br>" * ends
        fresh = ends
    style = f"font-family:monospace;font-size:13px;line-height:1.9;overflow-wrap:anywhere;background:#FFFFFF;{TEXT}"
    return f"<div style='{style}'>{page}</div>"


def _legend(tokens: list[Token], summary: str, table: bool) -> str:
    seen = [role for role in ROLE_COLOURS if any(token.role == role for token in tokens)]
    key = "padding:1px 8px;margin-right:6px"
    keys = "".join(f"<span style='background:{ROLE_COLOURS[role]};{key}'>{role}</span>" for role in seen)
    trained = [token for token in tokens if token.trained]
    marks = [] if table or not trained else ["a line below: trained, in the colour of its role"]
    if trained and trained[0].loss is not None:
        marks.append(f"{'loss' if table else 'background of a trained token: its loss,'} {_shades()} nats and more")
    if table and any(token.loss is not None for token in tokens):
        marks.append("a loss in brackets does not count")
    style = f"font-size:13px;line-height:1.9;margin-bottom:6px;background:#FFFFFF;{TEXT}"
    return f"<div style='{style}'>{keys} {summary}{'<br>' * bool(marks)}{'; '.join(marks)}</div>"


def _shades() -> str:
    key = "border:1px solid #DDDDDD;padding:1px 8px"
    steps = range(int(HARD_NATS) + 1)
    return "".join(f"<span style='background:{shade(nats)};{key}'>{nats}</span>" for nats in steps)


def _table(tokens: list[Token], known: bool) -> str:
    names = ["position", "id", "token", "role", "label", "trained"] + ["loss (nats)", "probability"] * known
    head = "".join(f"<th>{name}</th>" for name in names)
    rows = "".join(_row(token, known) for token in tokens)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _row(token: Token, known: bool) -> str:
    cells = [token.position, token.id, token.quoted, token.role, token.label, "yes" if token.trained else "no"]
    row = "".join(f"<td>{html.escape(str(cell))}</td>" for cell in cells)
    if known:
        loss, probability = token.numbers
        colour = f" style='background:{shade(token.loss)}'" if token.trained else ""
        loss = f"({loss})" if loss and not token.trained else loss
        row += f"<td{colour}>{loss}</td><td>{probability}</td>"
    return f"<tr style='background:{ROLE_COLOURS[token.role]};{TEXT}'>{row}</tr>"
