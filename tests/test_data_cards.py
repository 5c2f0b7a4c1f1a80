"""The card says what was counted, and nothing else."""

import json
import re
from collections import Counter

import pytest

from fcall_helpers.data.cards import Measures, card, frame_of, measure
from fcall_helpers.data.making import make_dataset


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("made")
    return make_dataset(300, seed=5, processes=1, out=folder), folder


def test_the_card_beside_the_rows_holds_their_counts(made):
    rows, folder = made
    text = (folder / "README.md").read_text()
    assert text.startswith("---\nlanguage: en\n") and "# 300 rows of tool calls" in text
    for kind, count in Counter(rows["kind"]).items():
        assert f"| {kind} | {count} |" in text
    schemas = {
        json.dumps(t["function"]["parameters"], sort_keys=True) for row in rows for t in json.loads(row["tools"])
    }
    assert f"schemas that differ: {len(schemas):,};" in text
    assert "make_dataset(300, seed=5, split='train'" in text


def test_the_card_tells_what_was_left_out(made):
    _, folder = made
    report = json.loads((folder / "report.json").read_text())
    text = (folder / "README.md").read_text()
    assert all(f"| {reason} | {count} |" in text for reason, count in report.items() if reason != "right")
    drawn = sum(count for reason, count in report.items() if "duplicates" not in reason)
    assert f"{drawn:,} rows were drawn" in text
    cleaning = text.partition("## How it was cleaned")[2]
    left_out = [int(count.replace(",", "")) for count in re.findall(r"\| ([\d,]+) \|", cleaning)]
    assert sum(left_out) == drawn - 300  # rows that were right and not needed are named, too
    assert "| being right, but more than were asked for |" in cleaning


def test_a_run_that_needs_all_it_draws_has_no_spare_rows():
    report = {"right": 8, "grounding": 2, "exact duplicates": 1, "near duplicates": 0}
    text = card(Measures(rows=7, words=Counter({9: 7})), report=report)
    assert "10 rows were drawn" in text and "| grounding | 2 |" in text and "more than were" not in text


def test_counting_by_parts_is_counting_at_once(made):
    rows = list(made[0])
    whole, parts = measure(rows), Measures()
    for row in rows:
        parts.add(row)
    assert whole == parts and card(whole) == card(parts)


def test_a_card_of_nothing_can_be_written():
    assert "# 0 rows" in card(measure([]))


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Add 3 and 4.", "Add 17 and 5.5.", True),
        ('Search "tea" for me', "Search “green tea” for me", True),
        ("Pay 12% of $30", "Pay 7% of €1,200.50", True),
        ("Add 3 and 4.", "Multiply 3 and 4.", False),
    ],
)
def test_a_frame_is_a_request_without_its_values(one, other, alike):
    assert (frame_of(one) == frame_of(other)) is alike


def test_the_texts_of_a_call_are_values_too():
    one = frame_of("Fly from Oslo to New York", [{"to": "New York", "via": ["Oslo"]}])
    assert one == frame_of("Fly from Lima to Rome", [{"to": "Rome", "via": ["Lima"]}])
