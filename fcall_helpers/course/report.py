"""A run's results as a text table, Markdown, JUnit XML and JSON."""

import json
import re
from pathlib import Path
from xml.etree import ElementTree as Xml

from .results import RunResult

_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_reports(results: list[RunResult], folder: Path) -> None:
    """``report.md`` for people and ``report.xml`` (JUnit) for CI, in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "report.md").write_text(markdown(results), encoding="utf-8")
    Xml.ElementTree(junit(results)).write(folder / "report.xml", encoding="utf-8", xml_declaration=True)


def rows(results: list[RunResult]) -> list[list[str]]:
    """Notebook, status, seconds, slowest cell, error: the columns of every table."""
    table = []
    for result in results:
        slow = result.slowest
        slowest = f"cell {slow.cell}: {slow.seconds:.1f} s" if slow else ""
        status = result.status if result.ok else result.status.upper()
        table.append([result.name, status, f"{result.seconds:.1f}", slowest, "; ".join(_notes(result))])
    return table


def _notes(result: RunResult) -> list[str]:
    return [str(fault) for fault in result.faults] + [f"warning: {text}" for text in result.warnings]


def headline(results: list[RunResult]) -> str:
    passed = sum(result.ok for result in results)
    mode = results[0].mode if results else "-"
    return f"{passed} of {len(results)} notebooks passed in mode {mode}"


def markdown(results: list[RunResult]) -> str:
    lines = [f"# {headline(results)}", "", "| notebook | status | seconds | slowest cell | error |"]
    lines.append("|---|---|---:|---|---|")
    for row in rows(results):
        lines.append("| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in row) + " |")
    return "\n".join(lines) + "\n"


def junit(results: list[RunResult]) -> Xml.Element:
    """One ``testcase`` a notebook; what did not run at all is skipped, every other end than passed a failure."""
    bad = sum(not result.ok and result.status != "not run" for result in results)
    skipped = sum(result.status == "not run" for result in results)
    seconds = f"{sum(result.seconds for result in results):.2f}"
    counts = {"tests": str(len(results)), "failures": str(bad), "skipped": str(skipped), "errors": "0", "time": seconds}
    suite = Xml.Element("testsuite", name="notebooks", **counts)
    for result in results:
        case = Xml.SubElement(suite, "testcase", classname="notebooks", name=result.name, time=f"{result.seconds:.2f}")
        if result.status == "not run":
            Xml.SubElement(case, "skipped")
        elif not result.ok:
            failure = Xml.SubElement(case, "failure", type=result.status, message=_NOT_XML.sub("", result.error))
            failure.text = _NOT_XML.sub("", "\n".join(map(str, result.faults)))
        if result.warnings:
            Xml.SubElement(case, "system-out").text = _NOT_XML.sub("", "\n".join(result.warnings))
    return suite


def as_text(results: list[RunResult]) -> str:
    """The table that ends ``fcall run``, with every failure named in full below it."""
    table = [["notebook", "status", "seconds", "slowest cell"]] + [row[:4] for row in rows(results)]
    widths = [max(len(row[column]) for row in table) for column in range(4)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in table]
    lines += ["", headline(results)]
    lines += [f"{result.name}: {note}" for result in results for note in _notes(result)]
    return "\n".join(lines)


def as_json(results: list[RunResult]) -> str:
    return json.dumps([result.as_dict() for result in results], indent=1, ensure_ascii=False)
