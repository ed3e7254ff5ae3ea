"""Temporary relief 临时救助 is applied for, paid, decided and returned, by one of two paths.

General 一般程序: apply, accept, check, notice, confirm, pay.
Emergency 紧急程序: apply, pay at once, complete the papers, confirm what was paid.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from eventsourcing.dcb import domain as dcb

from domain.assistance import money_rules, rules, tags
from domain.assistance.decisions.applications import Application
from domain.assistance.decisions.base import (
    CaseDecision,
    boundary_of_case,
)
from domain.assistance.history import CaseHistory, Seen
from domain.assistance.imprest import Imprest
from domain.assistance.months import month_of
from domain.assistance.records import (
    RELIEF_RECORDS,
    ApplicationAccepted,
    MeansChecked,
    NoticePosted,
    ReliefApplied,
    ReliefConfirmed,
    ReliefPaid,
    ReliefReturned,
)
from domain.assistance.records.imprests import ImprestDisbursed, ImprestRecord
from domain.assistance.records.relief import (
    RELIEF_CAUSES,
    RELIEF_RETURN_REASONS,
    RELIEF_SOURCES,
)
from domain.assistance.schemes import RELIEF_CAP, Area, ReliefPath, Scheme
from domain.assistance.standards import NoStandardError, boundary_of_standards
from domain.authority.kinds import is_district_code
from domain.common import tags as common_tags
from domain.common.decisions import All
from domain.common.money import yuan
from domain.common.people import Person
from domain.common.records import Record
from domain.common.refusals import Citation
from domain.common.working_days import working_days_after

EMERGENCY_HOURS_MOST = 48
EMERGENCY_PAPERS_DAYS = 20
"""Working days to complete the papers of the emergency path (local)."""
SPLIT_WINDOW_DAYS = 30
"""Grants to one household within these days count as one against the cap."""


@dataclass
class ReliefDecision(CaseDecision):
    """A decision about relief of a household, in sight of all relief its members had."""

    members: tuple[str, ...]
    """Ids of the persons of the application, in its order."""

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        return [
            boundary_of_case(self.case),
            *(All(types=RELIEF_RECORDS, tags=[common_tags.person(one)]) for one in self.members),
            *boundary_of_standards(Scheme.TEMP_RELIEF),
        ]

    @property
    def applied(self) -> Seen[ReliefApplied]:
        """The application; refuses if there is none of these persons."""
        applied = self.history.latest(ReliefApplied)
        if applied is None or applied.record.members != list(self.members):
            self.refuse(
                rules.STEPS_IN_ORDER,
                f"Case {self.case} is no relief case of these persons, in this order.",
                [applied.citation if applied else None],
            )
        return applied

    def must_be_first_this_year(self, cause: str) -> None:
        """No member was helped for the same cause in this calendar year."""
        for other in self._others():
            award = _award(other)
            if award and award[1].year == self.act.day.year and award[0].record.cause == cause:
                self.refuse(
                    money_rules.RELIEF_ONCE_A_YEAR,
                    f"A person of case {self.case} was helped for {cause} in case {other.case}.",
                    [award[0].citation],
                )

    def must_be_within_cap(self, amount_fen: int) -> None:
        """A street or town may pay so much before it is decided; the last 30 days count.

        What it decides is held to the cap of its grant of power, as every approval is.
        """
        if is_district_code(self.act.office):
            return
        try:
            cap_fen = self.standards.month_fen(RELIEF_CAP, month_of(self.act.day))
        except NoStandardError as error:
            self.refuse(rules.STANDARD_OF_ITS_DAY, str(error), advice="Let the district decide.")
        first = self.act.day - timedelta(days=SPLIT_WINDOW_DAYS)
        near = [award for o in self._others() if (award := _award(o)) and award[1] > first]
        before_fen = sum(seen.record.amount_fen for seen, _ in near)
        if before_fen + amount_fen > cap_fen:
            self.refuse(
                money_rules.RELIEF_WITHIN_CAP,
                f"Case {self.case} would get {yuan(amount_fen)} yuan; the household got "
                f"{yuan(before_fen)} in {SPLIT_WINDOW_DAYS} days; the cap is {yuan(cap_fen)}.",
                [seen.citation for seen, _ in near],
                "Let the district decide.",
            )

    def must_be_well_formed(self, amount_fen: int, source: str) -> None:
        if amount_fen <= 0 or source not in RELIEF_SOURCES:
            self.refuse(
                money_rules.RELIEF_WELL_FORMED,
                f"Case {self.case} would get {yuan(amount_fen)} yuan from {source!r}.",
                advice=f"Sources are {', '.join(RELIEF_SOURCES)}.",
            )

    def _others(self) -> Iterator[CaseHistory]:
        """The other relief cases of the household."""
        for other in list(self.histories.values()):
            if other.case != self.case:
                yield other


@dataclass
class ApplyForRelief(Application):
    """A household applies, or is found by the office itself; the first member is the applicant."""

    area: Area
    path: ReliefPath
    members: tuple[Person, ...]
    cause: str
    papers: tuple[str, ...] = ()

    @property
    def scheme_at_hand(self) -> Scheme:
        return Scheme.TEMP_RELIEF

    def execute(self) -> None:
        if self.cause not in RELIEF_CAUSES:
            self.refuse(
                money_rules.RELIEF_WELL_FORMED,
                f"Case {self.case}: {self.cause!r} is no cause.",
                advice=f"Causes are {', '.join(RELIEF_CAUSES)}.",
            )
        record = ReliefApplied(
            case=self.case,
            area=self.area,
            path=self.path,
            members=[member.id for member in self.members],
            cause=self.cause,
            account=self.account,
            papers=sorted(set(self.papers)),
            applied_at=self.act.occurred.isoformat(),
        )
        self.file(record, self.members)


@dataclass
class ConfirmRelief(ReliefDecision):
    """Decide relief 审批; on the emergency path, what was already paid."""

    amount_fen: int
    decision: str

    def execute(self) -> None:
        applied = self.applied.record
        self.must_be_well_formed(self.amount_fen, RELIEF_SOURCES[0])
        due = self._must_be_ready(ReliefPath(applied.path))
        self.must_be_first_this_year(applied.cause)
        record = ReliefConfirmed(
            case=self.case,
            cause=applied.cause,
            amount_fen=self.amount_fen,
            day=self.act.day.isoformat(),
            decision=self.decision,
            working_days_late=self.days_late(due),
        )
        self.record_step(record, common_tags.document(self.decision))

    def _must_be_ready(self, path: ReliefPath) -> str:
        """The steps before were taken; answers the last day to decide."""
        if path is ReliefPath.EMERGENCY:
            return self._must_be_paid_and_papered()
        self.must_come_after(ApplicationAccepted, MeansChecked, NoticePosted)
        notice = self.history.since_objection(NoticePosted)
        if notice is None or notice.record.day_last >= self.act.day.isoformat():
            self.refuse(
                rules.NOTICE_SEVEN_DAYS,
                f"The notice of case {self.case} has not ended on {self.act.day}.",
                [notice.citation if notice else None],
            )
        said = notice.record
        if (said.persons, said.amount_fen) != (len(self.members), self.amount_fen):
            self.refuse(
                rules.AS_NOTICED,
                f"The notice of case {self.case} said {yuan(said.amount_fen)} yuan for "
                f"{said.persons} persons, not {yuan(self.amount_fen)} for {len(self.members)}.",
                [notice.citation],
                "Post a new notice.",
            )
        return said.confirm_by

    def _must_be_paid_and_papered(self) -> str:
        self.must_be_undecided()
        paid = self.history.latest(ReliefPaid)
        if paid is None or paid.record.amount_fen != self.amount_fen:
            self.refuse(
                money_rules.RELIEF_BY_ITS_PATH,
                f"Case {self.case} is an emergency: confirmed is what was paid.",
                [paid.citation if paid else None],
            )
        missing = sorted(set(self.edition.papers_asked) - self.history.papers())
        if missing:
            self.refuse(
                rules.PAPERS_COMPLETE,
                f"Case {self.case} lacks {', '.join(missing)}.",
                [paid.citation],
                "Record the papers that came in first.",
            )
        return paid.record.papers_due


@dataclass
class PayRelief(ReliefDecision):
    """Pay relief from the treasury or the office's reserve fund."""

    amount_fen: int
    source: str
    voucher: str
    """The bank's reference, or the slip of the reserve fund."""

    fund: Imprest = field(default_factory=lambda: Imprest(""), init=False, repr=False)

    def __post_init__(self) -> None:
        self.fund = Imprest(self.act.office)

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        of_case = super().consistency_boundary()
        return [*of_case, self.fund.boundary()] if self.source == "imprest" else of_case

    def show(self, tagged: dcb.Tagged[Record], citation: Citation) -> None:
        if isinstance(tagged.decision, ImprestRecord):
            self.fund.take(tagged.decision, citation)
        else:
            super().show(tagged, citation)

    def execute(self) -> None:
        applied = self.applied.record
        self.must_be_well_formed(self.amount_fen, self.source)
        paid = self.history.latest(ReliefPaid)
        if paid is not None:
            self.refuse(money_rules.RELIEF_PAID_ONCE, f"Case {self.case} is paid.", [paid.citation])
        emergency = applied.path == ReliefPath.EMERGENCY
        if emergency:
            self._must_be_urgent(applied.cause)
        else:
            self._must_be_confirmed()
        if self.source == "imprest":
            self._disburse()
        hours = self._hours_since(applied.applied_at)
        papers_due = working_days_after(self.act.day, EMERGENCY_PAPERS_DAYS).isoformat()
        record = ReliefPaid(
            case=self.case,
            path=applied.path,
            cause=applied.cause,
            persons=len(self.members),
            amount_fen=self.amount_fen,
            day=self.act.day.isoformat(),
            source=self.source,
            voucher=self.voucher,
            hours_after_application=hours,
            late=emergency and hours > EMERGENCY_HOURS_MOST,
            papers_due=papers_due if emergency else "",
        )
        self.record_step(record, common_tags.document(self.voucher))

    def _must_be_urgent(self, cause: str) -> None:
        self.must_be_undecided()
        self.must_be_first_this_year(cause)
        self.must_be_within_cap(self.amount_fen)

    def _must_be_confirmed(self) -> None:
        confirmed = self.history.latest(ReliefConfirmed)
        if confirmed is None or confirmed.record.amount_fen != self.amount_fen:
            self.refuse(
                money_rules.RELIEF_BY_ITS_PATH,
                f"Case {self.case} is not confirmed with {yuan(self.amount_fen)} yuan.",
                [confirmed.citation if confirmed else None],
                "Confirm it first, or pay what was confirmed.",
            )

    def _hours_since(self, applied_at: str) -> int:
        return int((self.act.occurred - datetime.fromisoformat(applied_at)).total_seconds() // 3600)

    def _disburse(self) -> None:
        """Take the money out of the reserve fund, which must hold it."""
        if not self.fund.is_open or self.amount_fen > self.fund.balance_fen:
            self.refuse(
                money_rules.IMPREST_NOT_BELOW_ZERO
                if self.fund.is_open
                else money_rules.IMPREST_OPEN,
                f"The reserve fund of {self.act.office} holds {yuan(self.fund.balance_fen)} yuan; "
                f"case {self.case} would get {yuan(self.amount_fen)}.",
                [self.fund.citation],
                "Pay from the treasury, or have the fund replenished.",
            )
        record = self.fund.next(
            ImprestDisbursed,
            {
                "balance_after_fen": -self.amount_fen,
                "unvouchered_items": 1,
                "unvouchered_fen": self.amount_fen,
            },
            slip=self.voucher,
            case=self.case,
            amount_fen=self.amount_fen,
            day=self.act.day.isoformat(),
        )
        people = [common_tags.person(one) for one in self.members]
        about = [tags.imprest(self.act.office), common_tags.case(self.case), *people]
        self.record(record, [*about, common_tags.document(self.voucher)])


@dataclass
class ReturnRelief(CaseDecision):
    """Relief came back whole, into the treasury 退回."""

    reason: str
    voucher: str

    def execute(self) -> None:
        paid, returned = self.history.latest(ReliefPaid), self.history.latest(ReliefReturned)
        if paid is None or returned is not None or self.reason not in RELIEF_RETURN_REASONS:
            self.refuse(
                money_rules.RELIEF_PAID_ONCE,
                f"Case {self.case} is not paid, was returned already, or the reason is "
                f"{self.reason!r}.",
                [returned.citation if returned else None],
                f"Reasons are {', '.join(RELIEF_RETURN_REASONS)}.",
            )
        record = ReliefReturned(
            case=self.case,
            amount_fen=paid.record.amount_fen,
            persons=paid.record.persons,
            reason=self.reason,
            voucher=self.voucher,
        )
        self.record_step(record, common_tags.document(self.voucher))


def _award(other: CaseHistory) -> tuple[Seen[ReliefPaid | ReliefConfirmed], date] | None:
    """The payment or decision of a relief case, and its day; `None` if none stands."""
    seen: Seen[ReliefPaid | ReliefConfirmed] | None = other.latest(ReliefPaid)
    seen = seen or other.latest(ReliefConfirmed)
    if seen is None or other.latest(ReliefReturned) is not None:
        return None
    return seen, date.fromisoformat(seen.record.day)
