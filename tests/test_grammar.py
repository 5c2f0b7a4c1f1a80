"""The grammar by itself: whatever a model that knows nothing may write under it must be right. No model runs here."""

import functools
import itertools
import json

import llguidance.numpy
import numpy as np
import pytest
from jsonschema import Draft202012Validator

from fcall_helpers.decoding import grammars
from fcall_helpers.grammar import Grammars
from fcall_helpers.narrowing import GrammarError
from fcall_helpers.parsing import parse
from fcall_helpers.tools import MAX_DEPTH, ToolBox
from tests.tool_zoo import INTEGER, NUMBER, TEXT, listed, zoo

ZOO = zoo()
WALKS = 12  # random texts a tool: 900 in all
LONG = 60  # tokens after which a walk turns to its end, for which it gets 100 more


@pytest.fixture(scope="module")
def engine(lm) -> Grammars:
    return grammars(lm)


@functools.lru_cache
def closers(tokenizer) -> np.ndarray:
    """Which tokens are only closing quotes and brackets: drawn more often, or a random text is one long string."""
    return np.array([set(token) <= set('"}]') for token in tokenizer.convert_ids_to_tokens(range(len(tokenizer)))])


def allowed(engine: Grammars, matcher) -> np.ndarray:
    bits = llguidance.numpy.allocate_token_bitmask(1, engine.vocabulary)
    llguidance.numpy.fill_next_token_bitmask(matcher, bits)
    return np.flatnonzero(np.unpackbits(bits.view(np.uint8), bitorder="little"))


def walk(engine: Grammars, tokenizer, matcher, random: np.random.Generator) -> str:
    """A text under the grammar, each token drawn evenly from those allowed; from step `LONG` on, on its way out."""
    tokens = []
    while not matcher.is_stopped():
        choice = allowed(engine, matcher)
        assert len(choice), f"a dead end: {tokenizer.decode(tokens)}"
        if len(tokens) >= LONG:
            way_out = engine.finish(matcher, tokenizer.decode(tokens), 100)
            assert way_out is not None, f"no way out: {tokenizer.decode(tokens)}"
            tokens += way_out
            break
        closing = choice[closers(tokenizer)[choice]]
        token = int(random.choice(closing if len(closing) and random.random() < 0.25 else choice))
        if token in engine.end_ids:
            break
        tokens.append(token)
        assert matcher.consume_token(token)
    return tokenizer.decode(tokens)


def schema(name: str, parameters: dict) -> dict:
    return {"type": "function", "function": {"name": name, "description": "", "parameters": parameters}}


def takes(engine: Grammars, tokenizer, parameters: dict, arguments: str) -> bool:
    """Whether the grammar of a tool with these parameters lets these arguments through."""
    matcher = engine.matcher([schema("f", parameters)], tool_choice="f")
    text = f'<tool_call>\n{{"name": "f", "arguments": {arguments}}}\n</tool_call>'
    tokens = tokenizer.encode(text, add_special_tokens=False)
    return matcher.try_consume_tokens(tokens) == len(tokens)


def assert_right(text: str, box: ToolBox) -> int:
    """Every call in the text is a right call of a tool in the box; returns how many there are."""
    parsed = parse(text)
    assert not parsed.errors, f"{parsed.errors} in {text!r}"
    for call in parsed.calls:
        assert call.name in box.names
        Draft202012Validator(box[call.name].parameters, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(
            call.arguments
        )
        assert box.check(call) is None, text
    return len(parsed.calls)


@pytest.mark.parametrize("name", ZOO)
def test_every_random_text_under_the_grammar_is_one_right_call(name, lm, engine):
    box = ToolBox([ZOO[name]])
    start = engine.matcher(box.schemas(), tool_choice=name)
    for seed in range(WALKS):
        text = walk(engine, lm.tokenizer, start.deep_copy(), np.random.default_rng(seed))
        assert assert_right(text, box) == 1
        assert text.startswith("<tool_call>\n{") and text.endswith("}\n</tool_call>")


def test_random_texts_of_many_tools_at_once(lm, engine):
    box = ToolBox(list(ZOO.values())[::4])
    start = engine.matcher(box.schemas(), tool_choice="required")
    texts = [walk(engine, lm.tokenizer, start.deep_copy(), np.random.default_rng(seed)) for seed in range(60)]
    counts = [assert_right(text, box) for text in texts]
    assert min(counts) == 1 and max(counts) > 1, "one call at least, and parallel ones are possible"
    assert len({call.name for text in texts for call in parse(text).calls}) > 5


@pytest.mark.parametrize("choice", ["auto", "none"])
def test_random_free_text_has_no_bad_call(choice, lm, engine):
    box = ToolBox([ZOO["several"]])
    start = engine.matcher(box.schemas(), tool_choice=choice)
    for seed in range(30):
        parsed = parse(walk(engine, lm.tokenizer, start.deep_copy(), np.random.default_rng(seed)))
        assert not parsed.errors and (parsed.content or parsed.calls)


@pytest.mark.parametrize(("choice", "allowed_counts"), [("auto", {0, 1, 2}), ("none", {0}), ("required", {1, 2})])
@pytest.mark.parametrize("parallel", [True, False])
def test_what_a_turn_may_hold(choice, allowed_counts, parallel, lm, engine):
    call = '<tool_call>\n{"name": "several", "arguments": {"city": "Rome"}}\n</tool_call>'
    texts = {0: "It rains.", 1: call, 2: f"{call}\n{call}"}
    for count, text in texts.items():
        matcher = engine.matcher([ZOO["several"].schema()], tool_choice=choice, parallel=parallel)
        tokens = lm.tokenizer.encode(text, add_special_tokens=False)
        whole = matcher.try_consume_tokens(tokens) == len(tokens) and matcher.is_accepting()
        assert whole == (count in allowed_counts and (parallel or count < 2)), text


def test_text_may_come_before_a_call_only_if_the_choice_is_free(lm, engine):
    text = 'Let me see.\n<tool_call>\n{"name": "several", "arguments": {"city": "Rome"}}\n</tool_call>'
    tokens = lm.tokenizer.encode(text, add_special_tokens=False)
    for choice, whole in {"auto": True, "required": False, "several": False, "none": False}.items():
        matcher = engine.matcher([ZOO["several"].schema()], tool_choice=choice)
        assert (matcher.try_consume_tokens(tokens) == len(tokens)) == whole, choice


@pytest.mark.parametrize(
    ("part", "good", "bad"),
    [
        (NUMBER, ["0", "-0.5", "123456", "0.00001"], ["1e999", "1e5", "01", "1.", "NaN", "-Infinity", '"1"', "1" * 20]),
        (INTEGER, ["0", "-7", "999999999999999999"], ["1.0", "1e5", "01", "true", "1" * 30]),
        ({"type": ["number", "null"]}, ["1.5", "null"], ["1e999", '"1"']),
        ({}, ["1.5", '"a"', '{"a": [1]}', "[[[[1]]]]"], ["1e999", "[1e999]", '{"a": 1e999}', "[[[[[[1]]]]]]"]),
        ({"type": "integer", "minimum": 3}, ["3", "30"], ["2", "-5", "-0"]),
        ({"type": "number", "exclusiveMinimum": 0}, ["0.001", "5"], ["0", "-0", "0.0", "-1"]),
        ({"type": "number", "minimum": -2.5, "exclusiveMaximum": 1}, ["-2.5", "0.99"], ["1", "-2.51", "1.0"]),
        (TEXT, ['"é漢"', r'"\n\"\\"', '"<tool_call>"'], [r'"\ud800"', '"\n"', '"\t"', "'a'"]),
        ({"type": "string", "format": "date"}, ['"2024-02-29"'], ['"2023-02-29"', '"2023-11-31"', '"0000-01-01"']),
        ({"type": "string", "format": "time"}, ['"12:30:59Z"'], ['"12:30:60Z"', '"24:00:00Z"', '"12:30"']),
        ({"type": "string", "format": "duration"}, ['"P1DT2H"', '"PT5M"'], ['"P"', '"PT"', '"P99999999999D"']),
        ({"type": "string", "pattern": "^a+$", "maxLength": 3}, ['"aaa"'], ['""', '"aaaa"', '"b"']),
        ({"type": "array", "items": {"enum": ["a", "b"]}, "uniqueItems": True}, ['["a", "b"]', "[]"], ['["a", "a"]']),
        ({"type": "object", "properties": {"a": INTEGER}}, ["{}", '{"a": 1}'], ['{"b": 1}', '{"a": 1, "b": 1}']),
        ({"enum": [1, "x", None]}, ["1", '"x"', "null"], ["1.0", "2", '"y"']),
    ],
    ids=lambda value: json.dumps(value)[:50] if isinstance(value, dict) else "",
)
def test_values_let_through_and_kept_out(part, good, bad, lm, engine):
    parameters = listed("v", v=part)
    assert [v for v in good if not takes(engine, lm.tokenizer, parameters, f'{{"v": {v}}}')] == []
    assert [v for v in bad if takes(engine, lm.tokenizer, parameters, f'{{"v": {v}}}')] == []


@pytest.mark.parametrize("year", [1, 4, 100, 400, 1600, 1900, 1996, 2000, 2023, 2024, 2100, 9996])
def test_29_february_is_a_day_of_leap_years_only(year, lm, engine):
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    parameters = listed("v", v={"type": "string", "format": "date"})
    assert takes(engine, lm.tokenizer, parameters, f'{{"v": "{year:04}-02-29"}}') == leap


def test_recursion_stays_within_what_the_parser_reads(lm, engine):
    """The deepest text the grammar allows: wherever another level may be opened it is."""
    for name, deeper in {
        "linked": '{"value": {"name": "", "next": ',
        "tree": '{"value": {"value": 1, "children": [',
    }.items():
        inner = deeper[len('{"value": ') :]
        matcher = engine.matcher([ZOO[name].schema()], tool_choice=name)
        text = f'<tool_call>\n{{"name": "{name}", "arguments": {deeper}'
        assert matcher.consume_tokens(lm.tokenizer.encode(text, add_special_tokens=False))
        for depth in itertools.count(1):
            tokens = lm.tokenizer.encode(inner, add_special_tokens=False)
            if matcher.try_consume_tokens(tokens) < len(tokens):
                break
            assert depth < MAX_DEPTH / 2
        assert depth > 5, "some recursion there must be"


REFUSED = {
    "not": ({"not": INTEGER}, "not"),
    "contains": ({"type": "array", "contains": INTEGER}, "contains"),
    "overlapping oneOf": ({"oneOf": [INTEGER, NUMBER]}, "oneOf"),
    "set of any text": ({"type": "array", "items": TEXT, "uniqueItems": True}, "arguments.part: a set"),
    "set of many values": (
        {"type": "array", "items": {"enum": list(range(9))}, "uniqueItems": True},
        "at most 8 values",
    ),
    "set within": (listed(s={"type": "array", "uniqueItems": True}), "arguments.part.s: a set"),
    "names by length": ({"type": "object", "propertyNames": {"type": "string", "minLength": 2}}, "propertyNames"),
    "two free names": ({"type": "object", "minProperties": 2}, "minProperties"),
    "no such value": ({"type": "integer", "minimum": 3, "maximum": 2}, "unsatisfiable"),
    "strange pattern": ({"type": "string", "pattern": "(?=a)b"}, "part"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_no_grammar_can_hold_is_refused_by_tool_and_part(case, engine):
    part, words = REFUSED[case]
    schemas = [ZOO["several"].schema(), schema("odd", listed("part", part=part))]
    with pytest.raises(GrammarError) as caught:
        engine.matcher(schemas, tool_choice="auto")
    message = str(caught.value)
    assert "'odd'" in message and "several" not in message and "\n" not in message
    if case != "strange pattern":
        assert words.lower() in message.lower()


def test_endless_recursion_is_refused(engine):
    loop = {**listed("a", a={"$ref": "#/$defs/A"}), "$defs": {"A": listed("a", a={"$ref": "#/$defs/A"})}}
    with pytest.raises(GrammarError, match="'loop'.*no value"):
        engine.matcher([schema("loop", loop)])


@pytest.mark.parametrize("name", ["several", "linked", "expression", "date", "pattern_within", "uuid"])
def test_the_way_out_is_found_from_every_place_in_a_call(name, lm, engine):
    """After each token of a random call there is a way to its end, and it gives a right call."""
    box = ToolBox([ZOO[name]])
    start = engine.matcher(box.schemas(), tool_choice=name)
    text = walk(engine, lm.tokenizer, start.deep_copy(), np.random.default_rng(0))
    tokens = lm.tokenizer.encode(text, add_special_tokens=False)
    for count in range(len(tokens)):
        matcher = start.deep_copy()
        assert matcher.consume_tokens(tokens[:count])
        written = lm.tokenizer.decode(tokens[:count])
        way_out = engine.finish(matcher, written, 120)
        assert way_out is not None, written
        assert assert_right(lm.tokenizer.decode(tokens[:count] + way_out), box) == 1
        if way_out:
            assert engine.finish(matcher, written, len(way_out) - 1) is None, "one token less is too few"
