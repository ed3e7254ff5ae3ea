from dataclasses import replace
from datetime import date

import pytest

from domain.adoption import rules
from domain.adoption.decisions.preparing import (
    ApplyForAdoption,
    AssessAdopters,
    PublishFoundlingNotice,
)
from domain.adoption.decisions.registering import DissolveAdoption, RegisterAdoption
from domain.adoption.records import AdoptionDissolved, AdoptionRegistered
from domain.authority.rules import MAKER_NEVER_CHECKER
from domain.common.decisions import Decision
from domain.common.people import Person
from domain.common.refusals import Rule
from tests.domain.acting import act, person, refused
from tests.domain.deciding import history

CHILD = person("child", "2015-03-01", male=False)
MAN, WOMAN = person("man", "1980-01-01"), person("woman", "1982-01-01", male=False)
APPLY = ApplyForAdoption(act("2019-02-01", by="window"), "A1", "foundling", CHILD, [MAN, WOMAN])
ASSESS = AssessAdopters(act("2019-02-10", by="assessor"), "A1", True, "报告1")
NOTICE = PublishFoundlingNotice(
    act("2019-02-11", by="window"), "A1", "日报", date(2019, 2, 11), date(2019, 4, 11)
)
REGISTER = RegisterAdoption(act("2019-04-12", by="registrar"), "A1", CHILD, "收字1")
DISSOLVE = DissolveAdoption(act("2020-04-12", by="registrar"), "A1", "协议1")
STEPS: list[Decision] = [APPLY, ASSESS, NOTICE]
PUBLISHED = history(*STEPS)  # 1 to 3
REGISTERED = history(REGISTER, given=PUBLISHED)  # 4


def orphan(number: str, certificate: str) -> list[Decision]:
    return [
        replace(APPLY, adoption=number, kind="orphan"),
        replace(ASSESS, adoption=number),
        replace(REGISTER, adoption=number, certificate=certificate),
    ]


def test_an_adoption_is_about_the_child_the_adopters_and_its_certificate() -> None:
    registered = REGISTERED[-1]
    assert isinstance(registered.record, AdoptionRegistered)
    assert registered.record.adopters == ["man", "woman"]
    people = {CHILD.tag, MAN.tag, WOMAN.tag}
    assert set(registered.tags) >= {"case:A1", "doc:adoption-收字1", *people}


def test_a_foundling_is_registered_after_the_notice_only() -> None:
    unpublished = history(APPLY, ASSESS)
    assert refused(REGISTER, unpublished, rules.NOTICE_60_DAYS) == [1, 2]
    last_day = replace(REGISTER, act=act("2019-04-11", by="registrar"))
    assert refused(last_day, PUBLISHED, rules.NOTICE_60_DAYS) == [1, 2, 3]
    short = replace(NOTICE, day_last=date(2019, 4, 10))
    assert refused(short, unpublished, rules.NOTICE_60_DAYS) == [1, 2]


def test_steps_are_in_order_and_each_once() -> None:
    assert refused(ASSESS, [], rules.STEPS_IN_ORDER) == []
    assert refused(REGISTER, history(APPLY), rules.STEPS_IN_ORDER) == [1]
    assert refused(ASSESS, PUBLISHED, rules.STEPS_IN_ORDER) == [1, 2, 3]
    assert refused(NOTICE, PUBLISHED, rules.STEPS_IN_ORDER) == [1, 2, 3]
    assert refused(REGISTER, REGISTERED, rules.STEPS_IN_ORDER) == [1, 2, 3, 4]
    assert refused(APPLY, PUBLISHED, rules.APPLICATION_ONCE) == [1, 2, 3]
    other_child = replace(REGISTER, adoptee=person("other", "2016-01-01"))
    assert refused(other_child, PUBLISHED, rules.STEPS_IN_ORDER) == [1, 2, 3]


def test_a_failed_assessment_ends_it() -> None:
    failed = history(APPLY, replace(ASSESS, passed=False), NOTICE)
    assert refused(REGISTER, failed, rules.ASSESSMENT_PASSED) == [2, 3]


def test_the_assessor_neither_takes_the_application_nor_registers() -> None:
    assert refused(replace(ASSESS, act=act(by="window")), history(APPLY), MAKER_NEVER_CHECKER) == [
        1
    ]
    registrar = replace(REGISTER, act=act("2019-04-12", by="assessor"))
    assert refused(registrar, PUBLISHED, MAKER_NEVER_CHECKER) == [2]


def test_a_certificate_number_stands_for_one_adoption() -> None:
    boy = person("boy", "2016-01-01")
    steps = orphan("A2", "收字1")
    given = history(replace(APPLY, adoption="A2", kind="orphan", adoptee=boy), steps[1])
    same = replace(REGISTER, adoption="A2", adoptee=boy)
    assert refused(same, [*REGISTERED, *given], rules.CERTIFICATE_ONCE) == [4]


def test_a_child_is_adopted_again_only_after_the_adoption_was_dissolved() -> None:
    steps = orphan("A2", "收字2")
    again = history(*steps[:2], given=REGISTERED)
    assert refused(steps[2], again, rules.ADOPTED_ONCE) == [4]
    dissolved = history(DISSOLVE, *steps, given=REGISTERED)
    assert isinstance(dissolved[4].record, AdoptionDissolved)
    assert isinstance(dissolved[-1].record, AdoptionRegistered)


def test_only_a_standing_adoption_is_dissolved_on_paper() -> None:
    assert refused(DISSOLVE, PUBLISHED, rules.TO_DISSOLVE) == [1, 2, 3]
    assert refused(replace(DISSOLVE, document=""), REGISTERED, rules.TO_DISSOLVE) == [1, 2, 3, 4]
    twice = history(DISSOLVE, given=REGISTERED)
    assert refused(DISSOLVE, twice, rules.TO_DISSOLVE) == [1, 2, 3, 4, 5]


YOUNG = person("young", "1990-06-01", male=False)
BOY = person("boy", "2016-01-01")
TEEN = person("teen", "2004-06-01")


@pytest.mark.parametrize(
    ("kind", "child", "adopters", "day", "rule"),
    [
        ("orphan", CHILD, [], "2019-02-01", rules.ADOPTERS_ONE_OR_TWO),
        ("orphan", CHILD, [MAN, MAN], "2019-02-01", rules.ADOPTERS_ONE_OR_TWO),
        ("orphan", CHILD, [CHILD], "2019-02-01", rules.ADOPTERS_ONE_OR_TWO),
        ("orphan", CHILD, [YOUNG], "2020-05-31", rules.ADOPTER_AGE),
        ("orphan", TEEN, [WOMAN, MAN], "2019-02-01", rules.ADOPTEE_AGE),
        ("orphan", CHILD, [MAN], "2019-02-01", rules.AGE_GAP),
        ("orphan", BOY, [WOMAN], "2021-02-01", rules.AGE_GAP),
        ("orphan", Person("unknown"), [WOMAN], "2019-02-01", rules.AGE_KNOWN),
    ],
)
def test_who_may_not_adopt_whom(
    kind: str, child: Person, adopters: list[Person], day: str, rule: Rule
) -> None:
    command = ApplyForAdoption(act(day), "A9", kind, child, adopters)  # type: ignore[arg-type] # a kind
    assert refused(command, [], rule) == []


@pytest.mark.parametrize(
    ("kind", "child", "adopters", "day"),
    [
        ("orphan", CHILD, [YOUNG], "2020-06-01"),
        ("orphan", TEEN, [WOMAN, MAN], "2021-02-01"),
        ("relative", TEEN, [WOMAN, MAN], "2019-02-01"),
        ("stepchild", CHILD, [YOUNG], "2019-02-01"),
        ("relative", CHILD, [MAN], "2019-02-01"),
        ("orphan", BOY, [WOMAN], "2019-02-01"),
    ],
)
def test_who_may_adopt_whom(kind: str, child: Person, adopters: list[Person], day: str) -> None:
    assert history(ApplyForAdoption(act(day), "A9", kind, child, adopters))  # type: ignore[arg-type] # a kind
