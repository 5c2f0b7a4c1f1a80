"""What a run is: every choice in one object, checked when it is made."""

import dataclasses
import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

LEARNING_RATES = {"full": 2e-4, "lora": 1e-3}  # where to start; a LoRA's weights begin at zero and want larger steps
CHECKPOINT_SECONDS = 300.0  # between checkpoints when no number of steps is given
ATTENTIONS = ("packed", "flex_attention", "sdpa", "eager")
# What may differ when a run is resumed: none of these changes what comes out.
FREE = ("out", "checkpoint_every", "tensorboard", "wandb")


@dataclass(frozen=True)
class TrainConfig:
    """The choices of a run. Raises ``ValueError`` naming the field that has a bad value.

    Parameters
    ----------
    out : the run's folder. If it holds a checkpoint of the same run, `train` goes on from there.
    mode : "full" trains all weights, "lora" low-rank changes of the linear layers (https://arxiv.org/abs/2106.09685).
    lr : peak learning rate; None is 2e-4 for full, 1e-3 for lora.
    schedule : "linear" or "cosine", down to 0, or "constant".
    warmup : share of the steps in which the learning rate rises to its peak, 0 to 1.
    epochs : passes over the data, 0.5 being half of one.
    max_steps : optimiser steps. Where given, the data is repeated until then, and ``epochs`` is not read.
    batch_tokens : positions of one micro-batch, padding included. Lower it when memory does not suffice.
    accumulate : micro-batches a step, over all processes. The global batch is this many times ``batch_tokens``.
    width, pad_to_multiple_of, share : how rows are packed, see `packing.pack`.
    attention : "packed" computes nothing that the mask would throw away, row by row (best on a CPU); "flex_attention"
        does the same in one kernel (a GPU); "sdpa" and "eager" with a dense mask; "auto" is the best for the device.
    max_length : tokens of a row; the turns at its end that do not fit are left out. None: all must fit the model.
    weight_decay : of matrices, a step and unit of learning rate. Norms, biases and embeddings never decay.
    betas : AdamW's averages, of the gradient and of its square.
    clip : largest norm of the gradient; 0 leaves it as it is.
    precision : "bfloat16" computes in it (autocast) while weights stay float32, "float32" computes in the type of the
        weights, "auto" takes bfloat16 where the processor is fast at it.
    seed : of the order of the data, of a LoRA's first weights and of dropout.
    freeze : what does not train: parts of names ("embed", "norm", "layers.3.mlp", with * for anything), a number for
        that many lowest layers, or a tuple of these.
    ema : decay of a running average of the weights, such as 0.999, which is then evaluated and shipped; 0 is none.
    lora_rank, lora_alpha : the rank of a LoRA, and its scale: the change counts ``lora_alpha / lora_rank`` times.
    lora_targets : names of the layers that get a LoRA, or "all-linear" (all of them but the output head).
    checkpoint_every : steps between checkpoints; None is every five minutes. Evaluations are followed by one, too.
    eval_every : steps between evaluations; None evaluates once, at the end.
    patience : stop after this many evaluations without a better one; None never stops early.
    keep : "best" ships the weights of the best evaluation, "last" those of the last step.
    tensorboard : write TensorBoard files where it is installed.
    wandb : Weights & Biases project to log to where it is installed; None asks ``WANDB_PROJECT``.
    """

    out: str | Path
    mode: str = "full"
    lr: float | None = None
    schedule: str = "linear"
    warmup: float = 0.05
    epochs: float = 1.0
    max_steps: int | None = None
    batch_tokens: int = 4096
    accumulate: int = 1
    width: int | None = None
    pad_to_multiple_of: int = 1
    share: bool = True
    attention: str = "auto"
    max_length: int | None = None
    weight_decay: float = 0.01
    betas: tuple[float, float] = (0.9, 0.95)
    clip: float = 1.0
    precision: str = "auto"
    seed: int = 0
    freeze: tuple[str | int, ...] = ()
    ema: float = 0.0
    lora_rank: int = 32
    lora_alpha: float = 32.0
    lora_targets: str | tuple[str, ...] = "all-linear"
    checkpoint_every: int | None = None
    eval_every: int | None = None
    patience: int | None = None
    keep: str = "best"
    tensorboard: bool = True
    wandb: str | None = None

    def __post_init__(self):
        if isinstance(self.freeze, (str, int)) and not isinstance(self.freeze, bool):
            self._set("freeze", (self.freeze,))
        for name in ("freeze", "betas", "lora_targets"):
            if isinstance(value := getattr(self, name), list):
                self._set(name, tuple(value))
        for name, (wanted, fits) in RULES.items():
            if not fits(value := getattr(self, name)):
                raise ValueError(f"{name}: expected {wanted}, got {value!r:.80}")
        if self.patience and not self.eval_every:
            raise ValueError("patience: it counts evaluations, so it needs eval_every as well")
        if self.lr is None:
            self._set("lr", LEARNING_RATES[self.mode])

    def _set(self, name: str, value: Any) -> None:
        object.__setattr__(self, name, value)  # it is frozen for everybody else

    def on(self, device: torch.device) -> "TrainConfig":
        """The same choices with those made that depend on the device: attention, and the width that suits it."""
        best = {"cpu": "packed", "cuda": "flex_attention"}.get(device.type, "sdpa")
        attention = best if self.attention == "auto" else self.attention
        whole = attention in ("packed", "flex_attention")  # they leave out what is not seen, however long a sequence is
        width = self.batch_tokens if whole and self.width is None else self.width
        return dataclasses.replace(self, attention=attention, width=width)

    def to_json(self) -> dict:
        """The fields as JSON has them; ``TrainConfig(**it)`` is the same configuration."""
        values = dataclasses.asdict(self)
        lists = {name: list(value) for name, value in values.items() if isinstance(value, tuple)}
        return {**values, **lists, "out": str(self.out)}

    def deciding(self) -> dict:
        """The fields that decide what comes out, as JSON has them."""
        return {name: value for name, value in self.to_json().items() if name not in FREE}


def _number(low: float, high: float = math.inf, *, above: bool = False) -> Callable[[Any], bool]:
    """Whether a value is a finite number from ``low`` (or above it) to below ``high``."""

    def fits(value: Any) -> bool:
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            return False
        return (low < value if above else low <= value) and value < high

    return fits


def _whole(low: int) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, int) and not isinstance(value, bool) and value >= low


def _maybe(fits: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda value: value is None or fits(value)


def _one_of(*names: str) -> tuple[str, Callable[[Any], bool]]:
    return f"one of {', '.join(names)}", lambda value: value in names


def _names(value: Any) -> bool:
    return isinstance(value, tuple) and bool(value) and all(isinstance(name, str) and name for name in value)


def _freezing(value: Any) -> bool:
    return isinstance(value, tuple) and all((isinstance(one, str) and one) or _whole(0)(one) for one in value)


def _betas(value: Any) -> bool:
    return isinstance(value, tuple) and len(value) == 2 and all(map(_number(0, 1), value))


RULES: dict[str, tuple[str, Callable[[Any], bool]]] = {
    "out": ("a folder", lambda value: isinstance(value, (str, Path)) and str(value) != ""),
    "mode": _one_of("full", "lora"),
    "lr": ("a number above 0, or None", _maybe(_number(0, above=True))),
    "schedule": _one_of("linear", "cosine", "constant"),
    "warmup": ("a share of the steps, 0 to below 1", _number(0, 1)),
    "epochs": ("a number above 0", _number(0, above=True)),
    "max_steps": ("a number of steps above 0, or None", _maybe(_whole(1))),
    "batch_tokens": ("a number of tokens above 0", _whole(1)),
    "accumulate": ("a number of micro-batches above 0", _whole(1)),
    "width": ("a number of tokens above 0, or None", _maybe(_whole(1))),
    "pad_to_multiple_of": ("a number of tokens above 0", _whole(1)),
    "share": ("True or False", lambda value: isinstance(value, bool)),
    "attention": _one_of("auto", *ATTENTIONS),
    "max_length": ("a number of tokens above 0, or None", _maybe(_whole(1))),
    "weight_decay": ("a number from 0 on", _number(0)),
    "betas": ("two numbers, each from 0 to below 1", _betas),
    "clip": ("a norm above 0, or 0 for none", _number(0)),
    "precision": _one_of("auto", "float32", "bfloat16"),
    "seed": ("a whole number from 0 on", _whole(0)),
    "freeze": ("parts of names, a number of lower layers, or a tuple of these", _freezing),
    "ema": ("a decay from 0 to below 1", _number(0, 1)),
    "lora_rank": ("a rank above 0", _whole(1)),
    "lora_alpha": ("a number above 0", _number(0, above=True)),
    "lora_targets": ("'all-linear' or names of layers", lambda value: value == "all-linear" or _names(value)),
    "checkpoint_every": ("a number of steps above 0, or None", _maybe(_whole(1))),
    "eval_every": ("a number of steps above 0, or None", _maybe(_whole(1))),
    "patience": ("a number of evaluations above 0, or None", _maybe(_whole(1))),
    "keep": _one_of("best", "last"),
    "tensorboard": ("True or False", lambda value: isinstance(value, bool)),
    "wandb": ("the name of a project, or None", _maybe(lambda value: isinstance(value, str) and value != "")),
}
