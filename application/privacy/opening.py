"""Everything that dealing with personal data needs, open."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from application.callers import Caller, caller_of
from application.desk import Desk
from application.history import OFFICE_TIME
from application.opening import open_counter
from application.rights import Rights
from application.settings import Settings
from domain.access.roles import Purpose
from domain.common.decisions import Act, EntryMode
from ledger.log import Log
from ledger.sealing import Keyring


@dataclass(frozen=True)
class Vault:
    """The log with its desk, the persons' keys, and everybody's rights."""

    log: Log
    desk: Desk
    keyring: Keyring
    rights: Rights
    office: str
    """Office of the records that are made about looks."""

    def act(self, caller: Caller) -> Act:
        """What a caller does here and now."""
        now = datetime.now(OFFICE_TIME).replace(microsecond=0)
        return Act(caller.official, self.office, now, EntryMode.ONLINE)

    def caller(self, official: str, purpose: Purpose, case_file: str = "") -> Caller:
        """An official at the command line."""
        return caller_of(
            official,
            self.rights,
            self.desk.establishment,
            purpose=purpose,
            case_file=case_file,
            address="command line",
        )


@contextmanager
def open_vault(settings: Settings) -> Iterator[Vault]:
    """Open what the settings name.

    Raises:
        LedgerError: the database or the office's secrets cannot be used.
    """
    with open_counter(settings) as counter:
        yield Vault(
            counter.log, counter.desk, counter.keyring, Rights(counter.log), settings.office
        )
