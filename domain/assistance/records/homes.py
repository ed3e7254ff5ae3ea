"""Homes 敬老院, their residents, and what becomes of both when a home closes.

A home's records are tagged with the home (`office:`), a resident's with the person as well.
"""

from __future__ import annotations

from domain.common.records import Record


class HomeRegistered(Record):
    """A home is in use."""

    type = "assistance.home-registered.v1"

    home: str
    name_zh: str
    beds: int


class ResidentAdmitted(Record):
    """A person moved in 入住."""

    type = "assistance.resident-admitted.v1"

    home: str
    person: str
    day: str


class ResidentTransferred(Record):
    """A resident moved from one home to another, with consent 转移安置."""

    type = "assistance.resident-transferred.v1"

    home: str
    """The home left."""
    home_to: str
    person: str
    day: str
    consent: str
    """Number of the letter of consent 同意书."""


class ResidentLeft(Record):
    """A resident left or died 离院."""

    type = "assistance.resident-left.v1"

    home: str
    person: str
    day: str
    reason: str


class PropertyHandedOver(Record):
    """A resident who left got what the home kept for them, deposit included 移交个人财物."""

    type = "assistance.property-handed-over.v1"

    home: str
    """The home that kept it."""
    person: str
    deposit_fen: int
    letter: str
    """Number of the list that the resident or a relative signed."""


class HomeClosureDecided(Record):
    """It was decided to close a home 撤销; its property was listed."""

    type = "assistance.home-closure-decided.v1"

    home: str
    policy: str
    inventory: dict[str, int]
    """Items (assets, cash, accounts, residents' deposits) by name, with their value in fen."""


class HomeAssetSettled(Record):
    """One listed item was handed over, sold, paid out or paid in 资产处置."""

    type = "assistance.home-asset-settled.v1"

    home: str
    item: str
    value_fen: int
    """What it brought or was taken over at."""
    receiver: str
    """Code of the office that took it over, or a document that says who did."""
    voucher: str


class HomeClosed(Record):
    """The home is closed 撤销完成: nobody lives there and nothing listed is left."""

    type = "assistance.home-closed.v1"

    home: str
    day: str
    residents_transferred: int
