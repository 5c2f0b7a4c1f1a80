"""The loss of a packed batch, with logits only where a token is trained."""

import contextlib
from collections.abc import Iterator
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from fcall_helpers.chat import IGNORE
from fcall_helpers.packing.attention import NAME, pieces_of
from fcall_helpers.packing.batches import Batch

KINDS = ("sdpa", "eager", NAME, "flex_attention")
POSITIONAL = {"full_attention", "sliding_attention"}  # kinds of layers that a mask can keep from seeing other rows


def forward_loss(model, batch: Batch, *, num_items: float | Tensor | None = None) -> Tensor:
    """The loss of a batch in nats: the sum over its trained tokens, divided by ``num_items``.

    By default that is ``batch.trained``, which makes it the mean. With accumulation pass the trained tokens of *all*
    the batches of a step; under DDP, which averages gradients, those of all processes divided by their number.

    The output head runs only at positions whose next token is trained, one in seven for rows with tools; whatever the
    model does to its logits after the head, such as Gemma's softcapping, is done. The softmax is in float32 whatever
    autocast made of the logits, in float64 for a float64 model.

    ``model`` is a transformers causal language model, bare or wrapped by PEFT or DDP: the wrapper's own ``forward``
    runs, so that DDP synchronises as it should. Its attention (``model.set_attn_implementation``) must be "sdpa",
    "eager", "packed" (`packing.attention`, best on a CPU) or "flex_attention" (best on a GPU). To compile the model,
    compile ``model.model`` or its layers in place.

    Raises ``TypeError`` for what is no such model, and ``ValueError`` for one that can take no mask of this kind: flash
    attention, recurrent layers, a sliding window shorter than a row, PEFT's prompt learning.
    """
    if num_items is not None and not num_items > 0:
        raise ValueError(f"num_items: expected a count above 0, got {num_items!r}")
    bare = getattr(model, "module", model)
    if not hasattr(bare, "get_output_embeddings") or (head := bare.get_output_embeddings()) is None:
        raise TypeError(f"model: expected a transformers causal language model, got {type(bare).__name__}")
    attention = _attention_for(bare, batch)
    following = functional.pad(batch.labels[:, 1:], (0, 1), value=IGNORE)  # (B, T): what each position predicts
    predicting = following != IGNORE
    with _only_at(head, predicting):
        output = model(input_ids=batch.input_ids, position_ids=batch.position_ids, use_cache=False, **attention)
    logits = output.logits  # (N, V), or all of them (B, T, V) where a compiled model runs without the hook
    logits = logits[predicting] if logits.dim() == 3 else logits
    logits = logits if logits.dtype == torch.float64 else logits.float()
    total = functional.cross_entropy(logits, following[predicting], reduction="sum")
    return total / (batch.trained if num_items is None else num_items)


@contextlib.contextmanager
def _only_at(head: nn.Module, places: Tensor) -> Iterator[None]:
    """Let the output head see some positions (B, T) only: the logits of the others would be thrown away."""
    hook = head.register_forward_pre_hook(lambda module, inputs: inputs[0][places])
    try:
        yield
    finally:
        hook.remove()


def _attention_for(model, batch: Batch) -> dict[str, Any]:
    """The mask in the form that the model's attention takes, and what else it needs."""
    config = model.config.get_text_config()
    _check_layers(model, config, batch)
    kind = config._attn_implementation
    if kind not in KINDS:
        raise ValueError(f"model: attention {kind!r} takes no block mask; set one of {', '.join(KINDS)}")
    if kind == "flex_attention":
        return {"attention_mask": batch.block_mask()}
    mask = batch.attention_mask()
    if kind == "eager":  # it adds the mask to the scores
        scores = torch.zeros(mask.shape, dtype=model.dtype, device=mask.device)
        return {"attention_mask": scores.masked_fill(~mask, torch.finfo(model.dtype).min)}
    return {"attention_mask": mask, **({"pieces": pieces_of(batch)} if kind == NAME else {})}


def _check_layers(model, config, batch: Batch) -> None:
    if getattr(getattr(model, "active_peft_config", None), "is_prompt_learning", False):
        raise ValueError("model: PEFT's prompt learning puts tokens before the input, which packed rows cannot see")
    if others := {*(getattr(config, "layer_types", None) or ())} - POSITIONAL:
        raise ValueError(f"model: its layers of kind {', '.join(sorted(others))} cannot keep packed rows apart")
    window = getattr(config, "sliding_window", None)
    if window and (longest := int(batch.position_ids.max()) + 1) > window:
        raise ValueError(f"model: its attention slides over {window} tokens; rows may not be longer, got {longest}")
