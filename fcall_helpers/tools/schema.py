"""A Python signature as a JSON Schema, and JSON arguments as the Python values that the signature asks for.

pydantic does both (https://docs.pydantic.dev/latest/concepts/json_schema/), docstrings add the descriptions.
"""

import functools
import inspect
import json
import typing
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from jsonschema import Draft202012Validator, SchemaError
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, create_model
from pydantic.fields import FieldInfo
from pydantic.json_schema import GenerateJsonSchema

from fcall_helpers.tools.docs import read_docstring
from fcall_helpers.tools.wire import clip, json_object, quote

_IN_MAPS = ("properties", "$defs", "definitions", "patternProperties", "dependentSchemas")
_IN_LISTS = ("anyOf", "oneOf", "allOf", "prefixItems")
_ALONE = ("items", "additionalProperties", "unevaluatedItems", "unevaluatedProperties", "contains", "propertyNames")
_ALONE += ("not", "if", "then", "else")
# One order of keys whatever pydantic's version, since models read the schema as text; other keys stand between.
_FIRST_KEYS = ("$ref", "type", "description", "enum", "const", "format", "properties", "required")
_FIRST_KEYS += ("additionalProperties", "items", "prefixItems", "anyOf", "oneOf", "allOf")
_LAST_KEYS = ("default", "$defs")
_EXAMPLE = "write for example `{}: int`"


@dataclass(frozen=True)
class Arguments:
    """The parameters of one function: their schema, and the model that turns JSON into what the function takes."""

    schema: dict
    model: type[BaseModel]
    parameters: tuple[inspect.Parameter, ...]

    def convert(self, arguments: dict) -> tuple[list, dict]:
        """Positional and keyword arguments for the function. Raises pydantic's ``ValidationError``.

        Parameters that are not given are left to the function's own defaults.
        """
        values = self.model.model_validate_json(json.dumps(arguments), strict=True)
        positional, keywords = [], {}
        for i, parameter in enumerate(self.parameters):
            left_out = f"p{i}" not in values.model_fields_set and parameter.default is not parameter.empty
            value = parameter.default if left_out else getattr(values, f"p{i}")
            if parameter.kind is parameter.POSITIONAL_ONLY:
                positional.append(value)
            elif not left_out:
                keywords[parameter.name] = value
        return positional, keywords


def read_arguments(fn: Callable, label: str, descriptions: dict[str, str]) -> Arguments:
    """The arguments of ``fn``; ``label`` names it in errors, ``descriptions`` holds those of its docstring.

    Raises:
        ValueError, TypeError: a parameter cannot be offered to a model; the line says which, why, what would be right.
    """
    parameters, hints = _signature(fn, label), _hints(fn, label)
    fields, defaults = {}, {}
    for i, parameter in enumerate(parameters):
        where = f"{label}: parameter {parameter.name!r}"
        annotation = _annotation(parameter, hints, where)
        adapter = _adapter(annotation, where)
        options = dict.fromkeys(("alias", "validation_alias", "serialization_alias"), parameter.name)
        if parameter.default is not parameter.empty:
            defaults[parameter.name] = _default(adapter, parameter.default, where)
            options["default"] = None  # only says "may be left out": the function applies its own
        fields[f"p{i}"] = (annotation, Field(**options))  # pydantic keeps some names, such as model_config, for itself
    model = create_model("Arguments", __config__=ConfigDict(extra="forbid"), **fields)
    schema = _object_schema(model)
    for name, part in schema["properties"].items():
        if name in defaults:
            part["default"] = defaults[name]
        if name in descriptions:
            part.setdefault("description", descriptions[name])
    schema = _rewrite(schema, _tidy)
    check_schema(schema, label)
    _check_defaults(schema, label)
    return Arguments(schema, model, tuple(parameters))


def check_schema(schema: dict, label: str) -> None:
    """``ValueError`` unless ``schema`` is a JSON Schema 2020-12 of an object whose references stay inside it."""
    if schema.get("type") != "object":
        raise ValueError(f'{label}: parameters must have "type": "object", got {quote(schema.get("type"))}')
    try:
        Draft202012Validator.check_schema(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    except SchemaError as error:
        path = "".join(f"[{part!r}]" for part in error.absolute_path)
        raise ValueError(f"{label}: parameters{path} is no JSON Schema 2020-12: {clip(error.message, 200)}") from None
    for node in _nodes(schema):
        for key in ("$ref", "$dynamicRef"):
            if isinstance(node.get(key), str) and resolve(schema, node[key]) is None:
                raise ValueError(
                    f'{label}: "{key}": {quote(node[key])} points nowhere; write "#/$defs/NAME" inside parameters'
                )


def resolve(schema: dict, reference: str) -> dict | bool | None:
    """What a JSON pointer such as ``#/$defs/Point`` (RFC 6901) names in ``schema``, None where it names nothing."""
    if reference != "#" and not reference.startswith("#/"):
        return None
    part: Any = schema
    for key in reference.split("/")[1:]:
        key = unquote(key).replace("~1", "/").replace("~0", "~")
        if isinstance(part, list) and key.isdecimal() and int(key) < len(part):
            part = part[int(key)]
        elif isinstance(part, dict) and key in part:
            part = part[key]
        else:
            return None
    return part if isinstance(part, (dict, bool)) else None


def callable_parts(fn: Callable) -> tuple[Callable, frozenset[str]]:
    """The function behind a partial, and the keywords the partial has given already (the model never sees those)."""
    if isinstance(fn, functools.partial):
        return fn.func, frozenset(fn.keywords)
    return fn, frozenset()


def _signature(fn: Callable, label: str) -> list[inspect.Parameter]:
    try:
        parameters = inspect.signature(fn).parameters.values()
    except (ValueError, TypeError):
        raise ValueError(f"{label}: Python does not know its signature; wrap it in a function of your own") from None
    for parameter in parameters:
        if parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD):
            raise ValueError(
                f"{label}: {str(parameter).split(':')[0]} takes any arguments; name each parameter instead"
            )
    _, given = callable_parts(fn)
    return [parameter for parameter in parameters if parameter.name not in given]


def _hints(fn: Callable, label: str) -> dict[str, Any]:
    fn, _ = callable_parts(fn)
    target = fn if inspect.isroutine(fn) else type(fn).__call__
    try:
        return typing.get_type_hints(target, include_extras=True)
    except Exception as error:  # an annotation is a string that names nothing, or no type at all
        reason = clip(f"{type(error).__name__}: {error}", 200)
        raise ValueError(
            f"{label}: an annotation cannot be read ({reason}); define its types at the top level"
        ) from None


def _annotation(parameter: inspect.Parameter, hints: dict, where: str) -> Any:
    if parameter.name in hints:
        return hints[parameter.name]
    if parameter.name in ("self", "cls"):
        raise ValueError(f"{where} is unbound; make the tool from the bound method, tool(obj.method)")
    raise ValueError(f"{where} has no type annotation; {_EXAMPLE.format(parameter.name)}")


def _adapter(annotation: Any, where: str) -> TypeAdapter:
    try:
        adapter = TypeAdapter(annotation)
        adapter.json_schema()
    except Exception as error:  # pydantic raises half a dozen kinds, some of them NameError or TypeError
        reason = clip(str(error).split("\n")[0].split(". Set ")[0], 160)
        message = f"{where} has a type that JSON cannot carry, {clip(repr(annotation), 80)} ({reason})"
        raise TypeError(f"{message}; use JSON's types, a dataclass or a pydantic model") from None
    return adapter


def _default(adapter: TypeAdapter, default: Any, where: str) -> Any:
    """The default as JSON, which must come back through the annotation as a call's argument would."""
    if isinstance(default, FieldInfo):
        raise ValueError(f"{where} has a pydantic Field as its default; write Annotated[TYPE, Field(...)] = VALUE")
    try:
        text = adapter.dump_json(default, warnings="error")
        adapter.validate_json(text, strict=True)
        return json_object({"default": json.loads(text)})["default"]
    except Exception as error:
        reason = error.errors()[0]["msg"] if isinstance(error, ValidationError) else str(error)
        hint = "annotate it `TYPE | None`" if default is None else "change one of the two"
        message = f"{where} has a default that its type does not allow, {clip(repr(default), 80)} ({clip(reason, 160)})"
        raise ValueError(f"{message}; {hint}") from None


def _check_defaults(schema: dict, label: str) -> None:
    """pydantic takes True for the literal 1, JSON Schema does not: the schema must agree with its own defaults."""
    for name, part in schema["properties"].items():
        whole = part | {"$defs": schema.get("$defs", {})}
        if "default" in part and not Draft202012Validator(whole).is_valid(part["default"]):
            message = f"{label}: parameter {name!r} has a default that its own schema refuses, {quote(part['default'])}"
            raise ValueError(f"{message}; the schema is {quote(part, 200)}")


class _JsonSchema(GenerateJsonSchema):
    """pydantic's schemas, with the docstrings of classes read rather than quoted."""

    def model_schema(self, schema):
        return _document(super().model_schema(schema), schema["cls"])

    def dataclass_schema(self, schema):
        return _document(_closed(super().dataclass_schema(schema), schema["cls"]), schema["cls"])

    def typed_dict_schema(self, schema):
        return _document(_closed(super().typed_dict_schema(schema), schema.get("cls")), schema.get("cls"))


def _closed(schema: dict, cls: type | None) -> dict:
    """Dataclasses and TypedDicts take their own fields only, unless they say otherwise; pydantic 2.11 left that out."""
    if not getattr(cls, "__pydantic_config__", None):
        schema.setdefault("additionalProperties", False)
    return schema


def _document(schema: dict, cls: type | None) -> dict:
    doc = getattr(cls, "__doc__", None)
    if not doc or doc.startswith(f"{cls.__name__}("):  # the docstring that @dataclass writes itself
        return schema
    doc = inspect.cleandoc(doc)
    description, attributes = read_docstring(doc)
    if schema.get("description", doc) == doc:  # pydantic quotes it or leaves it out; json_schema_extra stays
        schema["description"] = description
    for name, part in schema.get("properties", {}).items():
        if name in attributes and not part.get("description"):
            part["description"] = attributes[name]
    return schema


def _object_schema(model: type[BaseModel]) -> dict:
    schema = model.model_json_schema(schema_generator=_JsonSchema)
    whole = {"type": "object", "properties": {}, "required": [], "additionalProperties": False}
    return whole | {key: schema[key] for key in ("properties", "required", "$defs") if key in schema}


def _tidy(node: dict) -> dict:
    kept = [(key, value) for key, value in node.items() if not (key == "title" and isinstance(value, str))]
    order = (*_FIRST_KEYS, None, *_LAST_KEYS)
    return dict(sorted(kept, key=lambda item: (order.index(item[0] if item[0] in order else None), item[0])))


def _rewrite(node: Any, change: Callable[[dict], dict]) -> Any:
    """A copy of a schema in which ``change`` was applied to each schema, and to nothing that only looks like one."""
    if not isinstance(node, dict):
        return node
    copy = dict(node)
    for key, value in node.items():
        if key in _IN_MAPS and isinstance(value, dict):
            copy[key] = {name: _rewrite(part, change) for name, part in value.items()}
        elif key in _IN_LISTS and isinstance(value, list):
            copy[key] = [_rewrite(part, change) for part in value]
        elif key in _ALONE:
            copy[key] = _rewrite(value, change)
    return change(copy)


def _nodes(schema: dict) -> Iterator[dict]:
    found: list[dict] = []
    _rewrite(schema, lambda node: found.append(node) or node)
    yield from found
