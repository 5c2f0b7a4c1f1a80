"""The Setup cell, the second of every notebook: its text stands here and nowhere else."""

from pathlib import Path

from .layout import repository_url

# Of the course's dependencies: what only the terminal needs, and torch, which is Colab's own and stays untouched.
NOT_ON_COLAB = ("ipykernel", "jupyterlab", "jupytext", "nbclient", "nbformat", "papermill", "torch")

_TEMPLATE = """\
# @title Setup
# On your own computer this cell does nothing. On Colab it fetches the course and the small packages missing there.
import sys

if "google.colab" in sys.modules:
    import os
    import re
    import subprocess
    import tomllib
    from importlib import metadata, util
    from pathlib import Path

    repo = Path("/content") / "{name}"
    if not repo.exists():
        url = "{url}"
        subprocess.run(["git", "clone", "--quiet", "--depth", "1", url, str(repo)], check=True)
    needed = tomllib.loads((repo / "pyproject.toml").read_text())["project"]["dependencies"]
    needed = {{re.split("[^A-Za-z0-9_]", wish)[0]: wish for wish in needed}}
    leave = {leave}
    missing = [needed[name] for name in needed if name not in leave and not util.find_spec(name)]
    if missing:  # naming the torch that is here keeps pip from replacing it
        torch = "torch==" + metadata.version("torch")
        subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", *missing, torch], check=True)
    sys.path.insert(0, str(repo))
    os.chdir(repo / "notebooks")
"""


def setup_source(root: Path) -> str:
    """The Setup cell's code for the course in `root`."""
    url = repository_url(root)
    leave = "{" + ", ".join(f'"{name}"' for name in NOT_ON_COLAB) + "}"
    return _TEMPLATE.format(name=url.rsplit("/", 1)[-1], url=url, leave=leave).strip()
