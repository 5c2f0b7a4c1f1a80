"""How fast a step was: floating-point operations it needed, those the device could have done, and memory."""

import functools
import sys
import time
from dataclasses import dataclass

import psutil
import torch
from torch import nn

from fcall_helpers.packing import Batch

# Dense matrix FLOP/s as the makers state them, bfloat16 and float32 (without TF32, which torch leaves off). Longer
# names come first. T4: float16 for want of bfloat16.
PEAKS = {
    "H100 PCIe": (756e12, 51e12),
    "H100 NVL": (835e12, 60e12),
    "H100": (989e12, 67e12),
    "H200": (989e12, 67e12),
    "B200": (2250e12, 75e12),
    "A100": (312e12, 19.5e12),
    "L40S": (362e12, 91.6e12),
    "L4": (121e12, 30.3e12),
    "A10G": (70e12, 35e12),
    "A10": (125e12, 31.2e12),
    "RTX 4090": (165e12, 82.6e12),
    "RTX 3090": (71e12, 35.6e12),
    "V100": (125e12, 15.7e12),
    "T4": (65e12, 8.1e12),
}
SIZE, REPEATS = 768, 8  # of the matrices by which a device that is not in the table is measured


@dataclass(frozen=True)
class Cost:
    """What a model costs to train: multiply-adds a token in its body and in its head, and of its attention."""

    body: int
    head: int
    updated: int  # how many of both train
    attention: int  # layers x width of all heads

    def flops(self, batch: Batch) -> float:
        """Floating-point operations that one batch needs, forward and backward.

        Forward takes 2 a weight and token (a multiplication and an addition), backward 2 for the inputs and 2 more for
        each weight that trains: the usual 6 N (Kaplan et al., https://arxiv.org/abs/2001.08361). The head counts at the
        trained tokens alone, since no other needs logits. Attention takes 12 a layer, unit of width and token seen
        (PaLM, https://arxiv.org/abs/2204.02311, appendix B); a token sees those of its row before it and itself.
        """
        share = self.updated / (self.body + self.head)
        seen = int(((batch.position_ids + 1) * (batch.units != 0)).sum())
        weights = self.body * batch.tokens + self.head * batch.trained
        return (4 + 2 * share) * weights + 12 * self.attention * seen


def cost_of(model: nn.Module, weights: dict[str, nn.Parameter]) -> Cost:
    """What a transformers model costs when ``weights`` of it train. Looking up an embedding costs nothing."""
    head = model.get_output_embeddings().weight
    tables = {id(one.weight) for one in model.modules() if isinstance(one, nn.Embedding)} | {id(head)}
    inner = lambda weights: [one for one in weights if one.ndim >= 2 and id(one) not in tables]  # noqa: E731
    body, inside = sum(weight.numel() for weight in inner(model.parameters())), inner(weights.values())
    updated = sum(weight.numel() for weight in inside) + head.numel() * any(one is head for one in weights.values())
    config = model.config.get_text_config()
    heads = config.num_attention_heads
    size = getattr(config, "head_dim", None) or config.hidden_size // heads
    return Cost(body, head.numel(), updated, config.num_hidden_layers * heads * size)


def peak_flops(device: torch.device, dtype: torch.dtype) -> float:
    """FLOP/s the device could do at best: of a known GPU its maker's figure, else measured, once, by a product.

    The measured one is that of this process with its number of threads, on square matrices of 768.
    """
    name = torch.cuda.get_device_name(device) if device.type == "cuda" else ""
    known = next((peaks for part, peaks in PEAKS.items() if part in name), None)
    if known:
        return known[0] if dtype in (torch.bfloat16, torch.float16) else known[1]
    return _measured(device, dtype, torch.get_num_threads())


@functools.cache
def _measured(device: torch.device, dtype: torch.dtype, threads: int) -> float:
    matrix = torch.ones(SIZE, SIZE, device=device, dtype=dtype)
    best = float("inf")
    for _ in range(REPEATS):
        start = time.perf_counter()
        (matrix @ matrix)[0, 0].item()  # waits for the device
        best = min(best, time.perf_counter() - start)
    return 2 * SIZE**3 / best


def peak_memory(device: torch.device) -> float:
    """Megabytes (10^6 bytes) at most so far: of the GPU's memory for tensors, else of this process' memory."""
    if device.type == "cuda":
        return torch.cuda.max_memory_allocated(device) / 1e6
    if sys.platform == "win32":
        return psutil.Process().memory_info().peak_wset / 1e6
    import resource  # not on Windows

    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used * (1 if sys.platform == "darwin" else 1024) / 1e6


def computing_type(precision: str, model: nn.Module, device: torch.device) -> torch.dtype:
    """The type to compute in: bfloat16, or that of the weights. "auto" takes bfloat16 where it is fast.

    Fast means: an NVIDIA GPU from Ampere on, or a processor with AVX512-BF16 or AMX. A float64 model stays in it.
    """
    own = torch.float32 if model.dtype in (torch.bfloat16, torch.float16) else model.dtype
    if precision == "auto" and own == torch.float32:
        precision = "bfloat16" if _fast_bfloat16(device) else "float32"
    return torch.bfloat16 if precision == "bfloat16" else own


def _fast_bfloat16(device: torch.device) -> bool:
    if device.type == "cuda":
        return torch.cuda.get_device_capability(device) >= (8, 0)
    abilities = getattr(torch.cpu, "get_capabilities", dict)() if device.type == "cpu" else {}
    return bool(abilities.get("avx512_bf16") or abilities.get("amx_bf16"))
