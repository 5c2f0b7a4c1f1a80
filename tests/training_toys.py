"""A model small enough to train in a test, rows for it, and runs that a process of its own may do.

The tokenizer is a real fast one of single bytes, so that real rows go the whole way through template and packing.
"""

import json
import random
import sys
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer, decoders, pre_tokenizers
from tokenizers.models import BPE
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

from fcall_helpers.chat import use_template
from fcall_helpers.models import LM
from fcall_helpers.packing import Example
from fcall_helpers.training import TrainConfig, TrainLog, train

TINY = {"hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 2}
HEADS = {"num_attention_heads": 4, "num_key_value_heads": 2, "tie_word_embeddings": True}
SCHEMA = {"type": "object", "properties": {"a": {"type": "integer"}, "b": {"type": "integer"}}, "required": ["a", "b"]}


def tiny_tokenizer() -> PreTrainedTokenizerFast:
    """One token a byte, and the two marks of a turn."""
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    tokenizer = Tokenizer(BPE(vocab={letter: place for place, letter in enumerate(alphabet)}, merges=[]))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens(["<|im_start|>", "<|im_end|>"])
    marks = {"bos_token": "<|im_start|>", "eos_token": "<|im_end|>", "pad_token": "<|im_end|>"}
    return use_template(PreTrainedTokenizerFast(tokenizer_object=tokenizer, model_max_length=2048, **marks))


def tiny_lm(dtype: torch.dtype = torch.float32, *, dropout: float = 0.0) -> LM:
    """A Llama of 27,000 weights, always the same."""
    with torch.random.fork_rng([]):
        torch.manual_seed(0)
        config = LlamaConfig(vocab_size=258, attention_dropout=dropout, **TINY, **HEADS)
        model = LlamaForCausalLM(config).to(dtype).eval()
    return LM(model, tiny_tokenizer(), torch.device("cpu"), "tiny")


def rows(count: int, *, start: int = 0) -> list[dict]:
    """Additions to be called, two rows sharing their tools at a time."""
    return [_row(number) for number in range(start, start + count)]


def _row(number: int) -> dict:
    a, b, name = number % 7, number % 5, ("add", "plus", "sum")[number // 2 % 3]
    function = {"name": name, "description": "Add.", "parameters": SCHEMA}
    call = {"id": "c0", "type": "function", "function": {"name": name, "arguments": {"a": a, "b": b}}}
    messages = [
        {"role": "user", "content": f"{a} and {b}?"},
        {"role": "assistant", "content": None, "tool_calls": [call]},
    ]
    tools = json.dumps([{"type": "function", "function": function}])
    return {"id": f"row-{number}", "messages": messages, "tools": tools, "kind": "single", "source": "toy"}


def examples(count: int, *, start: int = 0) -> list[Example]:
    """Rows of about 35 tokens drawn at random, two sharing their first 12 at a time, the second half trained."""
    return [_example(number) for number in range(start, start + count)]


def _example(number: int) -> Example:
    shared, own = random.Random(f"block {number // 2}"), random.Random(f"row {number}")
    tokens = [256, *shared.choices(range(250), k=11), *own.choices(range(250), k=own.randint(15, 30)), 257]
    half = len(tokens) // 2 + 6
    return Example(f"row-{number}", tokens, [-100] * half + tokens[half:], 12)


def config_for(out: Path, **options: Any) -> TrainConfig:
    """A short run of the tiny model; every option may be set otherwise."""
    usual = {"lr": 3e-3, "batch_tokens": 80, "precision": "float32", "tensorboard": False, "max_steps": 6}
    return TrainConfig(out, **{**usual, **options})


def model_in(folder: Path) -> str:
    """The tiny model, written into a folder."""
    lm = tiny_lm()
    lm.model.save_pretrained(folder)
    lm.tokenizer.save_pretrained(folder)
    return str(folder)


def rows_in(folder: Path) -> str:
    """Rows on disk, as ``fcall data`` leaves them."""
    from datasets import Dataset

    from fcall_helpers.data.making import FEATURES

    made = [{"result": None, **row} for row in rows(12)]
    for row in made:
        for message in row["messages"]:
            for call in message.get("tool_calls") or ():
                call["function"]["arguments"] = json.dumps(call["function"]["arguments"])
            message.update({"tool_calls": message.get("tool_calls"), "tool_call_id": None})
    Dataset.from_list(made, features=FEATURES).to_parquet(folder / "rows.parquet")
    return str(folder)


def weights_of(lm: LM) -> dict[str, torch.Tensor]:
    return {name: weight.detach().clone() for name, weight in lm.model.named_parameters()}


def same_weights(some: dict[str, torch.Tensor], others: dict[str, torch.Tensor]) -> bool:
    """Whether they are equal bit for bit."""
    return some.keys() == others.keys() and all(torch.equal(some[name], others[name]) for name in some)


def main(out: str, options: str) -> TrainLog:
    """Train the tiny model; ``options`` in JSON are those of `config_for`, and a few of the model and the rows."""
    torch.set_num_threads(1)
    chosen = json.loads(options)
    lm = tiny_lm(getattr(torch, chosen.pop("dtype", "float32")), dropout=chosen.pop("dropout", 0.0))
    return train(lm, examples(chosen.pop("rows", 12)), config_for(Path(out), **chosen), dev=examples(4, start=100))


def mains(folder: str, runs: str) -> None:
    """Several runs one after another, each of its name in a folder; what one refuses is printed."""
    for name, options in json.loads(runs):
        try:
            main(f"{folder}/{name}", json.dumps(options))
        except ValueError as error:
            print(f"{name}: {error}", flush=True)


if __name__ == "__main__":
    mains(*sys.argv[1:])
