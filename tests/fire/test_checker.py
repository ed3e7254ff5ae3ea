"""The checker can fail: each of these tampers with the log or the history, and must be found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256

import orjson
import psycopg
import pytest

from ledger.log import Log
from tests.fire.checker import Report, check
from tests.fire.history import Event
from tests.fire.scripted import TOLD, intent, tell
from tests.fire.stored import StoredLog, read_stored

SWITCH_OFF = "SET session_replication_role = replica"
"""What a superuser does against triggers."""

Rewrite = Callable[[dict[str, object]], None]


def told(dsn: str) -> list[Event]:
    with Log.open(dsn) as log:
        return tell(log)


def found(dsn: str, events: list[Event]) -> Report:
    return check(read_stored(dsn), events)


def tamper(dsn: str, *statements: str) -> None:
    with psycopg.connect(dsn) as connection:
        connection.execute(SWITCH_OFF)
        for statement in statements:
            connection.execute(statement.encode())


def rewrite(dsn: str, position: int, change: Rewrite) -> None:
    """Change a record's bytes."""
    with psycopg.connect(dsn) as connection:
        connection.execute(SWITCH_OFF)
        row = connection.execute(
            "SELECT bytes FROM ledger.records WHERE position = %s", [position]
        ).fetchone()
        assert row
        fields = orjson.loads(row[0])
        change(fields)
        connection.execute(
            "UPDATE ledger.records SET bytes = %s WHERE position = %s",
            [orjson.dumps(fields, option=orjson.OPT_SORT_KEYS), position],
        )


def test_a_true_story_is_found_true(database: str) -> None:
    report = found(database, told(database))
    assert report.examples == []
    assert (report.acknowledged, report.refused, report.declined) == (7, 1, 2)
    assert report.records == 12


def test_a_record_that_was_lost(database: str) -> None:
    events = told(database)
    tamper(database, "DELETE FROM ledger.records WHERE position = 4")
    assert {"lost", "gap"} <= found(database, events).problems.keys()


def test_a_tail_that_was_lost(database: str) -> None:
    """As by a restore of an older backup: everything left agrees with itself."""
    events = told(database)
    size, root = next((one.size, one.root) for one in events if one.size == 6)
    tamper(
        database,
        "DELETE FROM ledger.records WHERE position > 6",
        f"UPDATE ledger.head SET size = {size}, root = '\\x{root}'",
    )
    report = found(database, events)
    assert report.problems["lost"]
    assert not report.problems["gap"]


def test_a_record_that_was_doubled(database: str) -> None:
    events = told(database)
    tamper(
        database,
        "INSERT INTO ledger.records SELECT 13, type, occurred, recorded, office, official, "
        "leaf_hash, bytes FROM ledger.records WHERE position = 4",
        "UPDATE ledger.head SET size = 13",
    )
    report = found(database, events)
    assert report.problems["doubled"] == 1
    assert not report.problems["gap"]


def test_a_command_recorded_twice_by_the_log_itself(database: str) -> None:
    events = told(database)
    with Log.open(database) as log:
        log.append([log.at(4).event])
    with psycopg.connect(database) as connection:
        connection.execute(SWITCH_OFF)
        connection.execute(
            "UPDATE ledger.records SET bytes = (SELECT bytes FROM ledger.records "
            "WHERE position = 4) WHERE position = 13"
        )
    assert found(database, events).problems["doubled"] == 1


def test_a_position_that_was_skipped(database: str) -> None:
    events = told(database)
    tamper(database, "UPDATE ledger.records SET position = 13 WHERE position = 12")
    assert found(database, events).problems["gap"]


def test_records_beyond_the_head(database: str) -> None:
    events = told(database)
    tamper(database, "UPDATE ledger.head SET size = 11")
    assert found(database, events).problems["gap"]


@pytest.mark.parametrize(
    ("position", "change", "kind"),
    [
        (3, lambda one: one["data"].update(amount_fen=1_300, left_fen=-300), "condition"),
        (3, lambda one: one["data"].update(left_fen=701), "condition"),
        (1, lambda one: one["data"].update(amount_fen=1), "condition"),
        (6, lambda one: one["data"].update(serial=1), "condition"),
        (6, lambda one: one["data"].update(serial=3), "condition"),
        (6, lambda one: one.update(type="fire.register.v1", tags=["person:1"]), "condition"),
        (6, lambda one: one.update(recorded="2019-01-01T00:00:00.000000Z"), "clock"),
        (2, lambda one: one["ordinals"].update({"fund:0": 1}), "ordinal"),
        (9, lambda one: one["data"].update(index=1), "torn"),
        (9, lambda one: one["data"].update(mark="another"), "stranger"),
    ],
)
def test_a_record_that_says_something_else(
    database: str, position: int, change: Rewrite, kind: str
) -> None:
    events = told(database)
    rewrite(database, position, change)
    problems = found(database, events).problems
    assert problems[kind]
    assert problems["fork"], "whatever changes, no head seen later fits any more"


def test_a_history_that_was_forked(database: str) -> None:
    """Everything is well but for one head, seen by somebody who was shown another log."""
    events = told(database)
    forked = sha256(b"another log").hexdigest()
    events.append(Event("head", size=5, root=forked))
    assert found(database, events).problems == {"fork": 1}


def test_a_head_longer_than_the_log(database: str) -> None:
    events = [*told(database), Event("head", size=99, root="00" * 32)]
    assert found(database, events).problems == {"lost": 1}


def test_an_acknowledgement_of_other_positions(database: str) -> None:
    events = told(database)
    place = next(i for i, one in enumerate(events) if one.kind == "acknowledged" and one.last == 4)
    events[place] = replace(events[place], first=5, last=5)
    assert found(database, events).problems["lost"]


@pytest.mark.parametrize("kind", ["refused", "failed"])
def test_a_command_that_stands_though_it_was_not_to(database: str, kind: str) -> None:
    events = told(database)
    events = [
        replace(one, kind=kind, by=3) if one.kind == "acknowledged" and one.last == 4 else one
        for one in events
    ]
    assert found(database, events).problems["ghost"]


def test_a_command_of_unknown_outcome_may_stand_or_not(database: str) -> None:
    events = [
        replace(one, kind="unknown") if one.kind == "acknowledged" else one
        for one in told(database)
    ]
    never_sent = intent(99, "register", "person:99")
    events += [Event("started", never_sent.command, never_sent)]
    report = found(database, events)
    assert report.ok
    assert (report.unknown, report.found) == (8, 7)


def test_a_command_recorded_in_part(database: str) -> None:
    events = told(database)
    stored = read_stored(database)
    cut = StoredLog(stored.size, stored.root, stored.records[:10] + stored.records[11:])
    assert check(cut, events).problems["torn"]


def test_a_refusal_without_a_reason(database: str) -> None:
    events = told(database)
    spent = TOLD[6]
    for wrong in (
        Event("refused", spent.command, after=0, by=99),
        Event("refused", spent.command, after=11, by=4),
        Event("refused", spent.command, after=0, by=4),
    ):
        assert found(database, [*events, wrong]).problems == {"refusal": 1}


def test_a_decision_declined_on_a_balance_that_sufficed(database: str) -> None:
    spent = intent(77, "spend", "fund:0", 400)
    events = [*told(database), Event("declined", spent.command, spent, after=3)]
    assert found(database, events).problems == {"refusal": 1}


def test_a_reader_that_missed_a_record(database: str) -> None:
    events = told(database)
    rows = read_stored(database).records[:3]

    def followed(*positions: int) -> Event:
        joined = b"".join(b"%d %b" % (rows[one - 1]) for one in positions)
        return Event("followed", first=1, last=3, digest=sha256(joined).hexdigest())

    assert found(database, [*events, followed(1, 2, 3)]).ok
    assert found(database, [*events, followed(1, 3)]).problems == {"missed": 1}
