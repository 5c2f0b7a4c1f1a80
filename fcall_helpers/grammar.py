"""Tools to a grammar of the texts that call them rightly, for llguidance (https://github.com/guidance-ai/llguidance).

The grammar speaks of characters, the model of tokens; the engine turns one into the other: at each step it tells
which tokens of the vocabulary can still lead to a text of the grammar.
"""

import functools
import json
import re
import string
from collections import Counter

import llguidance
import llguidance.hf
import llguidance.numpy

from fcall_helpers.narrowing import GrammarError, arguments_schema

# One space after ":" and ",", nothing else: json.dumps' own form. Small models left free to indent loop on blanks.
LAYOUT = {"whitespace_flexible": False, "item_separator": ", ", "key_separator": ": "}
# What to write to be done soon, the best first: in a JSON string, and outside of one.
IN_STRING = ['"', *"0@.-:/", *string.ascii_letters, *string.digits, *string.punctuation, " "]
BETWEEN = ["}", "]", ",", "null", '"', *"1234567890", *string.punctuation, *string.ascii_letters, " "]
TEXT = r"& ~/(.|\n)*<\/?(tool_call|tool_response|tools)>(.|\n)*/"  # any text without a tag of ours


def call_grammar(schemas: list[dict], *, tool_choice: str = "auto", parallel: bool = True) -> str:
    """The Lark grammar (llguidance's dialect) of what an assistant turn may be.

    Parameters
    ----------
    schemas : OpenAI-style tool schemas.
    tool_choice : "auto" (text, or text and calls), "none" (text only), "required" (calls only) or a tool's name
        (exactly one call of it), as in https://platform.openai.com/docs/guides/function-calling.
    parallel : whether one turn may hold more than one call.
    """
    if tool_choice == "none" or not schemas:
        return f"start: FREE\nFREE: /(.|\\n)+/ {TEXT}\n"
    if tool_choice not in {"auto", "required"}:
        schemas = [schema for schema in schemas if schema["function"]["name"] == tool_choice]
        parallel = False
    more = '("\\n<tool_call>" call)*' if parallel else ""
    head = "FREE | before call" if tool_choice == "auto" else '"<tool_call>" call'
    rules = [f"start: {head} {more}"]
    if tool_choice == "auto":
        rules += ['before[lazy]: BEFORE "<tool_call>"', f"BEFORE: /(.|\\n)*/ {TEXT}", f"FREE: /(.|\\n)+/ {TEXT}"]
    rules += ['call: "\\n{\\"name\\": " named "}\\n</tool_call>"']
    rules += ["named: " + " | ".join(f"tool_{i}" for i in range(len(schemas)))]
    for i, schema in enumerate(schemas):
        function = schema["function"]
        name = json.dumps(json.dumps(function["name"], ensure_ascii=False), ensure_ascii=False)
        try:
            arguments = {**arguments_schema(function.get("parameters") or {}), "x-guidance": LAYOUT}
        except GrammarError as error:
            raise GrammarError(f"constrained: no grammar for tool {function['name']!r}: {error}") from None
        rules.append(f'tool_{i}: {name} ", \\"arguments\\": " %json {json.dumps(arguments, ensure_ascii=False)}')
    return "\n".join(rules) + "\n"


class Grammars:
    """Compiled grammars for one tokenizer; `matcher` gives a fresh one for each text to be written."""

    def __init__(self, tokenizer, vocabulary: int, end_ids: list[int]):
        self.vocabulary, self.end_ids = vocabulary, end_ids
        self._bits = llguidance.numpy.allocate_token_bitmask(1, vocabulary)
        self._in_string, self._between = _single_tokens(tokenizer, IN_STRING), _single_tokens(tokenizer, BETWEEN)
        self._tokenizer = llguidance.hf.from_tokenizer(tokenizer, n_vocab=vocabulary, eos_token=end_ids)
        self._compile = functools.lru_cache(maxsize=256)(self._compile_uncached)

    def matcher(self, schemas: list[dict], **options) -> llguidance.LLMatcher:
        """A matcher at its start. Raises `GrammarError` when a schema cannot be expressed."""
        return self._compile(json.dumps(schemas), **options).deep_copy()

    def finish(self, matcher: llguidance.LLMatcher, text: str, limit: int) -> list[int] | None:
        """At most ``limit`` tokens that bring ``text``, where ``matcher`` stands, to its end; None if none are found.

        Takes what the grammar forces, else closes what is open, else writes something short. The search does not
        look ahead, so it may miss a way through an unusual pattern.
        """
        matcher, tokens, used = matcher.deep_copy(), [], Counter()
        while len(tokens) <= limit and not matcher.is_error():
            if matcher.is_stopped() or self._allows(matcher, self.end_ids):
                return tokens
            step = matcher.compute_ff_tokens()
            if not step:
                inside = _in_string(text)
                used = Counter(used if inside else ())
                wanted = self._allows(matcher, self._in_string if inside else self._between)
                # In a string three times the same, then the next best: 000@a is an e-mail address, 000000 never one.
                step = sorted(wanted, key=lambda token: used[token] // 3)[:1]
                used.update(step)
            if not step or not matcher.consume_tokens(step):
                return None
            tokens += step
            text += self._tokenizer.decode_str(step)
        return None

    def _allows(self, matcher: llguidance.LLMatcher, ids: list[int]) -> list[int]:
        """Those of ``ids`` that the grammar allows next."""
        llguidance.numpy.fill_next_token_bitmask(matcher, self._bits)
        return [i for i in ids if self._bits[0, i >> 5] >> (i & 31) & 1]

    def _compile_uncached(self, schemas_json: str, **options) -> llguidance.LLMatcher:
        schemas = json.loads(schemas_json)
        matcher = llguidance.LLMatcher(self._tokenizer, call_grammar(schemas, **options), log_level=0)
        if matcher.is_error():
            self._blame(schemas)
            raise GrammarError(f"constrained: the grammar engine refuses these tools: {_reason(matcher.get_error())}")
        return matcher

    def _blame(self, schemas: list[dict]) -> None:
        for schema in schemas:
            matcher = llguidance.LLMatcher(self._tokenizer, call_grammar([schema], tool_choice="required"), log_level=0)
            if matcher.is_error():
                raise GrammarError(
                    f"constrained: the grammar engine cannot express the schema of tool "
                    f"{schema['function']['name']!r}: {_reason(matcher.get_error())}"
                )


def _reason(error: str) -> str:
    lines = [line.strip() for line in error.splitlines() if line.strip()]
    return (
        re.sub(r"^at \d+\(\d+\): |failed to compile JSON schema: ", "", lines[0])[:200] if lines else "no reason given"
    )


def _in_string(text: str) -> bool:
    """Whether a JSON string is open at the end of ``text``; quotes before the first call are only words."""
    return re.sub(r"\\.", "", text.partition("<tool_call>")[2], flags=re.DOTALL).count('"') % 2 == 1


def _single_tokens(tokenizer, texts: list[str]) -> list[int]:
    """The ids of those texts that are one token, in their order."""
    encoded = (tokenizer.encode(text, add_special_tokens=False) for text in dict.fromkeys(texts))
    return [ids[0] for ids in encoded if len(ids) == 1]
