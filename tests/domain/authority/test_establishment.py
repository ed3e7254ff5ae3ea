"""Offices, posts and powers are kept by the district, without overlaps, and never for the past."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.authority import rules
from domain.authority.decisions import (
    AbolishOffice,
    AmendPower,
    EndExemption,
    EndTerm,
    GrantExemption,
    RenameOffice,
    RevokePower,
)
from domain.authority.kinds import OfficeKind
from domain.common.duties import Duty
from domain.common.refusals import Rule
from tests.domain.assistance.stories import DISTRICT, STREET, act, refused
from tests.domain.authority.stories import (
    ESTABLISHMENT,
    POLICY,
    TOWN,
    appoint,
    day,
    delegate,
    opened,
    register,
)
from tests.domain.deciding import decide, establishment, history

GIVEN = history(*ESTABLISHMENT)
HEAD = act("2019-03-01", "head")
EXEMPTION = GrantExemption(
    HEAD,
    "E1",
    STREET,
    "assistance",
    (Duty.CHECK, Duty.PAY),
    day("2019-03-01"),
    day("2019-12-31"),
    "编制一人",
    POLICY,
)


def test_nothing_is_kept_before_it_is_opened_once() -> None:
    refused(rules.ESTABLISHMENT_ONCE, register(STREET), [])
    refused(rules.ESTABLISHMENT_ONCE, opened(), history(opened()))


@pytest.mark.parametrize(
    "decision",
    [register(TOWN), appoint("new"), delegate(), EXEMPTION],
    ids=lambda d: type(d).__name__,
)
def test_only_the_district_keeps_it(decision: object) -> None:
    by_street = replace(decision, act=act("2019-03-01", "chief", STREET))  # type: ignore[type-var]
    refused(rules.DISTRICT_DECIDES, by_street, GIVEN)


def test_a_code_is_used_once_and_has_an_office_above() -> None:
    refused(rules.OFFICE_WELL_FORMED, register(STREET), GIVEN)
    orphan = replace(register(TOWN), parent="371099")  # type: ignore[type-var]
    refused(rules.OFFICE_KNOWN, orphan, GIVEN)


def test_an_office_that_is_gone_keeps_its_name_of_then() -> None:
    renamed = RenameOffice(HEAD, STREET, "新名街道", day("2019-06-01"), POLICY)
    gone = AbolishOffice(act("2019-07-01", "head"), STREET, day("2019-12-31"), POLICY, DISTRICT)
    now = establishment(history(renamed, gone, given=GIVEN))
    office = now.offices[STREET]
    assert [office.name_on(d) for d in ("2019-05-31", "2019-06-01")] == ["某街道", "新名街道"]
    assert office.successor == DISTRICT
    assert now.office_on(STREET, "2019-12-31")
    assert now.office_on(STREET, "2020-01-01") is None
    refused(rules.OFFICE_EMPTY_WHEN_ABOLISHED, replace(gone, last_day=day("2019-06-30")), GIVEN)
    refused(rules.OFFICE_EMPTY_WHEN_ABOLISHED, replace(gone, successor=TOWN), GIVEN)


def test_terms_of_one_post_do_not_overlap() -> None:
    refused(rules.TERM_WELL_FORMED, appoint("chief"), GIVEN)
    end = EndTerm(HEAD, "chief", STREET, "staff", day("2019-03-31"), "退休", "免1")
    ended = history(end, given=GIVEN)
    refused(rules.TERM_WELL_FORMED, end, ended)
    again = replace(appoint("chief"), from_day=day("2019-04-01"))
    now = establishment(history(again, given=ended))
    assert [now.is_in_post("chief", STREET, d) for d in ("2019-03-31", "2019-04-01")] == [True] * 2
    refused(rules.OFFICE_KNOWN, appoint("chief", "371099"), GIVEN)


@pytest.mark.parametrize(
    ("decision", "rule"),
    [
        (delegate("marriage"), rules.POWER_WELL_FORMED),
        (delegate("disability-care"), rules.POWER_WELL_FORMED),
        (delegate(office=DISTRICT), rules.POWER_WELL_FORMED),
        (delegate(cap_fen=-1), rules.POWER_WELL_FORMED),
        (delegate(office=TOWN), rules.OFFICE_KNOWN),
    ],
    ids=("unknown matter", "not delegable", "to the district", "negative cap", "unknown office"),
)
def test_only_a_delegable_power_goes_to_a_street_or_town(decision: object, rule: Rule) -> None:
    refused(rule, decision, GIVEN)  # type: ignore[arg-type]


def test_a_power_is_given_once_at_a_time() -> None:
    given = history(delegate(), given=GIVEN)
    refused(rules.POWER_WELL_FORMED, delegate(), given)
    grant = f"dibao-{STREET}-2019-01-01"
    revoked = history(RevokePower(HEAD, grant, day("2019-03-01"), POLICY), given=given)
    refused(rules.POWER_STANDS, RevokePower(HEAD, grant, day("2019-03-02"), POLICY), revoked)
    refused(rules.POWER_WELL_FORMED, delegate(), revoked)
    again = replace(delegate(), from_day=day("2019-03-01"))
    assert decide(again, revoked)


def test_a_cap_holds_from_the_day_it_is_amended() -> None:
    grant = f"dibao-{STREET}-2019-01-01"
    amended = AmendPower(HEAD, grant, day("2019-04-01"), POLICY, 500_00)
    now = establishment(history(delegate(cap_fen=1000_00), amended, given=GIVEN))
    caps = [now.grants[grant].on(d) for d in ("2019-03-31", "2019-04-01")]
    assert [cap.cap_fen for cap in caps if cap] == [1000_00, 500_00]


def test_an_exemption_says_which_duties_why_and_how_long() -> None:
    for wrong in (
        replace(EXEMPTION, reason=""),
        replace(EXEMPTION, duties=(Duty.PAY, Duty.PAY)),
        replace(EXEMPTION, to_day=day("2022-03-01")),
        replace(EXEMPTION, from_day=day("2019-02-28")),
    ):
        refused(rules.EXEMPTION_WELL_FORMED, wrong, GIVEN)
    given = history(EXEMPTION, given=GIVEN)
    refused(rules.EXEMPTION_WELL_FORMED, EXEMPTION, given)
    end = EndExemption(HEAD, "E1", day("2019-03-31"), POLICY)
    now = establishment(history(end, given=given))
    duties = frozenset({"check", "pay"})
    assert now.exemption("assistance", STREET, duties, "2019-03-31")
    assert now.exemption("assistance", STREET, duties, "2019-04-01") is None


def test_kinds_of_office_are_those_of_the_demo() -> None:
    from tools.demo.world import DUTIES, OFFICES

    assert {office.kind for office in OFFICES} <= {kind.value for kind in OfficeKind}
    assert set(DUTIES) <= {kind.value for kind in OfficeKind}
