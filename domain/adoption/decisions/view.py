"""What decisions know of an adoption case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from eventsourcing.dcb import domain as dcb

from domain.adoption import tags
from domain.adoption.records import (
    STEPS,
    AdoptersAssessed,
    AdoptionApplied,
    AdoptionDissolved,
    AdoptionRegistered,
    FoundlingNoticePublished,
)
from domain.common.decisions import All, Decision
from domain.common.records import Record
from domain.common.refusals import Citation


@dataclass
class AdoptionView:
    """A case, as its records show it."""

    applied: AdoptionApplied | None = None
    assessed: AdoptersAssessed | None = None
    notice_last: str = ""
    registered: AdoptionRegistered | None = None
    dissolved: bool = False
    seen: list[Citation] = field(default_factory=list)

    def see(self, record: Record, citation: Citation) -> None:
        """Take one of the case's records into account."""
        self.seen.append(citation)
        match record:
            case AdoptionApplied():
                self.applied = record
            case AdoptersAssessed():
                self.assessed = record
            case FoundlingNoticePublished():
                self.notice_last = record.day_last
            case AdoptionRegistered():
                self.registered = record
            case AdoptionDissolved():
                self.dissolved = True


@dataclass
class CaseDecision(Decision):
    """Base of decisions on one adoption case."""

    adoption: str

    view: AdoptionView = field(default_factory=AdoptionView, init=False, repr=False)

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        return [All(STEPS, [tags.adoption(self.adoption)])]

    def show(self, tagged: dcb.Tagged[Record], citation: Citation) -> None:
        """Follow the case."""
        if getattr(tagged.decision, "adoption", None) == self.adoption:
            self.view.see(tagged.decision, citation)
        super().show(tagged, citation)

    def about(self, applied: AdoptionApplied) -> list[str]:
        """What every record of the case is about."""
        return [
            tags.adoption(self.adoption),
            *map(tags.person, [applied.adoptee, *applied.adopters]),
        ]
