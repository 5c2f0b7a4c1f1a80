"""Rules on prose: its share and length, links and anchors, the way to the neighbours, spelling."""

import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import nbformat
from nbformat import NotebookNode

from .reading import (
    DATA_URI,
    DETAILS,
    FORMULA,
    INLINE_CODE,
    check_called,
    headings,
    is_prose,
    name_of,
    numbered,
    without_fences,
)
from .registry import ROOT, rule

MAX_CODE_RUN = 3
WORDS = (1000, 2500)
LINK = re.compile(r"\[[^\]]*\]\(\s*<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\s*\)|\b(?:href|src)\s*=\s*[\"']([^\"']+)[\"']")
SCHEME = re.compile(r"^([a-z][a-z0-9+.-]*:|//)", re.I)
SPELLING_IGNORED = ROOT / "tests" / "lint" / "spelling_ignored.txt"


@rule("prose-share")
def prose_share(nb: NotebookNode, path: Path, source: Path | None) -> list[str]:
    """A prose cell for every two code cells, and never more than three code cells in a row (checks do not count)."""
    found, code, prose, run = [], 0, 0, 0
    for n, cell in numbered(nb):
        if is_prose(cell):
            prose, run = prose + 1, 0
        elif cell.cell_type == "code" and not check_called(cell):
            code, run = code + 1, run + 1
            if run == MAX_CODE_RUN + 1:
                found.append(f"{name_of(n, cell)}: code cell {run} in a row: say first what it is for")
    if 2 * prose < code:
        found.append(f"{prose} prose cells for {code} code cells: at least one for every two")
    return found


@rule("prose-length")
def prose_length(nb: NotebookNode, path: Path, source: Path | None) -> list[str]:
    """1,000 to 2,500 words of prose: code, folded solutions, formulas, tags and addresses not counted."""
    words = sum(count_words(cell.source) for _, cell in numbered(nb, "markdown"))
    low, high = WORDS
    return [] if low <= words <= high else [f"{words:,} words of prose: must be {low:,} to {high:,}"]


def count_words(markdown: str) -> int:
    """Words a reader reads. A piece of inline code and an inline formula are one word each, a display formula none."""
    text = without_fences(DETAILS.sub("", markdown))
    text = INLINE_CODE.sub(" code ", text)
    text = FORMULA.sub(lambda match: " " if match[0].startswith("$$") else " formula ", text)
    text = re.sub(r"!\[[^\]]*\]\([^)]*\)", " ", text)  # pictures
    text = re.sub(r"\]\([^)]*\)", "] ", text)  # a link's address
    text = re.sub(r"<[^>]+>|https?://\S+", " ", text)
    return len(re.findall(r"\w(?:[\w.,'’/-]*\w)?", text))


def links(markdown: str) -> Iterator[str]:
    """The addresses a markdown text links to or shows, code left out."""
    text = FORMULA.sub("", INLINE_CODE.sub("", without_fences(markdown)))
    for markdown_target, html_target in LINK.findall(text):
        yield markdown_target or html_target


def local_links(nb: NotebookNode) -> Iterator[tuple[int, NotebookNode, str, str]]:
    """(number, cell, file part, anchor part) of each link that stays in the repository."""
    for n, cell in numbered(nb, "markdown"):
        for target in links(cell.source):
            if not SCHEME.match(target) and not target.startswith("attachment:"):
                file, _, anchor = target.partition("#")
                yield n, cell, unquote(file), unquote(anchor)


@rule("links")
def links_resolve(nb: NotebookNode, path: Path, source: Path | None) -> list[str]:
    """Relative links lead to files that exist."""
    return [
        f"{name_of(n, cell)}: links to {file!r}, which does not exist beside {path.name}"
        for n, cell, file, _ in local_links(nb)
        if file and (file.startswith("/") or not (path.parent / file).exists())
    ]


@rule("anchors")
def anchors_resolve(nb: NotebookNode, path: Path, source: Path | None) -> list[str]:
    """`#anchors` name a heading of the notebook they point into."""
    found = []
    for n, cell, file, anchor in local_links(nb):
        target = path.parent / file if file else path
        if not anchor or target.suffix != ".ipynb" or not target.is_file():
            continue
        there = nb if not file else nbformat.v4.reads(target.read_text(encoding="utf-8"))
        if anchor not in anchors(there):
            found.append(f"{name_of(n, cell)}: no heading of {target.name} makes the anchor '#{anchor}'")
    return found


def anchors(nb: NotebookNode) -> set[str]:
    """The anchors of a notebook's headings, as Jupyter spells them (case kept) and as GitHub does (lower case)."""
    texts = [text for cell in nb.cells for _, text in headings(cell)]
    jupyter = {re.sub(r"[`*]", "", text).replace(" ", "-") for text in texts}
    return jupyter | {re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-") for text in texts}


@rule("neighbours")
def neighbours_linked(nb: NotebookNode, path: Path, source: Path | None) -> list[str]:
    """The notebook links to the one before it and the one after it."""
    row = sorted(other.name for other in path.parent.glob("[0-9][0-9]_*.ipynb"))
    here = row.index(path.name) if path.name in row else len(row)
    linked = {file for _, _, file, _ in local_links(nb)}
    beside = {"previous": row[here - 1 : here], "next": row[here + 1 : here + 2]}
    return [
        f"no link to the {which} notebook: there must be one to {name} (`fcall build` makes it)"
        for which, names in beside.items()
        for name in names
        if name not in linked
    ]


@rule("spelling")
def spelling(nb: NotebookNode, path: Path, source: Path | None) -> list[str]:
    """The prose is free of common misspellings (codespell; exceptions in tests/lint/spelling_ignored.txt)."""
    lines, cells = [], []
    for n, cell in numbered(nb, "markdown"):
        text = INLINE_CODE.sub("", without_fences(DATA_URI.sub("", cell.source)))
        for line in text.splitlines():
            lines.append(re.sub(r"\]\([^)]*\)|https?://\S+", "] ", line))
            cells.append(name_of(n, cell))
    return [f"{cells[line - 1]}: spelling: {mistake}" for line, mistake in misspelt("\n".join(lines))]


@cache
def misspelt(text: str) -> list[tuple[int, str]]:
    """(line, "word ==> correction") of each misspelling that codespell finds."""
    command = [sys.executable, "-m", "codespell_lib", "--ignore-words", str(SPELLING_IGNORED), "-"]
    run = subprocess.run(command, input=text, capture_output=True, text=True, encoding="utf-8", check=False)
    if run.returncode not in (0, 65):  # 65 is codespell's "found some"
        raise RuntimeError(f"codespell failed with status {run.returncode}: {run.stderr.strip()}")
    found, line = [], 0
    for row in run.stdout.splitlines():
        if row.startswith("\t"):
            found.append((line, row.strip()))
        elif match := re.match(r"(\d+): ", row):
            line = int(match[1])
    return found
