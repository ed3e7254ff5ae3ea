"""A folder of tiles, read: hashes for proofs, records, the checkpoint."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from ledger.evidence.checkpoints import Checkpoint, parse_checkpoint
from ledger.evidence.notes import parse_note
from ledger.evidence.proofs import TILE_WIDTH, StoredTree
from ledger.evidence.tiles.layout import (
    CHECKPOINT,
    ENTRIES,
    Tile,
    TilesError,
    decode_hashes,
    decode_records,
    tiles_between,
)


class TileFolder:
    """The log in a folder, as large as its checkpoint says."""

    def __init__(self, path: Path) -> None:
        """Look at a folder; it may be empty yet."""
        self.path = path

    def checkpoint_bytes(self) -> bytes | None:
        """The signed checkpoint, or nothing if none was written yet."""
        path = self.path / CHECKPOINT
        return path.read_bytes() if path.exists() else None

    def checkpoint(self) -> Checkpoint | None:
        """What the checkpoint says, its signatures not verified.

        Raises:
            InvalidNoteError: it is damaged.
        """
        data = self.checkpoint_bytes()
        return None if data is None else parse_checkpoint(parse_note(data))

    def tree(self, size: int) -> StoredTree:
        """The tree at a size, for proofs."""
        return StoredTree(size, self.hashes)

    def hashes(self, level: int, first: int, count: int) -> Sequence[bytes]:
        """Hashes of one level; within one tile, as `ReadHashes` asks for them.

        Raises:
            TilesError: the tile is missing or damaged.
        """
        number, offset = divmod(first, TILE_WIDTH)
        tile = Tile(str(level), number, offset + count)
        found, data = self._read(tile)
        return decode_hashes(data, found)[offset : offset + count]

    def records(self, size: int) -> Iterator[tuple[Tile, list[bytes]]]:
        """The first `size` records, by entry bundle.

        Raises:
            TilesError: a bundle is missing or damaged.
        """
        for tile in tiles_between(ENTRIES, 0, size):
            found, data = self._read(tile)
            yield tile, decode_records(data, found)[: tile.width]

    def _read(self, tile: Tile) -> tuple[Tile, bytes]:
        """The bytes of a tile, or of the full one that took its place."""
        for candidate in (tile, tile.whole):
            path = self.path / candidate.path
            if path.is_file():
                return candidate, path.read_bytes()
        raise TilesError(
            f"{tile.path} is missing from {self.path}.", "Copy the folder again, whole."
        )
