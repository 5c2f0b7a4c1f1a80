"""Every notebook, made from its source and run headless with the README's own command, on the real model."""

import json
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from tests.readme import ROOT, run_arguments

SOURCES = sorted((ROOT / "notebooks" / "src").glob("[0-9][0-9]_*.py"))


@pytest.mark.notebooks
@pytest.mark.slow
@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_the_readme_command_runs_the_notebook(source, tmp_path):
    # One notebook a test: pytest's own workers run them side by side, as `fcall run` does with its own.
    command = [sys.executable, "-m", "fcall_helpers", *run_arguments(), source.stem, "--json", "--out", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env=one_thread())
    assert done.returncode == 0, done.stderr + done.stdout
    (result,) = json.loads(done.stdout)
    assert (result["name"], result["status"]) == (source.stem, "passed")
    assert (tmp_path / "notebooks" / f"{source.stem}.ipynb").is_file()
    assert source.stem in (tmp_path / "report.md").read_text()
    assert ElementTree.parse(tmp_path / "report.xml").getroot().find(".//testcase").get("name") == source.stem


def one_thread() -> dict[str, str]:
    import os

    return {**os.environ, "OMP_NUM_THREADS": "1"}


def test_there_are_notebooks():
    assert SOURCES
    assert Path(SOURCES[0]).stem == "00_start_here"
