"""Appending over a network slower than the second by which a record's time may be off."""

from __future__ import annotations

from pathlib import Path

from psycopg import conninfo

from ledger.log import Log
from tests.fire.proxy import Proxy
from tests.ledger.recording import draft


def test_a_slow_network_delays_records_and_refuses_none(database: str) -> None:
    given = conninfo.conninfo_to_dict(database)
    proxy = Proxy(Path(str(given["host"])) / f".s.PGSQL.{given['port']}")
    try:
        through = conninfo.make_conninfo(
            database, host="127.0.0.1", port=proxy.port, sslmode="disable", gssencmode="disable"
        )
        with Log.open(through) as log:
            assert log.append([draft("person:1")]) == 1
            proxy.delay_seconds = 0.55
            assert log.append([draft("person:1")]) == 2
            proxy.delay_seconds = 0
    finally:
        proxy.close()
