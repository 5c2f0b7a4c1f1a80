"""The diseases of fine-tuning pipelines, one function each: it looks at the evidence and says what it found, or "".

Each was met by real users; the source stands with the function. FUNCTIONS is the order of the examination.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping

import torch
from torch.nn import functional

from fcall_helpers.chat import IGNORE, MARKS
from fcall_helpers.checks.clinic.evidence import Evidence, kept, one_line
from fcall_helpers.checks.clinic.reading import calls_in, is_cut, nulls_in, tools_in
from fcall_helpers.checks.clinic.trace import aligned, run
from fcall_helpers.checks.clinic.view import NOT_SHIFTED, View, document_starts, mark_id, offset_of, restarts

UNSHIFTED = (NOT_SHIFTED, None)  # labels that no collator or dataset has moved


def labels_from_elsewhere(evidence: Evidence) -> str:
    """Labels that are another text than the input: a model that writes on learns to continue, not to answer."""
    for place, example in enumerate(evidence.examples):
        ids, labels = example["input_ids"], example.get("labels", example["input_ids"])
        if len(ids) != len(labels):
            return f"row {place} has {len(ids)} tokens and {len(labels)} labels"
    if evidence.foreign:
        return f"the labels of {evidence.foreign} rows are not the tokens of those rows"
    if evidence.trace and evidence.trace.pulled.any() and evidence.trace.shift is None:
        return "the loss asks for tokens that do not follow in the text"
    return ""


def nothing_trained(evidence: Evidence) -> str:
    """All labels -100 (unsloth issues 2095, 1290): the loss is NaN or 0 and nothing is learned."""
    views = evidence.best
    empty = sum(not any(view.trained) for view in views)
    if empty:
        return f"{empty} of {len(views)} rows have no trained token"
    if evidence.trace and not evidence.trace.pulled.any():
        return f"the loss is {evidence.trace.loss:.3g} and its gradient is zero everywhere"
    return ""


def wrong_shift(evidence: Evidence) -> str:
    """The token compared with the logits at its own place, or two ahead (stanford_alpaca issue 299)."""
    shift = evidence.trace.shift if evidence.trace else None
    if shift in (None, 1):
        return ""
    what = "the token they have just read" if shift == 0 else "the token after the next"
    return f"the logits at a position are compared with {what}"


def prompt_trained(evidence: Evidence) -> str:
    """What others said is trained (open-r1 issue 517, nanochat 570): the mask was dropped, or never made."""
    counts = Counter(role for view in evidence.best for role in _trained_roles(view))
    wrong = {role: count for role, count in counts.items() if role != "assistant"}
    if not wrong:
        return ""
    listed = ", ".join(f"{count} of {role}" for role, count in wrong.items())
    return f"of {counts.total()} trained tokens {sum(wrong.values())} are not the assistant's: {listed}"


def end_masked(evidence: Evidence) -> str:
    """The end-of-turn token is not trained, so the model never stops (trl issues 1623, 3091)."""
    return "" if _padding_hides_end(evidence) else _ends(evidence.best)


def padding_hides_end(evidence: Evidence) -> str:
    """Padding and end of turn are one token, and who masks the one masks the other (trl issues 1623, 3091)."""
    return _ends(evidence.best) if _padding_hides_end(evidence) else ""


def padding_trained(evidence: Evidence) -> str:
    """Padding is trained: most of the loss is then an endless row of the same token."""
    mask, trace = evidence.batch.get("attention_mask"), evidence.trace
    if trace is None or trace.shift is None or mask is None or mask.shape != trace.pulled.shape:
        return ""
    wanted = functional.pad(trace.pulled, (trace.shift, 0))[:, : mask.shape[1]] & (mask == 0)
    # The first padding's place may stand for a token that was cut off, if the labels were shifted beforehand.
    labels, behind = evidence.batch.get("labels"), functional.pad(mask, (1, 0), value=1)[:, :-1] == 0
    said = labels != IGNORE if isinstance(labels, torch.Tensor) and labels.shape == mask.shape else behind
    count = int((wanted & (behind | said)).sum())
    return f"{count} padding tokens are trained" if count else ""


def doubled_bos(evidence: Evidence) -> str:
    """Two opening tokens in a row: the tokenizer adds one where the template has one (agents-course issue 144)."""
    bos = {evidence.pipeline.tokenizer.bos_token_id, mark_id(evidence.pipeline.tokenizer, MARKS[0])}
    views = evidence.texts
    rows = [v for v in views if any(a == b and a in bos for a, b in zip(v.ids, v.ids[1:], strict=False))]
    return f"{len(rows)} of {len(views)} rows hold the opening token twice: {rows[0].text(0, 6)!r}" if rows else ""


def nulls_from_arrow(evidence: Evidence) -> str:
    """Nulls where unlike structs were stored in one Arrow column (ms-swift issue 10125)."""
    found = [where for view in evidence.texts for where in nulls_in(view)]
    return f"{len(found)} nulls that nobody wrote, such as {found[0]}" if found else ""


def encoded_twice(evidence: Evidence) -> str:
    """Arguments or tools that are a string of JSON inside JSON (Qwen3 issue 1894, llama.cpp 19553)."""
    for view in evidence.texts:
        for call in calls_in(view):
            if isinstance(call.get("arguments"), str):
                return f"a call's arguments are a string: {json.dumps(call['arguments']):.60}"
        for schema in tools_in(view):
            if isinstance(schema, str):
                return f"a tool's schema is a string: {schema:.60}"
    return ""


def call_cut(evidence: Evidence) -> str:
    """A row that ends, or begins, in the middle of a turn: truncation that counts tokens and not turns."""
    views = evidence.batched or evidence.rows
    cut = [view for view in views if is_cut(view)]
    return f"{len(cut)} of {len(views)} rows are cut inside a turn: …{cut[0].text(-12)!r}" if cut else ""


def packing_leaks(evidence: Evidence) -> str:
    """Conversations packed into one row that see one another; found by changing the first and watching the rest."""
    batch, trace = evidence.batch, evidence.trace
    if trace is None:
        return ""
    known = [example["input_ids"] for example in evidence.examples]
    starts = [
        # A row that is one whole example holds no others, even if it tells what another tells.
        document_starts(row.tolist(), evidence.pipeline.tokenizer, () if row[keep].tolist() in known else known)
        for row, keep in zip(batch["input_ids"], kept(batch), strict=True)
    ]
    if (positions := batch.get("position_ids")) is not None and positions.shape == batch["input_ids"].shape:
        starts = [sorted({*places, *restarts(row.tolist())}) for places, row in zip(starts, positions, strict=True)]
    if all(len(places) < 2 for places in starts):
        return ""
    changed = _hidden_with_another_first(evidence, starts)
    for row, places in enumerate(starts):
        if len(places) > 1:
            before, after = trace.hidden[row, places[1] :].float(), changed[row, places[1] :].float()
            if (moved := (after - before).norm() / before.norm()) > 1e-3:
                return f"changing one conversation moves the hidden states of the next by {100 * moved:.0f} %"
    return ""


def splits_overlap(evidence: Evidence) -> str:
    """The same rows in train and in dev or test: the score then measures memory."""
    pipeline = evidence.pipeline
    train = {_content(row) for row in pipeline.train}
    for name, rows in (("dev", pipeline.dev), ("test", pipeline.test)):
        shared = sum(_content(row) in train for row in rows)
        if shared:
            return f"{shared} of {len(rows)} rows of {name} are training rows"
    return ""


def score_unshifted(evidence: Evidence) -> str:
    """An accuracy that compares each argmax with the token it has read, not with the next."""
    ids = torch.tensor([evidence.examples[0]["input_ids"]])
    labels = torch.tensor([evidence.examples[0].get("labels", ids[0].tolist())])
    if (
        evidence.pipeline.score is None
        or labels.shape != ids.shape
        or offset_of(ids[0].tolist(), labels[0].tolist()) not in UNSHIFTED
    ):
        return ""
    classes = max(len(evidence.pipeline.tokenizer), int(labels.max()) + 1)
    wanted = labels.clamp(min=0)
    copying = functional.one_hot(wanted, classes).float()  # at each place the label of that place
    perfect = functional.one_hot(functional.pad(wanted[:, 1:], (0, 1)), classes).float()
    right, wrong = (_scored(evidence.pipeline.score, logits, labels) for logits in (perfect, copying))
    return f"a perfect model scores {right:.2f}, one that repeats what it reads {wrong:.2f}" if wrong > right else ""


def crashes(evidence: Evidence) -> str:
    """The loss cannot be computed at all."""
    error = evidence.crash
    return f"the loss raised {one_line(error)}" if error else ""


FUNCTIONS = {
    function.__name__: function
    for function in (
        *(crashes, labels_from_elsewhere, nothing_trained, wrong_shift, prompt_trained, end_masked),
        *(padding_hides_end, padding_trained, doubled_bos, nulls_from_arrow, encoded_twice, call_cut),
        *(packing_leaks, splits_overlap, score_unshifted),
    )
}


def _scored(score: Callable, logits: torch.Tensor, labels: torch.Tensor) -> float:
    try:
        value = score(logits, labels)
    except Exception as error:  # of code that is not ours
        raise ValueError(f"score: raised {one_line(error)}") from error
    try:
        return float(value)
    except (TypeError, ValueError):
        raise ValueError(f"score: expected a number, got {type(value).__name__}") from None


def _content(row) -> str:
    """What makes two rows the same: what the model reads of them, not their ids, their sources, or Arrow's nulls."""
    if isinstance(row, Mapping):
        names = ("input_ids",) if "input_ids" in row else ("messages", "tools")
        row = {name: row[name] for name in names if name in row} or row
    return json.dumps(_written(row), sort_keys=True)


def _written(value):
    """As JSON knows it, tensors and arrays as lists, without nulls."""
    if isinstance(value, Mapping):
        return {str(name): _written(inner) for name, inner in value.items() if inner is not None}
    if isinstance(value, (list, tuple)):
        return [_written(inner) for inner in value]
    if isinstance(value, (str, int, float, bool)) or value is None:
        return value
    return value.tolist() if hasattr(value, "tolist") else repr(value)


def _trained_roles(view: View) -> Iterator[str]:
    """For each trained token inside a turn, whose turn it is; the marks around turns are nobody's."""
    for turn in view.turns:
        yield from (turn.role for place in range(turn.body, turn.end) if view.trained[place])


def _ends(views: list[View]) -> str:
    turns = [(view, turn) for view in views for turn in view.turns if turn.role == "assistant" and turn.closed]
    spoken = [(view, turn) for view, turn in turns if any(view.trained[turn.body : turn.end])]
    masked = sum(not view.trained[turn.end] for view, turn in spoken)
    return f"in {masked} of {len(spoken)} trained turns the end-of-turn token is not trained" if masked else ""


def _padding_hides_end(evidence: Evidence) -> bool:
    """Whether the ends were lost while padding: one token for both, and examples that did not lack them."""
    tokenizer = evidence.pipeline.tokenizer
    same = tokenizer.pad_token_id == mark_id(tokenizer, MARKS[1])
    return bool(same and evidence.batched and _ends(evidence.best) and not _ends(evidence.rows))


def _hidden_with_another_first(evidence: Evidence, starts: list[list[int]]) -> torch.Tensor:
    """The hidden states when the first conversation of each row has other words of the same number."""
    batch, pipeline = dict(evidence.batch), evidence.pipeline
    ids, special = batch["input_ids"].clone(), set(pipeline.tokenizer.all_special_ids)
    for row, places in enumerate(starts):
        for place in range(places[1] if len(places) > 1 else 0):
            if ids[row, place].item() not in special:
                ids[row, place] = _another(ids[row, place].item(), special, len(pipeline.tokenizer))
    batch["input_ids"] = ids
    _, caught = run(pipeline.model, pipeline.loss, batch)
    return aligned(caught[0].detach(), ids)


def _another(token: int, special: set[int], size: int) -> int:
    other = (token + 1) % size
    while other in special:
        other = (other + 1) % size
    return other
