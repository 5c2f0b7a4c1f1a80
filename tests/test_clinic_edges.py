"""Pipelines that people write themselves go through the clinic as they are: the healthy pass, the numbers are right."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
import torch
from torch.nn import functional
from torch.nn.utils.rnn import pad_sequence

from fcall_helpers.chat import IGNORE
from fcall_helpers.checks import diagnose
from fcall_helpers.checks.clinic import pad_batch
from fcall_helpers.checks.clinic.trace import wanted_shift
from tests.clinic_toys import ROWS, WITH_TOOLS, as_dict, masked, pipeline, row, shallow, turns_of


@pytest.fixture(scope="module")
def healthy(lm):
    return pipeline(shallow(lm), lm.tokenizer)


def with_examples(healthy, change, **parts):
    """The pipeline whose examples are ``change(input_ids, labels)``."""
    return replace(healthy, encode=lambda row: change(*as_dict(healthy.encode(row)).values()), **parts)


def labels_changed(sick):
    """``sick(ids, labels) -> labels``: what a disease does to the labels."""
    return lambda ids, labels: {"input_ids": ids, "labels": sick(ids, labels)}


def unmasked(ids, labels):
    return list(ids)


def without_ends(ids, labels):
    return [IGNORE if label == 2 else label for label in labels]


SICK = [(lambda ids, labels: labels, []), (unmasked, ["prompt_trained"]), (without_ends, ["end_masked"])]
SICK_IDS = ["healthy", "mask dropped", "end masked"]


def test_the_end_of_a_turn_is_token_two(healthy):
    assert healthy.tokenizer.convert_tokens_to_ids("<|im_end|>") == 2


# Shifts of one's own


@pytest.mark.parametrize(("sick", "names"), SICK, ids=SICK_IDS)
def test_labels_shifted_beforehand(healthy, sick, names):
    def change(ids, labels):
        return {"input_ids": ids[:-1], "labels": sick(ids, labels)[1:]}

    assert diagnose(with_examples(healthy, change, loss=plain_loss)).names == names


def plain_loss(model, batch):
    logits = model(input_ids=batch["input_ids"], attention_mask=batch["attention_mask"]).logits
    return functional.cross_entropy(logits.flatten(0, 1), batch["labels"].flatten())


@pytest.mark.parametrize(("sick", "names"), SICK[:2], ids=SICK_IDS[:2])
def test_the_last_end_mark_may_stand_in_the_labels_alone(healthy, sick, names):
    def change(ids, labels):
        return {"input_ids": ids[:-2], "labels": sick(ids, labels)[1:-1]}

    assert diagnose(with_examples(healthy, change, loss=plain_loss)).names == names


def collate_targets(examples):
    batch = pad_batch([{"input_ids": one["x"], "labels": one["y"]} for one in examples])
    return {"input_ids": batch["input_ids"], "targets": batch["labels"]}


@pytest.mark.parametrize(("sick", "names"), SICK, ids=SICK_IDS)
def test_targets_of_another_name_and_no_mask(healthy, sick, names):
    # As in nanoGPT: x and y, nothing called labels; only the gradient can tell.
    def change(ids, labels):
        return {"input_ids": ids, "x": ids[:-1], "y": sick(ids, labels)[1:]}

    def loss(model, batch):
        logits = model(input_ids=batch["input_ids"]).logits
        return functional.cross_entropy(logits.flatten(0, 1), batch["targets"].flatten())

    assert diagnose(with_examples(healthy, change, loss=loss, collate=collate_targets)).names == names


@pytest.mark.parametrize(("sick", "names"), SICK, ids=SICK_IDS)
def test_the_last_token_is_never_read(healthy, sick, names):
    def loss(model, batch):
        logits = model(input_ids=batch["input_ids"][:, :-1]).logits
        return functional.cross_entropy(logits.flatten(0, 1), batch["labels"][:, 1:].flatten())

    assert diagnose(with_examples(healthy, labels_changed(sick), loss=loss)).names == names


# Losses of one's own


def smoothed(shift):
    def loss(model, batch):
        logits = model(input_ids=batch["input_ids"]).logits
        logits, labels = logits[:, : logits.shape[1] - shift].flatten(0, 1), batch["labels"][:, shift:].flatten()
        return functional.cross_entropy(logits, labels, label_smoothing=0.1)

    return loss


@pytest.mark.parametrize(("shift", "names"), [(1, []), (0, ["wrong_shift"]), (2, ["wrong_shift"])])
def test_label_smoothing(healthy, shift, names):
    assert diagnose(replace(healthy, loss=smoothed(shift))).names == names


@pytest.mark.parametrize("sure", [0, 8, 30], ids=["knows nothing", "knows much", "certain of half"])
@pytest.mark.parametrize("shift", [0, 1, 2])
@pytest.mark.parametrize("smoothing", [0.0, 0.1, 0.3])
def test_the_shift_is_read_at_every_stage_of_learning(sure, shift, smoothing):
    torch.manual_seed(0)
    head = torch.nn.Linear(64, 500, bias=False)
    head.weight.data = functional.normalize(head.weight.data, dim=-1)
    model = type("Toy", (), {"get_output_embeddings": lambda self: head})()
    ids = torch.randint(500, (2, 40))
    wanted = functional.pad(ids[:, shift:], (0, shift))
    surety = sure * torch.rand(2, 40, 1).round() if sure > 10 else sure
    hidden = (surety * head.weight.data[wanted] + 0.5 * torch.randn(2, 40, 64)).requires_grad_()
    ahead = head(hidden)[:, : 40 - shift].flatten(0, 1)
    loss = functional.cross_entropy(ahead, wanted[:, : 40 - shift].flatten(), label_smoothing=smoothing)
    (gradient,) = torch.autograd.grad(loss, hidden)
    assert wanted_shift(model, hidden.detach(), gradient, ids) == shift
    elsewhere = torch.randint(500, (2, 40))
    assert wanted_shift(model, hidden.detach(), gradient, elsewhere) is None


def weighted(model, batch):
    logits = model(input_ids=batch["input_ids"], attention_mask=batch["attention_mask"]).logits[:, :-1]
    losses = functional.cross_entropy(logits.flatten(0, 1), batch["input_ids"][:, 1:].flatten(), reduction="none")
    weights = batch["weights"][:, 1:].flatten()
    return (losses * weights).sum() / weights.sum()


def collate_weights(examples):
    batch = pad_batch([{"input_ids": one["input_ids"], "labels": one["input_ids"]} for one in examples])
    weights = [torch.tensor(one["weights"]) for one in examples]
    return {**batch, "weights": pad_sequence(weights, batch_first=True)}


@pytest.mark.parametrize(
    ("prompt", "words", "end", "names"),
    [
        *[(0.0, 0.5, 1.0, []), (0.0, 1.0, 7.0, []), (0.1, 1.0, 1.0, ["prompt_trained"])],
        (0.0, 1.0, 0.0, ["padding_hides_end"]),  # which is the tokenizer's padding: the likely way to lose it
    ],
)
def test_weights_of_tokens_decide_whatever_the_labels_say(healthy, prompt, words, end, names):
    def change(ids, labels):
        weights = [prompt if label == IGNORE else end if label == 2 else words for label in labels]
        return {"input_ids": ids, "labels": ids, "weights": weights}

    assert diagnose(with_examples(healthy, change, loss=weighted, collate=collate_weights)).names == names


@pytest.mark.parametrize(("shift", "names"), [(1, []), (0, ["wrong_shift"])])
def test_logits_of_trained_positions_only(healthy, shift, names):
    def loss(model, batch):
        hidden = model.model(input_ids=batch["input_ids"], attention_mask=batch["attention_mask"])[0]
        labels = batch["labels"][:, shift:]
        trained = labels != IGNORE
        return functional.cross_entropy(model.lm_head(hidden[:, : labels.shape[1]][trained]), labels[trained])

    assert diagnose(replace(healthy, loss=loss)).names == names


def test_a_reference_run_without_gradients_comes_first(healthy):
    def loss(model, batch):
        with torch.no_grad():
            before = model(**batch).loss
            assert not before.requires_grad  # nobody may switch gradients on behind no_grad's back
        return model(**batch).loss - before

    assert diagnose(replace(healthy, loss=loss)) == []


def test_labels_that_lie_are_not_believed(healthy):
    def loss(model, batch):
        return model(
            input_ids=batch["input_ids"], attention_mask=batch["attention_mask"], labels=batch["input_ids"]
        ).loss

    assert "prompt_trained" in diagnose(replace(healthy, loss=loss)).names


@pytest.mark.parametrize(
    "loss",
    [
        lambda model, batch: torch.no_grad()(lambda: model(**batch).loss)(),
        lambda model, batch: model(**batch).loss.item(),
        lambda model, batch: model(**batch).loss * 0,
    ],
    ids=["no_grad", "a float", "times zero"],
)
def test_a_loss_without_a_gradient_trains_nothing(healthy, loss):
    diagnosis = diagnose(replace(healthy, loss=loss))
    assert diagnosis.names == ["nothing_trained"]
    assert "its gradient is zero everywhere" in diagnosis[0].evidence


# Rows of all kinds


def last_turn_only(ids, labels):
    first = max(at for at, label in enumerate(labels) if label != IGNORE and labels[at - 1] == IGNORE)
    return masked(labels, [at >= first for at in range(len(labels))])


def test_only_the_last_turn_may_be_trained(healthy):
    assert diagnose(with_examples(healthy, labels_changed(last_turn_only))) == []


def test_tools_and_many_turns(healthy):
    assert diagnose(replace(healthy, train=WITH_TOOLS)) == []
    long = row(
        "Good morning", "Hello.", "Is d.org up?", ("d.org", "yes"), "It is.", "And a.org?", ("a.org", "no"), "No."
    )
    assert diagnose(replace(healthy, train=[long])) == []


def test_one_row_may_begin_or_end_like_another(healthy):
    # A sliding window over one conversation: rows inside rows, and yet nothing is packed.
    talk = ["Hi", "Hello.", "Who are you?", "A model.", "Bye", "Bye."]
    rows = [row(*talk[:2]), row(*talk[2:4]), row(*talk[:4]), row(*talk[2:])]
    assert diagnose(replace(healthy, train=rows)) == []


def left_padded(examples):
    batch = pad_batch([{name: list(values)[::-1] for name, values in one.items()} for one in examples])
    return {name: values.flip(1) for name, values in batch.items()}


def test_padding_on_the_left(healthy):
    assert diagnose(replace(healthy, collate=left_padded)) == []


def test_rows_of_equal_length_do_not_hide_trained_padding(healthy):
    def collate(examples):
        batch = pad_batch(examples, 0)
        batch["labels"][batch["attention_mask"] == 0] = 0
        return batch

    same = row("Good evening", "Hello.")
    lengths = {len(healthy.encode(one).input_ids) for one in (ROWS[-1], same)}
    assert len(lengths) == 1
    assert diagnose(replace(healthy, train=[*ROWS, same], collate=collate)).names == ["padding_trained"]


def stacked(examples):
    fill = {"input_ids": 0, "labels": IGNORE}
    columns = {name: [one[name].reshape(-1) for one in examples] for name in fill}  # no lists here
    batch = {name: pad_sequence(rows, batch_first=True, padding_value=fill[name]) for name, rows in columns.items()}
    lengths = torch.tensor([len(ids) for ids in columns["input_ids"]])
    return {**batch, "attention_mask": (torch.arange(lengths.max()) < lengths[:, None]).long()}


@pytest.mark.parametrize("shape", [(-1,), (1, -1)], ids=["T", "1, T"])
def test_examples_may_be_tensors(healthy, shape):
    def change(ids, labels):
        return {"input_ids": torch.tensor(ids).view(shape), "labels": torch.tensor(labels).view(shape)}

    assert diagnose(with_examples(healthy, change, collate=stacked)) == []
    sick = with_examples(healthy, lambda ids, labels: change(ids, unmasked(ids, labels)), collate=stacked)
    assert diagnose(sick).names == ["prompt_trained"]


@pytest.mark.parametrize("make", [np.array, lambda values: list(np.array(values))], ids=["array", "list of numbers"])
def test_examples_may_be_of_numpy(healthy, make):
    change = lambda ids, labels: {"input_ids": make(ids), "labels": make(labels)}  # noqa: E731
    assert diagnose(with_examples(healthy, change)) == []


@pytest.mark.parametrize(("cache", "names"), [(True, ["packing_leaks"]), (False, [])])
def test_rows_that_are_packed_already(healthy, cache, names):
    # Nothing in the text says where one talk ends; the positions do. With a cache transformers makes no walls of them.
    one, other = (as_dict(healthy.encode(row)) for row in (ROWS[1], ROWS[2]))
    whole = {name: one[name] + other[name] for name in one}
    places = [*range(len(one["labels"])), *range(len(other["labels"]))]

    def collate(examples):
        (example,) = examples
        return {**{name: torch.tensor([values]) for name, values in example.items()}, "use_cache": cache}

    rows = [{**whole, "position_ids": places}]
    assert diagnose(replace(healthy, train=rows, encode=dict, collate=collate)).names == names


# The numbers of the evidence


def test_the_counts_are_those_of_an_independent_count(healthy):
    tooled = replace(healthy, train=WITH_TOOLS)
    examples = [tooled.encode(one) for one in WITH_TOOLS]
    roles = Counter(role for one in examples for role in turns_of(one, healthy.tokenizer) if role)
    said = diagnose(with_examples(tooled, labels_changed(unmasked)))[0].evidence
    assert set(roles) == {"system", "user", "assistant", "tool"}
    prompt = roles.total() - roles["assistant"]
    assert said.startswith(f"of {roles.total()} trained tokens {prompt} are not the assistant's: ")
    for role in ("system", "user", "tool"):
        assert f"{roles[role]} of {role}" in said

    turns = sum(one.labels.count(2) for one in examples)
    said = diagnose(with_examples(tooled, labels_changed(without_ends)))[0].evidence
    assert said == f"in {turns} of {turns} trained turns the end-of-turn token is not trained"

    emptied = labels_changed(lambda ids, labels: labels if len(ids) > 80 else [IGNORE] * len(ids))
    assert diagnose(with_examples(tooled, emptied))[0].evidence == "2 of 4 rows have no trained token"


def test_the_count_of_padding(healthy):
    def collate(examples):
        batch = pad_batch(examples, 0)
        batch["labels"][batch["attention_mask"] == 0] = 0
        return batch

    short, long = sorted(len(healthy.encode(one).input_ids) for one in ROWS)[:2]
    said = diagnose(replace(healthy, collate=collate))[0].evidence
    assert said == f"{long - short} padding tokens are trained"
