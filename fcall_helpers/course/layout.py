"""Where things are: the course folder, its notebooks by name, and the address it is published at."""

import re
import tomllib
from pathlib import Path

_SLUG = re.compile(r"\d\d_[a-z0-9_]+")
_HERE = Path(__file__).resolve().parents[2]


def find_root(root: str | Path | None = None) -> Path:
    """The folder that holds ``notebooks/``: `root`, else the repository of this package, else the current folder."""
    candidates = [Path(root)] if root is not None else [_HERE, Path.cwd()]
    for candidate in candidates:
        if (candidate / "notebooks").is_dir():
            return candidate.resolve()
    raise ValueError(f"root: no notebooks/ folder in {' or '.join(map(str, candidates))}; give the course's folder")


def source_path(root: Path, slug: str) -> Path:
    return root / "notebooks" / "src" / f"{slug}.py"


def notebook_path(root: Path, slug: str) -> Path:
    return root / "notebooks" / f"{slug}.ipynb"


def has_sources(root: Path) -> bool:
    return bool(_slugs(root / "notebooks" / "src", "*.py"))


def known_slugs(root: Path) -> list[str]:
    """Every notebook's slug in course order: the sources where there are any, else the built notebooks."""
    return _slugs(root / "notebooks" / "src", "*.py") or _slugs(root / "notebooks", "*.ipynb")


def _slugs(folder: Path, pattern: str) -> list[str]:
    return sorted(path.stem for path in folder.glob(pattern) if _SLUG.fullmatch(path.stem))


def select(root: Path, names: list[str] | None = None) -> list[str]:
    """Slugs for what a person typed: ``"0"``, ``"00"``, ``"00_start_here"`` or a path to it. None or [] means all."""
    known = known_slugs(root)
    if not known:
        raise ValueError(f"root: {root / 'notebooks'} has no notebook and no src/NN_slug.py")
    if isinstance(names, str):
        raise TypeError(f"names: got the string {names!r}, must be a list of notebook names")
    chosen = [_match(str(name), known) for name in names or known]
    return sorted(set(chosen), key=known.index)


def _match(name: str, known: list[str]) -> str:
    stem = Path(name).stem
    for slug in known:
        if stem == slug or (stem.isdecimal() and int(stem) == int(slug[:2])):
            return slug
    raise ValueError(f"names: no notebook {name!r}; there is {', '.join(known)}")


def project(root: Path) -> dict:
    """The ``[project]`` table of the course's pyproject.toml (of this package's own, where `root` has none)."""
    for folder in (root, _HERE):
        if (folder / "pyproject.toml").is_file():
            return tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    raise ValueError(
        f"root: no pyproject.toml in {root}; the badges and the Setup cell read the repository's URL there"
    )


def repository_url(root: Path) -> str:
    """``[project.urls] Repository``, the one place that knows where the course is published."""
    return project(root)["urls"]["Repository"].rstrip("/")


def colab_url(root: Path, slug: str) -> str:
    owner_and_name = "/".join(repository_url(root).split("/")[-2:])
    return f"https://colab.research.google.com/github/{owner_and_name}/blob/main/notebooks/{slug}.ipynb"


def colab_badge(root: Path, slug: str) -> str:
    image = "https://colab.research.google.com/assets/colab-badge.svg"
    return f"[![Open In Colab]({image})]({colab_url(root, slug)})"
