"""Reports: the numbers of the rows they are made of, in a table, in JSON, in a plot, and back from disk."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fcall_helpers.bfcl.categories import CATEGORIES
from fcall_helpers.bfcl.checking import KINDS
from fcall_helpers.bfcl.published import PUBLISHED, REMARKS
from fcall_helpers.bfcl.reporting import ALONE, COLOURS, Report
from fcall_helpers.bfcl.runs import opened
from fcall_helpers.bfcl.statistics import wilson


def rows(category: str, *kinds: str, constrained: bool = False) -> list[dict]:
    return [
        {"id": f"{category}_{i}", "category": category, "constrained": constrained}
        | {"kind": kind, "message": f"why {i}", "text": "said"}
        for i, kind in enumerate(kinds)
    ]


def report(cases: list[dict], constrained: bool = False) -> Report:
    counts = {name: sum(case["category"] == name for case in cases) for name in {case["category"] for case in cases}}
    return Report({"model": "tiny", "constrained": constrained, "cases": counts}, cases)


MIXED = [
    *rows("simple_python", "right", "wrong_value", "wrong_value", "no_call", "right"),
    *rows("irrelevance", "right", "called"),
]


def cells(table: str, start: str) -> list[str]:
    line = next(line for line in table.splitlines() if line.strip().startswith(start))
    return [cell.strip() for cell in line.split("  ") if cell.strip()][1:]


def test_json_has_the_promised_shape():
    found = report(MIXED).to_json()
    low, high = wilson(2, 5)
    kinds = {"right": 2, "wrong_value": 2, "no_call": 1}
    assert found["simple_python"] == {"accuracy": 0.4, "n": 5, "low": low, "high": high, "kinds": kinds}
    assert list(found) == ["simple_python", "irrelevance"]
    assert list(found["simple_python"]["kinds"]) == ["right", "wrong_value", "no_call"], "the commonest first"
    assert json.loads(json.dumps(found)) == found


@given(st.lists(st.tuples(st.sampled_from(CATEGORIES), st.sampled_from([*KINDS])), min_size=1, max_size=60))
def test_every_case_is_counted_once(pairs):
    cases = [case for name, kind in pairs for case in rows(name, kind)]
    found = report(cases).to_json()
    assert sum(one["n"] for one in found.values()) == len(cases)
    for name, one in found.items():
        assert sum(one["kinds"].values()) == one["n"] == sum(category == name for category, _ in pairs)
        assert one["low"] <= one["accuracy"] <= one["high"]
    table = report(cases).table()
    assert all(name in table for name in found)


def test_the_table_shows_scores_intervals_and_verdicts():
    table = report(MIXED).table()
    assert cells(table, "percent right") == ["simple_python", "irrelevance"]
    assert cells(table, "tiny") == ["40.0", "50.0"]
    assert cells(table, "95 % interval") == ["11.8 to 76.9", "9.5 to 90.5"]
    assert cells(table, "right of n") == ["2 of 5", "1 of 2"]
    assert cells(table, "wrong_value") == ["2", "-"]
    assert cells(table, "called") == ["-", "1"]
    assert str(report(MIXED)) == table


def test_published_scores_stand_below_and_say_so():
    table = report(MIXED).table()
    assert cells(table, "Qwen3-0.6B, published") == ["86.5", "82.5"]
    assert cells(table, "FunctionGemma-270M, published") == ["61.6", "73.7"]
    assert REMARKS["FunctionGemma-270M"] in table
    assert "published" not in report(rows("exec_simple", "right")).table(), "nobody has published these"


def test_published_scores_are_percents_of_known_categories():
    for model, values in PUBLISHED.items():
        assert values.keys() <= set(CATEGORIES), model
        assert all(0 <= value <= 100 for value in values.values())
        assert max(values.values()) > 1, "percent, not shares"


@pytest.mark.parametrize("names", [["irrelevance"], ["live_relevance"], ["irrelevance", "live_irrelevance"]])
def test_irrelevance_alone_is_never_shown_without_a_warning(names):
    assert ALONE in report([case for name in names for case in rows(name, "right")]).table()


def test_with_calls_beside_it_irrelevance_needs_no_warning():
    assert ALONE not in report(MIXED).table()


def test_freely_decoded_cases_of_a_constrained_run_are_counted():
    cases = [*rows("multiple", "right", "right", constrained=True), *rows("simple_python", "no_call")]
    assert "1 of 3 cases were decoded freely" in report(cases, constrained=True).table()
    assert "decoded freely" not in report(MIXED).table()
    assert report(cases, constrained=True).model == "tiny, constrained"


def test_many_categories_go_below_each_other():
    table = report([case for name in CATEGORIES for case in rows(name, "right")]).table()
    assert table.count("percent right") == 3
    assert max(map(len, table.splitlines())) <= 140


def test_every_kind_has_a_colour_of_its_own():
    assert COLOURS.keys() == KINDS.keys()
    assert len(set(COLOURS.values())) == len(COLOURS)


def test_the_plot_shows_every_share_and_the_published_scores():
    fig = report(MIXED).plot()
    (axes,) = fig.axes
    assert [label.get_text() for label in axes.get_yticklabels()] == ["simple_python", "irrelevance"]
    widths = [round(patch.get_width(), 6) for patch in axes.patches]
    assert widths == [40, 50, 20, 0, 0, 50, 40, 0]  # right, no_call, called, wrong_value: for each of the two
    shown = {round(x, 1) for line in axes.lines if line.get_marker() == "D" for x in line.get_xdata()}
    assert shown == {values[name] for values in PUBLISHED.values() for name in ("simple_python", "irrelevance")}
    assert axes.get_title(loc="left") or axes.get_title()
    assert axes.get_xlabel() == "percent of cases"
    fig.savefig(picture := io.BytesIO())
    assert len(picture.getvalue()) > 5000


def test_the_plots_words_give_its_numbers():
    words = report(MIXED).in_words()
    assert words == ("tiny, percent of calls right: simple_python 40.0 (11.8 to 76.9); irrelevance 50.0 (9.5 to 90.5)")


def test_a_run_is_read_back(tmp_path):
    written = report(MIXED)
    with opened(tmp_path / "run", written.settings) as run:
        run.finish(MIXED)
    read = Report.read(tmp_path / "run")
    assert (read.cases, read.settings, read.folder) == (MIXED, written.settings, tmp_path / "run")


def test_an_unfinished_or_missing_run_is_not_read(tmp_path):
    with pytest.raises(ValueError, match="holds no run: there is no settings.json"):
        Report.read(tmp_path)
    with opened(tmp_path, report(MIXED).settings) as run:
        run.add(MIXED[0])
    with pytest.raises(ValueError, match="holds 1 of 7 answers; evaluate again with this folder"):
        Report.read(tmp_path)
