"""Temporary relief by both paths, and the reserve funds that pay some of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from domain.assistance import money_rules, rules
from domain.assistance.decisions import (
    AcceptApplication,
    ApplyForRelief,
    AttachVoucher,
    CloseImprest,
    ConfirmRelief,
    EstablishImprest,
    MakeGoodShortfall,
    PayRelief,
    PostNotice,
    ReceiveSupplement,
    ReconcileImprest,
    ReplenishImprest,
    ReportMeansCheck,
    ReturnImprest,
    ReturnRelief,
)
from domain.assistance.decisions.checks import SOURCES_ASKED
from domain.assistance.editions import RELIEF_2014
from domain.assistance.records import ReliefConfirmed, ReliefPaid, SupplementReceived
from domain.assistance.records.imprests import ImprestRecord, VoucherAttached
from domain.assistance.schemes import Area, ReliefPath
from domain.authority.rules import MAKER_NEVER_CHECKER, WITHIN_CAP
from domain.common.decisions import Decision
from domain.common.records import Tagged
from domain.common.refusals import Refusal
from tests.domain.assistance.stories import (
    ANNA,
    BERT,
    DISTRICT,
    PHOTO,
    STREET,
    act,
    adopt,
    cited,
    day_of,
    refused,
)
from tests.domain.authority.stories import ESTABLISHMENT, appoint, delegate
from tests.domain.deciding import decide, history

PEOPLE = ("anna", "bert")
PAPERS = RELIEF_2014.papers_asked
CAP = adopt("relief-cap", 2600)
APPLY = ApplyForRelief(
    act("2019-03-04", "clerk", STREET),
    "R1",
    "acc-R1",
    Area.URBAN,
    ReliefPath.GENERAL,
    (ANNA, BERT),
    "illness",
    PAPERS,
)
CHECKED: list[Decision] = [
    CAP,
    APPLY,
    AcceptApplication(act("2019-03-05", "acceptor", STREET), "R1"),
    ReportMeansCheck(
        act("2019-03-06", "checker", STREET), "R1", "核1", SOURCES_ASKED, 0, True, ("v1", "v2")
    ),
    PostNotice(
        act("2019-03-07", "checker", STREET),
        "R1",
        "community-1",
        day_of("2019-03-07"),
        day_of("2019-03-13"),
        2000_00,
        PHOTO,
    ),
]
CONFIRM = ConfirmRelief(act("2019-03-14", "chief"), "R1", PEOPLE, 2000_00, "临1")
PAY = PayRelief(act("2019-03-20", "cashier"), "R1", PEOPLE, 2000_00, "treasury", "行1")
URGENT = replace(APPLY, path=ReliefPath.EMERGENCY, papers=PAPERS[:1])
PAY_URGENT = replace(
    PAY, act=act("2019-03-05", "cashier", STREET), source="imprest", voucher="备支1"
)
PAPERS_IN = ReceiveSupplement(act("2019-03-20", "clerk", STREET), "R1", PAPERS[1:])
FUND: list[Decision] = [
    EstablishImprest(act("2019-01-08", "head"), STREET, 5000_00, "备1"),
    ReplenishImprest(act("2019-01-10", "head"), STREET, 5000_00, "拨1"),
]
VOUCHER = AttachVoucher(act("2019-03-19", "keeper", STREET), STREET, "备支1", "凭1", "ef" * 32)


def test_general_relief_is_decided_after_the_notice_and_paid_once() -> None:
    given = history(*CHECKED, CONFIRM, PAY)
    paid = given[-1].record
    assert isinstance(paid, ReliefPaid)
    assert (paid.persons, paid.amount_fen, paid.late, paid.papers_due) == (2, 2000_00, False, "")
    assert cited(refused(money_rules.RELIEF_PAID_ONCE, PAY, given), given) == ["relief-paid"]


def test_general_relief_keeps_its_order() -> None:
    checked = history(*CHECKED)
    refused(money_rules.RELIEF_BY_ITS_PATH, PAY, checked)
    refused(rules.NOTICE_SEVEN_DAYS, replace(CONFIRM, act=act("2019-03-13", "chief")), checked)
    refused(rules.AS_NOTICED, replace(CONFIRM, amount_fen=2000_01), checked)
    refused(rules.STEPS_IN_ORDER, replace(CONFIRM, members=("anna",)), checked)
    refused(rules.STEPS_IN_ORDER, CONFIRM, history(*CHECKED[:3]))
    by_acceptor = replace(CONFIRM, act=act("2019-03-14", "acceptor"))
    refused(MAKER_NEVER_CHECKER, by_acceptor, checked)
    confirmed = history(CONFIRM, given=checked)
    refused(money_rules.RELIEF_BY_ITS_PATH, replace(PAY, amount_fen=1), confirmed)
    refused(MAKER_NEVER_CHECKER, replace(PAY, act=act("2019-03-20", "chief")), confirmed)


@pytest.mark.parametrize("wrong", [{"amount_fen": 0}, {"amount_fen": -1}, {"source": "pocket"}])
def test_relief_is_above_zero_from_a_known_source(wrong: dict[str, object]) -> None:
    refused(money_rules.RELIEF_WELL_FORMED, replace(PAY, **wrong), history(*CHECKED, CONFIRM))


def test_relief_has_a_known_cause() -> None:
    refused(money_rules.RELIEF_WELL_FORMED, replace(APPLY, cause="whim"), [])


def test_an_emergency_is_paid_first_then_papered_then_confirmed_as_paid() -> None:
    given = history(CAP, *FUND, URGENT, PAY_URGENT)
    paid = given[-1].record
    assert isinstance(paid, ReliefPaid)
    assert (paid.hours_after_application, paid.late, paid.papers_due) == (24, False, "2019-04-02")
    refused(rules.PAPERS_COMPLETE, CONFIRM, given)
    papered = history(PAPERS_IN, given=given)
    received = papered[-1].record
    assert isinstance(received, SupplementReceived)
    assert (received.still_missing, received.working_days_late) == ([], 0)
    refused(money_rules.RELIEF_BY_ITS_PATH, replace(CONFIRM, amount_fen=1999_00), papered)
    late = replace(CONFIRM, act=act("2019-04-04", "chief"))
    confirmed = decide(late, papered)[0].record
    assert isinstance(confirmed, ReliefConfirmed)
    assert confirmed.working_days_late == 2


def test_an_emergency_after_48_hours_is_paid_and_marked() -> None:
    slow = replace(PAY_URGENT, act=act("2019-03-07", "cashier", STREET))
    paid = decide(slow, history(CAP, *FUND, URGENT))[-1].record
    assert isinstance(paid, ReliefPaid)
    assert (paid.hours_after_application, paid.late) == (72, True)


def second(case: str, day: str, cause: str = "fire") -> ApplyForRelief:
    return replace(URGENT, act=act(day, "clerk", STREET), case=case, cause=cause)


def test_the_same_cause_is_helped_once_a_year() -> None:
    given = history(CAP, *FUND, URGENT, PAY_URGENT, second("R2", "2019-12-02", "illness"))
    again = replace(PAY_URGENT, act=act("2019-12-03", "cashier", STREET), case="R2", voucher="备2")
    assert cited(refused(money_rules.RELIEF_ONCE_A_YEAR, again, given), given) == ["relief-paid"]
    returned = history(
        ReturnRelief(act("2019-12-02", "clerk"), "R1", "not-entitled", "收1"), given=given
    )
    assert decide(again, returned)
    year_after = [*given, *decide(second("R3", "2020-01-06", "illness"), given)]
    january = replace(again, act=act("2020-01-07", "cashier", STREET), case="R3")
    assert decide(january, year_after)


def test_an_emergency_is_not_split_to_stay_below_the_cap() -> None:
    given = history(CAP, *FUND, URGENT, PAY_URGENT, second("R2", "2019-03-20"))
    rest = replace(PAY_URGENT, act=act("2019-03-20", "cashier", STREET), case="R2", voucher="备2")
    rest = replace(rest, amount_fen=600_01)
    assert cited(refused(money_rules.RELIEF_WITHIN_CAP, rest, given), given) == ["relief-paid"]
    assert decide(replace(rest, amount_fen=600_00), given)
    assert decide(replace(rest, act=act("2019-04-10", "cashier", STREET)), given)
    refused(rules.STANDARD_OF_ITS_DAY, PAY_URGENT, history(*FUND, URGENT))


def test_a_decision_over_the_cap_of_its_grant_is_refused_also_in_two_parts() -> None:
    office = [*ESTABLISHMENT, delegate("temp-relief", cap_fen=2500_00)]
    staffed = [*office, *(appoint(by) for by in ("checker", "keeper"))]
    by_street = replace(CONFIRM, act=act("2019-03-14", "chief", STREET))
    given = history(*staffed, *CHECKED)
    confirmed = history(by_street, given=given)
    other = [
        replace(CHECKED[1], case="R2", cause="fire"),
        *(replace(step, case="R2") for step in CHECKED[2:]),
    ]
    both = history(*other, given=confirmed)
    refused(WITHIN_CAP, replace(by_street, case="R2"), both)


def test_returned_relief_is_returned_whole_and_once() -> None:
    back = ReturnRelief(act("2019-03-25", "clerk"), "R1", "bank-return", "收1")
    paid = history(*CHECKED, CONFIRM, PAY)
    given = history(back, given=paid)
    assert cited(refused(money_rules.RELIEF_PAID_ONCE, back, given), given) == ["relief-returned"]
    refused(money_rules.RELIEF_PAID_ONCE, replace(back, reason="whim"), paid)
    refused(money_rules.RELIEF_PAID_ONCE, back, history(*CHECKED))


def test_a_reserve_fund_is_filled_spent_vouchered_counted_returned_and_closed() -> None:
    given = history(CAP, *FUND, URGENT, PAY_URGENT)
    fund = given[-2].record
    assert isinstance(fund, ImprestRecord)
    assert (fund.balance_after_fen, fund.unvouchered_items) == (3000_00, 1)
    assert {"fund:imprest-371002001", "case:R1", "doc:备支1"} <= set(given[-2].tags)
    vouchered = history(VOUCHER, given=given)
    attached = vouchered[-1].record
    assert isinstance(attached, VoucherAttached)
    assert (attached.unvouchered_items, attached.working_days_late) == (0, 0)
    refused(money_rules.VOUCHER_FOR_SLIP, VOUCHER, vouchered)
    refused(money_rules.VOUCHER_FOR_SLIP, replace(VOUCHER, slip="备支9"), vouchered)
    close = CloseImprest(act("2019-12-26", "head"), STREET, "备2")
    refused(money_rules.IMPREST_SETTLED, close, vouchered)
    short = history(
        ReconcileImprest(act("2019-06-28", "head"), STREET, 2900_00, "盘1"), given=vouchered
    )
    refused(money_rules.RECOVERY_WITHIN_DEBT, _make_good(100_01), short)
    whole = history(_make_good(100_00), given=short)
    back = ReturnImprest(act("2019-12-20", "keeper", STREET), STREET, 3000_00, "缴1")
    refused(money_rules.IMPREST_NOT_BELOW_ZERO, replace(back, amount_fen=3000_01), whole)
    closed = history(back, close, given=whole)
    for step in (back, VOUCHER, FUND[1], close):
        refused(money_rules.IMPREST_OPEN, step, closed)
    assert decide(FUND[0], closed), "the next year begins with a new one"


def _make_good(amount_fen: int) -> MakeGoodShortfall:
    return MakeGoodShortfall(act("2019-07-01", "keeper", STREET), STREET, amount_fen, "收1")


def test_a_late_voucher_is_taken_and_marked() -> None:
    late = replace(VOUCHER, act=act("2019-03-21", "keeper", STREET))
    attached = decide(late, history(CAP, *FUND, URGENT, PAY_URGENT))[0].record
    assert isinstance(attached, VoucherAttached)
    assert attached.working_days_late == 2


def test_a_reserve_fund_pays_what_it_holds() -> None:
    refused(money_rules.IMPREST_OPEN, PAY_URGENT, history(CAP, URGENT))
    poor = history(CAP, FUND[0], URGENT)
    refused(money_rules.IMPREST_NOT_BELOW_ZERO, PAY_URGENT, poor)
    refused(money_rules.IMPREST_OPEN, FUND[0], poor)
    for amount_fen in (0, -1, 5000_01):
        fill = replace(FUND[1], amount_fen=amount_fen)
        refused(money_rules.IMPREST_WITHIN_CEILING, fill, poor)
    count = ReconcileImprest(act("2019-06-28", "head"), STREET, 1, "盘1")
    refused(money_rules.IMPREST_NOT_BELOW_ZERO, count, poor)


amounts = st.integers(-100, 700)


@settings(max_examples=60, deadline=None)
@drawn(st.lists(st.tuples(st.sampled_from(["fill", "pay", "voucher", "count", "return"]), amounts)))
def test_no_sequence_of_commands_takes_a_reserve_fund_below_zero(
    steps: list[tuple[str, int]],
) -> None:
    """Balance and what has no voucher are those of the moves that were let through."""
    given: list[Tagged] = history(
        adopt("relief-cap", 10**6), replace(FUND[0], ceiling_fen=1000), given=[]
    )
    balance, unvouchered, short = 0, {}, 0
    for place, (kind, fen) in enumerate(steps):
        case, slip = f"R{place}", f"备{place}"
        day = day_of("2019-03-04") + timedelta(days=40 * place)
        when = act(day.isoformat(), "keeper", STREET)
        if kind == "pay":
            people = (replace(ANNA, id=f"p{place}", personal={}),)
            asked = replace(URGENT, act=when, case=case, members=people)
            given = history(asked, given=given)
        command: Decision = {
            "fill": replace(FUND[1], act=when, amount_fen=fen),
            "pay": PayRelief(when, case, (f"p{place}",), fen, "imprest", slip),
            "voucher": replace(VOUCHER, act=when, slip=next(iter(unvouchered), "none")),
            "count": ReconcileImprest(when, STREET, balance - fen, "盘"),
            "return": ReturnImprest(when, STREET, fen, "缴"),
        }[kind]
        try:
            made = decide(command, given)
        except Refusal:
            assert not _allowed(kind, fen, balance, bool(unvouchered))
            continue
        assert _allowed(kind, fen, balance, bool(unvouchered))
        given = [*given, *made]
        if kind == "fill":
            balance += fen
        elif kind == "voucher":
            unvouchered.pop(next(iter(unvouchered)))
        else:
            balance -= fen
            short += fen if kind == "count" else 0
            if kind == "pay":
                unvouchered[slip] = fen
        stands = next(t.record for t in reversed(given) if isinstance(t.record, ImprestRecord))
        assert 0 <= stands.balance_after_fen == balance
        assert stands.unvouchered_fen == sum(unvouchered.values())
        assert stands.shortfall_fen == short


def _allowed(kind: str, fen: int, balance: int, has_unvouchered: bool) -> bool:
    return {
        "fill": 0 < fen <= 1000 - balance,
        "pay": 0 < fen <= balance,
        "voucher": has_unvouchered,
        "count": 0 <= fen <= balance,
        "return": 0 < fen <= balance,
    }[kind]


def test_the_district_sets_up_and_closes_the_funds() -> None:
    given = history(*ESTABLISHMENT, *(appoint(by, DISTRICT) for by in ("keeper",)))
    from domain.authority.rules import POWER_LIVE

    by_street = replace(FUND[0], act=act("2019-01-08", "chief", STREET))
    refused(POWER_LIVE, by_street, given)
