"""Verifying a federation: its own log, what it says it took, and every member's log against that.

A member that rewrote its past consistently, and signed it anew, verifies by itself. It is found by
the checkpoints that were taken of it, which are records under the federation's root.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import psycopg
from eventsourcing.dcb.api import DCBQuery, DCBQueryItem

from application import records
from application.federation.members import OF_MEMBERS, Member, Members, Taken, checkpoints_of
from application.federation.places import Places
from domain.federation.records import CheckpointTaken
from ledger.checkpoints.store import CheckpointStore
from ledger.errors import LedgerError
from ledger.evidence.checkpoints import Checkpoint, parse_checkpoint
from ledger.evidence.encoding import SIZE_MAX
from ledger.evidence.hashing import SHA_256
from ledger.evidence.notes import parse_note
from ledger.evidence.proofs import verify_consistency
from ledger.evidence.trust import require_signed
from ledger.log import Log
from ledger.verification import Verification, verify


class Standing(StrEnum):
    """How a member's log stands to what was taken of it."""

    HOLDS = "holds"
    REWRITTEN = "rewritten"
    """At a size that was taken it has another root now."""
    LOST = "lost"
    """It has fewer records than were taken."""
    FAULTY = "faulty"
    """It does not agree with itself."""
    UNSEEN = "unseen"
    """It could not be looked into."""


@dataclass(frozen=True)
class MemberFinding:
    """What was found of one member."""

    origin: str
    name: str
    standing: Standing
    records: int
    """How many records of its log were read back and checked."""
    taken: int
    """How many checkpoints were taken of it."""
    size_good: int
    """The largest size taken up to which its log is what it signed."""
    size_bad: int
    """The smallest size taken at which it is not; 0 if there is none."""
    message: str


@dataclass(frozen=True)
class Finding:
    """What was found of the whole federation."""

    log: Verification
    """The federation's own log."""
    taken: int
    faults: list[str] = field(default_factory=list)
    """What is wrong with the checkpoints that it says it took."""
    members: list[MemberFinding] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether everything was looked at and holds."""
        holds = all(one.standing is Standing.HOLDS for one in self.members)
        return self.log.ok and not self.faults and holds


def verify_federation(
    dsn: str, log: Log, places: Places, progress: Callable[[int], None]
) -> Finding:
    """Verify all together.

    Args:
        dsn: the federation's own database.
        log: its log.
        places: where the members' logs lie; one that is unknown or away is found as unseen.
        progress: told the number of records just checked, of whichever log.
    """
    own = verify(dsn, progress)
    members, taken, faults = _replay(log)
    findings = [
        _look_into(member, list(checkpoints_of(log, member.origin)), places, progress)
        for member in members.by_origin.values()
    ]
    return Finding(own, taken, faults, findings)


def _replay(log: Log) -> tuple[Members, int, list[str]]:
    """Check every checkpoint taken, with the keys that were trusted when it was taken."""
    members, last, faults, count = Members(), dict[str, CheckpointTaken](), list[str](), 0
    types = [one.type for one in (*OF_MEMBERS, CheckpointTaken)]
    for event in log.read(DCBQuery([DCBQueryItem(types=types)])):
        record = records.tagged(event.event.data).record
        if not isinstance(record, CheckpointTaken):
            members.show(event.position, record)
            continue
        count += 1
        problem = _problem(record, last.get(record.origin), members)
        if problem:
            faults.append(f"record {event.position:,}, of {record.origin}: {problem}")
        last[record.origin] = record
    return members, count, faults


def _problem(taken: CheckpointTaken, last: CheckpointTaken | None, members: Members) -> str:
    """What is wrong with a checkpoint that was taken; empty if it was rightly taken."""
    size, root = (last.size, bytes.fromhex(last.root)) if last else (0, SHA_256.empty)
    said = Checkpoint(taken.origin, taken.size, bytes.fromhex(taken.root))
    try:
        note = parse_note(taken.note.encode())
        require_signed(note, members.find(taken.origin).verifiers(taken.size), SIZE_MAX)
        if parse_checkpoint(note) != said or taken.size_previous != size:
            return "it is not what the note says, or does not follow the one before"
        proof = [bytes.fromhex(one) for one in taken.proof]
        verify_consistency(size, taken.size, proof, root, said.root)
    except LedgerError as error:
        return str(error)
    return ""


def _look_into(
    member: Member, taken: Sequence[Taken], places: Places, progress: Callable[[int], None]
) -> MemberFinding:
    try:
        with places.open(member.origin) as dsn:
            verification = verify(dsn, progress)
            with CheckpointStore(dsn) as store:
                roots = list(_roots(store, taken))
    except (LedgerError, psycopg.Error) as error:
        said = str(error) if isinstance(error, LedgerError) else "its database was lost meanwhile"
        return _finding(member, Standing.UNSEEN, 0, taken, (0, 0), f"not looked into: {said}")
    return _judge(member, taken, verification, roots)


def _roots(store: CheckpointStore, taken: Sequence[Taken]) -> Iterator[bytes | None]:
    """The root that the log has at each size taken; None where it is smaller."""
    held = store.head().size
    for one in taken:
        yield store.tree(one.record.size).root() if one.record.size <= held else None


def _judge(
    member: Member,
    taken: Sequence[Taken],
    verification: Verification,
    roots: Sequence[bytes | None],
) -> MemberFinding:
    good = bad = 0
    for one, root in zip(taken, roots, strict=True):
        if root is None or root.hex() != one.record.root:
            bad = one.record.size
            break
        good = one.record.size
    standing, message = _standing(verification, good, bad)
    return _finding(member, standing, verification.checked, taken, (good, bad), message)


def _standing(verification: Verification, good: int, bad: int) -> tuple[Standing, str]:
    if bad > verification.records:
        first = verification.records + 1
        return Standing.LOST, (
            f"LOST records: it had signed {bad:,} and holds {verification.records:,}; records "
            f"{first:,} to {bad:,} at least are missing"
        )
    if bad:
        return Standing.REWRITTEN, (
            f"REWROTE ITS PAST: of records {good + 1:,} to {bad:,} at least one is not what it "
            f"signed when it had {bad:,}"
        )
    if not verification.ok:
        problem = verification.problems[0] if verification.problems else None
        where = f": position {problem.position:,}: {problem.message}" if problem else ""
        return Standing.FAULTY, f"its log does not agree with itself{where}"
    beyond = verification.records - good
    return Standing.HOLDS, (
        f"unchanged up to {good:,} records, the last that were taken; {beyond:,} since"
    )


def _finding(
    member: Member,
    standing: Standing,
    checked: int,
    taken: Sequence[Taken],
    sizes: tuple[int, int],
    message: str,
) -> MemberFinding:
    return MemberFinding(
        origin=member.origin,
        name=member.admitted.name,
        standing=standing,
        records=checked,
        taken=len(taken),
        size_good=sizes[0],
        size_bad=sizes[1],
        message=message,
    )
