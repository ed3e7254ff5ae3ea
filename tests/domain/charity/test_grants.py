from dataclasses import replace
from datetime import date

from domain.authority.rules import MAKER_NEVER_CHECKER
from domain.charity import rules
from domain.charity.decisions.donations import RefundDonation
from domain.charity.decisions.grant_payments import PayGrant, ReturnGrant
from domain.charity.decisions.grants import (
    ApplyForGrant,
    ApproveGrant,
    PostGrantNotice,
    ReviewGrant,
)
from domain.charity.records import GrantPaid, GrantReturned
from tests.domain.acting import act, refused
from tests.domain.charity.stories import ANNA, APPROVED, FUNDED, STEPS, fund
from tests.domain.deciding import decide, history

PAY = PayGrant(act("2019-06-13", by="cashier"), "F", "G1", "BK1")
PAID = history(PAY, given=APPROVED)  # 7


def test_a_grant_is_paid_as_approved_out_of_its_fund() -> None:
    paid = PAID[-1]
    assert isinstance(paid.record, GrantPaid)
    assert (paid.record.amount_fen, paid.record.balance_after_fen) == (60_000, 40_000)
    assert {"fund:F", "case:G1", "person:anna"} <= set(paid.tags)


def test_a_grant_outside_the_funds_purposes_is_not_taken() -> None:
    other = ApplyForGrant(act(), "F", "G2", ANNA, "disaster", 100)
    assert refused(other, FUNDED, rules.PURPOSE_WITHIN_FUND) == [1]


def test_a_grant_number_is_used_once() -> None:
    assert refused(STEPS[0], APPROVED, rules.GRANT_ONCE) == [3]


def test_no_step_is_skipped_or_taken_twice() -> None:
    applied = history(STEPS[0], given=FUNDED)
    assert refused(STEPS[2], applied, rules.GRANT_STEPS) == [3]
    assert refused(STEPS[3], applied, rules.GRANT_STEPS) == [3]
    assert refused(PAY, applied, rules.GRANT_STEPS) == [3]
    assert refused(PAY, PAID, rules.GRANT_STEPS) == [7]
    assert refused(STEPS[1], FUNDED, rules.GRANT_STEPS) == []


def test_a_grant_turned_down_goes_no_further() -> None:
    down = ReviewGrant(act(by="reviewer"), "G1", False, 0, "不符合")
    given = history(STEPS[0], down, given=FUNDED)
    assert refused(STEPS[2], given, rules.GRANT_STEPS) == [4]


def test_a_review_proposes_an_amount() -> None:
    nothing = ReviewGrant(act(by="reviewer"), "G1", True, 0, "符合")
    assert refused(nothing, history(STEPS[0], given=FUNDED), rules.AMOUNT_POSITIVE) == []


def test_a_short_notice_is_refused() -> None:
    given = history(*STEPS[:2], given=FUNDED)
    short = PostGrantNotice(act(), "G1", "社区", date(2019, 6, 6), date(2019, 6, 9))
    assert refused(short, given, rules.NOTICE_LONG_ENOUGH) == [4]


def test_approval_waits_for_the_end_of_the_notice() -> None:
    early = ApproveGrant(act("2019-06-10", by="approver"), "G1", 60_000)
    assert refused(early, history(*STEPS[:3], given=FUNDED), rules.NOTICE_LONG_ENOUGH) == [5]


def test_no_more_is_approved_than_was_posted() -> None:
    more = ApproveGrant(act("2019-06-11", by="approver"), "G1", 60_001)
    assert refused(more, history(*STEPS[:3], given=FUNDED), rules.APPROVED_WITHIN_REVIEW) == [4]


def test_duties_are_apart() -> None:
    applied = history(STEPS[0], given=FUNDED)
    posted = history(*STEPS[:3], given=FUNDED)
    review = replace(STEPS[1], act=act(by="window"))
    assert refused(review, applied, MAKER_NEVER_CHECKER) == [3]
    for by, cited in (("reviewer", 4), ("window", 3)):
        approve = replace(STEPS[3], act=act("2019-06-11", by=by))
        assert refused(approve, posted, MAKER_NEVER_CHECKER) == [cited]
    pay = replace(PAY, act=act("2019-06-13", by="approver"))
    assert refused(pay, APPROVED, MAKER_NEVER_CHECKER) == [6]


def test_a_grant_is_not_paid_from_another_fund() -> None:
    given = history(fund("H", "illness"), given=APPROVED)
    assert refused(replace(PAY, fund="H"), given, rules.GRANT_OF_FUND) == [3]


def test_an_emptied_fund_pays_nothing_citing_its_newest_movement_and_the_approval() -> None:
    refunded = history(RefundDonation(act(), "F", "D1", 50_000, "要求"), given=APPROVED)
    assert refused(PAY, refunded, rules.FUND_NOT_BELOW_ZERO) == [6, 7]


def test_what_comes_back_returns_to_the_fund_up_to_what_was_paid() -> None:
    back = ReturnGrant(act(by="cashier"), "F", "G1", 20_000, "银行退回")
    (returned,) = decide(back, PAID)
    assert isinstance(returned.record, GrantReturned)
    assert returned.record.balance_after_fen == 60_000
    twice = history(back, given=PAID)
    assert refused(replace(back, amount_fen=40_001), twice, rules.WITHIN_GRANT) == [7, 8]
