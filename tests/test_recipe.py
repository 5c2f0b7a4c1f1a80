"""The recipe: rows as it wants them, a score that counts what is right, and ``fcall train`` from a command line."""

import json
from collections import Counter

import pytest
import torch

from fcall_helpers.__main__ import main
from fcall_helpers.bfcl.answers import reference_calls
from fcall_helpers.bfcl.categories import DEVELOPMENT
from fcall_helpers.models import load
from fcall_helpers.recipe import config_of, dev_score, dev_shares, make_rows, scoring
from fcall_helpers.recipe.choices import MIX
from fcall_helpers.training import TrainLog
from tests.training_toys import model_in, rows_in, tiny_lm


def test_rows_are_of_the_recipes_mix_behind_shared_tools():
    made = make_rows(200, processes=1)
    kinds = Counter(made["kind"])
    assert abs(kinds["irrelevance"] / 200 - MIX["irrelevance"]) < 0.1
    assert len({*made["tools"]}) < 80


def test_the_mix_is_whole():
    assert sum(MIX.values()) == pytest.approx(1)


@pytest.mark.parametrize("mode", ["lora", "full"])
def test_settings_may_be_changed_one_by_one(mode, tmp_path):
    config = config_of(tmp_path, mode, max_steps=3)
    assert (config.mode, config.max_steps) == (mode, 3) and config.lr != config_of(tmp_path, mode, lr=1e-5).lr


def test_an_unknown_mode_is_told():
    with pytest.raises(ValueError, match="mode: expected one of lora, full, got 'qlora'"):
        config_of("x", "qlora")


# The score


def answer(case: dict) -> str:
    """What is right to say in a case."""
    if not case["ground_truth"]:
        return "None of my tools can do that."
    calls = reference_calls(case["function"], case["ground_truth"], case["category"])
    return "".join(
        f"<tool_call>{json.dumps({'name': call.name, 'arguments': call.arguments})}</tool_call>" for call in calls
    )


def speaking(monkeypatch, cases, say) -> None:
    by_question = {json.dumps([case["messages"], case["tools"]]): case for case in cases}

    def generate(lm, messages, tools, **options):
        asked = [by_question[json.dumps([one, two])] for one, two in zip(messages, tools, strict=True)]
        return [say(case) for case in asked]

    monkeypatch.setattr(scoring, "generate", generate)


@pytest.fixture(scope="module")
def cases() -> list[dict]:
    return scoring.dev_cases(6)


def test_no_case_is_of_a_category_that_counts(cases):
    assert {case["category"] for case in cases} == {*DEVELOPMENT, "irrelevance"}
    assert set(Counter(case["category"] for case in cases).values()) == {6}
    assert not any(case["id"].startswith("irrelevance") for case in cases), "the refusals are our own"


def test_right_answers_score_one_and_wrong_ones_nothing(cases, monkeypatch):
    lm = tiny_lm()
    speaking(monkeypatch, cases, answer)
    right = dev_shares(lm, cases)
    # `exec_multiple_45` and the like: no answer passes the benchmark's own checker.
    assert min(right.values()) > 0.8 and right["irrelevance"] == 1
    speaking(monkeypatch, cases, lambda case: "I would rather not.")
    assert dev_shares(lm, cases) == {**dict.fromkeys(DEVELOPMENT, 0.0), "irrelevance": 1.0}
    speaking(monkeypatch, cases, lambda case: '<tool_call>{"name": "f", "arguments": {}}</tool_call>')
    assert set(dev_shares(lm, cases).values()) == {0.0}


def test_the_score_is_the_mean_of_the_shares_and_leaves_the_model_alone(cases, monkeypatch):
    lm = tiny_lm()
    before = {name: weight.clone() for name, weight in lm.model.named_parameters()}
    speaking(monkeypatch, cases, lambda case: "I would rather not.")
    assert dev_score(6)(lm) == pytest.approx(1 / 5)
    for name, weight in lm.model.named_parameters():
        assert weight.dtype == torch.float32 and torch.equal(weight, before[name])


def test_a_real_model_is_scored(cases):
    assert set(dev_shares(tiny_lm(), cases[::12], max_new_tokens=4).values()) <= {0.0, 1.0}


# The command


@pytest.fixture
def model(tmp_path) -> str:
    return model_in(tmp_path / "model")


@pytest.fixture
def data(tmp_path) -> str:
    return rows_in(tmp_path / "data")


def command(model, data, out, *more: str) -> list[str]:
    given = ["--model", model, "--data", data, "--out", str(out), "--cases", "0", "--max-steps", "3"]
    return ["train", *given, "--batch-tokens", "800", "--precision", "float32", "--tensorboard", "false", *more]


@pytest.mark.parametrize("mode", ["lora", "full"])
def test_one_command_trains_and_says_what_came_of_it(model, data, tmp_path, capsys, mode):
    freeze = [] if mode == "lora" else ["--freeze", "embed", "norm"]
    assert main(command(model, data, tmp_path / "run", "--mode", mode, *freeze)) == 0
    out, err = capsys.readouterr()
    log = TrainLog.read(tmp_path / "run")
    assert len(log.steps) == 3 and log.run["config"]["freeze"] == (["embed", "norm"] if freeze else [])
    assert "3 steps, " in out and "examples/s, MFU" in out and f"kept in {log.final}" in out
    assert "3 of 3 steps, loss " in err
    lm = load(model, adapter=log.final) if mode == "lora" else load(str(log.final))
    assert lm.model.dtype == torch.float32


def test_json_is_the_whole_log(model, data, tmp_path, capsys):
    assert main(command(model, data, tmp_path / "run", "--json")) == 0
    said = json.loads(capsys.readouterr().out)
    assert [step["step"] for step in said["steps"]] == [1, 2, 3] and said["run"]["config"]["mode"] == "lora"


def test_again_it_says_the_same_and_other_settings_are_refused(model, data, tmp_path, capsys):
    assert main(command(model, data, tmp_path / "run")) == 0
    first = capsys.readouterr().out
    assert main(command(model, data, tmp_path / "run")) == 0
    assert capsys.readouterr().out == first
    assert main(command(model, data, tmp_path / "run", "--lr", "0.5")) == 2
    assert "lr was 0.002 and is 0.5; take another folder" in capsys.readouterr().err


def test_a_run_that_diverges_ends_with_one_line(model, data, tmp_path, capsys):
    assert main(command(model, data, tmp_path / "run", "--lr", "1e30", "--mode", "full", "--max-steps", "30")) == 1
    last = capsys.readouterr().err.splitlines()[-1]
    assert last.startswith("fcall train: step ")


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (["--lr", "fast"], "lr: expected a number above 0, or None, got 'fast'"),
        (["--mode", "qlora"], "mode: expected one of lora, full"),
        (["--betas", "0.9"], "betas: expected two numbers"),
        (["--share", "maybe"], "share: expected True or False, got 'maybe'"),
        (["--attention", "flash"], "attention: expected one of auto, packed"),
        (["--data", "nowhere"], "nowhere is neither a folder that `fcall data` made nor its Parquet file"),
        (["--data", __file__], "test_recipe.py has no rows of tool calls: expected the columns id, messages, tools"),
        (["--cases", "-1"], "n: expected a whole number of at least 1, got -1"),
        (["--freeze", "embedd"], "freeze: no weight of the model matches 'embedd'"),
    ],
)
def test_a_wrong_option_gets_one_line(model, data, tmp_path, capsys, options, complaint):
    assert main(command(model, data, tmp_path / "run", *options)) == 2
    error = capsys.readouterr().err
    assert error.startswith("fcall train: ") and complaint in error and error.count("\n") == 1


def test_help_says_what_each_setting_means(capsys):
    with pytest.raises(SystemExit):
        main(["train", "--help"])
    said = " ".join(capsys.readouterr().out.split())
    assert "--batch-tokens" in said and "positions of one micro-batch" in said and "--out FOLDER" in said
