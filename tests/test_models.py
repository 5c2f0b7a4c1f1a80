"""Loading: the bundled model is what its GGUF file says, the converted copy survives damage, kills and a full disk."""

import copy
import logging
import multiprocessing
import resource
import shutil
import subprocess
import time
import warnings
from pathlib import Path

import pytest
import torch
from gguf import GGUFReader, dequantize
from hypothesis import given
from hypothesis import strategies as st
from safetensors import SafetensorError
from transformers import LlamaConfig, LlamaForCausalLM

from fcall_helpers import models
from fcall_helpers.assets import AssetError, asset, cache_dir
from fcall_helpers.chat import render
from fcall_helpers.models import BUNDLED, CONTEXT, load

PROMPT = "The capital of France is"
PEFTS_OWN_WARNING = pytest.mark.filterwarnings("ignore:.is_gradient_checkpointing:FutureWarning")
TINY = {"hidden_size": 16, "intermediate_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2}


def logits(model, tokenizer, text=PROMPT) -> torch.Tensor:
    with torch.no_grad():
        return model(**tokenizer(text, return_tensors="pt")).logits[0]


@pytest.fixture(scope="session")
def gguf(lm):
    return GGUFReader(asset(BUNDLED))


@pytest.fixture(scope="session")
def tiny_folder(lm, tmp_path_factory) -> Path:
    """A model of a few kilobytes with random weights and the real tokenizer, as a user's own model would lie there."""
    folder = tmp_path_factory.mktemp("models") / "tiny"
    torch.manual_seed(0)
    LlamaForCausalLM(LlamaConfig(vocab_size=len(lm.tokenizer), **TINY)).save_pretrained(folder)
    lm.tokenizer.save_pretrained(folder)
    return folder


@pytest.fixture(scope="session")
def tiny(tiny_folder):
    return load(tiny_folder, device="cpu")


@pytest.fixture
def conversions(tiny_folder, tmp_path, monkeypatch) -> list[Path]:
    """Where conversions went, in an empty cache. The tiny model stands in for the 540 MB that a conversion writes."""
    done = []

    def convert(gguf, folder):
        done.append(folder)
        shutil.copytree(tiny_folder, folder)

    monkeypatch.setenv("FCALL_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(models, "asset", lambda name: tmp_path / "model.gguf")
    monkeypatch.setattr(models, "_convert", convert)
    return done


def converted() -> Path:
    (folder,) = (path for path in cache_dir().iterdir() if path.is_dir())
    return folder


# The bundled model


def test_the_bundled_model_knows_something(lm):
    assert lm.tokenizer.decode(logits(lm.model, lm.tokenizer)[-1].argmax()) == " Paris"
    assert (lm.name, lm.device, lm.model.dtype) == (BUNDLED, torch.device("cpu"), torch.float32)
    assert not lm.model.training
    assert sum(parameter.numel() for parameter in lm.model.parameters()) == 134_515_008


def test_the_weights_are_those_of_the_gguf_file(lm, gguf):
    ours = lm.model.state_dict()
    theirs = {tensor.name: tensor for tensor in gguf.tensors}
    names = {
        "token_embd.weight": "model.embed_tokens.weight",
        "output_norm.weight": "model.norm.weight",
        "blk.0.ffn_down.weight": "model.layers.0.mlp.down_proj.weight",
        "blk.29.attn_v.weight": "model.layers.29.self_attn.v_proj.weight",
    }
    for name, our_name in names.items():
        expected = torch.tensor(dequantize(theirs[name].data, theirs[name].tensor_type))
        assert torch.equal(ours[our_name], expected), name


def test_the_vocabulary_is_that_of_the_gguf_file(lm, gguf):
    assert (
        lm.tokenizer.convert_ids_to_tokens(range(len(lm.tokenizer))) == gguf.fields["tokenizer.ggml.tokens"].contents()
    )


def test_the_tokenizer_fits_the_model(lm):
    assert lm.tokenizer.model_max_length == CONTEXT == lm.model.config.max_position_embeddings
    assert lm.tokenizer.pad_token is not None
    assert lm.tokenizer.convert_tokens_to_ids("<|im_end|>") == lm.model.config.eos_token_id


@given(st.text("0123456789", min_size=1, max_size=12))
def test_each_digit_is_a_token(lm, digits):
    assert [lm.tokenizer.decode([i]) for i in lm.tokenizer(digits)["input_ids"]] == list(digits)


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("  5", ["  ", "5"]),
        ("a 12,3", ["a", " ", "1", "2", ",", "3"]),
        ("in 2026.", ["in", " ", "2", "0", "2", "6", "."]),
    ],
)
def test_digits_stand_apart_from_what_is_around_them(text, tokens, lm):
    assert [lm.tokenizer.decode([i]) for i in lm.tokenizer(text)["input_ids"]] == tokens


# The vocabulary has no token for six control characters, nor for the first byte of what lies past U+3FFFF.
@given(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\4\6\x13\x14\x16\x1d", max_codepoint=0x3FFFF))
)
def test_text_survives_the_tokenizer(lm, text):
    assert lm.tokenizer.decode(lm.tokenizer(text)["input_ids"]) == text


def test_the_tokenizer_speaks_the_courses_format(lm):
    messages = [{"role": "user", "content": "Hi"}]
    assert lm.tokenizer.apply_chat_template(messages, tokenize=False) == render(messages)


# The converted copy


def test_the_first_load_converts_and_the_second_needs_neither_gguf_nor_pip(conversions, monkeypatch, capfd):
    first = load()
    monkeypatch.setattr(models, "asset", lambda name: pytest.fail("asked for the GGUF file"))
    monkeypatch.setattr(subprocess, "run", lambda *args, **options: pytest.fail("ran pip"))
    capfd.readouterr()
    second = load(device="cpu")
    assert capfd.readouterr() == ("", "")  # a notebook keeps what is printed, and may not print to stderr at all
    assert len(conversions) == 1
    assert torch.equal(logits(first.model, first.tokenizer), logits(second.model, second.tokenizer))


def flip(folder):
    data = bytearray((folder / "model.safetensors").read_bytes())
    data[-1] ^= 1
    (folder / "model.safetensors").write_bytes(data)


def truncate(folder):
    (folder / "model.safetensors").write_bytes((folder / "model.safetensors").read_bytes()[:-1])


def empty(folder):
    (folder / "tokenizer.json").write_bytes(b"")


def remove(folder):
    (folder / "config.json").unlink()


def unseal(folder):
    (folder / "SEAL.json").unlink()


def seal(text):
    def write(folder):
        (folder / "SEAL.json").write_text(text)

    write.__name__ = f"seal {text!r}"
    return write


SEALS = [seal(text) for text in ("", "{", "[]", "{}", "null", '{"config.json": 5}', '{"config.json": [1, 2]}')]


@pytest.mark.parametrize("damage", [flip, truncate, empty, remove, unseal, *SEALS], ids=lambda damage: damage.__name__)
def test_a_damaged_copy_is_noticed_and_made_again(damage, conversions, tiny):
    load()
    damage(converted())
    again = load()
    assert len(conversions) == 2
    assert torch.equal(logits(again.model, again.tokenizer), logits(tiny.model, tiny.tokenizer))


def test_damage_is_logged(conversions, caplog):
    load()
    truncate(converted())
    with caplog.at_level(logging.WARNING, "fcall_helpers"):
        load()
    assert "model.safetensors in the cache is damaged" in caplog.text


def test_files_with_a_new_date_and_the_same_bytes_are_kept(conversions):
    load()
    for file in converted().iterdir():
        file.touch()
    load()
    assert len(conversions) == 1


@pytest.mark.parametrize(
    "error",
    [OSError(28, "No space left on device"), SafetensorError("I/O error: No space left on device (os error 28)")],
)
def test_a_full_disk_leaves_nothing(error, conversions, monkeypatch):
    def fill(gguf, folder):
        folder.mkdir()
        (folder / "model.safetensors").write_bytes(b"half")
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(models, "_convert", fill)
        with pytest.raises(
            AssetError, match="could not store the converted model .*No space left on device.*FCALL_CACHE"
        ):
            load()
    assert {path.suffix for path in cache_dir().rglob("*")} == {".lock"}
    assert load().name == BUNDLED


def test_a_disk_that_really_fills_up_gives_one_line(conversions, tiny, monkeypatch):
    monkeypatch.setattr(models, "_convert", lambda gguf, folder: tiny.model.save_pretrained(folder))
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, hard))  # no file may grow past 1 MB, and the weights have 6
    try:
        with pytest.raises(AssetError, match="could not store the converted model .*File too large") as caught:
            load()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert "\n" not in str(caught.value)
    assert {path.suffix for path in cache_dir().rglob("*")} == {".lock"}


def start(convert, mark: Path | None = None) -> multiprocessing.Process:
    """A process that asks for the converted model. Forked, so that it need not import torch, and uses none of it."""

    def ask():
        models._convert = convert
        if mark:
            mark.touch()
        models._bundled()

    process = multiprocessing.get_context("fork").Process(target=ask)
    process.start()
    return process


def wait_for(file: Path) -> None:
    until = time.monotonic() + 60
    while not file.exists():
        assert time.monotonic() < until, f"{file} never came"
        time.sleep(0.01)


def test_a_killed_conversion_leaves_no_model_and_the_next_one_sweeps_up(conversions, tmp_path):
    def half(gguf, folder):
        folder.mkdir()
        (folder / "config.json").touch()
        (tmp_path / "half").touch()
        time.sleep(100)

    process = start(half)
    wait_for(tmp_path / "half")
    process.kill()
    process.join(60)
    assert converted().suffix == ".part"  # half of it, and not under the model's name
    assert load().name == BUNDLED
    assert converted().name.startswith(BUNDLED)
    assert len(conversions) == 1


def test_two_processes_that_ask_at_once_convert_once(conversions, tmp_path):
    def convert(gguf, folder):
        with (tmp_path / "conversions").open("a") as log:
            log.write("conversion\n")
        wait_for(tmp_path / "one asks")
        wait_for(tmp_path / "other asks")
        folder.mkdir()
        (folder / "config.json").touch()

    processes = [start(convert, tmp_path / f"{which} asks") for which in ("one", "other")]
    for process in processes:
        process.join(60)
    assert [process.exitcode for process in processes] == [0, 0]
    assert (tmp_path / "conversions").read_text() == "conversion\n"


# Other models, adapters, devices, types


@pytest.mark.parametrize("kind", [str, Path])
def test_a_folder_is_a_model(kind, tiny_folder):
    tiny = load(kind(tiny_folder), device="cpu")
    assert tiny.name == str(tiny_folder)
    assert tiny.model.config.hidden_size == TINY["hidden_size"]
    messages = [{"role": "user", "content": "Hi"}]
    assert tiny.tokenizer.apply_chat_template(messages, tokenize=False) == render(messages)


def test_a_tokenizer_without_padding_gets_some(lm, tiny_folder, tmp_path):
    folder = tmp_path / "unpadded"
    LlamaForCausalLM.from_pretrained(tiny_folder).save_pretrained(folder)
    tokenizer = copy.deepcopy(lm.tokenizer)
    tokenizer.pad_token = None
    tokenizer.save_pretrained(folder)
    assert load(folder).tokenizer.pad_token == lm.tokenizer.eos_token


@pytest.mark.parametrize("dtype", ["bfloat16", torch.bfloat16, "torch.bfloat16"])
def test_a_type_by_name_or_by_itself(dtype, tiny_folder):
    assert load(tiny_folder, dtype=dtype, device="cpu").model.dtype == torch.bfloat16


def test_on_a_cpu_auto_is_float32_even_where_the_file_is_not(tiny_folder, tmp_path):
    load(tiny_folder, dtype="bfloat16").model.save_pretrained(tmp_path)
    load(tiny_folder).tokenizer.save_pretrained(tmp_path)
    assert load(tmp_path, device="cpu").model.dtype == torch.float32


@pytest.mark.parametrize("name", ["smollm2", "a/b/c", "", None, 5, "/no/such/folder"])
def test_an_unknown_model_is_named(name):
    with pytest.raises(
        ValueError, match="load: no model .*there is 'smollm2-135m', a folder .*, or a hub id"
    ) as caught:
        load(name)
    assert repr(name) in str(caught.value)


def test_a_folder_without_a_model_is_named(tmp_path):
    with pytest.raises(ValueError, match="load: no model .*a folder that holds a model"):
        load(tmp_path)


def test_a_hub_model_without_network_is_one_line(monkeypatch):
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)  # as HF_HUB_OFFLINE=1 in the environment
    with pytest.raises(ValueError, match="load: could not load 'nobody/nothing': .*connect") as caught:
        load("nobody/nothing")
    assert "\n" not in str(caught.value)


def test_a_folder_with_a_damaged_model_is_one_line(tiny_folder, tmp_path):
    for file in tiny_folder.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    truncate(tmp_path)
    with pytest.raises(ValueError, match=f"load: could not load '{tmp_path}': ") as caught:
        load(tmp_path)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("device", ["gpu", "", None, 5, "cuda:99", "xla", "privateuseone", "hpu"])
def test_an_unknown_device_is_named(device):
    with pytest.raises(ValueError, match="load: device .* is not one this machine has; use 'auto' or 'cpu'") as caught:
        load(device=device)
    assert repr(device) in str(caught.value)


@pytest.mark.parametrize("dtype", ["float8", "fp16", None, torch.int8, 16])
def test_an_unknown_type_is_named(dtype):
    with pytest.raises(ValueError, match="load: dtype .* is not one of auto, float32, bfloat16, float16, float64"):
        load(dtype=dtype)


@pytest.mark.parametrize("adapter", ["nothing", "", Path("/no/such/folder")])
def test_an_unknown_adapter_is_named(adapter):
    with pytest.raises(ValueError, match="load: no adapter .*neither a bundled one .* nor a folder") as caught:
        load(adapter=adapter)
    assert repr(str(adapter)) in str(caught.value)


@PEFTS_OWN_WARNING
def test_an_adapter_does_what_it_does_in_peft(lm, tmp_path):
    from peft import LoraConfig, get_peft_model

    torch.manual_seed(0)
    config = LoraConfig(r=4, target_modules=["q_proj", "down_proj"], init_lora_weights=False, task_type="CAUSAL_LM")
    peft = get_peft_model(copy.deepcopy(lm.model), config).eval()
    peft.save_pretrained(tmp_path, save_embedding_layers=False)  # "auto" asks the hub about the vocabulary
    expected = logits(peft, lm.tokenizer)
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # a warning is text on stderr, which no notebook may have
        merged = load(adapter=tmp_path, device="cpu")
    assert type(merged.model) is type(lm.model)  # merged: no adapter layers are left to slow it down
    assert not merged.model.training
    torch.testing.assert_close(logits(merged.model, merged.tokenizer), expected, atol=1e-3, rtol=1e-3)
    assert (logits(lm.model, lm.tokenizer) - expected).abs().max() > 0.1


@PEFTS_OWN_WARNING
def test_a_bundled_adapter_goes_by_its_name(tiny_folder, tmp_path, monkeypatch):
    from peft import LoraConfig, get_peft_model

    base = load(tiny_folder, device="cpu")
    before = logits(base.model, base.tokenizer)
    config = LoraConfig(target_modules=["q_proj"], init_lora_weights=False)
    get_peft_model(base.model, config).save_pretrained(tmp_path / "caller")
    monkeypatch.setattr(models, "ADAPTERS", tmp_path)
    adapted = load(tiny_folder, adapter="caller", device="cpu")
    assert not torch.equal(logits(adapted.model, adapted.tokenizer), before)
    with pytest.raises(ValueError, match=r"neither a bundled one \(caller\)"):
        load(tiny_folder, adapter="other")
    with pytest.raises(
        ValueError, match="load: adapter 'caller' does not fit 'smollm2-135m': .*size mismatch"
    ) as caught:
        load(adapter="caller")
    assert "\n" not in str(caught.value)
