"""A superuser with psql changes one thing, triggers off: verify finds it and names the position."""

from __future__ import annotations

from dataclasses import dataclass

import psycopg
import pytest

from ledger.log import Log
from ledger.verification import verify
from tests.ledger.recording import command, draft, unless

RECORDS = 601
"""Two complete subtrees and a right edge; record 1 to 560 in commits of 140, then one at a time."""


@pytest.fixture
def recorded(database: str) -> str:
    """A log with all that can be altered."""
    with Log.open(database) as log:
        for batch in range(4):
            log.append(
                [
                    draft(f"case:{batch}", "fund:x", f"person:{i % 7}", amount_fen=i)
                    for i in range(140)
                ]
            )
        for i in range(41):
            sent = command()
            tags = (f"case:{i % 3}", "office:o", "person:a")
            log.take([draft(*tags, command=sent)], unless(["case:9"]), sent)
    return database


def alter(dsn: str, *statements: str) -> None:
    """Do as a superuser whom no trigger stops."""
    with psycopg.connect(dsn) as connection:
        connection.execute("SET session_replication_role = replica")
        for statement in statements:
            assert connection.execute(statement.encode()).rowcount > 0, statement


def test_an_untouched_log_is_good(recorded: str) -> None:
    seen: list[int] = []
    found = verify(recorded, seen.append)
    assert found.problems == []
    assert found.ok
    assert found.records == found.checked == sum(seen) == RECORDS
    with Log.open(recorded) as log:
        assert found.root == log.head().root


def test_an_empty_log_is_good(database: str) -> None:
    found = verify(database)
    assert (found.ok, found.records, found.checked) == (True, 0, 0)


@dataclass(frozen=True)
class Tampering:
    """What is done, and which problem must be found where."""

    name: str
    statements: tuple[str, ...]
    kind: str
    position: int


FLIP = "set_byte(bytes, 30, get_byte(bytes, 30) # 1)"
SWAP = """
UPDATE ledger.records SET {columns}
FROM (SELECT * FROM ledger.records WHERE position IN ({a}, {b})) AS other
WHERE records.position IN ({a}, {b}) AND other.position = {a} + {b} - records.position
"""
COLUMNS = ("type", "occurred", "recorded", "office", "official", "leaf_hash", "bytes")
WHOLE = ", ".join(f"{one} = other.{one}" for one in COLUMNS)
REPOST = "UPDATE ledger.postings SET {change} WHERE tag = '{tag}' AND position_last = {last}"

TAMPERINGS = [
    Tampering(
        "one-byte", (f"UPDATE ledger.records SET bytes = {FLIP} WHERE position = 77",),
        "leaf-hash", 77,
    ),
    Tampering(
        "one-byte-with-its-hash",
        (
            "UPDATE ledger.records SET bytes = convert_to(replace(convert_from(bytes, 'UTF8'), "
            "'\"amount_fen\":7}', '\"amount_fen\":8}'), 'UTF8') WHERE position = 8",
            "UPDATE ledger.records SET leaf_hash = sha256('\\x00'::bytea || bytes) "
            "WHERE position = 8",
        ),
        "subtree", 1,
    ),
    Tampering(
        "one-byte-with-its-hash-at-the-right-edge",
        (
            "UPDATE ledger.records SET bytes = convert_to(replace(convert_from(bytes, 'UTF8'), "
            "'zhang-wei', 'zhang-wej'), 'UTF8'), official = 'zhang-wej' WHERE position = 601",
            "UPDATE ledger.records SET leaf_hash = sha256('\\x00'::bytea || bytes) "
            "WHERE position = 601",
        ),
        "frontier", 601,
    ),
    Tampering(
        "column-type", ("UPDATE ledger.records SET type = 'x.v1' WHERE position = 77",),
        "column", 77,
    ),
    Tampering(
        "column-occurred",
        ("UPDATE ledger.records SET occurred = occurred + interval '1 us' WHERE position = 77",),
        "column", 77,
    ),
    Tampering(
        "column-recorded",
        ("UPDATE ledger.records SET recorded = recorded + interval '1 us' WHERE position = 77",),
        "column", 77,
    ),
    Tampering(
        "column-office", ("UPDATE ledger.records SET office = NULL WHERE position = 77",),
        "column", 77,
    ),
    Tampering(
        "column-official", ("UPDATE ledger.records SET official = 'li' WHERE position = 77",),
        "column", 77,
    ),
    Tampering(
        "column-leaf-hash",
        (
            "UPDATE ledger.records SET leaf_hash = set_byte(leaf_hash, 0, "
            "get_byte(leaf_hash, 0) # 1) WHERE position = 77",
        ),
        "leaf-hash", 77,
    ),
    Tampering("swapped-within-a-commit", (SWAP.format(columns=WHOLE, a=20, b=24),), "ordinal", 20),
    Tampering("swapped-commits", (SWAP.format(columns=WHOLE, a=20, b=590),), "recorded", 21),
    Tampering(
        "swapped-bytes", (SWAP.format(columns="bytes = other.bytes", a=20, b=24),), "leaf-hash", 20
    ),
    Tampering("removed", ("DELETE FROM ledger.records WHERE position = 77",), "gap", 77),
    Tampering(
        "removed-last", ("DELETE FROM ledger.records WHERE position = 601",), "cut-tail", 601
    ),
    Tampering(
        "removed-last-with-the-head-cut",
        (
            "DELETE FROM ledger.records WHERE position = 601",
            "DELETE FROM ledger.postings WHERE position_last = 601",
            "DELETE FROM ledger.commands WHERE position_last = 601",
            "UPDATE ledger.head SET size = 600",
        ),
        "root", 600,
    ),
    Tampering(
        "inserted",
        ("INSERT INTO ledger.records SELECT 602, type, occurred, recorded, office, official, "
         "leaf_hash, bytes FROM ledger.records WHERE position = 601",),
        "beyond-head", 602,
    ),
    Tampering(
        "posting-with-another-tag",
        (REPOST.format(change="tag = 'person:z'", tag="person:a", last=580),),
        "posting", 580,
    ),
    Tampering(
        "posting-removed",
        ("DELETE FROM ledger.postings WHERE tag = 'person:3' AND position_last = 137",),
        "posting", 4,
    ),
    Tampering(
        "posting-shortened",
        (REPOST.format(change="earlier = earlier[2:]", tag="person:3", last=137),),
        "posting", 4,
    ),
    Tampering(
        "posting-added",
        ("INSERT INTO ledger.postings VALUES ('person:z', 77)",), "posting", 77,
    ),
    Tampering(
        "posting-beyond-the-end",
        ("INSERT INTO ledger.postings VALUES ('person:z', 900)",), "posting", 900,
    ),
    Tampering(
        "posting-with-another-ordinal",
        (REPOST.format(change="ordinal_last = 7", tag="fund:x", last=140),), "posting", 140,
    ),
    Tampering(
        "posting-out-of-order",
        (REPOST.format(change="earlier = earlier[2:2] || earlier[1:1] || earlier[3:]",
                       tag="person:3", last=137),),
        "posting", 137,
    ),
    Tampering(
        "command-of-others",
        ("UPDATE ledger.commands SET position_last = 571 WHERE position_first = 570",),
        "command", 571,
    ),
    Tampering(
        "command-removed", ("DELETE FROM ledger.commands WHERE position_first = 570",),
        "command", 570,
    ),
    Tampering(
        "command-for-records-without-one",
        ("INSERT INTO ledger.commands VALUES (gen_random_uuid(), sha256(''), 5, 5)",),
        "command", 5,
    ),
    Tampering(
        "command-beyond-the-end",
        ("INSERT INTO ledger.commands VALUES (gen_random_uuid(), sha256(''), 602, 602)",),
        "command", 602,
    ),
    Tampering(
        "subtree-altered",
        ("UPDATE ledger.subtrees SET hash = sha256('') WHERE index = 1",), "subtree", 257,
    ),
    Tampering("subtree-removed", ("DELETE FROM ledger.subtrees WHERE index = 0",), "subtree", 1),
    Tampering(
        "subtree-added",
        ("INSERT INTO ledger.subtrees VALUES (1, 2, sha256(''))",), "subtree", 513,
    ),
    Tampering("root-altered", ("UPDATE ledger.head SET root = sha256('')",), "root", 601),
    Tampering(
        "frontier-altered",
        ("UPDATE ledger.head SET frontier = set_byte(frontier, 0, get_byte(frontier, 0) # 1)",),
        "frontier", 1,
    ),
    Tampering(
        "head-time-altered", ("UPDATE ledger.head SET recorded = recorded + interval '1 us'",),
        "head", 601,
    ),
    Tampering("head-removed", ("DELETE FROM ledger.head",), "head", 0),
]  # fmt: skip


@pytest.mark.parametrize("tampering", TAMPERINGS, ids=lambda one: one.name)
def test_tampering_is_found_and_named(recorded: str, tampering: Tampering) -> None:
    alter(recorded, *tampering.statements)
    found = verify(recorded)
    assert not found.ok
    named = [(one.kind, one.position) for one in found.problems]
    assert (tampering.kind, tampering.position) in named, found.problems


def test_all_problems_are_counted_and_the_first_listed(recorded: str) -> None:
    alter(recorded, f"UPDATE ledger.records SET bytes = {FLIP} WHERE position <= 400")
    found = verify(recorded)
    assert found.problem_count >= 400
    assert len(found.problems) == 100
    assert found.checked == RECORDS


@pytest.mark.parametrize(
    ("table", "hidden"),
    [
        ("records", "INSERT INTO ledger.records SELECT 602, type, occurred, recorded, office, "
         "official, leaf_hash, bytes FROM ledger.records WHERE position = 601"),
        ("postings", "INSERT INTO ledger.postings VALUES ('person:z', 77)"),
        ("commands", "INSERT INTO ledger.commands VALUES (gen_random_uuid(), sha256(''), 5, 5)"),
    ],
)  # fmt: skip
def test_an_index_that_hides_a_row_is_found(recorded: str, table: str, hidden: str) -> None:
    ready = (
        f"UPDATE pg_index SET indisready = {{}} WHERE indexrelid = 'ledger.{table}_pkey'::regclass"
    )
    with psycopg.connect(recorded) as connection:
        connection.execute("SET allow_system_table_mods = on")
        connection.execute(ready.format("false").encode())
    alter(recorded, hidden)
    with psycopg.connect(recorded) as connection:
        connection.execute("SET allow_system_table_mods = on")
        connection.execute(ready.format("true").encode())
    found = verify(recorded)
    assert not found.ok
    assert any(one.kind == "index" and f"ledger.{table}" in one.message for one in found.problems)
