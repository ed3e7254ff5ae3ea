"""What must hold of assistance over a whole log: notices, amounts, months, exclusive schemes."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from domain.assistance import rules
from domain.assistance.records import (
    BenefitPaid,
    CaseTerminated,
    DibaoConfirmed,
    NoticePosted,
    ObjectionRaised,
    OverpaymentEstablished,
    PaymentReversed,
    SubsidyConfirmed,
    TekunConfirmed,
)
from domain.assistance.schemes import Scheme, exclude_each_other
from domain.assistance.standards import basis_fen
from domain.common.invariants import Entry
from domain.common.money import yuan
from domain.common.promises import Found, Look, Promise

NOTICE_DAYS_LEAST = 7
NOTICED = (DibaoConfirmed, TekunConfirmed)
"""Confirmations that a public notice goes before."""


def _noticed() -> Look:
    standing: dict[str, tuple[NoticePosted, int]] = {}

    def look(entry: Entry) -> Found | None:
        record = entry.record
        if isinstance(record, NoticePosted):
            standing[record.case] = record, entry.citation.position
        elif isinstance(record, ObjectionRaised):
            standing.pop(record.case, None)
        elif isinstance(record, NOTICED):
            return _of_notice(standing.get(record.case), entry.citation.occurred[:10])
        return None

    return look


def _of_notice(standing: tuple[NoticePosted, int] | None, day: str) -> Found | None:
    if standing is None:
        return "It was confirmed without a notice that stands.", []
    notice, position = standing
    first, last = date.fromisoformat(notice.day_first), date.fromisoformat(notice.day_last)
    days = (last - first).days + 1
    if days < NOTICE_DAYS_LEAST:
        return f"The notice before it stood for {days} days.", [position]
    if notice.day_last >= day:
        return f"It was confirmed on {day}, before its notice ended on {last}.", [position]
    return None


def _live() -> Look:
    first: dict[str, tuple[str, int]] = {}
    ended: dict[str, tuple[str, int]] = {}

    def look(entry: Entry) -> Found | None:
        record, position = entry.record, entry.citation.position
        if isinstance(record, DibaoConfirmed | TekunConfirmed | SubsidyConfirmed):
            first[record.case] = record.from_month, position
        elif isinstance(record, CaseTerminated):
            ended[record.case] = record.from_month, position
        elif isinstance(record, BenefitPaid):
            month = record.benefit_month
            from_month, confirmed = first.get(record.case, ("", 0))
            if not confirmed or month < from_month:
                return f"It pays {month}; no decision holds then.", [confirmed] * bool(confirmed)
            end_month, end = ended.get(record.case, ("", 0))
            if end and month >= end_month:
                return f"It pays {month}; the case ended with {end_month}.", [end]
        return None

    return look


def _as_entitled() -> Look:
    net_fen: defaultdict[tuple[str, str], int] = defaultdict(int)

    def look(entry: Entry) -> Found | None:
        record = entry.record
        if isinstance(record, OverpaymentEstablished):
            for month, amount_fen in record.months_fen.items():
                net_fen[record.case, month] -= amount_fen
            return None
        if isinstance(record, PaymentReversed):
            net_fen[record.case, record.benefit_month] -= record.amount_fen
            return None
        if not isinstance(record, BenefitPaid):
            return None
        key = (record.case, record.benefit_month)
        before_fen, entitled_fen = net_fen[key], basis_fen(record.basis)
        net_fen[key] += record.amount_fen
        if net_fen[key] == entitled_fen:
            return None
        return (
            f"Paid for {record.benefit_month}: {yuan(before_fen)} yuan before and "
            f"{yuan(record.amount_fen)} now; due were {yuan(entitled_fen)}.",
            [],
        )

    return look


def _one_scheme() -> Look:
    draws: defaultdict[tuple[str, str], dict[str, tuple[Scheme, int]]] = defaultdict(dict)
    net_fen: defaultdict[tuple[str, str], int] = defaultdict(int)

    def look(entry: Entry) -> Found | None:
        record = entry.record
        if isinstance(record, PaymentReversed):
            net_fen[record.case, record.benefit_month] -= record.amount_fen
            return None
        if not isinstance(record, BenefitPaid):
            return None
        month, scheme = record.benefit_month, Scheme(record.scheme)
        net_fen[record.case, month] += record.amount_fen
        against = []
        for person in record.members:
            drawn = draws[person, month]
            against += [
                position
                for case, (other, position) in drawn.items()
                if case != record.case
                and net_fen[case, month]
                and exclude_each_other(scheme, other)
            ]
            drawn.setdefault(record.case, (scheme, entry.citation.position))
        if against:
            return f"A person of it draws another scheme in {month}.", sorted(set(against))
        return None

    return look


PROMISES = (
    Promise(
        rules.NOTICE_SEVEN_DAYS,
        (DibaoConfirmed, TekunConfirmed, NoticePosted, ObjectionRaised),
        _noticed,
    ),
    Promise(
        rules.PAYMENT_NEEDS_LIVE_DECISION,
        (
            BenefitPaid,
            CaseTerminated,
            DibaoConfirmed,
            TekunConfirmed,
            SubsidyConfirmed,
        ),
        _live,
    ),
    Promise(
        rules.PAYMENT_OF_RIGHT_AMOUNT,
        (BenefitPaid, PaymentReversed, OverpaymentEstablished),
        _as_entitled,
    ),
    Promise(rules.ONE_SCHEME, (BenefitPaid, PaymentReversed), _one_scheme),
)
