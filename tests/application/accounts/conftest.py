from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pyotp
import pytest

from application.accounts.accounts import Accounts
from application.accounts.second_factor import STEP_SECONDS
from application.accounts.sessions import Sessions, Tokens
from application.accounts.store import AccountStore
from application.accounts.values import Opened
from ledger.sealing import OfficeSecrets

GOOD = "Correct-Horse-7"


@dataclass
class Clock:
    """Seconds since 1970."""

    now: float = 1_800_000_000

    def __call__(self) -> float:
        """The time."""
        return self.now


@dataclass
class Door:
    """Accounts of an office, by a clock that goes on with each code."""

    accounts: Accounts
    sessions: Sessions
    tokens: Tokens
    dsn: str
    clock: Clock

    def code(self, opened: Opened) -> str:
        """A code never used: that of the next time step."""
        self.clock.now += STEP_SECONDS
        (secret,) = parse_qs(urlsplit(opened.second_factor).query)["secret"]
        return pyotp.TOTP(secret).at(int(self.clock.now))

    def settled(self, official: str, password: str = GOOD) -> Opened:
        """An account whose initial password was changed."""
        opened = self.accounts.open_local(official)
        self.accounts.change_password(official, opened.password, self.code(opened), password)
        return opened


@pytest.fixture
def door(database: str, tmp_path: Path) -> Iterator[Door]:
    with AccountStore(database) as store:
        clock = Clock()
        accounts = Accounts(store, OfficeSecrets.from_file(tmp_path), clock)
        yield Door(accounts, Sessions(store), Tokens(store), database, clock)
