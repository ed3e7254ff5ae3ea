"""Records of a body's way: death certified, body received, cremated; where the ashes are.

A decedent is a person id. Days are ISO dates, times of day `HH:MM` as it was in the parlour.
"""

from __future__ import annotations

from typing import Any, Literal

from domain.common import tags
from domain.common.books import Numbered
from domain.common.duties import Duty, DutyStep
from domain.common.records import Record

AshesWay = Literal["stored", "buried", "handed_over"]
"""In a columbarium 骨灰寄存; in the ground or at sea 安葬; to the family 领走."""


def decedent_file(record: Any) -> str:
    """The file of what is done for one decedent."""
    return tags.person(record.decedent)


class DeathCertified(Record):
    """A medical certificate of death was handed in 死亡证明; from it on nobody pays the person."""

    type = "funerals.death-certified.v1"
    decedent: str
    death_certificate: str
    certified_by: str
    """The hospital or police that certified it."""
    died_on: str
    resident: bool
    """Whether the household register of the district had the decedent 本地户籍."""


class BodyReceived(Record):
    """The parlour took in a body 接收遗体."""

    type = "funerals.body-received.v1"
    decedent: str
    received_on: str
    place_from: str
    plate: str
    """The private hearse that brought it; empty if the parlour's own did."""


class CremationRecorded(Numbered):
    """A body was cremated 火化. The number is that of the cremation certificate 火化证."""

    type = "funerals.cremation-recorded.v1"
    duty = DutyStep(Duty.REGISTER, (), decedent_file)
    decedent: str
    cremation_certificate: str
    died_on: str
    cremated_on: str
    furnace: str
    recorded_by: str
    started_at: str = ""
    """Empty in records older than the furnace log."""
    ended_at: str = ""


class CremationCertificateVoided(Numbered):
    """A spoilt blank; its number counts as used 火化证作废."""

    type = "funerals.cremation-certificate-voided.v1"
    reason: str


class AshesPlaced(Record):
    """The ashes were stored, buried or handed over 骨灰寄存、安葬、领取."""

    type = "funerals.ashes-placed.v1"
    decedent: str
    way: AshesWay
    place: str
    spot: str
    """The niche or plot; empty if handed over."""
    taken_by: str
    """Relation of who took them; empty unless handed over."""
