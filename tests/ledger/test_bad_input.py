"""What must not get in: each is answered with what is wrong, and nothing is appended."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from eventsourcing.dcb.api import DCBAppendCondition, DCBEvent, DCBQuery, DCBQueryItem

from ledger import canonical
from ledger.canonical import INTEGER_MAX
from ledger.errors import InvalidRecordError
from ledger.log import (
    BoundaryRead,
    ConditionFailedError,
    InvalidQueryError,
    Log,
    NoSuchPositionError,
    NothingToAppendError,
    PositionAheadError,
)
from ledger.record import RECORD_BYTES_MAX, TAGS_MAX, Draft, Envelope
from tests.ledger.recording import GRANT_PAID, command, draft, query, unless

MEBIBYTE = 1024 * 1024
TAGS_THAT_NOBODY_HAS = {
    "NUL": "case:\0",
    "line feed": "case:1\ncase:2",
    "escape": "case:\x1b[2J",
    "right-to-left override": "case:\u202e1",
    "lone surrogate": "case:\ud800",
    "invalid UTF-8 from a command line": "case:\udcff",
    "10 kB": "case:" + "x" * 10_000,
    "300 bytes in 100 characters": "清" * 100,
}
TAGS_THAT_NO_RECORD_TAKES = TAGS_THAT_NOBODY_HAS | {"empty": "", "space": "type x"}


@pytest.fixture
def log(database: str) -> Iterator[Log]:
    """A log with one record; it has no more afterwards."""
    with Log.open(database) as opened:
        opened.append([draft("case:1")])
        before = opened.head()
        yield opened
        assert opened.head() == before


def by_name(tags: dict[str, str]) -> list[Any]:
    return [pytest.param(tag, id=name) for name, tag in tags.items()]


def test_a_record_of_more_than_a_mebibyte(log: Log) -> None:
    with pytest.raises(InvalidRecordError, match=rf"at most {RECORD_BYTES_MAX:,} are taken"):
        log.append([draft("case:1", note="x" * MEBIBYTE)])
    with pytest.raises(InvalidRecordError, match=rf"at most {RECORD_BYTES_MAX:,} are taken"):
        log.append([DCBEvent("type", bytes(MEBIBYTE))])


def test_a_good_record_before_a_bad_one_is_not_appended(log: Log) -> None:
    with pytest.raises(InvalidRecordError):
        log.append([DCBEvent("type", b""), DCBEvent("type", bytes(MEBIBYTE))])


@pytest.mark.parametrize("count", [TAGS_MAX + 1, 1_000])
def test_a_record_with_too_many_tags(log: Log, count: int) -> None:
    tags = [f"case:{number}" for number in range(count)]
    for append in (
        lambda: log.append([draft(*tags)]),
        lambda: log.append([DCBEvent("t", b"", tags)]),
    ):
        with pytest.raises(InvalidRecordError, match=rf"has {count} tags; at most {TAGS_MAX}"):
            append()


@pytest.mark.parametrize("tag", by_name(TAGS_THAT_NO_RECORD_TAKES))
def test_a_record_with_such_a_tag_or_type(log: Log, tag: str) -> None:
    for append in (
        lambda: log.append([draft(tag)]),
        lambda: log.append([DCBEvent("type", b"", [tag])]),
    ):
        with pytest.raises(InvalidRecordError, match="The tag"):
            append()
    with pytest.raises(InvalidRecordError, match="The type"):
        log.append([draft("case:1", of_type=tag)])


@pytest.mark.parametrize("tag", by_name(TAGS_THAT_NOBODY_HAS))
def test_a_query_for_such_a_tag_or_type(log: Log, tag: str) -> None:
    item = DCBQueryItem(tags=[tag])
    asking: list[Callable[[], object]] = [
        lambda: log.append([draft("case:2")], unless([tag])),
        lambda: log.append(
            [draft("case:2")], DCBAppendCondition(DCBQuery([DCBQueryItem(types=[tag])]))
        ),
        lambda: log.read(DCBQuery([item])),
        lambda: log.newest(DCBQuery([item]), limit=1),
        lambda: log.boundary([BoundaryRead(item)]),
    ]
    for ask in asking:
        with pytest.raises(InvalidQueryError, match="no control characters"):
            ask()


@pytest.mark.parametrize(
    ("value", "words"),
    [
        pytest.param("\ud800", "lone surrogate", id="lone surrogate"),
        pytest.param("张\udcff", "lone surrogate", id="invalid UTF-8"),
        pytest.param("a\0b", "NUL", id="NUL"),
        pytest.param("张\0", "NUL", id="NUL among Chinese"),
        pytest.param("e\u0301", "not in Unicode NFC", id="not NFC"),
        pytest.param(1.0, "of type float", id="float"),
        pytest.param(float("nan"), "of type float", id="not a number"),
        pytest.param(None, "of type NoneType", id="null"),
        pytest.param(b"x", "of type bytes", id="bytes"),
        pytest.param(INTEGER_MAX + 1, "beyond", id="large"),
        pytest.param(-INTEGER_MAX - 1, "beyond", id="small"),
        pytest.param(10**400, "beyond", id="of 400 digits"),
        pytest.param({"𠮷": 1}, "without characters beyond", id="key beyond U+FFFF"),
        pytest.param({1: 1}, "keys are strings", id="number for a key"),
        pytest.param({"金\0": 1}, "NUL", id="NUL in a key"),
        pytest.param({"\ud800": 1}, "lone surrogate", id="lone surrogate in a key"),
    ],
)
def test_a_field_outside_the_canonical_form(log: Log, value: object, words: str) -> None:
    with pytest.raises(InvalidRecordError, match=words):
        log.append([draft("case:1", nested=[{"deep": value}])])


def test_a_field_nested_too_deep(log: Log) -> None:
    nested: list[Any] = []
    for _ in range(5_000):
        nested = [nested]
    with pytest.raises(InvalidRecordError, match="nested more than"):
        log.append([draft("case:1", nested=nested)])


@pytest.mark.parametrize(
    "occurred", ["", "yesterday", "2019-02-30", "2019-03-05T09:30:00", "2019-03-05\0"]
)
def test_a_time_that_is_none(log: Log, occurred: str) -> None:
    envelope = Envelope(
        id="1",
        type=GRANT_PAID,
        occurred=occurred,
        by="zhang-wei",
        office="371002",
        entry_mode="window",
        tags=["case:1"],
        command="",
        rule_version="1",
        data={},
    )
    with pytest.raises(InvalidRecordError, match="occurred"):
        log.append([Draft(envelope)])


@pytest.mark.parametrize(
    "data",
    [
        b'{"a":1.0}',
        b'{"a":1e2}',
        b'{"a":-0}',
        b'{"a":01}',
        b'{"a":9007199254740992}',
        b'{"a":"\xff"}',
        b'{"a":"\xed\xa0\x80"}',
        b'{"a":"\\ud800"}',
        b'{"a":"\\u0041"}',
        b'{"b":1,"a":1}',
        b'{"a":1,"a":1}',
        b'{"a": 1}',
        b'{"a":null}',
        b'{"a":1}\n',
        b"[]",
        b"",
    ],
)
def test_bytes_that_are_not_canonical(data: bytes) -> None:
    with pytest.raises(InvalidRecordError):
        canonical.decode(data)


def test_an_append_of_nothing(log: Log) -> None:
    with pytest.raises(NothingToAppendError):
        log.append([])
    with pytest.raises(NothingToAppendError):
        log.take([], unless(["case:9"]), command())


def test_an_append_of_a_million_records(log: Log) -> None:
    with pytest.raises(InvalidRecordError, match="1,000,000 records; at most 131,072 are taken"):
        log.append([draft("case:1")] * 1_000_000)


def test_a_condition_on_a_thousand_tags_at_once(log: Log) -> None:
    with pytest.raises(InvalidQueryError, match="1,000 tags at once"):
        log.append([draft("case:2")], unless([f"case:{number}" for number in range(1_000)]))


def test_a_condition_on_any_of_a_thousand_tags(log: Log) -> None:
    """Large, not bad: a payment run may depend on a thousand cases."""
    with pytest.raises(ConditionFailedError, match="Record 1 "):
        log.append([draft("case:2")], unless(*([f"case:{number}"] for number in range(1_000))))


@pytest.mark.parametrize("after", [2, 1_000_000, 2**63, 2**80])
def test_a_decision_made_on_another_log(log: Log, after: int) -> None:
    """Its condition would look at nothing, and so guard against nothing."""
    with pytest.raises(PositionAheadError, match=rf"after record {after:,}; the log has 1\."):
        log.append([draft("case:1")], unless(["case:1"], after=after))


def test_a_decision_made_on_another_log_does_not_harm_its_neighbours(database: str) -> None:
    with Log.open(database) as log:
        log.append([draft("case:1")])
        with pytest.raises(PositionAheadError):
            log.append([draft("case:1")] * 200, unless(["case:9"], after=5))
        sent = command()
        log.take([draft("case:2", command=sent)], unless(["case:2"]), sent)
        again = log.take([draft("case:2", command=sent)], unless(["case:2"], after=9), sent)
        assert (again.position_first, again.replayed) == (2, True)


def test_positions_that_do_not_exist(log: Log) -> None:
    for position in (-(2**80), -1, 0, 2, 2**63, 2**80):
        with pytest.raises(NoSuchPositionError, match="the log has 1"):
            log.at(position)
    assert list(log.read(after=2**80)) == []
    assert [one.position for one in log.newest(query(["case:1"]), before=2**80, limit=9)] == [1]


def test_fewer_than_no_records(log: Log) -> None:
    for read in (lambda: list(log.read(limit=-1)), lambda: log.newest(None, limit=-1)):
        with pytest.raises(InvalidQueryError, match="-1 records"):
            read()
