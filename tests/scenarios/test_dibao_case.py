"""A household's whole case through the commands of the office, refusals included.

Applied for with a paper missing, objected to, confirmed, paid, returned by the bank and paid again,
held, raised by a new standard, reviewed, ended by a death told late, recovered.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from application.commands import Sender
from application.opening import Counter, open_counter
from application.settings import load_settings
from domain.common.decisions import Act
from domain.common.refusals import Refusal
from ledger.log import Log
from ledger.record import fields_of
from projections.engine.following import catch_up
from projections.registry import named
from tests.tools.commanding import answered, qingce

CHINA = timezone(timedelta(hours=8))
CASE, RUN = "低2019-1", "dibao-371002-2019-{:02d}"
HEAD = {"name": "王安", "id_number": "999999194002290010"}
SPOUSE = {"name": "李伯", "id_number": "99999919400229007X"}
DIGEST = "ab" * 32


@dataclass
class Office:
    """Sends commands on days, as different officials."""

    counter: Counter
    dsn: str

    def does(self, day: str, by: str, name: str, /, **fields: Any) -> int:
        """The position of the first record a command led to."""
        when = datetime.fromisoformat(f"{day}T10:00").replace(tzinfo=CHINA)
        sender = Sender(self.counter.desk, self.counter.people)
        content = {"case": CASE, **fields} if name not in _WITHOUT_CASE else fields
        sent = sender.send(f"assistance.{name}", content, Act(by, "371002", when))
        return sent.answer.position_first

    def is_refused(self, rule: str, day: str, by: str, name: str, /, **fields: Any) -> Refusal:
        """The refusal of a command, which must name the rule and no personal data."""
        with pytest.raises(Refusal) as caught:
            self.does(day, by, name, **fields)
        assert caught.value.rule.id == rule, str(caught.value)
        assert "999999" not in str(caught.value)
        return caught.value

    def record(self, position: int) -> dict[str, Any]:
        with Log.open(self.dsn) as log:
            return dict(fields_of(log.at(position).event.data))

    def pays(self, day: str, month: str, amount_fen: int) -> int:
        lines = [{"case": CASE, "amount_fen": amount_fen}]
        return self.does(
            day, "cashier", "pay-benefits", scheme="dibao", benefit_month=month, payments=lines
        )


_WITHOUT_CASE = {
    "adopt-standard",
    "pay-benefits",
    "send-run",
    "book-bank-answer",
    "recalculate-entitlements",
}


@pytest.fixture
def office(database: str, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    monkeypatch.setenv("QINGCE_DSN", database)
    monkeypatch.setenv("QINGCE_DATA", str(tmp_path / "data"))
    with open_counter(load_settings(None)) as counter:
        yield Office(counter, database)


def test_a_household_from_application_to_recovery(office: Office) -> None:
    members = _is_confirmed(office)
    _is_paid_returned_and_paid_again(office)
    _is_held_and_raised(office, members)
    _ends_and_pays_back(office, members)
    _is_seen_as_a_whole(office, members)


def _is_confirmed(office: Office) -> list[str]:
    """Application, supplement, checks, objection, notice, decision."""
    for amount_fen, day in ((600_00, "2019-01-01"), (650_00, "2019-10-01")):
        office.does(
            "2018-12-03",
            "standards",
            "adopt-standard",
            standard="dibao-urban",
            amount_fen=amount_fen,
            effective_from=day,
            policy="标1",
        )
    application = {
        "account": "acc-1",
        "area": "urban",
        "members": [HEAD, SPOUSE],
        "authorisation": "授1",
        "papers": ["application", "id-cards", "authorisation", "household-book"],
    }
    bad = {**application, "members": [HEAD, {**SPOUSE, "id_number": "999999194002290071"}]}
    with pytest.raises(Exception, match="check character"):
        office.does("2019-01-07", "window", "apply-for-dibao", **bad)
    headless = {**application, "relations": ["spouse", "child"]}
    office.is_refused(
        "assistance.household-has-head", "2019-01-07", "window", "apply-for-dibao", **headless
    )
    applied = office.record(office.does("2019-01-07", "window", "apply-for-dibao", **application))
    assert applied["rule_version"] == "dibao-2012"
    members: list[str] = applied["data"]["members"]
    refusal = office.is_refused(
        "assistance.papers-complete", "2019-01-08", "window", "accept-application"
    )
    assert "income-statement" in refusal.detail
    office.does("2019-01-08", "window", "request-supplement", letter="补1")
    office.does("2019-01-09", "window", "receive-supplement", papers=["income-statement"])
    office.does("2019-01-10", "window", "accept-application")
    notice = {
        "place": "371002001-001",
        "amount_fen": 800_00,
        "photo_sha256": DIGEST,
    }
    first = {"day_first": "2019-01-15", "day_last": "2019-01-21", **notice}
    office.is_refused("assistance.steps-in-order", "2019-01-15", "noticer", "post-notice", **first)
    check = {
        "report": "核1",
        "sources": ["bank", "business", "property", "social-insurance", "vehicle"],
        "income_fen": 400_00,
        "assets_within_limits": True,
        "visitors": ["v1", "v2"],
    }
    appraisal = {"minutes": "议1", "votes_for": 9, "votes_against": 1}
    office.does("2019-01-11", "checker", "report-means-check", **check)
    office.is_refused("assistance.appraisal-held", "2019-01-15", "noticer", "post-notice", **first)
    office.does("2019-01-14", "checker", "hold-appraisal", **appraisal)
    office.does("2019-01-15", "noticer", "post-notice", **first)
    office.does("2019-01-17", "window", "raise-objection", letter="异1")
    decision = {"decision": "确1", "members": members}
    office.is_refused(
        "assistance.steps-in-order", "2019-01-22", "chief", "confirm-dibao", **decision
    )
    office.does("2019-01-18", "checker", "report-means-check", **{**check, "report": "核2"})
    office.does("2019-01-21", "checker", "hold-appraisal", **{**appraisal, "minutes": "议2"})
    office.does(
        "2019-01-22",
        "noticer",
        "post-notice",
        day_first="2019-01-22",
        day_last="2019-01-28",
        **notice,
    )
    office.is_refused(
        "assistance.notice-seven-days", "2019-01-28", "chief", "confirm-dibao", **decision
    )
    refusal = office.is_refused(
        "authority.maker-never-checker", "2019-01-29", "window", "confirm-dibao", **decision
    )
    assert refusal.against
    confirmed = office.record(office.does("2019-01-29", "chief", "confirm-dibao", **decision))
    assert confirmed["rule_version"] == "dibao-2012"
    assert (confirmed["data"]["amount_fen"], confirmed["data"]["from_month"]) == (800_00, "2019-02")
    return members


def _is_paid_returned_and_paid_again(office: Office) -> None:
    line = [{"case": CASE, "amount_fen": -1}]
    office.is_refused(
        "assistance.payment-right-amount",
        "2019-02-10",
        "cashier",
        "pay-benefits",
        scheme="dibao",
        benefit_month="2019-02",
        payments=line,
    )
    office.pays("2019-02-10", "2019-02", 800_00)
    sent = {"run": RUN.format(2), "bank": "某银行", "file_sha256": DIGEST, "line_count": 1}
    sent["amount_fen"] = 800_00
    office.is_refused("assistance.run-in-steps", "2019-02-12", "cashier", "send-run", **sent)
    office.does("2019-02-12", "finance", "send-run", **sent)
    returned = [{"case": CASE, "benefit_month": "2019-02", "bank_reason": "account-closed"}]
    answer = {"bank_reference": "回1", "file_sha256": DIGEST, "settled_lines": 0, "settled_fen": 0}
    office.does(
        "2019-02-16", "bank", "book-bank-answer", run=RUN.format(2), lines=returned, **answer
    )
    office.does("2019-02-20", "window", "change-account", account="acc-2", letter="函1")
    again = office.record(office.pays("2019-03-10", "2019-02", 800_00))
    assert (again["data"]["account"], again["data"]["persons"]) == ("acc-2", 2)
    assert again["data"]["reissue_of"]
    office.pays("2019-03-10", "2019-03", 800_00)
    office.does(
        "2019-03-12",
        "finance",
        "send-run",
        **{**sent, "run": RUN.format(3), "line_count": 2, "amount_fen": 1600_00},
    )
    settled = {**answer, "settled_lines": 2, "settled_fen": 1600_00}
    wrong = {**settled, "settled_fen": 1599_99}
    office.is_refused(
        "assistance.run-totals-agree",
        "2019-03-16",
        "bank",
        "book-bank-answer",
        run=RUN.format(3),
        lines=[],
        **wrong,
    )
    office.does("2019-03-16", "bank", "book-bank-answer", run=RUN.format(3), lines=[], **settled)


def _is_held_and_raised(office: Office, members: list[str]) -> None:
    office.does("2019-09-05", "reviewer", "hold-payments", reason="tip-off", letter="缓1")
    line = [{"case": CASE, "amount_fen": 800_00}]
    office.is_refused(
        "assistance.payment-not-held",
        "2019-09-10",
        "cashier",
        "pay-benefits",
        scheme="dibao",
        benefit_month="2019-09",
        payments=line,
    )
    office.does("2019-09-20", "chief", "release-hold", letter="解1")
    raised = office.record(
        office.does(
            "2019-09-26",
            "standards",
            "recalculate-entitlements",
            scheme="dibao",
            month="2019-10",
            cases=[CASE],
        )
    )
    assert (raised["data"]["amount_before_fen"], raised["data"]["amount_fen"]) == (800_00, 900_00)
    office.pays("2019-10-10", "2019-09", 800_00)
    paid = office.record(office.pays("2019-10-10", "2019-10", 900_00))
    assert paid["data"]["members"] == members
    assert paid["data"]["basis"]["standard_fen"] == 650_00
    office.does(
        "2020-01-15",
        "reviewer",
        "hold-review",
        review_class="stable",
        income_fen=400_00,
        visitors=["v1", "v2"],
        outcome="unchanged",
        report="复1",
    )


def _ends_and_pays_back(office: Office, members: list[str]) -> None:
    office.pays("2020-03-10", "2020-03", 900_00)
    office.does(
        "2020-03-20",
        "chief",
        "change-dibao",
        from_month="2020-03",
        members=[{"id": members[0]}],
        income_fen=400_00,
        decision="变1",
    )
    found = {"overpayment": "多1", "scheme": "dibao", "months": ["2020-03"], "reason": "death"}
    office.does("2020-03-25", "chief", "establish-overpayment", **found)
    office.does(
        "2020-03-26", "chief", "order-recovery", overpayment="多1", letter="追1", due="2020-04-25"
    )
    office.is_refused(
        "assistance.recovery-within-debt",
        "2020-04-10",
        "window",
        "receive-recovery",
        overpayment="多1",
        amount_fen=650_01,
        voucher="收1",
    )
    office.does(
        "2020-04-10",
        "window",
        "receive-recovery",
        overpayment="多1",
        amount_fen=650_00,
        voucher="收1",
    )
    office.does("2020-04-20", "reviewer", "terminate-case", from_month="2020-05", reason="moved")
    office.is_refused(
        "assistance.payment-needs-live-decision",
        "2020-05-10",
        "cashier",
        "pay-benefits",
        scheme="dibao",
        benefit_month="2020-05",
        payments=[{"case": CASE, "amount_fen": 250_00}],
    )


def _is_seen_as_a_whole(office: Office, members: list[str]) -> None:
    environment = {"QINGCE_DSN": office.dsn}
    trace = ("trace", f"person:{members[1]}", "--limit", "100", "--json")
    page = answered(qingce(*trace, environment=environment))
    kinds = [record["type"].split(".")[1] for record in page["records"]]
    assert (kinds[0], kinds[-1]) == ("recovery-received", "dibao-applied")
    tables = named(["assistance_cases", "payment_runs", "overpayments", "entitlements"])
    catch_up(office.dsn, tables, say=lambda _: None)
    assert _row(office.dsn, "assistance_cases", "stage", "review_month") == (
        "terminated",
        "2021-01",
    )
    assert _row(office.dsn, "overpayments", "established_fen", "outstanding_fen") == (650_00, 0)
    assert _row(office.dsn, "entitlements", "status", "amount_fen") == ("terminated", 250_00)


def _row(dsn: str, table: str, *columns: str) -> tuple[Any, ...]:
    import psycopg
    from psycopg import sql

    query = sql.SQL("SELECT {} FROM projections.{}").format(
        sql.SQL(", ").join(map(sql.Identifier, columns)), sql.Identifier(table)
    )
    with psycopg.connect(dsn) as connection:
        row = connection.execute(query).fetchone()
    assert row is not None
    return tuple(row)
