"""No order of steps, officials and powers gets past the gate; what got past it is found again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from application import deciding
from domain.authority import rules
from domain.authority.decisions import (
    DelegatePower,
    EndTerm,
    GrantExemption,
    ResumePower,
    SuspendPower,
)
from domain.authority.gate import OutOfSightError
from domain.authority.invariants import Duties
from domain.authority.records import PowerDelegated
from domain.authority.tags import ESTABLISHMENT
from domain.common.decisions import Decision
from domain.common.duties import Duty
from domain.common.invariants import Entry, Violation
from domain.common.records import Tagged
from domain.common.refusals import Citation, Refusal, Rule
from tests.domain.acting import refused
from tests.domain.assistance.stories import DISTRICT, STREET, act
from tests.domain.authority.made_up import KINDS, STEPS, Approved, Paid, TakenIn, TakeStep
from tests.domain.authority.stories import ESTABLISHMENT as OPENED
from tests.domain.authority.stories import POLICY, STAFF, day
from tests.domain.deciding import decide, history

CAP_FEN = 1_000_00
GRANT = f"aid-{STREET}-2019-01-01"
DELEGATED = PowerDelegated(
    grant=GRANT,
    matter="aid",
    office=STREET,
    cap_fen=CAP_FEN,
    from_day="2019-01-01",
    to_day="",
    policy=POLICY,
)


@dataclass
class Happened:
    """A decision's records, with who made them and when."""

    decision: Decision
    made: Sequence[Tagged]


@pytest.fixture(autouse=True)
def _made_up_register() -> object:
    with patch.object(deciding, "DUTY_KINDS", KINDS):
        yield


def opened() -> list[Tagged]:
    delegated = Tagged([ESTABLISHMENT, f"power:{GRANT}", f"office:{STREET}"], DELEGATED)
    return [*history(*OPENED), delegated]


def step(kind: type, by: str, on: str = "2019-03-01", fen: int = 0, case: str = "A1") -> TakeStep:
    return TakeStep(act(on, by, STREET), kind, case, "anna", fen)


def violations(entries: Sequence[Entry]) -> list[Violation]:
    duties = Duties()
    return [found for entry in entries for found in duties.add(entry)]


def entries(given_first: Sequence[Tagged], happened: Sequence[Happened]) -> list[Entry]:
    """A log as it would hold them."""
    first = [(tagged, act("2018-12-01", "head")) for tagged in given_first]
    later = [(tagged, one.decision.act) for one in happened for tagged in one.made]
    return [
        Entry(
            tagged.record,
            tagged.tags,
            Citation(place, tagged.record.type, by.occurred.isoformat()),
            by.by,
            by.office,
        )
        for place, (tagged, by) in enumerate([*first, *later], start=1)
    ]


def forged(*decisions: TakeStep, power: str = f"power:{GRANT}") -> list[Entry]:
    """Steps as a program would write them that goes around the gate."""
    happened = []
    for decision in decisions:
        fresh = replace(decision)
        fresh.execute()
        made = [tagged for tagged in fresh.collect_events() if isinstance(tagged, Tagged)]
        for tagged in made:
            if isinstance(tagged.record, Approved) and power:
                tagged.tags.append(power)
        happened.append(Happened(decision, made))
    return entries(opened(), happened)


def test_one_sum_in_two_pieces_is_over_the_cap() -> None:
    first = decide(step(Approved, "chief", "2019-03-01", 600_00), opened())
    second = step(Approved, "chief", "2019-03-30", 400_01, case="A2")
    given_first = [*opened(), *first]
    assert refused(second, given_first, rules.WITHIN_CAP) == [len(opened()), len(given_first)]
    assert decide(replace(second, amount_fen=400_00), given_first)
    a_month_later = replace(second, act=act("2019-03-31", "chief", STREET))
    assert decide(a_month_later, given_first)


def test_a_decision_that_does_not_look_at_its_file_is_a_defect() -> None:
    blind = replace(step(Paid, "cashier"), is_blind=True)
    with pytest.raises(OutOfSightError, match=r"TakeStep does not look at aid\.approved\.v1"):
        decide(blind, opened())


@pytest.mark.parametrize(
    ("found", "rule", "against"),
    [
        (
            forged(step(TakenIn, "clerk"), step(Approved, "clerk", fen=1)),
            rules.MAKER_NEVER_CHECKER,
            1,
        ),
        (forged(step(Approved, "chief", fen=CAP_FEN + 1)), rules.WITHIN_CAP, 0),
        (
            forged(
                step(Approved, "chief", fen=600_00), step(Approved, "chief", fen=600_00, case="A2")
            ),
            rules.WITHIN_CAP,
            1,
        ),
        (forged(step(Approved, "chief", fen=1), power=""), rules.POWER_LIVE, 0),
        (forged(step(Approved, "chief", "2018-12-31", 1)), rules.POWER_LIVE, 0),
        (forged(step(Paid, "stranger")), rules.IN_POST, 0),
        (
            forged(replace(step(Paid, "cashier"), act=act("2019-03-01", "cashier", "371099"))),
            rules.OFFICE_KNOWN,
            0,
        ),
    ],
    ids=(
        "maker-checks",
        "over-cap",
        "split",
        "no-power",
        "before-power",
        "not-in-post",
        "no-office",
    ),
)
def test_what_went_around_the_gate_is_found(found: list[Entry], rule: Rule, against: int) -> None:
    [violation] = violations(found)
    assert violation.rule is rule
    assert violation.position == len(found)
    assert len(violation.against) == against


DAY_FIRST = date(2019, 1, 1)
days = st.integers(0, 120).map(lambda number: (DAY_FIRST + timedelta(days=number)).isoformat())
steps = st.builds(
    lambda kind, by, office, on, fen, case, person: TakeStep(
        act(on, by, office), kind, case, person, fen
    ),
    st.sampled_from(STEPS),
    st.sampled_from((*STAFF, "stranger")),
    st.sampled_from((DISTRICT, STREET, "371099")),
    days,
    st.integers(0, CAP_FEN),
    st.sampled_from(("A1", "A2")),
    st.sampled_from(("anna", "bert")),
)
changes = st.one_of(
    st.builds(lambda on: SuspendPower(act(on, "head"), GRANT, day(on), POLICY, "检查"), days),
    st.builds(lambda on: ResumePower(act(on, "head"), GRANT, day(on), POLICY), days),
    st.builds(
        lambda by, on: EndTerm(act(on, "head"), by, STREET, "staff", day(on), "调离", "免1"),
        st.sampled_from(STAFF),
        days,
    ),
    st.builds(
        lambda on, duties: GrantExemption(
            act(on, "head"), f"E{on}", STREET, "aid", duties, day(on), day(on), "一人", POLICY
        ),
        days,
        st.permutations(list(Duty)).map(lambda every: (every[0], every[1])),
    ),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(steps, steps, steps, changes), max_size=25))
def test_no_order_of_commands_breaks_an_invariant(commands: list[Decision]) -> None:
    commands = sorted(commands, key=lambda command: command.act.occurred)
    first = opened()
    records, happened = list(first), list[Happened]()
    for command in commands:
        try:
            made = decide(command, records)
        except Refusal:
            continue
        records += made
        happened.append(Happened(command, made))
    assert violations(entries(first, happened)) == []


@settings(max_examples=60, deadline=None)
@given(st.lists(steps, min_size=1, max_size=12))
def test_whatever_the_gate_refuses_is_found_if_it_stands_all_the_same(
    commands: list[TakeStep],
) -> None:
    commands = sorted(commands, key=lambda command: command.act.occurred)
    first = opened()
    records, happened = list(first), list[Happened]()
    for command in commands:
        rule = rule_against(command, records)
        if rule is not None:
            forced = forged(command)[-1]
            citation = replace(forced.citation, position=len(records) + 1)
            log = [*entries(first, happened), replace(forced, citation=citation)]
            assert rule in [one.rule for one in violations(log)]
            return
        made = decide(command, records)
        records += made
        happened.append(Happened(command, made))


def rule_against(command: Decision, records: Sequence[Tagged]) -> Rule | None:
    try:
        decide(command, records)
    except Refusal as refusal:
        return refusal.rule
    return None


def test_only_what_may_be_delegated_is_delegated() -> None:
    by = act("2018-12-03", "head")
    refused(
        DelegatePower(by, "aid", STREET, day("2019-01-01"), POLICY),
        history(*OPENED),
        rules.POWER_WELL_FORMED,
    )
