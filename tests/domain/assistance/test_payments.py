"""Payment runs: a live decision, the right standard of its day, once, all or nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.assistance import rules
from domain.assistance.decisions import (
    ChangeAccount,
    ChangeDibao,
    PayBenefits,
    ResumeCase,
    SetSupportMode,
    SuspendCase,
    TerminateCase,
)
from domain.assistance.decisions.payments import PAYMENTS_MOST
from domain.assistance.records import BenefitPaid, DibaoChanged
from domain.assistance.schemes import Scheme, SupportMode
from domain.authority.rules import MAKER_NEVER_CHECKER
from domain.common.people import Person
from domain.common.records import Tagged
from tests.domain.assistance.stories import (
    ANNA,
    BERT,
    CHILD,
    DIBAO_LIVE,
    DIBAO_NOTICED,
    STANDARDS,
    TEKUN_LIVE,
    accept,
    act,
    adopt,
    apply_dibao,
    apply_subsidy,
    appraise,
    assess,
    check_means,
    cited,
    confirm_dibao,
    confirm_subsidy,
    notice,
    paid_lines,
    pay,
    refused,
)
from tests.domain.deciding import decide, history

DIBAO, TEKUN = Scheme.DIBAO, Scheme.TEKUN
CARL = Person("carl", {"name": "李卡"})


def paid(tagged: Tagged) -> BenefitPaid:
    assert isinstance(tagged.record, BenefitPaid)
    return tagged.record


def terminate(month: str, reason: str = "income") -> TerminateCase:
    return TerminateCase(act("2019-03-20"), "D1", month, reason)


def suspend(month: str) -> SuspendCase:
    return SuspendCase(act("2019-03-20"), "D1", month, "not found at home")


def test_a_payment_says_case_run_persons_and_amount() -> None:
    [payment] = paid_lines(decide(pay(DIBAO, "2019-02", ("D1", 800_00)), history(*DIBAO_LIVE)))
    assert paid(payment).persons == 2
    assert paid(payment).amount_fen == 800_00
    assert paid(payment).account == "acc-D1"
    assert {"case:D1", "run:dibao-371002-2019-02", "person:anna", "person:bert"} <= set(
        payment.tags
    )
    assert not payment.personal


def test_each_month_is_paid_by_the_standard_of_its_day() -> None:
    given = history(*DIBAO_LIVE)
    refusal = refused(rules.PAYMENT_OF_RIGHT_AMOUNT, pay(DIBAO, "2019-10", ("D1", 800_00)), given)
    assert "due are 900.00" in refusal.detail
    assert cited(refusal, given) == ["dibao-confirmed"]
    decide(pay(DIBAO, "2019-10", ("D1", 900_00)), given)
    decide(pay(DIBAO, "2019-09", ("D1", 800_00), day="2019-10-10"), given)


def test_a_month_before_confirmation_or_without_decision_is_not_paid() -> None:
    given = history(*DIBAO_LIVE)
    early = pay(DIBAO, "2019-01", ("D1", 800_00))
    assert cited(refused(rules.PAYMENT_NEEDS_LIVE_DECISION, early, given), given) == [
        "dibao-confirmed"
    ]
    noticed = history(*DIBAO_NOTICED)
    refused(rules.PAYMENT_NEEDS_LIVE_DECISION, pay(DIBAO, "2019-02", ("D1", 800_00)), noticed)
    refused(rules.PAYMENT_NEEDS_LIVE_DECISION, pay(TEKUN, "2019-02", ("D1", 800_00)), given)


def test_a_month_is_paid_once() -> None:
    given = history(*DIBAO_LIVE, pay(DIBAO, "2019-02", ("D1", 800_00)))
    again = pay(DIBAO, "2019-02", ("D1", 800_00), day="2019-03-10")
    assert cited(refused(rules.PAYMENT_ONCE, again, given), given) == ["benefit-paid"]


def test_arrears_are_the_rest_of_the_month_and_count_nobody_twice() -> None:
    late = replace(adopt("dibao-urban", 700, "2019-11-01"), act=act("2019-12-02"))
    given = history(*DIBAO_LIVE, pay(DIBAO, "2019-11", ("D1", 900_00)), late)
    wrong = pay(DIBAO, "2019-11", ("D1", 1000_00), day="2019-12-10")
    assert cited(refused(rules.PAYMENT_OF_RIGHT_AMOUNT, wrong, given), given) == [
        "dibao-confirmed",
        "benefit-paid",
    ]
    [arrears] = paid_lines(decide(pay(DIBAO, "2019-11", ("D1", 100_00), day="2019-12-10"), given))
    assert (paid(arrears).amount_fen, paid(arrears).persons) == (100_00, 0)
    assert paid(arrears).run == "dibao-371002-2019-12"


def test_one_bad_line_stops_the_run_and_every_bad_line_is_named() -> None:
    given = history(
        *DIBAO_LIVE,
        apply_dibao("D2", CARL),
        accept("D2"),
        check_means("D2", 0),
        appraise("D2"),
        notice("D2", 600_00),
        confirm_dibao("D2", CARL),
        pay(DIBAO, "2019-02", ("D2", 600_00)),
    )
    run = pay(DIBAO, "2019-02", ("D1", 799_99), ("D2", 600_00), ("D3", 1))
    refusal = refused(rules.PAYMENT_OF_RIGHT_AMOUNT, run, given)
    assert "3 of 3 payments" in refusal.detail
    assert all(f"case {case}" in refusal.detail for case in ("D1", "D2", "D3"))
    assert cited(refusal, given) == ["dibao-confirmed", "benefit-paid"]


@pytest.mark.parametrize(
    "malformed",
    [
        pay(DIBAO, "2019-02"),
        pay(DIBAO, "2019-02", ("D1", 800_00), ("D1", 800_00)),
        pay(DIBAO, "2019-03", ("D1", 800_00), day="2019-02-28"),
        pay(DIBAO, "2019-2", ("D1", 800_00), day="2019-02-10"),
        pay(DIBAO, "2019-02", *((f"D{n}", 1) for n in range(PAYMENTS_MOST + 1))),
    ],
)
def test_a_command_pays_a_bounded_list_for_a_month_that_has_begun(malformed: PayBenefits) -> None:
    refused(rules.RUN_WELL_FORMED, malformed, history(*DIBAO_LIVE))


def test_who_confirmed_neither_pays_nor_moves_the_account() -> None:
    given = history(*DIBAO_LIVE)
    move = ChangeAccount(act("2019-02-01", "chief"), "D1", "acc-2", "函3")
    paid = pay(DIBAO, "2019-02", ("D1", 800_00), by="chief")
    for rule, decision in ((MAKER_NEVER_CHECKER, paid), (rules.DIFFERENT_OFFICIALS, move)):
        refusal = refused(rule, decision, given)
        assert cited(refusal, given) == ["dibao-confirmed"]
    refused(rules.APPLICATION_COMPLETE, replace(move, act=act("2019-02-01"), account=""), given)


def test_a_suspended_month_is_not_paid_until_resumed() -> None:
    given = history(*DIBAO_LIVE, suspend("2019-04"))
    decide(pay(DIBAO, "2019-03", ("D1", 800_00)), given)
    april = pay(DIBAO, "2019-04", ("D1", 800_00))
    assert cited(refused(rules.PAYMENT_NEEDS_LIVE_DECISION, april, given), given) == [
        "case-suspended"
    ]
    refused(rules.CHANGE_FROM_LATER_MONTH, suspend("2019-05"), given)
    resume = ResumeCase(act("2019-04-20"), "D1", "2019-05", "found")
    resumed = history(resume, given=given)
    refused(rules.PAYMENT_NEEDS_LIVE_DECISION, april, resumed)
    decide(pay(DIBAO, "2019-05", ("D1", 800_00)), resumed)
    refused(rules.CHANGE_FROM_LATER_MONTH, replace(resume, from_month="2019-06"), resumed)


def test_an_ended_case_is_paid_to_its_last_month_and_changes_no_more() -> None:
    given = history(*DIBAO_LIVE, terminate("2019-04"))
    decide(pay(DIBAO, "2019-03", ("D1", 800_00)), given)
    april = pay(DIBAO, "2019-04", ("D1", 800_00))
    assert cited(refused(rules.PAYMENT_NEEDS_LIVE_DECISION, april, given), given) == [
        "case-terminated"
    ]
    for change in (terminate("2019-05"), suspend("2019-04")):
        assert cited(refused(rules.CASE_LIVE, change, given), given) == ["case-terminated"]


def test_changes_have_a_month_and_a_known_reason() -> None:
    given = history(*DIBAO_LIVE)
    for change in (terminate("2019-01"), terminate("2019-13"), terminate("2019-04", "whim")):
        refused(rules.CHANGE_FROM_LATER_MONTH, change, given)
    refused(rules.CASE_LIVE, terminate("2019-04"), history(*DIBAO_NOTICED))


def test_after_a_termination_the_person_may_draw_another_scheme() -> None:
    ended = history(*DIBAO_LIVE, terminate("2019-02", "became-tekun"))
    given = history(
        apply_dibao("D2", BERT),
        accept("D2"),
        check_means("D2", 0),
        appraise("D2"),
        notice("D2", 600_00),
        given=ended,
    )
    assert decide(confirm_dibao("D2", BERT), given)


def change_members(month: str, *members: Person, income_fen: int = 400_00) -> ChangeDibao:
    return ChangeDibao(act("2019-03-20", "chief"), "D1", month, members, income_fen, "变1")


def test_a_changed_household_is_paid_as_it_is_in_each_month() -> None:
    given = history(*DIBAO_LIVE, change_members("2019-04", ANNA))
    changed = given[-1]
    assert isinstance(changed.record, DibaoChanged)
    assert changed.record.amount_fen == 200_00
    assert {"person:anna", "person:bert"} <= set(changed.tags)
    decide(pay(DIBAO, "2019-03", ("D1", 800_00)), given)
    april_run = pay(DIBAO, "2019-04", ("D1", 200_00))
    [april] = paid_lines(decide(april_run, given))
    assert paid(april).persons == 1
    assert "person:bert" not in april.tags


def test_a_change_beyond_the_standard_ends_the_case_instead() -> None:
    given = history(*DIBAO_LIVE)
    refused(rules.MEANS_WITHIN_LIMITS, change_members("2019-04", ANNA, income_fen=700_00), given)
    refused(
        rules.CASE_LIVE, replace(change_members("2019-04", ANNA), case="T1"), history(*TEKUN_LIVE)
    )


def test_who_joins_a_household_draws_nothing_that_excludes_dibao() -> None:
    steps = [step for step in TEKUN_LIVE if step not in STANDARDS]
    given = history(*STANDARDS, *steps)
    given = history(
        apply_dibao("D1", BERT),
        accept("D1"),
        check_means("D1", 0),
        appraise("D1"),
        notice("D1", 600_00),
        confirm_dibao("D1", BERT),
        given=given,
    )
    refusal = refused(rules.ONE_SCHEME, change_members("2019-04", BERT, ANNA), given)
    assert cited(refusal, given) == ["tekun-confirmed"]


def test_tekun_follows_mode_and_assessment_from_the_month_after() -> None:
    given = history(*TEKUN_LIVE, assess("T1", 1, "2019-03-15"))
    decide(pay(TEKUN, "2019-03", ("T1", 80_000 + 91_583)), given)
    decide(pay(TEKUN, "2019-04", ("T1", 80_000 + 45_791)), given)
    move = SetSupportMode(act("2019-04-20"), "T1", "2019-05", SupportMode.DISPERSED, "协2")
    refused(rules.CARE_ONLY_CENTRALISED, replace(move, home="home-1"), given)
    moved = history(move, given=given)
    decide(pay(TEKUN, "2019-04", ("T1", 80_000 + 45_791)), moved)
    decide(pay(TEKUN, "2019-05", ("T1", 80_000)), moved)
    refused(rules.CASE_LIVE, replace(move, case="D1"), history(*DIBAO_LIVE))


def test_a_childs_subsidy_is_paid_to_the_month_of_18_and_no_further() -> None:
    given = history(
        *STANDARDS,
        apply_subsidy(Scheme.ORPHAN, person=CHILD),
        accept("S1"),
        confirm_subsidy(Scheme.ORPHAN, person=CHILD),
    )
    decide(pay(Scheme.ORPHAN, "2033-07", ("S1", 1500_00)), given)
    after = pay(Scheme.ORPHAN, "2033-08", ("S1", 1500_00))
    assert cited(refused(rules.PAYMENT_NEEDS_LIVE_DECISION, after, given), given) == [
        "subsidy-confirmed"
    ]


def test_a_month_without_a_standard_is_not_paid() -> None:
    given = [tagged for tagged in history(*DIBAO_LIVE) if "rule:dibao-urban" not in tagged.tags]
    refused(rules.STANDARD_OF_ITS_DAY, pay(DIBAO, "2019-02", ("D1", 800_00)), given)
