"""Attention row by row, registered with transformers as "packed": nothing is computed that the mask would throw away.

A dense mask makes attention compute all T x T scores of a sequence and then forget most of them. Here each row attends
to its prefix and itself alone, so that a sequence may be as long as one likes. It is for a CPU, where a call a row is
cheap beside the arithmetic; on a GPU flex attention does the same in one kernel.

``model.set_attn_implementation("packed")`` chooses it; without ``pieces`` the model attends as with "sdpa".
"""

from itertools import groupby
from typing import NamedTuple

import torch
from torch import Tensor
from torch.nn import functional
from transformers import AttentionInterface
from transformers.integrations.sdpa_attention import repeat_kv, sdpa_attention_forward
from transformers.masking_utils import AttentionMaskInterface, sdpa_mask

from fcall_helpers.packing.batches import Batch

NAME = "packed"
REFUSED = ("softcap", "s_aux", "position_bias")  # what some models add to the scores


class Piece(NamedTuple):
    """A stretch of one row, prefix or padding: how long, which piece is its prefix, and its mask if it has one."""

    size: int
    prefix: int | None = None
    mask: Tensor | None = None


def pieces_of(batch: Batch) -> list[list[Piece]]:
    """The pieces of each sequence of a batch, in their order."""
    return [_pieces(*rows) for rows in zip(batch.units.tolist(), batch.segments.tolist(), strict=True)]


def _pieces(units: list[int], segments: list[int]) -> list[Piece]:
    pieces, prefixes = [], {}
    for (unit, segment), run in groupby(zip(units, segments, strict=True)):
        size, prefix = len(list(run)), prefixes.get(unit) if segment else None
        if unit and not segment:
            prefixes[unit] = len(pieces)
        before = 0 if prefix is None else pieces[prefix].size
        mask = torch.ones(size, before + size, dtype=torch.bool).tril(before) if before else None
        pieces.append(Piece(size, prefix, mask))
    return pieces


def packed_attention(
    module, query: Tensor, key: Tensor, value: Tensor, attention_mask: Tensor | None, *, pieces=None, **options
) -> tuple[Tensor, None]:
    """What transformers asks of attention: query (B, H, T, D), key and value to a value for each, (B, T, H, D)."""
    if pieces is None:
        return sdpa_attention_forward(module, query, key, value, attention_mask, **options)
    if refused := [name for name in REFUSED if options.get(name) is not None]:
        raise ValueError(f"model: {NAME!r} attention knows no {', '.join(refused)}; set 'eager' or 'flex_attention'")
    groups = query.shape[1] // key.shape[1]
    whole = zip(query, repeat_kv(key, groups), repeat_kv(value, groups), pieces, strict=True)
    passed = {"dropout_p": options.get("dropout", 0.0), "scale": options.get("scaling")}
    return torch.stack([_attend(*tensors, **passed) for tensors in whole]).transpose(1, 2).contiguous(), None


def _attend(query: Tensor, key: Tensor, value: Tensor, pieces: list[Piece], **passed) -> Tensor:
    """One sequence, (H, T, D). Split, not sliced: the gradient of each slice would be as long as the sequence."""
    queries, keys, values = (whole.split([piece.size for piece in pieces], dim=1) for whole in (query, key, value))
    attended = []
    for own, (_, prefix, mask) in enumerate(pieces):
        k, v = keys[own], values[own]
        if prefix is not None:
            k, v = torch.cat([keys[prefix], k], dim=1), torch.cat([values[prefix], v], dim=1)
        q, k, v = queries[own][None], k[None], v[None]
        attended.append(
            functional.scaled_dot_product_attention(q, k, v, attn_mask=mask, is_causal=mask is None, **passed)[0]
        )
    return torch.cat(attended, dim=1)


AttentionInterface.register(NAME, packed_attention)
AttentionMaskInterface.register(NAME, sdpa_mask)
