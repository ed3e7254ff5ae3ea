"""The policy as a table, written a second time by hand: what it does not list is denied."""

from __future__ import annotations

import itertools
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.access.policy import (
    Concerns,
    Denial,
    Grant,
    OpenedGlass,
    Question,
    decide,
    reach,
)
from domain.access.roles import Action, Purpose, Role

DAY = date(2026, 3, 2)
DISTRICT, TOWN, OTHER_TOWN = "371002", "371002100", "371002101"

ALLOWED = {
    "registrar": {
        "casework": "register import read search unmask count prove",
        "archive-query": "read search unmask export count prove",
        "data-subject": "read search unmask export count prove",
    },
    "case-officer": {"casework": "check read search unmask count prove"},
    "approver": {"casework": "approve read search unmask count prove"},
    "cashier": {"payment": "pay read search unmask export count prove"},
    "finance": {"reconciliation": "read export count close prove"},
    "inspector": {"inspection": "read search unmask export count oversee prove"},
    "system-administrator": {"administration": "operate prove"},
    "security-administrator": {"administration": "grant restrict erase prove"},
    "audit-administrator": {"administration": "oversee prove"},
    "public": {"disclosure": "count prove"},
}
"""Beside it everybody may `prove` for any purpose, and `count` what is disclosed."""


def expected(role: str, action: str, purpose: str) -> bool:
    public = action == "prove" or (action == "count" and purpose == "disclosure")
    return public or action in ALLOWED[role].get(purpose, "").split()


PERSONAL = "register check approve pay read search unmask export restrict erase"
"""Actions closed to an official where they or their kin are concerned."""


def grant(role: Role = Role.CASE_OFFICER, office: str = TOWN, **changed: object) -> Grant:
    told: dict[str, object] = {
        "position": 7,
        "role": role,
        "office": office,
        "registers": frozenset({"assistance"}),
        "from_day": date(2026, 1, 1),
        "to_day": date(2026, 12, 31),
        "case_file": "F-1" if role is Role.INSPECTOR else "",
    }
    return Grant(**{**told, **changed})  # type: ignore[arg-type]


def question(action: Action = Action.CHECK, **changed: object) -> Question:
    told: dict[str, object] = {
        "action": action,
        "register": "assistance",
        "office": TOWN,
        "purpose": Purpose.CASEWORK,
        "day": DAY,
        "concerns": Concerns.OTHERS,
        "case_file": "F-1",
    }
    return Question(**{**told, **changed})  # type: ignore[arg-type]


@pytest.mark.parametrize("role", list(Role))
def test_every_role_action_and_purpose(role: Role) -> None:
    for action, purpose in itertools.product(Action, Purpose):
        asked = question(action, purpose=purpose)
        verdict = decide(asked, [grant(role)])
        assert verdict.allowed == expected(role, action, purpose), (action, purpose)


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("concerns", [Concerns.SELF, Concerns.KIN])
def test_own_and_kin_records_are_closed_whatever_the_right(role: Role, concerns: Concerns) -> None:
    for action, purpose in itertools.product(Action, Purpose):
        asked = question(action, purpose=purpose, concerns=concerns)
        allowed = decide(asked, [grant(role)]).allowed
        assert allowed == (expected(role, action, purpose) and action not in PERSONAL.split())


@pytest.mark.parametrize(
    ("changed", "denial"),
    [
        ({"concerns": Concerns.SELF}, Denial.OWN_RECORD),
        ({"concerns": Concerns.KIN}, Denial.KIN_RECORD),
        ({"action": Action.PAY}, Denial.NO_RIGHT),
        ({"purpose": Purpose.INSPECTION}, Denial.OTHER_PURPOSE),
        ({"day": date(2025, 12, 31)}, Denial.NOT_IN_FORCE),
        ({"day": date(2027, 1, 1)}, Denial.NOT_IN_FORCE),
        ({"register": "charity"}, Denial.OTHER_REGISTER),
        ({"office": OTHER_TOWN}, Denial.OTHER_OFFICE),
        ({"office": DISTRICT}, Denial.OTHER_OFFICE),
    ],
)
def test_a_denial_says_why(changed: dict[str, object], denial: Denial) -> None:
    assert decide(question(**changed), [grant()]).denial is denial


def test_a_district_reaches_its_towns_and_a_home_nothing_but_itself() -> None:
    assert decide(question(), [grant(office=DISTRICT)]).allowed
    assert not decide(question(office="371002-registry"), [grant(office="371002-reg")]).allowed
    assert not decide(question(office="3710021001"), [grant(office="37100210")]).allowed


def test_an_inspector_sees_nothing_outside_the_case_file() -> None:
    asked = question(Action.UNMASK, purpose=Purpose.INSPECTION, case_file="F-2")
    assert decide(asked, [grant(Role.INSPECTOR)]).denial is Denial.OTHER_CASE_FILE


def test_the_nearest_denial_is_told() -> None:
    grants = [grant(Role.CASHIER), grant(office=OTHER_TOWN)]
    assert decide(question(), grants).denial is Denial.OTHER_OFFICE


def test_an_emergency_opens_one_person_for_looking_until_its_day() -> None:
    glass = OpenedGlass(9, "p1", DAY)
    look = question(Action.UNMASK, register="marriage", office="371002-registry", person="p1")
    assert decide(look, [], [glass]).ground == 9
    assert not decide(look, []).allowed
    for changed in (
        {"person": "p2"},
        {"person": ""},
        {"day": date(2026, 3, 3)},
        {"action": Action.EXPORT},
        {"concerns": Concerns.KIN},
    ):
        told = {"register": "marriage", "person": "p1", "action": Action.UNMASK, **changed}
        assert not decide(question(**told), [], [glass]).allowed  # type: ignore[arg-type]


def test_reach_is_empty_where_nothing_is_allowed() -> None:
    grants = [grant(), grant(Role.FINANCE, office=DISTRICT, registers=frozenset({"*"}))]
    assert reach(Action.READ, "assistance", Purpose.CASEWORK, DAY, grants) == (grants[0],)
    assert reach(Action.READ, "charity", Purpose.CASEWORK, DAY, grants) == ()
    assert reach(Action.READ, "charity", Purpose.RECONCILIATION, DAY, grants) == (grants[1],)
    (public,) = reach(Action.COUNT, "charity", Purpose.DISCLOSURE, DAY, [])
    assert public.reaches(TOWN)


_OFFICES = st.sampled_from([DISTRICT, TOWN, OTHER_TOWN, "371002-registry", "370000"])
_GRANTS = st.builds(
    grant,
    role=st.sampled_from([role for role in Role if role is not Role.PUBLIC]),
    office=_OFFICES,
    registers=st.sampled_from([frozenset({"*"}), frozenset({"assistance"}), frozenset({"x"})]),
    from_day=st.sampled_from([date(2026, 1, 1), date(2026, 6, 1)]),
)
_QUESTIONS = st.builds(
    question,
    action=st.sampled_from(Action),
    office=_OFFICES,
    purpose=st.sampled_from(Purpose),
    concerns=st.sampled_from(Concerns),
)


@given(_QUESTIONS, st.lists(_GRANTS, max_size=4), st.lists(_GRANTS, max_size=2))
def test_a_further_right_takes_nothing_away(
    asked: Question, held: list[Grant], further: list[Grant]
) -> None:
    if decide(asked, held).allowed:
        assert decide(asked, [*held, *further]).allowed


@given(_QUESTIONS, st.lists(_GRANTS, max_size=4))
def test_what_is_allowed_is_within_reach(asked: Question, held: list[Grant]) -> None:
    if not decide(asked, held).allowed:
        return
    reached = reach(asked.action, asked.register, asked.purpose, asked.day, held)
    assert any(one.reaches(asked.office) for one in reached)
