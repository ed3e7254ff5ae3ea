"""The rows of one snapshot in a folder, with their tree.

```
rows.jsonl      a row a line, in order
offsets         where each row begins: 8 bytes each, little-endian
hashes-0        leaf hashes: SHA-256(0x00 ‖ row), 32 bytes each
hashes-<L>      roots of the complete subtrees of 256^L rows
```

A folder is written beside its place and renamed into it, so it is whole or not there.
"""

from __future__ import annotations

import mmap
import secrets
import shutil
import struct
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, Any

import orjson

from ledger.evidence.encoding import HASH_BYTES
from ledger.evidence.proofs import StoredTree
from ledger.evidence.snapshots.content import Content, Row, encode_row
from ledger.evidence.snapshots.errors import NoSuchRowError, SnapshotError
from ledger.tree import Frontier, leaf_hash

ROWS = "rows.jsonl"
OFFSETS = "offsets"
BATCH_ROWS = 10_000
_OFFSET = struct.Struct("<Q")
LEVELS = range(9)
"""256^8 rows is 2^64."""


@dataclass(frozen=True)
class Written:
    """What was written: how many rows, the root of their tree, totals of the summed columns."""

    rows: int
    row_root: bytes
    totals: dict[str, int]


def write_rows(folder: Path, content: Content) -> Written:
    """Write the rows of a content to a folder; one that is there is replaced."""
    draft = folder.with_name(f".{folder.name}.{secrets.token_hex(8)}")
    draft.mkdir(parents=True)
    try:
        written = _write(draft, content)
        shutil.rmtree(folder, ignore_errors=True)
        draft.rename(folder)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    return written


def _write(folder: Path, content: Content) -> Written:
    totals: Counter[str] = Counter(dict.fromkeys(content.summed, 0))
    frontier, place = Frontier(), 0
    with ExitStack() as stack:
        rows, offsets = (stack.enter_context((folder / n).open("wb")) for n in (ROWS, OFFSETS))
        hashes = [stack.enter_context(_hashes(folder, level).open("wb")) for level in LEVELS]
        for batch in _batches(content.rows):
            lines = [encode_row(row) for row in batch]
            for line in lines:
                offsets.write(_OFFSET.pack(place))
                place += len(line) + 1
            rows.write(b"\n".join([*lines, b""]))
            frontier = _extend(frontier, lines, hashes)
            for name in content.summed:
                totals[name] += sum(row[name] or 0 for row in batch)
    return Written(frontier.size, frontier.root(), dict(totals))


def _extend(frontier: Frontier, lines: Sequence[bytes], hashes: Sequence[IO[bytes]]) -> Frontier:
    leaves = [leaf_hash(line) for line in lines]
    hashes[0].write(b"".join(leaves))
    frontier, completed = frontier.extend(leaves)
    for subtree in completed:
        hashes[subtree.level].write(subtree.hash)
    return frontier


class RowFolder:
    """The rows of a snapshot, read where they lie."""

    def __init__(self, folder: Path) -> None:
        """Open a folder.

        Raises:
            SnapshotError: it is not there, or not whole.
        """
        self._folder = folder
        try:
            self.count = (folder / OFFSETS).stat().st_size // _OFFSET.size
            self._rows = _mapped(folder / ROWS)
            self._offsets = _mapped(folder / OFFSETS)
            self._leaves = _mapped(folder / "hashes-0")
        except OSError as error:
            raise SnapshotError(
                f"The rows of the snapshot in {folder} cannot be read: {error.strerror}.",
                "They can be computed again from the log.",
            ) from None

    def tree(self) -> StoredTree:
        """The tree over the rows."""
        return StoredTree(self.count, self._hashes)

    def line(self, index: int) -> bytes:
        """The bytes of a row, by its place from 0."""
        first = self._offset(index)
        last = self._offset(index + 1) if index + 1 < self.count else len(self._rows)
        return bytes(self._rows[first : last - 1])

    def row(self, index: int) -> Row:
        """A row, by its place from 0."""
        found: Row = orjson.loads(self.line(index))
        return found

    def rows(self) -> Iterator[Row]:
        """All rows in order."""
        return (self.row(index) for index in range(self.count))

    def place(self, keys: Sequence[str], wanted: Sequence[Any]) -> int:
        """Place from 0 of the first row whose key is not below the one wanted; binary search."""
        low, high = 0, self.count
        while low < high:
            middle = (low + high) // 2
            if [self.row(middle)[name] for name in keys] < list(wanted):
                low = middle + 1
            else:
                high = middle
        return low

    def matching(self, wanted: Row) -> Iterator[int]:
        """Places of the rows that have these values in these columns; reads every row."""
        for index in range(self.count):
            row = self.row(index)
            if all(row.get(name) == value for name, value in wanted.items()):
                yield index

    def only(self, wanted: Row) -> int:
        """Place of the one row that has these values.

        Raises:
            NoSuchRowError: there is none, or more than one.
        """
        found = list(islice(self.matching(wanted), 2))
        if len(found) != 1:
            named = ", ".join(f"{name}={value}" for name, value in wanted.items())
            some = "more than one row" if found else "no row"
            raise NoSuchRowError(f"The snapshot has {some} with {named}.")
        return found[0]

    def _offset(self, index: int) -> int:
        (offset,) = _OFFSET.unpack_from(self._offsets, index * _OFFSET.size)
        return int(offset)

    def _hashes(self, level: int, first: int, count: int) -> list[bytes]:
        if level == 0:
            data = bytes(self._leaves[first * HASH_BYTES : (first + count) * HASH_BYTES])
        else:
            with _hashes(self._folder, level).open("rb") as file:
                file.seek(first * HASH_BYTES)
                data = file.read(count * HASH_BYTES)
        return [data[place : place + HASH_BYTES] for place in range(0, len(data), HASH_BYTES)]


def _hashes(folder: Path, level: int) -> Path:
    return folder / f"hashes-{level}"


def _mapped(path: Path) -> mmap.mmap | bytes:
    with path.open("rb") as file:
        if path.stat().st_size == 0:
            return b""
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    remaining = iter(rows)
    while batch := list(islice(remaining, BATCH_ROWS)):
        yield batch
