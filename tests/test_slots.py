"""Rows that join and leave: the text of each is the one it has alone, whoever is beside it."""

import pytest
import torch
from transformers import DynamicCache, LlamaConfig, LlamaForCausalLM, MistralConfig, MistralForCausalLM

from fcall_helpers import decoding, slots
from fcall_helpers.decoding import generate
from fcall_helpers.models import LM
from fcall_helpers.slots import Slots, Together, open_slots

TINY = {"hidden_size": 32, "intermediate_size": 32, "num_hidden_layers": 2, "num_attention_heads": 4}
TINY |= {"num_key_value_heads": 2, "initializer_range": 0.5}  # large weights: logits far apart, no ties
KINDS = {
    "plain": (LlamaForCausalLM, LlamaConfig, {}, Slots),
    "sliding": (MistralForCausalLM, MistralConfig, {"sliding_window": 16}, Together),
}


@pytest.fixture(scope="module", params=KINDS)
def tiny(request, lm):
    model, config, more, place = KINDS[request.param]
    torch.manual_seed(0)
    made = model(config(vocab_size=lm.model.config.vocab_size, eos_token_id=2, **TINY, **more)).eval()
    assert type(open_slots(made.config, 4)) is place
    return LM(made, lm.tokenizer, torch.device("cpu"), request.param)


def asked(count: int) -> list[list[dict]]:
    return [[{"role": "user", "content": f"Say {i} " + "and again " * (i * 7 % 12)}] for i in range(count)]


@pytest.fixture
def early(monkeypatch):
    """Ends rows at different times: any of every third token ends a turn."""
    monkeypatch.setattr(decoding, "end_ids", lambda lm: list(range(0, lm.model.config.vocab_size, 17)))


@pytest.mark.parametrize("size", [2, 3, 8])
def test_neighbours_that_come_and_go_change_nothing(tiny, early, size, monkeypatch):
    monkeypatch.setattr(slots, "SPARE", 4)  # buffers grow often
    together = generate(tiny, asked(24), max_new_tokens=40, batch_size=size)
    assert together == [generate(tiny, [one], max_new_tokens=40)[0] for one in asked(24)]
    assert len({len(text) for text in together}) > 5, "rows did end at different times"


def test_a_row_joins_as_soon_as_there_is_room(lm, early, monkeypatch):
    sizes, forward = [], decoding._forward

    def watched(lm, ids, mask, positions, cache):
        sizes.append(tuple(ids.shape))
        return forward(lm, ids, mask, positions, cache)

    torch.manual_seed(0)
    model = LlamaForCausalLM(LlamaConfig(vocab_size=lm.model.config.vocab_size, eos_token_id=2, **TINY)).eval()
    monkeypatch.setattr(decoding, "_forward", watched)
    generate(LM(model, lm.tokenizer, torch.device("cpu"), "tiny"), asked(40), max_new_tokens=40, batch_size=8)
    steps = [rows for rows, width in sizes if width == 1]
    assert max(steps) == 8
    assert sum(rows >= 6 for rows in steps) > len(steps) / 2, "mostly full"


def random_cache(rows: int, width: int, dtype=torch.float32) -> DynamicCache:
    cache = DynamicCache()
    for layer in range(2):
        cache.update(torch.randn(rows, 2, width, 4, dtype=dtype), torch.randn(rows, 2, width, 4, dtype=dtype), layer)
    return cache


def contents(place: Slots, row: int) -> torch.Tensor:
    """The keys of a row in the second layer, its own columns alone."""
    return place.cache.layers[1].buffers[0][row][:, : place.lengths[row]]


def test_rows_keep_what_is_theirs_through_joining_leaving_and_writing(monkeypatch):
    monkeypatch.setattr(slots, "SPARE", 2)
    place, first, second = Slots(5), random_cache(3, 6), random_cache(2, 9)
    mask = torch.ones(3, 6, dtype=torch.long)
    mask[1, :4] = 0
    place.add(first, mask)
    place.add(second, torch.ones(2, 9, dtype=torch.long))
    before = [contents(place, row).clone() for row in range(5)]
    assert torch.equal(before[1], first.layers[1].keys[1][:, 4:])
    order = place.keep([1, 4])
    assert sorted(order) == [1, 4] and place.free(2) == 3
    for row, old in enumerate(order):
        assert torch.equal(contents(place, row), before[old])
    place.keep([order.index(1)])
    place.grow()
    assert place.mask.tolist() == [[1, 1, 1]], "no wider than the one row that is left"
    written = torch.randn(1, 2, 1, 4)
    keys, _ = place.cache.update(written, written, 1)
    assert torch.equal(keys, torch.cat([before[1][None], written], dim=2))


def test_each_row_writes_at_its_own_end():
    place = Slots(2)
    place.add(random_cache(2, 6), torch.tensor([[0, 0, 1, 1, 1, 1], [1, 1, 1, 1, 1, 1]]))
    before = [contents(place, row).clone() for row in range(2)]
    place.grow()
    written = torch.randn(2, 2, 1, 4)
    keys, _ = place.cache.update(written, written, 1)
    assert place.mask.tolist() == [[1, 1, 1, 1, 1, 0, 0], [1] * 7] and keys.shape[2] == 7
    for row in range(2):
        assert torch.equal(contents(place, row), torch.cat([before[row], written[row]], dim=1))
