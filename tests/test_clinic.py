"""The clinic: every disease is found in its patient, in a pipeline of one's own, in TRL's; healthy ones pass."""

import copy
import json
from dataclasses import replace

import pytest
import torch
from torch.nn import functional

from fcall_helpers.chat import IGNORE, encode, render
from fcall_helpers.checks import Pipeline, diagnose
from fcall_helpers.checks.clinic import CURES, pad_batch
from fcall_helpers.checks.clinic.diseases import FUNCTIONS
from fcall_helpers.tools import ToolCall, tool
from tests.clinic_toys import shallow


@tool
def weather(city: str, days: int = 1) -> str:
    """Tell the weather."""


@tool
def pay(to: str, amount: float, note: str | None = None) -> str:
    """Send money."""


def row(question, call, result, answer, tools=(weather, pay)):
    return {
        "messages": [
            {"role": "user", "content": question},
            {"role": "assistant", "content": None, "tool_calls": [call.to_openai()]},
            {"role": "tool", "tool_call_id": call.id, "content": result},
            {"role": "assistant", "content": answer},
        ],
        "tools": json.dumps([one.schema() for one in tools]),
    }


ROWS = [
    row("Weather in Oslo?", ToolCall("weather", {"city": "Oslo"}, "c0"), "sun", "Sunny."),
    row("Send Ada 5 euros, no note", ToolCall("pay", {"to": "Ada", "amount": 5.0, "note": None}, "c1"), "ok", "Sent."),
    row(
        "Rome, three days?", ToolCall("weather", {"city": "Rome", "days": 3}, "c2"), "rain", "It will rain.", [weather]
    ),
    row("Pay Bo 2.50", ToolCall("pay", {"to": "Bo", "amount": 2.5}, "c3"), "ok", "Bo has it."),
]


@pytest.fixture(scope="module")
def healthy(lm):
    def encode_row(row):
        return encode(row["messages"], json.loads(row["tools"]), lm.tokenizer)

    def collate(examples):
        return pad_batch(examples, lm.tokenizer.pad_token_id)

    return Pipeline(shallow(lm), lm.tokenizer, ROWS, encode_row, collate, score=shifted_accuracy)


def shifted_accuracy(logits, labels):
    wanted = labels[:, 1:]
    return (logits[:, :-1].argmax(-1) == wanted)[wanted != IGNORE].float().mean().item()


def test_a_healthy_pipeline_has_no_findings(healthy):
    diagnosis = diagnose(healthy)
    assert diagnosis == [], diagnosis
    assert repr(diagnosis) == f"Healthy: none of {len(FUNCTIONS)} diseases found."


# Patients: the healthy pipeline with one part replaced


def text_of(row):
    return render(row["messages"], json.loads(row["tools"]))


def relabelled(pipeline, change):
    """The pipeline with labels that ``change(input_ids, labels)`` makes."""

    def encode_row(row):
        example = pipeline.encode(row)
        return {"input_ids": example.input_ids, "labels": change(example.input_ids, list(example.labels))}

    return replace(pipeline, encode=encode_row)


def mask_dropped(pipeline):
    return relabelled(pipeline, lambda ids, labels: list(ids))


def tool_results_trained(pipeline):
    (start,) = pipeline.tokenizer("<tool_response>", add_special_tokens=False)["input_ids"][:1]
    opening = pipeline.tokenizer.convert_tokens_to_ids("<|im_start|>")

    def change(ids, labels):
        begin = next(i for i, t in enumerate(ids) if t == opening and pipeline.tokenizer.decode([ids[i + 1]]) == "tool")
        return labels[: begin + 3] + ids[begin + 3 : begin + 8] + labels[begin + 8 :]

    return relabelled(pipeline, change)


def all_ignored(pipeline):
    return relabelled(pipeline, lambda ids, labels: [IGNORE] * len(ids))


def some_rows_ignored(pipeline):
    return relabelled(pipeline, lambda ids, labels: labels if len(ids) % 2 else [IGNORE] * len(ids))


def unshifted(pipeline):
    def loss(model, batch):
        logits = model(input_ids=batch["input_ids"], attention_mask=batch["attention_mask"]).logits
        return functional.cross_entropy(logits.flatten(0, 1), batch["labels"].flatten())

    return replace(pipeline, loss=loss)


def shifted_twice(pipeline):
    return relabelled(pipeline, lambda ids, labels: [*labels[1:], IGNORE])


def end_masked(pipeline):
    end = pipeline.tokenizer.convert_tokens_to_ids("<|im_end|>")
    return relabelled(pipeline, lambda ids, labels: [IGNORE if label == end else label for label in labels])


def pad_is_end(pipeline):
    def collate(examples):
        batch = pipeline.collate(examples)
        batch["labels"][batch["labels"] == pipeline.tokenizer.pad_token_id] = IGNORE
        return batch

    return replace(pipeline, collate=collate)


def padding_trained(pipeline):
    def collate(examples):
        batch = pipeline.collate(examples)
        batch["labels"][batch["attention_mask"] == 0] = pipeline.tokenizer.pad_token_id
        return batch

    return replace(pipeline, collate=collate)


def double_bos(pipeline):
    def encode_row(row):
        example = pipeline.encode(row)
        return {
            "input_ids": [pipeline.tokenizer.bos_token_id, *example.input_ids],
            "labels": [IGNORE, *example.labels],
        }

    return replace(pipeline, encode=encode_row)


def arrow_nulls(pipeline):
    from datasets import Dataset

    raw = Dataset.from_list([{"messages": as_dicts(row), "tools": json.loads(row["tools"])} for row in ROWS])
    return replace(
        pipeline, train=raw, encode=lambda row: encode(row["messages"], without_none(row["tools"]), pipeline.tokenizer)
    )


def arrow_null_schemas(pipeline):
    from datasets import Dataset

    raw = Dataset.from_list([{**row, "tools": json.loads(row["tools"])} for row in ROWS])
    return replace(pipeline, train=raw, encode=lambda row: encode(row["messages"], row["tools"], pipeline.tokenizer))


def as_dicts(row):
    messages = copy.deepcopy(row["messages"])
    for call in messages[1]["tool_calls"]:
        call["function"]["arguments"] = json.loads(call["function"]["arguments"])
    return messages


def without_none(node):
    if isinstance(node, dict):
        return {name: without_none(value) for name, value in node.items() if value is not None}
    return [without_none(value) for value in node] if isinstance(node, list) else node


def encoded_twice(pipeline):
    def encode_row(row):
        messages = as_dicts(row)
        function = messages[1]["tool_calls"][0]["function"]
        text = render(messages, json.loads(row["tools"]))
        inner = json.dumps(function["arguments"], ensure_ascii=False)
        assert inner in text
        return labelled(text.replace(inner, json.dumps(inner)), pipeline.tokenizer)

    return replace(pipeline, encode=encode_row)


def labelled(text, tokenizer):
    """Labels by hand for a text that no messages give: what stands between the assistant's marks."""
    encoding = tokenizer(text, add_special_tokens=False, return_offsets_mapping=True)
    spans, place = [], 0
    while (begin := text.find("<|im_start|>assistant\n", place)) >= 0:
        place = text.index("<|im_end|>", begin) + len("<|im_end|>")
        spans.append((begin + len("<|im_start|>assistant\n"), place))
    inside = [any(a < end <= b for a, b in spans) for _, end in encoding["offset_mapping"]]
    ids = encoding["input_ids"]
    return {"input_ids": ids, "labels": [i if yes else IGNORE for i, yes in zip(ids, inside, strict=True)]}


def truncated(pipeline):
    def encode_row(row):
        example = pipeline.encode(row)
        cut = len(example.input_ids) - 30
        return {"input_ids": example.input_ids[:cut], "labels": example.labels[:cut]}

    return replace(pipeline, encode=encode_row)


def cut_on_the_left(pipeline):
    return relabelled_ids(pipeline, lambda values: values[10:])


def relabelled_ids(pipeline, change):
    def encode_row(row):
        example = pipeline.encode(row)
        return {"input_ids": change(example.input_ids), "labels": change(example.labels)}

    return replace(pipeline, encode=encode_row)


def packed(examples):
    ids = [token for example in examples for token in example["input_ids"]]
    labels = [label for example in examples for label in example["labels"]]
    places = [place for example in examples for place in range(len(example["input_ids"]))]
    return {"input_ids": torch.tensor([ids]), "labels": torch.tensor([labels]), "position_ids": torch.tensor([places])}


def test_packing_with_walls_is_healthy(healthy):
    # Positions that begin anew make the walls, but only without a cache (transformers' masking_utils).
    walled = replace(healthy, collate=lambda examples: {**packed(examples), "use_cache": False})
    assert diagnose(walled) == []
    assert diagnose(replace(healthy, collate=packed)).names == ["packing_leaks"]


def leaking(pipeline):
    def collate(examples):
        batch = packed(examples)
        return {"input_ids": batch["input_ids"], "labels": batch["labels"]}

    return replace(pipeline, collate=collate)


def leaking_in_spite_of_positions(pipeline):
    def collate(examples):
        batch = packed(examples)
        return {**batch, "attention_mask": torch.ones_like(batch["input_ids"])}

    return replace(pipeline, collate=collate)


def labels_of_the_answer(pipeline):
    """The class that goes round in posts: a context, and the arguments as labels, both padded to one length."""
    rows = [("add(int)", "1, 2"), ("add(int)", "3, 4"), ("sub(int)", "5, 1"), ("sub(int)", "9, 2")]

    def encode_row(row):
        pad = lambda text: (pipeline.tokenizer(text)["input_ids"] + [pipeline.tokenizer.pad_token_id] * 12)[:12]  # noqa: E731
        return {"input_ids": pad(row[0]), "labels": pad(row[1])}

    return replace(pipeline, train=rows, dev=rows, test=rows, encode=encode_row, score=unshifted_accuracy)


def labels_of_another_length(pipeline):
    sick = labels_of_the_answer(pipeline)
    return replace(sick, encode=lambda row: {"input_ids": [1, 2, 3], "labels": pipeline.tokenizer(row[1])["input_ids"]})


def unshifted_accuracy(logits, labels):
    return (logits.argmax(-1) == labels).float().mean().item()


def same_rows(pipeline):
    return replace(pipeline, test=[{**ROWS[0], "id": "another"}])


def broken_loss(pipeline):
    return replace(pipeline, loss=lambda model, batch: model(**batch).loss + torch.zeros(3) @ torch.zeros(4))


PATIENTS = [
    (mask_dropped, ["prompt_trained"]),
    (tool_results_trained, ["prompt_trained"]),
    (all_ignored, ["nothing_trained"]),
    (some_rows_ignored, ["nothing_trained"]),
    (unshifted, ["wrong_shift"]),
    (shifted_twice, ["wrong_shift"]),
    (end_masked, ["end_masked"]),
    (pad_is_end, ["padding_hides_end"]),
    (padding_trained, ["padding_trained"]),
    (double_bos, ["doubled_bos"]),
    (arrow_nulls, ["nulls_from_arrow"]),
    (arrow_null_schemas, ["nulls_from_arrow"]),
    (encoded_twice, ["encoded_twice"]),
    (truncated, ["call_cut"]),
    (cut_on_the_left, ["call_cut"]),
    (leaking, ["packing_leaks"]),
    (leaking_in_spite_of_positions, ["packing_leaks"]),
    (labels_of_the_answer, ["labels_from_elsewhere", "splits_overlap", "score_unshifted"]),
    (labels_of_another_length, ["labels_from_elsewhere", "splits_overlap"]),
    (same_rows, ["splits_overlap"]),
    (broken_loss, ["crashes"]),
]


@pytest.mark.parametrize(("patient", "names"), PATIENTS, ids=lambda value: getattr(value, "__name__", None))
def test_each_patient_has_its_disease_and_no_other(healthy, patient, names):
    diagnosis = diagnose(patient(healthy))
    assert diagnosis.names == names, diagnosis
    for finding in diagnosis:
        assert finding.evidence in repr(diagnosis) and finding.cure == CURES[finding.name]


def test_every_disease_has_a_patient_and_a_cure():
    assert {name for _, names in PATIENTS for name in names} == set(FUNCTIONS) == set(CURES)
