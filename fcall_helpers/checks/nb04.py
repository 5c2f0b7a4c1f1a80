"""Checks of notebook 04, build_a_dataset."""

import itertools
import random
import re

from fcall_helpers.checks.framework import exercise, expect

LONGEST = 240  # minutes
NUMBER_AND_UNIT = re.compile(r"(\d+(?:\.\d+)?) ?(hours?|hrs?|h|minutes?|mins?|m)\b[ ,]*(?:and )?")


@exercise("Every duration can be said in several ways, and each of them means one number of minutes.")
def check_04a(forms):
    """``forms(minutes)``: ways to say 1 to 240 minutes, each of which can be read back."""
    meant: dict[str, int] = {}
    for minutes in range(1, LONGEST + 1):
        said = forms(minutes)
        expect(said is not None, "forms returned None: return a list of texts")
        expect(isinstance(said, list), f"forms({minutes}) should be a list of texts, it is {said!r:.60}")
        for form in said:
            _check_form(form, minutes)
            other = meant.setdefault(" ".join(form.casefold().split()), minutes)
            expect(other == minutes, f"{form!r} says {other} minutes and also {minutes}: nobody could read it back")
        expect(len(set(said)) == len(said), f"forms({minutes}) says something twice: {said}")
        expect(len(said) > 1, f"forms({minutes}) has {len(said)} ways to say it, there should be two or more")
    for minutes in (30, 60, 90):
        wordy = [form for form in forms(minutes) if not re.search(r"\d", form)]
        expect(wordy, f"how do people say {minutes} minutes without a digit? forms({minutes}) does not know")


def _check_form(form, minutes: int) -> None:
    expect(isinstance(form, str) and form.strip(), f"forms({minutes}) holds {form!r}, which is no text")
    expect(re.search(r"[^\W\d_]", form), f"{form!r} names no unit: it may be minutes or hours or anything")
    expect(
        not re.match(r"1 (minutes|hours)\b|(?!1 )[\d.]+ (minute|hour)\b", form),
        f"{form!r} has the wrong number: 1 minute, 2 minutes",
    )
    if form and not NUMBER_AND_UNIT.sub("", form):  # nothing but numbers and units: we can do the sum
        read = sum(
            float(number) * (60 if unit.startswith("h") else 1) for number, unit in NUMBER_AND_UNIT.findall(form)
        )
        expect(abs(read - minutes) < 1e-6, f"{form!r} is {read:g} minutes, forms({minutes}) has it")


@exercise("Neither a tool nor a phrasing of the tests was seen in training.")
def check_04b(split):
    """``split(rows)``: training rows and test rows that share neither tools nor phrasings, whatever the order."""
    rng = random.Random(0)
    drawn = ((rng.randrange(100), rng.randrange(60)) for _ in range(6000))
    rows = [
        {"id": place, "tool": f"tool {tool}", "phrasing": f"phrasing {words}"}
        for place, (tool, words) in enumerate(drawn)
    ]
    train, test = _sides(split, rows)
    expect(test, "there is no test row")
    for name in ("tool", "phrasing"):
        shared = {row[name] for row in train} & {row[name] for row in test}
        leaked = sum(row[name] in shared for row in test)
        expect(not shared, f"{leaked} of {len(test)} test rows have a {name} that stands in training too: it leaks")
    expect(
        len(train) >= len(rows) / 2, f"only {len(train)} of {len(rows)} rows are left to train on: keep at least half"
    )
    expect(len(test) >= 50, f"{len(test)} test rows are too few to measure with: keep 50, by a larger fraction")
    mixed = rng.sample(rows, len(rows))
    moved = {row["id"] for row in test} ^ {row["id"] for row in _sides(split, mixed)[1]}
    expect(not moved, f"{len(moved)} rows change sides when the rows come in another order")


def _sides(split, rows: list[dict]) -> tuple[list[dict], list[dict]]:
    got = split([dict(row) for row in rows])
    expect(got is not None, "split returned None: return two lists")
    expect(isinstance(got, (tuple, list)) and len(got) == 2, f"split should return two lists, it returned {got!r:.60}")
    train, test = map(list, got)
    known = {row["id"]: row for row in rows}
    made_up = [row for row in (*train, *test) if not isinstance(row, dict) or known.get(row.get("id")) != row]
    expect(
        not made_up, f"the lists should hold the rows as they were given, one of them holds {(made_up or [0])[0]!r:.60}"
    )
    return train, test


ROWS = 60


@exercise("Sixty rows of your own domain were drawn, run and verified.")
def check_04c(my_action):
    """``my_action()``: an action with a real function, from which sixty rows come out right."""
    from fcall_helpers.data.actions import ACTIONS, Action  # the data room takes a while to import
    from fcall_helpers.data.making import draw_rows
    from fcall_helpers.data.world import World

    made = my_action()
    expect(made is not None, "my_action returned None: return what action(...) gives you")
    expect(isinstance(made, Action), f"my_action should return an action, it returned {made!r:.60}")
    expect(made.fn is not None, "the action has no function (fn=...), so nothing of it can be run")
    expect(len(made.roles) > 1, "the action takes one argument: with two or more there is something to tell apart")
    _check_words(made)
    world = World([made], distractors=ACTIONS[:20], masked=0.0, executed=1.0, mix={"single": 1.0})
    drawn = list(draw_rows(world, random.Random(0), ROWS))
    wrong = [problems[0] for _, problems in drawn if problems]
    expect(not wrong, f"{len(wrong)} of {ROWS} rows are rejected, the first because: {(wrong or [''])[0]}")
    results = {row["result"] for row, _ in drawn}
    expect(len(results) > 2, f"the function returned only {', '.join(sorted(results))}: let it use its arguments")
    requests = {row["messages"][0]["content"] for row, _ in drawn}
    expect(
        len(requests) > ROWS * 0.8, f"only {len(requests)} of {ROWS} requests differ: say more, or draw wider values"
    )


def _check_words(made) -> None:
    """Arguments of one kind must not share a phrase or a description, and no name may be the benchmark's."""
    from fcall_helpers.data.decontamination import Benchmark

    for one, other in itertools.combinations(made.roles, 2):
        shared = sorted({*one.phrases} & {*other.phrases})
        expect(
            one.kind != other.kind or not shared,
            f"{one.names[0]} and {other.names[0]} may both be said {(shared or [''])[0]!r}: the request is ambiguous",
        )
        same = sorted({*one.descriptions} & {*other.descriptions})
        expect(
            one.kind != other.kind or not same,
            f"{one.names[0]} and {other.names[0]} are both described as {(same or [''])[0]!r}: where names are hidden, "
            f"nothing tells them apart",
        )
    reserved = [name for name in made.names if Benchmark.load().reserved(name.replace(" ", "_"))]
    expect(not reserved, f"the benchmark has a function called {', '.join(reserved)}: call yours something else")
