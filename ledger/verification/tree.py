"""Checks the stored tree against the one the records give."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ledger.tree import SUBTREE_HEIGHT, Frontier, Subtree
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
        self._compare(completed)

    def extend_by_subtrees(self, roots: Sequence[bytes]) -> None:
        """Add the roots of complete subtrees of level 1, where one may begin."""
        size, first = self._frontier.size, self._frontier.size >> SUBTREE_HEIGHT
        above, completed = Frontier(first, self._frontier.hashes).extend(roots)
        self._frontier = Frontier(size + (len(roots) << SUBTREE_HEIGHT), above.hashes)
        self._compare([Subtree(1, first + number, root) for number, root in enumerate(roots)])
        self._compare([replace(each, level=each.level + 1) for each in completed])

    def _compare(self, completed: Sequence[Subtree]) -> None:
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


class TreePart:
    """The tree over a range of positions that begins anywhere: what another goes on with."""

    def __init__(self, first: int) -> None:
        """Begin at a position."""
        self._missing = -(first - 1) % (1 << SUBTREE_HEIGHT)
        """How many leaves come before the next complete subtree begins."""
        self._before: list[bytes] = []
        self._roots: list[bytes] = []
        self._leaves: list[bytes] = []
        """Those that do not fill a subtree yet."""

    def extend(self, leaves: Sequence[bytes]) -> None:
        """Add leaves."""
        first = self._missing - len(self._before)
        self._before += leaves[:first]
        self._leaves += leaves[first:]
        width = 1 << SUBTREE_HEIGHT
        count = len(self._leaves) // width * width
        _, completed = Frontier().extend(self._leaves[:count])
        self._roots += [each.hash for each in completed if each.level == 1]
        del self._leaves[:count]

    def hand_over(self, tree: TreeChecker) -> None:
        """Let a tree, which ends where this range begins, grow by it."""
        tree.extend(self._before)
        if self._roots:
            tree.extend_by_subtrees(self._roots)
        tree.extend(self._leaves)
