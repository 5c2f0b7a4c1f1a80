"""Requests that are copies of an earlier one, exactly or nearly: found, verified and counted.

Copies waste training time, are learnt by heart, and leak from train into test: "Deduplicating Training Data Makes
Language Models Better" (Lee et al. 2021, arXiv 2107.06499) found that a model trained without them emits ten times
less memorised text. How alike two requests are is the Jaccard similarity of their sets of word shingles (Broder 1997,
"On the resemblance and containment of documents"), here every run of three words.

Comparing all pairs of 100,000 requests would take hours. MinHash makes a short signature of each set whose slots agree
with a probability equal to the Jaccard similarity (`rensa` makes it); LSH cuts the signature into bands and looks only
at pairs that agree in a whole band. What it proposes is then checked by the true Jaccard similarity, so a reported copy
is one. A text is remembered as one 32-bit hash a band: 144 bytes at the default threshold, a seventh of its signature.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import NamedTuple

import numpy as np
from rensa import RMinHash

_SHINGLE = 3  # words
_SLOTS = 256  # of a signature, at most
_MISS = 1e-6  # the chance, at most, that LSH overlooks a pair exactly as alike as the threshold
_SEED = 0
_BLOCK = 512  # requests at a time; signatures of a block are dropped before the next, and no result depends on it
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
    (bands, rows), first, exact, hashes, count = banding(threshold), {}, [], [], 0
    masked = enumerate(_checked(texts, mask))
    while block := list(islice(masked, _BLOCK)):
        count += len(block)
        exact += [Pair(first[text], i, 1.0) for i, text in block if first.setdefault(text, i) != i]
        if fresh := [text for i, text in block if first[text] == i]:
            hashes.append(_band_hashes(fresh, bands, rows))
    near = _near([*first], [*first.values()], hashes, threshold)
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


def _band_hashes(texts: list[str], bands: int, rows: int) -> np.ndarray:
    """The signatures of texts, each band hashed: uint32 of (texts, bands). Different bands rarely share a hash.

    The hash is multiply-shift for vectors, 2 to the -31 for a collision (Dietzfelbinger 1996, "Universal hashing and
    k-wise independence via integer arithmetic without primes"). It only costs a comparison in vain.
    """
    signatures = RMinHash.digests_from_token_sets([shingles(text) for text in texts], bands * rows, _SEED)
    slots = np.array(signatures, dtype=np.uint64).reshape(len(texts), bands, rows)
    factors = np.random.default_rng(_SEED).integers(2**64, size=rows, dtype=np.uint64)
    return ((slots * factors).sum(axis=2) >> np.uint64(32)).astype(np.uint32)


def _meetings(hashes: list[np.ndarray]) -> Iterator[tuple[int, list[int]]]:
    """Each text, ascending, that shares a band with another, and the numbers of the buckets where it meets them."""
    who, where, buckets = [], [], 0
    for band in range(hashes[0].shape[1] if hashes else 0):
        _, bucket, size = np.unique(
            np.concatenate([block[:, band] for block in hashes]), return_inverse=True, return_counts=True
        )
        who.append(np.flatnonzero(size[bucket] > 1).astype(np.int32))
        where.append(buckets + bucket[who[-1]])
        buckets += len(size)
    if who:
        everyone, everywhere = np.concatenate(who), np.concatenate(where)
        order = np.argsort(everyone, kind="stable")
        texts, starts = np.unique(everyone[order], return_index=True)
        for text, (start, end) in zip(texts.tolist(), pairwise([*starts.tolist(), len(order)]), strict=True):
            yield text, everywhere[order[start:end]].tolist()


def _near(texts: list[str], indices: list[int], hashes: list[np.ndarray], threshold: float) -> list[Pair]:
    """A pair for each of unequal texts that is a near copy of an earlier one that stays; ``indices`` are their names.

    Shingles are compared as hashes. Python salts the hash of a string anew in each process; that is no matter here.
    """
    pairs, buckets, kept = [], defaultdict(list), {}
    for i, places in _meetings(hashes):
        own = {hash(shingle) for shingle in shingles(texts[i])}
        candidates = {other for place in places for other in buckets[place]}
        alike, minus_other = max(((_jaccard(own, kept[other]), -other) for other in candidates), default=(0, 0))
        if alike >= threshold:
            pairs.append(Pair(indices[-minus_other], indices[i], alike))
            continue
        kept[i] = tuple(own)
        for place in places:
            buckets[place].append(i)
    return pairs


def _jaccard(own: set[int], other: tuple[int, ...]) -> float:
    """0 for two texts without a word."""
    shared = len(own.intersection(other))
    return shared / max(len(own) + len(other) - shared, 1)


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
