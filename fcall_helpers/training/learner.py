"""Which weights train: all of a model's, all but the frozen ones, or those of a LoRA put into it."""

import contextlib
import fnmatch
import hashlib
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import nn
from transformers.utils import logging as hf_logging

from fcall_helpers.assets import staged
from fcall_helpers.models import LM
from fcall_helpers.training.adapters import base_name, save_lora
from fcall_helpers.training.config import TrainConfig

HALVES = (torch.bfloat16, torch.float16)


@dataclass
class Learner:
    """A model made ready to train. ``weights`` are those that train, by name; ``peft`` holds the LoRA if there is one.

    ``lm.model`` is always the transformers model, a LoRA sitting inside it, so that `generate` and `forward_loss` need
    not know. ``attention`` is how the model attended before it was made ready.
    """

    lm: LM
    weights: dict[str, nn.Parameter]
    attention: str
    peft: Any = None

    @property
    def model(self) -> nn.Module:
        return self.lm.model

    def values(self) -> dict[str, torch.Tensor]:
        """The weights that train, as they are now; nothing is copied."""
        return {name: weight.detach() for name, weight in self.weights.items()}

    def load(self, values: dict[str, torch.Tensor]) -> None:
        """Put values into the weights that train."""
        with torch.no_grad():
            for name, weight in self.weights.items():
                weight.copy_(values[name])

    def frozen_digest(self) -> str:
        """The sha256 of names and shapes of all weights, and of the values of those that never change."""
        sha = hashlib.sha256()
        for name, weight in self.model.named_parameters():
            sha.update(f"{name} {tuple(weight.shape)} {name in self.weights}\n".encode())
            if name not in self.weights:
                sha.update(weight.detach().flatten().view(torch.uint8).cpu().numpy())
        return sha.hexdigest()

    def save(self, folder: Path) -> None:
        """What `models.load` reads: an adapter (``adapter=folder``), or the whole model in the weights' own type."""
        if self.peft:
            save_lora(self.peft, folder, base=base_name(self.lm))
            return
        with staged(folder) as scratch, _quiet():
            self.model.save_pretrained(scratch)
            self.lm.tokenizer.save_pretrained(scratch)

    def merge(self) -> None:
        """Make the LoRA a part of the weights, as `models.load` does with an adapter."""
        if self.peft:
            self.peft.merge_and_unload()
            self.peft = None


@contextlib.contextmanager
def prepared(lm: LM, config: TrainConfig) -> Iterator[Learner]:
    """The model with its weights in float32, a LoRA if one is wanted, frozen what is to be frozen.

    Afterwards the model is what `models.load` gives: in eval mode, in its own type, its LoRA merged, or gone when the
    run did not end well.
    """
    dtype = lm.model.dtype
    training = {name: weight.requires_grad for name, weight in lm.model.named_parameters()}
    learner = Learner(lm, {}, lm.model.config._attn_implementation)
    try:
        if config.mode == "full" and dtype in HALVES:  # small updates vanish in 8 bits of precision
            lm.model.float()
        if config.mode == "lora":
            learner.peft = add_lora(lm.model, config)
        learner.weights = choose(lm.model, config)
        for name, weight in lm.model.named_parameters():
            weight.requires_grad_(name in learner.weights)
        with attending(lm.model, config.on(lm.device).attention):
            yield learner
    finally:
        if learner.peft:
            learner.peft.unload()
        for name, weight in lm.model.named_parameters():
            weight.requires_grad_(training.get(name, True)).grad = None
        lm.model.to(dtype).eval()


@contextlib.contextmanager
def attending(model: nn.Module, kind: str) -> Iterator[None]:
    """Let the model attend in another way: a name that transformers knows, or "packed"."""
    before = model.config._attn_implementation
    model.set_attn_implementation(kind)
    try:
        yield
    finally:
        model.set_attn_implementation(before)


def choose(model: nn.Module, config: TrainConfig) -> dict[str, nn.Parameter]:
    """The weights that train, by name.

    Raises ``ValueError`` for an entry of ``freeze`` that matches no weight, and when it leaves nothing to train.
    """
    named = dict(model.named_parameters())
    frozen: set[str] = set()
    for entry in config.freeze:
        matching = {name for name in named if matches(name, entry)}
        if not matching and entry != 0:
            raise ValueError(f"freeze: no weight of the model matches {entry!r}; they are called like {min(named)!r}")
        frozen |= matching
    trains = lambda name: config.mode == "full" or ".lora_" in name  # noqa: E731
    weights = {name: weight for name, weight in named.items() if trains(name) and name not in frozen}
    if not weights:
        raise ValueError(f"freeze: {config.freeze!r} leaves nothing to train")
    return weights


def matches(name: str, entry: str | int) -> bool:
    """Whether an entry of ``freeze`` means this weight: a part of its name, or a number of layers it is one of."""
    if isinstance(entry, str):
        return fnmatch.fnmatchcase(name, f"*{entry}*")
    layer = re.search(r"(?:^|\.)(?:layers|h|blocks)\.(\d+)\.", name)
    return layer is not None and int(layer[1]) < entry


def add_lora(model: nn.Module, config: TrainConfig) -> Any:
    """Put a LoRA into the model's layers, and return PEFT's handle on it. At first it changes nothing: B is zero."""
    from peft import LoraConfig, get_peft_model

    targets = config.lora_targets if isinstance(config.lora_targets, str) else list(config.lora_targets)
    lora = LoraConfig(
        r=config.lora_rank, lora_alpha=config.lora_alpha, target_modules=targets, bias="none", task_type="CAUSAL_LM"
    )
    torch.manual_seed(config.seed)  # A is drawn at random
    try:
        with _quiet():
            return get_peft_model(model, lora)
    except ValueError as error:
        raise ValueError(f"lora_targets: {' '.join(str(error).split())[:200]}") from None


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Without transformers' progress bars, and PEFT's use of a name that transformers will drop."""
    shown = hf_logging.is_progress_bar_enabled()
    hf_logging.disable_progress_bar()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)
            yield
    finally:
        if shown:
            hf_logging.enable_progress_bar()
