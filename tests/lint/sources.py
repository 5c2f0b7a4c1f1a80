"""Fixtures of the rules on sources and exercises."""

from .table import add_code, bad, good


@bad("exercises")
def only_two_exercises(course):
    course.nb.cells = [cell for cell in course.nb.cells if "zero" not in cell.source and "07c" not in cell.source]
    start = course.script.index("# %% [markdown]\n# And the last one.")
    course.script = course.script[:start] + course.script[course.script.index("# %% [markdown]\n# ## Next") :]


@bad("exercises", "counts")
def a_check_taken_out(course):
    course.nb.cells = [cell for cell in course.nb.cells if "check_07b" not in cell.source]


@bad("exercises")
def the_check_of_another_notebook(course):
    course.cell("check_07b").source = "checks.check_06b(globals())"


@bad("exercises", "in-step")
def a_solution_that_is_not_folded(course):
    cell = course.cell("add(a, a)")
    cell.source = cell.source.replace("<details>", "").replace("</details>", "")


@bad("source-compiles", "ruff")
def a_solution_that_does_not_compile(course):
    course.swap("return add(a, a)", "return add(a, a")


@good("source-compiles")
def a_top_level_await(course):
    add_code(course, "import asyncio\n\nawait asyncio.sleep(0)  # noqa: F704")


@bad("source-exercises", "exercises")
def an_exercise_that_names_no_check(course):
    course.swap('tags=["exercise"] check="07b"', 'tags=["exercise"]')


@bad("source-exercises")
def a_check_named_after_another_notebook(course):
    course.swap('check="07b"', 'check="06b"')
    course.cell("check_06b").source = "checks.check_07b(globals())"


@bad("source-exercises")
def two_exercises_with_one_check(course):
    course.swap('check="07b"', 'check="07a"')


@bad("source-exercises", "exercises")
def a_solution_far_from_its_exercise(course):
    course.swap('# %% tags=["solution"]\ndef double', '# %% [markdown]\n# Try.\n\n# %% tags=["solution"]\ndef double')


@bad("ruff")
def an_unused_import(course):
    add_code(course, "import json")


@bad("ruff")
def a_name_that_nobody_made(course):
    add_code(course, "print(total)")
