"""Model text to tool calls, whole or streamed.

`StreamParser` is the only parser: `parse` feeds it the whole text at once, so the two cannot disagree. It reads the
text once, in time linear in its length, and what the model got wrong comes back as data, never as an exception.

What it takes care of, each of which trips some parser in wide use (vLLM's and transformers' Hermes parsers among them):

- a tag inside a JSON string is text: ``{"html": "<tool_call>"}`` is one call;
- a good call survives a bad neighbour: an unclosed tag, a lost quote or broken JSON costs only its own call;
- NaN, Infinity and numbers too large for a float are not JSON;
- arguments serialised twice (a JSON string that holds JSON) are decoded once.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from fcall_helpers.tools import ToolCall, loads_strict

OPEN, CLOSE = "<tool_call>", "</tool_call>"
TAG = re.compile(f"{OPEN}|{CLOSE}")
# What can change the state of the scan: between JSON strings, inside one, and after the JSON went wrong.
OUTSIDE_STRING = re.compile(rf'{OPEN}|{CLOSE}|["\\]')
INSIDE_STRING = re.compile(rf'{OPEN}|{CLOSE}|"|\\.|[\x00-\x1f]', re.DOTALL)
LONGEST = len(CLOSE)
EXCERPT = 80


@dataclass(frozen=True)
class Parsed:
    """What a text holds: ``content`` outside calls, good ``calls`` in order, a line in ``errors`` a bad one."""

    content: str = ""
    calls: list[ToolCall] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Event:
    """One thing a streamed text turned out to hold: ``kind`` is "text", "call" or "error" (its message in ``text``)."""

    kind: str
    text: str | None = None
    call: ToolCall | None = None


def parse(text: str) -> Parsed:
    """The content, calls and errors of a whole model text. Never raises for any ``str``; linear in its length."""
    parser = StreamParser()
    parser.feed(text)
    return parser.finish()


class StreamParser:
    """The same as `parse` for a text that arrives in pieces, cut anywhere.

    ``feed(chunk)`` returns the events that the chunk settles; ``finish()`` returns the same `Parsed` that ``parse``
    gives for the joined chunks. Text is an event as soon as it cannot be the start of a tag (newlines count as part
    of the tag after them), a call as soon as its tag closes. Calls are named ``call_0``, ``call_1``, … in order.
    """

    def __init__(self):
        self._content: list[str] = []
        self._calls: list[ToolCall] = []
        self._errors: list[str] = []
        self._gap: list[str] = []  # white space that is content only if text follows it
        self._after_call = False  # no text since the last call
        self._input: list[tuple[str, int]] = []  # what is still to be read: a stack of (text, position)
        self._held = ""  # the end of what was read, which more input may complete to a tag
        self._start_call(None)

    def feed(self, chunk: str) -> list[Event]:
        """Take the next piece of text; returns the events it settles (perhaps none)."""
        self._input.append((chunk, 0))
        return list(self._read())

    def finish(self) -> Parsed:
        """Close the text and return everything it held."""
        while self._held or self._body is not None:
            held, self._held = self._held, ""
            for _ in self._take_text(held) if self._body is None else self._cut_off(held):
                pass
            for _ in self._read():
                pass
        if not self._after_call:
            self._content += self._gap
            self._gap = []
        return Parsed("".join(self._content), list(self._calls), list(self._errors))

    def _read(self) -> Iterator[Event]:
        while self._input:
            data, position = self._input.pop()
            if position >= len(data):
                continue
            if self._held:  # join the held end with a short piece only, never with a megabyte
                near = position + LONGEST
                self._input.append((data, near))
                data, position, self._held = self._held + data[position:near], 0, ""
            yield from (self._read_text if self._body is None else self._read_call)(data, position)

    # Outside of calls

    def _read_text(self, data: str, position: int) -> Iterator[Event]:
        tag = TAG.search(data, position)
        end = tag.start() if tag else _held_from(data, position)
        yield from self._take_text(data[position:end])
        if tag is None:
            self._held = data[end:]
            return
        self._input.append((data, tag.end()))
        if tag.group() == OPEN:
            self._start_call([])
            return
        yield from self._take_text(CLOSE)  # it closes nothing: it stays in the text, and is worth a complaint
        yield self._error(f"{CLOSE} without {OPEN} before it")

    def _take_text(self, text: str) -> Iterator[Event]:
        """White space next to a call is layout, not content, unless it keeps the words on both sides apart."""
        core = text.lstrip() if self._after_call else text
        lead = text[: len(text) - len(core)]
        core = core.rstrip("\n")
        tail = text[len(lead) + len(core) :]
        if core:
            gap = "" if self._after_call and not self._content else "".join([*self._gap, lead])
            self._gap, self._after_call, lead = [], False, ""
            self._content.append(gap + core)
            yield Event("text", text=gap + core)
        self._gap += [space for space in (lead, tail) if space]

    # Inside a call

    def _start_call(self, body: list[str] | None) -> None:
        self._body = body  # the pieces of the open call; None outside of calls
        self._length = 0  # characters in them
        self._in_string = False
        self._broken = False  # the JSON went wrong, so quotes mean nothing: the next tag ends the call
        self._suspect: tuple[int, str] | None = None  # the first tag met inside a string: (offset in the body, tag)

    def _read_call(self, data: str, position: int) -> Iterator[Event]:
        pattern = TAG if self._broken else INSIDE_STRING if self._in_string else OUTSIDE_STRING
        found = pattern.search(data, position)
        end = found.start() if found else _held_from(data, position, escape=self._in_string)
        self._add(data[position:end])
        if found is None:
            self._held = data[end:]
            return
        token = found.group()
        self._input.append((data, found.end()))
        if token in (OPEN, CLOSE) and not self._in_string:
            yield from self._end_call(token)
            return
        if token in (OPEN, CLOSE):
            self._suspect = self._suspect or (self._length, token)
        elif token == '"':
            self._in_string = not self._in_string
        elif len(token) == 1:  # a bare backslash, or a control character in a string
            self._broken, self._in_string = True, False
        self._add(token)
        if self._broken and self._suspect:
            yield from self._fall_back(f"not JSON ({token!r} out of place)")

    def _add(self, piece: str) -> None:
        if piece:
            self._body.append(piece)
            self._length += len(piece)

    def _end_call(self, tag: str) -> Iterator[Event]:
        body = "".join(self._body)
        try:
            if tag == OPEN:
                self._input.append((OPEN, 0))
                raise ValueError(f"{OPEN} opened again before it was closed")
            value = loads_strict(body)
        except ValueError as error:
            if self._suspect:
                self._add(CLOSE if tag == CLOSE else "")
                yield from self._fall_back(str(error))
            else:
                yield self._close(self._error(f"{error}: {excerpt(body)}"))
            return
        try:
            call = _to_call(value, f"call_{len(self._calls)}")
        except ValueError as error:
            yield self._close(self._error(f"{error}: {excerpt(body)}"))
            return
        self._calls.append(call)
        yield self._close(Event("call", call=call))

    def _cut_off(self, held: str) -> Iterator[Event]:
        """The text ended inside a call."""
        self._add(held)
        if self._suspect:
            yield from self._fall_back("not JSON (a string never ends)")
        else:
            yield self._close(self._error(f"{OPEN} never closed: {excerpt(''.join(self._body))}"))

    def _fall_back(self, why: str) -> Iterator[Event]:
        """The JSON is bad and a tag stood in what seemed a string: end the call there, and read the rest again.

        This cannot become quadratic. A call that starts inside another's string sees strings where the other saw
        none and the other way round, so at the first tag inside its own string the other has already ended.
        """
        body = "".join(self._body)
        start, tag = self._suspect
        self._input.append((body, start if tag == OPEN else start + len(CLOSE)))
        yield self._close(self._error(f"{why}: {excerpt(body[:start])}"))

    def _close(self, event: Event) -> Event:
        self._start_call(None)
        self._after_call = True
        return event

    def _error(self, message: str) -> Event:
        self._errors.append(message)
        return Event("error", text=message)


def _held_from(data: str, position: int, *, escape: bool = False) -> int:
    """Where the end of ``data`` begins that more input could complete to a tag (or, in a string, to an escape)."""
    if escape and data.endswith("\\"):
        return len(data) - 1
    start = data.rfind("<", max(position, len(data) - LONGEST + 1))
    if start >= 0 and (OPEN.startswith(data[start:]) or CLOSE.startswith(data[start:])):
        return start
    return len(data)


def excerpt(text: str) -> str:
    """A quotation short enough for one line of an error message."""
    text = text.strip()
    return repr(text if len(text) <= EXCERPT else text[: EXCERPT - 1] + "…")


def _to_call(value, call_id: str) -> ToolCall:
    if not isinstance(value, dict):
        raise ValueError(f"a call must be a JSON object, not a {type(value).__name__}")
    call = {key: value[key] for key in ("name", "arguments") if key in value}
    if isinstance(call.get("arguments"), str):  # serialised twice: decode once, and only once
        call["arguments"] = loads_strict(call["arguments"])
        if not isinstance(call["arguments"], dict):
            raise ValueError('"arguments" in a string must hold a JSON object')
    return ToolCall.from_openai({**call, "id": call_id})
