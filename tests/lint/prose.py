"""Fixtures of the rules on prose, links and spelling."""

from .healthy import FILLER
from .table import bad, good

CODE_THRICE = "# %%\nadd(1, 1)\n\n" * 3 + "# %% [markdown]\n# ## What you learned"


@bad("prose-share")
def four_code_cells_in_a_row(course):
    course.swap("# %%\nadd(2, 3)\n", "# %%\nadd(2, 3)\n\n# %%\nadd(3, 4)\n\n# %%\nadd(4, 5)\n")


@bad("prose-share")
def little_prose_for_much_code(course):
    course.swap("# %%\nadd(2, 3)\n", "# %%\nadd(2, 3)\n\n# %% [markdown]\n# So:\n\n" + "# %%\nadd(1, 1)\n\n" * 3)
    for _ in range(20):
        course.swap("# %% [markdown]\n# ## What you learned", "# %% [markdown]\n# So:\n\n" + CODE_THRICE)


@bad("prose-length")
def too_few_words(course):
    course.swap(FILLER.strip(), "Few words.")


@bad("prose-length")
def too_many_words(course):
    course.swap(FILLER.strip(), (FILLER * 3).strip())


@bad("prose-length")
def words_that_are_code_or_solutions(course):
    words = FILLER.strip()
    fold = f"<details>\n#\n# {words}\n#\n# </details>\n#\n# ```text\n# {words}\n# ```"
    course.swap(FILLER.strip(), fold)


@bad("links")
def a_link_to_nowhere(course):
    course.swap("(06_line.png)", "(06_curve.png)")


@bad("links")
def a_link_from_the_root(course):
    course.swap("Read on below", "[Read on](/notebooks/06_before.ipynb) below")


@good("links")
def links_that_leave_and_links_in_code(course):
    course.swap("Read on below", "[PyPI](https://pypi.org), <a href='06_line.png'>it</a>, `[x](y)`, $f[i](x)$")


@bad("anchors")
def an_anchor_without_a_heading(course):
    course.swap("(#Sizes)", "(#Colours)")


@bad("anchors")
def an_anchor_without_a_heading_next_door(course):
    course.swap("#what-comes-after", "#what-came-before")


@bad("neighbours")
def no_link_to_the_next_notebook(course):
    course.swap("[the notebook after](08_after.ipynb#what-comes-after)", "the notebook after")


@bad("neighbours")
def no_link_to_the_notebook_before(course):
    course.swap("[the notebook before](06_before.ipynb)", "the notebook before")


@bad("spelling")
def a_misspelt_word(course):
    course.swap("A function adds.", "A function adds, and " + "teh" + " model calls it.")


@good("spelling")
def a_misspelt_word_in_code(course):
    course.swap("A function adds.", "A function adds: `" + "teh" + "` is a token.")
