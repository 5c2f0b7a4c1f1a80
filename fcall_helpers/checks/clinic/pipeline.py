"""A fine-tuning pipeline as the parts that every one has, whoever wrote it."""

import copy
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from fcall_helpers.chat import IGNORE


def pad_batch(examples: Sequence[Mapping], pad_token_id: int = 0) -> dict[str, Tensor]:
    """Examples padded on the right to one length T: ``input_ids``, ``labels``, ``attention_mask``, each (B, T)."""
    longest = max(len(example["input_ids"]) for example in examples)
    fill = {"input_ids": pad_token_id, "labels": IGNORE, "attention_mask": 0}
    rows = [{"attention_mask": [1] * len(example["input_ids"]), **example} for example in examples]
    return {
        name: torch.tensor([[*row[name], *[value] * (longest - len(row[name]))] for row in rows])
        for name, value in fill.items()
    }


def model_loss(model, batch: Mapping[str, Tensor]) -> Tensor:
    """What a transformers model says its loss is: a scalar, nats a token."""
    return model(**batch).loss


@dataclass
class Pipeline:
    """What happens to a row on its way into the weights. Change one part with `dataclasses.replace`.

    Parameters
    ----------
    model, tokenizer : a transformers causal language model and its tokenizer.
    train : the training rows, whatever ``encode`` reads.
    encode : row -> ``{"input_ids": [...], "labels": [...]}``, each a list of T ints (an `Encoded` will do).
    collate : list of examples -> batch, a dict of tensors with ``input_ids`` (B, T).
    loss : (model, batch) -> scalar to call ``backward`` on.
    dev, test : the rows of the other splits, if there are any.
    score : (logits (B, T, V), labels (B, T)) -> a number that is higher for a better model, if there is one.
    """

    model: Any
    tokenizer: Any
    train: Sequence
    encode: Callable[[Any], Any]
    collate: Callable[[list], Mapping[str, Tensor]] = pad_batch
    loss: Callable[[Any, Mapping[str, Tensor]], Tensor] = model_loss
    dev: Sequence = ()
    test: Sequence = ()
    score: Callable[[Tensor, Tensor], float] | None = None


def as_pipeline(given) -> Pipeline:
    """A `Pipeline` from one, from a mapping of its parts, or from a trainer of transformers or TRL."""
    pipeline = given if isinstance(given, Pipeline) else _as_pipeline(given)
    for part, needed, what in (
        ("model", ("get_output_embeddings", "parameters"), "a causal language model of transformers"),
        ("tokenizer", ("convert_tokens_to_ids", "decode"), "a tokenizer of transformers"),
        ("train", ("__len__", "__getitem__"), "a sequence of rows"),
    ):
        if not all(hasattr(value := getattr(pipeline, part), name) for name in needed):
            raise ValueError(f"pipeline: {part} should be {what}, got {type(value).__name__}")
    return pipeline


def _as_pipeline(given) -> Pipeline:
    if isinstance(given, Mapping):
        try:
            return Pipeline(**given)
        except TypeError as error:
            raise TypeError(f"pipeline: {str(error).removeprefix('Pipeline.__init__() ')}") from None
    if all(hasattr(given, name) for name in ("compute_loss", "data_collator", "train_dataset")):
        return from_trainer(given)
    raise TypeError(f"pipeline: expected a Pipeline, a dict of its parts or a Trainer, got {type(given).__name__}")


def from_trainer(trainer) -> Pipeline:
    """The parts of a `transformers.Trainer` or one derived from it, such as TRL's ``SFTTrainer``."""
    tokenizer = getattr(trainer, "processing_class", None)
    if tokenizer is None:
        raise ValueError("pipeline: the trainer has no processing_class; give it the tokenizer")
    others = trainer.eval_dataset if trainer.eval_dataset is not None else ()
    return Pipeline(
        model=trainer.model,
        tokenizer=tokenizer,
        train=trainer.train_dataset,
        encode=_numbers,
        collate=trainer.data_collator,
        loss=_trainer_loss(trainer),
        dev=[row for split in others.values() for row in split] if isinstance(others, Mapping) else others,
        score=_metric(trainer),
    )


def _trainer_loss(trainer) -> Callable:
    def loss(model, batch: Mapping[str, Tensor]) -> Tensor:
        kept = copy.deepcopy(getattr(trainer, "_metrics", None))  # TRL notes each loss for its next log
        try:
            return trainer.compute_loss(model, dict(batch))
        finally:
            if kept is not None:
                trainer._metrics = kept

    return loss


def _numbers(row: Mapping) -> dict:
    """The columns of a tokenised row that are lists of numbers: texts and messages are for people."""
    return {name: value for name, value in row.items() if _is_numbers(value)}


def _is_numbers(value) -> bool:
    return hasattr(value, "dtype") or (isinstance(value, (list, tuple)) and all(isinstance(v, int) for v in value))


def _metric(trainer) -> Callable | None:
    """A trainer's ``compute_metrics`` as one number: the sum of what it returns, its losses left out."""
    if getattr(trainer, "compute_metrics", None) is None:
        return None
    prepare = getattr(trainer, "preprocess_logits_for_metrics", None)

    def score(logits: Tensor, labels: Tensor) -> float:
        from transformers import EvalPrediction

        predictions = prepare(logits, labels) if prepare else logits
        metrics = trainer.compute_metrics(EvalPrediction(predictions=predictions.numpy(), label_ids=labels.numpy()))
        return sum(value for name, value in metrics.items() if "loss" not in name)

    return score
