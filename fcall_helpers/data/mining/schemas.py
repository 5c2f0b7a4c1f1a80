"""A definition as a tool: its name, its description, and a small JSON Schema of its arguments.

The type of a parameter comes from its annotation, else from its docstring, else from its default and from the literals
seen in its place at call sites. Real schemas are small, so a tool keeps the parameters that a call must give and those
that calls give most often; that choice is made once a function, so that it tells nothing about the call of a row.
"""

import random
import re
from collections import Counter
from dataclasses import dataclass

from docstring_parser import DocstringStyle, parse

from fcall_helpers.data.mining.annotations import infer, read_doc_type
from fcall_helpers.data.mining.definitions import LITERAL, REQUIRED, Definition, Parameter
from fcall_helpers.data.mining.values import Refused, check_value
from fcall_helpers.data.mining.vocabulary import base_form
from fcall_helpers.data.mining.wording import Clause, first_sentence, read_clause
from fcall_helpers.tools.check import Checker
from fcall_helpers.tools.wire import clip

MAX_PARAMETERS = 5
MAX_DESCRIPTION = 90  # characters, of an argument
MAX_SUMMARY = 200  # characters, of the function
MAX_SEEN = 200  # literals that a type is inferred from
_NO_NAMES = {"self", "cls", "args", "kwargs", "kw", "kwds", "ctx", "func", "fn", "callback", "function", "out", "memo"}
_POOR_NAMES = {"arg", "obj", "object", "other", "val", "o", "dtype"}  # these need a description
_TYPE_WORDS = {"string", "integer", "int", "float", "str", "bool", "boolean", "list", "dict", "array", "object"}
_TYPE_WORDS |= {"value", "values", "argument", "parameter", "number", "tuple", "iterable", "sequence", "name"}
_LABEL = re.compile(r"(?i)^(?:the |an? )?((?:[a-z][a-z-]*)(?: [a-z][a-z-]*){0,4})$")
_NO_LABEL = re.compile(
    r"(?i)\b(?:if|whether|when|which|that|is|are|should|must|can|will|be|used|optional|or|to|see|not|none|true|false|"
    r"use|set|and|same|this|these|other|either)\b"
)


@dataclass(frozen=True)
class Argument:
    """One argument of a mined tool: its schema and what a request may call it."""

    name: str
    schema: dict
    labels: tuple[str, ...]


@dataclass(frozen=True)
class MinedTool:
    """A function that rows can call. ``clause`` is the wish that it fulfils."""

    path: str
    name: str
    description: str
    clause: Clause
    arguments: dict[str, Argument]
    required: tuple[str, ...]
    dropped: frozenset[str]  # optional parameters that the schema leaves out
    checker: Checker
    binding: str  # a method's tool leaves out the object: it is bound to one, as a client is to its session

    @property
    def makes(self) -> bool:
        """Whether it is a class, which makes an object."""
        return self.binding == "class"

    @property
    def parameters(self) -> dict:
        """JSON Schema of the arguments."""
        properties = {argument.name: argument.schema for argument in self.arguments.values()}
        return {"type": "object", "properties": properties, "required": list(self.required)}

    def schema(self) -> dict:
        """What the model is told, in OpenAI's form."""
        function = {"name": self.name, "description": self.description, "parameters": self.parameters}
        return {"type": "function", "function": function}


def make_tool(path: str, definition: Definition, calls: list[dict], seed: int) -> MinedTool:
    """The tool of a definition that ``calls`` (arguments by name) were seen to call. Raises `Refused` with a reason."""
    sentence = first_sentence(definition.doc)
    of_class = definition.binding == "class"
    clause = read_clause(sentence, of_class, [part.name for part in definition.parameters])
    required = tuple(part.name for part in definition.parameters if part.has_default == REQUIRED)
    arguments = _choose(_arguments(definition, calls, sentence), required, calls)
    properties = {name: argument.schema for name, argument in arguments.items()}
    return MinedTool(
        path=path,
        name=_tool_name(path, definition, random.Random(f"{seed}:{path}")),
        description=clip(sentence[0].upper() + sentence[1:], MAX_SUMMARY) + ".",
        clause=clause,
        arguments=arguments,
        required=required,
        dropped=frozenset(part.name for part in definition.parameters if part.name not in arguments),
        checker=Checker({"type": "object", "properties": properties, "required": list(required)}),
        binding=definition.binding,
    )


def _arguments(definition: Definition, calls: list[dict], sentence: str) -> dict[str, Argument]:
    """The parameters that can be described; a required one that cannot makes the function unusable."""
    texts, types = _read_docs(definition.doc)
    arguments = {}
    for parameter in definition.parameters:
        seen = [call[parameter.name] for call in calls[:MAX_SEEN] if parameter.name in call]
        try:
            arguments[parameter.name] = _argument(parameter, texts, types, seen, sentence)
        except Refused:
            if parameter.has_default == REQUIRED:
                raise
    return arguments


def _choose(arguments: dict[str, Argument], required: tuple[str, ...], calls: list[dict]) -> dict[str, Argument]:
    """The required ones, and of the others those that calls give most often."""
    used = Counter(name for call in calls for name in call)
    optional = sorted((name for name in arguments if name not in required), key=lambda name: -used[name])
    kept = {*required, *optional[: max(0, MAX_PARAMETERS - len(required))]}
    if len(required) > MAX_PARAMETERS or not kept:
        raise Refused("a function with too many or no arguments that have a type")
    return _distinct({name: argument for name, argument in arguments.items() if name in kept})


def _argument(parameter: Parameter, texts: dict, types: dict, seen: list, wish: str) -> Argument:
    name, text = parameter.name, texts.get(parameter.name, "")
    poor = name.lower() in _NO_NAMES or (name.lower() in _POOR_NAMES and not text)
    if name.startswith("_") or poor or not name.isascii():
        raise Refused("an argument with a name that says nothing")
    schema = parameter.schema or types.get(name)
    if schema is None:  # neither annotated nor documented: the default and the calls tell
        default = [parameter.default] if parameter.has_default == LITERAL else []
        schema = infer([*default, *seen])
    if schema is None:
        raise Refused("an argument without a plain type")
    if schema == {"type": "array"} and (seen_schema := infer(seen)) and seen_schema["type"] == "array":
        schema = seen_schema
    label = _label(text)
    if len(name.rstrip("0123456789_")) < 2 and not text and not re.search(rf"\b{name}(?:-?th)?\b", wish):
        raise Refused("a one-letter argument without a description")
    words = _words(name)
    labels = ((label,) if len(words) < 3 else (words, label)) if label else (words,)
    return Argument(name, _describe(schema, text, parameter), labels)


def _distinct(arguments: dict[str, Argument]) -> dict[str, Argument]:
    """A label that two arguments share tells neither: there the name must do."""
    count = Counter(label for argument in arguments.values() for label in {*argument.labels, _words(argument.name)})
    distinct = {}
    for name, argument in arguments.items():
        labels = tuple(label for label in argument.labels if count[label] == 1) or (_words(name),)
        distinct[name] = Argument(name, argument.schema, labels)
    return distinct


def _describe(schema: dict, text: str, parameter: Parameter) -> dict:
    first = {"type": schema["type"]} if "type" in schema else {}
    schema = first | ({"description": text} if text else {}) | schema
    if parameter.has_default == LITERAL and parameter.default is not None:
        try:
            check_value(parameter.name, parameter.default)
        except Refused:
            return schema
        if not Checker({"type": "object", "properties": {"d": schema}}).check({"d": parameter.default})[1]:
            schema["default"] = parameter.default
    return schema


def _read_docs(doc: str) -> tuple[dict[str, str], dict[str, dict]]:
    """What a docstring says of each parameter, in one plain sentence, and the types that it gives."""
    try:
        parsed = parse("\n" + doc, _style(doc))
    except Exception:  # docstring_parser's ParseError as a rule, but an IndexError for some stray colons
        return {}, {}
    texts, types = {}, {}
    for item in parsed.params:
        for name in item.arg_name.split(","):
            name = name.strip().lstrip("*")
            if item.description and (text := _sentence(item.description)):
                texts[name] = text
            if schema := read_doc_type(item.type_name):
                types[name] = schema
    return texts, types


def _style(doc: str) -> DocstringStyle:
    if re.search(r"^\s*-{3,}\s*$", doc, re.M):
        return DocstringStyle.NUMPYDOC
    return DocstringStyle.REST if re.search(r"^\s*[:@]param", doc, re.M) else DocstringStyle.GOOGLE


def _sentence(description: str) -> str:
    text = first_sentence(description)
    short = len(text) <= MAX_DESCRIPTION and text.isascii() and not re.search(r"[\\$<>{}`]|https?:|>>>", text)
    return text[0].upper() + text[1:] if short and len(text) > 1 else ""


def _label(text: str) -> str:
    """What a request may call an argument, from its description: "The number of nodes" gives "number of nodes"."""
    text = re.sub(r"\s*\([^)]*\)", "", text).split(",")[0]
    found = _LABEL.match(text)
    if not found or _NO_LABEL.search(found[1]) or not found[1].isascii():
        return ""
    words = found[1].split()
    says_what_to_do = base_form(words[0].lower()) and len(words) > 1 and words[1] != "of"
    if says_what_to_do or {word.lower() for word in words} <= _TYPE_WORDS:
        return ""
    return " ".join([words[0].lower() if words[0][1:].islower() else words[0], *words[1:]])


def _words(name: str) -> str:
    """``max_depth`` and ``maxDepth`` as "max depth"."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).replace("_", " ").strip().lower() if len(name) > 1 else name


def _tool_name(path: str, definition: Definition, rng: random.Random) -> str:
    """A name as tools have them: bare, with its class or module, or as a verb where it makes an object."""
    top, name = path.partition(".")[0], definition.name
    owner = definition.qualname.rpartition(".")[0]
    if definition.binding == "class":
        snake = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()
        names = [name, f"{top}.{name}", f"create_{snake}", f"make_{snake}"]
    elif owner:
        names = [definition.qualname, definition.qualname, name if "_" in name else f"{owner.lower()}_{name}"]
    else:
        module = definition.module.rpartition(".")[2]
        names = [
            name if "_" in name else f"{module}.{name}",
            name if len(name) > 3 else f"{top}.{name}",
            f"{top}.{name}",
        ]
    fitting = [each for each in names if len(each) <= 64 and "_." not in each and not re.search(r"(?:^|\.)_", each)]
    if not fitting:
        raise Refused("a name that is too long or private")
    return rng.choice(fitting)
