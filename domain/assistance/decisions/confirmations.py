"""Cases are confirmed 确认: the decision that payments rest on.

Money is paid from the month after confirmation. The persons are named in the command, so that the
decision also looks at everything else they draw.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eventsourcing.dcb import domain as dcb

from domain.assistance import rules
from domain.assistance.decisions.base import (
    CaseDecision,
    boundary_of_case,
    boundary_of_people,
)
from domain.assistance.history import R, Seen
from domain.assistance.months import months_after
from domain.assistance.records import (
    ApplicationAccepted,
    DibaoApplied,
    DibaoConfirmed,
    MeansChecked,
    NoticePosted,
    SelfCareAssessed,
    SubsidyApplied,
    SubsidyConfirmed,
    TekunApplied,
    TekunConfirmed,
)
from domain.assistance.schemes import REVIEW_MONTHS, ReviewClass, Scheme, SupportMode
from domain.assistance.standards import (
    NoStandardError,
    basis_fen,
    boundary_of_standards,
    dibao_basis,
    tekun_basis,
)
from domain.common import tags
from domain.common.money import yuan
from domain.common.records import Record


@dataclass
class Confirmation(CaseDecision):
    """What the confirmations of all schemes share."""

    decision: str
    """Number of the decision 确认文号."""
    members: tuple[str, ...]
    """Ids of the persons of the application."""

    @property
    def scheme(self) -> Scheme:
        raise NotImplementedError

    @property
    def scheme_at_hand(self) -> Scheme:
        return self.scheme

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        return [
            boundary_of_case(self.case),
            *boundary_of_people(self.members),
            *boundary_of_standards(self.scheme),
        ]

    def must_be_ready(self, *steps: type[Record]) -> None:
        """Steps taken, the same persons, nothing drawn twice."""
        self.must_come_after(ApplicationAccepted, *steps)
        scheme, history = self.scheme, self.history
        if history.scheme is not scheme or history.people_in(self.next_month) != list(self.members):
            self.refuse(
                rules.STEPS_IN_ORDER,
                f"Case {self.case} is a {history.scheme} case of other persons or order.",
                [history.application.citation if history.application else None],
                "Confirm the persons of the application, in its order.",
            )
        self.must_not_draw(scheme, self.members, self.next_month)

    def must_be_as_noticed(self, amount_fen: int) -> None:
        """The notice has ended and said what is now confirmed."""
        notice = self.history.since_objection(NoticePosted)
        if notice is None or notice.record.day_last >= self.act.day.isoformat():
            self.refuse(
                rules.NOTICE_SEVEN_DAYS,
                f"The notice of case {self.case} has not ended on {self.act.day}.",
                [notice.citation if notice else None],
                "Confirm after its last day.",
            )
        said = notice.record
        if (said.persons, said.amount_fen) != (len(self.members), amount_fen):
            self.refuse(
                rules.AS_NOTICED,
                f"The notice of case {self.case} said {said.persons} persons and "
                f"{yuan(said.amount_fen)} yuan; due are {len(self.members)} and "
                f"{yuan(amount_fen)} from {self.next_month}.",
                [notice.citation],
                "Post a new notice.",
            )

    def stated(self, kind: type[R]) -> Seen[R]:
        """The newest record of a kind that `must_be_ready` has made sure of."""
        found = self.history.latest(kind)
        if found is None:
            raise LookupError(f"case {self.case} has no {kind.type}")
        return found

    @property
    def working_days_late(self) -> int:
        """After the last day to confirm; without a notice, after the last day to decide."""
        notice = self.history.since_objection(NoticePosted)
        if notice is not None:
            return self.days_late(notice.record.confirm_by)
        accepted = self.history.latest(ApplicationAccepted)
        return self.days_late(accepted.record.decide_by if accepted else "")

    def first_review(self, review_class: ReviewClass) -> str:
        """The month of the first review."""
        return months_after(self.next_month, REVIEW_MONTHS[review_class])

    def record_award(self, record: Record) -> None:
        self.record_step(record, tags.document(self.decision))


@dataclass
class ConfirmDibao(Confirmation):
    """Confirm dibao for a household."""

    addon_persons: int = 0
    review_class: ReviewClass = ReviewClass.STABLE

    @property
    def scheme(self) -> Scheme:
        return Scheme.DIBAO

    def execute(self) -> None:
        self.must_be_ready(MeansChecked, NoticePosted)
        application = self.stated(DibaoApplied)
        check = self.stated(MeansChecked)
        amount_fen = self._amount_fen(application.record.area, check)
        self.must_be_as_noticed(amount_fen)
        self.record_award(
            DibaoConfirmed(
                case=self.case,
                area=application.record.area,
                members=list(self.members),
                addon_persons=self.addon_persons,
                income_fen=check.record.income_fen,
                amount_fen=amount_fen,
                from_month=self.next_month,
                decision=self.decision,
                review_class=self.review_class,
                review_month=self.first_review(self.review_class),
                working_days_late=self.working_days_late,
            )
        )

    def _amount_fen(self, area: str, check: Seen[MeansChecked]) -> int:
        persons, income_fen = len(self.members), check.record.income_fen
        try:
            basis = dibao_basis(
                self.standards, area, persons, self.addon_persons, income_fen, self.next_month
            )
        except NoStandardError as error:
            self.refuse(rules.STANDARD_OF_ITS_DAY, str(error), advice="Adopt the standard first.")
        amount_fen = basis_fen(basis)
        fits = 0 <= self.addon_persons <= persons
        if not amount_fen or not check.record.assets_within_limits or not fits:
            self.refuse(
                rules.MEANS_WITHIN_LIMITS,
                f"Case {self.case}: {persons} persons, {self.addon_persons} with add-on, counted "
                f"income {yuan(income_fen)} yuan a month, assets "
                f"{'within' if check.record.assets_within_limits else 'beyond'} limits.",
                [check.citation],
                "Reject the application.",
            )
        return amount_fen


@dataclass
class ConfirmTekun(Confirmation):
    """Confirm tekun support of a person."""

    mode: SupportMode
    home: str = ""

    @property
    def scheme(self) -> Scheme:
        return Scheme.TEKUN

    def execute(self) -> None:
        self.must_be_ready(MeansChecked, SelfCareAssessed, NoticePosted)
        application = self.stated(TekunApplied)
        self._must_pass_three_tests(application)
        if (self.mode is SupportMode.CENTRALISED) != bool(self.home):
            self.refuse(
                rules.CARE_ONLY_CENTRALISED,
                f"Case {self.case} is {self.mode} with the home {self.home!r}.",
            )
        amount_fen = self._amount_fen(application.record.area)
        self.must_be_as_noticed(amount_fen)
        self.record_award(
            TekunConfirmed(
                case=self.case,
                area=application.record.area,
                person=application.record.person,
                mode=self.mode,
                home=self.home,
                amount_fen=amount_fen,
                from_month=self.next_month,
                decision=self.decision,
                review_class=ReviewClass.STABLE,
                review_month=self.first_review(ReviewClass.STABLE),
                working_days_late=self.working_days_late,
            )
        )

    def _must_pass_three_tests(self, application: Seen[TekunApplied]) -> None:
        stated = application.record
        failed = [
            name
            for name, holds in (
                ("labour capacity", stated.without_labour_capacity),
                ("a source of income", stated.without_income_source),
                ("a supporter", stated.without_supporter),
            )
            if not holds
        ]
        if failed:
            self.refuse(
                rules.TEKUN_THREE_TESTS,
                f"The person of case {self.case} has {' and '.join(failed)}.",
                [application.citation],
                "Reject the application; dibao may fit.",
            )

    def _amount_fen(self, area: str) -> int:
        assessed = self.history.self_care(self.next_month)
        if assessed is None:
            self.refuse(rules.SELF_CARE_ASSESSED, f"Case {self.case} was not assessed.")
        level = assessed.record.level
        try:
            basis = tekun_basis(self.standards, area, self.mode, level, self.next_month)
        except NoStandardError as error:
            self.refuse(rules.STANDARD_OF_ITS_DAY, str(error), advice="Adopt the standard first.")
        return basis_fen(basis)


@dataclass
class ConfirmSubsidy(Confirmation):
    """Confirm a disability or child subsidy of a person."""

    subsidy: Scheme

    @property
    def scheme(self) -> Scheme:
        return self.subsidy

    def execute(self) -> None:
        self.must_be_ready()
        application = self.stated(SubsidyApplied)
        stated = application.record
        if stated.until_month and stated.until_month < self.next_month:
            self.refuse(
                rules.CHILD_UNDER_18,
                f"The child of case {self.case} turns 18 in {stated.until_month}.",
                [application.citation],
            )
        try:
            amount_fen = self.standards.month_fen(self.subsidy, self.next_month)
        except NoStandardError as error:
            self.refuse(rules.STANDARD_OF_ITS_DAY, str(error), advice="Adopt the standard first.")
        self.record_award(
            SubsidyConfirmed(
                case=self.case,
                scheme=self.subsidy,
                person=stated.person,
                amount_fen=amount_fen,
                from_month=self.next_month,
                until_month=stated.until_month,
                decision=self.decision,
                working_days_late=self.working_days_late,
            )
        )
