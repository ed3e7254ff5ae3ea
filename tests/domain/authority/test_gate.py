"""Who acts, under which power, and with whom apart: the same for every register."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.assistance.decisions import AcceptApplication, RejectApplication
from domain.assistance.rules import MEANS_WITHIN_LIMITS
from domain.assistance.schemes import Scheme
from domain.authority import rules
from domain.authority.decisions import (
    AbolishOffice,
    AmendPower,
    DeclareKin,
    EndTerm,
    GrantExemption,
    ResumePower,
    RevokePower,
    SuspendPower,
    WithdrawKin,
)
from domain.authority.kinds import Relation
from domain.common.decisions import Decision
from domain.common.duties import Duty
from domain.common.records import Tagged
from tests.domain.assistance.stories import (
    ANNA,
    BERT,
    CHILD,
    DIBAO_LIVE,
    DIBAO_NOTICED,
    STREET,
    accept,
    act,
    apply_dibao,
    cited,
    confirm_dibao,
    pay,
    refused,
)
from tests.domain.authority.stories import ESTABLISHMENT, POLICY, appoint, day, delegate
from tests.domain.deciding import decide, history

GRANT = f"dibao-{STREET}-2019-01-01"


def by_street(decision: Decision, by: str = "chief", on: str = "2019-01-21") -> Decision:
    return replace(decision, act=act(on, by, STREET))


@pytest.fixture(scope="module")
def noticed() -> list[Tagged]:
    """A case ready to be confirmed, with offices and posts kept."""
    return history(*ESTABLISHMENT, appoint("v1"), delegate(), *DIBAO_NOTICED)


def test_an_approval_carries_the_grant_it_rests_on(noticed: list[Tagged]) -> None:
    [confirmed] = decide(by_street(confirm_dibao()), noticed)
    assert f"power:{GRANT}" in confirmed.tags
    [by_district] = decide(confirm_dibao(), noticed)
    assert "power:law-371002" in by_district.tags


def test_without_a_grant_a_street_does_not_decide() -> None:
    given = history(*ESTABLISHMENT, delegate("tekun"), *DIBAO_NOTICED)
    rejection = RejectApplication(
        act("2019-01-21", "chief", STREET), "D1", Scheme.DIBAO, MEANS_WITHIN_LIMITS.id, "函1"
    )
    for decision in (by_street(confirm_dibao()), rejection):
        refused(rules.POWER_LIVE, decision, given)
    not_kept = history(*DIBAO_NOTICED)
    refused(rules.POWER_LIVE, by_street(confirm_dibao()), not_kept)


def test_a_grant_is_live_from_its_day_until_it_rests_or_ends(noticed: list[Tagged]) -> None:
    confirm = by_street(confirm_dibao())
    from_day = day("2019-01-21")
    suspended = history(
        SuspendPower(act("2019-01-20", "head"), GRANT, from_day, POLICY, "检查发现问题"),
        given=noticed,
    )
    assert cited(refused(rules.POWER_LIVE, confirm, suspended), suspended) == ["power-suspended"]
    resumed = history(
        ResumePower(act("2019-01-20", "head"), GRANT, from_day, POLICY), given=suspended
    )
    assert decide(confirm, resumed)
    revoked = history(
        RevokePower(act("2019-01-20", "head"), GRANT, from_day, POLICY), given=noticed
    )
    assert cited(refused(rules.POWER_LIVE, confirm, revoked), revoked) == ["power-revoked"]
    ended = AmendPower(
        act("2019-01-02", "head"), GRANT, day("2019-01-03"), POLICY, 0, day("2019-01-20")
    )
    given = history(ended, given=noticed)
    assert cited(refused(rules.POWER_LIVE, confirm, given), given) == ["power-amended"]


def test_a_suspension_does_not_reach_back(noticed: list[Tagged]) -> None:
    later = SuspendPower(act("2019-02-01", "head"), GRANT, day("2019-02-01"), POLICY, "x")
    assert decide(by_street(confirm_dibao()), history(later, given=noticed))
    past = replace(later, from_day=day("2019-01-31"))
    refused(rules.POWER_STANDS, past, noticed)


def test_over_the_cap_is_refused() -> None:
    given = history(*ESTABLISHMENT, delegate(cap_fen=799_99), *DIBAO_NOTICED)
    refusal = refused(rules.WITHIN_CAP, by_street(confirm_dibao()), given)
    assert cited(refusal, given) == ["power-delegated"]
    exact = history(*ESTABLISHMENT, delegate(cap_fen=800_00), *DIBAO_NOTICED)
    assert decide(by_street(confirm_dibao()), exact)


def test_an_unknown_office_and_one_that_is_gone_do_not_act(noticed: list[Tagged]) -> None:
    stranger = replace(confirm_dibao(), act=act("2019-01-21", "chief", "371003"))
    refused(rules.OFFICE_KNOWN, stranger, noticed)
    gone = history(
        AbolishOffice(act("2019-01-05", "head"), STREET, day("2019-01-20"), POLICY),
        given=noticed,
    )
    refusal = refused(rules.OFFICE_KNOWN, by_street(confirm_dibao()), gone)
    assert cited(refusal, gone) == ["office-abolished"]
    application = by_street(apply_dibao("D2", CHILD), "clerk", "2019-01-20")
    assert decide(application, gone), "its last day counts"


def test_an_official_no_longer_in_post_does_not_act(noticed: list[Tagged]) -> None:
    refused(rules.IN_POST, by_street(confirm_dibao(), "v2"), noticed)
    left = history(
        EndTerm(
            act("2019-01-19", "head"), "chief", STREET, "staff", day("2019-01-20"), "调离", "免1"
        ),
        given=noticed,
    )
    refusal = refused(rules.IN_POST, by_street(confirm_dibao()), left)
    assert cited(refusal, left) == ["term-ended"]
    assert decide(confirm_dibao(), left), "the post in the district stands"


def test_two_ids_of_one_person_are_one_person() -> None:
    posts = [
        appoint("acceptor-2", "371002", person="p1"),
        appoint("chief-2", "371002", person="p1"),
    ]
    accepted = replace(accept("D1"), act=act("2019-01-08", "acceptor-2"))
    case = [accepted if isinstance(one, AcceptApplication) else one for one in DIBAO_NOTICED]
    given = history(*ESTABLISHMENT, *posts, *case)
    refusal = refused(rules.MAKER_NEVER_CHECKER, confirm_dibao(by="chief-2"), given)
    assert cited(refusal, given) == ["application-accepted"]


def test_a_small_office_can_be_exempted_for_a_time(noticed: list[Tagged]) -> None:
    exemption = GrantExemption(
        act("2019-01-02", "head"),
        "E1",
        "371002",
        "assistance",
        (Duty.REGISTER, Duty.APPROVE),
        day("2019-01-02"),
        day("2019-01-21"),
        "编制一人",
        POLICY,
    )
    given = history(exemption, given=noticed)
    assert decide(confirm_dibao(by="acceptor"), given)
    refused(rules.MAKER_NEVER_CHECKER, confirm_dibao(by="acceptor", day="2019-01-22"), given)
    refused(rules.MAKER_NEVER_CHECKER, confirm_dibao(by="clerk"), given)
    refused(rules.MAKER_NEVER_CHECKER, by_street(confirm_dibao(), "acceptor"), given)


def test_nobody_decides_about_declared_kin(noticed: list[Tagged]) -> None:
    declared = history(
        DeclareKin(act("2019-01-02", "chief"), "K1", "chief", BERT, Relation.PARENT, "备1"),
        given=noticed,
    )
    refusal = refused(rules.AVOIDANCE, confirm_dibao(), declared)
    assert cited(refusal, declared) == ["kin-declared"]
    withdrawn = history(WithdrawKin(act("2019-01-03", "chief"), "K1", "误报"), given=declared)
    assert decide(confirm_dibao(), withdrawn)
    other = DeclareKin(act("2019-01-02", "clerk"), "K2", "cashier", ANNA, Relation.SPOUSE, "备2")
    live = history(*ESTABLISHMENT, *DIBAO_LIVE, other)
    refused(rules.AVOIDANCE, pay(Scheme.DIBAO, "2019-02", ("D1", 800_00)), live)
