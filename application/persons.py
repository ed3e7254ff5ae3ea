"""Persons found again, whoever they were registered as; their history under all their ids."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import nlargest
from typing import Any

from eventsourcing.dcb.api import DCBQuery, DCBQueryItem

from application import records
from application.history import PAGE_MAX, shown
from domain.common import tags
from domain.persons.identity import Identities
from domain.persons.records import LINK_RECORDS, HouseholdKept
from domain.persons.tags import household
from ledger.errors import LedgerError
from ledger.log import Log
from ledger.record import fields_of
from ledger.sealing import Keyring


class UnknownHouseholdError(LedgerError):
    """No record carries the household's code."""

    code = "unknown-household"


@dataclass(frozen=True)
class Suspected:
    """Two ids that look like one person, and nobody has decided about."""

    persons: tuple[str, str]
    grounds: tuple[str, ...]


def identities(log: Log) -> Identities:
    """Which ids are one person, as of now."""
    known = Identities()
    items = [DCBQueryItem(types=[kind.type]) for kind in LINK_RECORDS]
    for event in log.read(DCBQuery(items)):
        fields = fields_of(event.event.data)
        known.add(records.record(fields["type"], fields["data"]))
    return known


def ids_of(log: Log, person: str) -> list[str]:
    """All ids of one person, sorted, reading the links of that person alone."""
    known, ids, ahead = Identities(), {person}, {person}
    while ahead:
        items = [
            DCBQueryItem(types=[kind.type for kind in LINK_RECORDS], tags=[tags.person(one)])
            for one in sorted(ahead)
        ]
        for event in log.read(DCBQuery(items)):
            fields = fields_of(event.event.data)
            known.add(records.record(fields["type"], fields["data"]))
        ahead = set(known.of(person)) - ids
        ids |= ahead
    return known.of(person)


def find(log: Log, keyring: Keyring, personal: dict[str, str]) -> list[dict[str, Any]]:
    """Persons that share a trace with personal data: their ids, on what grounds, all their ids."""
    return [
        {"person": person, "grounds": sorted(grounds), "ids": ids_of(log, person)}
        for person, grounds in sorted(keyring.find_alike(personal).items())
    ]


def duplicates(log: Log, keyring: Keyring) -> list[Suspected]:
    """Pairs that look alike and are neither linked nor told apart on these grounds."""
    known = identities(log)
    return [
        Suspected((pair.person, pair.other), pair.kinds)
        for pair in keyring.pairs_alike()
        if not known.is_settled(pair.person, pair.other, pair.kinds)
    ]


def history(log: Log, person: str, limit: int) -> tuple[list[str], list[dict[str, Any]]]:
    """The newest records about a person under all ids, newest first; and those ids.

    Args:
        log: the log.
        person: any of the ids.
        limit: records at most, 1 to `PAGE_MAX`.
    """
    ids = ids_of(log, person)
    query = DCBQuery([DCBQueryItem(tags=[tags.person(one)]) for one in ids])
    events = log.newest(query, limit=min(limit, PAGE_MAX))
    return ids, [shown(event) for event in nlargest(limit, events, key=lambda one: one.position)]


def households(log: Log, code: str) -> Sequence[HouseholdKept]:
    """What was kept of a household, in the order of the log.

    Raises:
        UnknownHouseholdError: nothing was.
    """
    item = DCBQueryItem(types=[HouseholdKept.type], tags=[household(code)])
    kept = []
    for event in log.read(DCBQuery([item])):
        fields = fields_of(event.event.data)
        record = records.record(fields["type"], fields["data"])
        if isinstance(record, HouseholdKept):
            kept.append(record)
    if not kept:
        raise UnknownHouseholdError(
            f"No household {code!r} is kept.", "`qingce trace person:ID` shows where a person is."
        )
    return kept
