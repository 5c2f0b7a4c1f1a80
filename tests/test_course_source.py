"""Percent script -> notebook: what authors write and what the build adds. No kernel starts here."""

import re
import subprocess
import sys
import types
from pathlib import Path

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fcall_helpers import course
from fcall_helpers.course import layout
from fcall_helpers.course.exercises import has_tag
from fcall_helpers.course.setup_cell import setup_source
from fcall_helpers.course.source import default_slide_type, make_notebook
from tests.course_toys import toy_checks, write_toys

EXERCISE = """\
# %%
from fcall_helpers import checks

# %% tags=["exercise"] check="01a"
def loss_fn(logits): ...

# %% tags=["solution"]
def loss_fn(logits):
    return logits.sum()
"""


def sources(notebook):
    return [cell.source for cell in notebook.cells]


def tagged(notebook, tag):
    return [cell for cell in notebook.cells if has_tag(cell, tag)]


# --- modes -----------------------------------------------------------------------------------------------------------


def test_pick_chooses_by_mode():
    sizes = {"fast": 1, "cpu": 2, "gpu": 3}
    assert [course.pick(mode, **sizes) for mode in ("fast", "cpu", "gpu")] == [1, 2, 3]


@pytest.mark.parametrize(("available", "expected"), [(True, "gpu"), (False, "cpu")])
def test_auto_asks_torch(monkeypatch, available, expected):
    import torch

    monkeypatch.setattr(torch.cuda, "is_available", lambda: available)
    assert course.resolve_mode("auto") == expected
    assert course.pick("auto", fast="f", cpu="cpu", gpu="gpu") == expected


@pytest.mark.parametrize("call", [course.resolve_mode, lambda mode: course.pick(mode, fast=1, cpu=2, gpu=3)])
def test_unknown_mode_names_it_and_the_four(call):
    with pytest.raises(ValueError, match="'quick'.*'auto', 'fast', 'cpu', 'gpu'"):
        call("quick")


def test_importing_pick_imports_nothing_heavy():
    code = (
        "import sys; from fcall_helpers.course import pick; pick('fast', fast=1, cpu=2, gpu=3);"
        "print({'torch', 'papermill', 'jupytext', 'nbformat', 'psutil'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_lazy_names_resolve_and_unknown_ones_do_not():
    assert callable(course.build) and callable(course.run_notebooks) and callable(course.is_stale)
    with pytest.raises(AttributeError, match="bild"):
        course.bild  # noqa: B018


# --- names -----------------------------------------------------------------------------------------------------------


def test_names_match_by_number_slug_or_path_in_course_order(tmp_path):
    root = write_toys(tmp_path, start_here_00="", next_01="", late_12="")
    assert layout.select(root, ["12", "0"]) == ["00_start_here", "12_late"]
    assert layout.select(root, ["00", "00_start_here", "notebooks/src/01_next.py"]) == ["00_start_here", "01_next"]
    assert layout.select(root) == layout.select(root, []) == ["00_start_here", "01_next", "12_late"]


@pytest.mark.parametrize("name", ["7", "start", "", "1x", "²"])
def test_unknown_notebook_names_it_and_the_known(tmp_path, name):
    root = write_toys(tmp_path, start_here_00="", next_01="")
    with pytest.raises(ValueError, match=re.escape(f"{name!r}; there is 00_start_here, 01_next")):
        layout.select(root, [name])


def test_one_string_is_not_a_list_of_names(tmp_path):
    with pytest.raises(TypeError, match="names"):
        layout.select(write_toys(tmp_path, a_00=""), "00")


def test_a_folder_without_notebooks_is_refused(tmp_path):
    with pytest.raises(ValueError, match="root: no notebooks/"):
        layout.find_root(tmp_path)


# --- head, badge, setup, navigation ----------------------------------------------------------------------------------


def test_the_frame_is_added(tmp_path):
    root = write_toys(tmp_path, first_00="", middle_01="# %%\n1 + 1\n", last_02="")
    notebook = make_notebook("01_middle", root)
    lines = notebook.cells[0].source.splitlines()
    assert lines[0] == "# 01 · Middle"
    assert lines[2].startswith("[![Open In Colab](https://colab.research.google.com/assets/colab-badge.svg)]")
    assert lines[2].endswith("/blob/main/notebooks/01_middle.ipynb)") and "able to" in lines[4]
    assert notebook.cells[1].source.startswith("# @title Setup")
    assert notebook.cells[-1].source == "[← 00 First](00_first.ipynb) · [02 Last →](02_last.ipynb)"
    assert notebook.metadata.kernelspec.name == "python3" and notebook.metadata.language_info.name == "python"
    assert "jupytext" not in notebook.metadata and not any("lines_to_next_cell" in c.metadata for c in notebook.cells)


def test_navigation_links_only_to_sources_that_exist(tmp_path):
    root = write_toys(tmp_path, first_00="")
    assert "](" not in make_notebook("00_first", root).cells[-1].source
    write_toys(root, far_05="")
    assert make_notebook("00_first", root).cells[-1].source == "[05 Far →](05_far.ipynb)"
    assert make_notebook("05_far", root).cells[-1].source == "[← 00 First](00_first.ipynb)"


def test_the_badge_follows_pyproject(tmp_path):
    root = write_toys(tmp_path, a_00="")
    toml = '[project]\ndependencies = ["torch>=2", "gguf >= 0.17"]\n[project.urls]\nRepository = "https://github.com/me/it/"\n'
    (root / "pyproject.toml").write_text(toml)
    assert layout.colab_url(root, "00_a").endswith("/github/me/it/blob/main/notebooks/00_a.ipynb")
    assert '"https://github.com/me/it"' in setup_source(root)


def test_setup_does_nothing_at_home(tmp_path):
    before = dict(sys.modules), list(sys.path)
    exec(compile(setup_source(tmp_path), "setup", "exec"), {})
    assert (dict(sys.modules), list(sys.path)) == before
    assert len(setup_source(tmp_path).splitlines()) <= 25


def test_setup_on_colab_clones_and_hands_over(tmp_path, monkeypatch):
    import fcall_helpers.course.setup_cell as room

    source, commands, handed = compile(setup_source(tmp_path), "setup", "exec"), [], []
    monkeypatch.setitem(sys.modules, "google.colab", types.ModuleType("google.colab"))
    monkeypatch.setattr(sys, "path", list(sys.path))
    monkeypatch.setattr(subprocess, "run", lambda command: commands.append(command))
    monkeypatch.setattr(room, "setup_colab", lambda: handed.append(sys.path[0]))
    exec(source, {})
    ((*clone, folder),) = commands
    assert clone[:2] == ["git", "clone"] and "--depth" in clone
    assert handed == [folder]


def test_colab_gets_what_is_missing_and_keeps_its_torch(tmp_path, monkeypatch):
    import fcall_helpers.course.setup_cell as room

    root, commands, there = write_toys(tmp_path, a_00=""), [], {"torch": "2.11.0+cu128", "pydantic": "2.12.0"}
    wishes = '["torch>=2", "pydantic>=2.11,<3", "llguidance>=1.9,<2", "jupyterlab>=4", "no_such_thing"]'
    (root / "pyproject.toml").write_text(f"[project]\ndependencies = {wishes}\n")

    def version(name):
        if name not in there:
            raise room.metadata.PackageNotFoundError(name)
        return there[name]

    monkeypatch.setattr(room.metadata, "version", version)
    monkeypatch.setattr(room.importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(room.subprocess, "run", lambda command, check: commands.append(command))
    monkeypatch.setattr(sys, "path", list(sys.path))
    monkeypatch.chdir(tmp_path)
    room.setup_colab(root)
    (install,) = commands
    # The torch that is there is named, so that pip finds nothing to replace.
    assert install[install.index("--quiet") + 1 :] == ["llguidance>=1.9,<2", "no_such_thing", "torch==2.11.0+cu128"]
    assert Path.cwd() == root / "notebooks"
    assert sys.path[0] == str(root)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("# # 00 · A", "# # 01 · A", "00_a: the first cell must be markdown that starts `# 00 · Title`"),
        ("# # 00 · A", "# Words", "00_a: the first cell must be markdown that starts"),
        ("**You will be able to**", "You can", r"00_a: the first cell has no line `\*\*You will be able to"),
        ("**Minutes:** 7", "**Minutes:** few", r"00_a: the first cell has no line `\*\*Minutes"),
        ('MODE = "auto"', "X = 1", "00_a: the parameters cell does not say"),
        ("N = 3", "N = = 3", "00_a: the parameters cell is not plain Python: invalid syntax"),
        ('tags=["parameters"]', "", "00_a: 0 code cells are tagged 'parameters'"),
    ],
)
def test_a_source_that_breaks_a_convention_is_named(tmp_path, old, new, message):
    root = write_toys(tmp_path, a_00="")
    path = layout.source_path(root, "00_a")
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(ValueError, match=message):
        make_notebook("00_a", root)


# --- exercises -------------------------------------------------------------------------------------------------------


def test_the_learner_gets_stub_check_and_folded_solution(tmp_path):
    root = write_toys(tmp_path, a_01=EXERCISE)
    notebook = make_notebook("01_a", root, checks=toy_checks)
    stub, check, solution = notebook.cells[-4:-1]
    assert stub.source == "def loss_fn(logits): ..." and has_tag(stub, "exercise")
    assert check.source == "checks.check_01a(loss_fn, labels)" and check.metadata.check == "01a"
    assert solution.cell_type == "markdown" and solution.source.startswith("<details><summary>Solution</summary>\n\n")
    assert "```python\ndef loss_fn(logits):\n    return logits.sum()\n```" in solution.source
    assert solution.source.endswith("</details>")


def test_with_solutions_the_solution_replaces_the_stub(tmp_path):
    root = write_toys(tmp_path, a_01=EXERCISE)
    notebook = make_notebook("01_a", root, solutions=True, checks=toy_checks)
    assert not tagged(notebook, "exercise")
    solution, check = notebook.cells[-3:-1]
    assert "return logits.sum()" in solution.source and solution.cell_type == "code"
    assert check.source == "checks.check_01a(loss_fn, labels)"


def test_keyword_only_parameters_are_passed_by_name(tmp_path):
    root = write_toys(tmp_path, a_01=EXERCISE.replace("01a", "01b"))
    assert (
        tagged(make_notebook("01_a", root, checks=toy_checks), "check")[0].source
        == "checks.check_01b(parse, text=text)"
    )


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "from fcall_helpers import checks",
            "from fcall_helpers import show",
            "01_a: .*`from fcall_helpers import checks`",
        ),
        ('tags=["solution"]', "", "01_a: the exercise in cell 4 is not followed by a cell tagged 'solution'"),
        ('tags=["exercise"] check="01a"', "", "01_a: the solution in cell 5 does not follow"),
        (' check="01a"', "", "01_a: the exercise in cell 4 has check=''"),
        ('"01a"', '"01z"', "01_a: .*no function check_01z"),
    ],
)
def test_a_broken_exercise_is_named(tmp_path, old, new, message):
    assert old in EXERCISE
    root = write_toys(tmp_path, a_01=EXERCISE.replace(old, new))
    with pytest.raises(ValueError, match=message):
        make_notebook("01_a", root, checks=toy_checks)


def test_a_check_stands_on_one_exercise(tmp_path):
    root = write_toys(tmp_path, a_01=EXERCISE + EXERCISE)
    with pytest.raises(ValueError, match='01_a: check="01a" stands on two exercises'):
        make_notebook("01_a", root, checks=toy_checks)


# --- slides and ids --------------------------------------------------------------------------------------------------


def test_slide_types_by_default_and_by_the_author(tmp_path):
    body = (
        "# %% [markdown]\n# ## Section\n\n# %% [markdown]\n# ### Part\n\n# %% [markdown]\n# words # not a heading\n\n"
        '# %%\n1 + 1\n\n# %% slide_type="notes"\n2 + 2\n\n' + EXERCISE
    )
    notebook = make_notebook("01_a", write_toys(tmp_path, a_01=body), checks=toy_checks)
    types_ = [cell.metadata.slideshow.slide_type for cell in notebook.cells]
    assert types_[:3] == ["slide", "skip", "skip"]  # title, Setup, parameters
    assert types_[3:8] == ["slide", "subslide", "fragment", "fragment", "notes"]
    assert types_[8:] == ["fragment", "fragment", "fragment", "skip", "skip"]  # import, stub, check, solution, links


def test_an_unknown_slide_type_is_refused(tmp_path):
    root = write_toys(tmp_path, a_01='# %% slide_type="slid"\n1\n')
    with pytest.raises(ValueError, match="01_a: cell 4 has slide_type='slid'"):
        make_notebook("01_a", root)


@given(st.sampled_from(["#", "##", "###", "####", "#!"]), st.text(alphabet="ab \n", max_size=8))
def test_only_headings_open_slides(mark, rest):
    cell = nbformat.v4.new_markdown_cell(f"{mark} x{rest}")
    expected = {"#": "slide", "##": "slide", "###": "subslide"}.get(mark, "fragment")
    assert default_slide_type(cell) == expected
    assert default_slide_type(nbformat.v4.new_code_cell(cell.source)) == "fragment"


def test_ids_are_stable_unique_and_valid(tmp_path):
    root = write_toys(tmp_path, **{"x" * 80 + "_01": EXERCISE, "a_00": ""})
    slug = "01_" + "x" * 80
    first, second = (make_notebook(slug, root, checks=toy_checks) for _ in range(2))
    ids = [cell.id for cell in first.cells]
    assert ids == [cell.id for cell in second.cells] and len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-zA-Z0-9-_]{1,64}", cell_id) for cell_id in ids)
    assert make_notebook("00_a", root).cells[3 - 1].id == "00_a-02"
