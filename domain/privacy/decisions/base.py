"""What every decision about locking a person's data sees: its state, and who may do it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from eventsourcing.dcb import domain as dcb

from domain.access import tags as access_tags
from domain.access.decisions.rights import RightsDecision
from domain.access.records import RIGHT_RECORDS
from domain.access.roles import Role
from domain.common import tags
from domain.common.decisions import All
from domain.common.records import Record
from domain.common.refusals import Citation
from domain.privacy import rules
from domain.privacy.records import (
    LOCK_RECORDS,
    ErasureAsked,
    PersonalDataErased,
    PersonRestricted,
    PersonUnlocked,
    UnlockAsked,
)


@dataclass
class LockDecision(RightsDecision):
    """Sees what was done about locking one person's data."""

    person: str

    looks_at: ClassVar[tuple[type[Record], ...]] = LOCK_RECORDS
    """Kinds of record about the person that it looks at; none means all."""

    restricted: Citation | None = field(default=None, init=False, repr=False)
    unlock_asked: tuple[UnlockAsked, Citation] | None = field(default=None, init=False, repr=False)
    erasure_asked: tuple[ErasureAsked, Citation] | None = field(
        default=None, init=False, repr=False
    )
    erased: Citation | None = field(default=None, init=False, repr=False)

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        return [
            All(RIGHT_RECORDS, [access_tags.holder(self.act.by)]),
            All(self.looks_at, [tags.person(self.person)]),
        ]

    def show(self, tagged: dcb.Tagged[Record], citation: Citation) -> None:
        """Take a record of rights or of locking into account."""
        super().show(tagged, citation)
        match tagged.decision:
            case PersonRestricted():
                self.restricted = citation
                self.unlock_asked = self.erasure_asked = None
            case UnlockAsked() as asked:
                self.unlock_asked = (asked, citation)
            case PersonUnlocked():
                self.restricted = self.unlock_asked = self.erasure_asked = None
            case ErasureAsked() as asked_to_erase:
                self.erasure_asked = (asked_to_erase, citation)
            case PersonalDataErased():
                self.erased = citation

    def must_be_security(self) -> None:
        """Who acts is a security administrator in office."""
        if self.holding(self.act.by).holds(Role.SECURITY_ADMINISTRATOR, self.act.day) is None:
            self.refuse(
                rules.BY_SECURITY,
                f"Official {self.act.by} is no security administrator on {self.act.day}.",
                [],
                "Let a security administrator do it.",
            )

    def must_not_be_erased(self) -> None:
        """The person's key is not destroyed."""
        if self.erased:
            self.refuse(
                rules.ERASED_FOR_GOOD,
                f"The data of person {self.person} was erased.",
                [self.erased],
            )

    def must_be_restricted(self) -> Citation:
        """The person's key is in escrow; where that stands."""
        if self.restricted is None:
            self.refuse(
                rules.RESTRICTED_ONCE,
                f"The data of person {self.person} is not restricted.",
                [],
                "Restrict it first.",
            )
        return self.restricted

    def must_be_asked_by_another(self, asked_by: str, citation: Citation) -> None:
        """Who agrees is not who asked."""
        if asked_by == self.act.by:
            self.refuse(
                rules.TWO_OFFICIALS,
                f"Official {self.act.by} asked for it and cannot agree to it.",
                [citation],
                "Let another security administrator agree.",
            )

    def keep(self, record: Record, *documents: str) -> None:
        """Record it about the person and its papers."""
        papers = [tags.document(number) for number in documents if number]
        self.record(record, [tags.person(self.person), *papers])
