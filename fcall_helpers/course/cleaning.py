"""From an executed notebook to the one that is committed: the notebook as made, plus outputs worth keeping."""

import re

import nbformat
from nbformat import NotebookNode

from .results import Fault
from .verdict import Cells, clean_text

_WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
_ADDRESS = re.compile(r"\bat 0x[0-9a-fA-F]{4,}")


class UncleanError(ValueError):
    """An output that must not be committed; `fault` says which and in which cell."""

    def __init__(self, fault: Fault):
        super().__init__(str(fault))
        self.fault = fault


def clean(made: NotebookNode, executed: NotebookNode) -> NotebookNode:
    """`made` with the outputs of `executed`, counted 1..N.

    Everything else an execution leaves behind (timestamps, injected cells, papermill's metadata, widget state) stays
    behind because it is never copied. Raises ``UncleanError`` for stderr, errors and memory addresses.
    """
    outputs = {cell.get("id"): cell.get("outputs", []) for cell in executed.cells}
    product, cells = nbformat.from_dict(made), Cells(made)
    count = 0
    for cell in product.cells:
        if cell.cell_type == "code":
            count += 1
            cell.execution_count = count
            cell.outputs = _clean_outputs(outputs.get(cell.id, []), cell, cells)
    nbformat.validate(product)
    return product


def _clean_outputs(outputs: list[NotebookNode], cell: NotebookNode, cells: Cells) -> list[NotebookNode]:
    kept: list[NotebookNode] = []
    for output in outputs:
        problem = _problem(output)
        if problem:
            raise UncleanError(cells.fault(problem, cell.id))
        output = nbformat.from_dict(output)
        if output.output_type == "stream":
            if kept and kept[-1].output_type == "stream":  # stdout arrives in arbitrary pieces
                kept[-1].text += "".join(output.text)
                continue
            output.text = "".join(output.text)
        elif not _without_widget_view(output):
            continue
        if output.output_type == "execute_result":
            output.execution_count = cell.execution_count
        kept.append(output)
    return kept


def _without_widget_view(output: NotebookNode) -> bool:
    """Drop what only a live kernel can show; False when no text or HTML twin is left."""
    output.data.pop(_WIDGET_VIEW, None)
    output.metadata.pop(_WIDGET_VIEW, None)
    return bool(output.data)


def _problem(output: NotebookNode) -> str | None:
    if output.output_type == "error":
        return f"{output.ename}: {output.evalue}"
    if output.output_type == "stream" and output.name == "stderr":
        return f"wrote to stderr: {clean_text(output.text).strip()}"
    for text in _texts(output):
        address = _ADDRESS.search(text)
        if address:
            return f"shows a memory address ({address[0]}), which differs in every run"
    return None


def _texts(output: NotebookNode) -> list[str]:
    if output.output_type == "stream":
        return [clean_text(output.text)]
    texts = [data for mime, data in output.data.items() if mime.startswith("text/") or mime == "image/svg+xml"]
    return [clean_text(text) for text in texts]
