# %% [markdown]
# # 04 · Build a dataset
#
# A model learns what its rows say, including what they say by mistake. We have no large model to write rows for us, and do not want one: it would invent,
# and somebody would have to check it. Instead we build a small factory whose every row can be *checked* by a program. Each part of it is there because something
# went wrong without it, and you will see it go wrong.
#
# **You will be able to** build rows that are grounded, unambiguous, executed where they can be, split without leaks and free of your test set, and say how you know.
#
# **Minutes:** 75
#
# **Before this:** [notebook 03](03_tokens_and_masks.ipynb)

# %% tags=["parameters"]
MODE = "auto"  # how much to compute: fast, cpu or gpu; auto looks at the machine
SEED = 4

# %%
import itertools
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
# hold is **ungrounded**. A model that is trained on such rows learns that one may make up what was not said, and it will make up your customers' tax. The fix is to say it:

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
# Two calls, two prices, and both pass. The request is **ambiguous**, and `verify` cannot know: it asks *whether* a value is said, not *for which argument*. So this must be made impossible
# where requests are *made*. Two arguments of one kind need words that tell them apart.
#
# So the words belong to the argument. A `role` is one argument with its names, its type and the phrases with which a request attaches it; an `action` is something to ask for,
# with its roles and its function. `|` separates alternatives.

# %%
PHRASES = {
    "price": "of {} | that costs {}",
    "discount": "with {} off | reduced by {}",
    "tax": "plus {} tax | plus a tax of {}",
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
# From one action, `compose` makes many tools, with other names in other dialects (`sale_price`, `salePrice`, `shop.sale_price`), so that the model learns to *read* schemas instead of learning ours by heart. `draw_call` draws the values and `say` puts them into a
# request, in free order.

# %%
for _ in range(4):
    composed = compose(SALE, rng)
    drawn = draw_call(composed, rng)
    print(say(drawn, rng).text, "\n    ", composed.name, json.dumps(drawn.arguments))

# %% [markdown]
# Now a reader knows which number is the tax. `verify` still does not:

# %%
composed = compose(SALE, rng, names="plain")
drawn = draw_call(composed, rng)
given = drawn.arguments
exchanged = {**given, "discount": given["tax"], "tax": given["discount"]}
clear = say(drawn, rng, openings=["{Ask}{rest}."]).text
problems = verify(row_of(clear, ToolCall(composed.name, exchanged, "call_0"), [composed.schema]))
print(clear, exchanged, problems, sep="\n")
assert given["discount"] != given["tax"] and problems == []

# %% [markdown]
# Rows of the factory will be free of this, because there a value and its words are drawn together.
#
# ## What Arrow does to arguments
#
# Arrow columns have one type, so arguments that are kept as dicts get each other's keys, filled with nulls (patient 7 of notebook 03). Hence in our rows `tools` and each call's `arguments` are **JSON
# text**, and `verify` rejects anything else.

# %%
pair = [{"arguments": {"price": 80.0, "discount": 0.25}}, {"arguments": {"city": "Oslo"}}]
print(Dataset.from_list(pair)[0])
print(verify({**row, "tools": SCHEMAS}))
assert Dataset.from_list(pair)[0]["arguments"]["city"] is None

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
    same = [other for other in beside(right, 3, rng) if other.action is right.action]
    if same:
        twins.append((right, same[0]))
share = len(twins) / len(pile * 10)
print(f"{share:.0%} of the rows offer a second tool that is right as well, for example:")
for each in twins[0]:
    print("-", each.name, "|", each.schema["function"]["description"])
assert share > 0.05

# %% [markdown]
# (With more tools from each action, it would be more.) Whichever of the two the row calls, the other one is marked wrong, and it is not. It gets worse with **irrelevance** rows, where the right tool is taken away and the assistant must say
# that it cannot help: with a twin left in the list, that row teaches the model to refuse what it could do.
#
# Names cannot tell twins. But we know which action each tool was made from. A `World` (the actions that are asked for, and distractors) compares the actions' `key`, and offers each action once:

# %%
world = World(shop, distractors=ACTIONS, masked=0.0)  # masked: the share of rows with hidden names, see below
lists = [(right, world.among([right], 3, rng, masked=False)) for right in pile * 10]
keys = [[each.action.key for each in tools] for _, tools in lists]
hard = sum(each.action.domain == "shop" for right, tools in lists for each in tools if each is not right)
print(f"{sum(len(set(each)) < len(each) for each in keys)} lists with twins")
print(f"{hard / (3 * len(lists)):.0%} of the distractors are hard: from the same domain")
assert all(len(set(each)) == len(each) for each in keys)

# %% [markdown]
# Take the right one away, and what is left is an honest refusal:

# %%
world = World(shop, distractors=ACTIONS, masked=0.0, typos=0.0, mix={"irrelevance": 1.0})
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
# Every test row has its tool in training, and the opening of its sentence, too. A score on it can be had by memory. So the *keys* are split, not the rows: each tool and each phrasing is hashed to one
# split, for good, and a row belongs to a split only if both agree.

# %%
from fcall_helpers.data.splits import keys_of, lost_share, split_of

SHARES = {"train": 0.8, "test": 0.2}
where = [split_of(each["tool"], each["phrasing"], fractions=SHARES) for each in pairs]
train, test = ([each for each, side in zip(pairs, where, strict=True) if side == name] for name in SHARES)
by_keys = leaks(train, test)
print(f"of {len(test)} test rows share with training:", by_keys)
print(f"in neither: {where.count(None) / len(pairs):.0%} of all rows (expected {lost_share(SHARES):.0%})")
assert set(by_keys.values()) == {0} and set(at_random.values()) == {len(pairs) - cut}
assert round(lost_share(SHARES), 9) == round(0.8 * 0.2 + 0.2 * 0.8, 9)

# %% [markdown]
# No leak, and a third of the rows lost, because their keys disagree: a tool for training meets a phrasing for testing in 0.8 × 0.2 of them, and the other way round in 0.2 × 0.8. The factory loses none: it settles the split *first*, and draws both keys from that split's own (`keys_of`).

# %%
tools = keys_of("test", [each.key for each in ACTIONS], fractions=SHARES)
phrasings = keys_of("test", OPENINGS, fractions=SHARES)
print(f"test: {len(tools)} of {len(ACTIONS)} tools, {len(phrasings)} of {len(OPENINGS)} phrasings")

# %% [markdown]
# ## Duplicates
#
# Rows that say the same again waste training time and are learned by heart. Equal texts are easy to find. *Nearly* equal ones would need a comparison of all pairs. **MinHash**
# gives each text a short signature by which alike texts meet in the same bucket, and only those are compared. How alike two are is the share of their three-word runs that both have
# (Jaccard similarity); from 0.85 on, the later one counts as a copy.
#
# Another price makes another row, but not another sentence. So we count twice: the requests as they are, and with their values blanked out as `⟨⟩` (`say` keeps that, too: the `.frame` of a request).


# %%
from fcall_helpers.data.duplicates import find_duplicates


def requests(actions, count, rng):
    return [say(draw_call(compose(rng.choice(actions), rng), rng), rng) for _ in range(count)]


rng = random.Random(SEED)
one_action, all_actions = requests([SALE], 2000, rng), requests(ACTIONS, 2000, rng)
found = find_duplicates([each.frame for each in one_action])
equal, nearly = len(found.exact), len(found.near)
print(f"Blanked out, {equal} of {len(one_action):,} requests equal an earlier one, {nearly} nearly:")
pair = next(each for each in found.pairs if each.dropped in found.near)
for request in (one_action[pair.kept], one_action[pair.dropped]):
    print("-", request.frame, "\n ", request.text)
assert found.exact and {each.similarity for each in found.pairs} == {1.0}

# %% [markdown]
# Nearly equal are those that differ in a comma or a capital: in a sentence this short, one other word makes another one. Now we compare three generators: the template we began with, this action, and all actions of the package.

# %%
template = [draft_1(rng)["messages"][0]["content"] for _ in range(2000)]
blank = "What does a coat of ⟨⟩ cost with ⟨⟩ and ⟨⟩?"
GENERATORS = {
    "one template": (template, [blank] * 2000),
    "one action": ([each.text for each in one_action], [each.frame for each in one_action]),
    f"all {len(ACTIONS)} actions": ([each.text for each in all_actions], [each.frame for each in all_actions]),
}
SIZES = [50, 100, 200, 500, 1000, 2000]
as_they_are, blanked_out = {}, {}
for name, (texts, frames) in GENERATORS.items():
    as_they_are[name] = [100 * find_duplicates(texts[:size]).rate for size in SIZES]
    blanked_out[name] = [100 * find_duplicates(frames[:size]).rate for size in SIZES]

# %%
fig, axes = plt.subplots(1, 2, figsize=(10, 3.4), sharey=True)
for ax, rates in zip(axes, (blanked_out, as_they_are), strict=True):
    for (name, shares), colour in zip(rates.items(), ["orange", "yellow", "blue"], strict=True):
        ax.plot(SIZES, shares, "o-", label=name, color=show.COLOURS[colour])
    ax.set(xlabel="requests drawn", xscale="log", ylim=(-4, 104))
    ax.set_xticks(SIZES, SIZES)
    ax.minorticks_off()
worn, real = blanked_out["one action"][-1], max(shares[-1] for shares in as_they_are.values())
findings = f"Blanked out: one action repeats {worn:.0f}%", f"With their values: {real:.1f}%"
axes[0].set(ylabel="copies of an earlier one (%)", title=findings[0])
axes[1].set(title=findings[1])
axes[0].legend(loc="center left")
fig.tight_layout()
show.figure(fig, f"Copies against requests drawn, the template all copies when blanked out. {'. '.join(findings)}.")
every = max(blanked_out[f"all {len(ACTIONS)} actions"])
assert blanked_out["one template"][0] > 95 and every < 1 < worn and real < 5

# %% [markdown]
# Without its values, a template has said all it has to say after one row. A grammar lasts longer, but with one action it begins to repeat itself, too. What data needs is breadth: more actions and more phrasings, not more rows.
#
# The factory compares requests with their values, so it drops far less. That rids us of copies; it would not save us from a worn sentence.
#
# ## The test set must not be in it
#
# We will measure with a public benchmark, the Berkeley Function Calling Leaderboard (BFCL, notebook 06). A question of it in our training data, even in part, and the score means
# nothing. To see the guard at work we commit the crime: a row around a question of the benchmark's development set, decorated at both ends.

# %%
from fcall_helpers.bfcl import load_bfcl
from fcall_helpers.data.decontamination import Benchmark, overlaps

benchmark = Benchmark.load()


def steal(theirs):
    ((name, slots),) = theirs["ground_truth"][0].items()
    call = ToolCall(name, {slot: values[0] for slot, values in slots.items()}, "call_0")
    return row_of(f"Good morning! {theirs['messages'][0]['content']} Thanks a lot.", call, theirs["tools"])


for stolen in map(steal, load_bfcl("exec_simple")):
    reasons = overlaps(stolen, benchmark)
    if len(reasons) == 3:
        break
print(*reasons, sep="\n")
print("our own row:", overlaps(row, benchmark))
guards = [each.partition(":")[0] for each in reasons]
assert guards == ["name", "question", "arguments"] and overlaps(row, benchmark) == []

# %% [markdown]
# All three guards fire: `overlaps` knows the benchmark by its functions' names in any spelling, by every run of eight words in its questions, and by the values of its answers. (Only values that tell: anybody may say 5. Hence
# we took the first question that has such.) One guard is enough to reject a row. So we try harder: another name for the function, and other words.

# %%
answer = ToolCall.from_openai(stolen["messages"][1]["tool_calls"][0])
values = " and then ".join(json.dumps(value) for value in answer.arguments.values())
tools = json.loads(stolen["tools"])
tools[0]["function"]["name"] = "my_own_idea"
disguised = row_of(f"Do your thing with {values}", ToolCall("my_own_idea", answer.arguments, "call_0"), tools)
print(*overlaps(disguised, benchmark), sep="\n")
assert [each.partition(":")[0] for each in overlaps(disguised, benchmark)] == ["arguments"]

# %% [markdown]
# ## The factory
#
# `make_dataset` puts all of this together. It draws rows of six kinds: `single`, `multiple` (with distractors), `parallel` (several calls of one tool), `parallel_multiple` (of several), `irrelevance` and
# `multi_turn` (the assistant asks for what is missing, uses a result, or *repairs*: the user names an impossible value, the function refuses it, and the call is made again with another). It verifies, compares with the benchmark, removes copies, and goes on until there are enough.
#
# Two things make rows harder on purpose. A few requests get a typing error, as people make them. And in a third of the rows (`masked=0.33`) the names are **hidden**, so that only descriptions help:

# %%
hidden = compose(SALE, random.Random(SEED), names="masked").schema["function"]
print(hidden["name"], "|", hidden["description"])
for name, schema in hidden["parameters"]["properties"].items():
    print("   ", name, "|", schema["description"])
assert hidden["name"].startswith("func_") and World.masked == 0.33

# %%
import hashlib
import tempfile

N = pick(MODE, fast=450, cpu=3000, gpu=10_000)
folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)


def factory(name):
    out = Path(folder.name) / name
    rows = make_dataset(N, seed=SEED, processes=1, out=out, on_progress=show.counter("rows"))
    return rows, hashlib.sha256((out / "rows.parquet").read_bytes()).hexdigest()


rows, digest = factory("first")
_, again = factory("second")
print("sha256:", digest[:16], again[:16])
assert digest == again

# %% [markdown]
# The same seed gives the same bytes, and would with more processes. Without that, nobody could repeat what you publish, and you could not tell a better idea from a luckier draw.
#
# Not every row is run. Running takes a real function: a quarter of the `single` and `multiple` rows with plain names whose action has one are run, and so are conversations that use or repair a result.

# %%
executed = [each["kind"] for each in rows if each["source"].startswith("executed:")]
print(f"{len(executed):,} of {len(rows):,} rows were run:", dict(Counter(executed)))
assert set(executed) == {"single", "multiple", "multi_turn"} and World.executed == 0.25

# %% [markdown]
# Look at some rows before you believe any plot. Several calls in one request, and a conversation:


# %%
def example_of(kind, rank):
    return max((each["messages"] for each in rows if each["kind"] == kind), key=rank)


def plain(messages):  # no hidden names, and of middle length
    return "func_" not in str(messages), -abs(len(messages[0]["content"]) - 120)


def repaired(messages):
    return '{"error"' in str(messages), len(messages)


several, talk = example_of("parallel", plain), example_of("multi_turn", repaired)
display(show.turns(several), HTML("<hr>"), show.turns(talk))

# %% [markdown]
# ### What is in it
#
# Kinds first:

# %%
world = world_of("train")
made = Counter(rows["kind"])
asked = [100 * share for share in world.mix.values()]
fig, ax = plt.subplots(figsize=(6.5, 2.8))
ax.barh(list(world.mix), [100 * made[name] / N for name in world.mix], color=show.COLOURS["blue"], label="made")
ax.plot(asked, list(world.mix), "D", color=show.COLOURS["orange"], label="asked for")
ax.set(xlabel="rows (%)", title=f"All {len(made)} kinds near their share")
ax.legend()
ax.invert_yaxis()
show.figure(fig, f"All {len(made)} kinds of rows near the share that was asked for.")
furthest = max(abs(100 * made[name] / N - share) for name, share in zip(world.mix, asked, strict=True))
assert set(made) == set(world.mix) and furthest < 6

# %% [markdown]
# Then, how many of our semantic types the tools of the training split use. Choices and flags are left out: for these, an action brings its own values and words.

# %%
used = {each.kind for one in world.actions for each in one.roles}
families = {name: family for name, family in FAMILIES.items() if name not in ("enums", "flags")}
sizes = [len(family) for family in families.values()]
covered = [sum(each.name in used for each in family) for family in families.values()]
fig, ax = plt.subplots(figsize=(6.5, 4.4))
ax.barh(list(families), sizes, color="#D9D9D9", label="types there are")
ax.barh(list(families), covered, color=show.COLOURS["green"], label="used in train")
finding = f"{sum(covered)} of {sum(sizes)} types are used"
ax.set(xlabel="types", title=finding)
ax.tick_params(axis="y", labelsize=9)
ax.legend(loc="upper right")
ax.invert_yaxis()
show.figure(fig, f"By family of types, how many there are and how many the training split uses: {finding}.")
assert 70 <= sum(covered) < sum(sizes)

# %% [markdown]
# Grey is left for the other splits, and for actions of your own.
#
# ### What was thrown away
#
# Hardly a row was wrong:

# %%
report = json.loads((Path(folder.name) / "first" / "report.json").read_text(encoding="utf-8"))
copies = report["exact duplicates"] + report["near duplicates"]
wrong = {reason: count for reason, count in report.items() if reason != "right" and "duplicates" not in reason}
spare = report["right"] - copies - N
fates = [("kept", N), ("right, but more than we asked for", spare), ("copies of another", copies)]
fates += [(f"rejected: {reason}", count) for reason, count in wrong.items()]
show.table([(name, f"{count:,}") for name, count in fates], ["what became of the rows drawn", "rows"])
assert copies + sum(wrong.values()) < 0.05 * N and (report["right"] + sum(wrong.values())) % 500 == 0

# %% [markdown]
# That is because the faults were made impossible where rows are made. (It draws 500 at a time, hence the rest.) Or is the guard asleep? We test the tester: spoil the arguments of many good rows, in six ways, and see how many `verify` stops.


# %%
def changed(types, new):
    """A way to spoil: the last argument of these types becomes what `new` makes of it."""

    def way(given):
        names = [name for name, value in given.items() if type(value) in types]
        return {**given, names[-1]: new(given[names[-1]])} if names else None

    return way


def left_out(given):
    return dict(list(given.items())[:-1]) if given else None


def swapped(given):
    """Two values of one JSON type change places."""
    for one, other in itertools.combinations(given, 2):
        if type(given[one]) is type(given[other]) and given[one] != given[other]:
            return {**given, one: given[other], other: given[one]}
    return None


# %%
WAYS = {
    "another JSON type": changed((int, float, str), lambda value: [value]),
    "another number": changed((int, float), lambda value: value + 1),
    "another text": changed((str,), lambda value: value[::-1]),
    "left out": left_out,
    "truth flipped": changed((bool,), lambda value: not value),
    "two values swapped": swapped,
}


def calls_of(row):
    return [made["function"] for turn in row["messages"] for made in turn["tool_calls"] or ()]


def spoil(row, way):
    """The row with its first call's arguments spoiled; None where there is nothing to spoil in that way."""
    row = json.loads(json.dumps(row))
    spoiled = way(json.loads(calls_of(row)[0]["arguments"])) if calls_of(row) else None
    if spoiled is None:
        return None
    calls_of(row)[0]["arguments"] = json.dumps(spoiled)
    return row


# %%
caught, passed = {}, {}
for name, way in show.progress(WAYS.items(), "ways tried"):
    spoiled = [bad for each in rows.select(range(200)) if (bad := spoil(each, way))]
    passed[name] = [bad for bad in spoiled if not verify(bad)]
    caught[name] = 100 - 100 * len(passed[name]) / len(spoiled)
fig, ax = plt.subplots(figsize=(6.5, 2.8))
ax.barh(list(caught), list(caught.values()), color=show.COLOURS["blue"])
ax.bar_label(ax.containers[0], fmt="%.0f", padding=3)
ax.set(xlabel="spoiled rows stopped (%)", xlim=(0, 108))
ax.invert_yaxis()
numbers, swaps = caught["another number"], caught["two values swapped"]
finding = f"Of changed numbers {numbers:.0f}% are stopped, of swapped values {swaps:.0f}%"
ax.set_title(finding)
show.figure(fig, f"The share of spoiled rows that verify stops, for six ways to spoil. {finding}.")
assert caught["another JSON type"] > 95 and numbers > 85 and caught["another text"] > 85
assert caught["truth flipped"] < 20 and caught["left out"] < 95 and swaps < 60

# %% [markdown]
# Awake, but with blind spots. `verify` asks no words for `true` and `false`, because people have too many ("no breakfast for me"). An optional argument that was said and then left out breaks no schema. Swapped values are both said.
# And of changed numbers, this one passes:

# %%
found = []
for bad in passed["another number"]:
    arguments = json.loads(calls_of(bad)[0]["arguments"])
    new = [value for value in arguments.values() if type(value) in (int, float)][-1]
    if re.search(rf"\b{new:g}\b", bad["messages"][0]["content"]):
        found.append((bad["messages"][0]["content"], arguments, f"{new - 1:g} became {new:g}"))
print(*found[0], sep="\n")

# %% [markdown]
# The new number is in the request, too, but for something else. (Others pass because they are the default, which needs no words, or stand inside a longer number or a code.) These are blind spots, and only the ones we tried. So a check is no substitute for rows that are right by the way they are made.
#
# ### What must be read and written
#
# Which arguments can be copied from the request letter by letter, and which must be *converted*? Lists we compare item by item; truth values and objects are hardly ever said letter by letter, so we leave them out.


# %%
def parts(value):
    """The texts and numbers in a value."""
    if isinstance(value, list):
        return [part for item in value for part in parts(item)]
    return [value] if type(value) in (str, int, float) else []


def copied(value, text):
    plain = value if isinstance(value, str) else json.dumps(value).removesuffix(".0")
    return re.search(rf"(?<![\w.]){re.escape(plain)}(?!\w)", text, re.IGNORECASE) is not None


def heard_and_called(row):
    """What was said in a row, and the arguments of its calls."""
    heard = " ".join(turn["content"] for turn in row["messages"] if turn["role"] in ("user", "tool"))
    return heard, [value for made in calls_of(row) for value in json.loads(made["arguments"]).values()]


# %%
NAMES = {str: "text", int: "whole number", float: "fraction", list: "items of lists"}
grounds, converted = {name: Counter() for name in NAMES.values()}, []
for heard, values in map(heard_and_called, rows):
    for value in values:
        for part in parts(value):
            grounds[NAMES[type(value)]][copied(part, heard)] += 1
            if not copied(part, heard):
                converted.append((part, heard))
short = [(json.dumps(part), heard) for part, heard in converted if len(heard) < 85 and type(part) in (str, int)]
show.table(short[:5], ["argument", "what was heard"])

# %% [markdown]
# And how long are the prompts, in the model's own tokens?

# %%
from fcall_helpers.chat import render
from fcall_helpers.models import load

tokenizer = load(device="cpu").tokenizer
prompts = [render(each["messages"][:1], json.loads(each["tools"]), add_generation_prompt=True) for each in rows]
lengths = sorted(len(ids) for ids in tokenizer(prompts)["input_ids"])
fig, (left, right) = plt.subplots(1, 2, figsize=(10, 3.4))
half = f"Half have at most {lengths[N // 2]} tokens"
left.hist(lengths, bins=40, color=show.COLOURS["blue"])
left.set(xlabel="tokens in the prompt", ylabel="rows", title=half)
share = len(converted) / sum(counts.total() for counts in grounds.values())
shares = [100 * counts[True] / max(counts.total(), 1) for counts in grounds.values()]
right.barh(list(grounds), shares, color=show.COLOURS["blue"], label="copied")
rest = [100 - share for share in shares]
right.barh(list(grounds), rest, left=shares, color=show.COLOURS["orange"], label="converted")
finding = f"{share:.0%} of texts and numbers must be converted"
right.set(xlabel="texts and numbers (%)", xlim=(0, 100), title=finding)
right.legend(loc="upper left", bbox_to_anchor=(1, 1))
right.invert_yaxis()
fig.tight_layout()
show.figure(fig, f"Left, prompt lengths: {half}. Right, by JSON type: {finding}.")
assert 0.05 < share < 0.9

# %% [markdown]
# Both are wanted: a model that was only taught to copy would have no way to write "a quarter", and one that was only taught to convert would have no way to write an order number.
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
        does="Tells for how many days the water in a tank will last. | Days until a rain tank is empty",
        asks="find out how long the rain water will last | work out when the tank will be empty",
        questions="How long will the rain water last | How many days will my tank last",
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
# A function that raises, hangs or returns what JSON cannot hold costs its own rows, with the reason, and nothing else. (Then throw it out: two actions for one wish are twins that no key tells apart.) The healthy one is ready for `make_dataset(…, actions=[…])`. The package's actions are offered beside it, and in `parallel_multiple` rows one of them is asked for as well:

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
# `forms(minutes)` gets a whole number of minutes, 1 to 240, and returns a list of ways to say it: at least two for each, and one without any digit for 30, 60 and 90. Every form must be readable *back*: it names its unit, in the right
# number ("1 minute", "2 minutes"), and two numbers of minutes never share one.


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
# test with. A row must stay on its side when the rows come in another order, and in another process: Python's own `hash` of a text is another one in each.


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
# `my_action()` returns an `action` of your own with a real function (define it inside) and at least two arguments. The check draws 60 rows from it, runs them and verifies them. Its rules:
#
# - The first name of a role is the function's parameter. Each phrase has exactly one `{}`.
# - A value comes in the unit of its type: `volume_l` in litres. See `sorted(TYPES)`, and `TYPES["volume_l"].forms(2.5)`.
# - Two arguments of one type share neither a phrase nor a description.
# - Four of five requests differ, and so do the results. Give it several wishes and wide values.
# - No name of the action is a function of the benchmark.


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
# - Values have types, types have surface forms, and words belong to arguments. What no check can see must be right by the way it is made.
# - Tools and arguments travel as JSON text, or Arrow adds nulls. A distractor must not be right.
# - Run what can be run. Split keys, not rows. Remove copies, and whatever the test set knows.
# - Every check was seen to fail before it was believed, and every number in the card was measured.
#
# ## Next
#
# These rows are as varied as their author. Notebook 05 looks for tools and calls that thousands of others have written: in the packages on your machine.
