"""The rows that are decoded together: some end, others join, and no step copies what is there already.

A `DynamicCache` joins old and new keys and values anew at every step, and again whenever a row leaves: on a CPU more
work than the model itself. Here they lie in buffers with room to spare, a slot a row. A row that ends leaves its slot
to the last one; a new row takes a free slot, whatever its length: the mask says which columns are its own.
"""

import torch
from transformers import Cache, DynamicCache
from transformers.cache_utils import DynamicLayer

SPARE = 128  # columns that a buffer is larger than it must be, when it grows
LOOSE = 1.5  # times as wide as the longest row: from there on the rows are pushed together


def open_slots(config, size: int):
    """A place for ``size`` rows of a model with this configuration.

    Models whose cache is more than keys and values of every position (sliding windows, states) keep the cache that
    transformers has for them, and a batch of theirs must end before the next begins.
    """
    plain = all(type(layer) is DynamicLayer for layer in DynamicCache(config=config).layers)
    return Slots(size) if plain else Together(size)


class Together:
    """Rows that begin together. ``mask`` (B, T) marks the positions that are a row's own, ``cache`` is the model's."""

    def __init__(self, size: int):
        self.size, self.cache, self.mask = size, None, None

    def free(self, rows: int) -> int:
        """How many rows may join ``rows`` others."""
        return 0 if rows else self.size

    def add(self, cache: DynamicCache, mask: torch.Tensor) -> None:
        """Take rows in, after those there are."""
        self.cache, self.mask = cache, mask

    def keep(self, live: list[int]) -> list[int]:
        """Let go of all other rows; returns the kept ones in the order in which they now lie."""
        if len(live) < len(self.mask):
            places = torch.tensor(live, dtype=torch.long, device=self.mask.device)
            self.cache.batch_select_indices(places)
            self.mask = self.mask[places]
        return live

    def grow(self) -> None:
        """One more column, which the next step of the model fills."""
        self.mask = torch.cat([self.mask, self.mask.new_ones(len(self.mask), 1)], dim=1)


class Slots(Together):
    """The same for rows that begin at any time."""

    def free(self, rows: int) -> int:
        return self.size - rows

    def add(self, cache: DynamicCache, mask: torch.Tensor) -> None:
        if self.cache is None:
            self.cache = Cache(layers=[_Layer(self.size, layer) for layer in cache.layers])
            self.mask = mask[:0]
        before, width = len(self.mask), max(self.mask.shape[1], mask.shape[1])
        self.mask = torch.cat([_widened(self.mask, width), _widened(mask, width)])
        for ours, theirs in zip(self.cache.layers, cache.layers, strict=True):
            ours.join(before, theirs, width)

    def keep(self, live: list[int]) -> list[int]:
        order = list(range(len(live)))
        holes = sorted({*order} - {*live})
        for hole, last in zip(holes, [place for place in live if place >= len(live)], strict=True):
            order[hole] = last
        if len(live) < len(self.mask):
            for layer in self.cache.layers:
                layer.move([order[hole] for hole in holes], holes, len(live))
            self.mask = self.mask[torch.tensor(order, dtype=torch.long, device=self.mask.device)]
        return order

    def grow(self) -> None:
        longest = int(self.mask.sum(1).max())
        if self.mask.shape[1] > LOOSE * longest + SPARE:
            # Stable: each row's own positions first and in their order, the empty ones behind them.
            columns = self.mask.argsort(dim=1, descending=True, stable=True)[:, :longest]
            self.mask = self.mask.gather(1, columns)
            for layer in self.cache.layers:
                layer.gather(columns)
        super().grow()


class _Layer(DynamicLayer):
    """One layer's keys and values, (B, heads, T, width of a head) each: views of buffers that are larger."""

    def __init__(self, size: int, like: DynamicLayer):
        super().__init__()
        self.dtype, self.device, self.is_initialized = like.keys.dtype, like.keys.device, True
        self.buffers = [part.new_zeros(size, *part.shape[1:]) for part in (like.keys, like.values)]
        self._view(0, 0)

    def update(self, key_states: torch.Tensor, value_states: torch.Tensor, *args, **kwargs):
        """Write the states of a step behind those there are."""
        rows, width = len(key_states), self.keys.shape[2]
        self._reserve(width + key_states.shape[2])
        for buffer, states in zip(self.buffers, (key_states, value_states), strict=True):
            buffer[:rows, :, width : width + states.shape[2]] = states
        return self._view(rows, width + key_states.shape[2])

    def join(self, before: int, other: DynamicLayer, width: int) -> None:
        """Copy another layer's rows behind the first ``before`` ones."""
        self._reserve(width)
        for buffer, part in zip(self.buffers, (other.keys, other.values), strict=True):
            buffer[before : before + len(part), :, : part.shape[2]] = part
        self._view(before + len(other.keys), width)

    def move(self, sources: list[int], targets: list[int], rows: int) -> None:
        """Move rows to the slots of others, and keep the first ``rows``."""
        width = self.keys.shape[2]
        for source, target in zip(sources, targets, strict=True):
            for buffer in self.buffers:
                buffer[target, :, :width] = buffer[source, :, :width]
        self._view(rows, width)

    def gather(self, columns: torch.Tensor) -> None:
        """Keep these columns of each row, (B, T) positions, in their order."""
        rows, width = columns.shape
        for buffer, part in zip(self.buffers, (self.keys, self.values), strict=True):
            buffer[:rows, :, :width] = part.take_along_dim(columns[:, None, :, None], dim=2)
        self._view(rows, width)

    def _reserve(self, width: int) -> None:
        # The spare columns are zeros and not just any memory: a mask cannot hide a NaN.
        if width > self.buffers[0].shape[2]:
            for place, buffer in enumerate(self.buffers):
                larger = buffer.new_zeros(*buffer.shape[:2], width + SPARE, buffer.shape[3])
                larger[:, :, : buffer.shape[2]] = buffer
                self.buffers[place] = larger

    def _view(self, rows: int, width: int) -> tuple[torch.Tensor, torch.Tensor]:
        self.keys, self.values = (buffer[:rows, :, :width] for buffer in self.buffers)
        return self.keys, self.values


def _widened(mask: torch.Tensor, width: int) -> torch.Tensor:
    return torch.nn.functional.pad(mask, (0, width - mask.shape[1]))
