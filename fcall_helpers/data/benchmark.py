"""What must never be trained on: the names, questions and answers of the benchmark (BFCL), ready to be compared with.

Why each is read as it is, `fcall_helpers.data.decontamination` says.
"""

import ast
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from fcall_helpers.assets import asset
from fcall_helpers.data.duplicates import words

NGRAM = 8  # words
_COMMON = 5  # functions of the benchmark that take a value, from which on it is anybody's
_NAME_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[^\W\dA-Z_]+|\d+")
_SPACE = re.compile(r"\s*")
_CALL = re.compile(r"(?P<name>[A-Za-z_][\w.]*)\(.*\)", re.DOTALL)


def name_key(name: str) -> str:
    """The words of a function's name in lower case: ``getHTTPStatus`` and ``get.http_status`` -> "get http status"."""
    return " ".join(_NAME_WORD.findall(name)).lower() or name


@dataclass(frozen=True)
class Answer:
    """The values that one call of the benchmark must have: a set of alternatives for each argument."""

    function: str
    slots: tuple[frozenset[str], ...]

    def shared(self, values: set[str], telling: set[str]) -> list[str]:
        """The telling values that a call with ``values`` has in common, [] unless it answers this call."""
        if not all(slot & values for slot in self.slots):
            return []
        found = {value for slot in self.slots for value in slot & values & telling}
        enough = sum(bool(slot & found) for slot in self.slots) >= 2 and len(found) >= 2
        return sorted(found) if enough else []


@dataclass(frozen=True)
class Benchmark:
    """What must not be trained on: `name_key` -> name, word n-grams and short turns of questions, and answers.

    ``telling`` are the values that mean something by themselves; ``answers`` lists the calls that have such a value.
    """

    names: dict[str, str]
    ngrams: frozenset[str]
    turns: frozenset[str]
    telling: frozenset[str]
    answers: dict[str, tuple[Answer, ...]]

    @classmethod
    def load(cls) -> "Benchmark":
        """All of BFCL: every category, live, multi-turn, memory and the unused sets too. Read once, in a second.

        Raises `fcall_helpers.assets.AssetError` when the benchmark is neither in the cache nor to be had.
        """
        return _load()

    @classmethod
    def of(cls, records: Iterable[dict]) -> "Benchmark":
        """From records in BFCL's form, for a test set of one's own.

        A record may have "question" (a string, messages, or lists of messages), "function" (a schema or a list of them;
        or the record itself is one), and "ground_truth" (calls as ``{name: {argument: [alternatives]}}`` or as
        ``"name(argument=value)"``, or lists of either).
        """
        names, turns, answers = {}, [], []
        for record in records:
            turns += map(words, _turns(record.get("question")))
            calls = [*_answers(record.get("ground_truth"))]
            for name in [*_function_names(record), *(call.function for call in calls)]:
                names.setdefault(name_key(name), name)
                if (last := _specific_part(name)) is not None:
                    names.setdefault(last, name)
            answers += calls
        telling = _telling(answers)
        return cls(
            names=names,
            ngrams=frozenset(gram for turn in turns for gram in word_ngrams(turn)),
            turns=frozenset(" ".join(turn) for turn in turns if 0 < len(turn) < NGRAM),
            telling=telling,
            answers=_by_value(answers, telling),
        )

    def reserved(self, name: str) -> str | None:
        """The benchmark's function whose name ``name`` is, in any spelling or behind any prefix; None if it is free."""
        return self.names.get(name_key(name)) or self.names.get(_specific_part(name) or "")


@cache
def _load() -> Benchmark:
    return Benchmark.of(_records(asset("bfcl")))


def _specific_part(name: str) -> str | None:
    """The key of what follows the last dot of a name, if it has two words (numbers are none)."""
    key = name_key(name.rpartition(".")[2])
    return key if "." in name and sum(not word.isdigit() for word in key.split()) >= 2 else None


def word_ngrams(found: list[str]) -> Iterator[str]:
    """Every run of `NGRAM` words, as one string each; none where there are fewer words."""
    return (" ".join(found[i : i + NGRAM]) for i in range(len(found) - NGRAM + 1))


# -- the benchmark's files ---------------------------------------------------------------------------------------------
def _records(folder: Path) -> Iterator[dict]:
    """Every JSON object of every file: a file holds one a line, or a single one over many lines."""
    decoder = json.JSONDecoder()
    for path in sorted(folder.rglob("*.json")):
        text, end = path.read_text(encoding="utf-8").strip(), 0
        while end < len(text):
            record, end = decoder.raw_decode(text, _SPACE.match(text, end).end())
            yield record


def _turns(question: Any) -> Iterator[str]:
    if isinstance(question, str):
        yield question
    elif isinstance(question, list):
        for part in question:
            yield from _turns(part)
    elif isinstance(question, dict) and question.get("role") == "user":
        yield question["content"]


def _function_names(record: dict) -> Iterator[str]:
    functions = record if "parameters" in record else record.get("function") or []
    for function in [functions] if isinstance(functions, dict) else functions:
        yield function["name"]


def _answers(truth: Any) -> Iterator[Answer]:
    """The calls of a ground truth; answers in words (memory, web search) and recorded results are none."""
    if isinstance(truth, list):
        for part in truth:
            yield from _answers(part)
    elif isinstance(truth, dict):
        for name, arguments in truth.items():
            yield Answer(name, tuple(slot for alternatives in arguments.values() for slot in _slots(alternatives)))
    elif isinstance(truth, str) and (call := _CALL.fullmatch(truth.strip())):
        values = [value for argument in _arguments(call.string) for value in leaf_values(argument)]
        yield Answer(call["name"], tuple(frozenset([value]) for value in values))


def _arguments(call: str) -> list:
    """The values in a call as Python writes it; none where it is not Python after all (one has bare quotes inside)."""
    try:
        parsed = ast.parse(call, mode="eval").body
    except SyntaxError:
        return []
    nodes = [*parsed.args, *(keyword.value for keyword in parsed.keywords)] if isinstance(parsed, ast.Call) else []
    return [_literal(node) for node in nodes]


def _literal(node: ast.expr) -> Any:
    try:
        return ast.literal_eval(node)
    except ValueError:  # an expression: p=1/6
        return ast.unparse(node)


# -- values ------------------------------------------------------------------------------------------------------------
def leaf_values(value: Any) -> Iterator[str]:
    """The values of a call's arguments, those inside objects one by one."""
    if isinstance(value, dict) or _holds_objects(value):
        for part in value.values() if isinstance(value, dict) else value:
            yield from leaf_values(part)
    else:
        yield _plain(value)


def _slots(alternatives: list) -> Iterator[frozenset[str]]:
    """The same for an answer, where each value is a list of alternatives. With "" among them it may be left out."""
    nested = next((value for value in alternatives if isinstance(value, dict) or _holds_objects(value)), None)
    if nested is not None:
        for part in [nested] if isinstance(nested, dict) else nested:
            for value in part.values() if isinstance(part, dict) else [part]:
                yield from _slots(value if isinstance(value, list) else [value])
    elif alternatives and "" not in alternatives:
        yield frozenset(map(_plain, alternatives))


def _holds_objects(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(part, dict) for part in value)


def _plain(value: Any) -> str:
    """A value as the benchmark's checker sees it, nearly: case and punctuation do not count, and 5.0 is 5."""
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(_plain, value))}]"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return " ".join(words(str(value)))


def _telling(answers: list[Answer]) -> frozenset[str]:
    users = defaultdict(set)
    for answer in answers:
        for value in frozenset().union(*answer.slots):
            users[value].add(name_key(answer.function))
    long = (value for value in users if len(value.lstrip("+-")) >= 3 and value not in ("true", "false", "none", "null"))
    return frozenset(value for value in long if len(users[value]) < _COMMON)


def _by_value(answers: list[Answer], telling: frozenset[str]) -> dict[str, tuple[Answer, ...]]:
    """Answers that could ever leak, under each of their telling values."""
    index = defaultdict(dict)
    for answer in answers:
        slots = [slot & telling for slot in answer.slots if slot & telling]
        if len(slots) >= 2:
            for value in frozenset().union(*slots):
                index[value][answer] = None
    return {value: tuple(found) for value, found in index.items()}
