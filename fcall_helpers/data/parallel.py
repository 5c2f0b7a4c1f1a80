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
)

NEXT = split("""
    Also {ask}{rest}. | Then {ask}{rest}. | And {ask}{rest}. | After that, {ask}{rest}. | I also need to {ask}{rest}.
    Besides, {ask}{rest}. | At the same time, {ask}{rest}. | And could you {ask}{rest}? | Finally, {ask}{rest}.
    Once that is done, {ask}{rest}. | Next, {ask}{rest}. | On top of that, please {ask}{rest}.
""")
NEXT_QUESTIONS = split(
    "And {question}{rest}? | Also, {question}{rest}? | {Question}{rest}? | And tell me, {question}{rest}?"
)


def say_parallel(
    tool: ComposedTool, rng: random.Random, count: int, *, openings: Sequence[str] = ()
) -> tuple[list[Call], Request]:
    """``count`` calls of one tool and the request for all of them; what they share is said once."""
    first = draw_call(tool, rng)
    speakable = [one for one in first.given if one.text]
    open_ended = [one for one in speakable if not one.parameter.role.says] or speakable
    varied = {
        one.parameter.name for one in rng.sample(open_ended, min(len(open_ended), 1 if rng.random() < 0.6 else 2))
    }
    shared = [one for one in first.given if one.parameter.name not in varied]
    if rng.random() < 0.25:  # sometimes nothing is shared, and all is said anew
        shared = [one for one in shared if not one.text]
        varied = {one.parameter.name for one in speakable}
    calls = [first, *_further(first, varied, rng, count - 1)]
    opening = rng.choice(fitting([one for one in openings or OPENINGS if "{rest}" in one], tool.action))
    once = clause(Call(tool, tuple(shared)), rng)
    each = _each(calls, varied, rng)
    rest = once + " " + each if once.text else each
    return calls, finish(fill(opening, tool.action, rest, rng), rng)


def say_together(
    tools: Sequence[ComposedTool], rng: random.Random, *, openings: Sequence[str] = ()
) -> tuple[list[Call], Request]:
    """One call for each tool, now and then two, and a request that asks for them in order."""
    calls: list[Call] = []
    request = NOTHING
    for place, tool in enumerate(tools):
        if rng.random() < 0.15:
            made, said = say_parallel(tool, rng, 2, openings=openings if place == 0 else _following(tool, rng))
        else:
            call = draw_call(tool, rng)
            made = [call]
            patterns = [one for one in openings or OPENINGS if "{rest}" in one] if place == 0 else _following(tool, rng)
            said = fill(rng.choice(fitting(patterns, tool.action)), tool.action, clause(call, rng), rng)
        calls += made
        request = request + (" " if place else "") + said
    return calls, request


def _following(tool: ComposedTool, rng: random.Random) -> Sequence[str]:
    return NEXT_QUESTIONS if tool.action.questions and rng.random() < 0.4 else NEXT


def _further(first: Call, varied: set[str], rng: random.Random, count: int) -> list[Call]:
    """Calls like the first with other values for what varies, no two of them alike."""
    calls, seen = [], [first.arguments]
    for _ in range(count * 10):
        if len(calls) == count:
            break
        given = tuple(_again(one, rng) if one.parameter.name in varied else one for one in first.given)
        call = Call(first.tool, given)
        if call.arguments not in seen:
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
        return before + enumerate_parts([Request(one[0].text, VALUE) for one in parts]) + after
    said = [clause(Call(call.tool, tuple(one)), rng) for call, one in zip(calls, parts, strict=True)]
    glue = rng.choice((", and ", "; ", ", then ", ", and also ", " as well as "))
    out = said[0]
    for one in said[1:]:
        out = out + glue + one
    return out
