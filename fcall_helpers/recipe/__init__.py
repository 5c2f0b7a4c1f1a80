"""The course's own recipe: the rows, the settings and the development score behind ``fcall train`` and its adapter.

The rows are generated (`data`), eight behind one block of tools; none is of the benchmark. The score is the share of
right calls in the sets that the leaderboard no longer counts, and of right refusals in our own dev split: what the
leaderboard counts is for reporting alone.

A file each: `choices` (rows and settings), `scoring` (the development score), `cli` (``fcall train``), `shipping`
(``fcall ship``: an adapter of a run, and its card).
"""

from importlib import import_module

HOMES = {
    "config_of": "choices",
    "make_rows": "choices",
    "dev_score": "scoring",
    "dev_shares": "scoring",
    "ship": "shipping",
}

__all__ = ["config_of", "dev_score", "dev_shares", "make_rows", "ship"]


def __getattr__(name: str):
    if name not in HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{HOMES[name]}"), name)
