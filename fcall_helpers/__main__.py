"""The command line: ``fcall COMMAND`` and ``python -m fcall_helpers COMMAND`` are the same thing.

Each command is a function ``(argv: list[str]) -> int`` in the room that owns the work; this file only finds it,
so a new command is one new line in ``COMMANDS``.
"""

import importlib
import sys

COMMANDS = {
    # name: (module:function, what it does)
    "run": ("fcall_helpers.course.cli:run", "execute notebooks headless and write a report"),
    "build": ("fcall_helpers.course.cli:build", "turn notebooks/src/*.py into executed notebooks"),
    "eval": ("fcall_helpers.bfcl.cli:evaluate_command", "score a model on the function-calling benchmark"),
    "data": ("fcall_helpers.data.cli:make", "make a dataset of verified tool calls, with its card"),
    "train": ("fcall_helpers.recipe.cli:train_command", "make rows and teach a model with them"),
    "ship": ("fcall_helpers.recipe.shipping:ship_command", "make a small adapter of a run, with its card"),
    "chat": ("fcall_helpers.terminal:chat", "talk to the model with a few tools in the terminal"),
}


def usage() -> str:
    lines = ["usage: fcall COMMAND [options]      (fcall COMMAND --help tells more)", ""]
    lines += [f"  {name:<8}{what}" for name, (_, what) in COMMANDS.items()]
    return "\n".join(lines)


def main(argv: list[str] | None = None) -> int:
    """Run one command; returns its exit status (0 done, 1 something failed, 2 the command line was wrong)."""
    argv = sys.argv[1:] if argv is None else argv
    if not argv or argv[0] in {"-h", "--help"}:
        print(usage())
        return 0 if argv else 2
    if argv[0] not in COMMANDS:
        print(f"fcall: no command {argv[0]!r}; there is {', '.join(COMMANDS)}", file=sys.stderr)
        return 2
    module, function = COMMANDS[argv[0]][0].split(":")
    try:
        return getattr(importlib.import_module(module), function)(argv[1:])
    except KeyboardInterrupt:
        print("\nfcall: stopped", file=sys.stderr)
        return 130
    except (ValueError, OSError) as error:  # the caller's mistake or the machine's: one line, no traceback
        print(f"fcall {argv[0]}: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
