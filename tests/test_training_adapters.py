"""Adapters: what a LoRA saved or made out of a full fine-tune holds, and what it says it does not."""

import json
import math

import pytest
import torch
from safetensors.torch import load_file

from fcall_helpers.models import BUNDLED, LM, load
from fcall_helpers.training import extract_adapter, save_lora
from fcall_helpers.training.adapters import base_name
from fcall_helpers.training.learner import prepared
from tests.training_toys import config_for, tiny_lm, weights_of


@pytest.fixture(scope="module")
def base_folder(tmp_path_factory):
    folder, lm = tmp_path_factory.mktemp("models") / "base", tiny_lm()
    lm.model.save_pretrained(folder)
    lm.tokenizer.save_pretrained(folder)
    return folder


def tuned_lm(*, rank: int | None = None, names: str = "proj") -> LM:
    """The tiny model, changed as if by training: in matrices by something of a rank, or of full rank."""
    lm = tiny_lm()
    torch.manual_seed(1)
    with torch.no_grad():
        for name, weight in lm.model.named_parameters():
            if names in name:
                noise = torch.randn_like(weight)
                u, s, vh = torch.linalg.svd(noise, full_matrices=False) if rank else (None, None, None)
                weight += 0.02 * (u[:, :rank] * s[:rank] @ vh[:rank] if rank else noise)
    return lm


def distance(some: LM, others: LM) -> float:
    """The largest difference between two models' logits."""
    ids = torch.arange(40)[None]
    with torch.no_grad():
        return (some.model(ids).logits - others.model(ids).logits).abs().max().item()


def test_an_adapter_of_full_rank_is_the_tuned_model(base_folder, tmp_path):
    base, tuned = tiny_lm(), tuned_lm()
    found = extract_adapter(base, tuned, tmp_path / "adapter", 999, torch.float32)
    loaded = load(base_folder, adapter=tmp_path / "adapter", device="cpu")
    for name, weight in weights_of(tuned).items():
        assert torch.allclose(weights_of(loaded)[name], weight, atol=1e-6), name
    assert distance(loaded, tuned) < 1e-5 < distance(base, tuned)
    assert found["explained"] == pytest.approx(1, abs=1e-9) and found["left_out"] == {}
    ranks = {name: module["rank"] for name, module in found["modules"].items()}
    assert ranks["model.layers.0.self_attn.k_proj"] == 16 and ranks["model.layers.1.mlp.up_proj"] == 32
    assert len(ranks) == 14 and max(module["error"] for module in found["modules"].values()) < 1e-5


def test_a_change_of_low_rank_needs_no_more_than_that(base_folder, tmp_path):
    tuned = tuned_lm(rank=3)
    few = extract_adapter(tiny_lm(), tuned, tmp_path / "few", 2, torch.float32)
    enough = extract_adapter(tiny_lm(), tuned, tmp_path / "enough", 3, torch.float32)
    assert enough["explained"] > 1 - 1e-9 and few["explained"] < 0.95
    assert enough["bytes"] > few["bytes"]
    assert distance(load(base_folder, adapter=tmp_path / "enough", device="cpu"), tuned) < 1e-5


def test_bfloat16_costs_a_little_and_the_error_says_how_much(base_folder, tmp_path):
    tuned = tuned_lm(rank=4)
    found = extract_adapter(tiny_lm(), tuned, tmp_path / "adapter", 4)
    tensors = load_file(tmp_path / "adapter" / "adapter_model.safetensors")
    assert {tensor.dtype for tensor in tensors.values()} == {torch.bfloat16}
    assert found["bytes"] == (tmp_path / "adapter" / "adapter_model.safetensors").stat().st_size
    loaded, base = weights_of(load(base_folder, adapter=tmp_path / "adapter", device="cpu")), weights_of(tiny_lm())
    for name, module in found["modules"].items():
        change = weights_of(tuned)[f"{name}.weight"] - base[f"{name}.weight"]
        missing = weights_of(tuned)[f"{name}.weight"] - loaded[f"{name}.weight"]
        assert module["error"] == pytest.approx((missing.norm() / change.norm()).item(), rel=0.01)
        assert 1e-4 < module["error"] < 0.01


def test_the_error_is_what_the_singular_values_leave(tmp_path):
    """Eckart and Young: no matrix of rank r comes closer than the root of the squares of those cut off."""
    tuned = tuned_lm()
    found = extract_adapter(tiny_lm(), tuned, tmp_path / "adapter", 5, torch.float32)
    name = "model.layers.0.mlp.down_proj"
    change = weights_of(tuned)[f"{name}.weight"] - weights_of(tiny_lm())[f"{name}.weight"]
    values = torch.linalg.svdvals(change)
    expected = values[5:].norm() / values.norm()
    assert found["modules"][name]["error"] == pytest.approx(expected.item(), rel=1e-4)


def test_ranks_may_differ_and_a_layer_may_be_left_alone(base_folder, tmp_path):
    tuned = tuned_lm(rank=4)
    layers = [name.removesuffix(".weight") for name in weights_of(tuned) if "proj" in name]
    ranks = {name: 1 + place % 4 for place, name in enumerate(layers)} | {layers[0]: 0}
    found = extract_adapter(tiny_lm(), tuned, tmp_path / "adapter", ranks, torch.float32)
    assert {name: module["rank"] for name, module in found["modules"].items()} == ranks
    assert found["modules"][layers[0]]["error"] == 1
    loaded, base = weights_of(load(base_folder, adapter=tmp_path / "adapter", device="cpu")), weights_of(tiny_lm())
    for name, rank in ranks.items():
        change = loaded[f"{name}.weight"] - base[f"{name}.weight"]
        assert torch.linalg.matrix_rank(change, rtol=1e-3) == rank, name
        if rank == 4:
            assert torch.allclose(loaded[f"{name}.weight"], weights_of(tuned)[f"{name}.weight"], atol=1e-6)


def test_a_budget_is_kept_and_spent_better_than_evenly(tmp_path):
    tuned = tuned_lm()
    with torch.no_grad():
        tuned.model.model.layers[1].mlp.up_proj.weight += 0.3 * torch.randn(64, 32)
    even = extract_adapter(tiny_lm(), tuned, tmp_path / "even", 4)
    numbers = sum(tensor.numel() for tensor in load_file(tmp_path / "even" / "adapter_model.safetensors").values())
    spent = extract_adapter(tiny_lm(), tuned, tmp_path / "spent", megabytes=2 * numbers / 1e6)
    tensors = load_file(tmp_path / "spent" / "adapter_model.safetensors")
    assert sum(tensor.numel() for tensor in tensors.values()) <= numbers
    assert spent["explained"] > even["explained"]
    assert spent["modules"]["model.layers.1.mlp.up_proj"]["rank"] > 20


def test_what_an_adapter_cannot_hold_is_reported(tmp_path):
    tuned = tuned_lm(rank=2)
    with torch.no_grad():
        tuned.model.model.norm.weight.mul_(1.5)
        tuned.model.model.embed_tokens.weight[3] += 1
    left = extract_adapter(tiny_lm(), tuned, tmp_path / "adapter", 2)["left_out"]
    assert left.keys() == {"model.norm.weight", "model.embed_tokens.weight"}
    assert left["model.norm.weight"] == pytest.approx(0.5)
    assert not [name for name in load_file(tmp_path / "adapter" / "adapter_model.safetensors") if "embed" in name]


def test_neither_model_is_changed(tmp_path):
    base, tuned = tiny_lm(), tuned_lm()
    extract_adapter(base.model, tuned.model, tmp_path / "adapter", 2)
    assert all(torch.equal(weight, weights_of(tiny_lm())[name]) for name, weight in weights_of(base).items())
    assert all(torch.equal(weight, weights_of(tuned_lm())[name]) for name, weight in weights_of(tuned).items())


@pytest.mark.parametrize(
    "options, said",
    [
        ({}, "rank: give a rank, or a number of megabytes"),
        ({"rank": 2, "megabytes": 1.0}, "rank: give a rank, or a number of megabytes"),
        ({"rank": -1}, "rank: expected whole numbers from 0 on, got -1"),
        ({"rank": True}, "rank: expected whole numbers from 0 on, got True"),
        ({"rank": 0}, "rank: expected a rank above 0"),
        ({"rank": {"lm_head": 4}}, "rank: 'lm_head' is no linear layer that changed"),
        ({"megabytes": 1e-6}, "megabytes: not even one rank of one layer fits"),
        ({"megabytes": math.nan}, "megabytes: expected a number above 0, got nan"),
    ],
)
def test_a_bad_rank_is_refused_and_writes_nothing(tmp_path, options, said):
    with pytest.raises(ValueError) as error:
        extract_adapter(tiny_lm(), tuned_lm(), tmp_path / "adapter", **options)
    assert str(error.value).startswith(said) and "\n" not in str(error.value)
    assert not (tmp_path / "adapter").exists()


def test_models_that_do_not_fit_or_do_not_differ_are_refused(tmp_path):
    other = tiny_lm()
    other.model.resize_token_embeddings(300)
    with pytest.raises(ValueError, match="^tuned_model: its weights have other names or shapes"):
        extract_adapter(tiny_lm(), other, tmp_path / "adapter", 2)
    with pytest.raises(ValueError, match="^tuned_model: no linear layer differs"):
        extract_adapter(tiny_lm(), tuned_lm(names="norm"), tmp_path / "adapter", 2)


def test_no_folder_of_this_machine_gets_into_an_adapter(base_folder, tmp_path):
    loaded = load(base_folder, device="cpu")
    extract_adapter(loaded, tuned_lm(), tmp_path / "adapter", 2)
    settings = json.loads((tmp_path / "adapter" / "adapter_config.json").read_text())
    assert settings["base_model_name_or_path"] == "base"
    assert base_name(LM(loaded.model, None, loaded.device, BUNDLED)) == "HuggingFaceTB/SmolLM2-135M-Instruct"
    assert base_name(LM(loaded.model, None, loaded.device, "Qwen/Qwen2.5-0.5B")) == "Qwen/Qwen2.5-0.5B"


def test_a_lora_is_saved_in_the_type_asked_for(base_folder, tmp_path):
    lm = tiny_lm()
    with prepared(lm, config_for(tmp_path, mode="lora", lora_rank=3, lora_alpha=6)) as learner:
        with torch.no_grad():
            for weight in learner.weights.values():
                weight.normal_(std=0.1)
        save_lora(learner.peft, tmp_path / "adapter", base="tiny", dtype=torch.bfloat16)
        learner.merge()
    tensors = load_file(tmp_path / "adapter" / "adapter_model.safetensors")
    assert {tensor.dtype for tensor in tensors.values()} == {torch.bfloat16} and len(tensors) == 28
    assert distance(load(base_folder, adapter=tmp_path / "adapter", device="cpu"), lm) < 0.02 < distance(tiny_lm(), lm)
