"""Records of persons and households: who is one, who is not, who died, who lives together.

Persons are ids; days are ISO dates. A link moves nothing: every record stays under the id it was
recorded with, and a trace of either id can show both.
"""

from __future__ import annotations

from typing import Literal

from domain.common.records import Record

Ground = Literal["id-number", "name-birth", "address", "account", "phone", "papers"]
"""On what two ids are taken for one person, or told apart; `papers`: seen by an official."""
Kinship = Literal["head", "spouse", "child", "parent", "grandchild", "grandparent", "other"]
"""Relation to the head of a household 与户主关系."""


class PersonsLinked(Record):
    """Two ids are one person 同一人合并认定. Tags: both persons, the document."""

    type = "persons.linked.v1"

    persons: list[str]
    """The two ids, sorted."""
    grounds: list[Ground]
    reason: str
    document: str


class PersonsParted(Record):
    """A link was wrong, or no longer holds 拆分. Tags: as the link."""

    type = "persons.parted.v1"

    persons: list[str]
    reason: str
    document: str
    linked_position: int
    """Position of the link."""


class PersonsToldApart(Record):
    """Two ids that look alike are two persons 非同一人. Tags: both persons."""

    type = "persons.told-apart.v1"

    persons: list[str]
    grounds: list[Ground]
    """What made them look alike; a further ground raises the question again."""
    reason: str


class DeathReported(Record):
    """A person died 死亡登记信息. Tags: the person, `death:`, the document."""

    type = "persons.death-reported.v1"

    person: str
    died_on: str
    source: Literal["family", "village", "hospital", "police", "court", "comparison"]
    """Who said so; `comparison`: a list of another department 数据比对."""
    document: str


class DeathReportWithdrawn(Record):
    """A report of death was wrong 死亡信息撤销. Tags: as the report."""

    type = "persons.death-report-withdrawn.v1"

    person: str
    reason: str
    document: str
    reported_position: int


class HouseholdKept(Record):
    """A household as it is from a day on 家庭成员. Tags: the household, everybody in it or leaving.

    Each record states the whole household, so that of any day is the newest that had begun.
    """

    type = "persons.household-kept.v1"

    household: str
    members: dict[str, Kinship]
    """By person; exactly one is the head. Empty: the household no longer exists."""
    from_day: str
    reason: str
    document: str


LINK_RECORDS = (PersonsLinked, PersonsParted, PersonsToldApart)
DEATH_RECORDS = (DeathReported, DeathReportWithdrawn)
RECORDS = (*LINK_RECORDS, *DEATH_RECORDS, HouseholdKept)
