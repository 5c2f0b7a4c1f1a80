"""``run_notebooks`` on toy notebooks: real papermill, real kernels, real failures."""

import json
import os
import signal
import subprocess
import sys
import time
from xml.etree import ElementTree

import nbformat
import psutil
import pytest

from fcall_helpers.course import job as job_module
from fcall_helpers.course import run_notebooks
from fcall_helpers.course.cli import run as run_command
from fcall_helpers.course.progress import Progress
from fcall_helpers.course.report import as_text, markdown, write_reports
from fcall_helpers.course.results import Fault, RunResult
from fcall_helpers.course.verdict import find_faults
from tests.course_toys import write_toys

GOOD = """\
# %%
import os
from pathlib import Path
print("ran in", MODE, N, Path.cwd().name, os.environ.get("OMP_NUM_THREADS"))
"""

# Every cell "succeeds" as far as papermill can see; each comment says what the run must answer.
SWALLOWED = """\
# %%
import asyncio, os, sys, threading, time
import ipywidgets as widgets
from IPython.display import display

# %%
# !exit 3

# %%
# !true

# %%
out = widgets.Output()
with out:
    raise ZeroDivisionError("inside output")

# %%
out.clear_output()  # and with it every trace in the notebook

# %%
shown = widgets.Output()
display(shown)
with shown:
    print("quiet warning", file=sys.stderr)

# %%
button = widgets.Button()
button.on_click(lambda _: {}["clicked"])

# %%
button.click()

# %%
slider = widgets.IntSlider()
def handler(change):
    raise LookupError("observed")
slider.observe(handler, "value")

# %%
slider._handle_msg({"content": {"data": {"method": "update", "state": {"value": 3}}}})

# %%
def late():
    time.sleep(0.3)
    raise ArithmeticError("in thread")
threading.Thread(target=late).start()

# %%
time.sleep(0.8)

# %%
print("careful", file=sys.stderr)

# %%
os.write(2, b"from C\\n")
time.sleep(0.3)

# %%
async def fails():
    raise OSError("in task")
task = asyncio.create_task(fails())

# %%
del task
"""

TRAPS = {
    "good_00": GOOD,
    "swallowed_01": SWALLOWED,
    "exits_02": "# %%\nimport sys\nsys.exit(0)\n\n# %%\n1\n",
    "quits_03": "# %%\nexit()\n\n# %%\nimport time; time.sleep(1)\n",
    "killed_04": "# %%\nprint('before')\n\n# %%\nimport os\nos.kill(os.getpid(), 9)\n\n# %%\n1\n",
    "raises_05": "# %%\n# a comment first\nraise ValueError('one\\ntwo')\n",
    "leaves_06": "# %%\nimport subprocess\n\n"
    "p = subprocess.Popen(['sleep', '500'], start_new_session=True)\nprint(p.pid)\n",
}


@pytest.fixture(scope="module")
def trapped(tmp_path_factory):
    """One run over all the traps, started from a folder that is not the course's."""
    root = write_toys(tmp_path_factory.mktemp("course"), **TRAPS)
    here = os.getcwd()  # noqa: PTH109
    os.chdir(tmp_path_factory.mktemp("elsewhere"))
    try:
        results = run_notebooks(mode="fast", root=root, parameters={"N": 41})
    finally:
        os.chdir(here)
    return root, {result.name: result for result in results}


def executed(root, slug):
    return nbformat.read(root / "build" / "notebooks" / f"{slug}.ipynb", as_version=4)


def texts(notebook):
    return "".join(out.text for cell in notebook.cells for out in cell.get("outputs", []) if "text" in out)


def test_a_good_notebook_passes_with_its_parameters_in_its_folder(trapped):
    root, results = trapped
    result = results["00_good"]
    assert result.ok and result.faults == [] and result.mode == "fast" and result.seconds > 0
    assert texts(executed(root, "00_good")) == "ran in fast 41 notebooks 1\n"
    assert result.slowest.cell_id.startswith("00_good-")
    assert not any("sentinel" in str(cell) for cell in executed(root, "00_good").cells)


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("!exit 3", "`!exit 3` ended with status 3"),
        ("out = widgets.Output()", "ZeroDivisionError: inside output"),
        ("shown = widgets.Output()", "inside an Output widget: wrote to stderr: quiet warning"),
        ("button.click()", "KeyError: 'clicked'"),
        ("slider._handle_msg(", "LookupError: observed"),
        ("def late():", "in a thread: ArithmeticError: in thread"),
        ('print("careful", file=sys.stderr)', "wrote to stderr: careful"),
        ('os.write(2, b"from C\\n")', "from C"),
    ],
)
def test_what_papermill_lets_pass_is_red_and_named(trapped, line, error):
    result = trapped[1]["01_swallowed"]
    assert result.status == "failed"
    found = [fault for fault in result.faults if fault.line.startswith(line)]
    assert found and error in found[0].error
    assert found[0].cell_id == f"01_swallowed-{found[0].cell - 1:02d}"


def test_a_task_that_failed_unnoticed_is_red(trapped):
    assert any("OSError: in task" in fault.error for fault in trapped[1]["01_swallowed"].faults)


def test_innocent_cells_are_not_named(trapped):
    innocent = ("!true", "out.clear_output", "button = ", "slider = ", "import asyncio", "async def", "time.sleep")
    assert not [str(fault) for fault in trapped[1]["01_swallowed"].faults if fault.line.startswith(innocent)]


@pytest.mark.parametrize(
    ("slug", "cell", "line", "error"),
    [
        ("02_exits", 4, "import sys", "SystemExit"),
        ("03_quits", 4, "exit()", "exit() and quit() end the notebook"),
        ("04_killed", 5, "import os", "DeadKernelError: Kernel died"),
        ("05_raises", 4, "# a comment first", "ValueError: two"),
    ],
)
def test_the_cell_that_ended_the_run_is_named(trapped, slug, cell, line, error):
    result = trapped[1][slug]
    fault = result.faults[0]
    assert (result.status, fault.cell, fault.cell_id) == ("failed", cell, f"{slug}-{cell - 1:02d}")
    assert fault.line == line and error in fault.error and len(result.faults) == 1


def test_the_cells_before_a_dead_kernel_keep_their_outputs(trapped):
    assert "before" in texts(executed(trapped[0], "04_killed"))


def test_processes_left_behind_are_killed_and_told(trapped):
    root, results = trapped
    result = results["06_leaves"]
    assert result.ok and result.warnings == ["left 1 process running, now killed"]
    assert not psutil.pid_exists(int(texts(executed(root, "06_leaves"))))


def test_the_reports_name_every_notebook_and_cell(trapped):
    root, _ = trapped
    text = (root / "build" / "report.md").read_text(encoding="utf-8")
    assert text.startswith("# 2 of 7 notebooks passed in mode fast") and "cell 5 (id 04_killed-04) `import os`" in text
    suite = ElementTree.parse(root / "build" / "report.xml").getroot()
    assert [case.get("name")[:2] for case in suite] == [f"{number:02d}" for number in range(7)]
    assert suite.get("tests") == "7" and suite.get("failures") == "5"
    failure = suite.find("testcase[@name='05_raises']/failure")
    assert "ValueError: two" in failure.get("message") and "05_raises-03" in failure.text


def test_a_hanging_cell_is_interrupted_then_killed_and_named(tmp_path, monkeypatch):
    monkeypatch.setattr(job_module, "GRACE_S", 1.5)
    stubborn = (
        "# %%\nimport os, signal, subprocess, time\nfrom pathlib import Path\n"
        "signal.signal(signal.SIGINT, signal.SIG_IGN)\n"
        "child = subprocess.Popen(['sleep', '500'], start_new_session=True)\n"
        "Path('pids').write_text(f'{os.getpid()} {child.pid}')\ntime.sleep(500)\n"
    )
    root = write_toys(tmp_path, hangs_00="# %%\n1\n\n# %%\nimport time\ntime.sleep(500)\n", stubborn_01=stubborn)
    hangs, killed = run_notebooks(mode="fast", root=root, budget_s=1.5)
    assert hangs.status == killed.status == "timeout"
    assert str(hangs.faults[0]) == "cell 5 (id 00_hangs-04) `import time`: over the budget of 1.5 s: interrupted"
    assert killed.faults[0].cell == 4 and killed.faults[0].error.endswith("interrupted, then killed")
    pids = map(int, (root / "notebooks" / "pids").read_text().split())
    assert not [pid for pid in pids if psutil.pid_exists(pid)]


WAITS = (
    "# %%\nimport os, time\nfrom pathlib import Path\n"
    "Path('pid.part').write_text(str(os.getpid()))\nPath('pid.part').rename('pid')\ntime.sleep(500)\n"
)


def start_and_wait_for_cell(root, *arguments):
    """``fcall ARGUMENTS`` in a process of its own, once its toy's long cell is running; and the kernel's pid."""
    command = [sys.executable, "-m", "fcall_helpers", *arguments, "--root", str(root)]

    def as_in_a_terminal():  # a test run started in the background has Ctrl-C ignored, and its children inherit that
        signal.signal(signal.SIGINT, signal.SIG_DFL)

    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    process = subprocess.Popen(command, text=True, preexec_fn=as_in_a_terminal, **pipes)
    marker, deadline = root / "notebooks" / "pid", time.monotonic() + 120
    while not marker.exists():
        assert process.poll() is None and time.monotonic() < deadline, "the toy's cell never began"
        time.sleep(0.1)
    return process, int(marker.read_text())


def wait_until_gone(pid):
    deadline = time.monotonic() + 60
    while psutil.pid_exists(pid) and time.monotonic() < deadline:
        time.sleep(0.1)
    return not psutil.pid_exists(pid)


def test_a_stopped_run_stops_its_kernels_and_still_reports(tmp_path):
    root = write_toys(tmp_path, waits_00=WAITS, never_01="# %%\n1\n")
    process, kernel = start_and_wait_for_cell(root, "run", "--mode", "fast", "--workers", "1")
    process.send_signal(signal.SIGINT)
    output, _ = process.communicate(timeout=60)
    assert process.returncode == 130 and "INTERRUPTED" in output
    assert wait_until_gone(kernel)
    report = (root / "build" / "report.md").read_text(encoding="utf-8")
    assert "| 00_waits | INTERRUPTED |" in report and "id 00_waits-03" in report and "| 01_never | NOT RUN |" in report


def test_a_killed_build_leaves_the_old_notebook_and_no_kernel(tmp_path):
    root = write_toys(tmp_path, waits_00=WAITS)
    old = root / "notebooks" / "00_waits.ipynb"
    old.write_text("the old one")
    process, kernel = start_and_wait_for_cell(root, "build", "00")
    process.kill()
    process.communicate(timeout=60)
    assert wait_until_gone(kernel)
    assert old.read_text() == "the old one" and sorted(p.name for p in old.parent.glob("*.part")) == []


# --- refusals: nothing runs ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"parameters": {"M": 1}}, "parameters: 00_a has no parameter 'M'; there is MODE, N"),
        ({"parameters": {"MODE": "cpu"}}, "parameters: MODE is set by mode="),
        ({"names": ["9"]}, "names: no notebook '9'; there is 00_a"),
        ({"mode": "slow"}, "mode: got 'slow'"),
        ({"workers": 0}, "workers: got 0, must be at least 1"),
        ({"budget_s": 0}, "budget_s: got 0, must be more than 0"),
        ({"budget_s": float("nan")}, "budget_s: got nan"),
    ],
)
def test_the_callers_mistakes_are_named_before_anything_runs(tmp_path, options, message):
    root = write_toys(tmp_path, a_00="# %%\n1\n")
    with pytest.raises(ValueError, match=message):
        run_notebooks(**{"mode": "fast", "root": root} | options)
    assert not (root / "build").exists()


def test_solutions_need_sources(tmp_path):
    (tmp_path / "notebooks").mkdir()
    nbformat.write(nbformat.v4.new_notebook(), tmp_path / "notebooks" / "00_a.ipynb")
    with pytest.raises(ValueError, match="solutions: .*no src/"):
        run_notebooks(mode="fast", root=tmp_path, solutions=True)


def test_the_command_line_speaks_to_people_and_to_programs(tmp_path, monkeypatch, capsys):
    seen = {}
    good, bad = RunResult("00_a", "fast", "passed", 1.0), RunResult("01_b", "fast", "failed", 2.0)
    bad.faults = [Fault("ValueError: x", 7, "01_b-06", "f(1)")]
    monkeypatch.setattr(
        "fcall_helpers.course.running.run_notebooks", lambda names, **options: seen.update(options) or [good, bad]
    )
    assert run_command(["--mode", "fast", "-p", "N=3", "-p", "NAME=red", "-p", "L=[1]", "--json"]) == 1
    assert seen["parameters"] == {"N": 3, "NAME": "red", "L": [1]}
    out, err = capsys.readouterr()
    assert [result["ok"] for result in json.loads(out)] == [True, False]
    assert "01_b: cell 7 (id 01_b-06) `f(1)`: ValueError: x" in err
    monkeypatch.setattr("fcall_helpers.course.running.run_notebooks", lambda *_, **__: [good])
    assert run_command([]) == 0 and "1 of 1 notebooks passed" in capsys.readouterr().out
    with pytest.raises(ValueError, match="-p: got 'N3', must be NAME=VALUE"):
        run_command(["-p", "N3"])


# --- verdict, report, progress without kernels -----------------------------------------------------------------------


def toy_notebook(*outputs):
    cells = [nbformat.v4.new_code_cell("x = 1", id="a", execution_count=1, outputs=list(outputs))]
    return nbformat.v4.new_notebook(cells=cells)


def test_without_the_sentinels_word_a_quiet_notebook_is_red():
    notebook = toy_notebook()
    assert [fault.cell for fault in find_faults(notebook, notebook, "token", complete=True)] == [1]
    assert find_faults(notebook, notebook, "token", complete=False) == []


def test_terminal_colours_and_pipes_do_not_break_the_reports(tmp_path):
    notebook = toy_notebook(nbformat.v4.new_output("error", ename="E", evalue="\x1b[31ma|b\x00\x1b[0m", traceback=[]))
    result = RunResult("00_a", "fast", "failed", faults=find_faults(notebook, notebook, "", complete=False))
    assert result.error == "cell 1 (id a) `x = 1`: E: a|b\x00"
    assert "a\\|b" in markdown([result]) and "00_a" in as_text([result])
    write_reports([result], tmp_path)
    assert ElementTree.parse(tmp_path / "report.xml").find("testcase/failure").get("message").endswith("a|b")


class Screen:
    """A terminal that understands the two sequences Progress uses."""

    def __init__(self, tty):
        self.tty, self.lines, self.raw = tty, [""], ""

    def isatty(self):
        return self.tty

    def flush(self):
        pass

    def write(self, text):
        self.raw += text
        while text.startswith("\x1b["):
            code, text = text[2:].split("\x1b[J", 1)
            self.lines = self.lines[: -int(code.rstrip("F")) - 1] + [""]
        for char in text:
            if char == "\n":
                self.lines.append("")
            else:
                self.lines[-1] += char


def play(screen):
    with Progress(screen) as progress:
        progress.started("00_a", 5, "fast")
        progress.started("01_b", 9, "fast")
        for k in range(1, 6):
            progress.cell("00_a", k)
            progress.next_draw = 0.0
            progress.tick()
        shown = [line for line in screen.lines if line]
        progress.finished(RunResult("00_a", "fast", "passed", 1.0))
        progress.finished(RunResult("01_b", "fast", "failed", 2.0, [Fault("E: x", 3, "id", "f()")]))
    return shown


def test_a_terminal_sees_one_block_that_updates():
    screen = Screen(tty=True)
    shown = play(screen)
    assert len(shown) == 2 and "00_a" in shown[0] and "cell 5/5" in shown[0] and "cell 0/9" in shown[1]
    assert [line for line in screen.lines if line] == [
        "passed   00_a 1.0 s",
        "FAILED   01_b 2.0 s: cell 3 (id id) `f()`: E: x",
    ]


def test_a_log_sees_plain_lines():
    screen = Screen(tty=False)
    play(screen)
    assert "\x1b" not in screen.raw and "\r" not in screen.raw
    assert [line.split()[0] for line in screen.lines if line] == ["started", "started", "passed", "FAILED"]
