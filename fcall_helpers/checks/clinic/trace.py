"""What a loss really trains, read from its gradient instead of from anyone's intentions.

The gradient of the cross-entropy for the last hidden state h at a position is Wᵀ(p - y), times the position's weight:
zero where nothing is trained, and elsewhere it tells which token y was wanted. So labels, masks and shifts need not be
believed; and a loss that never builds the logits (a fused or chunked head) can be read as well.
"""

import contextlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

SURE = 0.8  # the least cosine between the gradient seen and the one a wanted token would give


@dataclass(frozen=True)
class Trace:
    """``pulled`` (B, T): where the loss has a gradient. ``shift``: how far to the right the wanted token stands, None
    when it is not among the next tokens at all. ``hidden`` (B, T, H): what the head read."""

    loss: float
    pulled: Tensor
    shift: int | None
    hidden: Tensor


def follow(model, loss: Callable, batch: Mapping[str, Tensor]) -> Trace:
    """Run a pipeline's loss on a batch and read from its gradient what it trains. Leaves the model as it was."""
    with catch_hidden(model) as caught, torch.enable_grad():
        value = loss(model, batch)
    if not caught:
        raise ValueError(f"loss: it never ran the decoder of {type(model).__name__}")
    hidden = caught[0]
    gradient = torch.zeros_like(hidden)
    if isinstance(value, Tensor) and value.requires_grad:
        (found,) = torch.autograd.grad(value, [hidden], allow_unused=True)
        gradient = torch.nan_to_num(found) if found is not None else gradient
    pulled = gradient.abs().amax(-1) > 0
    shift = wanted_shift(model, hidden.detach(), gradient, batch["input_ids"]) if pulled.any() else None
    return Trace(float(torch.as_tensor(value).detach()), pulled, shift, hidden.detach())


@contextlib.contextmanager
def catch_hidden(model):
    """Collect the decoder's last hidden states while the model runs, cut off from the layers below to be cheap."""
    caught: list[Tensor] = []

    def cut(module, arguments, output):
        torch.set_grad_enabled(True)
        hidden = (output[0] if isinstance(output, tuple) else output.last_hidden_state).detach().requires_grad_()
        caught.append(hidden)
        if isinstance(output, tuple):
            return (hidden, *output[1:])
        output.last_hidden_state = hidden
        return output

    decoder = model.get_decoder() if hasattr(model, "get_decoder") else model.base_model
    training, grad = model.training, torch.is_grad_enabled()
    hooks = [
        decoder.register_forward_pre_hook(lambda module, arguments: torch.set_grad_enabled(False) and None),
        decoder.register_forward_hook(cut),
    ]
    model.eval()  # no dropout: two runs must be comparable
    try:
        yield caught
    finally:
        for hook in hooks:
            hook.remove()
        model.train(training)
        torch.set_grad_enabled(grad)


def wanted_shift(model, hidden: Tensor, gradient: Tensor, input_ids: Tensor) -> int | None:
    """How far ahead the tokens stand that the gradient asks for: 0, 1 or 2, or None when it asks for others."""
    weight = model.get_output_embeddings().weight.detach().float()
    strength = gradient.norm(dim=-1)
    strong = strength > 0.01 * strength.max()  # where nearly nothing is left to learn, rounding decides the direction
    strong[:, -2:] = False  # every shift needs its token
    if not strong.any():
        return None
    places = strong.nonzero()[:256]
    rows, columns = places.unbind(1)
    expected = (hidden[rows, columns].float() @ weight.T).softmax(-1) @ weight  # Wᵀp
    votes = []
    for shift in (1, 0, 2):
        wanted = weight[input_ids[rows, columns + shift]]
        votes.append((functional.cosine_similarity(gradient[rows, columns].float(), expected - wanted).mean(), shift))
    best, shift = max(votes, key=lambda vote: vote[0])
    return shift if best > SURE else None
