"""Checks of notebook 05, mine_open_source."""

import ast
import json

from fcall_helpers.checks.framework import CheckFailed, exercise, expect

RIGHT = {
    "'Oslo'": "Oslo",
    "3": 3,
    "2.5": 2.5,
    "True": True,
    "None": None,
    "[1, 'a']": [1, "a"],
    "-7": -7,
    "-0.5": -0.5,
    "('a', 2)": ["a", 2],
    "[[1, 2], [3, -4]]": [[1, 2], [3, -4]],
    "{'city': 'Oslo', 'days': [1, 2]}": {"city": "Oslo", "days": [1, 2]},
}
WRONG = {
    "city": "a name: its value does not stand there",
    "b'abc'": "bytes: JSON has no word for them",
    "{1, 2}": "a set: JSON has no word for it",
    "{1: 'a'}": "a dict whose key is no text: JSON's keys are texts",
    "{**other}": "a dict that takes over another one, which is a variable",
    "2j": "a complex number: JSON has no word for it",
    "1e999": "infinity: JSON has no word for it",
    "-1e999": "minus infinity: JSON has no word for it",
    "[1, city]": "a list with a name inside",
    "...": "an Ellipsis: JSON has no word for it",
    "-'a'": "a minus before a text, which has no value",
    "not True": "a `not`: only a minus before a number is literal",
    "f'{city}'": "an f-string: its text is made when it runs",
}


class _Ran(Exception):
    """Somebody evaluated the code."""


@exercise("You read values out of code, and not one line of it was run.")
def check_05a(literal):
    """``literal(node)``: the JSON value an expression writes down, or ``ValueError``."""
    _runs_nothing(literal)
    for text, wanted in RIGHT.items():
        try:
            got = literal(_tree(text))
        except NotImplementedError:
            raise
        except ValueError as error:
            raise CheckFailed(f"`{text}` is a literal, and your function refused it ({error})") from None
        expect(not isinstance(got, ast.AST), f"for `{text}` you returned a piece of the tree, return its value")
        expect(not isinstance(got, tuple), f"`{text}` came back as a tuple; JSON has lists only")
        same = json.dumps(got) == json.dumps(wanted)
        expect(same, f"`{text}` should give {wanted!r}, you returned {got!r}")
    for text, what in WRONG.items():
        expect(_refuses(literal, text), f"`{text}` should raise ValueError. It is {what}")


def _tree(text: str) -> ast.expr:
    return ast.parse(text, mode="eval").body


def _runs_nothing(literal) -> None:
    """A call must be refused, not made."""
    trap = "(_ for _ in ()).throw(__import__('fcall_helpers.checks.nb05', fromlist=['_Ran'])._Ran())"
    try:
        literal(_tree(trap))
    except _Ran:
        raise CheckFailed(
            "your function *ran* the code it was given; eval does that, and a stranger wrote it"
        ) from None
    except ValueError:
        return
    raise CheckFailed("a call such as `print(1)` should raise ValueError: its value is known when it runs, not before")


def _refuses(literal, text: str) -> bool:
    try:
        literal(_tree(text))
    except ValueError:
        return True
    except (TypeError, AttributeError, KeyError) as error:
        raise CheckFailed(f"`{text}` raised {type(error).__name__}: {error}; it should raise ValueError") from None
    return False


CASES = [
    ("Name of USD in Oslo", {"currency": "USD", "city": "Oslo"}, [], "both values stand there"),
    ("What is the weather?", {"city": "Oslo"}, ["city"], "'Oslo' stands nowhere"),
    ("the weather in oslo", {"city": "Oslo"}, [], "upper or lower case should not matter"),
    ("Add 12 and 30", {"a": 12, "b": 30}, [], "both numbers stand there"),
    ("Book 12 rooms", {"rooms": 2}, ["rooms"], "the 2 of '12' does not say 2"),
    ("Wait 2.5 hours", {"hours": 2}, ["hours"], "the 2 of '2.5' does not say 2"),
    ("Wait 1.25 hours", {"hours": 25}, ["hours"], "the 25 of '1.25' does not say 25"),
    ("Wait 3.", {"hours": 3}, [], "the full stop after '3.' ends the sentence, not the number"),
    ("Take 2.5 and -4", {"a": 2.5, "b": -4}, [], "both numbers stand there"),
    ("Sum of 1, 2 and 3", {"values": [1, 2, 3]}, [], "each item of the list stands there"),
    ("Sum of 1 and 2", {"values": [1, 2, 3]}, ["values"], "the list's 3 stands nowhere"),
    ("Make it undirected", {"keep_order": True}, ["keep_order"], "nothing speaks of keep order"),
    ("Keep order, please", {"keep_order": True}, [], "a truth is said by its argument's name, blanks or underscores"),
    ("Sort it, keep_order off", {"keep_order": False}, [], "a truth is said by its argument's name"),
    ("Is it true?", {"keep_order": True}, ["keep_order"], "the word 'true' does not say which argument is true"),
    ("Send 5", {"to": "Ada", "amount": 5, "note": "Hi"}, ["to", "note"], "two of the three are not said"),
    ("Cool it to -2 degrees", {"degrees": 2}, ["degrees"], "the 2 of '-2' does not say 2"),
]


@exercise("You can tell a row that copies from a row that invents.")
def check_05b(ungrounded):
    """``ungrounded(request, arguments)``: the names of the arguments that the request does not say."""
    for request, arguments, wanted, why in CASES:
        given = json.loads(json.dumps(arguments))
        got = ungrounded(request, given)
        expect(got is not None, "ungrounded returned None: return a list of names, which may be empty")
        expect(not isinstance(got, (str, bool)), f"return a list of names, not {got!r}")
        got = list(got)
        values = [value for value in arguments.values() if isinstance(value, str)]
        expect(not set(map(str, got)) & set(values), f"return the arguments' names, not their values: {got!r}")
        expect(sorted(got) == sorted(wanted), f"{request!r} with {arguments}: {why}. Expected {wanted}, got {got}")
        expect(given == arguments, "ungrounded changed the arguments it was given")


LICENCES = [
    ("MIT", True, "that is one of yours"),
    ("GPL-3.0-only", False, "that is none of yours"),
    ("MIT-CMU", False, "that is another licence than MIT, although its name begins alike"),
    ("licence not stated", False, "nothing stated is nothing permitted"),
    ("MIT OR GPL-3.0-only", True, "OR lets you choose, and one side is yours"),
    ("GPL-3.0-only OR Apache-2.0", True, "OR lets you choose, and one side is yours"),
    ("MIT AND GPL-3.0-only", False, "AND binds you to both, and one is none of yours"),
    ("MIT AND Apache-2.0", True, "AND binds you to both, and both are yours"),
    ("Apache-2.0 WITH LLVM-exception", True, "an exception permits more than its licence, which is yours"),
    ("GPL-3.0-only WITH GCC-exception-3.1", False, "the licence before WITH is none of yours"),
    ("GPL-3.0-only AND MIT OR Apache-2.0", True, "AND binds more tightly than OR, and the side after OR is yours"),
    ("MIT OR GPL-3.0-only AND ZPL-2.1", True, "AND binds more tightly than OR, and the side before OR is yours"),
]
PERMITTED = frozenset({"MIT", "Apache-2.0"})


@exercise("You know under which licences your rows are, and can choose.")
def check_05c(allowed):
    """``allowed(row, permitted)``: whether the licence in a row's source is permitted."""
    for expression, wanted, why in LICENCES:
        # The place holds names of licences too: only what stands between the brackets counts.
        source = f"mined:apache==1.0 ({expression}) apache/MIT.py:12"
        got = allowed({"id": "mined-0", "source": source}, set(PERMITTED))
        expect(got is not None, "allowed returned None: return True or False")
        right = f"should be {wanted}: {why}"
        expect(bool(got) == wanted, f"{expression!r} with {sorted(PERMITTED)} permitted {right}; you returned {got!r}")
    nobody = allowed({"id": "mined-0", "source": "mined:a==1 (MIT) a.py:1"}, set())
    expect(not nobody, "with no licence permitted no row is: look at the set you are given, not at a list of your own")
