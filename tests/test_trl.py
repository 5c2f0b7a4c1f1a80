"""TRL's SFTTrainer has the course's loss, and the clinic examines it and transformers' Trainer as they are."""

import copy
import json
from functools import partial

import pytest
import torch

from fcall_helpers.chat import IGNORE, encode
from fcall_helpers.checks import diagnose
from fcall_helpers.checks.clinic import pad_batch
from fcall_helpers.loss import count_trained, masked_cross_entropy
from fcall_helpers.tools import ToolCall
from tests.clinic_toys import as_dict, ping, row, shallow

# transformers' own arguments, renamed there while TRL still says them the old way.
pytestmark = pytest.mark.filterwarnings("ignore:.*gradient_checkpointing:FutureWarning")

CALL = row("Is a.org up?", ("a.org", "yes"), "It is.", tools=[ping])
TURNS = row("Who are you?", "A model.", "And b.org?", ("b.org", "no"), "It is down.", "Thanks", "Bye.")
TALK = row("Good morning", "Hello.")
HI = row("Hi", "Hello, what can I do?")
NIGHT = row("Good night, you", "Sleep well.")
PARALLEL = row("Are c.org and d.org up?", "Both.")
PINGS = [ToolCall("ping", {"host": f"{name}.org"}, name).to_openai() for name in "cd"]
PARALLEL["messages"][1:1] = [
    {"role": "assistant", "content": "Let me see.", "tool_calls": PINGS},
    *({"role": "tool", "tool_call_id": name, "content": "yes"} for name in "dc"),
]
ROWS = [CALL, TURNS, TALK, PARALLEL]


def brief(row):
    """The row as a conversation with a system turn, by which packed ones can be told apart."""
    return {**row, "messages": [{"role": "system", "content": "Be brief."}, *row["messages"]]}


@pytest.fixture(autouse=True)
def no_bars():
    import datasets

    shown = datasets.is_progress_bar_enabled()
    datasets.disable_progress_bars()
    yield
    if shown:
        datasets.enable_progress_bars()


@pytest.fixture(scope="module")
def small(lm):
    return shallow(lm)


@pytest.fixture(scope="module")
def twin(lm):
    """A copy of the whole model: TRL puts another forward into the model that it is given."""
    return copy.deepcopy(lm.model)


@pytest.fixture
def tokenizer(lm):
    return copy.deepcopy(lm.tokenizer)


OPTIONS = {"report_to": "none", "bf16": False, "use_cpu": True, "disable_tqdm": True, "per_device_train_batch_size": 4}
SFT = {**OPTIONS, "gradient_checkpointing": False, "max_length": None, "assistant_only_loss": True}


@pytest.fixture
def sft(small, tokenizer, tmp_path):
    """``sft(rows, model=…, eval_dataset=…, **config)``: a trainer of TRL, healthy unless told otherwise."""

    def build(rows=ROWS, model=None, eval_dataset=None, compute_metrics=None, peft_config=None, **options):
        from datasets import Dataset
        from trl import SFTConfig, SFTTrainer

        if isinstance(eval_dataset, dict):
            eval_dataset = {name: Dataset.from_list(split) for name, split in eval_dataset.items()}
        elif eval_dataset:
            eval_dataset = Dataset.from_list(eval_dataset)
        model = model or small
        vars(model).pop("forward", None)  # what the trainer before put there
        return SFTTrainer(
            model=model,
            args=SFTConfig(output_dir=str(tmp_path), **{**SFT, **options}),
            train_dataset=Dataset.from_list(list(rows)),
            eval_dataset=eval_dataset,
            processing_class=tokenizer,
            compute_metrics=compute_metrics,
            peft_config=peft_config,
        )

    return build


def encoded(row, tokenizer, **options):
    return as_dict(encode(row["messages"], json.loads(row["tools"]), tokenizer, **options))


# The loss

BATCHES = {
    "a call": [CALL],
    "many turns": [TURNS],
    "parallel calls": [PARALLEL],
    "words": [TALK, TALK],
    "three rows, with padding": ROWS[1:],
}


@pytest.mark.parametrize("rows", BATCHES.values(), ids=BATCHES)
def test_the_loss_is_that_of_the_sft_trainer(lm, twin, sft, rows):
    trainer = sft(rows, model=twin)
    batch = next(iter(trainer.get_train_dataloader()))
    ours = [encoded(row, lm.tokenizer) for row in rows]
    theirs = [
        {"input_ids": ids[keep].tolist(), "labels": labels[keep].tolist()}
        for ids, labels, keep in zip(batch["input_ids"], batch["labels"], batch["attention_mask"].bool(), strict=True)
    ]
    assert sorted(map(str, theirs)) == sorted(map(str, ours))  # the same rows, in the order that the trainer drew

    batch_of_ours = pad_batch(ours, lm.tokenizer.pad_token_id)
    with torch.no_grad():
        given = trainer.compute_loss(trainer.model.eval(), dict(batch))
        logits = lm.model(input_ids=batch_of_ours["input_ids"], attention_mask=batch_of_ours["attention_mask"]).logits
    assert given.dtype == logits.dtype == torch.float32
    assert masked_cross_entropy(logits, batch_of_ours["labels"]).item() == pytest.approx(given.item(), abs=1e-5)


def test_the_loss_of_accumulated_batches_is_that_of_the_sft_trainer(lm, twin, sft):
    trainer = sft(ROWS, model=twin, per_device_train_batch_size=1)
    ours = [pad_batch([encoded(row, lm.tokenizer)]) for row in ROWS]
    everything = sum(count_trained(batch["labels"]) for batch in ours)
    with torch.no_grad():
        trainer.model.eval()
        given = sum(
            trainer.compute_loss(trainer.model, dict(batch), num_items_in_batch=everything)
            for batch in trainer.get_train_dataloader()
        )
        mine = sum(
            masked_cross_entropy(lm.model(input_ids=b["input_ids"]).logits, b["labels"], num_items=everything)
            for b in ours
        )
    assert mine.item() == pytest.approx(given.item(), abs=1e-5)


def test_the_model_of_the_other_tests_is_left_alone(lm, twin, sft):
    trainer = sft([TALK], model=twin)
    assert trainer.model is twin and "forward" in vars(twin)
    assert "forward" not in vars(lm.model)


# The clinic examines a trainer


def test_a_healthy_sft_trainer(sft):
    trainer = sft(eval_dataset=[NIGHT])
    before = copy.deepcopy(trainer._metrics)
    assert diagnose(trainer) == []
    assert trainer._metrics == before  # what it logs next


@pytest.mark.filterwarnings("ignore:To copy construct from a tensor:UserWarning")  # TRL's collator does
@pytest.mark.parametrize("form", ["torch", "numpy"])
def test_rows_in_the_datasets_own_formats(sft, form):
    trainer = sft([TALK, HI], assistant_only_loss=False)
    trainer.train_dataset = trainer.train_dataset.with_format(form)
    assert diagnose(trainer).names == ["prompt_trained"]


def test_the_whole_conversation_is_trained(sft, tokenizer):
    (finding,) = diagnose(sft(assistant_only_loss=False))
    assert finding.name == "prompt_trained"
    examples = [encoded(row, tokenizer) for row in ROWS]
    said = sum(label not in (IGNORE, 2) for one in examples for label in one["labels"])
    assert f" {said} " not in finding.evidence
    total = int(finding.evidence.split()[1])
    assert total - int(finding.evidence.split()[4]) == said


@pytest.mark.parametrize("max_length", [60, 70])
def test_truncation_through_a_turn(sft, tokenizer, max_length):
    assert diagnose(sft([TURNS, TALK], max_length=max_length)).names == ["call_cut"]
    cured = [encoded(row, tokenizer, max_length=max_length) for row in (TURNS, TALK)]
    assert diagnose(sft(cured, max_length=max_length, assistant_only_loss=False)) == []  # the labels are there already


def test_rows_that_lose_everything(sft, tokenizer):
    # TRL drops what its own truncation leaves empty, and says nothing; what was cut before comes through.
    assert len(sft([CALL, TALK], max_length=100).train_dataset) == 1
    with pytest.raises(ValueError, match="pipeline: train holds no rows"):
        diagnose(sft([CALL], max_length=100))
    cut = [{name: values[:100] for name, values in encoded(row, tokenizer).items()} for row in (CALL, TALK, HI)]
    diagnosis = diagnose(sft(cut, assistant_only_loss=False))
    assert diagnosis.names == ["nothing_trained", "call_cut"]
    assert diagnosis[0].evidence == "1 of 3 rows have no trained token"

    cured = [encoded(row, tokenizer, max_length=250) for row in (CALL, TALK, HI)]
    assert diagnose(sft(cured, assistant_only_loss=False)) == []


def unlike_tools():
    one = {"name": "ping", "parameters": {"type": "object", "properties": {"host": {"type": "string"}}}}
    other = {"name": "add", "parameters": {"type": "object", "properties": {"a": {"type": "integer", "minimum": 0}}}}
    return [{"type": "function", "function": function} for function in (one, other)]


def test_arrow_fills_unlike_schemas_with_nulls(sft):
    rows = [{**CALL, "tools": [tool]} for tool in unlike_tools()] + [{**one, "tools": []} for one in (TALK, NIGHT)]
    assert diagnose(sft(rows)).names == ["nulls_from_arrow"]
    assert diagnose(sft([{**row, "tools": json.dumps(row["tools"])} for row in rows])) == []


def test_arrow_fills_unlike_arguments_with_nulls(sft):
    def rows(write):
        yield from (TALK, NIGHT)
        for tool, arguments in zip(unlike_tools(), ({"host": "a.org"}, {"a": 1}), strict=True):
            call = {
                "id": "c0",
                "type": "function",
                "function": {"name": tool["function"]["name"], "arguments": write(arguments)},
            }
            turns = [{"role": "user", "content": "Go"}, {"role": "assistant", "content": None, "tool_calls": [call]}]
            yield {"messages": turns, "tools": json.dumps(unlike_tools())}

    assert diagnose(sft(rows(dict))).names == ["nulls_from_arrow"]
    assert diagnose(sft(rows(json.dumps))) == []


@pytest.mark.parametrize("several", [False, True], ids=["one split", "splits by name"])
def test_splits_that_share_rows(sft, several):
    shared, own = ([TALK, NIGHT], [NIGHT])
    if several:
        shared, own = {"new": [NIGHT], "old": [TALK]}, {"new": [NIGHT]}
    diagnosis = diagnose(sft([TURNS, TALK, HI], eval_dataset=shared))  # Arrow adds nulls to rows beside one with calls
    assert diagnosis.names == ["splits_overlap"]
    assert diagnosis[0].evidence == "1 of 2 rows of dev are training rows"
    assert diagnose(sft([TURNS, TALK, HI], eval_dataset=own)) == []


def packed(sft, rows, tokenizer, strategy, model=None):
    length = sum(len(encoded(row, tokenizer)["input_ids"]) for row in rows)
    trainer = sft(rows, packing=True, packing_strategy=strategy, max_length=length, model=model)
    assert [len(ids) for ids in trainer.train_dataset["input_ids"]] == [length]  # all in one row
    return diagnose(trainer)


@pytest.mark.parametrize("rows", [list(map(brief, ROWS[1:])), ROWS[1:]], ids=["system turns", "none"])
def test_packing_with_walls(sft, tokenizer, rows):
    # Positions that begin anew with each conversation, and no cache: transformers makes walls of them on a CPU, too.
    assert packed(sft, rows, tokenizer, "bfd") == []
    assert packed(sft, rows, tokenizer, "bfd_split") == []


def test_packing_without_walls(sft, tokenizer):
    assert packed(sft, list(map(brief, ROWS[1:])), tokenizer, "wrapped").names == ["packing_leaks"]


@pytest.mark.parametrize("strategy", ["bfd", "bfd_split", "wrapped"])
def test_packing_into_rows_too_short_cuts_turns(sft, strategy):
    trainer = sft(list(map(brief, ROWS[1:])), packing=True, packing_strategy=strategy, max_length=60)
    assert "call_cut" in diagnose(trainer).names


def accuracy(prediction, shift):
    found, labels = prediction.predictions.argmax(-1), prediction.label_ids
    found, labels = found[:, : found.shape[1] - shift], labels[:, shift:]
    return {"accuracy": float((found == labels)[labels != IGNORE].mean())}


def test_a_metric_that_is_not_shifted(sft):
    assert diagnose(sft(ROWS[1:], compute_metrics=partial(accuracy, shift=0))).names == ["score_unshifted"]
    assert diagnose(sft(ROWS[1:], compute_metrics=partial(accuracy, shift=1))) == []


def test_an_adapter_in_training(sft, small):
    from peft import LoraConfig

    config = LoraConfig(r=4, target_modules=["q_proj", "v_proj"], task_type="CAUSAL_LM")
    assert diagnose(sft(ROWS[1:], copy.deepcopy(small), peft_config=config)) == []
    sick = sft(ROWS[1:], copy.deepcopy(small), peft_config=config, assistant_only_loss=False)
    assert diagnose(sick).names == ["prompt_trained"]


# transformers' own Trainer


@pytest.fixture
def plain(small, tmp_path):
    def build(rows, collator, tokenizer):
        from datasets import Dataset
        from transformers import Trainer, TrainingArguments

        arguments = TrainingArguments(output_dir=str(tmp_path), **OPTIONS)
        dataset = Dataset.from_list(rows)
        return Trainer(small, arguments, data_collator=collator, train_dataset=dataset, processing_class=tokenizer)

    return build


def test_the_collator_that_masks_the_end_as_padding(plain, tokenizer):
    from transformers import DataCollatorForLanguageModeling, DataCollatorForSeq2Seq

    examples = [encoded(row, tokenizer) for row in ROWS]
    unlabelled = [{"input_ids": one["input_ids"]} for one in examples]
    collator = DataCollatorForLanguageModeling(tokenizer, mlm=False)
    assert tokenizer.pad_token_id == tokenizer.eos_token_id == 2
    assert diagnose(plain(unlabelled, collator, tokenizer)).names == ["prompt_trained", "padding_hides_end"]

    tokenizer.pad_token = "<|endoftext|>"  # a token of its own: the first cure
    assert diagnose(plain(unlabelled, collator, tokenizer)).names == ["prompt_trained"]
    labelled = DataCollatorForSeq2Seq(tokenizer, label_pad_token_id=IGNORE)  # and labels of one's own: the second
    assert diagnose(plain(examples, labelled, tokenizer)) == []
