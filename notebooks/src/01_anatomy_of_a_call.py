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
MODE = "auto"  # how much to compute: "fast", "cpu" or "gpu"; "auto" looks whether there is a GPU
SEED = 1  # where the random cuts of the stream test start

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
# Most of this is quickly mended, and in exercise 01a you will do it. But then come bounds, choices, lists and nested types. For
# those the course's `@tool` leans on [pydantic](https://docs.pydantic.dev), which knows them all:

# %%
book = tool(book_table)
print(json.dumps(book.schema()["function"], indent=2))

# %% [markdown]
# The schema is a contract, and the tighter it is, the less a model can do wrong. "A whole number" lets it book for minus two people.
# `Annotated` adds a note to a type. This note is pydantic's `Field`: greater than or equal to (`ge`) 1, less than or equal to (`le`) 12.


# %%
@tool
def book_window(guests: Annotated[int, Field(ge=1, le=12)]) -> str:
    """Book the table at the window."""
    return f"The window table, for {guests}."


print(json.dumps(book_window.parameters["properties"], indent=1))

# %% [markdown]
# A free text is looser still: the model may write "no meat", "veggie" or "vegetarian". `Literal` lists the words that count, and
# leaves no room for another one:


# %%
@tool
def order_menu(diet: Literal["none", "vegetarian", "vegan"] = "none") -> str:
    """Order the menu of the day."""
    return f"The menu of the day ({diet})."


print(json.dumps(order_menu.parameters["properties"], indent=1))

# %% [markdown]
# Now both at once, and nested. An argument may be a list of things that have arguments of their own; a dataclass says which. On a
# list, `Field` bounds the length.


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
# The nested type, `Guest`, is described once under `$defs`, and `$ref` points to it.
#
# A function that cannot be described is refused as soon as you make a tool of it, in a line that says what to change:


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
# that text out. Ours is the format of Hermes and Qwen, which vLLM, SGLang and llama.cpp understand as well.
#
# Before the model reads the text, it is cut into **tokens**, pieces from a fixed vocabulary: a word, a part of a word, a digit, a
# mark. Each has a number, and the numbers are what goes in.
#
# Below is a whole conversation as the model would see it. We wrote it by hand, the assistant's turns too: this is how it
# *should* go. Each token is a box, coloured by the role it belongs to; hover over one to see its number. A green underline marks what the
# assistant has to write, the end mark of its turn included. In training only those tokens will count; notebooks 02 and 03 are about why and how.

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
# Two things are worth a second look.
#
# *Digits come one at a time.* `2026` is four tokens. This tokenizer never merges digits, so that the model can copy a number
# digit by digit; in notebook 00 it did just that.
#
# *The schema is the expensive part.* Most of the grey is the one tool. What do more of them cost? We give the same request
# more and more small tools and count the tokens of the prompt:

# %%
assert len(lm.tokenizer("2026")["input_ids"]) == 4
counts = [0, 1, 2, 4, 8, 16, 32]


def report(day: date) -> str:
    """Write the report of a day."""
    return f"All quiet on {day:%d %B}."


reports = [tool(report, name=f"report_{i}") for i in range(max(counts))]
lengths = [len(lm.tokenizer(render(messages[:1], reports[:count]))["input_ids"]) for count in counts]
first_tool = lengths[1] - lengths[0]
per_tool = (lengths[-1] - lengths[1]) / (counts[-1] - counts[1])
print(dict(zip(counts, lengths, strict=True)))
print(f"the first tool: {first_tool} tokens; each one after it: about {per_tool:.0f}")
assert first_tool > per_tool

# %% [markdown]
# The first tool costs more, because the instructions on how to call come with it. From then on the line is straight, and the
# model reads all of it again with every request.

# %%
fig, ax = plt.subplots()
ax.plot(counts, lengths, "o-")
ax.set(xlabel="tools in the prompt", ylabel="tokens before the model says a word", ylim=(0, None))
ax.set_title(f"Every further tool costs {per_tool:.0f} tokens, in every request")
show.figure(fig, f"After the first tool, the prompt grows in a straight line, {per_tool:.0f} tokens a tool.")

# %% [markdown]
# ## One call, three formats
#
# Everyone who serves models has invented a format. The content is nearly the same: a name, arguments, and mostly an id. OpenAI's API sends the
# arguments as a *string* that holds JSON, a frequent source of bugs. Anthropic's API sends an object. The Hermes format is
# plain text, just as an open model writes it.

# %%
as_openai = call.to_openai()
as_anthropic = {"type": "tool_use", "id": call.id, "name": call.name, "input": call.arguments}
as_hermes = render([{"role": "assistant", "content": None, "tool_calls": [as_openai]}])
print("OpenAI     ", json.dumps(as_openai))
print("Anthropic  ", json.dumps(as_anthropic))
print("Hermes")
print(as_hermes)

# %% [markdown]
# The trap in OpenAI's string: put it through `json.dumps` once more on its way into the prompt, and the model reads backslashes. Train
# on that, and it will write backslashes. This is **double encoding**, and it happens to experienced people. We
# turn arguments into a dict once, at the door, whichever form they come in:

# %%
string = as_openai["function"]["arguments"]
print("right:        ", string)
print("encoded twice:", json.dumps(string))
from_string = ToolCall.from_openai({"name": "book_table", "arguments": string})
from_dict = ToolCall.from_openai({"name": "book_table", "arguments": call.arguments})
assert from_string.arguments == from_dict.arguments == call.arguments

# %% [markdown]
# ## What comes back, and its traps
#
# Now the other direction. The model has written a text, and we want the calls in it. The obvious way is a regular
# expression, and it works at once:


# %%
def draft_parse(text):
    return [json.loads(body) for body in re.findall(r"<tool_call>(.*?)</tool_call>", text, re.DOTALL)]


good = '<tool_call>\n{"name": "add", "arguments": {"a": 1, "b": 2}}\n</tool_call>'
print(draft_parse(f"I will add.\n{good}"))

# %% [markdown]
# It works until it meets a model. Here are some texts that models really write, with the arguments that the draft finds in
# them and those that the course's parser finds:

# %%
TRAPS = {
    "a broken call beside a good one": "<tool_call>{'name': 'add'}</tool_call>" + good,
    "a tag inside a string": '<tool_call>{"name": "say", "arguments": {"text": "</tool_call>"}}</tool_call>',
    "a tag that never closes": '<tool_call>{"name": "add", "arguments": {"a": 1' + "\n" + good,
    "NaN and infinity": '<tool_call>{"name": "add", "arguments": {"a": NaN, "b": 1e999}}</tool_call>',
    "arguments encoded twice": '<tool_call>{"name": "add", "arguments": "{\\"a\\": 1}"}</tool_call>',
}


def draft_finds(text):
    try:
        return [found["arguments"] for found in draft_parse(text)]
    except ValueError as error:
        return f"nothing: {type(error).__name__}"


def parser_finds(text):
    return [found.arguments for found in parse(text).calls]


rows = [(what, draft_finds(text), parser_finds(text)) for what, text in TRAPS.items()]
show.table(rows, ["what the model wrote", "the draft finds", "fcall_helpers.parse finds"])

# %% [markdown]
# In the first three the draft raises, and one broken call costs its good neighbour. The last two are worse. Python's `json` lets
# `NaN` and infinity through, although JSON has neither, and the program fails later and somewhere else. And from the
# arguments encoded twice the draft makes a *string*. A wrong result that looks like a right one is worse than a crash.
#
# The course's parser keeps three promises: it never raises, a good call survives a bad neighbour, and what is wrong comes back as a
# sentence. The sentence is not only for you: in notebook 11 the model itself will read it and try again.

# %%
for what, text in TRAPS.items():
    for error in parse(text).errors:
        print(f"{what}:\n    {error}")

# %% [markdown]
# ### In pieces
#
# A model writes one token at a time, and nobody wants to wait for the last one. A **stream parser** takes the text in pieces and
# reports each event as soon as it is certain. The catch: a piece may end in the middle of a tag. `<too` could become a call or the word
# `<toolbox>`. So the parser holds back just as much as is undecided. That goes for a line break before a tag, too: if only calls follow, it is
# layout and is dropped; if words follow, it comes out with them. Watch the line break after "see.":

# %%
stream = StreamParser()
for piece in ["Let me see", ".\n<too", 'l_call>{"name": "add", ', '"arguments": {"a": 1}}</tool_', "call>", " Done"]:
    events = [event.text or f"CALL {event.call.name}({event.call.arguments})" for event in stream.feed(piece)]
    print(f"{piece!r:36} -> {events}")
print(stream.finish().content)

# %% [markdown]
# The streamed parse and the whole one must agree, however the text is cut. That is easy to test: cut at random and compare.

# %%
CUTS = pick(MODE, fast=300, cpu=3000, gpu=3000)
rng = random.Random(SEED)
pieces = [*TRAPS.values(), good, "\n", '"', "\\", "<tool_", "words"]
for _ in range(CUTS):
    whole = "".join(rng.choices(pieces, k=4))
    cuts = sorted(rng.choices(range(len(whole) + 1), k=5))
    stream = StreamParser()
    for start, end in zip([0, *cuts], [*cuts, len(whole)], strict=True):
        stream.feed(whole[start:end])
    assert stream.finish() == parse(whole), whole
print(f"{CUTS} texts, each cut in five places: no difference")

# %% [markdown]
# ## Is the call right?
#
# A call that parses can still be wrong: a tool that does not exist, an argument left out or made up, a number in quotes. The toolbox
# checks each call against the schema before it runs. It is strict on purpose: a tool that silently takes `"4"` for 4 hides a mistake that we
# want to see, count and train away.

# %%
toolbox = ToolBox([book, book_party])
CALLS = [
    ToolCall("book_table", {"restaurant": "Lindenhof", "guests": 4, "day": "2026-05-01"}),
    ToolCall("book_tabel", {"restaurant": "Lindenhof"}),
    ToolCall("book_table", {"restaurant": "Lindenhof", "guests": "4", "day": "2026-05-01"}),
    ToolCall("book_table", {"restaurant": "Lindenhof", "guests": True, "day": "2026-05-01"}),
    ToolCall("book_table", {"restaurant": "Lindenhof", "guests": 4, "day": "May Day"}),
    ToolCall("book_party", {"guests": [{"name": "Okafor", "diet": "meat only"}], "day": "2026-05-01", "vip": True}),
]
for made in CALLS:
    result = toolbox.call(made)
    print(result.error or "ok", "|", result.content)

# %% [markdown]
# Each message names the argument, what it got and what would be right. They are short because a model has to read them, and
# every token of a prompt costs time.
#
# How much time does all this care cost, next to the model's work? First, to parse and check one call:

# %%
checking = min(timeit.repeat(lambda: toolbox.check(parse(as_hermes).calls[0]), number=100, repeat=5)) / 100
print(f"to parse and check one call: {1000 * checking:.2f} ms")

# %% [markdown]
# Then, to write one token of a reply:

# %%
(reply,) = generate(lm, [messages[:1]], max_new_tokens=16)
writing = min(timeit.repeat(lambda: generate(lm, [messages[:1]], max_new_tokens=16), number=1, repeat=2))
writing /= len(lm.tokenizer(reply)["input_ids"])
print(f"to write one token: {1000 * writing:.0f} ms, {writing / checking:.0f} times as long")
assert writing > checking

# %% [markdown]
# All the checking of a call takes less time than a single token of it. There is no excuse for leaving it out.
#
# ## Exercises
#
# ### 01a · Describe a function ★★☆ (10 minutes)
#
# Make `draft_1` right. `describe(fn)` returns the schema of a function whose arguments are `str`, `int`, `float` or `bool`, in
# OpenAI's shape: `{"type": "function", "function": {...}}`. Inside go `name`, `description` (the whole docstring) and `parameters`, which
# is an object with `properties`, in JSON's names for the types, and `required`, a list of the arguments without a default. For a parameter `p` of the
# signature, `p.default is p.empty` holds when it has none.


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
# `find_calls(text)` returns a list of `(name, arguments)` pairs, one for each good call in the text. A call is good if it is JSON with a
# name and arguments. A broken one is left out, and must not cost its neighbours. (Tags inside strings, NaN and double
# encoding you may leave to the course's parser.)


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
# `problems(arguments, parameters)` compares a dict of arguments with a schema and returns a list of sentences, one for each
# problem, which names the argument. Three things are problems: a required argument that is missing, an argument that the schema
# does not have, and a value of the wrong type. `parameters` looks like this, with the types `string`, `integer`, `number` and `boolean`:
#
# ```python
# {"type": "object", "properties": {"room": {"type": "string"}, "price": {"type": "number"}}, "required": ["room"]}
# ```
#
# Mind that 0 and `""` are values, that an integer will do where a number is asked for, and that in Python `isinstance(True, int)` is true.


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
# - What comes back is text that may be broken in many ways. Trust none of it, keep what is good, and say what is wrong with the rest.
# - A call that parses is not yet a call that is right. Check it strictly, and say what is wrong in a sentence that helps.
#
# ## Next
#
# You know what a call is. Next we ask how a model comes to write one: notebook 02 derives the loss of a single tool call, from a yes-or-no decision to
# the gradient of every token.
