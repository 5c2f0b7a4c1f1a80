"""Training: the loop does what a plain one does, ships what was best, and stops with one line where it must."""

import copy
import json
import math
import re
import resource
import sys
import types
import warnings
from pathlib import Path

import pytest
import torch

from fcall_helpers.decoding import generate
from fcall_helpers.loss import masked_cross_entropy
from fcall_helpers.models import load
from fcall_helpers.packing import pack
from fcall_helpers.training import TrainConfig, TrainingError, TrainLog, loop, train
from fcall_helpers.training.plan import make_plan
from tests.training_toys import config_for, examples, rows, same_weights, tiny_lm, weights_of

EVERYTHING = {"ema": 0.5, "eval_every": 2, "accumulate": 2, "batch_tokens": 60}


@pytest.fixture(autouse=True)
def one_thread():
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture
def out(tmp_path) -> Path:
    return tmp_path / "run"


def row_by_row(lm, config) -> list[float]:
    """The losses of a loop without packing, without accumulation, without anything: the rows of a step, one by one."""
    model, known = lm.model, {row.id: row for row in examples(12)}
    optimizer = torch.optim.AdamW(model.parameters(), betas=config.betas, weight_decay=0.0)
    losses = []
    for step in make_plan(list(known.values()), lm.tokenizer, config.on(lm.device)).steps():
        optimizer.param_groups[0]["lr"] = config.lr * (1 - (step.number - 1) / config.max_steps)
        chosen = [known[name] for batch in step.batches for name in batch.ids]
        trained = sum(sum(label != -100 for label in row.labels) for row in chosen)
        loss = 0.0
        for row in chosen:
            logits = model(torch.tensor([row.input_ids])).logits
            part = masked_cross_entropy(logits, torch.tensor([row.labels]), num_items=trained)
            part.backward()
            loss += part.item()
        torch.nn.utils.clip_grad_norm_(model.parameters(), config.clip)
        optimizer.step()
        optimizer.zero_grad()
        losses.append(loss)
    return losses


# What a step is


def test_it_is_the_loop_that_takes_one_row_at_a_time(out):
    config = config_for(out, warmup=0.0, weight_decay=0.0, accumulate=3, batch_tokens=40, max_steps=3)
    plain, ours = tiny_lm(torch.float64), tiny_lm(torch.float64)
    log = train(ours, examples(12), config)
    assert [step["loss"] for step in log.steps] == pytest.approx(row_by_row(plain, config), rel=1e-9)
    for name, weight in weights_of(ours).items():
        assert torch.allclose(weight, weights_of(plain)[name], rtol=0, atol=1e-9), name


def test_the_cut_into_micro_batches_makes_no_difference(out, tmp_path):
    """A step of all rows at once, and the same in pieces of unlike size: one denominator, the same gradient."""
    pieces = {"batch_tokens": 40, "accumulate": 99}
    whole = train(tiny_lm(torch.float64), examples(12), config_for(out, batch_tokens=2_000, max_steps=2))
    parts = train(tiny_lm(torch.float64), examples(12), config_for(tmp_path / "parts", max_steps=2, **pieces))
    assert {step["batches"] for step in whole.steps} == {1} and parts.steps[0]["batches"] > 3
    for one, other in zip(whole.steps, parts.steps, strict=True):
        assert one["loss"] == pytest.approx(other["loss"], rel=1e-9)
        assert one["grad_norm"] == pytest.approx(other["grad_norm"], rel=1e-9)
        assert one["trained"] == other["trained"] and one["examples"] == other["examples"] == 12


def test_the_loss_falls_and_bfloat16_follows(out, tmp_path):
    options = {"max_steps": 40, "batch_tokens": 400}
    exact = train(tiny_lm(), examples(12), config_for(out, **options))
    lm = tiny_lm()
    rough = train(lm, examples(12), config_for(tmp_path / "half", precision="bfloat16", **options))
    losses = [step["loss"] for step in exact.steps]
    assert losses[-1] < losses[0] - 1
    assert [step["loss"] for step in rough.steps] == pytest.approx(losses, rel=0.01)
    assert [step["loss"] for step in rough.steps] != losses
    assert {weight.dtype for weight in lm.model.parameters()} == {torch.float32}
    assert (exact.run["precision"], rough.run["precision"]) == ("float32", "bfloat16")


def test_real_rows_go_the_whole_way(out):
    lm = tiny_lm()
    log = train(lm, rows(6), config_for(out, batch_tokens=2000, max_steps=2), dev=rows(2, start=20))
    assert log.steps[0]["examples"] > 2 and log.steps[0]["trained"] < log.steps[0]["tokens"] / 2
    assert log.best["dev_loss"] < 5.6 and load(log.final, device="cpu").tokenizer.chat_template


def test_small_updates_are_not_lost_in_a_bfloat16_model(out):
    """Its weights are float32 while it trains: an update of 1e-5 is nothing to a bfloat16 weight of 1."""
    lm = tiny_lm(torch.bfloat16)
    before = weights_of(lm)
    train(lm, examples(12), config_for(out, lr=1e-5))
    assert lm.model.dtype == torch.bfloat16
    shipped = load(out / "final", device="cpu").model
    assert shipped.dtype == torch.float32
    moved = [(new.detach() - before[name].float()).abs().max() for name, new in shipped.named_parameters()]
    assert min(moved) > 0 and max(moved) < 1e-4


def test_clipping_bounds_the_step_and_the_log_says_the_norm_before(out, tmp_path):
    free = train(tiny_lm(), examples(12), config_for(out, clip=0, max_steps=1))
    lm, before = tiny_lm(), weights_of(tiny_lm())
    bound = train(lm, examples(12), config_for(tmp_path / "clipped", clip=1e-12, max_steps=1, weight_decay=0.0))
    assert free.steps[0]["grad_norm"] == bound.steps[0]["grad_norm"] > 0.1
    moved = max((after - before[name]).abs().max() for name, after in weights_of(lm).items())
    assert moved < 1e-5  # AdamW's epsilon outweighs a gradient this small


def test_frozen_weights_stay_and_the_others_move(out):
    lm, before = tiny_lm(), weights_of(tiny_lm())
    log = train(lm, examples(12), config_for(out, freeze=("embed", 1)))
    moved = {name for name, weight in weights_of(lm).items() if not torch.equal(weight, before[name])}
    assert moved and not {name for name in moved if "embed" in name or "layers.0." in name}
    assert len(moved) == len(before) - 10
    assert log.run["trainable"] < log.run["parameters"] == sum(weight.numel() for weight in before.values())
    assert all(weight.requires_grad for weight in lm.model.parameters()), "freezing is over with the run"


@pytest.mark.parametrize("attention, used", [("auto", "packed"), ("eager", "eager")])
def test_how_the_model_attends_is_the_runs_matter_alone(out, attention, used):
    lm, seen = tiny_lm(torch.float64), []
    kind = lambda: lm.model.config._attn_implementation  # noqa: E731

    def score(scored):
        seen.append(kind())
        return 1.0

    config = config_for(out, attention=attention, eval_every=3, max_steps=3)
    log = train(lm, examples(12), config, score=score, on_step=lambda entry: seen.append(kind()))
    assert seen == [used, used, "sdpa", used] and kind() == "sdpa", "the score attends as the caller's model does"
    assert log.run["config"]["attention"] == used


def test_the_callers_randomness_is_left_alone(out):
    torch.manual_seed(5)
    expected = torch.rand(3)
    torch.manual_seed(5)
    train(tiny_lm(dropout=0.1), examples(2), config_for(out))
    assert torch.equal(torch.rand(3), expected)


def test_dropout_depends_on_the_seed_alone(out, tmp_path):
    def losses(folder, seed, before):
        torch.manual_seed(before)
        log = train(tiny_lm(dropout=0.3), examples(2), config_for(folder, seed=seed, max_steps=2))
        return [step["loss"] for step in log.steps]

    runs = [losses(tmp_path / str(place), seed, place) for place, seed in enumerate([1, 1, 2])]
    assert runs[0] == runs[1] != runs[2]


def test_a_curriculum_takes_its_stages_in_turn(out):
    seen = []
    log = train(tiny_lm(), [(examples(4), 2), (examples(8, start=50), 2)], config_for(out, max_steps=None))
    seen = [(step["stage"], step["step"]) for step in log.steps]
    assert seen == [(1, 1), (1, 2), (2, 3), (2, 4)]


# LoRA


def test_a_lora_leaves_the_weights_until_it_is_merged_and_ships_as_an_adapter(out, tmp_path):
    lm, base = tiny_lm(), tiny_lm()
    base.model.save_pretrained(tmp_path / "base")
    base.tokenizer.save_pretrained(tmp_path / "base")
    during = []
    log = train(
        lm,
        examples(12),
        config_for(out, mode="lora", lora_rank=4, lora_alpha=8, lr=1e-2),
        on_step=lambda entry: during.append(entry["loss"]),
    )
    assert during[-1] < during[0]
    assert log.run["trainable"] == 2 * 4 * sum(sum(w.shape) for n, w in weights_of(base).items() if "proj" in n) / 2
    loaded = load(tmp_path / "base", adapter=log.final, device="cpu")
    for name, weight in weights_of(lm).items():
        assert torch.allclose(weight, weights_of(loaded)[name], atol=1e-6), name
        assert ("proj" in name) != torch.equal(weight, weights_of(base)[name]), name
    settings = json.loads((log.final / "adapter_config.json").read_text())
    assert settings["base_model_name_or_path"] == "tiny" and settings["inference_mode"] is True
    assert str(tmp_path) not in (log.final / "adapter_config.json").read_text()


def test_a_score_may_generate_while_the_lora_is_in_the_model(out):
    answers = []

    def score(lm):
        answers.append(generate(lm, [[{"role": "user", "content": "3 and 4?"}]], max_new_tokens=4))
        return len(answers)

    train(tiny_lm(), examples(12), config_for(out, mode="lora", eval_every=3), score=score)
    assert len(answers) == 2 and all(isinstance(text, str) for (text,) in answers)


def test_only_the_layers_asked_for_get_a_lora(out):
    lm, before = tiny_lm(), weights_of(tiny_lm())
    train(lm, examples(12), config_for(out, mode="lora", lora_targets=("q_proj", "v_proj"), freeze=1))
    moved = {name for name, weight in weights_of(lm).items() if not torch.equal(weight, before[name])}
    assert moved == {f"model.layers.1.self_attn.{kind}_proj.weight" for kind in "qv"}


def test_layers_that_do_not_exist_are_refused_and_nothing_is_left_behind(out):
    lm, before = tiny_lm(), weights_of(tiny_lm())
    with pytest.raises(ValueError, match="^lora_targets: .*query") as error:
        train(lm, examples(12), config_for(out, mode="lora", lora_targets=("query",)))
    assert "\n" not in str(error.value)
    assert same_weights(weights_of(lm), before)


def test_a_lora_that_was_stopped_is_taken_out_again(out):
    def stop(entry):
        raise KeyboardInterrupt

    lm, before = tiny_lm(), weights_of(tiny_lm())
    with pytest.raises(KeyboardInterrupt):
        train(lm, examples(12), config_for(out, mode="lora"), on_step=stop)
    assert same_weights(weights_of(lm), before) and not lm.model.training
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        log = train(lm, examples(12), config_for(out, mode="lora"))
    assert [step["step"] for step in log.steps] == [1, 2, 3, 4, 5, 6]


# What is evaluated, and what is shipped


def test_the_best_is_shipped_and_training_stops_when_nothing_better_comes(out):
    scores, seen = iter([0.2, 0.5, 0.4, 0.5, 0.9]), []

    def score(lm):
        assert not lm.model.training
        seen.append(weights_of(lm))
        return next(scores)

    lm = tiny_lm()
    log = train(lm, examples(12), config_for(out, max_steps=20, eval_every=2, patience=2), score=score)
    assert [one["score"] for one in log.evaluations] == [0.2, 0.5, 0.4, 0.5]
    assert [one["best"] for one in log.evaluations] == [True, True, False, False]
    assert log.best["step"] == 4 and len(log.steps) == 8
    assert log.run["stopped"] == "no better score in 2 evaluations"
    assert same_weights(weights_of(lm), seen[1])
    assert same_weights(weights_of(load(log.final, device="cpu")), seen[1])
    assert sorted(path.name for path in (out / "checkpoints").iterdir()) == ["best-000004.pt", "last.pt"]


def test_the_last_is_shipped_where_that_is_wanted(out):
    scores, seen = iter([0.9, 0.5, 0.4]), []
    lm = tiny_lm()
    log = train(
        lm,
        examples(12),
        config_for(out, eval_every=2, keep="last"),
        score=lambda lm: seen.append(weights_of(lm)) or next(scores),
    )
    assert log.best["step"] == 2 and same_weights(weights_of(lm), seen[-1])


def test_the_dev_loss_is_that_of_the_model_that_is_shipped(out):
    lm, dev = tiny_lm(torch.float64), examples(5, start=40)
    log = train(lm, examples(12), config_for(out, **EVERYTHING), dev=dev)
    assert [one["step"] for one in log.evaluations] == [2, 4, 6] and log.best["best"] is True
    loss, trained = 0.0, 0
    for row in dev:
        labels = torch.tensor([row.labels])
        with torch.no_grad():
            loss += masked_cross_entropy(lm.model(torch.tensor([row.input_ids])).logits, labels, num_items=1).item()
        trained += int((labels != -100).sum())
    assert log.best["dev_loss"] == pytest.approx(loss / trained, rel=1e-9)


def test_the_average_is_evaluated_and_shipped_and_training_goes_on_without_it(out, tmp_path):
    seen, lm = [], tiny_lm()
    options = {"lr": 1e-2, "eval_every": 1, "schedule": "constant", "warmup": 0.0}
    averaged = train(
        lm, examples(12), config_for(out, ema=0.5, **options), score=lambda lm: seen.append(weights_of(lm)) or len(seen)
    )
    raw, plain = [tiny_lm()], tiny_lm()
    plainly = train(
        plain,
        examples(12),
        config_for(tmp_path / "plain", **options),
        score=lambda lm: raw.append(copy.deepcopy(lm)) or len(raw),
    )
    assert [step["loss"] for step in averaged.steps] == [step["loss"] for step in plainly.steps]
    name = "model.layers.1.mlp.up_proj.weight"
    average = weights_of(raw[0])[name]
    for step, model in enumerate(raw[1:], 1):
        average = torch.lerp(average, weights_of(model)[name], 1 - min(0.5, (1 + step) / (10 + step)))
        assert torch.allclose(seen[step - 1][name], average, atol=1e-7)
    assert same_weights(weights_of(lm), seen[-1])


def test_without_anything_to_judge_by_the_last_weights_are_shipped(out):
    lm = tiny_lm()
    log = train(lm, examples(12), config_for(out, eval_every=2))
    assert log.evaluations == [] and log.best is None
    assert same_weights(weights_of(load(log.final, device="cpu")), weights_of(lm))


@pytest.mark.parametrize("bad", [math.nan, math.inf])
def test_a_score_that_is_no_number_stops_the_run(out, bad):
    with pytest.raises(TrainingError, match=rf"^step 6: the score is {bad}; the checkpoint of step 0 "):
        train(tiny_lm(), examples(12), config_for(out), score=lambda lm: bad)


# The log


def test_the_log_says_what_each_step_did(out):
    entries = []
    log = train(tiny_lm(), examples(12), config_for(out, **EVERYTHING), on_step=entries.append, dev=examples(4))
    assert [step["step"] for step in log.steps] == [1, 2, 3, 4, 5, 6]
    for step in log.steps:
        assert step["tokens_per_s"] == pytest.approx(step["tokens"] / step["seconds"])
        assert step["examples_per_s"] == pytest.approx(step["examples"] / step["seconds"])
        assert 0 < step["mfu"] < 1 and step["peak_memory_mb"] > 50
        assert 0 < step["trained"] < step["tokens"] and step["batches"] in (1, 2)
        assert all(math.isfinite(value) for value in step.values())
    assert [entry | step for entry, step in zip(entries, log.steps, strict=True)] == entries
    assert [entry["step"] for entry in entries if "dev_loss" in entry] == [2, 4, 6]
    assert log.seconds == pytest.approx(sum(one["seconds"] for one in log.steps + log.evaluations))
    assert log.run["data"] and log.run["config"]["lr"] == 3e-3 and log.run["stopped"] == "all steps done"
    assert TrainLog.read(out) == log
    assert json.loads(json.dumps(log.to_json()))["best"] == log.best


def test_a_folder_without_a_run_has_no_log(tmp_path):
    with pytest.raises(ValueError, match="holds no run: there is no run.json"):
        TrainLog.read(tmp_path)


def test_the_log_of_a_run_that_goes_on_can_be_read(out):
    sizes = []

    def look(entry):
        log = TrainLog.read(out)
        sizes.append(len(log.steps))
        assert log.final is None and log.run["stopped"] is None

    train(tiny_lm(), examples(12), config_for(out), on_step=look)
    assert sizes == [1, 2, 3, 4, 5, 6]


class Recorder:
    """Stands in for TensorBoard's writer and for a run of Weights & Biases, neither of which the course requires."""

    def __init__(self, *args, **options):
        self.args, self.options, self.entries, self.closed = args, options, {}, False

    def add_scalar(self, name, value, step):
        self.entries.setdefault(step, {})[name] = value

    def log(self, values, step):
        self.entries[step] = values

    def flush(self):
        pass

    def close(self):
        self.closed = True

    finish = close


@pytest.fixture
def recorders(monkeypatch) -> dict[str, Recorder]:
    """What TensorBoard and Weights & Biases were told, both being installed."""
    made = {}

    def open_as(name):
        return lambda *args, **options: made.setdefault(name, Recorder(*args, **options))

    modules = {
        "tensorboard": types.ModuleType("tensorboard"),
        "torch.utils.tensorboard": types.SimpleNamespace(SummaryWriter=open_as("tensorboard")),
        "wandb": types.SimpleNamespace(init=open_as("wandb")),
    }
    for name, module in modules.items():
        monkeypatch.setitem(sys.modules, name, module)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: name in modules)
    return made


def test_the_trackers_are_told_what_the_log_says(out, recorders, monkeypatch):
    monkeypatch.setenv("WANDB_PROJECT", "course")
    log = train(tiny_lm(), examples(12), config_for(out, tensorboard=True, eval_every=3), dev=examples(4))
    assert recorders.keys() == {"tensorboard", "wandb"}
    assert recorders["wandb"].options["project"] == "course" and recorders["wandb"].options["resume"] == "allow"
    assert recorders["tensorboard"].options["purge_step"] == 1
    for recorder in recorders.values():
        assert [entry["train/loss"] for entry in recorder.entries.values()] == [step["loss"] for step in log.steps]
        assert {step for step, entry in recorder.entries.items() if "train/dev_loss" in entry} == {3, 6}
        assert recorder.closed


def test_wandb_is_not_asked_unless_a_project_is_named(out, tmp_path, recorders, monkeypatch):
    monkeypatch.delenv("WANDB_PROJECT", raising=False)
    train(tiny_lm(), examples(12), config_for(out))
    assert recorders == {}
    train(tiny_lm(), examples(12), config_for(tmp_path / "other", wandb="mine"))
    assert recorders.keys() == {"wandb"} and recorders["wandb"].options["project"] == "mine"


# What stops a run


def test_a_run_that_diverges_names_the_rows_and_keeps_its_checkpoint(out):
    lm = tiny_lm()
    with pytest.raises(TrainingError) as error:
        train(lm, examples(12), config_for(out, lr=1e30, warmup=0.0))
    said = str(error.value)
    assert re.match("step 2: the (loss|gradient's norm) is nan; rows of that (batch|step): row-", said), said
    assert "\n" not in said
    assert f"the checkpoint of step 0 in {out} is whole; lower lr" in said
    kept = torch.load(out / "checkpoints" / "last.pt", weights_only=True)
    assert kept["state"]["step"] == 0 and same_weights(kept["weights"], weights_of(tiny_lm()))


def test_weights_that_are_no_numbers_are_never_kept(out):
    with pytest.raises(TrainingError, match=r"^step 1: model\.\S+ is no longer finite; the checkpoint of step 0 "):
        train(tiny_lm(), examples(12), config_for(out, lr=1e39, warmup=0.0, checkpoint_every=1))
    kept = torch.load(out / "checkpoints" / "last.pt", weights_only=True)
    assert all(weight.isfinite().all() for weight in kept["weights"].values())


def test_an_infinite_gradient_stops_the_run_before_the_weights_change(out):
    lm = tiny_lm()
    lm.model.model.layers[0].mlp.up_proj.weight.register_hook(lambda gradient: gradient * math.inf)
    with pytest.raises(TrainingError, match="^step 1: the gradient's norm is (nan|inf); rows of that step: row-"):
        train(lm, examples(12), config_for(out))
    assert same_weights(weights_of(lm), weights_of(tiny_lm()))


def test_only_the_batch_with_the_fault_is_named(out, monkeypatch):
    """Of a step of several micro-batches one has a row that gives NaN."""
    original = loop.forward_loss

    def poisoned(model, batch, *, num_items=None):
        loss = original(model, batch, num_items=num_items)
        return loss * math.nan if "row-5" in batch.ids else loss

    monkeypatch.setattr(loop, "forward_loss", poisoned)
    config = config_for(out, batch_tokens=40, accumulate=99)
    (named,) = (b for b in next(make_plan(examples(12), None, config).steps()).batches if "row-5" in b.ids)
    with pytest.raises(
        TrainingError, match=f"the loss is nan; rows of that batch: {', '.join(named.ids)}; the checkpoint"
    ):
        train(tiny_lm(), examples(12), config)


def too_much(*args, **options):
    return torch.empty(1 << 58)  # torch's own error, which has no class of its own on a CPU


@pytest.mark.parametrize("error", [None, MemoryError(), torch.OutOfMemoryError("CUDA out of memory. Tried to …")])
def test_too_little_memory_names_the_batch_and_what_to_lower(out, monkeypatch, error):
    def fail(*args, **options):
        if error:
            raise error
        too_much()

    monkeypatch.setattr(loop, "forward_loss", fail)
    (batch,) = pack(examples(2), batch_tokens=80)
    shape = " x ".join(map(str, batch.input_ids.shape))
    longest = max(len(row.input_ids) for row in examples(2))
    with pytest.raises(TrainingError) as caught:
        train(tiny_lm(), examples(2), config_for(out))
    said = str(caught.value)
    assert said.startswith(
        f"step 1: out of memory in a batch of {shape} positions, its longest row of {longest} tokens"
    )
    assert "lower batch_tokens" in said and "\n" not in said


def test_too_little_memory_for_the_optimiser_says_so(out, monkeypatch):
    monkeypatch.setattr(torch.optim.AdamW, "step", too_much)
    with pytest.raises(TrainingError, match="^step 1: out of memory updating the weights .* use mode='lora'"):
        train(tiny_lm(), examples(2), config_for(out))


def test_other_errors_are_not_taken_for_too_little_memory(out, monkeypatch):
    def fail(*args, **options):
        raise RuntimeError("shapes do not fit")

    monkeypatch.setattr(loop, "forward_loss", fail)
    with pytest.raises(RuntimeError, match="^shapes do not fit$"):
        train(tiny_lm(), examples(2), config_for(out))


def test_a_full_disk_leaves_the_last_checkpoint_whole(out, tmp_path):
    config = config_for(out, checkpoint_every=2)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, hard))  # room for the weights, not for AdamW's numbers as well
    try:
        with pytest.raises(OSError) as error:
            train(tiny_lm(), examples(12), config)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    said = str(error.value)
    assert said.startswith(f"out: the checkpoint of step 2 cannot be kept in {out}: File too large; make room")
    assert said.endswith(f"the checkpoint of step 0 in {out} is whole") and "\n" not in said
    assert [path.name for path in (out / "checkpoints").iterdir()] == ["last.pt"]
    resumed, undisturbed = tiny_lm(), tiny_lm()
    train(resumed, examples(12), config)
    train(undisturbed, examples(12), config_for(tmp_path / "other"))
    assert same_weights(weights_of(resumed), weights_of(undisturbed))


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ValueError, match="^out: .*file is a file; take a folder"):
        train(tiny_lm(), examples(2), config_for(tmp_path / "file"))
    with pytest.raises(OSError, match="^out: the run cannot be kept in .*inner"):
        train(tiny_lm(), examples(2), config_for(tmp_path / "file" / "inner"))


def test_a_row_without_a_trainable_token_is_named(out):
    silent = {**rows(1)[0], "id": "silent", "messages": [{"role": "user", "content": "Hello?"}]}
    with pytest.raises(ValueError, match="^row 'silent': no token to train on"):
        train(tiny_lm(), [*rows(2), silent], config_for(out))
    assert not out.exists()


def test_the_model_is_as_load_gives_it_after_a_failure(out):
    lm = tiny_lm()
    with pytest.raises(TrainingError):
        train(lm, examples(12), config_for(out, lr=1e30, warmup=0.0, freeze="embed"))
    assert not lm.model.training and all(weight.requires_grad for weight in lm.model.parameters())
    assert all(weight.grad is None for weight in lm.model.parameters())


def test_the_configuration_decides_alone(out):
    with pytest.raises(TypeError):
        TrainConfig(out, learning_rate=1e-3)
