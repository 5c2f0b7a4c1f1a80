"""Which literal arguments may stand in a row, and why others may not.

Call sites hold test fixtures, tokens and paths of somebody's machine; none of that may be learnt. Every refusal has a
reason, and reasons are counted.
"""

import ast
import math
import re
from collections.abc import Callable
from typing import Any

from fcall_helpers.tools.wire import quote

MAX_TEXT = 80  # characters of one string
MAX_ITEMS = 8  # of one list or object
MAX_JSON = 160  # characters of one argument
MAX_DIGITS = 12
_MACHINE_PATH = re.compile(
    r"(?i)^(?:~?/|\.{1,2}/|[a-z]:[\\/]|\\\\|file:)|/(?:home|users|usr|tmp|var|etc|root|opt|mnt)/"
)
_SECRET_NAME = re.compile(r"(?i)passw|passphrase|secret|token(?!s|i)|api_?key|credential|private_?key|auth")
_SECRET = re.compile(
    r"(?i)\b(?:ghp|gho|hf|sk|pk|xox[abp]|akia|eyj)[-_]?[a-z0-9]{16,}|[0-9a-f]{32,}|[a-z0-9+/_]{40,}={0,2}|-----BEGIN"
)
_TEXT = re.compile(r"[\w .,:;!?'/@#%&*+=()\[\]$€£°-]+")  # what a person would type into a sentence
_PLACEHOLDER = re.compile(
    r"(?i)(.)\1{3,}|lorem ipsum|asdf|qwert|blah|spam|(?:foo|bar|baz)(?:foo|bar|baz|\d)*(?:_\w*)?|do(es)?_?nt_?exist\w*"
)
_OF_A_TEST = re.compile(
    r"(?i)\b(?:should|must)\b|bogus|dummy|gibberish|xyzzy|invalid|non[-_ ]?exist|no_?such|"
    r"(?:does|do)?[-_ ]?n[o']?t[-_ ]exist|\bnot_an?_"
)


class Refused(ValueError):
    """A value that no row may hold; the message is the reason, the same words for the same reason."""


def read_literal(node: ast.expr, known: Callable[[ast.expr], Any] | None = None) -> Any:
    """The JSON value that an expression writes down; tuples become lists.

    ``known`` is asked about whatever is no literal, such as a name that was bound to one. Raises `Refused` for what is
    not known, and for what JSON has no word for (bytes, sets, infinities, keys that are no strings).
    """
    if isinstance(node, ast.Constant):
        return _json_constant(node.value)
    if isinstance(node, (ast.List, ast.Tuple)):
        return [read_literal(part, known) for part in node.elts]
    if isinstance(node, ast.Dict):
        return {_key(key): read_literal(part, known) for key, part in zip(node.keys, node.values, strict=True)}
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        value = read_literal(node.operand, known)
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return -value
    if known is None:
        raise Refused("an argument is no literal")
    return known(node)


def _json_constant(value: Any) -> Any:
    if value is None or isinstance(value, (bool, int, str)) or (isinstance(value, float) and math.isfinite(value)):
        return value
    raise Refused("a value is not JSON")


def _key(node: ast.expr | None) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    raise Refused("a value is not JSON")


def check_value(name: str, value: Any) -> None:
    """Raises `Refused` for a value that is too long, empty, secret-like, a path of one machine, or no readable text."""
    if len(quote(value, MAX_JSON + 2)) > MAX_JSON:
        raise Refused("a value is too long")
    if isinstance(value, str) and _SECRET_NAME.search(name):
        raise Refused("a value may be a secret")
    _check_part(value, depth=0)


def _check_part(value: Any, depth: int) -> None:
    if isinstance(value, str):
        _check_text(value)
    elif isinstance(value, (list, dict)):
        if depth > 1 or not 0 < len(value) <= MAX_ITEMS:
            raise Refused("a list or object is empty, long or deep")
        for part in value.values() if isinstance(value, dict) else value:
            _check_part(part, depth + 1)
        for key in value if isinstance(value, dict) else ():
            _check_text(key)
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        if len(repr(value)) > MAX_DIGITS:
            raise Refused("a number has many digits")
    elif value is None and depth:
        raise Refused("a list or object holds null")


def _check_text(text: str) -> None:
    if not text.strip() or text != text.strip():
        raise Refused("a text is empty or begins or ends with blanks")
    if len(text) > MAX_TEXT:
        raise Refused("a value is too long")
    if _MACHINE_PATH.search(text):
        raise Refused("a value is a path of a machine")
    if _SECRET.search(text):
        raise Refused("a value may be a secret")
    if not text.isprintable() or not _TEXT.fullmatch(text) or not re.search(r"\w", text):
        raise Refused("a text is markup, code or not printable")
    if _PLACEHOLDER.fullmatch(text) or re.search(r"(?i)lorem|asdf|qwert", text):
        raise Refused("a text is a placeholder")
    if _OF_A_TEST.search(text):
        raise Refused("a text speaks of a test")
