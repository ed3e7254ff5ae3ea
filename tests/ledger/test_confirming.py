"""The short way of a verification: taken by every log that is good, and never by another."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from ledger.log import Log
from ledger.verification import ranging, verify
from ledger.verification.ranging import confirm
from ledger.verification.stored import RECORDS_COMPARED, Stored
from tests.ledger.recording import command, draft

COMMITS = (1, RECORDS_COMPARED - 3, 7, 2 * RECORDS_COMPARED + 1, 1, 1, 40)
"""Records of each commit: they begin and end anywhere in what is compared at once."""


@pytest.fixture
def recorded(database: str) -> str:
    """A log of commits of all sizes, with and without a command."""
    with Log.open(database) as log:
        for number, count in enumerate(COMMITS):
            sent = command() if number % 2 else None
            drafts = [
                draft(f"case:{n % 3}", "fund:贫困", f"doc:{number}-{n}", command=sent)
                for n in range(count)
            ]
            log.take(drafts, None, sent)
    return database


@pytest.fixture(params=[1, 3], ids=["one-range", "three-ranges"], autouse=True)
def ranges(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Confirm in one range, or in several side by side."""
    monkeypatch.setattr(ranging, "processors", lambda: request.param)
    monkeypatch.setattr(ranging, "RANGE_RECORDS_MIN", 10)


@pytest.fixture
def stored(recorded: str) -> Iterator[Stored]:
    with psycopg.connect(recorded) as connection:
        yield Stored(connection)


def confirmed(dsn: str, stored: Stored) -> bytes | None:
    head = stored.head()
    assert head is not None
    return confirm(dsn, stored, head, lambda _: None)


def test_a_good_log_is_confirmed(recorded: str, stored: Stored) -> None:
    with Log.open(recorded) as log:
        assert confirmed(recorded, stored) == log.head().root


@pytest.mark.parametrize(
    "change",
    [
        "records SET office = 'elsewhere' WHERE position = 9",
        "postings SET ordinal_last = ordinal_last + 1 WHERE tag = 'case:1'",
        "postings SET ordinal_last = 1 WHERE tag = 'doc:0-0'",
        "postings SET tag = 'doc:other' WHERE tag = 'doc:2-3'",
        "commands SET position_last = position_last + 1",
        "head SET recorded = recorded + interval '1 us'",
        "subtrees SET hash = sha256('') WHERE index = 0",
    ],
)
def test_an_altered_log_is_not_confirmed(recorded: str, change: str) -> None:
    with psycopg.connect(recorded) as connection:
        connection.execute("SET session_replication_role = replica")
        assert connection.execute(f"UPDATE ledger.{change}".encode()).rowcount
        connection.commit()
        assert confirmed(recorded, Stored(connection)) is None


def test_postings_that_were_only_moved_are_good(recorded: str) -> None:
    """As after a dump and restore that wrote the table in another order."""
    with psycopg.connect(recorded) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute("CREATE TABLE moved AS SELECT * FROM ledger.postings")
        connection.execute("DELETE FROM ledger.postings")
        connection.execute("INSERT INTO ledger.postings SELECT * FROM moved ORDER BY tag DESC")
    assert verify(recorded).ok
