from collections.abc import Sequence

from domain.charity import rules
from domain.charity.decisions.donations import RefundDonation
from domain.charity.decisions.funds import CloseFund, ReplenishFund, TransferToRecipient
from domain.charity.records import FundMoney
from domain.common.records import Tagged
from tests.domain.acting import act, refused
from tests.domain.charity.stories import FUNDED, donation, fund
from tests.domain.deciding import decide, history


def balance(records: Sequence[Tagged]) -> int:
    newest = records[-1].record
    assert isinstance(newest, FundMoney)
    return newest.balance_after_fen


def transfer(
    amount_fen: int, purpose: str = "illness", approval: str = "2号"
) -> TransferToRecipient:
    return TransferToRecipient(act(), "F", amount_fen, "医院", purpose, approval)


def test_every_movement_says_the_balance_after_it() -> None:
    records = history(
        ReplenishFund(act(), "F", 5_000, "上年结转", "3号"), transfer(4_000), given=FUNDED
    )
    assert balance(records[:2]) == 100_000
    assert balance(records[:3]) == 105_000
    assert balance(records) == 101_000


def test_a_fund_is_established_once() -> None:
    assert refused(fund("F", "illness"), FUNDED, rules.FUND_ONCE) == [1]


def test_a_fund_without_purposes_is_refused() -> None:
    assert refused(fund("G"), [], rules.FUND_HAS_PURPOSES) == []


def test_money_does_not_move_in_an_unknown_fund() -> None:
    assert refused(donation("X", "D9", 1), FUNDED, rules.FUND_KNOWN) == []


def test_a_fund_may_be_spent_to_the_last_fen_but_not_below_zero() -> None:
    assert balance(decide(transfer(100_000), FUNDED)) == 0
    assert refused(transfer(100_001), FUNDED, rules.FUND_NOT_BELOW_ZERO) == [2]


def test_a_fund_is_not_spent_outside_its_purposes() -> None:
    assert refused(transfer(1, purpose="disaster"), FUNDED, rules.PURPOSE_WITHIN_FUND) == [1]


def test_money_leaves_for_another_body_only_on_a_named_approval() -> None:
    assert refused(transfer(1, approval=""), FUNDED, rules.APPROVAL_NAMED) == []


def test_amounts_are_above_zero() -> None:
    assert refused(transfer(0), FUNDED, rules.AMOUNT_POSITIVE) == []
    assert refused(donation("F", "D2", -1), FUNDED, rules.AMOUNT_POSITIVE) == []


def test_only_an_empty_fund_is_closed_and_then_stays_closed() -> None:
    close = CloseFund(act(), "F", "结束")
    assert refused(close, FUNDED, rules.FUND_EMPTY_TO_CLOSE) == [2]
    closed = history(transfer(100_000), close, given=FUNDED)
    assert refused(donation("F", "D2", 1), closed, rules.FUND_OPEN) == [4]


def test_a_refund_may_not_take_the_fund_below_zero() -> None:
    spent = history(transfer(60_000), given=FUNDED)
    refund = RefundDonation(act(), "F", "D1", 50_000, "捐赠人要求")
    assert refused(refund, spent, rules.FUND_NOT_BELOW_ZERO) == [2, 3]
