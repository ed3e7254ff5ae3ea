from __future__ import annotations

from datetime import date

import pytest

from domain.access import rules
from domain.access.decisions.glasses import BreakGlass, ConfirmGlass
from domain.access.decisions.looks import TellLook
from domain.access.decisions.rights import BeginRights, ClaimRights, GrantRight, RevokeRight
from domain.access.holding import Holding
from domain.access.roles import Action, Purpose, Role
from domain.common.decisions import Act, Decision
from domain.common.refusals import Rule
from tests.domain.acting import act, refused
from tests.domain.deciding import decide, history

SECURITY = "security"
BEGUN = BeginRights(act("2019-01-01", by="founder", office="371002"), SECURITY, "威民〔2019〕1号")


def by(official: str = SECURITY, day: str = "2019-06-03") -> Act:
    return act(day, by=official, office="371002")


def given_right(number: str = "R-1", role: Role = Role.APPROVER, **changed: object) -> GrantRight:
    told: dict[str, object] = {
        "act": by(),
        "grant": number,
        "holder": "wang",
        "role": role,
        "reaches": "371002001",
        "registers": ("assistance",),
        "from_day": date(2019, 6, 3),
        "document": "威民〔2019〕12号",
    }
    return GrantRight(**{**told, **changed})  # type: ignore[arg-type]


def inspection(**changed: object) -> GrantRight:
    told = {"case_file": "F-1", "to_day": date(2019, 12, 31), **changed}
    return given_right("I-1", Role.INSPECTOR, **told)


def revoked(number: str = "R-1", official: str = SECURITY, reason: str = "left") -> RevokeRight:
    return RevokeRight(by(official), number, "wang", reason)


def test_rights_are_given_and_taken_back() -> None:
    told = history(BEGUN, given_right(), inspection(), revoked())
    held = Holding()
    for place, tagged in enumerate(told):
        if getattr(tagged.record, "holder", "") == "wang":
            held.take(tagged.record, place + 1)
    assert list(held.rights) == ["I-1"]
    assert held.taken_back == {"R-1": 4}
    assert held.holds(Role.INSPECTOR, date(2020, 1, 1)) is None
    assert held.holds(Role.INSPECTOR, date(2019, 7, 1)) is not None


@pytest.mark.parametrize(
    ("given", "command", "rule", "cited"),
    [
        ([BEGUN], BEGUN, rules.RIGHTS_BEGIN_ONCE, [1]),
        ([BEGUN, given_right()], given_right(), rules.RIGHT_WELL_FORMED, [2]),
        ([BEGUN], given_right(role=Role.PUBLIC), rules.RIGHT_WELL_FORMED, []),
        ([BEGUN], given_right(registers=()), rules.RIGHT_WELL_FORMED, []),
        ([BEGUN], given_right(to_day=date(2019, 1, 1)), rules.RIGHT_WELL_FORMED, []),
        ([], given_right(), rules.GIVEN_BY_SECURITY, []),
        ([BEGUN], given_right(holder=SECURITY), rules.GIVEN_BY_SECURITY, []),
        ([BEGUN, given_right()], given_right("R-2", act=by("wang")), rules.GIVEN_BY_SECURITY, []),
        ([BEGUN], given_right(act=by(day="2018-06-03")), rules.GIVEN_BY_SECURITY, []),
        ([BEGUN], inspection(case_file=""), rules.INSPECTION_BOUND, []),
        ([BEGUN], inspection(to_day=None), rules.INSPECTION_BOUND, []),
        ([BEGUN], inspection(to_day=date(2021, 1, 1)), rules.INSPECTION_BOUND, []),
        ([BEGUN], given_right(case_file="F-1"), rules.INSPECTION_BOUND, []),
        (
            [BEGUN, given_right()],
            given_right("R-2", Role.AUDIT_ADMINISTRATOR),
            rules.ADMINISTRATORS_APART,
            [2],
        ),
        (
            [BEGUN, given_right(role=Role.SYSTEM_ADMINISTRATOR)],
            given_right("R-2", Role.SECURITY_ADMINISTRATOR),
            rules.ADMINISTRATORS_APART,
            [2],
        ),
        ([BEGUN], revoked(), rules.RIGHT_IN_FORCE, []),
        ([BEGUN, given_right()], revoked(reason=" "), rules.RIGHT_IN_FORCE, [2]),
        ([BEGUN, given_right(), revoked()], revoked(), rules.RIGHT_IN_FORCE, [3]),
        ([BEGUN, given_right()], revoked(official="li"), rules.GIVEN_BY_SECURITY, []),
    ],
)
def test_rights_refused(
    given: list[Decision], command: Decision, rule: Rule, cited: list[int]
) -> None:
    assert refused(command, history(*given), rule) == cited


def test_an_administrator_may_do_casework_after_the_term() -> None:
    ended = given_right(role=Role.SYSTEM_ADMINISTRATOR, to_day=date(2019, 6, 30))
    later = given_right("R-2", Role.REGISTRAR, from_day=date(2019, 7, 1))
    history(BEGUN, ended, later)


def broken(reason: str = "child in danger", person: str = "p1") -> BreakGlass:
    return BreakGlass(by("wang"), "G-1", person, reason)


def confirmed(
    official: str = "li", until: date = date(2019, 6, 5), told: str = "zhao"
) -> ConfirmGlass:
    return ConfirmGlass(by(official), "G-1", until, told)


def test_an_emergency_look_takes_three_people() -> None:
    told = history(broken(), confirmed())
    assert {"holder:wang", "person:p1", "official:zhao"} <= set(told[1].tags)


@pytest.mark.parametrize(
    ("given", "command", "rule", "cited"),
    [
        ([], broken("why"), rules.GLASS_REASON, []),
        ([], broken("asked by 13800001111"), rules.GLASS_REASON, []),
        ([], broken(person=""), rules.GLASS_REASON, []),
        ([broken()], broken(), rules.GLASS_REASON, [1]),
        ([], confirmed(), rules.GLASS_TWO_OFFICIALS, []),
        ([broken()], confirmed("wang"), rules.GLASS_TWO_OFFICIALS, [1]),
        ([broken()], confirmed(told=""), rules.GLASS_TWO_OFFICIALS, [1]),
        ([broken()], confirmed(told="wang"), rules.GLASS_TWO_OFFICIALS, [1]),
        ([broken()], confirmed(until=date(2019, 6, 6)), rules.GLASS_SHORT, [1]),
        ([broken()], confirmed(until=date(2019, 6, 2)), rules.GLASS_SHORT, [1]),
        ([broken(), confirmed()], confirmed(), rules.GLASS_SHORT, [1, 2]),
    ],
)
def test_emergency_looks_refused(
    given: list[Decision], command: Decision, rule: Rule, cited: list[int]
) -> None:
    assert refused(command, history(*given), rule) == cited


def look(persons: tuple[str, ...], query: str = "person by id-number") -> TellLook:
    return TellLook(by("wang"), Action.UNMASK, Purpose.CASEWORK, query, persons, len(persons))


def test_a_look_stands_in_the_history_of_who_was_seen_and_of_who_saw() -> None:
    (told,) = decide(look(("p1", "p2")))
    assert {"person:p1", "person:p2", "official:wang"} <= set(told.tags)
    decide(look(()))


@pytest.mark.parametrize("command", [look(("p1", "p1")), look(("p1",), ""), look((*"a" * 51,))])
def test_looks_refused(command: TellLook) -> None:
    refused(command, [], rules.LOOK_TOLD)


def claimed(*roles: Role, **changed: object) -> ClaimRights:
    told = {"reaches": "371002100", "registers": ("assistance",), **changed}
    return ClaimRights(by("program"), "wang", "https://id.example", roles, **told)  # type: ignore[arg-type]


def test_what_a_provider_says_takes_the_place_of_what_it_said_before() -> None:
    told = history(BEGUN, given_right(), claimed(Role.CASHIER), claimed(Role.CASE_OFFICER))
    held = Holding()
    for place, tagged in enumerate(told):
        if getattr(tagged.record, "holder", "") == "wang":
            held.take(tagged.record, place + 1)
    assert {grant.role for grant in held.in_force(date(2019, 6, 4))} == {
        Role.APPROVER,
        Role.CASE_OFFICER,
    }
    assert {grant.role for grant in held.in_force(date(2019, 6, 5))} == {Role.APPROVER}


@pytest.mark.parametrize(
    ("given", "command", "rule"),
    [
        ([], claimed(Role.INSPECTOR), rules.RIGHTS_CLAIMED),
        ([], claimed(Role.CASHIER, reaches=""), rules.RIGHTS_CLAIMED),
        ([], claimed(Role.SYSTEM_ADMINISTRATOR, Role.CASHIER), rules.ADMINISTRATORS_APART),
        ([BEGUN, given_right()], claimed(Role.AUDIT_ADMINISTRATOR), rules.ADMINISTRATORS_APART),
        (
            [BEGUN, given_right(role=Role.AUDIT_ADMINISTRATOR)],
            claimed(Role.CASHIER),
            rules.ADMINISTRATORS_APART,
        ),
    ],
)
def test_claims_refused(given: list[Decision], command: Decision, rule: Rule) -> None:
    refused(command, history(*given), rule)
