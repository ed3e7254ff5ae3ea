"""Applications are filed, accepted and rejected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.assistance import rules
from domain.assistance.decisions.base import (
    CaseDecision,
)
from domain.assistance.months import month_of_birthday
from domain.assistance.records import (
    ApplicationAccepted,
    ApplicationRejected,
    DibaoApplied,
    SubsidyApplied,
    TekunApplied,
)
from domain.assistance.records.cases import HEAD, RELATIONS
from domain.assistance.schemes import (
    ADULT_AGE_YEARS,
    CHILD_SCHEMES,
    DISABILITY_GRADES,
    DISABILITY_GRADES_SEVERE,
    SUBSIDIES,
    Area,
    Scheme,
)
from domain.common import tags
from domain.common.identifiers import id_number_problem
from domain.common.people import Person, personal_of
from domain.common.records import Record
from domain.common.working_days import working_days_after


@dataclass
class Application(CaseDecision):
    """What the three kinds of application share."""

    account: str

    def file(self, record: Record, people: Sequence[Person]) -> None:
        filed = self.history.application
        if filed is not None:
            self.refuse(
                rules.CASE_NEW, f"Case {self.case} was applied for already.", [filed.citation]
            )
        if not people or len({person.id for person in people}) < len(people) or not self.account:
            self.refuse(
                rules.APPLICATION_COMPLETE,
                f"Case {self.case} names no person, a person twice, or no account.",
            )
        for person in people:
            id_number = person.personal.get("id_number")
            problem = id_number_problem(id_number) if id_number else ""
            if problem:
                self.refuse(rules.PERSON_IDENTIFIED, f"Case {self.case}: {problem}.")
        self.record(
            record,
            [tags.case(self.case), *(person.tag for person in people)],
            personal_of(people),
        )

    def must_be_authorised(self, authorisation: str) -> None:
        if not authorisation:
            self.refuse(
                rules.APPLICATION_COMPLETE,
                f"Case {self.case} has no letter that authorises the means check.",
                advice="Have every member sign the authorisation.",
            )


@dataclass
class ApplyForDibao(Application):
    """A household applies; the first member is the applicant."""

    area: Area
    members: tuple[Person, ...]
    authorisation: str
    relations: tuple[str, ...] = ()
    """What each member is to the head; if none is given, the first is the head."""
    papers: tuple[str, ...] = ()

    @property
    def scheme_at_hand(self) -> Scheme:
        return Scheme.DIBAO

    def execute(self) -> None:
        self.must_be_authorised(self.authorisation)
        relations = self.relations or (HEAD, *["other"] * (len(self.members) - 1))
        self._must_have_head(relations)
        record = DibaoApplied(
            case=self.case,
            area=self.area,
            members=[member.id for member in self.members],
            account=self.account,
            authorisation=self.authorisation,
            relations=list(relations),
            papers=sorted(set(self.papers)),
        )
        self.file(record, self.members)

    def _must_have_head(self, relations: Sequence[str]) -> None:
        unknown = sorted(set(relations) - set(RELATIONS))
        if not self.members or (
            len(relations) == len(self.members) and relations.count(HEAD) == 1 and not unknown
        ):
            return
        self.refuse(
            rules.HOUSEHOLD_HAS_HEAD,
            f"Case {self.case} names {len(self.members)} members, {len(relations)} relations, "
            f"{relations.count(HEAD)} heads; unknown: {', '.join(unknown) or 'none'}.",
            advice=f"Relations are {', '.join(RELATIONS)}.",
        )


@dataclass
class ApplyForTekun(Application):
    """A person applies for tekun support."""

    area: Area
    person: Person
    authorisation: str
    without_labour_capacity: bool
    without_income_source: bool
    without_supporter: bool
    papers: tuple[str, ...] = ()

    @property
    def scheme_at_hand(self) -> Scheme:
        return Scheme.TEKUN

    def execute(self) -> None:
        self.must_be_authorised(self.authorisation)
        record = TekunApplied(
            case=self.case,
            area=self.area,
            person=self.person.id,
            account=self.account,
            authorisation=self.authorisation,
            without_labour_capacity=self.without_labour_capacity,
            without_income_source=self.without_income_source,
            without_supporter=self.without_supporter,
            papers=sorted(set(self.papers)),
        )
        self.file(record, [self.person])


@dataclass
class ApplyForSubsidy(Application):
    """A person applies for a disability or child subsidy."""

    scheme: Scheme
    person: Person
    disability_grade: int = 0
    papers: tuple[str, ...] = ()

    @property
    def scheme_at_hand(self) -> Scheme:
        return self.scheme

    def execute(self) -> None:
        if self.scheme not in SUBSIDIES:
            self.refuse(rules.APPLICATION_COMPLETE, f"{self.scheme} is no subsidy.")
        is_child = self.scheme in CHILD_SCHEMES
        record = SubsidyApplied(
            case=self.case,
            scheme=self.scheme,
            person=self.person.id,
            account=self.account,
            disability_grade=0 if is_child else self._grade(),
            until_month=self._month_of_majority() if is_child else "",
            papers=sorted(set(self.papers)),
        )
        self.file(record, [self.person])

    def _month_of_majority(self) -> str:
        birth, age = self.person.birth, self.person.age_on(self.act.day)
        if birth is None or age is None or age >= ADULT_AGE_YEARS:
            known = "of 18 or more" if birth else "without a known date of birth"
            self.refuse(
                rules.CHILD_UNDER_18, f"Case {self.case} is {self.scheme} for a person {known}."
            )
        return month_of_birthday(birth, ADULT_AGE_YEARS)

    def _grade(self) -> int:
        severe = self.scheme is Scheme.DISABILITY_CARE
        asked = DISABILITY_GRADES_SEVERE if severe else DISABILITY_GRADES
        if self.disability_grade not in asked:
            self.refuse(
                rules.DISABILITY_GRADE,
                f"Case {self.case} is {self.scheme} with grade {self.disability_grade}; "
                f"asked is {asked[0]} to {asked[-1]}.",
            )
        return self.disability_grade


@dataclass
class AcceptApplication(CaseDecision):
    """The papers are complete 受理."""

    def execute(self) -> None:
        self.must_be_undecided()
        accepted = self.history.latest(ApplicationAccepted)
        if accepted is not None:
            self.refuse(
                rules.STEPS_IN_ORDER,
                f"Case {self.case} was accepted already.",
                [accepted.citation],
            )
        edition = self.edition
        missing = sorted(set(edition.papers_asked) - self.history.papers())
        if missing:
            notice = self.history.supplement()
            self.refuse(
                rules.PAPERS_COMPLETE,
                f"Case {self.case} lacks {', '.join(missing)}, which {edition.code} asks for.",
                [notice.citation if notice else None],
                "Request the supplement, and accept when it has come in.",
            )
        decide_by = working_days_after(self.act.day, edition.decide_days)
        self.record_step(
            ApplicationAccepted(
                case=self.case, scheme=str(self.history.scheme), decide_by=decide_by.isoformat()
            )
        )


@dataclass
class RejectApplication(CaseDecision):
    """Decide against an application 不予确认, naming the rule it breaks."""

    scheme: Scheme
    rule: str
    """Id of a rule of this register."""
    letter: str

    def execute(self) -> None:
        self.must_come_after(ApplicationAccepted)
        if self.scheme is not self.history.scheme or self.rule not in _RULE_IDS:
            self.refuse(
                rules.APPLICATION_COMPLETE,
                f"Case {self.case} is {self.history.scheme}; the rejection says {self.scheme} "
                f"and rule {self.rule!r}.",
                advice="Name the scheme of the case and a rule of this register.",
            )
        accepted = self.history.latest(ApplicationAccepted)
        record = ApplicationRejected(
            case=self.case,
            scheme=self.scheme,
            rule=self.rule,
            letter=self.letter,
            working_days_late=self.days_late(accepted.record.decide_by if accepted else ""),
        )
        self.record_step(record, tags.document(self.letter))


_RULE_IDS = frozenset(rule.id for rule in rules.RULES)
