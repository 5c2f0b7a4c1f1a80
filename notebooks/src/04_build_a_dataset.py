# %% [markdown]
# # 04 · Build a dataset
#
# A model learns what its rows say, including what they say by mistake. We have no large model to write rows for us, and do not want one: it would invent,
# and somebody would have to check it. Instead we build a small factory whose every row can be *proved*. Each part of it is there because something
# went wrong without it, and you will see it go wrong.
#
# **You will be able to** build rows that are grounded, unambiguous, executed, split without leaks and free of your test set, and say how you know.
#
# **Minutes:** 75
#
# **Before this:** [notebook 03](03_tokens_and_masks.ipynb)

# %% tags=["parameters"]
MODE = "auto"  # how much to compute: fast, cpu or gpu; auto looks at the machine
SEED = 4

# %%
import json
import random
import re
from collections import Counter
from pathlib import Path

import matplotlib.pyplot as plt
from datasets import Dataset, disable_progress_bars
from IPython.display import HTML, Markdown, display

from fcall_helpers import checks, show
from fcall_helpers.course import pick
from fcall_helpers.data import make_dataset, verify
from fcall_helpers.data.actions import ACTIONS, action, role
from fcall_helpers.data.composing import compose
from fcall_helpers.data.types import FAMILIES, TYPES
from fcall_helpers.data.wording import OPENINGS, draw_call, fitting, say
from fcall_helpers.tools import ToolBox, ToolCall, tool

show.style()
disable_progress_bars()

# %% [markdown]
# ## One function, one row
#
# We begin with something true: a function that runs. And with one row, written by hand with care.


# %%
def sale_price(price: float, discount: float, tax: float) -> float:
    """Tell what a customer pays.

    Args:
        price: The price before discount and tax.
        discount: The share taken off, 0.2 for 20%.
        tax: The share added after that, 0.2 for 20%.
    """
    return round(price * (1 - discount) * (1 + tax), 2)


def row_of(request, call, tools, kind="single", result=None):
    messages = [
        {"role": "user", "content": request},
        {"role": "assistant", "content": None, "tool_calls": [call.to_openai()]},
    ]
    columns = {"kind": kind, "source": "by hand", "result": result}
    return {"id": "mine", "messages": messages, "tools": json.dumps(tools), **columns}


# %%
toolbox = ToolBox([sale_price])
call = ToolCall("sale_price", {"price": 80.0, "discount": 0.25, "tax": 0.19}, "call_0")
row = row_of("What does a coat of 80 euros cost at a quarter off?", call, toolbox.schemas())
show.turns(row["messages"])

# %% [markdown]
# It looks right. The name exists, the arguments are numbers, a quarter is 0.25. Now let a program look. `verify` reads a row as a stranger would: are the
# schemas valid, do the calls fit them, and does the *request say*, in any way that people have, what each argument holds?

# %%
print(verify(row, toolbox))

# %% [markdown]
# Where did 0.19 come from? From the head of the author, who lives in Germany and knows the tax by heart. An argument that the request does not
# hold is **ungrounded**. A model that is trained on such rows learns that one may make up what was not said, and it will make up your customers' tax. The mend is to say it:

# %%
row = row_of("What does a coat of 80 euros cost at a quarter off, plus 19% tax?", call, toolbox.schemas())
assert verify(row, toolbox) == []

# %% [markdown]
# ## Run it
#
# "Right" should mean more than "well-formed". Since the function is real, we can run the call and keep what it returns in the column `result`. With a toolbox,
# `verify` runs every call again and compares. A slip of the pen does not get past it:

# %%
print(verify({**row, "result": "66.4"}, toolbox))
row["result"] = toolbox.call(call).content
print(row["result"], verify(row, toolbox))
assert row["result"] == "71.4"

# %% [markdown]
# ## Many rows: values with surface forms
#
# By hand we would be here for months. So we draw values, and need two things of each: what JSON holds, and how people say it. That is a **semantic type**: a
# sampler, a JSON Schema, and the *surface forms* of a value, the plainest first.

# %%
print(len(TYPES), "types, for example:")
examples = [("discount", 0.25), ("duration_minutes", 90), ("price_usd", 1200.0), ("date", "2026-03-14")]
show.table(
    [(name, json.dumps(value), " · ".join(TYPES[name].forms(value)[:6])) for name, value in examples],
    ["type", "JSON value", "ways to say it"],
)

# %% [markdown]
# Many forms, one value: this is where a model learns that "a quarter" is written `0.25`. Now a first draft of a generator: a template with slots.


# %%
def draft_1(rng):
    price, said_price = TYPES["price_eur"].sample(rng)
    discount, said_discount = TYPES["discount"].sample(rng)
    tax, said_tax = TYPES["rate"].sample(rng)
    request = f"What does a coat of {said_price} cost with {said_discount} and {said_tax}?"
    return row_of(request, ToolCall("sale_price", {"price": price, "discount": discount, "tax": tax}), SCHEMAS)


SCHEMAS = [tool(sale_price).schema()]
rng = random.Random(SEED)
drafts = [draft_1(rng) for _ in range(200)]
for draft in drafts[:3]:
    print(draft["messages"][0]["content"], draft["messages"][1]["tool_calls"][0]["function"]["arguments"])
print(sum(not verify(draft, toolbox) for draft in drafts), "of", len(drafts), "are right, says verify")

# %% [markdown]
# Are they? Read one again. Which of the two numbers is the tax?

# %%
request = "What does a coat of 80 euros cost with 25% and 10%?"
for discount, tax in ((0.25, 0.1), (0.1, 0.25)):
    reading = ToolCall("sale_price", {"price": 80.0, "discount": discount, "tax": tax}, "call_0")
    result = toolbox.call(reading).content
    problems = verify(row_of(request, reading, SCHEMAS, result=result), toolbox)
    print(reading.arguments, "->", result, problems)
    assert problems == []

# %% [markdown]
# Two calls, two prices, and both pass. The request is **ambiguous**. No check of a finished row can find this, since nothing in either row is wrong; it must be made impossible
# where requests are *made*. Two arguments of one kind need words that tell them apart.
#
# So the words belong to the argument. A `role` is one argument with its names, its type and the phrases with which a request attaches it; an `action` is something to ask for,
# with its roles and its function. `|` separates alternatives.

# %%
PHRASES = {
    "price": "of {} | that costs {}",
    "discount": "with {} off | reduced by {}",
    "tax": "plus {} tax | and a tax of {}",
}
SALE = action(
    "shop",
    "sale price | price to pay | checkout price",
    does="Tells what a customer pays. | Price after discount and tax",
    asks="work out the price of a coat | tell a customer the price of a coat",
    questions="What does a customer pay for a coat | What is the price of a coat",
    roles=[
        role("price | list_price", "price_eur", PHRASES["price"], "Euros", required=True, within=(20, 400)),
        role("discount | reduction", "discount", PHRASES["discount"], "Taken off, 0.2 is 20%", required=True),
        role("tax | tax_rate", "rate", PHRASES["tax"], "Added after that, 0.2 is 20%", required=True),
    ],
    fn=sale_price,
)

# %% [markdown]
# From one action, `compose` makes many tools, with other names and dialects, so that the model learns to *read* schemas instead of learning ours by heart. `draw_call` draws the values and `say` puts them into a
# request, in free order.

# %%
for _ in range(4):
    composed = compose(SALE, rng)
    drawn = draw_call(composed, rng)
    print(say(drawn, rng).text, "\n    ", composed.name, json.dumps(drawn.arguments))

# %% [markdown]
# ## What Arrow does to arguments
#
# Two rows with different tools, kept in a `Dataset`, the natural way: arguments as dicts.

# %%
pair = [{"arguments": {"price": 80.0, "discount": 0.25}}, {"arguments": {"city": "Oslo"}}]
for kept in Dataset.from_list(pair):
    print("as dicts:", kept["arguments"])
for kept in Dataset.from_list([{"arguments": json.dumps(each["arguments"])} for each in pair]):
    print("as text: ", json.loads(kept["arguments"]))
assert Dataset.from_list(pair)[0]["arguments"]["city"] is None

# %% [markdown]
# Nobody wrote `"city": None`. Arrow columns have one type, so every row gets every key (patient 7 of notebook 03). A model taught by these rows writes nulls. Hence in our rows `tools` and each
# call's `arguments` are **JSON text**, and `verify` rejects anything else.

# %%
print(verify({**row, "tools": SCHEMAS}))

# %% [markdown]
# ## Distractors that are right
#
# A model must also learn to *choose*, so a row offers other tools beside the right one: **distractors**. The hard ones come from the same domain. We compose three tools from each action in the
# shop and, beside a right one, put three others from the pile:

# %%
from fcall_helpers.data.making import draw_rows, world_of
from fcall_helpers.data.world import World

shop = [each for each in ACTIONS if each.domain == "shop"]
pile = [compose(each, rng) for each in shop for _ in range(3)]


def beside(right, count, rng):
    return rng.sample([each for each in pile if each is not right], count)


twins = []
for right in pile * 10:
    twins += [(right, other) for other in beside(right, 3, rng) if other.action is right.action][:1]
share = len(twins) / len(pile * 10)
print(f"{share:.0%} of the rows offer a second tool that is right as well, for example:")
for each in twins[0]:
    print("-", each.name, "|", each.schema["function"]["description"])
assert share > 0.05

# %% [markdown]
# Whichever of the two the row calls, the other one is marked wrong, and it is not. It gets worse with **irrelevance** rows, where the right tool is taken away and the assistant must say
# that it cannot help: with a twin left in the list, that row teaches the model to refuse what it could do.
#
# Names cannot tell twins. But we know which action each tool was made from. A `World` (the actions that are asked for, and distractors) compares the actions' `key`, and offers each action once:

# %%
world = World(shop, distractors=ACTIONS, masked=0.0)
lists = [(right, world.among([right], 3, rng, masked=False)) for right in pile * 10]
keys = [[each.action.key for each in tools] for _, tools in lists]
hard = sum(each.action.domain == "shop" for right, tools in lists for each in tools if each is not right)
print(f"{sum(len(set(each)) < len(each) for each in keys)} lists with twins")
print(f"{hard / (3 * len(lists)):.0%} of the distractors are hard: from the same domain")
assert all(len(set(each)) == len(each) for each in keys)

# %% [markdown]
# Take the right one away, and what is left is an honest refusal:

# %%
world = World(shop, distractors=ACTIONS, masked=0.0, mix={"irrelevance": 1.0})
offers = {len(json.loads(refused["tools"])): refused for refused, _ in draw_rows(world, rng, 20)}
refusal = offers[max(offers)]
print("offered:", ", ".join(each["function"]["name"] for each in json.loads(refusal["tools"])))
show.turns(refusal["messages"])

# %% [markdown]
# ## A split that leaks
#
# To know whether the model can call tools *it has never seen*, we keep some rows for testing. The habit is to shuffle and cut. Each row here comes with the two things that it was made of: its tool (the
# action's key), and its phrasing (the opening of the request).


# %%
def draw_pair(rng):
    asked = rng.choice(ACTIONS)
    opening = rng.choice(fitting(OPENINGS, asked))
    said = say(draw_call(compose(asked, rng), rng), rng, openings=[opening])
    return {"tool": asked.key, "phrasing": opening, "request": said.text}


def leaks(train, test):
    """How many test rows share their tool, and how many their phrasing, with a training row."""
    known = {name: {each[name] for each in train} for name in ("tool", "phrasing")}
    return {name: sum(each[name] in known[name] for each in test) for name in known}


rng = random.Random(SEED)
pairs = [draw_pair(rng) for _ in range(3000)]
cut = len(pairs) * 8 // 10
train, test = pairs[:cut], pairs[cut:]  # drawn at random, so already shuffled
at_random = leaks(train, test)
print(f"of {len(test)} test rows share with training:", at_random)

# %%
probe = test[0]
same_tool = next(each for each in train if each["tool"] == probe["tool"])
same_words = next(each for each in train if each["phrasing"] == probe["phrasing"])
shown = [("test", probe), ("train, the same tool", same_tool), ("train, the same phrasing", same_words)]
show.table([(where, each["request"]) for where, each in shown], ["row", "request"])

# %% [markdown]
# Nearly every test row has its tool and its sentence in training, with other values. A score on it measures memory. So the *keys* are split, not the rows: each tool and each phrasing is hashed to a
# split of its own, for good, and a row belongs to a split only if both agree.

# %%
from fcall_helpers.data.splits import keys_of, lost_share, split_of

SHARES = {"train": 0.8, "test": 0.2}
where = [split_of(each["tool"], each["phrasing"], fractions=SHARES) for each in pairs]
train, test = ([each for each, side in zip(pairs, where, strict=True) if side == name] for name in SHARES)
by_keys = leaks(train, test)
print(f"of {len(test)} test rows share with training:", by_keys)
print(f"in neither: {where.count(None) / len(pairs):.0%} of all rows (expected {lost_share(SHARES):.0%})")
assert set(by_keys.values()) == {0} and min(at_random.values()) > 0.95 * (len(pairs) - cut)

# %% [markdown]
# No leak, and a third of the rows lost, because their keys disagree. The factory loses none: it settles the split *first*, and draws both keys from that split's own (`keys_of`).

# %%
tools = keys_of("test", [each.key for each in ACTIONS], fractions=SHARES)
phrasings = keys_of("test", OPENINGS, fractions=SHARES)
print(f"test: {len(tools)} of {len(ACTIONS)} tools, {len(phrasings)} of {len(OPENINGS)} phrasings")

# %% [markdown]
# ## Duplicates
#
# Rows that say the same again waste training time and are learned by heart. Equal texts are easy to find. *Nearly* equal ones would need a comparison of all pairs. **MinHash**
# gives each text a short signature by which alike texts meet in the same bucket, and only those are compared. How alike two are is the share of their three-word runs that both have
# (Jaccard similarity). Here we mask the values as `⟨⟩`, since another price does not make another sentence, and compare three
# generators: the template, our one action, and all actions of the package.


# %%
from fcall_helpers.data.duplicates import find_duplicates


def frames(actions, count, rng):
    return [say(draw_call(compose(rng.choice(actions), rng), rng), rng).frame for _ in range(count)]


template = ["What does a coat of ⟨⟩ cost with ⟨⟩ and ⟨⟩?"] * 2000
rng = random.Random(SEED)
generators = {"one template": template, "one action": frames([SALE], 2000, rng), "all": frames(ACTIONS, 2000, rng)}
found = find_duplicates(generators["one action"], threshold=0.6)
near = [each for each in found.pairs if each.similarity < 1]
for each in near[:2]:
    print(f"similarity {each.similarity:.2f}")
    print("   kept:   ", generators["one action"][each.kept])
    print("   dropped:", generators["one action"][each.dropped])
assert near

# %% [markdown]
# To see pairs that are alike without being equal, we looked from a similarity of 0.6 on. The curves count from 0.85, where the factory begins to drop:

# %%
SIZES = [50, 100, 200, 500, 1000, 2000]
fig, ax = plt.subplots(figsize=(6.5, 3.2))
rates = {}
for (name, texts), colour in zip(generators.items(), ["orange", "yellow", "blue"], strict=True):
    rates[name] = [100 * find_duplicates(texts[:size]).rate for size in SIZES]
    label = f"all {len(ACTIONS)} actions" if name == "all" else name
    ax.plot(SIZES, rates[name], "o-", label=label, color=show.COLOURS[colour])
ax.set(xlabel="requests drawn", ylabel="copies of an earlier one (%)", xscale="log", ylim=(-4, 104))
ax.set_xticks(SIZES, SIZES)
ax.legend(loc="center right")
one, every = rates["one action"][-1], rates["all"][-1]
finding = f"Of {SIZES[-1]:,} requests one action repeats {one:.0f}%, all actions {every:.1f}%"
ax.set_title(finding)
show.figure(fig, f"Share of near-duplicates against requests drawn. The template is all copies. {finding}.")
assert rates["one template"][0] > 95 and every < 1 < one

# %% [markdown]
# A template has said all it has to say after one row. A grammar lasts longer, but with one action it begins to repeat itself, too. What data needs is breadth: more actions and more phrasings, not more rows.
#
# ## The test set must not be in it
#
# We will measure with a public benchmark, the Berkeley Function Calling Leaderboard (BFCL, notebook 06). A question of it in our training data, even in part, and the score means
# nothing. To see the guard at work we commit the crime: a row around a question of the benchmark's development set, decorated at both ends.

# %%
from fcall_helpers.bfcl import load_bfcl
from fcall_helpers.data.decontamination import Benchmark, overlaps

benchmark = Benchmark.load()
theirs = next(each for each in load_bfcl("exec_simple") if len(each["messages"][0]["content"].split()) > 12)
((name, slots),) = theirs["ground_truth"][0].items()
stolen = ToolCall(name, {slot: values[0] for slot, values in slots.items()}, "call_0")
request = f"Good morning! {theirs['messages'][0]['content']} Thanks a lot."
for reason in overlaps(row_of(request, stolen, theirs["tools"]), benchmark):
    print(reason)
print("our own row:", overlaps(row, benchmark))
assert overlaps(row, benchmark) == []

# %% [markdown]
# `overlaps` knows the benchmark by three things: its functions' names in any spelling, every run of eight words in its questions, and the values of its answers. One is enough to reject a row, so renaming
# the function does not help. Nor can an innocent row take a reserved name:

# %%
renamed = {"type": "function", "function": {**SCHEMAS[0]["function"], "name": name}}
innocent = row_of("What is a coat?", ToolCall(name, call.arguments, "call_0"), [renamed])
taken = overlaps(innocent, benchmark)
print(taken)
assert taken and all(each.startswith("name") for each in taken)

# %% [markdown]
# ## The factory
#
# That is all there is to it. `make_dataset` draws rows of six kinds: `single`, `multiple` (with distractors), `parallel` (several calls of one tool), `parallel_multiple` (of several), `irrelevance` and
# `multi_turn` (the assistant asks for what is missing, uses a result, or repairs). It runs what can be run, verifies, compares with the benchmark, removes copies, and goes on until there are enough. In a share of the rows (`masked=0.33`) the
# names are **masked** (`func_x3k`), so that only descriptions help; a few requests get a typing error.

# %%
import hashlib
import tempfile

N = pick(MODE, fast=450, cpu=3000, gpu=10_000)
folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)


def factory(name):
    line = display(HTML("no rows yet"), display_id=True)
    out = Path(folder.name) / name
    show_rows = lambda done, wanted: line.update(HTML(f"{done:,} of {wanted:,} rows"))  # noqa: E731
    rows = make_dataset(N, seed=SEED, processes=1, out=out, on_progress=show_rows)
    return rows, hashlib.sha256((out / "rows.parquet").read_bytes()).hexdigest()


rows, digest = factory("first")
_, again = factory("second")
print("sha256:", digest[:16], again[:16])
assert digest == again

# %% [markdown]
# The same seed gives the same bytes, and would with more processes. Without that, nobody could repeat what you publish, and you could not tell a better idea from a luckier draw. Look at some rows before you
# believe any plot. Several calls in one request, and a conversation:


# %%
def example_of(kind, rank):
    return max((each["messages"] for each in rows if each["kind"] == kind), key=rank)


def plain(messages):  # no masked names, and of middle length
    return "func_" not in str(messages), -abs(len(messages[0]["content"]) - 120)


def repaired(messages):
    return '{"error"' in str(messages), len(messages)


several, talk = example_of("parallel", plain), example_of("multi_turn", repaired)
display(show.turns(several), HTML("<hr>"), show.turns(talk))

# %% [markdown]
# ### What is in it
#
# Kinds first, and then how much of our semantic types the tools of the training split use.

# %%
world = world_of("train")
kinds = Counter(rows["kind"])
used = {each.kind for one in world.actions for each in one.roles}
fig, (left, right) = plt.subplots(1, 2, figsize=(10, 5))
left.barh(list(world.mix), [100 * kinds[kind] / N for kind in world.mix], color=show.COLOURS["blue"], label="made")
asked = [100 * share for share in world.mix.values()]
left.plot(asked, list(world.mix), "D", color=show.COLOURS["orange"], label="asked for")
left.set(xlabel="rows (%)", title=f"All {len(kinds)} kinds near their share")
left.legend()
covered = {name: sum(each.name in used for each in family) for name, family in FAMILIES.items()}
right.barh(list(FAMILIES), [len(family) for family in FAMILIES.values()], color="#D9D9D9", label="types there are")
right.barh(list(FAMILIES), list(covered.values()), color=show.COLOURS["green"], label="used in train")
right.set(xlabel="types", title=f"{sum(covered.values())} types in use")
right.tick_params(axis="y", labelsize=9)
right.legend()
fig.tight_layout()
show.figure(fig, f"Left, kinds made beside those asked for. Right, {sum(covered.values())} types in use, by family.")
assert set(kinds) == set(world.mix) and sum(covered.values()) >= 70

# %% [markdown]
# Grey is left for your own actions to use.
#
# ### What was thrown away
#
# Next to nothing:

# %%
report = json.loads((Path(folder.name) / "first" / "report.json").read_text(encoding="utf-8"))
show.table(report.items(), ["what became of the rows drawn", "rows"])
assert sum(report.values()) - report["right"] < 0.05 * report["right"]

# %% [markdown]
# That is because the faults were made impossible where rows are made. Or is the guard asleep? We test the tester: spoil one argument in many good rows, in five ways, and see how many `verify` stops.

# %%
PLAIN = (int, float, str)
WAYS = {
    "another JSON type": (PLAIN, lambda value: [value]),
    "another number": ((int, float), lambda value: value + 1),
    "another text": ((str,), lambda value: value[::-1]),
    "left out": (PLAIN, lambda value: ...),
    "truth flipped": ((bool,), lambda value: not value),
}


def spoil(row, types, change):
    """The row with the last argument of these types in its first call changed; None where there is none."""
    row = json.loads(json.dumps(row))
    functions = [made["function"] for turn in row["messages"] for made in turn["tool_calls"] or ()]
    given = json.loads(functions[0]["arguments"]) if functions else {}
    names = [name for name, value in given.items() if type(value) in types]
    if not names:
        return None
    given[names[-1]] = change(given[names[-1]])
    functions[0]["arguments"] = json.dumps({name: value for name, value in given.items() if value is not ...})
    return row


# %%
caught = {}
for way, (types, change) in show.progress(WAYS.items(), "ways tried"):
    spoiled = [bad for each in rows.select(range(200)) if (bad := spoil(each, types, change))]
    caught[way] = 100 * sum(bool(verify(bad)) for bad in spoiled) / len(spoiled)
fig, ax = plt.subplots(figsize=(6.5, 2.6))
ax.barh(list(caught), list(caught.values()), color=show.COLOURS["blue"])
ax.bar_label(ax.containers[0], fmt="%.0f", padding=3)
ax.set(xlabel="spoiled rows stopped (%)", xlim=(0, 108))
ax.invert_yaxis()
numbers, truths = caught["another number"], caught["truth flipped"]
finding = f"Of changed numbers {numbers:.0f}% are stopped, of flipped truths {truths:.0f}%"
ax.set_title(finding)
show.figure(fig, f"The share of spoiled rows that verify stops, for five ways to spoil. {finding}.")
assert caught["another JSON type"] > 95 and caught["another number"] > 85 and caught["another text"] > 85
assert caught["truth flipped"] < 20 and caught["left out"] < 95

# %% [markdown]
# Awake, but with blind spots, and now we know them. `verify` asks no words for `true` and `false`, because people have too many ("no breakfast for me"); and an optional argument that was said and then left out breaks no schema.
# As with ambiguity, no check of the finished row will do: these must be right by the way they are made.
#
# ### What must be read and written
#
# How long are the prompts, in the model's own tokens? And which arguments can be copied from the request letter by letter, and which must be *converted*?


# %%
def copied(value, text):
    plain = value if isinstance(value, str) else json.dumps(value).removesuffix(".0")
    return re.search(rf"(?<![\w.]){re.escape(plain)}(?!\w)", text, re.IGNORECASE) is not None


NAMES = {str: "text", int: "whole number", float: "fraction", bool: "truth", list: "list", dict: "object"}
grounds, converted = {name: Counter() for name in NAMES.values()}, []
for each in rows:
    heard = " ".join(turn["content"] for turn in each["messages"] if turn["role"] in ("user", "tool"))
    for made in (made for turn in each["messages"] for made in turn["tool_calls"] or ()):
        for value in json.loads(made["function"]["arguments"]).values():
            grounds[NAMES[type(value)]][copied(value, heard)] += 1
            converted += [] if copied(value, heard) else [(value, heard)]
short = [each for each in converted if len(each[1]) < 85 and type(each[0]) in (str, int)]
show.table([(json.dumps(value), heard) for value, heard in short[:5]], ["argument", "what was heard"])

# %%
from fcall_helpers.chat import render
from fcall_helpers.models import load

tokenizer = load(device="cpu").tokenizer
prompts = [render(each["messages"][:1], json.loads(each["tools"]), add_generation_prompt=True) for each in rows]
lengths = sorted(len(ids) for ids in tokenizer(prompts)["input_ids"])
share = len(converted) / sum(counts.total() for counts in grounds.values())
names = list(grounds)
shares = [100 * grounds[name][True] / max(grounds[name].total(), 1) for name in names]
fig, (left, right) = plt.subplots(1, 2, figsize=(10, 3.4))
left.hist(lengths, bins=40, color=show.COLOURS["blue"])
left.set(xlabel="tokens in the prompt", ylabel="rows", title=f"Half have at most {lengths[N // 2]} tokens")
right.barh(names, shares, color=show.COLOURS["blue"], label="copied")
rest = [100 - share for share in shares]
right.barh(names, rest, left=shares, color=show.COLOURS["orange"], label="converted")
right.set(xlabel="arguments (%)", xlim=(0, 100), title=f"{share:.0%} of the arguments are converted")
right.legend(loc="upper left", bbox_to_anchor=(1, 1))
fig.tight_layout()
half = f"half have at most {lengths[N // 2]} tokens"
show.figure(fig, f"Left, prompt lengths: {half}. Right, by JSON type: {share:.0%} of arguments are converted.")
assert 0.1 < share < 0.9

# %% [markdown]
# Both halves are wanted. A model that was only taught to copy breaks on "a quarter"; one that was only taught to convert mistypes an order number.
#
# ## Your own domain
#
# Your users will not ask about coats. Here is a garden, in one function and one action; this is all you write for a domain of your own.


# %%
def days_of_water(tank: float, plants: int, daily: float) -> float:
    return round(tank / (plants * daily), 1)


def garden(fn, name):
    return action(
        "garden",
        name,
        does="Tells for how many days the water in a tank will do. | Days until a rain tank is empty",
        asks="find out how long the rain water will last | work out when the tank will be empty",
        questions="How long will the rain water last | How many days will my tank do",
        roles=[
            role("tank", "volume_l", "with {} in the tank", "Litres in it", required=True, within=(50, 900)),
            role("plants", "integer", "for {} plants", "How many", required=True, within=(2, 60)),
            role("daily", "volume_l", "giving each {} a day", "Litres each", required=True, within=(0.5, 5)),
        ],
        fn=fn,
    )


# %% [markdown]
# And one whose author thought that tanks are measured in cubic metres. We put both in the same world and let the factory draw:


# %%
def broken(tank: float, plants: int, daily: float) -> float:
    return round(plants * daily / (tank // 1000), 1)


both = [garden(days_of_water, "water days"), garden(broken, "tank days")]
world = World(both, distractors=ACTIONS, masked=0.0, executed=1.0, mix={"single": 1.0})
drawn = list(draw_rows(world, random.Random(SEED), 100))
print(Counter(problems[0].partition(":")[0] if problems else "right" for _, problems in drawn))
print(next(problems[0] for _, problems in drawn if problems))
example = next(made for made, problems in drawn if not problems)
print(example["messages"][0]["content"], "->", example["result"])
assert 20 < sum(not problems for _, problems in drawn) < 80

# %% [markdown]
# A function that raises, hangs or returns what JSON cannot hold costs its own rows, with the reason, and nothing else. (Then throw it out: two actions for one wish are twins that no key tells apart.) The healthy one is ready for `make_dataset(…, actions=[…])`, which adds the package's actions as distractors:

# %%
out = Path(folder.name) / "garden"
own = make_dataset(50, seed=SEED, actions=both[:1], fractions={"train": 1.0}, processes=1, out=out)
print(Counter(own["kind"]))
assert all(verify(each) == [] for each in own)

# %% [markdown]
# ## The card
#
# A dataset without a card is a file that somebody will misuse. Most cards are written from memory, and wrong. Ours is written by the program that made the rows, from what it measured:

# %%
_, _, card = (Path(folder.name) / "first" / "README.md").read_text(encoding="utf-8").split("---", 2)
display(Markdown(card))  # without the head, which is for machines
assert f"{N:,} rows" in card

# %% [markdown]
# ## Exercises
#
# ### 04a · Say it in minutes ★★☆ (15 minutes)
#
# `forms(minutes)` gets a whole number of minutes, 1 to 240, and returns a list of ways to say it: at least two for each, and one without any digit for 30, 60 and 90. Every form must be readable *back*: two numbers of minutes must
# not share one.


# %% tags=["exercise"] check="04a"
def forms(minutes):
    raise NotImplementedError("your turn")


# %% tags=["solution"]
def forms(minutes):
    hours, rest = divmod(minutes, 60)
    said = [f"{minutes} minute{'s' * (minutes != 1)}", f"{minutes} min"]
    if hours and rest:
        said.append(f"{hours} h {rest} min")
    if minutes % 30 == 0:
        said.append(f"{minutes / 60:g} hour{'s' * (minutes != 60)}")
    by_name = {30: "half an hour", 60: "an hour", 90: "an hour and a half"}
    return [*said, by_name[minutes]] if minutes in by_name else said


# %% [markdown]
# ### 04b · Split without a leak ★★☆ (15 minutes)
#
# `split(rows)` gets rows with a `"tool"` and a `"phrasing"`, and returns two lists, training rows and test rows. No tool and no phrasing may stand in both. Rows may be lost, but keep at least half for training, and 50 of 6,000 to
# test with. A row must stay on its side when the rows come in another order.


# %% tags=["exercise"] check="04b"
def split(rows):
    raise NotImplementedError("your turn")


# %% tags=["solution"]
def split(rows):
    sides = {"train": [], "test": [], None: []}
    for row in rows:
        side = split_of(row["tool"], row["phrasing"], fractions={"train": 0.8, "test": 0.2})
        sides[side].append(row)
    return sides["train"], sides["test"]


# %% [markdown]
# ### 04c · A domain of your own ★★★ (25 minutes)
#
# `my_action()` returns an `action` of your own with a real function (define it inside) and at least two arguments. If they are of one type, neither phrases nor descriptions may mix them up. The check draws 60 rows from it, runs them and verifies them. Types to choose from: `sorted(TYPES)`; one of them by hand:
# `TYPES["volume_l"].forms(2.5)`.


# %% tags=["exercise"] check="04c"
def my_action():
    raise NotImplementedError("your turn")


# %% tags=["solution"]
def my_action():
    def flour_needed(pizzas: int, grams: float) -> float:
        return round(pizzas * grams / 1000, 2)

    number = role("pizzas | count", "integer", "for {} pizzas", "How many pizzas", required=True, within=(1, 40))
    weight = role(
        "grams | flour_each", "weight_g", "taking {} of flour each", "Flour a pizza", required=True, within=(80, 300)
    )
    return action(
        "pizzeria",
        "flour needed | dough flour",
        does="Tells how many kilograms of flour some pizzas take. | Flour for pizza dough",
        asks="work out the flour | find out how much flour to buy",
        questions="How much flour do I need | How many kilos of flour should I buy",
        roles=[number, weight],
        fn=flour_needed,
    )


# %% [markdown]
# ## What you learned
#
# - A row teaches all it says. So the request must hold every argument, in words that can mean only one call.
# - Values have types, types have surface forms, and words belong to arguments: then rows need not be checked by eye.
# - Tools and arguments travel as JSON text, or Arrow adds nulls. A distractor must not be right.
# - Run what can be run. Split keys, not rows. Remove copies, and whatever the test set knows.
# - Every check was seen to fail before it was believed, and every number in the card was measured.
#
# ## Next
#
# These rows are as varied as their author. Notebook 05 looks for tools and calls that thousands of others have written: in the packages on your machine.
