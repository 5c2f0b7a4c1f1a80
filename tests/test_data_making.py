"""`make_dataset`: the same rows from the same seed, whatever the processes; resumed, split, clean."""

import hashlib
import json

import pytest

from fcall_helpers.data.actions import ACTIONS
from fcall_helpers.data.decontamination import Benchmark, overlaps
from fcall_helpers.data.making import CHUNK, COLUMNS, _settings, make_chunk, make_dataset, world_of
from fcall_helpers.data.rows import MIX
from fcall_helpers.data.verifying import verify


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


def test_another_seed_makes_others(dataset, tmp_path):
    other = make_dataset(300, seed=8, processes=1, out=tmp_path)
    theirs, ours = ({json.dumps(row["messages"]) for row in rows} for rows in (other, dataset))
    assert not theirs & ours


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
    rows, reasons = make_chunk(_settings(10, 0, "train", MIX, 0.3), 0)
    assert reasons["right"] == len(rows) and reasons.total() == CHUNK


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"n": 0}, "n: expected a number of rows above 0, got 0"),
        ({"n": 2.5}, "n: expected a number of rows above 0, got 2.5"),
        ({"n": True}, "n: expected a number"),
        ({"split": "valid"}, "split: expected one of train, dev, test, got 'valid'"),
        ({"mix": {"double": 1}}, "mix: 'double' is no kind; there are single"),
        ({"mix": {"single": -1}}, "mix and masked: expected shares"),
        ({"mix": {"single": 0}}, "mix and masked: expected shares"),
        ({"masked": 1.5}, "mix and masked: expected shares"),
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
