"""A person's data locked away, brought back, erased: recorded first, then done to the keys.

If the program dies between the record and the key, the log says more than the tables. `settle`
brings the tables to what the log says; it runs before each of these, and after a restore.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass

from eventsourcing.dcb.api import DCBQuery, DCBQueryItem

from application import persons, records
from application.callers import Caller
from application.privacy.opening import Vault, open_vault
from application.privacy.seeing import UnknownPersonError
from application.settings import Settings
from domain.access.roles import Action
from domain.common import tags
from domain.common.decisions import Act, Decision
from domain.privacy.decisions import (
    ApproveErasure,
    ApproveUnlock,
    AskErasure,
    AskUnlock,
    RestrictPerson,
)
from domain.privacy.records import Basis, PersonalDataErased, PersonRestricted, PersonUnlocked
from ledger.record import fields_of
from ledger.sealing import Keeper

SETTLED_BY = (PersonRestricted, PersonUnlocked, PersonalDataErased)


@dataclass(frozen=True)
class Locks:
    """Locks and unlocks, with the keeper of keys."""

    vault: Vault
    keeper: Keeper

    def restrict(self, caller: Caller, person: str, reason: str, document: str) -> list[str]:
        """Lock the data of all ids of a person away; returns the ids.

        Raises:
            Refusal, DeniedError: a rule or the caller's rights forbid it; nothing was done.
            UnknownPersonError: nothing was ever recorded about the person.
        """
        return self._do(
            caller,
            person,
            Action.RESTRICT,
            lambda act, one: RestrictPerson(act, one, reason, document),
        )

    def ask_unlock(self, caller: Caller, person: str, reason: str, document: str) -> list[str]:
        """Ask to bring the data back. Raises as `restrict`."""
        return self._do(
            caller, person, Action.RESTRICT, lambda act, one: AskUnlock(act, one, reason, document)
        )

    def approve_unlock(self, caller: Caller, person: str) -> list[str]:
        """Agree, as a second official. Raises as `restrict`."""
        return self._do(caller, person, Action.RESTRICT, ApproveUnlock)

    def ask_erasure(
        self, caller: Caller, person: str, basis: Basis, destruction_list: str
    ) -> list[str]:
        """Ask to erase the data. Raises as `restrict`."""
        return self._do(
            caller,
            person,
            Action.ERASE,
            lambda act, one: AskErasure(act, one, basis, destruction_list),
        )

    def approve_erasure(self, caller: Caller, person: str) -> list[str]:
        """Agree, as a second official; the keys are destroyed. Raises as `restrict`."""
        return self._do(caller, person, Action.ERASE, ApproveErasure)

    def settle(self) -> list[str]:
        """Bring the keys to what the log says; returns the persons for whom they differed."""
        wanted: dict[str, str] = {}
        items = [DCBQueryItem(types=[kind.type]) for kind in SETTLED_BY]
        for event in self.vault.log.read(DCBQuery(items)):
            fields = fields_of(event.event.data)
            match records.record(fields["type"], fields["data"]):
                case PersonRestricted(person=person):
                    wanted[person] = "restricted"
                case PersonUnlocked(person=person):
                    wanted[person] = "open"
                case PersonalDataErased(person=person):
                    wanted[person] = "erased"
        return [person for person, state in wanted.items() if self._bring_to(person, state)]

    def _bring_to(self, person: str, wanted: str) -> bool:
        """Whether something had to be done."""
        state = self.keeper.state(person)
        if state == wanted or (state == "unknown" and wanted != "erased"):
            return False
        if wanted == "erased":
            self.keeper.destroy(person)
        elif wanted == "restricted" and state == "open":
            self.keeper.lock_away(person)
        elif wanted == "open" and state == "restricted":
            self.keeper.bring_back(person)
        else:
            return False
        return True

    def _do(
        self,
        caller: Caller,
        person: str,
        action: Action,
        decision: Callable[[Act, str], Decision],
    ) -> list[str]:
        ids = persons.ids_of(self.vault.log, person)
        caller.require(action, "privacy", "", caller.relation(ids))
        query = DCBQuery([DCBQueryItem(tags=[tags.person(person)])])
        if not self.vault.log.newest(query, limit=1):
            raise UnknownPersonError(person)
        self.settle()
        self._must_be_allowed(caller, ids, decision)
        for one in ids:
            self.vault.desk.execute(decision(self.vault.act(caller), one))
        self.settle()
        return ids

    def _must_be_allowed(
        self, caller: Caller, ids: Sequence[str], decision: Callable[[Act, str], Decision]
    ) -> None:
        """All ids or none: a rule that forbids one of them forbids all, before anything is done."""
        for one in ids:
            self.vault.desk.check(decision(self.vault.act(caller), one))


@contextmanager
def locks_on(vault: Vault, dsn: str) -> Iterator[Locks]:
    """With the keeper of keys of a database.

    Raises:
        psycopg.OperationalError: the user may not be the keeper.
    """
    with closing(Keeper(dsn)) as keeper:
        yield Locks(vault, keeper)


@contextmanager
def open_locks(settings: Settings) -> Iterator[Locks]:
    """Open what the settings name.

    Raises:
        LedgerError: the database or the office's secrets cannot be used.
    """
    from application.opening import open_database

    with (
        open_database(settings) as dsn,
        open_vault(settings) as vault,
        locks_on(vault, dsn) as locks,
    ):
        yield locks
