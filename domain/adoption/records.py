"""Records of adoption 收养登记. The unit is the case 件. People are ids, days ISO dates."""

from __future__ import annotations

from typing import Any, Literal

from domain.common import tags
from domain.common.duties import Duty, DutyStep, Matter
from domain.common.records import Record

ADOPTIONS = Matter("adoption", "Adoption", "收养登记", by_law=("registry", "district"))


def _adoption_file(record: Any) -> str:
    return tags.case(record.adoption)


AdoptionKind = Literal["foundling", "orphan", "hardship", "relative", "stepchild"]
"""查找不到生父母, 孤儿, 生父母有特殊困难, 三代以内旁系血亲, 继子女."""


class AdoptionApplied(Record):
    """An adoption was applied for 申请收养."""

    type = "adoption.applied.v1"
    duty = DutyStep(Duty.REGISTER, (ADOPTIONS,), _adoption_file)
    adoption: str
    kind: AdoptionKind
    adoptee: str
    adopters: list[str]
    """One, or the two of a married couple."""
    registered_by: str


class AdoptersAssessed(Record):
    """The adopters were assessed 收养评估."""

    type = "adoption.adopters-assessed.v1"
    duty = DutyStep(Duty.CHECK, (ADOPTIONS,), _adoption_file)
    adoption: str
    passed: bool
    report_document: str
    assessed_by: str


class FoundlingNoticePublished(Record):
    """A notice looks for a foundling's parents 查找生父母公告."""

    type = "adoption.foundling-notice-published.v1"
    adoption: str
    medium: str
    day_first: str
    day_last: str


class AdoptionRegistered(Record):
    """The adoption was registered 收养登记."""

    type = "adoption.registered.v1"
    duty = DutyStep(Duty.APPROVE, (ADOPTIONS,), _adoption_file)
    adoption: str
    certificate: str
    kind: AdoptionKind
    adoptee: str
    adopters: list[str]
    registered_on: str


class AdoptionDissolved(Record):
    """The adoption was dissolved, by agreement or judgement 解除收养关系."""

    type = "adoption.dissolved.v1"
    adoption: str
    certificate: str
    adoptee: str
    adopters: list[str]
    document: str
    """The agreement or the judgement."""


STEPS: tuple[type[Record], ...] = (
    AdoptionApplied,
    AdoptersAssessed,
    FoundlingNoticePublished,
    AdoptionRegistered,
    AdoptionDissolved,
)
