"""Which batches make up which step: decided by the data, the configuration and the seed before the first step."""

import hashlib
import itertools
import random
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from fcall_helpers.packing import Batch, Example, encode_rows, pack
from fcall_helpers.training.config import TrainConfig


@dataclass(frozen=True)
class Step:
    """One update of the weights: its micro-batches, and where it stands (all counted from 1)."""

    number: int
    stage: int
    epoch: int
    batches: list[Batch]

    @property
    def trained(self) -> int:
        """Trained tokens of all the micro-batches, the denominator of the step's loss."""
        return sum(batch.trained for batch in self.batches)


@dataclass(frozen=True)
class Stage:
    """A part of the curriculum: examples, and for how many steps they are trained on."""

    examples: list[Example]
    steps: int


class Plan:
    """The steps of a run. ``total`` is how many there are, ``digest`` the sha256 of all examples in their order."""

    def __init__(self, stages: list[list[Example]], lengths: list[float], config: TrainConfig):
        self.config = config
        self._epochs: dict[tuple[int, int], list[list[Batch]]] = {}  # the latest alone
        steps = self._lengths(stages, lengths)
        self.stages = [Stage(*both) for both in zip(stages, steps, strict=True)]
        self.total = sum(steps)
        self.digest = digest(*stages)

    def steps(self, after: int = 0) -> Iterator[Step]:
        """The steps with a number above ``after``, the same however often and from wherever one asks."""
        number = itertools.count(1)
        for place, stage in enumerate(self.stages, 1):
            for epoch, batches in itertools.islice(self._passes(place, stage.examples), stage.steps):
                if (step := next(number)) > after:
                    yield Step(step, place, epoch, batches)

    def _passes(self, place: int, examples: list[Example]) -> Iterator[tuple[int, list[Batch]]]:
        """The steps of the first epoch, of the second, and so on without end."""
        for epoch in itertools.count(1):
            yield from ((epoch, batches) for batches in self._epoch(place, epoch, examples))

    def _epoch(self, place: int, epoch: int, examples: list[Example]) -> list[list[Batch]]:
        """The micro-batches of one pass, step by step; its order depends on the seed, the stage and the epoch alone."""
        if (place, epoch) not in self._epochs:
            seed = draw(self.config.seed, "epoch", place, epoch)
            self._epochs = {(place, epoch): deal_out(_packed(examples, self.config, seed), self.config.accumulate)}
        return self._epochs[place, epoch]

    def _lengths(self, stages: list[list[Example]], lengths: list[float]) -> list[int]:
        """Steps of each stage; of a single one without a length, as the configuration says."""
        limit = self.config.max_steps
        if not lengths:
            return [limit or max(1, round(self.config.epochs * len(self._epoch(1, 1, stages[0]))))]
        if all(isinstance(length, int) for length in lengths):
            return lengths
        if limit is None:
            raise ValueError("dataset: stages with shares need max_steps, of which they are shares")
        ends = [round(limit * sum(lengths[: place + 1])) for place in range(len(lengths))]
        return [end - start for start, end in zip([0, *ends], ends, strict=False)]


def make_plan(dataset: Any, tokenizer: Any, config: TrainConfig) -> Plan:
    """The plan for rows, `Example` objects, or stages: a list of (rows, steps) or of (rows, share of max_steps).

    Raises ``ValueError`` for stages whose lengths are not all steps (whole numbers) or all shares that add up to 1, and
    for all that `encode_rows` and `pack` refuse.
    """
    parts = list(dataset) if isinstance(dataset, (list, tuple)) else [dataset]
    staged = bool(parts) and all(isinstance(part, (list, tuple)) and len(part) == 2 for part in parts)
    if not staged:
        return Plan([read_examples(dataset, tokenizer, config, "dataset")], [], config)
    lengths = [length for _, length in parts]
    _check_lengths(lengths)
    return Plan([read_examples(rows, tokenizer, config, "dataset") for rows, _ in parts], lengths, config)


def dev_batches(dev: Any, tokenizer: Any, config: TrainConfig) -> tuple[list[Batch], str]:
    """The batches on which the dev loss is measured, and the digest of their rows; none of both without ``dev``."""
    if dev is None:
        return [], ""
    examples = read_examples(dev, tokenizer, config, "dev")
    return _packed(examples, config, None), digest(examples)


def read_examples(rows: Any, tokenizer: Any, config: TrainConfig, name: str) -> list[Example]:
    """Rows as numbers, unless they are that already. Raises ``ValueError`` when there are none."""
    if isinstance(rows, (str, dict)) or not isinstance(rows, Iterable):
        raise TypeError(f"{name}: expected rows with id, messages and tools, got {type(rows).__name__}")
    rows = list(rows)
    if not rows:
        raise ValueError(f"{name}: expected at least one row, got none")
    if all(isinstance(row, Example) for row in rows):
        return rows
    return encode_rows(rows, tokenizer, max_length=config.max_length)


def deal_out(batches: list[Batch], accumulate: int) -> list[list[Batch]]:
    """Steps of at most ``accumulate`` micro-batches, all about as large: the last must not be a small noisy one."""
    steps = -(-len(batches) // accumulate)
    cuts = [place * len(batches) // steps for place in range(steps + 1)]
    return [batches[start:end] for start, end in itertools.pairwise(cuts)]


def draw(*where: int | str) -> int:
    """A random number that is always the same for the same arguments."""
    return random.Random("/".join(map(str, where))).getrandbits(63)


def digest(*stages: list[Example]) -> str:
    """The sha256 of examples, their order included."""
    sha = hashlib.sha256()
    for examples in stages:
        sha.update(f"stage of {len(examples)}\n".encode())
        for row in examples:
            sha.update(f"{row.id!r} {len(row.input_ids)} {row.block}\n".encode())
            sha.update(array("q", row.input_ids).tobytes() + array("q", row.labels).tobytes())
    return sha.hexdigest()


def _packed(examples: list[Example], config: TrainConfig, seed: int | None) -> list[Batch]:
    options = {"share": config.share, "width": config.width, "pad_to_multiple_of": config.pad_to_multiple_of}
    return pack(examples, batch_tokens=config.batch_tokens, seed=seed, **options)


def _check_lengths(lengths: list[Any]) -> None:
    whole = [isinstance(length, int) and not isinstance(length, bool) and length > 0 for length in lengths]
    shares = [isinstance(length, float) and 0 < length <= 1 for length in lengths]
    if not all(whole) and not (all(shares) and abs(sum(lengths) - 1) < 1e-9):
        raise ValueError(
            f"dataset: stages need a number of steps each, or shares of max_steps that add up to 1.0, got {lengths}"
        )
