"""Divorces 离婚: since 2021 applied for, withdrawn or cooled off; then registered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from eventsourcing.dcb import domain as dcb

from domain.common.decisions import All, Decision
from domain.common.people import Person, personal_of
from domain.common.records import Record
from domain.common.refusals import Citation
from domain.common.working_days import is_working_day
from domain.marriage import rules, tags
from domain.marriage.decisions.views import MaritalDecision, NumberedDecision
from domain.marriage.records import (
    DivorceApplicationLapsed,
    DivorceApplicationWithdrawn,
    DivorceApplied,
    DivorceRegistered,
)

_SETTLED = (DivorceApplicationWithdrawn, DivorceApplicationLapsed, DivorceRegistered)
_APPLICATION = (DivorceApplied, *_SETTLED)


def last_day(start: date, days: int) -> tuple[date, list[date]]:
    """The last day of a period that starts the day after `start`, and the rest days it moved over.

    Holidays and rest days are those of the State Council's notices, working weekends 调休 included.
    Source: Civil Code Art. 201 and 203.
    """
    day, moved_over = start + timedelta(days=days), []
    while not is_working_day(day):
        moved_over.append(day)
        day += timedelta(days=1)
    return day, moved_over


@dataclass
class ApplyForDivorce(MaritalDecision):
    """Apply for divorce 离婚登记申请; the cooling-off period begins the next day.

    A period that would end on a public holiday or rest day ends on the next working day.
    """

    husband: Person
    wife: Person
    application: str

    earlier: Citation | None = field(default=None, init=False)
    open: dict[str, tuple[DivorceApplied, Citation]] = field(
        default_factory=dict, init=False, repr=False
    )
    """Applications of either that are not settled, by number."""

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        same_number = All([DivorceApplied], [tags.application(self.application)])
        of_either = [All(_APPLICATION, [one.tag]) for one in (self.husband, self.wife)]
        return [same_number, *of_either, *self.marital_boundary(self.husband, self.wife)]

    def show(self, tagged: dcb.Tagged[Record], citation: Citation) -> None:
        """Notice an application with the same number, and open ones of the two."""
        record = tagged.decision
        if isinstance(record, DivorceApplied):
            self.open[record.application] = (record, citation)
            if record.application == self.application:
                self.earlier = citation
        elif isinstance(record, _SETTLED):
            self.open.pop(record.application, None)
        super().show(tagged, citation)

    def execute(self) -> None:
        if self.earlier:
            self.refuse(
                rules.APPLICATION_ONCE, f"The number {self.application} is used.", [self.earlier]
            )
        if self.act.day < rules.CIVIL_CODE_FROM:
            self.refuse(
                rules.DIVORCE_APPLIED,
                "Before 2021 a divorce is registered the same day.",
                advice="Register the divorce.",
            )
        check_each_other(self, self.husband, self.wife)
        self._check_none_open()
        cooled, moved = last_day(self.act.day, rules.COOLING_OFF_DAYS)
        lapses, moved_again = last_day(cooled, rules.REGISTRATION_DAYS)
        self.record(
            DivorceApplied(
                application=self.application,
                husband=self.husband.id,
                wife=self.wife.id,
                cooling_off_first=(self.act.day + timedelta(days=1)).isoformat(),
                cooling_off_last=cooled.isoformat(),
                register_last=lapses.isoformat(),
                rest_days=[day.isoformat() for day in (*moved, *moved_again)],
            ),
            [tags.application(self.application), self.husband.tag, self.wife.tag],
            personal_of([self.husband, self.wife]),
        )

    def _check_none_open(self) -> None:
        today = self.act.day.isoformat()
        for applied, citation in self.open.values():
            if applied.register_last >= today:
                self.refuse(
                    rules.APPLICATION_OPEN,
                    f"Application {applied.application} is open until {applied.register_last}.",
                    [citation],
                    "Go on with it, or have it withdrawn.",
                )


@dataclass
class ApplicationView:
    """An application for divorce, as its records show it."""

    applied: DivorceApplied | None = None
    withdrawn: bool = False
    """By a party, or because nobody came."""
    registered: bool = False
    seen: list[Citation] = field(default_factory=list)

    def see(self, record: Record, citation: Citation, application: str) -> None:
        """Take one of the application's records into account."""
        if not application or getattr(record, "application", "") != application:
            return
        if isinstance(record, DivorceApplied):
            self.applied = record
        elif isinstance(record, DivorceApplicationWithdrawn | DivorceApplicationLapsed):
            self.withdrawn = True
        elif isinstance(record, DivorceRegistered):
            self.registered = True
        else:
            return
        self.seen.append(citation)


def _application_boundary(application: str) -> dcb.Selector:
    return All(_APPLICATION, [tags.application(application)])


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
        self.view.see(tagged.decision, citation, self.application)
        super().show(tagged, citation)

    def execute(self) -> None:
        applied = self.view.applied
        if applied is None or self.party.id not in (applied.husband, applied.wife):
            self.refuse(
                rules.DIVORCE_APPLIED,
                f"This party made no application {self.application}.",
                self.view.seen,
            )
        settled = self.view.withdrawn or self.view.registered
        if settled or self.act.day.isoformat() > applied.cooling_off_last:
            self.refuse(
                rules.WITHDRAWN_IN_TIME,
                f"Application {self.application} is withdrawn or settled."
                if settled
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
class NoteLapse(Decision):
    """Note that nobody came in the window: the application counts as withdrawn 视为撤回."""

    application: str

    view: ApplicationView = field(default_factory=ApplicationView, init=False, repr=False)

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        return [_application_boundary(self.application)]

    def show(self, tagged: dcb.Tagged[Record], citation: Citation) -> None:
        """Follow the application."""
        self.view.see(tagged.decision, citation, self.application)
        super().show(tagged, citation)

    def execute(self) -> None:
        applied = self.view.applied
        settled = self.view.withdrawn or self.view.registered
        if applied is None or settled or self.act.day.isoformat() <= applied.register_last:
            self.refuse(
                rules.LAPSED_AFTER,
                f"No application {self.application} is open."
                if applied is None or settled
                else f"The window of {self.application} runs until {applied.register_last}.",
                self.view.seen,
            )
        self.record(
            DivorceApplicationLapsed(
                application=self.application,
                husband=applied.husband,
                wife=applied.wife,
                register_last=applied.register_last,
            ),
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
    agreement: str = ""
    """The agreement on children, property and debts 离婚协议书."""

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
        self.view.see(tagged.decision, citation, self.application)
        super().show(tagged, citation)

    def execute(self) -> None:
        self._check_marriage()
        if self.act.day >= rules.CIVIL_CODE_FROM:
            self._check_application()
        number = self.take_number(self.certificate)
        about = [*self.number_tags(number), self.husband.tag, self.wife.tag]
        about.append(tags.certificate(self.marriage_certificate))
        if self.application:
            about.append(tags.application(self.application))
        self.record(
            DivorceRegistered(
                certificate=number,
                registered_on=self.act.day.isoformat(),
                printed=self.printed,
                husband=self.husband.id,
                wife=self.wife.id,
                foreign=self.foreign,
                marriage_certificate=self.marriage_certificate,
                application=self.application,
                agreement=self.agreement,
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
        if self.view.registered:
            self.refuse(rules.DIVORCE_APPLIED, f"{self.application} is settled.", seen)
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
