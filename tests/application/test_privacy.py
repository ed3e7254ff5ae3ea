"""Personal data seen, searched, locked away, erased and its keys renewed: for real, and told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from application.callers import Caller, DeniedError
from application.privacy import looks, rotating, searching, seeing
from application.privacy.locking import Locks
from application.privacy.opening import Vault
from application.rights import Rights
from application.settings import Settings
from domain.access.decisions.rights import BeginRights, GrantRight
from domain.access.roles import Purpose, Role
from domain.common.people import Person
from domain.common.refusals import Refusal
from domain.funerals.decisions.bodies import ReceiveBody
from domain.privacy import rules
from domain.privacy.decisions import AskErasure
from ledger.sealing import Keeper, PersonErasedError, PersonRestrictedError
from ledger.verification import verify
from tests.application.acts import sent
from tests.application.conftest import Counter

WHO = str(UUID(int=1))
NUMBER = "999999194002290010"
PERSONAL = {"name": "王安", "id_number": NUMBER, "phone": "13000000001"}


def received(number: int, person: Person, day: date) -> ReceiveBody:
    """The body of somebody who died that day."""
    return ReceiveBody(
        sent(number), person, day, f"死{number}", "区医院", resident=True, place_from="病房"
    )


@pytest.fixture
def vault(counter: Counter) -> Vault:
    """One person's body received; a registrar and two security administrators."""
    desk, day = counter.desk, date(2019, 6, 1)
    desk.execute(received(1, Person(WHO, PERSONAL), day))
    desk.execute(BeginRights(sent(2, by="founder", office="371002"), "one", "1号"))
    for number, (who, role) in enumerate(
        [("other", Role.SECURITY_ADMINISTRATOR), ("clerk", Role.REGISTRAR)], 3
    ):
        act = sent(number, by="one", office="371002")
        since = date(2019, 1, 1)
        right = GrantRight(act, f"R{number}", who, role, "371002-charity", ("*",), since, "2号")
        desk.execute(right)
    return Vault(counter.log, desk, counter.keyring, Rights(counter.log), "371002-charity")


@pytest.fixture
def locks(vault: Vault, counter: Counter) -> Iterator[Locks]:
    with closing(Keeper(counter.dsn)) as keeper:
        yield Locks(vault, keeper)


def clerk(vault: Vault) -> Caller:
    return vault.caller("clerk", Purpose.CASEWORK)


def administrator(vault: Vault, who: str) -> Caller:
    return vault.caller(who, Purpose.ADMINISTRATION)


def test_a_look_is_told_before_it_is_answered_and_holds_no_value(vault: Vault) -> None:
    seen = seeing.view(vault, clerk(vault), WHO, ["name", "unknown"])
    assert seen.values == {"name": "王安"}
    [look] = looks.of_person(vault.log, WHO, 10)
    assert look["data"]["holder"] == "clerk"
    assert look["data"]["fields"] == ["name"]
    assert "王安" not in str(look)


def test_who_has_no_right_sees_nobody(vault: Vault) -> None:
    with pytest.raises(seeing.UnknownPersonError):
        seeing.view(vault, vault.caller("stranger", Purpose.CASEWORK), WHO, ["name"])
    found = searching.persons_by(vault, vault.caller("one", Purpose.CASEWORK), {"name": "王安"})
    assert found == []


@pytest.mark.parametrize(
    "given",
    [{"id_number": NUMBER}, {"name": "王 安"}, {"name": "王安", "born": "1940-02-29"}],
    ids=str,
)
def test_a_person_is_found_exactly_and_the_search_is_told(
    vault: Vault, given: dict[str, str]
) -> None:
    [found] = searching.persons_by(vault, clerk(vault), given)
    assert found.person == WHO
    assert looks.of_person(vault.log, WHO, 1)[0]["data"]["action"] == "search"


@pytest.mark.parametrize("given", [{"name": "王"}, {"colour": "red"}, {"id_number": "1" * 18}, {}])
def test_what_cannot_be_searched_for_is_refused(vault: Vault, given: dict[str, str]) -> None:
    with pytest.raises(searching.InvalidSearchError):
        searching.persons_by(vault, clerk(vault), given)


def test_an_id_number_of_two_persons_fails_loudly(vault: Vault) -> None:
    other, day = Person(str(UUID(int=2)), {"name": "李安"}), date(2019, 6, 1)
    vault.desk.execute(received(9, other, day))
    vault.keyring.note({other.id: {"id_number": NUMBER}})
    with pytest.raises(searching.AmbiguousIdentifierError):
        searching.persons_by(vault, clerk(vault), {"id_number": NUMBER})


def test_restricted_data_opens_for_nobody_until_two_unlock_it(vault: Vault, locks: Locks) -> None:
    with pytest.raises(DeniedError):
        locks.restrict(clerk(vault), WHO, "申请", "3号")
    locks.restrict(administrator(vault, "one"), WHO, "申请", "3号")
    with pytest.raises(PersonRestrictedError):
        seeing.view(vault, clerk(vault), WHO, ["name"])
    assert searching.persons_by(vault, clerk(vault), {"name": "王安"}) == []
    locks.ask_unlock(administrator(vault, "one"), WHO, "核查", "4号")
    with pytest.raises(Refusal):
        locks.approve_unlock(administrator(vault, "one"), WHO)
    locks.approve_unlock(administrator(vault, "other"), WHO)
    assert seeing.view(vault, clerk(vault), WHO, ["name"]).values == {"name": "王安"}


def test_what_has_to_be_kept_is_not_erased(vault: Vault, locks: Locks) -> None:
    locks.restrict(administrator(vault, "one"), WHO, "申请", "3号")
    with pytest.raises(Refusal) as refused:
        locks.ask_erasure(administrator(vault, "one"), WHO, "unlawful", "册1")
    assert refused.value.rule is rules.RETENTION_ENDED
    assert refused.value.against[0].position == 1


def test_erased_data_is_gone_and_breaks_no_hash(
    vault: Vault, locks: Locks, counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("domain.privacy.decisions.erasing.kept_on", lambda *_: [])
    locks.restrict(administrator(vault, "one"), WHO, "到期", "3号")
    ask = AskErasure(vault.act(administrator(vault, "one")), WHO, "retention-ended", "册1")
    earlier = replace(ask.act, occurred=ask.act.occurred - timedelta(days=8))
    vault.desk.execute(replace(ask, act=earlier))
    locks.approve_erasure(administrator(vault, "other"), WHO)
    with pytest.raises(PersonErasedError):
        seeing.view(vault, clerk(vault), WHO, ["name"])
    assert counter.keyring.find(NUMBER) is None
    assert counter.keyring.find_alike(PERSONAL) == {}
    with pytest.raises(PersonErasedError):
        counter.keyring.keys({WHO: NUMBER})
    assert verify(counter.dsn).ok


@pytest.mark.parametrize("what", ["wrapping", "finding"])
def test_a_renewed_key_opens_and_finds_as_before(
    vault: Vault, counter: Counter, tmp_path: Path, what: str
) -> None:
    settings = Settings(data=tmp_path, dsn=counter.dsn)
    size = counter.log.head().size
    rotate = rotating.rotate_wrapping if what == "wrapping" else rotating.rotate_finding
    done = rotate(settings)
    assert done.generation == 2
    assert counter.log.head().size == size
    assert seeing.view(vault, clerk(vault), WHO, ["phone"]).values == {"phone": "13000000001"}
    assert counter.keyring.find(NUMBER) == WHO
    [found] = searching.persons_by(vault, clerk(vault), {"name": "王安"})
    assert found.person == WHO
