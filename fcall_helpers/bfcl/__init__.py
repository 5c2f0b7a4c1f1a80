"""The Berkeley Function Calling Leaderboard (BFCL v4): its data, its checker, and reports of how good a model is.

`load_bfcl` reads a category, `check_calls` says whether calls are right and if not why, `evaluate` runs a model and
gives a `Report`, `compare` tells whether two models differ. The checker's verdicts are those of the official package,
`bfcl-eval` (Patil et al. 2025, https://gorilla.cs.berkeley.edu/leaderboard.html), which is never installed beside us.

A file each: `categories`, `loading` and `schemas` (the data), `answers` (its right answers, and the calls they spell
out), `checking` (verdicts), `values` (one argument against its answers), `literals` (values written in Java or
JavaScript), `faults` (the benchmark's own wrong answers); `evaluating` and `runs` (a model's answers, kept on disk),
`reporting`, `statistics` and `published` (what they show), `cli` (`fcall eval`).
"""

from importlib import import_module

HOMES = {
    "CATEGORIES": "categories",
    "load_bfcl": "loading",
    "reference_calls": "answers",
    "find_faults": "faults",
    "KINDS": "checking",
    "Verdict": "checking",
    "check_calls": "checking",
    "check_text": "checking",
    "Report": "reporting",
    "compare": "statistics",
    "evaluate": "evaluating",
}

__all__ = [
    "CATEGORIES",
    "KINDS",
    "Report",
    "Verdict",
    "check_calls",
    "check_text",
    "compare",
    "evaluate",
    "find_faults",
    "load_bfcl",
    "reference_calls",
]


def __getattr__(name: str):
    if name not in HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{HOMES[name]}"), name)
