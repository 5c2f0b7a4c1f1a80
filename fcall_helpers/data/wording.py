"""Requests in words: an opening, the wish, the arguments in any order, now and then a context or a typing error.

A request is built from a *frame*: all of it but the values. Frames are what dev and test must not share with train.
"""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fcall_helpers.data.actions.model import SLOT, Action, Role, split
from fcall_helpers.data.composing import ComposedTool, Parameter
from fcall_helpers.data.types import TYPES

# {Ask}/{ask}: the wish as an infinitive, {Question}/{question}: as a question; the arguments follow at {rest}.
ASKING = split("""
    {Ask}{rest}. | {Ask}{rest}, please. | {Ask}{rest}! | Please {ask}{rest}. | Kindly {ask}{rest}.
    Can you {ask}{rest}? | Could you {ask}{rest}? | Could you please {ask}{rest}? | Can you please {ask}{rest}?
    Would you {ask}{rest}? | Will you {ask}{rest} for me? | Would you be able to {ask}{rest}?
    Would it be possible to {ask}{rest}? | Is it possible to {ask}{rest}? | I need to {ask}{rest}.
    I want to {ask}{rest}. | I'd like to {ask}{rest}. | I would like to {ask}{rest}.
    I'd like you to {ask}{rest}. | I need you to {ask}{rest}. | I want you to {ask}{rest}. | Help me {ask}{rest}.
    Can you help me {ask}{rest}? | I'm trying to {ask}{rest}. | I have to {ask}{rest}.
    I was hoping you could {ask}{rest}. | I wonder if you could {ask}{rest}. | We should {ask}{rest}.
    Let's {ask}{rest}. | Go ahead and {ask}{rest}. | Hey, {ask}{rest}. | Hi! Could you {ask}{rest}? Thanks!
    Hello, I need to {ask}{rest}. | My task for today: {ask}{rest}. | Next on my list is to {ask}{rest}.
    My manager wants me to {ask}{rest}. | A friend asked me to {ask}{rest}. | What I need is to {ask}{rest}.
    It's time to {ask}{rest}. | I forgot to {ask}{rest}. Can you do it?
    I have no time to {ask}{rest}, so please do it for me. | Quickly {ask}{rest}.
    When you have a moment, {ask}{rest}. | If you can, {ask}{rest}. | Do me a favour and {ask}{rest}.
    It would be great if you could {ask}{rest}. | Your job is to {ask}{rest}. | Try to {ask}{rest}.
    Now {ask}{rest}.
""")
QUESTIONING = split("""
    {Question}{rest}? | {Question}{rest}? Thanks. | Tell me, {question}{rest}? | Quick question: {question}{rest}?
    Hi, {question}{rest}? | So {question}{rest}? | Please tell me: {question}{rest}?
    I'm curious: {question}{rest}? | {Question}{rest}? I need to know. | Do you know the answer: {question}{rest}?
    One more thing, {question}{rest}? | Remind me, {question}{rest}? | I can't work it out. {Question}{rest}?
    My question is: {question}{rest}?
""")
LISTING = split("""
    {Ask}. {listed}. | {Ask} with the following: {listed}. | Please {ask} ({listed}). | I need to {ask}. {listed}.
    Could you {ask}? Here are the details: {listed}. | {Ask} using {listed}.
""")
OPENINGS = (*ASKING, *QUESTIONING, *LISTING)
CONTEXTS = split("""
    I'm in a hurry. | I just got back to my desk. | This is for a report I'm writing. | I'm planning ahead.
    It's for school. | My sister asked me about this. | We talked about it yesterday. | I'm new here.
    Sorry to bother you again. | I'm working on something for a client. | There is a meeting in ten minutes.
    I promised to look into it. | I've been putting this off. | I'm checking my notes. | It has been a long day.
    I hope you are well. | Good morning! | We are two people sharing this account. | I'd rather not do it by hand.
    It's just an idea so far. | Here we go. | I'm helping a neighbour with this. | I'm comparing a few options.
    The last time it went wrong. | Big day tomorrow!
""")
AFTERWARDS = split("""
    Thanks. | Thank you! | That's all. | Cheers. | No rush. | It's urgent. | Let me know. | Much appreciated.
""")
VALUE = "⟨⟩"  # stands for a value in a frame


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


def draw_value(role: Role, rng: random.Random) -> tuple[Any, str]:
    """A value for a role and a way to say it."""
    if not role.says:
        return TYPES[role.kind].sample(rng)
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
    rest = " " + rest if slot == "{rest}" and rest.text else rest
    return before + rest + after


def clause(call: Call, rng: random.Random, *, leave_out: Sequence[str] = ()) -> Request:
    """The arguments as a clause, in any order: "from Oslo on 3 May with two bags and a dog"."""
    said = [_phrase(one, rng) for one in call.given if one.text and one.parameter.name not in leave_out]
    rng.shuffle(said)
    with_ = [one for one in said if one.text.startswith("with ")]
    if len(with_) > 1:  # "with base 5 with height 3" is nobody's English
        said = [one for one in said if one not in with_] + [
            enumerate_parts([with_[0], *(_without_with(one) for one in with_[1:])])
        ]
    out = NOTHING
    for place, one in enumerate(said):
        gap = " " if place == 0 or rng.random() < 0.8 else ", "
        out = out + ("" if place == 0 else gap) + one
    return out


def listed(call: Call, rng: random.Random) -> Request:
    """The arguments as a list of names and values: "origin: Oslo, date: 3 May"."""
    glue, between = rng.choice(((": ", ", "), (" = ", ", "), (" is ", ", "), (" ", ", "), (": ", "; ")))
    parts = [one for one in call.given if one.text]
    rng.shuffle(parts)
    out = NOTHING
    for place, one in enumerate(parts):
        name = rng.choice(one.parameter.role.names).replace("_", " ")
        out = out + ("" if place == 0 else between) + (name + glue) + Request(_short(one), VALUE)
    return out


def _short(one: Argument) -> str:
    """A value after a colon: what a clause says in words of its own ("with breakfast") is a yes or a keyword here."""
    if isinstance(one.value, bool):
        return "yes" if one.value else "no"
    return str(one.value).replace("_", " ") if one.parameter.role.kind == "choice" else one.text


def finish(request: Request, rng: random.Random) -> Request:
    """Now and then a sentence before or after, as people add."""
    if rng.random() < 0.15:
        request = f"{rng.choice(CONTEXTS)} " + request
    return request + f" {rng.choice(AFTERWARDS)}" if rng.random() < 0.06 else request


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


def _phrase(one: Argument, rng: random.Random) -> Request:
    """One argument as the request attaches it; what has its own words needs no phrase around them."""
    before, after = rng.choice(one.parameter.role.phrases).split(SLOT)
    return before + Request(one.text, VALUE) + after


def _without_with(one: Request) -> Request:
    """Without its "with ", which the phrase or the value itself began with."""
    return Request(one.text[5:], one.frame.removeprefix("with "))


def enumerate_parts(parts: Sequence[Request]) -> Request:
    """ "a, b and c"."""
    out = parts[0]
    for place, one in enumerate(parts[1:], 2):
        out = out + (" and " if place == len(parts) else ", ") + one
    return out
