"""Checks the stored tree against the one the records give."""

from __future__ import annotations

from collections.abc import Sequence

from ledger.tree import SUBTREE_HEIGHT, Frontier
from ledger.verification.problems import Problems
from ledger.verification.stored import StoredHead


class TreeChecker:
    """Grows the tree again from leaf hashes."""

    def __init__(self, subtrees: dict[tuple[int, int], bytes], problems: Problems) -> None:
        self._stored = subtrees
        self._problems = problems
        self._frontier = Frontier()

    @property
    def root(self) -> bytes:
        """The root of the leaves so far."""
        return self._frontier.root()

    def extend(self, leaves: Sequence[bytes]) -> None:
        """Add leaves and compare the subtrees they complete."""
        self._frontier, completed = self._frontier.extend(leaves)
        for subtree in completed:
            if self._stored.pop((subtree.level, subtree.index), None) != subtree.hash:
                first, last = _span(subtree.level, subtree.index)
                self._problems.add(
                    first,
                    "subtree",
                    f"the subtree over records {first:,} to {last:,} is not that of their bytes",
                )

    def finish(self, head: StoredHead) -> None:
        """Compare what is left of the subtrees, the frontier and the root with the head."""
        for level, index in self._stored:
            first, last = _span(level, index)
            self._problems.add(
                first, "subtree", f"a subtree over records {first:,} to {last:,} is not complete"
            )
        if self._frontier.size == head.size:
            self._check_frontier(head)
        if self.root != head.root:
            self._problems.add(
                head.size,
                "root",
                f"the head says root {head.root.hex()}, the records give {self.root.hex()}",
            )

    def _check_frontier(self, head: StoredHead) -> None:
        try:
            stored = Frontier.from_bytes(head.size, head.frontier)
        except ValueError as error:
            self._problems.add(head.size, "frontier", str(error))
            return
        first = 1
        for height in reversed(range(head.size.bit_length())):
            if not head.size >> height & 1:
                continue
            number = (head.size >> height + 1).bit_count()
            if stored.hashes[number] != self._frontier.hashes[number]:
                last = first + (1 << height) - 1
                self._problems.add(
                    first,
                    "frontier",
                    f"the tree over records {first:,} to {last:,} is not that of their bytes",
                )
            first += 1 << height


def _span(level: int, index: int) -> tuple[int, int]:
    """First and last position under a subtree."""
    width = 1 << SUBTREE_HEIGHT * level
    return index * width + 1, (index + 1) * width
