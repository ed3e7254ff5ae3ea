from dataclasses import replace
from datetime import date

import pytest

from domain.authority.rules import MAKER_NEVER_CHECKER
from domain.funerals import rules
from domain.funerals.decisions.bodies import ReceiveBody, RecordCremation
from domain.funerals.decisions.claims import ClaimWaivers
from domain.funerals.decisions.till import IssueTillReceipt, SettleTill
from domain.funerals.decisions.waivers import (
    GrantFuneralWaiver,
    ReverseFuneralWaiver,
    SetWaiverPolicy,
)
from domain.funerals.records import FuneralWaiverGranted, FuneralWaiverReversed
from tests.domain.acting import act, person, refused
from tests.domain.deciding import decide, history

DECEDENT = person("decedent", "1930-01-01")
OTHER = person("other", "1931-01-01")
PAPER = "HH371002-2019-000001"
BODY = ReceiveBody(
    act("2019-06-02", by="window"), DECEDENT, date(2019, 6, 1), "证1", "医院", True, "医院"
)
CREMATION = RecordCremation(
    act("2019-06-03", by="furnace"), DECEDENT, date(2019, 6, 3), "1号炉", "09:00", "09:40"
)
ITEMS = {"transport": 300_00, "cremation": 900_00}
POLICY = SetWaiverPolicy(act("2019-01-01"), "惠民1号", date(2019, 1, 1), ITEMS)
WAIVER = GrantFuneralWaiver(act("2019-06-03", by="till"), DECEDENT, PAPER, ITEMS, "惠民1号")
RECEIVED = history(POLICY, BODY)  # 1 to 3
CREMATED = history(CREMATION, given=RECEIVED)  # 4
WAIVED = history(WAIVER, given=CREMATED)  # 5


def test_a_waiver_is_the_sum_of_its_items() -> None:
    (waiver,) = decide(WAIVER, CREMATED)
    assert isinstance(waiver.record, FuneralWaiverGranted)
    assert waiver.record.amount_fen == 1_200_00
    assert set(waiver.tags) >= {DECEDENT.tag, f"doc:cremation-{PAPER}"}


def test_fees_are_waived_once_citing_the_earlier_waiver() -> None:
    assert refused(WAIVER, WAIVED, rules.WAIVER_ONCE) == [5]


def test_a_reversed_waiver_may_be_granted_again() -> None:
    reverse = ReverseFuneralWaiver(act(), DECEDENT, "项目有误")
    reversed_ = history(reverse, given=WAIVED)
    assert isinstance(reversed_[-1].record, FuneralWaiverReversed)
    assert reversed_[-1].record.amount_fen == 1_200_00
    assert reversed_[-1].record.waiver_position == 5
    assert refused(reverse, reversed_, rules.WAIVER_TO_REVERSE) == [6]
    again = history(WAIVER, given=reversed_)
    assert refused(WAIVER, again, rules.WAIVER_ONCE) == [7]


def test_no_waiver_without_its_cremation() -> None:
    assert refused(WAIVER, [], rules.WAIVER_NEEDS_CREMATION) == []
    other_paper = replace(WAIVER, cremation_certificate="C2")
    assert refused(other_paper, CREMATED, rules.WAIVER_NEEDS_CREMATION) == [4]
    other_decedent = replace(WAIVER, decedent=OTHER)
    assert refused(other_decedent, CREMATED, rules.WAIVER_NEEDS_CREMATION) == []


def test_who_recorded_the_cremation_does_not_waive_its_fees() -> None:
    assert refused(replace(WAIVER, act=act(by="furnace")), CREMATED, MAKER_NEVER_CHECKER) == [4]


@pytest.mark.parametrize("items", [{}, {"cremation": 0}, {"cremation": -5}, {"banquet": 100}])
def test_items_are_basic_services_with_amounts(items: dict[str, int]) -> None:
    assert refused(replace(WAIVER, items_fen=items), CREMATED, rules.WAIVER_ITEMS) == []


def test_a_waiver_rests_on_the_policy_in_force() -> None:
    assert refused(replace(WAIVER, policy_document="2号"), CREMATED, rules.WAIVER_POLICY_IN_FORCE)
    dear = replace(WAIVER, items_fen={"transport": 300_01})
    assert refused(dear, CREMATED, rules.WAIVER_WITHIN_LIMITS) == [1]
    elsewhere = history(POLICY, replace(BODY, resident=False), CREMATION)
    assert refused(WAIVER, elsewhere, rules.WAIVER_RESIDENTS) == [1, 2]


def test_a_body_is_cremated_once_after_it_was_received_in_a_free_furnace() -> None:
    assert refused(CREMATION, [], rules.BODY_RECEIVED_FIRST) == []
    assert refused(CREMATION, CREMATED, rules.CREMATED_ONCE) == [4]
    both = history(replace(BODY, decedent=OTHER), given=CREMATED)
    other = replace(CREMATION, decedent=OTHER)
    assert refused(other, both, rules.FURNACE_ONE_AT_A_TIME) == [4]
    later = replace(other, started_at="09:40", ended_at="10:20")
    skipped = replace(later, cremation_certificate="HH371002-2019-000003")
    assert refused(skipped, both, rules.CERTIFICATE_NEXT) == [4]
    assert decide(later, both)[0].record.number == "HH371002-2019-000002"  # type: ignore[attr-defined]
    assert refused(replace(CREMATION, cremated_on=date(2019, 6, 1)), RECEIVED, rules.DAYS_IN_ORDER)


def test_each_waiver_is_claimed_once() -> None:
    claim = ClaimWaivers(act("2019-06-30", by="accountant"), "JS1")
    claimed = history(claim, given=WAIVED)
    assert claimed[-1].record.amount_fen == 1_200_00  # type: ignore[attr-defined]
    assert refused(replace(claim, claim="JS2"), claimed, rules.CLAIM_ONCE) == [6]


def test_a_settlement_equals_the_receipts() -> None:
    paid = IssueTillReceipt(act("2019-06-03", by="till"), DECEDENT, {"urn": 500_00}, "cash")
    till = history(paid, given=CREMATED)
    settle = SettleTill(act("2019-06-03", by="accountant"), date(2019, 6, 3), 500_00, 0, 0)
    assert refused(replace(settle, cash_fen=499_99), till, rules.SETTLED_AS_RECEIVED) == [5]
    assert refused(replace(settle, act=paid.act), till, MAKER_NEVER_CHECKER) == [5]
    assert refused(paid, history(settle, given=till), rules.DAY_SETTLED) == [6]
