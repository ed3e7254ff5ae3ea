from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from application import history
from application.history import InvalidCursorError, UnknownTagError, trace
from tests.application.acts import donate, establish
from tests.application.conftest import Counter


@pytest.fixture
def funded(counter: Counter) -> Counter:
    counter.desk.execute(establish())
    for number in range(2, 8):
        counter.desk.execute(donate(number, number * 100))
    return counter


def positions(page: history.Page) -> list[int]:
    return [record["position"] for record in page.records]


def test_a_history_is_newest_first(funded: Counter) -> None:
    page = trace(funded.log, "fund:F", limit=10)
    assert positions(page) == [7, 6, 5, 4, 3, 2, 1]
    assert page.next is None
    assert set(page.records[0]) == {"position", *history.SHOWN}


def test_pages_join_without_gap_or_repeat(funded: Counter) -> None:
    seen: list[int] = []
    cursor: str | None = None
    while True:
        page = trace(funded.log, "fund:F", limit=3, cursor=cursor)
        seen += positions(page)
        cursor = page.next
        if cursor is None:
            break
    assert seen == [7, 6, 5, 4, 3, 2, 1]


def test_an_unknown_tag_is_said_to_be_unknown(funded: Counter) -> None:
    with pytest.raises(UnknownTagError, match="fund:G"):
        trace(funded.log, "fund:G", limit=10)


@pytest.mark.parametrize(
    "cursor", ["7", "7-0000000000000000", "99-ab", "x", "-1-ab", "٧-ab", "9" * 5000 + "-ab"]
)
def test_a_cursor_of_another_log_is_refused(funded: Counter, cursor: str) -> None:
    with pytest.raises(InvalidCursorError):
        trace(funded.log, "fund:F", limit=3, cursor=cursor)


def test_as_known_before_anything_was_recorded_is_empty(funded: Counter) -> None:
    yesterday = (datetime.now(UTC) - timedelta(days=1)).date()
    assert trace(funded.log, "fund:F", limit=3, as_known=yesterday).records == []
    tomorrow = yesterday + timedelta(days=3)
    assert len(trace(funded.log, "fund:F", limit=10, as_known=tomorrow).records) == 7


def test_as_of_goes_by_when_it_happened(funded: Counter) -> None:
    assert len(trace(funded.log, "fund:F", limit=10, as_of=date(2019, 6, 3)).records) == 7
    assert trace(funded.log, "fund:F", limit=10, as_of=date(2019, 6, 2)).records == []


def test_first_recorded_after_finds_every_cut(funded: Counter) -> None:
    times = [
        datetime.fromisoformat(history.shown(event)["recorded"]) for event in funded.log.read()
    ]
    for moment in times:
        expected = 1 + sum(time <= moment for time in times)
        assert history.first_recorded_after(funded.log, moment) == expected
