"""One row as the loss sees it: its tokens, which of them are trained, and whose turn each belongs to."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from fcall_helpers.chat import IGNORE, MARKS

NOT_SHIFTED, SHIFTED, TWICE = 0, 1, 2  # how far to the right of a label its token stands


@dataclass(frozen=True)
class Turn:
    """A turn's role, and where its opening mark, its text and its end mark stand, if it is ``closed``."""

    role: str
    start: int
    body: int
    end: int
    closed: bool


@dataclass(frozen=True)
class View:
    """T token ids and for each whether it is trained."""

    ids: list[int]
    trained: list[bool]
    tokenizer: object

    @cached_property
    def turns(self) -> list[Turn]:
        """The turns between ChatML's marks; none where the row has no such marks."""
        return read_turns(self.ids, self.tokenizer)

    def text(self, start: int, end: int | None = None) -> str:
        return self.tokenizer.decode(self.ids[start:end])


def mark_id(tokenizer, mark: str) -> int | None:
    """A mark's token; None where there is none and the tokenizer would give its token for unknown words."""
    token = tokenizer.convert_tokens_to_ids(mark)
    return token if token is not None and tokenizer.convert_ids_to_tokens(token) == mark else None


def read_turns(ids: Sequence[int], tokenizer) -> list[Turn]:
    """Whose turn is where, read from the tokens alone, so that any pipeline's rows can be read."""
    opening, closing = (mark_id(tokenizer, mark) for mark in MARKS)
    starts = [position for position, token in enumerate(ids) if token == opening]
    turns = []
    for start, stop in zip(starts, [*starts, len(ids)][1:], strict=True):
        end = next((p for p in range(start + 1, stop) if ids[p] == closing), stop)
        role, body = "", start + 1
        while body < end and "\n" not in role:
            role += tokenizer.decode([ids[body]])
            body += 1
        if not role.endswith("\n") and "\n" in role:
            body -= 1  # the newline shares a token with what the turn says
        turns.append(Turn(role.partition("\n")[0], start, body, end, end < stop))
    return turns


def offset_of(ids: Sequence[int], labels: Sequence[int]) -> int | None:
    """How far to the right of each label its token stands: 0 as transformers wants it, 1 when shifted beforehand.

    None when the labels are no copy of the tokens at all.
    """
    trained = [(place, label) for place, label in enumerate(labels) if label != IGNORE]
    for offset in (NOT_SHIFTED, SHIFTED, TWICE):
        inside = [(place, label) for place, label in trained if place + offset < len(ids)]
        if inside and all(ids[place + offset] == label for place, label in inside):
            return offset
    return NOT_SHIFTED if not trained else None


def view(ids: Sequence[int], labels: Sequence[int], tokenizer) -> View | None:
    """A row's `View` by its labels; None when these are no copy of the tokens."""
    offset = offset_of(ids, labels) if len(ids) == len(labels) else None
    if offset is None:
        return None
    # Labels shifted beforehand may end in the one token that was cut off the inputs.
    whole = [*ids, *(label for label in labels[len(ids) - offset :] if label != IGNORE)] if offset else list(ids)
    trained = [False] * offset + [label != IGNORE for label in labels]
    trained[:1] = [False]  # nothing predicts the first token
    return View(whole, (trained + [False] * len(whole))[: len(whole)], tokenizer)


def document_starts(ids: Sequence[int], tokenizer, examples: Sequence[Sequence[int]]) -> list[int]:
    """Where the conversations packed into one row begin: at a system turn, and where a known example begins."""
    starts = {0} | {turn.start for turn in read_turns(ids, tokenizer) if turn.role == "system"}
    for example in examples:
        starts |= {at for at in range(len(ids) - len(example) + 1) if list(ids[at : at + len(example)]) == [*example]}
    return sorted(starts)


def restarts(positions: Sequence[int]) -> list[int]:
    """Where position ids begin anew and go on; padding stays at 0."""
    return [at for at, pair in enumerate(zip(positions, positions[1:], strict=False)) if pair == (0, 1)]
