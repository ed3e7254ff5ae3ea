"""What `qingce check invariants` finds of assistance in records that no desk would have taken."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from domain.assistance import rules
from domain.assistance.promises import PROMISES
from domain.assistance.records import (
    BenefitPaid,
    CaseTerminated,
    DibaoConfirmed,
    NoticePosted,
    ObjectionRaised,
    PaymentReversed,
)
from domain.common.invariants import Entry, Violation
from domain.common.records import Record
from domain.common.refusals import Citation, Rule

Told = tuple[str, Record]
"""The day on which a record happened, and the record."""


def notice(first: str = "2019-03-01", last: str = "2019-03-07") -> Told:
    posted = NoticePosted(
        case="C",
        place="hall",
        day_first=first,
        day_last=last,
        persons=1,
        amount_fen=65_000,
        photo_sha256="0" * 64,
    )
    return first, posted


def confirmed(day: str = "2019-03-08") -> Told:
    return day, DibaoConfirmed(
        case="C",
        area="urban",
        members=["p"],
        addon_persons=0,
        income_fen=0,
        amount_fen=65_000,
        from_month="2019-04",
        decision="D",
    )


def paid(month: str = "2019-04", fen: int = 65_000, case: str = "C", scheme: str = "dibao") -> Told:
    basis = {"standard_fen": 65_000} | ({} if scheme == "tekun" else {"persons": 1})
    basis |= {} if scheme == "tekun" else {"income_fen": 0, "addon_fen": 0, "addon_persons": 0}
    return f"{month}-20", BenefitPaid(
        case=case,
        scheme=scheme,
        run="R",
        benefit_month=month,
        persons=1,
        amount_fen=fen,
        account="A",
        members=["p"],
        basis=basis,
    )


def came_back() -> Told:
    return "2019-04-25", PaymentReversed(
        case="C",
        scheme="dibao",
        run="R",
        benefit_month="2019-04",
        persons=1,
        amount_fen=65_000,
        reason="bank-return",
        reversed_position=3,
    )


def violations(told: Sequence[Told]) -> list[Violation]:
    readers = [promise() for promise in PROMISES]
    found: list[Violation] = []
    for position, (day, record) in enumerate(told, start=1):
        citation = Citation(position, record.type, f"{day}T09:00:00+08:00")
        entry = Entry(record, ("case:C",), citation, "o", "371002")
        found += [violation for reader in readers for violation in reader.add(entry)]
    return found


ENDED = ("2019-05-30", CaseTerminated(case="C", from_month="2019-06", reason="means"))
OBJECTED = ("2019-03-05", ObjectionRaised(case="C", letter="L"))


@pytest.mark.parametrize(
    "told",
    [
        [notice(), confirmed(), paid(), paid("2019-05"), ENDED],
        [notice(), confirmed(), paid(), came_back(), paid()],
    ],
)
def test_what_a_desk_takes_stands(told: list[Told]) -> None:
    assert violations(told) == []


@pytest.mark.parametrize(
    ("told", "rule", "position", "against"),
    [
        ([confirmed()], rules.NOTICE_SEVEN_DAYS, 1, ()),
        ([notice(last="2019-03-06"), confirmed()], rules.NOTICE_SEVEN_DAYS, 2, (1,)),
        ([notice(), confirmed("2019-03-07")], rules.NOTICE_SEVEN_DAYS, 2, (1,)),
        ([notice(), OBJECTED, confirmed()], rules.NOTICE_SEVEN_DAYS, 3, ()),
        ([paid()], rules.PAYMENT_NEEDS_LIVE_DECISION, 1, ()),
        ([notice(), confirmed(), paid("2019-03")], rules.PAYMENT_NEEDS_LIVE_DECISION, 3, (2,)),
        (
            [notice(), confirmed(), ENDED, paid("2019-06")],
            rules.PAYMENT_NEEDS_LIVE_DECISION,
            4,
            (3,),
        ),
        ([notice(), confirmed(), paid(fen=65_001)], rules.PAYMENT_OF_RIGHT_AMOUNT, 3, ()),
        ([notice(), confirmed(), paid(), paid()], rules.PAYMENT_OF_RIGHT_AMOUNT, 4, ()),
    ],
    ids=[
        "confirmed without notice",
        "notice of six days",
        "confirmed on the notice's last day",
        "confirmed after an objection without a new notice",
        "paid without a decision",
        "paid for a month before the decision holds",
        "paid after the case ended",
        "paid a fen too much",
        "paid twice",
    ],
)
def test_what_no_desk_takes_is_found(
    told: list[Told], rule: Rule, position: int, against: tuple[int, ...]
) -> None:
    (found,) = violations(told)
    assert (found.rule, found.position, found.against) == (rule, position, against)


def test_a_person_paid_in_two_exclusive_schemes_in_a_month_is_found() -> None:
    told = [notice(), confirmed(), paid(), paid(case="T", scheme="tekun")]
    found = [one for one in violations(told) if one.rule is rules.ONE_SCHEME]
    assert [(one.position, one.against) for one in found] == [(4, (3,))]


def test_money_that_came_back_excludes_nothing() -> None:
    told = [notice(), confirmed(), paid(), came_back(), paid(case="T", scheme="tekun")]
    assert not [one for one in violations(told) if one.rule is rules.ONE_SCHEME]
