"""Several calls in one request: of one tool with shared arguments said once, or of several tools in a row."""

import random
from collections.abc import Sequence

from fcall_helpers.data.actions.model import SLOT, split
from fcall_helpers.data.composing import ComposedTool
from fcall_helpers.data.wording import (
    NOTHING,
    OPENINGS,
    VALUE,
    Argument,
    Call,
    Request,
    clause,
    draw_call,
    draw_value,
    enumerate_parts,
    fill,
    finish,
    fitting,
    in_order,
    phrase,
    string_together,
)

NEXT = split("""
    Also {ask}{rest}. | Then {ask}{rest}. | And {ask}{rest}. | After that, {ask}{rest}. | I also need to {ask}{rest}.
    In addition, {ask}{rest}. | At the same time, {ask}{rest}. | And could you {ask}{rest}? | Finally, {ask}{rest}.
    Once that is done, {ask}{rest}. | Next, {ask}{rest}. | On top of that, please {ask}{rest}.
    I'd also like you to {ask}{rest}. | Another thing: {ask}{rest}. | Also, can you {ask}{rest}?
""")
NEXT_QUESTIONS = split(
    "And {question}{rest}? | Also, {question}{rest}? | {Question}{rest}? | And tell me, {question}{rest}?"
)


def say_parallel(
    tool: ComposedTool, rng: random.Random, count: int, *, openings: Sequence[str] = ()
) -> tuple[list[Call], Request]:
    """``count`` calls of one tool and the request for all of them; what they share is said once."""
    calls, request = _say_several(tool, rng, count, openings)
    return calls, finish(request, rng)


def _say_several(
    tool: ComposedTool, rng: random.Random, count: int, openings: Sequence[str]
) -> tuple[list[Call], Request]:
    first = draw_call(tool, rng)
    speakable = [one for one in first.given if one.text]
    open_ended = [one for one in speakable if not one.parameter.role.says] or speakable
    varied = {
        one.parameter.name for one in rng.sample(open_ended, min(len(open_ended), 1 if rng.random() < 0.6 else 2))
    }
    shared = [one for one in first.given if one.parameter.name not in varied]
    if len(speakable) < 4 and rng.random() < 0.25:  # sometimes nothing is shared, and all is said anew
        shared = [one for one in shared if not one.text]
        varied = {one.parameter.name for one in speakable}
    calls = [first, *_further(first, varied, rng, count - 1)]
    opening = rng.choice(fitting([one for one in openings or OPENINGS if "{rest}" in one], tool.action))
    once = clause(Call(tool, tuple(shared)), rng)
    each = _each(calls, varied, rng)
    rest = _joined(once, each, rng) if once.text else each
    return calls, fill(opening, tool.action, rest, rng)


def _joined(once: Request, each: Request, rng: random.Random) -> Request:
    """What is shared and what is not, the shorter first as a rule; a list in the middle needs a comma behind it."""
    if len(each.text) < len(once.text) and rng.random() < 0.7:
        return each + ", " + once
    return once + " " + each


def say_together(
    tools: Sequence[ComposedTool], rng: random.Random, *, openings: Sequence[str] = ()
) -> tuple[list[Call], Request]:
    """One call for each tool, now and then two, and a request that asks for them in order."""
    calls: list[Call] = []
    request = NOTHING
    for place, tool in enumerate(tools):
        patterns = openings or OPENINGS if place == 0 else _following(tool, rng)
        patterns = [one for one in patterns if "{rest}" in one]
        if rng.random() < 0.15:
            made, said = _say_several(tool, rng, 2, patterns)
        else:
            call = draw_call(tool, rng)
            made = [call]
            said = fill(rng.choice(fitting(patterns, tool.action)), tool.action, clause(call, rng), rng)
        calls += made
        request = request + (" " if place else "") + said
    return calls, request


def _following(tool: ComposedTool, rng: random.Random) -> Sequence[str]:
    return NEXT_QUESTIONS if tool.action.questions and rng.random() < 0.4 else NEXT


def _further(first: Call, varied: set[str], rng: random.Random, count: int) -> list[Call]:
    """Calls like the first with other values for what varies, no two of them alike."""
    calls, seen = [], [first.arguments]
    for _ in range(count * 60):
        if len(calls) == count:
            break
        given = tuple(_again(one, rng) if one.parameter.name in varied else one for one in first.given)
        call = Call(first.tool, given)
        if call.arguments not in seen and in_order(call):
            seen.append(call.arguments)
            calls.append(call)
    return calls


def _again(one: Argument, rng: random.Random) -> Argument:
    """Another value for an argument that is said."""
    for _ in range(10):
        value, text = draw_value(one.parameter.role, rng)
        if text:
            return Argument(one.parameter, value, text)
    return one


def _each(calls: Sequence[Call], varied: set[str], rng: random.Random) -> Request:
    """What differs from call to call: "in Oslo, Rome and Lima", or "with base 3 and height 4, and with base 5 …"."""
    parts = [[one for one in call.given if one.parameter.name in varied and one.text] for call in calls]
    plain = all(len(one) == 1 and not any(mark in one[0].text for mark in (",", " and ")) for one in parts)
    if plain and rng.random() < 0.75:
        before, after = rng.choice(parts[0][0].parameter.role.phrases).split(SLOT)
        return before + enumerate_parts([Request(text, VALUE) for text in _alike([one[0] for one in parts])]) + after
    # The same words and the same order for each call: what is parallel in meaning should be so in form.
    words = {one.parameter.name: rng.choice(_repeatable(one.parameter.role.phrases)) for one in parts[0]}
    order = rng.getrandbits(32)
    first, *others = (
        string_together([phrase(one, rng, words[one.parameter.name]) for one in given], random.Random(order))
        for given in parts
    )
    between, final = rng.choice(((", ", ", and "), ("; ", "; and "), (", then ", ", and then "), (", ", ", and also ")))
    for place, one in enumerate(others, 2):
        first = first + (final if place == len(parts) else between) + one
    return first


def _repeatable(phrases: Sequence[str]) -> Sequence[str]:
    """Those that can be said more than once: nobody writes "namely this and namely that"."""
    return [one for one in phrases if not one.startswith(("namely", "preferably"))] or phrases


def _alike(arguments: Sequence[Argument]) -> list[str]:
    """What is said of them; all texts that may stand bare or in quotation marks do as the first of them does."""
    plain = [one.text.strip("\"'“”`") == one.value for one in arguments]
    if not plain[0]:
        return [one.text for one in arguments]
    before, _, after = arguments[0].text.partition(arguments[0].value)
    return [f"{before}{one.value}{after}" if bare else one.text for one, bare in zip(arguments, plain, strict=True)]
