"""Calls put to definitions: arguments get their names from the signature."""

from typing import Any

from fcall_helpers.data.mining.definitions import LITERAL, REQUIRED, Definition
from fcall_helpers.data.mining.scan import Call
from fcall_helpers.data.mining.values import Refused


def bind(definition: Definition, call: Call) -> dict[str, Any]:
    """The arguments of a call by name, as the signature has them.

    Left out, for the function's own default to stand: optional arguments that are no literal, None where the default
    is None, and further keywords of a function that takes any. Raises `Refused` for a call that does not fit.
    """
    parameters = {part.name: part for part in definition.parameters}
    positional = [part.name for part in definition.parameters if not part.keyword_only]
    given = dict(zip(positional, call.args, strict=False))
    extra = {name for name, _ in call.kwargs} & given.keys()
    given |= dict(call.kwargs)
    unknown = not given.keys() <= parameters.keys() and not definition.open
    if extra or len(call.args) > len(positional) or unknown:
        raise Refused("a call that does not fit the signature")
    kept = {}
    for name, parameter in parameters.items():
        if name in given and not _may_go(given[name], parameter.has_default, parameter.default):
            kept[name] = given[name]
        elif parameter.has_default == REQUIRED:
            missing = name not in given
            raise Refused("a call that does not fit the signature" if missing else "an argument is no literal")
    if not kept:
        raise Refused("no literal argument is left")
    return kept


def _may_go(value: Any, has_default: str, default: Any) -> bool:
    if value is ...:
        return True
    return value is None and has_default == LITERAL and default is None
