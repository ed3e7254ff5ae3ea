"""Cremations 火化 and the waiver of basic funeral fees 减免基本殡葬费用."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import get_args

from eventsourcing.dcb import domain as dcb
from eventsourcing.domain import event

from domain.common.decisions import All, Decision
from domain.common.money import yuan
from domain.common.people import Person, personal_of
from domain.common.refusals import Citation
from domain.funerals import rules, tags
from domain.funerals.records import (
    DECEDENT_STEPS,
    CremationRecorded,
    FuneralWaiverGranted,
    FuneralWaiverReversed,
    WaiverItem,
)
from domain.persons.tags import death


@dataclass
class RecordCremation(Decision):
    """Record a cremation under its certificate 火化登记."""

    decedent: Person
    cremation_certificate: str
    died_on: date
    cremated_on: date
    furnace: str

    of_decedent: Citation | None = field(default=None, init=False)
    of_certificate: Citation | None = field(default=None, init=False)

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        certificate = tags.cremation_certificate(self.cremation_certificate)
        return [
            All(DECEDENT_STEPS, [self.decedent.tag]),
            All([CremationRecorded], [certificate]),
        ]

    @event(CremationRecorded)
    def _(self, decedent: str, cremation_certificate: str) -> None:
        if decedent == self.decedent.id:
            self.of_decedent = self.citing
        if cremation_certificate == self.cremation_certificate:
            self.of_certificate = self.citing

    def execute(self) -> None:
        self._check()
        self.record(
            CremationRecorded(
                decedent=self.decedent.id,
                cremation_certificate=self.cremation_certificate,
                died_on=self.died_on.isoformat(),
                cremated_on=self.cremated_on.isoformat(),
                furnace=self.furnace,
                recorded_by=self.act.by,
            ),
            [
                self.decedent.tag,
                death(self.decedent.id),
                tags.cremation_certificate(self.cremation_certificate),
            ],
            personal_of([self.decedent]),
        )

    def _check(self) -> None:
        if self.of_decedent:
            self.refuse(
                rules.CREMATED_ONCE, "This decedent's cremation is recorded.", [self.of_decedent]
            )
        if self.of_certificate:
            self.refuse(
                rules.CERTIFICATE_ONCE,
                f"Cremation certificate {self.cremation_certificate} is used.",
                [self.of_certificate],
            )
        if not self.died_on <= self.cremated_on <= self.act.day:
            self.refuse(
                rules.DAYS_IN_ORDER,
                f"Death {self.died_on}, cremation {self.cremated_on}, recorded for {self.act.day}.",
            )


@dataclass
class GrantFuneralWaiver(Decision):
    """Waive the basic fees of a recorded cremation 减免基本殡葬费用. Amounts in fen by item."""

    decedent: Person
    cremation_certificate: str
    items_fen: Mapping[str, int]
    policy_document: str

    cremation: Citation | None = field(default=None, init=False)
    certificate: str = field(default="", init=False)
    standing: Citation | None = field(default=None, init=False)

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        return [All((*DECEDENT_STEPS, FuneralWaiverReversed), [self.decedent.tag])]

    @event(CremationRecorded)
    def _(self, cremation_certificate: str) -> None:
        self.cremation, self.certificate = self.citing, cremation_certificate

    @event(FuneralWaiverGranted)
    def _(self) -> None:
        self.standing = self.citing

    @event(FuneralWaiverReversed)
    def _(self) -> None:
        self.standing = None

    def execute(self) -> None:
        self._check_cremation()
        if self.standing:
            self.refuse(
                rules.WAIVER_ONCE,
                "This decedent's fees are waived.",
                [self.standing],
                "If the earlier waiver was wrong, reverse it first.",
            )
        self._check_items()
        self.record(
            FuneralWaiverGranted(
                decedent=self.decedent.id,
                cremation_certificate=self.cremation_certificate,
                items_fen=dict(self.items_fen),
                amount_fen=sum(self.items_fen.values()),
                policy_document=self.policy_document,
            ),
            [self.decedent.tag, tags.cremation_certificate(self.cremation_certificate)],
        )

    def _check_cremation(self) -> None:
        if self.certificate != self.cremation_certificate or not self.cremation:
            self.refuse(
                rules.WAIVER_NEEDS_CREMATION,
                f"This decedent has no cremation under certificate {self.cremation_certificate}.",
                [self.cremation],
                "Record the cremation first, or correct the certificate's number.",
            )

    def _check_items(self) -> None:
        unknown = set(self.items_fen) - set(get_args(WaiverItem))
        if unknown:
            self.refuse(
                rules.WAIVER_ITEMS,
                f"{', '.join(sorted(unknown))} is not among the basic services "
                f"{', '.join(get_args(WaiverItem))}.",
            )
        if not self.items_fen or min(self.items_fen.values()) <= 0:
            listed = ", ".join(f"{item} {yuan(fen)}" for item, fen in self.items_fen.items())
            self.refuse(rules.WAIVER_ITEMS, f"The items are: {listed or 'none'}.")


@dataclass
class ReverseFuneralWaiver(Decision):
    """Take back a waiver that should not have been granted 撤销减免."""

    decedent: Person
    reason: str

    standing_fen: int = field(default=0, init=False)
    certificate: str = field(default="", init=False)
    last: Citation | None = field(default=None, init=False)

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        return [All([FuneralWaiverGranted, FuneralWaiverReversed], [self.decedent.tag])]

    @event(FuneralWaiverGranted)
    def _(self, amount_fen: int, cremation_certificate: str) -> None:
        self.standing_fen, self.certificate, self.last = (
            amount_fen,
            cremation_certificate,
            self.citing,
        )

    @event(FuneralWaiverReversed)
    def _(self) -> None:
        self.standing_fen, self.last = 0, self.citing

    def execute(self) -> None:
        if not self.standing_fen:
            self.refuse(rules.WAIVER_TO_REVERSE, "No waiver stands for this decedent.", [self.last])
        self.record(
            FuneralWaiverReversed(
                decedent=self.decedent.id, amount_fen=self.standing_fen, reason=self.reason
            ),
            [self.decedent.tag, tags.cremation_certificate(self.certificate)],
        )
