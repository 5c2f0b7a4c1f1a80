"""What happened in a run, one line of JSON for each step, readable while it is still going on."""

import json
from dataclasses import dataclass
from pathlib import Path

from fcall_helpers.assets import staged
from fcall_helpers.jsonl import add_line, read_lines, write_lines
from fcall_helpers.training.checkpoints import keeping

RUN, STEPS, EVALUATIONS, FINAL = "run.json", "steps.jsonl", "evaluations.jsonl", "final"


@dataclass(frozen=True)
class TrainLog:
    """A run as it is on disk.

    ``steps`` has for each step its ``step``, ``stage`` and ``epoch`` (all from 1), ``loss`` (nats a trained token),
    ``lr``, ``grad_norm`` (before clipping), ``batches``, ``examples``, ``tokens`` (positions computed, no padding),
    ``trained`` (tokens with a label), ``seconds``, ``examples_per_s``, ``tokens_per_s``, ``mfu`` (share of the peak
    FLOP/s that the step's operations make; see `measuring`) and ``peak_memory_mb`` (10^6 bytes).
    ``evaluations`` have ``step``, ``dev_loss``, ``score``, ``seconds`` and ``best`` (whether it was the best so far).
    ``run`` has ``config``, ``data`` (sha256), ``total`` steps, ``stopped`` (why it ended; None: it did not), the
    ``device``, ``precision``, ``processes``, ``parameters``, ``trainable`` and ``versions``.
    """

    folder: Path
    run: dict
    steps: list[dict]
    evaluations: list[dict]

    @classmethod
    def read(cls, folder: str | Path) -> "TrainLog":
        """The log in a run's folder, also of a run that goes on. Raises ``ValueError`` where there is none."""
        folder = Path(folder)
        try:
            run = json.loads((folder / RUN).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            raise ValueError(f"{folder} holds no run: there is no {RUN} to read") from None
        return cls(folder, run, read_entries(folder / STEPS), read_entries(folder / EVALUATIONS))

    @property
    def best(self) -> dict | None:
        """The best evaluation, None where none was made."""
        return next((one for one in reversed(self.evaluations) if one["best"]), None)

    @property
    def seconds(self) -> float:
        """Seconds spent on steps and evaluations; work done twice because of a kill counts once."""
        return sum(one["seconds"] for one in [*self.steps, *self.evaluations])

    @property
    def final(self) -> Path | None:
        """What came out, for `models.load` (``adapter=`` for mode "lora"); None as long as the run has not ended."""
        return self.folder / FINAL if self.run["stopped"] and (self.folder / FINAL).is_dir() else None

    def to_json(self) -> dict:
        """All of it as JSON has it."""
        found = {"best": self.best, "seconds": self.seconds, "final": str(self.final) if self.final else None}
        return {"run": self.run, "steps": self.steps, "evaluations": self.evaluations, **found}


class LogWriter:
    """Writes a run's log; ``first`` is the process that does, the others keep silent."""

    def __init__(self, out: Path, first: bool):
        self.out, self.first = out, first

    def begin(self, run: dict, step: int) -> None:
        """Describe the run, and cut off what was logged after ``step``, which is going to be done again."""
        if not self.first:
            return
        with keeping("the log", self.out, "nothing was done yet"):
            self.describe(run)
            for name in (STEPS, EVALUATIONS):
                cut_after(self.out / name, step)

    def end(self, run: dict, intact: str) -> None:
        """Describe a run that is over, unless that was done when it was: on which machine it ran stays true."""
        if self.first and self._described() != run["stopped"]:
            with keeping("the log", self.out, intact):
                self.describe(run)

    def describe(self, run: dict) -> None:
        """Write the run's description, whole or not at all."""
        with staged(self.out / RUN) as scratch:
            scratch.write_text(json.dumps(run, indent=1) + "\n", encoding="utf-8")

    def _described(self) -> str | None:
        """Why the run ended, as its description says it."""
        try:
            return TrainLog.read(self.out).run["stopped"]
        except ValueError:
            return None

    def add(self, name: str, entry: dict, intact: str) -> None:
        """Append a line; after a full disk ``intact`` tells where one can go on from."""
        if self.first:
            with keeping(f"the log of step {entry['step']}", self.out, intact):
                add_line(self.out / name, entry)


def read_entries(path: Path) -> list[dict]:
    """The lines of a log that are whole."""
    return [entry for entry in read_lines(path) if entry and isinstance(entry.get("step"), int)]


def cut_after(path: Path, step: int) -> None:
    """Leave the whole lines of steps up to ``step`` in the file."""
    if path.is_file():
        write_lines(path, [entry for entry in read_entries(path) if entry["step"] <= step])
