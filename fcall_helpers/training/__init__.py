"""Fine-tuning: a loop to read in ten minutes, which survives a kill at any moment and says how fast it was.

`train` teaches a model rows of a dataset; `TrainConfig` holds every choice, `TrainLog` what happened. `extract_adapter`
turns a full fine-tune into a small adapter. Read `loop` first, then what it uses, a file each: `config` (the choices),
`plan` (which batches make up which step), `learner` (which weights train: all, some, or a LoRA's), `optim` (AdamW, the
averaged weights), `schedule` (the learning rate), `parallel` (several processes), `checkpoints` and `logs` (what is on
disk), `trackers` (TensorBoard, Weights & Biases), `measuring` (FLOPs, memory), `failures` (NaN, out of memory),
`adapters`.
"""

from importlib import import_module

HOMES = {
    "TrainConfig": "config",
    "TrainLog": "logs",
    "TrainingError": "failures",
    "train": "loop",
    "extract_adapter": "adapters",
    "save_lora": "adapters",
    "local_device": "parallel",
}

__all__ = ["TrainConfig", "TrainLog", "TrainingError", "extract_adapter", "local_device", "save_lora", "train"]


def __getattr__(name: str):
    if name not in HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{HOMES[name]}"), name)
