"""The card of a dataset: what is in it, written from counts and never by hand.

Its form is the one the Hugging Face hub reads (a YAML head, then Markdown); what it says follows "Datasheets for
Datasets" (Gebru et al. 2018, arXiv 1803.09010): what for, what of, how made, how cleaned, what it is not good for.
"""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from fcall_helpers.tools import ToolCall

_VALUE = re.compile(r"[\"“'][^\"”']*[\"”']|[$€£¥+-]*\b[\w.,:/%$€£@+-]*\d[\w.,:/%$€£@+-]*")


@dataclass
class Measures:
    """Counts of rows, taken one row at a time. Schemas and frames are kept as hashes of 8 bytes."""

    rows: int = 0
    kinds: Counter = field(default_factory=Counter)
    sources: Counter = field(default_factory=Counter)
    calls: Counter = field(default_factory=Counter)  # calls in a row -> rows
    offered: Counter = field(default_factory=Counter)  # tools in a row -> rows
    arguments: Counter = field(default_factory=Counter)  # JSON type of a value -> how often
    words: Counter = field(default_factory=Counter)  # words of the first request -> rows
    schemas: set[bytes] = field(default_factory=set, repr=False)
    frames: set[bytes] = field(default_factory=set, repr=False)

    def add(self, row: Mapping) -> None:
        """Count one row of the contract's columns."""
        tools = json.loads(row["tools"])
        calls = [ToolCall.from_openai(call) for turn in row["messages"] for call in turn.get("tool_calls") or ()]
        asked = next((turn["content"] for turn in row["messages"] if turn["role"] == "user"), "")
        self.rows += 1
        self.kinds[row["kind"]] += 1
        self.sources[row["source"].partition(":")[0]] += 1
        self.calls[len(calls)] += 1
        self.offered[len(tools)] += 1
        self.words[len(asked.split())] += 1
        self.arguments.update(type(value).__name__ for call in calls for value in call.arguments.values())
        self.schemas.update(_hash(json.dumps(tool["function"]["parameters"], sort_keys=True)) for tool in tools)
        self.frames.add(_hash(frame_of(asked, [call.arguments for call in calls])))


def measure(rows: Iterable[Mapping]) -> Measures:
    """`Measures` of all the rows."""
    found = Measures()
    for row in rows:
        found.add(row)
    return found


def frame_of(request: str, values: Iterable[object] = ()) -> str:
    """A request without its values: the texts among ``values``, numbers, what stands in quotes or has a digit."""
    frame = request.casefold()
    for text in sorted(_texts(values), key=len, reverse=True):
        frame = frame.replace(text, "⟨⟩")
    return _VALUE.sub("⟨⟩", frame)


def _texts(values: Iterable[object]) -> Iterator[str]:
    """All texts among some JSON values, those inside arrays and objects too."""
    for value in values:
        if isinstance(value, str) and len(value) > 1:
            yield value.casefold()
        elif isinstance(value, (list, dict)):
            yield from _texts(value.values() if isinstance(value, dict) else value)


def card(measures: Measures, settings: Mapping | None = None, report: Mapping | None = None) -> str:
    """The card as Markdown.

    Parameters
    ----------
    measures : of the rows that are in the dataset.
    settings : how they were made, as `make_dataset` writes them to ``settings.json``.
    report : how many rows were drawn and why some went, as in ``report.json``: reason -> rows, "right" for the rest.
    """
    parts = [_head(measures), _purpose(), _content(measures)]
    parts += [_making(settings)] if settings else []
    parts += [_cleaning(report, measures.rows)] if report else []
    return "\n\n".join([*parts, _limits()]) + "\n"


def _head(measures: Measures) -> str:
    size = next((name for limit, name in SIZES if measures.rows < limit), "n>1M")
    return "\n".join(
        ["---", "language: en", "task_categories: [text-generation]", "tags: [function-calling, tool-use, synthetic]"]
        + [f"size_categories: ['{size}']", "---", "", f"# {measures.rows:,} rows of tool calls"]
    )


SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))


def _purpose() -> str:
    return (
        "Made to teach a small language model to call functions it has never seen. No model wrote any of it: values "
        "are drawn from typed samplers, tools composed from actions, requests built by a phrase grammar."
    )


def _content(measures: Measures) -> str:
    middle = sorted(measures.words.elements())[measures.rows // 2] if measures.rows else 0
    return "\n".join(
        [
            "## What is in it\n",
            _table(("kind", "rows"), measures.kinds.most_common()),
            f"\n- schemas that differ: {len(measures.schemas):,}; requests that differ without their values: "
            f"{len(measures.frames):,}; words in half of the requests: at most {middle}",
            f"- where rows come from: {_listed(measures.sources)}",
            f"- rows by calls they hold: {_listed(measures.calls)}; by tools offered: {_listed(measures.offered)}",
            f"- values of arguments: {_listed(measures.arguments)}",
            "- columns: `id`, `messages` (OpenAI's form), `tools` (a JSON string, since Arrow pads unlike structs with "
            "nulls), `kind`, `source`, `result` (what the function returned, where it was run)",
        ]
    )


def _making(settings: Mapping) -> str:
    names = ("seed", "split", "mix", "masked", "shared", "fractions")
    arguments = ", ".join(f"{name}={settings[name]!r}" for name in names)
    own = ", actions=[...]" if settings["own"] else ""
    return (
        f"## How it was made\n\n    make_dataset({settings['n']}, {arguments}{own})\n\nThe sources that made it have "
        f"the sha256 `{settings['content'][:16]}`; with them, the same call makes the same bytes. Splits share neither "
        "actions nor phrasings."
    )


def _cleaning(report: Mapping, kept: int) -> str:
    reasons = [(name, count) for name, count in report.items() if name != "right"]
    drawn = sum(count for name, count in report.items() if not name.endswith("duplicates"))
    spare = drawn - kept - sum(count for _, count in reasons)
    reasons += [("being right, but more than were asked for", spare)] if spare else []
    return "\n".join(
        [
            "## How it was cleaned\n",
            f"{drawn:,} rows were drawn. Each had to pass `verify` (schemas valid, calls fit them, the request says "
            "what the arguments hold) and to share no name, no eight words and no arguments with the Berkeley Function "
            "Calling Leaderboard.\n",
            _table(("left out because of", "rows"), reasons) if reasons else "None was left out.",
        ]
    )


def _limits() -> str:
    return (
        "## What it is not good for\n\nThe requests follow a grammar: they are more regular than people are, and only "
        "in English. Values are drawn at random, so many are possible and few are likely. It holds no personal data: "
        "names, addresses and numbers are made up."
    )


def _listed(counts: Counter) -> str:
    return ", ".join(f"{count:,} × {name}" for name, count in sorted(counts.items(), key=lambda pair: str(pair[0])))


def _table(header: tuple[str, str], rows: Iterable[tuple[str, int]]) -> str:
    lines = [f"| {header[0]} | {header[1]} |", "|---|---:|", *(f"| {name} | {count:,} |" for name, count in rows)]
    return "\n".join(lines)


def _hash(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
