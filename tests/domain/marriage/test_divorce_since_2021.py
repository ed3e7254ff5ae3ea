from dataclasses import replace

import pytest

from domain.common.refusals import Rule
from domain.marriage import rules
from domain.marriage.decisions.divorce import (
    ApplyForDivorce,
    RegisterDivorce,
    WithdrawDivorceApplication,
)
from domain.marriage.records import DivorceApplied
from tests.domain.acting import act, refused
from tests.domain.deciding import decide, history
from tests.domain.marriage.stories import HE, HER, HIM, J1, MARRIED, SHE

APPLY = ApplyForDivorce(act("2021-03-01"), HE, SHE, "A1")
APPLIED = history(APPLY, given=MARRIED)  # 2
REGISTER = RegisterDivorce(act("2021-04-01"), HE, SHE, J1, application="A1")
WITHDRAW = WithdrawDivorceApplication(act("2021-03-31"), "A1", SHE)


def periods(command: ApplyForDivorce) -> tuple[str, str, str]:
    record = decide(command, MARRIED)[0].record
    assert isinstance(record, DivorceApplied)
    return record.cooling_off_first, record.cooling_off_last, record.register_last


def test_cooling_off_counts_from_the_next_day_and_then_as_long_again() -> None:
    assert periods(APPLY) == ("2021-03-02", "2021-03-31", "2021-04-30")


@pytest.mark.parametrize(
    ("applied", "cooled", "lapses", "rest_days"),
    [
        # 30 days end on Saturday 1 May 2021, a holiday until the 5th; then on Saturday 5 June
        ("2021-04-01", "2021-05-06", "2021-06-07", 7),
        # Saturday 8 May 2021 is worked 调休, so the period ends on it
        ("2021-04-08", "2021-05-08", "2021-06-07", 0),
    ],
)
def test_a_last_day_on_a_holiday_moves_on_and_on_a_worked_saturday_does_not(
    applied: str, cooled: str, lapses: str, rest_days: int
) -> None:
    command = replace(APPLY, act=act(applied))
    record = decide(command, MARRIED)[0].record
    assert isinstance(record, DivorceApplied)
    assert (record.cooling_off_last, record.register_last) == (cooled, lapses)
    assert len(record.rest_days) == rest_days


@pytest.mark.parametrize("day", ["2021-04-01", "2021-04-30"])
def test_within_the_window_the_divorce_is_registered(day: str) -> None:
    (tagged,) = decide(replace(REGISTER, act=act(day)), APPLIED)
    assert "case:divorce-A1" in tagged.tags


@pytest.mark.parametrize(
    ("day", "rule"), [("2021-03-31", rules.COOLING_OFF), ("2021-05-01", rules.WINDOW)]
)
def test_outside_the_window_it_is_not(day: str, rule: Rule) -> None:
    assert refused(replace(REGISTER, act=act(day)), APPLIED, rule) == [2]


def test_until_2020_no_application_is_asked() -> None:
    same_day = replace(REGISTER, act=act("2020-12-31"), application="")
    assert decide(same_day, MARRIED)
    new_year = replace(same_day, act=act("2021-01-01"))
    assert refused(new_year, MARRIED, rules.DIVORCE_APPLIED) == []


def test_either_may_withdraw_within_the_cooling_off_once() -> None:
    withdrawn = history(WITHDRAW, given=APPLIED)
    assert refused(REGISTER, withdrawn, rules.NOT_WITHDRAWN) == [2, 3]
    assert refused(WITHDRAW, withdrawn, rules.WITHDRAWN_IN_TIME) == [2, 3]
    late = replace(WITHDRAW, act=act("2021-04-01"))
    assert refused(late, APPLIED, rules.WITHDRAWN_IN_TIME) == [2]
    assert refused(replace(WITHDRAW, party=HIM), APPLIED, rules.DIVORCE_APPLIED) == [2]


def test_the_application_is_of_the_same_two() -> None:
    others = replace(REGISTER, husband=HIM, wife=HER, marriage_certificate="威环字第1号")
    assert refused(others, APPLIED, rules.DIVORCE_APPLIED) == [2]


def test_application_numbers_are_used_once_and_by_spouses() -> None:
    again = replace(APPLY, husband=HIM, wife=HER)
    assert refused(again, APPLIED, rules.APPLICATION_ONCE) == [2]
    crossed = replace(APPLY, application="A2", wife=HER)
    assert refused(crossed, APPLIED, rules.MARRIED_TO_EACH_OTHER) == [1]
