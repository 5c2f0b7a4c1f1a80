"""The Setup cell, the second of every notebook, and what it has Colab do. Its text stands here and nowhere else."""

import importlib.util
import os
import re
import subprocess
import sys
from importlib import metadata
from pathlib import Path

from .layout import project, repository_url

# Of the course's dependencies: what only the terminal needs, and torch, which is Colab's own and stays untouched.
NOT_ON_COLAB = ("ipykernel", "jupyterlab", "jupytext", "nbclient", "nbformat", "papermill", "torch")

_TEMPLATE = """\
# @title Setup
# On your own computer this cell does nothing. On Colab it fetches the course; the torch that is there stays.
import sys

if "google.colab" in sys.modules:
    import subprocess

    subprocess.run(["git", "clone", "--quiet", "--depth", "1", "{url}", "/content/{name}"])
    sys.path.insert(0, "/content/{name}")
    from fcall_helpers.course import setup_colab

    setup_colab()
"""


def setup_source(root: Path) -> str:
    """The Setup cell's code for the course in `root`."""
    url = repository_url(root)
    return _TEMPLATE.format(name=url.rsplit("/", 1)[-1], url=url).strip()


def setup_colab(root: Path | None = None) -> None:
    """Install the small packages that Colab lacks, never another torch, and go to the notebooks' folder."""
    root = root or Path(__file__).resolve().parents[2]
    needed = {re.split("[^A-Za-z0-9_]", wish)[0]: wish for wish in project(root)["dependencies"]}
    missing = [wish for name, wish in needed.items() if name not in NOT_ON_COLAB and not _installed(name)]
    if missing:  # naming the torch that is here keeps pip from replacing it
        torch = "torch==" + metadata.version("torch")
        subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", *missing, torch], check=True)
    sys.path.insert(0, str(root))
    os.chdir(root / "notebooks")


def _installed(distribution: str) -> bool:
    try:
        return bool(metadata.version(distribution))
    except metadata.PackageNotFoundError:
        return importlib.util.find_spec(distribution) is not None
