"""The rows that are decoded together: some end, others join, and no step copies what is there already.

A `DynamicCache` joins old and new keys and values anew at every step, and again whenever a row leaves: on a CPU more
work than the model itself. Here they lie in buffers with room to spare, a slot a row. A row that ends leaves its slot
to the last one; a new row takes a free slot, whatever its length: the mask says which columns are its own, and each
row writes at its own end.
"""

import torch
from transformers import Cache, DynamicCache
from transformers.cache_utils import DynamicLayer

SPARE = 128  # columns that a buffer is larger than it must be, when it grows


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
    """The same for rows that begin at any time, each at the left of its slot: all are as wide as the longest."""

    def __init__(self, size: int):
        super().__init__(size)
        self.lengths = torch.zeros(0, dtype=torch.long)  # (B,) positions that a row has

    def free(self, rows: int) -> int:
        return self.size - rows

    def add(self, cache: DynamicCache, mask: torch.Tensor) -> None:
        if self.cache is None:
            self.cache = Cache(layers=[_Layer(self.size, layer) for layer in cache.layers])
            self.lengths = self.lengths.to(mask.device)
        columns = mask.argsort(dim=1, descending=True, stable=True)  # a row's own first, in their order
        for ours, theirs in zip(self.cache.layers, cache.layers, strict=True):
            ours.join(len(self.lengths), theirs, columns)
        self._see(torch.cat([self.lengths, mask.sum(1)]))

    def keep(self, live: list[int]) -> list[int]:
        order = list(range(len(live)))
        holes = sorted({*order} - {*live})
        for hole, last in zip(holes, [place for place in live if place >= len(live)], strict=True):
            order[hole] = last
        if len(live) < len(self.lengths):
            for layer in self.cache.layers:
                layer.move([order[hole] for hole in holes], holes, self.mask.shape[1])
            self._see(self.lengths[torch.tensor(order, dtype=torch.long, device=self.lengths.device)])
        return order

    def grow(self) -> None:
        places = self.lengths
        self._see(places + 1)
        for layer in self.cache.layers:
            layer.open(places, self.mask.shape[1])

    def _see(self, lengths: torch.Tensor) -> None:
        """Make the mask that fits these lengths."""
        self.lengths = lengths
        width = int(lengths.max()) if len(lengths) else 0
        self.mask = (torch.arange(width, device=lengths.device) < lengths[:, None]).long()


class _Layer(DynamicLayer):
    """One layer's keys and values, (B, heads, T, width of a head) each: views of buffers that are larger."""

    def __init__(self, size: int, like: DynamicLayer):
        super().__init__()
        self.dtype, self.device, self.is_initialized = like.keys.dtype, like.keys.device, True
        self.buffers = [part.new_zeros(size, *part.shape[1:]) for part in (like.keys, like.values)]
        self._view(0, 0)

    def open(self, places: torch.Tensor, width: int) -> None:
        """Have the next step written at ``places``, a column for each row, of ``width`` then."""
        self.places, self.rows = places, torch.arange(len(places), device=places.device)
        self._reserve(width)
        self._view(len(places), width - 1)  # the model makes the mask as if a column were added behind these

    def update(self, key_states: torch.Tensor, value_states: torch.Tensor, *args, **kwargs):
        """Write the states of a step, each row's at its own end."""
        for buffer, states in zip(self.buffers, (key_states, value_states), strict=True):
            buffer[self.rows, :, self.places] = states[:, :, 0]
        return self._view(len(self.rows), self.keys.shape[2] + 1)

    def join(self, before: int, other: DynamicLayer, columns: torch.Tensor) -> None:
        """Copy these columns of another layer's rows, (B, T) positions, behind the first ``before`` rows."""
        self._reserve(columns.shape[1])
        for buffer, part in zip(self.buffers, (other.keys, other.values), strict=True):
            found = part.take_along_dim(columns[:, None, :, None], dim=2)
            buffer[before : before + len(part), :, : columns.shape[1]] = found

    def move(self, sources: list[int], targets: list[int], width: int) -> None:
        """Move rows to the slots of others."""
        for source, target in zip(sources, targets, strict=True):
            for buffer in self.buffers:
                buffer[target, :, :width] = buffer[source, :, :width]

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
