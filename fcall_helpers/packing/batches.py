"""A batch of packed rows, and the one rule of who sees whom in it."""

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import torch
from torch import Tensor

from fcall_helpers.chat import IGNORE
from fcall_helpers.loss import count_trained
from fcall_helpers.packing.examples import Example


class Unit(NamedTuple):
    """Rows that are computed together: their first ``shared`` tokens once, then each row's own."""

    rows: list[Example]
    shared: int = 0

    @property
    def size(self) -> int:
        return self.shared + sum(len(row.input_ids) - self.shared for row in self.rows)


@dataclass(frozen=True)
class Batch:
    """B sequences of T positions, each with one row or several, some of them behind a prefix they share.

    ``input_ids``, ``labels`` (not shifted, -100 where nothing is trained) and ``position_ids`` (a row's own, as if it
    ran alone) are (B, T) long. So are the two that say who sees whom: ``segments``, the row's number within its
    sequence from 1 on, 0 in a shared prefix and in padding; ``units``, from 1 on, the same for a prefix and the rows
    behind it, 0 in padding. ``ids`` names the rows, sequence by sequence. ``trained`` counts trained tokens as
    `loss.count_trained` does, ``tokens`` the positions that are no padding.
    """

    input_ids: Tensor
    labels: Tensor
    position_ids: Tensor
    segments: Tensor
    units: Tensor
    ids: tuple[str, ...]
    trained: int
    tokens: int

    def may_see(self) -> Callable[[Tensor, Tensor, Tensor, Tensor], Tensor]:
        """The rule: whether in sequence b the position q sees the position k. The head h makes no difference.

        A position sees what came before it of its own row and of the prefix in front of it, and itself. So padding
        sees padding, as it must: attention to nothing would be NaN. The arguments are integer tensors that broadcast,
        as flex attention's ``mask_mod`` has them.
        """
        units, segments = self.units, self.segments

        def rule(b: Tensor, h: Tensor, q: Tensor, k: Tensor) -> Tensor:
            prefix_or_own = (segments[b, k] == 0) | (segments[b, k] == segments[b, q])
            return (k <= q) & (units[b, k] == units[b, q]) & prefix_or_own

        return rule

    def attention_mask(self) -> Tensor:
        """The rule as a mask (B, 1, T, T), true where a position sees another: transformers takes it as it is."""
        count, width = self.input_ids.shape
        b = torch.arange(count, device=self.input_ids.device).view(-1, 1, 1, 1)
        along = torch.arange(width, device=self.input_ids.device)
        return self.may_see()(b, torch.zeros_like(b), along.view(1, 1, -1, 1), along.view(1, 1, 1, -1))

    def block_mask(self) -> Any:
        """The rule as flex attention's ``BlockMask``, with which blocks where nothing is seen cost nothing.

        See https://docs.pytorch.org/docs/stable/nn.attention.flex_attention.html.
        """
        from torch.nn.attention.flex_attention import create_block_mask  # its import takes a second or two

        (count, width), where = self.input_ids.shape, self.input_ids.device
        # Compiled it never holds the T x T booleans; on a CPU compiling takes longer than it saves.
        compiled = where.type == "cuda"
        return create_block_mask(self.may_see(), count, None, width, width, device=where, _compile=compiled)

    def to(self, device: torch.device | str) -> "Batch":
        """The same batch on another device."""
        values = {field.name: getattr(self, field.name) for field in dataclasses.fields(self)}
        moved = {name: value.to(device) for name, value in values.items() if isinstance(value, Tensor)}
        return dataclasses.replace(self, **moved)


def rows_of(batch: Batch) -> list[Example]:
    """The rows of a batch as they were before packing, in the order of ``batch.ids``; ``block`` is what was shared."""
    names, rows = iter(batch.ids), []
    for tokens, labels, segments, units in zip(batch.input_ids, batch.labels, batch.segments, batch.units, strict=True):
        for number in range(1, int(segments.max()) + 1):
            own = segments == number
            prefix = (segments == 0) & (units == units[own][0])
            both = prefix | own
            rows.append(Example(next(names), tokens[both].tolist(), labels[both].tolist(), int(prefix.sum())))
    return rows


def make_batch(sequences: Sequence[list[Unit]], width: int) -> Batch:
    """The tensors of some sequences, padded to ``width``."""
    columns = zip(*(_sequence(units, width) for units in sequences), strict=True)
    input_ids, labels, position_ids, segments, units = (torch.tensor(column) for column in columns)
    ids = tuple(row.id for sequence in sequences for unit in sequence for row in unit.rows)
    counts = {"trained": int(count_trained(labels)), "tokens": int((units != 0).sum())}
    return Batch(input_ids, labels, position_ids, segments, units, ids, **counts)


def _sequence(units: list[Unit], width: int) -> tuple[list[int], ...]:
    """Tokens, labels, positions, segments and units of one sequence."""
    tokens, labels, positions, segments, owners = columns = [], [], [], [], []
    for owner, row, start, end, number in _pieces(units):
        tokens += row.input_ids[start:end]
        labels += [IGNORE, *row.labels[start + 1 : end]]  # what stands before a piece does not predict its first token
        positions += range(start, end)
        segments += [number] * (end - start)
        owners += [owner] * (end - start)
    for column, padding in zip(columns, (0, IGNORE, 0, 0, 0), strict=True):
        column += [padding] * (width - len(column))
    return columns


def _pieces(units: list[Unit]):
    """(unit's number, row, start, end, row's number or 0 for a prefix) of the pieces of rows, in their order."""
    number = 0
    for owner, (rows, shared) in enumerate(units, 1):
        if shared:
            yield owner, rows[0], 0, shared, 0
        for row in rows:
            number += 1
            yield owner, row, shared, len(row.input_ids), number
