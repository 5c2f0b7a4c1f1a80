# %% [markdown]
# # 02 · The loss of a call, derived
#
# Training asks the same thing over and over: how wrong was that, and which way is better? The **loss** answers the first
# question and its **gradient** the second. This notebook derives both for a tool call, in small steps.
#
# **You will be able to** write the loss of a tool call on paper, differentiate it by hand, and trust the result because three independent computations agree.
#
# **Minutes:** 120
#
# **Before this:** [notebook 01](01_anatomy_of_a_call.ipynb)

# %% tags=["parameters"]
MODE = "auto"
SEED = 2

# %% [markdown]
# All you need is school calculus: the derivatives of $e^x$ and $\log x$, and the chain rule. Every formula is derived, then computed, then checked.

# %%
import copy
import math

import matplotlib.pyplot as plt
import torch
from torch.nn import functional

from fcall_helpers import checks, show
from fcall_helpers.chat import IGNORE, encode, render
from fcall_helpers.course import pick
from fcall_helpers.loss import head_gradient, logits_gradient, masked_cross_entropy, token_losses
from fcall_helpers.models import load
from fcall_helpers.tools import ToolCall, tool

show.style()
lm = load(device="cpu")  # proofs need float64, and the same digits on every machine


# %% [markdown]
# ## Should I call a tool?
#
# The first decision about a request is a yes or a no. Here are three tools, and requests of both kinds. We must say which is which: that is a *label*.


# %%
@tool
def weather(city: str) -> str:
    """Tell the weather in a city, now or in the coming days."""
    return f"The weather in {city}"


@tool
def book_table(restaurant: str, guests: int, day: str) -> str:
    """Book a table at a restaurant."""
    return f"{guests} guests at {restaurant} on {day}"


@tool
def to_euros(amount: float, currency: str) -> str:
    """Convert an amount of money to euros."""
    return f"{amount} {currency} in euros"


TOOLS = [weather, book_table, to_euros]

# %%
NEED_A_TOOL = """Will it rain in Oslo tomorrow? | Book a table for two at the Lindenhof. | How much is 300 yen in euros?
What is the temperature in Cairo right now? | Reserve a table for six at Chez Marie. | Convert 45 pounds to euros.
Do I need an umbrella in Lima today? | Get us a table for four at the Golden Duck. | What are 99 dollars worth in euros?
Is it snowing in Quebec? | We are five, please book the Blue Door tonight. | Change 1200 rupees into euros for me.
How hot will Madrid be on Sunday? | I want to eat at Trattoria Sole with three friends, book it. | Forecast for Nairobi?
My invoice says 80 francs, how many euros is that? | How windy is it in Wellington? | Will I freeze in Tromso tonight?
Find us a table for eight at the Harbour Grill. | Tell me what 15 Canadian dollars are in euros. | Is Rome sunny now?
Please reserve dinner for two at the Old Mill. | 20000 won, what is that in euros? | A table at the Ivy for one, please."""
NEED_NONE = """Write a short poem about the sea. | What is the capital of Norway? | Why is the sky blue?
Tell me a joke about cats. | How do I boil an egg? | Who wrote Don Quixote? | Explain what a prime number is.
Give me three names for a puppy. | What does the word serene mean? | How many legs does a spider have?
Suggest a title for my holiday album. | Thank you, that was helpful. | Who painted the Mona Lisa? | What is an umbrella?
Translate good night into French. | How do plants make food? | What is a good way to learn the piano?
Name the planets in order. | Write a birthday wish for my aunt. | What is the difference between a frog and a toad?
Give me a tip against hiccups. | When was the euro introduced? | Why do people eat at restaurants? | What makes wind blow?"""
pairs = zip(NEED_A_TOOL.replace("\n", "|").split("|"), NEED_NONE.replace("\n", "|").split("|"), strict=True)
requests = [request.strip() for pair in pairs for request in pair]
y = torch.tensor([1.0, 0.0] * (len(requests) // 2), dtype=torch.float64)  # (N,) 1: needs a tool
print(len(requests), "requests,", int(y.sum()), "need a tool")

# %% [markdown]
# ### What the model knows about a request
#
# When the model has read a prompt, each token has a **hidden state**: 576 numbers, from which the next token will be predicted.
# We take their mean over the request and the marks around it. The tools were read before, so the model *could* know the answer. (They stand first in
# every prompt, and are read once for all.)


# %%
def prompt_ids(request):
    prompt = render([{"role": "user", "content": request}], TOOLS, add_generation_prompt=True)
    return lm.tokenizer(prompt)["input_ids"]


prompts = [prompt_ids(request) for request in requests]
shared = next(t for t, column in enumerate(zip(*prompts, strict=False)) if len(set(column)) > 1)
features = []
with torch.no_grad():
    prefix = lm.model.model(torch.tensor([prompts[0][:shared]])).past_key_values
    for prompt in show.progress(prompts, "requests read"):
        rest = torch.tensor([prompt[shared:]])  # (1, T) the request itself
        states = lm.model.model(rest, past_key_values=copy.deepcopy(prefix)).last_hidden_state  # (1, T, 576)
        features.append(states[0].mean(0).double())
features = torch.stack(features)  # (N, 576)
assert features.shape == (len(requests), 576)
print(f"{shared} tokens shared, then {min(map(len, prompts)) - shared} to {max(map(len, prompts)) - shared} each")

# %% [markdown]
# With more numbers than requests, anything can be separated from anything. So we keep the two directions in which the
# requests differ most (principal components); these can be drawn, too. One half of the requests is put aside first, to judge by.

# %%
order = torch.randperm(len(requests), generator=torch.Generator().manual_seed(SEED))
train, held_out = order[: len(order) // 2], order[len(order) // 2 :]
centre = features[train].mean(0)
_, _, directions = torch.linalg.svd(features[train] - centre, full_matrices=False)
x = (features - centre) @ directions[:2].T  # (N, 2)
x = x / x[train].std(0)

# %% [markdown]
# ### One decision, one probability
#
# From the two features $x$ we compute a score, $s = w \cdot x + b$, and squeeze it into a probability with the **sigmoid**:
#
# $$p = \sigma(s) = \frac{1}{1 + e^{-s}}$$
#
# The truth got the probability $p$ if the label $y$ is 1, and $1 - p$ if it is 0. Both in one formula (Bernoulli's):
#
# $$P(y \mid x) = p^{\,y} (1 - p)^{1 - y}$$
#
# We want it large. A product of many such numbers soon rounds to zero, so we take the logarithm, and a minus sign makes it
# something to keep small. This is the **binary cross-entropy**:
#
# $$L = -\log P(y \mid x) = -y \log p - (1 - y) \log (1 - p)$$
#
# ### Its gradient, by the chain rule
#
# Three links lead from the weights to the loss: $w \to s \to p \to L$. We start with the last:
#
# $$\frac{\partial L}{\partial p} = -\frac{y}{p} + \frac{1 - y}{1 - p} = \frac{-y(1-p) + (1-y)p}{p(1-p)} = \frac{p - y}{p(1-p)}$$
#
# Then the sigmoid. With $u = 1 + e^{-s}$ we have $p = u^{-1}$ and $u' = -e^{-s}$, so
#
# $$\frac{\partial p}{\partial s} = -u^{-2} \cdot (-e^{-s}) = \frac{1}{1 + e^{-s}} \cdot \frac{e^{-s}}{1 + e^{-s}} = p(1 - p)$$
#
# Multiply, and nearly everything cancels:
#
# $$\frac{\partial L}{\partial s} = \frac{p - y}{p(1-p)} \cdot p(1-p) = p - y$$
#
# **The gradient is what you said minus what was true.** Everything below is a variation on this line. The first link is
# $\partial s / \partial w = x$, so $\partial L / \partial w = (p - y)\, x$, and $\partial L / \partial b = p - y$.
#
# ### Many decisions
#
# The probability of $N$ independent labels is the product of their probabilities, so the negative logarithm is a sum. Its mean is the **empirical risk**, and the gradient of a mean is the mean of the gradients:
#
# $$R = \frac{1}{N} \sum_{n=1}^{N} L_n \qquad\qquad \frac{\partial R}{\partial w} = \frac{1}{N} \sum_{n=1}^{N} (p_n - y_n)\, x_n$$
#
# In code, against PyTorch, which knows nothing of our derivation:

# %%
w = torch.tensor([0.5, -0.5], dtype=torch.float64, requires_grad=True)
b = torch.zeros((), dtype=torch.float64, requires_grad=True)
p = torch.sigmoid(x[train] @ w + b)  # (N,)
risk = -(y[train] * p.log() + (1 - y[train]) * (1 - p).log()).mean()
risk.backward()  # PyTorch's way
by_hand = (p - y[train]).detach() @ x[train] / len(train)  # (2,) ours
print("by hand :", by_hand.tolist())
print("autograd:", w.grad.tolist())  # PyTorch's automatic differentiation
assert torch.allclose(by_hand, w.grad, rtol=1e-8, atol=1e-15)
assert torch.allclose((p - y[train]).mean(), b.grad, rtol=1e-8, atol=1e-15)

# %% [markdown]
# The gradient points uphill, so we take many small steps the other way. That is **gradient descent**:

# %%
STEPS, RATE = 500, 0.3
w, b = torch.zeros(2, dtype=torch.float64), torch.zeros((), dtype=torch.float64)
for _ in range(STEPS):
    error = torch.sigmoid(x[train] @ w + b) - y[train]  # (N,) p - y
    w -= RATE * error @ x[train] / len(train)
    b -= RATE * error.mean()
p = torch.sigmoid(x @ w + b)
right = (p > 0.5) == (y > 0.5)
for name, rows in (("train", train), ("held out", held_out)):
    risk = functional.binary_cross_entropy(p[rows], y[rows])
    print(f"{name:8}  risk {risk:.3f}  right {int(right[rows].sum())} of {len(rows)}")
print("wrong:", [requests[n] for n in held_out if not right[n]])
assert right[held_out].double().mean() > 0.7

# %%
fig, ax = plt.subplots(figsize=(7.2, 4.2))
sides = [torch.linspace(column.min() - 0.4, column.max() + 0.4, 120, dtype=torch.float64) for column in x.T]
across, up = torch.meshgrid(*sides, indexing="xy")
surface = torch.sigmoid(across * w[0] + up * w[1] + b)
shades = ax.contourf(across, up, surface, levels=[0, 0.1, 0.25, 0.5, 0.75, 0.9, 1], cmap="cividis", alpha=0.35)
ax.contour(across, up, surface, levels=[0.5], colors="black")
fig.colorbar(shades, label="p, the probability of a call")
ax.grid(visible=False)
for label, colour, marker, what in ((1, "orange", "o", "needs a tool"), (0, "blue", "s", "needs none")):
    for rows, fill, when in ((train, True, "train"), (held_out, False, "held out")):
        points, edge = x[rows[y[rows] == label]], show.COLOURS[colour]
        face = edge if fill else "white"
        ax.scatter(*points.T, marker=marker, color=face, edgecolors=edge, label=f"{what}, {when}")
ax.set(xlabel="first principal component (standard deviations)", ylabel="second (standard deviations)")
finding = f"A straight line sorts {int(right[held_out].sum())} of {len(held_out)} unseen requests rightly"
ax.set_title(finding)
ax.legend(loc="upper center", bbox_to_anchor=(0.5, -0.18), ncols=2)
show.figure(fig, f"Requests as points in a plane with the line p = 0.5 between the two kinds. {finding}.")

# %% [markdown]
# Two directions among 576 and a straight line go that far. So much of the answer (or at least: what the request is about) is already in the untrained
# model's states. What it lacks is the habit of acting on it, by writing one token and not another.
#
# ## Which token?
#
# A language model chooses among a whole vocabulary of $V$ tokens. It puts out $V$ scores $z$, the **logits**, and
# the **softmax** makes them positive and their sum one:
#
# $$p_j = \frac{e^{z_j}}{\sum_{k} e^{z_k}}$$
#
# The next token turns out to be number $c$. As before, the loss is the negative logarithm of what it was given:
#
# $$L = -\log p_c$$
#
# ### The gradient, by the quotient rule
#
# Write $S = \sum_k e^{z_k}$, so that $p_j = e^{z_j} / S$, and note $\partial S / \partial z_i = e^{z_i}$. What does logit $i$ do to probability $j$?
#
# *Its own*, $i = j$. Numerator and denominator both change:
#
# $$\frac{\partial p_i}{\partial z_i} = \frac{e^{z_i} S - e^{z_i} e^{z_i}}{S^2} = \frac{e^{z_i}}{S} \cdot \frac{S - e^{z_i}}{S} = p_i (1 - p_i)$$
#
# *Another's*, $i \neq j$. Only the denominator changes:
#
# $$\frac{\partial p_j}{\partial z_i} = \frac{0 \cdot S - e^{z_j} e^{z_i}}{S^2} = -p_j\, p_i$$
#
# Let $y$ be the **one-hot** vector: $y_c = 1$, all others 0. Then both cases read $\partial p_c / \partial z_i = p_c\,(y_i - p_i)$, and the chain rule with $\partial L / \partial p_c = -1 / p_c$ gives
#
# $$\frac{\partial L}{\partial z_i} = -\frac{1}{p_c} \cdot p_c\, (y_i - p_i) = p_i - y_i$$
#
# What you said minus what was true, once for each token. The right one is pushed up by $1 - p_c$, the others together down by just as much,
# each by its own share.
#
# ### In your hands
#
# Real logits: the model has read a tool and a request, and it is its turn. Here are its four favourites, and `<`,
# which begins `<tool_call>` and is the right one. (Among these five alone, its probability is larger than in the whole vocabulary.) Drag it up and watch the loss fall and the gradients shrink.

# %%
ask = [{"role": "user", "content": "A table for four at the Lindenhof on May Day 2026, please."}]
prompt = render(ask, [book_table], add_generation_prompt=True)
with torch.no_grad():
    first = lm.model(**lm.tokenizer(prompt, return_tensors="pt")).logits[0, -1].double()  # (V,)
call_token = lm.tokenizer.convert_tokens_to_ids("<")
candidates = [call_token, *(i for i in first.topk(5).indices.tolist() if i != call_token)][:5]
names = [lm.tokenizer.decode([i]) for i in candidates]
shown = first[candidates] - first[candidates].mean()  # moved to around 0; why one may is told below
explorer = show.logit_explorer(names, shown.tolist(), target="<")
explorer

# %%
for logit in (shown[0].item(), 2.0, 5.0, 8.0):
    state = explorer.move("<", logit)
    p, gradient = state["probabilities"]["<"], state["gradient"]["<"]
    print(f"logit {logit:+.2f}   p {p:.4f}   loss {state['loss']:.4f}   gradient {gradient:+.4f}")
    assert math.isclose(gradient, p - 1, abs_tol=1e-12)
print("sum of all five gradients:", round(sum(state["gradient"].values()), 12))
assert abs(sum(state["gradient"].values())) < 1e-12

# %% [markdown]
# That the gradients add up to zero is no accident. Add the same number to *all* logits and nothing changes,
# because $e^{z_j + a} = e^a e^{z_j}$, and the $e^a$ cancels in the fraction. Only differences between logits mean anything.
#
# ### The yes-or-no case is the case $V = 2$
#
# With two tokens, "no" with logit $z_0$ and "yes" with $z_1$, divide numerator and denominator by $e^{z_1}$:
#
# $$p_1 = \frac{e^{z_1}}{e^{z_0} + e^{z_1}} = \frac{1}{1 + e^{-(z_1 - z_0)}} = \sigma(z_1 - z_0)$$
#
# A sigmoid of the difference. So binary cross-entropy is softmax cross-entropy with two classes:

# %%
z = torch.randn(1000, 2, dtype=torch.float64, generator=torch.Generator().manual_seed(SEED)) * 5
label = torch.arange(1000) % 2
binary = functional.binary_cross_entropy_with_logits(z[:, 1] - z[:, 0], label.double(), reduction="none")
softmax = functional.cross_entropy(z, label, reduction="none")
print("largest difference:", (binary - softmax).abs().max().item())
assert torch.allclose(binary, softmax, rtol=1e-10, atol=1e-12)


# %% [markdown]
# ### The formula is right and the program is wrong
#
# Type the softmax in as it stands, and it breaks:


# %%
def naive_softmax(z):
    return z.exp() / z.exp().sum()


large = torch.tensor([1000.0, 999.0, 998.0])
print("small:", naive_softmax(torch.tensor([2.0, 1.0, 0.0])))
print("large:", naive_softmax(large))
half = first.half()  # our model's own logits, in 16 bits
print(f"its largest logit {half.max():.1f}, e to that {half.max().exp()}, NaN: {naive_softmax(half).isnan().sum()}")
assert naive_softmax(large).isnan().all() and naive_softmax(half).isnan().any()

# %% [markdown]
# $e^{1000}$ is larger than any float, so it becomes infinity, and infinity divided by infinity is not a number (NaN). In 16 bits
# the largest number is 65504, about $e^{11}$: ordinary logits are enough.
#
# But only differences matter. So subtract the largest logit, $z_{\max}$: the largest term is then $e^0 = 1$, nothing can overflow, and the value is
# the same. For the loss, take the logarithm on paper first:
#
# $$-\log p_c = -\log \frac{e^{z_c - z_{\max}}}{\sum_k e^{z_k - z_{\max}}} = -(z_c - z_{\max}) + \log \sum_k e^{z_k - z_{\max}}$$
#
# This is the **log-sum-exp trick**. It also saves the other end, where a probability rounds to 0 and its logarithm would be $-\infty$.


# %%
def stable_softmax(z):
    e = (z - z.max()).exp()
    return e / e.sum()


print("large:", stable_softmax(large))
far = torch.tensor([0.0, -1000.0])
print("logarithm afterwards:", stable_softmax(far)[1].log().item())
print("log-sum-exp:         ", functional.log_softmax(far, 0)[1].item())
assert torch.equal(stable_softmax(large), stable_softmax(torch.tensor([2.0, 1.0, 0.0])))

# %% [markdown]
# ## A whole call
#
# A call is not one token but a sequence $c_1, \dots, c_T$. The **chain rule of probability** takes it apart, without any approximation:
#
# $$P(c_1, \dots, c_T) = P(c_1)\, P(c_2 \mid c_1)\, P(c_3 \mid c_1, c_2) \cdots = \prod_{t=1}^{T} P(c_t \mid c_1, \dots, c_{t-1})$$
#
# The negative logarithm again turns the product into a sum, the **negative log-likelihood** of the sequence:
#
# $$-\log P(c_1, \dots, c_T) = -\sum_{t=1}^{T} \log P(c_t \mid c_1, \dots, c_{t-1})$$
#
# Each summand is a softmax cross-entropy, and those we can differentiate. Behind the bar stand the *true* earlier tokens, not what the
# model would have said (**teacher forcing**). So all positions can be computed in one pass.
#
# ### The shift by one
#
# There is one row of logits for each token read. The row at $t$ comes *after* reading token $t$, so it predicts token $t + 1$. The start of our call:

# %%
call = ToolCall("book_table", {"restaurant": "Lindenhof", "guests": 4, "day": "2026-05-01"}, "call_0")
messages = [*ask, {"role": "assistant", "content": None, "tool_calls": [call.to_openai()]}]
encoded = encode(messages, [book_table], lm.tokenizer)
input_ids, labels = torch.tensor(encoded.input_ids), torch.tensor(encoded.labels)  # (T,), (T,)
texts = [repr(lm.tokenizer.decode([i])) for i in encoded.input_ids]
begin = next(t for t, label in enumerate(encoded.labels) if label != IGNORE)  # the first trained token
rows = [(t, texts[t], texts[t + 1], encoded.labels[t + 1]) for t in range(begin - 3, begin + 4)]
show.table(rows, ["position t", "reads", "predicts", "label of t + 1"])

# %% [markdown]
# ### The mask
#
# Now the last column. The model should not learn to write schemas or requests. A label of
# $-100$, which PyTorch ignores, says "do not train this one". With $m_t = 1$ where token $t$ is trained and 0 elsewhere, **the loss of a call** is
#
# $$L = -\frac{1}{N} \sum_{t=2}^{T} m_t \log P(c_t \mid c_1, \dots, c_{t-1}), \qquad N = \sum_{t=2}^{T} m_t$$
#
# The sum starts at 2 because nothing predicts the first token. Divide by $N$, the *trained* tokens: divided by $T$, a long prompt makes the loss look small.
#
# Tool results are masked as well. They are the world's words, and a model
# trained on them learns to *invent* results. Of a longer conversation, only this is trained:

# %%
longer = [
    *messages,
    {"role": "tool", "tool_call_id": "call_0", "content": "Confirmed, window seat, ref 7731"},
    {"role": "assistant", "content": "Done: four people at the Lindenhof on 1 May."},
]
trained = [label for label in encode(longer, [book_table], lm.tokenizer).labels if label != IGNORE]
print(lm.tokenizer.decode(trained))
assert "7731" in render(longer, [book_table]) and "7731" not in lm.tokenizer.decode(trained)

# %% [markdown]
# ### The gradient, all the way to the weights
#
# Each row of logits occurs in exactly one summand. So for the logits at position $t$, with $p_t$ their softmax and $y_t$ the one-hot vector of token $t + 1$:
#
# $$\frac{\partial L}{\partial z_t} = \frac{m_{t+1}}{N} (p_t - y_t) =: g_t$$
#
# Where the next token is masked, the gradient is exactly zero, not just small; so it is in the last row, which predicts nothing. (Masked tokens are still read. They are only not *taught*.)
#
# One link more. The logits are the hidden state times the **output matrix**, $z_t = W h_t$, that is $z_{t,i} = \sum_k W_{ik}\, h_{t,k}$. So
# $\partial z_{t,i} / \partial W_{ik} = h_{t,k}$, and the same $W$ serves at each position:
#
# $$\frac{\partial L}{\partial W_{ik}} = \sum_t g_{t,i}\, h_{t,k} \qquad\text{or}\qquad \frac{\partial L}{\partial W} = \sum_t g_t\, h_t^\top$$
#
# In the same way $\partial L / \partial h_t = W^\top g_t$, which goes on down into the layers; from there on it is PyTorch's job.
#
# ## On a real call
#
# Now the proof. We keep the hidden states and the output matrix as 64-bit floats, because to compare eight digits takes more than the seven that 32 bits have.

# %%
with torch.no_grad():
    hidden = lm.model.model(input_ids[None]).last_hidden_state[0].double()  # (T, H)
weight = lm.model.lm_head.weight.detach().double()  # (V, H)
hidden.requires_grad_()
weight.requires_grad_()
logits = hidden @ weight.T  # (T, V)
logits.retain_grad()
loss = masked_cross_entropy(logits, labels)
print(tuple(logits.shape), f"loss {loss.item():.4f} nats a token")
with torch.no_grad():
    theirs = lm.model(input_ids[None], labels=labels[None]).loss
assert math.isclose(loss.item(), theirs.item(), rel_tol=1e-4)  # transformers' own, in 32 bits

# %% [markdown]
# Our formula for one position, the one that should begin the call:

# %%
t, N = begin - 1, int((labels[1:] != IGNORE).sum())
p_t = stable_softmax(logits[t].detach())  # (V,) what the model said
y_t = functional.one_hot(labels[t + 1], len(p_t))  # (V,) what was true
g_t = (p_t - y_t) / N
loss.backward()  # PyTorch's way, for comparison
print("largest difference:", (g_t - logits.grad[t]).abs().max().item())
assert torch.allclose(g_t, logits.grad[t], rtol=1e-8, atol=1e-18)

# %% [markdown]
# `logits_gradient` and `head_gradient` do the same at all positions (you will write the first in exercise 02b). All entries at once:


# %%
def relative_difference(ours, theirs):
    return ((ours - theirs).norm() / theirs.norm()).item()


fixed = logits.detach()
by_hand_logits = logits_gradient(fixed, labels)  # (T, V)
by_hand_weight = head_gradient(hidden.detach(), fixed, labels)  # (V, H)
print(f"logits  {by_hand_logits.numel():>12,} entries  {relative_difference(by_hand_logits, logits.grad):.1e}")
print(f"matrix  {by_hand_weight.numel():>12,} entries  {relative_difference(by_hand_weight, weight.grad):.1e}")
assert relative_difference(by_hand_logits, logits.grad) < 1e-8
assert relative_difference(by_hand_weight, weight.grad) < 1e-8
untrained = labels[1:] == IGNORE
assert not by_hand_logits[:-1][untrained].any() and not logits.grad[:-1][untrained].any()  # exactly zero

# %% [markdown]
# ### The third witness
#
# Autograd and we both used the chain rule, and could share a mistake in reasoning. **Finite differences** use no calculus: nudge one number up and down, and see how the loss moves.
#
# $$\frac{\partial L}{\partial z} \approx \frac{L(z + \varepsilon) - L(z - \varepsilon)}{2 \varepsilon}$$


# %%
def nudge_logit(t, i, step):
    moved = fixed.clone()
    moved[t, i] += step
    return masked_cross_entropy(moved, labels).item()


def nudge_weight(i, k, step):
    moved = fixed.clone()
    moved[:, i] += step * hidden.detach()[:, k]  # W[i, k] takes part in logit i at every position
    return masked_cross_entropy(moved, labels).item()


def slope(nudge, *place, step=1e-5):
    return (nudge(*place, step) - nudge(*place, -step)) / (2 * step)


# %%
right, favourite = labels[t + 1].item(), fixed[t].argmax().item()
strongest = by_hand_weight[right].abs().argmax().item()
of_logits = by_hand_logits, logits.grad, nudge_logit
of_weight = by_hand_weight, weight.grad, nudge_weight
PLACES = {
    "logit of the right token": ((t, right), *of_logits),
    "logit of the model's favourite": ((t, favourite), *of_logits),
    "a logit whose next token is masked": ((t - 1, right), *of_logits),
    "W at the right token's row": ((right, strongest), *of_weight),
}
rows = []
for what, (place, ours, theirs, nudge) in PLACES.items():
    three = ours[place].item(), theirs[place].item(), slope(nudge, *place)
    assert math.isclose(three[0], three[1], rel_tol=1e-8), what
    assert math.isclose(three[0], three[2], rel_tol=1e-6), what
    rows.append((what, *(f"{number:.8f}" for number in three)))
show.table(rows, ["derivative of the loss for", "by hand", "autograd", "finite differences"])

# %% [markdown]
# Three computations, one result, and the masked one is 0 in all three. Four places could be luck, so here are more, at random:

# %%
NUDGES = pick(MODE, fast=5, cpu=25, gpu=25)
generator = torch.Generator().manual_seed(SEED)
worst = 0.0
for _ in range(NUDGES):
    position = begin - 1 + torch.randint(N, (), generator=generator).item()  # it predicts a trained token
    token = stable_softmax(fixed[position]).multinomial(1, generator=generator).item()  # one the model finds likely
    ours, theirs = by_hand_logits[position, token].item(), slope(nudge_logit, position, token)
    worst = max(worst, abs(ours - theirs))
print(f"{NUDGES} places, largest difference {worst:.1e}")
assert worst < 1e-9

# %% [markdown]
# ### Where is a call hard?
#
# Before the mean is taken, the loss can be looked at token by token, in **nats** (its unit, as we use the natural logarithm). Hover over the call at the end (the darker, the more loss):

# %%
show.microscope(encoded, lm.tokenizer, logits=fixed)

# %% [markdown]
# One would expect that punctuation is free and argument values are hard. Let us sort the tokens by what they are part of:

# %%
text = render(messages, [book_table])
spans = lm.tokenizer(text, add_special_tokens=False, return_offsets_mapping=True)["offset_mapping"]
start = text.rindex("<tool_call>")
kinds = ["tags and punctuation"] * len(text)  # one a character
PIECES = dict.fromkeys((call.name, *call.arguments), "names")
PIECES |= {str(value): f"value of {name}" for name, value in call.arguments.items()}
for piece, kind in PIECES.items():
    at = text.index(piece, start)
    kinds[at : at + len(piece)] = [kind] * len(piece)
kinds[start] = "the decision to call"
losses = token_losses(fixed, labels)  # (T,) already shifted: entry t is the loss of token t
trained = [t for t in range(len(labels)) if labels[t] != IGNORE]
part_of = {t: kinds[spans[t][1] - 1] for t in trained}

# %%
groups = {}
for t in trained:
    groups.setdefault(part_of[t], []).append(losses[t].item())
means = dict(sorted(((kind, sum(group) / len(group)) for kind, group in groups.items()), key=lambda item: item[1]))
ranked = losses[labels != IGNORE].sort(descending=True).values
few = int((ranked.cumsum(0) < 0.8 * ranked.sum()).sum()) + 1
finding = f"{few} of the {N} tokens make up four fifths of the loss"
fig, ax = plt.subplots()
ax.barh(list(means), list(means.values()), color=show.COLOURS["blue"], alpha=0.5, label="mean of the group")
for place, kind in enumerate(means):
    ax.plot(groups[kind], [place] * len(groups[kind]), ".", color=show.COLOURS["orange"], alpha=0.7)
ax.plot([], [], ".", color=show.COLOURS["orange"], label="one token")
ax.set(xlabel="loss (nats a token)")
ax.set_title(finding)
ax.legend(loc="lower right")
show.figure(fig, "Bars, mean loss by group: " + ", ".join(f"{k} {v:.2f}" for k, v in means.items()) + f". {finding}.")

# %%
hardest = sorted(trained, key=lambda t: losses[t].item(), reverse=True)
rows = []
for t in hardest[:8]:
    before = lm.tokenizer.decode(encoded.input_ids[t - 6 : t])
    favourite = repr(lm.tokenizer.decode([fixed[t - 1].argmax().item()]))
    rows.append((before, texts[t], favourite, f"{losses[t]:.2f}"))
show.table(rows, ["after", "the right token", "the model's favourite", "loss"])
assert min(means, key=means.get) == "value of restaurant" and max(means, key=means.get) == "the decision to call"
assert sorted(groups["tags and punctuation"])[len(groups["tags and punctuation"]) // 2] < 0.2  # the median

# %% [markdown]
# So the expectation is half right. Copying is nearly free, even in a value: once `L` is there, the rest of Lindenhof follows, because it stands in the prompt. Most
# punctuation tokens cost next to nothing too, but a few of them choose what comes next. What hurts are the **decisions**: to call at all instead of chatting, which
# name comes next, number or string, and wherever the request must be *converted*, as May Day into a date. Training will be about those few tokens.
#
# ## Denominators that lie
#
# For a batch there is a choice of denominators. Here are four conversations with replies of very different length (the prompts' logits, whose gradient is zero, are cut off):

# %%
LONG = """You tell me the restaurant, the day and how many people will come. I check that nothing is missing, ask the
restaurant for a table, and wait for its answer. If there is one, you get a reference number. If there is none, I will
look for another hour or another place, and ask you before I book anything at all."""
ask_how = [{"role": "user", "content": "How does booking a table work?"}]
thanks = [{"role": "user", "content": "Thank you, that is all."}]
ask_ivy = [{"role": "user", "content": "The Ivy, one person, 2026-03-09."}]
ivy = ToolCall("book_table", {"restaurant": "Ivy", "guests": 1, "day": "2026-03-09"}, "call_1")
conversations = [
    messages,
    [*ask_how, {"role": "assistant", "content": LONG}],
    [*thanks, {"role": "assistant", "content": "You are welcome."}],
    [*ask_ivy, {"role": "assistant", "tool_calls": [ivy.to_openai()]}],
]

# %%


def read(conversation):
    encoded = encode(conversation, [book_table], lm.tokenizer)
    with torch.no_grad():
        logits = lm.model(torch.tensor([encoded.input_ids])).logits[0]  # (T, V)
    before = next(t for t, label in enumerate(encoded.labels) if label != IGNORE) - 1
    return logits[before:], torch.tensor(encoded.labels[before:])


batch = [read(conversation) for conversation in conversations]
batch_logits = torch.nn.utils.rnn.pad_sequence([one for one, _ in batch], batch_first=True)  # (B, T, V)
batch_labels = torch.nn.utils.rnn.pad_sequence([one for _, one in batch], batch_first=True, padding_value=IGNORE)
assert math.isclose(masked_cross_entropy(*batch[0]).item(), loss.item(), rel_tol=1e-4)  # cutting changed nothing

# %%
by_tokens = masked_cross_entropy(batch_logits, batch_labels).item()
by_sequences = masked_cross_entropy(batch_logits, batch_labels, mean_over="sequences").item()
counts = [int((labels_of[1:] != IGNORE).sum()) for _, labels_of in batch]
rows = []
for n, count in enumerate(counts):
    alone = masked_cross_entropy(*batch[n]).item()
    rows.append((n + 1, count, f"{alone:.3f}", f"{1 / sum(counts):.2%}", f"{1 / (len(batch) * count):.2%}"))
show.table(rows, ["reply", "trained tokens", "mean loss", "a token's share: over tokens", "over sequences"])
print(f"mean over tokens {by_tokens:.4f}, over sequences {by_sequences:.4f}: {by_sequences / by_tokens - 1:+.1%}")
print(f"a token of the shortest reply weighs {max(counts) / min(counts):.1f} times one of the longest")

# %% [markdown]
# Neither mean is wrong: one asks about the average *token*, the other about the average *conversation*. What is wrong is to get one and believe that you have the other. That
# happens with **gradient accumulation**: where memory is short, a batch is read in pieces (micro-batches), each with its own mean, and the gradients are added up. To compare gradients we need a parameter, and one is enough: a factor on all
# logits, which is 1.


# %%
def accumulate(micro_batches, num_items=None):
    scale = torch.ones((), requires_grad=True)
    total = 0.0
    for logits, labels in micro_batches:
        part = masked_cross_entropy(logits * scale, labels, num_items=num_items)
        part = part if num_items else part / len(micro_batches)
        part.backward()  # adds to scale.grad
        total += part.item()
    return total, scale.grad.item()


# %%
ways = {
    "the whole batch at once": accumulate([(batch_logits, batch_labels)]),
    "a mean in each piece": accumulate(batch),
    "divided by num_items": accumulate(batch, num_items=sum(counts)),
}
rows = [(what, f"{total:.5f}", f"{of_scale:+.5f}") for what, (total, of_scale) in ways.items()]
show.table(rows, ["accumulated as", "loss", "gradient of the scale"])
whole, lying, mended = ways.values()
print(f"the lie: loss {lying[0] / whole[0] - 1:+.1%}, gradient {lying[1]:+.3f} instead of {whole[1]:+.3f}")
assert math.isclose(lying[0], by_sequences, rel_tol=1e-5) and not math.isclose(lying[0], by_tokens, rel_tol=0.01)
assert math.isclose(mended[0], whole[0], rel_tol=1e-5) and math.isclose(mended[1], whole[1], rel_tol=1e-3)
assert lying[1] * whole[1] < 0

# %% [markdown]
# The second row is another objective than the first, and nothing says so: no error, a plausible loss, while the gradient even points the other way. The tokens of short replies silently count more. Widely used libraries
# [had this bug](https://huggingface.co/blog/gradient_accumulation). The cure is to count first, and to divide each piece's *sum* by the trained tokens of *all* pieces: `num_items`.
#
# ## The update
#
# The gradient $g = \nabla L$ points uphill; an **optimiser** decides how far to go the other way. Plain gradient descent, with **learning rate** $\eta$, does $\theta \leftarrow \theta - \eta g$.
#
# Weights should stay small unless the data insist. (Where a line separates all training points, a larger $w$ is always a little better, without end.) So add a penalty, $R(\theta) = L(\theta) + \tfrac{\lambda}{2} \lVert\theta\rVert^2$. Its gradient is $g + \lambda\theta$, and the step becomes
#
# $$\theta \leftarrow \theta - \eta\, g - \eta\lambda\,\theta = (1 - \eta\lambda)\,\theta - \eta\, g$$
#
# Each step shrinks every weight by the same fraction: **weight decay**. Here it is the same thing as the penalty (called L2).
#
# **Adam** divides each parameter's step by the usual size of its gradient, so that all move at a similar pace. It keeps running means of $g$ and $g^2$:
#
# $$m_t = \beta_1 m_{t-1} + (1 - \beta_1)\, g_t \qquad\qquad v_t = \beta_2 v_{t-1} + (1 - \beta_2)\, g_t^2$$
#
# Both start at 0 and so are too small at first. If $g$ never changed, $m_t$ would be $(1 - \beta_1)(1 + \beta_1 + \dots + \beta_1^{t-1})\, g = (1 - \beta_1^t)\, g$, by the geometric series. ($t$ now counts steps, and $m$ is no mask.) Dividing by that factor corrects it (**bias correction**):
#
# $$\hat m_t = \frac{m_t}{1 - \beta_1^t} \qquad\qquad \hat v_t = \frac{v_t}{1 - \beta_2^t} \qquad\qquad \theta \leftarrow \theta - \eta\, \frac{\hat m_t}{\sqrt{\hat v_t} + \epsilon}$$
#
# Now put the penalty in. If $\lambda\theta$ is part of $g$, then it too is divided by $\sqrt{\hat v_t}$: weights with large gradients hardly decay. (Usual: $\beta_1 = 0.9$, $\beta_2 = 0.999$; $\epsilon$ keeps us from dividing by zero.) **AdamW** takes the decay out of the fraction (it *decouples* it):
#
# $$\theta \leftarrow (1 - \eta\lambda)\,\theta - \eta\, \frac{\hat m_t}{\sqrt{\hat v_t} + \epsilon}$$
#
# Take five weights whose gradients only alternate, $+a, -a, +a, \dots$, with a different size $a$ for each. They carry no message, so decay alone decides (`torch.optim.Adam`'s `weight_decay` is L2):

# %%
SIZES = torch.tensor([0.01, 0.1, 1.0, 10.0, 100.0])
UPDATES, ETA, DECAY = 300, 0.01, 0.1


def what_is_left(optimiser):
    theta = torch.nn.Parameter(torch.ones(len(SIZES)))
    steps = optimiser([theta], lr=ETA, weight_decay=DECAY)
    for t in range(UPDATES):
        theta.grad = SIZES * (-1) ** t
        steps.step()
    return theta.detach()


l2, decoupled = what_is_left(torch.optim.Adam), what_is_left(torch.optim.AdamW)
predicted = (1 - ETA * DECAY) ** UPDATES
finding = f"AdamW leaves {decoupled.mean():.0%} of every weight, L2 in Adam {l2.min():.0%} to {l2.max():.0%}"
assert torch.allclose(decoupled, torch.full_like(decoupled, predicted), atol=0.02) and l2.max() - l2.min() > 0.5

# %%
fig, ax = plt.subplots()
ax.plot(SIZES, 100 * decoupled, "o-", label="AdamW (decoupled)")
ax.plot(SIZES, 100 * l2, "s--", label="Adam with L2")
ax.set(xscale="log", xlabel="size of the weight's gradients", ylabel=f"left after {UPDATES} steps (%)", ylim=(-4, 104))
ax.set_title(finding)
ax.legend()
show.figure(fig, finding + ", by the size of the gradients, which range from 0.01 to 100.")

# %% [markdown]
# ### One step by hand
#
# In the very first step $t = 1$ and both means started at 0, so $\hat m = g$ and $\hat v = g^2$, and the whole of AdamW fits into a line:
#
# $$\theta_1 = (1 - \eta\lambda)\,\theta_0 - \eta\, \frac{g}{|g| + \epsilon}$$
#
# The fraction is very nearly the *sign* of the gradient: at first, every weight moves by about $\eta$. We take this step with the rows of $W$ that belong to the
# tokens of our call, and with the gradient derived by hand. (In this model $W$ is also the table of input embeddings; we look at its output side alone.)

# %%
rows = labels[labels != IGNORE].unique()  # (R,) the tokens that occur in the call
theta, gradient = weight.detach()[rows], by_hand_weight[rows]  # (R, H) both
ETA, EPS = 1e-4, 1e-8
by_hand = (1 - ETA * DECAY) * theta - ETA * gradient / (gradient.abs() + EPS)
parameter = torch.nn.Parameter(theta.clone())
parameter.grad = gradient
torch.optim.AdamW([parameter], lr=ETA, weight_decay=DECAY, eps=EPS).step()
print("largest difference:", (by_hand - parameter).abs().max().item())
assert (by_hand - parameter).abs().max() < 1e-7
after = fixed.clone()
after[:, rows] = hidden.detach() @ by_hand.T
print(f"loss before {loss.item():.4f}, after one step {masked_cross_entropy(after, labels).item():.4f}")
assert masked_cross_entropy(after, labels) < loss

# %% [markdown]
# Derived, differentiated, updated, and the loss is lower. That is training; the rest is repetition.
#
# ### How large a step, and when
#
# The first steps have full size but rest on few gradients, so one starts small (**warmup**). Towards the end, ever smaller steps let the weights settle. A common
# shape, for $T$ steps of which $T_w$ are warmup:
#
# $$\eta_t = \eta_{\max} \cdot \frac{t}{T_w} \;\; (t \le T_w) \qquad\qquad \eta_t = \eta_{\max} \cdot \frac{1}{2}\left(1 + \cos \pi \frac{t - T_w}{T - T_w}\right) \;\; (t \gt T_w)$$


# %%
def learning_rate(t, steps, warmup, peak):
    if t <= warmup:
        return peak * t / warmup
    return peak * (1 + math.cos(math.pi * (t - warmup) / (steps - warmup))) / 2


rates = [learning_rate(t, steps=200, warmup=20, peak=1e-3) for t in range(201)]
mean = sum(rates) / len(rates)
assert rates[20] == max(rates) == 1e-3 and rates[-1] == 0
fig, ax = plt.subplots(figsize=(7.2, 2.8))
ax.plot(rates)
ax.axvspan(0, 20, color=show.COLOURS["yellow"], alpha=0.2, label="warmup")
ax.set(xlabel="step", ylabel="learning rate", ylim=(0, None))
ax.set_title(f"Slowly up, slowly down: on average {mean / max(rates):.0%} of the peak")
ax.legend()
show.figure(
    fig, "The learning rate rises in a straight line for 20 steps, then falls along a cosine to zero at step 200."
)

# %% [markdown]
# ### Two knobs on the gradient
#
# **Label smoothing** replaces the one-hot $y$ by a softer target, $q = (1 - \alpha)\, y + \alpha / V$, and the loss by $-\sum_j q_j \log p_j$. Each $-\log p_j$ has the gradient $p_i - [i = j]$ (1 where $i = j$, else 0), and $\sum_j q_j = 1$, so
#
# $$\frac{\partial L}{\partial z_i} = \sum_j q_j\, (p_i - [i = j]) = p_i - q_i$$
#
# The formula stays; only "what was true" is less sure of itself.
#
# **Weighting** lets some tokens count more, say $\omega_t = 3$ for argument values. It enters the sum and its denominator:
#
# $$L = \frac{\sum_t \omega_t\, m_t\, \ell_t}{\sum_t \omega_t\, m_t} \qquad\qquad g_t = \frac{\omega_{t+1}\, m_{t+1}}{\sum_s \omega_s\, m_s}\,(p_t - y_t)$$
#
# What each does to the pull on the right token, for the hardest and the easiest token of some groups (the common $1/N$ left out):

# %%
ALPHA, OMEGA = 0.1, 3.0
omega = {t: OMEGA if part_of[t].startswith("value") else 1.0 for t in trained}
share = {t: omega[t] / sum(omega.values()) * N for t in trained}  # 1 would change nothing
rows = []
for group in ("names", "tags and punctuation", "value of day"):
    ranked = [t for t in hardest if part_of[t] == group]
    for t in (ranked[0], ranked[-1]):
        c, z = labels[t].item(), fixed[t - 1].clone().requires_grad_()  # (V,)
        functional.cross_entropy(z, labels[t], label_smoothing=ALPHA).backward()
        p = z.detach().softmax(-1)  # (V,)
        y_t = functional.one_hot(labels[t], len(p)).double()  # (V,)
        q = (1 - ALPHA) * y_t + ALPHA / len(p)
        assert torch.allclose(p - q, z.grad, rtol=1e-8, atol=1e-14)  # our formula against PyTorch's smoothing
        pulls = p[c] - y_t[c], p[c] - q[c], share[t] * (p[c] - y_t[c])
        rows.append((texts[t], group, f"{p[c]:.4f}", *(f"{pull:+.4f}" for pull in pulls)))
show.table(rows, ["token", "part of", "p", "plain: p − y", f"smoothed, α = {ALPHA}", f"values weigh {OMEGA:g}"])

# %% [markdown]
# Look at the easy tokens, where the plain gradient is next to nothing. Smoothing *pulls the right token back*: wherever $p$ is above $1 - \alpha + \alpha / V$, the sign turns. That keeps a model from becoming
# too sure of itself, also where a bracket is a must. Weighting raises the values at the expense of all others, and changes no sign.
#
# ## Exercises
#
# ### 02a · A logarithm that holds ★☆☆ (5 minutes)
#
# `log_softmax(logits)` turns logits of shape `(T, V)` into log-probabilities, row by row: stable at both ends, without the help of torch's `log_softmax` or `logsumexp`.


# %% tags=["exercise"] check="02a"
def log_softmax(logits):
    raise NotImplementedError("your turn")


# %% tags=["solution"]
def log_softmax(logits):
    moved = logits - logits.max(-1, keepdim=True).values  # (T, V), at most 0
    return moved - moved.exp().sum(-1, keepdim=True).log()


# %% [markdown]
# ### 02b · The gradient of a call ★★☆ (15 minutes)
#
# `call_gradient(logits, labels)` returns the gradient of the masked loss for logits of shape `(T, V)`, by its formula. The labels, of shape `(T,)`, are not shifted;
# they are `IGNORE` (-100) where nothing is trained. Mind the shift, the mask and the denominator.


# %% tags=["exercise"] check="02b"
def call_gradient(logits, labels):
    raise NotImplementedError("your turn")


# %% tags=["solution"]
def call_gradient(logits, labels):
    gradient = torch.zeros_like(logits)
    trained = [t for t in range(len(labels) - 1) if labels[t + 1] != IGNORE]
    for t in trained:
        gradient[t] = torch.softmax(logits[t], -1)  # p
        gradient[t, labels[t + 1]] -= 1  # - y
    return gradient / len(trained)


# %% [markdown]
# ### 02c · Honest accumulation ★★☆ (10 minutes)
#
# `micro_losses(micro_batches)` gets a list of `(logits, labels)` pairs of shapes `(T, V)` and `(T,)`, and returns a list with one loss for each. Their `.backward()` must add up to the gradient
# of the mean over *all* trained tokens. `token_losses(logits, labels)` gives each token's loss, 0 where nothing is trained. A micro-batch
# may hold nothing to train.


# %% tags=["exercise"] check="02c"
def micro_losses(micro_batches):
    raise NotImplementedError("your turn")


# %% tags=["solution"]
def micro_losses(micro_batches):
    trained = sum((labels[..., 1:] != IGNORE).sum() for _, labels in micro_batches)
    return [token_losses(logits, labels).sum() / trained for logits, labels in micro_batches]


# %% [markdown]
# ### 02d · Your own AdamW ★★★ (15 minutes)
#
# `adamw_step(theta, gradient, m, v, t, lr, beta1, beta2, eps, decay)` does step `t` (counted from 1) and returns the new `theta`, `m` and `v`. It must agree with
# `torch.optim.AdamW` and leave its inputs as they were.


# %% tags=["exercise"] check="02d"
def adamw_step(theta, gradient, m, v, t, lr, beta1, beta2, eps, decay):
    raise NotImplementedError("your turn")


# %% tags=["solution"]
def adamw_step(theta, gradient, m, v, t, lr, beta1, beta2, eps, decay):
    m = beta1 * m + (1 - beta1) * gradient
    v = beta2 * v + (1 - beta2) * gradient**2
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    theta = (1 - lr * decay) * theta - lr * m_hat / (v_hat.sqrt() + eps)
    return theta, m, v


# %% [markdown]
# ## What you learned
#
# - A decision, a token, a call: each loss is a negative log-probability, and each gradient is *what you said minus what was true*.
# - The logits at $t$ predict token $t + 1$. What the assistant did not write, tool results included, is masked, and its gradient is exactly zero.
# - Paper, autograd and finite differences agree on a real call.
# - In a call a few decisions carry most of the loss. Copying is nearly free.
# - Count the trained tokens before you divide; a mean of means is another loss.
# - AdamW shrinks all weights alike. L2 inside Adam does not.
#
# ## Next
#
# A loss is only as good as its labels. Notebook 03 builds them by hand and then visits a clinic: training pipelines, each with a published disease for you to diagnose.
