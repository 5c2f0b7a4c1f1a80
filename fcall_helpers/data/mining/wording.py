"""A docstring's first sentence as something that a person could ask for.

"Returns the path graph P_n of linearly connected nodes." becomes the clause "return the path graph P_n of linearly
connected nodes", which can also be asked for as a thing: "the path graph ...". A sentence that is no such clause is
refused with a reason.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from fcall_helpers.data.mining.values import Refused
from fcall_helpers.data.mining.vocabulary import ADVERBS, NOT_A_WISH, NOUNS, THINGS, base_form

MIN_WORDS, MAX_WORDS = 2, 18
_WHETHER = re.compile(
    r"(?i)^(?:returns? )?(?:a bool(?:ean)? (?:indicating |that is )?)?"
    r"(?:true|1) (?:if|when|iff|whenever|if and only if) (.+)$"
)
_CHECK = re.compile(
    r"(?i)^(?:checks?|determines?|tests?|tells?|verif(?:y|ies)|returns?|indicates?) (?:if|whether) (?:or not )?(.+)$"
)
_ELSE = re.compile(
    r"(?i),? (?:and |or |else |otherwise )?(?:returns? )?(?:false|0|none)(?: otherwise| if not|\b.*)?$|,? otherwise.*$"
)
_ABOUT_ITSELF = re.compile(
    r"(?i)^(?:this|the) (?:function|method|class|routine|command|helper|tool|utility) "
    r"(?:is used to |will |can be used to |is for )?"
)
_TRY = re.compile(r"(?i)^(?:try|tries|attempts?) to ")
_USED_TO = re.compile(
    r"(?i)^(?:used to|helper (?:function )?(?:to|for)|utility (?:function )?to|function to|method to|"
    r"(?:a|convenience) (?:function|method|class) (?:to|that|which|for)) "
)
# Words of the workshop: such sentences make sense to the authors of the package only.
_WORKSHOP = re.compile(
    r"(?i)\b(?:self|cls|args|kwargs|subclass\w*|superclass|base class|parent class|mixin|metaclass|decorator|fixture|"
    r"callback|hook|monkeypatch\w*|internal\w*|private|deprecated|legacy|stub|mock\w*|unittest|pytest|docstring|"
    r"overrid\w+|abstract|inherit\w*|overload\w*|wrapper|boilerplate|todo|fixme|hack|dunder|namespace|"
    r"see (?:also|the|base|class|docs?)|same as|alias|synonym|equivalent to|like (?:the )?\w+\(|"
    r"constructor|getter|setter|property of|instance of this|this (?:class|method|function|module|object|instance)|"
    r"backward|backwards|compat\w*|no-?op|placeholder|dispatch\w*|descriptor|singleton|garbage|refcount|traceback|"
    r"doctest\w*|context.managers?)\b"
)
_ODD = re.compile(r"[\\$<>|{}_`^~#@=]|https?:|\.\.\.|\s[*]|::|\w\(|\[[^\]]*\]\(|--|\b\w+\.\w+\.|'\w*$|\?")
_FINITE = re.compile(
    r"(?i)\b(?:is|are|was|can|will|must|should|may|has|have|does|do|uses|represents|implements|extends)\b"
)
_NOUN = re.compile(r"[A-Z][a-z-]+ (?!(?:a|an|the|to|if|as|on|with|all|this|its|for|and) )[a-z]")
_OF = re.compile(r"(?:(?!the |an? |its )[A-Z]?[a-z-]+ ){1,3}of ")
_AFTERTHOUGHT = re.compile(
    r"(?i), (?:returning|makes|return|returns|or none|or raise|raising|otherwise|such that|so that|where|which|while|"
    r"if|unless|but|and return|and returns|possibly|optionally|usually|e\.?g|i\.?e|given|as|like|using|based on|"
    r"in order|by|see|for example)\b"
)
_SENTENCE_END = re.compile(r"(?<!e\.g)(?<!i\.e)(?<!vs)(?<!etc)(?<=[\w)'\"`\]])[.!](?:\s|$)")
_UNFINISHED = re.compile(
    r"(?:\b(?:the|a|an|of|to|for|with|by|and|or|as|in|on|from|that|is|are|e\.g|i\.e|following|like)|[,;:(])$", re.I
)
# Whole sentences that end like broken ones: "if the user is logged in", "the cliques that a node is part of".
_WHOLE = re.compile(
    r"(?i)\b(?:(?:logged|signed|turned|switched|passed|plugged|checked|typed|filled|built) (?:in|on)|part of|they are)$"
)
# "Convert the object to a JSON string": of a tool, nobody can tell which object.
_NO_OBJECT = re.compile(
    r"(?i)^\w+ (?:the )?(argument|input|object|instance|operand)"
    r"(?: (?:to|into|as|by|with|in|from|for|on|onto|using|at|if)\b|$)"
)


@dataclass(frozen=True)
class Clause:
    """A wish: ``kind`` "do" ("compute the mean"), "thing" ("the mean") or "whether" ("the graph is connected")."""

    kind: str
    text: str


def plain(text: str) -> str:
    """A text without its markup: roles, backticks, emphasis, links and footnotes of reST and Markdown."""
    text = re.sub(r"\[\[?`([^`\]]+)`\]?\](?:\([^)]*\))?", r"\1", text)
    text = re.sub(
        r":(?:\w+:)+`~?\.?([^`<]+?)(?:\s*<[^>]*>)?`", lambda found: found[1].rpartition(".")[2] or found[1], text
    )
    text = re.sub(r"`([^`<]+)\s<[^>]+>`_+", r"\1", text)
    text = re.sub(r"\[([^\]]+)\]\((?:https?:)?[^)]*\)", r"\1", text)
    text = re.sub(r"``?([^`]*)``?_?", r"\1", text)
    text = re.sub(r"\*\*?(\w[^*]*?)\*\*?", r"\1", text)
    text = re.sub(r"\s*\[\d+\]_?|\s*\[\w+\d+\]_|\|(\w+)\|", r"\1", text)
    return " ".join(text.replace("“", '"').replace("”", '"').replace("’", "'").replace("–", "-").split())


def first_sentence(doc: str) -> str:
    """The first sentence of a docstring's first paragraph, plain and without its full stop."""
    first, _, rest = doc.strip().partition("\n")
    doc = rest if re.fullmatch(r"[\w.]+\(.*\)(?: ?->.*)?", first.strip()) else doc  # a signature of its own
    paragraph = re.split(r"\n\s*\n|\n\s*(?:[-=~]{3,}|:param|Args:|>>>|\.\. )", doc.strip(), maxsplit=1)[0]
    return _SENTENCE_END.split(plain(paragraph), maxsplit=1)[0].strip().rstrip(".:;, ")


def read_clause(sentence: str, of_class: bool = False, parameters: Iterable[str] = ()) -> Clause:
    """The wish in a sentence. Raises `Refused` for a sentence that is none.

    A class is wished for as a thing: "Immutable sequence" is "an immutable sequence". ``parameters`` are names that the
    sentence may use: "filled with fill_value" becomes "filled with fill value".
    """
    if sentence.startswith(".. "):
        raise Refused("a summary in markup, code or another language")
    parameters = tuple(parameters)
    spoken = tuple(name.replace("_", " ").strip() for name in parameters if "_" in name)
    sentence = re.sub(r"\s*\([^()]*\)| \$?[A-Z]_\{?\w+\}?\$?(?= )", "", sentence)
    for name in parameters:
        if "_" in name:
            sentence = re.sub(rf"\b{re.escape(name)}\b", name.replace("_", " ").strip(), sentence)
    sentence = re.sub(r"(?i)\b([a-z]+) \1\b", r"\1", sentence)  # "open the URL url"
    sentence = _shorten(_USED_TO.sub("", _ABOUT_ITSELF.sub("", _TRY.sub("", sentence)))).strip(" .,;:")
    words = sentence.split()
    if not MIN_WORDS <= len(words) <= MAX_WORDS:
        raise Refused("a summary too short or too long")
    if not sentence.isascii() or _ODD.search(sentence) or any(sentence.count(mark) % 2 for mark in '"()'):
        raise Refused("a summary in markup, code or another language")
    if _WORKSHOP.search(sentence):
        raise Refused("a summary for the package's own authors")
    if _UNFINISHED.search(sentence) and not (_WHOLE.search(sentence) or sentence.endswith(spoken)):
        raise Refused("a summary that breaks off")
    if (found := _NO_OBJECT.match(sentence)) and found[1].lower() not in parameters:
        raise Refused("a summary that does not name its object")
    if found := _WHETHER.match(sentence) or _CHECK.match(sentence):
        return Clause("whether", _condition(found[1]))
    return _verb_or_thing(sentence, words, of_class)


def _shorten(sentence: str) -> str:
    """Without what follows a colon or a semicolon, or a comma and a word that starts an afterthought."""
    sentence = re.split(r"[:;] ", sentence, maxsplit=1)[0]
    found = _AFTERTHOUGHT.search(sentence)
    return sentence[: found.start()] if found and sentence.count(" ", 0, found.start()) >= 2 else sentence


def _verb_or_thing(sentence: str, words: list[str], of_class: bool) -> Clause:
    if words[0].lower() == "lookup":
        words[0], sentence = "look", "look" + sentence[6:]
    first = words[0].lower()
    rest = sentence[len(words[0]) :]
    if first in ADVERBS and base_form(words[1].lower()):
        return Clause("do", f"{first} {base_form(words[1].lower())}{rest.strip()[len(words[1]) :]}")
    verb = None if of_class and first in THINGS else base_form(first)
    if verb and first not in NOUNS and not (verb == first and words[1].lower() in ("of", "for", "that")):
        if verb in NOT_A_WISH:
            raise Refused("a summary that is no wish")
        rest = re.sub(r"^ [A-Z](?=[a-z]+ (?:of|for) )", lambda found: found[0].lower(), rest)  # "Return Sum of the ..."
        return Clause("do", verb + _second_verb(rest))
    if _FINITE.search(sentence.partition(" that ")[0].partition(" which ")[0].partition(" where ")[0]):
        raise Refused("a summary that is no wish")
    text = _lower_first(sentence)
    if first in NOUNS or (not of_class and _OF.match(sentence)):
        return Clause("thing", text if first in ("a", "an", "the", "all", "one") else f"the {text}")
    if of_class and _NOUN.match(sentence) and not first.endswith(("ed", "ly", "ing")):
        article = "an" if first[0] in "aeiou" and first[:3] not in ("one", "uni") else "a"
        return Clause("thing", f"{article} {text}")
    raise Refused("a summary that is no wish")


def _condition(text: str) -> str:
    text = _ELSE.sub("", text).strip(" ,")
    if len(text.split()) < MIN_WORDS:
        raise Refused("a summary too short or too long")
    return _lower_first(text)


def _second_verb(rest: str) -> str:
    """ "opens a file and returns its lines" has two verbs to change."""
    return re.sub(r"\b(and|or|then) (\w+s)\b", lambda found: f"{found[1]} {base_form(found[2]) or found[2]}", rest)


def _lower_first(text: str) -> str:
    """Lower case for the first letter, unless the word is a name such as DataFrame or URL."""
    word = text.split()[0]
    return text[0].lower() + text[1:] if word[1:].islower() or len(word) == 1 else text
