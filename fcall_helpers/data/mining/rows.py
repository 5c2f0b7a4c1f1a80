"""Rows: one example each, of a tool, a call that somebody wrote, and a request for it."""

import hashlib
import json
import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from fcall_helpers.data.mining.phrases import is_grounded, write_request
from fcall_helpers.data.mining.schemas import MinedTool
from fcall_helpers.data.mining.values import Refused

MULTIPLE = 0.33  # the share of calls whose tool has others beside it
IRRELEVANCE = 0.1  # irrelevance rows for each call
MOST_OTHERS = 3  # tools beside the right one
MOST_TEXT = 1500  # characters of all of them: prompts must stay short
TOO_ALIKE = 0.34  # shared words of two tools, above which the other one might be right as well
_EMPTY_WORDS = {
    "the",
    "a",
    "an",
    "of",
    "to",
    "for",
    "and",
    "or",
    "in",
    "with",
    "from",
    "by",
    "on",
    "is",
    "this",
    "that",
}
SORRY = {
    "do": ("None of my tools can {}.", "I cannot {}: no tool I have does that.", "I have no tool to {}."),
    "thing": ("None of my tools gives {}.", "I cannot get {} with the tools I have.", "I have no tool that gives {}."),
    "whether": ("None of my tools can check whether {}.", "I have no tool that tells whether {}."),
}


@dataclass(frozen=True)
class Site:
    """One call of a tool and where it stands: ``source`` is what a row says of that."""

    tool: MinedTool
    arguments: dict[str, Any]
    source: str

    @property
    def key(self) -> str:
        """What the tool and its arguments hash to: ``mined-{key}`` is the id of the row that calls it."""
        return hashlib.sha256(f"{self.tool.path} {_dump(self.arguments)}".encode()).hexdigest()[:16]


class Neighbours:
    """The other tools that may stand beside one: of the same module first, else of the same package, never alike."""

    def __init__(self, tools: Iterable[MinedTool]):
        self._near: dict[str, list[MinedTool]] = defaultdict(list)
        self._words: dict[str, frozenset[str]] = {}
        self._length: dict[str, int] = {}
        for tool in tools:
            self._length[tool.path] = len(_dump(tool.schema()))
            self._words[tool.path] = _words(f"{tool.name} {tool.description}")
            for place in (tool.path.rpartition(".")[0], tool.path.partition(".")[0]):
                self._near[place].append(tool)

    def pick(self, tool: MinedTool, count: int, rng: random.Random) -> list[MinedTool]:
        """Up to ``count`` tools, each with another name and another wish."""
        found: list[MinedTool] = []
        length = self._length[tool.path]
        for place in (tool.path.rpartition(".")[0], tool.path.partition(".")[0]):
            near = self._near[place]
            for other in rng.sample(near, min(len(near), 4 * count)):
                if len(found) < count and not any(self._alike(other, known) for known in (tool, *found)):
                    length += self._length[other.path]
                    found += [other] if length <= MOST_TEXT else []
        return found

    def _alike(self, one: MinedTool, other: MinedTool) -> bool:
        if one.name == other.name or _last(one) == _last(other):
            return True
        a, b = self._words[one.path], self._words[other.path]
        return len(a & b) > TOO_ALIKE * min(len(a), len(b))


def write_rows(sites: Iterable[Site], neighbours: Neighbours, seed: int) -> Iterator[dict | str]:
    """The rows of each site, or the reason why there is none. They depend on the site and the seed alone."""
    for site in sites:
        key = site.key
        rng = random.Random(f"{seed}:{key}")
        try:
            yield _call_row(site, key, neighbours, rng)
            if rng.random() < IRRELEVANCE and (row := _irrelevance_row(site, key, neighbours, rng)):
                yield row
        except Refused as refusal:
            yield str(refusal)


def _call_row(site: Site, key: str, neighbours: Neighbours, rng: random.Random) -> dict:
    """Kind "single", or "multiple" with other tools beside the right one."""
    others = neighbours.pick(site.tool, rng.randint(1, MOST_OTHERS), rng) if rng.random() < MULTIPLE else []
    request, tools = _request(site, rng), [*others, site.tool]
    rng.shuffle(tools)
    function = {"name": site.tool.name, "arguments": _dump(site.arguments)}
    answer = {"content": None, "tool_calls": [{"id": "call_0", "type": "function", "function": function}]}
    return _row(f"mined-{key}", request, answer, tools, "multiple" if others else "single", site)


def _irrelevance_row(site: Site, key: str, neighbours: Neighbours, rng: random.Random) -> dict | None:
    """Kind "irrelevance": the same wish in other words, the right tool taken away. None where no other tool is near."""
    tools = neighbours.pick(site.tool, rng.randint(1, MOST_OTHERS), rng)
    clause = site.tool.clause
    answer = {"content": rng.choice(SORRY[clause.kind]).format(clause.text)}
    return _row(f"mined-{key}-no", _request(site, rng), answer, tools, "irrelevance", site) if tools else None


def _request(site: Site, rng: random.Random) -> str:
    request = write_request(site.tool, site.arguments, rng)
    labels = {name: argument.labels for name, argument in site.tool.arguments.items()}
    if not is_grounded(request, site.arguments, labels):
        raise Refused("a value that the request cannot say")
    return request


def _row(key: str, request: str, answer: dict, tools: list[MinedTool], kind: str, site: Site) -> dict:
    return {
        "id": key,
        "messages": [{"role": "user", "content": request}, {"role": "assistant", **answer}],
        "tools": _dump([each.schema() for each in tools]),
        "kind": kind,
        "source": site.source,
        "result": None,  # nothing is run
    }


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _last(tool: MinedTool) -> str:
    return tool.path.rpartition(".")[2].lower()


def _words(text: str) -> frozenset[str]:
    words = re.findall(r"[a-z]+", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text).lower())
    return frozenset(word.rstrip("s") for word in words) - _EMPTY_WORDS
