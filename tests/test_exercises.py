"""The proof of every exercise: the solution passes, the stub is not attempted, each wrong answer fails in its own way.

Exercises are found in ``notebooks/src``, wrong answers in ``tests/wrong_answers/NNx.py`` (percent cells, each titled by
a piece of the message it must get). A new exercise needs no change here.
"""

import ast
import inspect
from pathlib import Path

import jupytext
import pytest

from fcall_helpers import checks

ROOT = Path(__file__).parents[1]
SOURCES = sorted((ROOT / "notebooks" / "src").glob("[0-9][0-9]_*.py"))


def cells(path):
    return jupytext.read(path, fmt="py:percent").cells


def exercises():
    for source in SOURCES:
        notebook = cells(source)
        for place, cell in enumerate(notebook):
            if "exercise" in cell.metadata.get("tags", []):
                name = cell.metadata["check"]
                yield pytest.param(name, notebook[:place], cell.source, notebook[place + 1].source, id=name)


def namespace(before):
    """The imports and definitions of the cells before an exercise: all that its answers may use."""
    keep = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef)
    space = {}
    for cell in before:
        if cell.cell_type == "code" and "exercise" not in cell.metadata.get("tags", []):
            body = [node for node in ast.parse(cell.source).body if isinstance(node, keep)]
            exec(compile(ast.Module(body, []), "<notebook>", "exec"), space)
    return space


def verdict(name, before, answer):
    space = namespace(before)
    exec(compile(answer, f"<exercise {name}>", "exec"), space)
    check = getattr(checks, f"check_{name}")
    return check(*(space[parameter] for parameter in inspect.signature(check).parameters))


EXERCISES = list(exercises())


def test_every_notebook_has_three_exercises_and_every_check_is_used():
    names = [parameter.id for parameter in EXERCISES]
    for source in SOURCES:
        assert sum(name.startswith(source.name[:2]) for name in names) >= 3, source.name
    assert sorted(names) == sorted(n.removeprefix("check_") for n in dir(checks) if n.startswith("check_"))
    wrong = sorted(path.stem for path in (Path(__file__).parent / "wrong_answers").glob("*.py"))
    assert wrong == sorted(names)


@pytest.mark.parametrize(("name", "before", "stub", "solution"), EXERCISES)
def test_the_stub_is_not_attempted(name, before, stub, solution):
    assert verdict(name, before, stub).status == "not attempted"


@pytest.mark.parametrize(("name", "before", "stub", "solution"), EXERCISES)
def test_the_solution_passes(name, before, stub, solution):
    assert verdict(name, before, solution).status == "passed"


@pytest.mark.parametrize(("name", "before", "stub", "solution"), EXERCISES)
def test_wrong_answers_fail_each_with_its_own_message(name, before, stub, solution):
    wrong = [cell for cell in cells(Path(__file__).parent / "wrong_answers" / f"{name}.py") if cell.cell_type == "code"]
    messages = []
    for cell in wrong:
        with pytest.raises(checks.CheckFailed) as failure:
            verdict(name, before, cell.source)
        messages.append(str(failure.value))
        assert cell.metadata["says"] in messages[-1]
    assert len(set(messages)) == len(messages) >= 3
