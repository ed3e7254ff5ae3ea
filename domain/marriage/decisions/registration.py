"""Marriages 结婚: registered, or entered from old paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from eventsourcing.dcb import domain as dcb

from domain.common.decisions import All, EntryMode
from domain.common.people import Person, personal_of
from domain.common.records import Record
from domain.common.refusals import Citation
from domain.marriage import certificates, rules, tags
from domain.marriage.decisions.applications import (
    MarriageApplicationView,
    application_boundary,
    check_ages,
    check_pair,
    check_unmarried,
)
from domain.marriage.decisions.views import MaritalDecision, NumberedDecision
from domain.marriage.records import (
    ISSUED,
    MarriageRegistered,
    Matter,
    OldRegistrationEntered,
)

FROM_PAPER = (EntryMode.IMPORT, EntryMode.BACKFILL)
"""Entered after the event: marked so in the record's envelope, and traced as such."""


@dataclass
class RegisterMarriage(NumberedDecision):
    """Register a marriage 结婚登记. An empty certificate takes the next number of the book."""

    husband: Person
    wife: Person
    certificate: str = ""
    foreign: bool = False
    legalised_documents: Sequence[str] = ()
    application: str = ""
    """The application; empty only for what is imported or backfilled."""

    view: MarriageApplicationView = field(
        default_factory=MarriageApplicationView, init=False, repr=False
    )

    @property
    def prefix(self) -> str:
        return "J"

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        boundary = self.book_boundary(self.certificate)
        boundary += self.marital_boundary(self.husband, self.wife)
        if self.application:
            boundary.append(application_boundary(self.application))
        return boundary

    def show(self, tagged: dcb.Tagged[Record], citation: Citation) -> None:
        """Follow the application beside the book and the marriages."""
        self.view.see(tagged.decision, citation, self.application)
        super().show(tagged, citation)

    def execute(self) -> None:
        check_pair(self, self.husband, self.wife)
        if self.foreign and not self.legalised_documents:
            self.refuse(rules.FOREIGN_DOCUMENTS, "No legalised paper is named.")
        check_ages(self, self.husband, self.wife, foreign=self.foreign)
        check_unmarried(self, self.husband, self.wife)
        self._check_application()
        number = self.take_number(self.certificate)
        about = [*self.number_tags(number), self.husband.tag, self.wife.tag]
        if self.application:
            about.append(tags.marriage_application(self.application))
        self.record(
            MarriageRegistered(
                certificate=number,
                registered_on=self.act.day.isoformat(),
                printed=self.printed,
                husband=self.husband.id,
                wife=self.wife.id,
                foreign=self.foreign,
                legalised_documents=list(self.legalised_documents),
                application=self.application,
            ),
            about,
            personal_of([self.husband, self.wife]),
        )

    def _check_application(self) -> None:
        if not self.application and self.act.entry_mode in FROM_PAPER:
            return
        applied = self.view.applied
        pair = (self.husband.id, self.wife.id)
        if applied is None or self.view.settled or (applied.husband, applied.wife) != pair:
            self.refuse(
                rules.APPLIED,
                f"These two have no open application {self.application or '(none is named)'}.",
                self.view.seen,
                "Take in their application first.",
            )
        if applied.foreign != self.foreign:
            self.refuse(
                rules.APPLIED,
                f"Application {self.application} is {'' if applied.foreign else 'not '}foreign.",
                self.view.seen,
            )


@dataclass
class EnterOldRegistration(MaritalDecision):
    """Enter a registration older than this register, from its paper file 历史婚姻登记补录."""

    certificate: str
    """The number it had, e.g. 威环结字第12号."""
    matter: Matter
    husband: Person
    wife: Person
    registered_on: date
    registered_by: str
    """The authority as it was then called."""
    stands: bool
    """Whether the authority says that the marriage stands."""
    file: str
    """Where the paper file is 档号."""

    same: Citation | None = field(default=None, init=False, repr=False)

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        same_number = All(ISSUED, [tags.certificate(self.certificate)])
        return [same_number, *self.marital_boundary(self.husband, self.wife)]

    def show(self, tagged: dcb.Tagged[Record], citation: Citation) -> None:
        """Notice what was entered under the number for one of these two."""
        record = tagged.decision
        if isinstance(record, OldRegistrationEntered) and record.certificate == self.certificate:
            self.same = citation
        super().show(tagged, citation)

    def execute(self) -> None:
        told = (self.certificate, self.registered_by, self.file)
        if self.act.entry_mode not in FROM_PAPER or not all(text.strip() for text in told):
            self.refuse(
                rules.OLD_PAPER,
                "It is not entered by import or backfill, or number, authority or file is missing.",
            )
        if self.same or certificates.read(self.certificate):
            self.refuse(
                rules.OLD_PAPER,
                f"{self.certificate} is {'entered' if self.same else 'no old number'}.",
                [self.same],
            )
        if self.registered_on >= self.act.day or (self.stands and self.matter == "divorce"):
            self.refuse(rules.OLD_PAPER, "The day is not past, or a divorce is said to stand.")
        check_pair(self, self.husband, self.wife)
        if self.stands:
            check_unmarried(self, self.husband, self.wife)
        self.record(
            OldRegistrationEntered(
                certificate=self.certificate,
                matter=self.matter,
                husband=self.husband.id,
                wife=self.wife.id,
                registered_on=self.registered_on.isoformat(),
                registered_by=self.registered_by,
                stands=self.stands,
                file=self.file,
            ),
            [tags.certificate(self.certificate), self.husband.tag, self.wife.tag],
            personal_of([self.husband, self.wife]),
        )
