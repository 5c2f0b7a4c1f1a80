"""The modes a notebook runs in, and how long each may take."""

from typing import TypeVar

T = TypeVar("T")

MODES = ("auto", "fast", "cpu", "gpu")

# Nominal wall seconds of one notebook. Machines are noisy: over nominal is a warning, HARD_FACTOR times it is the kill.
NOMINAL_S = {"fast": 120.0, "cpu": 600.0, "gpu": 600.0}
HARD_FACTOR = 3.0


def resolve_mode(mode: str) -> str:
    """``"auto"`` becomes ``"gpu"`` where torch sees one and ``"cpu"`` elsewhere; the other modes stay as they are."""
    if mode not in MODES:
        raise ValueError(f"mode: got {mode!r}, must be one of {', '.join(map(repr, MODES))}")
    if mode != "auto":
        return mode
    import torch  # seconds to import, and only this branch needs it

    return "gpu" if torch.cuda.is_available() else "cpu"


def pick(mode: str, *, fast: T, cpu: T, gpu: T) -> T:
    """Choose a size by mode: the only place where a notebook depends on the machine.

    >>> pick("fast", fast=4, cpu=64, gpu=512)
    4
    """
    return {"fast": fast, "cpu": cpu, "gpu": gpu}[resolve_mode(mode)]
