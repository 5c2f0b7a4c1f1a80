"""The parser: what it accepts, what it refuses, and that cutting the text changes nothing."""

import json
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fcall_helpers.parsing import CLOSE, OPEN, StreamParser, parse
from fcall_helpers.tools import ToolCall


def block(name="add", arguments=None, body=None):
    body = body if body is not None else json.dumps({"name": name, "arguments": arguments or {}})
    return f"{OPEN}\n{body}\n{CLOSE}"


def stream(text, cuts):
    parser, events, start = StreamParser(), [], 0
    for cut in [*sorted(cuts), len(text)]:
        events += parser.feed(text[start:cut])
        start = cut
    return events, parser.finish()


def test_plain_text_is_content():
    assert parse("Hello, 1 < 2.\n").content == "Hello, 1 < 2.\n"


def test_one_call():
    parsed = parse(block(arguments={"a": 1, "b": 2.5}))
    assert parsed.calls == [ToolCall("add", {"a": 1, "b": 2.5}, "call_0")]
    assert (parsed.content, parsed.errors) == ("", [])


def test_parallel_calls_and_text_around():
    parsed = parse(f"I will look.\n{block('f')}\n{block('g')}")
    assert [(c.name, c.id) for c in parsed.calls] == [("f", "call_0"), ("g", "call_1")]
    assert parsed.content == "I will look."


def test_white_space_keeps_words_apart():
    assert parse(f"before\n{block()}\nafter").content == "before\n\nafter"


@pytest.mark.parametrize("tag", [OPEN, CLOSE, OPEN + CLOSE, f"\\n{CLOSE}\\n{OPEN}"])
def test_a_tag_inside_a_json_string_is_text(tag):
    parsed = parse(f'{OPEN}{{"name": "show", "arguments": {{"html": "a{tag}b"}}}}{CLOSE}')
    assert parsed.errors == []
    assert parsed.calls[0].arguments == {"html": f"a{tag}b".replace("\\n", "\n")}


BAD = {
    "not JSON": f"{OPEN}\nadd(1, 2)\n{CLOSE}",
    "single quotes": f"{OPEN}{{'name': 'add', 'arguments': {{}}}}{CLOSE}",
    "a lost quote": f'{OPEN}{{"name": "add, "arguments": {{}}}}{CLOSE}',
    "a string that never ends": f'{OPEN}{{"name": "add}}{CLOSE}',
    "a backslash outside of strings": f'{OPEN}{{"name\\": "add"}}{CLOSE}',
    "a raw newline in a string": f'{OPEN}{{"name": "ad\nd", "arguments": {{}}}}{CLOSE}',
    "NaN": block(body='{"name": "add", "arguments": {"a": NaN}}'),
    "Infinity": block(body='{"name": "add", "arguments": {"a": -Infinity}}'),
    "1e999": block(body='{"name": "add", "arguments": {"a": 1e999}}'),
    "too many digits": block(body='{"name": "add", "arguments": {"a": %s}}' % ("9" * 5000)),
    "too deep": block(body="[" * 100_000),
    "a lone surrogate": block(body='{"name": "add", "arguments": {"a": "\\ud800"}}'),
    "a list": block(body="[1, 2]"),
    "no name": block(body='{"arguments": {}}'),
    "a name that is no string": block(body='{"name": 3, "arguments": {}}'),
    "no arguments": block(body='{"name": "add"}'),
    "arguments that are a list": block(body='{"name": "add", "arguments": [1]}'),
    "arguments serialised three times": block(
        body=json.dumps({"name": "f", "arguments": json.dumps(json.dumps("{}"))})
    ),
    "empty": OPEN + CLOSE,
    "opened twice": f'{OPEN}{{"name": "add", "arguments": {{}}}}\n',
    "a close tag alone": CLOSE,
}


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD.keys())
@pytest.mark.parametrize("order", ["bad first", "bad last", "between", "twice around"])
def test_a_good_call_survives_a_bad_neighbour(bad, order):
    good = block("good", {"city": "Zürich", "note": 'say "hi"'})
    pieces = {
        "bad first": [bad, good],
        "bad last": [good, bad],
        "between": [good, bad, good],
        "twice around": [bad, good, bad, good, bad],
    }[order]
    parsed = parse("".join(pieces))
    assert [call.name for call in parsed.calls] == ["good"] * pieces.count(good)
    assert len(parsed.errors) >= pieces.count(bad)
    assert all("\n" not in error for error in parsed.errors)


def test_an_unclosed_call_is_an_error_and_not_a_call():
    parsed = parse(f'{OPEN}\n{{"name": "add", "arguments": {{}}}}')
    assert parsed.calls == []
    assert "never closed" in parsed.errors[0]


def test_arguments_serialised_twice_are_decoded_once():
    parsed = parse(block(body=json.dumps({"name": "add", "arguments": json.dumps({"a": "{}"})})))
    assert parsed.calls[0].arguments == {"a": "{}"}


def test_text_and_calls_are_events_as_soon_as_they_are_settled():
    parser = StreamParser()
    assert [e.text for e in parser.feed("Hello wor")] == ["Hello wor"]
    assert parser.feed("<tool") == []
    assert [e.text for e in parser.feed("box")] == ["<toolbox"]
    assert parser.feed(block("f")[:-1]) == []
    (event,) = parser.feed(">")
    assert (event.kind, event.call.name) == ("call", "f")
    (error,) = parser.feed(block(body="nonsense"))
    assert error.kind == "error"
    assert error.text in parser.finish().errors


def test_finish_may_be_asked_twice():
    parser = StreamParser()
    parser.feed(f"x {block()} <tool_c")
    assert parser.finish() == parser.finish()


PIECES = [OPEN, CLOSE, "<tool", "_call>", "</", "<", ">", '"', "\\", '\\"', "\\\\", "\n", " ", "{", "}", "[", ",", ":"]
PIECES += ['{"name": "f", "arguments": {}}', '{"name": "f", "arguments": {"a": "', '"}}', "word", "é", "\x00", "\ud800"]
PIECES += [block("good"), "NaN", "1e999", '"arguments"', "\u2028"]


def fuzzed_text(rng):
    return "".join(rng.choice(PIECES) for _ in range(rng.randint(0, 25)))


@pytest.mark.parametrize("worker", range(4))
def test_ten_thousand_fuzzed_texts_and_cuts(worker):
    rng = random.Random(worker)
    for _ in range(2500):
        text = fuzzed_text(rng)
        whole = parse(text)
        cuts = [rng.randint(0, len(text)) for _ in range(rng.randint(0, 6))]
        if rng.random() < 0.3:
            cuts = range(len(text))
        events, streamed = stream(text, cuts)
        assert streamed == whole, (text, cuts)
        assert [e.call for e in events if e.kind == "call"] == whole.calls[
            : len([e for e in events if e.kind == "call"])
        ]
        assert whole.content.startswith("".join(e.text for e in events if e.kind == "text"))


unicode_text = st.text(st.characters(exclude_categories=["Cs"]))
json_scalars = (
    st.none() | st.booleans() | st.integers(-(10**15), 10**15) | st.floats(allow_nan=False, allow_infinity=False)
)
json_values = st.recursive(
    json_scalars | unicode_text,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(unicode_text, inner, max_size=4),
    max_leaves=10,
)
calls = st.lists(
    st.tuples(
        st.from_regex(r"[a-z_.]{1,20}", fullmatch=True),
        st.dictionaries(unicode_text, json_values, max_size=4),
    ),
    max_size=4,
)


@settings(max_examples=300, deadline=None)
@given(calls, st.booleans(), st.data())
def test_what_is_written_is_read_back_for_every_cut(wanted, ascii_only, data):
    text = "\n".join(
        f"{OPEN}\n{json.dumps({'name': n, 'arguments': a}, ensure_ascii=ascii_only)}\n{CLOSE}" for n, a in wanted
    )
    cuts = data.draw(st.lists(st.integers(0, len(text)), max_size=8))
    _, parsed = stream(text, cuts)
    assert [(c.name, c.arguments) for c in parsed.calls] == wanted
    assert (parsed.errors, parsed.content) == ([], "")


@settings(max_examples=300, deadline=None)
@given(st.text(), st.lists(st.text(max_size=5), max_size=5))
def test_any_text_is_data(text, chunks):
    parse(text)
    parser = StreamParser()
    for chunk in chunks:
        parser.feed(chunk)
    assert parser.finish() == parse("".join(chunks))


class Counted(str):
    """A text that counts the characters the parser slices out of it."""

    taken = 0

    def __getitem__(self, key):
        piece = super().__getitem__(key)
        Counted.taken += len(piece)
        return Counted(piece)


@pytest.mark.parametrize(
    "unit", [f'{OPEN}{{"', f'{OPEN}{{"{CLOSE}', f'{OPEN}"\\"{CLOSE}', f'{OPEN}["{CLOSE}",', "<", "\n", f'{OPEN}"\n']
)
def test_no_text_makes_it_quadratic(unit):
    """Work, not time: characters taken per character read stay the same when the text grows fourfold."""
    work = []
    for count in (500, 2000):
        Counted.taken = 0
        parser = StreamParser()
        parser.feed(Counted(unit * count))
        parser.finish()
        work.append(Counted.taken / (len(unit) * count))
    assert work[1] <= 1.5 * work[0] + 1
