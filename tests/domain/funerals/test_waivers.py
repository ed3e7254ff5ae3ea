from dataclasses import replace
from datetime import date

import pytest

from domain.authority.rules import MAKER_NEVER_CHECKER
from domain.funerals import rules
from domain.funerals.decisions.waivers import (
    GrantFuneralWaiver,
    RecordCremation,
    ReverseFuneralWaiver,
)
from domain.funerals.records import FuneralWaiverGranted, FuneralWaiverReversed
from tests.domain.acting import act, person, refused
from tests.domain.deciding import decide, history

DECEDENT = person("decedent", "1930-01-01")
OTHER = person("other", "1931-01-01")
CREMATION = RecordCremation(
    act("2019-06-03", by="furnace"), DECEDENT, "C1", date(2019, 6, 1), date(2019, 6, 3), "1号炉"
)
ITEMS = {"transport": 300_00, "cremation": 900_00}
WAIVER = GrantFuneralWaiver(act("2019-06-03", by="till"), DECEDENT, "C1", ITEMS, "惠民1号")
CREMATED = history(CREMATION)
WAIVED = history(WAIVER, given=CREMATED)


def test_a_waiver_is_the_sum_of_its_items() -> None:
    (waiver,) = decide(WAIVER, CREMATED)
    assert isinstance(waiver.record, FuneralWaiverGranted)
    assert waiver.record.amount_fen == 1_200_00
    assert set(waiver.tags) >= {DECEDENT.tag, "doc:cremation-C1"}


def test_fees_are_waived_once_citing_the_earlier_waiver() -> None:
    assert refused(WAIVER, WAIVED, rules.WAIVER_ONCE) == [2]


def test_a_reversed_waiver_may_be_granted_again() -> None:
    reverse = ReverseFuneralWaiver(act(), DECEDENT, "项目有误")
    reversed_ = history(reverse, given=WAIVED)
    assert isinstance(reversed_[-1].record, FuneralWaiverReversed)
    assert reversed_[-1].record.amount_fen == 1_200_00
    assert refused(reverse, reversed_, rules.WAIVER_TO_REVERSE) == [3]
    again = history(WAIVER, given=reversed_)
    assert refused(WAIVER, again, rules.WAIVER_ONCE) == [4]


def test_no_waiver_without_its_cremation() -> None:
    assert refused(WAIVER, [], rules.WAIVER_NEEDS_CREMATION) == []
    other_paper = replace(WAIVER, cremation_certificate="C2")
    assert refused(other_paper, CREMATED, rules.WAIVER_NEEDS_CREMATION) == [1]
    other_decedent = replace(WAIVER, decedent=OTHER)
    assert refused(other_decedent, CREMATED, rules.WAIVER_NEEDS_CREMATION) == []


def test_who_recorded_the_cremation_does_not_waive_its_fees() -> None:
    assert refused(replace(WAIVER, act=act(by="furnace")), CREMATED, MAKER_NEVER_CHECKER) == [1]


@pytest.mark.parametrize("items", [{}, {"cremation": 0}, {"cremation": -5}, {"banquet": 100}])
def test_items_are_basic_services_with_amounts(items: dict[str, int]) -> None:
    assert refused(replace(WAIVER, items_fen=items), CREMATED, rules.WAIVER_ITEMS) == []


def test_a_decedent_is_cremated_once_and_a_certificate_used_once() -> None:
    other_paper = replace(CREMATION, cremation_certificate="C2")
    assert refused(other_paper, CREMATED, rules.CREMATED_ONCE) == [1]
    other_decedent = replace(CREMATION, decedent=OTHER)
    assert refused(other_decedent, CREMATED, rules.CERTIFICATE_ONCE) == [1]


@pytest.mark.parametrize(
    "days", [(date(2019, 6, 4), date(2019, 6, 3)), (date(2019, 6, 1), date(2019, 6, 4))]
)
def test_death_cremation_and_record_follow_each_other(days: tuple[date, date]) -> None:
    out_of_order = replace(CREMATION, died_on=days[0], cremated_on=days[1])
    assert refused(out_of_order, [], rules.DAYS_IN_ORDER) == []
