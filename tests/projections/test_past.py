"""As known: the past is what a ledger that holds only that much would say."""

from __future__ import annotations

from contextlib import closing
from datetime import date, datetime, timedelta, timezone

import psycopg
import pytest

from projections.definitions.entitlements import ENTITLEMENTS
from projections.definitions.funds import FUND_BALANCES
from projections.definitions.standards import STANDARDS
from projections.engine import source
from projections.errors import TableQuestionError
from projections.figures.explaining import explain
from projections.tables import now, then
from projections.tables.question import Question, question
from tests.projections.examples import append
from tests.projections.test_live import query, silent
from tests.projections.year import YEAR, donation, fact, paid

OFFICE_TIME = timezone(timedelta(hours=8))


def test_conditions_are_of_a_column_and_its_type(dsn: str) -> None:
    append(dsn, YEAR)

    def both(where: list[str]) -> list[object]:
        asked = question(FUND_BALANCES, where, limit=10)
        live = now.page(dsn, asked, say=silent)
        assert then.page(dsn, asked, len(YEAR), None, lambda _: None).rows == live.rows
        return live.rows  # type: ignore[return-value]

    assert len(both(["fund=F1"])) == 1
    assert both(["fund=F2"]) == []
    assert len(both(["kind=programme", "records=8"])) == len(both(["records=8"]))
    for wrong in ("fund", "nothing=1", "records=many", "closed=perhaps"):
        with pytest.raises(TableQuestionError):
            question(FUND_BALANCES, [wrong], limit=1)
    with pytest.raises(TableQuestionError, match="cursor"):
        question(FUND_BALANCES, limit=1, cursor="bm90aGluZw")


def rows_as_of(dsn: str, asked: Question, day: date, position: int) -> list[dict[str, object]]:
    return then.page(dsn, asked, position, day, lambda _: None).rows


def test_as_of_leaves_out_what_did_not_hold_yet(dsn: str) -> None:
    append(dsn, YEAR)
    standards = question(STANDARDS, ["standard=dibao-urban"], limit=10)
    amounts = [
        row["amount_fen"] for row in rows_as_of(dsn, standards, date(2019, 9, 30), len(YEAR))
    ]
    assert amounts == [60000]  # adopted on 20 September, in force from October
    amounts = [
        row["amount_fen"] for row in rows_as_of(dsn, standards, date(2019, 10, 1), len(YEAR))
    ]
    assert amounts == [60000, 65000]
    assert rows_as_of(dsn, standards, date(2019, 12, 31), 1)[0]["amount_fen"] == 60000
    assert len(rows_as_of(dsn, standards, date(2019, 12, 31), 1)) == 1
    funds = question(FUND_BALANCES, limit=10)
    assert rows_as_of(dsn, funds, date(2018, 12, 31), len(YEAR)) == []
    assert ENTITLEMENTS.holds_from is not None


def test_late_records_and_restated_months_are_explained(dsn: str) -> None:
    append(dsn, YEAR)
    close = len(YEAR)
    append(dsn, [fact(donation(amount), "2019-06-04") for amount in range(100, 1100, 100)])
    append(dsn, [fact(paid("dibao", 100))])

    def explained(key: str, closed: int | None = None) -> dict[str, object]:
        found = explain(
            dsn,
            key,
            2019,
            position=close + 11,
            position_at=lambda day: close if day < date(2020, 1, 31) else close + 11,
            last_day=date(2020, 1, 31),
            closed=closed,
        )
        return {
            "value": float(found.value),
            "at_close": float(found.at_close.value),
            "late": found.late_listed,
            "history": [(each.day.isoformat(), float(each.value)) for each in found.history],
            "restated": [
                (each.month, float(each.then), float(each.now)) for each in found.restated
            ],
        }

    donated = explained("charity.donated")
    assert donated == {
        "value": 4855.0,
        "at_close": 4800.0,
        "late": tuple(range(close + 1, close + 11)),
        "history": [("2019-01-31", 4800.0), ("2020-01-31", 4855.0)],
        "restated": [("2019-06", 4800.0, 4855.0)],
    }
    assert explained("charity.donated", closed=close + 9)["late"] == (close + 10,)
    assert explained("charity.donated", closed=close + 9)["restated"] == [
        ("2019-06", 4845.0, 4855.0)
    ]
    assert explained("dibao.person_times")["value"] == 3
    assert explained("dibao.person_times")["late"] == (close + 11,)
    assert explained("charity.fund_people")["value"] == 2
    assert explained("marriage.pass_rate")["value"] == 75
    standard = explained("standard.dibao.urban")
    assert (standard["value"], standard["late"]) == (650, ())


def test_a_clock_that_jumped_leaves_days_in_the_order_of_positions(dsn: str) -> None:
    append(dsn, YEAR[:1])
    append(dsn, YEAR[1:3])
    ahead = datetime(2031, 1, 1, tzinfo=OFFICE_TIME)
    query(
        dsn,
        f"""ALTER TABLE ledger.records DISABLE TRIGGER ALL;
        ALTER TABLE ledger.head DISABLE TRIGGER ALL;
        UPDATE ledger.records SET recorded = '{ahead.isoformat()}' WHERE position >= 2;
        UPDATE ledger.head SET recorded = '{ahead.isoformat()}'""",
    )
    append(dsn, YEAR[3:5])  # the clock is right again; the log never goes back behind itself
    with closing(psycopg.connect(dsn)) as connection:
        assert source.position_at(connection, ahead - timedelta(seconds=1)) == 1
        assert source.position_at(connection, ahead) == 5
    assert query(dsn, "SELECT count(DISTINCT recorded) FROM ledger.records WHERE position > 1") == [
        (1,)
    ]
