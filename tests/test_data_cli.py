"""``fcall data``: rows on disk from one command, and one line where it cannot."""

import json

import pytest
from datasets import Dataset

from fcall_helpers.__main__ import main


def test_one_command_makes_the_rows_and_their_card(tmp_path, capsys):
    assert main(["data", "--n", "30", "--split", "dev", "--processes", "1", "--out", str(tmp_path), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["rows"] == 30 == len(Dataset.from_parquet(str(tmp_path / "rows.parquet")))
    assert "# 30 rows of tool calls" in (tmp_path / "README.md").read_text()


def test_again_it_is_there_at_once_and_other_settings_are_refused(tmp_path, capsys):
    command = ["data", "--n", "20", "--processes", "1", "--out", str(tmp_path)]
    assert main(command) == 0 and main(command) == 0
    assert "20 rows in " in capsys.readouterr().out
    assert main([*command, "--seed", "1"]) == 2
    assert "holds a dataset of other settings (seed, key)" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("option", "value", "complaint"),
    [("--n", "0", "n: expected"), ("--split", "valid", "split must be"), ("--masked", "2", "masked: expected")],
)
def test_a_wrong_option_gets_one_line(option, value, complaint, tmp_path, capsys):
    assert main(["data", option, value, "--out", str(tmp_path)]) == 2
    error = capsys.readouterr().err
    assert error.startswith("fcall data: ") and complaint in error and error.count("\n") == 1
