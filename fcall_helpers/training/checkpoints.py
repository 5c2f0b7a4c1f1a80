"""What a run needs to go on, kept so that a kill at any moment leaves a whole checkpoint.

A checkpoint is one file, written aside and renamed: whoever opens ``last.pt`` finds the old one or the new one. The
weights of the best evaluation have a file of their own whose name says the step; ``last.pt`` says which one counts, and
only then are others swept away.
"""

import contextlib
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import torch
from filelock import FileLock, Timeout
from safetensors import SafetensorError

from fcall_helpers.assets import staged

LAST = "last.pt"
LOCK_SECONDS = 5  # a run that was just killed may need a moment to let go
FORMAT = 1  # raise when the content of a checkpoint changes


class Checkpoints:
    """The checkpoints in a run's folder. ``fingerprint`` says which run they belong to: name -> JSON value."""

    def __init__(self, out: Path, fingerprint: dict):
        self.out, self.folder = out, out / "checkpoints"
        self.fingerprint = {"format": FORMAT, **fingerprint}
        self.step: int | None = None  # of the checkpoint on disk

    def read(self) -> dict | None:
        """The last checkpoint, its tensors on the CPU, or None where there is none.

        Raises ``ValueError`` naming what differs when it belongs to another run, and for a damaged file.
        """
        path = self.folder / LAST
        if not path.is_file():
            return None
        try:
            content = torch.load(path, map_location="cpu", weights_only=True)
            fingerprint = json.loads(content["fingerprint"])
        except Exception:  # a damaged file can make torch raise anything
            raise ValueError(f"out: {path} is no checkpoint, or damaged; delete {self.out} to begin again") from None
        self._refuse_other(fingerprint)
        self.step = content["state"]["step"]
        return content

    def write(self, content: dict) -> None:
        """Replace the last checkpoint. ``content``: "state" (JSON values, with "step" and "best") and tensors."""
        state = content["state"]
        with keeping(f"the checkpoint of step {state['step']}", self.out, self.describe()):
            self._save({**content, "fingerprint": json.dumps(self.fingerprint)}, LAST)
        self.step = state["step"]
        self.sweep(state["best"])

    def write_best(self, step: int, weights: dict[str, torch.Tensor]) -> None:
        """Keep the weights of the best evaluation, which was at ``step``."""
        with keeping(f"the weights of step {step}", self.out, self.describe()):
            self._save(weights, _best(step))

    def read_best(self, step: int) -> dict[str, torch.Tensor]:
        """The weights kept at ``step``."""
        path = self.folder / _best(step)
        try:
            return torch.load(path, map_location="cpu", weights_only=True)
        except Exception:
            raise ValueError(f"out: {path} is missing or damaged; delete {self.out} to begin again") from None

    def sweep(self, best: dict | None) -> None:
        """Remove the weights of evaluations other than the best one."""
        for path in self.folder.glob("best-*.pt"):
            if not best or path.name != _best(best["step"]):
                path.unlink()

    def describe(self) -> str:
        """Where one can go on from."""
        if self.step is None:
            return "there is no checkpoint yet"
        return f"the checkpoint of step {self.step} in {self.out} is whole"

    def _save(self, content: dict, name: str) -> None:
        with staged(self.folder / name) as scratch, scratch.open("wb") as file:
            torch.save(content, file)
            file.flush()
            os.fsync(file.fileno())  # or a power cut could leave the new name with half of the content

    def _refuse_other(self, there: dict) -> None:
        here = self.fingerprint
        names = [name for name in {**there, **here} if there.get(name) != here.get(name)]
        if names:
            told = ", ".join(_difference(name, there.get(name), here.get(name)) for name in names)
            raise ValueError(f"out: {self.out} holds a checkpoint of another run: {told}; take another folder")


@contextlib.contextmanager
def claimed(out: Path, first: bool) -> Iterator[None]:
    """The run's folder, made, and held by this process if it is the ``first``, so that no two runs write into it."""
    if out.exists() and not out.is_dir():
        raise ValueError(f"out: {out} is a file; take a folder, new or of the same run")
    with keeping("the run", out, "nothing was done yet"):
        out.mkdir(parents=True, exist_ok=True)
        lock = FileLock(out / ".lock")
        try:
            if first:
                lock.acquire(timeout=LOCK_SECONDS)
        except Timeout:
            raise ValueError(f"out: another process is training in {out}; wait for it or take another folder") from None
    try:
        if first:
            for scrap in [*out.glob(".*.part"), *out.glob("checkpoints/.*.part")]:  # a kill left them there
                shutil.rmtree(scrap, ignore_errors=True)
        yield
    finally:
        lock.release()


@contextlib.contextmanager
def keeping(what: str, out: Path, intact: str) -> Iterator[None]:
    """A full disk, or a folder that cannot be written, as one line that says what is lost and what is not."""
    try:
        yield
    except (OSError, RuntimeError, SafetensorError) as error:  # torch and safetensors wrap the disk's errors
        reason = getattr(error, "strerror", None) or str(error).splitlines()[0][:200]
        raise OSError(f"out: {what} cannot be kept in {out}: {reason}; make room and run again; {intact}") from None


def _best(step: int) -> str:
    return f"best-{step:06}.pt"


def _difference(name: str, there: Any, here: Any) -> str:
    if name == "frozen_weights":
        return f"{name} differ (a run goes on with the model it began with: load it anew)"
    if isinstance(there, str) and isinstance(here, str) and len(there) == len(here) == 64:
        return f"{name} differs"  # two digests
    return f"{name} was {there!r:.40} and is {here!r:.40}"
