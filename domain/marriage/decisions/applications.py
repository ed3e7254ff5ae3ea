"""Applications for marriage 结婚登记申请: taken in with their papers, or declined on review.

The review that finds everything in order has the registration itself as its outcome: the law has
the registrar register on the spot.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from eventsourcing.dcb import domain as dcb

from domain.common.decisions import All, Decision
from domain.common.people import Person, personal_of
from domain.common.records import Record
from domain.common.refusals import Citation
from domain.marriage import rules, tags
from domain.marriage.decisions.views import MaritalDecision
from domain.marriage.records import (
    DeclaredRelation,
    DeclaredStatus,
    MarriageApplied,
    MarriageDeclined,
    MarriagePaper,
    MarriageRegistered,
)

DIVISION_DIGITS = 6
_ABROAD_IDENTITY = frozenset({"passport", "travel-permit"})


@dataclass
class MarriageApplicationView:
    """An application for marriage, as its records show it."""

    applied: MarriageApplied | None = None
    settled: bool = False
    """Registered or declined."""
    seen: list[Citation] = field(default_factory=list)

    def see(self, record: Record, citation: Citation, application: str) -> None:
        """Take one of the application's records into account."""
        if getattr(record, "application", None) != application or not application:
            return
        if isinstance(record, MarriageApplied):
            self.applied = record
        elif isinstance(record, MarriageDeclined | MarriageRegistered):
            self.settled = True
        else:
            return
        self.seen.append(citation)


def application_boundary(application: str) -> dcb.Selector:
    """The records of an application for marriage."""
    records = (MarriageApplied, MarriageDeclined, MarriageRegistered)
    return All(records, [tags.marriage_application(application)])


@dataclass
class ApplyForMarriage(MaritalDecision):
    """Take in a couple's application for marriage 受理结婚登记申请."""

    husband: Person
    wife: Person
    application: str
    husband_papers: Sequence[MarriagePaper]
    wife_papers: Sequence[MarriagePaper]
    husband_status: DeclaredStatus = "single"
    wife_status: DeclaredStatus = "single"
    husband_domicile: str = ""
    """Division code of the permanent residence; empty for a party from abroad."""
    wife_domicile: str = ""
    """Division code of the permanent residence; empty for a party from abroad."""
    relation: DeclaredRelation = "none"
    """How the two are related, as they declare."""

    view: MarriageApplicationView = field(
        default_factory=MarriageApplicationView, init=False, repr=False
    )

    @property
    def foreign(self) -> bool:
        """Whether a party comes from abroad, Hong Kong, Macao or Taiwan: shows no ID card."""
        return "id-card" not in self.husband_papers or "id-card" not in self.wife_papers

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        people = self.marital_boundary(self.husband, self.wife)
        return [application_boundary(self.application), *people]

    def show(self, tagged: dcb.Tagged[Record], citation: Citation) -> None:
        """Notice an application with the same number."""
        self.view.see(tagged.decision, citation, self.application)
        super().show(tagged, citation)

    def execute(self) -> None:
        if self.view.seen or not self.application:
            self.refuse(
                rules.APPLICATION_ONCE,
                f"The number {self.application or '(none)'} is used or missing.",
                self.view.seen,
            )
        check_pair(self, self.husband, self.wife)
        if self.relation != "none":
            self.refuse(rules.NOT_RELATED, f"The two declare to be {self.relation} relatives.")
        check_ages(self, self.husband, self.wife, foreign=self.foreign)
        check_unmarried(self, self.husband, self.wife)
        self._check_papers()
        self._check_place()
        self.record(
            MarriageApplied(
                application=self.application,
                husband=self.husband.id,
                wife=self.wife.id,
                foreign=self.foreign,
                husband_papers=list(self.husband_papers),
                wife_papers=list(self.wife_papers),
                husband_status=self.husband_status,
                wife_status=self.wife_status,
                husband_domicile=self.husband_domicile,
                wife_domicile=self.wife_domicile,
            ),
            [
                tags.marriage_application(self.application),
                self.husband.tag,
                self.wife.tag,
            ],
            personal_of([self.husband, self.wife]),
        )

    def _check_papers(self) -> None:
        papers = {"husband": set(self.husband_papers), "wife": set(self.wife_papers)}
        for party, brought in papers.items():
            abroad = "id-card" not in brought and bool(brought & _ABROAD_IDENTITY)
            missing = rules.papers_asked(self.act.day, foreign=abroad) - brought
            if missing:
                self.refuse(
                    rules.PAPERS,
                    f"On {self.act.day} the {party} lacks {', '.join(sorted(missing))}.",
                    advice="Tell the couple once what is missing 一次性告知.",
                )

    def _check_place(self) -> None:
        if self.act.day >= rules.ANY_REGISTRY_FROM:
            return
        district = self.act.office[:DIVISION_DIGITS]
        homes = [self.husband_domicile, self.wife_domicile]
        if not any(home.startswith(district) for home in homes if home):
            self.refuse(
                rules.PLACE,
                f"Neither has permanent residence in {district}.",
                advice="They go to the registry of either's permanent residence.",
            )


@dataclass
class DeclineMarriage(MaritalDecision):
    """Decline an application for marriage on review 不予登记."""

    application: str
    reason: str
    notice: str
    """Number of the notice that tells the couple why."""

    view: MarriageApplicationView = field(
        default_factory=MarriageApplicationView, init=False, repr=False
    )

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        return [application_boundary(self.application)]

    def show(self, tagged: dcb.Tagged[Record], citation: Citation) -> None:
        """Follow the application."""
        self.view.see(tagged.decision, citation, self.application)
        super().show(tagged, citation)

    def execute(self) -> None:
        applied = self.view.applied
        if applied is None or self.view.settled:
            self.refuse(
                rules.APPLIED, f"No application {self.application} is open.", self.view.seen
            )
        if not self.reason.strip() or not self.notice.strip():
            self.refuse(rules.DECLINED_TOLD, "The reason or the notice is not named.")
        self.record(
            MarriageDeclined(
                application=self.application,
                husband=applied.husband,
                wife=applied.wife,
                reason=self.reason,
                notice=self.notice,
            ),
            [
                tags.marriage_application(self.application),
                tags.person(applied.husband),
                tags.person(applied.wife),
            ],
        )


def check_pair(decision: Decision, husband: Person, wife: Person) -> None:
    """Refuse if the two are not a man and a woman."""
    wrong_sex = husband.is_male is False or wife.is_male is True
    if wrong_sex or husband.id == wife.id:
        decision.refuse(rules.MAN_AND_WOMAN, "The two named are not a man and a woman.")


def check_ages(decision: Decision, husband: Person, wife: Person, *, foreign: bool) -> None:
    """Refuse if one of the two is under age by the law of the day, or not proved to be of age."""
    day = decision.act.day
    ages = (husband.age_on(day), wife.age_on(day))
    if not foreign and None in ages:
        decision.refuse(rules.AGE_KNOWN, "An ID number is missing.", advice="Give both ID numbers.")
    for party, age, least in zip(("husband", "wife"), ages, rules.marriage_ages(day), strict=True):
        if age is not None and age < least:
            decision.refuse(rules.AGE, f"On {day} the {party} has not reached the age of {least}.")


def check_unmarried(decision: MaritalDecision, husband: Person, wife: Person) -> None:
    """Refuse if one of the two is known to be married."""
    for party, person in (("husband", husband), ("wife", wife)):
        marriage = decision.marital.standing(person.id)
        if marriage:
            decision.refuse(
                rules.NOT_MARRIED,
                f"The {party} is married under certificate {marriage.certificate}.",
                [marriage.at],
            )
