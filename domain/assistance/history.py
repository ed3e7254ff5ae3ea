"""A case as its records tell it: what was done, and what it is entitled to in a month.

Everything is derived from the records shown; nothing is kept beside them. Months compare as text.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from domain.assistance.records import (
    APPLICATIONS,
    CONFIRMATIONS,
    AccountChanged,
    ApplicationRejected,
    ApplicationWithdrawn,
    BenefitPaid,
    CaseResumed,
    CaseSuspended,
    CaseTerminated,
    DibaoApplied,
    DibaoChanged,
    DibaoConfirmed,
    GracePeriodStarted,
    HoldReleased,
    ObjectionRaised,
    OverpaymentEstablished,
    PaymentHeld,
    PaymentReversed,
    ReliefApplied,
    ReliefConfirmed,
    SelfCareAssessed,
    SubsidyApplied,
    SubsidyConfirmed,
    SupplementReceived,
    SupplementRequested,
    TekunApplied,
    TekunConfirmed,
)
from domain.assistance.schemes import Scheme
from domain.common.records import Record
from domain.common.refusals import Citation

R = TypeVar("R", bound=Record)
R_co = TypeVar("R_co", bound=Record, covariant=True)


@dataclass(frozen=True)
class Seen(Generic[R_co]):
    """A record that was shown, its citation, and the official who made it."""

    record: R_co
    citation: Citation
    official: str


@dataclass
class CaseHistory:
    """The records of one case in the order of the log."""

    case: str
    _seen: dict[type[Record], list[Seen[Any]]] = field(default_factory=dict)

    def add(self, seen: Seen[Record]) -> None:
        """Take in the next record."""
        self._seen.setdefault(type(seen.record), []).append(seen)

    def all(self, *kinds: type[R]) -> list[Seen[R]]:
        """All records of some kinds, oldest first."""
        found = [seen for kind in kinds for seen in self._seen.get(kind, ())]
        if len(kinds) > 1:
            found.sort(key=lambda seen: seen.citation.position)
        return found

    def latest(self, *kinds: type[R]) -> Seen[R] | None:
        """The newest record of some kinds."""
        found = self.all(*kinds)
        return found[-1] if found else None

    def since_objection(self, *kinds: type[R]) -> Seen[R] | None:
        """The newest record of some kinds made after the last objection, if there was one."""
        found, objection = self.latest(*kinds), self.latest(ObjectionRaised)
        if found and objection and found.citation.position < objection.citation.position:
            return None
        return found

    @property
    def application(
        self,
    ) -> Seen[DibaoApplied | TekunApplied | SubsidyApplied | ReliefApplied] | None:
        """The application."""
        return self.latest(*APPLICATIONS)

    @property
    def confirmation(self) -> Seen[DibaoConfirmed | TekunConfirmed | SubsidyConfirmed] | None:
        """The decision the case lives by."""
        return self.latest(*CONFIRMATIONS)

    @property
    def verdict(self) -> Seen[Record] | None:
        """The confirmation, the rejection or the withdrawal."""
        ends = (ApplicationRejected, ApplicationWithdrawn, ReliefConfirmed)
        return self.confirmation or self.latest(*ends)

    @property
    def termination(self) -> Seen[CaseTerminated] | None:
        """The end of the case."""
        return self.latest(CaseTerminated)

    @property
    def scheme(self) -> Scheme | None:
        """The scheme applied for or confirmed."""
        stated = self.application or self.confirmation
        return None if stated is None else _scheme_of(stated.record)

    def people_in(self, month: str) -> list[str]:
        """Ids of the persons covered in a month; those of the application before confirmation."""
        terms = self.dibao_terms(month)
        if terms is not None:
            return terms.record.members
        stated = self.confirmation or self.application
        if stated is None:
            return []
        record = stated.record
        return (
            record.members
            if isinstance(record, (DibaoApplied, DibaoConfirmed, ReliefApplied))
            else ([record.person])
        )

    def dibao_terms(self, month: str) -> Seen[DibaoConfirmed | DibaoChanged] | None:
        """What holds for a dibao household in a month."""
        kinds: tuple[type[DibaoConfirmed | DibaoChanged], ...] = (DibaoConfirmed, DibaoChanged)
        return newest([seen for seen in self.all(*kinds) if seen.record.from_month <= month])

    def account_of(self) -> str:
        """Token of the account that is paid."""
        changed = self.latest(AccountChanged)
        if changed is not None:
            return changed.record.account
        return self.application.record.account if self.application else ""

    def against_paying(self, month: str) -> list[Citation] | None:
        """Why a month is not to be paid: the records against it; `None` if it is to be paid."""
        confirmation, end = self.confirmation, self.termination
        if confirmation is None:
            verdict = self.verdict
            return [verdict.citation] if verdict else []
        if month < confirmation.record.from_month:
            return [confirmation.citation]
        if end and month >= end.record.from_month:
            return [end.citation]
        if _is_over(confirmation.record, month):
            return [confirmation.citation]
        grace = self.latest(GracePeriodStarted)
        if grace and month > grace.record.until_month:
            return [grace.citation]
        stop = self._suspension(month)
        return [stop.citation] if stop else None

    def is_live_from(self, month: str) -> bool:
        """Whether it draws, or may draw, benefits in this month or a later one."""
        confirmation, end = self.confirmation, self.termination
        if confirmation is None or _is_over(confirmation.record, month):
            return False
        grace = self.latest(GracePeriodStarted)
        if grace and month > grace.record.until_month:
            return False
        return end is None or end.record.from_month > month

    def payments_ever(self) -> list[Seen[BenefitPaid]]:
        """All payments, whether they stand or not."""
        return self.all(BenefitPaid)

    def payments(self, month: str) -> list[Seen[BenefitPaid]]:
        """The payments for a month that stand, oldest first."""
        reversed_positions = {seen.record.reversed_position for seen in self.all(PaymentReversed)}
        return [
            seen
            for seen in self.all(BenefitPaid)
            if seen.record.benefit_month == month
            and seen.citation.position not in reversed_positions
        ]

    def self_care(self, month: str) -> Seen[SelfCareAssessed] | None:
        """The assessment that holds in a month."""
        return newest(
            [seen for seen in self.all(SelfCareAssessed) if seen.record.from_month <= month]
        )

    def grace(self, month: str) -> Seen[GracePeriodStarted] | None:
        """The grace period that a month lies in."""
        started = self.latest(GracePeriodStarted)
        if started and started.record.from_month <= month <= started.record.until_month:
            return started
        return None

    def hold(self) -> Seen[PaymentHeld] | None:
        """The hold that stands now."""
        held, released = self.latest(PaymentHeld), self.latest(HoldReleased)
        is_over = held and released and released.citation.position > held.citation.position
        return None if is_over else held

    def paid_fen(self, month: str) -> int:
        """What was paid for a month and is not owed back."""
        standing = sum(seen.record.amount_fen for seen in self.payments(month))
        overpaid = self.all(OverpaymentEstablished)
        return standing - sum(seen.record.months_fen.get(month, 0) for seen in overpaid)

    def overpaid(self, month: str) -> Seen[OverpaymentEstablished] | None:
        """The newest overpayment that was established for a month."""
        return newest([s for s in self.all(OverpaymentEstablished) if month in s.record.months_fen])

    def reissued_after(self, month: str) -> Seen[PaymentReversed] | None:
        """The newest reversal of a month, if no payment of the month has followed it."""
        back = newest([s for s in self.all(PaymentReversed) if s.record.benefit_month == month])
        paid = newest([s for s in self.all(BenefitPaid) if s.record.benefit_month == month])
        is_newest = back and paid and back.citation.position > paid.citation.position
        return back if is_newest else None

    def papers(self) -> set[str]:
        """Codes of all papers that came in, with the application or later."""
        application = self.application
        papers = set(application.record.papers) if application else set()
        return papers.union(*(seen.record.papers for seen in self.all(SupplementReceived)))

    def supplement(self) -> Seen[SupplementRequested] | None:
        """The notice of missing papers, which is sent once."""
        return self.latest(SupplementRequested)

    def _suspension(self, month: str) -> Seen[CaseSuspended | CaseResumed] | None:
        kinds: tuple[type[CaseSuspended | CaseResumed], ...] = (CaseSuspended, CaseResumed)
        last = newest([seen for seen in self.all(*kinds) if seen.record.from_month <= month])
        return last if last and isinstance(last.record, CaseSuspended) else None


class Histories(defaultdict[str, CaseHistory]):
    """The cases a decision was shown, by case number."""

    def __missing__(self, case: str) -> CaseHistory:
        self[case] = CaseHistory(case)
        return self[case]


def newest(seen: Sequence[Seen[R]]) -> Seen[R] | None:
    """The last of some records, if there are any."""
    return seen[-1] if seen else None


def _scheme_of(record: Record) -> Scheme:
    if isinstance(record, (DibaoApplied, DibaoConfirmed)):
        return Scheme.DIBAO
    if isinstance(record, (TekunApplied, TekunConfirmed)):
        return Scheme.TEKUN
    if isinstance(record, (SubsidyApplied, SubsidyConfirmed)):
        return Scheme(record.scheme)
    if isinstance(record, ReliefApplied):
        return Scheme.TEMP_RELIEF
    raise TypeError(f"{record.type} states no scheme")


def _is_over(record: Record, month: str) -> bool:
    return (
        isinstance(record, SubsidyConfirmed)
        and bool(record.until_month)
        and month > record.until_month
    )
