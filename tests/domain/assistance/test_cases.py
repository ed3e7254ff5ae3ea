"""From application to confirmation: each rule, and the records of a case that keeps them all."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.assistance import rules
from domain.assistance.decisions import RaiseObjection, RejectApplication
from domain.assistance.records import (
    ApplicationRejected,
    DibaoApplied,
    DibaoConfirmed,
)
from domain.assistance.schemes import Scheme
from domain.authority import rules as authority_rules
from domain.common.decisions import Decision
from tests.domain.assistance.stories import (
    ANNA,
    BERT,
    CHILD,
    DIBAO_LIVE,
    DIBAO_NOTICED,
    STANDARDS,
    accept,
    act,
    apply_dibao,
    apply_subsidy,
    appraise,
    check_means,
    cited,
    confirm_dibao,
    confirm_subsidy,
    notice,
    refused,
)
from tests.domain.deciding import decide, history


def test_a_dibao_household_is_confirmed_with_what_the_notice_said() -> None:
    given = history(*DIBAO_LIVE)
    confirmed = given[-1]
    assert isinstance(confirmed.record, DibaoConfirmed)
    assert confirmed.record.amount_fen == 2 * 600_00 - 400_00
    assert confirmed.record.from_month == "2019-02"
    assert {"case:D1", "person:anna", "person:bert", "official:chief"} <= set(confirmed.tags)


def test_names_and_numbers_travel_beside_the_application_only() -> None:
    [applied] = decide(apply_dibao())
    assert isinstance(applied.record, DibaoApplied)
    assert applied.personal == {"anna": ANNA.personal, "bert": BERT.personal}
    assert "王安" not in applied.record.model_dump_json()


def test_a_case_number_is_used_once() -> None:
    given = history(*STANDARDS, apply_dibao())
    assert cited(refused(rules.CASE_NEW, apply_dibao(), given), given) == ["dibao-applied"]


@pytest.mark.parametrize(
    "application",
    [
        replace(apply_dibao(), authorisation=""),
        replace(apply_dibao(), account=""),
        replace(apply_dibao(), members=()),
        replace(apply_dibao(), members=(ANNA, ANNA)),
        replace(apply_subsidy(Scheme.ORPHAN, person=CHILD), scheme=Scheme.DIBAO),
    ],
)
def test_an_application_is_complete(application: Decision) -> None:
    refused(rules.APPLICATION_COMPLETE, application, [])


def test_steps_are_not_skipped() -> None:
    applied = history(*STANDARDS, apply_dibao())
    refused(rules.STEPS_IN_ORDER, accept("D2"), applied)
    refused(rules.STEPS_IN_ORDER, check_means("D1"), applied)
    accepted = history(accept("D1"), given=applied)
    assert cited(refused(rules.STEPS_IN_ORDER, accept("D1"), accepted), accepted) == [
        "application-accepted"
    ]
    refused(rules.STEPS_IN_ORDER, appraise("D1"), accepted)
    refused(rules.STEPS_IN_ORDER, notice("D1"), accepted)
    refused(rules.STEPS_IN_ORDER, confirm_dibao(), accepted)


def test_a_decided_case_takes_no_more_steps() -> None:
    given = history(*DIBAO_LIVE)
    for step in (check_means("D1"), appraise("D1"), notice("D1"), confirm_dibao()):
        assert cited(refused(rules.STEPS_IN_ORDER, step, given), given) == ["dibao-confirmed"]


@pytest.mark.parametrize(
    "lacking",
    [
        {"sources": ("bank", "business", "property", "vehicle")},
        {"visitors": ("v1",)},
        {"visitors": ("v1", "v1")},
        {"income_fen": -1},
    ],
)
def test_means_are_checked_with_every_register_by_two(lacking: dict[str, object]) -> None:
    given = history(apply_dibao(), accept("D1"))
    refused(rules.MEANS_SUFFICIENTLY_CHECKED, replace(check_means("D1"), **lacking), given)


def test_means_must_be_within_limits() -> None:
    start = history(*STANDARDS, apply_dibao(), accept("D1"))
    for check in (check_means("D1", 1200_00), check_means("D1", within=False)):
        given = history(check, appraise("D1"), notice("D1"), given=start)
        refusal = refused(rules.MEANS_WITHIN_LIMITS, confirm_dibao(), given)
        assert cited(refusal, given) == ["means-checked"]


def test_appraisal_comes_before_the_notice_until_june_2021() -> None:
    given = history(apply_dibao(), accept("D1"), check_means("D1"))
    refused(rules.APPRAISAL_HELD, notice("D1"), given)
    decide(notice("D1", first="2021-07-01", last="2021-07-07"), given)


def test_an_appraisal_that_went_against_stops_the_case() -> None:
    given = history(apply_dibao(), accept("D1"), check_means("D1"), appraise("D1", 5, 5))
    assert cited(refused(rules.APPRAISAL_HELD, notice("D1"), given), given) == ["appraisal-held"]


def test_an_objection_makes_check_appraisal_and_notice_begin_anew() -> None:
    given = history(*DIBAO_NOTICED, RaiseObjection(act("2019-01-16"), "D1", "异1"))
    assert cited(refused(rules.STEPS_IN_ORDER, confirm_dibao(), given), given) == ["means-checked"]
    refused(rules.STEPS_IN_ORDER, notice("D1"), given)
    checked = history(check_means("D1"), given=given)
    refusal = refused(
        rules.APPRAISAL_HELD, notice("D1", first="2022-01-03", last="2022-01-09"), checked
    )
    assert cited(refusal, checked) == ["objection-raised"]
    again = history(appraise("D1"), notice("D1", 800_00, "2019-01-21", "2019-01-27"), given=checked)
    decide(confirm_dibao(day="2019-01-28"), again)


def test_a_notice_stands_seven_days_and_has_ended() -> None:
    given = history(*STANDARDS, apply_dibao(), accept("D1"), check_means("D1"), appraise("D1"))
    refused(rules.NOTICE_SEVEN_DAYS, notice("D1", last="2019-01-19"), given)
    posted = history(notice("D1"), given=given)
    refusal = refused(rules.NOTICE_SEVEN_DAYS, confirm_dibao(day="2019-01-20"), posted)
    assert cited(refusal, posted) == ["notice-posted"]


def test_what_is_confirmed_is_what_was_noticed() -> None:
    given = history(*DIBAO_NOTICED)
    refusal = refused(rules.AS_NOTICED, confirm_dibao(addon=1), given)
    assert cited(refusal, given) == ["notice-posted"]
    assert "860.00" in refusal.detail


def test_the_persons_confirmed_are_those_of_the_application() -> None:
    given = history(*DIBAO_NOTICED)
    refused(rules.STEPS_IN_ORDER, confirm_dibao("D1", ANNA), given)
    refused(rules.STEPS_IN_ORDER, confirm_subsidy(Scheme.DISABILITY_CARE, "D1"), given)


def test_who_accepted_does_not_decide() -> None:
    given = history(*DIBAO_NOTICED)
    rejection = RejectApplication(
        act("2019-01-21", "acceptor"), "D1", Scheme.DIBAO, rules.MEANS_WITHIN_LIMITS.id, "函1"
    )
    for decision in (confirm_dibao(by="acceptor"), rejection):
        refusal = refused(authority_rules.MAKER_NEVER_CHECKER, decision, given)
        assert cited(refusal, given) == ["application-accepted"]


def test_a_rejection_names_scheme_and_rule() -> None:
    given = history(*DIBAO_NOTICED)
    rejection = RejectApplication(
        act("2019-01-21", "chief"), "D1", Scheme.DIBAO, rules.MEANS_WITHIN_LIMITS.id, "函1"
    )
    for wrong in (replace(rejection, rule="none"), replace(rejection, scheme=Scheme.TEKUN)):
        refused(rules.APPLICATION_COMPLETE, wrong, given)
    [rejected] = decide(rejection, given)
    assert isinstance(rejected.record, ApplicationRejected)
    assert "person:bert" in rejected.tags
    done = [*given, rejected]
    assert cited(refused(rules.STEPS_IN_ORDER, confirm_dibao(), done), done) == [
        "application-rejected"
    ]


def test_a_standard_must_be_in_force_in_the_first_month() -> None:
    given = history(apply_dibao(), accept("D1"), check_means("D1"), appraise("D1"), notice("D1"))
    refused(rules.STANDARD_OF_ITS_DAY, confirm_dibao(), given)
