"""Check a folder of tiles from its bytes alone: every record, every hash, up to the root."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from ledger.evidence.proofs import TILE_WIDTH, StoredTree, fold
from ledger.evidence.signing import Verifier
from ledger.evidence.tiles.folder import TileFolder
from ledger.evidence.tiles.layout import Tile, TilesError, tiles_between
from ledger.evidence.trust import TrustedCheckpoint, open_checkpoint
from ledger.tree import leaf_hash


def check_tiles(
    path: Path,
    origin: str,
    log_keys: Sequence[Verifier],
    now: int,
    advance: Callable[[int], None] = lambda _: None,
) -> TrustedCheckpoint:
    """Rebuild the tree from the records and compare every hash tile and the root.

    Args:
        path: the folder.
        origin: the log it must be of.
        log_keys: the log's trusted keys.
        now: the reader's clock, POSIX seconds.
        advance: told the number of records checked since it was told last.

    Raises:
        TilesError: names the file, or the record, that is not as it should be.
        EvidenceError: the checkpoint does not hold.
    """
    folder = TileFolder(path)
    data = folder.checkpoint_bytes()
    if data is None:
        raise TilesError(f"There is no checkpoint in {path}.")
    opened = open_checkpoint(data, origin, log_keys, now)
    computed = _Computed(folder, opened.checkpoint.size)
    computed.check_records(advance)
    computed.check_higher_levels()
    if computed.root() != opened.checkpoint.root:
        raise TilesError(
            f"The {computed.size} records lead to another root than the checkpoint's.",
            "Records were changed, removed or added after it was signed.",
        )
    return opened


class _Computed:
    """The tree as the records make it: all of it but the leaves, of which only the last tile."""

    def __init__(self, folder: TileFolder, size: int) -> None:
        self.size = size
        self._folder = folder
        self._levels: list[list[bytes]] = [[], []]

    def check_records(self, advance: Callable[[int], None]) -> None:
        for bundle, records in self._folder.records(self.size):
            leaves = [leaf_hash(record) for record in records]
            _compare(self._folder, Tile("0", bundle.number, bundle.width), leaves)
            if len(leaves) == TILE_WIDTH:
                self._levels[1].append(fold(leaves))
            else:
                self._levels[0] = leaves
            advance(len(leaves))

    def check_higher_levels(self) -> None:
        level = 1
        while hashes := self._levels[level]:
            for tile in tiles_between(str(level), 0, len(hashes)):
                _compare(self._folder, tile, hashes[tile.first : tile.first + tile.width])
            whole = range(0, len(hashes) - TILE_WIDTH + 1, TILE_WIDTH)
            self._levels.append([fold(hashes[first : first + TILE_WIDTH]) for first in whole])
            level += 1

    def root(self) -> bytes:
        return StoredTree(self.size, self._read).root()

    def _read(self, level: int, first: int, count: int) -> Sequence[bytes]:
        return self._levels[level][first : first + count] if level else self._levels[0]


def _compare(folder: TileFolder, tile: Tile, expected: Sequence[bytes]) -> None:
    stored = folder.hashes(int(tile.kind), tile.first, tile.width)
    for index, (one, other) in enumerate(zip(stored, expected, strict=True), tile.first):
        if one != other:
            what = (
                f"the record at position {index + 1}"
                if tile.kind == "0"
                else f"the records from position {index * TILE_WIDTH ** int(tile.kind) + 1}"
            )
            raise TilesError(
                f"{tile.path} does not agree with {what}.",
                "The record or the tile was changed.",
            )
