"""Docstrings: what a function, a method or a class says about itself and about each of its parameters."""

import re

from docstring_parser import Docstring, DocstringStyle, parse

_STYLES = (DocstringStyle.GOOGLE, DocstringStyle.NUMPYDOC, DocstringStyle.REST)


def read_docstring(text: str | None) -> tuple[str, dict[str, str]]:
    """The description in a docstring without its indentation (`inspect.cleandoc`), and each parameter's or attribute's.

    Google, NumPy and reST styles are read (https://github.com/rr-/docstring_parser), the one that finds most. The
    description is the short and the long one, a paragraph a line; sections such as Returns and Raises are left out.
    """
    text = text or ""
    readings = [reading for style in _STYLES if (reading := _read(text, style))]
    if not readings:  # in no style: all of it is description
        return _paragraphs(text), {}
    parsed = max(readings, key=lambda reading: (len(reading.params), len(reading.meta)))
    parameters = {}
    for item in parsed.params:
        for name in item.arg_name.split(","):  # NumPy documents "x, y : int" together
            if item.description:
                parameters[name.strip().lstrip("*")] = " ".join(item.description.split())
    return _paragraphs(f"{parsed.short_description or ''}\n\n{parsed.long_description or ''}"), parameters


def _read(text: str, style: DocstringStyle) -> Docstring | None:
    try:
        return parse("\n" + text, style)  # the empty line lets a docstring start with a section
    except Exception:  # ParseError as a rule, but an IndexError for some stray colons
        return None


def _paragraphs(text: str) -> str:
    lines = (" ".join(part.split()) for part in re.split(r"\n\s*\n", text))
    return "\n".join(line for line in lines if line)
