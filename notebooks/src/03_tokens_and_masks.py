# %% [markdown]
# # 03 · Tokens and masks
#
# A wrong loss rarely crashes. The curve goes down, the model answers, and weeks later somebody finds that it learned to write
# user questions. In this notebook you build the labels of a conversation by hand, and then you walk through a clinic: eleven sick
# fine-tuning pipelines, each with a disease that real ones have had.
#
# **You will be able to** build labels that train only what should be trained, and find out what any fine-tuning pipeline really trains.
#
# **Minutes:** 75
#
# **Before this:** [notebook 02](02_loss_derivation.ipynb)

# %% tags=["parameters"]
MODE = "auto"  # how much to compute: fast, cpu or gpu; auto looks at the machine
SEED = 3

# %%
import copy
import json
import math
import re
from collections import Counter
from dataclasses import replace

import matplotlib.pyplot as plt
import torch
from datasets import Dataset
from torch.nn import functional

from fcall_helpers import checks, show
from fcall_helpers.chat import IGNORE, encode, render
from fcall_helpers.course import pick
from fcall_helpers.loss import masked_cross_entropy, token_losses
from fcall_helpers.models import load
from fcall_helpers.tools import ToolCall, tool

show.style()
lm = load()
tokenizer = lm.tokenizer

# %% [markdown]
# ## Four rows
#
# Our whole training set, so that everything fits on the screen: two tools, and four conversations that call one of them. The tools travel as
# *text* (a JSON string); patient 7 will show why.


# %%
@tool
def weather(city: str, days: int = 1) -> str:
    """Tell the weather."""


@tool
def pay(to: str, amount: float) -> str:
    """Send money."""


def make_row(question, call, result, answer, known):
    messages = [
        {"role": "user", "content": question},
        {"role": "assistant", "content": None, "tool_calls": [call.to_openai()]},
        {"role": "tool", "tool_call_id": call.id, "content": result},
        {"role": "assistant", "content": answer},
    ]
    return {"messages": messages, "tools": json.dumps([known.schema()])}


# %%
ROWS = [
    make_row("Weather in Oslo?", ToolCall("weather", {"city": "Oslo"}, "c0"), "sun", "Sunny.", weather),
    make_row("Send Ada 5 euros.", ToolCall("pay", {"to": "Ada", "amount": 5.0}, "c1"), "done", "Ada has it.", pay),
    make_row(
        "Will it be dry in Rome for the next 3 days?",
        ToolCall("weather", {"city": "Rome", "days": 3}, "c2"),
        "rain",
        "Wet.",
        weather,
    ),
    make_row("Pay Bo 2.50", ToolCall("pay", {"to": "Bo", "amount": 2.5}, "c3"), "done", "Bo is paid.", pay),
]
text = render(ROWS[0]["messages"], json.loads(ROWS[0]["tools"]))
print(text)

# %% [markdown]
# ## Labels by hand
#
# A label for each token: the token's own id where the model shall learn to write it, -100 where not. What shall it learn? What the
# *assistant* wrote, and nothing else. Nobody will ever ask this model for a schema, a user's question or the weather itself.
#
# The obvious way is to tokenise turn by turn, and to join: a piece from the assistant gets labels, every other piece gets -100.


# %%
def draft_1(pieces):
    """pieces: (text, is it the assistant's?) in order"""
    input_ids, labels = [], []
    for piece, trained in pieces:
        ids = tokenizer(piece)["input_ids"]
        input_ids += ids
        labels += ids if trained else [IGNORE] * len(ids)
    return input_ids, labels


start, end = "<|im_start|>assistant\n", "<|im_end|>"
SEAMS = {
    "between turns": [(start, False), ("Sunny." + end, True)],
    "inside a call": [(start, False), ('{"city": "Oslo"}', True), ("}" + end, True)],
    "white space first": [(start, False), ("  Sunny." + end, True)],
}
for where, pieces in SEAMS.items():
    by_pieces, _ = draft_1(pieces)
    at_once = tokenizer("".join(piece for piece, _ in pieces))["input_ids"]
    print(f"{where}: {'same tokens' if by_pieces == at_once else 'other tokens'}")
    for ids in (by_pieces, at_once):
        print("   ", [tokenizer.decode([i]) for i in ids])

# %% [markdown]
# A seam between turns does no harm: the marks are tokens of their own. A seam inside a call does. At once the end is cut into `"` and `}}`, in pieces into `"}`
# and `}`. A pipeline that joins names, arguments and braces trains on tokens that the tokenizer never makes of that text, and in the next turn, when the whole
# history is tokenised, the model reads other tokens than it learned to write. The third seam is one that nobody can avoid: a reply begins where the prompt ended. White
# space there merges with the line break in training, and cannot when the model writes. So keep replies free of leading white space.
#
# The fix for the rest: tokenise the *whole* text once, and ask the tokenizer where in the text each token lies (its offsets). Then a token is the
# assistant's if it ends inside something the assistant wrote. Exercise 03a has you write this; `encode` does it, and gets the spans
# from `{% generation %}` marks in the template.


# %%
def encode_row(row):
    encoded = encode(row["messages"], json.loads(row["tools"]), tokenizer)
    return {"input_ids": encoded.input_ids, "labels": encoded.labels}


encoded = encode(ROWS[0]["messages"], json.loads(ROWS[0]["tools"]), tokenizer)
show.microscope(encoded, tokenizer)

# %% [markdown]
# What is trained has a line under it. Three things to see. The end mark `<|im_end|>` of the assistant is trained: this is how the model learns to *stop*. The same mark after the user's words is
# not. And nothing under the tool's `sun`: a model that learns to write tool results will one day invent them.
#
# A conversation that is too long must be cut, and a cut through a call would teach broken calls. `encode` cuts between turns, or refuses:

# %%
whole = len(encoded.input_ids)
shorter = encode(ROWS[0]["messages"], json.loads(ROWS[0]["tools"]), tokenizer, max_length=whole - 1)
print(f"{whole} tokens; with room for {whole - 1}: {len(shorter.input_ids)} tokens, {shorter.dropped} turns dropped")
print("ends with", repr(tokenizer.decode(shorter.input_ids[-4:])))
with show.expect_error(ValueError):
    encode(ROWS[0]["messages"], json.loads(ROWS[0]["tools"]), tokenizer, max_length=50)

# %% [markdown]
# ## The clinic
#
# Every fine-tuning pipeline, whoever wrote it, has the same parts: rows, an *encoder* (row to numbers), a *collator* (several examples
# to one rectangular batch) and a *loss*. Here is a healthy one. Each patient will be this pipeline with one part replaced.


# %%
def collate(examples):
    longest = max(len(example["input_ids"]) for example in examples)

    def pad(values, fill):
        return list(values) + [fill] * (longest - len(values))

    return {
        "input_ids": torch.tensor([pad(e["input_ids"], tokenizer.pad_token_id) for e in examples]),
        "labels": torch.tensor([pad(e["labels"], IGNORE) for e in examples]),
        "attention_mask": torch.tensor([pad([1] * len(e["input_ids"]), 0) for e in examples]),  # 0: do not read this
    }


healthy = checks.Pipeline(lm.model, tokenizer, ROWS, encode_row, collate)
checks.diagnose(healthy)

# %% [markdown]
# `diagnose` does not believe labels. It runs the loss on a small batch and looks at its *gradient*. You know from notebook 02 that the gradient is $p - y$ where
# a token is trained, and exactly zero elsewhere. So the gradient tells what is trained, whatever the code around it claims. By hand, for one row:

# %%
batch = collate([encode_row(ROWS[0])])
with torch.no_grad():
    logits = lm.model(batch["input_ids"]).logits  # (1, T, V)
masked_cross_entropy(logits.requires_grad_(), batch["labels"]).backward()
pulled = logits.grad[0].abs().amax(-1) > 0  # (T,) where the loss pulls
print(tokenizer.decode(batch["input_ids"][0, 1:][pulled[:-1]]))  # what those positions are to predict

# %% [markdown]
# For each patient you will see a **symptom** as a number, a **diagnosis** as an assert that fails, and a **cure** after which the same assert passes. We keep
# a book.


# %%
BOOK = []


def note_down(patient, what, sick, well, before, after, diagnosis):
    diagnosis(after)  # the assert that failed passes now
    found = checks.diagnose(sick).names
    assert found and (well is healthy or not checks.diagnose(well))  # the healthy one was examined above
    before, after = (f"{round(number, 3):g}" for number in (before, after))
    BOOK.append((patient, what, before, after, ", ".join(found)))
    print(f"{what}: {before} -> {after}")


def batch_of(pipeline, rows=None):
    return pipeline.collate([pipeline.encode(row) for row in rows or ROWS])


# %% [markdown]
# ### Patient 1: the lost mask
#
# Somebody tidied the data loader, and `labels` became a copy of `input_ids`. Nothing crashed. In nanochat a contributor put a lost mask back, and a score rose
# from .315 to .355 while the training loss looked the same ([pull request 582](https://github.com/karpathy/nanochat/pull/582)).


# %%
def encode_all(row):
    example = encode_row(row)
    return {**example, "labels": example["input_ids"]}


def assistant_share(pipeline):
    trained = batch_of(pipeline)["labels"] != IGNORE
    return ((batch_of(healthy)["labels"] != IGNORE) & trained).sum().item() / trained.sum().item()


def diagnosis(share):
    assert share == 1, f"only {share:.0%} of what is trained was written by the assistant"


sick = replace(healthy, encode=encode_all)
before, after = assistant_share(sick), assistant_share(healthy)
with show.expect_error(AssertionError):
    diagnosis(before)

# %% [markdown]
# The rest of the training signal went into schemas, instructions, requests and results. The cure is the mask:

# %%
note_down("1 mask dropped", "share of the assistant in what is trained", sick, healthy, before, after, diagnosis)

# %% [markdown]
# ### Patient 2: nothing to learn
#
# The opposite. A mask looks for a mark that this template does not have, finds none, and sets every label to -100
# ([unsloth issue 2095](https://github.com/unslothai/unsloth/issues/2095)).


# %%
def encode_after(row, mark):
    ids = encode_row(row)["input_ids"]
    text = tokenizer.decode(ids)
    keep = len(tokenizer(text[: text.index(mark)])["input_ids"]) if mark in text else len(ids)
    return {"input_ids": ids, "labels": [IGNORE] * keep + ids[keep:]}


def loss_of(pipeline):
    with torch.no_grad():
        return pipeline.loss(lm.model, batch_of(pipeline)).item()


def diagnosis(loss):
    assert math.isfinite(loss), f"the loss is {loss}: the mean over no tokens at all"


sick = replace(healthy, encode=lambda row: encode_after(row, "[/INST]"))
before, after = loss_of(sick), loss_of(healthy)
with show.expect_error(AssertionError):
    diagnosis(before)

# %% [markdown]
# Here at least the loss is `nan`. Frameworks that guard the division show 0.0 instead, which looks like success.

# %%
note_down("2 all -100", "loss", sick, healthy, before, after, diagnosis)

# %% [markdown]
# ### Patient 3: the missing shift
#
# The logits at a position predict the *next* token. transformers shifts inside the model, and anyone writing their own loss must remember it
# ([stanford_alpaca issue 299](https://github.com/tatsu-lab/stanford_alpaca/issues/299)). To see what a loss rewards, feed it a parrot: logits that are certain of the token just read.


# %%
def unshifted_loss(model, batch):
    logits = model(input_ids=batch["input_ids"], attention_mask=batch["attention_mask"]).logits
    return functional.cross_entropy(logits.flatten(0, 1), batch["labels"].flatten())


class Parrot:
    """Says again what it reads."""

    def __call__(self, input_ids, labels=None, **rest):
        logits = 20.0 * functional.one_hot(input_ids, len(tokenizer))
        loss = masked_cross_entropy(logits, labels) if labels is not None else None
        return type("Output", (), {"logits": logits, "loss": loss})


def diagnosis(loss):
    assert loss > 1, f"a parrot gets the loss {loss:.4f}: this loss teaches to repeat"


sick = replace(healthy, loss=unshifted_loss)
before, after = (pipeline.loss(Parrot(), batch_of(pipeline)).item() for pipeline in (sick, healthy))
with show.expect_error(AssertionError):
    diagnosis(before)

# %%
note_down("3 no shift", "loss of a parrot", sick, healthy, before, after, diagnosis)

# %% [markdown]
# ### Patient 4: the model that never stops
#
# The end mark is "only markup", so somebody masked it with the rest ([trl issue 1623](https://github.com/huggingface/trl/issues/1623)). No loss shows the harm, so
# we train: a few steps of the last two layers on the first row. Then we look at the last row, and ask how sure the model is that it is time to stop where
# the assistant stopped.

# %%
END = tokenizer.convert_tokens_to_ids("<|im_end|>")
STEPS = pick(MODE, fast=5, cpu=15, gpu=15)


def stopping(pipeline, steps):
    """P(end of turn) where the assistant's turns end, in an unseen row, after some training."""
    model = copy.deepcopy(lm.model).requires_grad_(False)
    tail = list(model.model.layers[-2:].requires_grad_(True).parameters())
    optimiser, batch, unseen = (
        torch.optim.AdamW(tail, lr=3e-4),
        batch_of(pipeline, ROWS[:1]),
        batch_of(healthy, ROWS[3:]),
    )
    for _ in range(steps):
        pipeline.loss(model, batch).backward()
        optimiser.step()
        optimiser.zero_grad()
    with torch.no_grad():
        losses = token_losses(
            model(unseen["input_ids"], attention_mask=unseen["attention_mask"]).logits, unseen["labels"]
        )
    return losses[unseen["labels"] == END].neg().exp().mean().item()


# %%
def encode_without_end(row):
    example = encode_row(row)
    return {**example, "labels": [IGNORE if label == END else label for label in example["labels"]]}


def diagnosis(probability):
    assert probability > untrained, f"the model became less sure of its end: {untrained:.0%} -> {probability:.0%}"


sick = replace(healthy, encode=encode_without_end)
untrained, before, after = stopping(sick, 0), stopping(sick, STEPS), stopping(healthy, STEPS)
with show.expect_error(AssertionError):
    diagnosis(before)
note_down("4 end masked", "probability of stopping at the end", sick, healthy, before, after, diagnosis)

# %%
fig, ax = plt.subplots(figsize=(6, 2.6))
bars = ax.barh(["untrained", "end masked", "end trained"], [100 * untrained, 100 * before, 100 * after])
ax.bar_label(bars, fmt="%.0f %%", padding=3)
ax.set(xlabel="probability of stopping where the assistant stopped, %", xlim=(0, 115))
ax.set_title(f"{STEPS} steps teach to stop only if the end is trained")
show.figure(fig, f"Probability of stopping: {untrained:.0%} untrained, {before:.0%} end masked, {after:.0%} trained.")

# %% [markdown]
# That the masked end falls *below* the untrained model may surprise: its own gradient is zero. But the weights are shared, and what is trained, to go on, moves them.
#
# ### Patient 5: padding in disguise
#
# This tokenizer pads with `<|im_end|>`, as many do ([trl issue 3091](https://github.com/huggingface/trl/issues/3091)). Look at the collator: it masks padding *by its id*, and so masks every true end as
# well. The examples are right, and the batch is wrong.


# %%
def collate_by_id(examples):
    batch = collate(examples)
    batch["labels"] = batch["input_ids"].where(batch["input_ids"] != tokenizer.pad_token_id, IGNORE)
    batch["labels"][collate(examples)["labels"] == IGNORE] = IGNORE  # and the prompt's mask
    return batch


def ends_trained(pipeline):
    return (batch_of(pipeline)["labels"] == END).sum().item()


def diagnosis(ends):
    assert ends == 2 * len(ROWS), f"the batch trains {ends} of {2 * len(ROWS)} ends"


sick = replace(healthy, collate=collate_by_id)
before, after = ends_trained(sick), ends_trained(healthy)
with show.expect_error(AssertionError):
    diagnosis(before)

# %% [markdown]
# The cure: padding is where the attention mask is 0. Never ask a token's id what it is for.

# %%
note_down("5 pad = end", "ends trained in a batch of 4", sick, healthy, before, after, diagnosis)

# %% [markdown]
# ### Patient 6: two beginnings
#
# The template writes the opening mark, and then the tokenizer is asked to add its own beginning-of-sequence token (BOS), here the same one
# ([agents-course issue 144](https://github.com/huggingface/agents-course/issues/144)). The model was never shown two, and will not
# see two when it is used. How far do its predictions move?


# %%
def encode_with_bos(row):
    example = encode_row(row)
    return {"input_ids": [tokenizer.bos_token_id, *example["input_ids"]], "labels": [IGNORE, *example["labels"]]}


def losses_of(pipeline):
    batch = pipeline.collate([pipeline.encode(ROWS[0])])
    with torch.no_grad():
        return token_losses(lm.model(batch["input_ids"]).logits, batch["labels"])[batch["labels"] != IGNORE]


def diagnosis(beginnings):
    assert beginnings == 1, f"the row begins with {beginnings} opening marks"


def beginnings(pipeline):
    ids = pipeline.encode(ROWS[0])["input_ids"]
    return next(place for place, token in enumerate(ids) if token != tokenizer.bos_token_id)


sick = replace(healthy, encode=encode_with_bos)
change = (losses_of(sick) - losses_of(healthy)).abs().mean()
print(f"a trained token's loss changes by {change:.3f} nats on average")
with show.expect_error(AssertionError):
    diagnosis(beginnings(sick))

# %%
note_down("6 double BOS", "opening marks", sick, healthy, beginnings(sick), beginnings(healthy), diagnosis)

# %% [markdown]
# ### Patient 7: nulls from Arrow
#
# `datasets` keeps rows in Arrow columns, and a column has *one* type. Give it dicts with different keys and it pads them all with nulls.
# The tools of our rows differ:


# %%
def encode_dicts(row):
    tools = row["tools"] if isinstance(row["tools"], list) else json.loads(row["tools"])
    encoded = encode(row["messages"], tools, tokenizer)
    return {"input_ids": encoded.input_ids, "labels": encoded.labels}


def nulls(pipeline):
    return sum(tokenizer.decode(pipeline.encode(row)["input_ids"]).count("null") for row in pipeline.train)


def diagnosis(count):
    assert count == 0, f"the prompts hold {count} nulls that nobody wrote"


as_dicts = Dataset.from_list([{**row, "tools": json.loads(row["tools"])} for row in ROWS])
sick = replace(healthy, train=as_dicts, encode=encode_dicts)
print(as_dicts[0]["tools"][0]["function"]["parameters"]["properties"])
with show.expect_error(AssertionError):
    diagnosis(nulls(sick))

# %% [markdown]
# The weather tool has suddenly a parameter `amount: null`. Do the same to arguments, and the model learns to *write* `"amount": null`
# ([ms-swift issue 10125](https://github.com/modelscope/ms-swift/issues/10125)). The cure is the one we began with: store tools and arguments as JSON text.

# %%
cured = replace(healthy, train=Dataset.from_list(ROWS), encode=encode_dicts)
note_down("7 Arrow nulls", "nulls in four prompts", sick, cured, nulls(sick), nulls(cured), diagnosis)

# %% [markdown]
# ### Patient 8: encoded twice
#
# OpenAI's format holds arguments as a string of JSON. A template that serialises everything serialises the string again, and the model
# is taught backslashes ([Qwen3 issue 1894](https://github.com/QwenLM/Qwen3/issues/1894)).


# %%
def encode_twice(row):
    arguments = row["messages"][1]["tool_calls"][0]["function"]["arguments"]  # a string
    text = render(row["messages"], json.loads(row["tools"]))
    begin = text.index("<|im_start|>assistant\n") + len("<|im_start|>assistant\n")
    before, after = text[:begin], text[begin:].replace(arguments, json.dumps(arguments), 1)
    ids = tokenizer(before + after)["input_ids"]
    keep = len(tokenizer(before)["input_ids"])
    stop = ids.index(END, keep) + 1  # the first turn of the assistant is enough here
    return {"input_ids": ids, "labels": [IGNORE] * keep + ids[keep:stop] + [IGNORE] * (len(ids) - stop)}


def good_calls(pipeline):
    """How many rows teach a whole call whose arguments are an object."""
    trained = [tokenizer.decode([i for i in pipeline.encode(row)["labels"] if i != IGNORE]) for row in ROWS]
    bodies = [re.search(r"<tool_call>(.*?)</tool_call>", text, re.DOTALL) for text in trained]
    return sum(isinstance(json.loads(body[1])["arguments"], dict) for body in bodies if body)


def diagnosis(good):
    assert good == len(ROWS), f"{good} of {len(ROWS)} trained calls hold arguments, the others a string"


sick = replace(healthy, encode=encode_twice)
print(tokenizer.decode([i for i in sick.encode(ROWS[0])["labels"] if i != IGNORE]))
before, after = good_calls(sick), good_calls(healthy)
with show.expect_error(AssertionError):
    diagnosis(before)

# %%
note_down("8 encoded twice", "calls with arguments as an object", sick, healthy, before, after, diagnosis)

# %% [markdown]
# ### Patient 9: neighbours who listen
#
# Padding wastes time, so short conversations are *packed* into one row. But attention looks back at everything before it, and the
# second conversation now reads the first. Positions that begin anew at each conversation tell transformers where the walls are. But only when there is
# neither an attention mask nor a key-value cache (what generation keeps of the tokens it has read). That cache is on by default: forget `use_cache=False`, and the walls are
# gone without a word.


# %%
def pack_openly(examples):
    joined = {name: [i for e in examples for i in e[name]] for name in ("input_ids", "labels")}
    return {name: torch.tensor([values]) for name, values in joined.items()}


def pack_with_positions(examples):
    places = [place for e in examples for place in range(len(e["input_ids"]))]
    return {**pack_openly(examples), "position_ids": torch.tensor([places])}


def pack_walled(examples):
    return {**pack_with_positions(examples), "use_cache": False}


def leak(pipeline):
    """How much the loss of the second conversation changes because the first stands before it, in nats."""
    batches = batch_of(pipeline, ROWS[:2]), batch_of(pipeline, ROWS[1:2])
    with torch.no_grad():
        packed, alone = (token_losses(lm.model(**batch).logits, batch["labels"]) for batch in batches)
    size = (alone[0] > 0).sum()
    return (packed[0][packed[0] > 0][-size:] - alone[0][alone[0] > 0]).abs().mean().item()


# %%
def diagnosis(nats):
    assert nats < 1e-3, f"the first conversation moves the second one's losses by {nats:.2f} nats a token"


openly, forgotten, walled = (replace(healthy, collate=c) for c in (pack_openly, pack_with_positions, pack_walled))
leaks = {"no walls": leak(openly), "positions alone": leak(forgotten), "and use_cache=False": leak(walled)}
print({how: round(nats, 3) for how, nats in leaks.items()})
with show.expect_error(AssertionError):
    diagnosis(leaks["no walls"])
note_down("9 packing leaks", "nats a token from a neighbour", openly, walled, *list(leaks.values())[::2], diagnosis)

# %% [markdown]
# ### Patient 10: cut through the call
#
# Rows must fit. Plain truncation counts tokens and knows nothing of turns: with less room than the longest call needs, that call loses its tail, and others
# are cut in what follows.


# %%
def encode_cut(row, room):
    return {name: values[:room] for name, values in encode_row(row).items()}


def encode_turns(row, room):
    encoded = encode(row["messages"], json.loads(row["tools"]), tokenizer, max_length=room)
    return {"input_ids": encoded.input_ids, "labels": encoded.labels}


def cut_rows(pipeline):
    """How many rows end between the opening of a turn and its end mark."""
    texts = [tokenizer.decode(pipeline.encode(row)["input_ids"]) for row in pipeline.train]
    return sum(text.rfind("<|im_start|>") > text.rfind("<|im_end|>") for text in texts)


def diagnosis(cut):
    assert cut == 0, f"{cut} of {len(ROWS)} rows end inside a turn"


calls_end = sorted(encode_row(row)["labels"].index(END) for row in ROWS)
room = calls_end[-2] + 2  # the longest call does not fit
sick = replace(healthy, encode=lambda row: encode_cut(row, room))
with show.expect_error(AssertionError):
    diagnosis(cut_rows(sick))

# %% [markdown]
# The cure drops whole turns. A row in which not even the first call fits is refused; leave it out and count it.


# %%
def fits(row):
    try:
        return bool(encode_turns(row, room))
    except ValueError as error:
        print(f"left out: {error}")
        return False


cured = replace(healthy, train=[row for row in ROWS if fits(row)], encode=lambda row: encode_turns(row, room))
print(f"{len(cured.train)} of {len(ROWS)} rows are kept")
note_down("10 cut call", "rows that end inside a turn", sick, cured, cut_rows(sick), cut_rows(cured), diagnosis)

# %% [markdown]
# ### Patient 11: the class from the blog
#
# A dataset class that goes round in posts about function calling. It is short, it runs, and its loss falls. Count what is wrong
# before you read on.


# %%
def padded_ids(text):
    return (tokenizer(text)["input_ids"] + [tokenizer.pad_token_id] * 8)[:8]


class ToolDataset(torch.utils.data.Dataset):
    pairs = [("add(int)", "1, 2"), ("add(int)", "3, 4"), ("sub(int)", "5, 1"), ("sub(int)", "9, 2")]

    def __len__(self):
        return len(self.pairs)

    def __getitem__(self, place):
        context, arguments = self.pairs[place]
        return {"input_ids": padded_ids(context), "labels": padded_ids(arguments)}


def accuracy(logits, labels):
    return (logits.argmax(-1) == labels).float().mean().item()


data = ToolDataset()
sick = checks.Pipeline(
    lm.model, tokenizer, train=data, dev=data, test=data, encode=lambda example: example, score=accuracy
)
checks.diagnose(sick)

# %% [markdown]
# Three diseases at once. The labels are *another text* than the input: at each place the model is asked for a token that no reader could foresee, since `add(int)`
# does not say which numbers. There is no request, no schema, no call. Train, dev and test are the same four rows. And the
# accuracy compares each argmax with the label at its own place, which is one place off.
#
# The harm in one number: what does this accuracy say of *perfect* predictions, in which each place names the next label? (What still matches is mostly padding.)


# %%
def by_heart(labels, shift):
    """Certain logits for labels as training should want them: each place says the label that stands ``shift`` further."""
    wanted = functional.pad(labels.clamp(min=0)[:, shift:], (0, shift))
    return 20.0 * functional.one_hot(wanted, len(tokenizer))


def shifted_accuracy(logits, labels):
    wanted = labels[:, 1:]
    return (logits[:, :-1].argmax(-1) == wanted)[wanted != IGNORE].float().mean().item()


def diagnosis(score):
    assert score == 1, f"perfect predictions of the next token score {score:.0%}"


blog = torch.tensor([data[place]["labels"] for place in range(4)])
perfect = by_heart(blog, 1)
before, after = accuracy(perfect, blog), shifted_accuracy(perfect, blog)
with show.expect_error(AssertionError):
    diagnosis(before)
cured = replace(healthy, score=shifted_accuracy, train=ROWS[:3], dev=ROWS[3:])  # real rows, and unseen ones to score
note_down("11 blog class", "score of perfect predictions", sick, cured, before, after, diagnosis)

# %% [markdown]
# ## The book
#
# All eleven at a glance. The last column is what `checks.diagnose` said of the patient; in the cured it found nothing, which `note_down` asserted.

# %%
show.table(BOOK, ["patient", "number", "sick", "cured", "diagnose says"])
assert len(BOOK) == 11
print("looked for:", *checks.CURES)

# %% [markdown]
# Take `checks.diagnose` home. It accepts a `checks.Pipeline` of your own parts, and also a trainer: `diagnose(trainer)` examines TRL's `SFTTrainer` as it stands,
# before you spend a night on training. It looks for a few more diseases than we met here; the last line names them all.
#
# ## Exercises
#
# ### 03a · The mask, by hand ★★☆ (15 minutes)
#
# `mask_of(text, offsets)` gets the text of a conversation and, for each token, the pair `(start, end)` of its place: the token is `text[start:end]`. Return a list of booleans:
# True where the token belongs to what the assistant wrote. A turn of the assistant begins after `<|im_start|>assistant` and a line break, and includes its
# `<|im_end|>`. A token belongs to it if it *ends* inside.


# %% tags=["exercise"] check="03a"
def mask_of(text, offsets):
    raise NotImplementedError("your turn")


# %% tags=["solution"]
def mask_of(text, offsets):
    opening, closing = "<|im_start|>assistant\n", "<|im_end|>"
    spans, place = [], 0
    while (begin := text.find(opening, place)) >= 0:
        place = text.index(closing, begin) + len(closing)
        spans.append((begin + len(opening), place))
    return [any(first < end <= last for first, last in spans) for _, end in offsets]


# %% [markdown]
# ### 03b · Pack with walls ★★☆ (10 minutes)
#
# `pack(examples)` joins examples (dicts with `input_ids` and `labels`, lists of ints) into one row. Return a dict with three lists: `input_ids`, `labels`, and
# `position_ids` that begin anew with each example. One more trap: the last token of one example must not be trained to predict the first of the next. So the first label
# of each example must be -100, whatever it was.


# %% tags=["exercise"] check="03b"
def pack(examples):
    raise NotImplementedError("your turn")


# %% tags=["solution"]
def pack(examples):
    packed = {"input_ids": [], "labels": [], "position_ids": []}
    for example in examples:
        packed["input_ids"] += example["input_ids"]
        packed["labels"] += [IGNORE, *example["labels"][1:]]
        packed["position_ids"] += range(len(example["input_ids"]))
    return packed


# %% [markdown]
# ### 03c · Who is trained? ★★★ (15 minutes)
#
# Not every pipeline gives you its gradient, but most give you labels. `trained_roles(tokens, labels)` gets the texts of the tokens, such as `["<|im_start|>", "user", "\n", "Hi", "<|im_end|>", …]`,
# and their labels. Return a `Counter` of how many trained tokens each role has. A turn runs from `<|im_start|>` to its `<|im_end|>`, both included; the token after
# `<|im_start|>` names the role. What stands between turns counts as `"markup"`.


# %% tags=["exercise"] check="03c"
def trained_roles(tokens, labels):
    raise NotImplementedError("your turn")


# %% tags=["solution"]
def trained_roles(tokens, labels):
    counts, role = Counter(), "markup"
    for place, (token, label) in enumerate(zip(tokens, labels, strict=True)):
        if token == "<|im_start|>":
            role = tokens[place + 1]
        if label != IGNORE:
            counts[role] += 1
        if token == "<|im_end|>":
            role = "markup"
    return counts


# %% [markdown]
# ## What you learned
#
# - Labels are a copy of the tokens with -100 where nothing is to be learned: tokenise once, and mark what the assistant wrote, its end included.
# - These diseases do not crash. Most of them do not even show in the loss; each shows in a number you can assert.
# - The gradient does not lie: it is zero where nothing is trained.
#
# ## Next
#
# The labels are right. Notebook 04 makes what they label: a dataset in which every call was executed.
