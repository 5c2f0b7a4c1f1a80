"""Rows that hold something of the benchmark (BFCL): found, quoted, and left out of the training data.

A score means nothing when the model has seen the test. GPT-3 compared training text and test by runs of 8 to 13 words
(Brown et al. 2020, arXiv 2005.14165, appendix C). Requests are short, so here it is 8, their smallest; and a call can
leak without its sentence, so function names and the values of the answers are compared as well:

- *names*. A name counts whole, in any spelling: ``math.hypot``, ``math_hypot`` and ``mathHypot`` are one. Its part
  after the last dot counts too, provided it has two words or more: somebody thought of ``count_night_buses``, while
  ``get`` or ``add`` belong to everybody and cannot be a leak without the rest. Some whole names of the benchmark are
  such a word (``sort``, ``mean``); they do count, but only as the whole name of the other function: a false alarm costs
  one row, a miss costs the claim that no name was seen.
- *questions*. Any eight words in a row, compared without case and punctuation, numbers kept. A shorter turn is compared
  whole.
- *arguments*. The values of a call, whatever its function and arguments are called (masking and dialects rename both):
  a row leaks when one of its calls holds every value that an answer must have, two of them telling. A value is telling
  when it has three characters or more, is no truth value, and fewer than five functions of the benchmark take it:
  "Paris" and 5000 are anybody's.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from fcall_helpers.data.benchmark import NGRAM, Benchmark, leaf_values, name_key, word_ngrams
from fcall_helpers.data.duplicates import words
from fcall_helpers.tools import ToolCall

__all__ = ["NGRAM", "Benchmark", "Report", "decontaminate", "name_key", "overlaps", "reserved_names"]

_EXAMPLES = 5  # of each kind in a report


def reserved_names() -> frozenset[str]:
    """The names that no function of ours may have, as `name_key` writes them; see also `Benchmark.reserved`."""
    return frozenset(Benchmark.load().names)


def overlaps(row: dict, benchmark: Benchmark) -> list[str]:
    """What a row (``messages``, and ``tools`` as a JSON string) has in common with the benchmark; [] when nothing.

    Each reason is ``"name: ..."``, ``"question: ..."`` or ``"arguments: ..."`` and quotes what was found.

    Raises:
        ValueError: the row is not in that form; the message names the row by its "id".
    """
    names, texts, calls = _parts(row)
    reasons = []
    for name in names:
        if theirs := benchmark.reserved(name):
            reasons.append(f"name: {name!r} is the benchmark's {theirs!r}")
    for role, text in texts:
        found = words(text)
        if (gram := next((gram for gram in word_ngrams(found) if gram in benchmark.ngrams), None)) is not None:
            reasons.append(f"question: {gram!r} is in the benchmark")
        elif role == "user" and len(found) < NGRAM and (turn := " ".join(found)) in benchmark.turns:
            reasons.append(f"question: {turn!r} is a turn of the benchmark")
    for call in calls:
        values = dict.fromkeys(leaf_values(call.arguments))  # a dict keeps their order, and so the reasons' order
        near = dict.fromkeys(answer for value in values for answer in benchmark.answers.get(value, ()))
        for answer in near:
            if shared := answer.shared({*values}, benchmark.telling):
                quoted = ", ".join(map(repr, shared))
                reasons.append(f"arguments: {quoted} answer the benchmark's {answer.function!r}")
    return [*dict.fromkeys(reasons)]


@dataclass
class Report:
    """What `decontaminate` did: rows seen, rows kept, and for each kind of reason the rows that had it, with examples.

    A row may have reasons of several kinds. ``str(report)`` is the text for a dataset card.
    """

    rows: int = 0
    kept: int = 0
    counts: Counter = field(default_factory=lambda: Counter({"name": 0, "question": 0, "arguments": 0}))
    examples: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def add(self, reasons: list[str]) -> None:
        """Count one row."""
        self.rows += 1
        self.kept += not reasons
        self.counts.update({reason.partition(":")[0] for reason in reasons})
        for reason in reasons:
            examples = self.examples[reason.partition(":")[0]]
            if len(examples) < _EXAMPLES and reason not in examples:
                examples.append(reason)

    def __str__(self) -> str:
        lines = [f"{self.rows - self.kept} of {self.rows} rows overlap with the benchmark"]
        for kind, count in self.counts.items():
            lines += [f"- {kind}: {count}", *(f"    {example}" for example in self.examples.get(kind, ()))]
        return "\n".join(lines)


def decontaminate(rows: Iterable[dict], benchmark: Benchmark | None = None) -> tuple[list[dict], Report]:
    """The rows that have nothing in common with the benchmark (all of BFCL by default), in their order, and a report.

    Raises:
        ValueError: a row is not in the form that `overlaps` reads.
    """
    benchmark = benchmark or Benchmark.load()
    kept, report = [], Report()
    for row in rows:
        reasons = overlaps(row, benchmark)
        report.add(reasons)
        if not reasons:
            kept.append(row)
    return kept, report


# -- a row -------------------------------------------------------------------------------------------------------------
def _parts(row: dict) -> tuple[list[str], list[tuple[str, str]], list[ToolCall]]:
    """(names of functions, (role, text) of what was said, calls) of a row."""
    try:
        tools = json.loads(row["tools"])
        calls = [ToolCall.from_openai(call) for m in row["messages"] for call in m.get("tool_calls") or ()]
        names = [*(tool["function"]["name"] for tool in tools), *(call.name for call in calls)]
        said = [(m["role"], m.get("content") or "") for m in row["messages"]]
        texts = [(role, str.strip(content)) for role, content in said if role != "tool"]  # TypeError: no string
    except (TypeError, KeyError, AttributeError, ValueError) as error:
        which = row.get("id", "without an id") if isinstance(row, dict) else repr(row)[:40]
        what = f"{type(error).__name__}: {error}"
        raise ValueError(
            f"row {which} is not an example with OpenAI messages and tools as a JSON string ({what})"
        ) from None
    return [*dict.fromkeys(names)], texts, calls
