"""Batched generation, optionally held to the tools' schemas by a grammar.

Written out because the course exists to show it: prefill, one token a step, stop at the end of the turn. Against a
loop over ``model.generate`` it gains from prompts of similar length (left-padded, so that the last column is always
the newest token), from computing a prompt prefix that several share only once, from letting finished rows go and
others take their place, and from a cache that no step copies (`fcall_helpers.slots`).
"""

import copy
import math
from collections import Counter
from dataclasses import dataclass, field

import llguidance.numpy
import numpy as np
import torch
from transformers import DynamicCache

from fcall_helpers.chat import render, tool_schemas
from fcall_helpers.grammar import Grammars
from fcall_helpers.loops import goes_round
from fcall_helpers.models import LM
from fcall_helpers.slots import open_slots

END_TOKENS = ("<|im_end|>", "<|endoftext|>")
WORTH_SHARING = 16  # tokens; a shorter common prefix saves less than the extra forward pass costs
JOIN = 4  # new rows are read together, once a quarter of the batch is free for them
LOOK = 8  # tokens a row writes between two looks at whether it goes round
NEAR_END = 64  # tokens of budget left (or half of it, if that is more): from here on every step must leave a way out


@dataclass
class Row:
    """One conversation being continued."""

    index: int  # its place in the caller's list
    prompt: list[int]
    matcher: llguidance.LLMatcher | None
    random: torch.Generator
    tokens: list[int] = field(default_factory=list)
    way_out: list[int] = field(default_factory=list)  # what ends an open call, once the budget is too short for more


@torch.inference_mode()
def generate(
    lm: LM,
    conversations: list[list[dict]],
    tools=None,
    *,
    tool_choice: str | dict = "auto",
    constrained: bool = False,
    max_new_tokens: int = 256,
    temperature: float = 0.0,
    top_p: float = 1.0,
    seed: int = 0,
    batch_size: int = 16,
    parallel_tool_calls: bool = True,
    end_loops: bool = False,
    on_done=None,
) -> list[str]:
    """The assistant's next turn for each conversation, as text without the end-of-turn token.

    Parameters
    ----------
    conversations : a list of message lists.
    tools : one list (or `ToolBox`) for all conversations, or a list with one such list per conversation.
    tool_choice : "auto", "none", "required" or a tool's name (or OpenAI's dict for one). Anything but "auto" is a
        promise, so it is kept by the grammar whether or not ``constrained`` is set.
    constrained : every call that is emitted parses, names a given tool and validates against its schema.
    max_new_tokens : the budget per conversation. A constrained call that would not end within it is ended with the
        fewest tokens the grammar allows; only a call whose required part is longer than the budget stays open.
    temperature : 0 is greedy. Above 0 each conversation draws from its own generator, seeded with ``seed`` and its
        place, so that its text does not depend on the batch it is in.
    top_p : keep the smallest set of tokens with this much probability (https://arxiv.org/abs/1904.09751).
    batch_size : conversations decoded together.
    end_loops : end a text that says the same again and again (`loops.goes_round`); an open constrained call is closed.
        Small models loop often, and would do so until the budget is used up.
    on_done : called as ``on_done(index, text)`` as each conversation ends, in the order they end.

    Raises ``ValueError`` or ``TypeError`` naming the argument that is wrong, and `GrammarError` (a ``ValueError``)
    for a schema that the grammar engine cannot express.
    """
    conversations, per_tools = _check(conversations, tools, max_new_tokens, temperature, top_p, batch_size, seed)
    choice = _choice(tool_choice, per_tools)
    held = constrained or choice != "auto"
    rows = []
    for index, (messages, schemas) in enumerate(zip(conversations, per_tools, strict=True)):
        # With "none" the model still sees its tools, as OpenAI's do: the prompt stays the same and so cacheable.
        text = render(messages, schemas, add_generation_prompt=True)
        matcher = None
        if held:
            matcher = grammars(lm).matcher(schemas, tool_choice=choice, parallel=parallel_tool_calls)
        prompt = lm.tokenizer(text, add_special_tokens=False)["input_ids"]
        rows.append(Row(index, prompt, matcher, torch.Generator().manual_seed(seed + index)))
    texts = [""] * len(rows)
    for row in _decode(lm, _in_order(rows, per_tools), batch_size, max_new_tokens, temperature, top_p, end_loops):
        texts[row.index] = lm.tokenizer.decode(row.tokens, skip_special_tokens=True)
        if on_done:
            on_done(row.index, texts[row.index])
    return texts


def end_ids(lm: LM) -> list[int]:
    """Ids that end a turn: the model's own end of sequence, and ours."""
    vocabulary = lm.tokenizer.get_vocab()
    own = lm.model.generation_config.eos_token_id
    own = own if isinstance(own, list) else [own]
    return sorted({i for i in own if i is not None} | {vocabulary[t] for t in END_TOKENS if t in vocabulary})


def grammars(lm: LM) -> Grammars:
    """The grammar engine for this model's tokenizer, made once (0.3 s) and kept beside the model."""
    if "grammars" not in lm.kept:
        lm.kept["grammars"] = Grammars(lm.tokenizer, lm.model.config.vocab_size, end_ids(lm))
    return lm.kept["grammars"]


# The arguments


def _check(conversations, tools, max_new_tokens, temperature, top_p, batch_size, seed) -> tuple[list, list[list[dict]]]:
    if not isinstance(conversations, (list, tuple)) or any(isinstance(c, (dict, str)) for c in conversations):
        raise TypeError("generate: conversations must be a list of message lists; for one conversation pass [messages]")
    for name, value in (("max_new_tokens", max_new_tokens), ("batch_size", batch_size)):
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise ValueError(f"generate: {name} must be a whole number of at least 1, got {value!r}")
    if not isinstance(seed, int):
        raise ValueError(f"generate: seed must be a whole number, got {seed!r}")
    if not (isinstance(temperature, (int, float)) and math.isfinite(temperature) and temperature >= 0):
        raise ValueError(f"generate: temperature must be 0 (greedy) or a positive number, got {temperature!r}")
    if not (isinstance(top_p, (int, float)) and 0 < top_p <= 1):
        raise ValueError(f"generate: top_p must be above 0 and at most 1, got {top_p!r}")
    return list(conversations), _tools_each(tools, len(conversations))


def _tools_each(tools, count: int) -> list[list[dict]]:
    """One list of schemas per conversation, from one list for all or a list of lists."""
    tools = [] if tools is None else tools
    per_conversation = isinstance(tools, (list, tuple)) and bool(tools)
    per_conversation = per_conversation and all(
        t is None or (hasattr(t, "__iter__") and not isinstance(t, dict)) for t in tools
    )
    if not per_conversation:
        return [tool_schemas(tools)] * count
    if len(tools) != count:
        raise ValueError(
            f"generate: {count} conversations but {len(tools)} lists of tools; give one each, or one for all"
        )
    return [tool_schemas(each) for each in tools]


def _choice(tool_choice, per_tools: list[list[dict]]) -> str:
    given = tool_choice
    if isinstance(tool_choice, dict):
        function = tool_choice.get("function")
        tool_choice = function.get("name") if isinstance(function, dict) else None
    if not isinstance(tool_choice, str):
        raise ValueError(f"generate: tool_choice must be 'auto', 'none', 'required' or a tool's name, got {given!r}")
    if tool_choice in {"auto", "none"}:
        return tool_choice
    for index, schemas in enumerate(per_tools):
        names = [schema["function"]["name"] for schema in schemas]
        if not names:
            raise ValueError(f"generate: tool_choice {tool_choice!r}, but conversation {index} has no tools")
        if tool_choice != "required" and tool_choice not in names:
            raise ValueError(
                f"generate: tool_choice {tool_choice!r} is neither 'auto', 'none', 'required' nor a tool of "
                f"conversation {index}; it has {', '.join(names[:8])}"
            )
    return tool_choice


# The batches


def _in_order(rows: list[Row], per_tools: list[list[dict]]) -> list[Row]:
    """Rows with the same tools together (their prompts share a prefix), then by length (less padding)."""
    keys = [repr(schemas) for schemas in per_tools]
    common = Counter(keys)
    return sorted(rows, key=lambda row: (keys[row.index] if common[keys[row.index]] > 1 else "", len(row.prompt)))


def _shared(prompts: list[list[int]]) -> int:
    """How many leading tokens all prompts have in common, leaving each at least one of its own."""
    first, last = min(prompts), max(prompts)  # of a sorted list the extremes differ the earliest
    limit = min(len(prompt) for prompt in prompts) - 1
    length = next((i for i in range(limit) if first[i] != last[i]), limit)
    return length if length >= WORTH_SHARING and len(prompts) > 1 else 0


# The loop


def _decode(lm: LM, waiting: list[Row], size: int, budget: int, temperature: float, top_p: float, end_loops: bool):
    """Continue ``size`` rows at a time until none is waiting; yields each as it ends."""
    slots, rows, logits, ends = open_slots(lm.model.config, size), [], None, end_ids(lm)
    known: dict[tuple, DynamicCache] = {}  # what the prompts before had in common: ids -> cache
    while rows or waiting:
        free = slots.free(len(rows))
        if waiting and free >= min(len(waiting), max(1, size // JOIN)):
            joining, waiting = waiting[:free], waiting[free:]
            first, cache, mask = _prefill(lm, [row.prompt for row in joining], known)
            slots.add(cache, mask)
            rows, logits = rows + joining, torch.cat([logits, first]) if rows else first
        live, tokens = [], _choose(lm, rows, logits, budget, temperature, top_p)
        for place, (row, token) in enumerate(zip(rows, tokens, strict=True)):
            if token not in ends:
                row.tokens.append(token)
            done = token in ends or len(row.tokens) == budget or (row.matcher and row.matcher.is_stopped())
            if done or (end_loops and _is_stuck(lm, row, budget)):
                yield row
            else:
                live.append(place)
        rows = [rows[place] for place in slots.keep(live)]
        if rows:
            slots.grow()
            step = torch.tensor([[row.tokens[-1]] for row in rows], device=lm.device)
            positions = slots.mask.sum(1, keepdim=True) - 1
            logits = _forward(lm, step, slots.mask, positions, slots.cache)


def _prefill(lm: LM, prompts: list[list[int]], known: dict) -> tuple[torch.Tensor, DynamicCache, torch.Tensor]:
    """Read the prompts: logits (B, V) for the next token, the cache, and the mask (B, T) of real positions."""
    count, (shared, cache) = len(prompts), _read_shared(lm, prompts, known)
    if shared:
        cache.batch_repeat_interleave(count)
    width = max(len(prompt) for prompt in prompts) - shared
    ids = torch.zeros(count, width, dtype=torch.long, device=lm.device)
    mask = torch.zeros(count, shared + width, dtype=torch.long, device=lm.device)
    mask[:, :shared] = 1
    for place, prompt in enumerate(prompts):
        own = torch.tensor(prompt[shared:], device=lm.device)
        ids[place, width - len(own) :] = own
        mask[place, shared + width - len(own) :] = 1
    positions = (mask.cumsum(1) - 1).clamp(min=0)[:, shared:]
    return _forward(lm, ids, mask, positions, cache), cache, mask


def _read_shared(lm: LM, prompts: list[list[int]], known: dict) -> tuple[int, DynamicCache]:
    """Length and one-row cache of what the prompts share; ``known`` holds what earlier ones did, to be read once."""
    shared = _shared(prompts)
    for ids, cache in known.items():
        enough = len(ids) > shared - WORTH_SHARING
        if enough and all(len(prompt) > len(ids) and tuple(prompt[: len(ids)]) == ids for prompt in prompts):
            return len(ids), copy.deepcopy(cache)
    cache = DynamicCache(config=lm.model.config)
    if shared:
        prefix = torch.tensor([prompts[0][:shared]], device=lm.device)
        positions = torch.arange(shared, device=lm.device)[None]
        _forward(lm, prefix, torch.ones_like(prefix), positions, cache)
        known.clear()
        known[tuple(prompts[0][:shared])] = copy.deepcopy(cache)
    return shared, cache


def _forward(lm: LM, ids, mask, positions, cache) -> torch.Tensor:
    """One pass of the model; logits of the last position, (B, V) in float32."""
    out = lm.model(
        input_ids=ids,
        attention_mask=mask,
        position_ids=positions,
        past_key_values=cache,
        use_cache=True,
        logits_to_keep=1,
    )
    return out.logits[:, -1].float()


# The choice of a token


def _choose(lm: LM, rows: list[Row], logits, budget: int, temperature: float, top_p: float):
    """The next token of each row, (B,) ints; moves the rows' matchers on."""
    if rows[0].matcher is not None:
        allowed = _allowed(rows, logits.shape[1]).to(logits.device)
        logits = logits.masked_fill(~allowed, -torch.inf)
    if temperature == 0:
        choice = logits.argmax(-1).tolist()
    else:
        choice = [_sample(logits[place], temperature, top_p, row.random) for place, row in enumerate(rows)]
    if rows[0].matcher is not None:
        choice = [_keep_closable(lm, row, token, budget) for row, token in zip(rows, choice, strict=True)]
        for row, token in zip(rows, choice, strict=True):
            row.matcher.consume_token(token)
    return choice


def _allowed(rows: list[Row], vocabulary: int) -> torch.Tensor:
    """Which tokens each row's grammar allows, (B, V) bools."""
    bits = llguidance.numpy.allocate_token_bitmask(len(rows), vocabulary)
    for place, row in enumerate(rows):
        llguidance.numpy.fill_next_token_bitmask(row.matcher, bits, place)
    return torch.from_numpy(np.unpackbits(bits.view(np.uint8), axis=1, bitorder="little")[:, :vocabulary].view(bool))


def _sample(logits: torch.Tensor, temperature: float, top_p: float, random: torch.Generator) -> int:
    probabilities = (logits / temperature).softmax(-1).cpu()
    if top_p < 1:
        ordered, tokens = probabilities.sort(descending=True)
        nucleus = ordered.cumsum(0) - ordered < top_p  # up to and with the token that crosses top_p
        probabilities = torch.zeros_like(probabilities).scatter(0, tokens[nucleus], ordered[nucleus])
    return int(torch.multinomial(probabilities, 1, generator=random))


def _keep_closable(lm: LM, row: Row, token: int, budget: int) -> int:
    """``token``, unless it would leave too little budget to end an open call: then the row takes the way out."""
    left = budget - len(row.tokens)
    if not row.way_out and left <= max(NEAR_END, budget // 2):
        engine, text = grammars(lm), lm.tokenizer.decode(row.tokens)
        after = row.matcher.deep_copy()
        after.consume_token(token)
        if engine.finish(after, text + lm.tokenizer.decode([token]), left - 1) is None:
            row.way_out = _way_out(lm, row, left)
    return row.way_out.pop(0) if row.way_out else token


def _way_out(lm: LM, row: Row, left: int) -> list[int]:
    """The tokens that end what is open, and the turn; [] where none are found."""
    engine = grammars(lm)
    found = engine.finish(row.matcher, lm.tokenizer.decode(row.tokens), left)
    return [] if found is None else [*found, engine.end_ids[0]]


def _is_stuck(lm: LM, row: Row, budget: int) -> bool:
    """Whether the row goes round and may end here. A held row is shown its way out, and ends by that."""
    if row.way_out or len(row.tokens) % LOOK or not goes_round(row.tokens):
        return False
    if row.matcher:
        row.way_out = _way_out(lm, row, budget - len(row.tokens))
    return row.matcher is None
