"""What a diagnosis rests on: a pipeline's examples and batches read as rows, and one small batch followed through the
model."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import torch
from torch import Tensor

from fcall_helpers.chat import IGNORE, Encoded
from fcall_helpers.checks.clinic.pipeline import Pipeline
from fcall_helpers.checks.clinic.trace import Trace, follow
from fcall_helpers.checks.clinic.view import View, view

MAX_ROWS = 256  # rows read as tokens
TRACED = 2  # rows followed through the model
CHUNK = 8  # rows a batch for those only read


@dataclass
class Evidence:
    """Everything the diseases look at.

    ``examples``: what ``encode`` gave. ``rows``: their views. ``batched``: the views of the rows of all batches.
    ``traced``: the views of one batch by its gradient, ``trace`` and ``batch`` behind them. ``foreign``: how many rows
    have labels that are no copy of their tokens. ``crash``: what the loss raised, if it did.
    """

    pipeline: Pipeline
    examples: list[dict]
    rows: list[View] = field(default_factory=list)
    batched: list[View] = field(default_factory=list)
    traced: list[View] = field(default_factory=list)
    batch: Mapping[str, Tensor] = field(default_factory=dict)
    trace: Trace | None = None
    foreign: int = 0
    crash: Exception | None = None

    @property
    def views(self) -> list[View]:
        """Rows by what is most to be believed: the gradient first, then the batches, then the examples."""
        return [*self.traced, *self.batched, *self.rows]


def gather(pipeline: Pipeline) -> Evidence:
    """Run a pipeline's parts on its first rows and one small batch. Raises ``ValueError`` for parts that do not fit."""
    if not len(pipeline.train):
        raise ValueError("pipeline: train holds no rows")
    examples = [encoded(pipeline, place) for place in range(min(MAX_ROWS, len(pipeline.train)))]
    evidence = Evidence(pipeline, examples)
    for example in examples:
        evidence.foreign += _read(evidence, example["input_ids"], example.get("labels"), evidence.rows)
    if any(len(e.get("labels", e["input_ids"])) != len(e["input_ids"]) for e in examples):
        return evidence  # such rows make no batch
    foreign = 0
    for start in range(0, len(examples), CHUNK):
        batch = collated(pipeline, examples[start : start + CHUNK])
        for ids, labels in _unpadded(batch):
            foreign += _read(evidence, ids, labels, evidence.batched)
    evidence.foreign = max(evidence.foreign, foreign)
    _follow(evidence)
    return evidence


def encoded(pipeline: Pipeline, place: int) -> dict:
    """One example as a dict of lists; an `Encoded` is taken apart."""
    try:
        example = pipeline.encode(pipeline.train[place])
    except Exception as error:
        raise ValueError(f"encode: row {place} raised {type(error).__name__}: {error}") from error
    if isinstance(example, Encoded):
        example = {"input_ids": example.input_ids, "labels": example.labels}
    if not isinstance(example, Mapping) or "input_ids" not in example:
        raise ValueError(f"encode: expected a dict with input_ids for row {place}, got {example!r:.80}")
    return {
        name: value.tolist() if isinstance(value, Tensor) and name in ("input_ids", "labels") else value
        for name, value in example.items()
    }


def collated(pipeline: Pipeline, examples: Sequence[dict]) -> Mapping[str, Tensor]:
    batch = pipeline.collate([dict(example) for example in examples])
    ids = batch.get("input_ids") if isinstance(batch, Mapping) else None
    if not isinstance(ids, Tensor) or ids.dim() != 2:
        raise ValueError(f"collate: expected a dict with input_ids of shape (B, T), got {type(batch).__name__}")
    return batch


def _read(evidence: Evidence, ids: list[int], labels: list[int] | None, views: list[View]) -> bool:
    """Add a row's view; whether its labels are foreign to it. Without labels the collator is to make them."""
    row = view(ids, labels, evidence.pipeline.tokenizer) if labels is not None else None
    views += [row] if row else []
    return labels is not None and row is None


def _unpadded(batch: Mapping[str, Tensor]):
    """The ids and labels of each row without its padding."""
    ids, labels = batch["input_ids"], batch.get("labels")
    for row, keep in enumerate(_kept(batch)):
        yield ids[row][keep].tolist(), None if labels is None else labels[row][keep].tolist()


def _kept(batch: Mapping[str, Tensor]) -> Tensor:
    """(B, T), False at padding. A mask of another shape, (B, 1, T, T), says who sees whom and not what is padding."""
    ids, mask = batch["input_ids"], batch.get("attention_mask")
    return mask.bool() if mask is not None and mask.shape == ids.shape else torch.ones_like(ids).bool()


def _follow(evidence: Evidence) -> None:
    """Follow one batch of the shortest rows through the model, and read its rows from the gradient."""
    pipeline = evidence.pipeline
    lengths = [len(example["input_ids"]) for example in evidence.examples]
    shortest = sorted(range(len(lengths)), key=lengths.__getitem__)[:TRACED]
    batch = collated(pipeline, [evidence.examples[place] for place in shortest])
    device = next(pipeline.model.parameters()).device
    evidence.batch = {name: value.to(device) if isinstance(value, Tensor) else value for name, value in batch.items()}
    try:
        evidence.trace = trace = follow(pipeline.model, pipeline.loss, evidence.batch)
    except (RuntimeError, ValueError, IndexError, TypeError, KeyError) as error:
        evidence.crash = error
        return
    if trace.shift is None:
        return
    evidence.traced = list(_traced_views(batch, trace, pipeline.tokenizer))


def _traced_views(batch: Mapping[str, Tensor], trace: Trace, tokenizer):
    """Each row without its padding, trained where the gradient says so."""
    rows = zip(_unpadded(batch), _kept(batch), trace.pulled.cpu(), strict=True)
    for (ids, labels), keep, pulled in rows:
        trained = [False] * trace.shift + pulled[keep].tolist()
        # What the last position is to predict is no longer in the row, but may stand in labels shifted beforehand.
        beyond = [labels[-1]] if labels and trained[-1] and labels[-1] != IGNORE else []
        whole = [*ids, *beyond]
        yield View(whole, (trained + [False])[: len(whole)], tokenizer)
