"""``fcall run`` and ``fcall build``."""

import argparse
import ast
import sys

from .modes import MODES


def run(argv: list[str]) -> int:
    """Execute notebooks; 0 when all passed, 1 when one did not."""
    parser = _parser("run", "Execute notebooks headless, each in a fresh kernel, and write a report.")
    parser.add_argument("--mode", choices=MODES, default="auto", help="size of everything (default: auto)")
    parser.add_argument("--solutions", action="store_true", help="run the exercises' solutions instead of the stubs")
    parser.add_argument("--workers", type=int, default=2, metavar="N", help="notebooks at a time (default: 2)")
    parser.add_argument("--budget", type=float, metavar="S", help="wall seconds a notebook may take")
    parser.add_argument("--out", default="build", metavar="FOLDER", help="where the products go (default: build)")
    parser.add_argument("-p", "--parameter", action="append", default=[], metavar="NAME=VALUE", help="set a parameter")
    options = parser.parse_args(argv)

    from .running import run_notebooks

    results = run_notebooks(
        options.names,
        mode=options.mode,
        solutions=options.solutions,
        workers=options.workers,
        out=options.out,
        budget_s=options.budget,
        parameters=dict(map(_parameter, options.parameter)),
        root=options.root,
    )
    return _conclude(results, options.json)


def build(argv: list[str]) -> int:
    """Build notebooks; 0 when all were written (with ``--check``: are up to date), else 1."""
    parser = _parser("build", "Turn notebooks/src/NN_slug.py into executed notebooks and refresh README's table.")
    parser.add_argument("--check", action="store_true", help="build nothing; list notebooks that are out of date")
    parser.add_argument("--no-fast", action="store_true", help="skip the run that measures the fast mode's seconds")
    options = parser.parse_args(argv)
    if options.check:
        return _check(options)

    from .building import build as build_notebooks

    results = build_notebooks(options.names, fast=not options.no_fast, root=options.root)
    return _conclude(results, options.json)


def _parser(command: str, description: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=f"fcall {command}", description=description)
    parser.add_argument("names", nargs="*", metavar="NB", help="00, 0 or 00_start_here (default: all)")
    parser.add_argument("--root", metavar="FOLDER", help="the folder that holds notebooks/ (default: the course's)")
    parser.add_argument("--json", action="store_true", help="print the results as one JSON array on stdout")
    return parser


def _parameter(text: str) -> tuple[str, object]:
    """``N=3`` -> 3, ``NAME=red`` -> "red": a Python literal where it is one, else text."""
    name, equals, value = text.partition("=")
    if not equals or not name.isidentifier():
        raise ValueError(f"-p: got {text!r}, must be NAME=VALUE")
    try:
        return name, ast.literal_eval(value)
    except (ValueError, SyntaxError):
        return name, value


def _conclude(results: list, as_json: bool) -> int:
    from . import report

    if as_json:
        print(report.as_json(results))
    print(report.as_text(results), file=sys.stderr if as_json else sys.stdout)
    return 0 if all(result.ok for result in results) else 1


def _check(options: argparse.Namespace) -> int:
    import json

    from .building import why_stale
    from .layout import find_root, select

    root = find_root(options.root)
    reasons = {slug: why_stale(slug, root) for slug in select(root, options.names)}
    stale = {slug: reason for slug, reason in reasons.items() if reason}
    if options.json:
        print(json.dumps([{"name": slug, "stale": reason} for slug, reason in reasons.items()], indent=1))
    else:
        for slug, reason in stale.items():
            print(f"{slug} {reason}; run: fcall build {slug[:2]}")
        print(f"{len(reasons) - len(stale)} of {len(reasons)} notebooks are up to date")
    return 1 if stale else 0
