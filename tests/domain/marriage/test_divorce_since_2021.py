from dataclasses import replace
from datetime import date

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


def test_a_last_day_on_a_holiday_moves_on() -> None:
    holidays = (date(2021, 3, 31), date(2021, 4, 1), date(2021, 5, 2), date(2021, 6, 14))
    command = replace(APPLY, rest_days=holidays)
    assert periods(command) == ("2021-03-02", "2021-04-02", "2021-05-03")
    record = decide(command, MARRIED)[0].record
    assert isinstance(record, DivorceApplied)
    assert record.rest_days == ["2021-03-31", "2021-04-01", "2021-05-02"]


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
