"""The healthy notebook: the script ``fixtures/07_healthy.py`` and, from it, a notebook as the build would leave it.

``Course`` is one small course in a folder of its own. A mutation changes its ``script`` (before the notebook is made
from it) or its ``nb`` (after), then ``write()`` puts it on disk. No kernel runs: the
outputs are made up, one of each kind.
"""

import base64
import hashlib
from functools import cache
from pathlib import Path

import jupytext
import nbformat
from nbformat import NotebookNode, v4

from tests.notebook_lint.registry import project

STEM = "07_healthy"
SCRIPT = Path(__file__).parent / "fixtures" / f"{STEM}.py"
FILLER = "A healthy notebook says in plain words what a learner will see and why it matters. " * 65
PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(100)).decode()
WIDGET = "application/vnd.jupyter.widget-view+json"
SETUP = '# @title Setup\nimport sys\n\nif "google.colab" in sys.modules:\n    sys.path.insert(0, "/content/course")'
HOME = project()["project"]["urls"]["Repository"].removeprefix("https://github.com/")
BADGE = (
    "[![Open in Colab](https://colab.research.google.com/assets/colab-badge.svg)]"
    f"(https://colab.research.google.com/github/{HOME}/blob/main/notebooks/{STEM}.ipynb)"
)


class Course:
    """A course of three notebooks in ``folder``, of which the middle one, the healthy one, is there to be mutated."""

    def __init__(self, folder: Path):
        self.path = folder / f"{STEM}.ipynb"
        self.source = folder / "src" / f"{STEM}.py"
        self.script = SCRIPT.read_text(encoding="utf-8").replace("FILLER", FILLER.strip())
        self._nb: NotebookNode | None = None

    @property
    def nb(self) -> NotebookNode:
        """The notebook, made from the script when it is first asked for."""
        if self._nb is None:
            self._nb = make_notebook(self.script)
        return self._nb

    def swap(self, old: str, new: str) -> None:
        """Replace a piece of the script; it must be there."""
        assert old in self.script, f"the healthy script has no {old!r}"
        self.script = self.script.replace(old, new, 1)

    def cell(self, text: str) -> NotebookNode:
        """The first cell of the notebook that holds ``text``."""
        return next(cell for cell in self.nb.cells if text in cell.source)

    def write(self) -> Path:
        """Write notebook, script and neighbours; returns the notebook's path."""
        self.source.parent.mkdir(parents=True, exist_ok=True)
        self.source.write_text(self.script, encoding="utf-8")
        if self.nb.metadata.fcall.source == "":
            self.nb.metadata.fcall.source = hashlib.sha256(self.source.read_bytes()).hexdigest()
        self.path.write_text(v4.writes(self.nb), encoding="utf-8")
        (self.path.parent / "06_line.png").write_bytes(base64.b64decode(PNG))
        for name in ("06_before", "08_after"):
            nb = v4.new_notebook(cells=[v4.new_markdown_cell("## What comes after", id=name)])
            (self.path.parent / f"{name}.ipynb").write_text(v4.writes(nb), encoding="utf-8")
        return self.path


def make_notebook(script: str) -> NotebookNode:
    """What the build makes of a script: badge, Setup, checks, folded solutions, slide types, ids, counts, metadata."""
    authored = jupytext.reads(script, fmt="py:percent").cells
    cells = [authored[0], v4.new_code_cell(SETUP, metadata={"tags": ["setup"]})]
    cells[0].source += f"\n\n{BADGE}"
    for cell in authored[1:]:
        cells += built_from(cell)
    for position, cell in enumerate(cells):
        cell.id = f"{STEM}-{position:02d}"
        cell.metadata.setdefault("slideshow", {"slide_type": "slide" if cell.cell_type == "markdown" else "fragment"})
    for count, cell in enumerate((cell for cell in cells if cell.cell_type == "code"), 1):
        cell.execution_count, cell.outputs = count, outputs_of(cell.source)
    built = {"source": "", "mode": "cpu", "seconds": {"cpu": 4.2, "fast": 2.1}, "versions": {"python": "3.11"}}
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nb = v4.new_notebook(cells=cells, metadata={"kernelspec": kernel, "fcall": built})
    return nbformat.from_dict(nb)


def built_from(cell: NotebookNode) -> list[NotebookNode]:
    """The notebook's cells for one cell of the script."""
    kind = (cell.metadata.get("tags") or [""])[0]
    if kind == "solution":
        folded = f"<details><summary>Solution</summary>\n\n```python\n{cell.source}\n```\n\n</details>"
        return [v4.new_markdown_cell(folded)]
    if kind == "exercise" and "check" in cell.metadata:
        return [cell, v4.new_code_cell(f"checks.check_{cell.metadata['check']}({len(cell.source)})")]
    return [cell]


@cache
def scripted() -> dict[str, tuple[dict, dict]]:
    """A piece of code -> (data, metadata) of what its cell shows."""
    widget = {WIDGET: {"model_id": "1"}, "text/plain": "interactive(children=())", "text/html": "<p>add(2, 3) = 5</p>"}
    picture = {"image/png": PNG, "text/plain": "<Figure size 640x480 with 1 Axes>"}
    return {
        "plt.show()": (picture, {"image/png": {"alt": "a line that rises by two a step"}}),
        "show.interact": (widget, {}),
    }


def outputs_of(code: str) -> list[NotebookNode]:
    """One made-up output: the scripted one for code that is in the table, a printed line for the rest."""
    for piece, (data, metadata) in scripted().items():
        if piece in code:
            return [v4.new_output("display_data", data=dict(data), metadata=dict(metadata))]
    return [v4.new_output("stream", name="stdout", text="5\n")]
