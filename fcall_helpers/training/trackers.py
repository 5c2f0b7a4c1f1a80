"""The same numbers for TensorBoard and Weights & Biases, where a reader has them."""

import hashlib
import importlib.util
import os
from collections.abc import Callable
from pathlib import Path

from fcall_helpers.training.config import TrainConfig

Tracker = Callable[[dict], None]  # takes an entry of the log


def open_trackers(config: TrainConfig, step: int) -> tuple[list[Tracker], Callable[[], None]]:
    """What to call with each entry, and once at the end; ``step`` is the one after which the run goes on."""
    found = [make(config, step) for make in (_tensorboard, _wandb)]
    opened = [one for one in found if one]

    def close() -> None:
        for _, end in opened:
            end()

    return [track for track, _ in opened], close


def _tensorboard(config: TrainConfig, step: int) -> tuple[Tracker, Callable[[], None]] | None:
    if not config.tensorboard or not importlib.util.find_spec("tensorboard"):
        return None
    from torch.utils.tensorboard import SummaryWriter

    writer = SummaryWriter(str(Path(config.out) / "tensorboard"), purge_step=step + 1)  # what is done again

    def track(entry: dict) -> None:
        for name, value in _numbers(entry).items():
            writer.add_scalar(name, value, entry["step"])
        writer.flush()

    return track, writer.close


def _wandb(config: TrainConfig, step: int) -> tuple[Tracker, Callable[[], None]] | None:
    project = config.wandb or os.environ.get("WANDB_PROJECT")
    if not project or not importlib.util.find_spec("wandb"):
        return None
    import wandb

    out = Path(config.out).resolve()
    name = hashlib.sha256(str(out).encode()).hexdigest()[:16]  # the same folder is the same run
    run = wandb.init(project=project, name=out.name, id=name, resume="allow", dir=str(out), config=config.to_json())
    return lambda entry: run.log(_numbers(entry), step=entry["step"]), run.finish


def _numbers(entry: dict) -> dict[str, float]:
    known = {name: value for name, value in entry.items() if name != "step" and not isinstance(value, bool)}
    return {f"train/{name}": value for name, value in known.items() if isinstance(value, (int, float))}
