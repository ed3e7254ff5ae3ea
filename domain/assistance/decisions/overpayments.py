"""Overpayments are established, ordered back, received, and written off 追缴."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from eventsourcing.dcb import domain as dcb

from domain.assistance import money_rules, rules
from domain.assistance.decisions.base import CaseDecision, boundary_of_case
from domain.assistance.entitlement import entitlement
from domain.assistance.history import Seen
from domain.assistance.records import OverpaymentEstablished
from domain.assistance.records.overpayments import (
    OVERPAYMENT_REASONS,
    OverpaymentWrittenOff,
    RecoveryOrdered,
    RecoveryReceived,
)
from domain.assistance.schemes import Scheme
from domain.assistance.standards import NoStandardError, boundary_of_standards
from domain.common import tags
from domain.common.money import yuan
from domain.common.records import Record

Debt = TypeVar(
    "Debt", OverpaymentEstablished, RecoveryOrdered, RecoveryReceived, OverpaymentWrittenOff
)


@dataclass
class OverpaymentDecision(CaseDecision):
    """A decision about an overpayment of a case."""

    overpayment: str
    """Its number 认定书文号."""

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        return [boundary_of_case(self.case)]

    def of_this(self, kind: type[Debt]) -> Seen[Debt] | None:
        """The newest record of a kind about this overpayment."""
        found = [s for s in self.history.all(kind) if s.record.overpayment == self.overpayment]
        return found[-1] if found else None

    @property
    def owed(self) -> tuple[Seen[OverpaymentEstablished], int]:
        """The overpayment and what is still owed; refuses if it was never established."""
        established = self.of_this(OverpaymentEstablished)
        if established is None:
            self.refuse(
                money_rules.OVERPAYMENT_AS_PAID,
                f"Case {self.case} has no overpayment {self.overpayment}.",
            )
        received, written_off = self.of_this(RecoveryReceived), self.of_this(OverpaymentWrittenOff)
        newest = written_off or received or established
        return established, newest.record.outstanding_fen

    def record_about(self, record: Record, *documents: str) -> None:
        """Record a step, tagged with the case, everybody ever covered, and the papers."""
        people = {person for seen in self.history.payments_ever() for person in seen.record.members}
        papers = [tags.document(paper) for paper in (self.overpayment, *documents)]
        about = [tags.case(self.case), *map(tags.person, sorted(people)), *papers]
        self.record(record, about)


@dataclass
class EstablishOverpayment(OverpaymentDecision):
    """Find that months of a case were paid beyond what they entitle to 认定多发."""

    scheme: Scheme
    months: tuple[str, ...]
    reason: str

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        return [
            *super().consistency_boundary(),
            *boundary_of_standards(self.scheme),
        ]

    def execute(self) -> None:
        known = self.of_this(OverpaymentEstablished)
        if (
            known
            or self.history.scheme is not self.scheme
            or self.reason not in OVERPAYMENT_REASONS
        ):
            self.refuse(
                money_rules.OVERPAYMENT_AS_PAID,
                f"Overpayment {self.overpayment} of case {self.case} is known, or the case is no "
                f"{self.scheme} case, or the reason is {self.reason!r}.",
                [known.citation if known else None],
                f"Reasons are {', '.join(OVERPAYMENT_REASONS)}.",
            )
        months_fen = {month: self._beyond_fen(month) for month in sorted(set(self.months))}
        if not months_fen or min(months_fen.values()) <= 0:
            told = ", ".join(f"{month} {yuan(fen)}" for month, fen in months_fen.items())
            self.refuse(
                money_rules.OVERPAYMENT_AS_PAID,
                f"Case {self.case} was not paid beyond its entitlement in every month: "
                f"{told or 'none named'}.",
                advice="Record the change or end of the case first; name the months overpaid.",
            )
        amount_fen = sum(months_fen.values())
        record = OverpaymentEstablished(
            case=self.case,
            scheme=self.scheme,
            overpayment=self.overpayment,
            months_fen=months_fen,
            amount_fen=amount_fen,
            outstanding_fen=amount_fen,
            reason=self.reason,
        )
        self.record_about(record)

    def _beyond_fen(self, month: str) -> int:
        paid_fen = self.history.paid_fen(month)
        if self.history.against_paying(month) is not None:
            return paid_fen
        try:
            return paid_fen - entitlement(self.history, self.standards, month).amount_fen
        except NoStandardError as error:
            self.refuse(rules.STANDARD_OF_ITS_DAY, f"Case {self.case}: {error}")


@dataclass
class OrderRecovery(OverpaymentDecision):
    """Tell the payee in writing to pay it back by a day 责令退回."""

    letter: str
    due: date

    def execute(self) -> None:
        established, owed_fen = self.owed
        if owed_fen <= 0 or self.due <= self.act.day:
            self.refuse(
                money_rules.RECOVERY_WITHIN_DEBT,
                f"Overpayment {self.overpayment}: {yuan(owed_fen)} yuan are owed; the letter "
                f"says by {self.due}.",
                [established.citation],
            )
        record = RecoveryOrdered(
            case=self.case,
            overpayment=self.overpayment,
            outstanding_fen=owed_fen,
            letter=self.letter,
            due=self.due.isoformat(),
        )
        self.record_about(record, self.letter)


@dataclass
class ReceiveRecovery(OverpaymentDecision):
    """Book money that came back 收回."""

    amount_fen: int
    voucher: str

    def execute(self) -> None:
        established, owed_fen = self.owed
        self.must_be_owed(established, owed_fen, self.amount_fen)
        record = RecoveryReceived(
            case=self.case,
            overpayment=self.overpayment,
            amount_fen=self.amount_fen,
            outstanding_fen=owed_fen - self.amount_fen,
            voucher=self.voucher,
        )
        self.record_about(record, self.voucher)

    def must_be_owed(
        self, established: Seen[OverpaymentEstablished], owed_fen: int, amount_fen: int
    ) -> None:
        if not 0 < amount_fen <= owed_fen:
            self.refuse(
                money_rules.RECOVERY_WITHIN_DEBT,
                f"Overpayment {self.overpayment}: {yuan(owed_fen)} yuan are owed, not "
                f"{yuan(amount_fen)}.",
                [established.citation],
            )


@dataclass
class WriteOffOverpayment(OverpaymentDecision):
    """Give up what is still owed 核销, after it was ordered back."""

    decision: str

    def execute(self) -> None:
        established, owed_fen = self.owed
        ordered = self.of_this(RecoveryOrdered)
        same = established.official == self.act.by
        if ordered is None or same or owed_fen <= 0:
            self.refuse(
                money_rules.WRITE_OFF_BY_DISTRICT,
                f"Overpayment {self.overpayment} of {yuan(owed_fen)} yuan would be written off by "
                f"{self.act.by}; recovery was "
                f"{'ordered' if ordered else 'not ordered'}.",
                [established.citation, ordered.citation if ordered else None],
            )
        record = OverpaymentWrittenOff(
            case=self.case,
            overpayment=self.overpayment,
            amount_fen=owed_fen,
            outstanding_fen=0,
            decision=self.decision,
        )
        self.record_about(record, self.decision)
