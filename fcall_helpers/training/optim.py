"""AdamW with decay where it belongs, and a running average of the weights."""

import contextlib
from collections.abc import Iterator

import torch
from torch import Tensor, nn

from fcall_helpers.training.config import TrainConfig


def make_optimizer(model: nn.Module, weights: dict[str, nn.Parameter], config: TrainConfig) -> torch.optim.AdamW:
    """AdamW (https://arxiv.org/abs/1711.05101) in which matrices decay; norms, biases and embeddings do not.

    Decay pulls weights to 0, which suits matrices that multiply; a norm's scale has its place at 1, and most rows of an
    embedding see no gradient for steps on end and would only shrink.
    """
    decaying, others = decay_groups(model, weights)
    groups = [{"params": decaying, "weight_decay": config.weight_decay}, {"params": others, "weight_decay": 0.0}]
    options = {"params": [group for group in groups if group["params"]], "lr": config.lr, "betas": config.betas}
    try:
        return torch.optim.AdamW(**options, fused=True)  # one pass over memory for each weight, not a dozen
    except (RuntimeError, ValueError):  # a device that has no such kernel
        return torch.optim.AdamW(**options)


def decay_groups(model: nn.Module, weights: dict[str, nn.Parameter]) -> tuple[list[nn.Parameter], list[nn.Parameter]]:
    """The weights that decay, and those that do not. A head that shares the embedding's matrix is an embedding."""
    embeddings = {id(module.weight) for module in model.modules() if isinstance(module, nn.Embedding)}
    decays = {name: weight.ndim >= 2 and id(weight) not in embeddings for name, weight in weights.items()}
    decaying = [weight for name, weight in weights.items() if decays[name]]
    return decaying, [weight for name, weight in weights.items() if not decays[name]]


class Average:
    """An exponential moving average of weights: nearly all of it is the last ``1 / (1 - decay)`` steps.

    Early on the decay is lower, (1 + t) / (10 + t) at step t, so that the weights before training soon count no more.
    """

    def __init__(self, weights: dict[str, nn.Parameter], decay: float):
        self.decay = decay
        self.weights = {name: weight.detach().clone() for name, weight in weights.items()}

    def load(self, values: dict[str, Tensor]) -> None:
        """Go on from an average that was kept."""
        for name, average in self.weights.items():
            average.copy_(values[name])

    @torch.no_grad()
    def update(self, weights: dict[str, nn.Parameter], step: int) -> None:
        """Take the weights after step ``step`` in."""
        decay = min(self.decay, (1 + step) / (10 + step))
        for name, average in self.weights.items():
            average.lerp_(weights[name], 1 - decay)


@contextlib.contextmanager
def swapped(weights: dict[str, nn.Parameter], others: dict[str, Tensor]) -> Iterator[None]:
    """The model with other values in its weights, for the block; nothing is copied."""
    _swap(weights, others)
    try:
        yield
    finally:
        _swap(weights, others)


def _swap(weights: dict[str, nn.Parameter], others: dict[str, Tensor]) -> None:
    for name in others:
        weights[name].data, others[name] = others[name], weights[name].data
