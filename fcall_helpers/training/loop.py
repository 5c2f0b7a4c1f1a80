"""The training loop. `Loop.run` is all of it, `Loop.take` one step; everything else serves these two."""

import contextlib
import math
import platform
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch
import transformers
from torch import Tensor

from fcall_helpers.models import LM
from fcall_helpers.packing import Batch, forward_loss
from fcall_helpers.training.checkpoints import Checkpoints, claimed, keeping
from fcall_helpers.training.config import CHECKPOINT_SECONDS, TrainConfig
from fcall_helpers.training.failures import TrainingError, check_losses, check_norm, memory_named
from fcall_helpers.training.judging import Judge, State
from fcall_helpers.training.learner import Learner, attending, prepared
from fcall_helpers.training.logs import EVALUATIONS, FINAL, STEPS, LogWriter, TrainLog
from fcall_helpers.training.measuring import computing_type, cost_of, peak_flops, peak_memory
from fcall_helpers.training.optim import Average, make_optimizer, swapped
from fcall_helpers.training.parallel import Group, join
from fcall_helpers.training.plan import Plan, Step, dev_batches, draw, make_plan
from fcall_helpers.training.schedule import learning_rate
from fcall_helpers.training.trackers import open_trackers


def train(
    lm: LM,
    dataset: Any,
    config: TrainConfig,
    *,
    on_step: Callable[[dict], None] | None = None,
    score: Callable[[LM], float] | None = None,
    dev: Any = None,
) -> TrainLog:
    """Teach a model the assistant's turns of a dataset; go on where ``config.out`` holds a checkpoint of this run.

    Afterwards ``lm`` is the trained model (a LoRA merged) and ``final`` in ``config.out`` what `models.load` reads: a
    folder with the model, or the adapter for mode "lora". A run that was killed at any moment ends with the very
    weights it would have had, bit for bit on a CPU with the same number of threads.

    Parameters
    ----------
    lm : what `models.load` returns; its weights are changed in place.
    dataset : rows as ``data.make_dataset`` gives them, `packing.Example` objects, or a curriculum: a list of
        (rows, steps), or of (rows, share of ``config.max_steps``).
    config : every choice; see `TrainConfig`.
    on_step : called after each step with its entry of the log and the ``total`` of steps, joined by the entry of an
        evaluation if there was one.
    score : called with ``lm`` (in eval mode) every ``config.eval_every`` steps and at the end; higher is better. It
        decides which weights are best, and when to stop early.
    dev : rows whose loss is measured at the same steps; it decides where there is no ``score``.

    Raises ``ValueError`` for a bad argument, and naming what differs where the folder holds another run;
    `TrainingError` for a loss that is no number and for too little memory; ``OSError`` for a full disk. Each is one
    line, and the last checkpoint stays whole.
    """
    config = config.on(lm.device)
    plan = make_plan(dataset, lm.tokenizer, config)
    judge = Judge(score, *dev_batches(dev, lm.tokenizer, config))
    group = join(lm)
    gpus = [lm.device] if lm.device.type == "cuda" else []
    with claimed(Path(config.out), group.first), torch.random.fork_rng(gpus):
        with prepared(lm, config) as learner:
            Loop(learner, plan, config, group, judge).run(on_step)
        group.wait()
        return TrainLog.read(config.out)


class Loop:
    """A run in progress."""

    def __init__(self, learner: Learner, plan: Plan, config: TrainConfig, group: Group, judge: Judge):
        self.learner, self.plan, self.config, self.group, self.judge = learner, plan, config, group, judge
        self.weights, self.device, self.out = learner.weights, learner.lm.device, Path(config.out)
        self.dtype = computing_type(config.precision, learner.model, self.device)
        group.share([weight.data for weight in self.weights.values()])
        self.optimizer = make_optimizer(learner.model, self.weights, config)
        self.average = Average(self.weights, config.ema) if config.ema else None
        self.state, self.saved_at = State(), time.monotonic()
        self.checkpoints = Checkpoints(self.out, self.fingerprint())
        self.log = LogWriter(self.out, group.first)
        self.cost = cost_of(learner.model, self.weights)
        self.peak = peak_flops(self.device, self.dtype) * group.world

    def run(self, on_step: Callable[[dict], None] | None) -> None:
        """All the steps that are not done yet, then the result."""
        self.resume()
        with self.telling(on_step) as tell:
            for step in self.plan.steps(after=self.state.step):
                if self.state.stopped:
                    break
                entry = self.take(step)
                self.log.add(STEPS, entry, self.checkpoints.describe())
                found = self.evaluate(step) if self.due(step) else {}
                self.keep(step, evaluated=bool(found))
                tell({**found, **entry, "total": self.plan.total})
        self.finish()

    # -- one step ------------------------------------------------------------------------------------------------------
    def take(self, step: Step) -> dict:
        """One update of the weights; returns its entry of the log."""
        start = time.perf_counter()
        losses = torch.zeros(len(step.batches), device=self.device, dtype=torch.float64)
        for place, batch in self.group.deal(step.batches):
            torch.manual_seed(draw(self.config.seed, step.number, place))  # dropout: no state to carry over a kill
            with memory_named(step, batch):
                loss = self.loss(batch, step.trained)  # divided by the tokens of the whole step, not of this batch
                loss.backward()
            losses[place] = loss.detach()
        self.group.add_gradients(self.weights, [losses])
        check_losses(step, losses.tolist(), self.checkpoints.describe())
        norm = self.update(step)
        return self.entry(step, losses.sum().item(), norm, time.perf_counter() - start)

    def loss(self, batch: Batch, num_items: int) -> Tensor:
        """The loss of a batch; it may be computed in bfloat16, the weights stay as they are."""
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self.dtype == torch.bfloat16):
            return forward_loss(self.learner.model, batch.to(self.device), num_items=num_items)

    def update(self, step: Step) -> float:
        """Clip the gradients and let AdamW change the weights; returns the gradient's norm before clipping."""
        norm = torch.nn.utils.clip_grad_norm_(self.weights.values(), self.config.clip or math.inf).item()
        check_norm(step, norm, self.checkpoints.describe())
        for group in self.optimizer.param_groups:
            group["lr"] = self.rate(step)
        with memory_named(step):
            self.optimizer.step()
        self.optimizer.zero_grad()
        if self.average:
            self.average.update(self.weights, step.number)
        self.state.step = step.number
        return norm

    def rate(self, step: Step) -> float:
        """The learning rate of a step."""
        config = self.config
        shape = {"warmup": config.warmup, "schedule": config.schedule}
        return learning_rate(step.number, self.plan.total, peak=config.lr, **shape)

    def entry(self, step: Step, loss: float, norm: float, seconds: float) -> dict:
        """What the log says about a step."""
        examples = sum(len(batch.ids) for batch in step.batches)
        tokens = sum(batch.tokens for batch in step.batches)
        flops = sum(map(self.cost.flops, step.batches))
        return {
            **{"step": step.number, "stage": step.stage, "epoch": step.epoch},
            **{"loss": loss, "lr": self.rate(step), "grad_norm": norm, "batches": len(step.batches)},
            **{"examples": examples, "tokens": tokens, "trained": step.trained, "seconds": seconds},
            **{"examples_per_s": examples / seconds, "tokens_per_s": tokens / seconds},
            **{"mfu": flops / seconds / self.peak, "peak_memory_mb": peak_memory(self.device)},
        }

    # -- how good it is ------------------------------------------------------------------------------------------------
    def due(self, step: Step) -> bool:
        """Whether to evaluate after this step."""
        every = self.config.eval_every
        return bool(self.judge.measure) and (step.number == self.plan.total or bool(every and not step.number % every))

    def evaluate(self, step: Step) -> dict:
        """Judge the weights that would be shipped now, and keep them if they are the best."""
        start = time.perf_counter()
        with self.shipped():
            found = {"step": step.number, "dev_loss": self.dev_loss(), "score": self.score(step)}
            if fault := self.judge.fault(found):
                raise TrainingError(f"step {step.number}: {fault}; {self.checkpoints.describe()}")
            found["best"] = self.judge.better(found, self.state.best)
            if found["best"] and self.group.first:
                self.checkpoints.write_best(step.number, self.learner.values())
        found["seconds"] = time.perf_counter() - start
        self.state.judge(found, self.judge, self.config.patience)
        self.log.add(EVALUATIONS, found, self.checkpoints.describe())
        return found

    @contextlib.contextmanager
    def shipped(self) -> Iterator[None]:
        """The model as it would be shipped now: in eval mode, with the averaged weights where there are any."""
        self.learner.model.eval()
        with swapped(self.weights, self.average.weights) if self.average else contextlib.nullcontext(), torch.no_grad():
            yield
        self.learner.model.train()

    def dev_loss(self) -> float | None:
        """The loss a trained token of the dev rows, each process computing some of them."""
        tests = self.judge.tests
        total = torch.zeros(1, device=self.device, dtype=torch.float64)
        for _, batch in self.group.deal(tests):
            total += self.loss(batch, sum(batch.trained for batch in tests))
        self.group.add_up([total])
        return total.item() if tests else None

    def score(self, step: Step) -> float | None:
        """What the caller's function says, called in the first process alone."""
        if not self.judge.score:
            return None
        torch.manual_seed(draw(self.config.seed, step.number, "score"))
        with attending(self.learner.model, self.learner.attention):  # as the caller's model attends
            return self.group.tell(float(self.judge.score(self.learner.lm)) if self.group.first else None)

    # -- what is on disk -----------------------------------------------------------------------------------------------
    def resume(self) -> None:
        """Go on from the last checkpoint, or make one of the weights as they came."""
        if kept := self.checkpoints.read():
            self.restore(kept)
        elif (self.out / FINAL).exists() or (self.out / STEPS).exists():
            raise ValueError(f"out: {self.out} holds a run whose checkpoints are gone; take another folder")
        if self.group.tell(self.state.step) != self.state.step:  # also: all have looked before the first one writes
            raise ValueError(f"out: {self.out} must be one folder for all processes")
        if not self.state.stopped:
            self.log.begin(self.description(), self.state.step)
        if not kept:
            self.save()
        self.learner.model.train()

    def restore(self, kept: dict) -> None:
        """Everything as it was when the checkpoint was made."""
        self.learner.load(kept["weights"])
        self.optimizer.load_state_dict(kept["optimizer"])
        if self.average:
            self.average.load(kept["average"])
        self.state = State(**kept["state"])

    def keep(self, step: Step, *, evaluated: bool) -> None:
        """Write a checkpoint when it is time: also at the end, and after an evaluation, which took long."""
        if step.number == self.plan.total and not self.state.stopped:
            self.state.stopped = "all steps done"
        every, waited = self.config.checkpoint_every, time.monotonic() - self.saved_at
        if self.state.stopped or evaluated or (not step.number % every if every else waited > CHECKPOINT_SECONDS):
            self.save()

    def save(self) -> None:
        """Replace the last checkpoint, unless its weights would be useless."""
        if bad := next((name for name, weight in self.weights.items() if not weight.isfinite().all()), None):
            where = self.checkpoints.describe()
            raise TrainingError(f"step {self.state.step}: {bad} is no longer finite; {where}; lower lr")
        if self.group.first:
            tensors = {"weights": self.learner.values(), "optimizer": self.optimizer.state_dict()}
            average = self.average.weights if self.average else {}
            self.checkpoints.write({"state": asdict(self.state), **tensors, "average": average})
        self.saved_at = time.monotonic()

    def finish(self) -> None:
        """Put the weights to ship into the model, and write them down."""
        self.group.wait()
        if self.config.keep == "best" and self.state.best:
            self.learner.load(self.checkpoints.read_best(self.state.best["step"]))
        elif self.average:
            self.learner.load(self.average.weights)
        if self.group.first:
            self.checkpoints.sweep(self.state.best)
            self.ship()
        self.log.end(self.description(), self.checkpoints.describe())
        self.learner.merge()

    def ship(self) -> None:
        """Write the model or the adapter down, unless a run that was over by then has done so."""
        if not (self.out / FINAL).is_dir():
            with keeping("the result", self.out, self.checkpoints.describe()):
                self.learner.save(self.out / FINAL)

    def fingerprint(self) -> dict:
        """What must be the same for a checkpoint to be this run's."""
        steps = [stage.steps for stage in self.plan.stages]
        rows = {"dataset": self.plan.digest, "steps": steps, "dev": self.judge.digest, "measure": self.judge.measure}
        return {**self.config.deciding(), **rows, "frozen_weights": self.learner.frozen_digest()}

    def description(self) -> dict:
        """What the log says about the run."""
        device = torch.cuda.get_device_name(self.device) if self.device.type == "cuda" else platform.machine()
        versions = {"torch": torch.__version__, "transformers": transformers.__version__}
        return {
            **{"config": self.config.to_json(), "data": self.plan.digest, "total": self.plan.total},
            **{"stopped": self.state.stopped, "device": f"{self.device.type} ({device})"},
            **{"precision": str(self.dtype).removeprefix("torch."), "processes": self.group.world},
            **{"threads": torch.get_num_threads(), "peak_flops": self.peak},
            **{"parameters": sum(weight.numel() for weight in self.learner.model.parameters())},
            **{"trainable": sum(weight.numel() for weight in self.weights.values()), "versions": versions},
        }

    @contextlib.contextmanager
    def telling(self, on_step: Callable[[dict], None] | None) -> Iterator[Callable[[dict], None]]:
        """What to call with each entry: the trackers and the caller's function, in the first process alone."""
        trackers, close = open_trackers(self.config, self.state.step) if self.group.first else ([], lambda: None)
        listeners = [*trackers, on_step] if on_step and self.group.first else trackers
        try:
            yield lambda entry: [listener(entry) for listener in listeners]
        finally:
            close()
