"""The notebook lint: what every built notebook of the course keeps, one small function a rule.

``lint(path)`` returns readable violations. The rules stand by theme: ``frame`` (cells, ids, metadata), ``code``,
``prose``, ``outputs`` and ``sources`` (the percent script, the exercises). To add a rule, write a function
``(nb, path, source) -> list[str]`` under ``@rule("its-id")`` in one of them, then its fixtures in ``tests/lint``, good
and bad: the suite fails for a rule without.

Left to readers, because no program can tell: whether a cell has one idea, and whether each number in the prose is
computed or asserted by a cell.
"""

from . import code, frame, outputs, prose, sources
from .registry import ROOT, RULES, Rule, lint, rule

__all__ = ["ROOT", "RULES", "Rule", "code", "frame", "lint", "outputs", "prose", "rule", "sources"]
