"""Making, checking, mining and splitting training examples.

`make_dataset` draws rows from types, actions and phrases; `verify` says what is wrong with a row; `mine_calls` finds
rows in the packages that are installed. They are imported when first asked for, since each brings much along and a
worker process needs only its own.
"""

from importlib import import_module

HOMES = {
    "card": "cards",
    "make_dataset": "making",
    "measure": "cards",
    "read_rows": "making",
    "verify": "verifying",
    "count_reasons": "verifying",
    "mine_calls": "mining",
}

__all__ = ["card", "count_reasons", "make_dataset", "measure", "mine_calls", "read_rows", "verify"]


def __getattr__(name: str):
    if name not in HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{HOMES[name]}"), name)
