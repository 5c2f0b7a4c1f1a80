"""Checks of notebook 03, tokens_and_masks."""

import re

from fcall_helpers.chat import IGNORE
from fcall_helpers.checks.framework import CheckFailed, exercise, expect

TALK = (
    "<|im_start|>system\nThe assistant is brief.<|im_end|>\n<|im_start|>user\nWhat does an assistant do?<|im_end|>\n"
    "<|im_start|>assistant\nIt helps.<|im_end|>\n<|im_start|>tool\nit rains<|im_end|>\n"
    "<|im_start|>assistant\nTake a coat.<|im_end|>\n"
)
PIECE = re.compile(r"<\|im_start\|>|<\|im_end\|>|\w+|\s|[^\w\s]")


@exercise("Your mask trains the assistant's words and its ends, and nothing else.")
def check_03a(mask_of):
    """``mask_of(text, offsets)``: for each token whether it ends inside what the assistant wrote."""
    offsets = [match.span() for match in PIECE.finditer(TALK)]
    tokens = [TALK[start:end] for start, end in offsets]
    got = mask_of(TALK, offsets)
    expect(got is not None, "mask_of returned None: return a list of booleans, one a token")
    got = [bool(value) for value in got]
    expect(len(got) == len(tokens), f"the mask has {len(got)} entries for {len(tokens)} tokens")
    expect(any(got), "nothing is trained: every entry is False")
    said = "".join(token for token, trained in zip(tokens, got, strict=True) if trained)
    for text, whose in (
        ("brief", "the system's"),
        ("What", "the user's"),
        ("rains", "the tool's"),
    ):
        expect(text not in said, f"{whose} {text!r} is trained; only the assistant's turns should be")
    expect("coat" in said, "only the first turn of the assistant is trained, there are two")
    expect("helps" in said, "only the last turn of the assistant is trained, there are two")
    ends = said.count("<|im_end|>")
    expect(ends, "the end marks are not trained, so the model never learns to stop")
    expect("<|im_start|>" not in said and "assistant" not in said, "the opening of the turn is given, not learned")
    expect("\n" not in said, "the line breaks around the turns are trained; they are given, not learned")
    expect(said == "It helps.<|im_end|>Take a coat.<|im_end|>", f"the trained text is {said!r}")
    # A token that begins before the turn's text and ends inside it.
    merged = mask_of("<|im_start|>assistant\n\nHi<|im_end|>", [(0, 12), (12, 21), (21, 23), (23, 25), (25, 35)])
    expect(
        list(map(bool, merged)) == [False, False, True, True, True],
        "a token that ends inside the assistant's text counts, even if it begins before: line breaks share tokens",
    )


EXAMPLES = [
    {"input_ids": [11, 12, 13], "labels": [11, 12, 13]},
    {"input_ids": [21, 22], "labels": [IGNORE, 22]},
    {"input_ids": [31, 32, 33, 34], "labels": [31, IGNORE, 33, 34]},
]


@exercise("Each conversation starts at position 0 and none predicts the beginning of the next.")
def check_03b(pack):
    """``pack(examples)``: one row of all examples, positions beginning anew with each."""
    before = [{name: list(values) for name, values in example.items()} for example in EXAMPLES]
    got = pack([{name: list(values) for name, values in example.items()} for example in EXAMPLES])
    expect(isinstance(got, dict), f"pack should return a dict of three lists, it returned {type(got).__name__}")
    missing = [name for name in ("input_ids", "labels", "position_ids") if name not in got]
    expect(not missing, f"the packed row lacks {', '.join(missing)}")
    ids, labels, places = (list(got[name]) for name in ("input_ids", "labels", "position_ids"))
    joined = [token for example in EXAMPLES for token in example["input_ids"]]
    expect(ids == joined, f"input_ids should be the examples' in order, {joined}, they are {ids}")
    expect(
        places != list(range(len(ids))), "position_ids run on over the examples: without walls each reads the others"
    )
    expect(
        places == [0, 1, 2, 0, 1, 0, 1, 2, 3], f"position_ids should begin anew with each example, they are {places}"
    )
    plain = [label for example in EXAMPLES for label in example["labels"]]
    expect(labels != plain, "the first label of an example is trained: the example before it would have to predict it")
    wanted = [IGNORE, 12, 13, IGNORE, 22, IGNORE, IGNORE, 33, 34]
    expect(labels == wanted, f"labels should be {wanted}, they are {labels}")
    given = [{name: list(values) for name, values in example.items()} for example in before]
    pack(given)
    expect(given == before, "pack changed the examples it was given; the next epoch will read them again")


TOKENS = [
    *("<|im_start|>", "user", "\n", "assistant", "?", "<|im_end|>", "\n"),
    *("<|im_start|>", "assistant", "\n", "<tool_call>", "{}", "<|im_end|>", "\n"),
    *("<|im_start|>", "tool", "\n", "rain", "<|im_end|>", "\n"),
    *("<|im_start|>", "assistant", "\n", "Wet", "<|im_end|>", "\n"),
]


@exercise("You can now look at any labels and say who is being trained.")
def check_03c(trained_roles):
    """``trained_roles(tokens, labels)``: how many trained tokens each role has."""
    healthy = _labelled({10, 11, 12, 23, 24})
    got = trained_roles(TOKENS, healthy)
    expect(got is not None, "trained_roles returned None: return a Counter")
    got = _nonzero(got)
    expect(got, "nothing was counted, although five tokens are trained")
    expect(sum(got.values()) != len(TOKENS), "all tokens were counted; count those whose label is not -100")
    expect(
        got.get("assistant") != 3, "only three of the assistant's five were counted: does its end mark belong to it?"
    )
    expect(got == {"assistant": 5}, f"five tokens of the assistant are trained, you counted {got}")
    got = _nonzero(trained_roles(TOKENS, _labelled({3, 17, 23})))
    expect("user" in got, f"the user's word 'assistant' does not begin a turn of the assistant; you counted {got}")
    expect(got == {"user": 1, "tool": 1, "assistant": 1}, f"one each of user, tool, assistant, you counted {got}")
    got = _nonzero(trained_roles(TOKENS, _labelled({6, 13})))
    expect(got == {"markup": 2}, f"what stands between turns is markup, two tokens here; you counted {got}")
    got = _nonzero(trained_roles(TOKENS, _labelled(set(range(len(TOKENS))))))
    wanted = {"user": 6, "assistant": 11, "tool": 5, "markup": 4}
    expect(got == wanted, f"with all tokens trained the counts are {wanted}, you counted {got}")


def _labelled(trained: set[int]) -> list[int]:
    return [100 + place if place in trained else IGNORE for place in range(len(TOKENS))]


def _nonzero(counts) -> dict[str, int]:
    try:
        return {role: count for role, count in dict(counts).items() if count}
    except (TypeError, ValueError):
        raise CheckFailed(f"expected a Counter of roles, got {counts!r:.60}") from None
