"""Small pieces of HTML that read well in JupyterLab, in Colab and, as plain tables, on GitHub."""

import html
import json
from collections.abc import Iterable, Sequence

from IPython.display import display

from fcall_helpers.tools import ToolCall

# A background a role, light enough for dark text; the same colours in every notebook.
ROLE_COLOURS = {"system": "#ECECEC", "user": "#DCEBF7", "assistant": "#DDF3E4", "tool": "#FCEBD3", "markup": "#F6F6F6"}
TEXT = "color:#1a1a1a"


class Shown:
    """Something to display: HTML where there is a page, ``text`` elsewhere."""

    def __init__(self, page: str, text: str):
        self.page, self.text = page, text

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict[str, str]:
        return {"text/html": self.page, "text/plain": self.text}

    def __repr__(self) -> str:
        return self.text


def table(rows: Iterable[Sequence], header: Sequence[str]) -> None:
    """Display rows under a header; cells are shown as text, never as HTML."""
    header, *rows = [[str(cell) for cell in row] for row in [header, *rows]]
    for row in rows:
        if len(row) != len(header):
            raise ValueError(f"table: a row has {len(row)} cells and the header {len(header)}: {row!r:.80}")
    style = f"text-align:left;vertical-align:top;padding:4px 12px;white-space:pre-wrap;{TEXT};background:#FFFFFF"
    cells = lambda tag, row: "".join(f'<{tag} style="{style}">{html.escape(cell)}</{tag}>' for cell in row)  # noqa: E731
    body = "".join(f"<tr>{cells('td', row)}</tr>" for row in rows)
    page = f"<table><thead><tr>{cells('th', header)}</tr></thead><tbody>{body}</tbody></table>"
    widths = [max(len(row[i]) for row in [header, *rows]) for i in range(len(header))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in [header, *rows]]
    display(Shown(page, "\n".join(line.rstrip() for line in lines)))


def note(title: str, body: str, *, good: bool | None = None) -> Shown:
    """A framed line: green when ``good``, red when not, grey when neither; for checks and verdicts."""
    colour = {True: "#009E73", False: "#B3261E", None: "#7A7A7A"}[good]
    page = (
        f'<div style="border-left:4px solid {colour};padding:6px 12px;background:#FAFAFA;{TEXT}">'
        f"<b>{html.escape(title)}</b> {html.escape(body)}</div>"
    )
    return Shown(page, f"{title} {body}".rstrip())


def steps(names: Sequence[str], texts: Sequence[str], *, here: int | None = None) -> Shown:
    """A row of numbered boxes, left to right in the order things happen; box ``here`` (from 1) stands out."""
    cells = []
    for number, (name, text) in enumerate(zip(names, texts, strict=True), 1):
        dim = here is not None and number != here
        colour, weight = ("#7A7A7A", "normal") if dim else ("#1a1a1a", "bold")
        cells.append(
            f'<td style="text-align:center;vertical-align:top;width:150px;padding:10px 12px;white-space:normal;'
            f'background:{"#F6F6F6" if dim else "#DCEBF7"};color:{colour};border:3px solid white">'
            f'<span style="font-weight:{weight};font-size:15px">{number} {html.escape(name)}</span>'
            f'<br><span style="font-size:13px">{html.escape(text)}</span></td>'
        )
    arrow = '<td style="background:white;color:#0072B2;padding:0;font-size:18px">→</td>'
    plain = " → ".join(
        f"{number} {name} ({text})" for number, (name, text) in enumerate(zip(names, texts, strict=True), 1)
    )
    return Shown(f"<table><tr>{arrow.join(cells)}</tr></table>", plain)


def turns(messages: list[dict]) -> Shown:
    """A conversation as boxes coloured by role: texts, calls with their arguments, results."""
    lines = [(str(message.get("role")), line) for message in messages for line in _lines(message)]
    page = "".join(
        f'<div style="background:{ROLE_COLOURS.get(role, "#FFFFFF")};{TEXT};margin:4px 0;padding:6px 12px;'
        f'border-radius:6px;white-space:pre-wrap"><b>{html.escape(role)}</b>&ensp;{html.escape(text)}</div>'
        for role, text in lines
    )
    return Shown(page, "\n".join(f"{role:>9}  {text}" for role, text in lines))


def _lines(message: dict) -> list[str]:
    lines = [message["content"]] if message.get("content") else []
    for call in message.get("tool_calls") or []:
        try:
            read = ToolCall.from_openai(call)
        except ValueError as error:  # a lesson may show a broken call as well
            lines.append(f"→ {error}")
            continue
        inner = ", ".join(f"{key}={json.dumps(value, ensure_ascii=False)}" for key, value in read.arguments.items())
        lines.append(f"→ {read.name}({inner})")
    return lines or ["(nothing)"]
