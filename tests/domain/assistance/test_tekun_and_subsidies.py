"""Tekun and subsidies: who may draw them, how much, and what excludes what."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.assistance import rules
from domain.assistance.records import (
    SelfCareAssessed,
    SubsidyConfirmed,
    TekunConfirmed,
)
from domain.assistance.schemes import Area, Scheme, SelfCareLevel
from tests.domain.assistance.stories import (
    BERT,
    CHILD,
    DIBAO_LIVE,
    STANDARDS,
    TEKUN_LIVE,
    TEKUN_NOTICED,
    accept,
    apply_dibao,
    apply_subsidy,
    apply_tekun,
    appraise,
    assess,
    check_means,
    cited,
    confirm_dibao,
    confirm_subsidy,
    confirm_tekun,
    notice,
    refused,
)
from tests.domain.deciding import decide, history


@pytest.mark.parametrize(
    ("lost", "level"),
    [
        (0, SelfCareLevel.FULL),
        (1, SelfCareLevel.PARTIAL),
        (3, SelfCareLevel.PARTIAL),
        (4, SelfCareLevel.NONE),
        (6, SelfCareLevel.NONE),
    ],
)
def test_the_self_care_level_follows_from_the_six_activities(
    lost: int, level: SelfCareLevel
) -> None:
    [assessed] = decide(assess("T1", lost), history(apply_tekun(), accept("T1")))
    assert isinstance(assessed.record, SelfCareAssessed)
    assert assessed.record.level is level
    assert "level" not in assessed.record.model_dump()


def test_self_care_is_assessed_for_tekun_only() -> None:
    given = history(apply_dibao(), accept("D1"))
    refused(rules.SELF_CARE_ASSESSED, assess("D1"), given)


def test_tekun_is_confirmed_with_living_and_care() -> None:
    confirmed = history(*TEKUN_LIVE)[-1].record
    assert isinstance(confirmed, TekunConfirmed)
    assert confirmed.amount_fen == 80_000 + 91_583


def test_tekun_needs_all_three_tests() -> None:
    steps = [step for step in TEKUN_NOTICED if step not in STANDARDS][1:]
    given = history(*STANDARDS, apply_tekun(supporter=True), *steps)
    refusal = refused(rules.TEKUN_THREE_TESTS, confirm_tekun(), given)
    assert cited(refusal, given) == ["tekun-applied"]
    assert "a supporter" in refusal.detail


def test_centralised_support_names_a_home() -> None:
    given = history(*TEKUN_NOTICED)
    refused(rules.CARE_ONLY_CENTRALISED, replace(confirm_tekun(), home=""), given)


def test_nobody_draws_dibao_and_tekun() -> None:
    steps = [step for step in TEKUN_NOTICED if step not in STANDARDS]
    given = history(*DIBAO_LIVE, *steps)
    refusal = refused(rules.ONE_SCHEME, confirm_tekun(), given)
    assert cited(refusal, given) == ["dibao-confirmed"]


def test_nobody_draws_dibao_in_two_households() -> None:
    given = history(
        *DIBAO_LIVE,
        apply_dibao("D2", BERT),
        accept("D2"),
        check_means("D2", 0),
        appraise("D2"),
        notice("D2", 600_00),
    )
    refused(rules.ONE_SCHEME, confirm_dibao("D2", BERT), given)


def test_nobody_draws_urban_and_rural_dibao_at_once() -> None:
    rural = replace(apply_dibao("D2", BERT), area=Area.RURAL)
    steps = (accept("D2"), check_means("D2", 0), appraise("D2"), notice("D2", 430_00))
    given = history(*DIBAO_LIVE, rural, *steps)
    refusal = refused(rules.ONE_SCHEME, confirm_dibao("D2", BERT), given)
    assert cited(refusal, given) == ["dibao-confirmed"]


def test_tekun_excludes_the_disability_subsidies() -> None:
    given = history(*TEKUN_LIVE, apply_subsidy(Scheme.DISABILITY_CARE, grade=1), accept("S1"))
    refusal = refused(rules.ONE_SCHEME, confirm_subsidy(Scheme.DISABILITY_CARE), given)
    assert cited(refusal, given) == ["tekun-confirmed"]


def test_both_disability_subsidies_may_be_drawn() -> None:
    living, care = Scheme.DISABILITY_LIVING, Scheme.DISABILITY_CARE
    given = history(
        *STANDARDS,
        apply_subsidy(living, "S1", grade=1),
        accept("S1"),
        confirm_subsidy(living, "S1"),
        apply_subsidy(care, "S2", grade=1),
        accept("S2"),
    )
    [confirmed] = decide(confirm_subsidy(care, "S2"), given)
    assert isinstance(confirmed.record, SubsidyConfirmed)
    assert confirmed.record.amount_fen == 100_00


def test_a_childs_subsidy_ends_with_the_month_of_18() -> None:
    adult = apply_subsidy(Scheme.ORPHAN)
    unknown = apply_subsidy(Scheme.ORPHAN, person=replace(CHILD, personal={}))
    for application in (adult, unknown):
        refused(rules.CHILD_UNDER_18, application, [])
    given = history(*STANDARDS, apply_subsidy(Scheme.ORPHAN, person=CHILD), accept("S1"))
    [confirmed] = decide(confirm_subsidy(Scheme.ORPHAN, person=CHILD), given)
    assert isinstance(confirmed.record, SubsidyConfirmed)
    assert confirmed.record.until_month == "2033-07"
    late = confirm_subsidy(Scheme.ORPHAN, person=CHILD, day="2033-07-04")
    assert cited(refused(rules.CHILD_UNDER_18, late, given), given) == ["subsidy-applied"]


def test_the_care_subsidy_asks_for_grade_one_or_two() -> None:
    for grade in (0, 3, 5):
        refused(rules.DISABILITY_GRADE, apply_subsidy(Scheme.DISABILITY_CARE, grade=grade), [])
    decide(apply_subsidy(Scheme.DISABILITY_LIVING, grade=3))
