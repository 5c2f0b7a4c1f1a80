"""The clinic's manners: a pipeline that does not fit is told so in one line, and one that does is left as it was."""

import copy
from dataclasses import replace

import pytest
import torch
from transformers import LlamaConfig, LlamaForCausalLM

from fcall_helpers.chat import IGNORE
from fcall_helpers.checks import Pipeline, diagnose
from fcall_helpers.checks.clinic import pad_batch
from tests.clinic_toys import ROWS, as_dict, pipeline, row, shallow
from tests.conversations import byte_level


@pytest.fixture(scope="module")
def healthy(lm):
    return pipeline(shallow(lm), lm.tokenizer)


def complaint(pipeline, error=ValueError) -> str:
    with pytest.raises(error) as caught:
        diagnose(pipeline)
    said = str(caught.value)
    assert "\n" not in said and len(said) < 300
    return said


def fails(*arguments):
    raise KeyError("messages")


def quietly_fails(*arguments):
    assert not arguments


# Parts that do not fit


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"train": []}, "pipeline: train holds no rows"),
        ({"train": None}, "pipeline: train should be a sequence of rows, got NoneType"),
        ({"train": iter(ROWS)}, "pipeline: train should be a sequence of rows, got list_iterator"),
        ({"model": "gpt2"}, "pipeline: model should be a causal language model of transformers, got str"),
        (
            {"model": torch.nn.Linear(2, 2)},
            "pipeline: model should be a causal language model of transformers, got Lin",
        ),
        ({"tokenizer": str.split}, "pipeline: tokenizer should be a tokenizer of transformers, got method_descriptor"),
        ({"encode": fails}, "encode: row 0 raised KeyError: 'messages'"),
        ({"encode": quietly_fails}, "encode: row 0 raised AssertionError"),
        ({"encode": "text"}, "encode: row 0 raised TypeError: 'str' object is not callable"),
        ({"encode": lambda row: ([1], [1])}, "encode: expected a dict with input_ids for row 0, got tuple ([1], [1])"),
        (
            {"encode": lambda row: {"ids": [1]}},
            "encode: expected a dict with input_ids for row 0, got dict {'ids': [1]}",
        ),
        ({"encode": lambda row: {"input_ids": "Hi"}}, "encode: expected input_ids as T ints for row 0, got str 'Hi'"),
        (
            {"encode": lambda row: {"input_ids": [1.5]}},
            "encode: expected input_ids as T ints for row 0, got list [1.5]",
        ),
        ({"encode": lambda row: {"input_ids": 7}}, "encode: expected input_ids as T ints for row 0, got int 7"),
        (
            {"encode": lambda row: {"input_ids": [1], "labels": torch.zeros(2, 2)}},
            "encode: expected labels as T ints for row 0, got Tensor tensor([[0., 0.], [0., 0.]])",
        ),
        ({"collate": fails}, "collate: raised KeyError: 'messages'"),
        ({"collate": lambda examples: ()}, "collate: expected a dict with input_ids of shape (B, T), got tuple ()"),
        ({"collate": lambda examples: {}}, "collate: expected a dict with input_ids of shape (B, T), got dict {}"),
        (
            {"collate": lambda examples: {"input_ids": torch.tensor(examples[0]["input_ids"])}},
            "collate: expected a dict with input_ids of shape (B, T), got input_ids of shape (",
        ),
        ({"loss": lambda model, batch: torch.zeros(())}, "loss: it never ran the decoder of LlamaForCausalLM"),
        ({"loss": lambda model, batch: model(**batch)}, "loss: expected a scalar, got CausalLMOutputWithPast"),
        ({"loss": lambda model, batch: model(**batch).logits.sum(-1)}, "loss: expected a scalar, got shape (2, "),
        (
            {"loss": lambda model, batch: sum(model(ids[None]).logits.sum() for ids in batch["input_ids"])},
            "loss: it ran the decoder on rows of its own, (1, ",
        ),
        ({"score": fails}, "score: raised KeyError: 'messages'"),
        ({"score": lambda logits, labels: None}, "score: expected a number, got NoneType"),
    ],
)
def test_a_part_that_does_not_fit_is_named(healthy, parts, said):
    assert complaint(replace(healthy, **parts)).startswith(said)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (None, "pipeline: expected a Pipeline, a dict of its parts or a Trainer, got NoneType"),
        ([], "pipeline: expected a Pipeline, a dict of its parts or a Trainer, got list"),
        ({}, "pipeline: missing 4 required positional arguments: 'model', 'tokenizer', 'train', and 'encode'"),
        ({"modle": 1}, "pipeline: got an unexpected keyword argument 'modle'"),
    ],
)
def test_what_is_no_pipeline_is_a_type_error(given, said):
    assert complaint(given, TypeError).startswith(said)


@pytest.mark.parametrize(
    ("loss", "said"),
    [
        (fails, "the loss raised KeyError: 'messages'"),
        (quietly_fails, "the loss raised AssertionError"),
        (lambda model, batch: batch.labels, "the loss raised AttributeError: 'dict' object has no attribute 'labels'"),
        (
            lambda model, batch: model(**batch, nonsense=1).loss + torch.ones(2, 3) @ torch.ones(2),
            "the loss raised Runt",
        ),
    ],
)
def test_a_loss_that_raises_is_a_finding(healthy, loss, said):
    diagnosis = diagnose(replace(healthy, loss=loss))
    assert diagnosis.names == ["crashes"]
    assert diagnosis[0].evidence.startswith(said)


# Parts in other forms


def test_splits_of_tensors_are_compared_whole(healthy):
    def rows(middle):
        return [{"input_ids": torch.arange(2000) == middle}]  # 1,000 numbers and more are printed with an ellipsis

    def shared(test):
        healthy_rows = replace(healthy, train=rows(700), test=test, encode=lambda row: as_dict(healthy.encode(ROWS[2])))
        return diagnose(healthy_rows).names

    assert shared(rows(701)) == []
    assert shared(rows(700)) == ["splits_overlap"]


def test_a_dict_of_parts_will_do(healthy):
    assert diagnose(vars(healthy)) == []
    assert diagnose({**vars(healthy), "test": ROWS[:1]}).names == ["splits_overlap"]


# Nothing is changed


def state(model):
    """Everything of a model that a visit might change."""
    return {
        "weights": {name: value.clone() for name, value in model.state_dict().items()},
        "trained": {name: value.requires_grad for name, value in model.named_parameters()},
        "gradients": {name: value.grad for name, value in model.named_parameters()},
        "modes": [module.training for module in model.modules()],
        "hooks": [(len(module._forward_hooks), len(module._forward_pre_hooks)) for module in model.modules()],
        "attributes": [sorted(vars(module)) for module in model.modules()],
        "grad mode": torch.is_grad_enabled(),
        "random": torch.get_rng_state().tolist(),
    }


def assert_same(before, after):
    assert before.keys() == after.keys()
    for name, value in before.items():
        if name == "weights":
            assert all(torch.equal(tensor, after[name][key]) for key, tensor in value.items())
        else:
            assert value == after[name], name


@pytest.fixture
def peculiar(healthy):
    """A model half frozen and half in training mode, as it may be in the middle of somebody's work."""
    model = healthy.model
    model.train()
    model.model.layers[0].eval().requires_grad_(False)
    yield replace(healthy, train=ROWS[1:])
    model.eval().requires_grad_(True)


def decoder_raises(model, batch):
    return model(input_ids=batch["input_ids"], inputs_embeds=batch["input_ids"]).loss


def raises_at_the_end(model, batch):
    return fails(model(**batch).loss)


@pytest.mark.parametrize("loss", [None, fails, decoder_raises, raises_at_the_end])
@pytest.mark.parametrize("grad", [True, False], ids=["grad", "no_grad"])
def test_a_visit_changes_nothing(peculiar, loss, grad):
    examined = replace(peculiar, **({"loss": loss} if loss else {}))
    with torch.set_grad_enabled(grad):
        before = state(examined.model)
        names = diagnose(examined).names
        assert_same(before, state(examined.model))
    assert names == (["crashes"] if loss else [])


def test_a_visit_that_ends_in_a_complaint_changes_nothing(peculiar):
    before = state(peculiar.model)
    complaint(replace(peculiar, loss=lambda model, batch: model(**batch)))
    complaint(replace(peculiar, loss=lambda model, batch: 0.0))
    assert_same(before, state(peculiar.model))


def test_rows_and_examples_are_left_as_they_are(healthy):
    rows = copy.deepcopy(ROWS)
    made = []

    def encode(row):
        made.append(as_dict(healthy.encode(row)))
        return made[-1]

    def collate(examples):
        batch = pad_batch(examples)
        for example in examples:
            example.clear()
        return batch

    assert diagnose(replace(healthy, train=rows, encode=encode, collate=collate)) == []
    assert rows == ROWS
    assert made == [as_dict(healthy.encode(row)) for row in ROWS]


def test_two_visits_find_the_same(healthy):
    def collate(examples):
        batch = healthy.collate(examples)
        return {**batch, "labels": batch["input_ids"]}

    sick = replace(healthy, collate=collate)
    assert diagnose(sick) == diagnose(sick) != []


def test_at_most_256_rows_are_read(healthy):
    places = []

    class Rows(list):
        def __getitem__(self, place):
            places.append(place)
            return super().__getitem__(place)

    assert diagnose(replace(healthy, train=Rows([row("Hi", "Hello.")] * 300))) == []
    assert sorted({*places}) == list(range(256))


# Models and tokenizers of other kinds


def test_rows_without_marks(healthy):
    texts = ["The weather in Oslo is fine today.", "A tool answers, and a model asks."]
    plain = Pipeline(
        healthy.model,
        healthy.tokenizer,
        texts,
        lambda text: {"input_ids": (ids := healthy.tokenizer(text)["input_ids"]), "labels": ids},
        lambda examples: pad_batch(examples, 0),
    )
    assert diagnose(plain) == []
    doubled = replace(
        plain, encode=lambda text: {"input_ids": (ids := [1, *plain.encode(text)["input_ids"]] + [1, 1]), "labels": ids}
    )
    assert diagnose(doubled).names == ["doubled_bos", "call_cut"]


def test_a_tokenizer_without_marks():
    tokenizer = byte_level()
    tokenizer.add_special_tokens({"unk_token": "<unk>", "pad_token": "<pad>"})
    unknown = [tokenizer.unk_token_id] * 2  # what it would give for a mark it lacks is no mark, nor a doubled one
    size = {"hidden_size": 32, "intermediate_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2}
    model = LlamaForCausalLM(LlamaConfig(vocab_size=len(tokenizer), **size))
    encode = lambda text: {"input_ids": (ids := tokenizer(text)["input_ids"] + unknown), "labels": ids}  # noqa: E731
    plain = Pipeline(model, tokenizer, ["the tool called", "the assistant answered and the tool"], encode)
    assert diagnose(plain) == []

    def collate(examples):
        batch = pad_batch(examples)
        return {**batch, "labels": torch.full_like(batch["labels"], IGNORE)}

    assert diagnose(replace(plain, collate=collate)).names == ["nothing_trained"]


@pytest.mark.filterwarnings("ignore:.*gradient_checkpointing:FutureWarning")  # peft asks transformers
@pytest.mark.parametrize("kind", ["LoRA", "prompt tuning"])
def test_models_of_peft(lm, kind):
    import peft

    configs = {
        "LoRA": lambda: peft.LoraConfig(r=4, target_modules=["q_proj", "v_proj"], task_type="CAUSAL_LM"),
        "prompt tuning": lambda: peft.PromptTuningConfig(num_virtual_tokens=5, task_type="CAUSAL_LM"),
    }
    model = peft.get_peft_model(shallow(lm), configs[kind]())
    healthy = pipeline(model, lm.tokenizer)
    assert diagnose(healthy) == []
    unmasked = lambda row: {"input_ids": (ids := healthy.encode(row).input_ids), "labels": ids}  # noqa: E731
    assert diagnose(replace(healthy, encode=unmasked)).names == ["prompt_trained"]
