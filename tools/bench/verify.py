"""`verify`: leaf hashes and root alone, and everything."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256

import psycopg

from ledger.tree import Frontier, leaf_hash
from ledger.verification import verify as verify_log
from tools.bench.errors import BenchError
from tools.bench.passes import Passes
from tools.bench.results import THE_LIMIT, Entrant, Goal, Kind, Work
from tools.bench.run import Run

MEMORY_RECORDS_MAX = 200_000
"""How many records are held in memory to be hashed; about 120 MB."""
PAGE_RECORDS = 2_000
HASHLIB, TREE, EVERYTHING = "hashlib", "qingce, tree alone", "qingce, everything"
_BYTES = "SELECT bytes FROM ledger.records ORDER BY position LIMIT %s"


def verify(run: Run, dsn: str) -> Iterator[Work]:
    """Measure verification beside bare hashing.

    Raises:
        BenchError: two of them do not come to the same root.
    """
    with psycopg.connect(dsn) as connection, connection.cursor(binary=True) as cursor:
        cursor.execute(_BYTES, [MEMORY_RECORDS_MAX])
        data = [bytes(row[0]) for row in cursor.fetchall()]
    hashing = _Hashing(data)
    contestants = [
        Passes(
            Entrant(TREE, Kind.OURS, "leaf hashes and frontier, as the log and verify make them"),
            hashing.our_tree,
        ),
        Passes(
            Entrant(
                EVERYTHING, Kind.OURS, "verify of the whole database, as `qingce verify` does it"
            ),
            lambda: _verify_everything(dsn),
        ),
        Passes(
            Entrant(HASHLIB, Kind.LIMIT, "leaf hashes and root, bytes in memory, one core"),
            hashing.plain,
        ),
    ]
    try:
        import pymerkle  # noqa: F401 - only whether it is there
    except ImportError:
        run.leave_out("verify", BenchError("pymerkle is not installed.", "It is a peer."))
    else:
        note = "InmemoryTree of the same bytes, one entry after another"
        contestants.append(Passes(Entrant("pymerkle", Kind.PEER, note), hashing.pymerkle))
    yield run.contest(
        Work(
            "verify",
            f"verify, {run.sizes.records:,} records",
            "records/s",
            figure=lambda each: each.rate,
            goals=(Goal(TREE, THE_LIMIT, 0.8), Goal(EVERYTHING, THE_LIMIT, 0.4)),
        ),
        contestants,
    )


class _Hashing:
    """Ways to come to the root of the same bytes."""

    def __init__(self, data: Sequence[bytes]) -> None:
        self._data = data
        self._root = b""

    def plain(self) -> int:
        """Level by level, an odd node going up as it is."""
        nodes = [sha256(b"\x00" + each).digest() for each in self._data]
        while len(nodes) > 1:
            above = [
                sha256(b"\x01" + left + right).digest()
                for left, right in zip(nodes[::2], nodes[1::2], strict=False)
            ]
            nodes = above + nodes[len(above) * 2 :]
        return self._came_to(nodes[0])

    def our_tree(self) -> int:
        """Page by page."""
        frontier = Frontier()
        for first in range(0, len(self._data), PAGE_RECORDS):
            page = self._data[first : first + PAGE_RECORDS]
            frontier, _ = frontier.extend(leaf_hash(each) for each in page)
        return self._came_to(frontier.root())

    def pymerkle(self) -> int:
        """A tree of objects."""
        from pymerkle import InmemoryTree

        tree = InmemoryTree(algorithm="sha256")
        for each in self._data:
            tree.append_entry(each)
        return self._came_to(tree.get_state())

    def _came_to(self, root: bytes) -> int:
        self._root = self._root or root
        if root != self._root:
            raise BenchError(
                f"Roots differ: {root.hex()} and {self._root.hex()}.", "One of them is wrong."
            )
        return len(self._data)


def _verify_everything(dsn: str) -> int:
    found = verify_log(dsn)
    if not found.ok:
        raise BenchError(f"Verification found {found.problem_count} problems.", "Run it alone.")
    return found.checked
