"""Texts of a run without a grammar that the same run with one would write as well, so that nobody need decode them.

Greedy decoding takes the likeliest token, under a grammar the likeliest that is allowed. Where the likeliest was
allowed at every step, the two write the same text. A model that calls well is hardly ever held back, one that never
calls never.
"""

from pathlib import Path

import llguidance

from fcall_helpers.bfcl.runs import read_run
from fcall_helpers.decoding import grammars
from fcall_helpers.grammar import GrammarError
from fcall_helpers.models import LM

CALL = "<tool_call>"


def read_drafts(folder: str | Path, settings: dict) -> dict[str, str]:
    """The texts of a finished run, by case, which has these settings but for the grammar.

    Raises ``ValueError`` for a folder without such a run, and where ``settings`` are those of a run without a grammar.
    """
    if not settings["constrained"]:
        raise ValueError("drafts: only a constrained run can take over the texts of another")
    other, rows = read_run(Path(folder))
    wanted = {**settings, "constrained": False}
    if differs := [name for name in {**wanted, **other} if wanted.get(name) != other.get(name)]:
        raise ValueError(f"drafts: {folder} holds a run of other settings ({', '.join(differs)})")
    return {row["id"]: row["text"] for row in rows}


def would_stand(lm: LM, tools: list[dict], text: str, limit: int) -> bool:
    """Whether the grammar of these tools lets a greedy text of at most ``limit`` tokens be as it is."""
    matcher = matcher_of(lm, tools)
    if matcher is None:
        return False
    tokens = lm.tokenizer(text, add_special_tokens=False)["input_ids"]
    # In the second half of the budget a call may have been cut short to be whole: it is decoded again.
    if CALL in text and len(tokens) > limit // 2:
        return False
    return not tokens or (matcher.try_consume_tokens(tokens) == len(tokens) and matcher.is_accepting())


def matcher_of(lm: LM, tools: list[dict]) -> llguidance.LLMatcher | None:
    """The grammar of a case's calls at its beginning; None where no grammar can express the tools."""
    try:
        return grammars(lm).matcher(tools, tool_choice="auto", parallel=True)
    except GrammarError:
        return None
