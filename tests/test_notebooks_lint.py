"""Every built notebook keeps every rule of the lint; every rule passes its good fixtures and catches its bad ones."""

import re
from pathlib import Path

import pytest

from tests.lint import MUTATIONS, STEM, Course, Mutation
from tests.notebook_lint import ROOT, RULES, lint, rule

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
SOURCES = sorted((ROOT / "notebooks" / "src").glob("[0-9][0-9]_*.py"))
BAD = [mutation for mutation in MUTATIONS if mutation.breaks]
SLOW = {"ruff", "spelling"}  # they start a process: tried on the fixtures that name them
GOOD = [mutation for mutation in MUTATIONS if not mutation.breaks]


def rule_ids(violations: list[str]) -> set[str]:
    return {re.match(r"\[([\w-]+)\] \S", line)[1] for line in violations}


def mutated(mutation: Mutation, folder: Path) -> list[str]:
    """The violations of the healthy notebook after a mutation."""
    course = Course(folder)
    mutation.change(course)
    return lint(course.write(), RULES.keys() - SLOW | {mutation.rule} | mutation.breaks)


# -- the course's notebooks --------------------------------------------------------------------------------------------
def test_every_source_is_built_and_every_notebook_has_a_source():
    sources, built = {path.stem for path in SOURCES}, {path.stem for path in NOTEBOOKS}
    assert sources, "notebooks/src holds no NN_slug.py: the course has no notebooks"
    assert not sources - built, f"not built: {sorted(sources - built)}; run `fcall build` and commit the notebooks"
    assert not built - sources, f"no source in notebooks/src for: {sorted(built - sources)}"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_keeps_every_rule(path):
    violations = lint(path)
    assert not violations, f"{len(violations)} violations in {path.name}:\n" + "\n".join(violations)


# -- the rules ---------------------------------------------------------------------------------------------------------
def test_the_healthy_notebook_keeps_every_rule(tmp_path):
    assert lint(Course(tmp_path).write()) == []


@pytest.mark.parametrize("mutation", GOOD, ids=str)
def test_a_close_call_passes(mutation, tmp_path):
    assert mutated(mutation, tmp_path) == []


@pytest.mark.parametrize("mutation", BAD, ids=str)
def test_a_bad_fixture_breaks_its_rule_and_no_other(mutation, tmp_path):
    violations = mutated(mutation, tmp_path)
    assert rule_ids(violations) == mutation.breaks, "\n".join(violations)


def test_every_rule_has_a_bad_fixture_and_every_fixture_a_rule():
    caught = {mutation.rule for mutation in BAD}
    assert not RULES.keys() - caught, "rules without a @bad fixture in tests/lint"
    assert not {mutation.rule for mutation in MUTATIONS} - RULES.keys(), "fixtures of a rule that does not exist"
    assert all(mutation.breaks <= RULES.keys() for mutation in BAD)


def test_fixture_names_are_unique():
    names = [str(mutation) for mutation in MUTATIONS]
    assert len(names) == len(set(names))


def test_every_rule_says_what_it_promises():
    assert [r.id for r in RULES.values() if not r.says.endswith(".")] == []


def test_a_rule_id_is_taken_once():
    with pytest.raises(ValueError, match="'links' is registered twice"):
        rule("links")(lambda nb, path, source: [])


# -- odd files ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("text", ["", "not json", "[1, 2]", "{}", '{"nbformat": 3, "worksheets": []}'])
def test_a_file_that_is_no_notebook_is_one_violation(text, tmp_path):
    path = tmp_path / f"{STEM}.ipynb"
    path.write_text(text, encoding="utf-8")
    violations = lint(path)
    assert len(violations) == 1
    assert violations[0].startswith("[nbformat] ")


def test_a_notebook_without_a_source_is_reported(tmp_path):
    course = Course(tmp_path)
    path = course.write()
    course.source.unlink()
    assert rule_ids(lint(path)) == {"fresh"}


def test_messages_name_the_cell_and_what_would_be_right(tmp_path):
    course = Course(tmp_path)
    course.nb.cells[4].metadata.slideshow.slide_type = "page"
    (violation,) = lint(course.write())
    assert violation.startswith("[slide-types] cell 5 (07_healthy-04): slide_type is 'page': must be one of slide, ")
