"""`generate` against a plain loop over ``model.generate``, and constrained decoding against free, in one run.

``ratio`` is prompts per second of `generate` over those of the loop: same prompts, model, precision, token limit,
greedy. The line before it is what the grammar costs: time per decoding step, constrained over free, on batches of the
same shape (the same prompts, the same number of steps).
"""

import argparse
import time

import torch

from fcall_helpers.chat import render
from fcall_helpers.decoding import generate
from fcall_helpers.models import LM, load
from fcall_helpers.tools import ToolBox, tool
from tests.benchmarks.common import machine, print_table


def get_weather(city: str, unit: str = "celsius") -> str:
    """The weather in a city now."""


def convert_currency(amount: float, source: str, target: str) -> float:
    """Convert an amount of money from one currency to another."""


def search_flights(origin: str, destination: str, date: str, passengers: int = 1) -> list:
    """Find flights between two airports on a day."""


def set_timer(minutes: int, label: str = "") -> str:
    """Start a timer."""


TOOLS = ToolBox([tool(fn) for fn in (get_weather, convert_currency, search_flights, set_timer)])
CITIES = ["Lima", "Oslo", "Nairobi", "Kyoto", "Lisbon", "Quebec", "Tunis", "Hanoi"]
ASKS = [
    "What is the weather like in {city}?",
    "How much are {n} euros in dollars? I am in {city}.",
    "Find me a flight from {city} to Madrid on 2026-03-{n:02d} for two, please.",
    "I am cooking a stew from {city}: set a timer for {n} minutes and tell me what to stir meanwhile.",
]


def conversations(count: int) -> list[list[dict]]:
    """Different questions of different lengths about the same tools."""
    texts = [ASKS[i % len(ASKS)].format(city=CITIES[i // len(ASKS) % len(CITIES)], n=i % 27 + 1) for i in range(count)]
    return [[{"role": "user", "content": text}] for text in texts]


@torch.inference_mode()
def plain_loop(lm: LM, asked: list[list[dict]], limit: int) -> list[str]:
    """What one would write without this course: one prompt after the other through ``model.generate``."""
    texts = []
    for messages in asked:
        text = render(messages, TOOLS, add_generation_prompt=True)
        inputs = lm.tokenizer(text, add_special_tokens=False, return_tensors="pt")
        out = lm.model.generate(**inputs, max_new_tokens=limit, do_sample=False)
        texts.append(lm.tokenizer.decode(out[0, inputs["input_ids"].shape[1] :], skip_special_tokens=True))
    return texts


class Steps:
    """Counts the decoding steps of a model and the time between the first and the last."""

    def __init__(self, lm: LM):
        self.times: list[float] = []
        self.hook = lm.model.register_forward_hook(self._note, with_kwargs=True)

    def _note(self, module, args, kwargs, output) -> None:
        self.times.append(time.perf_counter())

    def per_step(self) -> float:
        """The median gap between two passes of the model: a pass, and the choice of a token after the one before."""
        self.hook.remove()
        gaps = sorted(b - a for a, b in zip(self.times, self.times[1:], strict=False))
        return gaps[len(gaps) // 2]


def step_cost(lm: LM, asked: list[list[dict]], **options) -> float:
    steps = Steps(lm)
    generate(lm, asked, TOOLS, max_new_tokens=12, batch_size=len(asked), **options)
    return steps.per_step()


def timed(work) -> tuple[float, list[str]]:
    start = time.perf_counter()
    texts = work()
    return time.perf_counter() - start, texts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--n", type=int, default=64, help="prompts")
    parser.add_argument("--limit", type=int, default=24, help="tokens per prompt at most")
    parser.add_argument("--dtype", default="float32")
    options = parser.parse_args()
    lm, asked = load(dtype=options.dtype), conversations(options.n)
    print(
        f"{machine()}; {lm.name} in {options.dtype}, {options.n} prompts, at most {options.limit} tokens each",
        flush=True,
    )
    generate(lm, asked[:2], TOOLS, max_new_tokens=4, constrained=True)  # warm up

    loop_s, loop_texts = timed(lambda: plain_loop(lm, asked, options.limit))
    ours_s, our_texts = timed(lambda: generate(lm, asked, TOOLS, max_new_tokens=options.limit))
    held_s, _ = timed(lambda: generate(lm, asked, TOOLS, max_new_tokens=options.limit, constrained=True))
    rows = [("model.generate, one by one", loop_s), ("generate", ours_s)]
    rows += [("generate, constrained", held_s)]
    print_table(["what", "seconds", "prompts/s"], [(w, f"{s:.1f}", f"{options.n / s:.2f}") for w, s in rows])
    same = sum(a == b for a, b in zip(loop_texts, our_texts, strict=True))
    print(f"same text from the loop and from generate: {same} of {options.n}")

    # A step's time, free and constrained in turn, so that a machine that slows down slows both.
    pairs = [(step_cost(lm, asked[:16]), step_cost(lm, asked[:16], constrained=True)) for _ in range(5)]
    ratios = sorted(held / free for free, held in pairs)
    free_ms, held_ms = (1000 * sorted(times)[2] for times in zip(*pairs, strict=True))
    print(f"one step of 16 rows: free {free_ms:.0f} ms, constrained {held_ms:.0f} ms")
    print(f"constrained over free, time per token: {ratios[len(ratios) // 2]:.2f}")
    print(f"ratio: {loop_s / ours_s:.2f}")


if __name__ == "__main__":
    main()
