"""``fcall eval``: score a model on the benchmark and print the table."""

import argparse
import json
import sys

from fcall_helpers.tally import Tally


def evaluate_command(argv: list[str]) -> int:
    """The command ``fcall eval``; 0 when the run is complete."""
    options = _parser().parse_args(argv)

    from fcall_helpers.bfcl.evaluating import draw_cases, evaluate  # after --help: torch takes seconds
    from fcall_helpers.bfcl.reporting import Report
    from fcall_helpers.bfcl.statistics import compare
    from fcall_helpers.models import load

    categories = [name for given in options.categories for name in given.split(",") if name]
    draw_cases(categories, options.n, options.seed)  # a wrong name is told before the model is loaded
    other = Report.read(options.against) if options.against else None
    lm = load(options.model, adapter=options.adapter, device=options.device, dtype=options.dtype)
    tally = Tally("cases")
    report = evaluate(
        lm,
        categories,
        n=options.n,
        constrained=options.constrained,
        out=options.out,
        seed=options.seed,
        batch_size=options.batch_size,
        max_new_tokens=options.max_new_tokens,
        label=f"{options.model} + {options.adapter}" if options.adapter else None,
        drafts=options.drafts,
        on_progress=tally,
    )
    tally.end()
    print(json.dumps(report.to_json(), indent=1) if options.json else report.table())
    chatter = sys.stderr if options.json else sys.stdout  # a program reads the JSON and nothing else
    if other:
        print(f"\n{compare(other, report).table()}", file=chatter)
    print(f"\nkept in {report.folder}", file=chatter)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="fcall eval", description="Score a model on the function-calling benchmark.")
    parser.add_argument("--model", default="smollm2-135m", help="a model `load` knows (default: %(default)s)")
    parser.add_argument("--adapter", help="an adapter to merge into it")
    names = "categories, or non_live or live for all of these, with commas or blanks between (default: non_live)"
    parser.add_argument("--categories", nargs="+", default=["non_live"], metavar="NAME", help=names)
    parser.add_argument("--n", type=int, help="cases of each category (default: all)")
    parser.add_argument("--constrained", action="store_true", help="hold the calls to the tools' schemas")
    drafts = "a run like this one but unconstrained: what the grammar allows of it is not decoded again"
    parser.add_argument("--drafts", metavar="FOLDER", help=drafts)
    parser.add_argument("--seed", type=int, default=0, help="draws the cases when --n is given (default: 0)")
    parser.add_argument("--out", metavar="FOLDER", help="where the run is kept and resumed (default: in the cache)")
    parser.add_argument("--against", metavar="FOLDER", help="another run, to be compared with case by case")
    parser.add_argument("--batch-size", type=int, default=64, metavar="B", help="prompts at a time (default: 64)")
    limit = "tokens an answer may have (default: 256 where one call is asked for, 512 elsewhere)"
    parser.add_argument("--max-new-tokens", type=int, metavar="T", help=limit)
    parser.add_argument("--device", default="auto", help="auto, cpu, cuda, … (default: auto)")
    parser.add_argument("--dtype", default="auto", help="auto, float32, bfloat16, … (default: auto)")
    parser.add_argument("--json", action="store_true", help="print {category: {accuracy, n, low, high, kinds}}")
    return parser
