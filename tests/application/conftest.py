from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from application.desk import Desk
from ledger.log import Log
from ledger.sealing import Keyring, OfficeSecrets


@dataclass
class Counter:
    """A desk with what stands behind it."""

    dsn: str
    log: Log
    keyring: Keyring
    desk: Desk


@pytest.fixture
def counter(database: str, tmp_path: Path) -> Iterator[Counter]:
    office = OfficeSecrets.from_file(tmp_path / "keys")
    with Log.open(database) as log, closing(Keyring(database, office)) as keyring:
        yield Counter(database, log, keyring, Desk(log, keyring, office))
