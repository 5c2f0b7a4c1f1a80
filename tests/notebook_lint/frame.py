"""Rules on the frame: the format, ids, the first, second and last cells, metadata, size, and the tie to the source."""

import copy
import hashlib
import json
import re
from pathlib import Path

import jupytext
import nbformat
from nbformat import NotebookNode

from .reading import SETUP_MARK, check_called, headings, is_setup, is_solution, name_of, numbered, tags
from .registry import project, rule

SLIDE_TYPES = ("slide", "subslide", "fragment", "skip", "notes")
MAX_NOTEBOOK_BYTES = 500_000
MAX_SECONDS = {"fast": 120, "cpu": 600}
PROMISES = ("You will be able to", "Minutes", "Before this")
ENDING = ("what you learned", "exercises", "next")
BADGE_LINK = re.compile(r"https://colab\.research\.google\.com/[^\s)\"'>]+")


@rule("nbformat")
def nbformat_valid(nb: NotebookNode, path: Path, source: Path | None) -> list[str]:
    """The file is valid nbformat 4.5, each cell with an id of its own."""
    if (nb.get("nbformat"), nb.get("nbformat_minor")) != (4, 5):
        return [f"format {nb.get('nbformat')}.{nb.get('nbformat_minor')}: must be 4.5 (the first with cell ids)"]
    ids = [cell.get("id") for cell in nb.get("cells", [])]
    twice = sorted({cell_id for cell_id in ids if cell_id is not None and ids.count(cell_id) > 1})
    if twice:
        return [f"cell id {cell_id!r} stands on {ids.count(cell_id)} cells: ids must be unique" for cell_id in twice]
    try:
        nbformat.validate(copy.deepcopy(nb))  # validate() may repair what it is given
    except nbformat.ValidationError as error:
        return [f"not valid nbformat 4.5: {str(error).splitlines()[0]}"]
    return [] if ids else ["the notebook has no cells"]


@rule("cell-ids")
def ids_from_slug(nb: NotebookNode, path: Path, source: Path | None) -> list[str]:
    """Cell ids start with the notebook's slug or number, so that a rebuild gives the same ids."""
    number, _, slug = path.stem.partition("_")
    starts = tuple(f"{stem.replace('_', '-')}-" for stem in (path.stem, slug, number))
    return [
        f"{name_of(n, cell)}: the id must start with one of {', '.join(starts)} (let `fcall build` make it)"
        for n, cell in numbered(nb)
        if not cell.id.replace("_", "-").startswith(starts)
    ]


@rule("kernelspec")
def kernel_is_python3(nb: NotebookNode, path: Path, source: Path | None) -> list[str]:
    """The kernelspec is python3: the one name that every Jupyter and Colab has."""
    name = nb.metadata.get("kernelspec", {}).get("name")
    return [] if name == "python3" else [f"metadata.kernelspec.name is {name!r}: must be 'python3'"]


@rule("first-cell")
def first_cell(nb: NotebookNode, path: Path, source: Path | None) -> list[str]:
    """The first cell has the title, the Colab badge, what you will be able to do, minutes, and what comes before."""
    cell, where = nb.cells[0], name_of(1, nb.cells[0])
    if cell.cell_type != "markdown":
        return [f"{where}: must be the markdown cell with the title"]
    found = (
        [] if [level for level, _ in headings(cell)].count(1) == 1 else [f"{where}: must hold exactly one '# Title'"]
    )
    found += [f"{where}: lacks a '**{words}:**' line" for words in PROMISES if f"**{words}" not in cell.source]
    if "**Minutes" in cell.source and not re.search(r"\*\*Minutes:?\*\*:?\s*\d", cell.source):
        found.append(f"{where}: '**Minutes:**' must be followed by a number")
    return found + [f"{where}: {message}" for message in badge(cell.source, path)]


def badge(source: str, path: Path) -> list[str]:
    """What is wrong with the Open-in-Colab badge."""
    home = project()["project"]["urls"]["Repository"].removeprefix("https://github.com/")
    links = BADGE_LINK.findall(source)
    right = f"https://colab.research.google.com/github/{home}/blob/<branch>/notebooks/{path.name}"
    if any(f"/github/{home}/" in link and link.endswith(f"/notebooks/{path.name}") for link in links):
        return []
    return [f"the Open-in-Colab badge links to {links[0] if links else 'nothing'}: must be {right}"]


@rule("one-title")
def one_title(nb: NotebookNode, path: Path, source: Path | None) -> list[str]:
    """The title is the notebook's only H1; sections are H2 and below."""
    return [
        f"{name_of(n, cell)}: '# {text}' is a second title: make it '## {text}'"
        for n, cell in numbered(nb)
        for level, text in headings(cell)
        if level == 1 and n > 1
    ]


@rule("setup-cell")
def setup_second(nb: NotebookNode, path: Path, source: Path | None) -> list[str]:
    """The second cell, and no other, is Setup."""
    found = [
        f"{name_of(n, cell)}: a second '{SETUP_MARK}': Setup stands once, as cell 2"
        for n, cell in numbered(nb)
        if n != 2 and is_setup(cell)
    ]
    if len(nb.cells) < 2 or not is_setup(nb.cells[1]):
        found.append(f"cell 2: must be the code cell that starts with '{SETUP_MARK}'")
    return found


@rule("slide-types")
def slide_types(nb: NotebookNode, path: Path, source: Path | None) -> list[str]:
    """Each cell says what it is in the slides."""
    types = ((n, cell, cell.metadata.get("slideshow", {}).get("slide_type")) for n, cell in numbered(nb))
    return [
        f"{name_of(n, cell)}: slide_type is {kind!r}: must be one of {', '.join(SLIDE_TYPES)}"
        for n, cell, kind in types
        if kind not in SLIDE_TYPES
    ]


@rule("ending")
def ending(nb: NotebookNode, path: Path, source: Path | None) -> list[str]:
    """The last three sections are what you learned, exercises, next; next comes last."""
    sections = [text for cell in nb.cells for level, text in headings(cell) if level == 2]
    last = [text.lower() for text in sections[-3:]]
    missing = [name for name in ENDING if not any(text.startswith(name) for text in last)]
    if missing:
        wanted = "'## What you learned', '## Exercises' and '## Next'"
        return [f"the last three sections are {sections[-3:]}: must be {wanted}"]
    return [] if last[-1].startswith("next") else [f"the last section is {sections[-1]!r}: must be '## Next'"]


@rule("notebook-size")
def notebook_size(nb: NotebookNode, path: Path, source: Path | None) -> list[str]:
    """The file is at most 500 KB: larger ones open slowly and GitHub does not show them."""
    size = path.stat().st_size
    if size <= MAX_NOTEBOOK_BYTES:
        return []
    sizes = [(len(json.dumps(cell)), n, cell) for n, cell in numbered(nb)]
    largest, n, cell = max(sizes, key=lambda item: item[0])
    return [
        f"{size:,} bytes: must be at most {MAX_NOTEBOOK_BYTES:,}; the largest is {name_of(n, cell)}, {largest:,} bytes"
    ]


@rule("clean-metadata")
def clean_metadata(nb: NotebookNode, path: Path, source: Path | None) -> list[str]:
    """No trace of the run: execution times, papermill's notes, injected cells, widget state."""
    found = [
        f"metadata.{key} must be dropped (`fcall build` does)" for key in ("papermill", "widgets") if key in nb.metadata
    ]
    for n, cell in numbered(nb):
        traces = [key for key in ("execution", "papermill", "ExecuteTime") if key in cell.metadata]
        found += [f"{name_of(n, cell)}: metadata.{key} must be dropped" for key in traces]
        if "injected-parameters" in tags(cell):
            found.append(f"{name_of(n, cell)}: a cell that papermill injected must be dropped")
    return found


@rule("fresh")
def fresh(nb: NotebookNode, path: Path, source: Path | None) -> list[str]:
    """The notebook was built in cpu mode from its source as it stands now, within its time budget."""
    if source is None:
        return [f"has no source: notebooks/src/{path.stem}.py must exist (it is the only thing to edit)"]
    built = nb.metadata.get("fcall", {})
    found = []
    if built.get("source") != hashlib.sha256(source.read_bytes()).hexdigest():
        found.append(f"is older than {source.name}: run `fcall build {path.stem[:2]}` (metadata.fcall.source differs)")
    if built.get("mode") != "cpu":
        found.append(f"metadata.fcall.mode is {built.get('mode')!r}: committed outputs come from 'cpu'")
    if not built.get("versions"):
        found.append("metadata.fcall.versions is missing: it must name the versions that made the outputs")
    seconds = built.get("seconds") or {}
    if not isinstance(seconds.get("cpu"), int | float):
        found.append("metadata.fcall.seconds.cpu is missing: the build must write how long the run took")
    over = {mode: spent for mode, spent in seconds.items() if (spent or 0) > MAX_SECONDS.get(mode, float("inf"))}
    return found + [f"took {spent:.0f} s in {mode} mode: at most {MAX_SECONDS[mode]} s" for mode, spent in over.items()]


@rule("in-step")
def in_step(nb: NotebookNode, path: Path, source: Path | None) -> list[str]:
    """The notebook says what its source says: nobody edited the product by hand."""
    if source is None:
        return []
    authored = jupytext.read(source, fmt="py:percent").cells
    code = {cell.source.strip() for cell in authored if cell.cell_type == "code"}
    found = [
        f"{name_of(n, cell)}: this code is not in {source.name}: edit the source, then build"
        for n, cell in numbered(nb, "code")
        if not is_setup(cell) and not check_called(cell) and cell.source.strip() not in code
    ]
    built = [(cell.cell_type, is_solution(cell), cell.source) for cell in nb.cells]
    for number, cell in enumerate(authored, 1):
        folded = "solution" in tags(cell)
        kind = "markdown" if folded else cell.cell_type
        lines = [line.strip() for line in cell.source.splitlines() if line.strip()]
        if not any(k == kind and s >= folded and all(line in text for line in lines) for k, s, text in built):
            found.append(f"cell {number} of {source.name} ({cell.source[:40]!r}…) is not in the notebook: build it")
    return found
