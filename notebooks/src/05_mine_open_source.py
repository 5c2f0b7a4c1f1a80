# %% [markdown]
# # 05 · Mine open source
#
# Notebook 04 composed its rows. This one digs them up. Every package on your machine holds functions that somebody needed, with names, signatures
# and docstrings, and thousands of calls that somebody wrote and that work. Nobody labelled them for us, and yet they are nearly training rows.
# Most of the work, and of this notebook, is in the word *nearly*.
#
# **You will be able to** mine function definitions and call sites from installed packages into training rows, and say why most of what you find must be thrown away.
#
# **Minutes:** 60
#
# **Before this:** [notebook 04](04_build_a_dataset.ipynb)

# %% tags=["parameters"]
MODE = "auto"  # how much to compute: fast, cpu or gpu; auto looks at the machine
SEED = 5

# %%
import ast
import importlib
import json
import random
import re
import sysconfig
from collections import Counter
from pathlib import Path

import matplotlib.pyplot as plt
from datasets import Dataset, disable_progress_bars

from fcall_helpers import checks, show
from fcall_helpers.assets import cache_dir
from fcall_helpers.chat import render
from fcall_helpers.course import pick
from fcall_helpers.data import count_reasons, make_dataset, mine_calls, verify
from fcall_helpers.data.decontamination import Benchmark, decontaminate, overlaps
from fcall_helpers.data.making import world_of

show.style()
disable_progress_bars()

# %% [markdown]
# ## Read, never import
#
# To learn what a module holds, one usually imports it. But importing *runs* it: every line outside a function. Python's own library has a
# module that shows this, politely:

# %%
_ = importlib.import_module("this")

# %% [markdown]
# Nobody asked for a poem. (If you see none, it was imported before: a module runs once.) Another package may open a connection, start a thread or read your files, and we want to look into many. So we
# never import. A source file is text, and `ast` (abstract syntax tree) turns the text into a tree of definitions, statements and
# expressions, without running any. Here is another module of the standard library; importing it would open your browser.

# %%
text = (Path(sysconfig.get_path("stdlib")) / "antigravity.py").read_text(encoding="utf-8")
tree = ast.parse(text)
for node in ast.walk(tree):
    if isinstance(node, (ast.FunctionDef, ast.Call)):
        print(f"line {node.lineno:2}  {type(node).__name__:11}  {ast.unparse(node).splitlines()[0][:70]}")

# %% [markdown]
# No browser, and yet we know: one function is defined, and these calls stand in the file. Here is what we want from such a tree:
#
# - a `FunctionDef` has a name, a signature and a docstring: it can become a **schema**;
# - a `Call` has a function and arguments: it can become the **call** of a training row;
# - what a user would have said to get that call stands nowhere. We must write the **request**.
#
# ## A signature becomes a schema
#
# Our first real package is Babel, which knows how the world writes dates and money. `find_packages` lists files without importing anything.

# %%
from fcall_helpers.data.mining.packages import find_packages

(babel,) = find_packages(["babel"])
(numbers,) = (source for source in babel.files if source.module == "babel.numbers")
text = numbers.path.read_text(encoding="utf-8")
tree = ast.parse(text)
functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
chosen = functions["get_currency_name"]
print(babel.label, "has", len(babel.files), "files;", numbers.place, "defines", len(functions), "functions")
print("\n".join(ast.get_source_segment(text, chosen).splitlines()[:18]))

# %% [markdown]
# The first draft knows four annotations, and puts JSON's name for each:

# %%
PLAIN = {"str": "string", "int": "integer", "float": "number", "bool": "boolean"}


def draft_1(function):
    arguments = function.args.args
    return {each.arg: PLAIN.get(ast.unparse(each.annotation)) if each.annotation else None for each in arguments}


print(draft_1(chosen))
assert list(draft_1(chosen).values()).count(None) > 0

# %% [markdown]
# A `None` here is a parameter lost. Real annotations are unions, lists and choices, in several spellings. From a union `read_annotation` keeps the members that JSON can
# carry: a `Locale` object cannot travel in a call, a locale's name can.

# %%
from fcall_helpers.data.mining.annotations import read_annotation

show.table(
    [
        (each.arg, ast.unparse(each.annotation), draft_1(chosen)[each.arg], read_annotation(each.annotation)["type"])
        for each in chosen.args.args
    ],
    ["parameter", "annotation", "draft 1", "read_annotation"],
)

# %% [markdown]
# Better, but see what an annotation does not give. `currency: str` does not say that the text is a code such as USD. And not every author annotates.
# Let us read five whole packages and count.

# %%
from fcall_helpers.data.mining.names import Names
from fcall_helpers.data.mining.scan import scan_file

FEW = ["babel", "huggingface-hub", "networkx", "packaging", "pyparsing"]  # every learner has these
files = [(package, source) for package in find_packages(FEW) for source in package.files]
scans = [scan_file(source) for _, source in show.progress(files, "files read")]
names = Names(scans)  # every definition, by any path that leads to it
print(f"{len(names.definitions):,} definitions, {sum(scan.call_sites for scan in scans):,} calls")

# %%
typed, rows = {}, []
for package in find_packages(FEW):
    mine = [scan for (owner, _), scan in zip(files, scans, strict=True) if owner == package]
    parameters = [each for scan in mine for found in scan.definitions.values() for each in found.parameters]
    typed[package.name] = sum(each.schema is not None for each in parameters) / len(parameters)
    rows.append((package.name, len(parameters), f"{typed[package.name]:.0%}"))
show.table(rows, ["package", "parameters", "annotated with a type that JSON has"])
assert typed["networkx"] < 0.1 and sorted(typed.values())[1] > 0.5

# %% [markdown]
# Four of the five do. For networkx, which annotates next to nothing, the docstring must tell, as its authors intended (`n : int`, and a line on what `n` is). Where it is silent too, a default of `0.5` or the
# values seen in calls suggest a type. What then has no type is dropped, and if that parameter is required, the whole function. All of that is `make_tool`:

# %%
from fcall_helpers.data.mining.schemas import make_tool

path, graph = names.find("networkx.balanced_tree")
print(f"def {graph.name}({', '.join(each.name for each in graph.parameters)})\n")
print(json.dumps(make_tool(path, graph, [{"r": 2, "h": 3}], SEED).schema(), indent=1))

# %% [markdown]
# Nobody wrote that schema, and all of it was written: the description by the docstring's first sentence, types and descriptions by its parameter list,
# what is required by the signature.
#
# A **method** becomes a tool without its `self`: the tool is bound to one object, as the methods of an API client are to a session. Tool names follow no one rule, and so ours vary:
# with the class (`DiGraph.add_edge`), alone (`add_edge`), or, where a bare name says too little, after the class in small letters (the `sum` of a `Resampler` may be `resampler_sum`).

# %%
path, method = names.find("networkx.DiGraph().add_edge")
bound = make_tool(path, method, [{"u_of_edge": 1, "v_of_edge": 2}], SEED)
print(f"{method.binding} {path}\n    -> {bound.name}({', '.join(bound.required)}): {bound.description}")

# %% [markdown]
# An edge of which graph? Keep that question in mind.
#
# ## A real call site
#
# Now the calls. How do people call the function that we chose? We look for it in its own file:

# %%
calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
own = [ast.unparse(call) for call in calls if ast.unparse(call.func) == chosen.name]
print(f"{len(calls)} calls in the file; of our function:", *own, sep="\n    ")

# %% [markdown]
# Called with variables. That is a fine program and a useless row: nobody can ask for `currency` without saying which. We need **literal** arguments, whose
# value stands in the code. How often does that happen? Draft 2 looks at every call in Babel, and wants constants:


# %%
def draft_2(call):
    arguments = [*call.args, *(keyword.value for keyword in call.keywords)]
    return bool(arguments) and all(isinstance(each, ast.Constant) for each in arguments)


trees = [ast.parse(source.path.read_text(encoding="utf-8")) for source in babel.files]
calls = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call)]
literal = [call for call in calls if draft_2(call)]
print(f"{len(literal):,} of {len(calls):,} calls ({len(literal) / len(calls):.0%}) have only constants. Of the others:")
for call in random.Random(SEED).sample([call for call in calls if call.args and not draft_2(call)], 8):
    print("   ", ast.unparse(call).replace("\n", " ")[:90])

# %% [markdown]
# Draft 2 is too strict. `-1` is no constant for Python but a minus and a constant; `[1, 2]` is a list of constants; `days` may be a name that was given a number one line
# above; a loop over a literal list can be unrolled into one call for each item. And it is blind: examples in a docstring are *text*, one constant to `ast`, although they hold the cleanest calls of all. `scan_text` sees to
# all of that. A toy file with one of each:

# %%
PROMPT = ">>>"  # not written below as it is: IPython would take it out of the cell
TOY = f'''
from shop import price, ship

days = 3
price(-1.5, days)
price(weigh(parcel))
ship("Oslo", note=text)
for city in ["Oslo", "Rome"]:
    ship(city, box=[20, 30])
def post(parcel):
    """Post a parcel.

    {PROMPT} ship("Lima", box=[10, 10])
    """
'''
print("draft 2 finds", sum(draft_2(node) for node in ast.walk(ast.parse(TOY)) if isinstance(node, ast.Call)))

# %%
from fcall_helpers.data.mining.scan import is_test, scan_text


def shown(call):
    arguments = [*map(repr, call.args), *(f"{name}={value!r}" for name, value in call.kwargs)]
    text = f"{call.path}({', '.join(arguments)})".replace("Ellipsis", "...")
    return text if len(text) < 80 else text[:77] + "..."


found = scan_text(TOY, "toy", "toy.py").calls
for call in found:
    print(f"line {call.line:2}  {shown(call)}")
assert len(found) == 5

# %% [markdown]
# `...` is an argument that is no literal. If it is required, the call will be dropped. If it is optional, it is left out, and the call then means something slightly different.
#
# And the function that we chose?

# %%
for (_, source), scan in zip(files, scans, strict=True):
    for call in scan.calls:
        if call.path.endswith("." + chosen.name):
            print(f"{source.place}:{call.line}  {shown(call)}")

# %% [markdown]
# That stands in the docstring's example.
#
# ### How few survive
#
# Now the whole miner, `mine_calls`, on the same five packages. What it does we will take apart below. First its report, which counts every call and why it was dropped:

# %%
few = mine_calls(FEW, seed=SEED, processes=1)
calls_kept = few.report.kept - few.report.kinds["irrelevance"]
places = [row["source"].rpartition(") ")[2].rpartition(":")[0] for row in few]
print(f"{few.report.call_sites:,} call sites, {calls_kept:,} become rows that call")
print(f"{few.report.methods / calls_kept:.0%} of these call a method")
print(f"{few.report.kinds['irrelevance']} more rows are made of them: kind irrelevance, see below")
print(f"{sum(map(is_test, places)) / len(few):.0%} of all rows come from files that test")

# %%
SIEVES = {  # each with the report's reasons for what it stops, or how they begin
    "... with 1 to 8 arguments": ("no arguments", "too many arguments"),
    "... of something we can follow": ("what is called is not known",),
    "... with literal arguments": ("an argument is no literal", "no literal argument is left"),
    "... public, described, and it fits": ("what is called is private", "what is called has no", "a call that"),
    "... with values fit to be learnt": ("a value", "a text", "a list", "a number"),
    "... not seen before": ("the same call again", "more than"),
    "... of a function that makes a tool": ("a function that makes no tool",),
}
dropped, left = few.report.dropped, few.report.call_sites
through = {"all call sites": left}
for name, reasons in SIEVES.items():
    left -= sum(count for why, count in dropped.items() if why.startswith(reasons))
    through[name] = left
assert left == calls_kept
assert through["... with literal arguments"] < 0.3 * few.report.call_sites

# %%
fig, ax = plt.subplots(figsize=(7.5, 3.4))
bars = ax.barh(list(through), list(through.values()), color=show.COLOURS["blue"])
ax.bar_label(bars, [f"{count:,}" for count in through.values()], padding=3)
ax.invert_yaxis()
ax.set(xlabel="call sites that are left", xlim=(0, 1.15 * few.report.call_sites))
ax.grid(axis="y", visible=False)
finding = f"Of 100 call sites, {100 * left / few.report.call_sites:.1f} become a row"
ax.set_title(finding)
show.figure(fig, f"{finding}. Left after each sieve: {through}")

# %% [markdown]
# Each call is counted once, for the sieve that stopped it. Most are lost early, and nobody misses them: `x.append(y)` on an unknown `x` was never a
# row. The later sieves matter most, because what they stop *looks* like a row. That so few survive is no failure: code is free to read. And notice where they come from. People write literals where they know what must
# come out: in tests and in examples.
#
# ## A sentence becomes a request
#
# A docstring's first sentence says what a function does. Draft 3 takes it as what a user wants:

# %%
from fcall_helpers.data.mining.wording import first_sentence


def make_row(request, tool, arguments):
    call = {"id": "call_0", "type": "function", "function": {"name": tool.name, "arguments": json.dumps(arguments)}}
    messages = [{"role": "user", "content": request}, {"role": "assistant", "content": None, "tool_calls": [call]}]
    tools = json.dumps([tool.schema()])
    return {"id": "mined", "messages": messages, "tools": tools, "kind": "single", "source": "", "result": None}


path, definition = names.find("babel.numbers.get_currency_name")
arguments = {"currency": "USD", "locale": "en_US"}
name_of = make_tool(path, definition, [arguments], SEED)
draft_3 = first_sentence(definition.doc) + "."
print(draft_3)
print("verify:", *verify(make_row(draft_3, name_of, arguments)), sep="\n    ")
assert verify(make_row(draft_3, name_of, arguments))

# %% [markdown]
# `verify`, which you know from notebook 04, names the disease: **ungrounded arguments**. Trained on this row, the model would learn to answer "the specified currency"
# with USD, that is: to invent values. It is the worst habit a caller of functions can have. Draft 4 appends them:

# %%
draft_4 = f"{draft_3} currency='USD', locale='en_US'"
print(draft_4)
print("verify:", verify(make_row(draft_4, name_of, arguments)) or "nothing wrong")
assert not verify(make_row(draft_4, name_of, arguments))

# %% [markdown]
# Grounded, and no person has ever said it. A model that reads a thousand of these would learn to look for `name=value`. So `write_request` weaves the values into the sentence in
# many ways: as a command or a question, before or after the wish, under the argument's name or its description. In some
# requests they still stand as in draft 4, in most not:

# %%
from fcall_helpers.data.mining.phrases import write_request

for seed in range(7):
    request = write_request(name_of, arguments, random.Random(seed))
    assert not verify(make_row(request, name_of, arguments))
    print("-", request)
draws = [write_request(name_of, arguments, random.Random(seed)) for seed in range(1000)]
share = sum(bool(re.search(r"\blocale ?[=:]", each)) for each in draws) / len(draws)
print(f"as name=value or name: value in {share:.1%} of {len(draws):,} requests")
assert 0 < share < 0.25

# %% [markdown]
# Still no poetry: the wish is the docstring's, and one hears it. That is the price of needing no teacher model. And some first sentences are no wish at all. `read_clause`
# refuses them with a reason. How often, and one of each, drawn at random:

# %%
from fcall_helpers.data.mining.values import Refused
from fcall_helpers.data.mining.wording import read_clause

refused, tried = {}, 0
for definition in names.definitions.values():
    if definition.dropped or definition.binding != "function":
        continue
    tried, sentence = tried + 1, first_sentence(definition.doc)
    try:
        read_clause(sentence, parameters=[each.name for each in definition.parameters])
    except Refused as why:
        refused.setdefault(str(why), []).append(f"{definition.name}: {sentence}")
rng = random.Random(SEED)
ranked = sorted(refused.items(), key=lambda item: -len(item[1]))
rows = [(why, len(found), rng.choice(found)) for why, found in ranked]
show.table(rows, ["why", "functions", "one of them and its first sentence"])
print(f"{sum(map(len, refused.values())) / tried:.0%} of {tried:,} functions with a docstring are refused")

# %% [markdown]
# ## What must be thrown away, and why
#
# Now calls that reached a function and have literals, and still may not become rows. To see them we follow each call by hand: to its definition, through its
# signature, value by value. `Refused` says why one stops. (The large early losses are left out: you have seen them.)

# %%
from fcall_helpers.data.mining.matching import bind
from fcall_helpers.data.mining.values import check_value


def judge(call, names, imports):
    """The path of what is called, and the arguments by name; raises `Refused`. imports: what the file uses."""
    target = names.find(call.path, imports)
    if target is None:
        raise Refused("what is called is not known")
    path, definition = target
    if definition.dropped:
        raise Refused(f"what is called {definition.dropped}")
    arguments = bind(definition, call)
    for name, value in arguments.items():
        check_value(name, value)
    return path, arguments


# %%
used, rejected = Counter(), {}
for scan in scans:
    for call in scan.calls:
        try:
            path, arguments = judge(call, names, scan.imports)
            used[path, json.dumps(arguments, sort_keys=True)] += 1
        except Refused as why:
            rejected.setdefault(str(why), []).append(call)

# %%
EARLIER = ("what is called is not known", "an argument is no literal", "no literal argument is left")
NOT_SHOWN = ("a value may be a secret", "a value is a path of a machine")
rows = []
for why, found in sorted(rejected.items(), key=lambda item: -len(item[1])):
    example = "see below" if why in NOT_SHOWN else shown(random.Random(SEED).choice(found))
    rows += [(why, f"{len(found):,}", example)] if why not in EARLIER else []
show.table(rows, ["why", "calls", "one of them"])
assert {"what is called is private", "a text is a placeholder"} <= rejected.keys()

# %% [markdown]
# (`?.` stands for an unknown object: the method's name alone had to lead to its definition.) Most reasons are habits that the model would pick up, some protect people:
#
# - **Private names.** A leading underscore says: not for you. Such functions change without notice, and their docstrings are notes among colleagues.
# - **Test noise.** `foo`, `spam`, "this should not be reached", empty texts, markup, lists without end. People do not ask for `spam`, and a model should not think they do.
# - **Secrets and machine paths.** A test's token may be a real one, and training data gets around. We judge by the parameter's name (`password`, `api_key`) and by the value's look, and rather lose
#   a harmless one. If you find a real secret, do not print it in a notebook; that is why the table shows none.
# - **Calls that fit no signature.** A test that an error is raised *must* call wrongly.
#
# Then the largest group, which has nothing wrong with it except that there is so much of it:

# %%
by_function = Counter()
for (path, _), times in used.items():
    by_function[path] += times
distinct = Counter(path for path, _ in used)
rows = [(path, f"{count:,}", distinct[path]) for path, count in by_function.most_common(5)]
show.table(rows, ["function", "usable calls", "different ones"])
print(f"{sum(used.values()):,} usable calls, {len(used):,} different ones, of {len(by_function):,} functions")
later = dropped["a call that does not fit the schema"] + dropped["a value that the request cannot say"]
assert sum(used.values()) - later == through["... with values fit to be learnt"]

# %% [markdown]
# The sieves counted slightly fewer, since they know what comes out later: calls that do not fit the finished schema, that become equal when a tool leaves out a rarely given argument, or that are too many of one function.
# What was kept, function by function:

# %%
CAP = "more than 150 calls of one function"
counts = sorted(few.report.called.values(), reverse=True)
top = sum(counts[: len(counts) // 20]) / sum(counts)
fig, ax = plt.subplots(figsize=(6.5, 3))
ax.loglog(range(1, len(counts) + 1), counts, color=show.COLOURS["blue"], label="rows kept")
ax.axhline(150, color=show.COLOURS["orange"], linestyle="--", label="the cap")
ax.set(xlabel="functions, the most called first", ylabel="rows that call it")
ax.legend()
finding = f"5% of the functions still hold {top:.0%} of the rows"
ax.set_title(finding)
show.figure(fig, f"Rows that call each function, most called first, both axes logarithmic. {finding}.")
print(f"the cap stops {dropped[CAP]} calls of these packages, 'the same call again' {dropped['the same call again']:,}")
assert top > 0.2 and counts[0] <= 150

# %% [markdown]
# Left alone, a package's favourite helper would fill the data. So the same call is taken once, which does most of the work here, and a function at most 150 times, which matters with more packages.
#
# One thing is still missing. A row may be sound and clean and yet stand in the *benchmark* with which notebook 06 will measure. Notebook 04
# showed why that must not be. Functions of open source are exactly what a benchmark's authors read too:

# %%
benchmark = Benchmark.load()
leaks = [(row, reasons[0]) for row in few if (reasons := overlaps(row, benchmark))]
print(f"{len(leaks)} of {len(few):,} rows, irrelevance among them")
for row, reason in leaks[:4]:
    print(f"- {row['messages'][0]['content'][:90]}\n    {reason}")

# %% [markdown]
# Perhaps all of these are innocent. We drop them just the same: a false alarm costs a row, a miss costs the claim that the model never saw the test.
#
# ## Whose code is this?
#
# Somebody wrote those docstrings and calls, and gave you a licence for them. So each row carries where it came from: package, version, licence, file and line.

# %%
print(few[0]["source"])
rows = [(licence, f"{count:,}", f"{count / len(few):.0%}") for licence, count in few.report.licences.most_common()]
show.table(rows, ["licence, as the package states it", "rows", "share"])
assert sum(few.report.licences.values()) == len(few)

# %% [markdown]
# The words between brackets are SPDX expressions where the package gives one: `A OR B` lets you choose, `A AND B` binds you to both, `A WITH B` is A with an exception that permits more. `BSD` alone does not say which
# BSD. And where nothing is stated, take it as no permission. What a licence means for training is for lawyers and your employer; that you can *tell* which rows are under which, and leave some out, is up to
# you. Exercise 05c does it.
#
# For the same reason **mined rows are never committed**. They quote other people's work, and would have to bring all those licences and notices along. You do
# not need them here: you have the packages, and `mine_calls` gives the same rows from the same versions and seed. Share the recipe, not the quarry. What you mine stays in your cache.
#
# ## All of it
#
# Now in earnest, on more packages, the standard library (`"python"`) among them. Without a list, `mine_calls` takes everything that is installed. This is the slow cell; it uses
# all your processors.

# %%
MANY = [*FEW, "matplotlib", "numpy", "pandas", "python"]
packages = pick(MODE, fast=["babel", "packaging", "pyparsing"], cpu=MANY, gpu=MANY)
mined = mine_calls(packages, seed=SEED, on_progress=show.counter("files read"))
report = mined.report
calls_kept = report.kept - report.kinds["irrelevance"]
print(f"{report.definitions:,} definitions and {report.call_sites:,} call sites in {report.packages} packages")
print("files skipped:", dict(report.skipped) or "none")
print(f"{report.kept:,} rows that call {report.functions:,} functions: {dict(report.kinds)}")
print(f"{report.methods / calls_kept:.0%} of the calls are of methods")
print(f"the cap of 150 stopped {report.dropped[CAP]:,} calls")

# %% [markdown]
# (A file that mentions the benchmark is not even read.) Beside `single` there are `multiple` (other functions of the same module or package stand beside the right one) and `irrelevance` (the right one taken away, the assistant says so).
# Notebook 04 knew twins by their keys. Here looks must do: no two tools of a row share their function's name, or more than a third of the shorter one's words. (To split mined rows without a leak, split by function.) Six, drawn at random:

# %%
for row in random.Random(SEED).sample(list(mined), 6):
    answer = row["messages"][1]
    call = answer["tool_calls"][0]["function"] if answer.get("tool_calls") else None
    print(f"[{row['kind']}] {row['messages'][0]['content']}")
    print("   ", f"{call['name']} {call['arguments']}" if call else answer["content"])
    print("   ", row["source"].rpartition(") ")[2])

# %% [markdown]
# **What is still wrong with these.** A method's call lacks its object: nobody says which graph or which table. For a bound tool that is right, and still more than users leave unsaid. Some wishes are sentences about a class ("represent the difference ...") that no person would utter;
# some keep a docstring's letters beside the values. Most values are a test's: of the right type, seldom of much sense. Rules stop the worst ("Convert argument to datetime" names no object), and each costs good rows as well.
#
# Now the two judges that know nothing of how these rows were made: `verify`, and the benchmark.

# %%
judged = count_reasons(mined)
print("verify:", dict(judged))
assert judged["right"] == len(mined)
kept, overlap = decontaminate(mined, benchmark)
print(f"{overlap.rows - overlap.kept:,} rows dropped for", dict(overlap.counts), "(a row may have two reasons)")
assert not any(overlaps(row, benchmark) for row in random.Random(SEED).sample(kept, 100))
Dataset.from_list(kept).to_parquet(cache_dir() / "mined.parquet")
print(f"{len(kept):,} rows are in your cache, as Parquet")

# %% [markdown]
# All right, says `verify`. Mind what it cannot say. In notebook 04 some calls were *run*, and their results kept. Here none was, since running a stranger's code
# is what we set out to avoid. So a mined row is right in its form and its values, and only as sensible as the docstring it was made of.
#
# ## Beside composed rows
#
# What do mined rows add? We compare them with as many from notebook 04's factory.

# %%
N = pick(MODE, fast=200, cpu=1000, gpu=1000)
composed = list(make_dataset(N, seed=SEED, processes=1, on_progress=show.counter("rows composed")))
samples = {"mined": random.Random(SEED).sample(kept, N), "composed": composed}


def arguments_of(rows):
    calls = [call["function"] for row in rows for m in row["messages"] for call in m.get("tool_calls") or ()]
    return [json.loads(call["arguments"]) for call in calls]


def prompt_length(row):
    return len(render(row["messages"][:1], json.loads(row["tools"]), add_generation_prompt=True))


# %%
behind = {"mined": report.functions, "composed": len(world_of("train").actions)}
rows, lengths, told, vocabulary = [], {}, {}, {}
for name, sample in samples.items():
    arguments = arguments_of(sample)
    lengths[name] = sorted(map(prompt_length, sample))
    tools = [tool["function"] for row in sample for tool in json.loads(row["tools"])]
    told[name] = sorted({tool["description"] for tool in tools if tool.get("description")})
    vocabulary[name] = {word for text in told[name] for word in re.findall("[a-z]+", text.lower())}
    each = f"{sum(map(len, arguments)) / len(arguments):.1f}"
    rows.append((name, f"{behind[name]:,}", f"{len(vocabulary[name]):,}", lengths[name][N // 2], each))
header = ["rows", "functions or actions", "words in descriptions", "median prompt, characters", "arguments a call"]
show.table(rows, header)
two = [random.Random(SEED).sample(told[name], 2) for name in samples]
show.table(zip(*two, strict=True), [f"two descriptions, {name}" for name in samples])
assert len(vocabulary["mined"]) < 1.1 * len(vocabulary["composed"])

# %% [markdown]
# With all nine packages, far more functions stand behind the mined rows than we have actions. But in samples of one size their words are no richer.

# %%
KINDS = {str: "text", bool: "truth", int: "whole number", float: "fraction", list: "list", dict: "object"}
counts, kinds = {}, {}
for name, sample in samples.items():
    arguments = arguments_of(sample)
    number = Counter(min(len(each), 5) for each in arguments)
    counts[name] = [100 * number[place] / len(arguments) for place in range(1, 6)]
    kind = Counter(KINDS[type(value)] for each in arguments for value in each.values())
    kinds[name] = [100 * kind[each] / kind.total() for each in KINDS.values()]

# %%
fig, axes = plt.subplots(1, 3, figsize=(11, 3.4))
for shift, (name, colour) in zip((-0.2, 0.2), (("mined", "orange"), ("composed", "blue")), strict=True):
    look = {"color": show.COLOURS[colour], "label": name}
    axes[0].plot([length / 1000 for length in lengths[name]], [100 * i / N for i in range(N)], **look)
    axes[1].bar([place + shift for place in range(1, 6)], counts[name], 0.4, **look)
    axes[2].barh([place + shift for place in range(6)], kinds[name], 0.4, **look)
longest = {name: lengths[name][-1] / 1000 for name in samples}
lists = {name: dict(zip(KINDS.values(), kinds[name], strict=True))["list"] for name in samples}
findings = [
    f"Longest: mined {longest['mined']:.1f}k, composed {longest['composed']:.1f}k",
    f"One argument: mined {counts['mined'][0]:.0f}%, composed {counts['composed'][0]:.0f}%",
    f"Lists: mined {lists['mined']:.0f}%, composed {lists['composed']:.0f}%",
]
for ax, finding in zip(axes, findings, strict=True):
    ax.set_title(finding, fontsize=10)
axes[0].set(xlabel="prompt, thousands of characters", ylabel="rows at most as long, %")
axes[1].set(xlabel="arguments a call (5: or more)", ylabel="calls, %", xticks=range(1, 6))
axes[2].set(xlabel="arguments, %", yticks=range(6), yticklabels=KINDS.values())
axes[2].invert_yaxis()  # mined above composed, as it is left of it
axes[0].legend()
fig.tight_layout()
show.figure(fig, f"Mined beside composed: prompt lengths, arguments a call, types. {'; '.join(findings)}.")

# %% [markdown]
# The mined curve stops short because the miner keeps the text of a row's tools under its limit.
#
# Composed rows know what people ask for: dates, money, rooms, several things at once. Mined rows know how software is described: odd names, dry words, technical types. Whether a model gains by them is a question for measurement, not for taste:
# `python -m tests.benchmarks.data_teaches --recipes full "with mined rows"` trains with and without them and scores both. Notebook 07 comes back to it.
#
# ## Exercises
#
# ### 05a · What is a literal? ★★☆ (15 minutes)
#
# `literal(node)` gets an expression's tree, such as `ast.parse("[1, -2]", mode="eval").body`, and returns its value if JSON can carry it: a text, a number, `True`, `False` or `None`, a
# negative number, lists of such, tuples (as lists), dicts whose keys are texts. For everything else it raises `ValueError`: names, calls, bytes, sets, f-strings, complex numbers, infinity (`1e999`, also behind a minus). In a dict, `**other` is a key that is `None`. It must
# run nothing. (`print(ast.dump(node))` shows what a node is made of.)


# %% tags=["exercise"] check="05a"
def literal(node):
    raise NotImplementedError("your turn")


# %% tags=["solution"]
def literal(node):
    if isinstance(node, ast.Constant) and (node.value is None or isinstance(node.value, (str, int))):
        return node.value  # truths are ints
    if isinstance(node, ast.Constant) and isinstance(node.value, float) and abs(node.value) != float("inf"):
        return node.value
    if isinstance(node, (ast.List, ast.Tuple)):
        return [literal(each) for each in node.elts]
    if isinstance(node, ast.Dict):
        keys = [literal(key) if key else None for key in node.keys]  # no key: **other
        if all(isinstance(key, str) for key in keys):
            return dict(zip(keys, map(literal, node.values), strict=True))
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        value = literal(node.operand)
        if type(value) in (int, float):
            return -value
    raise ValueError("no literal that JSON can carry")


# %% [markdown]
# ### 05b · Which arguments are ungrounded? ★★☆ (15 minutes)
#
# `ungrounded(request, arguments)` returns the list of the names of those arguments whose value the request does not say. A text is said if it stands in the request, in upper or lower case. A number must stand
# there as a number of its own: the 2 of "12", "2.5" or "-2" does not say 2. A list is said if each of its items is. `True` and `False` have no words of their own: there the
# *argument's name* must stand in the request, in upper or lower case, with blanks or underscores between its words. (For Python a truth is an `int` as well: ask first.)


# %% tags=["exercise"] check="05b"
def ungrounded(request, arguments):
    raise NotImplementedError("your turn")


# %% tags=["solution"]
def ungrounded(request, arguments):
    request = request.lower()

    def is_said(name, value):
        if isinstance(value, bool):
            return name.lower() in request or name.lower().replace("_", " ") in request
        if isinstance(value, list):
            return all(is_said(name, each) for each in value)
        if isinstance(value, str):
            return value.lower() in request
        return re.search(rf"(?<![\w.-]){re.escape(str(value))}(?!\w|\.\d)", request) is not None

    return [name for name, value in arguments.items() if not is_said(name, value)]


# %% [markdown]
# ### 05c · Only under these licences ★★☆ (10 minutes)
#
# `allowed(row, permitted)` says whether a row may be used by somebody whose employer permits the licences in the set `permitted`, such as `{"MIT", "Apache-2.0"}`. A row's source looks like
# `mined:requests==2.32.3 (Apache-2.0) requests/api.py:60`. With `OR` one permitted side is enough, with `AND` all must be, and `AND` binds more tightly. `X WITH some-exception` is permitted where `X` is. A licence
# that is not in the set (`licence not stated` is one) is not permitted. There are no brackets inside an expression.


# %% tags=["exercise"] check="05c"
def allowed(row, permitted):
    raise NotImplementedError("your turn")


# %% tags=["solution"]
def allowed(row, permitted):
    expression = row["source"].partition(" (")[2].rpartition(") ")[0]
    choices = [choice.split(" AND ") for choice in expression.split(" OR ")]
    return any(all(part.partition(" WITH ")[0] in permitted for part in choice) for choice in choices)


# %% [markdown]
# ## What you learned
#
# - Source code is text: `ast` tells what it defines and calls, and nothing runs.
# - Definitions make schemas, call sites make calls, docstrings make requests; values must be woven in, or the model learns to invent.
# - Mining is mostly throwing away: variables, repeats, private names, test noise, secrets, whatever the benchmark knows. Count what you drop, and why.
# - Every row carries its licence, and rows made of other people's work stay on your machine.
#
# ## Next
#
# There are two kinds of data now, and an untrained model. Before training comes the yardstick: notebook 06 will measure.
