"""What a case is entitled to for a month, and the facts and standards that make it.

An entitlement is never kept: it follows from the records of the case and the standards of the
month. `Entitlement.basis` names every number it was made of, so that a payment can carry them.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from domain.assistance.history import CaseHistory, Seen, newest
from domain.assistance.records import (
    DibaoChanged,
    DibaoConfirmed,
    GracePeriodStarted,
    SupportModeSet,
    TekunConfirmed,
)
from domain.assistance.standards import Standards, basis_fen, dibao_basis, tekun_basis
from domain.common.refusals import Citation


@dataclass(frozen=True)
class Entitlement:
    """A month's entitlement of a case that is to be paid for it."""

    amount_fen: int
    basis: dict[str, int] = field(default_factory=dict)
    terms: Citation | None = None
    """The decision or change that the facts are from."""
    area: str = ""
    mode: str = ""
    self_care: str = ""


def entitlement(
    history: CaseHistory, standards: Standards, month: str, standards_month: str = ""
) -> Entitlement:
    """What a case is entitled to for a month in which it is to be paid.

    Args:
        history: the case.
        standards: all that its scheme depends on.
        month: whose facts count.
        standards_month: whose standards count; those of `month` unless another is given.

    Raises:
        NoStandardError: a standard it depends on is not in force in the month.
    """
    by_month = standards_month or month
    grace = history.grace(month)
    if grace is not None:
        return _in_grace(grace)
    terms = history.dibao_terms(month)
    if terms is not None:
        return _dibao(terms, standards, by_month)
    tekun = history.latest(TekunConfirmed)
    if tekun is not None:
        return _tekun(history, tekun, standards, month, by_month)
    confirmation = history.confirmation
    if confirmation is None:
        return Entitlement(0)
    basis = {"standard_fen": standards.month_fen(str(history.scheme), by_month)}
    return Entitlement(basis_fen(basis), basis, confirmation.citation)


def _in_grace(grace: Seen[GracePeriodStarted]) -> Entitlement:
    basis = {"grace_fen": grace.record.amount_fen}
    return Entitlement(basis_fen(basis), basis, grace.citation)


def _dibao(
    terms: Seen[DibaoConfirmed | DibaoChanged], standards: Standards, month: str
) -> Entitlement:
    facts = terms.record
    persons, addon_persons = len(facts.members), facts.addon_persons
    basis = dibao_basis(standards, facts.area, persons, addon_persons, facts.income_fen, month)
    return Entitlement(basis_fen(basis), basis, terms.citation, facts.area)


def _tekun(
    history: CaseHistory,
    confirmed: Seen[TekunConfirmed],
    standards: Standards,
    month: str,
    by_month: str,
) -> Entitlement:
    kinds: tuple[type[TekunConfirmed | SupportModeSet], ...] = (TekunConfirmed, SupportModeSet)
    set_ = newest([seen for seen in history.all(*kinds) if seen.record.from_month <= month])
    assessed = history.self_care(month)
    if set_ is None or assessed is None:
        return Entitlement(0)
    area, mode, level = confirmed.record.area, set_.record.mode, assessed.record.level
    basis = tekun_basis(standards, area, mode, level, by_month)
    return Entitlement(basis_fen(basis), basis, confirmed.citation, area, mode, str(level))
