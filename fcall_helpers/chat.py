"""Messages and tools to one prompt, its token ids, and the labels to train on.

The prompt format is Hermes' (https://github.com/NousResearch/Hermes-Function-Calling), which Qwen, vLLM, SGLang and
llama.cpp read as well. It is laid out in one place, ``chat_template.jinja``; `render` and a prepared tokenizer's
``apply_chat_template`` both run that file, so training and inference cannot drift apart.
"""

import bisect
import functools
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from transformers.utils.chat_template_utils import render_jinja_template

from fcall_helpers.tools import Tool, ToolBox, ToolCall

TEMPLATE = Path(__file__).with_name("chat_template.jinja").read_text(encoding="utf-8")
IGNORE = -100  # the label that torch's cross entropy leaves out
ROLES = ("system", "user", "assistant", "tool")
MARKS = ("<|im_start|>", "<|im_end|>")  # what opens and closes a turn: one token each


@dataclass(frozen=True)
class Encoded:
    """One conversation as numbers: two lists of T ints, ``labels`` being -100 where nothing is trained.

    ``dropped`` is how many messages at the end were left out because they did not fit.
    """

    input_ids: list[int]
    labels: list[int]
    dropped: int = 0


def render(messages: list[dict], tools: Iterable = (), *, add_generation_prompt: bool = False) -> str:
    """The text the model sees, for OpenAI-style messages and tools (`Tool` objects, a `ToolBox`, or their schemas).

    ``add_generation_prompt`` ends the text where the assistant's next turn begins. Raises ``ValueError`` quoting the
    turn that is not a message.
    """
    text, _ = _render(messages, tools, add_generation_prompt)
    return text


def encode(messages: list[dict], tools: Iterable, tokenizer, *, max_length: int | None = None) -> Encoded:
    """Token ids of a conversation, and labels that train exactly what the assistant wrote.

    The assistant's tokens, its end-of-turn token included, keep their id as label; everything else (system, tools,
    user, tool results, the markup around turns) is -100, which `torch.nn.functional.cross_entropy` ignores
    (https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.cross_entropy.html). The labels are *not*
    shifted: position t's label is token t, and the loss compares it with the logits at t - 1.

    ``max_length`` in tokens cuts a longer conversation after the last assistant turn that fits, so that no call is cut
    in half and each kept token still follows the very text it followed before. Raises ``ValueError`` quoting the turn
    when not even the first assistant turn fits, when a conversation without ``max_length`` is longer than the model's
    context, and for what no training row may hold: a call without an id, a tool result without its call, a turn
    without content or calls, no turn at all.
    """
    if not isinstance(messages, (str, dict)) and isinstance(messages, Iterable):
        messages = list(messages)  # it is read more than once
    tools = tool_schemas(tools)  # and so are these
    text, spans = _render(messages, tools, False)
    check_answers(messages)
    _check_tokenizer(tokenizer)
    limit = _limit(max_length, tokenizer)
    encoding = _tokens(tokenizer, text, return_offsets_mapping=True)
    ids, ends = encoding["input_ids"], [end for _, end in encoding["offset_mapping"]]
    labels = _labels(ids, ends, spans)
    if len(ids) <= limit:
        return Encoded(ids, labels)
    turns = [position for position, message in enumerate(messages) if message["role"] == "assistant"]
    # The newline after an assistant's turn belongs to it: the layout of the turns so far ends there.
    lengths = [bisect.bisect_right(ends, end + 1) for _, end in spans]
    fitting = bisect.bisect_right(lengths, limit)
    if max_length is None or not fitting:
        raise ValueError(_too_long(messages, tools, tokenizer, limit, max_length is not None))
    return Encoded(ids[: lengths[fitting - 1]], labels[: lengths[fitting - 1]], len(messages) - turns[fitting - 1] - 1)


def check_answers(messages: list[dict]) -> None:
    """Raise ``ValueError``, quoting the turn, unless every call has an id and every tool result answers a call.

    What to generate from may lack them; what to train on may not, or the model learns answers to nobody's question.
    """
    if not messages:
        raise ValueError("messages: expected at least one turn, got none")
    open_ids: list[str] = []
    for position, message in enumerate(messages):
        where, role = f"messages[{position}]", message["role"]
        if role != "assistant" and message.get("content") is None:
            raise ValueError(
                f"{where}: content is None; only an assistant turn with calls may lack it: {message!r:.80}"
            )
        if role == "tool":
            if (answered := message.get("tool_call_id")) not in open_ids:
                waiting = f"the open calls are {', '.join(open_ids)}" if open_ids else "no call is open"
                raise ValueError(f"{where}: a result without its call, {answered!r}; {waiting}: {message!r:.80}")
            open_ids.remove(answered)
        elif role == "assistant":
            open_ids = [call.get("id") for call in message.get("tool_calls") or []]
            if not all(isinstance(one, str) and one for one in open_ids):
                raise ValueError(f"{where}: a call without an id, which its result must name: {message!r:.200}")


def use_template(tokenizer):
    """Give a tokenizer this course's template, so that its ``apply_chat_template`` equals `render` byte for byte.

    Arguments that arrive as a JSON string are normalised first, as `render` does. Returns the same tokenizer.
    """
    tokenizer.chat_template = TEMPLATE
    tokenizer.apply_chat_template = functools.partial(_apply_chat_template, tokenizer)
    return tokenizer


def tool_schemas(tools: Iterable | None) -> list[dict]:
    """OpenAI-style schemas of tools given as a `ToolBox`, `Tool` objects or schemas already."""
    if isinstance(tools, ToolBox):
        return tools.schemas()
    if isinstance(tools, (str, dict, Tool)) or not isinstance(tools or (), Iterable):
        raise TypeError(f"tools: expected a list of tools or schemas, got {type(tools).__name__}")
    return [_schema(tool) for tool in tools or ()]


def normalise(messages: list[dict]) -> list[dict]:
    """Fresh messages in the one form the template reads: text content, arguments as dicts."""
    if isinstance(messages, (str, dict)) or not isinstance(messages, Iterable):
        raise TypeError(f"messages: expected a list of message dicts, got {type(messages).__name__}")
    return [_message(message, position) for position, message in enumerate(messages)]


def _labels(ids: list[int], ends: list[int], spans: list[tuple[int, int]]) -> list[int]:
    """Each token's id where it ends within one of the spans of characters, -100 elsewhere."""
    labels, span, never = [], iter(spans), (sys.maxsize, sys.maxsize)
    start, end = next(span, never)
    for token, token_end in zip(ids, ends, strict=True):
        if token_end > end:
            start, end = next(span, never)
        labels.append(token if start < token_end <= end else IGNORE)
    return labels


def _check_tokenizer(tokenizer) -> None:
    if not getattr(tokenizer, "is_fast", False):
        raise ValueError(
            f"tokenizer: a fast one is needed, which knows where tokens lie; {type(tokenizer).__name__} is not"
        )
    for mark in MARKS:
        tokens = tokenizer.convert_ids_to_tokens(_tokens(tokenizer, mark)["input_ids"])
        if tokens != [mark]:  # split into several, or one token that stands for all unknown words
            raise ValueError(f"tokenizer: it lacks the token {mark!r} and would write it as {tokens!r:.80}")


def _limit(max_length: int | None, tokenizer) -> int:
    context = tokenizer.model_max_length
    if max_length is None:
        return context
    if not isinstance(max_length, int) or isinstance(max_length, bool) or not 0 < max_length <= context:
        raise ValueError(f"max_length: expected 1 to {context} tokens, the model's context, got {max_length!r}")
    return max_length


def _tokens(tokenizer, text: str, **options):
    # Not verbose: the length is judged here; transformers would warn of it even where the text is then cut to fit.
    return tokenizer(text, add_special_tokens=False, verbose=False, **options)


def _too_long(messages: list[dict], tools: list[dict], tokenizer, limit: int, cutting: bool) -> str:
    """The complaint about a conversation, quoting the turn that passes the limit."""
    measure = lambda position: len(_tokens(tokenizer, render(messages[: position + 1], tools))["input_ids"])  # noqa: E731
    passes = bisect.bisect_left(range(len(messages) - 1), True, key=lambda position: measure(position) > limit)
    what = "there is no whole assistant turn to keep within" if cutting else "the conversation is longer than"
    name = f"max_length={limit}" if cutting else f"the model's context of {limit} tokens"
    return f"messages[{passes}]: {what} {name}; this turn passes it: {messages[passes]!r:.80}"


def _schema(tool) -> dict:
    if isinstance(tool, Tool):
        return tool.schema()
    if not isinstance(tool, dict) or not isinstance(tool.get("function"), dict):
        raise ValueError(
            f"tools: expected a Tool or a schema {{'type': 'function', 'function': {{…}}}}, got {tool!r:.80}"
        )
    return tool


def _message(message: dict, position: int) -> dict:
    where = f"messages[{position}]"
    if not isinstance(message, dict):
        raise ValueError(f"{where}: expected a dict with role and content, got {message!r:.80}")
    role, content, calls = message.get("role"), message.get("content"), message.get("tool_calls")
    if role not in ROLES:
        raise ValueError(f"{where}: role {role!r} is not one of {', '.join(ROLES)}: {message!r:.80}")
    if role == "system" and position:
        raise ValueError(f"{where}: a system message must come first: {message!r:.80}")
    if content is not None and not isinstance(content, str):
        raise ValueError(f"{where}: content must be a string or None, got {content!r:.80}")
    if content and not content.isascii() and content != content.encode("utf-8", "replace").decode():
        raise ValueError(f"{where}: content holds half of a surrogate pair, which is no text: {content!r:.80}")
    if content is None and not calls and role == "assistant":
        raise ValueError(f"{where}: an assistant turn needs content or tool_calls: {message!r:.80}")
    if not calls:
        return {"role": role, "content": content or ""}
    if role != "assistant":
        raise ValueError(f"{where}: only an assistant turn can have tool_calls: {message!r:.80}")
    if not isinstance(calls, (list, tuple)):
        raise ValueError(f"{where}: tool_calls must be a list of calls, got {calls!r:.80}")
    try:
        parsed = [ToolCall.from_openai(call) for call in calls]
    except ValueError as error:
        raise ValueError(f"{where}: {error}") from None
    functions = [{"type": "function", "function": {"name": c.name, "arguments": c.arguments}} for c in parsed]
    return {"role": role, "content": content or "", "tool_calls": functions}


def _render(messages: list[dict], tools: Iterable, add_generation_prompt: bool) -> tuple[str, list[tuple[int, int]]]:
    """The text and the character spans of what the assistant wrote in it."""
    texts, spans = render_jinja_template(
        conversations=[normalise(messages)],
        tools=tool_schemas(tools) or None,
        chat_template=TEMPLATE,
        return_assistant_tokens_mask=True,
        add_generation_prompt=add_generation_prompt,
    )
    return texts[0], [tuple(span) for span in spans[0]]


def _apply_chat_template(tokenizer, conversation, tools=None, **options):
    many = isinstance(conversation, (list, tuple)) and bool(conversation)
    batched = many and isinstance(conversation[0], (list, tuple))
    conversation = [normalise(one) for one in conversation] if batched else normalise(conversation)
    schemas = tool_schemas(tools) or None
    return type(tokenizer).apply_chat_template(tokenizer, conversation, tools=schemas, **options)
