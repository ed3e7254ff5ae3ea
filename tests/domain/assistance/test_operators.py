"""Operators of homes are paid by nights slept, and a person sleeps in one home a night."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from domain.assistance import rules
from domain.assistance.decisions import (
    AdmitResident,
    AmendOperatorContract,
    AssessOperator,
    ContractOperator,
    DischargeResident,
    EndOperatorContract,
    HandOverProperty,
    PayOperatorFee,
    RegisterHome,
    TransferResident,
)
from domain.assistance.homes import HomeState, Stay
from domain.assistance.records import HOME_RECORDS
from domain.common.decisions import Decision
from domain.common.people import Person
from domain.common.records import Tagged
from domain.common.refusals import Citation, Refusal
from tests.domain.assistance.stories import ANNA, BERT, act, cited, day_of, refused
from tests.domain.deciding import decide, history

HOME = "home-1"
OPERATOR = "52999999MJE0000211"
OPEN: list[Decision] = [
    RegisterHome(act("2018-12-03"), HOME, "区中心敬老院", 3),
    AdmitResident(act("2019-01-10"), HOME, ANNA),
    AdmitResident(act("2019-01-20"), HOME, BERT),
]
CONTRACT = ContractOperator(
    act("2019-01-02"), HOME, "合1", OPERATOR, day_of("2019-01-05"), day_of("2019-12-31"), 40_00
)
NIGHTS = 22 + 12
FEE = PayOperatorFee(act("2019-02-05"), HOME, "合1", "2019-01", NIGHTS, NIGHTS * 40_00, "票1")


def test_a_month_is_paid_once_for_the_nights_slept() -> None:
    given = history(OPEN[0], CONTRACT, *OPEN[1:])
    for wrong in (
        {"bed_nights": NIGHTS + 1},
        {"amount_fen": NIGHTS * 40_00 + 1},
        {"month": "2019-02"},
        {"contract": "合2"},
    ):
        refused(rules.BED_NIGHTS_AS_SLEPT, replace(FEE, **wrong), given)
    paid = history(FEE, given=given)
    assert cited(refused(rules.BED_NIGHTS_AS_SLEPT, FEE, paid), paid) == [
        "operator-contracted",
        "operator-fee-paid",
    ]


def test_nobody_is_billed_after_leaving() -> None:
    left = DischargeResident(act("2019-01-25"), HOME, "anna", "death")
    given = history(OPEN[0], CONTRACT, *OPEN[1:], left)
    refused(rules.BED_NIGHTS_AS_SLEPT, FEE, given)
    assert decide(replace(FEE, bed_nights=15 + 12, amount_fen=27 * 40_00), given)


def test_a_contract_has_a_term_a_fee_and_a_known_operator() -> None:
    given = history(OPEN[0])
    for wrong in (
        {"operator": "52999999MJE0000212"},
        {"bed_night_fen": 0},
        {"until_day": day_of("2019-01-05")},
    ):
        refused(rules.OPERATOR_CONTRACT, replace(CONTRACT, **wrong), given)
    contracted = history(CONTRACT, given=given)
    second = replace(CONTRACT, contract="合2")
    assert cited(refused(rules.OPERATOR_CONTRACT, second, contracted), contracted) == [
        "operator-contracted"
    ]
    refused(rules.HOME_KNOWN, CONTRACT, [])


def test_a_contract_is_amended_assessed_and_ended() -> None:
    amend = AmendOperatorContract(
        act("2019-01-31"), HOME, "合1", day_of("2020-06-30"), 45_00, "补合1"
    )
    assess = AssessOperator(act("2019-07-01"), HOME, "合1", "考1", 95)
    end = EndOperatorContract(act("2019-08-31"), HOME, "合1", "closed")
    given = history(OPEN[0], CONTRACT, *OPEN[1:], amend, assess)
    refused(rules.BED_NIGHTS_AS_SLEPT, FEE, given)
    assert decide(replace(FEE, amount_fen=NIGHTS * 45_00), given)
    refused(rules.OPERATOR_CONTRACT, replace(assess, score=101), given)
    refused(rules.OPERATOR_CONTRACT, replace(amend, bed_night_fen=0), given)
    ended = history(end, given=given)
    for step in (amend, assess, end):
        refused(rules.OPERATOR_CONTRACT, step, ended)
    next_one = replace(
        CONTRACT,
        act=act("2019-09-01"),
        contract="合2",
        from_day=day_of("2019-09-01"),
        until_day=day_of("2019-12-31"),
    )
    assert decide(next_one, ended)


def test_property_is_handed_to_who_left_once() -> None:
    left = DischargeResident(act("2019-01-25"), HOME, "anna", "went home")
    hand_over = HandOverProperty(act("2019-01-26"), HOME, "anna", 100_00, "交1")
    refused(rules.CLOSURE_COMPLETE, hand_over, history(*OPEN))
    given = history(*OPEN, left)
    refused(rules.CLOSURE_COMPLETE, replace(hand_over, deposit_fen=-1), given)
    done = history(hand_over, given=given)
    assert cited(refused(rules.CLOSURE_COMPLETE, hand_over, done), done) == ["property-handed-over"]


def test_a_move_does_not_lie_before_the_move_before_it() -> None:
    given = history(*OPEN)
    early = DischargeResident(act("2019-01-09"), HOME, "anna", "went home")
    assert cited(refused(rules.RESIDENT_IN_ONE_HOME, early, given), given) == ["resident-admitted"]
    left = history(replace(early, act=act("2019-01-30")), given=given)
    back = AdmitResident(act("2019-01-29"), HOME, ANNA)
    assert cited(refused(rules.RESIDENT_IN_ONE_HOME, back, left), left) == ["resident-left"]


HOMES = ("h0", "h1")
BEDS = 2
steps = st.lists(
    st.tuples(
        st.sampled_from(["in", "out", "move"]),
        st.sampled_from(["p0", "p1", "p2"]),
        st.sampled_from(HOMES),
        st.integers(0, 12),
    ),
    max_size=25,
)


@settings(max_examples=80, deadline=None)
@drawn(steps)
def test_no_sequence_of_moves_puts_a_person_in_two_beds_or_two_in_one(
    moves: list[tuple[str, str, str, int]],
) -> None:
    given: list[Tagged] = history(
        *(RegisterHome(act("2018-12-03"), home, "院", BEDS) for home in HOMES)
    )
    for kind, person, home, day in moves:
        when = act((date(2019, 1, 1) + timedelta(days=day)).isoformat())
        other = HOMES[1 - HOMES.index(home)]
        command: Decision = {
            "in": AdmitResident(when, home, Person(person)),
            "out": DischargeResident(when, home, person, "left"),
            "move": TransferResident(when, home, other, person, "同意"),
        }[kind]
        try:
            given = history(command, given=given)
        except Refusal:
            continue
    for offset in range(20):
        night = (date(2019, 1, 1) + timedelta(days=offset)).isoformat()
        slept = [stay for home in HOMES for stay in _stays(home, given) if stay[1].covers(night)]
        beds = Counter(home for home, _ in slept)
        people = Counter(stay.person for _, stay in slept)
        assert max(people.values(), default=0) <= 1
        assert max(beds.values(), default=0) <= BEDS


def _stays(home: str, given: list[Tagged]) -> list[tuple[str, Stay]]:
    state = HomeState()
    for place, tagged in enumerate(given, 1):
        if isinstance(tagged.record, HOME_RECORDS) and f"office:{home}" in tagged.tags:
            state.add(home, tagged.record, Citation(place, tagged.record.type, ""))
    return [(home, stay) for stay in state.stays]
