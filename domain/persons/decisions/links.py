"""Two ids are linked as one person, parted again, or told apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from eventsourcing.dcb import domain as dcb

from domain.common import tags
from domain.common.decisions import All, Decision
from domain.common.records import Record
from domain.common.refusals import Citation
from domain.persons import rules
from domain.persons.records import (
    LINK_RECORDS,
    Ground,
    PersonsLinked,
    PersonsParted,
    PersonsToldApart,
)


@dataclass
class PairDecision(Decision):
    """What was decided about two ids before."""

    person: str
    other: str

    linked: Citation | None = field(default=None, init=False, repr=False)
    """The link that stands."""
    apart: Citation | None = field(default=None, init=False, repr=False)
    apart_grounds: set[str] = field(default_factory=set, init=False, repr=False)

    @property
    def pair(self) -> list[str]:
        return sorted((self.person, self.other))

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        return [All(LINK_RECORDS, [tags.person(one) for one in self.pair])]

    def show(self, tagged: dcb.Tagged[Record], citation: Citation) -> None:
        record = tagged.decision
        if isinstance(record, PersonsLinked):
            self.linked = citation
        elif isinstance(record, PersonsParted):
            self.linked = None
        elif isinstance(record, PersonsToldApart):
            self.apart, self.apart_grounds = citation, self.apart_grounds | set(record.grounds)

    def about(self, document: str = "") -> list[str]:
        papers = [tags.document(document)] if document else []
        return [*map(tags.person, self.pair), *papers]


@dataclass
class LinkPersons(PairDecision):
    """Take two ids for one person 同一人认定. No record moves."""

    grounds: tuple[Ground, ...]
    reason: str
    document: str

    def execute(self) -> None:
        if self.person == self.other or self.linked or not self.grounds or not self.reason:
            self.refuse(
                rules.LINK_WELL_FORMED,
                f"Persons {self.person} and {self.other} "
                f"{'are linked' if self.linked else 'cannot be linked like that'}.",
                [self.linked],
            )
        if self.apart and set(self.grounds) <= self.apart_grounds:
            self.refuse(
                rules.TOLD_APART,
                f"Persons {self.person} and {self.other} were told apart on the same grounds.",
                [self.apart],
                "Name a ground that was not known then.",
            )
        record = PersonsLinked(
            persons=self.pair,
            grounds=sorted(set(self.grounds)),
            reason=self.reason,
            document=self.document,
        )
        self.record(record, self.about(self.document))


@dataclass
class PartPersons(PairDecision):
    """Take a link back 拆分."""

    reason: str
    document: str

    def execute(self) -> None:
        if self.linked is None or not self.reason:
            self.refuse(
                rules.LINK_WELL_FORMED,
                f"No link of persons {self.person} and {self.other} stands.",
            )
        record = PersonsParted(
            persons=self.pair,
            reason=self.reason,
            document=self.document,
            linked_position=self.linked.position,
        )
        self.record(record, self.about(self.document))


@dataclass
class TellApart(PairDecision):
    """Say that two ids that look alike are two persons 非同一人认定."""

    grounds: tuple[Ground, ...]
    reason: str

    def execute(self) -> None:
        if self.linked:
            self.refuse(
                rules.TOLD_APART,
                f"Persons {self.person} and {self.other} are linked.",
                [self.linked],
                "Part them first.",
            )
        known = set(self.grounds) <= self.apart_grounds
        if self.person == self.other or known or not self.reason:
            self.refuse(
                rules.LINK_WELL_FORMED,
                f"Persons {self.person} and {self.other} "
                f"{'were told apart' if known else 'cannot be told apart like that'}.",
                [self.apart],
            )
        record = PersonsToldApart(
            persons=self.pair, grounds=sorted(set(self.grounds)), reason=self.reason
        )
        self.record(record, self.about())
