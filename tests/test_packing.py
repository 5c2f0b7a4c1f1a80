"""Packing: the loss and gradients of rows run alone, for fewer positions; no leak, no row lost, the budget kept."""

import contextlib
import json
import math
from collections import Counter

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn
from torch.nn.parallel import DistributedDataParallel
from transformers import (
    CohereConfig,
    CohereForCausalLM,
    Gemma2Config,
    Gemma2ForCausalLM,
    GraniteConfig,
    GraniteForCausalLM,
    LlamaConfig,
    LlamaForCausalLM,
    MistralConfig,
    MistralForCausalLM,
)

from fcall_helpers.chat import IGNORE, encode
from fcall_helpers.loss import count_trained, masked_cross_entropy
from fcall_helpers.packing import Example, attention, encode_rows, forward, forward_loss, pack, planning, rows_of
from tests.conversations import SCHEMAS, answer, call_message, result, system, user

VOCABULARY = 40
SIZES = {"vocab_size": VOCABULARY, "hidden_size": 16, "intermediate_size": 24, "num_hidden_layers": 2}
HEADS = {"num_attention_heads": 4, "num_key_value_heads": 2, "pad_token_id": 0, "bos_token_id": 1, "eos_token_id": 2}
TINY = SIZES | HEADS
STRICT = {"atol": 1e-9, "rtol": 1e-9}
common = settings(deadline=None, max_examples=30)


def double_llama(**config) -> LlamaForCausalLM:
    """Random weights in float64 throughout: transformers' own norm goes through float32, whatever the model."""
    torch.manual_seed(0)
    model = LlamaForCausalLM(LlamaConfig(**TINY, **config)).double()
    for module in list(model.modules()):
        for name, child in module.named_children():
            if "RMSNorm" in type(child).__name__:
                setattr(module, name, nn.RMSNorm(TINY["hidden_size"], eps=1e-6, dtype=torch.float64))
    return model


@pytest.fixture(scope="module")
def llama() -> LlamaForCausalLM:
    return double_llama()


@contextlib.contextmanager
def attending(model, kind: str):
    model.set_attn_implementation(kind)
    try:
        yield model
    finally:
        model.set_attn_implementation("sdpa")


@pytest.fixture(params=["sdpa", "packed"])
def model(llama, request) -> LlamaForCausalLM:
    with attending(llama, request.param):
        yield llama


@st.composite
def example_lists(draw, blocks=3, rows=4):
    """Rows of several turns in families that share a block, which may be none; some families begin alike."""
    token = st.integers(3, VOCABULARY - 1)
    examples = []
    for family in range(draw(st.integers(1, blocks))):
        block = draw(st.lists(token, max_size=8))
        for number in range(draw(st.integers(1, rows))):
            turns = [(block, False)]
            for _ in range(draw(st.integers(1, 3))):
                turns += [(draw(st.lists(token, max_size=5)), False), (draw(st.lists(token, min_size=1)), True)]
            ids = [token for tokens, _ in turns for token in tokens]
            labels = [token if trained else IGNORE for tokens, trained in turns for token in tokens]
            if len(ids) < 2 or labels[1:] == [IGNORE] * (len(ids) - 1):
                ids, labels = [*ids, 3], [*labels, 3]
            ids, labels = ([3, *ids], [IGNORE, *labels]) if len(ids) < 2 else (ids, labels)
            examples.append(Example(f"{family}.{number}", ids, labels, len(block)))
    return examples


def family(name: str, block: int, own: list[int], *, start: int = 5) -> list[Example]:
    """Rows behind one block of ``block`` tokens, with ``own`` tokens each, of which all but two are trained."""
    shared = [start + place % 7 for place in range(block)]
    rows = []
    for number, length in enumerate(own):
        ids = [3 + (start + 5 * number + place * place) % (VOCABULARY - 3) for place in range(length)]
        ids[0] = 3 + number  # so that nothing but the block is common
        rows.append(Example(f"{name}{number}", shared + ids, [IGNORE] * (block + 2) + ids[2:], block))
    return rows


MIXED = [*family("a", 9, [4, 9, 6]), *family("b", 5, [3, 12], start=11), *family("c", 20, [7]), *family("d", 0, [8, 5])]


def gradients(model) -> dict[str, torch.Tensor]:
    return {name: weight.grad.clone() for name, weight in model.named_parameters() if weight.grad is not None}


def alone(model, examples) -> tuple[float, dict]:
    """Mean loss of the trained tokens and its gradients, each row by itself and without anything of this room."""
    model.zero_grad()
    items, total = sum(trained(row) for row in examples), 0.0
    for row in examples:
        logits = model(input_ids=torch.tensor([row.input_ids])).logits
        loss = masked_cross_entropy(logits, torch.tensor([row.labels]), num_items=items)
        loss.backward()
        total += loss.item()
    return total, gradients(model)


def packed(model, batches) -> tuple[float, dict]:
    model.zero_grad()
    items, total = sum(batch.trained for batch in batches), 0.0
    for batch in batches:
        loss = forward_loss(model, batch, num_items=items)
        loss.backward()
        total += loss.item()
    return total, gradients(model)


def assert_same(got, wanted, **tolerance):
    assert got[0] == pytest.approx(wanted[0], abs=tolerance["atol"])
    assert got[1].keys() == wanted[1].keys() and got[1]
    for name, gradient in wanted[1].items():
        torch.testing.assert_close(got[1][name], gradient, **tolerance, msg=lambda text, name=name: f"{name}: {text}")


def trained(row: Example) -> int:
    return int(count_trained(torch.tensor(row.labels)))


def logits_of(model, batch) -> dict[str, torch.Tensor]:
    """id -> the logits at all positions of a row, those of the prefix in front of it included."""
    with torch.no_grad():
        extra = forward._attention_for(model, batch)
        logits = model(batch.input_ids, position_ids=batch.position_ids, use_cache=False, **extra).logits
    assert logits.isfinite().all()  # padding too
    names, found = iter(batch.ids), {}
    for place in range(len(logits)):
        for number in range(1, int(batch.segments[place].max()) + 1):
            unit = batch.units[place][batch.segments[place] == number][0]
            inside = (batch.segments[place] == number) | ((batch.segments[place] == 0) & (batch.units[place] == unit))
            found[next(names)] = logits[place][inside]
    return found


# -- the same loss and gradients ---------------------------------------------------------------------------------------
LAYOUTS = {
    "shared": {},
    "unshared": {"share": False},
    "narrow": {"width": 24, "batch_tokens": 60},
    "narrow, shuffled": {"width": 30, "batch_tokens": 60, "seed": 3},
    "one long sequence": {"width": 256, "batch_tokens": 256},
    "much padding": {"pad_to_multiple_of": 64, "batch_tokens": 128, "width": 16},
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_loss_and_gradients_are_those_of_rows_run_alone(model, layout):
    assert_same(packed(model, pack(MIXED, **LAYOUTS[layout])), alone(model, MIXED), **STRICT)


@pytest.mark.parametrize("kind", ["sdpa", "packed"])
@common
@given(data=st.data())
def test_so_they_are_for_any_rows_and_layout(kind, llama, data):
    examples, budget = data.draw(example_lists()), data.draw(st.integers(1, 120))
    width = data.draw(st.none() | st.integers(1, budget))
    batches = pack(examples, batch_tokens=budget, width=width, seed=data.draw(st.none() | st.integers(0, 9)))
    wanted = alone(llama, examples)
    with attending(llama, kind):
        assert_same(packed(llama, batches), wanted, **STRICT)


def test_the_default_denominator_is_the_batch(model):
    (batch,) = pack(MIXED)
    assert batch.trained == sum(map(trained, MIXED))
    assert forward_loss(model, batch).item() == pytest.approx(alone(model, MIXED)[0], abs=1e-12)
    total = forward_loss(model, batch).item() * batch.trained
    assert forward_loss(model, batch, num_items=7).item() * 7 == pytest.approx(total)
    assert forward_loss(model, batch, num_items=torch.tensor(7)).item() * 7 == pytest.approx(total)


def test_with_eager_attention_too(llama):
    """Its softmax is in float32, whatever the model."""
    wanted = alone(llama, MIXED)
    with attending(llama, "eager"):
        assert_same(packed(llama, pack(MIXED)), wanted, atol=1e-7, rtol=1e-4)


@torch.compiler.set_stance("force_eager")  # without a C++ compiler
def test_flex_attention_gives_the_same_loss(llama):
    """The forward pass only: flex attention has no backward on a CPU."""
    batches = pack(MIXED, width=80, batch_tokens=160)
    wanted = [forward_loss(llama, batch).item() for batch in batches]
    with attending(llama, "flex_attention"), torch.no_grad():
        assert [forward_loss(llama, batch).item() for batch in batches] == pytest.approx(wanted, abs=1e-9)


def test_the_flex_block_mask_is_the_dense_mask():
    batch = max(pack(MIXED * 3, width=300, batch_tokens=600), key=lambda batch: batch.input_ids.numel())
    mask = batch.block_mask()
    assert mask.shape[-2:] == batch.attention_mask().shape[-2:]
    count, width = batch.input_ids.shape
    along = torch.arange(width)
    for place in range(count):
        seen = mask.mask_mod(torch.tensor(place), torch.tensor(0), along[:, None], along[None, :])
        assert torch.equal(seen, batch.attention_mask()[place, 0])


def test_in_bfloat16_within_noise(lm):
    """The bundled model under autocast: packing moves the loss less than autocast itself does."""
    rows = encode_rows(real_rows(), lm.tokenizer)
    with torch.no_grad():
        exact = forward_loss(lm.model, pack(rows)[0]).item()
        with torch.autocast("cpu", torch.bfloat16):
            losses = [
                forward_loss(lm.model, batch).item() for share in (True, False) for batch in pack(rows, share=share)
            ]
    assert len(losses) == 2 and abs(losses[0] - losses[1]) < 0.01 * exact
    assert losses[0] == pytest.approx(exact, rel=0.02)


def test_the_real_model_learns_the_same_from_packed_rows(lm):
    """In float32: the loss, and the gradients of two weights near the end (the way to the first takes long)."""
    rows = encode_rows(real_rows(), lm.tokenizer)
    assert len({tuple(row.input_ids[: row.block]) for row in rows}) == 2 and min(row.block for row in rows) > 50
    layers = lm.model.model.layers
    weights = [layers[-3].self_attn.k_proj.weight, layers[-1].mlp.up_proj.weight]
    outcomes = []
    for batches in (pack(rows), [batch for row in rows for batch in pack([row])]):
        items = sum(batch.trained for batch in batches)
        losses = [forward_loss(lm.model, batch, num_items=items) for batch in batches]
        parts = [torch.autograd.grad(loss, weights) for loss in losses]
        outcomes.append((sum(loss.item() for loss in losses), [sum(part) for part in zip(*parts, strict=True)]))
    (loss, got), (wanted_loss, wanted) = outcomes
    assert loss == pytest.approx(wanted_loss, rel=1e-5)
    assert all((a - b).norm() < 1e-3 * b.norm() for a, b in zip(got, wanted, strict=True))
    (batch,) = pack(rows)
    assert batch.tokens < sum(len(row.input_ids) for row in rows) - 50


# -- the models it takes -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("config", "kind", "extra"),
    [
        (Gemma2Config, Gemma2ForCausalLM, {"final_logit_softcapping": 0.05, "head_dim": 4}),
        (CohereConfig, CohereForCausalLM, {"logit_scale": 0.3}),
        (GraniteConfig, GraniteForCausalLM, {"logits_scaling": 4.0}),
    ],
)
def test_what_a_model_does_to_its_logits_is_done(config, kind, extra):
    torch.manual_seed(0)
    model = kind(config(**TINY, **extra)).eval()
    nn.init.normal_(model.get_output_embeddings().weight, std=2.0)
    for row in MIXED[:2]:
        (batch,) = pack([row])
        wanted = masked_cross_entropy(model(batch.input_ids).logits, batch.labels).item()
        assert forward_loss(model, batch).item() == pytest.approx(wanted, rel=1e-5)


def test_a_model_with_lora_trains_its_adapter_alike(llama):
    from peft import LoraConfig, get_peft_model

    torch.manual_seed(0)
    options = {"target_modules": ["q_proj", "up_proj", "lm_head"], "init_lora_weights": False}
    model = get_peft_model(double_llama(), LoraConfig(r=2, task_type="CAUSAL_LM", **options)).double()
    assert_same(packed(model, pack(MIXED)), alone(model, MIXED), **STRICT)


def test_under_ddp_the_wrapper_runs(tmp_path):
    model = double_llama()
    wanted = alone(model, MIXED)
    torch.distributed.init_process_group("gloo", f"file://{tmp_path}/rendezvous", rank=0, world_size=1)
    try:
        wrapped = DistributedDataParallel(model)
        synchronised = []
        wrapped.register_comm_hook(None, lambda state, bucket: _counted(synchronised, bucket))
        loss, got = packed(wrapped, pack(MIXED))
        assert synchronised
        assert_same((loss, {name.removeprefix("module."): grad for name, grad in got.items()}), wanted, **STRICT)
    finally:
        torch.distributed.destroy_process_group()


def _counted(done: list, bucket):
    done.append(bucket.index())
    future = torch.futures.Future()
    future.set_result(bucket.buffer())
    return future


@pytest.mark.parametrize("kind", ["sdpa", "packed"])
def test_with_gradient_checkpointing(kind):
    model = double_llama()
    wanted = alone(model, MIXED)
    model.set_attn_implementation(kind)
    model.train().gradient_checkpointing_enable()
    assert_same(packed(model, pack(MIXED)), wanted, **STRICT)


def test_a_model_that_passes_by_the_hook_gives_the_same_loss(llama, monkeypatch):
    """As a compiled model may: it then returns logits for all positions."""
    (batch,) = pack(MIXED)
    wanted = forward_loss(llama, batch).item()
    monkeypatch.setattr(forward, "_only_at", lambda head, places: contextlib.nullcontext())
    assert forward_loss(llama, batch).item() == pytest.approx(wanted, abs=1e-12)


def test_the_head_sees_no_more_than_what_is_trained(llama):
    (batch,), seen = pack(MIXED), []
    hook = llama.lm_head.register_forward_hook(lambda module, inputs, output: seen.append(output.shape))
    forward_loss(llama, batch)
    hook.remove()
    assert seen == [(batch.trained, VOCABULARY)]
    assert llama(batch.input_ids).logits.shape == (*batch.input_ids.shape, VOCABULARY)  # and is itself again


def test_packed_attention_generates_as_sdpa_does(llama):
    prompts, mask = torch.tensor([[0, 0, 5, 6], [7, 8, 9, 10]]), torch.tensor([[0, 0, 1, 1], [1, 1, 1, 1]])
    options = {"attention_mask": mask, "max_new_tokens": 6, "do_sample": False}
    wanted = llama.generate(prompts, **options)
    with attending(llama, "packed"):
        assert torch.equal(llama.generate(prompts, **options), wanted)


# -- nobody sees another -----------------------------------------------------------------------------------------------
def test_a_rows_tokens_change_nothing_elsewhere(model):
    options = {"width": 40, "batch_tokens": 120}
    before = {name: logits for batch in pack(MIXED, **options) for name, logits in logits_of(model, batch).items()}
    for place, row in enumerate(MIXED):
        own = [3 + (token + 11) % (VOCABULARY - 3) for token in row.input_ids[row.block :]]
        other = Example(row.id, row.input_ids[: row.block] + own, row.labels, row.block)
        changed = [*MIXED[:place], other, *MIXED[place + 1 :]]
        after = {name: logits for batch in pack(changed, **options) for name, logits in logits_of(model, batch).items()}
        for name in before.keys() - {row.id}:
            torch.testing.assert_close(after[name], before[name], atol=1e-12, rtol=0)
        assert (after[row.id] - before[row.id]).abs().max() > 1e-3


@common
@given(example_lists(), st.integers(8, 100), st.booleans())
def test_a_position_sees_its_own_row_up_to_itself_and_nothing_else(examples, budget, share):
    for batch in pack(examples, batch_tokens=budget, share=share):
        mask, count = batch.attention_mask(), 0
        assert mask.shape == (len(batch.input_ids), 1, batch.input_ids.shape[1], batch.input_ids.shape[1])
        assert mask.diagonal(dim1=2, dim2=3).all()  # nobody sees nothing
        for place, sequence in enumerate(batch.input_ids):
            for number in range(1, int(batch.segments[place].max()) + 1):
                own = (batch.segments[place] == number).nonzero()[:, 0]
                seen = mask[place, 0, own[-1]].nonzero()[:, 0]  # the last position of a row sees the row
                row = next(row for row in examples if row.id == batch.ids[count])
                assert sequence[seen].tolist() == row.input_ids
                assert batch.position_ids[place, seen].tolist() == list(range(len(row.input_ids)))
                for position in own:
                    assert torch.equal(mask[place, 0, position].nonzero()[:, 0], seen[seen <= position])
                count += 1
        assert count == len(batch.ids)


# -- no row lost, the budget kept --------------------------------------------------------------------------------------
def plain(row: Example) -> tuple:
    """A row but for what sharing may change: nothing predicts the label at 0."""
    return row.id, row.input_ids, [IGNORE, *row.labels[1:]]


@common
@given(example_lists(), st.integers(1, 100), st.booleans(), st.none() | st.integers(0, 5), st.data())
def test_every_row_comes_out_once_and_within_the_budget(examples, budget, share, seed, data):
    width = data.draw(st.none() | st.integers(1, budget))
    batches = pack(examples, batch_tokens=budget, share=share, width=width, seed=seed)
    found = [row for batch in batches for row in rows_of(batch)]
    assert sorted(map(plain, found)) == sorted(map(plain, examples))
    assert [row.id for row in found] == [name for batch in batches for name in batch.ids]
    for batch in batches:
        assert batch.input_ids.numel() <= budget or len(batch.ids) == 1
        assert batch.trained == int(count_trained(batch.labels)) == sum(map(trained, rows_of(batch)))
        assert batch.tokens == int((batch.units > 0).sum()) and (batch.units > 0).any(0).all()
        assert not batch.labels[batch.units == 0].ne(IGNORE).any()
    assert sum(batch.trained for batch in batches) == sum(map(trained, examples))
    if not share:
        assert sum(batch.tokens for batch in batches) == sum(len(row.input_ids) for row in examples)


def test_rows_that_share_a_block_pay_for_it_once():
    rows = family("a", 50, [10] * 8)
    (batch,) = pack(rows, batch_tokens=200)
    assert batch.input_ids.shape == (1, 50 + 80) and batch.tokens == 130
    assert (batch.position_ids[0, 50:].view(8, 10) == torch.arange(50, 60)).all()
    assert pack(rows, batch_tokens=200, width=150, share=False)[0].tokens < 200
    assert [row.block for row in rows_of(batch)] == [50] * 8


def test_what_rows_have_in_common_beyond_the_block_is_shared_while_it_is_untrained():
    start, labels = [5, 6, 7, 8, 9], [IGNORE] * 5
    rows = [
        Example("long", [*start, 4, 4, 11], [*labels, IGNORE, 4, 11], 2),
        Example("other", [*start, 4, 12], [*labels, IGNORE, 12], 2),
    ]
    (batch,) = pack(rows)
    # All of `start`, 4 not: what follows it is trained, in either row by the row's own position.
    assert [row.block for row in rows_of(batch)] == [5, 5]
    assert batch.input_ids.tolist() == [[*start, 4, 4, 11, 4, 12]]


def test_equal_rows_share_all_but_what_is_trained_and_what_predicts_it():
    rows = family("a", 6, [9]) * 3
    (batch,) = pack(rows)
    assert batch.tokens == 7 + 3 * 8 and batch.trained == 3 * 7


def test_a_block_too_large_for_one_sequence_is_split():
    batches = pack(family("a", 20, [10] * 10), width=60, batch_tokens=120)
    sequences = [batch.segments[place] for batch in batches for place in range(len(batch.segments))]
    assert [int(segments.max()) for segments in sequences] == [4, 4, 2]
    assert all(int((segments == 0).sum()) == 20 for segments in sequences)


def test_a_block_without_room_for_two_rows_is_not_shared():
    batches = pack(family("a", 50, [10, 10]), width=65, batch_tokens=130)
    assert [row.block for batch in batches for row in rows_of(batch)] == [0, 0]


def test_rows_that_begin_alike_share_nothing_without_a_block():
    rows = [Example(row.id, row.input_ids, row.labels, 0) for row in family("a", 9, [5, 6])]
    assert sum(batch.tokens for batch in pack(rows)) == 14 + 15


def test_short_rows_fill_a_sequence():
    batches = pack(family("a", 0, [100, 60, 50, 40, 30, 20] * 3), width=100, batch_tokens=100)
    assert [batch.tokens for batch in batches] == [100] * 9


@pytest.mark.parametrize("rows", [2, 8, 9, 23, 30])
@pytest.mark.parametrize("shared", [60, 200, 450, 900])
def test_by_default_the_rows_of_a_block_are_split_as_costs_least(shared, rows):
    """With a dense mask, where attention costs the square of the width; not far from the best of all even splits."""
    cost = lambda size: size * (1 + size / planning.EVEN)  # noqa: E731
    own = [60 + 37 * number % 41 for number in range(rows)]
    batches = pack(family("a", shared, own), batch_tokens=20_000)
    found = sum(len(batch.input_ids) * cost(batch.input_ids.shape[1]) for batch in batches)
    assert found < 1.2 * min(parts * cost(shared + sum(own) / parts) for parts in range(1, rows + 1))


def test_a_short_sequence_is_not_padded_to_a_long_one():
    rows = [*family("long", 0, [500]), *family("short", 0, [90])]
    assert sum(batch.input_ids.numel() for batch in pack(rows, width=500)) == 590


@given(st.lists(st.integers(1, 30), max_size=40), st.integers(-3, 30))
def test_no_two_bins_would_fit_into_one(sizes, room):
    bins = planning._best_fit(sizes, room)
    assert sorted(place for chosen in bins for place in chosen) == list(range(len(sizes)))
    full = sorted(sum(sizes[place] for place in chosen) for chosen in bins)
    assert all(sum(sizes[place] for place in chosen) <= room or len(chosen) == 1 for chosen in bins)
    assert len(full) < 2 or full[0] + full[1] > room


def test_padding_is_rounded_up():
    batches = pack(MIXED, width=20, batch_tokens=64, pad_to_multiple_of=16)
    assert {batch.input_ids.shape[1] % 16 for batch in batches} == {0}
    assert max(batch.input_ids.numel() for batch in batches) <= 64


# -- order -------------------------------------------------------------------------------------------------------------
MANY = [row for number in range(12) for row in family(f"f{number}-", 3 + number, [4 + number] * 3, start=number)]


def layout_of(batches) -> list:
    return [(batch.ids, batch.input_ids.tolist()) for batch in batches]


def test_a_seed_fixes_the_order_and_another_changes_it():
    options = {"width": 40, "batch_tokens": 120}
    first, again, other = (layout_of(pack(MANY, seed=seed, **options)) for seed in (0, 0, 1))
    assert first == again and first != other
    assert layout_of(pack(MANY, **options)) == layout_of(pack(MANY, **options))


def test_shuffled_rows_still_share_their_blocks():
    for seed in range(3):
        batches = pack(MANY, width=60, batch_tokens=120, seed=seed)
        together = Counter(row.id.partition("-")[0] for batch in batches for row in rows_of(batch) if row.block)
        assert together == Counter({f"f{number}": 3 for number in range(12)})


def test_without_a_seed_the_longest_come_first_and_with_one_they_are_mixed():
    widths = [batch.input_ids.shape[1] for batch in pack(MANY, width=40, batch_tokens=80)]
    assert widths == sorted(widths, reverse=True) and len(set(widths)) > 2
    shuffled = [batch.input_ids.shape[1] for batch in pack(MANY, width=40, batch_tokens=80, seed=0)]
    assert shuffled != sorted(shuffled, reverse=True) and shuffled != sorted(shuffled)


def test_a_batch_moves_to_a_device():
    (batch,) = pack(MIXED)
    moved = batch.to("meta")
    assert {value.device.type for value in vars(moved).values() if isinstance(value, torch.Tensor)} == {"meta"}
    assert moved.ids == batch.ids and batch.input_ids.device.type == "cpu"


# -- rows to numbers ---------------------------------------------------------------------------------------------------
def dataset_row(name: str, messages: list[dict], tools=SCHEMAS) -> dict:
    return {"id": name, "messages": messages, "tools": json.dumps(list(tools)), "kind": "single"}


def call(city: str) -> dict:
    return call_message(None, [("weather", {"city": city})])


def real_rows() -> list[dict]:
    """Two behind one set of tools, one of them of several turns, and one behind another."""
    return [
        dataset_row("oslo", [user("How is the weather in Oslo?"), call("Oslo")]),
        dataset_row("rome", [user("And in Rome?"), call("Rome"), result("Sunny."), answer("It is sunny in Rome.")]),
        dataset_row("other", [user("Lima, please."), call("Lima")], SCHEMAS[:1]),
    ]


def test_rows_are_encoded_as_chat_encodes_them(lm):
    for row, example in zip(real_rows(), encode_rows(real_rows(), lm.tokenizer), strict=True):
        encoded = encode(row["messages"], json.loads(row["tools"]), lm.tokenizer)
        assert (example.id, example.input_ids, example.labels) == (row["id"], encoded.input_ids, encoded.labels)
        start = lm.tokenizer.decode(example.input_ids[: example.block])
        assert start.startswith("<|im_start|>system") and start.endswith("<|im_end|>\n")


def test_the_block_depends_on_the_system_message_and_the_tools(lm):
    said = [user("Hi"), answer("Hello.")]
    polite = [system("Be polite."), *said]
    rows = [dataset_row("a", said), dataset_row("b", polite), dataset_row("c", polite), dataset_row("d", said, ())]
    a, b, c, d = encode_rows(rows, lm.tokenizer)
    starts = [row.input_ids[: row.block] for row in (a, b, c, d)]
    assert starts[1] == starts[2] and len({*map(tuple, starts)}) == 3
    assert encode_rows([dataset_row("e", [answer("Hello.")], ())], lm.tokenizer)[0].block == 0


def test_a_long_row_loses_its_last_turns(lm):
    row = dataset_row("long", [user("Hi"), answer("Hello."), user("More " * 50), answer("No.")], ())
    (whole,), (cut,) = encode_rows([row], lm.tokenizer), encode_rows([row], lm.tokenizer, max_length=40)
    assert len(cut.input_ids) <= 40 and cut.input_ids == whole.input_ids[: len(cut.input_ids)]


# -- refused -----------------------------------------------------------------------------------------------------------
GOOD = dataset_row("r7", [user("Hi"), answer("Hello.")])
BAD_ROWS = {
    "no assistant": (GOOD | {"messages": [user("Hi")]}, "row 'r7': no token to train on"),
    "tools as a list": (GOOD | {"tools": list(SCHEMAS)}, "row 'r7': tools: expected a JSON string"),
    "tools no JSON": (GOOD | {"tools": "[{'a': 1}]"}, "row 'r7': tools: expected a JSON string"),
    "tools no list": (GOOD | {"tools": "{}"}, "row 'r7': tools: expected a JSON string"),
    "a bad turn": (GOOD | {"messages": [{"role": "robot", "content": "Hi"}]}, "row 'r7': messages[0]: role 'robot'"),
    "no messages": ({"id": "r7", "tools": "[]"}, "row 'r7': it lacks messages"),
    "no id": ({"messages": [], "tools": "[]"}, "row 1: it lacks id"),
    "not a row": ("r7", "row 1: expected a dict with id, messages, tools, got str"),
    "too long": (GOOD, "row 'r7': messages[0]: there is no whole assistant turn"),
}


@pytest.mark.parametrize("fault", BAD_ROWS)
def test_a_bad_row_is_named(lm, fault):
    row, line = BAD_ROWS[fault]
    before, limit = ([], 5) if fault == "too long" else (real_rows()[:1], None)
    with pytest.raises(ValueError) as refused:
        encode_rows([*before, row], lm.tokenizer, max_length=limit)
    assert str(refused.value).startswith(line) and "\n" not in str(refused.value)


@pytest.mark.parametrize("dataset", [GOOD, "rows.parquet", 7])
def test_what_is_no_dataset_is_refused(lm, dataset):
    with pytest.raises(TypeError, match="dataset: expected rows"):
        encode_rows(dataset, lm.tokenizer)


@pytest.mark.parametrize(
    ("options", "line"),
    [
        ({"batch_tokens": 0}, "batch_tokens: expected a number of tokens above 0, got 0"),
        ({"batch_tokens": 4096.0}, "batch_tokens: expected a number of tokens above 0, got 4096.0"),
        ({"width": 0}, "width: expected a number of tokens above 0, got 0"),
        ({"width": 5000}, "width: expected at most batch_tokens=4096, got 5000"),
        ({"pad_to_multiple_of": 0}, "pad_to_multiple_of: expected a number of tokens above 0, got 0"),
        ({"pad_to_multiple_of": 100}, "batch_tokens: expected a multiple of pad_to_multiple_of=100, got 4096"),
    ],
)
def test_bad_numbers_are_refused(options, line):
    with pytest.raises(ValueError) as refused:
        pack(MIXED, **options)
    assert str(refused.value) == line


def test_rows_that_train_nothing_are_refused():
    with pytest.raises(ValueError, match="examples: expected at least one row, got none"):
        pack([])
    for share in (True, False):
        with pytest.raises(ValueError, match="row 'idle': no token to train on"):
            pack([*MIXED, Example("idle", [5, 6, 7], [5, IGNORE, IGNORE])], share=share)  # nothing predicts the first


def with_prompt_tuning() -> nn.Module:
    from peft import PromptTuningConfig, get_peft_model

    return get_peft_model(double_llama(), PromptTuningConfig(task_type="CAUSAL_LM", num_virtual_tokens=2))


def with_config(**changes) -> LlamaForCausalLM:
    model = double_llama()
    for name, value in changes.items():
        setattr(model.config, name, value)
    return model


def gemma_packed() -> nn.Module:
    model = Gemma2ForCausalLM(Gemma2Config(**TINY, head_dim=4))
    model.set_attn_implementation(attention.NAME)
    return model


@pytest.mark.parametrize(
    ("make", "line"),
    [
        (with_prompt_tuning, "model: PEFT's prompt learning"),
        (
            lambda: with_config(_attn_implementation="flash_attention_2"),
            "model: attention 'flash_attention_2' takes no",
        ),
        (
            lambda: with_config(layer_types=["full_attention", "linear_attention"]),
            "model: its layers of kind linear_att",
        ),
        (lambda: MistralForCausalLM(MistralConfig(**TINY, sliding_window=16)), "model: its attention slides over 16"),
        (gemma_packed, "model: 'packed' attention knows no softcap"),
    ],
    ids=["prompt tuning", "flash", "recurrent", "sliding", "softcap"],
)
def test_a_model_that_cannot_take_the_mask_is_refused(make, line):
    with pytest.raises(ValueError) as refused:
        forward_loss(make(), pack(MIXED)[0])
    assert str(refused.value).startswith(line)


def test_a_sliding_window_longer_than_every_row_is_fine():
    torch.manual_seed(0)
    model = MistralForCausalLM(MistralConfig(**TINY, sliding_window=29))
    assert max(len(row.input_ids) for row in MIXED) < 29 < pack(MIXED)[0].input_ids.shape[1]
    loss, wanted = forward_loss(model, pack(MIXED)[0]).item(), alone(model, MIXED)[0]
    assert math.isclose(loss, wanted, rel_tol=1e-5)


@pytest.mark.parametrize("model", [nn.Linear(2, 2), LlamaForCausalLM(LlamaConfig(**TINY)).model, "smollm2-135m"])
def test_what_is_no_causal_model_is_refused(model):
    with pytest.raises(TypeError, match="model: expected a transformers causal language model"):
        forward_loss(model, pack(MIXED)[0])


@pytest.mark.parametrize("num_items", [0, -3, float("nan")])
def test_a_denominator_that_is_no_count_is_refused(llama, num_items):
    with pytest.raises(ValueError, match="num_items: expected a count above 0"):
        forward_loss(llama, pack(MIXED)[0], num_items=num_items)
