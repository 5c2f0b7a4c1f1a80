"""Requests that are copies of an earlier one, exactly or nearly: found, verified and counted.

Copies waste training time, are learnt by heart, and leak from train into test: "Deduplicating Training Data Makes
Language Models Better" (Lee et al. 2021, arXiv 2107.06499) found that a model trained without them emits ten times
less memorised text. How alike two requests are is the Jaccard similarity of their sets of word shingles (Broder 1997,
"On the resemblance and containment of documents"), here every run of three words.

Comparing all pairs of 100,000 requests would take hours. MinHash makes a short signature of each set whose slots agree
with a probability equal to the Jaccard similarity; LSH cuts the signature into bands and looks only at pairs that agree
in a whole band. `rensa` does both. What it proposes is then checked by the true Jaccard similarity, so a reported
copy is one.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from rensa import RMinHash, RMinHashLSH

_SHINGLE = 3  # words
_SLOTS = 256  # of a signature, at most
_MISS = 1e-6  # the chance, at most, that LSH overlooks a pair exactly as alike as the threshold
_SEED = 0
_BLOCK = 4096  # requests at a time; sketches of a block are dropped before the next, and no result depends on it
_NUMBER_OR_WORD = re.compile(r"(?<!\w)[+-]?\d+(?:[.,]\d+)*|\w+(?:'\w+)*")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")  # kana and han: no spaces between words


def words(text: str) -> list[str]:
    """The words of a text in lower case, without punctuation: ``"What's -3.5% of 1,000?"`` -> what's, -3.5, of, 1,000.

    Numbers stay whole, with their sign. Chinese and Japanese characters count as a word each. Where there is no word
    at all (``"?!"``, an emoji), every character that is not a space is one.
    """
    if not text.isascii():
        text = text.encode("utf-8", "replace").decode()  # half a surrogate pair is no character
        text = unicodedata.normalize("NFKC", text).replace("\u2019", "'")
        text = _UNSPACED.sub(r" \g<0> ", text)
    return _NUMBER_OR_WORD.findall(text.casefold()) or [*"".join(text.split())]


def shingles(text: str) -> set[str]:
    """Every run of three words, two blanks before the first word and after the last; empty for an empty text.

    The blanks make each word part of exactly three shingles, so that a changed word costs the same wherever it stands:
    at the threshold of 0.85, one changed word makes another request until a request has 35 words.
    """
    if not (found := words(text)):
        return set()
    padded = ["", "", *found, "", ""]
    return {" ".join(padded[i : i + _SHINGLE]) for i in range(len(found) + 2)}


def banding(threshold: float) -> tuple[int, int]:
    """(bands, rows a band) for LSH: the most selective split that still finds a pair at ``threshold``.

    Two signatures with Jaccard similarity s agree in at least one of b bands of r slots with probability
    ``1 - (1 - s**r)**b``, an S-shaped curve (Leskovec et al., "Mining of Massive Datasets", section 3.4). More rows
    move it to the right: fewer pairs to verify, more missed. At ``threshold`` it may miss one pair in a million.

    Raises:
        ValueError: ``threshold`` is not from 0.1 to 1.
    """
    if not 0.1 <= threshold <= 1:
        raise ValueError(f"threshold must be from 0.1 to 1 (1 is the same shingles), got {threshold!r}")
    fits = (rows for rows in range(_SLOTS, 0, -1) if (1 - threshold**rows) ** (_SLOTS // rows) <= _MISS)
    rows = next(fits)
    return _SLOTS // rows, rows


class Pair(NamedTuple):
    """A copy (``dropped``), the earlier text that stays in its place (``kept``), and their Jaccard similarity."""

    kept: int
    dropped: int
    similarity: float


@dataclass(frozen=True)
class Duplicates:
    """Indices of texts to drop: ``exact`` and ``near`` copies of an earlier text; ``pairs`` says of which.

    All three are ascending, with one pair for each dropped text: it names the most similar text that stays. ``texts``
    is how many there were.
    """

    exact: list[int]
    near: list[int]
    pairs: list[Pair]
    texts: int

    @property
    def dropped(self) -> set[int]:
        """Every index to drop."""
        return {pair.dropped for pair in self.pairs}

    @property
    def rate(self) -> float:
        """The share of texts to drop, from 0 to 1; 0 when there were none."""
        return len(self.pairs) / max(self.texts, 1)


def find_duplicates(
    texts: Iterable[str], *, threshold: float = 0.85, mask: Callable[[str], str] | None = None
) -> Duplicates:
    """Which texts copy an earlier one. The first of a group stays, the later ones go.

    A text is an *exact* copy when an earlier text is the same string, and a *near* copy when the shingles of an earlier
    text that stays have a Jaccard similarity of at least ``threshold`` with its own (so case and punctuation do not
    count). After dropping, no two texts are copies of each other, and each dropped text has its twin among the rest.

    Parameters
    ----------
    texts : the requests, in the order in which they are to be kept; an iterator will do.
    threshold : from 0.1 to 1.
    mask : applied to each text first, both for exact and for near: one that replaces values by a sign finds requests
        that differ in nothing but their values.

    The result depends on the texts and their order alone. 100,000 requests of 20 words take about 10 seconds on one
    core, more where most of them differ by a single value (the pairs to verify grow with the square of such a group).

    Raises:
        ValueError: ``threshold`` out of range.
        TypeError: ``texts`` is a single string, or one of them (or what ``mask`` makes of it) is not a string.
    """
    index, seen, exact, near, count = _Index(threshold), {}, [], [], 0
    masked = enumerate(_checked(texts, mask))
    while block := list(islice(masked, _BLOCK)):
        count += len(block)
        exact += [Pair(seen[text], i, 1.0) for i, text in block if seen.setdefault(text, i) != i]
        near += index.add([(i, text) for i, text in block if seen[text] == i])
    # The first of several equal strings may itself be a near copy: then all of them give way to that one's twin.
    twins = {pair.dropped: pair for pair in near}
    exact_pairs = [twins[pair.kept]._replace(dropped=pair.dropped) if pair.kept in twins else pair for pair in exact]
    return Duplicates(
        exact=[pair.dropped for pair in exact],
        near=[pair.dropped for pair in near],
        pairs=sorted(exact_pairs + near, key=lambda pair: pair.dropped),
        texts=count,
    )


def near_duplicate_rate(
    texts: Iterable[str], *, threshold: float = 0.85, mask: Callable[[str], str] | None = None
) -> float:
    """The share of texts, from 0 to 1, that are an exact or near copy of an earlier one; 0 when there are none.

    Parameters and errors are those of `find_duplicates`.
    """
    return find_duplicates(texts, threshold=threshold, mask=mask).rate


class _Index:
    """The texts that stay so far: LSH proposes earlier ones that may be alike, their shingles decide."""

    def __init__(self, threshold: float):
        self.bands, self.rows = banding(threshold)
        self.threshold = threshold
        self.lsh = RMinHashLSH(threshold=threshold, num_perm=self.bands * self.rows, num_bands=self.bands)
        # Shingles as 64-bit hashes, a tenth of their size. Python salts the hash of a string anew in each process;
        # that is no matter here, where hashes are only compared with each other.
        self.kept: dict[int, tuple[int, ...]] = {}

    def add(self, block: list[tuple[int, str]]) -> Iterator[Pair]:
        """Take in texts with their indices, ascending; yield a pair for each that copies one that stays."""
        sets = [(i, found) for i, text in block if (found := shingles(text))]
        sketches = RMinHash.from_token_sets([found for _, found in sets], self.bands * self.rows, _SEED)
        self.lsh.insert_pairs([(i, sketch) for (i, _), sketch in zip(sets, sketches, strict=True)])
        for (i, found), candidates in zip(sets, self.lsh.query_all(sketches), strict=True):
            own = {hash(shingle) for shingle in found}
            alike, minus_kept = max(((self._jaccard(own, c), -c) for c in candidates if c in self.kept), default=(0, 0))
            if alike >= self.threshold:
                yield Pair(-minus_kept, i, alike)
            else:
                self.kept[i] = tuple(own)

    def _jaccard(self, own: set[int], earlier: int) -> float:
        other = self.kept[earlier]
        shared = len(own.intersection(other))
        return shared / (len(own) + len(other) - shared)


def _checked(texts: Iterable[str], mask: Callable[[str], str] | None) -> Iterator[str]:
    if isinstance(texts, str) or not isinstance(texts, Iterable):
        raise TypeError(f"texts must be a list of strings, got {texts!r:.80}")
    for i, text in enumerate(texts):
        if not isinstance(text, str):
            raise TypeError(f"texts[{i}] must be a string, got {type(text).__name__}")
        text = mask(text) if mask else text
        if not isinstance(text, str):
            raise TypeError(f"mask must return a string, got {type(text).__name__} for texts[{i}]")
        yield text
