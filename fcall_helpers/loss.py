"""The loss of a causal language model on the tokens it should learn, and its gradients written out by hand.

The logits at position t predict the token at t + 1; a label of -100 says that a token is not trained. This is the loss
of notebook 02, and transformers' ``ForCausalLMLoss`` to the last digit
(https://github.com/huggingface/transformers/blob/main/src/transformers/loss/loss_utils.py). Gradients follow
Goodfellow, Bengio, Courville: Deep Learning (2016), section 6.2.2.3: softmax minus one-hot.
"""

import torch
from torch import Tensor
from torch.nn import functional

from fcall_helpers.chat import IGNORE

MEANS = ("tokens", "sequences")


def token_losses(logits: Tensor, labels: Tensor) -> Tensor:
    """The negative log-likelihood of each token in nats, (B, T), 0 where nothing is trained.

    Entry t belongs to the token at t, which the logits at t - 1 predict; so entry 0 is always 0.

    Parameters
    ----------
    logits : (B, T, V), or (T, V) for one sequence.
    labels : (B, T) or (T,), not shifted, -100 where nothing is trained.

    Raises ``ValueError`` for shapes that do not fit, for a label outside the vocabulary, and for a logit that is NaN or
    infinite, naming its place.
    """
    logits, labels = _checked(logits, labels)
    ahead = logits[..., :-1, :].float() if logits.dtype != torch.float64 else logits[..., :-1, :]
    losses = functional.cross_entropy(
        ahead.flatten(0, -2), labels[..., 1:].flatten(), ignore_index=IGNORE, reduction="none"
    )
    return functional.pad(losses.view(labels[..., 1:].shape), (1, 0))


def masked_cross_entropy(
    logits: Tensor, labels: Tensor, *, mean_over: str = "tokens", num_items: int | None = None
) -> Tensor:
    """The mean loss of the trained tokens, a scalar in nats a token.

    Parameters
    ----------
    logits, labels : as in `token_losses`.
    mean_over : "tokens", every trained token weighs the same; "sequences", every sequence does, however short.
    num_items : divide the sum over tokens by this instead. With gradient accumulation it is the number of trained
        tokens (`count_trained`) of *all* the micro-batches, or a token in a short batch weighs more than one in a long
        batch (https://huggingface.co/blog/gradient_accumulation).

    Raises ``ValueError`` also when no token is trained, unless ``num_items`` is given.
    """
    if mean_over not in MEANS:
        raise ValueError(f"mean_over: expected one of {', '.join(MEANS)}, got {mean_over!r}")
    if num_items is not None and (mean_over != "tokens" or num_items <= 0):
        raise ValueError(f"num_items: expected a count above 0, with mean_over='tokens', got {num_items!r}")
    losses = token_losses(logits, labels)
    if num_items is not None:
        return losses.sum() / num_items
    counts = count_trained(labels, dim=-1)
    if not counts.sum():
        raise ValueError("labels: no token is trained, all labels that count are -100")
    if mean_over == "tokens":
        return losses.sum() / counts.sum()
    return (losses.sum(-1)[counts > 0] / counts[counts > 0]).mean()


def count_trained(labels: Tensor, dim: int | None = None) -> Tensor:
    """How many labels count: those that are not -100, the first of a sequence left out since nothing predicts it."""
    trained = labels[..., 1:] != IGNORE
    return trained.sum() if dim is None else trained.sum(dim)


def logits_gradient(logits: Tensor, labels: Tensor) -> Tensor:
    """The gradient of `masked_cross_entropy` (mean over tokens) for the logits, shaped like them, by its formula.

    (softmax(z) - one-hot(next token)) / N where the next token is trained, and exactly 0 elsewhere.
    """
    logits, labels = _checked(logits, labels)
    following = functional.pad(labels[..., 1:], (0, 1), value=IGNORE)
    trained = following != IGNORE
    gradient = torch.zeros_like(logits)
    rows = logits[trained].softmax(-1)
    rows[torch.arange(len(rows), device=rows.device), following[trained]] -= 1
    gradient[trained] = rows / max(1, len(rows))
    return gradient


def head_gradient(hidden: Tensor, logits: Tensor, labels: Tensor) -> Tensor:
    """The gradient of the loss for the output matrix W, (V, H), where logits = hidden Wᵀ.

    ``hidden``: (B, T, H) or (T, H), what the head multiplies. It is the sum over positions of (p - y) hᵀ.
    """
    gradient = logits_gradient(logits, labels)
    if hidden.shape[:-1] != gradient.shape[:-1]:
        raise ValueError(
            f"hidden: expected {(*gradient.shape[:-1], 'H')} as the logits have it, got {(*hidden.shape,)}"
        )
    return gradient.flatten(0, -2).T @ hidden.flatten(0, -2)


def _checked(logits: Tensor, labels: Tensor) -> tuple[Tensor, Tensor]:
    if logits.dim() not in (2, 3) or logits.shape[:-1] != labels.shape:
        raise ValueError(
            f"labels: expected one for each position of logits {(*logits.shape,)}, got shape {(*labels.shape,)}"
        )
    if not (finite := logits.isfinite().all(-1)).all():
        place = (~finite).nonzero()[0].tolist()
        where = " of ".join(f"{kind} {at}" for kind, at in zip(("position", "row"), reversed(place), strict=False))
        raise ValueError(f"logits: NaN or infinite at {where}, and at {int((~finite).sum()) - 1} more positions")
    trained = labels[labels != IGNORE]
    if len(trained) and not 0 <= trained.min() <= trained.max() < logits.shape[-1]:
        wrong = trained[(trained < 0) | (trained >= logits.shape[-1])][0].item()
        raise ValueError(f"labels: {wrong} is neither -100 nor a token of the {logits.shape[-1]} that logits have")
    return logits, labels
