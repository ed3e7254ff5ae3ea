"""A server that may lose what it acknowledged is told when the log is opened."""

from __future__ import annotations

import psycopg
import pytest

from ledger.log import Log


def test_a_weakening_setting_is_told_and_a_good_one_is_not(
    database: str, caplog: pytest.LogCaptureFixture
) -> None:
    with psycopg.connect(database, autocommit=True) as connection:
        name = connection.info.dbname
        connection.execute(f'ALTER DATABASE "{name}" SET zero_damaged_pages = on'.encode())
    with Log.open(database):
        told = [record.getMessage() for record in caplog.records if record.name == "qingce.log"]
    assert any("zero_damaged_pages = on" in line for line in told)
    assert not any("fsync" in line for line in told)
