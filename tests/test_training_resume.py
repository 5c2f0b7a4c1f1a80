"""A run that is killed, wherever that is, goes on and ends with the weights it would have had, bit for bit."""

import json
import multiprocessing
import os
import random
import re
import sys
import time
from pathlib import Path

import pytest
import torch

from fcall_helpers.training import TrainLog, train
from tests.training_toys import config_for, examples, main, same_weights, tiny_lm, weights_of

# Everything that has a state: dropout, AdamW, the average, the best so far, the count of evaluations, epochs.
RUN = {"max_steps": 60, "checkpoint_every": 3, "eval_every": 7, "ema": 0.8, "dropout": 0.1, "accumulate": 2}
MODEL = "frozen_weights differ (a run goes on with the model it began with: load it anew)"
SHORT = {**RUN, "max_steps": 6, "checkpoint_every": 2, "eval_every": 3}


@pytest.fixture(scope="module")
def processes():
    """Processes that begin within a moment: they are forked from one that has imported torch and run nothing yet."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.training_toys"])
    return context


def undisturbed(options, tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("undisturbed") / "run"
    before = torch.get_num_threads()
    main(str(out), json.dumps(options))
    torch.set_num_threads(before)
    return out


@pytest.fixture(scope="module")
def whole_run(tmp_path_factory) -> Path:
    return undisturbed(RUN, tmp_path_factory)


@pytest.fixture(scope="module")
def short_run(tmp_path_factory) -> Path:
    return undisturbed(SHORT, tmp_path_factory)


def dying(out: str, options: str, at: int) -> None:
    """A run that ends, as by kill -9, in front of its ``at``-th opening, renaming or deleting in the run's folder."""
    deeds = iter(range(at))

    def die(event: str, arguments: tuple) -> None:
        deed = event in ("open", "os.rename", "os.remove", "os.mkdir") and out in str(arguments[0])
        if deed and next(deeds, None) is None:
            os._exit(9)

    sys.addaudithook(die)
    main(out, options)


def assert_equal_runs(out: Path, other: Path, steps: int) -> None:
    """The same weights byte for byte, every step in the log once with the same loss, and nothing left lying about."""
    files = [folder / "final" / "model.safetensors" for folder in (out, other)]
    assert files[0].read_bytes() == files[1].read_bytes()
    logs = [TrainLog.read(folder) for folder in (out, other)]
    assert [step["step"] for step in logs[0].steps] == list(range(1, steps + 1))
    assert [step["loss"] for step in logs[0].steps] == [step["loss"] for step in logs[1].steps]
    judged = [[(one["step"], one["dev_loss"], one["best"]) for one in log.evaluations] for log in logs]
    assert judged[0] == judged[1]
    names = [sorted(str(path.relative_to(folder)) for path in folder.rglob("*")) for folder in (out, other)]
    assert names[0] == names[1]


# Killed


def test_killed_at_ten_random_moments(whole_run, processes, tmp_path):
    out, killed, dice = tmp_path / "run", 0, random.Random(6)
    deadline = time.monotonic() + 120
    while killed < 10 and time.monotonic() < deadline:
        run = processes.Process(target=main, args=(str(out), json.dumps(RUN)))
        run.start()
        run.join(dice.uniform(0.1, 0.5))
        if run.is_alive():
            run.kill()
            killed += 1
        run.join()
    assert killed == 10, f"the run ended by itself after {killed} kills"
    finish(processes, out, RUN)
    assert_equal_runs(out, whole_run, RUN["max_steps"])


@pytest.mark.parametrize("at", [1, 6, 14, 25, 37, 50, 51, 58, 64, 68, 72, 75])
def test_killed_in_front_of_any_deed_on_the_disk(short_run, processes, tmp_path, at):
    out = tmp_path / "run"
    run = processes.Process(target=dying, args=(str(out), json.dumps(SHORT), at))
    run.start()
    run.join(120)
    assert run.exitcode == 9, "it did less than that on the disk"
    finish(processes, out, SHORT)
    assert_equal_runs(out, short_run, SHORT["max_steps"])


def finish(processes, out: Path, options: dict) -> None:
    run = processes.Process(target=main, args=(str(out), json.dumps(options)))
    run.start()
    run.join(120)
    assert run.exitcode == 0


# Stopped and begun again in one process


class StopHere(Exception):
    pass


def stopped_at(out: Path, step: int, lm=None, **options) -> None:
    """A run that a person ended after a step."""

    def stop(entry):
        if entry["step"] == step:
            raise StopHere

    with pytest.raises(StopHere):
        train(lm or tiny_lm(), examples(12), config_for(out, **options), on_step=stop)


@pytest.mark.parametrize("options", [{}, {"mode": "lora"}, {"precision": "bfloat16"}, {"freeze": ("embed", 1)}])
def test_stopped_and_run_again_with_the_very_same_model(tmp_path, options):
    """What happens in a notebook: stop, run the cell again, on a model that is half trained by now."""
    out, other, lm, fresh = tmp_path / "run", tmp_path / "other", tiny_lm(), tiny_lm()
    stopped_at(out, 3, lm, checkpoint_every=2, **options)
    train(lm, examples(12), config_for(out, checkpoint_every=2, **options))
    train(fresh, examples(12), config_for(other, **options))
    assert same_weights(weights_of(lm), weights_of(fresh))


def test_stopped_before_the_first_checkpoint_it_begins_with_the_weights_it_got(tmp_path):
    out, lm, fresh = tmp_path / "run", tiny_lm(), tiny_lm()
    stopped_at(out, 2, lm)
    log = train(lm, examples(12), config_for(out))
    train(fresh, examples(12), config_for(tmp_path / "other"))
    assert same_weights(weights_of(lm), weights_of(fresh)) and [step["step"] for step in log.steps] == [
        1,
        2,
        3,
        4,
        5,
        6,
    ]


def test_a_run_that_is_over_is_read_and_not_trained_again(tmp_path):
    first, again, seen = tiny_lm(), tiny_lm(), []
    log = train(first, examples(12), config_for(tmp_path / "run", ema=0.5), dev=examples(4))
    same = train(again, examples(12), config_for(tmp_path / "run", ema=0.5), dev=examples(4), on_step=seen.append)
    assert seen == [] and same == log and same_weights(weights_of(first), weights_of(again))


def test_the_end_is_written_down_even_where_a_kill_came_between(tmp_path):
    out = tmp_path / "run"
    log = train(tiny_lm(), examples(12), config_for(out))
    (out / "run.json").write_text(json.dumps({**log.run, "stopped": None, "device": "another"}))
    (out / "final").rename(tmp_path / "lost")
    again = train(tiny_lm(), examples(12), config_for(out))
    assert again == log and again.final is not None
    (out / "run.json").write_text(json.dumps({**log.run, "device": "where it ran"}))
    assert train(tiny_lm(), examples(12), config_for(out)).run["device"] == "where it ran"


def test_a_run_that_stopped_early_is_over_as_well(tmp_path):
    scores = iter([0.5, 0.4, 0.9])
    config = config_for(tmp_path / "run", eval_every=1, patience=1)
    log = train(tiny_lm(), examples(12), config, score=lambda lm: next(scores))
    assert len(train(tiny_lm(), examples(12), config, score=lambda lm: next(scores)).steps) == len(log.steps) == 2


def test_patience_counts_over_a_stop(tmp_path):
    scores = iter([0.5, 0.4, 0.3, 0.9])
    config = config_for(tmp_path / "run", eval_every=1, patience=2)

    def stop(entry):
        if entry["step"] == 2:
            raise StopHere

    with pytest.raises(StopHere):
        train(tiny_lm(), examples(12), config, score=lambda lm: next(scores), on_step=stop)
    log = train(tiny_lm(), examples(12), config, score=lambda lm: next(scores))
    assert len(log.steps) == 3 and log.best["step"] == 1


# The log


@pytest.mark.parametrize("tail", [b'{"step": 3, "lo', b'{"step": 3}', b"\0\0\0\n", b'[1]\n{"step": "3"}\n', b"\xff\n"])
def test_a_half_written_line_is_mended(tmp_path, tail):
    out = tmp_path / "run"
    stopped_at(out, 2, checkpoint_every=2)
    with (out / "steps.jsonl").open("ab") as file:
        file.write(tail)
    assert [step["step"] for step in TrainLog.read(out).steps] == [1, 2]
    log = train(tiny_lm(), examples(12), config_for(out, checkpoint_every=2))
    assert [step["step"] for step in log.steps] == [1, 2, 3, 4, 5, 6]
    assert len((out / "steps.jsonl").read_text().splitlines()) == 6


# Another run's folder


@pytest.mark.parametrize(
    "there, here, named",
    [
        ({}, {"lr": 0.1}, "lr was 0.003 and is 0.1"),
        ({"seed": 1}, {"seed": 2, "ema": 0.5}, "seed was 1 and is 2, ema was 0.0 and is 0.5"),
        ({}, {"freeze": "embed"}, "freeze was [] and is ['embed'], " + MODEL),
        ({"mode": "lora"}, {"mode": "full"}, "mode was 'lora' and is 'full', " + MODEL),
        ({}, {"max_steps": 7}, "max_steps was 6 and is 7, steps was [6] and is [7]"),
    ],
)
def test_a_checkpoint_of_another_configuration_is_refused_by_name(tmp_path, there, here, named):
    out, before = tmp_path / "run", weights_of(tiny_lm())
    stopped_at(out, 2, **there)
    kept, lm = (out / "checkpoints" / "last.pt").read_bytes(), tiny_lm()
    with pytest.raises(ValueError) as error:
        train(lm, examples(12), config_for(out, **here))
    assert str(error.value) == f"out: {out} holds a checkpoint of another run: {named}; take another folder"
    assert (out / "checkpoints" / "last.pt").read_bytes() == kept and same_weights(weights_of(lm), before)


def test_other_data_is_refused(tmp_path):
    out = tmp_path / "run"
    stopped_at(out, 2)
    with pytest.raises(ValueError, match="another run: dataset differs; take"):
        train(tiny_lm(), examples(12, start=1), config_for(out))
    with pytest.raises(
        ValueError, match="another run: dev was '' and is '[0-9a-f]+.*, measure was None and is 'dev_loss'"
    ):
        train(tiny_lm(), examples(12), config_for(out), dev=examples(2))


def test_another_base_of_a_lora_is_refused(tmp_path):
    out, other = tmp_path / "run", tiny_lm()
    stopped_at(out, 2, mode="lora")
    with torch.no_grad():
        other.model.model.norm.weight[0] += 1e-6
    with pytest.raises(ValueError, match=f"another run: {re.escape(MODEL)}; take another folder"):
        train(other, examples(12), config_for(out, mode="lora"))


def test_what_changes_nothing_may_differ(tmp_path):
    out, moved, lm, fresh = tmp_path / "run", tmp_path / "moved", tiny_lm(), tiny_lm()
    stopped_at(out, 3, checkpoint_every=2)
    out.rename(moved)
    log = train(lm, examples(12), config_for(moved, checkpoint_every=1))
    train(fresh, examples(12), config_for(tmp_path / "other"))
    assert len(log.steps) == 6 and same_weights(weights_of(lm), weights_of(fresh))


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"not a checkpoint"])
def test_a_damaged_checkpoint_is_told(tmp_path, content):
    out = tmp_path / "run"
    stopped_at(out, 2)
    (out / "checkpoints" / "last.pt").write_bytes(content)
    with pytest.raises(ValueError, match=r"^out: .*last.pt is no checkpoint, or damaged; delete .* to begin again$"):
        train(tiny_lm(), examples(12), config_for(out))


def test_a_checkpoint_runs_no_code(tmp_path):
    """A pickle can hold any call; this one would make a file."""

    class Trap:
        def __reduce__(self):
            return Path.touch, (tmp_path / "trapped",)

    out = tmp_path / "run"
    stopped_at(out, 2)
    torch.save({"fingerprint": Trap()}, out / "checkpoints" / "last.pt")
    with pytest.raises(ValueError, match="is no checkpoint, or damaged"):
        train(tiny_lm(), examples(12), config_for(out))
    assert not (tmp_path / "trapped").exists()


def test_a_run_without_its_checkpoints_is_not_written_over(tmp_path):
    out = tmp_path / "run"
    train(tiny_lm(), examples(12), config_for(out))
    (out / "checkpoints" / "last.pt").unlink()
    with pytest.raises(ValueError, match="holds a run whose checkpoints are gone; take another folder$"):
        train(tiny_lm(), examples(12), config_for(out))
    assert TrainLog.read(out).final is not None


def test_two_runs_do_not_share_a_folder(tmp_path, monkeypatch):
    monkeypatch.setattr("fcall_helpers.training.checkpoints.LOCK_SECONDS", 0.05)
    out, said = tmp_path / "run", []

    def again(entry):
        with pytest.raises(ValueError) as error:
            train(tiny_lm(), examples(12), config_for(out))
        said.append(str(error.value))

    train(tiny_lm(), examples(2), config_for(out, max_steps=1), on_step=again)
    assert said == [f"out: another process is training in {out}; wait for it or take another folder"]
