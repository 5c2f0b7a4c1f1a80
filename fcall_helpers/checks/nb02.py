"""Checks of notebook 02, loss_derivation: a wrong answer is compared with what the usual mistakes would give."""

import operator

import torch
from torch import Tensor
from torch.nn import functional

from fcall_helpers.chat import IGNORE
from fcall_helpers.checks.framework import CheckFailed, exercise, expect
from fcall_helpers.loss import count_trained, logits_gradient, masked_cross_entropy


def _random(*shape: int, seed: int = 0) -> Tensor:
    return torch.randn(*shape, dtype=torch.float64, generator=torch.Generator().manual_seed(seed))


def _near(got: Tensor, wanted: Tensor) -> bool:
    return torch.allclose(got, wanted.to(got.dtype), rtol=1e-6, atol=1e-9)


def _expect_tensor(got, shape: tuple[int, ...], what: str) -> None:
    expect(isinstance(got, Tensor), f"{what} should be a tensor, it is {type(got).__name__}")
    expect(got.shape == shape, f"{what} should have shape {tuple(shape)}, it has {(*got.shape,)}")


def _recognise(got: Tensor, mistakes: dict[str, Tensor]) -> None:
    """Fail with the diagnosis of the first mistake that gives just what the learner's code gave."""
    for diagnosis, outcome in mistakes.items():
        expect(not _near(got, outcome), diagnosis)


@exercise("Log-probabilities that neither overflow nor drown, however large the logits are.")
def check_02a(log_softmax):
    """``log_softmax(logits)``: the log-probabilities of each row, (T, V), stable at both ends."""
    logits = _random(3, 5)
    wanted = functional.log_softmax(logits, -1)
    got = log_softmax(logits.clone())
    _expect_tensor(got, logits.shape, "the result")
    mistakes = {
        "these are probabilities: take their logarithm, on paper first": wanted.exp(),
        "the sign is turned: this is the loss, -log p; asked for is log p": -wanted,
        "each column sums to one: a row is a distribution, so sum over the last dimension": functional.log_softmax(
            logits, 0
        ),
        "all rows together sum to one: each row is a distribution of its own": logits - logits.logsumexp((0, 1)),
        "only the largest logit is subtracted: the logarithm of the sum is still missing": logits
        - logits.amax(-1, keepdim=True),
    }
    _recognise(got, mistakes)
    sums = ", ".join(f"{row:.3f}" for row in got.exp().sum(-1).tolist())
    expect(_near(got, wanted), f"the probabilities of each row should sum to 1, yours sum to {sums}")
    _check_both_ends(log_softmax)


def _check_both_ends(log_softmax) -> None:
    large = torch.tensor([[1000.0, 999.0, 998.0]])
    got = log_softmax(large)
    expect(
        got.isfinite().all(),
        f"at logits of 1000 you give {got[0].tolist()}: e to the 1000 is infinite; subtract the largest logit first",
    )
    low = log_softmax(-large)
    expect(low.isfinite().all(), f"at logits of -1000 you give {low[0].tolist()}: all exponentials round to 0")
    got = log_softmax(torch.tensor([[0.0, -1000.0]]))
    expect(
        got.isfinite().all(),
        "the probability of a token 1000 below the best rounds to 0, and its logarithm is infinite: "
        "keep the difference, and take the logarithm of the sum alone",
    )
    apart = log_softmax(torch.tensor([[1000.0, 999.0], [0.0, -1.0]]))
    expect(
        apart.isfinite().all(),
        f"with rows of very different height you give {apart.tolist()}: subtract from each row its own largest logit",
    )
    expect(_near(apart[0], apart[1]), "rows that differ by a constant should give the same, yours do not")


# The positions that predict: 0 to 4 the prompt, 5 to 8 the call, 9 to 11 a tool's result, 12 to 14 the answer.
LABELS = torch.tensor([IGNORE] * 6 + [3, 1, 4, 1] + [IGNORE] * 3 + [5, 2, 6])
VOCABULARY = 7


@exercise("Shift, mask and denominator are right: this is the gradient that trains a call.")
def check_02b(call_gradient):
    """``call_gradient(logits, labels)``: (p - y) / N where the next token is trained, 0 elsewhere, (T, V)."""
    logits = _random(len(LABELS), VOCABULARY)
    given = logits.clone()
    try:
        got = call_gradient(given, LABELS.clone())
    except IndexError as error:
        raise CheckFailed(f"IndexError: {error}; the label -100 is no token: leave those positions out") from None
    _check_first_label(call_gradient, logits)
    expect(torch.equal(given, logits), "your code changed the logits it was given: work on a copy")
    _expect_tensor(got, logits.shape, "the gradient")
    expect(got.isfinite().all(), "the gradient holds NaN or infinity")
    wanted = logits_gradient(logits, LABELS)
    _recognise(got, _gradient_mistakes(logits, wanted))
    following = functional.pad(LABELS[1:], (0, 1), value=IGNORE)
    masked = [t for t in (following == IGNORE).nonzero().flatten().tolist() if got[t].any()]
    prompt = int((LABELS != IGNORE).nonzero()[0]) - 1  # positions before this one predict the prompt
    expect(
        not any(t < prompt for t in masked),
        f"your loss counts the prompt: positions 0 to {prompt} should be -100 and what predicts them have gradient 0, "
        f"but the gradient at position {masked[:1]} is not 0",
    )
    expect(
        not masked,
        f"positions {masked} predict a token that is -100 (a tool's result, or nothing at all): their gradient is 0",
    )
    worst = (got - wanted).abs().amax(-1).argmax().item()
    expect(
        _near(got, wanted),
        f"position {worst} should have {_short(wanted[worst])}, yours has {_short(got[worst])}",
    )


def _check_first_label(call_gradient, logits: Tensor) -> None:
    """A first token with a label: nothing predicts it, so it may not be counted."""
    labels = LABELS.clone()
    labels[0] = 2
    got, wanted = call_gradient(logits.clone(), labels), logits_gradient(logits, labels)
    n = int(count_trained(labels))
    if isinstance(got, Tensor) and got.shape == wanted.shape and _near(got, wanted * n / (n + 1)):
        raise CheckFailed("you counted the label of the first token: nothing predicts it, so count labels[1:]")


def _gradient_mistakes(logits: Tensor, wanted: Tensor) -> dict[str, Tensor]:
    trained = LABELS[1:] != IGNORE
    n, positions = int(trained.sum()), len(LABELS)
    probabilities = logits.softmax(-1) * functional.pad(trained, (0, 1)).unsqueeze(-1)
    return {
        "off by one: at position t you compare with token t, which the model has just read; the logits there predict "
        "token t + 1": _compared(logits, LABELS),
        "off by one in the wrong direction: at position t you compare with token t - 1; it is t + 1": _compared(
            logits, functional.pad(LABELS[:-1], (1, 0), value=IGNORE)
        ),
        f"you divided by all {positions} positions, not by the {n} trained ones": wanted * n / positions,
        f"you divided by all {positions - 1} predictions, not by the {n} trained ones": wanted * n / (positions - 1),
        f"this is the gradient of the sum: divide by the {n} trained tokens": wanted * n,
        "the sign is turned: it is what the model said minus what was true, p - y": -wanted,
        "this is p alone: subtract 1 at the token that comes next": probabilities / n,
        "this is p - y without p: subtract the truth from what the model said": wanted - probabilities / n,
    }


def _compared(logits: Tensor, tokens: Tensor) -> Tensor:
    """The gradient when position t is compared with ``tokens[t]``, whichever token that is."""
    longer = functional.pad(logits, (0, 0, 0, 1))
    return logits_gradient(longer, functional.pad(tokens, (1, 0), value=IGNORE))[:-1]


def _short(row: Tensor) -> str:
    return "[" + ", ".join(f"{number:.3f}" for number in row.tolist()) + "]"


@exercise("However a batch is cut into pieces, every token weighs the same.")
def check_02c(micro_losses):
    """``micro_losses(micro_batches)``: one loss for each, adding up to the mean over all trained tokens."""
    lengths = [(9, 6), (7, 5), (5, 1)]  # (positions, trained) of each; the second also trains its first token
    micro_batches = [_sequence(*length, seed) for seed, length in enumerate(lengths)]
    micro_batches[1][1][0] = 2  # nothing predicts it, so it counts nowhere
    losses = micro_losses([(logits, labels.clone()) for logits, labels in micro_batches])
    expect(isinstance(losses, list | tuple), f"return a list of losses, it is {type(losses).__name__}")
    expect(len(losses) == len(lengths), f"return one loss for each of the {len(lengths)}, you gave {len(losses)}")
    for loss in losses:
        cut = not isinstance(loss, Tensor) or not loss.requires_grad
        expect(not cut, "a loss is cut off from its logits, so backward() cannot work: leave out .item() and no_grad()")
        expect(loss.dim() == 0, f"each loss should be one number, one of yours has shape {(*loss.shape,)}")
    _compare_total(sum(loss.item() for loss in losses), micro_batches)
    empty = (_random(4, VOCABULARY).requires_grad_(), torch.full((4,), IGNORE))
    with_empty = micro_losses([*micro_batches, empty])
    expect(
        all(loss.isfinite() for loss in with_empty),
        "a micro-batch with nothing to train gives NaN: its own count is 0, so do not divide by it",
    )
    for loss in losses:
        loss.backward()
    total = sum(int(count_trained(labels)) for _, labels in micro_batches)
    for place, (logits, labels) in enumerate(micro_batches):
        wanted = logits_gradient(logits.detach(), labels) * int(count_trained(labels)) / total
        right = logits.grad is not None and _near(logits.grad, wanted)
        expect(right, f"the losses add up, but backward() leaves micro-batch {place} with another gradient, or none")


def _sequence(positions: int, trained: int, seed: int) -> tuple[Tensor, Tensor]:
    labels = torch.tensor([IGNORE] * (positions - trained) + [seed, 1, 4, 2, 3, 5][:trained])
    return _random(positions, VOCABULARY, seed=seed).requires_grad_(), labels


def _compare_total(got: float, micro_batches: list) -> None:
    means = [masked_cross_entropy(logits, labels).item() for logits, labels in micro_batches]
    counts = [int(count_trained(labels)) for _, labels in micro_batches]
    first = [int((labels != IGNORE).sum()) for _, labels in micro_batches]
    total = sum(mean * count for mean, count in zip(means, counts, strict=True))
    positions = sum(len(labels) for _, labels in micro_batches)
    mistakes = {
        total: f"these are sums: divide by the {sum(counts)} trained tokens of all micro-batches",
        sum(means): "the means are only added up: three micro-batches give a gradient three times too large",
        sum(means)
        / len(means): "this is a mean of means: a token in a short micro-batch weighs more than one in a long",
        total / positions: f"you divided by all {positions} positions, not by the {sum(counts)} trained ones",
        total / len(means): "you divided the sums by the number of micro-batches, not by the number of trained tokens",
        total / sum(first): "you counted the label of a first token: nothing predicts it, so its loss is 0; "
        "count labels[1:]",
    }
    for outcome, diagnosis in mistakes.items():
        expect(abs(got - outcome) > 1e-6 * abs(outcome), diagnosis)
    wanted = total / sum(counts)
    expect(abs(got - wanted) < 1e-6, f"the losses should add up to {wanted:.5f}, yours add up to {got:.5f}")


SETTINGS = {"lr": 0.1, "beta1": 0.9, "beta2": 0.99, "eps": 0.05, "decay": 0.3}  # an eps large enough to be seen


@exercise("Your step and torch.optim.AdamW agree, at the first step and later.")
def check_02d(adamw_step):
    """``adamw_step(theta, gradient, m, v, t, lr, beta1, beta2, eps, decay)``: the new theta, m and v."""
    zeros = torch.zeros(4, dtype=torch.float64)
    theta, gradient = _random(4, seed=3), _random(4, seed=4)
    for t, m, v in (
        (3, _random(4, seed=5), _random(4, seed=6) ** 2),
        (1, zeros, zeros),
    ):  # at t = 1 mistakes look alike
        before = theta, gradient, m, v
        given = [tensor.clone() for tensor in before]
        got = adamw_step(*given, t, **SETTINGS)
        expect(isinstance(got, list | tuple) and len(got) == 3, "return three things: theta, m and v")
        for name, old, new in zip(("theta", "gradient", "m", "v"), before, given, strict=True):
            expect(torch.equal(old, new), f"your code changed the {name} it was given: write x = x + …, not x += …")
        wanted = _adamw(*before, t, **SETTINGS)
        _compare_means(got, wanted, before, t)
        _recognise(got[0], {diagnosis: _adamw(*before, t, **SETTINGS, **flaw)[0] for diagnosis, flaw in FLAWS.items()})
        off = (got[0] - wanted[0]).abs().max().item()
        expect(_near(got[0], wanted[0]), f"at step {t} theta is off by up to {off:.2g}; m and v are right")


def _compare_means(got, wanted, before, t: int) -> None:
    (_, gradient, m, v), (beta1, beta2) = before, (SETTINGS["beta1"], SETTINGS["beta2"])
    for name, tensor in zip(("theta", "m", "v"), got, strict=True):
        _expect_tensor(tensor, gradient.shape, f"the new {name}")
    mistakes = {
        "bias correction belongs into the step only: return m as it is, or the next step corrects it twice": wanted[1]
        / (1 - beta1**t),
        "the decay went into m: that is L2, which AdamW takes out; m is a mean of gradients alone": wanted[1]
        + (1 - beta1) * SETTINGS["decay"] * before[0],
        "m lacks the factor (1 - beta1) at the gradient": beta1 * m + gradient,
        "m mixes the wrong way round: beta1 belongs to the old m": (1 - beta1) * m + beta1 * gradient,
    }
    _recognise(got[1], mistakes)
    expect(_near(got[1], wanted[1]), f"at step {t} the new m is wrong: it is beta1 m + (1 - beta1) gradient")
    mistakes = {
        "v is a mean of the gradient's square: yours takes the gradient itself": beta2 * v + (1 - beta2) * gradient,
        "bias correction belongs into the step only: return v as it is": wanted[2] / (1 - beta2**t),
        "v uses beta1, it should use beta2": beta1 * v + (1 - beta1) * gradient**2,
    }
    _recognise(got[2], mistakes)
    expect(_near(got[2], wanted[2]), f"at step {t} the new v is wrong: it is beta2 v + (1 - beta2) gradient²")


FLAWS = {
    "the bias correction is missing: divide m by 1 - beta1^t and v by 1 - beta2^t": {
        "correct_m": False,
        "correct_v": False,
    },
    "v is not corrected: divide it by 1 - beta2^t": {"correct_v": False},
    "m is not corrected: divide it by 1 - beta1^t": {"correct_m": False},
    "the decay is missing": {"shrink": lambda lr, decay: 0},
    "the decay is scaled by decay alone: it should be by lr times decay": {"shrink": lambda lr, decay: decay},
    "the decay has the wrong sign: weights should shrink": {"shrink": lambda lr, decay: -lr * decay},
    "the decay came after the step: shrink the old theta, then take the step": {"shrink_after": True},
    "eps is under the root: it is added to the root": {"eps_inside": True},
    "the root is missing: divide by the root of v, not by v": {"root": False},
    "the step goes uphill: subtract it": {"uphill": True},
    "t is counted from 1, so the powers are beta^t and not beta^(t + 1)": {"late": 1},
}


def _adamw(
    theta, gradient, m, v, t, lr, beta1, beta2, eps, decay, *, late=0, correct_m=True, correct_v=True,
    shrink=operator.mul, shrink_after=False, eps_inside=False, root=True, uphill=False,
):  # fmt: skip
    """One AdamW step (https://arxiv.org/abs/1711.05101, algorithm 2), or one with a known flaw."""
    m = beta1 * m + (1 - beta1) * gradient
    v = beta2 * v + (1 - beta2) * gradient**2
    m_hat = m / (1 - beta1 ** (t + late)) if correct_m else m
    v_hat = v / (1 - beta2 ** (t + late)) if correct_v else v
    below = (v_hat + eps).sqrt() if eps_inside else (v_hat.sqrt() if root else v_hat) + eps
    step = lr * m_hat / below
    if shrink_after:
        return (theta - step) * (1 - lr * decay), m, v
    return theta * (1 - shrink(lr, decay)) + (step if uphill else -step), m, v
