"""Appending and reading records."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from uuid import uuid4

import orjson
import psycopg
import pytest
from eventsourcing.dcb.api import DCBAppendCondition, DCBEvent, DCBQuery, DCBQueryItem

from ledger import canonical
from ledger.errors import InvalidRecordError
from ledger.log import (
    BoundaryRead,
    CommandConflictError,
    ConditionFailedError,
    Log,
    LogUnavailableError,
    NoSuchPositionError,
    SchemaVersionError,
    Taken,
    migrate,
)
from ledger.tree import Frontier, leaf_hash
from tests.ledger.recording import CASE_OPENED, GRANT_PAID, command, draft, query, same, unless


@pytest.fixture
def log(database: str) -> Iterator[Log]:
    with Log.open(database) as opened:
        yield opened


def test_what_is_read_is_the_canonical_bytes(log: Log) -> None:
    tags = ["person:b", "case:1", "fund:x", "person:a"]
    log.append([draft(*tags, amount_fen=1200, note="低保 城镇")])
    (found,) = log.read()
    fields = canonical.decode(found.event.data)
    assert found.event.tags == fields["tags"] == tags
    assert found.event.type == fields["type"] == GRANT_PAID
    assert fields["data"] == {"amount_fen": 1200, "note": "低保 城镇"}
    assert fields["ordinals"] == {"case:1": 1, "fund:x": 1}


def test_cases_funds_and_offices_number_their_records(log: Log) -> None:
    log.append([draft("case:1", "fund:x"), draft("case:2", "fund:x", "person:a")])
    log.append([draft("case:2", "office:o")])
    log.append([draft("fund:x", "case:1")] * 300)
    numbers = [orjson.loads(one.event.data)["ordinals"] for one in log.read()]
    assert numbers[:3] == [
        {"case:1": 1, "fund:x": 1},
        {"case:2": 1, "fund:x": 2},
        {"case:2": 2, "office:o": 1},
    ]
    assert [one["fund:x"] for one in numbers[3:]] == list(range(3, 303))


def test_another_process_goes_on_with_the_numbers(database: str, log: Log) -> None:
    with Log.open(database) as other:
        for turn in range(1, 5):
            log.append([draft("case:1")])
            other.append([draft("case:1"), draft(f"case:{turn + 1}")])
    numbers = [orjson.loads(one.event.data)["ordinals"] for one in log.read(query(["case:1"]))]
    assert [one["case:1"] for one in numbers] == list(range(1, 9))


def test_time_of_recording_never_goes_back(database: str, log: Log) -> None:
    with Log.open(database) as other:
        for _ in range(10):
            log.append([draft("case:1")])
            other.append([draft("case:1")])
    recorded = [orjson.loads(one.event.data)["recorded"] for one in log.read()]
    assert recorded == sorted(recorded)
    assert all(len(one) == 27 for one in recorded)


def test_the_head_is_the_root_of_the_tree(log: Log) -> None:
    for count in (1, 2, 300, 1, 700):
        log.append([draft("case:1") for _ in range(count)])
    frontier, _ = Frontier().extend(leaf_hash(one.event.data) for one in log.read())
    assert log.head()[:2] == (1004, frontier.root())


def test_newest_pages_backwards_through_a_tag(log: Log) -> None:
    for _ in range(3):
        log.append([draft("fund:x", *(["person:a"] if i % 2 else [])) for i in range(400)])
    assert [one.position for one in log.newest(query(["fund:x"]), limit=3)] == [1200, 1199, 1198]
    seen, before = list[int](), None
    while page := log.newest(query(["fund:x", "person:a"]), before=before, limit=70):
        seen += [one.position for one in page]
        before = seen[-1]
    assert seen == list(range(1200, 0, -2))


@pytest.mark.parametrize(
    ("items", "found"),
    [
        ([["case:1"]], [1, 2, 4]),
        ([["case:1", "person:a"]], [1, 4]),
        ([["case:1", f"type:{GRANT_PAID}"]], [2, 4]),
        ([["case:1", f"type:{GRANT_PAID}", f"type:{CASE_OPENED}"]], [1, 2, 4]),
        ([[f"type:{CASE_OPENED}"]], [1, 3]),
        ([["person:a"], ["case:2"]], [1, 3, 4]),
        ([["case:9"]], []),
        ([["person:a", "case:1", "case:2"]], []),
    ],
)
def test_queries_select_in_both_directions(
    log: Log, items: list[list[str]], found: list[int]
) -> None:
    log.append([draft("case:1", "person:a", of_type=CASE_OPENED)])
    log.append([draft("case:1", "person:b"), draft("case:2", of_type=CASE_OPENED)])
    log.append([draft("person:a", "case:1")])
    assert [one.position for one in log.read(query(*items))] == found
    assert [one.position for one in log.newest(query(*items), limit=10)] == found[::-1]
    for position in found:
        with pytest.raises(ConditionFailedError):
            log.append([draft("case:3")], unless(*items, after=position - 1))
    log.append([draft("case:3")], unless(*items, after=max(found, default=0)))


def test_a_refused_append_leaves_nothing(log: Log) -> None:
    log.append([draft("case:1")])
    before = log.head()
    with pytest.raises(ConditionFailedError, match=r"Record 1 has entered"):
        log.append([draft("case:1"), draft("case:2")], unless(["case:1"]))
    assert log.head() == before


def test_a_boundary_is_read_as_of_one_moment(log: Log) -> None:
    log.append([draft("case:1"), draft("case:2"), draft("case:1", "fund:x"), draft("case:2")])
    state = log.boundary(
        [
            BoundaryRead(DCBQueryItem(tags=["case:1"])),
            BoundaryRead(DCBQueryItem(tags=["case:2"]), latest=True),
            BoundaryRead(DCBQueryItem(tags=["fund:x"])),
            BoundaryRead(DCBQueryItem(tags=["case:9"])),
        ]
    )
    assert state.head == 4
    assert [one.position for one in state.events] == [1, 3, 4]
    assert log.boundary([]).head == 4


def test_a_command_sent_twice_is_recorded_once(log: Log) -> None:
    sent = command("pay")
    first = log.take([draft("case:1", command=sent)], unless(["case:1"]), sent)
    again = log.take([draft("case:1", command=sent)], unless(["case:1"]), sent)
    assert (first.position_first, first.position_last, first.replayed) == (1, 1, False)
    assert again == Taken(1, 1, first.recorded, replayed=True)
    assert log.answer(sent.id) == log.replay(sent) == again
    assert log.answer(uuid4()) is None
    assert log.head().size == 1


def test_an_id_is_not_used_for_something_else(log: Log) -> None:
    sent = command("pay")
    log.take([draft("case:1", command=sent)], None, sent)
    other = same(sent, "pay again")
    with pytest.raises(CommandConflictError, match=str(sent.id)):
        log.take([draft("case:1", command=other)], None, other)
    with pytest.raises(CommandConflictError):
        log.replay(other)
    assert log.head().size == 1


def test_a_record_of_another_command_is_refused(log: Log) -> None:
    with pytest.raises(InvalidRecordError, match="names the command"):
        log.take([draft("case:1", command=command())], None, command())
    with pytest.raises(InvalidRecordError, match="names the command"):
        log.append([draft("case:1", command=command())])
    assert log.head().size == 0


def test_large_and_small_commits_follow_each_other(log: Log) -> None:
    sent = [command() for _ in range(3)]
    log.take([draft("case:1", command=sent[0]) for _ in range(129)], None, sent[0])
    log.take([draft("case:1", command=sent[1])], unless(["case:2"]), sent[1])
    log.take([draft("case:1", command=sent[2]) for _ in range(3000)], None, sent[2])
    again = log.take([draft("case:9", command=sent[2]) for _ in range(3000)], None, sent[2])
    assert (again.position_first, again.position_last) == (131, 3130)
    assert [one.position for one in log.read(query(["case:1"]))] == list(range(1, 3131))
    with pytest.raises(ConditionFailedError):
        log.append([draft("case:1") for _ in range(500)], unless(["case:1"], after=3129))


def test_limits_are_kept(log: Log) -> None:
    with pytest.raises(InvalidRecordError, match="at most 131,072"):
        log.append([draft("case:1")] * (2**17 + 1))
    with pytest.raises(InvalidRecordError, match="holds a space"):
        log.append([DCBEvent("a type", b"")])
    with pytest.raises(InvalidRecordError, match="tag twice"):
        log.append([DCBEvent("type", b"", ["a", "a"])])


def test_opaque_events_come_back_as_they_went(log: Log) -> None:
    event = DCBEvent("other.program.v1", bytes(range(256)), ["b", "a"])
    log.append([event])
    assert log.at(1).event == event


def test_a_position_that_does_not_exist(log: Log) -> None:
    log.append([draft("case:1")])
    for position in (0, 2, -1):
        with pytest.raises(NoSuchPositionError, match="the log has 1"):
            log.at(position)


def test_pages_of_a_long_read_join(log: Log) -> None:
    log.append([draft("case:1") for _ in range(2_500)])
    assert [one.position for one in log.read()] == list(range(1, 2_501))
    assert [one.position for one in log.read(after=900, limit=1_200)] == list(range(901, 2_101))


def test_a_read_ends_where_the_log_ended_when_it_began(log: Log) -> None:
    log.append([draft("case:1") for _ in range(1_500)])
    response = log.read()
    log.append([draft("case:1")])
    assert len(list(response)) == response.head == 1_500


def test_waiting_for_a_position(database: str, log: Log) -> None:
    log.append([draft("case:1")])
    assert log.wait_for(1, 0)
    assert not log.wait_for(2, 0.05)
    with Log.open(database) as other:
        other.append([draft("case:1")])
        assert log.wait_for(2, 10)


def test_a_subscription_follows_another_process(database: str, log: Log) -> None:
    log.append([draft("case:1"), draft("case:2")])
    with Log.open(database) as other, log.subscribe(query(["case:1"])) as following:
        assert next(following).position == 1
        other.append([draft("case:2"), draft("case:1")])
        other.append([draft("case:1") for _ in range(600)])
        positions = [4, *range(5, 605)]
        assert [next(following).position for _ in positions] == positions


def test_opening_what_is_no_log(postgres_dsn: str) -> None:
    with pytest.raises(SchemaVersionError, match="Run the migrations first"):
        Log.open(postgres_dsn)
    with pytest.raises(LogUnavailableError, match="cannot be opened"):
        Log.open("host=/nonexistent dbname=none")


def test_migrating_twice_changes_nothing(database: str) -> None:
    assert migrate(database) == 0


def test_a_newer_and_another_schema_are_refused(database: str) -> None:
    with psycopg.connect(database) as connection:
        connection.execute("INSERT INTO ledger.migrations VALUES (99, 'later', '')")
    for opening in (Log.open, migrate):
        with pytest.raises(SchemaVersionError, match="newer version of this program"):
            opening(database)
    with psycopg.connect(database) as connection:
        connection.execute("DELETE FROM ledger.migrations WHERE number = 99")
        connection.execute("UPDATE ledger.migrations SET sha256 = 'x' WHERE number = 2")
    with pytest.raises(SchemaVersionError, match="Migration 2 in the database is not this"):
        Log.open(database)


def test_an_older_schema_is_refused(database: str) -> None:
    with psycopg.connect(database) as connection:
        connection.execute("DELETE FROM ledger.migrations WHERE number > 2")
    with pytest.raises(SchemaVersionError, match="has version 2 of the log's schema"):
        Log.open(database)


def test_ordinals_have_no_gap_over_many_commits(log: Log) -> None:
    for _ in range(5):
        log.append([draft("fund:x") for _ in range(140)])
        log.append([draft("fund:x")])
    numbers = [orjson.loads(one.event.data)["ordinals"]["fund:x"] for one in log.read()]
    assert all(after == before + 1 for before, after in pairwise(numbers))


def test_a_condition_without_a_query_means_an_empty_log(log: Log) -> None:
    log.append([draft("case:1")], DCBAppendCondition())
    with pytest.raises(ConditionFailedError):
        log.append([draft("case:1")], DCBAppendCondition(DCBQuery(), after=0))
    log.append([draft("case:1")], DCBAppendCondition(after=1))
