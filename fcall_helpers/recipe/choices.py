"""What the recipe chooses: the mix of rows, and the settings of a run."""

from pathlib import Path
from typing import Any

from datasets import Dataset

from fcall_helpers.data import make_dataset
from fcall_helpers.training import TrainConfig

ROWS = 13_000  # about 2.6 million positions: two hours and a half on two cores
SHARED = 8  # rows behind one block of tools, which packing computes once
# More refusals than `data.rows.MIX` has: on that mix the model learned to call, whatever it was asked.
MIX = {
    "single": 0.36,
    "multiple": 0.21,
    "parallel": 0.10,
    "parallel_multiple": 0.11,
    "irrelevance": 0.20,
    "multi_turn": 0.02,
}
# What differs from the defaults of `TrainConfig`.
SETTINGS: dict[str, dict[str, Any]] = {
    "lora": {"mode": "lora", "lr": 2e-3, "weight_decay": 0.0, "eval_every": 125},
    "full": {"mode": "full", "lr": 5e-4, "freeze": ("embed", "norm"), "eval_every": 125},
}


def make_rows(n: int = ROWS, *, seed: int = 0, split: str = "train", **options: Any) -> Dataset:
    """Rows as this course trains on them; ``options`` go to `data.make_dataset`."""
    return make_dataset(n, seed=seed, split=split, **{"mix": MIX, "shared": SHARED, **options})


def config_of(out: str | Path, mode: str = "lora", **changes: Any) -> TrainConfig:
    """The recipe's settings of a run of this mode, with ``changes``.

    Raises ``ValueError`` for another mode than "lora" or "full", and naming the field that has a bad value.
    """
    if mode not in SETTINGS:
        raise ValueError(f"mode: expected one of {', '.join(SETTINGS)}, got {mode!r}")
    return TrainConfig(**{"out": out, **SETTINGS[mode], **changes})
