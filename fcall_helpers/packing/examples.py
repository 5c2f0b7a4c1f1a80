"""Rows of a dataset as numbers."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from fcall_helpers.chat import IGNORE, MARKS, encode

COLUMNS = ("id", "messages", "tools")


@dataclass(frozen=True)
class Example:
    """One row as numbers.

    ``input_ids`` and ``labels`` are lists of T ints, ``labels`` not shifted and -100 where nothing is trained. The
    first ``block`` tokens are the turn with the system message and the tools, which other rows may begin with too.
    """

    id: str
    input_ids: list[int]
    labels: list[int]
    block: int = 0

    @property
    def first_trained(self) -> int:
        """Where the first trained token stands; nothing predicts the one at 0. Raises ``ValueError`` without any."""
        place = next((place for place, label in enumerate(self.labels) if place and label != IGNORE), None)
        if place is None:
            raise ValueError(f"row {self.id!r}: no token to train on; does it have a turn of the assistant?")
        return place


def encode_rows(dataset: Iterable[Mapping], tokenizer, *, max_length: int | None = None) -> list[Example]:
    """The rows of a dataset (id, messages, and tools as a JSON string) as numbers, laid out by `chat.encode`.

    ``max_length`` in tokens leaves out the turns at the end that do not fit. Raises ``ValueError``, naming the row, for
    one without a trainable token, for columns that are missing, for tools that are no JSON list, and for all that
    `encode` refuses.
    """
    if isinstance(dataset, (str, Mapping)) or not isinstance(dataset, Iterable):
        raise TypeError(f"dataset: expected rows with id, messages and tools, got {type(dataset).__name__}")
    opening = tokenizer.convert_tokens_to_ids(MARKS[0])
    return [_example(row, place, tokenizer, opening, max_length) for place, row in enumerate(dataset)]


def _example(row: Mapping, place: int, tokenizer, opening: int, max_length: int | None) -> Example:
    if not isinstance(row, Mapping):
        raise ValueError(f"row {place}: expected a dict with {', '.join(COLUMNS)}, got {type(row).__name__}")
    if missing := [column for column in COLUMNS if column not in row]:
        raise ValueError(f"row {row.get('id', place)!r}: it lacks {', '.join(missing)}")
    try:
        encoded = encode(row["messages"], _tools(row["tools"]), tokenizer, max_length=max_length)
    except (ValueError, TypeError) as error:
        raise ValueError(f"row {row['id']!r}: {error}") from None
    ids = encoded.input_ids
    block = ids.index(opening, 1) if opening in ids[1:] else 0  # the first turn ends where the second opens
    example = Example(row["id"], ids, encoded.labels, block)
    example.first_trained  # noqa: B018  it complains
    return example


def _tools(text: str) -> list:
    try:
        tools = json.loads(text)
    except (TypeError, ValueError):
        tools = None
    if not isinstance(tools, list):
        raise ValueError(f"tools: expected a JSON string of a list of schemas, got {text!r:.80}")
    return tools
