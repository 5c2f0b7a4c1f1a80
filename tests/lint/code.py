"""Fixtures of the rules on code."""

from .table import add_code, bad, good


@bad("code-parses", "source-compiles", "ruff")
def a_sketch_in_a_code_cell(course):
    course.swap('print(f"{MODE}: {add(2, 3)}")', "for each call: run it")


@good("code-parses")
def a_magic_that_only_measures(course):
    add_code(course, "# %timeit add(2, 3)")


@bad("parameters")
def two_cells_with_parameters(course):
    course.cell("pick(MODE").metadata["tags"] = ["parameters"]


@bad("parameters")
def a_computed_parameter(course):
    course.swap("SEED = 0", "SEED = int('0')")


@bad("parameters")
def code_among_the_parameters(course):
    course.swap("SEED = 0", "print(1)")


@bad("parameters")
def another_default_mode(course):
    course.swap('MODE = "auto"', 'MODE = "fast"')


@good("parameters")
def literals_of_every_kind(course):
    course.swap("SEED = 0", "SEED: int = -1\nSIZES = [1, 2]\nNAMES = {'a': None}  # one of each")


@bad("mode-branches")
def an_if_on_the_mode(course):
    add_code(course, 'if MODE == "fast":\n    add(1, 1)')


@bad("mode-branches")
def the_mode_under_another_name(course):
    add_code(course, "mine = MODE")


@bad("mode-branches")
def a_table_by_mode(course):
    add_code(course, 'add({"fast": 1}.get(MODE, 2), 1)')


@bad("mode-branches")
def a_pick_that_hands_out_the_mode(course):
    course.swap("fast=2, cpu=4, gpu=8", 'fast="fast", cpu="cpu", gpu="gpu"')


@good("mode-branches")
def a_second_pick(course):
    add_code(course, 'size = pick(MODE, fast="small", cpu="large", gpu="large")\nprint(MODE, f"{MODE}")')


@bad("code-length")
def twenty_six_lines(course):
    add_code(course, "\n".join(f"add({n}, {n})" for n in range(25)))


@good("code-length")
def twenty_five_lines_and_blanks(course):
    add_code(course, "\n\n".join(f"add({n}, {n})" for n in range(24)))


@bad("shell")
def a_bang(course):
    add_code(course, "# !ls")


@bad("shell")
def a_bang_that_is_assigned(course):
    add_code(course, "# files = !ls")


@bad("shell")
def percent_pip(course):
    add_code(course, "# %pip install tqdm")


@bad("shell")
def a_bash_cell(course):
    course.swap("# %%\nadd(2, 3)\n", '# %%\nadd(2, 3)\n\n# %% language="bash"\n# ls\n')


@bad("shell")
def os_system(course):
    add_code(course, 'import os\n\nos.system("true")')


@bad("shell")
def pip_by_subprocess_under_another_name(course):
    add_code(course, 'import subprocess as sp\nimport sys\n\nsp.run([sys.executable, "-m", "pip", "list"], check=True)')


@good("shell")
def a_bang_in_a_string_and_a_harmless_subprocess(course):
    add_code(course, 'import subprocess\n\nsubprocess.run(["true"], check=True)\nprint("""\n!ls\n%pip install x\n""")')


@bad("quitters")
def input_(course):
    add_code(course, 'input("Your name? ")')


@bad("quitters")
def sys_exit(course):
    add_code(course, "import sys\n\nsys.exit(0)")


@bad("quitters")
def exit_from_sys(course):
    add_code(course, "from sys import exit as leave\n\nleave()")


@bad("quitters")
def os_exit(course):
    add_code(course, "import os\n\nos._exit(0)")


@bad("quitters")
def raise_system_exit(course):
    add_code(course, "if add(2, 2) == 5:\n    raise SystemExit(0)")


@good("quitters")
def a_function_of_that_name_in_a_string(course):
    add_code(course, 'print("sys.exit(0)")')


@bad("raises-exception")
def the_tag(course):
    course.swap("# %%\nadd(2, 3)", '# %% tags=["raises-exception"]\nadd(2, 3)')


@bad("progress-bars", "imports", "ruff")
def tqdm_auto(course):
    add_code(course, "from tqdm.auto import tqdm")


@bad("progress-bars", "imports", "ruff")
def tqdm_notebook(course):
    add_code(course, "import tqdm.notebook")


@bad("imports")
def a_package_that_is_not_declared(course):
    add_code(course, "import seaborn\n\nseaborn.set()")


@bad("imports")
def a_package_that_only_came_along(course):
    add_code(course, "import hypothesis\n\nhypothesis.seed(1)")


@bad("imports")
def a_relative_import(course):
    add_code(course, "from . import mine\n\nmine.add(2, 3)")


@good("imports")
def a_dependency_by_its_import_name(course):
    add_code(course, "import os.path as p\n\nimport google\nimport torch.nn.functional as F\n\nprint(p.sep, F.relu)")
    course.swap("import google\n", "")


@bad("widget-twin")
def a_widget_alone(course):
    course.swap("# %%\nadd(2, 3)\n", "# %%\nprint(2 + 3)\n")


@bad("widget-twin")
def a_button_whose_handler_is_never_called(course):
    course.swap(
        "# %%\nadd(2, 3)\n",
        "# %%\nimport ipywidgets\n\nbutton = ipywidgets.Button()\nbutton.on_click(print)\n\n# %%\nadd(2, 3)\n",
    )
    course.swap("show.interact(add, a=2, b=3)", "show.note(add)")


@good("widget-twin")
def a_chat_widget_that_is_driven_by_name(course):
    course.swap("show.interact(add, a=2, b=3)", "chat = show.chat_widget(add)")
    course.swap("# %%\nadd(2, 3)\n", '# %%\nchat.ask("What is 2 + 3?")\n')


@good("widget-twin")
def a_decorated_function(course):
    course.swap("show.interact(add, a=2, b=3)", "@show.interact(a=2)\ndef plus(a):\n    return add(a, 1)")
    course.swap("# %%\nadd(2, 3)\n", "# %%\nplus(2)\n")
