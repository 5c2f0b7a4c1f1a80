"""Requests in words: an opening, the wish, the arguments in any order, now and then a context or a typing error.

A request is built from a *frame*: all of it but the values. Frames are what dev and test must not share with train.
"""

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fcall_helpers.data.actions.model import SLOT, Action, Role, split
from fcall_helpers.data.composing import ComposedTool, Parameter
from fcall_helpers.data.openings import AFTERWARDS, CONTEXTS, OPENINGS
from fcall_helpers.data.types import TYPES

# What a phrase begins with decides where it stands: next to the wish, in the middle, or behind a comma at the end.
HUGGING = frozenset(split("of | called | named | titled | namely | about | between | that | which | who | whose"))
PARTICIPLE, ABSOLUTE = "-ing", "being"  # "leaving at noon"; "the day being Monday"
CLAUSES = frozenset(split("where | when | if | while | given | assuming | provided"))
CLOSING = CLAUSES | {ABSOLUTE, *split("as | since | because | not | preferably | whatever | during")}
PLACES = {0: HUGGING, 2: split("with | without | by | using | as"), 4: split("and | but | plus | unless | even")}
ONCE = frozenset(split("with | where | when | given | if"))  # said once for several: "with base 5 and height 3"
ALWAYS = frozenset((ABSOLUTE, *split("but | namely | preferably")))  # what a comma must come before
COMMA = {PARTICIPLE: 0.8, **dict.fromkeys(CLAUSES, 0.35), **dict.fromkeys(ALWAYS, 1.0)}  # the share that follows one
UNDISTURBED = 0.85  # the share of clauses whose parts stand in the best order
VALUE = "⟨⟩"  # stands for a value in a frame
BRACKETED = re.compile(r"\[.*\]|\([^)]*\)|\"[^\"]*\"|“[^”]*”")  # commas in there part nothing
_TRIES = 60  # draws until what must rise does


@dataclass(frozen=True)
class Argument:
    """One argument of a call: which, its JSON value, and how the request says it; ``text`` is "" if nothing is said."""

    parameter: Parameter
    value: Any
    text: str


@dataclass(frozen=True)
class Call:
    """One call to come: the tool, and its arguments in the order of the schema."""

    tool: ComposedTool
    given: tuple[Argument, ...]

    @property
    def arguments(self) -> dict:
        return {one.parameter.name: one.value for one in self.given}


def draw_call(tool: ComposedTool, rng: random.Random, *, shared: Sequence[Argument] = ()) -> Call:
    """Values for all required and some optional parameters of a tool; ``shared`` arguments are taken as they are."""
    fixed = {one.parameter.name: one for one in shared}
    for _ in range(_TRIES):
        if in_order(call := _draw_once(tool, rng, fixed)):
            break
    return call


def _draw_once(tool: ComposedTool, rng: random.Random, fixed: dict[str, Argument]) -> Call:
    given = []
    for parameter in tool.parameters:
        if parameter.name in fixed:
            given.append(fixed[parameter.name])
        elif parameter.required or rng.random() < 0.5:
            value, text = draw_value(parameter.role, rng)
            # What a request does not say must not be in the call, unless the call could not be made without it.
            if text or parameter.required:
                given.append(Argument(parameter, value, text))
    return Call(tool, tuple(given))


def in_order(call: Call) -> bool:
    """Whether all that must rise does: a start before its end, a lowest price below the highest."""
    return rises(call.tool.action, {one.parameter.role.names[0]: one.value for one in call.given})


def rises(action: Action, values: Mapping[str, Any]) -> bool:
    """The same for values by the plainest names of their roles."""
    return all(_rises(values[low], values[high]) for low, high in action.rising if low in values and high in values)


def _rises(low: Any, high: Any) -> bool:
    """Whether one lies below the other, or for lists, is as long; days lie at most a year apart, as in one plan."""
    if isinstance(low, list):
        return len(low) == len(high)
    if isinstance(low, str) and re.match(r"\d{4}-\d\d-\d\d", low) and int(high[:4]) > int(low[:4]) + 1:
        return False
    return low < high


def draw_value(role: Role, rng: random.Random) -> tuple[Any, str]:
    """A value for a role and a way to say it."""
    if not role.says:
        return TYPES[role.kind].sample(rng, role.within)
    value = rng.choice(list(role.says))
    return value, rng.choice(role.says[value])


@dataclass(frozen=True)
class Request:
    """What the user writes, and its frame: the same with every value masked."""

    text: str
    frame: str

    def __add__(self, other: "Request | str") -> "Request":
        other = Request(other, other) if isinstance(other, str) else other
        return Request(self.text + other.text, self.frame + other.frame)

    def __radd__(self, other: str) -> "Request":
        return Request(other + self.text, other + self.frame)

    def without(self, word: str) -> "Request":
        """Without the word it begins with, which may belong to its value: "with a dog" -> "a dog"."""
        return Request(self.text.removeprefix(f"{word} "), self.frame.removeprefix(f"{word} "))

    def capitalized(self) -> "Request":
        return Request(self.text[:1].upper() + self.text[1:], self.frame[:1].upper() + self.frame[1:])


NOTHING = Request("", "")


def say(call: Call, rng: random.Random, *, openings: Sequence[str] = (), typos: float = 0.0) -> Request:
    """A request for one call. ``openings``: those allowed, all if empty; ``typos``: the share of requests with one."""
    opening = rng.choice(fitting(openings or OPENINGS, call.tool.action))
    rest = listed(call, rng) if "{listed}" in opening else clause(call, rng)
    request = finish(fill(opening, call.tool.action, rest, rng), rng)
    return mistype(request, rng) if rng.random() < typos else request


def fitting(openings: Sequence[str], action: Action) -> list[str]:
    """The openings that an action can use: those with a question only if it has questions."""
    return [one for one in openings if action.questions or "{question}" not in one.lower()]


def fill(opening: str, action: Action, rest: Request, rng: random.Random) -> Request:
    """An opening with the wish in it, and the arguments where they belong."""
    ask = rng.choice(action.asks)
    question = rng.choice(action.questions) if action.questions else ""
    small = question[:1].lower() + question[1:] if not question.startswith("I ") else question
    wishes = {"{Ask}": ask[:1].upper() + ask[1:], "{ask}": ask, "{Question}": question, "{question}": small}
    for slot, wish in wishes.items():
        opening = opening.replace(slot, wish)
    before, slot, after = re.split(r"(\{rest\}|\{listed\})", opening)
    if slot == "{rest}" and rest.text:
        rest = (", " if _kind(rest) in ALWAYS else " ") + rest
    if slot == "{listed}" and before.endswith(". "):
        rest = rest.capitalized()
    return before + rest + after


def clause(call: Call, rng: random.Random, *, leave_out: Sequence[str] = ()) -> Request:
    """The arguments as a clause: "from Oslo on 3 May with two bags and a dog, leaving after noon"."""
    said = [phrase(one, rng) for one in call.given if one.text and one.parameter.name not in leave_out]
    return string_together(said, rng)


def string_together(said: Sequence[Request], rng: random.Random) -> Request:
    """Phrases in an order that English allows, with commas and "and" where they are due; mixed up now and then."""
    said = list(said)
    rng.shuffle(said)
    if rng.random() < UNDISTURBED:
        said.sort(key=_place)
    out = NOTHING
    for one in _once(said):
        gap = "" if not out.text else ", " if rng.random() < COMMA.get(_kind(one), 0.03) else " "
        out = out + gap + one
    return out


def _place(one: Request) -> int:
    kind = _kind(one)
    if kind in CLOSING or kind == PARTICIPLE:
        return 3
    return next((place for place, words in PLACES.items() if kind in words), 1)


def _kind(one: Request) -> str:
    """What a phrase begins with; participles are all alike, but "during" is none."""
    if re.match(r"(the|each|these|K) ([\w'’]+ ){0,3}being ", one.text):
        return ABSOLUTE
    word = one.text.partition(" ")[0].rstrip(",:")
    return PARTICIPLE if word.endswith("ing") and word not in CLOSING else word


def _once(said: Sequence[Request]) -> list[Request]:
    """Phrases that begin alike become one, "with base 5 and height 3"; so do participles, "leaving at 5 and …".

    Those with a comma or an "and" of their own stay apart, and so do values that begin with the word themselves.
    """
    kinds: dict[str, list[Request]] = {}
    for place, one in enumerate(said):
        kind, loose = _kind(one), BRACKETED.sub("", one.text)
        alone = kind not in (*ONCE, PARTICIPLE) or "," in loose or " and " in loose
        alone = alone or (one.frame.startswith(VALUE) and kind in kinds)
        kinds.setdefault(str(place) if alone else kind, []).append(one)
    return [
        enumerate_parts([parts[0], *(one.without(kind) if kind in ONCE else one for one in parts[1:])])
        for kind, parts in kinds.items()
    ]


def listed(call: Call, rng: random.Random) -> Request:
    """The arguments as a list of names and values: "origin: Oslo, date: 3 May"."""
    glue, between = rng.choice(((": ", ", "), (" = ", ", "), (" ", ", "), (": ", "; ")))
    parts = [one for one in call.given if one.text]
    rng.shuffle(parts)
    out = NOTHING
    for place, one in enumerate(parts):
        name = _spoken_name(one, rng)
        out = out + ("" if place == 0 else between) + (name + glue) + Request(_short(one), VALUE)
    return out


def _spoken_name(one: Argument, rng: random.Random) -> str:
    """One of the argument's names in words, the plainest in half of the cases; no unit that the value has too."""
    names = [name for name in one.parameter.role.names if len(name) > 2] or one.parameter.role.names
    words = (names[0] if rng.random() < 0.5 else rng.choice(names)).split("_")
    return " ".join(words[:-1] if len(words) > 1 and words[-1] in one.text.split() else words)


def _short(one: Argument) -> str:
    """A value after a colon: what a clause says in words of its own ("with breakfast") is a yes or a keyword here."""
    if isinstance(one.value, bool):
        return "yes" if one.value else "no"
    return str(one.value).replace("_", " ") if one.parameter.role.kind == "choice" else one.text


def finish(request: Request, rng: random.Random) -> Request:
    """Now and then a sentence before or after, as people add."""
    if rng.random() < 0.15:
        request = f"{rng.choice(CONTEXTS)} " + request
    thanked = "hank" in request.text[-12:]
    return request + f" {rng.choice(AFTERWARDS)}" if rng.random() < 0.06 and not thanked else request


def mistype(request: Request, rng: random.Random) -> Request:
    """One typing error in a word that is no value: two letters exchanged, one lost or one doubled."""
    words = [match for match in re.finditer(r"[a-z]{4,}", request.frame) if match[0] in request.text]
    if not words:
        return request
    word = rng.choice(words)[0]
    at = rng.randrange(len(word) - 1)
    wrong = rng.choice(
        (word[:at] + word[at + 1] + word[at] + word[at + 2 :], word[:at] + word[at + 1 :], word[: at + 1] + word[at:])
    )
    return Request(*(re.sub(rf"\b{word}\b", wrong, part, count=1) for part in (request.text, request.frame)))


def phrase(one: Argument, rng: random.Random, words: str = "") -> Request:
    """One argument as the request attaches it, by ``words`` with a slot or by any of the role's own."""
    before, after = (words or rng.choice(one.parameter.role.phrases)).split(SLOT)
    return before + Request(one.text, VALUE) + after


def enumerate_parts(parts: Sequence[Request]) -> Request:
    """ "a, b and c"."""
    out = parts[0]
    for place, one in enumerate(parts[1:], 2):
        out = out + (" and " if place == len(parts) else ", ") + one
    return out
