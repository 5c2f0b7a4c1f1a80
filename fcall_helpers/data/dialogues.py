"""Rows of several turns: a missing argument asked for, a result used in the next call, an error repaired.

In none of them does the assistant make a wrong call, since every turn of the assistant is trained. What is repaired is
a mistake of the user, which the function itself finds.
"""

import json
import random
import re
from collections.abc import Iterator
from dataclasses import replace

from fcall_helpers.data.actions.model import Action, split
from fcall_helpers.data.composing import compose
from fcall_helpers.data.turns import assistant, calling, draw_result, finish_row, report, returned, run_call, user
from fcall_helpers.data.types import TYPES
from fcall_helpers.data.wording import Argument, Call, clause, draw_call, fill, say
from fcall_helpers.data.world import World
from fcall_helpers.tools import ToolResult

ASK_BACK = split("""
    Which {name} should I use? | What is the {name}? | I still need the {name}. Could you tell me?
    And the {name}, please? | Happy to help. What {name} do you have in mind? | Please tell me the {name} first.
    What should the {name} be?
""")
GIVEN = split("{} | {}. | It's {}. | {}, please. | Use {}. | Take {}.")
FAILED = split("""
    That did not work: {error} Which {name} should I use instead? | The tool refused it: {error} What {name} is right?
    Sorry, that failed: {error} Please give me another {name}. | I got an error: {error} What should the {name} be?
""")
AGAIN = split("Then {} | Sorry, I meant {} | Take {} | Oh, {} | Use {} instead | Make it {}")
FOLLOWING = split("""
    Now {ask}{rest}. | Next, {ask}{rest}. | And then {ask}{rest}. | Good. Now {ask}{rest}. | Thanks! Now {ask}{rest}.
    Fine. Could you {ask}{rest}? | With this in hand, {ask}{rest}. | Go on and {ask}{rest}, please.
""")
REFERRED = {None: split("that result | the result | that number"), str: split("that {name} | the {name} | this {name}")}
TRIES = 20
UNITS = split("km | m | cm | mm | kg | g | mg | ml | kwh | usd | eur | c")


def make_dialogue(world: World, rng: random.Random, row_id: str) -> dict | None:
    """A row of several turns, of any of the shapes; None when the actions allow none."""
    runnable = any(action.fn is not None for action in world.actions) and rng.random() < 2 * world.executed
    shapes = [rng.choice((_chained, _repaired))] if runnable else []
    for shape in (*shapes, _asked_back):
        for _ in range(TRIES):
            if (row := shape(world, rng, row_id)) is not None:
                return row
    return None


def _asked_back(world: World, rng: random.Random, row_id: str) -> dict | None:
    """A required argument is not said; the assistant asks for it, gets it, and calls."""
    tool = world.tool(rng.choice(world.actions), rng, masked=False)
    call = draw_call(tool, rng)
    askable = [one for one in call.given if one.parameter.required and one.text and not one.parameter.role.says]
    if len(call.given) < 2 or not askable:
        return None
    missing = rng.choice(askable)
    request = say(replace(call, given=_without(call, missing)), rng, openings=world.openings)
    question = rng.choice(ASK_BACK).format(name=_words(missing))
    answer = rng.choice(GIVEN).format(missing.text)
    messages = [user(request), assistant(question), user(answer), calling([call])]
    return finish_row(row_id, "multi_turn", [tool], messages)


def _chained(world: World, rng: random.Random, row_id: str) -> dict | None:
    """A result is used in the next call, whose request does not repeat it."""
    first = rng.choice([action for action in world.actions if action.fn is not None])
    call, result = draw_result(world, first, rng)
    nexts = [(action, role) for action in world.actions if action is not first for role in _takers(action)]
    found = list(_numbers(result))
    if not nexts or not found:
        return None
    second, role = rng.choice(nexts)
    name, value = rng.choice(found)
    if TYPES[role.kind].schema["type"] == "number":
        value = float(value)
    elif not isinstance(value, int):
        return None
    tool = compose(second, rng, names="plain")
    words = rng.choice(REFERRED[type(name) if name else None]).format(name=(name or "").replace("_", " "))
    used = next((Argument(one, value, words) for one in tool.parameters if one.role is role), None)
    if used is None or tool.name == call.tool.name:
        return None
    follow = draw_call(tool, rng, shared=[used])
    outcome = run_call(world, follow, place=1)
    if not outcome.ok:
        return None
    request = fill(rng.choice(FOLLOWING), second, clause(follow, rng), rng)
    tools = [call.tool, tool]
    rng.shuffle(tools)
    messages = [user(say(call, rng, openings=world.openings)), calling([call]), returned(result), report(result, rng)]
    messages += [user(request), calling([follow], first=1)]
    return finish_row(row_id, "multi_turn", tools, messages, source=f"executed:{second.key}", result=outcome.content)


def _repaired(world: World, rng: random.Random, row_id: str) -> dict | None:
    """The user gives an impossible value, the function says so, the user gives another, the assistant calls again."""
    action = rng.choice([action for action in world.actions if action.fn is not None])
    right, _ = draw_result(world, action, rng)
    wrongs = [(good, wrong) for good in right.given for wrong in _spoiled(right, good)]
    rng.shuffle(wrongs)
    refused = ((good, wrong, run_call(world, wrong)) for good, wrong in wrongs)
    found = next((three for three in refused if "ValueError: " in three[2].content), None)
    if found is None:
        return None
    good, wrong, failure = found
    said = json.loads(failure.content)["error"].partition("ValueError: ")[2]
    error = re.sub(r"^\w+: ", "", said).rstrip(".") + "."
    outcome = run_call(world, right, place=1)
    messages = [
        user(say(wrong, rng, openings=world.openings)),
        calling([wrong]),
        returned(failure),
        assistant(rng.choice(FAILED).format(error=error, name=_words(good))),
        user(rng.choice(AGAIN).format(good.text) + rng.choice((".", "", ", please."))),
        calling([right], first=1),
    ]
    source = f"executed:{action.key}"
    return finish_row(row_id, "multi_turn", [right.tool], messages, source=source, result=outcome.content)


def _spoiled(right: Call, good: Argument) -> Iterator[Call]:
    """The call with one number replaced by those that a slip of the hand makes of it."""
    if type(good.value) in (int, float) and good.text and not good.parameter.role.says:
        for bad in (type(good.value)(0), -good.value, good.value * 1000):
            spoiled = replace(good, value=bad, text=_said(bad, good.parameter.role.kind))
            yield replace(right, given=tuple(spoiled if one is good else one for one in right.given))


def _said(number: float, kind: str) -> str:
    """An impossible number with the unit of its type: "-39 hours"; bare where the type has no way to say it."""
    plain = f"{number:.15g}"
    try:
        forms = TYPES[kind].forms(number)
    except ValueError:  # no words for a number of people below zero
        forms = []
    return next((form for form in forms if form.startswith(plain)), plain)


def _without(call: Call, left_out: Argument) -> tuple[Argument, ...]:
    return tuple(one for one in call.given if one is not left_out)


def _words(argument: Argument) -> str:
    """An argument's name as words, without its unit: "distance_km" is a distance."""
    words = argument.parameter.role.names[0].split("_")
    return " ".join(words[:-1] if len(words) > 1 and words[-1] in UNITS else words)


def _takers(action: Action) -> Iterator:
    """The roles of an executable action that can take any number."""
    if action.fn is not None:
        yield from (role for role in action.roles if role.kind in ("number", "integer") and role.required is not False)


def _numbers(result: ToolResult) -> Iterator[tuple[str | None, int | float]]:
    """The numbers in a result: the result itself, or the values of an object with their names."""
    value = json.loads(result.content)
    parts = value.items() if isinstance(value, dict) else [(None, value)]
    yield from ((name, part) for name, part in parts if type(part) in (int, float))
