"""What `encode` refuses: rows that nobody should train on, and tokenizers that cannot say where tokens lie."""

import copy
import re

import pytest
from tokenizers import Tokenizer, models, pre_tokenizers
from transformers import ByT5Tokenizer, PreTrainedTokenizerFast

from fcall_helpers.chat import MARKS
from tests.conversations import answer, byte_level, call_message, refused, result, system, user


@pytest.fixture(scope="session")
def tokenizer(lm):
    return lm.tokenizer


CALL = call_message(None, [("weather", {"city": "Oslo"}), ("weather", {"city": "Rome"})])


NO_CONTENT = "content is None; only an assistant turn with calls may lack it: "


@pytest.mark.parametrize(
    ("messages", "complaint"),
    [
        ([], "messages: expected at least one turn, got none"),
        ([user("x"), {"role": "bot", "content": "y"}], "messages[1]: role 'bot' is not one of system, user, assistant"),
        ([result("sun")], "messages[0]: a result without its call, 'c0'; no call is open: {'role': 'tool'"),
        ([CALL, result("x", "c7")], "messages[1]: a result without its call, 'c7'; the open calls are c0, c1: {'role'"),
        ([CALL, {"role": "tool", "content": "x"}], "messages[1]: a result without its call, None; the open calls are"),
        ([CALL, result("a"), result("b")], "messages[2]: a result without its call, 'c0'; the open calls are c1: {"),
        ([CALL, result("a"), answer("x"), result("b", "c1")], "messages[3]: a result without its call, 'c1'; no call"),
        ([user("x"), {"role": "user"}], f"messages[1]: {NO_CONTENT}{{'role': 'user'}}"),
        ([system(None)], f"messages[0]: {NO_CONTENT}{{'role': 'system'"),
        ([CALL, result(None)], f"messages[1]: {NO_CONTENT}{{'role': 'tool'"),
        ([user("x"), answer(None)], "messages[1]: an assistant turn needs content or tool_calls: {'role': 'assistant'"),
    ],
)
def test_what_no_training_row_may_hold_is_quoted(messages, complaint, tokenizer):
    assert refused(messages, tokenizer).startswith(complaint)


@pytest.mark.parametrize("call_id", [None, "", 7])
def test_a_call_needs_an_id(call_id, tokenizer):
    message = copy.deepcopy(CALL)
    message["tool_calls"][1]["id"] = call_id
    assert re.match(r"messages\[1\]: .*id", refused([user("x"), message], tokenizer))
    del message["tool_calls"][1]["id"]
    said = refused([user("x"), message], tokenizer)
    assert said.startswith("messages[1]: a call without an id, which its result must name: {'role': 'assistant'")


def word_level():
    """A tokenizer that has one token for every word it does not know."""
    words = Tokenizer(models.WordLevel({"[UNK]": 0, "user": 1}, unk_token="[UNK]"))
    words.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    return PreTrainedTokenizerFast(tokenizer_object=words, unk_token="[UNK]")


@pytest.mark.parametrize(
    ("make", "complaint"),
    [
        (byte_level, r"it lacks the token '<\|im_start\|>' and would write it as \['<', '\|', 'i', .*"),
        (lambda: byte_level(MARKS[:1]), r"it lacks the token '<\|im_end\|>' and would write it as \['<', .*"),
        (word_level, r"it lacks the token '<\|im_start\|>' and would write it as \['\[UNK\]'\]"),
        (ByT5Tokenizer, "a fast one is needed, which knows where tokens lie; ByT5Tokenizer is not"),
        (lambda: "gpt2", "a fast one is needed, which knows where tokens lie; str is not"),
    ],
    ids=["GPT-2", "half the marks", "unknown words", "slow", "a name"],
)
def test_a_tokenizer_that_cannot_be_used_is_refused(make, complaint):
    assert re.fullmatch(f"tokenizer: {complaint}", refused([user("Hi"), answer("Hello")], make()))
