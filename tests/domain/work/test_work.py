"""Work is in one hand, complaints are answered by others, recipients are asked by rule."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.assistance.schemes import Scheme
from domain.common.working_days import is_working_day, working_days_after
from domain.work import rules
from domain.work.decisions import (
    AnswerComplaint,
    AssignWork,
    DrawVisits,
    ReceiveComplaint,
    RecordVisit,
    TakeOverWork,
)
from domain.work.records import ComplaintAnswered, ComplaintReceived, RecipientVisited
from tests.domain.acting import refused
from tests.domain.assistance.stories import ANNA, DIBAO_LIVE, act, pay
from tests.domain.deciding import decide, history

ABOUT = "case:complaint-C1"
CODE = "work.complaint-answered"
ASSIGN = AssignWork(act("2019-03-04", "chief"), CODE, ABOUT, "clerk")
RECEIVE = ReceiveComplaint(
    act("2019-03-01"), "C1", "tip-off", "phone", ("case:D1", "official:chief"), "信1", ANNA
)
ANSWER = AnswerComplaint(act("2019-03-29", "head"), "C1", "upheld", "退款", "复1")
RUN = "dibao-371002-2019-02"
PAID = history(*DIBAO_LIVE, pay(Scheme.DIBAO, "2019-02", ("D1", 800_00)))
PAYMENT = len(PAID) - 1
"""The position of the line; the record of its run comes after it."""
DRAW = DrawVisits(act("2019-03-01", "head"), "V1", RUN, 30, "摇号 0301")
VISIT = RecordVisit(
    act("2019-03-04", "visitor-1"), "V1", RUN, PAYMENT, "received", 800_00, "visitor-2"
)


def test_work_is_in_one_hand_until_a_third_gives_it_away() -> None:
    assigned = history(ASSIGN)
    refused(ASSIGN, assigned, rules.IN_ONE_HAND)
    take = TakeOverWork(act("2019-03-05", "head"), CODE, ABOUT, "other", "休假")
    assert decide(take, assigned)
    for wrong in (
        replace(take, act=act("2019-03-05", "other")),
        replace(take, act=act("2019-03-05", "clerk")),
        replace(take, official="clerk"),
        replace(take, reason=""),
    ):
        refused(wrong, assigned, rules.IN_ONE_HAND)
    refused(take, [], rules.IN_ONE_HAND)
    refused(replace(ASSIGN, deadline="work.unknown"), [], rules.IN_ONE_HAND)


@given(st.dates(date(2019, 1, 1), date(2030, 1, 1)), st.integers(1, 100))
def test_working_days_end_on_one(day: date, count: int) -> None:
    last = working_days_after(day, count)
    assert is_working_day(last)
    assert working_days_after(day, count - 1) < last


def test_a_complaint_is_answered_once_by_another() -> None:
    received = history(RECEIVE)
    assert {"case:D1", "official:chief", "person:anna"} <= set(received[0].tags)
    refused(
        replace(ANSWER, act=act("2019-03-29", "chief")),
        received,
        (rules.COMPLAINT_ANSWERED_BY_ANOTHER),
    )
    refused(RECEIVE, received, rules.COMPLAINT_ONCE)
    refused(replace(RECEIVE, about=()), [], rules.COMPLAINT_ONCE)
    refused(ANSWER, [], rules.COMPLAINT_ONCE)
    refused(replace(ANSWER, document=""), received, rules.COMPLAINT_ONCE)
    refused(ANSWER, history(ANSWER, given=received), rules.COMPLAINT_ONCE)


@pytest.mark.parametrize(("day", "is_late"), [("2019-04-30", False), ("2019-05-01", True)])
def test_a_late_answer_says_so(day: str, is_late: bool) -> None:
    [answered] = decide(replace(ANSWER, act=act(day, "head")), history(RECEIVE))
    assert isinstance(answered.record, ComplaintAnswered)
    assert (answered.record.due_on, answered.record.is_late) == ("2019-04-30", is_late)


def test_recipients_are_drawn_once_from_what_a_run_paid() -> None:
    [drawn] = decide(DRAW, PAID)
    assert drawn.record.as_dict()["drawn"] == [PAYMENT]
    refused(DRAW, history(DRAW, given=PAID), rules.VISITS_BY_RULE)
    for wrong in (
        replace(DRAW, run="none"),
        replace(DRAW, seed=""),
        replace(DRAW, share_percent=0),
    ):
        refused(wrong, PAID, rules.VISITS_BY_RULE)


def test_a_visit_with_issues_opens_a_complaint() -> None:
    drawn = history(DRAW, given=PAID)
    [well] = decide(VISIT, drawn)
    assert isinstance(well.record, RecipientVisited)
    assert well.record.complaint == ""
    for issue in (replace(VISIT, amount_said_fen=700_00), replace(VISIT, receipt="not-received")):
        visited, complaint = decide(issue, drawn)
        assert isinstance(complaint.record, ComplaintReceived)
        assert f"case:complaint-{visited.record.as_dict()['complaint']}" in complaint.tags
        assert {"case:D1", "official:cashier", "person:anna"} <= set(complaint.tags)


def test_a_visit_is_by_two_who_did_not_pay() -> None:
    drawn = history(DRAW, given=PAID)
    for wrong in (
        replace(VISIT, visited_with=""),
        replace(VISIT, visited_with="visitor-1"),
        replace(VISIT, visited_with="cashier"),
        replace(VISIT, position=1),
        replace(VISIT, amount_said_fen=-1),
    ):
        refused(wrong, drawn, rules.VISIT_OF_SAMPLE)
    refused(VISIT, PAID, rules.VISIT_OF_SAMPLE)
    refused(VISIT, history(VISIT, given=drawn), rules.VISIT_OF_SAMPLE)
