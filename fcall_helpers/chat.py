"""Messages and tools to one prompt, its token ids, and the labels to train on.

The prompt format is Hermes' (https://github.com/NousResearch/Hermes-Function-Calling), which Qwen, vLLM, SGLang and
llama.cpp read as well. It is laid out in one place, ``chat_template.jinja``; `render` and a prepared tokenizer's
``apply_chat_template`` both run that file, so training and inference cannot drift apart.
"""

import functools
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from transformers.utils.chat_template_utils import render_jinja_template

from fcall_helpers.tools import Tool, ToolBox, ToolCall

TEMPLATE = Path(__file__).with_name("chat_template.jinja").read_text(encoding="utf-8")
IGNORE = -100  # the label that torch's cross entropy leaves out
ROLES = ("system", "user", "assistant", "tool")


@dataclass(frozen=True)
class Encoded:
    """One conversation as numbers: two lists of T ints, ``labels`` being -100 where nothing is trained."""

    input_ids: list[int]
    labels: list[int]


def render(messages: list[dict], tools: Iterable = (), *, add_generation_prompt: bool = False) -> str:
    """The text the model sees, for OpenAI-style messages and tools (`Tool` objects, a `ToolBox`, or their schemas).

    ``add_generation_prompt`` ends the text where the assistant's next turn begins. Raises ``ValueError`` quoting the
    turn that is not a message.
    """
    text, _ = _render(messages, tools, add_generation_prompt)
    return text


def encode(messages: list[dict], tools: Iterable, tokenizer) -> Encoded:
    """Token ids of a conversation, and labels that train exactly what the assistant wrote.

    The assistant's tokens, its end-of-turn token included, keep their id as label; everything else (system, tools,
    user, tool results, the markup around turns) is -100, which `torch.nn.functional.cross_entropy` ignores
    (https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.cross_entropy.html). The labels are *not*
    shifted: position t's label is token t, and the loss compares it with the logits at t - 1.
    """
    text, spans = _render(messages, tools, False)
    encoding = tokenizer(text, add_special_tokens=False, return_offsets_mapping=True)
    ids, offsets = encoding["input_ids"], encoding["offset_mapping"]
    labels, span = [], iter(spans)
    start, end = next(span, (len(text), len(text)))
    for token, (_, token_end) in zip(ids, offsets, strict=True):
        if token_end > end:
            start, end = next(span, (len(text), len(text)))
        labels.append(token if start < token_end <= end else IGNORE)
    return Encoded(ids, labels)


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
