"""Papers, deadlines, withdrawal, neighbours: what surrounds the steps of a case."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain.assistance import rules
from domain.assistance.decisions import (
    AskNeighbours,
    ReceiveSupplement,
    RequestSupplement,
    WithdrawApplication,
)
from domain.assistance.editions import DIBAO_2012, DIBAO_2021, TEKUN_2021, edition_of
from domain.assistance.records import (
    ApplicationAccepted,
    DibaoApplied,
    DibaoConfirmed,
    NoticePosted,
    SupplementReceived,
    SupplementRequested,
)
from domain.assistance.schemes import Scheme
from domain.common.people import Person
from domain.common.working_days import is_working_day, working_days_after, working_days_late
from tests.domain.assistance.stories import (
    ANNA,
    BERT,
    DIBAO_NOTICED,
    STANDARDS,
    accept,
    act,
    apply_dibao,
    check_means,
    cited,
    confirm_dibao,
    notice,
    refused,
)
from tests.domain.deciding import decide, history

LACKING = replace(apply_dibao(), papers=("application", "id-cards"))
MISSING = ["authorisation", "household-book", "income-statement"]
REQUEST = RequestSupplement(act("2019-01-07"), "D1", "补1")
RECEIVE = ReceiveSupplement(act("2019-01-18"), "D1", tuple(MISSING))


def test_an_application_with_a_paper_missing_is_not_accepted_until_it_comes_in() -> None:
    given = history(LACKING)
    refusal = refused(rules.PAPERS_COMPLETE, accept("D1"), given)
    assert ", ".join(MISSING) in refusal.detail
    asked = history(REQUEST, given=given)
    assert cited(refused(rules.PAPERS_COMPLETE, accept("D1"), asked), asked) == [
        "supplement-requested"
    ]
    some = history(replace(RECEIVE, papers=("household-book",)), given=asked)
    received = some[-1].record
    assert isinstance(received, SupplementReceived)
    assert received.still_missing == ["authorisation", "income-statement"]
    refused(rules.PAPERS_COMPLETE, accept("D1"), some)
    decide(accept("D1"), history(RECEIVE, given=some))


def test_missing_papers_are_asked_for_once_and_all_together() -> None:
    asked = history(LACKING, REQUEST)
    requested = asked[-1].record
    assert isinstance(requested, SupplementRequested)
    assert requested.missing == MISSING
    assert requested.due == "2019-01-21"
    assert cited(refused(rules.PAPERS_COMPLETE, REQUEST, asked), asked) == ["supplement-requested"]
    refused(rules.PAPERS_COMPLETE, REQUEST, history(apply_dibao()))
    refused(rules.STEPS_IN_ORDER, REQUEST, [])


def test_papers_that_come_late_are_taken_and_marked() -> None:
    asked = history(LACKING, REQUEST)
    late = decide(replace(RECEIVE, act=act("2019-01-23")), asked)[0].record
    assert isinstance(late, SupplementReceived)
    assert late.working_days_late == 2
    twice = history(RECEIVE, given=asked)
    refused(rules.PAPERS_COMPLETE, RECEIVE, twice)


def test_an_application_is_withdrawn_until_it_is_decided() -> None:
    withdraw = WithdrawApplication(act("2019-01-09"), "D1", "撤1")
    withdrawn = history(apply_dibao(), withdraw)
    assert cited(refused(rules.STEPS_IN_ORDER, accept("D1"), withdrawn), withdrawn) == [
        "application-withdrawn"
    ]
    decided = history(*DIBAO_NOTICED, confirm_dibao())
    refused(rules.STEPS_IN_ORDER, withdraw, decided)


def test_neighbours_are_asked_by_two() -> None:
    given = history(apply_dibao(), accept("D1"))
    ask = AskNeighbours(act("2019-01-10"), "D1", ("v1", "v2"), 3, 2, "访1")
    assert decide(ask, given)
    for wrong in ({"interviewers": ("v1", "v1")}, {"asked": 0}, {"confirming": 4}):
        refused(rules.MEANS_SUFFICIENTLY_CHECKED, replace(ask, **wrong), given)


@pytest.mark.parametrize(
    "relations",
    [("spouse", "child"), ("head", "head"), ("head",), ("head", "friend")],
    ids=["no head", "two heads", "one left out", "unknown relation"],
)
def test_a_household_has_one_head(relations: tuple[str, ...]) -> None:
    refused(rules.HOUSEHOLD_HAS_HEAD, replace(apply_dibao(), relations=relations), [])


def test_the_first_member_is_the_head_if_nothing_else_is_said() -> None:
    [applied] = decide(apply_dibao())
    assert isinstance(applied.record, DibaoApplied)
    assert applied.record.relations == ["head", "other"]


def test_an_id_number_with_a_wrong_check_character_is_refused() -> None:
    wrong = Person("cara", {"name": "王错", "id_number": "999999194002290011"})
    refusal = refused(rules.PERSON_IDENTIFIED, apply_dibao("D1", ANNA, wrong), [])
    assert "9999991940" not in str(refusal)


def test_nothing_is_recorded_before_it_has_happened() -> None:
    given = history(*DIBAO_NOTICED[:-1])
    early = replace(notice("D1"), act=act("2019-01-13"))
    refused(rules.NOT_IN_FUTURE, early, given)
    refused(rules.AS_NOTICED, notice("D1", -1), given)


def test_each_step_says_by_when_the_next_is_due() -> None:
    given = history(*DIBAO_NOTICED)
    [accepted] = [t.record for t in given if isinstance(t.record, ApplicationAccepted)]
    # 30 working days: not the Spring Festival, but the weekend that is worked for it.
    assert accepted.decide_by == "2019-02-22"
    posted = given[-1].record
    assert isinstance(posted, NoticePosted)
    assert posted.confirm_by == "2019-02-01"


def test_a_late_decision_is_recorded_and_marked() -> None:
    given = history(*DIBAO_NOTICED)
    for day, late in (("2019-02-01", 0), ("2019-02-11", 3)):
        [confirmed] = decide(confirm_dibao(day=day), given)
        assert isinstance(confirmed.record, DibaoConfirmed)
        assert confirmed.record.working_days_late == late


def test_each_act_is_judged_by_the_edition_of_its_day() -> None:
    assert edition_of(Scheme.DIBAO, date(2021, 6, 30)) is DIBAO_2012
    assert edition_of(Scheme.DIBAO, date(2021, 7, 1)) is DIBAO_2021
    assert edition_of(Scheme.TEKUN, date(2021, 7, 1)) is TEKUN_2021
    given = history(*STANDARDS, apply_dibao("D1", ANNA, BERT), accept("D1"))
    check = check_means("D1")
    for day, edition in (("2019-01-10", "dibao-2012"), ("2021-07-01", "dibao-2021")):
        made = replace(check, act=act(day))
        decide(made, given)
        shown = replace(made)
        for place, tagged in enumerate(given, 1):
            shown.show(tagged, _cited(place, tagged.record.type))
        assert shown.rule_version == edition


def _cited(place: int, kind: str) -> object:
    from domain.common.refusals import Citation

    return Citation(place, kind, "2019-01-01")


def test_holidays_and_moved_working_days_count_as_the_notices_say() -> None:
    assert not is_working_day(date(2019, 10, 1))
    assert is_working_day(date(2019, 10, 12)), "a Saturday worked for the National Day"
    assert working_days_after(date(2019, 9, 30), 1) == date(2019, 10, 8)
    assert working_days_late(date(2019, 9, 30), date(2019, 10, 8)) == 1
    assert working_days_late(date(2019, 10, 8), date(2019, 9, 30)) == 0
    unknown = date(2099, 1, 5)
    assert is_working_day(unknown) == (unknown.weekday() < 5)
    assert unknown - timedelta(days=1) < working_days_after(unknown, 0)
