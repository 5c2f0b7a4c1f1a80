"""Several processes train like one: the same losses, the same weights, one log."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from fcall_helpers.training import TrainLog, local_device
from fcall_helpers.training.parallel import Group
from tests.notebook_lint import ROOT
from tests.training_toys import main

COMMON = {"max_steps": 4, "eval_every": 2, "ema": 0.5, "dropout": 0.1}
RUNS = {
    # Steps of three batches: one process has two of them, the other one.
    "double": {**COMMON, "dtype": "float64", "accumulate": 4, "freeze": 1},
    "single": {**COMMON, "dtype": "float32", "accumulate": 4},
    # Steps of one batch: the second process has nothing to do but to agree.
    "lora": {**COMMON, "dtype": "float64", "rows": 2, "mode": "lora", "lora_rank": 2},
}
CLOSE = {"float64": 1e-9, "float32": 1e-6}


@pytest.fixture(scope="module")
def together(tmp_path_factory) -> tuple[Path, str]:
    """All the runs by two processes, and one that must be refused: their folder, and what they printed."""
    folder = tmp_path_factory.mktemp("together")
    runs = [*RUNS.items(), ("double", {**RUNS["double"], "lr": 1.0})]
    launcher = ["-m", "torch.distributed.run", "--nproc_per_node=2", "--standalone", "-m", "tests.training_toys"]
    command = [sys.executable, *launcher, str(folder), json.dumps(runs)]
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    return folder, done.stdout


def alone(folder: Path, name: str) -> TrainLog:
    before = torch.get_num_threads()
    try:
        return main(str(folder / name), json.dumps(RUNS[name]))
    finally:
        torch.set_num_threads(before)


@pytest.mark.parametrize("name, batches", [("double", 3), ("single", 3), ("lora", 1)])
def test_two_processes_have_the_loss_curve_of_one(together, tmp_path, name, batches):
    one, two = alone(tmp_path, name), TrainLog.read(together[0] / name)
    close = {"rel": CLOSE[RUNS[name]["dtype"]], "abs": 0}
    assert (one.run["processes"], two.run["processes"]) == (1, 2)
    assert {step["batches"] for step in one.steps} == {batches} and len(two.steps) == 4
    for field in ("loss", "grad_norm", "lr", "tokens", "trained", "examples", "batches"):
        assert [step[field] for step in two.steps] == pytest.approx([step[field] for step in one.steps], **close), field
    judged = [[found["dev_loss"] for found in log.evaluations] for log in (two, one)]
    assert len(judged[0]) == 2 and judged[0] == pytest.approx(judged[1], **close)
    weights = [load_file(next(log.final.glob("*model.safetensors"))) for log in (one, two)]
    assert all(torch.allclose(weights[0][name], weights[1][name], atol=1e-5) for name in weights[0])


def test_both_refuse_another_run_with_the_same_line(together):
    said = [line for line in together[1].splitlines() if line]
    assert len(said) == 2 and said[0] == said[1]
    assert "holds a checkpoint of another run: lr was 0.003 and is 1.0; take another folder" in said[0]


def test_one_process_takes_up_what_two_have_done(together):
    """The number of processes is no part of what a run is."""
    before = TrainLog.read(together[0] / "double")
    assert alone(together[0], "double") == before and len(before.steps) == 4


def test_alone_the_group_does_nothing():
    group, tensor = Group(), torch.ones(3)
    group.add_up([tensor])
    group.share([tensor])
    group.wait()
    assert tensor.tolist() == [1, 1, 1] and group.tell("x") == "x" and group.first
    assert group.deal(["a", "b"]) == [(0, "a"), (1, "b")]


def test_items_are_dealt_to_all_processes_with_their_places():
    hands = [Group(rank, 3).deal(list("abcdefg")) for rank in range(3)]
    assert hands[1] == [(1, "b"), (4, "e")]
    assert sorted(item for hand in hands for item in hand) == list(enumerate("abcdefg"))
    assert Group(2, 3).deal(["a"]) == []


def test_each_process_has_its_own_gpu(monkeypatch):
    for name in ("RANK", "WORLD_SIZE", "LOCAL_RANK"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    assert local_device() == "auto"
    for name, value in {"RANK": "5", "WORLD_SIZE": "8", "LOCAL_RANK": "1"}.items():
        monkeypatch.setenv(name, value)
    assert local_device() == "cuda:1"
