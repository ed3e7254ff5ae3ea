"""Where tiles and entry bundles lie, and how their bytes are built.

```
checkpoint                      the signed checkpoint
tile/<level>/<N>                256 hashes of 32 bytes; level 0: leaf hashes; level L: roots of the
                                complete subtrees of 256^L leaves
tile/<level>/<N>.p/<width>      the last tile of a level while it has fewer than 256 hashes
tile/entries/<N>[.p/<width>]    256 records, each after its length (2 bytes, big-endian)
```

`<N>` is written in groups of three digits, all but the last after an `x`: 1234067 is
`x001/x234/067`. A record in an entry bundle has at most 65,535 bytes.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import PurePosixPath

from ledger.evidence.encoding import HASH_BYTES
from ledger.evidence.errors import EvidenceError
from ledger.evidence.proofs import TILE_HEIGHT, TILE_WIDTH

CHECKPOINT = "checkpoint"
ENTRIES = "entries"
RECORD_BYTES_MAX = 2**16 - 1


class TilesError(EvidenceError):
    """A folder of tiles is damaged, holds another history, or cannot hold a record."""

    code = "tiles"


@dataclass(frozen=True)
class Tile:
    """One tile or entry bundle: `kind` is its level or `entries`; `width` items from its start."""

    kind: str
    number: int
    width: int

    @property
    def first(self) -> int:
        """Index of its first item within the level."""
        return self.number * TILE_WIDTH

    @property
    def whole(self) -> Tile:
        """The tile it becomes when it is full."""
        return Tile(self.kind, self.number, TILE_WIDTH)

    @property
    def path(self) -> PurePosixPath:
        """Its path below the log's folder or address."""
        digits = str(self.number)
        digits = digits.zfill(-(-len(digits) // 3) * 3)
        groups = [digits[place : place + 3] for place in range(0, len(digits), 3)]
        name = "/".join([*(f"x{group}" for group in groups[:-1]), groups[-1]])
        part = "" if self.width == TILE_WIDTH else f".p/{self.width}"
        return PurePosixPath("tile", self.kind, name + part)


def tiles_between(kind: str, count_from: int, count_to: int) -> Iterator[Tile]:
    """Tiles of a level that are new or wider when it grows from one number of items to another."""
    if count_from == count_to:
        return
    for number in range(count_from // TILE_WIDTH, -(-count_to // TILE_WIDTH)):
        yield Tile(kind, number, min(TILE_WIDTH, count_to - number * TILE_WIDTH))


def levels(size: int) -> Iterator[tuple[int, int]]:
    """Each level of a tree of this size and how many hashes it has."""
    level = 0
    while count := size >> (TILE_HEIGHT * level):
        yield level, count
        level += 1


def encode_hashes(hashes: Sequence[bytes]) -> bytes:
    """The bytes of a hash tile."""
    return b"".join(hashes)


def decode_hashes(data: bytes, tile: Tile) -> list[bytes]:
    """Read a hash tile.

    Raises:
        TilesError: it has another number of bytes than its width says.
    """
    if len(data) != tile.width * HASH_BYTES:
        raise TilesError(
            f"{tile.path} has {len(data)} bytes; {tile.width} hashes have "
            f"{tile.width * HASH_BYTES}."
        )
    return [data[place : place + HASH_BYTES] for place in range(0, len(data), HASH_BYTES)]


def encode_records(records: Sequence[bytes], tile: Tile) -> bytes:
    """The bytes of an entry bundle.

    Raises:
        TilesError: a record is too long for it.
    """
    for index, record in enumerate(records, tile.first):
        if len(record) > RECORD_BYTES_MAX:
            raise TilesError(
                f"The record at position {index + 1} has {len(record):,} bytes; an entry bundle "
                f"takes {RECORD_BYTES_MAX:,}."
            )
    return b"".join(chain.from_iterable((struct.pack(">H", len(item)), item) for item in records))


def decode_records(data: bytes, tile: Tile) -> list[bytes]:
    """Read an entry bundle.

    Raises:
        TilesError: it holds fewer or more records than its width says.
    """
    records: list[bytes] = []
    place = 0
    while place + 2 <= len(data) and len(records) < tile.width:
        (length,) = struct.unpack_from(">H", data, place)
        records.append(data[place + 2 : place + 2 + length])
        place += 2 + length
    if len(records) != tile.width or place != len(data):
        raise TilesError(f"{tile.path} does not hold {tile.width} records and nothing else.")
    return records
