"""A person's data is erased 删除: asked for, left for a week, agreed to by another official."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from eventsourcing.dcb import domain as dcb

from domain.common.records import Record
from domain.common.refusals import Citation
from domain.privacy import rules
from domain.privacy.decisions.base import LockDecision
from domain.privacy.records import Basis, ErasureAsked, PersonalDataErased
from domain.privacy.retaining import Kept, kept_on

COOL_OFF_DAYS = 7
CITED_MAX = 20
"""Records that a refusal cites; it says how many there are."""


@dataclass
class ErasureDecision(LockDecision):
    """Looks at every record about the person: each may have to be kept."""

    looks_at: ClassVar[tuple[type[Record], ...]] = ()

    about: list[Citation] = field(default_factory=list, init=False, repr=False)

    def show(self, tagged: dcb.Tagged[Record], citation: Citation) -> None:
        super().show(tagged, citation)
        self.about.append(citation)

    def must_be_past_retention(self) -> None:
        """No record about the person has to be kept on the day."""
        from domain.registry import REGISTERS  # the registry lists this register too

        kept = kept_on(self.act.day, self.about, REGISTERS)
        if kept:
            first = max(kept, key=_longest)
            until = f"until {first.until}" if first.until else "for ever"
            self.refuse(
                rules.RETENTION_ENDED,
                f"{len(kept)} records about person {self.person} have to be kept, "
                f"{first.retention.id} the longest: {until}.",
                [one.citation for one in sorted(kept, key=_longest)[-CITED_MAX:]],
                "Leave the data restricted until then.",
            )


@dataclass
class AskErasure(ErasureDecision):
    """Ask to erase a person's data, under an approved destruction list 申请删除."""

    basis: Basis
    destruction_list: str

    def execute(self) -> None:
        self.must_be_security()
        self.must_not_be_erased()
        restricted = self.must_be_restricted()
        self.must_be_past_retention()
        if not self.destruction_list.strip():
            self.refuse(rules.TWO_OFFICIALS, "The erasure names no destruction list.", [restricted])
        asked = ErasureAsked(
            person=self.person,
            asked_by=self.act.by,
            basis=self.basis,
            destruction_list=self.destruction_list,
        )
        self.keep(asked, self.destruction_list)


@dataclass
class ApproveErasure(ErasureDecision):
    """Agree, as a second official; the key is destroyed 批准删除."""

    def execute(self) -> None:
        self.must_be_security()
        self.must_not_be_erased()
        restricted = self.must_be_restricted()
        if self.erasure_asked is None:
            self.refuse(
                rules.TWO_OFFICIALS,
                f"Nobody asked to erase the data of person {self.person}.",
                [restricted],
                "Ask for it first, as another official.",
            )
        asked, citation = self.erasure_asked
        self.must_be_asked_by_another(asked.asked_by, citation)
        days = (self.act.day - date.fromisoformat(citation.occurred[:10])).days
        if days < COOL_OFF_DAYS:
            self.refuse(
                rules.COOLED_OFF,
                f"The erasure was asked for {days} days ago.",
                [citation],
                f"Agree after {COOL_OFF_DAYS} days.",
            )
        self.must_be_past_retention()
        erased = PersonalDataErased(
            person=self.person,
            basis=asked.basis,
            approvers=[asked.asked_by, self.act.by],
            destruction_list=asked.destruction_list,
            restricted_position=restricted.position,
            asked_position=citation.position,
        )
        self.keep(erased, asked.destruction_list)


def _longest(kept: Kept) -> date:
    return kept.until or date.max
