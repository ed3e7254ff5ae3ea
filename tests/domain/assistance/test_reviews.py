"""Live cases: reviews by class, the grace period, new standards, and what was paid too much."""

from __future__ import annotations

from dataclasses import replace

from domain.assistance import money_rules, rules
from domain.assistance.decisions import (
    CancelPayments,
    ChangeDibao,
    EstablishOverpayment,
    HoldReview,
    OrderRecovery,
    RecalculateEntitlements,
    ReceiveRecovery,
    RunLine,
    StartGracePeriod,
    TerminateCase,
    WriteOffOverpayment,
)
from domain.assistance.records import (
    DibaoConfirmed,
    EntitlementRecalculated,
    GracePeriodStarted,
    OverpaymentEstablished,
    ReviewHeld,
)
from domain.assistance.schemes import ReviewClass, Scheme
from domain.authority.rules import MAKER_NEVER_CHECKER, POWER_LIVE
from domain.common.decisions import Decision
from tests.domain.assistance.stories import (
    ANNA,
    DIBAO_LIVE,
    DIBAO_NOTICED,
    STREET,
    TEKUN_LIVE,
    act,
    cited,
    confirm_dibao,
    day_of,
    pay,
    refused,
)
from tests.domain.authority.stories import ESTABLISHMENT, appoint
from tests.domain.deciding import decide, history

DIBAO = Scheme.DIBAO
REVIEW = HoldReview(
    act("2020-03-10", "reviewer"), "D1", ReviewClass.UNSTABLE, 0, ("v1", "v2"), "unchanged", "复1"
)
GRACE = StartGracePeriod(act("2019-05-20", "chief"), "D1", "2019-06", 3, 1300_00, "渐1")
RECALCULATE = RecalculateEntitlements(act("2019-09-26"), DIBAO, "2019-10", ("D1",))


def test_a_case_is_reviewed_by_its_class_and_a_late_review_is_marked() -> None:
    given = history(*DIBAO_LIVE)
    confirmed = given[-1].record
    assert isinstance(confirmed, DibaoConfirmed)
    assert confirmed.review_month == "2020-02"
    [late] = decide(REVIEW, given)
    assert isinstance(late.record, ReviewHeld)
    assert (late.record.due_month, late.record.months_late) == ("2020-02", 1)
    assert late.record.next_due_month == "2020-09"
    again = decide(replace(REVIEW, act=act("2020-09-01", "reviewer")), [*given, late])[0].record
    assert isinstance(again, ReviewHeld)
    assert (again.due_month, again.months_late) == ("2020-09", 0)
    unsteady = replace(confirm_dibao(), review_class=ReviewClass.UNSTABLE)
    confirmed = decide(unsteady, history(*DIBAO_NOTICED))[0].record
    assert isinstance(confirmed, DibaoConfirmed)
    assert confirmed.review_month == "2019-08"


def test_a_review_is_held_by_two_about_a_live_case() -> None:
    given = history(*DIBAO_LIVE)
    for wrong in ({"visitors": ("v1", "v1")}, {"income_fen": -1}, {"outcome": "whim"}):
        refused(rules.REVIEW_REGULAR, replace(REVIEW, **wrong), given)
    refused(rules.CASE_LIVE, REVIEW, history(*DIBAO_NOTICED))
    by_chief = replace(REVIEW, act=act("2020-03-10", "chief"))
    assert cited(refused(MAKER_NEVER_CHECKER, by_chief, given), given) == ["dibao-confirmed"]


def test_in_the_grace_period_the_allowance_goes_on_and_then_ends() -> None:
    given = history(*DIBAO_LIVE, GRACE)
    started = given[-1].record
    assert isinstance(started, GracePeriodStarted)
    assert (started.until_month, started.amount_fen) == ("2019-08", 800_00)
    for month in ("2019-05", "2019-06", "2019-08"):
        assert decide(pay(DIBAO, month, ("D1", 800_00)), given)
    september = pay(DIBAO, "2019-09", ("D1", 800_00))
    refusal = refused(rules.PAYMENT_NEEDS_LIVE_DECISION, september, given)
    assert cited(refusal, given) == ["grace-period-started"]
    assert cited(refused(rules.GRACE_PERIOD, GRACE, given), given) == ["grace-period-started"]


def test_the_grace_period_is_for_dibao_households_above_the_standard_for_some_months() -> None:
    given = history(*DIBAO_LIVE)
    for wrong in ({"months": 0}, {"months": 7}, {"income_fen": 1200_00}):
        refused(rules.GRACE_PERIOD, replace(GRACE, **wrong), given)
    refused(rules.GRACE_PERIOD, replace(GRACE, case="T1"), history(*TEKUN_LIVE))
    by_street = replace(GRACE, act=act("2019-05-20", "chief", STREET))
    refused(POWER_LIVE, by_street, given)


def test_a_new_standard_is_stated_for_each_live_case() -> None:
    given = history(*DIBAO_LIVE)
    [made] = decide(RECALCULATE, given)
    record = made.record
    assert isinstance(record, EntitlementRecalculated)
    assert (record.amount_before_fen, record.amount_fen) == (800_00, 900_00)
    assert record.basis["standard_fen"] == 650_00
    assert {"person:anna", "person:bert"} <= set(made.tags)
    assert decide(pay(DIBAO, "2019-10", ("D1", 900_00)), [*given, made])


def test_a_recalculation_names_live_cases_that_change() -> None:
    given = history(*DIBAO_LIVE)
    for wrong in ({"cases": ()}, {"cases": ("D1", "D1")}, {"month": "2019-13"}):
        refused(rules.RECALCULATED_AS_DUE, replace(RECALCULATE, **wrong), given)
    refusal = refused(rules.RECALCULATED_AS_DUE, replace(RECALCULATE, month="2019-11"), given)
    assert cited(refusal, given) == ["dibao-confirmed"]
    ended = history(TerminateCase(act("2019-08-20"), "D1", "2019-09", "income"), given=given)
    assert cited(refused(rules.RECALCULATED_AS_DUE, RECALCULATE, ended), ended) == [
        "case-terminated"
    ]


PAID_TOO_LONG: list[Decision] = [
    *DIBAO_LIVE,
    pay(DIBAO, "2019-02", ("D1", 800_00)),
    pay(DIBAO, "2019-03", ("D1", 800_00)),
    TerminateCase(act("2019-03-20"), "D1", "2019-03", "fraud"),
]
ESTABLISH = EstablishOverpayment(
    act("2019-03-25", "chief"), "D1", "多1", DIBAO, ("2019-03",), "fraud"
)
ORDER = OrderRecovery(act("2019-03-26", "chief"), "D1", "多1", "追1", day_of("2019-04-25"))
RECEIVE = ReceiveRecovery(act("2019-04-10"), "D1", "多1", 300_00, "收1")
WRITE_OFF = WriteOffOverpayment(act("2019-05-10", "head"), "D1", "多1", "核1")


def test_an_overpayment_is_established_ordered_back_received_and_written_off() -> None:
    given = history(*PAID_TOO_LONG, ESTABLISH, ORDER, RECEIVE, WRITE_OFF)
    established = given[-4].record
    assert isinstance(established, OverpaymentEstablished)
    assert established.months_fen == {"2019-03": 800_00}
    assert [t.record.outstanding_fen for t in given[-4:]] == [800_00, 800_00, 500_00, 0]
    assert all({"doc:多1", "person:anna", "person:bert"} <= set(t.tags) for t in given[-4:])
    refused(money_rules.RECOVERY_WITHIN_DEBT, RECEIVE, given)


def test_an_overpayment_is_what_was_paid_beyond_the_entitlement_and_once() -> None:
    given = history(*PAID_TOO_LONG)
    for months in ((), ("2019-02",), ("2019-02", "2019-03"), ("2019-04",)):
        refused(money_rules.OVERPAYMENT_AS_PAID, replace(ESTABLISH, months=months), given)
    refused(money_rules.OVERPAYMENT_AS_PAID, replace(ESTABLISH, reason="whim"), given)
    known = history(ESTABLISH, given=given)
    for again in (ESTABLISH, replace(ESTABLISH, overpayment="多2")):
        refused(money_rules.OVERPAYMENT_AS_PAID, again, known)
    for step in (ORDER, RECEIVE, WRITE_OFF):
        refused(money_rules.OVERPAYMENT_AS_PAID, step, given)


def test_a_month_changed_afterwards_is_overpaid_by_the_difference() -> None:
    change = ChangeDibao(act("2019-03-20", "chief"), "D1", "2019-03", (ANNA,), 400_00, "变1")
    given = history(*PAID_TOO_LONG[:-1], change)
    record = decide(replace(ESTABLISH, reason="income"), given)[0].record
    assert isinstance(record, OverpaymentEstablished)
    assert record.months_fen == {"2019-03": 600_00}
    settled = history(replace(ESTABLISH, reason="income"), given=given)
    again = pay(DIBAO, "2019-03", ("D1", 1), day="2019-04-10")
    refused(rules.PAYMENT_ONCE, again, settled)


def test_recovery_is_within_the_debt_and_only_the_district_writes_off() -> None:
    given = history(*PAID_TOO_LONG, ESTABLISH)
    for wrong in (0, -1, 800_01):
        refused(money_rules.RECOVERY_WITHIN_DEBT, replace(RECEIVE, amount_fen=wrong), given)
    refused(money_rules.RECOVERY_WITHIN_DEBT, replace(ORDER, due=day_of("2019-03-26")), given)
    refused(money_rules.WRITE_OFF_BY_DISTRICT, WRITE_OFF, given)
    ordered = history(ORDER, given=given)
    by_chief = replace(WRITE_OFF, act=act("2019-05-10", "chief"))
    refused(money_rules.WRITE_OFF_BY_DISTRICT, by_chief, ordered)
    by_street = replace(WRITE_OFF, act=act("2019-05-10", "head", STREET))
    opened = [*ESTABLISHMENT, *(appoint(by, STREET) for by in ("head",))]
    staffed = history(*opened, given=ordered)
    refused(POWER_LIVE, by_street, staffed)


def test_a_month_found_overpaid_is_not_reversed_as_well() -> None:
    given = history(*PAID_TOO_LONG, ESTABLISH)
    line = (RunLine("D1", "2019-03"),)
    cancel = CancelPayments(act("2019-03-26", "cashier"), "dibao-371002-2019-03", line, "wrong")
    refusal = refused(rules.REVERSAL_OF_PAYMENT, cancel, given)
    assert cited(refusal, given) == ["overpayment-established"]
