"""Adapters in PEFT's format: saving a LoRA, and making one out of a full fine-tune.

A full fine-tune changes each weight matrix W by some D = W' - W. The best approximation of D by a matrix of rank r
keeps its r largest singular values (Eckart, Young 1936): D = U S Vᵀ, so B = U √S and A = √S Vᵀ, cut after r columns and
rows, are a LoRA that does nearly what the fine-tune did. Not all matrices deserve the same r: a singular value σ is
worth σ² of the error and costs one column and one row, so `extract_adapter` spends a budget on the best of them.
"""

import heapq
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_file
from torch import Tensor, nn

from fcall_helpers.assets import staged
from fcall_helpers.models import BUNDLED, LM, PUBLISHED_AS

WEIGHTS = "adapter_model.safetensors"
PREFIX = "base_model.model."  # what PEFT puts before the names of the model's modules


def save_lora(peft_model: Any, folder: str | Path, *, base: str = "", dtype: torch.dtype | None = None) -> Path:
    """Write the LoRA of a PEFT model into a folder: ``models.load(adapter=folder)`` and PEFT itself read it.

    ``base`` names the model it belongs to, ``dtype`` the type to store it in (None: as it is). Returns the folder.
    """
    from peft import get_peft_model_state_dict

    config = peft_model.peft_config["default"]
    tensors = get_peft_model_state_dict(peft_model, save_embedding_layers=False)  # "auto" would ask the hub
    return write_adapter(folder, config, {name: _stored(value, dtype) for name, value in tensors.items()}, base)


def extract_adapter(
    base_model: LM | nn.Module,
    tuned_model: LM | nn.Module,
    folder: str | Path,
    rank: int | dict[str, int] | None = None,
    dtype: torch.dtype = torch.bfloat16,
    *,
    megabytes: float | None = None,
) -> dict:
    """Turn a full fine-tune into a LoRA of its linear layers, written into ``folder`` in PEFT's format.

    Parameters
    ----------
    base_model, tuned_model : before and after; neither is changed.
    rank : of every layer, or of each by its name (0 or none: left alone). None with ``megabytes`` (10^6 bytes) spends
        that on the singular values that lower the error most.
    dtype : in which the adapter is stored, two bytes a number by default.

    Returns what was measured on the adapter as it is stored: ``explained`` (share of the squared change of the linear
    layers that it holds, 1 is all), ``modules`` (for each layer ``rank`` and ``error``, the norm of what is missing
    over that of the change), ``left_out`` (other weights that changed, such as norms and embeddings, with
    the norm of the change over that of the weight: an adapter cannot hold these, so freeze them in training), and
    ``bytes``. Raises ``ValueError`` for models of different shapes, for a bad rank, and when no layer changed.
    """
    base, tuned = (one.model if isinstance(one, LM) else one for one in (base_model, tuned_model))
    changes, left_out = _changes(base, tuned)
    factors = {name: torch.linalg.svd(change, full_matrices=False) for name, change in changes.items()}
    ranks = _ranks(changes, factors, rank, megabytes, torch.finfo(dtype).bits // 8)
    tensors, modules = {}, {}
    for name, change in changes.items():
        a, b = _factors(*factors[name], ranks[name], dtype)
        error = (change - b.to(change) @ a.to(change)).norm() / change.norm()
        modules[name] = {"rank": ranks[name], "error": error.item()}
        if ranks[name]:
            tensors |= {f"{PREFIX}{name}.lora_A.weight": a, f"{PREFIX}{name}.lora_B.weight": b}
    folder = write_adapter(folder, _lora_config(ranks), tensors, base_name(base_model))
    missing = sum((modules[name]["error"] * change.norm().item()) ** 2 for name, change in changes.items())
    explained = 1 - missing / sum(change.norm().item() ** 2 for change in changes.values())
    size = (folder / WEIGHTS).stat().st_size
    return {"explained": explained, "modules": modules, "left_out": left_out, "bytes": size}


def write_adapter(folder: str | Path, config: Any, tensors: dict[str, Tensor], base: str) -> Path:
    """Write ``adapter_config.json`` and the tensors, all or nothing."""
    folder = Path(folder)
    before = config.base_model_name_or_path, config.inference_mode
    with staged(folder) as scratch:
        scratch.mkdir(parents=True)
        try:
            config.base_model_name_or_path, config.inference_mode = base or None, True
            config.save_pretrained(scratch)
        finally:
            config.base_model_name_or_path, config.inference_mode = before
        save_file(tensors, scratch / WEIGHTS, metadata={"format": "pt"})
    return folder


def base_name(model: LM | nn.Module) -> str:
    """What to call the model that an adapter belongs to: never a folder of this machine."""
    name = model.name if isinstance(model, LM) else getattr(model, "name_or_path", "")
    if name == BUNDLED:
        return PUBLISHED_AS  # the name under which others find it
    return name if name.count("/") == 1 and not Path(name).exists() else Path(name).name


def _stored(value: Tensor, dtype: torch.dtype | None) -> Tensor:
    return value.detach().to("cpu", dtype or value.dtype).contiguous()


def _changes(base: nn.Module, tuned: nn.Module) -> tuple[dict[str, Tensor], dict[str, float]]:
    """What changed: of linear layers but the head the change itself, by name of the layer; of the rest how much."""
    head = base.get_output_embeddings()
    linear = {f"{name}.weight" for name, one in base.named_modules() if isinstance(one, nn.Linear) and one is not head}
    after = dict(tuned.named_parameters())
    before = dict(base.named_parameters())
    if {n: w.shape for n, w in before.items()} != {n: w.shape for n, w in after.items()}:
        raise ValueError("tuned_model: its weights have other names or shapes than those of base_model")
    changes, left_out = {}, {}
    for name, weight in before.items():
        wide = torch.float64 if weight.dtype == torch.float64 else torch.float32
        change = (after[name].detach().to("cpu", wide) - weight.detach().to("cpu", wide)).contiguous()
        if not change.any():
            continue
        if name in linear:
            changes[name.removesuffix(".weight")] = change
        else:
            left_out[name] = (change.norm() / weight.detach().norm().clamp(min=1e-12).cpu()).item()
    if not changes:
        raise ValueError("tuned_model: no linear layer differs from base_model, there is nothing to extract")
    return changes, left_out


def _ranks(changes: dict[str, Tensor], factors: dict, rank: Any, megabytes: float | None, width: int) -> dict[str, int]:
    """The rank of each layer, 0 for one that stays as it was."""
    if (rank is None) == (megabytes is None):
        raise ValueError("rank: give a rank, or a number of megabytes to spend, and not both")
    if megabytes is not None:
        if isinstance(megabytes, bool) or not isinstance(megabytes, (int, float)) or not megabytes > 0:
            raise ValueError(f"megabytes: expected a number above 0, got {megabytes!r}")
        return _spend(changes, factors, megabytes * 1e6, width)
    given = rank if isinstance(rank, dict) else dict.fromkeys(changes, rank)
    if unknown := given.keys() - changes.keys():
        raise ValueError(f"rank: {min(unknown)!r} is no linear layer that changed; those are like {min(changes)!r}")
    if bad := [one for one in given.values() if isinstance(one, bool) or not isinstance(one, int) or one < 0]:
        raise ValueError(f"rank: expected whole numbers from 0 on, got {bad[0]!r}")
    ranks = {name: min(given.get(name, 0), *change.shape) for name, change in changes.items()}
    if not any(ranks.values()):
        raise ValueError("rank: expected a rank above 0 for one layer at least")
    return ranks


def _spend(changes: dict[str, Tensor], factors: dict, room: float, width: int) -> dict[str, int]:
    """Ranks that lower the error most: the singular values with the largest square per byte, until ``room`` is full."""
    costs = {name: sum(change.shape) * width for name, change in changes.items()}
    values = {name: (found.S.square() / costs[name]).tolist() for name, found in factors.items()}
    ranks = dict.fromkeys(changes, 0)
    waiting = [(-worth[0], name) for name, worth in values.items()]
    heapq.heapify(waiting)
    while waiting and room >= min(costs[name] for _, name in waiting):
        _, name = heapq.heappop(waiting)
        if costs[name] > room:
            continue
        ranks[name], room = ranks[name] + 1, room - costs[name]
        if ranks[name] < len(values[name]):
            heapq.heappush(waiting, (-values[name][ranks[name]], name))
    if not any(ranks.values()):
        raise ValueError(f"megabytes: not even one rank of one layer fits, that takes {min(costs.values()):,} bytes")
    return ranks


def _factors(u: Tensor, s: Tensor, vh: Tensor, rank: int, dtype: torch.dtype) -> tuple[Tensor, Tensor]:
    """A (rank, in) and B (out, rank) of a layer, as they are stored."""
    root = s[:rank].sqrt()
    return (root[:, None] * vh[:rank]).to(dtype).contiguous(), (u[:, :rank] * root).to(dtype).contiguous()


def _lora_config(ranks: dict[str, int]) -> Any:
    """PEFT's description of it; alpha equals the rank everywhere, so that B A counts once."""
    from peft import LoraConfig

    chosen = {name: rank for name, rank in ranks.items() if rank}
    common = max(chosen.values())
    odd = {name: rank for name, rank in chosen.items() if rank != common}
    return LoraConfig(
        r=common,
        lora_alpha=common,
        rank_pattern=odd,
        alpha_pattern=dict(odd),
        target_modules=list(chosen),
        bias="none",
        task_type="CAUSAL_LM",
    )
