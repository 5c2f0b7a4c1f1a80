"""Run as a program: the verdicts of the official checker on calls read from standard input. It imports nothing of ours.

    python -B bfcl_official.py FOLDER CATEGORY < calls.jsonl

FOLDER holds the package ``bfcl_eval`` as its wheel has it. A line of input is ``[row, calls]``: the place of a row in
the category's file, which is read here afresh, and calls as ``[[name, arguments], ...]``. A line of output is
"right", the checker's error_type, or "crash: " and the exception that it raised.
"""

import json
import sys
import types
from pathlib import Path


def load_checker(folder: Path):
    """The module `ast_checker` of the official package, and nothing of it changed.

    It asks the list of all models on the leaderboard for one flag: whether a model writes "_" for the dots in a name.
    That list imports the client library of every vendor, so it alone is replaced, by one model that writes dots.
    """
    sys.path.insert(0, str(folder))
    models = types.ModuleType("bfcl_eval.constants.model_config")
    models.MODEL_CONFIG_MAPPING = {"ours": types.SimpleNamespace(underscore_to_dot=False)}
    sys.modules[models.__name__] = models
    from bfcl_eval.eval_checker.ast_eval import ast_checker

    return ast_checker


def read(path: Path) -> list[dict]:
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def main(folder: Path, category: str) -> None:
    checker = load_checker(folder)
    data, name = folder / "bfcl_eval" / "data", f"BFCL_v4_{category}.json"
    questions, answers = read(data / name), read(data / "possible_answer" / name)
    language = {"simple_java": "JAVA", "simple_javascript": "JAVASCRIPT"}.get(category, "PYTHON")
    for line in sys.stdin:
        row, calls = json.loads(line)
        output = [{name: arguments} for name, arguments in calls]
        try:
            verdict = checker.ast_checker(
                questions[row]["function"],
                output,
                answers[row]["ground_truth"],
                checker.Language[language],
                category,
                "ours",
            )
            said = "right" if verdict["valid"] else verdict["error_type"]
        except Exception as error:
            said = f"crash: {error!r}"
        print(json.dumps(said))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
