from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from application import records
from application.desk import Answer, InvalidCommandError
from domain.charity.records import FundMoney
from domain.charity.rules import RULES as CHARITY_RULES
from domain.common.decisions import Decision
from domain.common.people import IDENTITY_VALID, Person
from domain.common.refusals import Refusal
from domain.marriage.records import MarriageRegistered
from ledger.log import CommandConflictError
from ledger.record import fields_of
from ledger.sealing import PersonKnownError, unseal
from ledger.verification import verify
from tests.application.acts import HUSBAND_NAME, couple, donate, establish, marry, transfer
from tests.application.conftest import Counter


def balances(counter: Counter) -> list[int]:
    found = [records.tagged(event.event.data).record for event in counter.log.read()]
    return [record.balance_after_fen for record in found if isinstance(record, FundMoney)]


def test_a_command_becomes_records_with_everything_an_inspector_asks_for(counter: Counter) -> None:
    counter.desk.execute(establish())
    fields = fields_of(counter.log.at(1).event.data)
    assert fields["by"] == "clerk"
    assert fields["office"] == "371002-charity"
    assert fields["occurred"] == "2019-06-03T10:00:00+08:00"
    assert fields["ordinals"] == {"fund:F": 1, "office:371002-charity": 1}
    assert {"fund:F", "office:371002-charity", "official:clerk"} <= set(fields["tags"])


def test_a_refusal_names_rule_and_records_and_leaves_no_trace(counter: Counter) -> None:
    for command in (establish(), donate(2, 5_000)):
        counter.desk.execute(command)
    with pytest.raises(Refusal) as refused:
        counter.desk.execute(transfer(3, 5_001))
    assert refused.value.rule in CHARITY_RULES
    assert [citation.position for citation in refused.value.against] == [2]
    assert "Nothing was recorded" in str(refused.value)
    assert counter.log.head().size == 2
    assert counter.desk.execute(transfer(3, 5_000)).position_last == 3


def test_a_command_sent_twice_is_recorded_once_and_answered_the_same(counter: Counter) -> None:
    counter.desk.execute(establish())
    first = counter.desk.execute(donate(2, 5_000))
    again = counter.desk.execute(donate(2, 5_000))
    assert again == replace(first, replayed=True)
    assert counter.log.head().size == 2


def test_a_command_that_would_now_be_refused_is_still_answered_as_it_was(counter: Counter) -> None:
    counter.desk.execute(establish())
    counter.desk.execute(donate(2, 5_000))
    spent = counter.desk.execute(transfer(3, 5_000))
    assert counter.desk.execute(transfer(3, 5_000)) == replace(spent, replayed=True)


@pytest.mark.parametrize("amount_fen", [4_999, 6_000])
def test_another_command_under_a_known_id_is_refused(counter: Counter, amount_fen: int) -> None:
    counter.desk.execute(establish())
    counter.desk.execute(donate(2, 5_000))
    counter.desk.execute(transfer(3, 5_000))
    with pytest.raises(CommandConflictError):
        counter.desk.execute(transfer(3, amount_fen))
    assert counter.log.head().size == 3


def test_many_at_once_never_overspend_a_fund(counter: Counter) -> None:
    counter.desk.execute(establish())
    counter.desk.execute(donate(2, 10_000))

    def spend(number: int) -> Answer | Refusal:
        try:
            return counter.desk.execute(transfer(number, 1_500))
        except Refusal as refusal:
            return refusal

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(spend, range(10, 26)))
    assert sum(isinstance(answer, Answer) for answer in answers) == 6
    assert balances(counter) == [10_000, 8_500, 7_000, 5_500, 4_000, 2_500, 1_000]


def test_many_at_once_take_serials_without_gap_or_repeat(counter: Counter) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: counter.desk.execute(marry(number)), range(1, 25)))
    found = [records.tagged(event.event.data).record for event in counter.log.read()]
    numbers = [record.certificate for record in found if isinstance(record, MarriageRegistered)]
    assert numbers == [f"J371002-2019-{serial:06d}" for serial in range(1, 25)]
    assert verify(counter.dsn).ok


def test_names_stand_in_the_log_under_seal_only(counter: Counter) -> None:
    husband, wife = couple(1)
    counter.desk.execute(marry(1, (husband, wife)))
    data = counter.log.at(1).event.data
    for person in (husband, wife):
        assert all(value.encode() not in data for value in person.personal.values())
    fields = fields_of(data)
    key = counter.keyring.key(husband.id)
    opened = unseal(key, husband.id, fields["id"], fields["sealed"][husband.id])
    assert opened["name"] == HUSBAND_NAME
    with psycopg.connect(counter.dsn) as connection:
        kept = connection.execute("SELECT * FROM sealing.person_keys").fetchall()
    assert husband.personal["id_number"] not in str(kept)


def test_a_person_known_under_another_id_is_named_and_nothing_recorded(counter: Counter) -> None:
    known, wife = couple(1)
    counter.desk.execute(marry(1, (known, wife)))
    stranger, other_wife = couple(2)
    double = replace(stranger, personal=known.personal)
    with pytest.raises(PersonKnownError, match=known.id):
        counter.desk.execute(marry(2, (double, other_wife)))
    assert counter.log.head().size == 1
    assert counter.keyring.find(known.personal["id_number"]) == known.id


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"occurred": datetime(2019, 6, 3, 10)}, "offset from UTC"),
        ({"occurred": datetime.now(UTC) + timedelta(days=1)}, "in the future"),
        ({"command": "first"}, "not a UUID"),
    ],
)
def test_a_command_without_time_or_id_is_refused(
    counter: Counter, change: dict[str, object], problem: str
) -> None:
    command: Decision = establish()
    wrong = replace(command, act=replace(command.act, **change))  # type: ignore[arg-type]
    with pytest.raises(InvalidCommandError, match=problem):
        counter.desk.execute(wrong)
    assert counter.log.head().size == 0


def test_an_invalid_identity_is_refused_for_every_command(
    counter: Counter,
) -> None:
    husband, wife = couple(1)
    wrong = Person(husband.id, {**husband.personal, "id_number": "999999194002290011"})
    with pytest.raises(Refusal) as refused:
        counter.desk.execute(marry(2, (wrong, wife)))
    assert refused.value.rule is IDENTITY_VALID
    assert "999999" not in str(refused.value)
    assert counter.log.head().size == 0
