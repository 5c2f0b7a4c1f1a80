"""The README's promises: its commands are what CI runs, and what it names exists."""

import re
import subprocess
import sys

from fcall_helpers.__main__ import COMMANDS
from tests.readme import ROOT, commands, run_arguments

README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_there_are_two_commands():
    first, second = commands()
    assert first.startswith("python3 -m venv") and "fcall run" in first
    assert second == ".venv/bin/pytest"


def test_ci_types_what_the_readme_says():
    """CI runs the install and the test command to the letter; the notebooks' tests run the rest of the first."""
    script = (ROOT / ".ci" / "run").read_text().splitlines()
    first, second = commands()
    install = " && ".join(part.strip() for part in first.split("&&")[:-1])
    assert install in script
    assert script[-1] == second
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o111
    assert "run: .ci/run" in (ROOT / ".github" / "workflows" / "ci.yml").read_text()


def test_the_run_command_is_one_of_ours():
    assert run_arguments()[0] in COMMANDS
    done = subprocess.run([sys.executable, "-m", "fcall_helpers", *run_arguments(), "--help"], capture_output=True)
    assert done.returncode == 0


def test_every_fcall_command_in_the_readme_exists():
    named = set(re.findall(r"\bfcall (\w+)", README)) - {"on"}
    assert named <= set(COMMANDS), named


def test_what_the_readme_links_to_exists():
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", README):
        assert (ROOT / target).exists(), target


def test_benchmarks_named_in_the_readme_exist():
    for name in re.findall(r"tests\.benchmarks\.(\w+)", README):
        assert (ROOT / "tests" / "benchmarks" / f"{name}.py").is_file(), name
