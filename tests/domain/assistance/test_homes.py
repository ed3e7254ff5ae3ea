"""Homes: one bed a person, and a closure that leaves neither people nor property behind."""

from __future__ import annotations

from dataclasses import replace

from domain.assistance import rules
from domain.assistance.decisions import (
    AdmitResident,
    CloseHome,
    DecideClosure,
    DischargeResident,
    HandOverProperty,
    RegisterHome,
    SettleAsset,
    TransferResident,
)
from domain.assistance.records import HomeClosed, ResidentTransferred
from domain.common.decisions import Decision
from tests.domain.assistance.stories import ANNA, BERT, act, cited, refused
from tests.domain.deciding import decide, history

TOWN_HOME, CENTRAL_HOME = "home-town", "home-central"
HOMES: list[Decision] = [
    RegisterHome(act("2019-01-02"), TOWN_HOME, "镇敬老院", 2),
    RegisterHome(act("2019-01-02"), CENTRAL_HOME, "区中心敬老院", 1),
    AdmitResident(act("2019-01-03"), TOWN_HOME, ANNA),
]
DECIDE_CLOSURE = DecideClosure(
    act("2019-03-01"), TOWN_HOME, "威环民〔2019〕3号", {"cash": 1200_00, "deposit-anna": 300_00}
)
TRANSFER = TransferResident(act("2019-03-04"), TOWN_HOME, CENTRAL_HOME, "anna", "同意1")
SETTLE_CASH = SettleAsset(act("2019-03-05"), TOWN_HOME, "cash", 1200_00, "371002", "凭1")
SETTLE_DEPOSIT = replace(SETTLE_CASH, item="deposit-anna", value_fen=300_00, voucher="凭2")
HAND_OVER = HandOverProperty(act("2019-03-05"), TOWN_HOME, "anna", 300_00, "交1")
CLOSE = CloseHome(act("2019-03-06"), TOWN_HOME)


def test_a_home_closes_when_everyone_and_everything_has_left() -> None:
    given = history(*HOMES, DECIDE_CLOSURE, TRANSFER, SETTLE_CASH, SETTLE_DEPOSIT, HAND_OVER, CLOSE)
    transferred, closed = given[4], given[-1]
    assert isinstance(transferred.record, ResidentTransferred)
    assert {f"office:{TOWN_HOME}", f"office:{CENTRAL_HOME}", "person:anna"} <= set(transferred.tags)
    assert isinstance(closed.record, HomeClosed)
    assert closed.record.residents_transferred == 1
    for step in (SETTLE_CASH, CLOSE, AdmitResident(act("2019-03-07"), TOWN_HOME, BERT)):
        assert cited(refused(rules.HOME_KNOWN, step, given), given) == ["home-closed"]


def test_a_home_does_not_close_before() -> None:
    refused(rules.CLOSURE_COMPLETE, CLOSE, history(*HOMES))
    decided = history(*HOMES, DECIDE_CLOSURE)
    refusal = refused(rules.CLOSURE_COMPLETE, CLOSE, decided)
    assert cited(refusal, decided) == ["resident-admitted", "home-closure-decided"]
    assert "cash, deposit-anna" in refusal.detail
    emptied = history(TRANSFER, SETTLE_CASH, given=decided)
    told = refused(rules.CLOSURE_COMPLETE, CLOSE, emptied).detail
    assert "not settled: deposit-anna; 1 who left did not get their property" in told
    refused(rules.CLOSURE_COMPLETE, DECIDE_CLOSURE, decided)


def test_an_item_is_listed_and_settled_once() -> None:
    given = history(*HOMES, DECIDE_CLOSURE, SETTLE_CASH)
    assert cited(refused(rules.CLOSURE_COMPLETE, SETTLE_CASH, given), given) == [
        "home-closure-decided",
        "home-asset-settled",
    ]
    refused(rules.CLOSURE_COMPLETE, replace(SETTLE_CASH, item="car"), given)


def test_a_person_lives_in_one_home() -> None:
    given = history(*HOMES)
    refusal = refused(
        rules.RESIDENT_IN_ONE_HOME, AdmitResident(act("2019-01-04"), CENTRAL_HOME, ANNA), given
    )
    assert cited(refusal, given) == ["resident-admitted"]
    refused(rules.RESIDENT_IN_ONE_HOME, replace(TRANSFER, home_to=TOWN_HOME), given)
    refused(rules.RESIDENT_IN_ONE_HOME, replace(TRANSFER, person="bert"), given)
    left = history(
        DischargeResident(act("2019-02-01"), TOWN_HOME, "anna", "went home"), given=given
    )
    refused(rules.RESIDENT_IN_ONE_HOME, TRANSFER, left)
    decide(AdmitResident(act("2019-02-02"), CENTRAL_HOME, ANNA), left)


def test_a_full_or_closing_home_takes_nobody() -> None:
    given = history(*HOMES, AdmitResident(act("2019-01-04"), CENTRAL_HOME, BERT))
    refused(rules.RESIDENT_IN_ONE_HOME, TRANSFER, given)
    closing = history(*HOMES, DECIDE_CLOSURE)
    refusal = refused(
        rules.RESIDENT_IN_ONE_HOME, AdmitResident(act("2019-03-02"), TOWN_HOME, BERT), closing
    )
    assert cited(refusal, closing) == ["home-closure-decided"]


def test_homes_are_registered_once_and_first() -> None:
    refused(rules.HOME_KNOWN, HOMES[0], history(*HOMES))
    for step in (DECIDE_CLOSURE, SETTLE_CASH, CLOSE, TRANSFER):
        refused(rules.HOME_KNOWN, step, [])
