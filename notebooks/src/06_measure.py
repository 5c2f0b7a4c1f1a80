# %% [markdown]
# # 06 · Measure
#
# Before we train, we need a score that says whether a call is right, how sure that is, and why a call was wrong. Every claim of this course will be a number
# from here.
#
# **You will be able to** score calls as the leaderboard does, say why BLEU misleads, put error bars on a score, and compare two models without fooling yourself.
#
# **Minutes:** 75
#
# **Before this:** [notebook 05](05_mine_open_source.ipynb)

# %% tags=["parameters"]
MODE = "auto"  # how much to compute: fast, cpu or gpu; auto looks at the machine
SEED = 6

# %%
import json
import math
import random
import re
from collections import Counter
from statistics import NormalDist

import matplotlib.pyplot as plt
import numpy as np
import torch
from IPython.display import display

from fcall_helpers import checks, show
from fcall_helpers.bfcl import KINDS, Report, check_calls, check_text, compare, evaluate, load_bfcl
from fcall_helpers.chat import render
from fcall_helpers.course import pick
from fcall_helpers.decoding import generate
from fcall_helpers.models import load
from fcall_helpers.parsing import parse
from fcall_helpers.tools import ToolBox, ToolCall

show.style()

# %% [markdown]
# ## One call, by hand
#
# Our yardstick is the **Berkeley Function Calling Leaderboard** (BFCL), version 4. A case is a question, some functions, and the calls that are right. For each argument it
# lists *alternatives*, since people have more than one word for a thing. An empty text among them means: may be left out.

# %%
cases = {case["id"]: case for case in load_bfcl("simple_python")}
money = cases["simple_python_392"]
print(money["messages"][0]["content"])
((name, wanted),) = money["ground_truth"][0].items()
types = money["function"][0]["parameters"]["properties"]
show.table([(key, types[key]["type"], values) for key, values in wanted.items()], ["argument", "type", "alternatives"])

# %% [markdown]
# Here are ten answers a model might give. Which of them would you call right? A first draft of a judge looks each value up among the alternatives:

# %%
POUNDS = {"source_currency": "GBP", "target_currency": "JPY"}
TRIES = {
    "as it stands there": POUNDS,
    "in words": {"source_currency": "British Pounds", "target_currency": "Japanese Yen"},
    "with the amount": {**POUNDS, "amount": 1.0},
    "a whole number": {**POUNDS, "amount": 1},
    "small letters": {"source_currency": "gbp", "target_currency": "jpy"},
    "a truth for a number": {**POUNDS, "amount": True},
    "a text for a number": {**POUNDS, "amount": "1.0"},
    "one too many": {**POUNDS, "date": "today"},
    "one missing": {"source_currency": "GBP"},
    "the wrong way round": {"source_currency": "JPY", "target_currency": "GBP"},
}


def draft(arguments, wanted):
    return all(arguments.get(key, "") in values for key, values in wanted.items())


# %%
rows = []
for label, arguments in TRIES.items():
    call = {"name": name, "arguments": arguments}
    verdict = check_calls(money["function"], [call], money["ground_truth"], "simple_python")
    rows.append((label, "right" if draft(arguments, wanted) else "wrong", verdict.kind))
show.table(rows, ["answer", "the draft", "the benchmark's rules"])
differ = [label for label, ours, kind in rows if (ours == "right") != (kind == "right")]
print("the draft is mistaken about:", ", ".join(differ))
assert differ == ["small letters", "a truth for a number", "one too many"]

# %% [markdown]
# The draft errs in both directions. It is too strict with text: the benchmark compares texts without case, blanks and the signs `,./-_*^`. And it is too kind twice: in Python `True == 1.0`, and
# it never looks at what it did not ask for. `check_calls` follows the official rules (`tests/test_bfcl_official.py` compares it with the official package, case by case). A verdict says not only *whether*
# but *why*, as one of these kinds:

# %%
show.table(KINDS.items(), ["kind", "meaning"])

# %% [markdown]
# `check_text` takes what a model wrote. Any text gets a verdict; the checker never crashes:

# %%
good = json.dumps({"name": name, "arguments": POUNDS})
broken = good.replace('JPY"', "JPY")
TEXTS = {
    "one call": f"<tool_call>\n{good}\n</tool_call>",
    "chat": "One British pound is worth 188 yen.",
    "a quote lost": f"<tool_call>\n{broken}\n</tool_call>",
    "twice": f"<tool_call>\n{good}\n</tool_call>\n<tool_call>\n{good}\n</tool_call>",
    "another tool": f"<tool_call>\n{good.replace(name, 'exchange')}\n</tool_call>",
}
verdicts = {
    label: check_text(money["function"], text, money["ground_truth"], "simple_python") for label, text in TEXTS.items()
}
show.table([(label, verdict.kind, verdict.message) for label, verdict in verdicts.items()], ["text", "kind", "why"])

# %% [markdown]
# ## Texts that look alike
#
# Much of language modelling is scored by comparing texts, so why not here? Three judges of that sort. **Exact match**: the same text or not. **BLEU** (made for translation): for n = 1 to 4, the share of the
# candidate's n-grams (runs of n words) that the reference has too, each counted at most as often as there; of the four shares the geometric mean; short candidates lose. **ROUGE-L**: the longest common
# subsequence (same order, gaps allowed), twice its length over both lengths together.


# %%
def words(text):
    return re.findall(r"\w+|[^\w\s]", text)


def ngrams(tokens, n):
    return Counter(zip(*(tokens[start:] for start in range(n)), strict=False))


def bleu(candidate, reference):
    said, wanted = words(candidate), words(reference)
    logs = min(0, 1 - len(wanted) / len(said))  # the brevity penalty
    for n in (1, 2, 3, 4):
        ours, theirs = ngrams(said, n), ngrams(wanted, n)
        hits = (ours & theirs).total()  # & takes the smaller count
        if not hits:
            return 0.0
        logs += math.log(hits / ours.total()) / 4
    return math.exp(logs)


the, cat = ngrams(["the"] * 7, 1), ngrams(["the", "cat", "is", "on", "the", "mat"], 1)
assert (the & cat).total() == 2  # the example of the paper that introduced it: 2 of 7


# %%
def longest_common(one, other):
    row = [0] * (len(other) + 1)  # row[j]: of what was read of `one`, and the first j of `other`
    for token in one:
        diagonal = 0
        for j, theirs in enumerate(other):
            best = diagonal + 1 if token == theirs else max(row[j], row[j + 1])
            diagonal, row[j + 1] = row[j + 1], best
    return row[-1]


def rouge_l(candidate, reference):
    said, wanted = words(candidate), words(reference)
    return 2 * longest_common(said, wanted) / (len(said) + len(wanted))


# %% [markdown]
# A small bank, so that something is at stake. The request: *"Send my landlord 100 euros from savings, for the rent."* What would you want to happen with each of these calls?

# %%
PAY = {"amount": 100, "source": "savings", "target": "landlord", "note": "rent"}
PAYMENTS = {
    "as in the reference": PAY,
    "in another order": dict(reversed(PAY.items())),
    "a capital in the note": {**PAY, "note": "Rent"},
    "a zero too many": {**PAY, "amount": 1000},
    "the wrong way round": {**PAY, "source": "landlord", "target": "savings"},
    "a wrong note": {**PAY, "note": "beer"},
    "a default said": {**PAY, "urgent": False},
    "with an article": {**PAY, "target": "the landlord"},
}


def written(arguments, name="transfer"):
    return json.dumps({"name": name, "arguments": arguments})


reference = written(PAY)
scores = {
    label: (bleu(written(made), reference), rouge_l(written(made), reference)) for label, made in PAYMENTS.items()
}
rows = [(label, written(made) == reference, *scores[label]) for label, made in PAYMENTS.items()]
show.table(
    [(*row[:2], *(f"{score:.3f}" for score in row[2:])) for row in rows], ["call", "same text", "BLEU", "ROUGE-L"]
)
assert scores["a capital in the note"] == scores["a zero too many"] and scores["a zero too many"][0] > 0.9
assert math.isclose(scores["the wrong way round"][0], 1)
harmless, ruinous = ("in another order", "a default said"), ("a zero too many", "the wrong way round")
assert max(scores[label][0] for label in harmless) < min(scores[label][0] for label in ruinous)

# %% [markdown]
# A capital in the note, a matter of taste, and ten times the money get *the same* score. Both ruinous calls score higher than the two harmless ones, another order and a default said aloud. And the call that takes money
# *from* your landlord is perfect: BLEU sees four words (and signs) at a time, and from `source` to its value it is five. Exact match errs the other way: it accepts no bad call here, and rejects harmless ones.
#
# The reason is simple. In prose, most words matter a little. In a call most tokens are nearly free (notebook 02), but one, such as a digit, can decide everything.
#
# ## Run it
#
# The checker knows what an argument may be. But the function itself knows best. Let us ask both. (One slip is planted: whoever wrote our alternatives thought that *the landlord* is an account.)


# %%
def bank():
    accounts = {"savings": 500, "landlord": 0}

    def transfer(amount: int, source: str, target: str, note: str = "", urgent: bool = False) -> dict:
        """Move euros from one account to another."""
        accounts[source] -= amount
        accounts[target] += amount
        return accounts

    return ToolBox([transfer])


ANSWERS = [
    {"transfer": {"amount": [100], "source": ["savings"], "target": ["landlord", "the landlord"], "note": ["rent"]}}
]
rows, wanted_content = [], bank().call(ToolCall("transfer", PAY, "call_0")).content
for label, made in PAYMENTS.items():
    verdict = check_calls(bank().schemas(), [ToolCall("transfer", made, "call_0")], ANSWERS, "simple_python")
    result = bank().call(ToolCall("transfer", made, "call_0"))
    same = "yes" if result.content == wanted_content else "no"
    rows.append((label, verdict.kind, same, result.content if result.ok else result.error))
show.table(rows, ["call", "checker", "accounts as wanted", "accounts afterwards"])
outcomes = {row[0]: row[1:3] for row in rows}
assert all(outcomes[label] == ("wrong_value", "no") for label in ruinous)
assert outcomes["a default said"] == ("unexpected_argument", "yes") and outcomes["a wrong note"] == (
    "wrong_value",
    "yes",
)
assert outcomes["with an article"] == ("right", "no")

# %% [markdown]
# The two agree about the ruinous calls, and differ at the edges. Running the call forgives a default that is said, and finds the planted slip: there is no such account. But it needs a function that may be run, and it sees only
# what it looks at: the accounts are as wanted whatever the note says, even `beer`.
#
# So we score by the checker, which is what everybody else is scored by, and execute where we can (notebook 13).
#
# ## The untrained model
#
# Now a real model, as it comes: first **plain**, then **constrained** by a grammar that lets no call break its tool's schema. `irrelevance` holds questions that none of the
# tools can answer. (To save time we ask few, and cut answers at 48 tokens; `fcall eval` asks all, and allows 512.)

# %%
lm = load(dtype="float32")
TALKS = pick(MODE, fast=2, cpu=8, gpu=200)
talks = {}
for label, held in (("plain", False), ("constrained", True)):
    counter = show.counter(f"{label}: cases")
    options = {"n": TALKS, "seed": SEED, "constrained": held, "max_new_tokens": 48, "on_progress": counter}
    talks[label] = evaluate(lm, ["simple_python", "irrelevance"], **options)
print(talks["plain"].table())

# %%
pairs = list(zip(talks["plain"].cases, talks["constrained"].cases, strict=True))
same = sum(one["text"] == other["text"] for one, other in pairs)
print(f"constrained: {same} of {len(pairs)} answers are the same to the letter, for example:")
for one, _ in pairs[:3]:
    print("-", " ".join(one["text"].split())[:110])
for report in talks.values():
    found = report.scores()
    assert found["simple_python"].accuracy < 0.1 and found["irrelevance"].accuracy > 0.87
    assert not any("<tool_call>" in row["text"] for row in report.cases if row["category"] == "irrelevance")
assert same >= 0.9 * len(pairs)

# %% [markdown]
# It chats. It is fluent, often wrong, and hardly ever calls. The grammar changes next to nothing: it holds a call that was begun, and does not begin one.
#
# And look at `irrelevance`: whoever never calls gets 100% there. So never report it alone.
#
# Is nothing in there, then? We can force its hand: `tool_choice="required"` lets the grammar begin a call whatever the model wants. (On irrelevance such a model would of course have nothing right.) `evaluate` has no such switch, because the benchmark allows no such help; so here are its few steps:


# %%
from fcall_helpers.bfcl.evaluating import draw_cases


def ask(asked, label):
    """Each case's call, forced, with its verdict: rows as a `Report` keeps them."""
    count, done = show.counter(label), []

    def on_done(place, text):
        done.append(place)
        count(len(done), len(asked))

    messages, tools = [case["messages"] for case in asked], [case["tools"] for case in asked]
    options = {"tool_choice": "required", "parallel_tool_calls": False, "max_new_tokens": 96, "on_done": on_done}
    rows = []
    for case, text in zip(asked, generate(lm, messages, tools, **options), strict=True):
        verdict = check_text(case["function"], text, case["ground_truth"], case["category"])
        row = {"id": case["id"], "category": case["category"], "constrained": True, "text": text}
        rows.append({**row, "kind": verdict.kind, "message": verdict.message})
    return rows


# %%
N = pick(MODE, fast=12, cpu=60, gpu=400)
drawn = draw_cases("simple_python", N, SEED)
forced = Report({"model": "forced to call", "constrained": False}, ask(drawn, "forced calls"))
show.figure(forced.plot(), forced.in_words())
kinds = forced.by_kind()["simple_python"]
assert 0 < kinds["right"] < N and kinds["wrong_value"] == max(kinds[kind] for kind in kinds if kind != "right")

# %% [markdown]
# Some calls are right already, and we have taught it nothing yet. What is missing is the habit of calling. With a grammar holding the form, the commonest fault that is left is a wrong value. Two of them, with the reason:

# %%
for row in [row for row in forced.cases if row["kind"] == "wrong_value"][:2]:
    print(cases[row["id"]]["messages"][0]["content"][:110])
    print("   ", row["message"][:130])

# %% [markdown]
# From the next notebook on we look at the `exec_` sets, which the leaderboard no longer counts, for development, and leave the cases of its categories alone: whoever tunes by them measures nothing.
#
# ### BLEU among real calls
#
# Now these calls, which nobody made up, before the judges that compare texts:

# %%
from fcall_helpers.bfcl import reference_calls


def as_text(calls, otherwise=""):
    return written(calls[0].arguments, calls[0].name) if calls else otherwise


made = [as_text(parse(row["text"]).calls, row["text"]) for row in forced.cases]
gold = [as_text(reference_calls(case["function"], case["ground_truth"], "simple_python")) for case in drawn]
right = np.array([row["kind"] == "right" for row in forced.cases])
bleus = np.array([bleu(*pair) for pair in zip(made, gold, strict=True)])
rouges = np.array([rouge_l(*pair) for pair in zip(made, gold, strict=True)])
accuracies = {threshold: ((bleus >= threshold) == right).mean() for threshold in bleus}
best = max(accuracies, key=accuracies.get)
judges = {
    "exact match": np.array([one == other for one, other in zip(made, gold, strict=True)]),
    "BLEU of 0.8 or more": bleus >= 0.8,
    f"BLEU of {best:.2f} or more, the best threshold": bleus >= best,
    "ROUGE-L of 0.8 or more": rouges >= 0.8,
}
rows = [(label, says.sum(), (says & ~right).sum(), (right & ~says).sum()) for label, says in judges.items()]
show.table([*rows, ("the checker", right.sum(), 0, 0)], ["judge", "says right", "though wrong", "right ones missed"])
assert all(says.any() for says in judges.values())

# %%
correlation = np.corrcoef(bleus, right)[0, 1]
fig, ax = plt.subplots(figsize=(7, 2.6))
jitter = np.random.default_rng(SEED).uniform(-0.25, 0.25, N)
for place, colour, which in ((0, "orange", ~right), (1, "green", right)):
    ax.scatter(bleus[which], place + jitter[which], color=show.COLOURS[colour], alpha=0.6)
ax.set_yticks([0, 1], ["wrong", "right"])
ax.set(xlabel="BLEU against the benchmark's answer", xlim=(0, 1.03), ylim=(-0.5, 1.5))
finding = f"Wrong calls reach BLEU {bleus[~right].max():.2f}, right ones begin at {bleus[right].min():.2f}"
ax.set_title(finding)
show.figure(fig, f"BLEU of {N} forced calls, right above wrong. {finding}. Correlation {correlation:.2f}.")
print(f"correlation of BLEU with being right: {correlation:.2f}")
worst = bleus[~right].argmax()
print("the best-looking wrong call:", [text for text, bad in zip(made, ~right, strict=True) if bad][worst])

# %% [markdown]
# BLEU is not meaningless: it does go along with being right. But wrong calls lie above right ones, so no threshold parts them. Even the best one, chosen with the verdicts in hand, has its errors in the table above.
#
# ## How sure are we?
#
# The cases are a sample. With other cases of the same sort, the score would be another. The textbook's interval for a share $\hat p$ of $n$ is $\hat p \pm 1.96 \sqrt{\hat p (1 - \hat p) / n}$. Suppose a model has 0 of 20 right:


# %%
def textbook(right, n):
    p = right / n
    half = 1.96 * math.sqrt(p * (1 - p) / n)
    return p - half, p + half


print("0 of 20:", textbook(0, 20))
assert textbook(0, 20) == (0, 0)

# %% [markdown]
# And we would be *certain* that it can do nothing at all. The formula takes the uncertainty at $\hat p$, the share that we happened to see. **Wilson** asks the better question: for which true shares $p$ would
# what we saw be no surprise, $|\hat p - p| \le z \sqrt{p (1 - p) / n}$? Squared, that is a quadratic inequality in $p$, and its two solutions are the ends:
#
# $$\frac{\hat p + \frac{z^2}{2n} \pm z \sqrt{\frac{\hat p (1 - \hat p)}{n} + \frac{z^2}{4 n^2}}}{1 + \frac{z^2}{n}}$$
#
# An interval "of 95%" promises to hold the true share in 95% of all samples. How often does each interval hold the true share? No simulation is needed: sum the binomial probabilities of the outcomes whose interval holds $p$.

# %%
from fcall_helpers.bfcl.statistics import cases_needed, mcnemar, wilson


def kept(interval, p, n):
    held = [low <= p <= high for low, high in (interval(k, n) for k in range(n + 1))]
    return sum(math.comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(n + 1) if held[k])


print("0 of 20:", tuple(round(end, 3) for end in wilson(0, 20)))
shares = [share / 4000 for share in range(1, 2001)]
promises = {name: [kept(way, p, 100) for p in shares] for name, way in (("textbook", textbook), ("Wilson", wilson))}

# %%
fig, ax = plt.subplots(figsize=(7, 3))
for (name, held), colour in zip(promises.items(), ("orange", "blue"), strict=True):
    ax.plot([100 * p for p in shares], [100 * share for share in held], label=name, color=show.COLOURS[colour])
ax.axhline(95, color="black", linewidth=1, linestyle="--", label="promised")
ax.set(xlabel="true share of right calls (%)", ylabel="samples whose interval\nholds it (%)", ylim=(0, 103))
ax.legend(loc="lower right")
lowest = {name: 100 * min(held) for name, held in promises.items()}
finding = f"Promised: 95%. Lowest shown: textbook {lowest['textbook']:.0f}%, Wilson {lowest['Wilson']:.0f}%"
ax.set_title(finding)
show.figure(fig, f"Coverage of both intervals for 100 cases, against the true share. {finding}.")
near = max(share for share, held in zip(shares, promises["Wilson"], strict=True) if held < 0.91)
print(f"Wilson's is below 91% only for shares below {near:.2%}")
assert lowest["Wilson"] > 80 and lowest["textbook"] < 60 and near < 0.01

# %% [markdown]
# The textbook's interval fails near 0, and by symmetry near 1. Wilson's stays near 95%, but for a dip at tiny shares. We use Wilson's throughout. What they say about the leaderboard's categories, for a model that has half of them right:

# %%
sizes = {
    name: len(load_bfcl(name)) for name in ("simple_python", "multiple", "parallel", "live_simple", "live_parallel")
}
margins = {}
for name, n in sizes.items():
    low, high = wilson(n / 2, n)
    margins[name] = 100 * (high - low) / 2
show.table(
    [(name, n, f"± {margins[name]:.1f} points") for name, n in sizes.items()], ["category", "cases", "95% interval"]
)
print("cases for one score of ± 5 points:", cases_needed(0.05))
assert margins["live_parallel"] > 20 and margins["simple_python"] < 5 < margins["multiple"]

# %% [markdown]
# A claim of "five points better" on `multiple` is smaller than the noise of *one* score, and there are two. `live_parallel` has 16 cases: too few to compare anything.
#
# ## Two models, the same cases
#
# Yet small differences can be told, by asking the right thing. Two models that answer the *same* cases mostly agree: easy cases are right in both, hard ones wrong in both. Those cases say nothing
# about which is better; they are only noise in both scores. What counts is where they *differ*. If neither were better, each such case would be a fair coin. The **p-value** is the chance that coins fall at least as unevenly as our cases did: here 60 coins, 20 heads or fewer, or 20 tails or fewer. That is **McNemar's test**, in one line:

# %%
only_first, only_second, n = 20, 40, 400  # besides: both right 220, neither 120
one, two = (220 + only_first) / n, (220 + only_second) / n
pooled = (one + two) / 2
coins = 2 * sum(math.comb(60, heads) for heads in range(20 + 1)) / 2**60
z = (two - one) / math.sqrt(2 * pooled * (1 - pooled) / n)
ignored = 2 * (1 - NormalDist().cdf(z))
print(f"{one:.0%} against {two:.0%}. Pairs ignored: p = {ignored:.3f}; paired: p = {coins:.3f}")
assert math.isclose(coins, mcnemar(20, 40))
assert mcnemar(only_first, only_second) < 0.05 < ignored

# %% [markdown]
# The same answers, 60% against 65%: noise for one test, and a finding (below 0.05) for the other. Was that luck? Suppose the truth is as above: 55% of the cases right in both, 5% only in the first, 10% only in the second. How
# often does each test notice it?


# %%
def noticed(n, draws=1000):
    rng = np.random.default_rng(SEED)
    both, first, second, _ = rng.multinomial(n, [0.55, 0.05, 0.10, 0.30], size=draws).T
    paired = np.mean([mcnemar(int(b), int(c)) < 0.05 for b, c in zip(first, second, strict=True)])
    one, two = (both + first) / n, (both + second) / n
    error = np.sqrt((one + two) * (1 - (one + two) / 2) / n)
    return 100 * paired, 100 * np.mean(abs(two - one) / error > 1.96)


SIZES = [50, 100, 200, 400, 800, 1600, 3200]
power = np.array([noticed(n) for n in SIZES]).T

# %%
fig, ax = plt.subplots(figsize=(7, 3.2))
LINES = (
    ("paired", "blue", "o-"),
    ("pairs ignored", "orange", "s--"),
)
for found, (label, colour, line) in zip(power, LINES, strict=True):
    ax.plot(SIZES, found, line, color=show.COLOURS[colour], label=label)
ax.set(xlabel="cases", xscale="log", ylabel="tests that notice it (%)", ylim=(-3, 103))
ax.set_xticks(SIZES, SIZES)
ax.legend()
at = SIZES.index(400)
finding = f"5 points better, 400 cases: noticed in {power[0, at]:.0f}% paired, {power[1, at]:.0f}% with pairs ignored"
ax.set_title(finding)
show.figure(fig, f"How often each test notices a difference of 5 points, against the number of cases. {finding}.")
enough = [next(n for n, share in zip(SIZES, found, strict=True) if share >= 80) for found in power]
print("noticed four times in five from", enough, "cases on (paired, ignored)")
assert power[0, at] > 2 * power[1, at] and enough[0] < enough[1]

# %% [markdown]
# So: same cases, same seed, paired test. `compare(report_a, report_b)` does it, and `fcall eval --against` too. (And do not try twenty variants and report the best: by luck alone about one of twenty equal ones has p below 0.05.)
#
# ## A nudge
#
# A score tells how often, not how *firmly*. Would the same model answer as well if the user mistypes, or another tool stands beside the right one? We disturb the cases in ways that keep the right values, and ask again. One disturbs the request, with two letters swapped in up to three words:


# %%
def saying(case, text):
    return {**case, "messages": [*case["messages"][:-1], {"role": "user", "content": text}]}


def mistyped(case, rng):
    # Words of the answer stay whole.
    parts, answer = case["messages"][-1]["content"].split(" "), json.dumps(case["ground_truth"]).lower()
    plain = [
        at for at, word in enumerate(parts) if len(word) > 4 and re.fullmatch("[a-z]+", word) and word not in answer
    ]
    for at in rng.sample(plain, min(3, len(plain))):
        cut = rng.randrange(1, len(parts[at]) - 2)
        parts[at] = parts[at][:cut] + parts[at][cut + 1] + parts[at][cut] + parts[at][cut + 2 :]
    return saying(case, " ".join(parts))


# %% [markdown]
# Two disturb the tools: parameters get names that mean nothing (only their descriptions help), and another case's tool stands beside the right one.

# %%
from fcall_helpers.bfcl.schemas import to_openai


def offering(case, functions, **changes):
    return {**case, "function": functions, "tools": [to_openai(function) for function in functions], **changes}


def renamed(case, rng):
    function, ((name, wanted),) = case["function"][0], case["ground_truth"][0].items()
    old = function["parameters"]
    new_names = {key: f"arg_{place}" for place, key in enumerate(old["properties"], 1)}
    properties = {new_names[key]: part for key, part in old["properties"].items()}
    parameters = {**old, "properties": properties, "required": [new_names[key] for key in old.get("required", [])]}
    truth = [{name: {new_names.get(key, key): values for key, values in wanted.items()}}]
    return offering(case, [{**function, "parameters": parameters}], ground_truth=truth)


def beside(case, rng):
    own = case["function"][0]
    other = rng.choice([each["function"][0] for each in drawn if each["function"][0]["name"] != own["name"]])
    return offering(case, rng.sample([own, other], 2), category="multiple")


# %%
M = pick(MODE, fast=4, cpu=20, gpu=400)
NUDGES = {"typing errors": mistyped, "parameters renamed": renamed, "a second tool": beside}
picked = random.Random(SEED).sample(range(N), M)  # the cases lie in the order of their topics
disturbed = [nudge(drawn[place], random.Random(f"{SEED} {place}")) for nudge in NUDGES.values() for place in picked]
print(disturbed[0]["messages"][-1]["content"][:150])
answers = ask(disturbed, "disturbed calls")

# %% [markdown]
# Two things to count: which calls are right, and which are no longer the same (names of parameters apart).

# %%
before = Report({"model": "undisturbed", "constrained": False}, [forced.cases[place] for place in picked])


def values_of(row):
    return [(call.name, *map(json.dumps, call.arguments.values())) for call in parse(row["text"]).calls]


rows = []
for place, label in enumerate(NUDGES):
    after = Report({"model": label, "constrained": False}, answers[place * M : (place + 1) * M])
    pair = compare(before, after).total
    changed = sum(values_of(one) != values_of(two) for one, two in zip(before.cases, after.cases, strict=True))
    rows.append(
        (label, pair.both + pair.only_second, changed, pair.only_first, pair.only_second, f"{pair.p_value:.2f}")
    )
print(f"undisturbed: {right[picked].sum()} of {M} right")
show.table(rows, ["disturbed by", f"right of {M}", "calls changed", "right only before", "only after", "p (paired)"])
assert max(row[2] for row in rows) > max(abs(row[1] - right[picked].sum()) for row in rows)

# %% [markdown]
# Read the changed calls before the right ones. More calls change than the score tells, since some change from wrong to wrong. If a few swapped letters change the call, the model was not sure of it. The p-values
# tell which of the differences in score you may speak of. With so few cases that may be none: a reason to ask more.
#
# ## Why did it call that?
#
# A verdict of `wrong_value` says that, not why. Two of the forced calls, and one argument of each:

# %%
QUESTIONED = {"simple_python_283": "location", "simple_python_227": "type"}
asked = [cases[key] for key in QUESTIONED]
chosen, given = [], {row["id"]: row for row in ask(asked, "two calls")}
for key, argument in QUESTIONED.items():
    row = given[key]
    call = parse(row["text"]).calls[0]
    chosen.append((cases[row["id"]], row["text"], call.arguments[argument]))
    print(cases[row["id"]]["messages"][0]["content"])
    print("   ", json.dumps(call.arguments), "->", row["kind"])
assert [value for _, _, value in chosen] == ["Chicago", "object"]

# %% [markdown]
# *Chicago* is clear. But a personality type called *object*? Let us look into the model, with gradients. Let $f = \log P(\text{value} \mid \text{all before it})$, and $x_t$ the embedding of token $t$ of what it
# read. **Gradient × input** gives each token the score
#
# $$s_t = \sum_k x_{t,k} \, \frac{\partial f}{\partial x_{t,k}}$$
#
# the slope of $f$ as that token's embedding is scaled. It takes one pass forward and one back.

# %%
lm.model.requires_grad_(False)  # of the weights we need no gradients


def explain(case, text, value):
    """Token ids up to the value's end, a score for each, and how many are the prompt's and the value's."""
    prompt = render(case["messages"], case["tools"], add_generation_prompt=True)
    start = len(prompt) + text.index(f'"{value}"') + 1
    read = lm.tokenizer((prompt + text)[: start + len(value)], add_special_tokens=False, return_offsets_mapping=True)
    ends = [end for _, end in read["offset_mapping"]]
    ids = torch.tensor(read["input_ids"], device=lm.device)  # (T,)
    first = sum(end <= start for end in ends)  # the value's first token
    x = lm.model.get_input_embeddings()(ids).detach().requires_grad_()  # (T, H)
    log_p = lm.model(inputs_embeds=x[None]).logits[0].log_softmax(-1)  # (T, V)
    sum(log_p[t - 1, ids[t]] for t in range(first, len(ids))).backward()  # f is that sum
    return ids.tolist(), (x.grad * x).sum(-1).tolist(), sum(end <= len(prompt) for end in ends), len(ids) - first


# %%
strongest = []
for puzzle in chosen:
    ids, weights, of_prompt, of_value = explain(*puzzle)
    display(show.saliency(ids, weights, lm.tokenizer, chosen=of_value))
    strong = max(range(of_prompt), key=lambda t: abs(weights[t]))
    strongest.append((lm.tokenizer.decode(ids[strong - 3 : strong]), lm.tokenizer.decode(ids[strong])))
print("strongest in the prompt, and what stands before it:", strongest)
assert [token for _, token in strongest] == [" Chicago", "object"] and 'type": "' in strongest[1][0]

# %% [markdown]
# The darker, the larger the score. For *Chicago* the darkest spot of the prompt is in the request, where it should be. For *object* it is in the *schema*, where
# `"type": "object"` says that the arguments are a JSON object: the parameter is called `type`, and the model seems to have copied what stands after another `"type"`.
#
# That is a suspicion. A gradient looks at infinitely small changes, its sign is unreliable, and a coloured text persuades too easily. So test it, by changing what was read:

# %%
case, text, value = chosen[1]
prompt = render(case["messages"], case["tools"], add_generation_prompt=True)
head = text[: text.index(f'"{value}"') + 1]
OBJECT = '"parameters": {"type": "object"'
SWAPS = {
    "nothing": ("", ""),
    "request: ENFJ to INTP": ("ENFJ", "INTP"),
    "schema: object to mapping": (OBJECT, OBJECT.replace("object", "mapping")),
}
found = {}
for label, (old, new) in SWAPS.items():
    ids = lm.tokenizer(prompt.replace(old, new) + head, add_special_tokens=False, return_tensors="pt")["input_ids"]
    with torch.no_grad():
        log_p = lm.model(ids.to(lm.device)).logits[0, -1].log_softmax(-1)
    token = lm.tokenizer(value, add_special_tokens=False)["input_ids"][0]
    found[label] = log_p[token].exp().item()
    print(f"{label:27} P({value}) = {found[label]:.2f}, favourite: {lm.tokenizer.decode([log_p.argmax()])}")
assert found["schema: object to mapping"] < found["nothing"] / 3
assert found["request: ENFJ to INTP"] > found["nothing"] / 2

# %% [markdown]
# The test supports it, for this one call: one word of the schema matters far more than the personality that was asked for. Masked names (notebook 04) are meant to teach a model to read descriptions instead.
#
# ## The benchmark is wrong, too
#
# Some of the "right" answers cannot be given by anybody. `find_faults` makes the calls that a case's answer spells out, and shows them to the checker and to the function's own schema:

# %%
from fcall_helpers.bfcl import find_faults

LOOKED_AT = (
    "simple_python",
    "multiple",
    "parallel",
    "parallel_multiple",
    "live_simple",
    "live_multiple",
    "live_parallel",
)
faults = {
    name: [(case["id"], found[0]) for case in load_bfcl(name) if (found := find_faults(case))] for name in LOOKED_AT
}
show.table(
    [(name, len(load_bfcl(name)), len(found)) for name, found in faults.items()], ["category", "cases", "faults"]
)
for name in ("parallel_multiple", "live_multiple"):
    for key, fault in faults[name][:2]:
        print(f"{key}: {fault[:110]}")
assert sum(map(len, faults.values())) > 10 and not faults["simple_python"]

# %% [markdown]
# No fault in `simple_python`, says a program. But a program cannot read. Reading finds more, for example these two:

# %%
moon, slope = cases["simple_python_102"], cases["simple_python_14"]
DOUBTFUL = [
    (moon, {"body1": "Moon", "body2": "Earth", "unit": "miles"}),
    (slope, {"function": "3x**2 + 2x * 1"}),
]
kinds = []
for case, arguments in DOUBTFUL:
    call = {"name": case["function"][0]["name"], "arguments": arguments}
    kinds.append(check_calls(case["function"], [call], case["ground_truth"], "simple_python").kind)
    print(f"{case['messages'][0]['content']}\n    {arguments} -> {kinds[-1]}")
assert kinds == ["wrong_value", "right"]

# %% [markdown]
# From the Moon to the Earth is as far as the other way, and counts as wrong: a fault of the answer. And where texts are compared without `-` and `*`, a minus may become a times and count as right: a weakness of the
# rule. We report scores as they are, unedited, because a number means nothing unless everybody counts alike.
#
# ## Exercises
#
# ### 06a · A judge of your own ★★☆ (20 minutes)
#
# `judge(function, call, wanted)` returns the kind of verdict for one call with flat arguments: `"right"`, `"wrong_tool"`, `"missing_argument"`, `"unexpected_argument"`, `"wrong_type"` or `"wrong_value"`. No call has more than one fault.
#
# `function` is the benchmark's description, with the types `string`, `integer`, `float` and `boolean`; `call` is `{"name", "arguments"}`; `wanted` maps each argument to its alternatives. To leave an argument out is an error if it is
# required, or if its alternatives have no `""`. An argument that `wanted` does not list is unexpected. Types are exact, except that an integer passes for a float. Texts are compared without case, without blanks and without
# `,` `.` `/` `-` `_` `*` `^` (in a regex set, write `\-`, since `/-_` is a range). No `check_calls`, please.


# %% tags=["exercise"] check="06a"
def judge(function, call, wanted):
    raise NotImplementedError("your turn")


# %% tags=["solution"]
def judge(function, call, wanted):
    def plain(value):
        return re.sub(r"[ ,./\-_*^]", "", value).lower() if isinstance(value, str) else value

    types = {"string": str, "integer": int, "float": float, "boolean": bool}
    parameters, given = function["parameters"], call["arguments"]
    if call["name"] != function["name"]:
        return "wrong_tool"
    needed = {key for key, values in wanted.items() if "" not in values} | set(parameters.get("required", ()))
    if needed - given.keys():
        return "missing_argument"
    if given.keys() - wanted.keys():
        return "unexpected_argument"
    for key, value in given.items():
        kind = types[parameters["properties"][key]["type"]]
        if type(value) is not kind and not (kind is float and type(value) is int):
            return "wrong_type"
        if plain(value) not in [plain(one) for one in wanted[key]]:
            return "wrong_value"
    return "right"


# %% [markdown]
# ### 06b · An interval that keeps its promise ★☆☆ (5 minutes)
#
# `interval(right, n)` returns Wilson's 95% interval as `(low, high)`, two shares from 0 to 1. Take $z = 1.96$. (No `wilson`, please.)


# %% tags=["exercise"] check="06b"
def interval(right, n):
    raise NotImplementedError("your turn")


# %% tags=["solution"]
def interval(right, n):
    z, p = 1.96, right / n
    middle = p + z**2 / (2 * n)
    half = z * math.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    below = 1 + z**2 / n
    return (middle - half) / below, (middle + half) / below


# %% [markdown]
# ### 06c · Which one is better? ★★☆ (15 minutes)
#
# `better(first, second)` gets two lists of truths, whether each model had each case right, in the same order. It returns the difference (the second's share less the first's) and the exact two-sided p-value.
#
# Let *d* be the number of cases on which they differ. The p-value is the chance that *d* fair coins split at least as unevenly as here, counting both directions, and at most 1. If *d* is 0, it is 1. `math.comb(n, k)` counts the ways of
# $k$ heads in $n$ coins. (No `mcnemar`, please.)


# %% tags=["exercise"] check="06c"
def better(first, second):
    raise NotImplementedError("your turn")


# %% tags=["solution"]
def better(first, second):
    pairs = list(zip(first, second, strict=True))
    only_first, only_second = pairs.count((True, False)), pairs.count((False, True))
    coins = only_first + only_second
    tail = sum(math.comb(coins, k) for k in range(min(only_first, only_second) + 1))
    return (only_second - only_first) / len(pairs), min(1.0, 2 * tail / 2**coins)


# %% [markdown]
# ## What you learned
#
# - A call is right or wrong by its tool, its arguments, their types and their values, and the checker says which of these failed. BLEU, ROUGE-L and exact match see only text.
# - Running a call forgives what does not matter and finds what the answers forgot, where it can be run at all.
# - The untrained model does not call; forced to, it is sometimes right. Irrelevance is never reported alone.
# - No score without its interval (Wilson). No comparison without pairing (McNemar) and enough cases.
# - Disturb the cases to see how firm an answer is. Explain by gradients, then test the explanation.
# - Benchmarks have faults. Report unedited, and list them.
#
# ## Next
#
# We have data, and a judge. Notebook 07 trains, and this judge will say how well.
