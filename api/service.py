"""What the operations work with: one open log for all requests, its desk, and who may come in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from application.accounts.accounts import Accounts
from application.accounts.provider import Provider
from application.accounts.sessions import Sessions, Tokens
from application.accounts.store import AccountStore
from application.commands import Sender
from application.opening import KEYS_FOLDER, Counter, open_counter_on
from application.rights import Rights
from application.settings import Settings
from ledger.log import Log
from ledger.sealing import OfficeSecrets


@dataclass(frozen=True)
class Service:
    """An installation, open. Thread-safe; whoever opened it closes it after the application."""

    settings: Settings
    dsn: str
    counter: Counter
    sender: Sender
    accounts: Accounts
    sessions: Sessions
    tokens: Tokens
    rights: Rights
    provider: Provider | None
    """Where officials log in, if one is configured."""

    @property
    def log(self) -> Log:
        """The log."""
        return self.counter.log


@contextmanager
def open_service(settings: Settings, dsn: str) -> Iterator[Service]:
    """Open an installation on a database that is open already.

    Raises:
        LedgerError: the log or the office's secrets cannot be used.
    """
    office = OfficeSecrets.from_file(settings.data / KEYS_FOLDER)
    with open_counter_on(settings, dsn) as counter, AccountStore(dsn) as store:
        yield Service(
            settings=settings,
            dsn=dsn,
            counter=counter,
            sender=Sender(counter.desk, counter.people),
            accounts=Accounts(store, office),
            sessions=Sessions(store),
            tokens=Tokens(store),
            rights=Rights(counter.log),
            provider=Provider(settings, store) if settings.oidc_issuer else None,
        )


def _of_application(request: Request) -> Service:
    service: Service = request.app.state.service
    return service


OpenService = Annotated[Service, Depends(_of_application)]
