"""Records made long after what they tell of are counted by who made them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from application.history import OFFICE_TIME
from application.lateness import Late, late_records
from domain.common.decisions import Act
from tests.application.acts import donate, establish
from tests.application.conftest import Counter


def days_ago(act: Act, days: int, by: str = "clerk") -> Act:
    noon = datetime.now(OFFICE_TIME).replace(hour=0, minute=0, second=0, microsecond=0)
    return replace(act, by=by, occurred=noon - timedelta(days=days))


def test_only_records_later_than_asked_are_counted_by_who_made_them(counter: Counter) -> None:
    delays = [(9, "clerk"), (4, "clerk"), (4, "other"), (3, "clerk"), (0, "clerk")]
    fund = establish()
    counter.desk.execute(replace(fund, act=days_ago(fund.act, 0)))
    for number, (days, by) in enumerate(delays, start=10):
        gift = donate(number, 100)
        counter.desk.execute(replace(gift, act=days_ago(gift.act, days, by)))

    of_clerk, of_other = late_records(counter.log, 3)
    kind = ("371002-charity", "charity.donation-received.v1", "window")
    assert of_clerk == Late("clerk", *kind, records=2, days_most=9, positions=[2, 3])
    assert of_other == Late("other", *kind, records=1, days_most=4, positions=[4])
    assert late_records(counter.log, 3, official="other") == [of_other]
    assert [one.records for one in late_records(counter.log, 3, as_known=2)] == [1]
    assert late_records(counter.log, 9) == []
