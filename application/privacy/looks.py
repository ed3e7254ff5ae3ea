"""Looks at personal data 查询留痕: told before the answer, listed for the person and the inspector.

Many persons are told in records of 50, in one commit. What cannot be told is not shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from heapq import nlargest
from typing import Any

from eventsourcing.dcb.api import DCBQuery, DCBQueryItem

from application import persons
from application.callers import Caller
from application.history import PAGE_MAX, shown
from application.privacy.opening import Vault
from domain.access.decisions.looks import PERSONS_MAX, TellLook
from domain.access.records import PersonalDataSeen
from domain.access.roles import Action, Purpose
from domain.common import tags
from domain.registry import REGISTERS
from ledger.errors import LedgerError
from ledger.log import ConditionFailedError, Log

ATTEMPTS_MAX = 20
WORK_DAYS_BEFORE, WORK_DAYS_AFTER = 90, 30
"""Somebody works on a person if a register recorded about them so long before or after a look."""
LOOKS_A_DAY_MAX = 200
"""Persons one official looks at in a day before it is remarkable."""
WORK = (Purpose.CASEWORK.value, Purpose.PAYMENT.value)
_LOOKS = [PersonalDataSeen.type]
_WORKED = sorted(
    kind.type for register in REGISTERS if not register.is_internal for kind in register.records
)


class LookNotToldError(LedgerError):
    """The look could not be recorded, so nothing is shown."""

    code = "look-not-told"


@dataclass(frozen=True)
class Look:
    """What is to be told of one answer."""

    action: Action
    query: str
    """What was asked, without its values."""
    persons: Sequence[str]
    fields: Sequence[str] = ()
    ground: int = 0


def tell(vault: Vault, caller: Caller, look: Look) -> None:
    """Record a look, durably, before its answer is given.

    Raises:
        LookNotToldError: it could not be recorded.
        LedgerError: the log does not take records now.
    """
    persons_seen = sorted(set(look.persons))
    parts = [persons_seen[i : i + PERSONS_MAX] for i in range(0, len(persons_seen), PERSONS_MAX)]
    made = [
        TellLook(
            vault.act(caller),
            look.action,
            caller.purpose,
            look.query,
            tuple(part),
            found=len(persons_seen),
            fields=tuple(look.fields),
            case_file=caller.case_file,
            ground=look.ground,
            address=caller.address,
        )
        for part in parts or [[]]
    ]
    if len(made) == 1:
        vault.desk.execute(made[0])
        return
    for _ in range(ATTEMPTS_MAX):
        sitting = vault.desk.sitting()
        sitting.decide(made)
        try:
            answered = sitting.record()
        except ConditionFailedError:
            continue
        if len(answered) == len(made):
            return
        break
    raise LookNotToldError("The look could not be recorded.", "Nothing was shown; ask again.")


def of_person(log: Log, person: str, limit: int) -> list[dict[str, Any]]:
    """The newest looks at a person under all ids, newest first: the person's own access history."""
    ids = persons.ids_of(log, person)
    return _newest(log, [[tags.person(one)] for one in ids], limit)


def of_official(log: Log, official: str, limit: int) -> list[dict[str, Any]]:
    """The newest looks of an official, newest first."""
    return _newest(log, [[tags.official(official)]], limit)


def remarkable(log: Log, official: str = "", limit: int = PAGE_MAX) -> list[dict[str, Any]]:
    """Looks that ask for an explanation (R34), newest first: leads, never verdicts.

    A look for casework or payment at a person about whom no register recorded anything in the 90
    days before and the 30 days after; and every look beyond 200 persons of one official in a day.

    Args:
        log: the log.
        official: only of this one; empty for all.
        limit: looks considered, newest first.
    """
    found = []
    a_day: Counter[tuple[str, str]] = Counter()
    looks = _newest(log, [[tags.official(official)] if official else []], limit)
    for look in reversed(looks):
        seen, moment = look["data"], datetime.fromisoformat(look["recorded"])
        key = (seen["holder"], look["recorded"][:10])
        a_day[key] += len(seen["persons"])
        idle = (
            [one for one in seen["persons"] if not _is_worked_on(log, one, moment)]
            if seen["purpose"] in WORK
            else []
        )
        reasons = ["no-open-case"] if idle else []
        reasons += ["many-in-a-day"] if a_day[key] > LOOKS_A_DAY_MAX else []
        if reasons:
            found.append({**look, "reasons": reasons, "persons_without_case": idle})
    return found[::-1]


def _is_worked_on(log: Log, person: str, moment: datetime) -> bool:
    first = moment - timedelta(days=WORK_DAYS_BEFORE)
    last = moment + timedelta(days=WORK_DAYS_AFTER)
    for one in _recorded(log, person):
        if one < first:
            return False
        if one <= last:
            return True
    return False


def _recorded(log: Log, person: str) -> Iterator[datetime]:
    """When registers recorded about a person, newest first."""
    query = DCBQuery([DCBQueryItem(types=_WORKED, tags=[tags.person(person)])])
    before = None
    while page := log.newest(query, before=before, limit=PAGE_MAX):
        yield from (datetime.fromisoformat(shown(event)["recorded"]) for event in page)
        before = page[-1].position


def _newest(log: Log, about: Sequence[Sequence[str]], limit: int) -> list[dict[str, Any]]:
    query = DCBQuery([DCBQueryItem(types=_LOOKS, tags=list(one)) for one in about])
    events = log.newest(query, limit=min(limit, PAGE_MAX))
    return [shown(event) for event in nlargest(limit, events, key=lambda one: one.position)]
