"""Persons are linked, parted and told apart; the dead are not paid; households have a head."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.assistance.schemes import Scheme
from domain.common.records import Tagged
from domain.common.refusals import Refusal
from domain.funerals.decisions.bodies import ReceiveBody
from domain.persons import rules
from domain.persons.decisions import (
    KeepHousehold,
    LinkPersons,
    PartPersons,
    ReportDeath,
    TellApart,
    WithdrawDeathReport,
)
from domain.persons.households import household_on
from domain.persons.identity import Identities
from domain.persons.records import HouseholdKept
from tests.domain.acting import refused
from tests.domain.assistance.stories import BERT, DIBAO_LIVE, act, cited, pay
from tests.domain.assistance.stories import refused as refusal_of
from tests.domain.deciding import decide, history

LINK = LinkPersons(act("2019-05-06"), "anna", "bert", ("name-birth",), "核对户籍", "认1")
PART = PartPersons(act("2019-05-07"), "bert", "anna", "认定有误", "认2")
APART = TellApart(act("2019-05-06"), "anna", "bert", ("name-birth",), "同名同日")
DEATH = ReportDeath(act("2019-03-05"), BERT, date(2019, 2, 20), "village", "证1")


def identities(records: list[Tagged]) -> Identities:
    known = Identities()
    for tagged in records:
        known.add(tagged.record)
    return known


def test_a_link_joins_and_a_parting_parts() -> None:
    linked = history(LINK)
    assert identities(linked).of("anna") == ["anna", "bert"]
    refused(replace(LINK, person="bert", other="anna"), linked, rules.LINK_WELL_FORMED)
    parted = history(PART, given=linked)
    assert identities(parted).of("anna") == ["anna"]
    refused(PART, parted, rules.LINK_WELL_FORMED)
    assert decide(LINK, parted)
    refused(replace(LINK, other="anna"), [], rules.LINK_WELL_FORMED)
    refused(replace(LINK, grounds=()), [], rules.LINK_WELL_FORMED)


def test_who_was_told_apart_is_remembered_until_there_is_a_new_ground() -> None:
    apart = history(APART)
    refused(LINK, apart, rules.TOLD_APART)
    refused(APART, apart, rules.LINK_WELL_FORMED)
    assert identities(apart).is_settled("bert", "anna", ("name-birth",))
    assert not identities(apart).is_settled("bert", "anna", ("account", "name-birth"))
    assert decide(replace(LINK, grounds=("account",)), apart)
    refused(APART, history(LINK), rules.TOLD_APART)


PEOPLE = ("a", "b", "c", "d")
pairs = st.tuples(st.sampled_from(PEOPLE), st.sampled_from(PEOPLE))


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.booleans(), pairs), max_size=20))
def test_links_make_groups_that_everybody_in_them_agrees_on(
    steps: list[tuple[bool, tuple[str, str]]],
) -> None:
    records: list[Tagged] = []
    standing: set[frozenset[str]] = set()
    for joins, (one, other) in steps:
        link = replace(LINK, person=one, other=other)
        part = replace(PART, person=one, other=other)
        try:
            records += decide(link if joins else part, records)
        except Refusal:
            continue
        standing ^= {frozenset((one, other))}
    known = identities(records)
    for person in PEOPLE:
        group = known.of(person)
        assert all(known.of(other) == group for other in group)
        assert person in group
    for pair in standing:
        assert pair <= set(known.of(min(pair)))


def test_nobody_is_paid_for_a_month_after_their_death() -> None:
    live = history(*DIBAO_LIVE)
    for dead in (
        DEATH,
        ReceiveBody(act("2019-03-05"), BERT, date(2019, 2, 20), "证1", "医院", True, "医院"),
    ):
        given_death = history(dead, given=live)
        assert decide(pay(Scheme.DIBAO, "2019-02", ("D1", 800_00)), given_death)
        march = pay(Scheme.DIBAO, "2019-03", ("D1", 800_00))
        refusal = refusal_of(rules.NO_PAYMENT_AFTER_DEATH, march, given_death)
        assert len(cited(refusal, given_death)) == 1
    withdrawn = history(
        WithdrawDeathReport(act("2019-03-06"), BERT, "同名误报", "撤1"),
        given=history(DEATH, given=live),
    )
    assert decide(march, withdrawn)


def test_a_death_is_reported_once_and_not_ahead() -> None:
    refused(DEATH, history(DEATH), rules.DEATH_ONCE)
    refused(replace(DEATH, died_on=date(2019, 3, 6)), [], rules.DEATH_ONCE)
    refused(WithdrawDeathReport(act("2019-03-05"), BERT, "x", ""), [], rules.DEATH_ONCE)


def keep(members: dict[str, str], on: str = "2019-01-01", code: str = "H1") -> KeepHousehold:
    return KeepHousehold(act("2019-06-03"), code, members, date.fromisoformat(on), "户籍", "户1")  # type: ignore[arg-type]


FORMED = keep({"anna": "head", "bert": "spouse"})


def test_a_household_is_what_it_was_on_the_day() -> None:
    born = keep({"anna": "head", "bert": "spouse", "child": "child"}, "2019-04-01")
    ended = keep({}, "2019-09-01")
    records = [
        tagged.record
        for tagged in history(FORMED, born, ended)
        if isinstance(tagged.record, HouseholdKept)
    ]
    sizes = {
        day: len(found.members) if (found := household_on(records, day)) else None
        for day in ("2018-12-31", "2019-03-31", "2019-04-01", "2019-09-01")
    }
    assert sizes == {"2018-12-31": None, "2019-03-31": 2, "2019-04-01": 3, "2019-09-01": 0}


@pytest.mark.parametrize(
    "wrong",
    [
        keep({"anna": "spouse"}),
        keep({"anna": "head", "bert": "head"}),
        keep({}),
        keep({"anna": "head"}, code=""),
    ],
    ids=("without a head", "two heads", "ends before it began", "without a code"),
)
def test_a_household_has_one_head(wrong: KeepHousehold) -> None:
    refused(wrong, [], rules.HOUSEHOLD_WELL_FORMED)


def test_nobody_is_in_two_households() -> None:
    given_first = history(FORMED)
    refused(keep({"bert": "head"}, code="H2"), given_first, rules.IN_ONE_HOUSEHOLD)
    refused(keep({"anna": "head"}, "2018-12-31"), given_first, rules.HOUSEHOLD_WELL_FORMED)
    split = history(keep({"anna": "head"}, "2019-05-01"), given=given_first)
    assert decide(keep({"bert": "head"}, "2019-05-01", "H2"), split)
