"""Our verdicts are the official checker's, case by case: on every right answer, and on a hundred spoilings of each.

The official package is fetched into the cache the way our assets are, never installed, and run in a process of its
own (`tests.bfcl_official`, which says what is cut off from it: the list of the leaderboard's models, nothing else).

Where the official checker crashes, as it does on some calls that no schema allows, ours must say that they are wrong.
The kind of a verdict is compared too, except where one of several calls fits no answer: the official checker then lists
every attempt, ours names the likeliest.
"""

import json
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from fcall_helpers import assets
from fcall_helpers.bfcl import KINDS, check_calls, load_bfcl
from fcall_helpers.bfcl.categories import LEADERBOARD
from fcall_helpers.tools import ToolCall
from tests import bfcl_official
from tests.bfcl_cases import right_calls, spoiled

TREE = "d87c387dd5457c3e84ab12eb97c68ee385dd6eb1f4f14dc249c42c828fab32fd"
MEANINGS = {
    "right": ("right",),
    "wrong_count": ("no_call", "missing_call", "extra_call"),
    "wrong_func_name": ("wrong_tool",),
    "missing_": ("missing_argument",),
    "unexpected_param": ("unexpected_argument",),
    "type_error": ("wrong_type",),
    "value_error": ("wrong_value",),
    "dict_checker:unclear": ("wrong_value",),
    "cannot_find_match": ("wrong_tool", "missing_argument", "unexpected_argument", "wrong_type", "wrong_value"),
}
SCORED = [category for category in LEADERBOARD if "relevance" not in category]


@pytest.fixture(scope="module")
def official() -> Path:
    """The folder that holds the official package."""
    whole = replace(assets.ASSETS["bfcl"], member="bfcl_eval/", tree=TREE)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(assets.ASSETS, "bfcl-checker", whole)
        return assets.asset("bfcl-checker").parent


def official_verdicts(folder: Path, category: str, cases: list) -> list[str]:
    """What it says of each (row, calls), see `bfcl_official`. -B: a cached module would damage the asset."""
    lines = [json.dumps([row, [[call["name"], call["arguments"]] for call in calls]]) for row, calls in cases]
    command = [sys.executable, "-B", bfcl_official.__file__, str(folder), category]
    done = subprocess.run(command, input="\n".join(lines), capture_output=True, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def possible_kinds(said: str) -> tuple[str, ...]:
    """Which kinds of ours an official verdict allows."""
    if said.startswith("crash: "):
        return tuple(kind for kind in KINDS if kind != "right")
    return next(kinds for part, kinds in MEANINGS.items() if part in said)


def differences(rows: list[dict], cases: list, official: list[str]) -> list[str]:
    found = []
    for (at, calls), theirs in zip(cases, official, strict=True):
        row, made = rows[at], [ToolCall(**call) for call in calls]
        ours = check_calls(row["function"], made, row["ground_truth"], row["category"])
        if ours.kind not in possible_kinds(theirs) or ours.ok != (theirs == "right"):
            found.append(f"{row['id']}: we say {ours}, they say {theirs}: {calls}")
    return found


@pytest.mark.parametrize("category", SCORED)
def test_every_right_answer_has_the_official_verdict(category, official):
    rows = load_bfcl(category)
    cases = [(at, right_calls(row)) for at, row in enumerate(rows)]
    theirs = official_verdicts(official, category, cases)
    assert theirs.count("right") >= 0.85 * len(rows)
    assert differences(rows, cases, theirs) == []


@pytest.mark.parametrize("category", SCORED)
def test_every_spoiled_answer_has_the_official_verdict(category, official):
    rows = load_bfcl(category)
    named = [(how, (at, calls)) for at, row in enumerate(rows) for how, calls in spoiled(row)]
    cases = [case for _, case in named]
    theirs = official_verdicts(official, category, cases)
    assert differences(rows, cases, theirs) == []
    wrong = Counter(how for (how, _), verdict in zip(named, theirs, strict=True) if verdict != "right")
    assert min(Counter(at for at, _ in cases).values()) >= 6 and len(wrong) >= 12
    assert theirs.count("right") > len(rows)  # some ways of spoiling are allowed: they too must be


def test_our_rows_are_the_official_ones(official):
    for category in SCORED:
        folder, name = official / "bfcl_eval" / "data", f"BFCL_v4_{category}.json"
        theirs = zip(
            bfcl_official.read(folder / name), bfcl_official.read(folder / "possible_answer" / name), strict=True
        )
        kept = [
            {key: row[key] for key in ("id", "question", "function", "ground_truth")} for row in load_bfcl(category)
        ]
        assert kept == [{**question, **answer} for question, answer in theirs]
