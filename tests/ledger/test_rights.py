"""Append-only in the database too: by rights for the writer, by triggers for the owner."""

from __future__ import annotations

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege

from ledger.log import Log
from ledger.log.connecting import READER_ROLE, WRITER_ROLE
from ledger.verification import verify
from tests.ledger.recording import command, draft

OWNER_ROLE = "qingce_owner"
TABLES = ("records", "postings", "subtrees", "commands", "head")
CHANGES = [
    *(f"DELETE FROM ledger.{table}" for table in TABLES),
    *(f"TRUNCATE ledger.{table}" for table in TABLES),
    "UPDATE ledger.records SET bytes = ''",
    "UPDATE ledger.postings SET tag = 'x'",
    "UPDATE ledger.subtrees SET hash = sha256('')",
    "UPDATE ledger.commands SET position_last = 9",
    "UPDATE ledger.head SET size = 0",
    "UPDATE ledger.head SET root = sha256('')",
    "UPDATE ledger.head SET size = size + 1, recorded = recorded - interval '1 s'",
]


@pytest.fixture
def recorded(database: str) -> str:
    with Log.open(database) as log:
        sent = command()
        log.take([draft("case:1", command=sent) for _ in range(300)], None, sent)
    return database


@pytest.mark.parametrize("role", [OWNER_ROLE, WRITER_ROLE, READER_ROLE])
@pytest.mark.parametrize("change", CHANGES)
def test_nobody_but_a_superuser_changes_what_was_recorded(
    recorded: str, role: str, change: str
) -> None:
    with psycopg.connect(recorded) as connection:
        connection.execute(f"SET ROLE {role}".encode())
        with pytest.raises(InsufficientPrivilege):
            connection.execute(change.encode())
    assert verify(recorded).ok


@pytest.mark.parametrize("change", CHANGES)
def test_triggers_stop_even_a_superuser_who_leaves_them_on(recorded: str, change: str) -> None:
    with (
        psycopg.connect(recorded) as connection,
        pytest.raises(InsufficientPrivilege, match="append-only"),
    ):
        connection.execute(change.encode())


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO ledger.records SELECT * FROM ledger.records LIMIT 0",
        "SELECT ledger.lock_head()",
        "SELECT ledger.append(300, 301, '', '', now(), true, NULL, NULL, NULL, NULL, NULL, NULL, "
        "NULL)",
        "CREATE TABLE ledger.mine ()",
    ],
)
def test_a_reader_reads(recorded: str, statement: str) -> None:
    with psycopg.connect(recorded) as connection:
        connection.execute(f"SET ROLE {READER_ROLE}".encode())
        assert connection.execute("SELECT count(*) FROM ledger.records").fetchone() == (300,)
        with pytest.raises(InsufficientPrivilege):
            connection.execute(statement.encode())


def test_the_writer_cannot_make_tables(recorded: str) -> None:
    with psycopg.connect(recorded) as connection:
        connection.execute(f"SET ROLE {WRITER_ROLE}".encode())
        with pytest.raises(InsufficientPrivilege):
            connection.execute("CREATE TABLE ledger.mine ()")
