"""Persons are found again by what was sealed for them, without opening a seal."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from application import persons
from domain.common.people import Person
from domain.funerals.decisions.bodies import ReceiveBody
from domain.persons.decisions import LinkPersons, PartPersons, TellApart
from tests.application.acts import sent
from tests.application.conftest import Counter

ONE, OTHER, THIRD = (str(UUID(int=number)) for number in (1, 2, 3))
PLAIN = {"name": "王 安", "id_number": "999999194002290010", "address": "某村1号"}


def receive(counter: Counter, number: int, person: Person) -> None:
    body = ReceiveBody(sent(number), person, date(2019, 6, 1), f"证{number}", "医院", True, "医院")
    counter.desk.execute(body)


def test_duplicates_are_found_decided_and_remembered(counter: Counter) -> None:
    receive(counter, 11, Person(ONE, PLAIN))
    receive(counter, 12, Person(OTHER, {"name": "王安", "born": "1940-02-29", "phone": "1"}))
    receive(counter, 13, Person(THIRD, {"name": "李安", "born": "1940-02-29"}))
    log, keyring = counter.log, counter.keyring

    [pair] = persons.duplicates(log, keyring)
    assert (pair.persons, pair.grounds) == ((ONE, OTHER), ("name-birth",))
    counter.desk.execute(TellApart(sent(14), ONE, OTHER, ("name-birth",), "同名同日"))
    assert persons.duplicates(log, keyring) == []

    received_again = Person(OTHER, {"address": "某村 1号"})
    keyring.note({OTHER: received_again.personal})
    [pair] = persons.duplicates(log, keyring)
    assert pair.grounds == ("address", "name-birth")
    counter.desk.execute(LinkPersons(sent(15), ONE, OTHER, ("address",), "核对户籍", "认1"))
    assert persons.duplicates(log, keyring) == []

    ids, found = persons.history(log, OTHER, 10)
    assert ids == [ONE, OTHER]
    assert [one["type"].split(".")[1] for one in found] == [
        "linked",
        "told-apart",
        "body-received",
        "death-certified",
        "body-received",
        "death-certified",
    ]
    counter.desk.execute(PartPersons(sent(16), ONE, OTHER, "认定有误", "认2"))
    assert persons.history(log, OTHER, 10)[0] == [OTHER]


def test_a_person_is_found_by_old_and_new_id_number(counter: Counter) -> None:
    receive(counter, 11, Person(ONE, PLAIN))
    for personal in ({"id_number": "999999400229001"}, PLAIN, {"address": "某村1号"}):
        [found] = persons.find(counter.log, counter.keyring, personal)
        assert found["person"] == ONE
    assert persons.find(counter.log, counter.keyring, {"name": "王安"}) == []
