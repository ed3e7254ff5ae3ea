"""The waiver of basic funeral fees 减免基本殡葬费用: the policy, waivers by item, reversals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypedDict, get_args

from eventsourcing.dcb import domain as dcb

from domain.common.decisions import All, Decision, Latest
from domain.common.money import yuan
from domain.common.people import Person
from domain.common.records import Record
from domain.common.refusals import Citation
from domain.funerals import rules, tags
from domain.funerals.records import (
    DECEDENT_STEPS,
    WAIVER_MONEY,
    CremationRecorded,
    DeathCertified,
    FuneralWaiverGranted,
    FuneralWaiverReversed,
    WaiverItem,
    WaiverMoney,
    WaiverPolicySet,
)


@dataclass
class SetWaiverPolicy(Decision):
    """Put an edition of the waiver policy into force from a day 惠民殡葬政策. Limits by item."""

    policy_document: str
    from_day: date
    limits_fen: Mapping[str, int]
    residents_only: bool = True

    before: str = field(default="", init=False)
    before_at: Citation | None = field(default=None, init=False)

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        return [Latest([WaiverPolicySet], [tags.waiver_policy()])]

    def show(self, tagged: dcb.Tagged[Record], citation: Citation) -> None:
        """Keep the edition before."""
        if isinstance(tagged.decision, WaiverPolicySet):
            self.before, self.before_at = tagged.decision.from_day, citation

    def execute(self) -> None:
        from_day = self.from_day.isoformat()
        unknown = set(self.limits_fen) - set(get_args(WaiverItem))
        limited = bool(self.limits_fen) and min(self.limits_fen.values()) > 0
        if unknown or not limited or from_day <= self.before or not self.policy_document:
            self.refuse(
                rules.POLICY_WELL_FORMED,
                f"{self.policy_document or 'a paper without number'} from {from_day}, after "
                f"{self.before or 'no edition'}; unknown items: {', '.join(sorted(unknown)) or 0}.",
                [self.before_at],
            )
        self.record(
            WaiverPolicySet(
                policy_document=self.policy_document,
                from_day=from_day,
                limits_fen=dict(self.limits_fen),
                residents_only=self.residents_only,
            ),
            [tags.waiver_policy()],
        )


class Totals(TypedDict):
    """What every `WaiverMoney` record says in common."""

    parlour: str
    serial: int
    granted_total_fen: int
    reversed_total_fen: int


@dataclass
class WaiverDecision(Decision):
    """Base of what changes a parlour's waivers."""

    decedent: Person

    newest: WaiverMoney | None = field(default=None, init=False, repr=False)
    """The newest in the parlour's book."""
    standing: FuneralWaiverGranted | None = field(default=None, init=False, repr=False)
    standing_at: Citation | None = field(default=None, init=False)
    last: Citation | None = field(default=None, init=False)

    def waivers_boundary(self) -> Sequence[dcb.Selector]:
        """The decedent's steps and the newest change in the parlour's book."""
        return [
            All((*DECEDENT_STEPS, FuneralWaiverReversed), [self.decedent.tag]),
            Latest(WAIVER_MONEY, [tags.waivers(self.act.office)]),
        ]

    def show(self, tagged: dcb.Tagged[Record], citation: Citation) -> None:
        """Follow the decedent's waiver and the parlour's totals."""
        record = tagged.decision
        if isinstance(record, WaiverMoney) and record.parlour == self.act.office:
            self.newest = record
        if (
            isinstance(record, FuneralWaiverGranted | FuneralWaiverReversed)
            and record.decedent == self.decedent.id
        ):
            granted = isinstance(record, FuneralWaiverGranted)
            self.standing = record if isinstance(record, FuneralWaiverGranted) else None
            self.standing_at, self.last = citation if granted else None, citation

    def totals(self, granted_fen: int = 0, reversed_fen: int = 0) -> Totals:
        """The running totals with one more waiver or reversal."""
        before = self.newest
        return {
            "parlour": self.act.office,
            "serial": (before.serial if before else 0) + 1,
            "granted_total_fen": (before.granted_total_fen if before else 0) + granted_fen,
            "reversed_total_fen": (before.reversed_total_fen if before else 0) + reversed_fen,
        }


@dataclass
class GrantFuneralWaiver(WaiverDecision):
    """Waive the basic fees of a recorded cremation 减免基本殡葬费用. Amounts in fen by item.

    `policy_document` is the edition of the policy it rests on: the one in force on the day.
    """

    cremation_certificate: str
    items_fen: Mapping[str, int]
    policy_document: str

    cremation: Citation | None = field(default=None, init=False)
    certificate: str = field(default="", init=False)
    died: DeathCertified | None = field(default=None, init=False, repr=False)
    died_at: Citation | None = field(default=None, init=False)
    policy: WaiverPolicySet | None = field(default=None, init=False, repr=False)
    policy_at: Citation | None = field(default=None, init=False)

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        return [*self.waivers_boundary(), All([WaiverPolicySet], [tags.waiver_policy()])]

    def show(self, tagged: dcb.Tagged[Record], citation: Citation) -> None:
        """Keep the cremation, the certificate of death and the policy in force."""
        record = tagged.decision
        if isinstance(record, CremationRecorded):
            self.cremation, self.certificate = citation, record.cremation_certificate
        elif isinstance(record, DeathCertified):
            self.died, self.died_at = record, citation
        elif isinstance(record, WaiverPolicySet) and record.from_day <= str(self.act.day):
            self.policy, self.policy_at = record, citation
        super().show(tagged, citation)

    def execute(self) -> None:
        self._check_cremation()
        if self.standing:
            self.refuse(
                rules.WAIVER_ONCE,
                "This decedent's fees are waived.",
                [self.standing_at],
                "If the earlier waiver was wrong, reverse it first.",
            )
        self._check_items()
        self._check_policy()
        amount_fen = sum(self.items_fen.values())
        self.record(
            FuneralWaiverGranted(
                **self.totals(granted_fen=amount_fen),
                decedent=self.decedent.id,
                cremation_certificate=self.cremation_certificate,
                items_fen=dict(self.items_fen),
                amount_fen=amount_fen,
                policy_document=self.policy_document,
            ),
            [
                self.decedent.tag,
                tags.cremation_certificate(self.cremation_certificate),
                tags.waivers(self.act.office),
            ],
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

    def _check_policy(self) -> None:
        policy = self.policy
        if policy is None or policy.policy_document != self.policy_document:
            in_force = policy.policy_document if policy else "no edition"
            self.refuse(
                rules.WAIVER_POLICY_IN_FORCE,
                f"{self.policy_document} is named; {in_force} is in force on {self.act.day}.",
                [self.policy_at],
            )
        if policy.residents_only and not (self.died and self.died.resident):
            self.refuse(
                rules.WAIVER_RESIDENTS,
                f"{policy.policy_document} is for registered residents only.",
                [self.died_at, self.policy_at],
            )
        for item, fen in self.items_fen.items():
            if fen > policy.limits_fen.get(item, 0):
                self.refuse(
                    rules.WAIVER_WITHIN_LIMITS,
                    f"{yuan(fen)} yuan for {item}; {policy.policy_document} waives "
                    f"{yuan(policy.limits_fen.get(item, 0))} yuan.",
                    [self.policy_at],
                )


@dataclass
class ReverseFuneralWaiver(WaiverDecision):
    """Take back a waiver that should not have been granted 撤销减免."""

    reason: str

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        return self.waivers_boundary()

    def execute(self) -> None:
        standing, at = self.standing, self.standing_at
        if standing is None or at is None:
            self.refuse(rules.WAIVER_TO_REVERSE, "No waiver stands for this decedent.", [self.last])
        if standing.parlour != self.act.office:
            self.refuse(
                rules.WAIVER_TO_REVERSE,
                f"Office {standing.parlour} granted it, and reverses it.",
                [at],
            )
        self.record(
            FuneralWaiverReversed(
                **self.totals(reversed_fen=standing.amount_fen),
                decedent=self.decedent.id,
                amount_fen=standing.amount_fen,
                reason=self.reason,
                waiver_position=at.position,
            ),
            [
                self.decedent.tag,
                tags.cremation_certificate(standing.cremation_certificate),
                tags.waivers(self.act.office),
            ],
        )
