"""`evaluate` against a plain loop of batched ``model.generate`` calls, in one run.

``ratio`` is prompts per second of `evaluate`, with everything it does (drawing, rendering, checking, writing to disk),
over those of the loop, which only decodes: same cases, prompts, model, precision, batch size and token limit, greedy,
ended by the same tokens. The loop takes the prompts as they come, pads each batch, and leaves ``model.generate`` its
default settings.

The three parts say where the time goes: how many tokens each had to read and to write, and how many rows it carried
along for that, one row for one step.
"""

import argparse
import tempfile
import time

import torch

from fcall_helpers.bfcl.evaluating import draw_cases, evaluate
from fcall_helpers.chat import render
from fcall_helpers.decoding import end_ids
from fcall_helpers.models import LM, load
from tests.benchmarks.common import machine, print_table


@torch.inference_mode()
def plain_loop(lm: LM, cases: list[dict], batch_size: int, limit: int) -> dict[str, str]:
    """What one would write with transformers alone: id -> text."""
    texts, ends = {}, end_ids(lm)
    for start in range(0, len(cases), batch_size):
        batch = cases[start : start + batch_size]
        prompts = [render(case["messages"], case["tools"], add_generation_prompt=True) for case in batch]
        inputs = lm.tokenizer(
            prompts, add_special_tokens=False, return_tensors="pt", padding=True, padding_side="left"
        ).to(lm.device)
        out = lm.model.generate(
            **inputs, max_new_tokens=limit, do_sample=False, eos_token_id=ends, pad_token_id=ends[0]
        )
        said = lm.tokenizer.batch_decode(out[:, inputs["input_ids"].shape[1] :], skip_special_tokens=True)
        texts |= {case["id"]: text for case, text in zip(batch, said, strict=True)}
    return texts


class Work:
    """Counts what the model is given: positions of prompts, and rows times steps after that."""

    def __init__(self, lm: LM):
        self.read = self.stepped = self.steps = 0
        self.hook = lm.model.register_forward_pre_hook(self._note, with_kwargs=True)

    def _note(self, module, args, kwargs) -> None:
        rows, width = kwargs["input_ids"].shape
        if width > 1:
            self.read += rows * width
        else:
            self.steps, self.stepped = self.steps + 1, self.stepped + rows


def measured(lm: LM, work) -> tuple[float, Work, dict[str, str]]:
    counted, start = Work(lm), time.perf_counter()
    texts = work()
    seconds = time.perf_counter() - start
    counted.hook.remove()
    return seconds, counted, texts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--n", type=int, default=64, help="cases of each category")
    parser.add_argument("--categories", nargs="+", default=["simple_python"])
    parser.add_argument("--batch-size", type=int, default=32)
    parser.add_argument("--limit", type=int, default=512, help="tokens an answer may have")
    parser.add_argument("--adapter")
    parser.add_argument("--dtype", default="float32")
    options = parser.parse_args()
    lm, cases = load(adapter=options.adapter, dtype=options.dtype), draw_cases(options.categories, options.n)
    print(
        f"{machine()}; {lm.name} in {options.dtype}, {len(cases)} cases of {', '.join(options.categories)}, "
        f"batches of {options.batch_size}, at most {options.limit} tokens each",
        flush=True,
    )
    plain_loop(lm, cases[:2], 2, 4)  # warm up
    with tempfile.TemporaryDirectory() as folder:
        ours_s, ours, report = measured(
            lm,
            lambda: evaluate(
                lm,
                options.categories,
                n=options.n,
                out=folder,
                batch_size=options.batch_size,
                max_new_tokens=options.limit,
            ),
        )
    loop_s, loop, loop_texts = measured(lm, lambda: plain_loop(lm, cases, options.batch_size, options.limit))
    rows = [
        (name, f"{seconds:.1f}", f"{len(cases) / seconds:.2f}", work.read, work.steps, work.stepped)
        for name, seconds, work in (("batched model.generate", loop_s, loop), ("evaluate", ours_s, ours))
    ]
    print_table(["what", "seconds", "prompts/s", "prompt tokens", "steps", "rows x steps"], rows)
    same = sum(loop_texts[row["id"]] == row["text"] for row in report.cases)
    print(f"same text from both: {same} of {len(cases)}")
    print(f"ratio: {loop_s / ours_s:.2f}")


if __name__ == "__main__":
    main()
