"""Divorces 离婚: since 2021 applied for, withdrawn or cooled off; then registered."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from eventsourcing.dcb import domain as dcb

from domain.common.decisions import All, Decision
from domain.common.people import Person, personal_of
from domain.common.records import Record
from domain.common.refusals import Citation
from domain.marriage import rules, tags
from domain.marriage.decisions.views import MaritalDecision, NumberedDecision
from domain.marriage.records import (
    DivorceApplicationWithdrawn,
    DivorceApplied,
    DivorceRegistered,
)


def last_day(start: date, days: int, rest_days: Collection[date]) -> date:
    """The last day of a period that starts the day after `start`; a rest day moves it on.

    Source: Civil Code Art. 201 and 203.
    """
    day = start + timedelta(days=days)
    while day in rest_days:
        day += timedelta(days=1)
    return day


@dataclass
class ApplyForDivorce(MaritalDecision):
    """Apply for divorce 离婚登记申请; the cooling-off period begins the next day.

    `rest_days` are the public holidays and rest days of the State Council's calendar; a period that
    would end on one ends on the next day that is none.
    """

    husband: Person
    wife: Person
    application: str
    rest_days: Sequence[date] = ()

    earlier: Citation | None = field(default=None, init=False)

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        same_number = All([DivorceApplied], [tags.application(self.application)])
        return [same_number, *self.marital_boundary(self.husband, self.wife)]

    def show(self, tagged: dcb.Tagged[Record], citation: Citation) -> None:
        """Notice an application with the same number."""
        if isinstance(tagged.decision, DivorceApplied):
            self.earlier = citation
        super().show(tagged, citation)

    def execute(self) -> None:
        if self.earlier:
            self.refuse(
                rules.APPLICATION_ONCE, f"The number {self.application} is used.", [self.earlier]
            )
        check_each_other(self, self.husband, self.wife)
        cooled = last_day(self.act.day, rules.COOLING_OFF_DAYS, self.rest_days)
        lapses = last_day(cooled, rules.REGISTRATION_DAYS, self.rest_days)
        moved = sorted(day.isoformat() for day in set(self.rest_days) if day <= lapses)
        self.record(
            DivorceApplied(
                application=self.application,
                husband=self.husband.id,
                wife=self.wife.id,
                cooling_off_first=(self.act.day + timedelta(days=1)).isoformat(),
                cooling_off_last=cooled.isoformat(),
                register_last=lapses.isoformat(),
                rest_days=moved,
            ),
            [tags.application(self.application), self.husband.tag, self.wife.tag],
            personal_of([self.husband, self.wife]),
        )


@dataclass
class ApplicationView:
    """An application for divorce, as its records show it."""

    applied: DivorceApplied | None = None
    withdrawn: bool = False
    seen: list[Citation] = field(default_factory=list)

    def see(self, record: Record, citation: Citation) -> None:
        """Take one of the application's records into account."""
        if isinstance(record, DivorceApplied):
            self.applied = record
        elif isinstance(record, DivorceApplicationWithdrawn):
            self.withdrawn = True
        else:
            return
        self.seen.append(citation)


def _application_boundary(application: str) -> dcb.Selector:
    records = (DivorceApplied, DivorceApplicationWithdrawn)
    return All(records, [tags.application(application)])


@dataclass
class WithdrawDivorceApplication(Decision):
    """Withdraw an application within the cooling-off period 撤回离婚登记申请."""

    application: str
    party: Person

    view: ApplicationView = field(default_factory=ApplicationView, init=False, repr=False)

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        return [_application_boundary(self.application)]

    def show(self, tagged: dcb.Tagged[Record], citation: Citation) -> None:
        """Follow the application."""
        self.view.see(tagged.decision, citation)
        super().show(tagged, citation)

    def execute(self) -> None:
        applied = self.view.applied
        if applied is None or self.party.id not in (applied.husband, applied.wife):
            self.refuse(
                rules.DIVORCE_APPLIED,
                f"This party made no application {self.application}.",
                self.view.seen,
            )
        if self.view.withdrawn or self.act.day.isoformat() > applied.cooling_off_last:
            self.refuse(
                rules.WITHDRAWN_IN_TIME,
                f"Application {self.application} is withdrawn."
                if self.view.withdrawn
                else f"The cooling-off period ended on {applied.cooling_off_last}.",
                self.view.seen,
            )
        self.record(
            DivorceApplicationWithdrawn(application=self.application, by_party=self.party.id),
            [
                tags.application(self.application),
                tags.person(applied.husband),
                tags.person(applied.wife),
            ],
        )


@dataclass
class RegisterDivorce(NumberedDecision):
    """Register a divorce 离婚登记: the same day until 2020, after the cooling-off period since.

    `marriage_certificate` names the marriage that ends, in free text if it is older than this
    register. An empty certificate takes the next number of the book.
    """

    husband: Person
    wife: Person
    marriage_certificate: str
    certificate: str = ""
    application: str = ""
    foreign: bool = False

    view: ApplicationView = field(default_factory=ApplicationView, init=False, repr=False)

    @property
    def prefix(self) -> str:
        return "L"

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        boundary = self.book_boundary(self.certificate)
        boundary += self.marital_boundary(self.husband, self.wife)
        if self.application:
            boundary.append(_application_boundary(self.application))
        return boundary

    def show(self, tagged: dcb.Tagged[Record], citation: Citation) -> None:
        """Follow the application beside the book and the marriages."""
        self.view.see(tagged.decision, citation)
        super().show(tagged, citation)

    def execute(self) -> None:
        self._check_marriage()
        if self.act.day >= rules.CIVIL_CODE_FROM:
            self._check_application()
        number = self.take_number(self.certificate)
        about = [*self.number_tags(number), self.husband.tag, self.wife.tag]
        if self.application:
            about.append(tags.application(self.application))
        if self.marital.standing(self.husband.id):
            about.append(tags.certificate(self.marriage_certificate))
        self.record(
            DivorceRegistered(
                certificate=number,
                registered_on=self.act.day.isoformat(),
                husband=self.husband.id,
                wife=self.wife.id,
                foreign=self.foreign,
                marriage_certificate=self.marriage_certificate,
                application=self.application,
            ),
            about,
            personal_of([self.husband, self.wife]),
        )

    def _check_marriage(self) -> None:
        check_each_other(self, self.husband, self.wife)
        known = self.marital.standing(self.husband.id)
        if known and known.certificate != self.marriage_certificate:
            self.refuse(
                rules.MARRIAGE_NAMED,
                f"The two are married under certificate {known.certificate}, "
                f"not {self.marriage_certificate or 'an unnamed one'}.",
                [known.at],
            )
        if not self.marriage_certificate.strip():
            self.refuse(rules.MARRIAGE_NAMED, "No marriage certificate is named.")
        for person in (self.husband, self.wife):
            ended = self.marital.ended(person.id, self.marriage_certificate)
            if ended:
                self.refuse(
                    rules.MARRIED_TO_EACH_OTHER,
                    f"The marriage under {self.marriage_certificate} has ended.",
                    [ended.at],
                )

    def _check_application(self) -> None:
        applied, seen = self.view.applied, self.view.seen
        if applied is None or (applied.husband, applied.wife) != (self.husband.id, self.wife.id):
            self.refuse(
                rules.DIVORCE_APPLIED,
                f"These two made no application {self.application or '(none is named)'}.",
                seen,
            )
        if self.view.withdrawn:
            self.refuse(rules.NOT_WITHDRAWN, f"{self.application} was withdrawn.", seen)
        today = self.act.day.isoformat()
        if today <= applied.cooling_off_last:
            self.refuse(
                rules.COOLING_OFF,
                f"The cooling-off period runs until {applied.cooling_off_last}.",
                seen,
                f"Both may come from the day after to {applied.register_last}.",
            )
        if today > applied.register_last:
            self.refuse(
                rules.WINDOW,
                f"The application lapsed after {applied.register_last}.",
                seen,
                "They may apply again.",
            )


def check_each_other(decision: MaritalDecision, husband: Person, wife: Person) -> None:
    """Refuse if either is known to be married to somebody else, or only one of them at all."""
    for person, other in ((husband, wife), (wife, husband)):
        marriage = decision.marital.standing(person.id)
        if marriage and marriage.spouse != other.id:
            decision.refuse(
                rules.MARRIED_TO_EACH_OTHER,
                f"One of the two is married to another, under {marriage.certificate}.",
                [marriage.at],
            )
