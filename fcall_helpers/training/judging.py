"""Which weights are the best so far: those with the highest score, or else the lowest loss on rows kept aside."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field

from fcall_helpers.models import LM
from fcall_helpers.packing import Batch


@dataclass(frozen=True)
class Judge:
    """What is measured: ``score`` of a model (higher is better), the loss on the batches ``tests``, or both.

    ``digest`` is that of the rows behind ``tests``.
    """

    score: Callable[[LM], float] | None = None
    tests: list[Batch] = field(default_factory=list)
    digest: str = ""

    @property
    def measure(self) -> str | None:
        """What decides: "score" if there is one, else "dev_loss", None when nothing is measured."""
        return "score" if self.score else "dev_loss" if self.tests else None

    def better(self, found: dict, best: dict | None) -> bool:
        """Whether an evaluation beats the best one so far."""
        if best is None:
            return True
        return found["score"] > best["score"] if self.score else found["dev_loss"] < best["dev_loss"]

    def fault(self, found: dict) -> str:
        """What is wrong with an evaluation, "" if nothing is."""
        bad = [name for name in ("score", "dev_loss") if found[name] is not None and not math.isfinite(found[name])]
        return f"the {bad[0]} is {found[bad[0]]}" if bad else ""


@dataclass
class State:
    """How far a run is: steps done, its best evaluation, how many followed it, and why the run ended if it did."""

    step: int = 0
    best: dict | None = None
    stale: int = 0
    stopped: str | None = None

    def judge(self, found: dict, judge: Judge, patience: int | None) -> None:
        """Take an evaluation in; the run has ended when too many in a row were no better."""
        self.best, self.stale = (found, 0) if found["best"] else (self.best, self.stale + 1)
        if patience and self.stale >= patience:
            self.stopped = f"no better {judge.measure} in {self.stale} evaluations"
