"""What a run is made of, each part alone: the choices, the plan of steps, the learning rate, decay groups, FLOPs."""

import itertools
import json
import math
from pathlib import Path

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch.utils.flop_counter import FlopCounterMode
from transformers import get_cosine_schedule_with_warmup, get_linear_schedule_with_warmup

from fcall_helpers.packing import forward_loss, pack
from fcall_helpers.training import TrainConfig, learner, measuring, optim, plan
from fcall_helpers.training.schedule import learning_rate
from tests.training_toys import config_for, tiny_lm
from tests.training_toys import examples as toy_examples

OUT = Path("out")


@pytest.fixture(scope="module")
def examples():
    return toy_examples(12)


# The choices


@pytest.mark.parametrize(
    "field, value",
    [
        ("mode", "qlora"),
        ("lr", 0),
        ("lr", math.nan),
        ("lr", math.inf),
        ("lr", True),
        ("schedule", "step"),
        ("warmup", 1.0),
        ("warmup", -0.1),
        ("epochs", 0),
        ("max_steps", 0),
        ("max_steps", 2.5),
        ("batch_tokens", "4096"),
        ("accumulate", 0),
        ("width", 0),
        ("weight_decay", -1),
        ("betas", (0.9,)),
        ("betas", (0.9, 1.0)),
        ("clip", -1),
        ("precision", "fp16"),
        ("seed", -1),
        ("freeze", ("",)),
        ("freeze", True),
        ("freeze", (1.5,)),
        ("ema", 1.0),
        ("lora_rank", 0),
        ("lora_alpha", 0),
        ("lora_targets", ()),
        ("lora_targets", "q_proj"),
        ("checkpoint_every", 0),
        ("eval_every", -1),
        ("patience", 1),  # without eval_every
        ("keep", "all"),
        ("share", 1),
        ("wandb", ""),
    ],
)
def test_a_bad_choice_is_refused_by_name(field, value):
    with pytest.raises(ValueError, match=f"^{field}: ") as error:
        TrainConfig(OUT, **{field: value})
    assert "\n" not in str(error.value)


def test_a_folder_is_needed():
    with pytest.raises(ValueError, match="^out: expected a folder, got ''"):
        TrainConfig("")


def test_the_learning_rate_starts_higher_for_a_lora():
    assert TrainConfig(OUT).lr == 2e-4
    assert TrainConfig(OUT, mode="lora").lr == 1e-3
    assert TrainConfig(OUT, mode="lora", lr=5e-4).lr == 5e-4


def test_choices_survive_json():
    config = TrainConfig(OUT, freeze=["embed", 3], betas=(0.8, 0.9), lora_targets=("q_proj",))
    again = TrainConfig(**json.loads(json.dumps(config.to_json())))
    assert again.to_json() == config.to_json() and again.freeze == ("embed", 3)


def test_a_single_thing_may_be_frozen_without_a_tuple():
    assert TrainConfig(OUT, freeze="embed").freeze == ("embed",)
    assert TrainConfig(OUT, freeze=4).freeze == (4,)


# The plan


@given(st.integers(1, 60), st.integers(1, 9))
def test_batches_are_dealt_out_evenly_in_order(count, accumulate):
    steps = plan.deal_out(list(range(count)), accumulate)
    assert list(itertools.chain(*steps)) == list(range(count))
    sizes = {len(step) for step in steps}
    assert max(sizes) <= accumulate and max(sizes) - min(sizes) <= 1
    assert len(steps) == math.ceil(count / accumulate)


def content(steps) -> list:
    return [(step.number, step.stage, step.epoch, [batch.ids for batch in step.batches]) for step in steps]


def test_each_epoch_has_every_row_once_in_an_order_of_its_own(examples):
    made = plan.make_plan(examples, None, config_for(OUT, max_steps=None, epochs=2, batch_tokens=40))
    epochs = {1: [], 2: []}
    for step in made.steps():
        epochs[step.epoch] += [name for batch in step.batches for name in batch.ids]
    assert sorted(epochs[1]) == sorted(epochs[2]) == sorted(row.id for row in examples)
    assert epochs[1] != epochs[2]


@pytest.mark.parametrize("after", [0, 1, 3, 6, 7, 13])
def test_the_steps_are_the_same_from_wherever_one_asks(examples, after):
    config = config_for(OUT, max_steps=13, batch_tokens=40)
    whole = content(plan.make_plan(examples, None, config).steps())
    assert [number for number, *_ in whole] == list(range(1, 14))
    assert content(plan.make_plan(examples, None, config).steps(after=after)) == whole[after:]


def test_the_order_depends_on_the_seed(examples):
    orders = [content(plan.make_plan(examples, None, config_for(OUT, seed=seed)).steps()) for seed in (0, 0, 1)]
    assert orders[0] == orders[1] != orders[2]


def test_half_an_epoch_is_half_the_steps(examples):
    totals = [plan.make_plan(examples, None, config_for(OUT, max_steps=None, epochs=e)).total for e in (0.5, 1, 3)]
    assert totals == [round(totals[1] / 2), totals[1], 3 * totals[1]] and totals[1] > 1


def test_stages_follow_one_another(examples):
    stages = [(examples[:4], 2), (examples[4:], 3)]
    steps = list(plan.make_plan(stages, None, config_for(OUT, max_steps=None)).steps())
    assert [step.stage for step in steps] == [1, 1, 2, 2, 2]
    first = {name for step in steps[:2] for batch in step.batches for name in batch.ids}
    assert first <= {row.id for row in examples[:4]}


def test_stages_may_be_shares_of_all_steps(examples):
    made = plan.make_plan([(examples[:4], 0.25), (examples, 0.75)], None, config_for(OUT, max_steps=9))
    assert [stage.steps for stage in made.stages] == [2, 7] and made.total == 9


@pytest.mark.parametrize("lengths", [(2, 0.5), (0.5, 0.4), (0, 3), (True, 2), ("2", 3), (-0.5, 1.5)])
def test_lengths_of_stages_that_make_no_sense_are_refused(examples, lengths):
    with pytest.raises(ValueError, match="^dataset: stages need a number of steps each, or shares"):
        plan.make_plan([(examples, length) for length in lengths], None, config_for(OUT))


def test_shares_need_a_number_of_steps(examples):
    with pytest.raises(ValueError, match="^dataset: stages with shares need max_steps"):
        plan.make_plan([(examples, 1.0)], None, config_for(OUT, max_steps=None))


@pytest.mark.parametrize("nothing", [[], iter([])])
def test_no_rows_are_refused(nothing):
    with pytest.raises(ValueError, match="^dataset: expected at least one row"):
        plan.make_plan(nothing, None, config_for(OUT))


@pytest.mark.parametrize("wrong", [3, "rows.json", {"messages": []}])
def test_what_is_no_dataset_is_refused(wrong):
    with pytest.raises(TypeError, match="^dataset: expected rows"):
        plan.make_plan(wrong, None, config_for(OUT))


def test_the_digest_sees_every_token_label_and_the_order(examples):
    first, *rest = examples
    changed = type(first)(first.id, first.input_ids, [*first.labels[:-2], -100, -100], first.block)
    variants = [examples, [changed, *rest], [*rest, first], rest]
    assert len({plan.digest(rows) for rows in variants}) == 4
    assert plan.digest(examples[:3], examples[3:]) != plan.digest(examples)
    assert plan.digest(examples) == plan.digest(list(examples))


# The learning rate


@given(st.integers(1, 300), st.floats(0, 0.99), st.sampled_from(["linear", "cosine", "constant"]))
def test_the_learning_rate_rises_then_never_rises_again(total, warmup, schedule):
    shape = {"peak": 1.0, "warmup": warmup, "schedule": schedule}
    rates = [learning_rate(step, total, **shape) for step in range(1, total + 1)]
    top = rates.index(max(rates))
    assert all(0 < rate <= 1 for rate in rates)
    assert rates[: top + 1] == sorted(rates[: top + 1]) and rates[top:] == sorted(rates[top:], reverse=True)
    assert top <= round(warmup * total)


@pytest.mark.parametrize(
    "schedule, theirs", [("linear", get_linear_schedule_with_warmup), ("cosine", get_cosine_schedule_with_warmup)]
)
def test_without_warmup_it_is_transformers_own(schedule, theirs):
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=0.5)
    scheduler = theirs(optimizer, 0, 10)
    for step in range(1, 11):
        ours = learning_rate(step, 10, peak=0.5, warmup=0.0, schedule=schedule)
        assert ours == pytest.approx(scheduler.get_last_lr()[0], rel=1e-12)
        optimizer.step()
        scheduler.step()


# The optimiser


def test_only_matrices_decay():
    model = tiny_lm().model
    named = dict(model.named_parameters())
    decaying, others = optim.decay_groups(model, named)
    names = {id(weight): name for name, weight in named.items()}
    assert all(names[id(weight)].endswith("proj.weight") for weight in decaying)
    left = {names[id(weight)] for weight in others}
    assert "model.embed_tokens.weight" in left and "model.norm.weight" in left
    assert len(decaying) + len(others) == len(named) and len(decaying) == 2 * 7


def test_the_average_forgets_where_it_began():
    weights = {"w": torch.nn.Parameter(torch.zeros(3))}
    average = optim.Average(weights, 0.9)
    with torch.no_grad():
        weights["w"].fill_(1.0)
    seen = []
    for step in range(1, 60):
        average.update(weights, step)
        seen.append(average.weights["w"][0].item())
    assert seen[0] == pytest.approx(1 - 2 / 11) and seen == sorted(seen) and seen[-1] == pytest.approx(1, abs=1e-3)


def test_swapped_weights_come_back():
    weights, others = {"w": torch.nn.Parameter(torch.zeros(3))}, {"w": torch.ones(3)}
    with pytest.raises(KeyError), optim.swapped(weights, others):
        assert weights["w"].tolist() == [1, 1, 1]
        raise KeyError
    assert weights["w"].tolist() == [0, 0, 0] and others["w"].tolist() == [1, 1, 1]


# Which weights train


@pytest.mark.parametrize(
    "freeze, frozen",
    [
        ((), 0),
        (("embed",), 1),
        (("norm",), 5),
        ((1,), 9),
        ((2, "embed"), 19),
        (("layers.*.mlp",), 6),
        (("layers.1.self_attn.q",), 1),
        ((0,), 0),
    ],
)
def test_what_is_frozen_does_not_train(freeze, frozen):
    model = tiny_lm().model
    chosen = learner.choose(model, config_for(OUT, freeze=freeze))
    assert len(dict(model.named_parameters())) - len(chosen) == frozen


@pytest.mark.parametrize("freeze, said", [(("embedding",), "no weight"), (("",), "expected"), (("*",), "nothing to")])
def test_freezing_nothing_or_everything_is_refused(freeze, said):
    with pytest.raises(ValueError, match=f"^freeze: .*{said}"):
        learner.choose(tiny_lm().model, config_for(OUT, freeze=freeze))


# Operations and memory


def test_the_operations_are_those_torch_counts(examples):
    """In all matrix products; attention is left out, of which torch counts what it computes and we what is needed."""
    lm = tiny_lm()
    (batch,) = pack(examples[:1])  # so nothing is padding
    with FlopCounterMode(display=False) as counter:
        forward_loss(lm.model, batch).backward()
    found = counter.get_flop_counts()["Global"].items()
    counted = sum(count for operation, count in found if str(operation) in ("aten.mm", "aten.addmm"))
    cost = measuring.cost_of(lm.model, dict(lm.model.named_parameters()))
    attention = 12 * cost.attention * batch.tokens * (batch.tokens + 1) // 2
    assert counted > 0 and cost.flops(batch) - attention == counted


def test_frozen_weights_cost_less(examples):
    model = tiny_lm().model
    (batch,) = pack(examples[:3])
    named = dict(model.named_parameters())
    few = {name: weight for name, weight in named.items() if "layers.1.mlp" in name}
    assert measuring.cost_of(model, few).flops(batch) < measuring.cost_of(model, named).flops(batch)


def test_the_peak_is_measured_once_and_plausible():
    first = measuring.peak_flops(torch.device("cpu"), torch.float32)
    assert 1e8 < first < 1e15 and measuring.peak_flops(torch.device("cpu"), torch.float32) == first


def test_a_known_gpu_has_its_makers_peak(monkeypatch):
    monkeypatch.setattr(torch.cuda, "get_device_name", lambda device: "NVIDIA H100 80GB HBM3")
    assert measuring.peak_flops(torch.device("cuda:0"), torch.bfloat16) == 989e12
    assert measuring.peak_flops(torch.device("cuda:0"), torch.float32) == 67e12


def test_peak_memory_is_that_of_this_process():
    assert 50 < measuring.peak_memory(torch.device("cpu")) < 100_000


@pytest.mark.parametrize("abilities, expected", [({"avx512_bf16": True}, "bfloat16"), ({}, "float32")])
def test_bfloat16_is_taken_where_it_is_fast(monkeypatch, abilities, expected):
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: abilities, raising=False)
    cpu, model = torch.device("cpu"), tiny_lm().model
    assert measuring.computing_type("auto", model, cpu) == getattr(torch, expected)
    assert measuring.computing_type("float32", model, cpu) == torch.float32
    assert measuring.computing_type("auto", model.double(), cpu) == torch.float64


@pytest.mark.parametrize("capability, expected", [((9, 0), "bfloat16"), ((7, 5), "float32")])
def test_bfloat16_needs_ampere(monkeypatch, capability, expected):
    monkeypatch.setattr(torch.cuda, "get_device_capability", lambda device: capability)
    assert measuring.computing_type("auto", tiny_lm().model, torch.device("cuda:0")) == getattr(torch, expected)
