"""The table of rules, and the function that runs them all over one notebook."""

import json
import tomllib
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import nbformat
from nbformat import NotebookNode

ROOT = Path(__file__).resolve().parents[2]

Check = Callable[[NotebookNode, Path, Path | None], list[str]]


@dataclass(frozen=True)
class Rule:
    """One promise: ``check(nb, path, source)`` lists what breaks it; ``says`` is the promise in a line."""

    id: str
    says: str
    check: Check


RULES: dict[str, Rule] = {}


def rule(rule_id: str) -> Callable[[Check], Check]:
    """Register the decorated function as the rule ``rule_id``; its docstring's first line is the promise."""

    def register(check: Check) -> Check:
        if rule_id in RULES:
            raise ValueError(f"rule {rule_id!r} is registered twice")
        RULES[rule_id] = Rule(rule_id, (check.__doc__ or "").strip().splitlines()[0], check)
        return check

    return register


def lint(path: Path, rule_ids: Collection[str] | None = None) -> list[str]:
    """Every violation in one notebook, as ``[rule-id] cell 4 (its id): what is wrong and what would be right``.

    All rules look at it, or those in ``rule_ids``.

    The source is looked for beside the notebook, in ``src/<same name>.py``. A file that is not a notebook of format 4.5
    is reported as that alone: the other rules would only stumble over it.
    """
    try:
        nb = nbformat.v4.reads(path.read_text(encoding="utf-8"))  # as it stands: nbformat.read() would repair ids
    except (ValueError, KeyError, AttributeError) as error:
        return [f"[nbformat] {path.name} is not a notebook of format 4: {error!r}"]
    source = path.parent / "src" / f"{path.stem}.py"
    source = source if source.is_file() else None
    broken = RULES["nbformat"].check(nb, path, source)
    if broken:
        return [f"[nbformat] {message}" for message in broken]
    asked = [r for r in RULES.values() if rule_ids is None or r.id in rule_ids]
    return [f"[{r.id}] {message}" for r in asked for message in r.check(nb, path, source)]


@cache
def project() -> dict:
    """The parsed ``pyproject.toml``."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def as_json(value: object) -> str:
    """JSON text with the characters left readable, for searching."""
    return json.dumps(value, ensure_ascii=False, default=str)
