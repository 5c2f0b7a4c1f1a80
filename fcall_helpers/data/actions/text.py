"""Text tools: counting, rewriting, comparing, ciphers, and what language models are used for."""

import re

from fcall_helpers.data.actions.model import action, role

UNITS = {"words": r"\b[\w'-]+\b", "characters": r"(?s).", "sentences": r"[.!?]+(?:\s|$)", "vowels": r"(?i)[aeiou]"}


def count_text(text: str, unit: str = "words") -> int:
    """How many words, characters, sentences or vowels a text has."""
    return len(re.findall(UNITS[unit], text))


def find_word(text: str, word: str, case_sensitive: bool = False) -> dict:
    """How often a word occurs in a text, and where first."""
    flags = 0 if case_sensitive else re.IGNORECASE
    places = [match.start() for match in re.finditer(rf"\b{re.escape(word)}\b", text, flags)]
    return {"count": len(places), "first": places[0] if places else None}


def replace_text(text: str, find: str, replacement: str, first_only: bool = False) -> str:
    """A text with one word put in the place of another."""
    return text.replace(find, replacement, 1 if first_only else -1)


def change_case(text: str, style: str) -> str:
    """A text in other letters."""
    words = re.findall(r"[^\W_]+", text.lower())
    found = {"upper": text.upper(), "lower": text.lower(), "title": text.title(), "snake": "_".join(words)}
    return (found | {"camel": "".join(words[:1] + [word.capitalize() for word in words[1:]])})[style]


def slugify(title: str, separator: str = "-", max_length: int = 60) -> str:
    """A title as it can stand in a web address."""
    return separator.join(re.findall(r"[^\W_]+", title.lower()))[:max_length].strip(separator)


def truncate(text: str, length: int, ellipsis: bool = True) -> str:
    """The beginning of a text, cut between words."""
    if len(text) <= length:
        return text
    head = text[:length].rsplit(" ", 1)[0]
    return head + ("…" if ellipsis else "")


def caesar_cipher(message: str, shift: int, decode: bool = False) -> str:
    """A message with its letters moved along the alphabet."""
    move = -shift if decode else shift

    def turn(match: re.Match) -> str:
        first = ord("a") if match[0].islower() else ord("A")
        return chr((ord(match[0]) - first + move) % 26 + first)

    return re.sub(r"[A-Za-z]", turn, message)


def compare_words(first: str, second: str) -> dict:
    """How many letters must change to turn one word into the other, and whether they are anagrams."""
    row = list(range(len(second) + 1))
    for i, a in enumerate(first, 1):
        row, above = [i], row
        for j, b in enumerate(second, 1):
            row.append(min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (a != b)))
    return {"edits": row[-1], "anagrams": sorted(first.lower()) == sorted(second.lower())}


# A table, laid out by hand: a role reads better on three lines than on nine.
# fmt: off
ACTIONS = [
    action(
        "text", "count text | text statistics | word count | measure text",
        does="""Counts the words of a text, or its characters, sentences or vowels.
                Word count
                Measures how long a text is in the unit that was asked for""",
        asks="count how long a text is | measure a text | get the length of a text | do a count on a passage",
        questions="How long is the text",
        roles=[
            role("text|passage|input_text|content", "text", "for {} | given {} | with the text {}",
                 "Text to measure. | The passage", required=True),
            role("unit|count_by|what|measure", "choice", "in {} | counting the {}",
                 "What to count. | Unit of the count", default="words",
                 says={"words": "words", "characters": "characters | letters and spaces", "sentences": "sentences",
                       "vowels": "vowels"}),
        ],
        fn=count_text,
    ),
    action(
        "text", "find word | search in text | count occurrences | locate word",
        does="""Finds a word in a text.
                Word occurrences
                Tells how often a word occurs and at which character it stands first""",
        asks="look for a word in a text | count how often a word occurs | find a word | search a paragraph",
        questions="How often does a word occur | Where does a word turn up",
        roles=[
            role("text|document|passage|haystack", "text", "in {} | within {} | in the passage {}",
                 "Text to search. | Where to look", required=True),
            role("word|term|keyword|needle", "keyword", "looking for {} | searching for {} | with {} as the term",
                 "Word to look for. | What to find", required=True),
            role("case_sensitive|match_case|exact_case", "flag", "{}",
                 "Tell capitals from small letters. | Case-sensitive search", default=False,
                 says={True: "matching the case | minding capitals", False: "ignoring case | whatever the case"}),
        ],
        fn=find_word,
    ),
    action(
        "text", "replace text | substitute word | find and replace | swap words",
        does="""Replaces a word in a text by another.
                Find and replace
                Puts a new word wherever an old one stands, or only in the first place""",
        asks="replace a word | do a find and replace | swap one word for another | substitute a term",
        questions="What does the text say after swapping a word",
        roles=[
            role("text|source_text|original|body", "text", "in {} | in the text {} | working on {}",
                 "Text to change. | Original text", required=True),
            role("find|old|target|search_for", "keyword", "removing {} | taking out {} | instead of {}",
                 "Word to replace. | What to take out", required=True),
            role("replacement|new|replace_with|substitute", "keyword",
                 "putting in {} | with {} in its place | writing {} instead",
                 "Word to put in. | What to write instead", required=True),
            role("first_only|once|single", "flag", "{}",
                 "Replace only the first occurrence. | Stop after one", default=False,
                 says={True: "the first time only | just once", False: "everywhere | each time it occurs"}),
        ],
        fn=replace_text,
    ),
    action(
        "text", "change case | convert case | letter case | recase",
        does="""Changes the case of a text.
                Case conversion
                Writes a text in capitals, small letters, title case, snake_case or camelCase""",
        asks="""change the case of a text | convert the letters of a heading | rewrite a line with other capitals
                recase a title""",
        questions="How does it look with other capitals",
        roles=[
            role("text|line|string|phrase", "title", "of {} | for {} | for the line {}",
                 "Text to convert. | The line", required=True),
            role("style|case|to_case|format", "choice", "to {} | in {} | using {}",
                 "Case to convert to. | Style of the letters", required=True,
                 says={"upper": "upper case | capital letters", "lower": "lower case | small letters",
                       "title": "title case", "snake": "snake case | snake_case", "camel": "camel case | camelCase"}),
        ],
        fn=change_case,
    ),
    action(
        "text", "slugify | make slug | url slug | permalink",
        does="""Turns a title into a slug for a web address.
                URL slug
                Lower-cases a headline, drops its punctuation and joins the words""",
        asks="make a slug | turn a headline into a URL slug | create a permalink | slugify a title",
        questions="What is the slug",
        roles=[
            role("title|headline|heading|post_title", "title", "for {} | from {} | for the headline {}",
                 "Title to convert. | Headline of the page", required=True),
            role("separator|joiner|delimiter|sep", "choice", "with {} between the words | joined by {}",
                 "Character between words. | Separator", default="-",
                 says={"-": "hyphens | dashes", "_": "underscores", ".": "dots | periods"}),
            role("max_length|limit|max_chars|length", "positive_integer",
                 "with at most {} characters | no longer than {} characters | cut off after {} characters",
                 "Longest slug, in characters. | Upper limit of the length", default=60, within=(20, 80)),
        ],
        fn=slugify,
    ),
    action(
        "text", "truncate | shorten text | cut text | text preview",
        does="""Cuts a text to a length.
                Truncate at a word boundary
                Keeps the beginning of a text, without breaking a word""",
        asks="shorten a text | cut a text down | make a preview of a text | truncate a paragraph",
        questions="What is left of the text after shortening it",
        roles=[
            role("text|paragraph|long_text|content", "text", "with the text {} | taking {} | starting from {}",
                 "Text to shorten. | The paragraph", required=True),
            role("length|max_chars|limit|size", "count",
                 "to {} characters | at {} characters | keeping {} characters at most",
                 "Length in characters. | Most characters to keep", required=True, within=(10, 200)),
            role("ellipsis|dots|add_ellipsis", "flag", "{}",
                 "Mark the cut by an ellipsis. | Whether dots are added", default=True,
                 says={True: "with dots at the end | marking the cut", False: "without dots | not marking the cut"}),
        ],
        fn=truncate,
    ),
    action(
        "text", "caesar cipher | shift letters | encrypt caesar | rotate alphabet",
        does="""Encrypts or decrypts a message with a Caesar cipher.
                Shift cipher
                Moves every letter along the alphabet by a number of places""",
        asks="""run a Caesar cipher | shift the letters of a message | scramble a message with a shift cipher
                use the Caesar code""",
        questions="What does the message turn into",
        roles=[
            role("message|text|plaintext|input_text", "message", "on {} | for {} | with the message {}",
                 "The message. | Text to work on", required=True),
            role("shift|offset|key|places", "positive_integer",
                 "shifting by {} | with a shift of {} | using {} as the key",
                 "Places to move along the alphabet. | Key of the cipher", required=True, within=(2, 25)),
            role("decode|decrypt|reverse", "flag", "{}",
                 "Decrypt instead of encrypting. | Direction", default=False,
                 says={True: "to decrypt it | decoding it", False: "to encrypt it | encoding it"}),
        ],
        fn=caesar_cipher,
    ),
    action(
        "text", "compare words | edit distance | levenshtein | word similarity",
        does="""Compares two words letter by letter.
                Edit distance
                Counts the letters that must change between two words and tells whether they are anagrams""",
        asks="""compare two words | find the edit distance | check whether two words are anagrams
                measure how alike two words are""",
        questions="How many letters must change | How similar are two words",
        roles=[
            role("first|word_a|source_word|left", "keyword",
                 "with {} first | with {} as the first one | starting from {}",
                 "First word. | Word to start from", required=True),
            role("second|word_b|target_word|right", "keyword",
                 "with {} second | with {} as the second one | ending up at {}",
                 "Second word. | Word to compare with", required=True),
        ],
        fn=compare_words,
    ),
    action(
        "text", "translate | translate text | machine translation | localize",
        does="""Translates a text.
                Text translation
                Renders a text in another language, formally or casually""",
        asks="translate a text | put something into another language | get a translation | have a line translated",
        questions="How do you say something in another language",
        roles=[
            role("text|source_text|message|sentence", "message", "for {} | of {} | with the wording {}",
                 "Text to translate. | What to say in the other language", required=True),
            role("target_language|to_lang|target|language", "target_language_code",
                 "into {} | to {} | for readers of {}",
                 "Language to translate into, ISO 639-1 code. | Two-letter code, e.g. fi", required=True),
            role("source_language|from_lang|source", "language_code",
                 "from {} | written in {} | with {} as the source",
                 "Language of the text, ISO 639-1 code; detected if left out. | Source language (two letters)"),
            role("tone|formality|register", "choice", "in {} | with {}",
                 "How formal it is. | Tone of the translation",
                 says={"formal": "a formal tone", "casual": "a casual tone", "neutral": "a neutral tone"}),
        ],
    ),
    action(
        "text", "summarize | condense text | text summary | write abstract",
        does="""Summarizes a text.
                Text summarization
                Condenses a passage to a number of sentences, as prose or as bullet points""",
        asks="summarize a passage | boil a text down | write a summary | condense a paragraph",
        questions="What is the gist",
        roles=[
            role("text|article|input|passage", "text", "of {} | for {} | with the text {}",
                 "Text to summarize. | The passage", required=True),
            role("sentences|num_sentences|max_sentences|summary_length", "choice",
                 "in {} | limited to {} | no longer than {}",
                 "Length in sentences. | Number of sentences",
                 says={1: "one sentence | a single sentence", 2: "two sentences", 3: "three sentences | 3 sentences",
                       5: "five sentences | 5 sentences", 10: "ten sentences"}),
            role("style|format|output_format", "choice", "as {} | in the form of {}",
                 "Prose or bullets. | Layout of the summary", default="paragraph",
                 says={"paragraph": "a paragraph | running text", "bullets": "bullet points | a list of bullets"}),
        ],
    ),
    action(
        "text", "analyze sentiment | detect mood | sentiment score | classify tone",
        does="""Rates the mood of a text.
                Sentiment analysis
                Tells whether a text is positive, negative or neutral, and how sure that is""",
        asks="""analyze the sentiment of a text | judge the mood of a review | find out how a comment sounds
                rate how positive a text is""",
        questions="What is the sentiment | What is the mood of the text",
        roles=[
            role("text|review|comment|utterance", "text", "for {} | given {} | in {}",
                 "Text to rate. | Review or comment", required=True),
            role("language|lang|text_language", "language_code", "written in {} | with {} as its language | in {}",
                 "Language of the text, ISO 639-1 code. | Two-letter language code", default="en"),
            role("scale|output|granularity", "choice", "on {} | graded on {}",
                 "How the result is given. | Scale of the score", default="three_way",
                 says={"three_way": "a scale of positive, neutral and negative", "five_stars": "a five-star scale",
                       "numeric": "a scale from minus one to one"}),
        ],
    ),
]
