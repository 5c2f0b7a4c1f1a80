"""The clinic: `diagnose` examines a fine-tuning pipeline for the diseases that real ones have had (notebook 03)."""

import html
from dataclasses import dataclass

from fcall_helpers.checks.clinic.diseases import FUNCTIONS
from fcall_helpers.checks.clinic.evidence import gather
from fcall_helpers.checks.clinic.pipeline import Pipeline, as_pipeline, model_loss, pad_batch

CURES = {
    "crashes": "run the loss on one batch first, and compare the shapes of logits and labels",
    "labels_from_elsewhere": "make the labels a copy of input_ids, -100 where nothing is to be learned",
    "nothing_trained": "look at the mask: does the template mark what the assistant says?",
    "wrong_shift": "shift once: logits at t against the token at t + 1",
    "prompt_trained": "set the labels of system, user and tool turns to -100",
    "end_masked": "let the end-of-turn token keep its label",
    "padding_hides_end": "mask padding by attention_mask, never by token id, or give padding a token of its own",
    "padding_trained": "set the labels of padding to -100",
    "doubled_bos": "tokenise the template's text with add_special_tokens=False",
    "nulls_from_arrow": "store tools and arguments as JSON strings; Arrow pads unlike structs with nulls",
    "encoded_twice": "turn arguments into a dict once, at the door (ToolCall.from_openai)",
    "call_cut": "drop whole turns or the whole row (encode's max_length does)",
    "packing_leaks": "restart position_ids, with use_cache=False and no attention_mask, or send a block-diagonal one",
    "splits_overlap": "split before anything else, by schema and phrasing",
    "score_unshifted": "compare logits[:, :-1].argmax(-1) with labels[:, 1:], where these are not -100",
}


@dataclass(frozen=True)
class Finding:
    """One disease: its ``name``, the ``evidence`` in numbers, and a ``cure``."""

    name: str
    evidence: str
    cure: str

    def __str__(self) -> str:
        return f"{self.name}: {self.evidence}. Cure: {self.cure}."


class Diagnosis(list):
    """The findings, a list that is empty for a healthy pipeline; ``names`` are the diseases found."""

    @property
    def names(self) -> list[str]:
        return [finding.name for finding in self]

    def __repr__(self) -> str:
        return "\n".join(map(str, self)) or f"Healthy: none of {len(FUNCTIONS)} diseases found."

    def _repr_html_(self) -> str:
        colour = "#B3261E" if self else "#009E73"
        lines = "<br>".join(
            f"<b>{one.name}</b>: {html.escape(one.evidence)}.<br>&emsp;<i>Cure:</i> {html.escape(one.cure)}."
            for one in self
        )
        style = f"border-left:4px solid {colour};padding:6px 12px;background:#FAFAFA;color:#1a1a1a"
        return f'<div style="{style}">{lines or html.escape(repr(self))}</div>'


def diagnose(pipeline) -> Diagnosis:
    """Examine a pipeline on its own rows and model; what is wrong with it comes back as a list, empty when healthy.

    Reads up to 256 rows as tokens and follows one small batch through the model, whose gradient tells what is really
    trained, whatever labels and masks say. Nothing is changed.

    Parameters
    ----------
    pipeline : a `Pipeline`, a dict of its parts, or a Trainer such as TRL's ``SFTTrainer``. Turns are read by ChatML's
        marks (``<|im_start|>role`` … ``<|im_end|>``); a row without them is examined for all that needs no roles.

    Raises ``TypeError`` for what is no pipeline, ``ValueError`` for one whose parts do not fit, naming the part.
    """
    evidence = gather(as_pipeline(pipeline))
    found = ((name, disease(evidence)) for name, disease in FUNCTIONS.items())
    return Diagnosis(Finding(name, said, CURES[name]) for name, said in found if said)


__all__ = ["CURES", "Diagnosis", "Finding", "Pipeline", "diagnose", "model_loss", "pad_batch"]
