"""Requests: a tool's wish and a call's values in words, so that every value can be found in what was asked.

A small grammar: how the wish is asked for (a command, a question, a chatty remark), how the values are said (in the
wish itself, after it, before it, in a sentence of their own), and how each value is written.
"""

import json
import random
import re
from typing import Any

from fcall_helpers.data.mining.schemas import MinedTool
from fcall_helpers.data.mining.wording import Clause

SYNONYMS = {
    "return": ("get", "get", "find", "fetch", "return"),
    "compute": ("compute", "calculate", "work out", "determine"),
    "calculate": ("calculate", "compute", "work out"),
    "create": ("create", "make", "build", "set up"),
    "construct": ("construct", "build", "make", "create"),
    "generate": ("generate", "produce", "create"),
    "retrieve": ("retrieve", "get", "fetch"),
    "fetch": ("fetch", "get", "retrieve"),
    "convert": ("convert", "turn", "transform"),
    "remove": ("remove", "delete", "take away"),
    "display": ("display", "show"),
    "plot": ("plot", "draw"),
    "determine": ("determine", "find out", "work out"),
    "find": ("find", "look for", "search for"),
    "evaluate": ("evaluate", "work out", "compute"),
    "perform": ("perform", "carry out", "run", "do"),
    "initialize": ("initialize", "set up", "create"),
    "get": ("get", "fetch", "find"),
}
_SPLIT = {"turn": "into", "transform": "into"}  # "turn a string to a date" wants another preposition
_ASK = {
    "do": """
        {C}{A}. | {C}{A}. | {C}{A}. | Please {c}{A}. | Can you {c}{A}? | Could you {c}{A}? | I need to {c}{A}. |
        I want to {c}{A}. | I'd like to {c}{A}. | Help me {c}{A}. | {C}{A}, please. | Could you please {c}{A}? |
        I need you to {c}{A}. | Would you {c}{A}? | Go ahead and {c}{A}. | Let's {c}{A}. | Now {c}{A}.
    """,
    "thing": """
        Give me {c}{A}. | I need {c}{A}. | Get {c}{A}. | Show me {c}{A}. | Can you give me {c}{A}? | Find {c}{A}. |
        I'd like {c}{A}. | I want {c}{A}, please. | Could you get me {c}{A}? | I am looking for {c}{A}.
    """,
    "make": """
        Create {c}{A}. | Make {c}{A}. | I need {c}{A}. | Set up {c}{A}. | Can you make {c}{A}? | Build {c}{A}. |
        Please create {c}{A}. | Give me {c}{A}. | I'd like {c}{A}.
    """,
    "whether": """
        Check whether {c}{A}. | Tell me if {c}{A}. | Can you tell whether {c}{A}? | I want to know whether {c}{A}. |
        Find out if {c}{A}. | Please check if {c}{A}. | Could you check whether {c}{A}? | I need to know if {c}{A}.
    """,
}
ASK = {kind: [frame.strip() for frame in frames.split("|")] for kind, frames in _ASK.items()}
_OPENINGS = ("Hi! ", "Hello, ", "Quick one: ", "Next step: ", "Thanks. ", "One more thing: ", "For my notes: ", "OK. ")
_ARTICLES = r"((?:(?:the|an?|this|given) )?(?:given |specified |provided |supplied |requested )?)"


def write_request(tool: MinedTool, arguments: dict[str, Any], rng: random.Random) -> str:
    """A request for one call of the tool; every value of ``arguments`` stands in it."""
    clause = _vary(tool.clause, rng)
    said = {name: _say(value, rng) for name, value in arguments.items()}
    left = list(arguments)
    if rng.random() < 0.7:
        clause, left = _fill(clause, tool, arguments, said)
    parts = [_Part(_label(tool, name, rng), name, arguments[name], said[name], name in tool.required) for name in left]
    kind = "make" if tool.makes and clause.kind == "thing" else clause.kind
    request = _lay_out(rng.choice(ASK[kind]), clause.text, parts, rng)
    if rng.random() < 0.08:
        opening = rng.choice(_OPENINGS)
        request = opening + (request if opening[-2] in "!." or request.startswith("I") else _lower(request))
    return request


class _Part:
    """One value as a request says it."""

    def __init__(self, label: str, name: str, value: Any, said: str, required: bool):
        self.label, self.name, self.value, self.said, self.required = label, name, value, said, required
        # Between commas, a list must keep its brackets.
        self.exactly = json.dumps(value, ensure_ascii=False) if isinstance(value, list) else said
        self.is_flag = isinstance(value, bool)
        self.is_number = isinstance(value, (int, float)) and not self.is_flag


def _vary(clause: Clause, rng: random.Random) -> Clause:
    if clause.kind != "do":
        return clause
    verb, _, rest = clause.text.partition(" ")
    chosen = rng.choice(SYNONYMS.get(verb, (verb,)) if not rest.startswith(("from", "to", "up")) else (verb,))
    if chosen in _SPLIT:
        rest, changed = re.subn(r"\bto\b", _SPLIT[chosen], rest, count=1)
        chosen = chosen if changed else verb
    return Clause("do", f"{chosen} {rest}")


def _label(tool: MinedTool, name: str, rng: random.Random) -> str:
    return rng.choice(tool.arguments[name].labels)


def _say(value: Any, rng: random.Random) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        bare = re.fullmatch(r"[A-Z]?[a-z]{2,}|[\d-]{6,}|[\w.+-]+@[\w.-]+", value)
        quotes = ['"{}"', "'{}'"] if '"' not in value and "'" not in value else ['"{}"' if '"' not in value else "'{}'"]
        return rng.choice([*quotes, "{}"] if bare else quotes).format(value)
    if isinstance(value, list) and all(isinstance(part, (int, float, str)) for part in value) and rng.random() < 0.5:
        return _and(
            [part if isinstance(part, str) else json.dumps(part) for part in value], rng.choice((" and ", ", "))
        )
    return json.dumps(value, ensure_ascii=False)


def _fill(clause: Clause, tool: MinedTool, arguments: dict, said: dict) -> tuple[Clause, list[str]]:
    """Values put where the wish speaks of them: "the sum of a and b", "a graph with n nodes", "the given title"."""
    text, left = clause.text, []
    for name, value in arguments.items():
        plain = isinstance(value, (int, float, str)) and not isinstance(value, bool)
        new = _fill_one(text, tool, name, said[name]) if plain else text
        if new == text:
            left.append(name)
        text = new
    return Clause(clause.kind, text), left


def _fill_one(text: str, tool: MinedTool, name: str, said: str) -> str:
    if re.search(rf"\b{re.escape(said)}", text):
        return text
    if len(name) == 1:
        pattern = (
            rf"(?<![\w\"'-])(?<!\bof ){name}(?![\w\"'-])" if name in "aiI" else rf"(?<![\w\"'-]){name}(?![\w\"'-])"
        )
        return re.sub(pattern, lambda _: said, text, count=1) if name not in "aI" or " and b" in text else text
    for label in dict.fromkeys((name.replace("_", " "), *tool.arguments[name].labels)):
        # Not the first word, which is the verb: "index the words", "format a date".
        pattern = (
            rf"(?<= ){_ARTICLES}({re.escape(label)})(?= (?:of|to|in|from|by|and|or|with|for|as|at|is|into|on)\b|$)"
        )
        new = re.sub(pattern, lambda it: f"{'the ' if it[1] else ''}{it[2]} {said}", text, count=1, flags=re.I)
        if new != text:
            return new
    return text


def _lay_out(frame: str, wish: str, parts: list[_Part], rng: random.Random) -> str:
    styles = [_with, _with, _where, _equals, _apart, _before]
    if len(parts) == 1 and not parts[0].is_flag:
        styles += [_as, _for, _for] if parts[0].required else [_as]
    if not parts:
        return _sentence(frame, wish, "")
    if len(parts) > 1:
        for part in parts:
            part.said = part.exactly
    return rng.choice(styles)(frame, wish, parts, rng)


def _sentence(frame: str, wish: str, after: str) -> str:
    return frame.format(C=_upper(wish), c=wish, A=after)


def _with(frame: str, wish: str, parts: list[_Part], rng: random.Random) -> str:
    word = rng.choice((" with ", ", with ")) if " with " not in wish else rng.choice((", using ", ", taking "))
    return _sentence(frame, wish, word + _and([_named(part, rng) for part in parts]))


def _where(frame: str, wish: str, parts: list[_Part], rng: random.Random) -> str:
    word = rng.choice((", where ", " where ", ", given that "))
    return _sentence(frame, wish, word + _and([f"{_is(part)} {part.said}" for part in parts]))


def _equals(frame: str, wish: str, parts: list[_Part], rng: random.Random) -> str:
    equals = rng.choice((" = ", "=", ": "))
    return _sentence(frame, wish, f" ({', '.join(f'{part.name}{equals}{part.exactly}' for part in parts)})")


def _apart(frame: str, wish: str, parts: list[_Part], rng: random.Random) -> str:
    sentence = _sentence(frame, wish, "")
    form = rng.choice(("use", "be", "list"))
    if form == "use":
        return f"{sentence} Use {_and([_named(part, rng) for part in parts])}."
    if form == "be":
        verb = rng.choice(("should be", ""))
        return f"{sentence} {_upper(_and([f'{_is(part, verb)} {part.said}' for part in parts]))}."
    return f"{sentence} {_upper('; '.join(f'{part.label}: {part.exactly}' for part in parts))}."


def _before(frame: str, wish: str, parts: list[_Part], rng: random.Random) -> str:
    word = rng.choice(("Given ", "With ", "Using ", *(["For "] if not any(part.is_flag for part in parts) else [])))
    if word == "For ":
        return f"For {_and([f'{part.label} {part.said}' for part in parts])}: {_lower(_sentence(frame, wish, ''))}"
    return f"{word}{_and([_named(part, rng) for part in parts])}, {_lower(_sentence(frame, wish, ''))}"


def _as(frame: str, wish: str, parts: list[_Part], rng: random.Random) -> str:
    return _sentence(frame, wish, f", with {parts[0].said} as {_the(parts[0].label)}")


def _for(frame: str, wish: str, parts: list[_Part], rng: random.Random) -> str:
    return _sentence(frame, wish, rng.choice((" for ", " for ", ": ")) + parts[0].said)


def _named(part: _Part, rng: random.Random) -> str:
    if part.is_flag:
        states = ("set to true", "on", "enabled") if part.value else ("set to false", "off", "disabled")
        return f"{part.label} {rng.choice(states)}"
    if part.is_number and len(part.label) > 1 and not part.label.endswith("s"):
        article = "an" if part.label[0] in "aeio" else "a"
        return rng.choice((f"{part.label} {part.said}", f"{article} {part.label} of {part.said}"))
    return rng.choice((f"{part.label} {part.said}", f"{part.label} {part.said}", f"{part.label} set to {part.said}"))


def _the(label: str) -> str:
    return label if len(label) == 1 else f"the {label}"


def _is(part: _Part, verb: str = "") -> str:
    plural = isinstance(part.value, list) and part.label.endswith("s")
    return f"{part.label if part.is_flag else _the(part.label)} {verb or ('are' if plural else 'is')}"


def _and(parts: list[str], last: str = " and ") -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])}{last}{parts[-1]}"


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:] if not re.match(r"I\b|[A-Z]{2}", text) else text


def is_grounded(request: str, arguments: dict[str, Any], labels: dict[str, tuple[str, ...]]) -> bool:
    """Whether every value can be found in the request: texts and numbers as they are, truths by their argument."""
    lower = request.lower()
    for name, value in arguments.items():
        if isinstance(value, bool):
            words = (name, *labels[name])
            if not any(word.lower() in lower for word in words):
                return False
        elif not all(leaf in request for leaf in _leaves(value)):
            return False
    return True


def _leaves(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [leaf for key, part in value.items() for leaf in (key, *_leaves(part))]
    if isinstance(value, list):
        return [leaf for part in value for leaf in _leaves(part)]
    return [value if isinstance(value, str) else json.dumps(value)]
