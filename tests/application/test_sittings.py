from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from application.sittings import Decided
from domain.common.decisions import Decision
from domain.common.refusals import Refusal
from ledger.log import CommandConflictError, ConditionFailedError
from ledger.verification import verify
from tests.application.acts import donate, establish, marry, transfer
from tests.application.conftest import Counter


def sit(counter: Counter, commands: Sequence[Decision]) -> list[Decided]:
    sitting = counter.desk.sitting()
    found = sitting.decide(commands)
    sitting.record()
    return found


def test_a_command_sees_what_the_earlier_ones_would_record(counter: Counter) -> None:
    sitting = counter.desk.sitting()
    sitting.decide([establish(), donate(2, 5_000)])
    too_much, just_right = sitting.decide([transfer(3, 5_001), transfer(4, 5_000)])
    assert isinstance(too_much.refusal, Refusal)
    assert just_right.refusal is None
    assert counter.log.head().size == 0, "nothing is recorded yet"
    answers = sitting.record()
    assert [answer.position_first for answer in answers] == [1, 2, 3]
    assert not verify(counter.dsn).problems


def test_a_sitting_repeated_records_nothing(counter: Counter) -> None:
    commands: list[Decision] = [establish(), donate(2, 5_000), marry(3)]
    sit(counter, commands)
    again = sit(counter, commands)
    assert all(one.earlier and not one.made for one in again)
    assert counter.log.head().size == 3
    assert counter.desk.execute(donate(2, 5_000)).replayed


def test_another_command_under_a_used_id_is_in_conflict(counter: Counter) -> None:
    sit(counter, [establish(), donate(2, 5_000)])
    (found,) = sit(counter, [donate(2, 6_000)])
    assert isinstance(found.refusal, CommandConflictError)


def test_nothing_is_recorded_if_a_boundary_moved(counter: Counter) -> None:
    counter.desk.execute(establish())
    sitting = counter.desk.sitting()
    sitting.decide([donate(2, 5_000)])
    counter.desk.execute(donate(3, 1))
    with pytest.raises(ConditionFailedError):
        sitting.record()
    assert counter.log.head().size == 2


AMOUNTS = st.lists(st.tuples(st.booleans(), st.integers(1, 300)), min_size=1, max_size=12)


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(AMOUNTS, st.integers(0, 11))
def test_a_sitting_decides_as_the_desk_does(
    counter: Counter, acts: list[tuple[bool, int]], cut: int
) -> None:
    """In one sitting or one by one, the same commands are refused and the same records made."""
    begun = counter.log.head().size
    funds = (f"A{begun}", f"B{begun}")
    outcomes: list[list[bool]] = []
    for fund in funds:
        numbers = range(2, len(acts) + 2)
        commands: list[Decision] = [establish(1, fund)]
        for number, (gives, amount_fen) in zip(numbers, acts, strict=True):
            made: Decision = (
                donate(number, amount_fen, fund) if gives else transfer(number, amount_fen, fund)
            )
            commands.append(made)
        outcomes.append(
            _one_by_one(counter, _renamed(commands, fund))
            if fund is funds[0]
            else _together(counter, _renamed(commands, fund), cut)
        )
    assert outcomes[0] == outcomes[1]


def _renamed(commands: Sequence[Decision], fund: str) -> list[Decision]:
    """Ids and donation numbers of their own."""
    from uuid import NAMESPACE_OID, uuid5

    renamed: list[Decision] = []
    for place, command in enumerate(commands):
        act = replace(command.act, command=str(uuid5(NAMESPACE_OID, f"{fund}/{place}")))
        own = {"donation": f"{fund}-{place}"} if hasattr(command, "donation") else {}
        renamed.append(replace(command, act=act, **own))
    return renamed


def _one_by_one(counter: Counter, commands: Sequence[Decision]) -> list[bool]:
    recorded = []
    for command in commands:
        try:
            counter.desk.execute(command)
        except Refusal:
            recorded.append(False)
        else:
            recorded.append(True)
    return recorded


def _together(counter: Counter, commands: Sequence[Decision], cut: int) -> list[bool]:
    sitting = counter.desk.sitting()
    found = sitting.decide(commands[:cut]) + sitting.decide(commands[cut:])
    sitting.record()
    return [one.refusal is None for one in found]
