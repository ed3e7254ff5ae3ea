"""Opening the database: the configured one, or the embedded server of the data folder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, NamedTuple

from application.settings import Settings
from ledger.embedded import Server

if TYPE_CHECKING:
    from application.commands.people import People
    from application.desk import Desk
    from ledger.log import Log
    from ledger.sealing import Keyring, OfficeSecrets

KEYS_FOLDER = "keys"
"""Under the data folder: the office's secrets."""


class Counter(NamedTuple):
    """Where commands from outside arrive."""

    log: Log
    desk: Desk
    people: People
    keyring: Keyring


@contextmanager
def open_server(settings: Settings) -> Iterator[str]:
    """A PostgreSQL to work with, as it is; yields its DSN.

    Raises:
        LedgerError: the embedded server cannot be used (`ledger.embedded.errors`).
    """
    if settings.dsn:
        yield settings.dsn
        return
    with embedded_server(settings).running() as dsn:
        yield dsn


def embedded_server(settings: Settings) -> Server:
    """The embedded server of the data folder, whether or not it runs."""
    return Server(settings.data, settings.postgres_bin)


@contextmanager
def open_database(settings: Settings) -> Iterator[str]:
    """A database with the schema of this edition; yields its DSN.

    Raises:
        LedgerError: the server cannot be used, or the database is of a later edition.
    """
    from ledger.log import migrate

    with open_server(settings) as dsn:
        migrate(dsn)
        yield dsn


@contextmanager
def open_log(settings: Settings) -> Iterator[Log]:
    """The log of the database.

    Raises:
        LedgerError: as `open_database`.
    """
    from ledger.log import Log

    with open_database(settings) as dsn, Log.open(dsn) as log:
        yield log


@contextmanager
def open_desk(settings: Settings, log: Log, dsn: str) -> Iterator[Desk]:
    """The desk on a log, with the office's secrets from the data folder.

    Raises:
        LedgerError: the secrets cannot be used.
    """
    from application.desk import Desk

    with _open_keys(settings, dsn) as (office, keyring):
        yield Desk(log, keyring, office)


@contextmanager
def open_counter(settings: Settings) -> Iterator[Counter]:
    """The log with its desk and the finder of persons: all that commands from outside need.

    Raises:
        LedgerError: as `open_database` and `open_desk`.
    """
    with open_database(settings) as dsn, open_counter_on(settings, dsn) as counter:
        yield counter


@contextmanager
def open_counter_on(settings: Settings, dsn: str) -> Iterator[Counter]:
    """The same on a database that is open already.

    Raises:
        LedgerError: the log or the office's secrets cannot be used.
    """
    from application.commands.people import People
    from application.desk import Desk
    from ledger.log import Log

    with Log.open(dsn) as log, _open_keys(settings, dsn) as (office, keyring):
        yield Counter(log, Desk(log, keyring, office), People(keyring, office), keyring)


@contextmanager
def _open_keys(settings: Settings, dsn: str) -> Iterator[tuple[OfficeSecrets, Keyring]]:
    from ledger.sealing import Keyring, OfficeSecrets

    office = OfficeSecrets.from_file(settings.data / KEYS_FOLDER)
    with closing(Keyring(dsn, office)) as keyring:
        yield office, keyring
