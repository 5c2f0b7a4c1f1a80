"""Decontamination: every question, name and telling answer of BFCL is caught, what merely sounds alike is not."""

import json
import os
import random
import re
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fcall_helpers.assets import asset
from fcall_helpers.data.decontamination import Benchmark, decontaminate, name_key, overlaps, reserved_names
from fcall_helpers.data.duplicates import words


def make_row(*said, names=("zq_one",), calls=(), id="r1", roles=("user",)):
    """A row in the contract's shape, with these texts, tool names, and (name, arguments) calls."""
    tools = [{"type": "function", "function": {"name": name, "description": "", "parameters": {}}} for name in names]
    messages = [{"role": role, "content": text} for role, text in zip(roles * len(said), said, strict=False)]
    for name, arguments in calls:
        call = {"id": "call_0", "type": "function", "function": {"name": name, "arguments": arguments}}
        messages.append({"role": "assistant", "content": None, "tool_calls": [call]})
        messages.append({"role": "tool", "tool_call_id": "call_0", "content": "{}"})
    return {"id": id, "messages": messages, "tools": json.dumps(tools), "kind": "single", "source": "test"}


def kinds(row, benchmark):
    return {reason.split(":")[0] for reason in overlaps(row, benchmark)}


# -- BFCL, read here a second time, by other means ---------------------------------------------------------------------
@pytest.fixture(scope="module")
def benchmark():
    return Benchmark.load()


@pytest.fixture(scope="module")
def records():
    files = [path for path in asset("bfcl").rglob("*.json") if "format_sensitivity" not in path.name]
    assert len(files) > 50
    return [
        json.loads(line) for path in files for line in path.read_text(encoding="utf-8").splitlines() if line.strip()
    ]


@pytest.fixture(scope="module")
def questions(records):
    """Every turn of a user, wherever it stands in a record."""
    turns = []

    def walk(part):
        if isinstance(part, str):
            turns.append(part)
        elif isinstance(part, dict):
            if part["role"] == "user":
                turns.append(part["content"])
        else:
            for each in part:
                walk(each)

    for record in records:
        walk(record.get("question", []))
    return sorted({turn for turn in turns if turn.strip()})


@pytest.fixture(scope="module")
def functions(records):
    text = json.dumps([{key: record[key] for key in ("function",) if key in record} for record in records])
    docs = [record["name"] for record in records if "name" in record and "parameters" in record]
    return sorted({*re.findall(r'"name": "([^"]+)", "description": "', text), *docs})


def test_every_question_is_caught_whatever_its_case_and_punctuation(benchmark, questions):
    assert len(questions) > 5000
    missed = [turn for turn in questions if kinds(make_row(turn), benchmark) != {"question"}]
    spoken = [turn for turn in questions if re.search(r"\w", turn)]  # a turn of signs alone is compared sign by sign
    missed += [turn for turn in spoken if kinds(make_row(f"  {turn.upper()} !"), benchmark) != {"question"}]
    assert missed == []


def test_a_question_is_caught_in_any_turn_and_inside_a_longer_text(benchmark, questions):
    long = [turn for turn in questions if len(turn.split()) >= 12 and turn.isascii()]
    for turn in random.Random(0).sample(long, 300):
        assert kinds(make_row(f"Zq zq, {turn} zq zq?"), benchmark) == {"question"}
        assert kinds(make_row("Hullo zq.", "Zq?", turn, roles=("user", "assistant", "user")), benchmark) == {"question"}
        assert kinds(make_row(turn, roles=("system",)), benchmark) == {"question"}
        assert overlaps(make_row(turn, roles=("tool",)), benchmark) == []  # what a function returned


def test_a_paraphrase_without_eight_common_words_passes(benchmark, questions):
    for turn in random.Random(1).sample(questions, 1000):
        broken = " ".join(word if i % 7 else f"zq{i} {word}" for i, word in enumerate(words(turn)))
        assert overlaps(make_row(broken), benchmark) == [], turn


def test_every_function_name_is_caught_in_every_spelling(benchmark, functions):
    assert len(functions) > 2000
    for name in functions:
        parts = name_key(name).split()
        camel = parts[0] + "".join(part.title() for part in parts[1:])
        for spelling in (name, "_".join(parts), ".".join(parts), "-".join(parts).upper(), camel):
            assert kinds(make_row("Zq?", names=["zq", spelling]), benchmark) == {"name"}, (name, spelling)
        assert kinds(make_row("Zq?", calls=[(name, {})]), benchmark) == {"name"}, name


def test_a_name_of_two_words_is_caught_behind_a_prefix_and_without_its_own(benchmark, functions):
    specific = [name for name in functions if len(re.findall("[a-z]+", name_key(name.split(".")[-1]))) >= 2]
    assert len(specific) > 1500
    for name in specific:
        assert benchmark.reserved(f"zq.{name.split('.')[-1]}"), name
        assert benchmark.reserved(name.split(".")[-1]), name


def test_a_single_word_is_no_leak_by_itself(benchmark, functions):
    whole = {name_key(name) for name in functions}
    lasts = {name_key(name.split(".")[-1]) for name in functions if "." in name} - whole
    single = [word for word in lasts if " " not in word]
    assert len(single) > 50 and "calculate" in single
    assert [word for word in single if benchmark.reserved(word) or benchmark.reserved(f"zq.{word}")] == []
    assert benchmark.reserved("add") and not benchmark.reserved("zq.add")


def test_reserved_names_are_those_that_overlap(benchmark, functions):
    reserved = reserved_names()
    assert {name_key(name) for name in functions} <= reserved
    assert all(overlaps(make_row("Zq?", names=[name.replace(" ", "_")]), benchmark) for name in reserved)
    assert name_key("zq_one") not in reserved


def test_answers_with_two_telling_values_are_caught_though_all_names_are_masked(benchmark, records):
    truths = [call for record in records if "ground_truth" in record for call in record["ground_truth"]]
    caught = 0
    for call in (call for call in truths if isinstance(call, dict)):
        (arguments,) = call.values()
        needed = [alternatives for alternatives in arguments.values() if alternatives and "" not in alternatives]
        for pick in (0, -1):
            values = [alternatives[pick] for alternatives in needed]
            plain = {" ".join(words(value)) for value in values if isinstance(value, str)}
            if len(plain & benchmark.telling) >= 2 and not any(isinstance(value, (list, dict)) for value in values):
                masked = {f"arg_{i}": value for i, value in enumerate(values)}
                assert kinds(make_row("Zq?", calls=[("func_1", masked)]), benchmark) == {"arguments"}, call
                caught += 1
    assert caught > 1000


# -- the rules, on a benchmark small enough to read --------------------------------------------------------------------
def small(*answers, **record):
    return Benchmark.of([{"ground_truth": [answer]} for answer in answers] + [record])


def leaks(benchmark, **arguments):
    return bool(overlaps(make_row("Zq?", calls=[("func_1", arguments)]), benchmark))


HIRE = {"hire_van": {"town": ["Leeds", "Leeds, UK"], "day": ["2031-02-07"], "seats": [5], "note": ["", "none"]}}


@pytest.mark.parametrize(
    "arguments, caught",
    [
        ({"town": "Leeds", "day": "2031-02-07", "seats": 5}, True),
        ({"arg_1": "2031-02-07", "arg_2": "5", "arg_3": "LEEDS (UK)", "more": "than that"}, True),
        ({"trip": {"from": "Leeds", "when": ["2031-02-07"]}, "seats": 5.0}, False),
        ({"trips": [{"from": "Leeds", "when": "2031-02-07"}], "seats": 5.0}, True),
        ({"town": "Leeds", "day": "2031-02-07"}, False),
        ({"town": "Leeds", "day": "2031-02-08", "seats": 5}, False),
        ({"town": "York", "day": "2031-02-07", "seats": 5}, False),
        ({}, False),
    ],
)
def test_a_call_leaks_when_it_holds_every_value_that_an_answer_must_have(arguments, caught):
    assert leaks(small(HIRE), **arguments) is caught


@pytest.mark.parametrize(
    "answer",
    [
        {"f": {"a": ["Leeds"], "b": [7], "c": [True]}},  # one telling value
        {"f": {"a": ["Leeds"], "b": ["true"], "c": ["UK"], "d": [None]}},
        {"f": {"a": ["Leeds"], "b": ["Hull", ""]}},  # the second may be left out
        {"f": {"a": ["Leeds"], "b": ["Leeds"]}},  # twice the same
    ],
)
def test_an_answer_with_fewer_than_two_telling_values_is_no_leak(answer):
    (arguments,) = answer.values()
    assert not leaks(small(answer), **{name: values[0] for name, values in arguments.items()})


def test_a_value_that_five_functions_take_tells_nothing():
    answers = [{f"f_{i}": {"a": ["Leeds"], "b": [f"word {i}"]}} for i in range(5)]
    assert leaks(small(*answers[:4]), a="Leeds", b="word 0")
    assert not leaks(small(*answers), a="Leeds", b="word 0")
    many_times_one = [{"f": {"a": ["Leeds"], "b": [f"word {i}"]}} for i in range(5)]
    assert leaks(small(*many_times_one), a="Leeds", b="word 0")


@pytest.mark.parametrize(
    "written, arguments",
    [
        ("hire(town='Leeds', days=[1, 2.0])", {"x": "leeds", "y": [1, 2]}),
        ("van.hire('Leeds', p=1/6)", {"x": "Leeds", "y": "1 / 6"}),
        ("hire(trip={'from': 'Leeds', 'to': 'Hull'})", {"x": "Leeds", "y": "Hull"}),
        ({"hire": {"trips": [[{"from": ["Leeds"], "to": ["Hull"]}]]}}, {"x": "Leeds", "y": "Hull"}),
        ([[["hire(town='Leeds', to='Hull')"]]], {"x": "Leeds", "y": "Hull"}),
    ],
)
def test_answers_are_read_in_all_forms_that_bfcl_has(written, arguments):
    assert leaks(small(written), **arguments)


def test_a_call_that_is_not_python_still_gives_its_name_and_words_give_none():
    found = small("post_note(content='it's here')", "Paris (the one in Texas)", "35", '{"a": "b"}')
    assert set(found.names) == {"post note"}


def test_short_turns_count_for_users_only_and_wordless_ones_whole():
    found = small(
        question=[[{"role": "user", "content": "Thanks a lot!"}, {"role": "system", "content": "Be zq."}], "?!"]
    )
    assert overlaps(make_row("thanks a lot"), found) == ["question: 'thanks a lot' is a turn of the benchmark"]
    assert overlaps(make_row("thanks a lot", roles=("assistant",)), found) == []
    assert overlaps(make_row("Thanks a lot indeed"), found) == overlaps(make_row("Be zq."), found) == []
    assert overlaps(make_row("?!"), found) and not overlaps(make_row(""), found)


def test_numbers_are_kept_apart_in_questions():
    found = small(question="What is left when I take 3.5 from 1,000?")
    assert overlaps(make_row("what is left when I take 3.5 from 1,000"), found)
    assert not overlaps(make_row("what is left when I take 35 from 1000"), found)


@pytest.mark.parametrize(
    "name, key",
    [
        ("getHTTPStatus", "get http status"),
        ("get.http_status", "get http status"),
        ("GET-http2Status", "get http 2 status"),
        ("hypot", "hypot"),
        ("caf\u00e9Menu", "caf\u00e9 menu"),
        ("__", "__"),
    ],
)
def test_name_keys(name, key):
    assert name_key(name) == key


@given(st.text())
def test_a_name_key_is_its_own_key(name):
    assert name_key(name_key(name)) == name_key(name)


# -- many rows ---------------------------------------------------------------------------------------------------------
def test_decontaminate_keeps_clean_rows_in_order_and_counts_the_others():
    found = small(HIRE, question="How many vans are there in the yard today?")
    clean = [make_row(f"Zq {i}?", id=f"c{i}") for i in range(20)]
    asked = [make_row(f"{i}: how many vans are there in the yard today", names=["hireVan"]) for i in range(9)]
    same = [make_row("Zq!", calls=[("func", json.dumps({"a": "Leeds", "b": "2031-02-07", "c": 5}))]) for _ in range(3)]
    rows = [*clean[:10], *asked, *clean[10:], *same]
    kept, report = decontaminate(iter(rows), found)
    assert kept == clean
    assert (report.rows, report.kept) == (32, 20)
    assert dict(report.counts) == {"name": 9, "question": 9, "arguments": 3}
    assert report.examples["name"] == ["name: 'hireVan' is the benchmark's 'hire_van'"]
    assert report.examples["arguments"] == ["arguments: '2031 02 07', 'leeds' answer the benchmark's 'hire_van'"]
    assert str(report).startswith("12 of 32 rows overlap with the benchmark\n- name: 9\n    name: 'hireVan' is")


def test_a_report_has_few_examples_and_says_when_there_are_none():
    found = small(function=[{"name": f"hire_van_{word}"} for word in "abcdefghi"])
    _, report = decontaminate([make_row("Zq?", names=[f"hireVan_{word}"]) for word in "abcdefghi"], found)
    assert report.counts["name"] == 9 and len(report.examples["name"]) == 5
    kept, report = decontaminate([make_row("Zq?")], found)
    assert len(kept) == 1
    assert str(report) == "0 of 1 rows overlap with the benchmark\n- name: 0\n- question: 0\n- arguments: 0"


def test_by_default_it_is_all_of_bfcl(benchmark, questions):
    rows = [make_row("Zq?"), make_row(questions[100])]
    kept, report = decontaminate(rows)
    assert kept == rows[:1] and report.counts["question"] == 1
    assert Benchmark.load() is benchmark


def test_reasons_come_in_the_same_order_in_every_process():
    code = (
        "import json; from fcall_helpers.data.decontamination import Benchmark, overlaps\n"
        "answers = [{f'f_{i}': {'a': [f'word {i}'], 'b': [f'word {i + 1}']}} for i in range(30)]\n"
        "call = {'name': 'f', 'arguments': {str(i): f'word {i}' for i in range(30)}}\n"
        "row = {'messages': [{'role': 'assistant', 'tool_calls': [{'function': call}]}], 'tools': '[]'}\n"
        "print(overlaps(row, Benchmark.of([{'ground_truth': answers}])))"
    )
    said = set()
    for salt in "12":
        env = {**os.environ, "PYTHONHASHSEED": salt}
        said.add(subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True).stdout)
    assert len(said) == 1 and said.pop().count("answer the benchmark's") == 29


# -- errors ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "change, message",
    [
        ({"tools": [{"function": {"name": "f"}}]}, "row r1 .*tools as a JSON string"),
        ({"tools": "[{]"}, "row r1 .*JSONDecodeError"),
        ({"tools": "[{}]"}, "row r1 .*KeyError: 'function'"),
        ({"messages": None}, "row r1 .*TypeError"),
        ({"messages": [{"content": "no role"}]}, "row r1 .*KeyError: 'role'"),
        ({"messages": [{"role": "user", "content": [{"type": "text"}]}]}, "row r1 .*TypeError"),
        ({"messages": [{"role": "assistant", "tool_calls": [{"function": {"name": "f"}}]}]}, 'row r1 .*"arguments"'),
    ],
)
def test_a_row_of_another_form_is_named(change, message):
    with pytest.raises(ValueError, match=message):
        decontaminate([make_row("Zq?"), {**make_row("Zq?"), **change}], small())


def test_what_is_no_row_is_quoted():
    with pytest.raises(ValueError, match="row 'a string' is not an example"):
        overlaps("a string", small())
    with pytest.raises(ValueError, match="row without an id is not an example"):
        overlaps({}, small())
