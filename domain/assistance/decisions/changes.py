"""Confirmed cases change, are suspended, resumed and ended 动态管理."""

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
from domain.assistance.months import is_month
from domain.assistance.records import (
    AccountChanged,
    CaseResumed,
    CaseSuspended,
    CaseTerminated,
    DibaoChanged,
    DibaoConfirmed,
    SupportModeSet,
)
from domain.assistance.records.cases import TERMINATION_REASONS
from domain.assistance.schemes import Scheme, SupportMode
from domain.assistance.standards import (
    NoStandardError,
    basis_fen,
    boundary_of_standards,
    dibao_basis,
)
from domain.common import tags
from domain.common.money import yuan
from domain.common.people import Person, personal_of


@dataclass
class ChangeOfCase(CaseDecision):
    """A change that takes effect in a month of the case."""

    from_month: str

    def must_take_effect_in_time(self) -> None:
        """The case is live, and the month is one, no earlier than the first to be paid."""
        self.must_be_live()
        confirmation = self.history.confirmation
        first = confirmation.record.from_month if confirmation else ""
        if not is_month(self.from_month) or self.from_month < first:
            self.refuse(
                rules.CHANGE_FROM_LATER_MONTH,
                f"Case {self.case} would change from {self.from_month!r}; it is paid from {first}.",
                [confirmation.citation if confirmation else None],
            )


@dataclass
class ChangeDibao(ChangeOfCase):
    """Set members and counted income of a dibao household anew, after a review."""

    members: tuple[Person, ...]
    income_fen: int
    decision: str
    addon_persons: int = 0

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        return [
            boundary_of_case(self.case),
            *boundary_of_people([member.id for member in self.members]),
            *boundary_of_standards(Scheme.DIBAO),
        ]

    def execute(self) -> None:
        self.must_take_effect_in_time()
        confirmed = self.history.latest(DibaoConfirmed)
        if confirmed is None:
            self.refuse(rules.CASE_LIVE, f"Case {self.case} is no dibao case.")
        people = [member.id for member in self.members]
        self.must_not_draw(Scheme.DIBAO, people, self.from_month)
        record = DibaoChanged(
            case=self.case,
            area=confirmed.record.area,
            members=people,
            addon_persons=self.addon_persons,
            income_fen=self.income_fen,
            amount_fen=self._amount_fen(confirmed.record.area),
            from_month=self.from_month,
            decision=self.decision,
        )
        covered = [*self.history.people_in(self.from_month), *people]
        about = [tags.case(self.case), *map(tags.person, covered), tags.document(self.decision)]
        self.record(record, list(dict.fromkeys(about)), personal_of(self.members))

    def _amount_fen(self, area: str) -> int:
        persons = len(self.members)
        try:
            basis = dibao_basis(
                self.standards, area, persons, self.addon_persons, self.income_fen, self.from_month
            )
        except NoStandardError as error:
            self.refuse(rules.STANDARD_OF_ITS_DAY, str(error), advice="Adopt the standard first.")
        amount_fen = basis_fen(basis)
        if not amount_fen or not 0 <= self.addon_persons <= persons or self.income_fen < 0:
            self.refuse(
                rules.MEANS_WITHIN_LIMITS,
                f"Case {self.case}: {persons} persons, {self.addon_persons} with add-on, counted "
                f"income {yuan(self.income_fen)} yuan a month.",
                advice="End the case instead.",
            )
        return amount_fen


@dataclass
class SetSupportMode(ChangeOfCase):
    """A tekun person moves into a home, out of it, or to another."""

    mode: SupportMode
    agreement: str
    home: str = ""

    def execute(self) -> None:
        self.must_take_effect_in_time()
        if self.history.scheme is not Scheme.TEKUN:
            self.refuse(rules.CASE_LIVE, f"Case {self.case} is no tekun case.")
        if (self.mode is SupportMode.CENTRALISED) != bool(self.home):
            self.refuse(
                rules.CARE_ONLY_CENTRALISED,
                f"Case {self.case} would be {self.mode} with the home {self.home!r}.",
            )
        record = SupportModeSet(
            case=self.case,
            mode=self.mode,
            home=self.home,
            from_month=self.from_month,
            agreement=self.agreement,
        )
        self.record_step(record, tags.document(self.agreement))


@dataclass
class ChangeAccount(CaseDecision):
    """Pay a case into another account; not by the official who confirmed it."""

    account: str
    letter: str

    def execute(self) -> None:
        self.must_be_live()
        self.must_differ_from(self.history.confirmation, "confirmed")
        if not self.account or self.account == self.history.account_of():
            self.refuse(
                rules.APPLICATION_COMPLETE, f"Case {self.case} has no account, or the same."
            )
        record = AccountChanged(case=self.case, account=self.account, letter=self.letter)
        self.record_step(record, tags.document(self.letter))


@dataclass
class SuspendCase(ChangeOfCase):
    """Stop payment for the time being 停发."""

    reason: str

    def execute(self) -> None:
        self.must_take_effect_in_time()
        self._must_change_something()
        self.record_step(
            CaseSuspended(case=self.case, from_month=self.from_month, reason=self.reason)
        )

    def _must_change_something(self) -> None:
        against = self.history.against_paying(self.from_month)
        if against is not None:
            self.refuse(
                rules.CHANGE_FROM_LATER_MONTH,
                f"Case {self.case} is not paid for {self.from_month} anyway.",
                against,
            )


@dataclass
class ResumeCase(ChangeOfCase):
    """Pay a suspended case again 恢复."""

    reason: str

    def execute(self) -> None:
        self.must_take_effect_in_time()
        if self.history.against_paying(self.from_month) is None:
            self.refuse(
                rules.CHANGE_FROM_LATER_MONTH,
                f"Case {self.case} is not suspended in {self.from_month}.",
            )
        self.record_step(
            CaseResumed(case=self.case, from_month=self.from_month, reason=self.reason)
        )


@dataclass
class TerminateCase(ChangeOfCase):
    """End a case 终止; `from_month` is the first month not paid."""

    reason: str
    letter: str = ""
    """Number of the letter to the household 终止告知书."""

    def execute(self) -> None:
        self.must_take_effect_in_time()
        if self.reason not in TERMINATION_REASONS:
            self.refuse(
                rules.CHANGE_FROM_LATER_MONTH,
                f"{self.reason!r} is none of {', '.join(TERMINATION_REASONS)}.",
            )
        self.record_step(
            CaseTerminated(
                case=self.case,
                from_month=self.from_month,
                reason=self.reason,
                letter=self.letter,
            ),
            *([tags.document(self.letter)] if self.letter else []),
        )
