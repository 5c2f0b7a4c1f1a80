"""`make_dataset`: the same rows from the same seed, whatever the processes; resumed, split, clean."""

import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, SchemaError

from fcall_helpers.data.actions import ACTIONS
from fcall_helpers.data.decontamination import Benchmark, overlaps
from fcall_helpers.data.making import CHUNK, COLUMNS, FRACTIONS, make_chunk, make_dataset, world_of
from fcall_helpers.data.rows import MIX
from fcall_helpers.data.verifying import _well_formed, verify

SETTINGS = {"seed": 0, "split": "train", "mix": MIX, "masked": 0.3, "shared": 1, "fractions": FRACTIONS}


def digest(dataset):
    return hashlib.sha256(json.dumps(list(dataset), sort_keys=True).encode()).hexdigest()


@pytest.fixture(scope="module")
def dataset(tmp_path_factory):
    return make_dataset(1200, seed=7, processes=1, out=tmp_path_factory.mktemp("one"))


def test_the_rows_are_right_and_clean(dataset):
    assert len(dataset) == 1200 and tuple(dataset.column_names) == COLUMNS
    for row in dataset:
        assert verify(row) == []
        assert overlaps(row, Benchmark.load()) == []
    assert set(dataset["kind"]) == set(MIX)
    assert len(set(dataset["id"])) == 1200


def test_nothing_in_tools_or_arguments_is_a_null_of_arrow(dataset):
    for row in dataset:
        assert isinstance(row["tools"], str)
        for message in row["messages"]:
            for call in message["tool_calls"] or ():
                assert isinstance(json.loads(call["function"]["arguments"]), dict)


def test_two_processes_make_the_same(dataset, tmp_path):
    assert digest(make_dataset(1200, seed=7, processes=2, out=tmp_path)) == digest(dataset)


def test_a_script_without_a_guard_is_told_so(tmp_path):
    script = tmp_path / "script.py"
    call = f"make_dataset(10, processes=2, out={str(tmp_path / 'rows')!r})"
    script.write_text(f"from fcall_helpers.data import make_dataset\n{call}\n")
    run = subprocess.run([sys.executable, script], capture_output=True, text=True, timeout=120)
    assert run.returncode == 1
    assert (
        "ValueError: processes: a worker ended before its work; in a script, make it under `if __name__" in run.stderr
    )


def test_another_seed_makes_others(dataset, tmp_path):
    other = make_dataset(300, seed=8, processes=1, out=tmp_path)
    theirs, ours = ({json.dumps(row["messages"]) for row in rows} for rows in (other, dataset))
    assert not theirs & ours


def test_the_rows_stay_on_disk_beside_the_parquet_file(dataset, tmp_path, capfd):
    make_dataset(20, seed=1, processes=1, out=tmp_path)
    arrow = tmp_path / "rows.arrow"
    assert [Path(file["filename"]) for file in make_dataset(20, seed=1, out=tmp_path).cache_files] == [arrow]
    assert capfd.readouterr().err == ""  # `datasets` counts there, and a notebook must not show it
    first = digest(make_dataset(20, seed=1, out=tmp_path))
    arrow.unlink()
    assert digest(make_dataset(20, seed=1, out=tmp_path)) == first


def test_a_parquet_file_that_is_newer_is_read_anew(tmp_path):
    for seed in (1, 2):
        make_dataset(20, seed=seed, processes=1, out=tmp_path / str(seed))
    other = (tmp_path / "2" / "rows.parquet").read_bytes()
    (tmp_path / "1" / "rows.parquet").write_bytes(other)
    os.utime(tmp_path / "1" / "rows.arrow", (0, 0))
    assert digest(make_dataset(20, seed=1, out=tmp_path / "1")) == digest(make_dataset(20, seed=2, out=tmp_path / "2"))


def test_a_killed_run_goes_on_where_it_was(tmp_path):
    calls = []

    class Killed(Exception):
        pass

    def killer(done, wanted):
        calls.append((done, wanted))
        if len(calls) == 2:
            raise Killed

    with pytest.raises(Killed):
        make_dataset(2 * CHUNK, seed=3, processes=1, out=tmp_path, on_progress=killer)
    kept = {path: path.stat().st_mtime_ns for path in (tmp_path / "parts").iterdir()}
    assert len(kept) == 2
    resumed = make_dataset(2 * CHUNK, seed=3, processes=1, out=tmp_path)
    assert {path: path.stat().st_mtime_ns for path in kept} == kept
    assert calls[0][1] == len(resumed) == 2 * CHUNK


def test_a_folder_of_other_settings_is_not_overwritten(dataset, tmp_path):
    make_dataset(20, seed=1, processes=1, out=tmp_path)
    with pytest.raises(ValueError, match=r"out: .* holds a dataset of other settings \(n, seed, key\)"):
        make_dataset(30, seed=2, processes=1, out=tmp_path)


def test_splits_share_neither_tools_nor_openings():
    worlds = {split: world_of(split) for split in ("train", "dev", "test")}
    for part in (lambda world: {action.key for action in world.actions}, lambda world: set(world.openings)):
        sets = [part(world) for world in worlds.values()]
        assert all(sets) and len(set.union(*sets)) == sum(map(len, sets))
    assert sum(len(world.actions) for world in worlds.values()) == len(ACTIONS)


def test_reasons_are_counted():
    rows, reasons = make_chunk(SETTINGS, 0)
    assert reasons["right"] == len(rows) and reasons.total() == CHUNK


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"n": 0}, "n: expected a number of rows above 0, got 0"),
        ({"n": 2.5}, "n: expected a number of rows above 0, got 2.5"),
        ({"n": True}, "n: expected a number"),
        ({"split": "valid"}, "split must be one of train, dev, test, got 'valid'"),
        ({"mix": {"double": 1}}, "mix: 'double' is no kind; there are single"),
        ({"mix": {"single": -1}}, "mix: expected shares"),
        ({"mix": {"single": 0}}, "mix: expected shares"),
        ({"masked": 1.5}, "masked: expected a share from 0 to 1, got 1.5"),
    ],
)
def test_bad_settings_are_named(changes, complaint, tmp_path):
    with pytest.raises(ValueError, match=complaint):
        make_dataset(**{"n": 10, "processes": 1, "out": tmp_path, **changes})


def test_the_rooms_names_are_found_where_the_contract_has_them():
    from fcall_helpers import data

    assert data.make_dataset is make_dataset and data.verify is verify
    assert all(callable(getattr(data, name)) for name in data.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        data.nothing  # noqa: B018


# -- what verifies a row ----------------------------------------------------------------------------------------------
KEYWORDS = {
    "type": st.sampled_from(["object", "string", ["string", "null"], [], "text", 3, None]),
    "description": st.sampled_from(["the city", "", 7, None]),
    "required": st.sampled_from([[], ["a"], ["a", "b"], ["a", "a"], ["a", 1], "a", {}]),
    "enum": st.sampled_from([["a"], [], "a"]),
    "pattern": st.sampled_from(["^a+$", "(", 1]),
    "minimum": st.sampled_from([0, -1.5, "0", None]),
    "minItems": st.sampled_from([0, 2, -1, 1.5]),
    "additionalProperties": st.sampled_from([False, {}, {"type": "nothing"}, 1]),
    "default": st.sampled_from([None, 1, "a"]),
}
SCHEMAS = st.recursive(
    st.fixed_dictionaries({}, optional=KEYWORDS) | st.sampled_from([True, False, None, 1, "string", []]),
    lambda inner: st.fixed_dictionaries(
        {},
        optional={
            **KEYWORDS,
            "properties": st.dictionaries(st.sampled_from("abc"), inner, max_size=3) | st.sampled_from([[], 1, None]),
            "items": inner,
            "anyOf": st.lists(inner, max_size=2),
        },
    ),
    max_leaves=6,
)


@settings(deadline=None, max_examples=400)
@given(SCHEMAS)
@example({"type": "object", "properties": {"a": {"pattern": "("}}})
@example({"type": "object", "properties": {"a": {"description": 7}}})
@example({"properties": {"a": {"properties": {"b": {"required": ["x", "x"]}}}}})
@example({"properties": {"properties": {"type": "string"}, "required": {"enum": ["a"]}}, "required": ["required"]})
def test_a_schema_is_right_in_pieces_where_it_is_right_as_a_whole(schema):
    try:
        Draft202012Validator.check_schema(schema)
        right = True
    except SchemaError:
        right = False
    assert _well_formed(schema) == right


@pytest.mark.parametrize(
    ("schema", "complaint"),
    [
        ({"properties": {"a": {"type": "text"}}}, "schema: 'text' is not valid under any of the given schemas"),
        ({"properties": {"a": {}}, "required": ["a", "b"]}, "schema: b is required and not described"),
        ({"required": ["b"]}, "schema: b is required and not described"),
        ({"required": ["a", "a"], "properties": {"a": {}}}, "schema: .* non-unique elements"),
        ({"properties": [1]}, "schema: .* is not of type 'object'"),
    ],
)
def test_a_wrong_schema_is_quoted(dataset, schema, complaint):
    tools = [{"type": "function", "function": {"name": "f", "parameters": {"type": "object", **schema}}}]
    assert re.fullmatch(complaint, verify({**dataset[0], "tools": json.dumps(tools)})[0])


@pytest.mark.parametrize(
    "call",
    [{}, "f()", {"name": "f"}, {"name": "f", "arguments": "{"}, {"function": None}, {"name": 1, "arguments": {}}],
)
def test_calls_that_cannot_be_read_are_a_reason(dataset, call):
    messages = [dataset[0]["messages"][0], {"role": "assistant", "content": None, "tool_calls": [call]}]
    (problem,) = verify({**dataset[0], "messages": messages})
    assert problem.startswith("messages: a tool call")
