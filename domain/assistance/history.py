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
    BenefitPaid,
    CaseResumed,
    CaseSuspended,
    CaseTerminated,
    DibaoApplied,
    DibaoChanged,
    DibaoConfirmed,
    ObjectionRaised,
    PaymentReversed,
    SelfCareAssessed,
    SubsidyApplied,
    SubsidyConfirmed,
    SupportModeSet,
    TekunApplied,
    TekunConfirmed,
)
from domain.assistance.schemes import Scheme
from domain.assistance.standards import Standards, dibao_fen, tekun_fen
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
    def application(self) -> Seen[DibaoApplied | TekunApplied | SubsidyApplied] | None:
        """The application."""
        return self.latest(*APPLICATIONS)

    @property
    def confirmation(self) -> Seen[DibaoConfirmed | TekunConfirmed | SubsidyConfirmed] | None:
        """The decision the case lives by."""
        return self.latest(*CONFIRMATIONS)

    @property
    def verdict(self) -> Seen[Record] | None:
        """The confirmation or the rejection."""
        return self.confirmation or self.latest(ApplicationRejected)

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
            if isinstance(record, (DibaoApplied, DibaoConfirmed))
            else ([record.person])
        )

    def dibao_terms(self, month: str) -> Seen[DibaoConfirmed | DibaoChanged] | None:
        """What holds for a dibao household in a month."""
        kinds: tuple[type[DibaoConfirmed | DibaoChanged], ...] = (DibaoConfirmed, DibaoChanged)
        return _newest([seen for seen in self.all(*kinds) if seen.record.from_month <= month])

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
        stop = self._suspension(month)
        return [stop.citation] if stop else None

    def is_live_from(self, month: str) -> bool:
        """Whether it draws, or may draw, benefits in this month or a later one."""
        confirmation, end = self.confirmation, self.termination
        if confirmation is None or _is_over(confirmation.record, month):
            return False
        return end is None or end.record.from_month > month

    def entitled_fen(self, standards: Standards, month: str) -> int:
        """What the case is entitled to for a month in which it is to be paid.

        Raises:
            NoStandardError: a standard it depends on is not in force in the month.
        """
        confirmation = self.confirmation
        if confirmation is None:
            return 0
        if isinstance(confirmation.record, TekunConfirmed):
            return self._tekun_fen(confirmation.record, standards, month)
        terms = self.dibao_terms(month)
        if terms is None:
            return standards.month_fen(str(self.scheme), month)
        facts = terms.record
        return dibao_fen(
            standards, facts.area, len(facts.members), facts.addon_persons, facts.income_fen, month
        )

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
        return _newest(
            [seen for seen in self.all(SelfCareAssessed) if seen.record.from_month <= month]
        )

    def _tekun_fen(self, confirmed: TekunConfirmed, standards: Standards, month: str) -> int:
        kinds: tuple[type[TekunConfirmed | SupportModeSet], ...] = (TekunConfirmed, SupportModeSet)
        mode = _newest([seen for seen in self.all(*kinds) if seen.record.from_month <= month])
        assessed = self.self_care(month)
        if mode is None or assessed is None:
            return 0
        level = assessed.record.level
        return tekun_fen(standards, confirmed.area, mode.record.mode, level, month)

    def _suspension(self, month: str) -> Seen[CaseSuspended | CaseResumed] | None:
        kinds: tuple[type[CaseSuspended | CaseResumed], ...] = (CaseSuspended, CaseResumed)
        newest = _newest([seen for seen in self.all(*kinds) if seen.record.from_month <= month])
        return newest if newest and isinstance(newest.record, CaseSuspended) else None


class Histories(defaultdict[str, CaseHistory]):
    """The cases a decision was shown, by case number."""

    def __missing__(self, case: str) -> CaseHistory:
        self[case] = CaseHistory(case)
        return self[case]


def _newest(seen: Sequence[Seen[R]]) -> Seen[R] | None:
    return seen[-1] if seen else None


def _scheme_of(record: Record) -> Scheme:
    if isinstance(record, (DibaoApplied, DibaoConfirmed)):
        return Scheme.DIBAO
    if isinstance(record, (TekunApplied, TekunConfirmed)):
        return Scheme.TEKUN
    if isinstance(record, (SubsidyApplied, SubsidyConfirmed)):
        return Scheme(record.scheme)
    raise TypeError(f"{record.type} states no scheme")


def _is_over(record: Record, month: str) -> bool:
    return (
        isinstance(record, SubsidyConfirmed)
        and bool(record.until_month)
        and month > record.until_month
    )
