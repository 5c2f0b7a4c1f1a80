"""Reading an executed notebook for what papermill lets pass."""

import re

from nbformat import NotebookNode

from .guard import MIME
from .results import Fault

SENTINEL_ID = "fcall-sentinel"
_WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
_WIDGET_STATE = "application/vnd.jupyter.widget-state+json"
_ANSI = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


class Cells:
    """Cell ids to what people are told: the number in the notebook as made, and the cell's first line."""

    def __init__(self, made: NotebookNode):
        self._by_id = {cell["id"]: (number, cell) for number, cell in enumerate(made.cells, 1) if "id" in cell}
        self.code_ids = [cell["id"] for cell in made.cells if cell.cell_type == "code" and cell.source.strip()]

    def number(self, cell_id: str) -> int:
        return self._by_id[cell_id][0]

    def fault(self, error: str, cell_id: str | None) -> Fault:
        if cell_id not in self._by_id:
            return Fault(error)
        number, cell = self._by_id[cell_id]
        return Fault(error, number, cell_id, first_line(cell.source))


def first_line(source: str) -> str:
    lines = [line.strip() for line in source.splitlines() if line.strip()]
    return lines[0][:100] if lines else ""


def find_faults(executed: NotebookNode, made: NotebookNode, token: str, *, complete: bool) -> list[Fault]:
    """Every fault in the outputs, the widgets' state and the guard's report, in the order of the cells.

    `complete` says that papermill believes it reached the end, so the sentinel must have shown `token`.
    """
    cells = Cells(made)
    seen = [f for cell in executed.cells for f in _output_faults(cell.get("outputs", []), cell.get("id"), cells)]
    seen += _widget_faults(executed, cells)
    # The guard knows most about a fault, so its words come first and the same fault seen again is dropped.
    found = _guard_faults(executed, cells, token, complete and not seen) + seen
    unique = []
    for fault in sorted(found, key=lambda fault: fault.cell or len(made.cells) + 1):
        if not any(_same(fault, other) for other in unique):
            unique.append(fault)
    return unique


def _same(fault: Fault, other: Fault) -> bool:
    """Whether `fault` is `other` seen again: in the outputs, or where a thread's traceback happened to be printed."""
    place = fault.cell in (other.cell, None) or other.error.startswith("in a thread: ")
    return place and fault.error.split(": ", 1)[-1] in other.error


def _output_faults(outputs: list, cell_id: str | None, cells: Cells, where: str = "") -> list[Fault]:
    errors, warnings = [], []
    for output in outputs:
        if output["output_type"] == "error":
            errors.append(f"{output['ename']}: {last_line(output['evalue'])}")
        elif output["output_type"] == "stream" and output["name"] == "stderr":
            warnings.append(f"wrote to stderr: {last_line(output['text'])}")
    return [cells.fault(where + text, cell_id) for text in errors or warnings]  # an error explains the rest


def _widget_faults(executed: NotebookNode, cells: Cells) -> list[Fault]:
    """Errors kept inside Output widgets, where no output of any cell shows them."""
    shown_in = {}
    for cell in executed.cells:
        for output in cell.get("outputs", []):
            view = output.get("data", {}).get(_WIDGET_VIEW)
            if view:
                shown_in[view["model_id"]] = cell.get("id")
    models = executed.metadata.get("widgets", {}).get(_WIDGET_STATE, {}).get("state", {})
    faults = []
    for model_id, model in models.items():
        outputs = model.get("state", {}).get("outputs") or []
        if isinstance(outputs, list | tuple):
            faults += _output_faults(outputs, shown_in.get(model_id), cells, "inside an Output widget: ")
    return faults


def _guard_faults(executed: NotebookNode, cells: Cells, token: str, must_report: bool) -> list[Fault]:
    by_count = {cell.get("execution_count"): cell.get("id") for cell in executed.cells if cell.cell_type == "code"}
    report = _sentinel_report(executed)
    if report.get("token") != token:
        last = next((id for count, id in sorted((c, i) for c, i in by_count.items() if c)[::-1]), None)
        return [cells.fault("the notebook stopped here without an error", last)] if must_report else []
    return [cells.fault(fault["error"], by_count.get(fault["count"])) for fault in report["faults"]]


def _sentinel_report(executed: NotebookNode) -> dict:
    for cell in executed.cells:
        if cell.get("id") == SENTINEL_ID:
            for output in cell.get("outputs", []):
                if MIME in output.get("data", {}):
                    return output["data"][MIME]
    return {}


def last_line(text: str) -> str:
    lines = clean_text(text).strip().splitlines()
    return lines[-1].strip() if lines else ""


def clean_text(text: str) -> str:
    """Without terminal colours; a list of lines, as nbformat stores text, is joined."""
    return _ANSI.sub("", "".join(text))
