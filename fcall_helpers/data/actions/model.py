"""What an action is: something a person may ask for, the words for it, and the arguments it takes.

An action is not yet a tool. From one action the composer makes many tools, with other names, other subsets of the
arguments, other descriptions; the words that a request uses stay with the arguments, so each tool can be asked for.
"""

import hashlib
import inspect
import itertools
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from fcall_helpers.data.types import TYPES

SLOT = "{}"
ABSENT = object()  # no default


@dataclass(frozen=True)
class Role:
    """One argument that an action may take.

    Parameters
    ----------
    names : what APIs call it, snake_case, the plainest first.
    kind : the name of a `SemanticType`; "choice" and "flag" have their values in ``says``.
    phrases : how a request attaches it, each with one ``{}``: "from {}", "leaving {}".
    descriptions : what a schema says of it.
    required : True, False, or None where the composer may choose.
    default : what happens when it is left out, if that can be said.
    says : for a choice or a flag, each value and the ways to say it.
    within : for a number, the least and the greatest value that make sense here: nobody books 3000 seats.
    """

    names: tuple[str, ...]
    kind: str
    phrases: tuple[str, ...]
    descriptions: tuple[str, ...]
    required: bool | None = None
    default: Any = ABSENT
    says: Mapping[Any, tuple[str, ...]] = field(default_factory=dict)
    within: tuple[float, float] | None = None


@dataclass(frozen=True)
class Action:
    """Something to ask for.

    Parameters
    ----------
    domain : one word, such as "travel".
    names : the words of a tool's name, "book flight", the plainest first; a dialect joins them.
    does : a tool's description, as a sentence in the imperative or the third person.
    asks : the wish as an infinitive without "to": "book a flight".
    questions : the wish as the beginning of a question, without the question mark: "What does a flight cost".
    roles : the arguments; at least one is required.
    fn : a real function with the plainest names of all roles as its parameters, where there is one.
    rising : pairs of plainest names, the value of the first below that of the second: a start and an end. Of a pair of
        lists, both are equally long.
    """

    domain: str
    names: tuple[str, ...]
    does: tuple[str, ...]
    asks: tuple[str, ...]
    questions: tuple[str, ...]
    roles: tuple[Role, ...]
    fn: Callable | None = None
    rising: tuple[tuple[str, str], ...] = ()

    @property
    def key(self) -> str:
        """What identifies the action in splits and distractors."""
        return f"{self.domain}.{self.names[0].replace(' ', '_')}"


def role(
    names: str,
    kind: str,
    phrases: str,
    describe: str,
    *,
    required: bool | None = None,
    default: Any = ABSENT,
    says: Mapping[Any, str] | None = None,
    within: tuple[float, float] | None = None,
) -> Role:
    """A `Role` from texts in which ``|`` separates the alternatives. Raises ``ValueError`` naming what is wrong."""
    read = Role(
        split(names),
        kind,
        split(phrases),
        split(describe),
        required,
        default,
        {value: split(ways, empty=True) for value, ways in (says or {}).items()},
        within,
    )
    _check_role(read)
    return read


def action(
    domain: str,
    names: str,
    *,
    does: str,
    asks: str,
    roles: list[Role],
    questions: str = "",
    fn: Callable | None = None,
    rising: str = "",
) -> Action:
    """An `Action` from texts in which ``|`` separates the alternatives; alternatives may stand on lines of their own.

    ``rising`` holds pairs such as "start end | low high". Raises ``ValueError`` naming the action and what is wrong: no
    required argument, a name twice, a function whose parameters are not the roles, a pair of what are no roles.
    """
    pairs = tuple(tuple(pair.split()) for pair in split(rising))
    read = Action(domain, split(names), split(does), split(asks), split(questions), tuple(roles), fn, pairs)
    _check_action(read)
    return read


def split(text: str, *, empty: bool = False) -> tuple[str, ...]:
    """The alternatives in a text; an empty one counts only where saying nothing is a way to say it."""
    parts = tuple(" ".join(part.split()) for part in re.split(r"\||\n(?=\s*\S)", text.strip()))
    return parts if empty else tuple(part for part in parts if part)


def _check_role(read: Role) -> None:
    where = f"role {'|'.join(read.names)!r}"
    if not read.names or not all(re.fullmatch(r"[a-z][a-z0-9_]*", name) for name in read.names):
        raise ValueError(f"{where}: names must be snake_case, alternatives separated by |")
    if read.kind not in TYPES and read.kind not in ("choice", "flag"):
        raise ValueError(f"{where}: kind {read.kind!r} is no semantic type, and not 'choice' or 'flag'")
    if (read.kind in ("choice", "flag")) != bool(read.says):
        raise ValueError(f"{where}: says is for a choice or a flag, and these need it")
    if read.kind == "flag" and not set(read.says) <= {True, False}:
        raise ValueError(f"{where}: a flag's values are True and False, says has {list(read.says)}")
    for phrase in read.phrases:
        if phrase.count(SLOT) != 1:
            raise ValueError(f"{where}: each phrase needs one {{}}, got {phrase!r}")
    if read.within and (read.says or TYPES[read.kind].schema.get("type") not in ("integer", "number")):
        raise ValueError(f"{where}: within is for numbers, {read.kind} is none")
    if read.within and not read.within[0] < read.within[1]:
        raise ValueError(f"{where}: within must be (least, greatest), got {read.within}")
    if not read.phrases or not read.descriptions:
        raise ValueError(f"{where}: it needs a phrase and a description")


def _check_action(read: Action) -> None:
    where = f"action {read.domain}: {'|'.join(read.names)!r}"
    for name in ("names", "does", "asks", "questions", "roles"):
        if not getattr(read, name) and name != "questions":
            raise ValueError(f"{where}: {name} is empty")
        if slotted := [text for text in getattr(read, name) if isinstance(text, str) and "{" in text]:
            raise ValueError(
                f"{where}: {name} has an unknown slot in {slotted[0]!r}; the arguments follow by themselves"
            )
    if all(one.required is False for one in read.roles):
        raise ValueError(f"{where}: no argument may be required, so there is nothing to say in a call")
    names = [name for one in read.roles for name in one.names]
    if doubles := sorted({name for name in names if names.count(name) > 1}):
        raise ValueError(f"{where}: the argument name {doubles[0]!r} belongs to two roles")
    for one, other in itertools.combinations(read.roles, 2):
        alike = one.kind == other.kind and set(one.descriptions) & set(other.descriptions)
        if alike and not one.says:  # with masked names nothing would tell the two apart
            raise ValueError(f"{where}: {one.names[0]!r} and {other.names[0]!r} are both described as {min(alike)!r}")
    plainest = {one.names[0] for one in read.roles}
    if wrong := [pair for pair in read.rising if len(pair) != 2 or not {*pair} <= plainest]:
        raise ValueError(f"{where}: rising must pair the plainest names of two roles, got {' '.join(wrong[0])!r}")
    if read.fn is not None:
        parameters, roles = list(inspect.signature(read.fn).parameters), [one.names[0] for one in read.roles]
        if sorted(parameters) != sorted(roles):
            raise ValueError(f"{where}: the function takes {parameters} and the roles are {roles}")


def fingerprint(action: Action) -> str:
    """What tells an action from one of another text: the code of its function counts, where it lies in memory does not.

    Takes the compiled code, since the source of a function typed at a prompt is not kept.
    """
    code = action.fn.__code__ if inspect.isfunction(action.fn) else None
    compiled = (code.co_code, code.co_names, str(code.co_consts)) if code is not None else str(action.fn)
    absent = replace(action, fn=None, roles=tuple(_plain(one) for one in action.roles))
    return hashlib.sha256(
        re.sub(r' at 0x[0-9a-f]+|, file ".*?", line \d+', "", repr((absent, compiled))).encode()
    ).hexdigest()[:16]


def _plain(one: Role) -> Role:
    return replace(one, default="no default") if one.default is ABSENT else one
