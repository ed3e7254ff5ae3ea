"""Whether a note may be believed: which of the reader's trusted keys signed it, and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ledger.evidence.checkpoints import Checkpoint, parse_checkpoint
from ledger.evidence.errors import FutureDatedError, InvalidNoteError, UntrustedNoteError
from ledger.evidence.notes import Note, parse_note
from ledger.evidence.signing import Verifier

FUTURE_SECONDS_MAX = 300
"""How far ahead of the verifier's clock a cosignature may be dated: clocks differ."""


@dataclass(frozen=True)
class Signed:
    """A signature that verified: by which key, and the time signed with it (0 if none)."""

    verifier: Verifier
    time: int


def verified(note: Note, known: Sequence[Verifier], now: int) -> list[Signed]:
    """The signatures on a note by known keys, one for each key; others are ignored.

    Every signature by a known key must be good, else the whole note is refused: somebody who could
    alter one line could alter more.

    Args:
        note: the note.
        known: trusted keys; they come from the reader's side, never with the note.
        now: the reader's clock, POSIX seconds.

    Raises:
        InvalidSignatureError: a known key's signature is not good.
        FutureDatedError: it is dated after `now`.
    """
    found: dict[Verifier, Signed] = {}
    for signature in note.signatures:
        for verifier in known:
            if verifier.made(signature):
                time = verifier.verify(note.text, signature)
                if time > now + FUTURE_SECONDS_MAX:
                    raise FutureDatedError(
                        f"The signature of {verifier.name} is dated {time - now} s in the future.",
                        "Compare the clocks; a signature cannot be made ahead of its time.",
                    )
                found.setdefault(verifier, Signed(verifier, time))
    return list(found.values())


def require_signed(note: Note, known: Sequence[Verifier], now: int) -> list[Signed]:
    """As `verified`, but at least one must be there.

    Raises:
        UntrustedNoteError: none of the known keys signed.
        InvalidSignatureError: as `verified`.
    """
    signed = verified(note, known, now)
    if not signed:
        names = ", ".join(f"{item.name} ({item.key_id.hex()})" for item in note.signatures)
        raise UntrustedNoteError(
            f"The note is signed by {names}; none of these keys is trusted here.",
            "Check that the trusted keys are the log's own and of this time.",
        )
    return signed


@dataclass(frozen=True)
class TrustedCheckpoint:
    """A checkpoint that the log signed: the statement, the note it came in, and the signatures."""

    checkpoint: Checkpoint
    note: Note
    signed: tuple[Signed, ...]


def open_checkpoint(
    data: bytes, origin: str, log_keys: Sequence[Verifier], now: int
) -> TrustedCheckpoint:
    """Read a checkpoint of the log `origin`, signed by at least one of its keys.

    Raises:
        InvalidNoteError: it is not a checkpoint, or has extension lines, which this log never has.
        UntrustedNoteError: it is another log's, or none of the keys signed it.
        InvalidSignatureError: a signature by one of the keys is not good.
    """
    note = parse_note(data)
    checkpoint = parse_checkpoint(note)
    if checkpoint.origin != origin:
        raise UntrustedNoteError(
            f"The checkpoint is of the log {checkpoint.origin!r}, not of {origin!r}."
        )
    if checkpoint.extensions:
        raise InvalidNoteError(
            f"The checkpoint has lines after its root: {checkpoint.extensions[0][:60]!r}."
        )
    return TrustedCheckpoint(checkpoint, note, tuple(require_signed(note, log_keys, now)))
