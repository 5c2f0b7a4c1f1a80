"""``fcall ship``: make a small adapter of a run, with a card that says where it comes from and how good it is."""

import argparse
import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from fcall_helpers.assets import staged

MEGABYTES = 19.9  # of 10^6 bytes; what ships with the package is at most 20
COMMAND = "command.txt"  # in a run's folder: what was typed to start it
PARTS = 10  # of the run that the card tells about

LIMITS = """
It answers with calls and short refusals, in English, in this course's prompt format. It was trained on generated
requests of one or two sentences, most of whose arguments stand in the request. Expect it to fail where values must be
inferred, with tools whose descriptions are long or many, in dialogues of several turns, and with requests of another
kind than generated ones. It does not reason, and it has forgotten some of what the chat model knew. Check every call
before you run it.
"""


def ship(
    run: str | Path, folder: str | Path, *, model: str = "smollm2-135m", scores: Sequence[str | Path] = ()
) -> dict[str, int]:
    """Write the adapter that a run ended with, in bfloat16, and its card (README.md) into ``folder``.

    The result of a full fine-tune becomes a LoRA of at most `MEGABYTES` (`training.extract_adapter`). ``model`` is what
    the run began with, ``scores`` the folders of `bfcl.evaluate` runs that the card reports. Returns ``bytes``, the
    size of the weights.

    Raises ``ValueError`` for a run that has not ended, an adapter that is too large, and a folder without scores.
    """
    from fcall_helpers.bfcl.reporting import Report
    from fcall_helpers.training import TrainLog
    from fcall_helpers.training.adapters import WEIGHTS

    log = TrainLog.read(run)
    if log.final is None:
        raise ValueError(f"run: {run} has not ended; run its command again, it goes on where it was")
    reports = [Report.read(score) for score in scores]
    folder = Path(folder)
    notes = _write_lora(log.final, folder) if log.run["config"]["mode"] == "lora" else _extract(log, folder, model)
    size = (folder / WEIGHTS).stat().st_size
    if size > MEGABYTES * 1e6:
        raise ValueError(f"run: its adapter has {size / 1e6:.1f} MB, at most {MEGABYTES} ship; lower lora_rank")
    with staged(folder / "README.md") as scratch:
        scratch.write_text(card(log, reports, notes), encoding="utf-8")
    return {"bytes": size}


def card(log, reports: Iterable, notes: str = "") -> str:
    """The card of an adapter, in Markdown: ``log`` is the run's `TrainLog`, ``reports`` those of the benchmark."""
    config, command = log.run["config"], log.folder / COMMAND
    typed = command.read_text(encoding="utf-8").strip() if command.is_file() else "(started from Python)"
    facts = [
        ("base model", "SmolLM2-135M-Instruct, Apache-2.0"),
        ("mode, learning rate", f"{config['mode']}, {config['lr']:g}, {config['schedule']}"),
        ("seed", config["seed"]),
        ("rows", f"sha256 `{log.run['data']}` of their tokens and labels"),
        ("trained on", f"{log.run['device']}, {log.run['precision']}, {log.run['threads']} threads"),
        *([("adapter", notes)] if notes else []),
    ]
    parts = [
        "# An adapter for calling functions",
        f"Made by this command, and then by `fcall ship`:\n\n```bash\n{typed}\n```",
        _table(["what", "value"], facts),
        "## The run",
        _table(["steps", "examples seen", "loss (nats a trained token)"], _curve(log.steps)),
        *([_table(["after step", "development score"], _judged(log))] if log.evaluations else []),
        "## Scores",
        *([_scores(report) for report in reports] or ["None were measured."]),
        f"## What it cannot do\n{LIMITS.rstrip()}",
    ]
    return "\n\n".join(parts) + "\n"


def _write_lora(final: Path, folder: Path) -> str:
    """The same LoRA in half the bytes."""
    import torch
    from peft import LoraConfig
    from safetensors.torch import load_file

    from fcall_helpers.training.adapters import WEIGHTS, write_adapter

    tensors = {name: value.to(torch.bfloat16) for name, value in load_file(final / WEIGHTS).items()}
    config = LoraConfig.from_pretrained(str(final))
    write_adapter(folder, config, tensors, config.base_model_name_or_path)
    return f"LoRA of rank {config.r}, in bfloat16"


def _extract(log, folder: Path, model: str) -> str:
    """A LoRA that comes close to what the full fine-tune did."""
    from fcall_helpers.models import load
    from fcall_helpers.training import extract_adapter

    before, after = load(model, device="cpu"), load(str(log.final), device="cpu")
    found = extract_adapter(before, after, folder, megabytes=MEGABYTES)
    return f"a LoRA, in bfloat16, that holds {found['explained']:.0%} of the fine-tune's squared change"


def _curve(steps: list[dict]) -> list[tuple]:
    """Mean losses of parts of the run."""
    size = -(-len(steps) // PARTS)
    parts = [steps[start : start + size] for start in range(0, len(steps), size)]
    seen, rows = 0, []
    for part in parts:
        seen += sum(step["examples"] for step in part)
        trained = sum(step["trained"] for step in part)
        loss = sum(step["loss"] * step["trained"] for step in part) / trained
        rows.append((f"{part[0]['step']} to {part[-1]['step']}", f"{seen:,}", f"{loss:.3f}"))
    return rows


def _judged(log) -> list[tuple]:
    name = "score" if log.evaluations[0]["score"] is not None else "dev_loss"
    return [(one["step"], f"{one[name]:.3f}{' (best)' if one is log.best else ''}") for one in log.evaluations]


def _scores(report) -> str:
    settings = report.settings
    held = "held to the tools' schemas" if settings["constrained"] else "free"
    rows = [
        (name, f"{100 * one['accuracy']:.1f}", one["n"], f"{100 * one['low']:.1f} to {100 * one['high']:.1f}")
        for name, one in report.to_json().items()
    ]
    return f"Decoding: greedy, {held}, {settings['dtype']}.\n\n" + _table(
        ["category", "percent right", "of", "95% interval"], rows
    )


def _table(header: Sequence[str], rows: Iterable[Sequence]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)


def ship_command(argv: list[str]) -> int:
    """The command ``fcall ship``."""
    parser = argparse.ArgumentParser(prog="fcall ship", description="Make a small adapter of a run, with its card.")
    parser.add_argument("run", help="the folder of an `fcall train` run that has ended")
    parser.add_argument("folder", help="where the adapter goes")
    parser.add_argument("--model", default="smollm2-135m", help="what the run began with (default: %(default)s)")
    parser.add_argument("--scores", nargs="*", default=[], metavar="FOLDER", help="`fcall eval` runs to report")
    parser.add_argument("--json", action="store_true", help="print the result as JSON")
    options = parser.parse_args(argv)
    found = ship(options.run, options.folder, model=options.model, scores=options.scores)
    text = f"an adapter of {found['bytes'] / 1e6:.1f} MB in {options.folder}, described in its README.md"
    print(json.dumps({**found, "folder": options.folder}) if options.json else text)
    return 0
