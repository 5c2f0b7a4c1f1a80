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
MODE = "auto"  # how much to compute: "fast", "cpu" or "gpu"; "auto" looks whether there is a GPU
SEED = 0  # the random sums below start here: the same seed gives the same sums

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
# have far more parameters; this model fits in your laptop's memory with room to spare. We chose it *because*
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
# A conversation is a list of messages, each with a `role` and a `content`. The `generate` function takes a list of
# conversations and returns a list of texts, one for each. Ours is a list of one, so `(guess,) = …` unpacks the only text. Let us
# ask for a sum that you could do on paper.

# %%
messages = [{"role": "user", "content": "What is 4817 + 2958?"}]
(guess,) = generate(lm, [messages], max_new_tokens=60)
print(guess)
assert str(4817 + 2958) not in guess
print("The right answer:", 4817 + 2958)

# %% [markdown]
# It answers without hesitation, and wrongly. The text has the *look* of a sum being worked out, but it was made by
# predicting one word after another, and that is a poor way to carry the one.
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
print(render(messages, [add], add_generation_prompt=True))

# %% [markdown]
# ## Step 2: emit
#
# The instructions say: to call a tool, write its name and arguments between `<tool_call>` tags. Does our model follow them?

# %%
(unforced,) = generate(lm, [messages], [add], max_new_tokens=60)
print(unforced)
assert parse(unforced).calls == []

# %% [markdown]
# It does not. There is no call in that text. This small model was never trained to call functions, and reading the
# instructions once is not enough for it. Models that call well have been *trained* on such conversations; we will train ours in
# notebook 07.
#
# Until then we can hold its hand. A model writes in **tokens**: words, or pieces of words. At each step it gives every
# possible next token a score, and the best score wins. So we can write down the rules of a well-formed call, a **grammar**, strike out
# every token that would break them, and let the model choose among the rest. That is **constrained decoding** (notebook 10 builds it).
# Asking for `tool_choice="add"` switches it on:

# %%
(emitted,) = generate(lm, [messages], [add], tool_choice="add")
print(emitted)

# %% [markdown]
# A well-formed call. Look at who did what: the grammar supplied the brackets, the quotes, the names `a` and `b`. But the digits
# were the model's own choice. It found both numbers in the question and put each in its place.
#
# ## Step 3: parse
#
# What we have is still a piece of text. Parsing turns it into something a program can use, or says what is wrong with it:

# %%
parsed = parse(emitted)
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
# Suppose the model had made a mistake: a number in quotes, and another one left out. The result is then an explanation that
# the model can read and act on. That difference, an error as *data* instead of a crash, is what keeps an agent running.

# %%
wrong = parse('<tool_call>{"name": "add", "arguments": {"a": "4817"}}</tool_call>').calls[0]
print(toolbox.call(wrong).content)

# %% [markdown]
# ## Step 5: answer
#
# Now two messages join the conversation. The first is what the model did: a message of role `assistant` whose `content`
# is `None`, because it said nothing in words, and whose `tool_calls` lists its calls. `call.to_openai()` writes a call in the form that
# OpenAI's API made common, with an id, and with the arguments as JSON text:

# %%
print(json.dumps(call.to_openai(), indent=2))

# %% [markdown]
# The second is a message of role `tool` with the result as text, and with the id of the call that it answers. Then it is
# the model's turn again, and all it has to do is to read out a number that stands right in front of it.

# %%
finished = [
    *messages,
    {"role": "assistant", "content": None, "tool_calls": [call.to_openai()]},
    {"role": "tool", "tool_call_id": call.id, "content": result.content},
]
(answer,) = generate(lm, [finished], [add], max_new_tokens=40)
print(answer)
assert "7775" in answer

# %% [markdown]
# That is all of it. A model that cannot add has given you the right sum, because it did not have to add. It only had to
# copy: two numbers into a call, and one out of a result.

# %% [markdown]
# ## All five in one line
#
# `run_agent` does all of this. Emit, parse and run repeat until the model replies without a call, because one call may lead to the next.
# `tool_choice="add"` forces only the first turn; from then on the model is free, or it could never reply. What comes back, the **trace**,
# holds everything that was said and done.

# %%
trace = run_agent(lm, [{"role": "user", "content": "What is 31415 + 27182?"}], toolbox, tool_choice="add")
assert str(31415 + 27182) in trace.answer
show.turns(trace.messages)

# %% [markdown]
# ## Why it is worth the trouble
#
# One lucky sum proves nothing. So let us measure: random sums of longer and longer numbers, with and without the tool.

# %%
DIGITS = pick(MODE, fast=[1, 3, 6], cpu=[1, 2, 3, 4, 6, 8], gpu=[1, 2, 3, 4, 6, 8, 10, 12])
SUMS = pick(MODE, fast=8, cpu=20, gpu=100)
rng = random.Random(SEED)


def number(digits):
    return rng.randint(10 ** (digits - 1), 10**digits - 1)


sums = {digits: [(number(digits), number(digits)) for _ in range(SUMS)] for digits in DIGITS}
print({digits: pairs[0] for digits, pairs in sums.items()})

# %% [markdown]
# We score three texts: what the model writes **by itself**, what its **call** returns when it is run for real, and the
# **final reply**, written with that result in front of it. In each, the last number counts, and a text is cut after 48
# tokens. That is strict with short sums, where the model by itself may ramble on past a right answer.


# %%
def questions(pairs):
    return [[{"role": "user", "content": f"What is {a} + {b}?"}] for a, b in pairs]


def with_tool(pairs):
    asked = questions(pairs)
    calls = [parse(text).calls[0] for text in generate(lm, asked, [add], tool_choice="add")]
    results = [toolbox.call(made) for made in calls]
    told = [
        [*before, {"role": "assistant", "content": None, "tool_calls": [made.to_openai()]}, returned.to_message()]
        for before, made, returned in zip(asked, calls, results, strict=True)
    ]
    return calls, [returned.content for returned in results], generate(lm, told, [add], max_new_tokens=48)


# %%
WAYS = ["by itself", "call", "final reply"]
tries = []
for digits in show.progress(DIGITS, "lengths tried"):
    guesses = generate(lm, questions(sums[digits]), max_new_tokens=48)
    calls, results, replies = with_tool(sums[digits])
    for (a, b), made, *texts in zip(sums[digits], calls, guesses, results, replies, strict=True):
        tries.append({"digits": digits, "a": a, "b": b, "made": made, **dict(zip(WAYS, texts, strict=True))})

# %% [markdown]
# Now the marks: of a hundred sums of each length, how many would come out right?


# %%
def right(attempt, way):
    numbers = re.findall(r"\d+", attempt[way].replace(",", ""))
    return numbers[-1:] == [str(attempt["a"] + attempt["b"])]


def percent(way, digits):
    marks = [right(attempt, way) for attempt in tries if attempt["digits"] == digits]
    return 100 * sum(marks) / len(marks)


curves = {way: [percent(way, digits) for digits in DIGITS] for way in WAYS}
columns = [[f"{share:.0f}%" for share in curves[way]] for way in WAYS]
show.table(zip(DIGITS, *columns, strict=True), ["digits", *WAYS])

# %%
fig, ax = plt.subplots()
for way, line, colour in zip(WAYS, ["s--", "o-", "^:"], ["orange", "blue", "green"], strict=True):
    ax.plot(DIGITS, curves[way], line, label=way, color=show.COLOURS[colour])
ax.set(xlabel="digits in each number", ylabel="right (%)", ylim=(-4, 104), xticks=DIGITS)
ax.set_title("It cannot add long numbers, but it can copy them into a call")
ax.legend(loc="center right")
long_tries = [attempt for attempt in tries if attempt["digits"] >= 3]
alone, called, replied = (sum(right(attempt, way) for attempt in long_tries) / len(long_tries) for way in WAYS)
alt = f"From three digits on: by itself {alone:.0%} right, the call {called:.0%}, the final reply {replied:.0%}."
show.figure(fig, alt)
assert alone <= 0.1 and called >= 0.8 and replied >= 0.6

# %% [markdown]
# From three digits on, the model by itself is right at most one time in ten, its calls at least eight times in
# ten, and its final replies at least six (the last line of the cell holds us to that). It is the same model with the same
# weights. Adding needs a skill that it does not have; calling needs copying, which it has.
#
# It does not copy *perfectly*. Here is where it slipped, on the way into a call and on the way out of a result:

# %%
miscopied = [attempt for attempt in tries if attempt["made"].arguments != {"a": attempt["a"], "b": attempt["b"]}]
ignored = [attempt for attempt in tries if right(attempt, "call") and not right(attempt, "final reply")]
print(f"wrong number in the call: {len(miscopied)} of {len(tries)}")
for attempt in miscopied[:2]:
    print(f"  asked {attempt['a']} + {attempt['b']}, called with {attempt['made'].arguments}")
print(f"right result, wrong reply: {len(ignored)} of {len(tries)}")
for attempt in ignored[:2]:
    print(f"  was given {attempt['call']}, wrote {attempt['final reply']!r}")

# %% [markdown]
# A wrong reply that stands beside a right result is a sobering sight. To use what a tool says has to be learned, too.
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
# *well-formed*. It cannot tell whether a call is *needed*, which tool is *right*, or where the arguments should come from.
# The model has to learn that, and teaching it is what this course is about.
#
# ## Your turn: a chat box
#
# Run the notebook and the box below is alive. Type a sum, press Send, watch the call and the result. Then type something that is not
# a sum, and see what the forced call makes of it.

# %%
chat = show.chat_widget(lm, toolbox, tool_choice="add")
chat

# %% [markdown]
# You can also drive the box from code. That is how we test it, and why you see a conversation here even when the notebook is not running:

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
# function returns. If the name is unknown, the arguments do not fit, or the function itself raises an exception, return a text that
# contains the word "error": the model's mistakes must never stop your program.


# %% tags=["exercise"] check="00b"
def run_call(call, functions):
    raise NotImplementedError("your turn")


# %% tags=["solution"]
def run_call(call, functions):
    if call.name not in functions:
        return f"error: there is no tool {call.name!r}"
    try:
        return functions[call.name](**call.arguments)
    except Exception as problem:  # whatever goes wrong in there, the model should hear of it
        return f"error: {type(problem).__name__}: {problem}"


# %% [markdown]
# ### 00c · Keep the books ★★☆ (5 minutes)
#
# `conversation(question, call, result)` returns the three messages that stand before the final answer, as in step 5: the
# user's question, the assistant's call, the tool's result. Here `question` is a text, `call` a parsed call, and `result`
# the plain value that the function returned, such as 42; its message holds it as JSON text. It must also say which call it
# answers, because there may be several.


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
# - The five steps: ask, emit, parse, run, answer. Emit, parse and run repeat until the model replies without a call.
# - A tool gives a model a skill it lacks, as long as it copies the right values into the call and the result into its reply.
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
