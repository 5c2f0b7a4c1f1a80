"""Which rows share a sequence, and which sequences a batch."""

import bisect
import math
import os.path
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from fcall_helpers.packing.batches import Batch, Unit, make_batch
from fcall_helpers.packing.examples import Example

WIDTH = 512  # positions, for rows without a partner: a dense mask costs their square, and little padding is left
EVEN = 1400  # positions of a sequence where a dense mask makes attention cost as much as all else (135M, CPU)


def pack(
    examples: Iterable[Example],
    *,
    batch_tokens: int = 4096,
    share: bool = True,
    width: int | None = None,
    seed: int | None = None,
    pad_to_multiple_of: int = 1,
) -> list[Batch]:
    """All rows in batches of at most ``batch_tokens`` positions, padding included; a longer row is a batch by itself.

    Parameters
    ----------
    share : whether rows that begin with the same block of tokens stand behind one copy of it. What they have in common
        beyond the block is shared too, as long as none of it is trained.
    width : how many positions rows may fill together. The default suits a dense mask, where attention costs the square
        of it: 512, or more behind a prefix that is worth it. With "packed" or flex
        attention, which leave out what is not seen, pass ``batch_tokens``: one long sequence, no padding. Where a
        single row is longer, it has a sequence to itself.
    seed : shuffles rows, sequences and batches; another seed, another order. None packs and returns the longest first.
    pad_to_multiple_of : T of every batch is a multiple of it, since compiled code and GPU kernels like few shapes.

    Raises ``ValueError`` for numbers that do not fit, for no rows at all, and naming a row without a trained token.
    """
    examples = list(examples)
    _check(examples, batch_tokens, width, pad_to_multiple_of)
    rng = None if seed is None else random.Random(seed)
    rows = _ordered(examples, rng, lambda row: len(row.input_ids))
    units = [unit for group in _groups(rows, share) for unit in _split(group, width or _width(group, batch_tokens))]
    units = _ordered(units, rng, lambda unit: unit.size)
    bins = _best_fit([unit.size for unit in units], width or min(WIDTH, batch_tokens))
    sequences = [[units[place] for place in chosen] for chosen in bins]
    batches = list(_by_budget(sequences, batch_tokens, pad_to_multiple_of))
    return [make_batch(*batch) for batch in (batches if rng is None else _shuffled(batches, rng))]


def _check(examples: list[Example], batch_tokens: int, width: int | None, multiple: int) -> None:
    if not examples:
        raise ValueError("examples: expected at least one row, got none")
    for name, value in (("batch_tokens", batch_tokens), ("width", width), ("pad_to_multiple_of", multiple)):
        if (name, value) != ("width", None) and (not isinstance(value, int) or isinstance(value, bool) or value < 1):
            raise ValueError(f"{name}: expected a number of tokens above 0, got {value!r}")
    if batch_tokens % multiple:
        raise ValueError(f"batch_tokens: expected a multiple of pad_to_multiple_of={multiple}, got {batch_tokens}")
    if width is not None and width > batch_tokens:
        raise ValueError(f"width: expected at most batch_tokens={batch_tokens}, got {width}")


def _width(group: Unit, batch_tokens: int) -> int:
    """How wide sequences with a part of the group are best with a dense mask.

    Of T = P + k o positions, P being the prefix and o what each of k rows adds, a row costs (P / k + o) (1 + T / EVEN).
    That is least where k o = sqrt(P (P + EVEN)), whatever o is; so the group is cut into parts of about that.
    """
    own = [len(row.input_ids) - group.shared for row in group.rows]
    best = max((group.shared * (group.shared + EVEN)) ** 0.5, WIDTH - group.shared)
    parts = max(1, round(sum(own) / best))
    return min(group.shared + math.ceil(sum(own) / parts), batch_tokens)


def _ordered(items: Sequence, rng: random.Random | None, length) -> list:
    return sorted(items, key=length, reverse=True) if rng is None else _shuffled(items, rng)


def _shuffled(items: Sequence, rng: random.Random) -> list:
    return rng.sample(items, len(items))


def _groups(examples: list[Example], share: bool) -> Iterator[Unit]:
    """Rows that begin alike, with what they have in common; the others one by one."""
    groups = defaultdict(list)
    for place, row in enumerate(examples):
        groups[tuple(row.input_ids[: row.block]) if share and row.block else place].append(row)
    for rows in groups.values():
        shared = _common(rows)
        yield from [Unit(rows, shared)] if shared else [Unit([row]) for row in rows]


def _common(rows: list[Example]) -> int:
    """How long a prefix the rows can share: equal tokens, untrained, and the next one is untrained in every row too.

    For the last token of the prefix has one prediction, which cannot be the right place to train several rows' next.
    """
    limit = min(row.first_trained for row in rows) - 1
    ends = [min(row.input_ids for row in rows), max(row.input_ids for row in rows)]  # all others lie between the two
    return min(limit, len(os.path.commonprefix(ends))) if len(rows) > 1 else 0


def _split(group: Unit, width: int) -> Iterator[Unit]:
    """The group in parts that fit into a sequence each."""
    for chosen in _best_fit([len(row.input_ids) - group.shared for row in group.rows], width - group.shared):
        rows = [group.rows[place] for place in chosen]
        yield Unit(rows, group.shared if len(rows) > 1 else 0)


def _best_fit(sizes: list[int], room: int) -> list[list[int]]:
    """Places of the sizes, bin by bin: each goes into the fullest bin that still takes it, or opens a new one.

    What is larger than ``room`` gets a bin for itself. From the largest down this is best-fit decreasing, which needs
    at most 11/9 of the fewest bins possible, as first-fit decreasing does (Johnson 1974), and is quick to look up.
    """
    bins: list[list[int]] = []
    free: list[tuple[int, int]] = []  # (room left, bin), the least first
    for place, size in enumerate(sizes):
        at = bisect.bisect_left(free, (size,))
        if at == len(free):
            free.append((max(room, size), len(bins)))
            bins.append([])
        left, bin = free.pop(at)
        bins[bin].append(place)
        bisect.insort(free, (left - size, bin))
    return bins


def _by_budget(sequences: list[list[Unit]], batch_tokens: int, multiple: int) -> Iterator[tuple[list[list[Unit]], int]]:
    """Sequences of about the same length together, as many as the budget allows, and the width they are padded to."""
    sized = [(sum(unit.size for unit in units), units) for units in sequences]
    batch, width = [], 0
    for size, units in sorted(sized, key=lambda pair: -pair[0]):
        if batch and ((len(batch) + 1) * width > batch_tokens or 2 * size < width):  # no batch is mostly padding
            yield batch, width
            batch = []
        if not batch:
            width = -(-size // multiple) * multiple
        batch.append(units)
    yield batch, width
