"""A person's data is locked away 限制处理, and brought back by two officials 解除限制."""

from __future__ import annotations

from dataclasses import dataclass

from domain.privacy import rules
from domain.privacy.decisions.base import LockDecision
from domain.privacy.records import PersonRestricted, PersonUnlocked, UnlockAsked


@dataclass
class RestrictPerson(LockDecision):
    """Lock a person's data away: it is stored, and nothing else 限制处理."""

    reason: str
    document: str

    def execute(self) -> None:
        self.must_be_security()
        self.must_not_be_erased()
        if self.restricted or not (self.reason.strip() and self.document.strip()):
            detail = "is restricted" if self.restricted else "would be restricted unexplained"
            self.refuse(
                rules.RESTRICTED_ONCE,
                f"The data of person {self.person} {detail}.",
                [self.restricted],
            )
        record = PersonRestricted(person=self.person, reason=self.reason, document=self.document)
        self.keep(record, self.document)


@dataclass
class AskUnlock(LockDecision):
    """Ask to bring a person's data back 申请解除限制."""

    reason: str
    document: str

    def execute(self) -> None:
        self.must_be_security()
        self.must_not_be_erased()
        restricted = self.must_be_restricted()
        if not (self.reason.strip() and self.document.strip()):
            self.refuse(
                rules.RESTRICTED_ONCE,
                f"The data of person {self.person} would be unlocked unexplained.",
                [restricted],
            )
        asked = UnlockAsked(
            person=self.person, asked_by=self.act.by, reason=self.reason, document=self.document
        )
        self.keep(asked, self.document)


@dataclass
class ApproveUnlock(LockDecision):
    """Agree, as a second official 批准解除限制."""

    def execute(self) -> None:
        self.must_be_security()
        self.must_not_be_erased()
        restricted = self.must_be_restricted()
        if self.unlock_asked is None:
            self.refuse(
                rules.TWO_OFFICIALS,
                f"Nobody asked to unlock the data of person {self.person}.",
                [restricted],
                "Ask for it first, as another official.",
            )
        asked, citation = self.unlock_asked
        self.must_be_asked_by_another(asked.asked_by, citation)
        self.keep(
            PersonUnlocked(
                person=self.person,
                approvers=[asked.asked_by, self.act.by],
                asked_position=citation.position,
            )
        )
