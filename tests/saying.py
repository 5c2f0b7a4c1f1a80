"""A model that wants to say a given text, whatever it is asked: only what `generate` makes of it is then tested."""

import torch

from fcall_helpers import decoding


class NoSlots:
    """In place of `slots.Slots`: there is no cache, because there is no model."""

    def __init__(self, size: int):
        self.size, self.mask, self.cache = size, torch.ones(0, 1), None

    def free(self, rows: int) -> int:
        return self.size - rows

    def add(self, cache, mask) -> None:
        self.mask = mask

    def keep(self, live: list[int]) -> list[int]:
        return live

    def grow(self) -> None:
        pass


def say(monkeypatch, lm, text: str, then: str | None = None) -> None:
    """Have the model want ``text`` token by token, and ``then`` its end of turn, or the same for ever."""
    wanted = lm.tokenizer(text, add_special_tokens=False)["input_ids"]
    wanted += lm.tokenizer(then, add_special_tokens=False)["input_ids"] if then else []
    steps = iter(range(10**9))

    def forward(lm, ids, mask, positions, cache):
        logits = torch.zeros(len(ids), lm.model.config.vocab_size)
        logits[:, wanted[next(steps) % len(wanted)]] = 9
        return logits

    monkeypatch.setattr(decoding, "_forward", forward)
    monkeypatch.setattr(decoding, "open_slots", lambda config, size: NoSlots(size))
