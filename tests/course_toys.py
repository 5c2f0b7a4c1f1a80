"""Toy courses for the tests of ``fcall_helpers.course``: sources in a temporary folder, no model needed."""

from pathlib import Path
from types import SimpleNamespace

README = "# Toy\n\n<!-- notebooks -->\n<!-- /notebooks -->\n\nafter\n"

HEAD = """\
# %% [markdown]
# # {number} · {title}
#
# - **You will be able to** see {title} | run.
# - **Minutes:** 7

# %% tags=["parameters"]
MODE = "auto"
N = 3

"""


def write_toys(root: Path, **bodies: str) -> Path:
    """A course in `root`: ``good_00="..."`` becomes notebooks/src/00_good.py with the usual head and this body."""
    (root / "notebooks" / "src").mkdir(parents=True, exist_ok=True)
    if not (root / "README.md").exists():
        (root / "README.md").write_text(README, encoding="utf-8")
    for name, body in bodies.items():
        title, _, number = name.rpartition("_")
        source = HEAD.format(number=number, title=title.capitalize()) + body
        (root / "notebooks" / "src" / f"{number}_{title}.py").write_text(source, encoding="utf-8")
    return root


def _check_01a(loss_fn, labels, tolerance=1e-3):
    raise NotImplementedError  # only the signature matters here


def _check_01b(parse, *, text):
    raise NotImplementedError


toy_checks = SimpleNamespace(check_01a=_check_01a, check_01b=_check_01b)
