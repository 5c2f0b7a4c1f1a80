"""What a diagnosis rests on: a pipeline's examples and batches read as rows, and one small batch followed through the
model."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from numbers import Integral

import torch
from torch import Tensor

from fcall_helpers.chat import IGNORE, Encoded
from fcall_helpers.checks.clinic.pipeline import Pipeline
from fcall_helpers.checks.clinic.trace import LossError, Trace, follow
from fcall_helpers.checks.clinic.view import View, view

MAX_ROWS = 256  # rows read as tokens
TRACED = 2  # rows followed through the model
CHUNK = 8  # rows a batch for those only read


@dataclass
class Evidence:
    """Everything the diseases look at.

    ``given``: what ``encode`` gave, ``examples``: its ids and labels as lists, ``rows``: their views. ``batched``: the
    views of the rows of all batches. ``traced``: the views of one batch by its gradient, ``trace`` and ``batch`` behind
    them; ``honest`` when the labels of that batch say the same. ``foreign``: how many rows have labels that are no copy
    of their tokens. ``crash``: what the loss raised, if it did.
    """

    pipeline: Pipeline
    given: list[Mapping]
    examples: list[dict]
    rows: list[View] = field(default_factory=list)
    batched: list[View] = field(default_factory=list)
    traced: list[View] = field(default_factory=list)
    batch: Mapping[str, Tensor] = field(default_factory=dict)
    trace: Trace | None = None
    honest: bool = False
    foreign: int = 0
    crash: Exception | None = None

    @cached_property
    def texts(self) -> list[View]:
        """The rows to read words in, whatever is trained in them."""
        plain = (example["input_ids"] for example in self.examples)
        return self.batched or self.rows or [View(ids, [False] * len(ids), self.pipeline.tokenizer) for ids in plain]

    @property
    def best(self) -> list[View]:
        """The rows to count trained tokens in: all where the labels say what the gradient says, else the traced."""
        if self.trace and self.trace.shift == 1 and not self.honest:
            return self.traced
        return self.batched or self.rows or self.traced


def gather(pipeline: Pipeline) -> Evidence:
    """Run a pipeline's parts on its first rows and one small batch. Raises ``ValueError`` for parts that do not fit."""
    if not len(pipeline.train):
        raise ValueError("pipeline: train holds no rows")
    given = [encoded(pipeline, place) for place in range(min(MAX_ROWS, len(pipeline.train)))]
    examples = [read(example, place) for place, example in enumerate(given)]
    evidence = Evidence(pipeline, given, examples)
    for example in examples:
        evidence.foreign += _read(evidence, example["input_ids"], example.get("labels"), evidence.rows)
    if any(len(e.get("labels", e["input_ids"])) != len(e["input_ids"]) for e in examples):
        return evidence  # such rows make no batch
    foreign = 0
    for start in range(0, len(examples), CHUNK):
        batch = collated(pipeline, given[start : start + CHUNK])
        for ids, labels in _unpadded(batch):
            foreign += _read(evidence, ids, labels, evidence.batched)
    evidence.foreign = max(evidence.foreign, foreign)
    _follow(evidence)
    return evidence


def encoded(pipeline: Pipeline, place: int) -> Mapping:
    """One example as ``encode`` gives it and ``collate`` takes it; an `Encoded` is taken apart."""
    try:
        example = pipeline.encode(pipeline.train[place])
    except Exception as error:
        raise ValueError(f"encode: row {place} raised {one_line(error)}") from error
    if isinstance(example, Encoded):
        example = {"input_ids": example.input_ids, "labels": example.labels}
    if not isinstance(example, Mapping) or "input_ids" not in example:
        raise ValueError(f"encode: expected a dict with input_ids for row {place}, got {_shown(example)}")
    return example


def read(example: Mapping, place: int) -> dict[str, list[int]]:
    """The ids and labels of an example as lists, whether they are lists, arrays or tensors, (T,) or (1, T)."""
    found = {}
    for name in ("input_ids", "labels"):
        if (value := example.get(name)) is None:
            continue
        values = value.tolist() if hasattr(value, "tolist") else value
        values = values[0] if isinstance(values, list) and len(values) == 1 and isinstance(values[0], list) else values
        if not isinstance(values, (list, tuple)) or not all(isinstance(one, Integral) for one in values):
            raise ValueError(f"encode: expected {name} as T ints for row {place}, got {_shown(value)}")
        found[name] = [int(one) for one in values]
    return found


def collated(pipeline: Pipeline, examples: Sequence[Mapping]) -> Mapping[str, Tensor]:
    """A batch of examples, with copies of them, so that a collator may change them."""
    try:
        batch = pipeline.collate([dict(example) for example in examples])
    except Exception as error:
        raise ValueError(f"collate: raised {one_line(error)}") from error
    ids = batch.get("input_ids") if isinstance(batch, Mapping) else None
    if not isinstance(ids, Tensor) or ids.dim() != 2:
        got = f"input_ids of shape {(*ids.shape,)}" if isinstance(ids, Tensor) else _shown(batch)
        raise ValueError(f"collate: expected a dict with input_ids of shape (B, T), got {got}")
    return batch


def one_line(error: BaseException) -> str:
    """An exception's name and the first line of what it says."""
    return ": ".join([type(error).__name__, *str(error).splitlines()[:1]])[:120]


def _shown(value) -> str:
    return " ".join(f"{type(value).__name__} {value!r}".split())[:80]


def _read(evidence: Evidence, ids: list[int], labels: list[int] | None, views: list[View]) -> bool:
    """Add a row's view; whether its labels are foreign to it. Without labels the collator is to make them."""
    row = view(ids, labels, evidence.pipeline.tokenizer) if labels is not None else None
    views += [row] if row else []
    return labels is not None and row is None


def _unpadded(batch: Mapping[str, Tensor]):
    """The ids and labels of each row without its padding."""
    ids, labels = batch["input_ids"], batch.get("labels")
    if not isinstance(labels, Tensor) or labels.shape != ids.shape:
        labels = None  # they are something of the pipeline's own, and the gradient must tell
    for row, keep in enumerate(kept(batch)):
        yield ids[row][keep].tolist(), None if labels is None else labels[row][keep].tolist()


def kept(batch: Mapping[str, Tensor]) -> Tensor:
    """(B, T), False at padding. A mask of another shape, (B, 1, T, T), says who sees whom and not what is padding."""
    ids, mask = batch["input_ids"], batch.get("attention_mask")
    return mask.bool() if mask is not None and mask.shape == ids.shape else torch.ones_like(ids).bool()


def _follow(evidence: Evidence) -> None:
    """Follow one batch of the shortest rows through the model, and read its rows from the gradient."""
    pipeline = evidence.pipeline
    lengths = [len(example["input_ids"]) for example in evidence.examples]
    shortest, *others = sorted(range(len(lengths)), key=lengths.__getitem__)
    others.sort(key=lambda place: lengths[place] == lengths[shortest])  # unlike ones first: padding is looked at, too
    batch = collated(pipeline, [evidence.given[place] for place in (shortest, *others)[:TRACED]])
    device = next(pipeline.model.parameters()).device
    evidence.batch = {name: value.to(device) if isinstance(value, Tensor) else value for name, value in batch.items()}
    try:
        evidence.trace = trace = follow(pipeline.model, pipeline.loss, evidence.batch)
    except LossError as error:
        evidence.crash = error.__cause__
        return
    if trace.shift is None:
        return
    evidence.traced = list(_traced_views(batch, trace, pipeline.tokenizer))
    labelled = [labels and view(ids, labels, pipeline.tokenizer) for ids, labels in _unpadded(batch)]
    evidence.honest = all(
        said and said.trained == seen.trained for said, seen in zip(labelled, evidence.traced, strict=True)
    )


def _traced_views(batch: Mapping[str, Tensor], trace: Trace, tokenizer):
    """Each row without its padding, trained where the gradient says so."""
    rows = zip(_unpadded(batch), kept(batch), trace.pulled.cpu(), strict=True)
    for (ids, labels), keep, pulled in rows:
        trained = [False] * trace.shift + pulled[keep].tolist()
        # What the last position is to predict is no longer in the row, but may stand in labels shifted beforehand.
        beyond = [labels[-1]] if labels and trained[-1] and labels[-1] != IGNORE else []
        whole = [*ids, *beyond]
        yield View(whole, (trained + [False])[: len(whole)], tokenizer)
