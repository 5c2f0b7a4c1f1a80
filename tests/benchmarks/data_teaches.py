"""Does the data teach? A small fixed budget of training, then calls scored on tools that the model has never seen.

The scores: calls right in our own dev split (its tools and phrasings are not in train; right means equal), and by the
official rules in two sets that BFCL no longer uses (exec_simple, exec_multiple), its development data. A plain loop on
purpose: bfloat16 autocast, logits only where there is a label, AdamW, warmup and a straight line down to 0. Each of
`ABLATIONS` changes one part of the recipe; the last line compares the losses of the right calls, untrained to trained.
Takes about 11 GB of memory.
"""

import argparse
import json
import math
import random
import sys
import tempfile
import time
from pathlib import Path

import torch
from torch.nn import functional

from fcall_helpers.bfcl import check_text, load_bfcl, reference_calls
from fcall_helpers.chat import IGNORE, encode
from fcall_helpers.data import mine_calls
from fcall_helpers.data.decontamination import Benchmark, overlaps
from fcall_helpers.data.making import make_dataset
from fcall_helpers.data.rows import MIX
from fcall_helpers.data.types import base
from fcall_helpers.decoding import generate
from fcall_helpers.models import LM, load
from fcall_helpers.parsing import parse
from fcall_helpers.tools import ToolCall
from tests.benchmarks.common import machine, print_table


def development(category: str, count: int) -> list[dict]:
    """Cases of one of BFCL's unused sets: messages, schemas, a call that is right, and how to judge a text."""
    return [
        {
            "messages": case["messages"],
            "tools": case["tools"],
            "calls": reference_calls(case["function"], case["ground_truth"], category),
            "right": lambda text, case=case: check_text(case["function"], text, case["ground_truth"], category).ok,
        }
        for case in load_bfcl(category)[:count]
    ]


def own(n: int, seed: int) -> list[dict]:
    """Rows of our dev split up to the calls, with the calls that are right; none for irrelevance."""
    rows = []
    for row in make_dataset(n, seed=seed, split="dev"):
        place = next((i for i, m in enumerate(row["messages"]) if m["tool_calls"]), len(row["messages"]) - 1)
        calls = [ToolCall.from_openai(call) for call in row["messages"][place]["tool_calls"] or ()]
        case = {"messages": row["messages"][:place], "tools": json.loads(row["tools"]), "calls": calls}
        rows.append({**case, "right": lambda text, calls=calls: same(parse(text).calls, calls)})
    return rows


def same(said: list[ToolCall], wanted: list[ToolCall]) -> bool:
    """Whether these are the same calls, in any order."""
    key = sorted([call.name, json.dumps(call.arguments, sort_keys=True)] for call in wanted)
    return sorted([call.name, json.dumps(call.arguments, sort_keys=True)] for call in said) == key


def score(lm: LM, rows: list[dict]) -> float:
    """The share of rows whose calls are right."""
    texts = generate(lm, [row["messages"] for row in rows], [row["tools"] for row in rows], max_new_tokens=128)
    return sum(row["right"](text) for text, row in zip(texts, rows, strict=True)) / len(rows)


def surprise(lm: LM, rows: list[dict]) -> float:
    """The mean loss (nats a token) of the right calls: much less noisy than the share of rows."""
    total = count = 0.0
    for row in (row for row in rows if row["calls"]):
        calls = [call.to_openai() for call in row["calls"]]
        told = [*row["messages"], {"role": "assistant", "content": None, "tool_calls": calls}]
        one = encode(told, row["tools"], lm.tokenizer)
        with torch.no_grad():
            losses = answer_losses(lm.model, torch.tensor([one.input_ids]), torch.tensor([one.labels]))
        total, count = total + losses.sum().item(), count + losses.numel()
    return total / count


def answer_losses(model, ids: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    """The loss of every labelled token of a batch (B, T) padded on the right; logits only where there is a label."""
    labels = labels[:, 1:]
    with torch.autocast("cpu", dtype=torch.bfloat16):
        hidden = model.model(ids, use_cache=False).last_hidden_state[:, :-1]
        logits = model.lm_head(hidden[labels != IGNORE])
    return functional.cross_entropy(logits.float(), labels[labels != IGNORE], reduction="none")


def batches(lm: LM, rows, tokens: int, most: int, seed: int):
    """Batches of like lengths, at most ``tokens`` with their padding; rows above ``most`` tokens are left out."""
    encoded = [encode(row["messages"], json.loads(row["tools"]), lm.tokenizer) for row in rows]
    encoded = sorted((one for one in encoded if len(one.input_ids) <= most), key=lambda one: len(one.input_ids))
    groups, group = [], []
    for one in encoded:
        if group and len(one.input_ids) * (len(group) + 1) > tokens:
            groups.append(group)
            group = []
        group.append(one)
    random.Random(seed).shuffle(groups)
    return groups


def train(lm: LM, groups: list, tokens: int, rate: float) -> tuple[int, float]:
    """One pass of ``tokens`` tokens, padding included; the learning rate follows their share. Steps, last mean loss."""
    model, seen, losses = lm.model.train(), 0, []
    optimiser = torch.optim.AdamW(model.parameters(), lr=rate, weight_decay=0.01, fused=True)
    for step, group in enumerate(groups, 1):
        if seen >= tokens:
            break
        for settings in optimiser.param_groups:
            settings["lr"] = rate * min(1.0, step / 5) * (1 - seen / tokens)
        longest = max(len(one.input_ids) for one in group)
        ids = torch.tensor([one.input_ids + [0] * (longest - len(one.input_ids)) for one in group])
        labels = torch.tensor([one.labels + [IGNORE] * (longest - len(one.labels)) for one in group])
        loss = answer_losses(model, ids, labels).mean()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        optimiser.zero_grad(set_to_none=True)
        seen += ids.numel()
        losses.append(loss.item())
        if step % 10 == 0:
            print(f"step {step}, {seen:,} of {tokens:,} tokens, loss {sum(losses[-10:]) / 10:.3f}", flush=True)
    model.eval()
    return len(losses), sum(losses[-10:]) / len(losses[-10:])


def rows_for(recipe: str, n: int, seed: int, scratch: Path) -> list[dict]:
    """Training rows of the whole recipe ("full"), or of one with a single part changed."""
    alone = {"single": MIX["single"] + MIX["multiple"], "parallel": MIX["parallel"] + MIX["parallel_multiple"]}
    rest = {kind: share for kind, share in MIX.items() if kind not in ("multiple", "parallel_multiple")}
    changed = {
        "no masking": {"masked": 0.0},
        "no distractors": {"mix": {**rest, **alone}},
        "no irrelevance": {"mix": {kind: share for kind, share in MIX.items() if kind != "irrelevance"}},
    }
    if recipe == "plainest forms only":
        return make_plain(n, seed, scratch)
    rows = list(make_dataset(n, seed=seed, **changed.get(recipe, {})))
    if recipe == "with mined rows":
        mined = [row for row in mine_calls().dataset() if not overlaps(row, Benchmark.load())]
        rng = random.Random(seed)
        rows = rng.sample(rows, n - n // 5) + rng.sample(mined, n // 5)
        rng.shuffle(rows)
    return rows


def make_plain(n: int, seed: int, scratch: Path) -> list[dict]:
    """Every value said in its type's first form."""
    before, base.SKEW = base.SKEW, math.inf
    try:
        return list(make_dataset(n, seed=seed, processes=1, out=scratch / "plain"))
    finally:
        base.SKEW = before


ABLATIONS = ("no masking", "no distractors", "no irrelevance", "plainest forms only", "with mined rows")


def measure(lm: LM, sets: dict[str, list]) -> list[str]:
    """A row of the table: the share right in each set (and of how many), and the loss of the right calls of all."""
    shares = [f"{score(lm, rows):.0%} of {len(rows)}" for rows in sets.values()]
    return [*shares, f"{surprise(lm, [row for rows in sets.values() for row in rows]):.3f}"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tokens", type=int, default=160_000, help="of training, padding included")
    parser.add_argument("--rate", type=float, default=5e-4)
    parser.add_argument("--count", type=int, default=50, help="rows of each set to score")
    parser.add_argument("--untrained", type=int, default=16, help="of these, for the untrained model, which rambles")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--recipes", nargs="*", default=["full"], help=f"full, or of {', '.join(ABLATIONS)}; or all")
    options = parser.parse_args()
    recipes = ["full", *ABLATIONS] if options.recipes == ["all"] else options.recipes
    print(machine())
    sets = {name: development(name, options.count) for name in ("exec_simple", "exec_multiple")}
    asked = own(2 * options.count, options.seed)
    sets["own calls"] = [row for row in asked if row["calls"]][: options.count]
    sets["own irrelevance"] = [row for row in asked if not row["calls"]]
    header = ["trained on", *sets, "loss of the right calls"]
    few = {name: rows[: options.untrained] for name, rows in sets.items()}
    table = [["nothing", *measure(load(device="cpu", dtype="bfloat16"), few)]] if options.untrained else []
    with tempfile.TemporaryDirectory() as scratch:
        for recipe in recipes:
            lm, start = load(device="cpu"), time.monotonic()
            rows = rows_for(recipe, options.tokens // 200, options.seed, Path(scratch))
            groups = batches(lm, rows, 4096, 600, options.seed)
            steps, loss = train(lm, groups, options.tokens, options.rate)
            minutes = (time.monotonic() - start) / 60
            print(f"{recipe}: {steps} steps in {minutes:.1f} minutes, last losses {loss:.3f}", flush=True)
            lm.model.to(torch.bfloat16)  # twice as fast to score
            table.append([recipe, *measure(lm, sets)])
            print_table(header, table)
            sys.stdout.flush()
    if options.untrained:
        print(f"ratio: {float(table[0][-1]) / float(table[1][-1]):.1f}")


if __name__ == "__main__":
    main()
