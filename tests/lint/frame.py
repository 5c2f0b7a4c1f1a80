"""Fixtures of the rules on the frame: format, ids, first and last cells, metadata, the tie to the source."""

from nbformat import v4

from .table import bad, good, printed


@bad("nbformat")
def two_cells_with_one_id(course):
    course.nb.cells[3].id = course.nb.cells[2].id


@bad("nbformat")
def a_cell_of_no_known_type(course):
    course.nb.cells[3].cell_type = "diagram"


@bad("nbformat")
def format_4_4(course):
    course.nb.nbformat_minor = 4


@bad("cell-ids")
def a_random_id(course):
    course.nb.cells[3].id = "4f1c22aa"


@good("cell-ids")
def ids_that_start_with_the_number(course):
    for position, cell in enumerate(course.nb.cells):
        cell.id = f"07_healthy_{position}"


@bad("kernelspec")
def the_kernel_of_one_machine(course):
    course.nb.metadata.kernelspec.name = "my-venv"


@bad("first-cell")
def no_title(course):
    course.swap("# # 07 · A healthy notebook\n#\n", "")


@bad("first-cell")
def no_minutes(course):
    course.swap("**Minutes:** 10", "It takes a while.")


@bad("first-cell")
def minutes_without_a_number(course):
    course.swap("**Minutes:** 10", "**Minutes:** a few")


@bad("first-cell")
def a_badge_to_another_notebook(course):
    course.nb.cells[0].source = course.nb.cells[0].source.replace("notebooks/07_healthy", "notebooks/06_before")


@bad("first-cell")
def a_badge_to_a_fork(course):
    course.nb.cells[0].source = course.nb.cells[0].source.replace("/github/", "/github/somebody/")


@bad("one-title")
def a_second_title(course):
    course.swap("# ## One function", "# # One function")


@bad("setup-cell", "in-step")
def setup_without_its_mark(course):
    course.nb.cells[1].source = "import sys"


@bad("setup-cell", "counts")
def setup_in_third_place(course):
    course.nb.cells[1], course.nb.cells[3] = course.nb.cells[3], course.nb.cells[1]


@bad("slide-types")
def no_slide_type(course):
    del course.nb.cells[4].metadata["slideshow"]


@bad("slide-types")
def a_slide_type_of_the_wrong_kind(course):
    course.swap('"slide_type": "subslide"', '"slide_type": "sub-slide"')


@bad("ending")
def no_what_you_learned(course):
    course.swap("# ## What you learned", "# ## In short")


@bad("ending")
def a_section_after_next(course):
    course.swap("#what-comes-after).", "#what-comes-after).\n#\n# ## An afterthought")


@good("ending")
def longer_headings(course):
    course.swap("# ## Exercises", "# ## Exercises (20 minutes)")
    course.swap("# ## Next", "# ## Next: after this")


@bad("notebook-size")
def a_megabyte_of_output(course):
    printed(course, "0123456789" * 60_000)


@bad("clean-metadata")
def execution_times(course):
    course.cell("def add").metadata["execution"] = {"iopub.execute_input": "2026-11-21T10:00:00"}


@bad("clean-metadata")
def papermills_notes(course):
    course.nb.metadata["papermill"] = {"duration": 3.2}


@bad("clean-metadata", "in-step", "counts", "prose-share")
def an_injected_cell(course):
    cell = v4.new_code_cell("# Parameters\nMODE = 'cpu'", id="07_healthy-x")
    cell.metadata = {"tags": ["injected-parameters"], "slideshow": {"slide_type": "skip"}}
    course.nb.cells.insert(4, cell)
    course.nb.cells.insert(5, v4.new_code_cell("2", id="07_healthy-y", metadata=cell.metadata))


@bad("clean-metadata")
def widget_state(course):
    course.nb.metadata["widgets"] = {"application/vnd.jupyter.widget-state+json": {"state": {}}}


@bad("fresh")
def an_older_source(course):
    course.nb.metadata.fcall.source = "0" * 64


@bad("fresh")
def built_in_fast_mode(course):
    course.nb.metadata.fcall.mode = "fast"


@bad("fresh")
def no_build_record_of_seconds_and_versions(course):
    course.nb.metadata.fcall = {"source": "", "mode": "cpu"}


@bad("fresh")
def over_its_budget(course):
    course.nb.metadata.fcall.seconds = {"cpu": 601.0, "fast": 20.0}


@bad("in-step")
def code_edited_in_the_notebook(course):
    course.cell("def add").source += "\nadd(3, 4)"


@bad("in-step")
def prose_edited_in_the_notebook(course):
    cell = course.cell("One function")
    cell.source = cell.source.replace("Read on below", "Read on here")


@bad("in-step")
def a_solution_edited_in_the_notebook(course):
    cell = course.cell("<details>")
    cell.source = cell.source.replace("add(a, a)", "2 * a")
