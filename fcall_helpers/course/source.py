"""From the author's percent script to the learner's notebook.

Authors write what only they can write; this file adds what every notebook repeats: the Colab badge, the Setup cell,
the exercises' checks and folded solutions, the links to the neighbours, slide types and cell ids.
"""

import ast
import re
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from .exercises import expand_exercises, has_tag
from .layout import colab_badge, known_slugs, source_path
from .setup_cell import setup_source

SLIDE_TYPES = ("slide", "subslide", "fragment", "skip", "notes", "-")
KERNELSPEC = {"display_name": "Python 3", "language": "python", "name": "python3"}
LANGUAGE_INFO = {
    "codemirror_mode": {"name": "ipython", "version": 3},
    "file_extension": ".py",
    "mimetype": "text/x-python",
    "name": "python",
    "nbconvert_exporter": "python",
    "pygments_lexer": "ipython3",
}


@dataclass(frozen=True)
class Header:
    """What the first cell says about its notebook."""

    number: str  # "01"
    title: str
    able: str  # what follows "You will be able to"
    minutes: str  # of a learner's time


def make_notebook(
    slug: str, root: Path, *, solutions: bool = False, checks: ModuleType | None = None
) -> nbformat.NotebookNode:
    """The notebook that ``notebooks/src/{slug}.py`` under `root` describes, without outputs.

    `solutions` puts the solutions in place of the stubs. A source that breaks a convention is a ``ValueError`` that
    names the notebook and what is missing.
    """
    cells = read_source(slug, root)
    read_header(cells, slug)
    parameter_names(cells, slug)
    cells = expand_exercises(cells, slug, solutions=solutions, checks=checks)
    cells = [_with_badge(cells[0], root, slug), _setup_cell(root), *cells[1:], navigation_cell(root, slug)]
    for position, cell in enumerate(cells):
        cell["id"] = f"{slug[:60]}-{position:02d}"
        _finish_metadata(cell, slug, position)
    notebook = new_notebook(cells=cells, metadata={"kernelspec": KERNELSPEC, "language_info": LANGUAGE_INFO})
    nbformat.validate(notebook)
    return notebook


def read_source(slug: str, root: Path) -> list[NotebookNode]:
    """The author's cells, as jupytext reads them."""
    import jupytext

    cells = jupytext.reads(source_path(root, slug).read_text(encoding="utf-8"), fmt="py:percent").cells
    if not cells:
        raise ValueError(f"{slug}: the source has no cells; start it with `# %% [markdown]`")
    return cells


def read_header(cells: list[NotebookNode], slug: str) -> Header:
    """Number, title, promise and minutes from the first cell; a missing one is a ``ValueError`` naming it."""
    text = cells[0].source if cells[0].cell_type == "markdown" else ""
    title = re.match(r"# (\d\d) · (\S.*)", text)
    if not title or title[1] != slug[:2]:
        raise ValueError(f"{slug}: the first cell must be markdown that starts `# {slug[:2]} · Title`")
    able = re.search(r"^\W*\*\*You will be able to\*\*:?\s*(\S.*)$", text, re.MULTILINE)
    minutes = re.search(r"^\W*\*\*Minutes:?\*\*:?\s*(\d+)", text, re.MULTILINE)
    if not able or not minutes:
        missing = "**Minutes:** N" if able else "**You will be able to** …"
        raise ValueError(f"{slug}: the first cell has no line `{missing}`")
    return Header(title[1], title[2].strip(), able[1].strip(), minutes[1])


def parameter_names(cells: list[NotebookNode], slug: str) -> list[str]:
    """The names its one cell tagged ``parameters`` assigns; ``MODE`` must be among them."""
    tagged = [cell for cell in cells if has_tag(cell, "parameters") and cell.cell_type == "code"]
    if len(tagged) != 1:
        raise ValueError(f"{slug}: {len(tagged)} code cells are tagged 'parameters', must be one")
    try:
        statements = ast.parse(tagged[0].source).body
    except SyntaxError as error:
        raise ValueError(f"{slug}: the parameters cell is not plain Python: {error.msg}") from None
    names = []
    for node in statements:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        names += [target.id for target in targets if isinstance(target, ast.Name)]
    if "MODE" not in names:
        raise ValueError(f'{slug}: the parameters cell does not say `MODE = "auto"`')
    return names


def _with_badge(cell: NotebookNode, root: Path, slug: str) -> NotebookNode:
    title, _, rest = cell.source.partition("\n")
    cell.source = f"{title}\n\n{colab_badge(root, slug)}\n\n{rest.strip()}"
    return cell


def _setup_cell(root: Path) -> NotebookNode:
    cell = new_code_cell(setup_source(root))
    cell.metadata.update({"tags": ["setup"], "cellView": "form", "jupyter": {"source_hidden": True}})  # folded
    return cell


def navigation_cell(root: Path, slug: str) -> NotebookNode:
    """Links to the notebooks before and after, where their sources exist."""
    known = known_slugs(root)
    here = known.index(slug)
    links = [f"[← {_label(root, known[here - 1])}]({known[here - 1]}.ipynb)"] if here > 0 else []
    links += [f"[{_label(root, s)} →]({s}.ipynb)" for s in known[here + 1 : here + 2]]
    cell = new_markdown_cell(" · ".join(links) or "This is the only notebook so far.")
    cell.metadata["tags"] = ["navigation"]
    return cell


def _label(root: Path, slug: str) -> str:
    header = read_header(read_source(slug, root), slug)
    return f"{header.number} {header.title}"


def _finish_metadata(cell: NotebookNode, slug: str, position: int) -> None:
    """Keep the tags, the check's id and the slide type: the rest of what jupytext notes is not the notebook's."""
    kept = {key: cell.metadata[key] for key in ("tags", "check") if key in cell.metadata}
    given = cell.metadata.get("slide_type") or cell.metadata.get("slideshow", {}).get("slide_type")
    if given and given not in SLIDE_TYPES:
        raise ValueError(f"{slug}: cell {position + 1} has slide_type={given!r}; must be one of {SLIDE_TYPES}")
    slideshow = {"slide_type": given or default_slide_type(cell)}
    cell["metadata"] = nbformat.from_dict(kept | {"slideshow": slideshow})


def default_slide_type(cell: NotebookNode) -> str:
    """A heading opens a slide or subslide, machinery is skipped, everything else appears step by step."""
    if any(has_tag(cell, tag) for tag in ("setup", "parameters", "solution", "navigation")):
        return "skip"
    heading = re.match(r"(#{1,3}) ", cell.source.lstrip()) if cell.cell_type == "markdown" else None
    if heading:
        return "subslide" if len(heading[1]) == 3 else "slide"
    return "fragment"
