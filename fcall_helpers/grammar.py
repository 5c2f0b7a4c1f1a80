"""Tools to a grammar of the texts that call them rightly, for llguidance (https://github.com/guidance-ai/llguidance).

The grammar speaks of characters, the model of tokens; the engine turns one into the other: at each step it tells
which tokens of the vocabulary can still lead to a text of the grammar.
"""

import copy
import functools
import json
from typing import Any

import llguidance
import llguidance.hf

# One space after ":" and ",", nothing else: json.dumps' own form. Small models left free to indent loop on blanks.
LAYOUT = {"whitespace_flexible": False, "item_separator": ", ", "key_separator": ": "}
NUMBER_BOUND = 1e15  # keeps 1e999 out, which is a number to a grammar but not to a float
TEXT = r"& ~/(.|\n)*<\/?tool_call>(.|\n)*/"  # any text without a tag of ours


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
        name = json.dumps(json.dumps(schema["function"]["name"], ensure_ascii=False), ensure_ascii=False)
        arguments = json.dumps(arguments_schema(schema["function"].get("parameters") or {}), ensure_ascii=False)
        rules.append(f'tool_{i}: {name} ", \\"arguments\\": " %json {arguments}')
    return "\n".join(rules) + "\n"


def arguments_schema(parameters: dict) -> dict:
    """The tool's own schema, made narrower where the grammar would otherwise allow what no tool wants."""
    schema = _narrow({"type": "object", "properties": {}, **copy.deepcopy(parameters)})
    return {**schema, "x-guidance": LAYOUT}


def _narrow(node: Any) -> Any:
    """Close objects that list their properties, and bound numbers; what is left still validates as before."""
    if isinstance(node, list):
        return [_narrow(item) for item in node]
    if not isinstance(node, dict):
        return node
    # Under these keys stand data or names, not schemas.
    data, named = {"const", "enum", "default", "examples", "example"}, {"properties", "$defs", "definitions"}
    out = {}
    for key, value in node.items():
        if key in data:
            out[key] = value
        elif key in named and isinstance(value, dict):
            out[key] = {name: _narrow(item) for name, item in value.items()}
        else:
            out[key] = _narrow(value)
    if "properties" in out and "$ref" not in out:
        out.setdefault("additionalProperties", False)
    if out.get("type") == "number":
        if not {"minimum", "exclusiveMinimum"} & out.keys():
            out["minimum"] = -NUMBER_BOUND
        if not {"maximum", "exclusiveMaximum"} & out.keys():
            out["maximum"] = NUMBER_BOUND
    return out


class GrammarError(ValueError):
    """A tool's schema holds something that the grammar engine cannot express; the message names tool and part."""


class Grammars:
    """Compiled grammars for one tokenizer; `matcher` gives a fresh one for each text to be written."""

    def __init__(self, tokenizer, vocabulary: int, end_ids: list[int]):
        self.vocabulary = vocabulary
        self._tokenizer = llguidance.hf.from_tokenizer(tokenizer, n_vocab=vocabulary, eos_token=end_ids)
        self._compile = functools.lru_cache(maxsize=256)(self._compile_uncached)

    def matcher(self, schemas: list[dict], **options) -> llguidance.LLMatcher:
        """A matcher at its start. Raises `GrammarError` when a schema cannot be expressed."""
        return self._compile(json.dumps(schemas), **options).deep_copy()

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
    return lines[0][:200] if lines else "no reason given"
