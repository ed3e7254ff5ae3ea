"""Taking members' checkpoints into the federation's log, or finding that they contradict it.

| found | what is recorded |
| --- | --- |
| it extends what was taken last, signed and proved | `federation.checkpoint-taken.v1` |
| another root signed at a size that was taken | `federation.contradiction-found.v1`, fork |
| a larger size signed, over a log with another root at the size taken last | the same, rewritten |
| the place holds fewer records, or others, and nothing is signed over them | nothing: an alarm |
| an offered proof does not hold: garbled on its way, or a rewritten log | nothing: it is refused |

A contradiction is recorded with the member's own signature under it, never on what merely lies in a
database: that may be an old copy, or another log's.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

import psycopg

from application.desk import Desk
from application.federation.errors import NotTakenError
from application.federation.members import Member, Taken, checkpoints_of, last_of, read_members
from application.federation.places import Places
from application.settings import Settings
from domain.common.decisions import Act, EntryMode
from domain.common.refusals import Refusal
from domain.federation.decisions.checkpoints import ReportContradiction, TakeCheckpoint
from ledger.checkpoints.store import CheckpointStore
from ledger.errors import LedgerError
from ledger.evidence.checkpoints import Checkpoint, parse_checkpoint
from ledger.evidence.errors import EvidenceError, InvalidProofError
from ledger.evidence.hashing import SHA_256
from ledger.evidence.notes import Note
from ledger.evidence.proofs import verify_consistency
from ledger.evidence.trust import open_checkpoint
from ledger.evidence.witness.wire import AddCheckpoint, parse_add_checkpoint
from ledger.log import Log


class Outcome(StrEnum):
    """What came of looking at a member."""

    TAKEN = "taken"
    NOTHING_NEW = "nothing-new"
    CONTRADICTS = "contradicts"
    """It signed another history; that is recorded."""
    ALARM = "alarm"
    """Its database holds another history, which nobody signed; nothing is recorded."""
    REFUSED = "refused"
    """It could not be looked into, or is not to be taken; nothing is recorded."""


@dataclass(frozen=True)
class Taking:
    """What came of one member."""

    origin: str
    outcome: Outcome
    position: int
    """Of the record made, or of the one that says it already; 0 if there is none."""
    size: int
    message: str

    @property
    def well(self) -> bool:
        """Whether all is as it should be."""
        return self.outcome in (Outcome.TAKEN, Outcome.NOTHING_NEW)


class Taker:
    """Takes checkpoints at the federation's desk."""

    def __init__(self, log: Log, desk: Desk, settings: Settings) -> None:
        """Act in the name that the settings give."""
        self._log = log
        self._desk = desk
        self._settings = settings

    def take_offer(self, body: bytes) -> Taking:
        """Take a checkpoint with its proof, as `add-checkpoint` of C2SP tlog-witness has them.

        Raises:
            EvidenceError: it is not of that form.
        """
        request = parse_add_checkpoint(body)
        origin = request.checkpoint.origin
        try:
            return self._take(read_members(self._log).find(origin), request)
        except (LedgerError, Refusal) as error:
            return Taking(origin, Outcome.REFUSED, 0, request.checkpoint.size, str(error))

    def take_placed(self, places: Places) -> Iterator[Taking]:
        """Take of every member that was not succeeded, where its log lies; one after another."""
        for member in read_members(self._log).by_origin.values():
            if member.successor:
                continue
            try:
                with places.open(member.origin) as dsn:
                    yield self.take_from(member, dsn)
            except (LedgerError, Refusal, psycopg.Error) as error:
                said = "its database was lost" if isinstance(error, psycopg.Error) else str(error)
                said = said if member.origin in said else f"{member.origin}: {said}"
                yield Taking(member.origin, Outcome.REFUSED, 0, 0, said)

    def take_from(self, member: Member, dsn: str) -> Taking:
        """Take the newest checkpoint from a member's database, its past compared first.

        Raises:
            LedgerError: the database cannot be read, or no trusted key signed the checkpoint.
            Refusal: nothing more is taken of this member.
        """
        last = last_of(self._log, member.origin)
        size_last = last.record.size if last else 0
        with CheckpointStore(dsn) as store:
            newest = next(iter(store.newest(member.origin)), None)
            signed = self._signed(member, newest) if newest else None
            if last is not None and (root := _other_root(store, last)) is not None:
                if newest and signed and _is_of(store, signed, size_last):
                    kind = "fork" if signed.size == size_last else "rewritten"
                    return self._contradicts(member, last, kind, root, newest)
                said = _alarm_text(member.origin, size_last, store.head().size)
                return Taking(member.origin, Outcome.ALARM, 0, store.head().size, said)
            if newest is None or signed is None or signed.size <= size_last:
                said = f"{member.origin} has signed nothing beyond {size_last:,} records"
                return Taking(member.origin, Outcome.NOTHING_NEW, 0, size_last, said)
            proof = tuple(store.tree(signed.size).prove_consistency(size_last))
        return self._take(member, AddCheckpoint(size_last, proof, newest))

    def _signed(self, member: Member, note: Note) -> Checkpoint:
        keys = member.verifiers(parse_checkpoint(note).size)
        return open_checkpoint(note.encode(), member.origin, keys, int(time.time())).checkpoint

    def _take(self, member: Member, request: AddCheckpoint) -> Taking:
        offered = self._signed(member, request.note)
        known = list(checkpoints_of(self._log, member.origin))
        same = next((one for one in known if one.record.size == offered.size), None)
        if same is not None:
            return self._seen(member, same, offered, request.note)
        last = known[-1] if known else None
        _check_extends(last, offered, request)
        taken = TakeCheckpoint(
            self._act(),
            origin=member.origin,
            size=offered.size,
            root=offered.root.hex(),
            size_previous=last.record.size if last else 0,
            root_previous=last.record.root if last else "",
            proof=tuple(one.hex() for one in request.proof),
            note=request.note.encode().decode(),
        )
        position = self._desk.execute(taken).position_first
        said = f"{member.origin}: {offered.size:,} records, taken as record {position:,}"
        return Taking(member.origin, Outcome.TAKEN, position, offered.size, said)

    def _seen(self, member: Member, same: Taken, offered: Checkpoint, note: Note) -> Taking:
        if same.record.root != offered.root.hex():
            return self._contradicts(member, same, "fork", offered.root, note)
        said = f"{member.origin}: {offered.size:,} records were taken before"
        return Taking(member.origin, Outcome.NOTHING_NEW, same.position, offered.size, said)

    def _contradicts(
        self, member: Member, taken: Taken, kind: str, root: bytes, note: Note
    ) -> Taking:
        answer = self._desk.execute(
            ReportContradiction(
                self._act(),
                origin=member.origin,
                kind=kind,
                taken=taken.position,
                size_taken=taken.record.size,
                root_taken=taken.record.root,
                root_found=root.hex(),
                note=note.encode().decode(),
            )
        )
        size = taken.record.size
        said = contradiction_text(member.origin, kind, size)
        return Taking(member.origin, Outcome.CONTRADICTS, answer.position_first, size, said)

    def _act(self) -> Act:
        now = datetime.now(UTC)
        return Act(self._settings.official, self._settings.office, now, EntryMode.ONLINE)


def contradiction_text(origin: str, kind: str, size: int) -> str:
    """A contradiction in words."""
    if kind == "fork":
        return f"{origin} FORKED: it signed two different histories of {size:,} records"
    return f"{origin} REWROTE ITS PAST: its first {size:,} records are not those it signed"


def _alarm_text(origin: str, size_taken: int, size_held: int) -> str:
    if size_held < size_taken:
        return (
            f"{origin}: records {size_held + 1:,} to {size_taken:,} are missing where it lies; it "
            "had signed them. Is that its place, or an old copy?"
        )
    return (
        f"{origin}: the first {size_taken:,} records where it lies are not those it signed, and "
        "nothing is signed over them. Is that its place?"
    )


def _other_root(store: CheckpointStore, last: Taken) -> bytes | None:
    """The root that the log has at the size taken last, or of all if it is smaller, if another."""
    head = store.head()
    root = head.root if head.size < last.record.size else store.tree(last.record.size).root()
    return None if root.hex() == last.record.root else root


def _is_of(store: CheckpointStore, signed: Checkpoint, smallest: int) -> bool:
    """Whether a checkpoint of at least that size was signed over the records that lie here."""
    large_enough = smallest <= signed.size <= store.head().size
    return large_enough and store.tree(signed.size).root() == signed.root


def _check_extends(last: Taken | None, offered: Checkpoint, request: AddCheckpoint) -> None:
    size_last = last.record.size if last else 0
    if offered.size < size_last:
        raise NotTakenError(
            f"{offered.origin}: {size_last:,} records were taken; this checkpoint has "
            f"{offered.size:,}.",
            "It is an old one, or the log lost records. Nothing was recorded.",
        )
    if request.old_size != size_last:
        raise NotTakenError(
            f"{offered.origin}: the proof begins at {request.old_size:,} records; "
            f"{size_last:,} were taken.",
            f"Ask for: qingce federation offer FILE --since {size_last}",
        )
    root_last = bytes.fromhex(last.record.root) if last else SHA_256.empty
    try:
        verify_consistency(size_last, offered.size, request.proof, root_last, offered.root)
    except InvalidProofError as error:
        raise NotTakenError(
            f"{offered.origin} does not show that it goes on from the {size_last:,} records that "
            f"were taken. {error}",
            "Ask for the offer again. If it does not hold again, its past was rewritten.",
        ) from None
    except EvidenceError as error:
        raise NotTakenError(f"{offered.origin}: {error}") from None
