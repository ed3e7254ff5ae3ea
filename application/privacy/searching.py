"""Search 检索 as a registrar needs it: exact, within reach, told before it is answered.

| given | found by |
| --- | --- |
| `id_number` (18 or old 15), `name` with `born`, `name`, `phone`, `bank_account` | keyed hash |
| `certificate`, `case`, `plate` | the tag `doc:`, `case:`, `vehicle:` of records |

Exactly one of these is asked for. Nothing is decrypted; the answer holds random ids, never values.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eventsourcing.dcb.api import DCBQuery, DCBQueryItem

from application import persons
from application.callers import Caller, persons_of
from application.history import PAGE_MAX, whole
from application.privacy import looks
from application.privacy.opening import Vault
from application.privacy.seeing import visible
from domain.access.roles import Action
from domain.common import tags
from domain.common.identifiers import id_number_problem
from ledger.errors import LedgerError
from ledger.sealing.traces import ID_NUMBER, NAME, NAME_BIRTH

FOUND_MAX = 50
"""Persons or records in one answer; more means: say more."""
CANDIDATES_MAX = 200
KINDS: Mapping[frozenset[str], str] = {
    frozenset({"id_number"}): ID_NUMBER,
    frozenset({"name", "born"}): NAME_BIRTH,
    frozenset({"name"}): NAME,
    frozenset({"phone"}): "phone",
    frozenset({"bank_account"}): "account",
}
"""What is personal, by what is given: the kind of trace (`ledger.sealing.traces`)."""
TAGS = {"certificate": tags.document, "case": tags.case, "plate": tags.vehicle}
"""What is not personal, by what is given: the tag."""
CHARACTERS_MIN = {
    "id_number": 15,
    "name": 2,
    "born": 10,
    "phone": 7,
    "bank_account": 8,
    "certificate": 4,
    "case": 3,
    "plate": 5,
}
"""A shorter one is refused: it would be a guess."""
CHARACTERS_MAX = 100
ID_NUMBER_CHARACTERS = (15, 18)


class InvalidSearchError(LedgerError):
    """It is not one of the things that can be searched for."""

    code = "invalid-search"


class AmbiguousIdentifierError(LedgerError):
    """An identifier that belongs to one person matches several."""

    code = "ambiguous-identifier"


class TooManyFoundError(LedgerError):
    """More is found than one answer holds."""

    code = "too-many-found"


@dataclass(frozen=True)
class FoundPerson:
    """Somebody who was found."""

    person: str
    """The lowest of the ids."""
    ids: Sequence[str]


def persons_by(vault: Vault, caller: Caller, given: Mapping[str, str]) -> list[FoundPerson]:
    """Persons within the caller's reach who are found by something personal.

    Raises:
        InvalidSearchError: see there; nothing was searched.
        AmbiguousIdentifierError: an ID number matches two persons.
        TooManyFoundError: more than `FOUND_MAX` persons.
        LookNotToldError: the search could not be recorded.
    """
    kind = KINDS.get(frozenset(given))
    if kind is None:
        raise InvalidSearchError(
            "It takes an ID number, a name, a name with a date of birth, a phone or an account.",
            "Nothing was searched.",
        )
    _must_be_long_enough(given)
    if kind == ID_NUMBER:
        _must_be_id_number(given["id_number"])
    found: dict[str, FoundPerson] = {}
    ground = 0
    candidates = vault.keyring.find_by(kind, given, CANDIDATES_MAX)
    for candidate in candidates:
        ids = persons.ids_of(vault.log, candidate)
        if ids[0] in found:
            continue
        first = next(visible(vault.log, caller, Action.SEARCH, ids), None)
        if first is not None:
            found[ids[0]] = FoundPerson(ids[0], ids)
            ground = ground or first.ground
    query = f"person by {kind}"
    seen = [one for person in found.values() for one in person.ids]
    looks.tell(vault, caller, looks.Look(Action.SEARCH, query, seen, ground=ground))
    if kind == ID_NUMBER and len(found) > 1:
        raise AmbiguousIdentifierError(
            f"The ID number matches {len(found)} persons: {', '.join(sorted(found))}.",
            "Decide who is one: persons.link-persons, or correct the wrong number.",
        )
    if len(found) > FOUND_MAX or len(candidates) == CANDIDATES_MAX:
        raise TooManyFoundError(
            f"More than {FOUND_MAX} persons are found.", "Give the date of birth as well."
        )
    return [found[person] for person in sorted(found)]


def records_by(vault: Vault, caller: Caller, kind: str, value: str) -> list[dict[str, Any]]:
    """The newest records within the caller's reach about a certificate, case or vehicle.

    Each with `position`, `type`, `occurred`, `office` and `persons`. An unknown kind finds nothing.

    Raises:
        InvalidSearchError: the value is too short or too long; nothing was searched.
        LookNotToldError: the search could not be recorded.
    """
    if kind not in TAGS:
        return []
    _must_be_long_enough({kind: value})
    query = DCBQuery([DCBQueryItem(tags=[TAGS[kind](value.strip())])])
    found: list[dict[str, Any]] = []
    for event in vault.log.newest(query, limit=PAGE_MAX):
        fields = whole(event)
        if len(found) < FOUND_MAX and _may_find(caller, fields):
            names = ("position", "type", "occurred", "office")
            about = {name: fields[name] for name in names}
            found.append({**about, "persons": persons_of(fields["tags"])})
    seen = [person for one in found for person in one["persons"]]
    looks.tell(vault, caller, looks.Look(Action.SEARCH, f"records by {kind}", seen))
    return found


def _may_find(caller: Caller, fields: Mapping[str, Any]) -> bool:
    register, about = str(fields["type"]).partition(".")[0], persons_of(fields["tags"])
    concerns = caller.relation(about)
    return caller.ask(Action.SEARCH, register, str(fields["office"]), concerns).allowed


def _must_be_long_enough(given: Mapping[str, str]) -> None:
    for name, value in given.items():
        length = len("".join(value.split()))
        if not CHARACTERS_MIN[name] <= length <= CHARACTERS_MAX:
            raise InvalidSearchError(
                f"A search by {name} takes {CHARACTERS_MIN[name]} to {CHARACTERS_MAX} characters.",
                "Nothing was searched.",
            )


def _must_be_id_number(number: str) -> None:
    """What is no ID number is refused before it is looked for; it is never repeated."""
    plain = number.strip().upper()
    is_old = len(plain) == ID_NUMBER_CHARACTERS[0] and plain.isascii() and plain.isdigit()
    if not is_old and id_number_problem(plain):
        raise InvalidSearchError(
            f"An ID number has 15 digits, or 18 characters that fit: {id_number_problem(plain)}.",
            "Nothing was searched.",
        )
