"""Commands for tests of the desk: a fund, its money, a marriage."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from domain.charity.decisions.donations import ReceiveDonation
from domain.charity.decisions.funds import EstablishFund, TransferToRecipient
from domain.common.decisions import Act, EntryMode
from domain.common.people import Person
from domain.marriage.decisions.registration import RegisterMarriage
from tests.domain.acting import act, person

HUSBAND_NAME = "张三"


def sent(number: int, *, by: str = "clerk", office: str = "371002-charity") -> Act:
    """An act with a command id of its own."""
    plain = act(by=by, office=office)
    return Act(plain.by, plain.office, plain.occurred, command=str(UUID(int=number)))


def establish(number: int = 1, fund: str = "F") -> EstablishFund:
    return EstablishFund(
        sent(number), fund, "应急金", "appeal", "district_federation", ["disaster"], True, "1号"
    )


def donate(number: int, amount_fen: int, fund: str = "F") -> ReceiveDonation:
    return ReceiveDonation(
        sent(number),
        fund,
        f"D{number}",
        amount_fen,
        "bank",
        restricted=True,
        purpose="disaster",
    )


def transfer(number: int, amount_fen: int, fund: str = "F") -> TransferToRecipient:
    return TransferToRecipient(
        sent(number, by="approver"), fund, amount_fen, "灾区", "disaster", "2号"
    )


def couple(first: int) -> tuple[Person, Person]:
    """Two persons with random-looking ids and different ID numbers."""
    husband = person("x", f"1985-05-{first % 28 + 1:02d}")
    wife = person("x", f"1986-06-{first % 28 + 1:02d}", male=False)
    return (
        Person(str(UUID(int=1000 + first)), husband.personal),
        Person(str(UUID(int=2000 + first)), wife.personal),
    )


def marry(number: int, people: tuple[Person, Person] | None = None) -> RegisterMarriage:
    """A marriage entered from paper, so that no application stands before it."""
    imported = replace(sent(number, office="371002-registry"), entry_mode=EntryMode.IMPORT)
    return RegisterMarriage(imported, *(people or couple(number)))
