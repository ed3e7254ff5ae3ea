"""Sign a checkpoint of the log: only of what is durably committed, hashed again from what is read.

The records since the last checkpoint are read back and hashed onto the tree that was signed then.
Only if that gives the root in the log's head is the head signed. So a checkpoint never contradicts
an earlier one, and damage on the way to the disk is found before it is vouched for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ledger.checkpoints.errors import ContradictionError
from ledger.checkpoints.store import CheckpointStore
from ledger.evidence.checkpoints import Checkpoint, parse_checkpoint
from ledger.evidence.notes import Note
from ledger.evidence.signing import Signer
from ledger.log.values import Head
from ledger.tree import Frontier, leaf_hash

BATCH_RECORDS = 10_000

SignersAt = Callable[[int], Sequence[Signer]]
"""The log's keys in use at a size."""


def sign_checkpoint(
    store: CheckpointStore,
    origin: str,
    signers_at: SignersAt,
    clock: Callable[[], int],
    advance: Callable[[int], None] = lambda _: None,
) -> Note:
    """Sign the log as it is now and keep the checkpoint; returns it with all its signatures.

    If the log has not grown since the last checkpoint, keys that have not signed it yet do so now.

    Args:
        store: the log and its checkpoints.
        origin: the log's name.
        signers_at: gives the keys that sign a size.
        clock: POSIX seconds.
        advance: told the number of records read back since it was told last.

    Raises:
        ContradictionError: the log does not agree with itself or with its last checkpoint.
        InvalidKeyError: no key signs this size, or one does not open.
    """
    head = store.head()
    last = next(iter(store.newest(origin)), None)
    _check(store, head, parse_checkpoint(last) if last else Checkpoint(origin, 0, b""), advance)
    checkpoint = Checkpoint(origin, head.size, head.root)
    return sign_again(store, checkpoint, signers_at, clock)


def sign_again(
    store: CheckpointStore,
    checkpoint: Checkpoint,
    signers_at: SignersAt,
    clock: Callable[[], int],
) -> Note:
    """Add the signatures of keys that have not signed this checkpoint yet; it keeps those it has.

    Raises:
        InvalidKeyError: no key signs this size, or one does not open.
    """
    present = store.at(checkpoint.origin, checkpoint.size)
    signatures = present.signatures if present else ()
    text, time = checkpoint.text(), clock()
    store.keep(
        checkpoint,
        [
            signer.sign(text, time)
            for signer in signers_at(checkpoint.size)
            if not any(signer.verifier.made(signature) for signature in signatures)
        ],
    )
    kept = store.at(checkpoint.origin, checkpoint.size)
    if kept is None or kept.text != text:
        raise ContradictionError(f"Another root was signed at size {checkpoint.size} meanwhile.")
    return kept


def _check(
    store: CheckpointStore, head: Head, last: Checkpoint, advance: Callable[[int], None]
) -> None:
    if last.size > head.size:
        raise ContradictionError(
            f"The log has {head.size} records; a checkpoint of {last.size} was signed.",
            "Records were lost, perhaps by a restore. Never sign over it: freeze this log and "
            "begin a new one that names the last checkpoint and the loss.",
        )
    peaks = store.tree(last.size).peaks()
    frontier = Frontier(last.size, tuple(peaks))
    if last.size and frontier.root() != last.root:
        raise ContradictionError(
            f"The log has another root at size {last.size} than the checkpoint signed then.",
            "Records that were there have been changed. Verify the log; nothing was signed.",
        )
    while frontier.size < head.size:
        count = min(BATCH_RECORDS, head.size - frontier.size)
        records = store.records(frontier.size, count)
        if len(records) != count:
            raise ContradictionError(
                f"Of the records from position {frontier.size + 1} to {frontier.size + count} "
                f"{count - len(records)} are missing.",
                "Verify the log; nothing was signed.",
            )
        frontier, _ = frontier.extend(map(leaf_hash, records))
        advance(count)
    for root, what in ((head.root, "in its head"), (store.tree(head.size).root(), "in its tree")):
        if frontier.root() != root:
            raise ContradictionError(
                f"The records read back lead to another root than the log has {what}.",
                "Records or hashes were changed in the store. Verify the log; nothing was signed.",
            )
