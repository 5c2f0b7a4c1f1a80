"""`evaluate` and ``fcall eval``: the cases that were meant, each answered once, whatever kills a run.

The model's answers are written by the test where it matters what they are; how they come about is `generate`'s matter.
"""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fcall_helpers.__main__ import main
from fcall_helpers.bfcl import evaluating
from fcall_helpers.bfcl.answers import reference_calls
from fcall_helpers.bfcl.categories import CATEGORIES
from fcall_helpers.bfcl.evaluating import GROUPS, draw_cases, evaluate
from fcall_helpers.bfcl.loading import load_bfcl
from fcall_helpers.bfcl.reporting import Report

FIVE = GROUPS["non_live"]


class Killed(BaseException):
    """What a test stops a run with: nothing in the package may catch it."""


class Scripted:
    """In place of `generate`: answers by script, and remembers what it was asked and how."""

    def __init__(self, say, kill_after=None):
        self.say, self.kill_after, self.asked, self.batches = say, kill_after, [], []

    def __call__(self, lm, conversations, tools, *, on_done, **options):
        self.batches.append((len(conversations), options))
        for index in reversed(range(len(conversations))):  # any order will do
            if self.kill_after == len(self.asked):
                raise Killed
            question = conversations[index][-1]["content"]
            self.asked.append(question)
            on_done(index, self.say(question, tools[index]))


@pytest.fixture
def script(monkeypatch):
    """Have `evaluate` answered by a function of (last message, tools); returns what was asked."""

    def use(say=lambda question, tools: "I would rather not.", **options):
        scripted = Scripted(say, **options)
        monkeypatch.setattr(evaluating, "generate", scripted)
        return scripted

    return use


@pytest.fixture
def quick(monkeypatch):
    """Without hashing 540 MB of weights each time; the digest has a test of its own."""
    monkeypatch.setattr(evaluating, "_digest_weights", lambda model: "weights")


def perfect(cases):
    """The text of a model that is always right."""
    texts = {}
    for case in cases:
        calls = reference_calls(case["function"], case["ground_truth"], case["category"])
        said = [{"name": call.name, "arguments": call.arguments} for call in calls]
        texts[case["messages"][-1]["content"]] = "\n".join(
            f"<tool_call>\n{json.dumps(one)}\n</tool_call>" for one in said
        )
    return lambda question, tools: texts[question] or "There is no tool for that."


def outputs(folder) -> list[dict]:
    return [json.loads(line) for line in (folder / "outputs.jsonl").read_text().splitlines()]


# The cases


def test_a_subset_is_the_same_each_time_and_grows_with_n():
    few, more, other = (draw_cases("multiple", n, seed) for n, seed in ((10, 3), (25, 3), (25, 4)))
    ids = [[case["id"] for case in cases] for cases in (few, more, other)]
    assert ids[0] == [case["id"] for case in draw_cases(["multiple"], 10, 3)]
    assert set(ids[0]) < set(ids[1]) != set(ids[2])
    everyone = [case["id"] for case in load_bfcl("multiple")]
    assert ids[1] == sorted(ids[1], key=everyone.index), "in the benchmark's order"


def test_all_cases_and_groups_of_categories():
    assert [case["id"] for case in draw_cases("parallel")] == [case["id"] for case in load_bfcl("parallel")]
    drawn = draw_cases(["live", "multiple", "multiple"], 2)
    names = list(dict.fromkeys(case["category"] for case in drawn))
    assert names == [*(name for name in CATEGORIES if name.startswith("live_")), "multiple"]
    assert len(drawn) == 2 * len(names)


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("simpel",), r"categories: got 'simpel', expected of simple_python, .*, non_live, live"),
        ((["multiple", 3],), "categories: got 3, expected of"),
        (([],), "categories: got none"),
        (("multiple", 201), "n: got 201, but the category multiple has 200 cases"),
        ((FIVE, 300), "n: got 300, but the category multiple has 200 cases"),
        (("multiple", 0), "n: expected a whole number of at least 1, got 0"),
        (("multiple", 2.0), "n: expected a whole number"),
        (("multiple", True), "n: expected a whole number"),
        (("multiple", 3, "x"), "seed: expected a whole number, got 'x'"),
    ],
)
def test_impossible_cases_are_named(arguments, complaint):
    with pytest.raises(ValueError, match=complaint) as caught:
        draw_cases(*arguments)
    assert "\n" not in str(caught.value)


# A run


def test_a_perfect_model_is_right_everywhere(lm, script, quick, tmp_path):
    cases = draw_cases([*FIVE, "live_parallel", "simple_java"], 4)
    script(perfect(cases))
    report = evaluate(lm, [*FIVE, "live_parallel", "simple_java"], n=4, out=tmp_path)
    assert report.by_kind() == {name: {"right": 4} for name in [*FIVE, "live_parallel", "simple_java"]}
    assert outputs(tmp_path) == report.cases
    assert [row["id"] for row in report.cases] == [case["id"] for case in cases], "in the order of the cases"
    assert Report.read(tmp_path) == report


def test_a_silent_model_is_right_on_irrelevance_alone(lm, script, quick, tmp_path):
    script()
    report = evaluate(lm, FIVE, n=3, out=tmp_path)
    right = {name: one["accuracy"] for name, one in report.to_json().items()}
    assert right == {**dict.fromkeys(FIVE, 0), "irrelevance": 1}
    assert report.by_kind()["parallel"] == {"no_call": 3}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text() | st.sampled_from(["<tool_call>", '{"name":', "</tool_call>\n", "\u2028"]), max_size=4))
def test_no_text_of_a_model_is_an_error(lm, script, quick, tmp_path_factory, pieces):
    folder = tmp_path_factory.mktemp("run")
    script(lambda question, tools: "".join(pieces))
    report = evaluate(lm, ["simple_python", "irrelevance"], n=1, out=folder)
    assert [row["text"] for row in outputs(folder)] == ["".join(pieces)] * 2 == [row["text"] for row in report.cases]


def test_progress_counts_up_to_all(lm, script, quick, tmp_path):
    seen = []
    script()
    evaluate(lm, "parallel", n=5, out=tmp_path, on_progress=lambda *counts: seen.append(counts))
    assert seen == [(done, 5) for done in range(6)]


def test_batches_shrink_with_the_length_of_prompts(lm, script, quick, tmp_path):
    scripted = script()
    evaluate(lm, ["live_multiple"], out=tmp_path / "a", batch_size=16, max_new_tokens=100)
    sizes = [options["batch_size"] for _, options in scripted.batches]
    assert sizes == sorted(sizes), "the longest prompts first, in the smallest batches"
    assert sizes[0] < 4 and sizes[-1] == 16
    assert sum(count for count, _ in scripted.batches) == 1053


# Killed and resumed


def test_a_killed_run_goes_on_where_it_was(lm, script, quick, tmp_path):
    cases = draw_cases(FIVE, 4)
    killed = script(perfect(cases), kill_after=7)
    with pytest.raises(Killed):
        evaluate(lm, FIVE, n=4, out=tmp_path)
    assert len(outputs(tmp_path)) == 7
    seen, resumed = [], script(perfect(cases))
    report = evaluate(lm, FIVE, n=4, out=tmp_path, on_progress=lambda *counts: seen.append(counts))
    assert sorted(killed.asked + resumed.asked) == sorted(case["messages"][-1]["content"] for case in cases)
    assert seen[0] == (7, 20) and seen[-1] == (20, 20)
    assert report.by_kind() == {name: {"right": 4} for name in FIVE}


@pytest.fixture(scope="module")
def finished(lm, tmp_path_factory):
    """A finished run of a perfect model: its bytes and its settings."""
    folder = tmp_path_factory.mktemp("finished")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(evaluating, "generate", Scripted(perfect(draw_cases("parallel", 6))))
        patch.setattr(evaluating, "_digest_weights", lambda model: "weights")
        evaluate(lm, "parallel", n=6, out=folder)
    return (folder / "outputs.jsonl").read_bytes(), (folder / "settings.json").read_bytes()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_half_written_line_is_dropped_and_redone(lm, script, quick, finished, tmp_path_factory, data):
    whole, described = finished
    cut = data.draw(st.integers(0, len(whole)))
    junk = data.draw(st.sampled_from([b"", b"\xff\xfe", b'{"id": "parallel_1"}\n', b"[]\n", b"null\n", b"\n\n", b"{"]))
    folder = tmp_path_factory.mktemp("cut")
    (folder / "settings.json").write_bytes(described)
    (folder / "outputs.jsonl").write_bytes(whole[:cut] + junk)
    scripted = script(perfect(draw_cases("parallel", 6)))
    evaluate(lm, "parallel", n=6, out=folder)
    assert (folder / "outputs.jsonl").read_bytes() == whole
    kept = whole[:cut].count(b"\n")
    assert len(scripted.asked) == 6 - kept, "what was whole is not asked again"


def test_a_line_added_after_a_half_one_is_whole(lm, script, quick, finished, tmp_path):
    whole, described = finished
    (tmp_path / "settings.json").write_bytes(described)
    (tmp_path / "outputs.jsonl").write_bytes(whole[: whole.index(b"\n") + 30])
    script(perfect(draw_cases("parallel", 6)), kill_after=2)
    with pytest.raises(Killed):
        evaluate(lm, "parallel", n=6, out=tmp_path)
    assert len(outputs(tmp_path)) == 3


def test_a_finished_run_is_not_asked_again_but_checked_again(lm, script, quick, finished, tmp_path):
    whole, described = finished
    (tmp_path / "settings.json").write_bytes(described)
    (tmp_path / "outputs.jsonl").write_bytes(whole.replace(b'"kind": "right"', b'"kind": "no_call"'))
    scripted = script()
    assert evaluate(lm, "parallel", n=6, out=tmp_path).by_kind() == {"parallel": {"right": 6}}
    assert scripted.asked == []
    assert (tmp_path / "outputs.jsonl").read_bytes() == whole


# Folders


@pytest.mark.parametrize(
    ("changes", "differs"),
    [
        ({"n": 3}, "cases, prompts"),
        ({"seed": 1}, "seed, prompts"),
        ({"constrained": True}, "constrained"),
        ({"max_new_tokens": 99}, "max_new_tokens"),
        ({"label": "other"}, "model"),
    ],
)
def test_a_folder_of_other_settings_is_refused(changes, differs, lm, script, quick, tmp_path):
    script()
    evaluate(lm, "multiple", n=2, out=tmp_path)
    before = (tmp_path / "outputs.jsonl").read_bytes()
    with pytest.raises(ValueError, match=rf"out: .* holds a run of other settings \({differs}\); take another folder"):
        evaluate(lm, "multiple", **{"n": 2, "out": tmp_path, **changes})
    assert (tmp_path / "outputs.jsonl").read_bytes() == before


def test_a_folder_that_is_no_run_is_left_alone(lm, script, quick, tmp_path):
    script()
    (tmp_path / "file").write_text("mine")
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "outputs.jsonl").write_text("mine")
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "settings.json").write_text("mine")
    complaints = {"file": "is a file", "a": "outputs.jsonl without its settings.json", "b": "is not the settings of a"}
    for name, complaint in complaints.items():
        with pytest.raises(ValueError, match=complaint):
            evaluate(lm, "multiple", n=1, out=tmp_path / name)
    kept = [tmp_path / "file", tmp_path / "a" / "outputs.jsonl", tmp_path / "b" / "settings.json"]
    assert [path.read_text() for path in kept] == ["mine"] * 3


def test_a_folder_that_cannot_be_made_is_one_line(lm, script, quick, tmp_path):
    script()
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError, match="out: the run cannot be kept in .*file/run: Not a directory") as caught:
        evaluate(lm, "multiple", n=1, out=tmp_path / "file" / "run")
    assert "\n" not in str(caught.value)


def test_without_out_the_run_is_kept_in_the_cache_by_its_settings(lm, script, quick, tmp_path, monkeypatch):
    monkeypatch.setattr(evaluating, "cache_dir", lambda: tmp_path)
    first, again, other = script(), None, None
    one = evaluate(lm, "multiple", n=2, label="some/where/tiny model")
    again = script()
    assert evaluate(lm, "multiple", n=2, label="some/where/tiny model").folder == one.folder
    other = script()
    two = evaluate(lm, "multiple", n=2, label="some/where/tiny model", constrained=True)
    assert one.folder != two.folder and one.folder.parent == two.folder.parent == tmp_path / "runs"
    assert one.folder.name.startswith("tiny-model-")
    assert [len(scripted.asked) for scripted in (first, again, other)] == [2, 0, 2]


@pytest.mark.parametrize("name", ["batch_size", "max_new_tokens"])
def test_counts_below_one_are_named_before_anything_is_written(name, lm, tmp_path):
    with pytest.raises(ValueError, match=f"{name}: expected a whole number of at least 1, got 0"):
        evaluate(lm, "multiple", n=1, out=tmp_path / "run", **{name: 0})
    assert not (tmp_path / "run").exists()


def test_other_weights_are_another_model(lm):
    before = evaluating._digest_weights(lm.model)
    weight = lm.model.model.norm.weight
    kept = weight.detach().clone()
    try:
        weight.data[7] += 1e-3
        assert evaluating._digest_weights(lm.model) != before
    finally:
        weight.data.copy_(kept)
    assert evaluating._digest_weights(lm.model) == before


# The real model


def test_the_real_model_is_asked_and_resumed_with_the_same_texts(lm, tmp_path):
    short = {"n": 2, "max_new_tokens": 6}
    report = evaluate(lm, ["simple_python", "irrelevance"], out=tmp_path / "one", **short)
    assert all(row["text"] for row in report.cases)
    lines = (tmp_path / "one" / "outputs.jsonl").read_bytes()
    (tmp_path / "one" / "outputs.jsonl").write_bytes(lines[: lines.index(b"\n") + 9])
    evaluate(lm, ["simple_python", "irrelevance"], out=tmp_path / "one", batch_size=1, **short)
    assert (tmp_path / "one" / "outputs.jsonl").read_bytes() == lines


def test_tools_that_no_grammar_can_hold_are_decoded_freely_and_counted(lm, tmp_path, monkeypatch):
    hopeless = draw_cases("simple_python", 3)
    properties = hopeless[1]["tools"][0]["function"]["parameters"]["properties"]
    properties[next(iter(properties))] = {"type": "strnig"}
    monkeypatch.setattr(evaluating, "draw_cases", lambda *arguments: hopeless)
    report = evaluate(lm, "simple_python", out=tmp_path, constrained=True, max_new_tokens=4)
    assert [row["constrained"] for row in report.cases] == [True, False, True]
    assert "1 of 3 cases were decoded freely" in report.table()


# The command


@pytest.fixture
def loaded(lm, monkeypatch):
    monkeypatch.setattr("fcall_helpers.models.load", lambda *arguments, **options: lm)


def test_the_command_prints_the_table_and_keeps_the_run(loaded, script, quick, tmp_path, capsys):
    script()
    arguments = ["eval", "--n", "2", "--categories", "multiple,irrelevance", "parallel", "--out", str(tmp_path / "a")]
    assert main(arguments) == 0
    out, err = capsys.readouterr()
    assert "95 % interval" in out and "Qwen3-0.6B, published" in out and f"kept in {tmp_path / 'a'}" in out
    assert err.splitlines()[-1] == "6 of 6 cases"
    assert list(Report.read(tmp_path / "a").to_json()) == ["multiple", "irrelevance", "parallel"]


def test_json_is_all_there_is_on_stdout(loaded, script, quick, tmp_path, capsys):
    script()
    assert main(["eval", "--n", "2", "--json", "--constrained", "--out", str(tmp_path / "a")]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out) == Report.read(tmp_path / "a").to_json()
    assert list(json.loads(out)) == list(FIVE)
    assert "kept in" in err


def test_two_runs_are_compared(loaded, script, quick, tmp_path, capsys):
    script()
    assert main(["eval", "--categories", "multiple", "--n", "4", "--out", str(tmp_path / "a")]) == 0
    script(perfect(draw_cases("multiple", 4)))
    more = ["--out", str(tmp_path / "b"), "--adapter", "mine", "--against", str(tmp_path / "a")]
    assert main(["eval", "--categories", "multiple", "--n", "4", *more]) == 0
    out = capsys.readouterr().out
    assert "second: smollm2-135m + mine" in out and "+100.0    0.125" in out


def test_progress_is_a_line_where_somebody_looks_on(loaded, script, quick, tmp_path, capsys, monkeypatch):
    script()
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    assert main(["eval", "--categories", "multiple", "--n", "2", "--json", "--out", str(tmp_path)]) == 0
    out, err = capsys.readouterr()
    assert err.replace("\033[K", "").startswith("\r0 of 2 cases\r1 of 2 cases\r2 of 2 cases\n")
    assert list(json.loads(out)) == ["multiple"]


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--categories", "simpel"], "fcall eval: categories: got 'simpel', expected of"),
        (["--categories", "multiple", "--n", "201"], "fcall eval: n: got 201, but the category multiple has 200 cases"),
        (["--n", "1", "--model", "nope"], "fcall eval: load: no model 'nope'"),
        (["--n", "1", "--adapter", "nope"], "fcall eval: load: no adapter 'nope'"),
        (["--n", "1", "--against", "nowhere"], "fcall eval: nowhere holds no run"),
    ],
)
def test_a_wrong_command_line_is_one_line(arguments, complaint, capsys):
    assert main(["eval", *arguments]) == 2
    out, err = capsys.readouterr()
    assert out == "" and err.startswith(complaint) and err.count("\n") == 1


def test_a_folder_of_other_settings_is_one_line_of_the_command(loaded, script, quick, tmp_path, capsys):
    script()
    command = ["eval", "--categories", "multiple", "--out", str(tmp_path), "--n"]
    assert main([*command, "1"]) == 0
    capsys.readouterr()
    assert main([*command, "2"]) == 2
    err = capsys.readouterr().err
    assert "holds a run of other settings (cases, prompts)" in err and err.count("\n") == 1
