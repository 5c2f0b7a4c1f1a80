"""``fcall ship``: the adapter of a run is the run's model, half as large, with a card that holds its numbers."""

import json
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from fcall_helpers.__main__ import main
from fcall_helpers.bfcl import evaluating
from fcall_helpers.bfcl.evaluating import evaluate
from fcall_helpers.models import load
from fcall_helpers.recipe import shipping
from fcall_helpers.training import TrainLog
from fcall_helpers.training.adapters import WEIGHTS
from tests.training_toys import model_in, rows_in, tiny_lm


@pytest.fixture
def model(tmp_path) -> str:
    return model_in(tmp_path / "model")


@pytest.fixture
def data(tmp_path) -> str:
    return rows_in(tmp_path / "data")


@pytest.fixture
def run(model, data, tmp_path, monkeypatch) -> str:
    """A function that trains a tiny model by the command and returns its folder."""
    monkeypatch.chdir(tmp_path)

    def train(*more: str) -> str:
        given = ["--model", model, "--data", data, "--out", "run", "--cases", "0", "--max-steps", "12"]
        options = ["--batch-tokens", "800", "--precision", "float32", "--tensorboard", "false", *more]
        assert main(["train", *given, *options]) == 0
        return "run"

    return train


def logits(lm) -> torch.Tensor:
    with torch.no_grad():
        return lm.model(torch.tensor([[256, 1, 2, 3, 4, 257]])).logits


def test_a_lora_ships_in_half_the_bytes_and_says_the_same(run, model, capsys):
    folder = run("--lora-rank", "4")
    assert main(["ship", folder, "adapter", "--model", model]) == 0
    assert "an adapter of 0.0 MB in adapter" in capsys.readouterr().out
    final = TrainLog.read(folder).final
    shipped, kept = load_file(f"adapter/{WEIGHTS}"), load_file(final / WEIGHTS)
    assert {value.dtype for value in shipped.values()} == {torch.bfloat16} and shipped.keys() == kept.keys()
    one, other, base = (logits(load(model, adapter=which)) for which in ("adapter", final, None))
    assert torch.allclose(one, other, atol=(other - base).abs().max() / 20) and not torch.equal(one, base)


def test_a_full_fine_tune_ships_as_a_lora(run, model):
    folder = run("--mode", "full", "--freeze", "embed", "norm", "--lr", "3e-3")
    assert main(["ship", folder, "adapter", "--model", model]) == 0
    one, other = logits(load(model, adapter="adapter")), logits(load(str(TrainLog.read(folder).final)))
    assert torch.allclose(one, other, atol=0.02)
    assert "| adapter | a LoRA, in bfloat16, that holds 100% of the fine-tune's squared change |" in card()


def card() -> str:
    return Path("adapter/README.md").read_text(encoding="utf-8")


def test_the_card_tells_where_it_comes_from_and_how_good_it_is(run, model, monkeypatch, capsys):
    folder = run()
    monkeypatch.setattr(evaluating, "generate", lambda lm, messages, tools, on_done, **options: [
        on_done(place, "I would rather not.") for place in range(len(messages))
    ])  # fmt: skip
    report = evaluate(tiny_lm(), ["multiple", "irrelevance"], n=3, out="scores")
    assert main(["ship", folder, "adapter", "--model", model, "--scores", "scores", "--json"]) == 0
    said = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert said["bytes"] > 0 and said["folder"] == "adapter"
    text, log = card(), TrainLog.read(folder)
    for part in ("fcall train --model", "--max-steps 12", log.run["data"], "| 11 to 12 |", "What it cannot do"):
        assert part in text
    for name, right in (("irrelevance", "100.0"), ("multiple", "0.0")):
        low, high = report.scores()[name].interval
        assert f"| {name} | {right} | 3 | {100 * low:.1f} to {100 * high:.1f} |" in text
    last = log.steps[-2:]
    mean = sum(step["loss"] * step["trained"] for step in last) / sum(step["trained"] for step in last)
    assert f"| {mean:.3f} |" in text


def test_what_cannot_ship_gets_one_line(run, model, tmp_path, monkeypatch, capsys):
    folder = run()
    run_json = tmp_path / folder / "run.json"
    whole = run_json.read_text()
    for change, complaint in [
        (lambda: run_json.write_text(json.dumps({**json.loads(whole), "stopped": None})), "run: run has not ended"),
        (lambda: monkeypatch.setattr(shipping, "MEGABYTES", 0.001), "MB, at most 0.001 ship; lower lora_rank"),
    ]:
        capsys.readouterr()
        change()
        assert main(["ship", folder, "adapter", "--model", model]) == 2
        error = capsys.readouterr().err
        assert error.startswith("fcall ship: ") and complaint in error and error.count("\n") == 1
        run_json.write_text(whole)


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [(["nowhere", "adapter"], "nowhere holds no run"), (["run", "adapter", "--scores", "x"], "x holds no run")],
)
def test_folders_that_are_none_are_named(run, model, capsys, arguments, complaint):
    run()
    capsys.readouterr()
    assert main(["ship", *arguments, "--model", model]) == 2
    assert complaint in capsys.readouterr().err
