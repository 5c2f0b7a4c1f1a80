"""How good a model is while it trains: the share of right answers to cases that no reported number is about."""

import copy
import json
from collections.abc import Callable, Sequence
from typing import Any

import torch

from fcall_helpers.bfcl.categories import DEVELOPMENT
from fcall_helpers.bfcl.checking import check_text
from fcall_helpers.bfcl.evaluating import draw_cases
from fcall_helpers.data import make_dataset
from fcall_helpers.decoding import generate
from fcall_helpers.models import LM


def dev_score(n: int = 25, *, seed: int = 0) -> Callable[[LM], float]:
    """A function that scores a model: the mean of its `dev_shares`, from 0 to 1.

    ``n`` is how many cases of each set, the same ones in every call.
    """
    cases = dev_cases(n, seed=seed)

    def score(lm: LM) -> float:
        shares = dev_shares(lm, cases)
        return sum(shares.values()) / len(shares)

    return score


def dev_cases(n: int, *, seed: int = 0) -> list[dict]:
    """What the score asks: ``n`` cases of each of the benchmark's retired sets, and as many that no tool fits."""
    called = [case for name in DEVELOPMENT for case in draw_cases(name, n, seed)]
    return [*called, *refusal_cases(n, seed)]


def refusal_cases(n: int, seed: int) -> list[dict]:
    """``n`` requests of our dev split, not of the benchmark, that no tool fits, in the form of the others."""
    rows = make_dataset(n, seed=seed, split="dev", mix={"irrelevance": 1.0})
    return [
        {
            **{"id": row["id"], "category": "irrelevance", "function": [], "ground_truth": []},
            **{"messages": row["messages"][:1], "tools": json.loads(row["tools"])},
        }
        for row in rows
    ]


@torch.no_grad()
def dev_shares(lm: LM, cases: Sequence[dict], **options: Any) -> dict[str, float]:
    """Category -> share of right answers to ``cases``, decoded greedily; ``options`` go to `decoding.generate`.

    A copy of the weights in bfloat16 answers: twice as fast, and what differs is the same for every model compared.
    """
    quick = LM(copy.deepcopy(lm.model).to(torch.bfloat16).eval(), lm.tokenizer, lm.device, lm.name)
    options = {"max_new_tokens": 400, "batch_size": 32, "end_loops": True, **options}
    texts = generate(quick, [case["messages"] for case in cases], [case["tools"] for case in cases], **options)
    right: dict[str, list[bool]] = {}
    for case, text in zip(cases, texts, strict=True):
        verdict = check_text(case["function"], text, case["ground_truth"], case["category"])
        right.setdefault(case["category"], []).append(verdict.ok)
    return {category: sum(found) / len(found) for category, found in right.items()}
