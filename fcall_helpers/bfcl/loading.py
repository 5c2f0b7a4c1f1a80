"""The benchmark's rows, one category at a time."""

import json
from pathlib import Path

from fcall_helpers.assets import asset
from fcall_helpers.bfcl.answers import read_call
from fcall_helpers.bfcl.categories import DEVELOPMENT, check_category, language_of
from fcall_helpers.bfcl.schemas import to_openai


def load_bfcl(category: str) -> list[dict]:
    """The rows of a category in the benchmark's order, fresh dicts each time.

    Each row keeps what the benchmark gives it: ``id``, ``question``, ``function`` (the descriptions that the checker
    reads) and ``ground_truth``, a list with one ``{name: {argument: [alternatives]}}`` for each call that is wanted;
    "" among the alternatives means that the argument may be left out. irrelevance and relevance have the ground truth
    [], the exec sets one made from their call strings. Added are ``messages`` (the conversation so far), ``tools``
    (OpenAI schemas) and ``category``.

    Raises:
        ValueError: there is no such category; the line lists those there are.
        fcall_helpers.assets.AssetError: the benchmark is neither in the cache nor to be had.
    """
    check_category(category)
    questions, answers = _files(asset("bfcl"), category)
    truths = {row["id"]: row for row in _lines(answers)} if answers.exists() else {}
    return [_complete({**row, **truths.get(row["id"], {"ground_truth": []})}, category) for row in _lines(questions)]


def _files(folder: Path, category: str) -> tuple[Path, Path]:
    name = f"BFCL_v4_{category}.json"
    if category in DEVELOPMENT:
        return folder / "unused_datasets" / "question" / name, folder / "unused_datasets" / "possible_answer" / name
    return folder / name, folder / "possible_answer" / name


def _lines(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]


def _complete(row: dict, category: str) -> dict:
    if category in DEVELOPMENT:
        row["ground_truth"] = [read_call(text, row["function"]) for text in row["ground_truth"]]
    tools = [to_openai(function, language_of(category)) for function in row["function"]]
    return {**row, "messages": [dict(turn) for turn in row["question"][0]], "tools": tools, "category": category}
