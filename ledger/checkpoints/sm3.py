"""The tree with SM3 over the log's records: kept beside the log's own, signed as a log of its own.

It grows when it is signed. Each record is read back once more, and its SHA-256 leaf hash must be
the one that the log's checkpoint was just signed over: so both trees are over the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable

from ledger.checkpoints.errors import ContradictionError
from ledger.checkpoints.signing import SignersAt, sign_again
from ledger.checkpoints.store import CheckpointStore
from ledger.evidence.checkpoints import Checkpoint, parse_checkpoint
from ledger.evidence.hashing import SHA_256, SM3, SM3_SUFFIX
from ledger.evidence.notes import Note
from ledger.evidence.proofs import TILE_HEIGHT, TILE_WIDTH, fold

BATCH_RECORDS = 40 * TILE_WIDTH
"""Cut at tile edges, so that no batch asks for hashes across one."""


def sign_sm3(
    store: CheckpointStore,
    signed: Checkpoint,
    signers_at: SignersAt,
    clock: Callable[[], int],
    advance: Callable[[int], None] = lambda _: None,
) -> Note:
    """Sign the tree with SM3 at the size of a checkpoint of the log that was just signed.

    Args:
        store: the log and its checkpoints.
        signed: the checkpoint of the log itself.
        signers_at: gives the keys that sign for the tree with SM3.
        clock: POSIX seconds.
        advance: told the number of records hashed since it was told last.

    Raises:
        ContradictionError: the tree does not agree with the records or with what was signed.
        InvalidKeyError: no key signs this size, one does not open, or the extra `[gm]` is missing.
    """
    origin = signed.origin + SM3_SUFFIX
    last = next(iter(store.newest(origin)), None)
    if last is not None:
        _check_last(store, parse_checkpoint(last))
    while (size := store.sm3_count(0)) < signed.size:
        count = min(BATCH_RECORDS - size % TILE_WIDTH, signed.size - size)
        _grow(store, size, count)
        advance(count)
    root = store.tree(signed.size, SM3).root()
    return sign_again(store, Checkpoint(origin, signed.size, root), signers_at, clock)


def _check_last(store: CheckpointStore, last: Checkpoint) -> None:
    if store.tree(last.size, SM3).root() != last.root:
        raise ContradictionError(
            f"The tree with SM3 has another root at size {last.size} than was signed then.",
            "Its hashes were changed in the store; nothing was signed.",
        )


def _grow(store: CheckpointStore, size: int, count: int) -> None:
    records, expected = store.records(size, count), store.hashes(0, size, count)
    if [SHA_256.leaf(data) for data in records] != list(expected) or len(records) != count:
        raise ContradictionError(
            f"The records from position {size + 1} to {size + count} are not those that the log's "
            "tree holds.",
            "Verify the log; the tree with SM3 was not grown.",
        )
    with store.at_once():
        store.add_sm3_hashes(0, size, [SM3.leaf(data) for data in records])
        _complete(store, size, size + count)


def _complete(store: CheckpointStore, old_size: int, size: int) -> None:
    """Add the roots of the subtrees that were completed between two sizes, level by level."""
    level = 1
    while size >> (TILE_HEIGHT * level):
        first, last = old_size >> (TILE_HEIGHT * level), size >> (TILE_HEIGHT * level)
        roots = [
            fold(store.sm3_hashes(level - 1, index * TILE_WIDTH, TILE_WIDTH), SM3)
            for index in range(first, last)
        ]
        store.add_sm3_hashes(level, first, roots)
        level += 1
