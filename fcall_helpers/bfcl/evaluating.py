"""`evaluate`: a model's answers to the benchmark's cases, checked, kept on disk, and resumed where a run was killed."""

import hashlib
import json
import random
from collections.abc import Callable, Iterable
from pathlib import Path

import torch

from fcall_helpers.assets import cache_dir
from fcall_helpers.bfcl.categories import CATEGORIES, limit_of
from fcall_helpers.bfcl.checking import check_text
from fcall_helpers.bfcl.drafts import matcher_of, read_drafts, would_stand
from fcall_helpers.bfcl.loading import load_bfcl
from fcall_helpers.bfcl.reporting import Report
from fcall_helpers.bfcl.runs import opened
from fcall_helpers.chat import render
from fcall_helpers.decoding import generate
from fcall_helpers.models import LM

VERSION = 2  # raise when the same settings lead to other texts
GROUPS = {
    "non_live": ("simple_python", "multiple", "parallel", "parallel_multiple", "irrelevance"),
    "live": tuple(name for name in CATEGORIES if name.startswith("live_")),
}
FULL_BATCH = 1024  # tokens of prompt and answer up to which a batch is as large as asked for
TOGETHER = 512  # cases given to `generate` at once: enough to keep batches full, few enough to hold their grammars


def evaluate(
    lm: LM,
    categories: str | Iterable[str],
    *,
    n: int | None = None,
    constrained: bool = False,
    out: str | Path | None = None,
    seed: int = 0,
    batch_size: int = 64,
    max_new_tokens: int | None = None,
    label: str | None = None,
    drafts: str | Path | None = None,
    on_progress: Callable[[int, int], None] | None = None,
) -> Report:
    """Ask the model every case of the categories, greedily, and check what it says.

    A text that goes round in circles is ended (`loops`): its verdict stands, and it would use up its budget.

    Parameters
    ----------
    categories : names of `CATEGORIES`, or "non_live" or "live" for the leaderboard's columns of that name.
    n : cases of each category, drawn with ``seed``: the same for every model, and those of a smaller ``n`` are among
        those of a larger. By default all of them.
    constrained : hold the calls to the tools' schemas by a grammar. A case whose schemas no grammar can express is
        decoded freely, and the report counts it.
    out : the folder that keeps the run (`runs`); by default one in the cache, named by the model and the settings.
        A run that was killed goes on there, a finished one is read and checked again.
    batch_size : conversations decoded together; fewer where prompts are longer than about 1,000 tokens.
    max_new_tokens : tokens an answer may have; by default enough for every right answer (`categories.limit_of`).
    label : what the report calls the model, by default ``lm.name``.
    drafts : the folder of a run like this one but unconstrained. Its texts that the grammar allows as they are need not
        be decoded again.
    on_progress : called with how many cases are answered and how many there are.

    Raises ``ValueError`` for an unknown category, ``n`` larger than a category, an ``out`` or ``drafts`` that holds a
    run of other settings. What the model says never raises: it is a verdict.
    """
    cases = draw_cases(categories, n, seed)
    _check_counts(batch_size=batch_size, **({} if max_new_tokens is None else {"max_new_tokens": max_new_tokens}))
    limits = {case["category"]: max_new_tokens or limit_of(case["category"]) for case in cases}
    texts = _prompts(cases)
    settings = _settings(lm, cases, texts, constrained, seed, limits, label or lm.name)
    known = {} if drafts is None else read_drafts(drafts, settings)
    folder = Path(out) if out is not None else cache_dir() / "runs" / _folder_name(settings)
    with opened(folder, settings) as run:

        def keep(case: dict, text: str, held: bool) -> None:
            run.add(_row(case, text, held))
            tell(len(run.rows), len(cases))

        tell = on_progress or (lambda done, wanted: None)
        tell(len(run.rows), len(cases))
        todo = [(case, text) for case, text in zip(cases, texts, strict=True) if case["id"] not in run.rows]
        for case, _ in todo if known else ():
            if would_stand(lm, case["tools"], known[case["id"]], limits[case["category"]]):
                keep(case, known[case["id"]], True)
        todo = [(case, text) for case, text in todo if case["id"] not in run.rows]
        for limit in sorted(set(limits.values()), reverse=True):
            part = [(case, text) for case, text in todo if limits[case["category"]] == limit]
            _ask(lm, part, keep, constrained, batch_size, limit)
        # Checked again, so that a run kept from before has today's verdicts.
        rows = [_row(case, *(run.rows[case["id"]][key] for key in ("text", "constrained"))) for case in cases]
        run.finish(rows)
    return Report(settings, rows, folder)


def draw_cases(categories: str | Iterable[str], n: int | None = None, seed: int = 0) -> list[dict]:
    """The rows of `load_bfcl` that a run asks, category by category, in the benchmark's order.

    Raises ``ValueError`` for an unknown category, none, or ``n`` that is no number from 1 to the category's size.
    """
    _check_counts(**({} if n is None else {"n": n}))
    if not isinstance(seed, int):
        raise ValueError(f"seed: expected a whole number, got {seed!r}")
    names = [categories] if isinstance(categories, str) else list(categories)
    names = list(dict.fromkeys(one for name in names for one in GROUPS.get(name, (name,))))
    for name in names:
        if name not in CATEGORIES:
            raise ValueError(f"categories: got {name!r}, expected of {', '.join([*CATEGORIES, *GROUPS])}")
    if not names:
        raise ValueError(f"categories: got none; expected of {', '.join([*CATEGORIES, *GROUPS])}")
    return [case for name in names for case in _draw(name, n, seed)]


def _check_counts(**counts: int) -> None:
    for name, value in counts.items():
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise ValueError(f"{name}: expected a whole number of at least 1, got {value!r}")


def _draw(category: str, n: int | None, seed: int) -> list[dict]:
    cases = load_bfcl(category)
    if n is None:
        return cases
    if n > len(cases):
        raise ValueError(f"n: got {n}, but the category {category} has {len(cases)} cases")
    order = list(range(len(cases)))
    random.Random(f"{seed}/{category}").shuffle(order)
    return [cases[place] for place in sorted(order[:n])]


# What makes a run another run


def _settings(lm: LM, cases, texts, constrained: bool, seed: int, limits: dict, label: str) -> dict:
    return {
        "version": VERSION,
        "model": label,
        "weights": _digest_weights(lm.model),
        "dtype": str(next(lm.model.parameters()).dtype).removeprefix("torch."),
        "cases": {name: sum(case["category"] == name for case in cases) for name in limits},
        "seed": seed,
        "prompts": hashlib.sha256(json.dumps(texts).encode()).hexdigest()[:16],
        "constrained": constrained,
        "max_new_tokens": limits,
    }


def _prompts(cases: list[dict]) -> list[str]:
    return [render(case["messages"], case["tools"], add_generation_prompt=True) for case in cases]


def _digest_weights(model: torch.nn.Module) -> str:
    """A name for the weights as they are now: a model that was trained on is another one under the same name."""
    digest = hashlib.sha256()
    for name, weight in model.named_parameters():
        digest.update(f"{name} {tuple(weight.shape)}".encode())
        digest.update(weight.detach().cpu().contiguous().reshape(-1).view(torch.uint8).numpy())
    return digest.hexdigest()[:16]


def _folder_name(settings: dict) -> str:
    key = hashlib.sha256(json.dumps(settings, sort_keys=True).encode()).hexdigest()[:12]
    name = "".join(letter if letter.isalnum() or letter in "-._" else "-" for letter in Path(settings["model"]).name)
    return f"{name[:60]}-{key}"


# The work, cut into portions


def _ask(lm: LM, todo: list[tuple[dict, str]], keep: Callable, constrained: bool, batch_size: int, limit: int) -> None:
    """Have each (case, prompt) answered, the longest first: what does not fit into memory shows at once."""
    lengths = {case["id"]: len(lm.tokenizer(text, add_special_tokens=False)["input_ids"]) for case, text in todo}
    cases = sorted((case for case, _ in todo), key=lambda case: -lengths[case["id"]])
    for start in range(0, len(cases), TOGETHER):
        size = _fitting(lengths[cases[start]["id"]] + limit, batch_size)
        portions: dict[bool, list[dict]] = {True: [], False: []}
        for case in cases[start : start + TOGETHER]:
            portions[constrained and matcher_of(lm, case["tools"]) is not None].append(case)
        for held, part in portions.items():
            options = {"constrained": held, "max_new_tokens": limit, "batch_size": size, "end_loops": True}
            messages, tools = [case["messages"] for case in part], [case["tools"] for case in part]
            generate(
                lm, messages, tools, on_done=lambda i, text, part=part, held=held: keep(part[i], text, held), **options
            )


def _fitting(length: int, batch_size: int) -> int:
    """The batch size for rows of so many tokens: the cache of a batch grows with its size times its length."""
    return max(1, min(batch_size, batch_size * FULL_BATCH // length))


def _row(case: dict, text: str, held: bool) -> dict:
    verdict = check_text(case["function"], text, case["ground_truth"], case["category"])
    row = {"id": case["id"], "category": case["category"], "constrained": held}
    return {**row, "kind": verdict.kind, "message": verdict.message, "text": text}
