"""Have a checkpoint witnessed: ask the policy's witnesses and keep what they answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ledger.checkpoints.errors import ContradictionError, NoCheckpointError
from ledger.checkpoints.store import CheckpointStore
from ledger.evidence.checkpoints import parse_checkpoint
from ledger.evidence.errors import UntrustedNoteError
from ledger.evidence.hashing import tree_hash
from ledger.evidence.notes import Note
from ledger.evidence.policies import Policy
from ledger.evidence.trust import TrustedCheckpoint
from ledger.evidence.witness.client import WitnessContradictionError, WitnessError, collect

OpenNote = Callable[[bytes], TrustedCheckpoint]
CHECKPOINTS_TRIED = 1000
"""How far back a checkpoint that meets the policy is looked for."""


@dataclass(frozen=True)
class Witnessed:
    """A checkpoint with the cosignatures it has now, and which witnesses gave none and why."""

    note: Note
    failures: dict[str, WitnessError]


def have_witnessed(
    store: CheckpointStore, note: Note, policy: Policy, clock: Callable[[], int]
) -> Witnessed:
    """Collect cosignatures from the policy's witnesses that have an address, and keep them.

    Raises:
        ContradictionError: a witness has seen another history; the cosignatures of others are kept.
    """
    checkpoint = parse_checkpoint(note)
    tree = store.tree(checkpoint.size, tree_hash(checkpoint.origin))
    asked = {name: party for name, party in policy.witnesses.items() if party.url}
    collected = collect(note, asked, tree.prove_consistency, clock)
    store.keep(checkpoint, collected.note.signatures)
    for failure in collected.failures.values():
        if isinstance(failure, WitnessContradictionError):
            raise ContradictionError(
                str(failure),
                "Publish nothing. If records were lost, freeze this log and begin a new one that "
                "names the last witnessed checkpoint; if not, find out who changed them.",
            )
    return Witnessed(collected.note, collected.failures)


def newest_published(
    store: CheckpointStore, open_note: OpenNote, origin: str, smallest: int
) -> TrustedCheckpoint:
    """The newest checkpoint of at least a size that may be published.

    Args:
        store: the checkpoints.
        open_note: refuses a checkpoint that lacks signatures or cosignatures.
        origin: the log.
        smallest: how many records it must cover.

    Raises:
        NoCheckpointError: there is none.
    """
    reason = "none was signed"
    for note in store.newest(origin, smallest=smallest, count=CHECKPOINTS_TRIED):
        try:
            return open_note(note.encode())
        except UntrustedNoteError as error:
            reason = str(error)
    raise NoCheckpointError(
        f"No checkpoint of {origin} that covers {smallest} records can be used: {reason}",
        "Run: qingce checkpoint",
    )
