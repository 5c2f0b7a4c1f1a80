"""Which split a row belongs to: by its tool *and* by its phrasing, so that dev and test hold neither one of train.

A random split of generated rows measures memory: the same tool and the same sentence with another value stand on both
sides. So every key (a schema's, a frame's) is hashed to a split of its own, and a row belongs to a split only if all
its keys do. The hash depends on the key and the seed alone (BLAKE2, RFC 7693; Python's own ``hash`` differs from
process to process): a key stays where it is when others are added, whatever the order and the number of processes.

Two keys drawn without care often disagree, and such a row belongs nowhere: with 90 / 5 / 5 percent that is 18.5% of the
rows, with 80 / 10 / 10 it is 34% (`lost_share`). To lose none, decide on the split first and draw both from its own::

    tools = keys_of("test", all_schema_keys)
    frames = keys_of("test", all_frame_keys)
"""

import hashlib
import math
from collections.abc import Iterable, Mapping

FRACTIONS = {"train": 0.9, "dev": 0.05, "test": 0.05}


def split_of_key(key: str, *, fractions: Mapping[str, float] = FRACTIONS, seed: int = 0) -> str:
    """The split of one key (a schema's or a frame's). Errors are those of `split_of`."""
    _check(fractions)
    return _draw(key, fractions, seed)


def split_of(
    schema_key: str, frame_key: str, *, fractions: Mapping[str, float] = FRACTIONS, seed: int = 0
) -> str | None:
    """The split of a row, or None when its two keys belong to different ones: give the row up, or draw again.

    Parameters
    ----------
    schema_key, frame_key : what is the same for all rows of one tool, and of one phrasing, such as the schema as JSON
        and the request with its values masked. A row of several tools fits where `split_of_key` says the same of each.
    fractions : split -> share of the keys, from 0 to 1, summing to 1. The order of the splits matters: they take their
        shares of the hash's range in turn, so moving the border between the last two leaves the first as it was.
    seed : another seed, another division.

    Raises:
        ValueError: the fractions do not sum to 1, or one is not from 0 to 1.
        TypeError: a key is not a string, or the fractions are no dict.
    """
    _check(fractions)
    split = _draw(schema_key, fractions, seed)
    return split if _draw(frame_key, fractions, seed) == split else None


def keys_of(split: str, keys: Iterable[str], *, fractions: Mapping[str, float] = FRACTIONS, seed: int = 0) -> list[str]:
    """The keys that belong to ``split``, in their order. Schemas and frames drawn from these are never lost.

    Raises:
        ValueError: there is no such split, or none of the keys is in it (the message counts them), or the fractions
            are wrong as for `split_of`.
        TypeError: a key is not a string.
    """
    _check(fractions)
    if split not in fractions:
        raise ValueError(f"split must be one of {', '.join(fractions)}, got {split!r}")
    where = [(key, _draw(key, fractions, seed)) for key in keys]
    if not (found := [key for key, drawn in where if drawn == split]):
        counts = ", ".join(f"{name} {sum(drawn == name for _, drawn in where)}" for name in fractions)
        raise ValueError(
            f"split {split!r} (a fraction of {fractions[split]:g}) gets none of the {len(where)} keys ({counts}); "
            f"give more keys or a larger fraction"
        )
    return found


def lost_share(fractions: Mapping[str, float] = FRACTIONS, keys: int = 2) -> float:
    """The share of rows that belong to no split when their keys are drawn independently: 1 - sum of fraction**keys."""
    _check(fractions)
    return 1 - math.fsum(fraction**keys for fraction in fractions.values())


def _draw(key: str, fractions: Mapping[str, float], seed: int) -> str:
    if not isinstance(key, str):
        raise TypeError(f"a key must be a string, got {key!r:.80}")
    digest = hashlib.blake2b(f"{seed}:{key}".encode("utf-8", "surrogatepass"), digest_size=8).digest()
    place = int.from_bytes(digest) / 2**64
    drawn = ""
    for split, fraction in fractions.items():
        drawn = split if fraction else drawn  # rounding may leave a crumb after the last share; it belongs to that
        if place < fraction:
            break
        place -= fraction
    return drawn


def _check(fractions: Mapping[str, float]) -> None:
    if not isinstance(fractions, Mapping):
        raise TypeError(f"fractions must be a dict such as {FRACTIONS}, got {fractions!r:.80}")
    given = ", ".join(f"{split} {fraction}" for split, fraction in fractions.items())
    if not all(0 <= fraction <= 1 for fraction in fractions.values()):
        raise ValueError(f"each of the fractions must be from 0 to 1, got {given}")
    if abs((total := math.fsum(fractions.values())) - 1) > 1e-9:
        raise ValueError(f"fractions must sum to 1, got {given}, which is {total:g}")
