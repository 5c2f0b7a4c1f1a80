"""The command line: ``fcall`` itself, and ``fcall chat`` with the real model."""

import io
import json
import os
import subprocess
import sys

import pytest

from fcall_helpers import terminal
from fcall_helpers.__main__ import COMMANDS, main
from fcall_helpers.agent import Trace


def fcall(*arguments, stdin=""):
    command = [sys.executable, "-m", "fcall_helpers", *arguments]
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "HF_HUB_OFFLINE": "1"}
    return subprocess.run(command, input=stdin, capture_output=True, text=True, env=environment)


def test_no_command_tells_what_there_is(capsys):
    assert main([]) == 2
    told = capsys.readouterr().out
    assert all(name in told for name in COMMANDS)
    assert main(["--help"]) == 0


def test_an_unknown_command_is_one_line(capsys):
    assert main(["trian"]) == 2
    assert capsys.readouterr().err == f"fcall: no command 'trian'; there is {', '.join(COMMANDS)}\n"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(name):
    done = fcall(name, "--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert f"fcall {name}" in done.stdout


def test_one_question_as_json():
    done = fcall("chat", "What is 2 + 2?", "--tool-choice", "add", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    trace = json.loads(done.stdout)
    assert trace["calls"][0]["name"] == "add"
    assert trace["calls"][0]["arguments"] == {"a": 2, "b": 2}


def test_a_conversation_shows_calls_and_results():
    done = fcall("chat", "--tool-choice", "add", stdin="/tools\nWhat is 12 + 30?\n/what\n/quit\n")
    assert (done.returncode, done.stderr) == (0, "")
    for text in ("count_letters: How often", "call    add(a=12, b=30)", "result  42", "model>"):
        assert text in done.stdout
    assert done.stdout.count(terminal.HELP) == 2


def test_a_conversation_as_json_is_a_line_a_question_and_nothing_else(monkeypatch, capsys):
    def answer(lm, messages, toolbox, **options):
        return Trace([*messages, {"role": "assistant", "content": "fine"}], stopped="answer")

    monkeypatch.setattr("fcall_helpers.models.load", lambda *args, **options: None)
    monkeypatch.setattr("fcall_helpers.agent.run_agent", answer)
    monkeypatch.setattr("sys.stdin", io.StringIO("/tools\nHow are you?\n/what\nAnd now?\n/new\nHi\n"))
    assert terminal.chat(["--json"]) == 0
    traces = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [len(trace["messages"]) for trace in traces] == [2, 4, 2]


def test_an_unknown_model_is_one_line():
    done = fcall("chat", "hello", "--model", "nope")
    assert done.returncode == 2
    assert done.stderr.startswith("fcall chat: load: no model 'nope'")
    assert done.stderr.count("\n") == 1


def test_the_tools_do_what_they_say():
    box = terminal.small_toolbox()
    assert (box["add"](2, 3), box["multiply"](2, 3), box["count_letters"]("Strawberry", "R")) == (5, 6, 3)
    assert "+0" in box["current_time"]("Asia/Tokyo")
    with pytest.raises(ValueError, match="Mars"):
        box["current_time"]("Mars/Base")
