"""``build``: what is committed, what is refused, and when it is out of date."""

import json

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from fcall_helpers.course import build, building, is_stale
from fcall_helpers.course.cleaning import UncleanError, clean
from fcall_helpers.course.cli import build as build_command
from fcall_helpers.course.readme import check_markers, refresh_table
from tests.course_toys import README, write_toys

GOOD = """\
# %%
import ipywidgets as widgets
from IPython.display import display
slider = widgets.IntSlider(value=4)
display(slider)

# %%
print("one")
print("two", MODE, flush=True)
print("three")

# %%
6 * 7
"""

TOYS = {
    "good_00": GOOD,
    "address_01": "# %%\nobject()\n",
    "fails_02": "# %%\n1 / 0\n",
    "slow_03": "# %%\nassert MODE == 'cpu'\n",
}


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """One build of a good notebook, one that shows an address, one that fails, one that fails in fast mode only."""
    root = write_toys(tmp_path_factory.mktemp("course"), **TOYS)
    for slug in ("01_address", "02_fails", "03_slow"):
        (root / "notebooks" / f"{slug}.ipynb").write_text(nbformat.writes(old_notebook(slug)))
    return root, {result.name: result for result in build(root=root)}


def old_notebook(slug):
    title = f"# {slug[:2]} · Old\n\n**You will be able to** wait\n\n**Minutes:** 1"
    return new_notebook(cells=[nbformat.v4.new_markdown_cell(title)])


def read(root, slug):
    return nbformat.read(root / "notebooks" / f"{slug}.ipynb", as_version=4)


def test_the_product_is_valid_clean_and_records_its_making(built):
    root, results = built
    assert results["00_good"].ok
    notebook = read(root, "00_good")
    nbformat.validate(notebook)
    assert set(notebook.metadata) == {"kernelspec", "language_info", "fcall"}
    record = notebook.metadata.fcall
    assert record.mode == "cpu" and set(record.seconds) == {"cpu", "fast"} and min(record.seconds.values()) > 0
    assert {"python", "torch", "transformers"} <= set(record.versions)
    assert all(set(cell.metadata) <= {"tags", "check", "slideshow"} for cell in notebook.cells)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))
    assert not any("injected-parameters" in cell.metadata.get("tags", []) for cell in notebook.cells)
    assert "sentinel" not in nbformat.writes(notebook)


def test_outputs_are_the_cpu_modes_with_fallbacks_for_widgets(built):
    *_, widget, prints, answer = [cell for cell in read(built[0], "00_good").cells if cell.cell_type == "code"]
    assert [out.data for out in widget.outputs] == [{"text/plain": "IntSlider(value=4)"}]
    assert [out.text for out in prints.outputs] == ["one\ntwo cpu\nthree\n"]
    assert answer.outputs[0].execution_count == answer.execution_count and answer.outputs[0].data["text/plain"] == "42"


@pytest.mark.parametrize(
    ("slug", "mode", "error"),
    [
        ("01_address", "cpu", "shows a memory address (at 0x"),
        ("02_fails", "cpu", "ZeroDivisionError: division by zero"),
        ("03_slow", "fast", "AssertionError"),
    ],
)
def test_a_failing_build_leaves_the_old_notebook(built, slug, mode, error):
    root, results = built
    result = results[slug]
    assert not result.ok and result.mode == mode and error in result.error and result.faults[0].cell == 4
    assert read(root, slug) == old_notebook_as_read(slug, root)


def old_notebook_as_read(slug, root):
    notebook = read(root, slug)
    assert [cell.source for cell in notebook.cells] == [cell.source for cell in old_notebook(slug).cells]
    assert "fcall" not in notebook.metadata
    return notebook


def test_readme_lists_the_built_notebooks(built):
    root, _ = built
    text = (root / "README.md").read_text(encoding="utf-8")
    row = next(line for line in text.splitlines() if line.startswith("| 00 "))
    assert row.startswith("| 00 | [Good](notebooks/00_good.ipynb) | see Good \\| run. | 7 | 0.")
    assert "colab.research.google.com/github/" in row and " / 0." in row
    assert text.startswith("# Toy\n\n<!-- notebooks -->\n| #") and text.endswith("<!-- /notebooks -->\n\nafter\n")
    refresh_table(root)
    assert (root / "README.md").read_text(encoding="utf-8") == text


@pytest.mark.parametrize("readme", [None, "no markers\n", README.replace("/notebooks", "notebooks"), README + README])
def test_a_readme_without_a_place_for_the_table_is_refused(tmp_path, readme):
    root = write_toys(tmp_path, a_00="")
    (root / "README.md").unlink()
    if readme is not None:
        (root / "README.md").write_text(readme)
    with pytest.raises(ValueError, match="README.md"):
        build(root=root)
    with pytest.raises(ValueError, match="README.md"):
        check_markers(root)
    assert not (root / "build").exists()


def test_stale_when_the_source_or_the_frame_or_the_file_changed(built, tmp_path, capsys):
    root = write_toys(tmp_path, good_00=GOOD)
    path = root / "notebooks" / "00_good.ipynb"
    assert is_stale("00_good", root) and building.why_stale("00_good", root) == "was never built"
    fresh = (built[0] / "notebooks" / "00_good.ipynb").read_text(encoding="utf-8")
    path.write_text(fresh, encoding="utf-8")
    building.refresh_navigation(root)  # this toy course has no second notebook
    assert not is_stale("00_good", root) and build_command(["--check", "--root", str(root)]) == 0
    edited = read(root, "00_good")
    edited.cells[4].source += "\n# by hand"
    nbformat.write(edited, path)
    assert "edited by hand" in building.why_stale("00_good", root)
    path.write_text(fresh, encoding="utf-8")
    building.refresh_navigation(root)
    source = root / "notebooks" / "src" / "00_good.py"
    source.write_text(source.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert building.why_stale("00_good", root) == "is older than its source"
    capsys.readouterr()
    assert build_command(["--check", "--root", str(root), "--json"]) == 1
    assert json.loads(capsys.readouterr().out) == [{"name": "00_good", "stale": "is older than its source"}]
    assert build_command(["--check", "--root", str(root)]) == 1
    assert "00_good is older than its source; run: fcall build 00" in capsys.readouterr().out


def test_a_new_notebook_changes_its_neighbours_links_and_nothing_else(built, tmp_path):
    root = write_toys(tmp_path, good_00=GOOD, next_01="")
    path = root / "notebooks" / "00_good.ipynb"
    path.write_text((built[0] / "notebooks" / "00_good.ipynb").read_text(encoding="utf-8"), encoding="utf-8")
    before = read(root, "00_good")
    building.refresh_navigation(root)
    after = read(root, "00_good")
    assert after.cells[-1].source == "[01 Next →](01_next.ipynb)"
    assert after.cells[:-1] == before.cells[:-1] and after.metadata == before.metadata


def test_a_build_needs_sources(tmp_path):
    (tmp_path / "notebooks").mkdir()
    with pytest.raises(ValueError, match="root: no sources"):
        build(root=tmp_path)


# --- cleaning --------------------------------------------------------------------------------------------------------

VIEW = "application/vnd.jupyter.widget-view+json"


def cleaned(*outputs):
    made = new_notebook(cells=[new_code_cell("x", id="a", metadata={"tags": ["t"]})])
    executed = new_notebook(
        cells=[
            new_code_cell("injected", id="i", metadata={"tags": ["injected-parameters"]}),
            new_code_cell(
                "x", id="a", execution_count=9, outputs=list(outputs), metadata={"papermill": {}, "execution": {}}
            ),
        ],
        metadata={"widgets": {"state": {}}, "papermill": {}},
    )
    return clean(made, executed)


def test_cleaning_keeps_outputs_and_nothing_else_of_a_run():
    notebook = cleaned(new_output("execute_result", {"text/plain": "1"}, execution_count=9))
    assert [cell.id for cell in notebook.cells] == ["a"] and notebook.metadata == {}
    assert notebook.cells[0].metadata == {"tags": ["t"]}
    assert notebook.cells[0].execution_count == notebook.cells[0].outputs[0].execution_count == 1


def test_widget_views_give_way_to_their_fallback():
    view = {VIEW: {"model_id": "m"}}
    both = new_output("display_data", view | {"text/html": "<b>4</b>", "text/plain": "Four()"})
    assert [out.data for out in cleaned(both).cells[0].outputs] == [{"text/html": "<b>4</b>", "text/plain": "Four()"}]
    assert cleaned(new_output("display_data", view)).cells[0].outputs == []


@pytest.mark.parametrize(
    "output",
    [
        new_output("stream", name="stderr", text="warning"),
        new_output("error", ename="E", evalue="x", traceback=[]),
        new_output("stream", name="stdout", text="<f at 0x7f00aa>"),
        new_output("display_data", {"text/plain": "x", "text/html": ["<p>", "a at 0x7f00aa</p>"]}),
    ],
)
def test_what_must_not_be_committed_is_an_error_naming_the_cell(output):
    with pytest.raises(UncleanError, match=r"cell 1 \(id a\) `x`") as caught:
        cleaned(output)
    assert caught.value.fault.cell == 1
