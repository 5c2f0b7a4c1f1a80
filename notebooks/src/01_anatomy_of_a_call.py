# %% [markdown]
# # 01 · Anatomy of a call
#
# In notebook 00 a call went by in five steps. Now we stop at each one and look inside: what the model is told, what it
# reads, what it writes, and all the ways in which what it writes can go wrong.
#
# **You will be able to** turn a Python function with type hints into a schema, read a prompt token by token, and parse and check what comes back.
#
# **Minutes:** 60
#
# **Before this:** [notebook 00](00_start_here.ipynb)

# %% tags=["parameters"]
MODE = "auto"
SEED = 1

# %%
import inspect
import json
import random
import re
import timeit
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

import matplotlib.pyplot as plt
from pydantic import Field

from fcall_helpers import checks, show
from fcall_helpers.chat import encode, render
from fcall_helpers.course import pick
from fcall_helpers.decoding import generate
from fcall_helpers.models import load
from fcall_helpers.parsing import StreamParser, parse
from fcall_helpers.tools import ToolBox, ToolCall, tool

show.style()
lm = load()

# %% [markdown]
# ## From function to schema
#
# The model cannot see your code, so it must be told in writing: the name, the purpose, the arguments and their types. The
# language for that is [JSON Schema](https://json-schema.org/draft/2020-12). Our first draft reads the signature with Python's own `inspect`:


# %%
def book_table(restaurant: str, guests: int, day: date, terrace: bool = False) -> str:
    """Book a table.

    Args:
        restaurant: Name of the restaurant.
        guests: How many people will come.
        day: The day of the visit.
        terrace: Whether to sit outside.
    """
    return f"A table for {guests} at {restaurant} on {day:%d %B %Y}" + (", outside." if terrace else ".")


def draft_1(fn):
    properties = {name: {"type": p.annotation.__name__} for name, p in inspect.signature(fn).parameters.items()}
    return {"name": fn.__name__, "parameters": {"type": "object", "properties": properties}}


print(json.dumps(draft_1(book_table), indent=2))

# %% [markdown]
# It looks fine and is wrong in four ways. `"str"` and `"int"` are Python's names, and JSON Schema says `"string"` and `"integer"`. There
# is no `"date"` type at all: a date travels as a string with a format. Nothing says which arguments are required. And
# every word of explanation in the docstring is lost, although that is what the model goes by.
#
# Each mend is a table entry or two, and then come nested types, enums, lists, bounds. Exercise 01a has you write the simple cases; for
# the rest the course's `@tool` leans on [pydantic](https://docs.pydantic.dev), which knows them all:

# %%
book = tool(book_table)
print(json.dumps(book.schema()["function"], indent=2))

# %% [markdown]
# The schema is a contract, and the tighter it is, the less a model can do wrong. "A whole number" lets it book for minus two people.
# "One of three words" leaves no room for a fourth. Say what you know:


# %%
@dataclass
class Guest:
    """Who is coming.

    Attributes:
        name: Family name.
        diet: What the kitchen must know.
    """

    name: str
    diet: Literal["none", "vegetarian", "vegan"] = "none"


@tool
def book_party(guests: Annotated[list[Guest], Field(min_length=1, max_length=12)], day: date) -> str:
    """Book a long table for named guests."""
    return f"{len(guests)} guests on {day:%d %B}: " + ", ".join(f"{g.name} ({g.diet})" for g in guests)


print(json.dumps(book_party.parameters, indent=1))

# %% [markdown]
# A type that occurs inside another one, here `Guest`, is described once under `$defs` and pointed to with `$ref`.
#
# What cannot be described is refused when you write it, not when a learner's model stumbles over it:


# %%
def total(*numbers: float) -> float:
    return sum(numbers)


def shout(text) -> str:
    return text.upper()


for impossible in (total, shout):
    with show.expect_error(TypeError, ValueError):
        tool(impossible)

# %% [markdown]
# ## The prompt, by role
#
# A chat model knows nothing of messages. It reads one long text in which special marks say who speaks. A **template** lays
# that text out. Ours is the format of Hermes and Qwen, which vLLM, SGLang and llama.cpp understand as well. Below is a
# whole conversation as the model sees it, each token in a box, coloured by the role it belongs to. Hover over a box to see its number.

# %%
call = ToolCall("book_table", {"restaurant": "Lindenhof", "guests": 4, "day": "2026-05-01"}, "call_0")
messages = [
    {"role": "user", "content": "A table for four at the Lindenhof on May Day 2026, please."},
    {"role": "assistant", "content": None, "tool_calls": [call.to_openai()]},
    {"role": "tool", "tool_call_id": "call_0", "content": ToolBox([book]).call(call).content},
    {"role": "assistant", "content": "Done: four people at the Lindenhof on 1 May."},
]
encoded = encode(messages, [book], lm.tokenizer)
show.microscope(encoded, lm.tokenizer)

# %% [markdown]
# Three things are worth a second look.
#
# *The schema is the expensive part.* Most of the grey is the one tool. The plot below adds tools one by one, and every one of
# them is read again with every request.
#
# *Digits come one at a time.* `2026` is four tokens. This tokenizer never merges digits, so that the model can copy a number
# digit by digit; in notebook 00 it did just that.
#
# *Some tokens are underlined.* Those the assistant wrote, its end mark included. When we train, only they will count, and
# notebooks 02 and 03 are about why and how.

# %%
days = {"type": "object", "properties": {"day": {"type": "string", "format": "date"}}, "required": ["day"]}
counts = [0, 1, 2, 4, 8, 16, 32]
many = [
    {"type": "function", "function": {"name": f"report_{i}", "description": f"Report number {i}.", "parameters": days}}
    for i in range(max(counts))
]
lengths = [len(lm.tokenizer(render(messages[:1], many[:count]))["input_ids"]) for count in counts]
each = (lengths[-1] - lengths[1]) / (counts[-1] - counts[1])
print(dict(zip(counts, lengths, strict=True)), f"about {each:.0f} tokens a tool")
assert len(lm.tokenizer("2026")["input_ids"]) == 4

# %%
fig, ax = plt.subplots()
ax.plot(counts, lengths, "o-")
ax.set(xlabel="tools in the prompt", ylabel="tokens before the model says a word", ylim=(0, None))
ax.set_title(f"Every small tool costs {each:.0f} tokens, in every request")
show.figure(fig, f"Prompt length grows in a straight line with the number of tools, {each:.0f} tokens a tool.")

# %% [markdown]
# ## The same call in three dresses
#
# Everyone who serves models invented a format. The content is nearly the same: a name and arguments, and in most an id. OpenAI's API sends the
# arguments as a *string* that holds JSON, a frequent source of bugs; Anthropic's sends an object; Hermes' format is the raw
# text that an open model writes.

# %%
openai = call.to_openai()
anthropic = {"type": "tool_use", "id": call.id, "name": call.name, "input": call.arguments}
hermes = render([{"role": "assistant", "content": None, "tool_calls": [openai]}])
print("OpenAI     ", json.dumps(openai))
print("Anthropic  ", json.dumps(anthropic))
print("Hermes")
print(hermes)

# %% [markdown]
# The trap in OpenAI's dress: write the string into the prompt with another `json.dumps` around it, and the model reads backslashes. Train
# on that, and it will write backslashes. This is **double encoding**, and it has happened to others. We
# turn arguments into a dict once, at the door, whichever form they come in:

# %%
string = openai["function"]["arguments"]
print("right:        ", string)
print("encoded twice:", json.dumps(string))
as_string = ToolCall.from_openai({"name": "book_table", "arguments": string})
as_dict = ToolCall.from_openai({"name": "book_table", "arguments": call.arguments})
assert as_string.arguments == as_dict.arguments == call.arguments

# %% [markdown]
# ## What comes back, and its traps
#
# Now the other direction. The model has written a text; we want the calls in it. The obvious way is a regular expression, and it
# works at once:


# %%
def draft_parse(text):
    return [json.loads(body) for body in re.findall(r"<tool_call>(.*?)</tool_call>", text, re.DOTALL)]


good = '<tool_call>\n{"name": "add", "arguments": {"a": 1, "b": 2}}\n</tool_call>'
print(draft_parse(f"I will add.\n{good}"))

# %% [markdown]
# It works until it meets a model. Here are six things that models really write, next to what the draft makes of them and what the course's
# parser makes of them:

# %%
TRAPS = {
    "a broken call next to a good one": "<tool_call>{'name': 'add'}</tool_call>" + good,
    "a tag inside a string": '<tool_call>{"name": "say", "arguments": {"text": "</tool_call>"}}</tool_call>',
    "a tag that never closes": '<tool_call>{"name": "add", "arguments": {"a": 1' + "\n" + good,
    "a number that is none": '<tool_call>{"name": "add", "arguments": {"a": NaN, "b": 1e999}}</tool_call>',
    "arguments encoded twice": '<tool_call>{"name": "add", "arguments": "{\\"a\\": 1}"}</tool_call>',
    "no call at all": "The answer is 3.",
}


def attempt(text):
    try:
        return f"calls: {len(draft_parse(text))}"
    except ValueError as error:
        return f"{type(error).__name__}, everything lost"


def careful(text):
    return f"calls: {len(parse(text).calls)}, errors: {len(parse(text).errors)}"


rows = [(what, attempt(text), careful(text)) for what, text in TRAPS.items()]
show.table(rows, ["what the model wrote", "the draft", "fcall_helpers.parse"])

# %% [markdown]
# Note the fourth line. The draft is *happy* with a number that is not one, because Python's `json` lets `NaN` through; the program
# fails later and somewhere else. And in the fifth the draft returns a call whose arguments are a string. A wrong answer that looks like a
# right one is worse than a crash.
#
# The course's parser keeps three promises: it never raises, a good call survives a bad neighbour, and what is wrong comes back as a
# sentence. That sentence is not only for you. In notebook 11 the model itself will read it and try again.

# %%
for what, text in TRAPS.items():
    for error in parse(text).errors:
        print(f"{what}:\n    {error}")

# %% [markdown]
# ### In pieces
#
# A model writes one token at a time, and nobody wants to wait for the last one. A **stream parser** takes the text in pieces and
# reports each event as soon as it is certain. The catch: a piece may end in the middle of a tag. `<tool` could become a call or the word
# `<toolbox>`. So the parser holds back just as much as is undecided:

# %%
stream = StreamParser()
for piece in ["Let me see", ".\n<too", 'l_call>{"name": "add", ', '"arguments": {"a": 1}}</tool_', "call>", " Done"]:
    events = [event.text or f"CALL {event.call.name}({event.call.arguments})" for event in stream.feed(piece)]
    print(f"{piece!r:36} -> {events}")
print(stream.finish().content)

# %% [markdown]
# Streamed and whole must agree however the text is cut. That is easy to test: cut at random and compare.

# %%
CUTS = pick(MODE, fast=300, cpu=3000, gpu=3000)
rng = random.Random(SEED)
pieces = [*TRAPS.values(), good, "\n", '"', "\\", "<tool_", "words"]
for _ in range(CUTS):
    text = "".join(rng.choices(pieces, k=4))
    cuts = sorted(rng.choices(range(len(text) + 1), k=5))
    stream = StreamParser()
    for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True):
        stream.feed(text[start:end])
    assert stream.finish() == parse(text), text
print(f"{CUTS} texts, each cut in five places: no difference")

# %% [markdown]
# ## Is the call right?
#
# A call that parses can still be nonsense: a tool that does not exist, an argument left out or made up, a number in quotes. The schema
# tells. The check is strict on purpose: a tool that silently takes `"4"` for 4 hides a mistake that we want to see, count and train away.

# %%
toolbox = ToolBox([book, book_party])
ATTEMPTS = [
    ToolCall("book_table", {"restaurant": "Lindenhof", "guests": 4, "day": "2026-05-01"}),
    ToolCall("book_tabel", {"restaurant": "Lindenhof"}),
    ToolCall("book_table", {"restaurant": "Lindenhof", "guests": "4", "day": "2026-05-01"}),
    ToolCall("book_table", {"restaurant": "Lindenhof", "guests": True, "day": "2026-05-01"}),
    ToolCall("book_table", {"restaurant": "Lindenhof", "guests": 4, "day": "May Day"}),
    ToolCall("book_party", {"guests": [{"name": "Okafor", "diet": "meat only"}], "day": "2026-05-01", "vip": True}),
]
for attempted in ATTEMPTS:
    result = toolbox.call(attempted)
    print(result.error or "ok", "|", result.content)

# %% [markdown]
# Each message names the argument, what it got and what would be right. They are short because a model has to read them, and
# every token of a prompt costs time.
#
# How much time does all this checking cost, next to the model's work? Parsing and checking one call:

# %%
text = render([{"role": "assistant", "content": None, "tool_calls": [openai]}])
checking = min(timeit.repeat(lambda: toolbox.check(parse(text).calls[0]), number=100, repeat=5)) / 100
(reply,) = generate(lm, [messages[:1]], max_new_tokens=16)
writing = min(timeit.repeat(lambda: generate(lm, [messages[:1]], max_new_tokens=16), number=1, repeat=2))
writing /= len(lm.tokenizer(reply)["input_ids"])
print(f"to write one token: {1000 * writing:.0f} ms; to parse and check one call: {1000 * checking:.1f} ms")
assert checking < writing

# %% [markdown]
# Less than a single token, and a reply has many. There is no excuse for skipping it.
#
# ## Exercises
#
# ### 01a · Describe a function ★★☆ (10 minutes)
#
# Mend `draft_1`. `describe(fn)` returns an OpenAI tool schema for a function whose arguments are `str`, `int`, `float` or `bool`: the
# name, the docstring as description, JSON's names for the types, and `required` without the arguments that have a default.


# %% tags=["exercise"] check="01a"
def describe(fn):
    raise NotImplementedError("your turn")


# %% tags=["solution"]
def describe(fn):
    names = {str: "string", int: "integer", float: "number", bool: "boolean"}
    arguments = inspect.signature(fn).parameters
    parameters = {
        "type": "object",
        "properties": {name: {"type": names[p.annotation]} for name, p in arguments.items()},
        "required": [name for name, p in arguments.items() if p.default is p.empty],
    }
    function = {"name": fn.__name__, "description": inspect.getdoc(fn), "parameters": parameters}
    return {"type": "function", "function": function}


# %% [markdown]
# ### 01b · A better draft ★★☆ (10 minutes)
#
# `find_calls(text)` returns a list of `(name, arguments)` pairs, one for each good call in the text. A broken call is left
# out; it must not cost its neighbours. A call is good if it is
# JSON with a name and arguments. (Tags inside strings, NaN and double encoding you may leave to the course's parser.)


# %% tags=["exercise"] check="01b"
def find_calls(text):
    raise NotImplementedError("your turn")


# %% tags=["solution"]
def find_calls(text):
    found = []
    for chunk in text.split("<tool_call>")[1:]:  # each call begins anew, even if the one before never closed
        try:
            call = json.loads(chunk.split("</tool_call>")[0])
            found.append((call["name"], call["arguments"]))
        except (ValueError, KeyError, TypeError):
            continue
    return found


# %% [markdown]
# ### 01c · The doorkeeper ★★★ (15 minutes)
#
# `problems(arguments, parameters)` compares a dict of arguments with a schema of plain types (`string`, `integer`, `number`, `boolean`) and returns a list
# of sentences, one for each thing that is wrong, naming the argument. Three traps are waiting: 0 and `""` are values, an integer is fine
# where a number is asked, and in Python `isinstance(True, int)` holds.


# %% tags=["exercise"] check="01c"
def problems(arguments, parameters):
    raise NotImplementedError("your turn")


# %% tags=["solution"]
def problems(arguments, parameters):
    kinds = {"string": (str,), "integer": (int,), "number": (int, float), "boolean": (bool,)}
    found = [f"{name} is missing" for name in parameters["required"] if name not in arguments]
    for name, value in arguments.items():
        if name not in parameters["properties"]:
            found.append(f"{name} is not an argument of this tool")
            continue
        wanted = parameters["properties"][name]["type"]
        if type(value) not in kinds[wanted]:
            found.append(f"{name} should be of type {wanted}, not {type(value).__name__}")
    return found


# %% [markdown]
# ## What you learned
#
# - A schema is all the model knows of a function. Types, bounds and descriptions are cheap ways to prevent wrong calls.
# - A conversation becomes one text through one template, and that text becomes tokens. Tools take their share of it, every time.
# - What comes back is text that may be broken in many ways. Parse it without trust, keep what is good, and say what is not.
# - A call that parses is not yet a call that is right. Check strictly, and answer in a sentence that helps.
#
# ## Next
#
# You know what a call is. Next we ask how a model comes to write one: notebook 02 derives the loss of a single tool call, from a yes-or-no decision to
# the gradient of every token.
