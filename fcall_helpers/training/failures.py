"""What stops a run, each as one line that says where it happened and what to do."""

import contextlib
import math
from collections.abc import Iterator

import torch

from fcall_helpers.packing import Batch
from fcall_helpers.training.plan import Step

NAMED = 8  # rows that a message names before it counts the rest
MEMORY_SIGNS = ("can't allocate memory", "out of memory", "Cannot allocate memory")


class TrainingError(RuntimeError):
    """The run cannot go on: a loss that is no number, or too little memory. The last checkpoint is whole."""


def check_losses(step: Step, losses: list[float], kept: str) -> None:
    """Raise `TrainingError`, naming the rows, where a micro-batch's loss is NaN or infinite."""
    for batch, loss in zip(step.batches, losses, strict=True):
        if not math.isfinite(loss):
            raise TrainingError(
                f"step {step.number}: the loss is {loss}; rows of that batch: {name_rows(batch.ids)}; {kept}; "
                f"lower lr, or look at these rows"
            )


def check_norm(step: Step, norm: float, kept: str) -> None:
    """Raise `TrainingError`, naming the rows, where the gradient is NaN or infinite though the loss is not."""
    if not math.isfinite(norm):
        rows = name_rows([row for batch in step.batches for row in batch.ids])
        raise TrainingError(
            f"step {step.number}: the gradient's norm is {norm}; rows of that step: {rows}; {kept}; "
            f"lower lr, or look at these rows"
        )


@contextlib.contextmanager
def memory_named(step: Step, batch: Batch | None = None) -> Iterator[None]:
    """Running out of memory as one line that says in which batch, and what to lower; without one, in the update."""
    try:
        yield
    except (MemoryError, RuntimeError) as error:  # torch.OutOfMemoryError is a RuntimeError
        short = isinstance(error, (MemoryError, torch.OutOfMemoryError))
        if not short and not any(sign in str(error) for sign in MEMORY_SIGNS):
            raise
        raise TrainingError(f"step {step.number}: out of memory {_where(batch)}") from None


def name_rows(ids: list[str] | tuple[str, ...]) -> str:
    """The first few rows by name, and how many more there are."""
    more = f" and {len(ids) - NAMED} more" if len(ids) > NAMED else ""
    return ", ".join(map(str, ids[:NAMED])) + more


def _where(batch: Batch | None) -> str:
    if batch is None:
        return "updating the weights (AdamW keeps two numbers for each); use mode='lora', or freeze more"
    count, width = batch.input_ids.shape
    longest = int(batch.position_ids.max()) + 1
    return (
        f"in a batch of {count} x {width} positions, its longest row of {longest} tokens; lower batch_tokens "
        f"(and raise accumulate by as much), or set max_length"
    )
