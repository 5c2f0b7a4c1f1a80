"""`train` against TRL's SFTTrainer: the same rows in the same steps, model, precision and learning rate, in one run.

Each trainer has a process of its own, so that its peak memory is its own. TRL runs with its default settings (gradient
checkpointing among them), and tuned as far as the same steps allow: without checkpointing, and the rows of a step
sorted by length, which spares padding. It cannot share the tools of several rows. ``ratio`` is examples per second of
`train` over those of TRL's defaults on rows of which eight stand behind the same tools; the first step warms up and
does not count. The losses of all steps must agree within `CLOSE`, or the command fails.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.common import machine, print_table

CLOSE = 1e-3
LR = 2e-5  # TRL's default; only here it must be the same for all
TRL = {"default": {}, "tuned": {"gradient_checkpointing": False}}


def rows_of(shared: int, steps: int, size: int) -> list[list]:
    """Steps of ``size`` examples of calls, ``shared`` behind the same tools; the same ones in every process."""
    from fcall_helpers.models import load
    from fcall_helpers.packing import encode_rows
    from fcall_helpers.recipe import make_rows

    mix = {"single": 0.5, "multiple": 0.5}  # no dialogues, which have tools of their own: every block is whole
    rows = make_rows(4 * steps * size, shared=shared, mix=mix)
    blocks: dict[str, list[dict]] = {}
    for row in rows:
        blocks.setdefault(row["tools"], []).append(row)
    whole = [row for block in blocks.values() if len(block) >= shared for row in block[:shared]]
    examples = encode_rows(whole[: steps * size], load().tokenizer)
    return [examples[start : start + size] for start in range(0, steps * size, size)]


def train_ours(parts: list[list], folder: Path) -> dict:
    """Our loop, a stage of one step for each part."""
    from fcall_helpers.models import load
    from fcall_helpers.training import TrainConfig, train

    config = TrainConfig(
        folder, mode="full", lr=LR, warmup=0.0, weight_decay=0.0, betas=(0.9, 0.999), accumulate=1000, tensorboard=False
    )
    log = train(load(dtype="float32"), [(part, 1) for part in parts], config)
    return {"losses": [step["loss"] for step in log.steps], "seconds": [step["seconds"] for step in log.steps]}


def train_trl(parts: list[list], folder: Path, options: dict, sort: bool) -> dict:
    """TRL on the same examples, already as numbers, in the same order."""
    from datasets import Dataset
    from transformers import TrainerCallback
    from trl import SFTConfig, SFTTrainer

    from fcall_helpers.models import load

    parts = [sorted(part, key=lambda row: len(row.input_ids)) if sort else part for part in parts]
    rows = [{"input_ids": row.input_ids, "labels": row.labels} for part in parts for row in part]
    size = len(parts[0])
    given = {"per_device_train_batch_size": min(8, size), "gradient_accumulation_steps": max(1, size // 8)}
    config = SFTConfig(
        **{"output_dir": str(folder), "max_steps": len(parts), "learning_rate": LR, "bf16": True, "use_cpu": True},
        **{"logging_steps": 1, "report_to": "none", "save_strategy": "no", "disable_tqdm": True, "max_length": None},
        **{"train_sampling_strategy": "sequential", **given, **options},
    )
    times = []

    class Clock(TrainerCallback):
        def on_step_begin(self, *args, **kwargs):
            times.append(-time.perf_counter())

        def on_step_end(self, *args, **kwargs):
            times[-1] += time.perf_counter()

    lm = load(dtype="float32")
    dataset = Dataset.from_list(rows)
    trainer = SFTTrainer(lm.model, config, train_dataset=dataset, processing_class=lm.tokenizer, callbacks=[Clock()])
    trainer.train()
    return {"losses": [one["loss"] for one in trainer.state.log_history if "loss" in one], "seconds": times}


def one(wanted: dict) -> dict:
    """What a process of its own does."""
    import resource

    parts = rows_of(wanted["shared"], wanted["steps"], wanted["size"])
    with tempfile.TemporaryDirectory() as folder:
        if wanted["who"] == "ours":
            found = train_ours(parts, Path(folder))
        else:
            found = train_trl(parts, Path(folder), TRL[wanted["who"]], sort=wanted["who"] == "tuned")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
    return {**found, "peak": peak, "tokens": sum(len(row.input_ids) for part in parts[1:] for row in part)}


def measured(**wanted) -> dict:
    """`one` in a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.train_speed", "--one", json.dumps(wanted)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    found = json.loads(done.stdout.splitlines()[-1])
    return {**found, "speed": wanted["size"] * (wanted["steps"] - 1) / sum(found["seconds"][1:])}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=int, nargs="+", default=[8, 4, 1], help="rows behind the same tools")
    parser.add_argument("--steps", type=int, default=4, help="steps, of which the first does not count")
    parser.add_argument("--size", type=int, default=32, help="examples in a step")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(one(json.loads(options.one))))
        return
    print(f"{machine()}; steps of {options.size} examples in bfloat16 (autocast)", flush=True)
    table, ratios = [], {}
    for shared in options.shared:
        runs = {who: measured(who=who, shared=shared, steps=options.steps, size=options.size) for who in ("ours", *TRL)}
        for who, found in runs.items():
            apart = max(abs(a - b) for a, b in zip(found["losses"], runs["ours"]["losses"], strict=True))
            ratio = runs["ours"]["speed"] / found["speed"]
            ratios[shared, who] = ratio
            name = "train" if who == "ours" else f"SFTTrainer, {who}"
            numbers = [f"{found['speed']:.2f}", f"{found['peak']:,.0f}", f"{apart:.1e}", f"{ratio:.2f}"]
            table.append([shared, name, *numbers])
            if apart > CLOSE:
                raise SystemExit(f"the losses of {name} differ by {apart:.1e}, more than {CLOSE}")
    print_table(["rows a block", "trainer", "examples/s", "peak MB", "loss apart", "we are faster by"], table)
    print(f"ratio: {ratios[options.shared[0], 'default']:.2f}")


if __name__ == "__main__":
    main()
