"""The loss: three computations of its gradients agree, masked is exactly 0, denominators add up, bad input is named.

The three: autograd through torch's cross entropy, the formulas of `fcall_helpers.loss`, and central differences.
"""

import math

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch.nn import functional

from fcall_helpers.chat import IGNORE, encode
from fcall_helpers.loss import count_trained, head_gradient, logits_gradient, masked_cross_entropy, token_losses

CALL = {"id": "call_0", "type": "function", "function": {"name": "ring", "arguments": {"who": "Ada", "times": 3}}}
SCHEMA = {
    "type": "function",
    "function": {
        "name": "ring",
        "description": "Ring a bell.",
        "parameters": {"type": "object", "properties": {"who": {"type": "string"}, "times": {"type": "integer"}}},
    },
}
MESSAGES = [
    {"role": "user", "content": "Ring for Ada, three times."},
    {"role": "assistant", "content": None, "tool_calls": [CALL]},
    {"role": "tool", "tool_call_id": "call_0", "content": "Nobody came"},
    {"role": "assistant", "content": "I rang, but nobody came."},
]


@st.composite
def batches(draw, *, rows=(1, 3), scale=(0.1, 20.0)):
    """(logits (B, T, V) in float64, labels (B, T)) with at least one token trained in each row."""
    b, t, v = draw(st.integers(*rows)), draw(st.integers(2, 6)), draw(st.integers(2, 7))
    generator = torch.Generator().manual_seed(draw(st.integers(0, 2**31)))
    logits = torch.randn(b, t, v, dtype=torch.float64, generator=generator) * draw(st.floats(*scale))
    labels = torch.randint(v, (b, t), generator=generator)
    masked = torch.rand(b, t, generator=generator) < draw(st.floats(0, 0.9))
    masked[:, 1 + draw(st.integers(0, t - 2))] = False
    return logits, labels.masked_fill(masked, IGNORE)


def autograd(logits, labels):
    leaf = logits.clone().requires_grad_()
    masked_cross_entropy(leaf, labels).backward()
    return leaf.grad


def slope(loss_of, values, place, step):
    """The central difference of ``loss_of(values)`` for one entry."""
    up, down = values.clone(), values.clone()
    up[place] += step
    down[place] -= step
    return (loss_of(up) - loss_of(down)).item() / (2 * step)


def masked_positions(labels):
    """True where the logits predict nothing that is trained, the last position included."""
    return functional.pad(labels[..., 1:], (0, 1), value=IGNORE) == IGNORE


def close(got, wanted):
    return (got - wanted).norm() <= 1e-8 * wanted.norm()


# -- the gradients -----------------------------------------------------------------------------------------------------
@settings(deadline=None)
@given(batches())
def test_the_formula_agrees_with_autograd(batch):
    logits, labels = batch
    wanted = autograd(logits, labels)
    assert close(logits_gradient(logits, labels), wanted)
    assert torch.allclose(logits_gradient(logits, labels), wanted, rtol=1e-8, atol=1e-15)


@settings(deadline=None)
@given(batches(scale=(0.1, 3.0)), st.randoms())
def test_the_formula_agrees_with_finite_differences(batch, random):
    logits, labels = batch
    gradient = logits_gradient(logits, labels)
    place = tuple(random.randrange(size) for size in logits.shape)
    wanted = slope(lambda moved: masked_cross_entropy(moved, labels), logits, place, 1e-5)
    assert math.isclose(gradient[place].item(), wanted, rel_tol=1e-5, abs_tol=1e-9)


@settings(deadline=None)
@given(batches(scale=(0.1, 3.0)), st.integers(1, 4), st.integers(0, 2**31), st.randoms())
def test_the_head_gradient_agrees_with_both(batch, width, seed, random):
    shape, labels = batch[0].shape, batch[1]
    generator = torch.Generator().manual_seed(seed)
    hidden = torch.randn(*shape[:2], width, dtype=torch.float64, generator=generator)
    weight = torch.randn(shape[2], width, dtype=torch.float64, generator=generator, requires_grad=True)
    masked_cross_entropy(hidden @ weight.T, labels).backward()
    gradient = head_gradient(hidden, (hidden @ weight.T).detach(), labels)
    assert torch.allclose(gradient, weight.grad, rtol=1e-8, atol=1e-15)
    place = random.randrange(shape[2]), random.randrange(width)
    loss_of = lambda moved: masked_cross_entropy(hidden @ moved.T, labels)  # noqa: E731
    assert math.isclose(
        gradient[place].item(), slope(loss_of, weight.detach(), place, 1e-5), rel_tol=1e-5, abs_tol=1e-8
    )


@settings(deadline=None)
@given(batches())
def test_masked_gradients_are_exactly_zero_and_each_row_of_the_others_sums_to_zero(batch):
    logits, labels = batch
    for gradient in (logits_gradient(logits, labels), autograd(logits, labels)):
        assert not gradient[masked_positions(labels)].any()
        assert torch.allclose(gradient.sum(-1), torch.zeros(()).double(), atol=1e-14)
        assert (gradient[~masked_positions(labels)].abs().sum(-1) <= 2 / count_trained(labels)).all()


def test_nothing_trained_has_the_gradient_zero():
    assert not logits_gradient(torch.randn(4, 3), torch.full((4,), IGNORE)).any()


# -- what counts -------------------------------------------------------------------------------------------------------
@settings(deadline=None)
@given(batches(), st.integers(0, 2**31))
def test_the_logits_of_masked_positions_change_nothing(batch, seed):
    logits, labels = batch
    noise = torch.randn(logits.shape, dtype=torch.float64, generator=torch.Generator().manual_seed(seed)) * 50
    moved = torch.where(masked_positions(labels).unsqueeze(-1), logits + noise, logits)
    assert torch.equal(masked_cross_entropy(moved, labels), masked_cross_entropy(logits, labels))
    assert torch.equal(token_losses(moved, labels), token_losses(logits, labels))
    assert torch.equal(logits_gradient(moved, labels), logits_gradient(logits, labels))


@settings(deadline=None)
@given(batches(), st.integers(0, 1))
def test_the_first_label_of_a_sequence_counts_nowhere(batch, label):
    logits, labels = batch
    other = labels.clone()
    other[:, 0] = label
    assert torch.equal(masked_cross_entropy(logits, other), masked_cross_entropy(logits, labels))
    assert count_trained(other) == count_trained(labels)


@settings(deadline=None)
@given(batches())
def test_token_losses_stand_at_the_token_they_belong_to(batch):
    logits, labels = batch
    losses = token_losses(logits, labels)
    assert losses.shape == labels.shape
    for row, t in ((row, t) for row in range(len(labels)) for t in range(labels.shape[1])):
        if t == 0 or labels[row, t] == IGNORE:
            assert losses[row, t] == 0
        else:
            wanted = -logits[row, t - 1].log_softmax(-1)[labels[row, t]]
            assert torch.isclose(losses[row, t], wanted, rtol=1e-12, atol=1e-12)


@settings(deadline=None)
@given(batches())
def test_one_sequence_without_a_batch_dimension_gives_the_same(batch):
    logits, labels = batch
    assert torch.allclose(token_losses(logits[0], labels[0]), token_losses(logits, labels)[0], rtol=1e-12)
    alone, of_one = masked_cross_entropy(logits[0], labels[0]), masked_cross_entropy(logits[:1], labels[:1])
    assert torch.isclose(alone, of_one, rtol=1e-12)
    assert torch.equal(logits_gradient(logits[0], labels[0]), logits_gradient(logits[:1], labels[:1])[0])


def test_half_precision_logits_are_read_as_float32():
    logits, labels = torch.randn(3, 8).bfloat16(), torch.tensor([IGNORE, 1, 2])
    assert masked_cross_entropy(logits, labels).dtype == torch.float32
    assert torch.equal(masked_cross_entropy(logits, labels), masked_cross_entropy(logits.float(), labels))


# -- denominators ------------------------------------------------------------------------------------------------------
@settings(deadline=None)
@given(batches())
def test_the_means_are_what_they_are_called(batch):
    logits, labels = batch
    losses, counts = token_losses(logits, labels), count_trained(labels, dim=-1)
    assert counts.tolist() == [sum(label != IGNORE for label in row[1:]) for row in labels.tolist()]
    assert torch.isclose(masked_cross_entropy(logits, labels), losses.sum() / counts.sum(), rtol=1e-12)
    alone = [masked_cross_entropy(*row) for row in zip(logits, labels, strict=True)]
    by_sequence = masked_cross_entropy(logits, labels, mean_over="sequences")
    assert torch.isclose(by_sequence, torch.stack(alone).mean(), rtol=1e-12)


@settings(deadline=None)
@given(batches(rows=(2, 4)), st.integers(1, 3))
def test_micro_batches_with_num_items_add_up_to_the_whole_batch(batch, cut):
    logits, labels = batch
    leaf = logits.clone().requires_grad_()
    pieces = [piece for piece in (slice(None, cut), slice(cut, None)) if len(labels[piece])]
    total = 0.0
    for piece in pieces:
        part = masked_cross_entropy(leaf[piece], labels[piece], num_items=int(count_trained(labels)))
        part.backward()
        total += part.item()
    assert math.isclose(total, masked_cross_entropy(logits, labels).item(), rel_tol=1e-12)
    assert close(leaf.grad, autograd(logits, labels))


def test_a_mean_of_means_is_another_loss():
    logits = torch.tensor([[[0.0, 9.0], [0.0, 9.0], [0.0, 9.0]], [[0.0, 9.0], [9.0, 0.0], [0.0, 0.0]]])
    labels = torch.tensor([[IGNORE, 1, 1], [IGNORE, 0, IGNORE]])
    by_token = masked_cross_entropy(logits, labels).item()
    by_sequence = masked_cross_entropy(logits, labels, mean_over="sequences").item()
    assert math.isclose(by_token, 3.0, rel_tol=1e-3) and math.isclose(by_sequence, 4.5, rel_tol=1e-3)


def test_a_sequence_without_trained_tokens_does_not_count_among_the_sequences():
    logits, labels = torch.randn(2, 3, 5), torch.tensor([[IGNORE, 1, 2], [IGNORE, IGNORE, IGNORE]])
    both = masked_cross_entropy(logits, labels, mean_over="sequences")
    assert torch.equal(both, masked_cross_entropy(logits[0], labels[0], mean_over="sequences"))


# -- a real call -------------------------------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def real(lm):
    """(hidden (T, H), W (V, H), labels (T,)) of a conversation, in float64, and its ids."""
    encoded = encode(MESSAGES, [SCHEMA], lm.tokenizer)
    input_ids = torch.tensor(encoded.input_ids)
    with torch.no_grad():
        hidden = lm.model.model(input_ids[None]).last_hidden_state[0].double()
    return hidden, lm.model.lm_head.weight.detach().double(), torch.tensor(encoded.labels), input_ids


def test_on_a_real_call_the_three_agree(real):
    hidden, weight, labels, _ = real
    weight = weight.clone().requires_grad_()
    logits = hidden @ weight.T
    logits.retain_grad()
    masked_cross_entropy(logits, labels).backward()
    fixed = logits.detach()
    gradient = logits_gradient(fixed, labels)
    assert close(gradient, logits.grad)
    assert close(head_gradient(hidden, fixed, labels), weight.grad)
    assert not gradient[masked_positions(labels)].any() and not logits.grad[masked_positions(labels)].any()
    trained = (~masked_positions(labels)).nonzero().flatten()
    for t in (trained[0].item(), trained[-1].item()):
        for token in (labels[t + 1].item(), fixed[t].argmax().item()):
            wanted = slope(lambda moved: masked_cross_entropy(moved, labels), fixed, (t, token), 1e-4)
            assert math.isclose(gradient[t, token].item(), wanted, rel_tol=1e-5, abs_tol=1e-10)


def test_it_is_the_loss_of_transformers(lm, real):
    _, _, labels, input_ids = real
    with torch.no_grad():
        out = lm.model(input_ids[None], labels=labels[None])
        counted = lm.model(input_ids[None], labels=labels[None], num_items_in_batch=1000).loss
    assert torch.isclose(masked_cross_entropy(out.logits, labels[None]), out.loss, rtol=1e-6)
    assert torch.isclose(masked_cross_entropy(out.logits, labels[None], num_items=1000), counted, rtol=1e-6)


def test_the_result_of_a_tool_is_not_trained(lm, real):
    _, _, labels, input_ids = real
    trained = lm.tokenizer.decode(labels[labels != IGNORE])
    assert "nobody came" in trained and "Nobody came" not in trained
    assert "Nobody came" in lm.tokenizer.decode(input_ids)


# -- bad input ---------------------------------------------------------------------------------------------------------
LOGITS, GOOD = torch.zeros(2, 3, 5), torch.tensor([[IGNORE, 1, 2], [IGNORE, 3, 4]])


@pytest.mark.parametrize(
    ("logits", "labels", "says"),
    [
        (LOGITS, GOOD[:, :2], "labels: expected one for each position of logits (2, 3, 5), got shape (2, 2)"),
        (LOGITS[0], GOOD, "labels: expected one for each position of logits (3, 5), got shape (2, 3)"),
        (LOGITS[0, 0], GOOD[0, 0], "labels: expected one for each position of logits (5,), got shape ()"),
        (LOGITS[None], GOOD[None], "labels: expected one for each position of logits (1, 2, 3, 5)"),
        (LOGITS, GOOD + 1, "labels: -99 is neither -100 nor a token of the 5 that logits have"),
        (LOGITS, GOOD.where(GOOD != 4, 5), "labels: 5 is neither -100 nor a token of the 5 that logits have"),
    ],
)
def test_shapes_and_labels_that_do_not_fit(logits, labels, says):
    for compute in (token_losses, masked_cross_entropy, logits_gradient):
        with pytest.raises(ValueError) as error:
            compute(logits, labels)
        assert says in str(error.value)


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
def test_logits_that_are_not_finite_are_named_with_their_place(bad):
    logits = LOGITS.clone()
    logits[1, 0, 2] = bad
    with pytest.raises(ValueError, match="logits: NaN or infinite at position 0 of row 1, and at 0 more positions"):
        masked_cross_entropy(logits, GOOD)
    logits[1, 2, 0] = logits[1, 2, 1] = bad
    with pytest.raises(ValueError, match="at position 0 of row 1, and at 1 more positions"):
        token_losses(logits, GOOD)
    with pytest.raises(ValueError, match="NaN or infinite at position 0, and at 1 more positions"):
        logits_gradient(logits[1], GOOD[1])


def test_nothing_trained_is_no_loss_unless_counted_elsewhere():
    labels = torch.tensor([[0, IGNORE, IGNORE], [1, IGNORE, IGNORE]])  # only first tokens: nothing predicts them
    for mean_over in ("tokens", "sequences"):
        with pytest.raises(ValueError, match="labels: no token is trained, all labels that count are -100"):
            masked_cross_entropy(LOGITS, labels, mean_over=mean_over)
    assert masked_cross_entropy(LOGITS, labels, num_items=7) == 0


@pytest.mark.parametrize("num_items", [0, -3])
def test_a_bad_num_items(num_items):
    with pytest.raises(ValueError, match=f"num_items: expected a count above 0, .*got {num_items}"):
        masked_cross_entropy(LOGITS, GOOD, num_items=num_items)


def test_a_bad_mean_and_num_items_without_tokens():
    with pytest.raises(ValueError, match="mean_over: expected one of tokens, sequences, got 'rows'"):
        masked_cross_entropy(LOGITS, GOOD, mean_over="rows")
    with pytest.raises(ValueError, match="num_items: .*with mean_over='tokens', got 4"):
        masked_cross_entropy(LOGITS, GOOD, mean_over="sequences", num_items=4)


def test_hidden_states_that_do_not_fit():
    with pytest.raises(ValueError, match=r"hidden: expected \(2, 3, 'H'\) as the logits have it, got \(2, 2, 8\)"):
        head_gradient(torch.zeros(2, 2, 8), LOGITS, GOOD)


@settings(max_examples=20, deadline=None)
@given(batches(scale=(500.0, 2000.0)))
def test_huge_logits_stay_finite(batch):
    logits, labels = batch
    assert masked_cross_entropy(logits, labels).isfinite()
    assert logits_gradient(logits, labels).isfinite().all()
    assert close(logits_gradient(logits, labels), autograd(logits, labels)) or not autograd(logits, labels).any()
