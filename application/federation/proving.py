"""A proof through the federation: a district's record under the federation's root.

Two steps in one file: the record is under a checkpoint of its district, and the record in which
the federation took that checkpoint is under the federation's own. So who trusts the federation's
key alone can check a record of any district, as it was when the checkpoint was taken.

| field | what |
| --- | --- |
| format | `qingce.federated-proof.v1` |
| record | the district's record, its bytes in base64 |
| slip | where it stands in its district's log (C2SP tlog-proof) |
| taken | the federation's record of the district's checkpoint, its bytes in base64 |
| taken_slip | where that stands in the federation's log (C2SP tlog-proof) |
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from application.evidence import Evidence
from application.federation.errors import FederatedProofError
from application.federation.members import Member, checkpoints_of
from application.records import tagged
from domain.federation.records import CheckpointTaken
from ledger.checkpoints.store import CheckpointStore
from ledger.errors import LedgerError
from ledger.evidence.checkpoints import Checkpoint, parse_checkpoint
from ledger.evidence.encoding import base64_bytes, base64_text
from ledger.evidence.notes import parse_note
from ledger.evidence.policies import Policy
from ledger.evidence.proofs import verify_inclusion
from ledger.evidence.slips import Slip, parse_slip
from ledger.evidence.trust import TrustedCheckpoint
from ledger.log import Log
from ledger.tree import leaf_hash

PROOF_BYTES_MAX = 1024 * 1024


class FederatedProof(BaseModel):
    """See the table above."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: Literal["qingce.federated-proof.v1"] = "qingce.federated-proof.v1"
    record: str
    slip: str
    taken: str
    taken_slip: str

    def encode(self) -> bytes:
        """The file's bytes."""
        return self.model_dump_json(indent=1).encode() + b"\n"


@dataclass(frozen=True)
class Checked:
    """What a proof shows."""

    origin: str
    position: int
    record: bytes
    size: int
    """Of the district's checkpoint."""
    taken: int
    """Position of the federation's record of it."""
    federation: TrustedCheckpoint


def make_proof(
    log: Log, evidence: Evidence, member: Member, dsn: str, position: int
) -> FederatedProof:
    """Prove a record of a member.

    Args:
        log: the federation's log.
        evidence: of the federation.
        member: whose record it is.
        dsn: the member's database.
        position: the record's place in the member's log.

    Raises:
        FederatedProofError: no checkpoint that covers it was taken, or the log is another by now.
        NoCheckpointError: the federation has signed nothing since.
    """
    covering = (one for one in checkpoints_of(log, member.origin) if one.record.size >= position)
    taken = next(covering, None)
    if taken is None:
        raise FederatedProofError(
            f"No checkpoint of {member.origin} that covers record {position:,} was taken.",
            "Let the district run `qingce checkpoint`, then take it: qingce federation take",
        )
    with CheckpointStore(dsn) as store:
        if store.head().size < taken.record.size:
            raise _other(member, taken.record.size)
        tree = store.tree(taken.record.size)
        if tree.root().hex() != taken.record.root:
            raise _other(member, taken.record.size)
        (record,) = store.records(position - 1, 1)
        note = parse_note(taken.record.note.encode())
        slip = Slip(position - 1, tuple(tree.prove_inclusion(position - 1)), note)
    receipt = evidence.receipt(taken.position)
    return FederatedProof(
        record=base64_text(record),
        slip=slip.encode().decode(),
        taken=base64_text(receipt.record),
        taken_slip=receipt.slip.encode().decode(),
    )


def check_proof(data: bytes, policy: Policy, now: int) -> Checked:
    """Check a proof with the federation's keys alone; no database, no network.

    Args:
        data: the file.
        policy: lists the federation's keys, and its witnesses if there are any.
        now: the reader's clock, POSIX seconds.

    Raises:
        FederatedProofError: the file is not of that form, or its two steps do not meet.
        EvidenceError: a step does not hold.
    """
    proof = _read(data)
    taken_bytes = base64_bytes(proof.taken, "The federation's record")
    taken_slip = parse_slip(proof.taken_slip.encode())
    federation = taken_slip.verify(taken_bytes, policy, now)
    taken = _taken(taken_bytes)
    root = bytes.fromhex(taken.root)
    note = parse_note(taken.note.encode())
    slip = parse_slip(proof.slip.encode())
    same = slip.checkpoint.text == note.text
    if not same or parse_checkpoint(note) != Checkpoint(taken.origin, taken.size, root):
        raise FederatedProofError(
            "The district's slip is under another checkpoint than the federation took.",
            "Ask for the proof again.",
        )
    record = base64_bytes(proof.record, "The record")
    verify_inclusion(leaf_hash(record), slip.index, taken.size, slip.proof, root)
    return Checked(
        taken.origin, slip.index + 1, record, taken.size, taken_slip.index + 1, federation
    )


def _read(data: bytes) -> FederatedProof:
    try:
        return FederatedProof.model_validate_json(data[: PROOF_BYTES_MAX + 1])
    except ValidationError:
        raise FederatedProofError(
            "The file is no proof through a federation.", "`qingce federation prove` makes one."
        ) from None


def _taken(data: bytes) -> CheckpointTaken:
    try:
        record = tagged(data).record
    except (LedgerError, ValueError) as error:
        raise FederatedProofError(f"The federation's record cannot be read: {error}") from None
    if not isinstance(record, CheckpointTaken):
        raise FederatedProofError(f"The federation's record is a {record.type}.")
    return record


def _other(member: Member, size: int) -> FederatedProofError:
    return FederatedProofError(
        f"The first {size:,} records of {member.origin} are not there as it signed them.",
        "`qingce federation verify` says more.",
    )
