# %% [markdown]
# # 00 · Start here: a model calls a function
#
# A language model can only write text. Yet assistants look up the weather, book rooms and do sums without a slip. The
# trick is **function calling**, and you are about to watch it happen, with a real model, on this machine.
#
# **You will be able to** make a real model call a real Python function, and name the five steps every such call takes.
#
# **Minutes:** 25
#
# **Before this:** nothing but a little Python. No GPU, no account, no API key.

# %% tags=["parameters"]
MODE = "auto"
SEED = 0

# %% [markdown]
# ## The trick in one picture
#
# Behind nearly every function call are these five steps:

# %%
import json
import random
import re

import matplotlib.pyplot as plt

from fcall_helpers import checks, show

show.style()
NAMES = ["ask", "emit", "parse", "run", "answer"]
WHAT = [
    "tell the model which functions there are",
    "the model writes a call, as text",
    "turn the text into a name and arguments",
    "check the call, then run the real function",
    "give the result back; the model replies",
]
show.steps(NAMES, WHAT)

# %% [markdown]
# The model takes part in two of them, and both times it only writes text. By the end of this page you will have done
# all five.
#
# ## Meet the model
#
# It is called [SmolLM2-135M-Instruct](https://huggingface.co/HuggingFaceTB/SmolLM2-135M-Instruct). The large assistants
# run on thousands of times as many parameters; this one fits in your laptop's memory with room to spare. We chose it *because*
# it is small: whatever it learns to do in this course, you will have seen it learn.
#
# The cell below loads it. The first time, that takes a little while: the weights come out of a Python package and
# are converted once. From then on it is quick, with or without a network.

# %%
from fcall_helpers.agent import run_agent
from fcall_helpers.chat import render
from fcall_helpers.course import pick
from fcall_helpers.decoding import generate
from fcall_helpers.models import load
from fcall_helpers.parsing import parse
from fcall_helpers.tools import ToolBox, tool

lm = load()
print(f"{lm.name}: {lm.model.num_parameters() / 1e6:.0f} million parameters, on {lm.device}")

# %% [markdown]
# ## A question it gets wrong
#
# A conversation is a list of messages, each with a `role` and a `content`. The `generate` function continues it. Let us
# ask for a sum that you could do on paper.

# %%
question = [{"role": "user", "content": "What is 4817 + 2958?"}]
(alone,) = generate(lm, [question], max_new_tokens=60)
print(alone)
assert str(4817 + 2958) not in alone
print("The right answer:", 4817 + 2958)

# %% [markdown]
# It answers without hesitation, and wrongly. It has read millions of sums and remembers what sums *look like*, but nobody
# wrote this one down for it, and predicting the next word is a poor way to carry the one.
#
# Python, on the other hand, cannot talk but adds perfectly. So let the model do the talking and Python the adding. That
# takes the five steps. We will go through them one at a time, by hand; afterwards one function does all five.
#
# ## Step 1: ask
#
# Here is our function. It is plain Python with type hints and a docstring; the `@tool` decorator reads both and makes a
# **schema** from them: a description in JSON of what the function is called, what it is for, and which arguments it takes.


# %%
@tool
def add(a: int, b: int) -> int:
    """Add two whole numbers.

    Args:
        a: The first number.
        b: The second number.
    """
    return a + b


print(json.dumps(add.schema(), indent=2))

# %% [markdown]
# The model never sees the Python code. It sees the schema, written into the start of the conversation together with
# instructions on how to call. Nothing is hidden: this is the *whole* text that goes in, and the model's turn begins where it ends.

# %%
print(render(question, [add], add_generation_prompt=True))

# %% [markdown]
# ## Step 2: emit
#
# The instructions say: to call a tool, write its name and arguments between `<tool_call>` tags. Does our model follow them?

# %%
(text,) = generate(lm, [question], [add], max_new_tokens=60)
print(text)
assert parse(text).calls == []

# %% [markdown]
# It does not. There is no call in that text. This small model was never trained to call functions, and reading the
# instructions once is not enough for it. Large models are *trained* on many thousands of such conversations; we will do the same to ours in
# notebook 07.
#
# Until then we can hold its hand. A model does not choose words freely: at each step it gives every possible next token
# a score, and the best score wins. So we can strike out all tokens that would not continue a well-formed call, and let it choose among
# the rest. That is **constrained decoding** (notebook 10 builds it). Asking for `tool_choice="add"` switches it on:

# %%
(call_text,) = generate(lm, [question], [add], tool_choice="add")
print(call_text)

# %% [markdown]
# A well-formed call. Look at who did what: the grammar supplied the brackets, the quotes, the names `a` and `b`. But the digits
# were the model's own choice. It found both numbers in the question and put each in its place.
#
# ## Step 3: parse
#
# What we have is still a piece of text. Parsing turns it into something a program can use, or says what is wrong with it:

# %%
parsed = parse(call_text)
call = parsed.calls[0]
print("name:     ", call.name)
print("arguments:", call.arguments)
print("errors:   ", parsed.errors)

# %% [markdown]
# ## Step 4: run
#
# A `ToolBox` holds the functions that the model may call, and no others. It checks the arguments against the schema,
# runs the function under a time limit, and returns a result. It never raises because of something a model wrote.

# %%
toolbox = ToolBox([add])
result = toolbox.call(call)
print(result)
assert result.content == "7775"

# %% [markdown]
# Suppose the model had made a mistake: a name that does not exist, a number in quotes. The answer is then an explanation that
# the model can read and act on. That difference, an error as *data* instead of a crash, is what keeps an agent running.

# %%
wrong = parse('<tool_call>{"name": "add", "arguments": {"a": "4817"}}</tool_call>').calls[0]
print(toolbox.call(wrong).content)

# %% [markdown]
# ## Step 5: answer
#
# Two messages join the conversation: the assistant's call, and a message of role `tool` with the result. Then it is the model's turn
# again, and all it has to do is to read out a number that stands right in front of it.

# %%
finished = [
    *question,
    {"role": "assistant", "content": None, "tool_calls": [call.to_openai()]},
    {"role": "tool", "tool_call_id": call.id, "content": result.content},
]
(answer,) = generate(lm, [finished], [add], max_new_tokens=40)
print(answer)
assert "7775" in answer

# %% [markdown]
# That is all of it. A model that cannot add has given you the right sum, because it did not have to add. It only had to copy two numbers into a call.

# %% [markdown]
# ## All five in one line
#
# `run_agent` repeats the steps until the model answers in words. What it returns, the **trace**, holds everything that was said and done.

# %%
trace = run_agent(lm, [{"role": "user", "content": "What is 31415 + 27182?"}], toolbox, tool_choice="add")
assert str(31415 + 27182) in trace.answer
show.turns(trace.messages)

# %% [markdown]
# ## Why it is worth the trouble
#
# One lucky sum proves nothing. So let us measure: random sums of longer and longer numbers, once with the model by itself,
# once with the call. For the second we count a sum as right when the call, *run for real*, returns the right result.

# %%
DIGITS = pick(MODE, fast=[1, 3, 6], cpu=[1, 2, 3, 4, 6, 8], gpu=[1, 2, 3, 4, 6, 8, 10, 12])
SUMS = pick(MODE, fast=8, cpu=20, gpu=100)
rng = random.Random(SEED)


def number(digits):
    return rng.randint(10 ** (digits - 1), 10**digits - 1)


sums = {digits: [(number(digits), number(digits)) for _ in range(SUMS)] for digits in DIGITS}
print({digits: pairs[0] for digits, pairs in sums.items()})

# %% [markdown]
# For the model by itself, the last number in the first 48 tokens of its reply (a **token** is a word or a piece of one) counts as
# its answer. That is strict with short sums, where it often rambles on past a right answer.


# %%
def ask(pairs):
    return [[{"role": "user", "content": f"What is {a} + {b}?"}] for a, b in pairs]


def right_alone(pairs):
    texts = generate(lm, ask(pairs), max_new_tokens=48)
    last = [(re.findall(r"\d+", text.replace(",", "")) or [""])[-1] for text in texts]
    return sum(got == str(a + b) for got, (a, b) in zip(last, pairs, strict=True))


def right_with_tool(pairs):
    texts = generate(lm, ask(pairs), [add], tool_choice="add")
    results = [toolbox.call(parse(text).calls[0]).content for text in texts]
    return sum(got == str(a + b) for got, (a, b) in zip(results, pairs, strict=True))


# %%
by_itself = [right_alone(sums[digits]) / SUMS for digits in show.progress(DIGITS, "sums by itself")]
with_tool = [right_with_tool(sums[digits]) / SUMS for digits in show.progress(DIGITS, "sums with add")]
show.table(
    [(digits, f"{alone:.0%}", f"{tool:.0%}") for digits, alone, tool in zip(DIGITS, by_itself, with_tool, strict=True)],
    ["digits", "by itself", "with the tool"],
)

# %%
fig, ax = plt.subplots()
ax.plot(DIGITS, [100 * x for x in with_tool], "o-", label="calls add", color=show.COLOURS["blue"])
ax.plot(DIGITS, [100 * x for x in by_itself], "s--", label="by itself", color=show.COLOURS["orange"])
ax.set(xlabel="digits in each number", ylabel="right results (%)", ylim=(-4, 104), xticks=DIGITS)
ax.set_title("It cannot add long numbers, but it can copy them into a call")
ax.legend(loc="center right")
show.figure(
    fig, "Right answers by number of digits: with the add tool near 100 %, by itself near 0 % from three digits on."
)
long = [place for place, digits in enumerate(DIGITS) if digits >= 3]
assert all(by_itself[place] <= 0.1 and with_tool[place] >= 0.8 for place in long)

# %% [markdown]
# From three digits on the model by itself is right at most one time in ten, and with the tool at least eight times in
# ten (the last line of the cell holds us to that). It is the same model with the same weights. Adding needs a skill that it does not have; calling needs
# copying, which it has.
#
# ## What the grammar cannot do
#
# We forced the model's hand, and force has limits. Let us ask about the weather and still allow nothing but `add`:

# %%
weather = [{"role": "user", "content": "Will it rain in Paris tomorrow?"}]
(nonsense,) = generate(lm, [weather], [add], tool_choice="add")
print(nonsense)

# %% [markdown]
# The form is perfect and the content is nonsense: nobody mentioned those numbers. A grammar guarantees that a call is
# *well-formed*. Whether a call is *needed*, which tool is *right*, and where the arguments come from: that the model has to know. It has to learn
# it, and teaching it is what this course is about.
#
# ## Your turn: a chat box
#
# Run the notebook and the box below is alive. Type a sum, press Send, watch the call and the result.

# %%
chat = show.chat_widget(lm, toolbox, tool_choice="add")
chat

# %% [markdown]
# The same box can be driven from code, which is how we test it, and how you can read a conversation in a notebook that is not running:

# %%
chat.ask("What is 60 + 702?")
show.turns(chat.messages)

# %% [markdown]
# ## Exercises
#
# Write your answer in the cell, run it, and run the check below it. A check tells you *what* is wrong, not just that something is.
#
# ### 00a · Be the model ★☆☆ (2 minutes)
#
# Write the text that a model must emit to call `add` with 12 and 30.

# %% tags=["exercise"] check="00a"
call_text = ...

# %% tags=["solution"]
call_text = '<tool_call>\n{"name": "add", "arguments": {"a": 12, "b": 30}}\n</tool_call>'

# %% [markdown]
# ### 00b · Be the toolbox ★★☆ (5 minutes)
#
# `run_call(call, functions)` gets a parsed call (`call.name`, `call.arguments`) and a dict from names to Python functions. Return what the
# function returns. If the name is unknown or the arguments do not fit, return a text that contains the word "error": the
# model's mistakes must never stop your program.


# %% tags=["exercise"] check="00b"
def run_call(call, functions):
    raise NotImplementedError("your turn")


# %% tags=["solution"]
def run_call(call, functions):
    if call.name not in functions:
        return f"error: there is no tool {call.name!r}"
    try:
        return functions[call.name](**call.arguments)
    except TypeError as problem:
        return f"error: {problem}"


# %% [markdown]
# ### 00c · Keep the books ★★☆ (5 minutes)
#
# `conversation(question, call, result)` returns the three messages that stand in front of the final answer: the user's question, the assistant's
# call, the tool's result as JSON text. A result must say which call it answers, because there may be several.


# %% tags=["exercise"] check="00c"
def conversation(question, call, result):
    raise NotImplementedError("your turn")


# %% tags=["solution"]
def conversation(question, call, result):
    return [
        {"role": "user", "content": question},
        {"role": "assistant", "content": None, "tool_calls": [call.to_openai()]},
        {"role": "tool", "tool_call_id": call.id, "content": json.dumps(result)},
    ]


# %% [markdown]
# ## What you learned
#
# - A function call is text. The model **emits** it; everything real happens in your program.
# - The five steps: ask, emit, parse, run, answer. The last four repeat until the model answers in words.
# - A tool gives a model a skill it lacks, as long as it can copy the right values into the call.
# - A grammar can guarantee the form of a call, never its sense. Sense comes from training.
#
# ## Next
#
# The course goes on in the order in which you would build such a system yourself:
#
# | part | notebooks |
# |---|---|
# | what a call is | 01 its anatomy · 02 its loss, derived by hand · 03 tokens and masks |
# | teaching it | 04 build a dataset · 05 mine open source · 06 measure · 07 fine-tune · 08 adapters · 09 go faster |
# | letting it act | 10 constrained decoding · 11 the tool loop · 12 safety · 13 code and API calls |
# | beyond | 14 compress and serve · 15 encoders and T5 · 16 a dynamic function graph · 17 your own domain |
