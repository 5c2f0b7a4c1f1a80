"""The repository keeps its own rules: style, spelling, layers, sizes, docstrings, requirements, paths.

Each rule is a function that lists what breaks it, so that a bad example can show that it bites.
"""

import ast
import fnmatch
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.notebook_lint import ROOT
from tests.notebook_lint.prose import SPELLING_IGNORED

PACKAGE = ROOT / "fcall_helpers"
MAX_FILE_LINES = 330
# The rooms in the order data flows through them; a room imports only itself and those before it. A new room joins here.
ROOMS = (
    *(
        "assets",
        "tally",
        "jsonl",
        "tools",
        "chat",
        "loss",
        "parsing",
        "models",
        "narrowing",
        "grammar",
        "loops",
        "slots",
        "decoding",
        "sandbox",
        "agent",
        "data",
        "packing",
    ),
    *("training", "bfcl", "recipe", "checks", "show", "course", "terminal", "__main__"),
)
TOP_LEVEL = {
    *("README.md", "requirements.txt", "environment.yml", "pyproject.toml", "LICENSE", ".gitattributes", ".gitignore"),
    *(".ci", ".github", "notebooks", "fcall_helpers", "tests"),
}
MACHINE_PATH = re.compile(
    r"(?<![\w.:/~$}-])/(?:home|Users|tmp|work|workspace|builds)/\w[\w./-]*"
    r"|(?<![\w.:/~$}-])/(?:root)\b[\w./-]*"
    r"|\b[A-Za-z]:\\+Users\\+\w+"
)


def tool(*command: str) -> str:
    """What a linter prints when it is not content, "" when it is."""
    run = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False)
    return "" if run.returncode == 0 else run.stdout + run.stderr


def project_files() -> list[Path]:
    """What git tracks, and new files it does not ignore; in a copy without git, everything that is not a product."""
    command = ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    if run.returncode == 0:
        return [path for name in run.stdout.split("\0") if name and (path := ROOT / name).is_file()]
    products = {"build", "__pycache__", ".git", ".ipynb_checkpoints", ".pytest_cache", ".ruff_cache", ".hypothesis"}
    files = [path for path in ROOT.rglob("*") if path.is_file()]
    kept = (path for path in files if not products & {*path.relative_to(ROOT).parts})
    return [path for path in kept if not re.match(r"\.?venv|.*\.egg-info", path.relative_to(ROOT).parts[0])]


# -- style and spelling ------------------------------------------------------------------------------------------------
FOLDERS = ("fcall_helpers", "tests", "notebooks/src")


def test_ruff_check_finds_nothing():
    if said := tool("ruff", "check", "--no-cache", "--output-format=concise", *FOLDERS):
        pytest.fail(said, pytrace=False)


def test_ruff_format_would_change_nothing():
    if said := tool("ruff", "format", "--check", "--no-cache", "--output-format=concise", *FOLDERS):
        pytest.fail(said, pytrace=False)


def test_spelling():
    places = ("README.md", "fcall_helpers", "notebooks/src")
    if said := tool("codespell_lib", "--ignore-words", str(SPELLING_IGNORED), "--skip=*/adapters/*,*.pyc", *places):
        pytest.fail(said, pytrace=False)


def test_a_style_or_spelling_mistake_is_noticed(tmp_path):
    script = tmp_path / "bad.py"
    script.write_text("import os\nx = {  'a':1}  # " + "teh" + " end\n")
    assert "F401" in tool("ruff", "check", "--no-cache", str(script))
    assert "would be reformatted" in tool("ruff", "format", "--check", "--no-cache", str(script))
    assert "teh ==> the" in tool("codespell_lib", "--ignore-words", str(SPELLING_IGNORED), str(script)).lower()


# -- layers ------------------------------------------------------------------------------------------------------------
def room_of(path: Path, package: Path) -> str:
    return path.relative_to(package).parts[0].removesuffix(".py")


def imported_modules(path: Path, package: Path) -> Iterator[tuple[int, str]]:
    """(line, full name) of everything a file imports, at the top, inside functions, or through importlib."""
    inside = (package.name, *path.relative_to(package).with_suffix("").parts)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = [*inside[: -node.level]] if node.level else []
            module = ".".join([*start, *([node.module] if node.module else [])])
            yield from ((node.lineno, f"{module}.{alias.name}") for alias in node.names)
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith(("import_module", "__import__")):
            names = [argument.value for argument in node.args[:1] if isinstance(argument, ast.Constant)]
            yield from ((node.lineno, name) for name in names)


def layer_faults(package: Path) -> list[str]:
    """Imports that go up the list of rooms, and files that are in no room."""
    found = []
    for path in sorted(package.rglob("*.py")):
        room = room_of(path, package)
        if room == "__init__":
            continue
        if room not in ROOMS:
            found.append(
                f"{path.name}: room {room!r} is not in ROOMS of tests/test_lint_repo.py: put it where it belongs"
            )
            continue
        for line, name in imported_modules(path, package):
            first, _, rest = name.partition(".")
            target = rest.split(".")[0]
            if first == package.name and target in ROOMS and not may_import(room, target):
                found.append(f"{path.relative_to(package)}:{line}: {room} imports {target}, which is not above it")
    return found


def may_import(room: str, target: str) -> bool:
    """Own room, or one above; ``course`` builds and runs notebooks, and the command line alone needs that."""
    if room != target == "course":
        return room == "__main__"
    return ROOMS.index(target) <= ROOMS.index(room)


def test_a_room_imports_only_rooms_above_it():
    faults = layer_faults(PACKAGE)
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(
    "room, code",
    [
        ("tools", "from fcall_helpers.agent import run_agent"),
        ("tools", "from fcall_helpers import agent"),
        ("tools", "import fcall_helpers.agent as a"),
        ("tools", "from . import agent"),
        ("tools", "from .agent import run_agent"),
        ("tools", "def late():\n    from .agent import run_agent"),
        ("tools", "import importlib\nimportlib.import_module('fcall_helpers.agent')"),
        ("show", "from fcall_helpers.course import pick"),
        ("terminal", "from fcall_helpers.course import build"),
        ("attic", "import json"),
    ],
)
def test_an_import_that_goes_up_is_noticed(room, code, tmp_path):
    package = tmp_path / "fcall_helpers"
    package.mkdir()
    (package / f"{room}.py").write_text(code)
    assert len(layer_faults(package)) == 1


def test_imports_that_go_down_pass(tmp_path):
    (tmp_path / "fcall_helpers" / "agent").mkdir(parents=True)
    package = tmp_path / "fcall_helpers"
    (package / "__init__.py").write_text("from . import agent")
    (package / "agent" / "loop.py").write_text(
        "from ..tools import tool\nfrom .turn import Turn\nfrom .. import __version__"
    )
    (package / "__main__.py").write_text("import fcall_helpers.course.cli\nimport agent")
    assert layer_faults(package) == []


def test_notebooks_take_only_pick_from_course():
    for path in sorted((ROOT / "notebooks" / "src").glob("*.py")):
        lines = path.read_text(encoding="utf-8").splitlines()
        taken = [line for line in lines if re.match(r"\s*(from|import) fcall_helpers\.course", line)]
        assert set(taken) <= {"from fcall_helpers.course import pick"}, path.name


# -- sizes and docstrings ----------------------------------------------------------------------------------------------
def test_no_file_of_the_package_is_long():
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in PACKAGE.rglob("*.py")}
    assert lengths, "fcall_helpers has no files"
    long = {str(path.relative_to(ROOT)): lines for path, lines in lengths.items() if lines > MAX_FILE_LINES}
    assert not long, f"over {MAX_FILE_LINES} lines: split them: {long}"


def names_in(init: Path) -> set[str]:
    """What a room's ``__init__`` hands out: the names it imports, and those it lists to be imported when asked for."""
    nodes = list(ast.walk(ast.parse(init.read_text(encoding="utf-8"))))
    listed = {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return listed | {
        alias.asname or alias.name for node in nodes if isinstance(node, ast.ImportFrom) for alias in node.names
    }


def undocumented(package: Path) -> list[str]:
    """Functions and classes that a room offers without saying what they do.

    A room that is one file offers every name without an underscore; a folder, what its ``__init__`` names.
    """
    found = []
    for path in sorted(package.rglob("*.py")):
        init = path.with_name("__init__.py")
        offered = names_in(init) if init.parent != package and init.is_file() else None
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            named = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
            public = named and not node.name.startswith("_") and (offered is None or node.name in offered)
            if public and path.name != "__main__.py" and not ast.get_docstring(node):
                found.append(f"{path.relative_to(package)}:{node.lineno}: {node.name} has no docstring")
    return found


def test_public_names_have_docstrings():
    faults = undocumented(PACKAGE)
    assert not faults, "\n".join(faults)


def test_a_missing_docstring_is_noticed(tmp_path):
    (tmp_path / "tools").mkdir()
    (tmp_path / "chat.py").write_text("def render(): ...\ndef _lay_out(): ...\nclass Encoded:\n    '''Ids.'''\n")
    (tmp_path / "tools" / "__init__.py").write_text("from .box import ToolBox\nLAZY = {'tool': 'box'}")
    (tmp_path / "tools" / "box.py").write_text("class ToolBox: ...\ndef inner(): ...\ndef tool(): ...\n")
    names = [fault.split()[1] for fault in undocumented(tmp_path)]
    assert names == ["render", "ToolBox", "tool"]


# -- requirements ------------------------------------------------------------------------------------------------------
def requirement_faults(pyproject: str, pins: str) -> list[str]:
    """Where the ranges of pyproject.toml and the pins of requirements.txt do not agree."""
    project = tomllib.loads(pyproject)["project"]
    groups = [project.get("dependencies", []), *project.get("optional-dependencies", {}).values()]
    ranges = {canonicalize_name(r.name): r for group in groups for r in map(Requirement, group)}
    lines = [line.split("#")[0].strip() for line in pins.splitlines()]
    pinned = {canonicalize_name(r.name): r for r in map(Requirement, (x for x in lines if x and not x.startswith("-")))}
    found = [f"{name}: in pyproject.toml, not pinned in requirements.txt" for name in ranges.keys() - pinned.keys()]
    found += [f"{name}: pinned in requirements.txt, not in pyproject.toml" for name in pinned.keys() - ranges.keys()]
    for name, pin in pinned.items():
        exact = [spec.version for spec in pin.specifier if spec.operator == "==" and "*" not in spec.version]
        if len(exact) != 1 or len(pin.specifier) != 1:
            found.append(f"{pin}: must be pinned as {pin.name}==VERSION")
        elif name in ranges and not ranges[name].specifier.contains(exact[0], prereleases=True):
            found.append(f"{pin}: outside the range {ranges[name]} of pyproject.toml")
    return sorted(found)


def test_pins_and_ranges_agree():
    pyproject, pins = (ROOT / "pyproject.toml").read_text(), (ROOT / "requirements.txt").read_text()
    assert not (faults := requirement_faults(pyproject, pins)), "\n".join(faults)
    assert "-e ." in pins.splitlines(), "requirements.txt must install the course itself, editable: a line `-e .`"


def test_pins_and_ranges_that_disagree_are_noticed():
    pyproject = '[project]\ndependencies = ["a>=2", "b_c>=1", "d"]\n[project.optional-dependencies]\ndev = ["e<3"]'
    faults = requirement_faults(pyproject, "a==1.0\nB-c==1.5  # fine\ne>=2\nf==1\n-e .\n")
    assert [fault.split(":")[0] for fault in faults] == ["a==1.0", "d", "e>=2", "f"]


def test_environment_yml_takes_its_packages_from_requirements_txt():
    wishes = yaml.safe_load((ROOT / "environment.yml").read_text())["dependencies"]
    pip = [wish["pip"] for wish in wishes if isinstance(wish, dict)]
    assert pip == [["-r requirements.txt"]], "environment.yml: pip's part must be `-r requirements.txt` alone"
    names = {re.split(r"[^\w-]", wish)[0] for wish in wishes if isinstance(wish, str)}
    assert names == {"python", "pip"}, "environment.yml: every other package belongs into requirements.txt"


# -- the tree ----------------------------------------------------------------------------------------------------------
def test_the_top_level_holds_what_the_design_says():
    there = {path.relative_to(ROOT).parts[0] for path in project_files()}
    assert not there - TOP_LEVEL, f"new at the top level: {sorted(there - TOP_LEVEL)}; products belong into build/"


def machine_paths(text: str) -> list[str]:
    """Paths that mean something on one machine only, this checkout's own among them."""
    own = [str(ROOT)] if len(ROOT.parts) > 2 and str(ROOT) in text else []
    return sorted({*MACHINE_PATH.findall(text), *own})


def test_no_file_names_a_path_of_one_machine():
    found = []
    for path in project_files():
        data = path.read_bytes()
        if b"\0" not in data and path.suffix != ".ipynb":  # notebooks hold base64; their own lint looks at them
            found += [f"{path.relative_to(ROOT)}: {name}" for name in machine_paths(data.decode("utf-8", "replace"))]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "parts", [("/home", "/ada/x"), ("/Users", "/ada"), ("/tmp", "/w/x"), ("/ro", "ot/x"), ("C:\\Users", "\\ada")]
)
def test_a_machine_path_is_noticed(parts):
    assert machine_paths(f'open("{"".join(parts)}")')


@pytest.mark.parametrize(
    "text", ["https://example.org/home/x", "notebooks/tmp/x", "~/home/x", "$HOME/tmp/x", "--tmpfs /tmp"]
)
def test_a_harmless_path_passes(text):
    assert machine_paths(text) == []


def generated_notebooks(gitattributes: str) -> bool:
    """Whether GitHub folds the built notebooks away in diffs."""
    rows = [line.split() for line in gitattributes.splitlines() if line.strip() and not line.startswith("#")]
    marks = {"linguist-generated", "linguist-generated=true"}
    return any(fnmatch.fnmatch("notebooks/00_start_here.ipynb", row[0]) and marks & {*row[1:]} for row in rows)


def test_notebooks_are_marked_as_generated():
    assert generated_notebooks((ROOT / ".gitattributes").read_text())
    assert not generated_notebooks("notebooks/*.ipynb text\n# notebooks/*.ipynb linguist-generated\n")
