"""Which packages are installed, under which licences, and where their Python files lie. Nothing is imported.

`importlib.metadata` knows all of it (https://packaging.python.org/specifications/core-metadata). The standard library
is no distribution; it is listed as the package ``python``.
"""

import platform
import re
import sysconfig
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, distributions
from pathlib import Path

STANDARD_LIBRARY = "python"
# The benchmark that the course reports on, and the course itself.
NEVER_MINED = {"bfcl-eval": "the benchmark", "fcall-helpers": "the course itself"}
# Copies of other people's packages: their licences are not those of the package around them.
VENDORED = {"_vendor", "_vendored", "vendor", "vendored", "_distutils", "third_party", "extern", "externals"}
_NOT_STANDARD = {"site-packages", "dist-packages", "idlelib", "lib2to3", "turtledemo", "ensurepip", "__pycache__"}
_SHORT = {
    "Apache Software License": "Apache-2.0",
    "Apache 2.0 License": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "Apache License, Version 2.0": "Apache-2.0",
    "Apache 2.0": "Apache-2.0",
    "BSD": "BSD",
    "3-Clause BSD License": "BSD-3-Clause",
    "BSD License": "BSD",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
    "The Unlicense (Unlicense)": "Unlicense",
}
UNKNOWN_LICENCE = "licence not stated"


@dataclass(frozen=True, order=True)
class SourceFile:
    """One file: the name it is imported by, its place within its package, and where it lies on this machine."""

    module: str
    place: str
    path: Path


@dataclass(frozen=True)
class Package:
    """One installed distribution (or the standard library) and its Python files, sorted by place."""

    name: str
    version: str
    licence: str
    files: tuple[SourceFile, ...]

    @property
    def label(self) -> str:
        """``requests==2.32.3 (Apache-2.0)``."""
        return f"{self.name}=={self.version} ({self.licence})"


def find_packages(names: Iterable[str] | None = None) -> list[Package]:
    """The packages of those names, by default all that are installed, sorted by name and without those never mined.

    Raises:
        ValueError: a package that is not installed or never mined; the line names it.
        TypeError: ``names`` is no list of strings.
    """
    installed = {canonical(dist.metadata["Name"]): dist for dist in distributions() if dist.metadata["Name"]}
    if names is None:
        wanted = sorted({*installed, STANDARD_LIBRARY} - NEVER_MINED.keys())
    else:
        wanted = sorted({_check_name(name, installed) for name in _check_list(names)})
    found = [standard_library() if name == STANDARD_LIBRARY else _read(name, installed[name]) for name in wanted]
    return [package for package in found if package.files]


def canonical(name: str) -> str:
    """A distribution's name as the index compares it: ``Foo.Bar_baz`` is ``foo-bar-baz`` (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _check_list(names: Iterable[str]) -> list[str]:
    if isinstance(names, str) or not isinstance(names, Iterable):
        raise TypeError(f"mine_calls: packages must be a list of names of installed packages, got {names!r}")
    return list(names)


def _check_name(name: str, installed: dict) -> str:
    if not isinstance(name, str):
        raise TypeError(f"mine_calls: packages must hold names, got {name!r}")
    key = canonical(name)
    if key in NEVER_MINED:
        raise ValueError(f"mine_calls: packages must not hold {name!r}: it is {NEVER_MINED[key]} and is never mined")
    if key not in installed and key != STANDARD_LIBRARY:
        raise ValueError(f"mine_calls: packages holds {name!r}, which is not installed (see `pip list`)")
    return key


def _read(name: str, dist: Distribution) -> Package:
    files = [source for file in dist.files or () if (source := _source(dist, file))]
    return Package(name, dist.version, licence_of(dist), tuple(sorted(set(files))))


def _source(dist: Distribution, file) -> SourceFile | None:
    if file.suffix != ".py" or (module := module_name(file.parts)) is None:
        return None
    path = Path(dist.locate_file(file))
    return SourceFile(module, file.as_posix(), path) if path.is_file() else None


def module_name(parts: tuple[str, ...]) -> str | None:
    """``("requests", "api.py")`` is ``requests.api``; None for vendored copies and for what no import can name."""
    names = [*parts[:-1], parts[-1].removesuffix(".py")]
    names = names[:-1] if names[-1] == "__init__" else names
    if not names or VENDORED & {*names} or not all(name.isidentifier() for name in names):
        return None
    return ".".join(names)


def standard_library() -> Package:
    """Python's own library, as far as it is written in Python."""
    root = Path(sysconfig.get_paths()["stdlib"])
    files = sorted(SourceFile(module, place, root / place) for module, place in _walk(root))
    return Package(STANDARD_LIBRARY, platform.python_version(), "PSF-2.0", tuple(files))


def _walk(root: Path) -> Iterator[tuple[str, str]]:
    for path in root.rglob("*.py"):
        parts = path.relative_to(root).parts
        if not _NOT_STANDARD & {*parts} and (module := module_name(parts)):
            yield module, "/".join(parts)


def licence_of(dist: Distribution) -> str:
    """The SPDX expression where a package gives one, else its classifiers, else its licence field if that is short."""
    if expression := dist.metadata.get("License-Expression"):
        return " ".join(expression.split())
    classifiers = dist.metadata.get_all("Classifier") or []
    names = [line.split(" :: ")[-1] for line in classifiers if line.startswith("License :: ") and line.count("::") > 1]
    if names:
        return " AND ".join(dict.fromkeys(_SHORT.get(name, name) for name in names))
    field = (dist.metadata.get("License") or "").strip().split("\n")[0]
    return _SHORT.get(field, field) if 0 < len(field) <= 60 else UNKNOWN_LICENCE
