"""Officials declare close relatives 近亲属备案; nobody then handles a file about their own kin."""

from __future__ import annotations

from dataclasses import dataclass

from domain.authority import rules
from domain.authority.decisions.base import AuthorityDecision
from domain.authority.kinds import Relation
from domain.authority.records import KinDeclared, KinWithdrawn
from domain.common import tags
from domain.common.people import Person, personal_of


@dataclass
class DeclareKin(AuthorityDecision):
    """Declare a relative of an official 近亲属备案."""

    declaration: str
    official: str
    relative: Person
    relation: Relation
    document: str

    def execute(self) -> None:
        known = self.now.kin.get(self.declaration)
        same = self.now.kin_of(self.official).get(self.relative.id)
        against = known or same
        if against or not self.declaration or self.relation not in list(Relation):
            self.refuse(
                rules.KIN_WELL_FORMED,
                f"Declaration {self.declaration!r} of a {self.relation} "
                f"{'stands already' if against else 'is not well formed'}.",
                [against.citation if against else None],
            )
        if self.official not in self.now.terms:
            self.refuse(
                rules.KIN_WELL_FORMED,
                f"Official {self.official} was never appointed.",
                advice="Appoint the official first.",
            )
        record = KinDeclared(
            declaration=self.declaration,
            official=self.official,
            person=self.relative.id,
            relation=self.relation,
            document=self.document,
        )
        self.keep(
            record,
            tags.post(self.official),
            self.relative.tag,
            document=self.document,
            personal=personal_of([self.relative]),
        )


@dataclass
class WithdrawKin(AuthorityDecision):
    """Withdraw a declaration that no longer holds or was wrong."""

    declaration: str
    reason: str

    def execute(self) -> None:
        known = self.now.kin.get(self.declaration)
        if known is None or not self.reason:
            self.refuse(rules.KIN_WELL_FORMED, f"Declaration {self.declaration!r} does not stand.")
        record = KinWithdrawn(
            declaration=self.declaration,
            official=known.official,
            person=known.person,
            reason=self.reason,
        )
        self.keep(record, tags.post(known.official), tags.person(known.person))
