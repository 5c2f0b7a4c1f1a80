"""The learning rate of each step: up in a straight line, then down to 0."""

import math


def learning_rate(step: int, total: int, *, peak: float, warmup: float, schedule: str) -> float:
    """The learning rate of step 1, 2, …, ``total``.

    The first ``round(warmup * total)`` steps lead up to the peak, which the step after them has. "linear" and "cosine"
    then go down and would reach 0 one step after the last, so that no step is wasted on a rate of 0. Without a warmup
    that is transformers' ``get_linear_schedule_with_warmup`` and ``get_cosine_schedule_with_warmup``.
    """
    rising = round(warmup * total)
    if step <= rising:
        return peak * step / (rising + 1)
    gone = (step - 1 - rising) / (total - rising)  # 0 at the peak
    if schedule == "linear":
        return peak * (1 - gone)
    if schedule == "cosine":
        return peak * (1 + math.cos(math.pi * gone)) / 2
    return peak
