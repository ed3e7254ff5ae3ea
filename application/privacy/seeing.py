"""Personal data in clear 查看明文: what a caller may see of one person, told before it is shown.

A person's data lies sealed in records of several registers and offices. A caller sees what stands
in records within their reach; if there is none, the person is like one that is not there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eventsourcing.dcb.api import DCBQuery, DCBQueryItem

from application import persons
from application.callers import Caller
from application.history import PAGE_MAX
from application.privacy import looks
from application.privacy.opening import Vault
from domain.access.policy import Concerns, Verdict
from domain.access.roles import Action
from domain.common import tags
from domain.registry import REGISTERS
from ledger.errors import LedgerError
from ledger.log import Log
from ledger.record import fields_of
from ledger.sealing import PersonErasedError, unseal

SCANNED_MAX = 5_000
"""Records about one person that are looked at, newest first."""
_INTERNAL = frozenset(register.name for register in REGISTERS if register.is_internal)


class UnknownPersonError(LedgerError):
    """Nothing is known of the person, or nothing that the caller may see."""

    code = "unknown-person"

    def __init__(self, person: str) -> None:
        super().__init__(
            f"There is no person {person} of whom you may see anything.",
            "Say why you ask, and in an inspection its case file.",
        )


@dataclass(frozen=True)
class Visible:
    """A record within a caller's reach."""

    position: int
    person: str
    """The id, of those that are one person, that it is about."""
    fields: Mapping[str, Any]
    """Of its bytes."""
    ground: int
    """Position of the right that lets the caller see it."""


@dataclass(frozen=True)
class Seen:
    """A person in clear."""

    person: str
    ids: Sequence[str]
    values: Mapping[str, str]
    """The newest value by field; a field that is sealed nowhere within reach is missing."""


def view(vault: Vault, caller: Caller, person: str, fields: Sequence[str]) -> Seen:
    """Fields of a person in clear; the look is recorded first.

    Raises:
        UnknownPersonError: there is nothing the caller may see.
        PersonErasedError: the person's data was erased.
        PersonRestrictedError: it is restricted.
        LookNotToldError: the look could not be recorded.
    """
    ids = persons.ids_of(vault.log, person)
    found = list(visible(vault.log, caller, Action.UNMASK, ids))
    if not found:
        raise UnknownPersonError(person)
    values: dict[str, str] = {}
    for record in found:
        opened = open_seal(vault, record)
        values |= {k: v for k, v in opened.items() if k in fields and k not in values}
    if not values and not _has_key(vault, ids):
        vault.keyring.key(person)
    look = looks.Look(Action.UNMASK, "person by id", ids, sorted(values), found[0].ground)
    looks.tell(vault, caller, look)
    return Seen(person, ids, values)


def open_seal(vault: Vault, record: Visible) -> dict[str, str]:
    """What is sealed for the person in a record; nothing if that was erased.

    Raises:
        PersonRestrictedError: the key is in escrow.
        SealBrokenError: it does not open.
    """
    sealed = (record.fields.get("sealed") or {}).get(record.person)
    if sealed is None:
        return {}
    try:
        key = vault.keyring.key(record.person)
    except PersonErasedError:
        return {}
    return unseal(key, record.person, record.fields["id"], sealed)


def visible(log: Log, caller: Caller, action: Action, ids: Sequence[str]) -> Iterator[Visible]:
    """The registers' records about a person within a caller's reach, newest first.

    Args:
        log: the log.
        caller: who asks.
        action: what they would do with them.
        ids: all ids of the person.
    """
    concerns = caller.relation(ids)
    verdicts: dict[tuple[str, str], Verdict] = {}
    for position, fields in _about(log, ids):
        register = str(fields["type"]).partition(".")[0]
        if register in _INTERNAL:
            continue
        place = (register, str(fields["office"]))
        if place not in verdicts:
            verdicts[place] = _ask(caller, action, place, concerns, ids)
        if verdicts[place].allowed:
            about = {tag.removeprefix("person:") for tag in fields["tags"]}
            person = next(one for one in ids if one in about)
            yield Visible(position, person, fields, verdicts[place].ground)


def _ask(
    caller: Caller, action: Action, place: tuple[str, str], concerns: Concerns, ids: Sequence[str]
) -> Verdict:
    verdicts = [caller.ask(action, *place, concerns, one) for one in ids]
    return next((one for one in verdicts if one.allowed), verdicts[0])


def _about(log: Log, ids: Sequence[str]) -> Iterator[tuple[int, dict[str, Any]]]:
    query = DCBQuery([DCBQueryItem(tags=[tags.person(one)]) for one in ids])
    before, scanned = None, 0
    while scanned < SCANNED_MAX and (page := log.newest(query, before=before, limit=PAGE_MAX)):
        for event in page:
            yield event.position, fields_of(event.event.data)
        before, scanned = page[-1].position, scanned + len(page)


def _has_key(vault: Vault, ids: Sequence[str]) -> bool:
    for one in ids:
        try:
            vault.keyring.key(one)
        except PersonErasedError:
            continue
        return True
    return False
