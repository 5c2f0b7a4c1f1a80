"""Lines of JSON that a kill may cut anywhere: what was whole before is whole afterwards."""

import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from fcall_helpers.jsonl import add_line, line, read_lines, write_lines

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner), max_leaves=4
)
ENTRIES = st.lists(st.dictionaries(st.text(max_size=4), VALUES, max_size=3), max_size=5)


@given(ENTRIES)
def test_what_is_written_is_read(entries):
    with tempfile.TemporaryDirectory() as folder:
        some, other = Path(folder) / "some", Path(folder) / "other"
        write_lines(some, entries)
        for entry in entries:
            add_line(other, entry)
        assert read_lines(some) == read_lines(other) == entries
        assert not entries or some.read_bytes() == other.read_bytes()


@given(ENTRIES, st.data())
def test_a_cut_costs_the_line_it_cuts_and_no_other(entries, data):
    lines = [line(entry) for entry in entries]
    whole = "".join(lines).encode()
    cut = data.draw(st.integers(0, len(whole)))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "lines"
        path.write_bytes(whole[:cut])
        read = read_lines(path)
    kept = [entry for entry in read if entry is not None]
    assert kept == entries[: whole[:cut].count(b"\n")]
    assert len(read) - len(kept) == (not whole[:cut].endswith(b"\n") and cut > 0)


def test_lines_that_are_no_objects_are_none(tmp_path):
    path = tmp_path / "lines"
    path.write_bytes(b'{"a": 1}\n[2]\n\nnonsense\n\xff\n' + b"[" * 100_000 + b"\n")
    assert read_lines(path) == [{"a": 1}, None, None, None, None, None]


def test_no_file_has_no_lines(tmp_path):
    assert read_lines(tmp_path / "none") == []
