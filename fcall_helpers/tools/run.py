"""Running a tool within its time limit, and its result as JSON text for the model."""

import asyncio
import contextvars
import inspect
import itertools
import json
import queue
import re
import threading
from collections.abc import Callable, Iterator
from typing import Any

from pydantic_core import to_json

from fcall_helpers.tools.wire import error_content, loads_strict, one_line

MAX_CONTENT = 8_000  # characters of a result that reach the model
_ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+")  # says nothing to a model, and differs from run to run


class _LimitError(Exception):
    """An async function was cancelled at its limit (its own TimeoutError means something else)."""


def run(fn: Callable, args: list, kwargs: dict, timeout_s: float) -> tuple[str, str | None]:
    """Call ``fn`` and return its content (JSON text) and the kind of error, None if it went well.

    The call has its own daemon thread and a copy of the caller's context variables; an async function gets its own
    event loop there, so the caller may be inside a running loop, as in Jupyter. An async function is cancelled at the
    limit. A thread cannot be killed in Python: a function that hangs is left behind and goes on by itself until it
    returns or the program ends. `fcall_helpers.sandbox` is the place for code that must be stopped.

    Whatever ``fn`` raises, SystemExit included, is an error of kind "failed". Nothing is raised except what the
    caller's own thread receives while it waits, such as KeyboardInterrupt.
    """
    outcome: queue.SimpleQueue = queue.SimpleQueue()
    context = contextvars.copy_context()
    work = threading.Thread(
        target=lambda: outcome.put(context.run(_attempt, fn, args, kwargs, timeout_s)),
        name=f"tool {getattr(fn, '__name__', '')}".strip(),
        daemon=True,
    )
    try:
        work.start()
        return outcome.get(timeout=timeout_s)
    except queue.Empty:
        return _timed_out(timeout_s)
    except RuntimeError as error:  # the system gives no more threads
        return _failed(error)


def _attempt(fn: Callable, args: list, kwargs: dict, timeout_s: float) -> tuple[str, str | None]:
    try:
        value = fn(*args, **kwargs)
        if inspect.isawaitable(value):
            value = asyncio.run(_await(value, timeout_s))
    except _LimitError:
        return _timed_out(timeout_s)
    except BaseException as error:
        return _failed(error)
    try:
        return to_content(value), None  # here and not in the caller's thread: a __repr__ may hang as well
    except BaseException as error:
        return error_content(f"the result cannot be written as JSON: {one_line(error)}"), "failed"


async def _await(awaitable: Any, timeout_s: float) -> Any:
    limit = asyncio.timeout(timeout_s)
    try:
        async with limit:
            return await awaitable
    except TimeoutError:
        if limit.expired():
            raise _LimitError from None
        raise


def _timed_out(timeout_s: float) -> tuple[str, str]:
    return error_content(f"no result within the limit of {timeout_s:g} s"), "timeout"


def _failed(error: BaseException) -> tuple[str, str]:
    name, message = type(error).__name__, one_line(error)
    return error_content(f"{name}: {message}" if message else name), "failed"


def to_content(value: Any) -> str:
    """A result as JSON text of at most `MAX_CONTENT` characters; longer ones say that they were cut.

    Dataclasses, pydantic models, dates, sets, enums, bytes, arrays and tensors are written as JSON, anything else as
    its ``str``; NaN and infinity become strings. Raises what the value's own code raises, and ``ValueError`` for a
    value that contains itself or nests too deeply.
    """
    if isinstance(value, Iterator):
        value = list(itertools.islice(value, MAX_CONTENT))  # it may be endless
    text = _to_json(value)
    if len(text) <= MAX_CONTENT:
        text = json.dumps(loads_strict(text), ensure_ascii=False)  # the spacing of everything else we write
    return text if len(text) <= MAX_CONTENT else _cut(text)


def _to_json(value: Any) -> str:
    options = {"inf_nan_mode": "strings", "fallback": _fallback}
    try:
        return to_json(value, **options).decode()
    except ValueError:  # perhaps bytes that are no text
        return to_json(value, bytes_mode="base64", **options).decode()


def _fallback(value: Any) -> Any:
    if callable(getattr(value, "tolist", None)):  # NumPy arrays and scalars, torch tensors
        return value.tolist()
    return _ADDRESS.sub("", str(value))


def _cut(text: str) -> str:
    size = MAX_CONTENT
    while True:
        content = json.dumps({"truncated": True, "characters": len(text), "preview": text[:size]}, ensure_ascii=False)
        excess = len(content) - MAX_CONTENT
        if excess <= 0:
            return content
        size -= (excess + 1) // 2  # quotation marks and backslashes take two characters in the preview
