"""``fcall train``: make the rows, train on them, and say what came of it."""

import argparse
import dataclasses
import json
import os
import re
import shlex
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from fcall_helpers.assets import staged
from fcall_helpers.tally import Tally

OWN = ("out", "mode")  # fields of `TrainConfig` that have an option of their own
WORDS = {"none": None, "true": True, "false": False}


def train_command(argv: list[str]) -> int:
    """The command ``fcall train``; 0 when the run is complete, 1 when it had to stop.

    Started by torchrun, all processes work on one run, and the first one speaks.
    """
    options = _parser().parse_args(argv)

    from fcall_helpers.models import load
    from fcall_helpers.recipe.choices import config_of
    from fcall_helpers.recipe.scoring import dev_score
    from fcall_helpers.training import TrainingError, local_device, train

    changes = {field.name: _value(given) for field in _fields() if (given := getattr(options, field.name)) is not None}
    config = config_of(options.out, options.mode, **changes)
    first = os.environ.get("RANK", "0") == "0"
    score = dev_score(options.cases, seed=config.seed) if options.cases else None
    rows = _rows(options, config.seed)
    lm = load(options.model, device=str(local_device()) if options.device == "auto" else options.device)
    tally = Tally("steps")
    if first:
        _remember(argv, options.out)
    try:
        log = train(lm, rows, config, score=score, on_step=_teller(tally) if first else None)
    except TrainingError as error:
        tally.end()
        print(f"fcall train: {error}", file=sys.stderr)
        return 1
    tally.end()
    if first:
        print(json.dumps(log.to_json(), indent=1) if options.json else summary(log))
    return 0


def summary(log) -> str:
    """What a run did, in a few lines; ``log`` is a `training.TrainLog`."""
    steps, run = log.steps, log.run
    seconds = sum(step["seconds"] for step in steps)
    examples, tokens = (sum(step[name] for step in steps) for name in ("examples", "tokens"))
    mfu = sum(step["mfu"] * step["seconds"] for step in steps) / seconds
    tenth = max(1, len(steps) // 10)
    before, after = (sum(step["loss"] for step in part) / tenth for part in (steps[:tenth], steps[-tenth:]))
    lines = [
        f"{len(steps):,} steps, {examples:,} examples, {tokens:,} tokens, {seconds / 60:.1f} minutes: {run['stopped']}",
        f"{tokens / seconds:,.0f} tokens/s, {examples / seconds:.2f} examples/s, MFU {mfu:.0%}, "
        f"peak memory {max(step['peak_memory_mb'] for step in steps):,.0f} MB",
        f"loss, mean of the first and of the last {tenth} steps: {before:.3f}, {after:.3f}",
    ]
    if log.best:
        name = "score" if log.best["score"] is not None else "dev_loss"
        lines.append(f"best {name}: {log.best[name]:.3f} at step {log.best['step']}")
    return "\n".join([*lines, f"kept in {log.final}"])


def _remember(argv: list[str], out: str) -> None:
    """Keep what was typed beside the run, for its card."""
    from fcall_helpers.recipe.shipping import COMMAND
    from fcall_helpers.training.checkpoints import keeping

    with keeping("the command", Path(out), "nothing was done yet"):
        Path(out).mkdir(parents=True, exist_ok=True)
        if not (Path(out) / COMMAND).exists():
            with staged(Path(out) / COMMAND) as scratch:
                scratch.write_text(shlex.join(["fcall", "train", *argv]) + "\n", encoding="utf-8")


def _rows(options: argparse.Namespace, seed: int) -> Any:
    """The rows to train on: those of a file, or the recipe's own."""
    if options.data is None:
        from fcall_helpers.recipe.choices import ROWS, make_rows

        tally = Tally("rows")
        try:
            return make_rows(options.rows or ROWS, seed=seed, on_progress=tally)
        finally:
            tally.end()

    from fcall_helpers.data import read_rows

    return read_rows(options.data)


def _teller(tally: Tally) -> Callable[[dict], None]:
    """A function for ``on_step`` that tells how far the run is, and every evaluation."""

    def tell(entry: dict) -> None:
        note = f", loss {entry['loss']:.3f}, {entry['tokens_per_s']:,.0f} tokens/s"
        tally(entry["step"], entry["total"], note)

    return tell


def _fields() -> list[dataclasses.Field]:
    """The fields of `TrainConfig` that become options as they are."""
    from fcall_helpers.training.config import TrainConfig

    return [field for field in dataclasses.fields(TrainConfig) if field.name not in OWN]


def _value(texts: list[str]) -> Any:
    """What was written on the command line as a value, or a tuple where several were; the field itself checks it."""
    values = tuple(WORDS[text.lower()] if text.lower() in WORDS else _number(text) for text in texts)
    return values if len(values) > 1 else values[0]


def _number(text: str) -> int | float | str:
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text


def _parser() -> argparse.ArgumentParser:
    from fcall_helpers.training.config import TrainConfig

    parser = argparse.ArgumentParser(
        prog="fcall train",
        description="Teach a model to call functions. Run again after a kill, it goes on where it was.",
    )
    parser.add_argument("--out", required=True, metavar="FOLDER", help="the run: its log, checkpoints and result")
    parser.add_argument("--mode", default="lora", help="lora or full (default: %(default)s)")
    parser.add_argument("--model", default="smollm2-135m", help="a model `load` knows (default: %(default)s)")
    parser.add_argument("--device", default="auto", help="auto, cpu, cuda, … (default: auto)")
    parser.add_argument("--rows", type=int, help="rows to make (default: the recipe's 13000)")
    parser.add_argument("--data", metavar="PATH", help="train on these rows instead: what `fcall data` made")
    parser.add_argument("--cases", type=int, default=25, help="dev cases of each set in a score, 0: none (default: 25)")
    parser.add_argument("--json", action="store_true", help="print the whole log as JSON")
    group = parser.add_argument_group("settings of the run", "by default as the recipe has them")
    meanings = dict(re.findall(r"^    ([a-z_, ]+?) : (.*(?:\n {8}.*)*)", TrainConfig.__doc__, re.MULTILINE))
    meanings = {name: text for names, text in meanings.items() for name in names.split(", ")}
    for field in _fields():
        text = " ".join(meanings[field.name].split()).replace("%", "%%")
        option = f"--{field.name.replace('_', '-')}"
        group.add_argument(option, nargs="+", metavar="VALUE", help=text)
    return parser
