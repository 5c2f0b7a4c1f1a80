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

MOST = 256  # positions looked at to find the shift
SURE = 0.8  # the least cosine between the gradient seen and the one a wanted token would give


@dataclass(frozen=True)
class Trace:
    """``pulled`` (B, T): where the loss has a gradient. ``shift``: how far to the right the wanted token stands, None
    when it is not among the next tokens at all. ``hidden`` (B, T, H): what the head read."""

    loss: float
    pulled: Tensor
    shift: int | None
    hidden: Tensor


class LossError(Exception):
    """The loss itself raised what stands in ``__cause__``."""


def follow(model, loss: Callable, batch: Mapping[str, Tensor]) -> Trace:
    """Run a pipeline's loss on a batch and read from its gradient what it trains. Leaves the model as it was.

    Raises `LossError` when the loss raises, ``ValueError`` when it is no loss of this batch.
    """
    value, caught = run(model, loss, batch)
    if not isinstance(value, (Tensor, float, int)) or (isinstance(value, Tensor) and value.numel() != 1):
        got = f"shape {(*value.shape,)}" if isinstance(value, Tensor) else type(value).__name__
        raise ValueError(f"loss: expected a scalar, got {got}")
    found = [None]
    if isinstance(value, Tensor) and value.requires_grad:
        found = torch.autograd.grad(value, caught, torch.ones_like(value), allow_unused=True)
    # Of several runs, such as one of a reference without gradients, the one that learns.
    hidden, gradient = next(
        (pair for pair in zip(caught, found, strict=False) if pair[1] is not None), (caught[0], None)
    )
    gradient = torch.zeros_like(hidden) if gradient is None else torch.nan_to_num(gradient)
    hidden, gradient = (aligned(values, batch["input_ids"]) for values in (hidden.detach(), gradient))
    pulled = gradient.abs().amax(-1) > 0
    shift = wanted_shift(model, hidden, gradient, batch["input_ids"]) if pulled.any() else None
    return Trace(float(torch.as_tensor(value).detach()), pulled, shift, hidden)


def run(model, loss: Callable, batch: Mapping[str, Tensor]) -> tuple[object, list[Tensor]]:
    """What the loss returned, and the hidden states of each run of the decoder, at least one."""
    with catch_hidden(model) as caught, torch.enable_grad():
        try:
            value = loss(model, batch)
        except Exception as error:  # of code that is not ours
            raise LossError from error
    if not caught:
        raise ValueError(f"loss: it never ran the decoder of {type(model).__name__}")
    return value, caught


def aligned(values: Tensor, input_ids: Tensor) -> Tensor:
    """(B, T, H) as the batch has it: without what a tuned prompt puts before it, and 0 at last tokens never read."""
    if len(values) != len(input_ids):
        shapes = f"{(*values.shape[:2],)} where collate gave {(*input_ids.shape,)}"
        raise ValueError(f"loss: it ran the decoder on rows of its own, {shapes}; let it take the batch in one run")
    extra = values.shape[1] - input_ids.shape[1]
    return values[:, extra:] if extra >= 0 else functional.pad(values, (0, 0, 0, -extra))


@contextlib.contextmanager
def catch_hidden(model):
    """Collect the decoder's last hidden states while the model runs, cut off from the layers below to be cheap."""
    caught: list[Tensor] = []
    outside: list[bool] = []  # whether the loss wanted gradients where it ran the decoder

    def enter(module, arguments):
        outside.append(torch.is_grad_enabled())
        torch.set_grad_enabled(False)

    def cut(module, arguments, output):
        torch.set_grad_enabled(outside.pop())
        hidden = (output[0] if isinstance(output, tuple) else output.last_hidden_state).detach().requires_grad_()
        caught.append(hidden)
        if isinstance(output, tuple):
            return (hidden, *output[1:])
        output.last_hidden_state = hidden
        return output

    decoder = model.get_decoder() if hasattr(model, "get_decoder") else model.base_model
    training, grad = [(module, module.training) for module in model.modules()], torch.is_grad_enabled()
    hooks = [decoder.register_forward_pre_hook(enter), decoder.register_forward_hook(cut)]
    model.eval()  # no dropout: two runs must be comparable
    try:
        yield caught
    finally:
        for hook in hooks:
            hook.remove()
        for module, flag in training:
            module.training = flag
        torch.set_grad_enabled(grad)


def wanted_shift(model, hidden: Tensor, gradient: Tensor, input_ids: Tensor) -> int | None:
    """How far ahead the tokens stand that the gradient asks for: 0, 1 or 2, or None when it asks for others."""
    weight = model.get_output_embeddings().weight.detach().float()
    strength = gradient.float().norm(dim=-1)
    strength[:, -2:] = 0  # every shift needs its token
    strongest = strength.flatten().topk(min(MOST, strength.numel())).indices
    rows, columns = torch.unravel_index(strongest[strength.flatten()[strongest] > 0], strength.shape)
    if not len(rows):
        return None
    expected = (hidden[rows, columns].float() @ weight.T).softmax(-1) @ weight  # Wᵀp
    # Label smoothing asks for a little of every token; what it adds to the gradient says nothing of the one wanted.
    smooth = functional.normalize(expected - weight.mean(0), dim=-1)
    without = lambda values: values - (values * smooth).sum(-1, keepdim=True) * smooth  # noqa: E731
    seen = without(gradient[rows, columns].float())
    strong = seen.norm(dim=-1) > 0.01 * seen.norm(dim=-1).max()  # elsewhere rounding decides the direction
    votes = []
    for shift in (1, 0, 2):
        wanted = without(expected - weight[input_ids[rows, columns + shift]])
        votes.append((functional.cosine_similarity(seen, wanted)[strong].mean(), shift))
    best, shift = max(votes, key=lambda vote: vote[0])
    return shift if best > SURE else None
