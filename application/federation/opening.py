"""The federation of this installation, opened: its log, its desk, its members' places."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from application.desk import Desk
from application.federation.members import Members, read_members
from application.federation.places import Places
from application.federation.taking import Taker
from application.opening import open_database, open_desk
from application.settings import Settings
from domain.common.decisions import Act, EntryMode
from ledger.log import Log


@dataclass(frozen=True)
class Federation:
    """What is open."""

    settings: Settings
    dsn: str
    log: Log
    desk: Desk

    @property
    def places(self) -> Places:
        """Where the members' logs lie."""
        return Places(self.settings)

    @property
    def taker(self) -> Taker:
        """Takes checkpoints."""
        return Taker(self.log, self.desk, self.settings)

    def members(self) -> Members:
        """The members as the log has them now."""
        return read_members(self.log)

    def act(self) -> Act:
        """An act of the federation's keeper, now."""
        return Act(
            self.settings.official, self.settings.office, datetime.now(UTC), EntryMode.ONLINE
        )


@contextmanager
def open_federation(settings: Settings) -> Iterator[Federation]:
    """Open the federation of the configured installation.

    Raises:
        LedgerError: the database or the office's secrets cannot be used.
    """
    with (
        open_database(settings) as dsn,
        Log.open(dsn) as log,
        open_desk(settings, log, dsn) as desk,
    ):
        yield Federation(settings, dsn, log, desk)
