"""Building and running the notebooks of the course.

``pick`` is the one name notebooks use, so importing this package costs nothing: papermill, jupytext and torch are
imported by the functions that need them. The rest serves the ``fcall`` command line.

| file | owns |
|---|---|
| ``modes`` | the four modes, ``pick`` and the wall budgets |
| ``layout`` | where sources, notebooks and products are; notebook names; the course's address |
| ``source``, ``exercises``, ``setup_cell`` | percent script -> notebook |
| ``guard``, ``worker``, ``processes``, ``running`` | executing notebooks with papermill's traps guarded |
| ``verdict``, ``results``, ``report``, ``progress`` | what happened, and telling people |
| ``cleaning``, ``building``, ``readme`` | notebook -> committed product, README table |
| ``cli`` | ``fcall run`` and ``fcall build`` |
"""

import importlib

from .modes import MODES, pick, resolve_mode

_LAZY = {
    "build": "building",
    "is_stale": "building",
    "make_notebook": "source",
    "run_notebooks": "running",
    "setup_colab": "setup_cell",
    "Fault": "results",
    "RunResult": "results",
}

__all__ = ["MODES", "pick", "resolve_mode", *_LAZY]


def __getattr__(name: str):
    if name in _LAZY:
        return getattr(importlib.import_module(f"{__name__}.{_LAZY[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
