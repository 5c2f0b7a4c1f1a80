"""Small pipelines for tests of the clinic: short rows, and the bundled model with two of its layers."""

import copy
import json

from fcall_helpers.chat import IGNORE, encode
from fcall_helpers.checks import Pipeline
from fcall_helpers.checks.clinic import pad_batch
from fcall_helpers.tools import ToolCall, tool


@tool
def ping(host: str) -> str:
    """Ping it."""


def row(question, *answers, tools=()):
    """A row of a question, and an answer in words or by a call with its result, and so on in turns."""
    messages = []
    for number, text in enumerate((question, *answers)):
        if isinstance(text, tuple):
            host, result = text
            call = ToolCall("ping", {"host": host}, f"c{number}")
            messages += [{"role": "assistant", "content": None, "tool_calls": [call.to_openai()]}]
            messages += [{"role": "tool", "tool_call_id": call.id, "content": result}]
        else:
            role = "user" if not messages or messages[-1]["role"] == "assistant" else "assistant"
            messages.append({"role": role, "content": text})
    return {"messages": messages, "tools": json.dumps([one.schema() for one in tools])}


ROWS = [
    row("Is a.org up?", ("a.org", "yes"), "It is."),
    row("Who are you?", "A model.", "And b.org?", ("b.org", "no"), "It is down."),
    row("Good morning", "Hello."),
]
WITH_TOOLS = [row("Is c.org up?", ("c.org", "yes"), "It is.", tools=[ping]), *ROWS]


def shallow(lm, layers: int = 2):
    """A model of its own with the first layers, the embedding and the head of the bundled one: twice as fast."""
    config = copy.deepcopy(lm.model.config)
    config.num_hidden_layers = layers
    model = type(lm.model)(config)
    missing = model.load_state_dict(lm.model.state_dict(), strict=False).missing_keys
    assert not missing
    return model.eval()


def pipeline(model, tokenizer, rows=ROWS, **parts):
    """A healthy pipeline: `encode`, padding by its length, the model's own loss."""

    def encode_row(row):
        return encode(row["messages"], json.loads(row["tools"]), tokenizer)

    def collate(examples):
        return pad_batch(examples, tokenizer.pad_token_id)

    return Pipeline(model, tokenizer, rows, **{"encode": encode_row, "collate": collate, **parts})


def as_dict(example):
    return {"input_ids": list(example.input_ids), "labels": list(example.labels)}


def turns_of(example, tokenizer):
    """For each token whose turn's text it belongs to, read from the text: None for the marks and the roles."""
    roles, role, at = [], None, "outside"
    for token in example.input_ids:
        text = tokenizer.decode([token])
        if text == "<|im_start|>":
            role, at = "", "role"
            roles.append(None)
        elif text == "<|im_end|>" or at == "outside":
            roles.append(None)
            at = "outside"
        elif at == "role":
            role += text
            roles.append(None)
            if "\n" in text:
                role, at = role.strip(), "text"
        else:
            roles.append(role)
    return roles


def masked(labels, keep):
    return [label if yes else IGNORE for label, yes in zip(labels, keep, strict=True)]
