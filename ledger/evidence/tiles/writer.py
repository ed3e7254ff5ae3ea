"""Write the log as tiles, from where the folder stands to the checkpoint's size.

Every record is hashed again from what was read, and every hash of a higher level from the tile
below it, so that a damaged store is noticed and not copied. Nothing that a published checkpoint
covers is ever overwritten; the checkpoint comes last, when all it covers is on the disk.
"""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from ledger.evidence import files
from ledger.evidence.checkpoints import parse_checkpoint
from ledger.evidence.notes import Note
from ledger.evidence.proofs import TILE_WIDTH, ReadHashes, StoredTree, fold
from ledger.evidence.tiles.folder import TileFolder
from ledger.evidence.tiles.layout import (
    CHECKPOINT,
    ENTRIES,
    Tile,
    TilesError,
    encode_hashes,
    encode_records,
    levels,
    tiles_between,
)
from ledger.tree import leaf_hash

ReadRecords = Callable[[int, int], Sequence[bytes]]
"""`read(first, count)`: bytes of `count` records from leaf index `first`."""


def write_tiles(
    folder: Path,
    checkpoint: Note,
    read_hashes: ReadHashes,
    read_records: ReadRecords,
    advance: Callable[[int], None] = lambda _: None,
) -> int:
    """Bring a folder of tiles up to a checkpoint; returns how many records were added.

    Args:
        folder: made if it is not there.
        checkpoint: signed by the log; its signatures are copied, not judged.
        read_hashes: the stored tree.
        read_records: the records.
        advance: told the number of records written since it was told last.

    Raises:
        TilesError: the folder holds another history or a larger log, another process writes it, or
            what was read does not hash to what the checkpoint says. The folder's checkpoint is
            left as it was.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with _held(folder):
        writing = _Writing(TileFolder(folder), checkpoint, read_hashes)
        writing.check_history()
        writing.write_records(read_records, advance)
        writing.write_hashes()
        writing.publish()
        return writing.size - writing.size_before


class _Writing:
    def __init__(self, folder: TileFolder, note: Note, read_hashes: ReadHashes) -> None:
        published = folder.checkpoint()
        self._folder = folder
        self._note = note
        self._read_hashes = read_hashes
        self._checkpoint = parse_checkpoint(note)
        self._published = published
        self._written: list[Path] = []
        self.size = self._checkpoint.size
        self.size_before = published.size if published else 0

    def check_history(self) -> None:
        """The folder and the checkpoint must be of the same log, and of the same past."""
        if StoredTree(self.size, self._read_hashes).root() != self._checkpoint.root:
            raise TilesError(
                f"The stored tree has another root at size {self.size} than the checkpoint.",
                "Verify the log; nothing was written.",
            )
        published = self._published
        if published is None:
            return
        if published.origin != self._checkpoint.origin:
            raise TilesError(f"The folder is of the log {published.origin}; nothing was written.")
        if published.size > self.size:
            raise TilesError(
                f"The folder holds {published.size} records, the checkpoint speaks of {self.size}.",
                "The log lost records, or the checkpoint is an old one; nothing was written.",
            )
        if StoredTree(published.size, self._read_hashes).root() != published.root:
            raise TilesError(
                f"The history diverges: the folder has another root at size {published.size}.",
                "Records were changed after they were published; nothing was written. Keep the "
                "folder as evidence.",
            )

    def write_records(self, read: ReadRecords, advance: Callable[[int], None]) -> None:
        for tile in tiles_between(ENTRIES, self.size_before, self.size):
            records = read(tile.first, tile.width)
            hashes = self._read_hashes(0, tile.first, tile.width)
            for index, (record, expected) in enumerate(
                zip(records, hashes, strict=True), tile.first
            ):
                if leaf_hash(record) != expected:
                    raise TilesError(
                        f"The record at position {index + 1} does not hash to its leaf.",
                        "It was changed in the store. Verify the log.",
                    )
            self._write(tile, encode_records(records, tile))
            advance(tile.first + tile.width - max(tile.first, self.size_before))

    def write_hashes(self) -> None:
        before = dict(levels(self.size_before))
        for level, count in levels(self.size):
            for tile in tiles_between(str(level), before.get(level, 0), count):
                hashes = self._read_hashes(level, tile.first, tile.width)
                if level:
                    self._check_roots(level, tile, hashes, before.get(level, 0))
                self._write(tile, encode_hashes(hashes))

    def publish(self) -> None:
        """Put the checkpoint in place, once all it covers is on the disk."""
        for path in [*self._written, *{path.parent for path in self._written}]:
            files.sync(path)
        files.replace(self._folder.path / CHECKPOINT, self._note.encode())
        counts = [(ENTRIES, self.size_before)]
        counts += [(str(level), count) for level, count in levels(self.size_before)]
        for kind, count in counts:
            _remove_outgrown(self._folder.path, Tile(kind, count // TILE_WIDTH, TILE_WIDTH))

    def _check_roots(
        self, level: int, tile: Tile, hashes: Sequence[bytes], count_before: int
    ) -> None:
        for index in range(max(tile.first, count_before), tile.first + tile.width):
            below = self._read_hashes(level - 1, index * TILE_WIDTH, TILE_WIDTH)
            if fold(below) != hashes[index - tile.first]:
                raise TilesError(
                    f"Hash {index} of level {level} is not that of the tile below it.",
                    "The stored tree is damaged. Verify the log.",
                )

    def _write(self, tile: Tile, data: bytes) -> None:
        path = self._folder.path / tile.path
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}.new")
        draft.write_bytes(data)
        draft.replace(path)
        self._written.append(path)


def _remove_outgrown(folder: Path, whole: Tile) -> None:
    """Remove the narrower forms of a tile that is full now."""
    path = folder / whole.path
    parts = path.with_name(path.name + ".p")
    if path.is_file() and parts.is_dir():
        for part in parts.iterdir():
            part.unlink()
        parts.rmdir()


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    with (folder / ".lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise TilesError(f"Another process writes to {folder}.", "Let it finish.") from None
        yield
