"""The members of a federation, read from its log."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from eventsourcing.dcb.api import DCBQuery, DCBQueryItem

from application import records
from application.federation.errors import NoMemberError
from domain.common.records import Record
from domain.federation import tags
from domain.federation.records import (
    CheckpointTaken,
    ContradictionFound,
    KeyDistrusted,
    KeyTrusted,
    MemberAdmitted,
)
from ledger.evidence.signing import Verifier, parse_vkey
from ledger.log import Log

OF_MEMBERS = (MemberAdmitted, KeyTrusted, KeyDistrusted, ContradictionFound)


@dataclass(frozen=True)
class Taken:
    """A checkpoint that was taken, and where it stands in the federation's log."""

    position: int
    record: CheckpointTaken


@dataclass
class Member:
    """A district's log, as the federation knows it."""

    admitted: MemberAdmitted
    position: int
    """Where it was admitted."""
    keys: dict[str, int | None] = field(default_factory=dict)
    """By vkey, from which size on it is worth nothing; None while it is trusted."""
    contradiction: ContradictionFound | None = None
    contradiction_position: int = 0
    successor: str = ""

    @property
    def origin(self) -> str:
        """Its log's name."""
        return self.admitted.origin

    @property
    def stands(self) -> bool:
        """Whether checkpoints are taken of it."""
        return not self.successor and self.contradiction is None

    def verifiers(self, size: int) -> list[Verifier]:
        """The keys whose signature on a checkpoint of this size is trusted."""
        return [
            parse_vkey(vkey)
            for vkey, size_first in self.keys.items()
            if size_first is None or size < size_first
        ]


class Members:
    """All members, as far as their records were shown, in the order of the log."""

    def __init__(self) -> None:
        self.by_origin: dict[str, Member] = {}

    def show(self, position: int, record: Record) -> None:
        """Take one record of the federation into account."""
        match record:
            case MemberAdmitted():
                keys: dict[str, int | None] = dict.fromkeys(record.vkeys)
                self.by_origin[record.origin] = Member(record, position, keys)
                if record.succeeds:
                    self.by_origin[record.succeeds].successor = record.origin
            case KeyTrusted():
                self.by_origin[record.origin].keys[record.vkey] = None
            case KeyDistrusted():
                self.by_origin[record.origin].keys[record.vkey] = record.size_first
            case ContradictionFound():
                member = self.by_origin[record.origin]
                member.contradiction, member.contradiction_position = record, position

    def find(self, word: str) -> Member:
        """The member of that origin, or the one that keeps that jurisdiction.

        Raises:
            NoMemberError: there is none.
        """
        return self.by_origin[word] if word in self.by_origin else self.route(word)

    def route(self, code: str) -> Member:
        """The member that keeps the affairs of a division: the one named most exactly.

        Raises:
            NoMemberError: there is none.
        """
        kept = [
            (len(jurisdiction), member)
            for member in self.by_origin.values()
            if not member.successor
            for jurisdiction in member.admitted.jurisdictions
            if code.isascii() and code.isdigit() and code.startswith(jurisdiction)
        ]
        if not kept:
            raise NoMemberError(
                f"No log of this federation is called {code!r} or keeps that jurisdiction.",
                "`qingce federation status` lists its members.",
            )
        return max(kept, key=lambda one: one[0])[1]


def read_members(log: Log) -> Members:
    """The members as the whole log has them."""
    members = Members()
    query = DCBQuery([DCBQueryItem(types=[one.type for one in OF_MEMBERS])])
    for event in log.read(query):
        members.show(event.position, records.tagged(event.event.data).record)
    return members


def checkpoints_of(log: Log, origin: str) -> Iterator[Taken]:
    """The checkpoints that were taken of a log, oldest first."""
    for event in log.read(_checkpoints(origin)):
        yield _taken(event.position, event.event.data)


def last_of(log: Log, origin: str) -> Taken | None:
    """The checkpoint that was taken last."""
    found = log.newest(_checkpoints(origin), limit=1)
    return _taken(found[0].position, found[0].event.data) if found else None


def _checkpoints(origin: str) -> DCBQuery:
    return DCBQuery([DCBQueryItem(types=[CheckpointTaken.type], tags=[tags.log(origin)])])


def _taken(position: int, data: bytes) -> Taken:
    record = records.tagged(data).record
    if not isinstance(record, CheckpointTaken):
        raise TypeError(f"position {position} holds a {record.type}")
    return Taken(position, record)
