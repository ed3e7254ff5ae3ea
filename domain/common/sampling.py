"""Samples that anybody can draw again: what is drawn follows from a seed and the numbers alone.

Each number is ranked by SHA-256 over `seed`, a colon and the number in decimal; those that rank
lowest are drawn. Neither order nor gaps of the numbers matter, and a larger sample of one seed
holds the smaller one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

METHOD = "sha256-rank.v1"
PER_CENT = 100


def draw(seed: str, numbers: Iterable[int], share_percent: int) -> list[int]:
    """The numbers drawn, rising: a share of all, rounded up.

    Args:
        seed: e.g. drawn in public, or the root of a checkpoint published before.
        numbers: what there is to draw from, e.g. positions of records.
        share_percent: 1 to 100.
    """
    ranked = sorted(set(numbers), key=lambda number: (_rank(seed, number), number))
    count = -(-len(ranked) * share_percent // PER_CENT)
    return sorted(ranked[:count])


def _rank(seed: str, number: int) -> bytes:
    return hashlib.sha256(f"{seed}:{number}".encode()).digest()
