"""Does the data teach? A small fixed budget of training, then calls scored on tools that the model has never seen.

The scores: calls right in our own dev split (its tools and phrasings are not in train), and in two sets that BFCL no
longer uses (exec_simple, exec_multiple), its development data. A call is right when name and arguments equal the
answer, numbers to 1e-6; the official rules, which allow more, come with `bfcl`. A plain loop on purpose: bfloat16
autocast, logits only where there is a label, AdamW, warmup and a straight line down to 0.
"""

import argparse
import ast
import json
import math
import random
import time

import torch
from torch.nn import functional

from fcall_helpers.assets import asset
from fcall_helpers.chat import IGNORE, encode
from fcall_helpers.data.making import make_dataset
from fcall_helpers.data.rows import MIX
from fcall_helpers.decoding import generate
from fcall_helpers.models import LM, load
from fcall_helpers.parsing import parse
from fcall_helpers.tools import ToolCall
from tests.benchmarks.common import machine, print_table

TYPES = {"dict": "object", "float": "number", "tuple": "array", "any": None, "double": "number", "long": "integer"}


def development(name: str, count: int) -> list[dict]:
    """Rows of one of BFCL's unused sets: messages, schemas, and the calls that are right."""
    folder = next(path for path in asset("bfcl").rglob("unused_datasets") if path.is_dir())
    asked, right = (
        [json.loads(line) for line in (folder / part / f"BFCL_v4_{name}.json").read_text().splitlines()[:count]]
        for part in ("question", "possible_answer")
    )
    assert [one["id"] for one in asked] == [one["id"] for one in right]
    return [
        {
            "messages": one["question"][0],
            "tools": [schema(function) for function in one["function"]],
            "calls": answers(answer["ground_truth"]),
        }
        for one, answer in zip(asked, right, strict=True)
    ]


def answers(texts: list[str]) -> list[tuple[str, dict]]:
    calls = [ast.parse(text, mode="eval").body for text in texts]
    return [(ast.unparse(call.func), {pair.arg: value(pair.value) for pair in call.keywords}) for call in calls]


def value(node: ast.expr):
    """A literal, or a quotient of two, as the answers write 1/6."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
        return value(node.left) / value(node.right)
    return ast.literal_eval(node)


def schema(function: dict) -> dict:
    return {"type": "function", "function": {**function, "parameters": _types(function["parameters"])}}


def _types(node):
    if isinstance(node, list):
        return [_types(one) for one in node]
    if not isinstance(node, dict):
        return node
    out = {name: _types(value) for name, value in node.items()}
    if isinstance(node.get("type"), str) and node["type"] in TYPES:
        out["type"] = TYPES[node["type"]]
    return {name: value for name, value in out.items() if value is not None}


def own(split: str, n: int, seed: int) -> list[dict]:
    """Rows of ours that end in calls, as what is asked and what is right."""
    rows = []
    for row in make_dataset(n, seed=seed, split=split):
        place = next((i for i, m in enumerate(row["messages"]) if m["tool_calls"]), len(row["messages"]) - 1)
        made = [ToolCall.from_openai(call) for call in row["messages"][place]["tool_calls"] or ()]
        calls = [(call.name, call.arguments) for call in made]
        rows.append({"messages": row["messages"][:place], "tools": json.loads(row["tools"]), "calls": calls})
    return rows


def score(lm: LM, rows: list[dict]) -> float:
    texts = generate(lm, [row["messages"] for row in rows], [row["tools"] for row in rows], max_new_tokens=160)
    said = [[(call.name, call.arguments) for call in parse(text).calls] for text in texts]
    return sum(same(one, row["calls"]) for one, row in zip(said, rows, strict=True)) / len(rows)


def same(said: list, wanted: list) -> bool:
    return len(said) == len(wanted) and all(any(close(one, other) for other in said) for one in wanted)


def close(one, other) -> bool:
    if isinstance(one, (int, float)) and isinstance(other, (int, float)) and not isinstance(one, bool):
        return math.isclose(one, other, rel_tol=1e-6)
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(close(one[name], other[name]) for name in one)
    if isinstance(one, (list, tuple)) and isinstance(other, (list, tuple)):
        return len(one) == len(other) and all(map(close, one, other))
    return one == other


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


def train(lm: LM, groups: list, minutes: float, rate: float) -> tuple[int, int, float]:
    """One pass, ended by the clock: the learning rate follows the share of the time. Steps, tokens, last mean loss."""
    model, start, spent, seen, losses = lm.model.train(), time.monotonic(), 0.0, 0, []
    optimiser = torch.optim.AdamW(model.parameters(), lr=rate, weight_decay=0.01, fused=True)
    for step, group in enumerate(groups, 1):
        spent = (time.monotonic() - start) / (60 * minutes)
        if spent >= 1:
            break
        for settings in optimiser.param_groups:
            settings["lr"] = rate * min(1.0, step / 5) * (1 - spent)
        longest = max(len(one.input_ids) for one in group)
        ids = torch.tensor([one.input_ids + [0] * (longest - len(one.input_ids)) for one in group])
        labels = torch.tensor([one.labels + [IGNORE] * (longest - len(one.labels)) for one in group])[:, 1:]
        with torch.autocast("cpu", dtype=torch.bfloat16):
            hidden = model.model(ids, use_cache=False).last_hidden_state[:, :-1]  # padding is on the right: no mask
            logits = model.lm_head(hidden[labels != IGNORE])
        loss = functional.cross_entropy(logits.float(), labels[labels != IGNORE])
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        optimiser.zero_grad(set_to_none=True)
        seen += ids.numel()
        losses.append(loss.item())
        if step % 10 == 0:
            print(
                f"step {step}, {spent:.0%} of the time, {seen:,} tokens, loss {sum(losses[-10:]) / 10:.3f}", flush=True
            )
    model.eval()
    return len(losses), seen, sum(losses[-10:]) / len(losses[-10:])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=15, help="of training")
    parser.add_argument("--rate", type=float, default=5e-4)
    parser.add_argument("--masked", type=float, default=0.33)
    parser.add_argument("--without", nargs="*", default=[], help="kinds to leave out of the mix")
    parser.add_argument("--count", type=int, default=100, help="rows of each set to score")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    print(machine())
    mix = {kind: share for kind, share in MIX.items() if kind not in options.without}
    rows = make_dataset(6000, seed=options.seed, mix=mix, masked=options.masked)
    lm = load(device="cpu")
    sets = {name: development(name, options.count) for name in ("exec_simple", "exec_multiple")}
    sets["own dev"] = own("dev", options.count, options.seed)
    before = {name: score(lm, rows) for name, rows in sets.items()}
    steps, seen, loss = train(lm, batches(lm, rows, 4096, 400, options.seed), options.minutes, options.rate)
    print(f"{steps} steps, {seen:,} tokens with padding, last losses {loss:.3f}")
    after = {name: score(lm, rows) for name, rows in sets.items()}
    print_table(
        ["set", "rows", "untrained", "trained"],
        [[n, len(sets[n]), f"{before[n]:.1%}", f"{after[n]:.1%}"] for n in sets],
    )
    print(f"ratio: {after['exec_simple'] / max(before['exec_simple'], 0.01):.1f}")


if __name__ == "__main__":
    main()
