"""Rules on what the cells show: counts, errors, stderr, traces of the machine, pictures, widgets."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from nbformat import NotebookNode

from .reading import (
    DATA_URI,
    IMG,
    IMG_ALT,
    bundles,
    is_picture,
    is_setup,
    name_of,
    numbered,
    output_text,
    source_text,
    without_fences,
)
from .registry import ROOT, as_json, rule

MAX_IMAGE_BYTES = 150_000
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
WIDGET_REPR = re.compile(r"^\s*(\w+)\((?:\w+=.*)?\)\s*$", re.S)  # keywords only: matplotlib has a Text(…) too
ERROR_REPR = re.compile(r"""["']output_type["']: ["']error["']""")
ADDRESS = re.compile(r"\bat 0x[0-9a-fA-F]{4,}")
MACHINE_PATHS = re.compile(
    r"(?<![\w.:/~-])/(?:home|root|Users|tmp)(?:/[\w.-]+|/|\b)"
    r"|\b[A-Za-z]:\\+Users\\+\w*"
    r"|(?<![\w.])(?:/|[A-Za-z]:\\)[\w.\\/-]*(?:site|dist)-packages\b"
)
COLAB_PATH = re.compile(r"(?<![\w.:/~-])/content(?=/|\b)")
SECRETS = {
    "a Hugging Face token": re.compile(r"\bhf_[A-Za-z0-9]{30,}"),
    "an API key": re.compile(r"\bsk-[A-Za-z0-9_-]{20,}"),
    "a GitHub token": re.compile(r"\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{22,})"),
    "an AWS key": re.compile(r"\bAKIA[0-9A-Z]{16}\b"),
    "a Google key": re.compile(r"\bAIza[0-9A-Za-z_-]{35}"),
    "a Slack token": re.compile(r"\bxox[abprs]-[A-Za-z0-9-]{10,}"),
    "a private key": re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----"),
}


@rule("counts")
def counts_in_order(nb: NotebookNode, path: Path, source: Path | None) -> list[str]:
    """Execution counts are 1..N from top to bottom: one run, nothing skipped."""
    for expected, (n, cell) in enumerate(numbered(nb, "code"), 1):
        if cell.execution_count != expected:
            return [
                f"{name_of(n, cell)}: execution count is {cell.execution_count}: must be {expected} (build it again)"
            ]
    return []


@rule("stderr")
def no_stderr(nb: NotebookNode, path: Path, source: Path | None) -> list[str]:
    """Nothing on stderr: a learner takes a warning for a mistake of theirs."""
    return [
        f"{name_of(n, cell)}: stderr says {output.text.strip()[:60]!r}: mend the cause or catch the warning"
        for n, cell in numbered(nb, "code")
        for output in cell.outputs
        if output.output_type == "stream" and output.name == "stderr"
    ]


@rule("errors")
def no_errors(nb: NotebookNode, path: Path, source: Path | None) -> list[str]:
    """No cell shows an uncaught error, nor does an Output widget hide one."""
    found = []
    for n, cell in numbered(nb, "code"):
        hidden = [data for _, data, _ in bundles(cell) if hides_error(data)]
        plain = [output for output in cell.outputs if output.output_type == "error"]
        found += [f"{name_of(n, cell)}: {e.ename}: {e.evalue[:60]}: mend it, or show.expect_error()" for e in plain]
        found += [f"{name_of(n, cell)}: an Output widget holds an error: mend its callback"] * bool(hidden)
    if hides_error(nb.metadata.get("widgets", {})):
        found.append("metadata.widgets: an Output widget's saved state holds an error: mend its callback")
    return found


def hides_error(value: object) -> bool:
    """Whether an error output stands anywhere inside a MIME bundle, a widget state or a widget's repr."""
    if isinstance(value, dict):
        return value.get("output_type") == "error" or any(hides_error(inner) for inner in value.values())
    if isinstance(value, list | tuple):
        return any(hides_error(inner) for inner in value)
    return isinstance(value, str) and bool(ERROR_REPR.search(value))


@rule("machine-paths")
def no_machine_paths(nb: NotebookNode, path: Path, source: Path | None) -> list[str]:
    """No path of the machine that built it, in sources or outputs; Colab's /content in Setup alone."""
    found = []
    for n, cell in numbered(nb):
        for place, text in (("source", source_text(cell)), ("output", output_text(cell))):
            colab = [] if is_setup(cell) else COLAB_PATH.findall(text)
            paths = sorted({*machine_paths(text), *colab})
            found += [f"{name_of(n, cell)}: its {place} has the path {p!r}: use a relative one" for p in paths]
    return found


def machine_paths(text: str) -> Iterator[str]:
    """Paths that mean something on one machine only: people's and temporary folders, installed packages, this clone."""
    yield from MACHINE_PATHS.findall(text)
    yield from (str(here) for here in (ROOT, Path.home()) if len(here.parts) > 2 and str(here) in text)


@rule("secrets")
def no_secrets(nb: NotebookNode, path: Path, source: Path | None) -> list[str]:
    """No token or key, in sources, outputs or metadata."""
    places = [(name_of(n, c), f"{source_text(c)}\n{output_text(c)}\n{as_json(c.metadata)}") for n, c in numbered(nb)]
    return [
        f"{where}: holds {what}: revoke it, then take it out"
        for where, text in [*places, ("metadata", as_json(nb.metadata))]
        for what, pattern in SECRETS.items()
        if pattern.search(text)
    ]


@rule("addresses")
def no_addresses(nb: NotebookNode, path: Path, source: Path | None) -> list[str]:
    """No `<Thing at 0x7f…>` in outputs: it tells nothing and changes with every run."""
    return [
        f"{name_of(n, cell)}: its output has {match[0]!r}: give the object a __repr__, or end the line with ;"
        for n, cell in numbered(nb, "code")
        if (match := ADDRESS.search(output_text(cell)))
    ]


# -- pictures ----------------------------------------------------------------------------------------------------------
def base64_bytes(text: str) -> int:
    """How many bytes a base64 text stands for."""
    letters = len(re.sub(r"[\s=]", "", text))
    return letters * 3 // 4


def picture_sizes(cell: NotebookNode) -> Iterator[int]:
    """Bytes of every picture in a cell: outputs, attachments, data URIs."""
    bundled = [data for _, data, _ in bundles(cell)] + list(cell.get("attachments", {}).values())
    for data in bundled:
        for mime, value in data.items():
            if is_picture(mime):
                yield len(value.encode()) if "svg" in mime else base64_bytes(value)
    html = [value for data in bundled for mime, value in data.items() if mime.startswith("text/")]
    for text in [cell.source, *html]:
        yield from (base64_bytes(inlined) for inlined in DATA_URI.findall(text))


@rule("image-size")
def image_size(nb: NotebookNode, path: Path, source: Path | None) -> list[str]:
    """A picture has at most 150 KB."""
    return [
        f"{name_of(n, cell)}: a picture of {size:,} bytes: at most {MAX_IMAGE_BYTES:,}; lower its dpi or its size"
        for n, cell in numbered(nb)
        for size in picture_sizes(cell)
        if size > MAX_IMAGE_BYTES
    ]


@rule("alt-text")
def alt_text(nb: NotebookNode, path: Path, source: Path | None) -> list[str]:
    """Every picture says in words what it shows.

    Accepted for an output: metadata ``{"image/png": {"alt": "…"}}``, or a ``text/html`` beside it with
    ``<img alt="…">``. In markdown: ``![words](…)`` or ``<img alt="…">``.
    """
    found = [f"{name_of(n, cell)}: shows a picture without alt text" for n, cell, ok in pictures(nb) if not ok]
    return [f'{message}: give words (metadata {{"image/png": {{"alt": "…"}}}}, ![words](…))' for message in found]


def pictures(nb: NotebookNode) -> Iterator[tuple[int, NotebookNode, bool]]:
    """(number, cell, has alt text) of every picture."""
    for n, cell in numbered(nb):
        markdown = without_fences(cell.source) if cell.cell_type == "markdown" else ""
        for alt in re.findall(r"!\[([^\]]*)\]\(", markdown):
            yield n, cell, bool(alt.strip())
        for html in [markdown, *(data.get("text/html", "") for _, data, _ in bundles(cell))]:
            yield from ((n, cell, bool(IMG_ALT.search(tag))) for tag in IMG.findall(html))
        for _, data, metadata in bundles(cell):
            beside = any(IMG_ALT.search(tag) for tag in IMG.findall(data.get("text/html", "")))
            for mime in filter(is_picture, data):
                yield n, cell, beside or bool(str(metadata.get(mime, {}).get("alt", "")).strip())


@rule("widget-fallback")
def widget_fallback(nb: NotebookNode, path: Path, source: Path | None) -> list[str]:
    """A cell that shows a widget also shows HTML or text: on GitHub, and without its saved state, a widget is blank.

    The build drops the live view and keeps the text beside it, so a widget is also known by its repr.
    """
    return [
        f"{name_of(n, cell)}: shows a widget and nothing that survives without it: display HTML or text beside it"
        for n, cell in numbered(nb, "code")
        if any(is_widget(data) for _, data, _ in bundles(cell)) and not any(map(readable, cell.outputs))
    ]


def is_widget(data: dict) -> bool:
    return WIDGET_VIEW in data or says_only_widget(data)


def says_only_widget(data: dict) -> bool:
    """Whether a bundle's text is what a widget says of itself, ``IntSlider(value=3)``."""
    match = WIDGET_REPR.match(data.get("text/plain", ""))
    return bool(match) and match[1] in widget_names()


def readable(output: NotebookNode) -> bool:
    """Whether an output shows HTML, a picture, a printed line, or a text that is more than a widget's repr."""
    data = output.get("data", {})
    shown = [
        output.get("text", ""),
        data.get("text/html", ""),
        *(value for mime, value in data.items() if is_picture(mime)),
    ]
    plain = "" if says_only_widget(data) else data.get("text/plain", "")
    return any(text.strip() for text in [*shown, plain])


@cache
def widget_names() -> set[str]:
    """The names of ipywidgets' classes, as their reprs begin."""
    import ipywidgets

    classes = {name for name, value in vars(ipywidgets).items() if isinstance(value, type)}
    return classes | {"interactive"}
