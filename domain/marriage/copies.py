"""Copies of a certificate 证件: which of them each holder has in force.

The certificate of a registration is its first copy; a reissue replaces the copy of one or both of
the pair. So the copies of a registration are a chain for each holder, and each chain ends in one
copy: the one in force, as long as what it certifies stands.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from domain.common.records import Record
from domain.common.refusals import Citation
from domain.marriage.records import (
    CertificateReissued,
    DivorceRegistered,
    MarriageRegistered,
    Matter,
    OldRegistrationEntered,
)

Issue = MarriageRegistered | DivorceRegistered | OldRegistrationEntered | CertificateReissued


@dataclass
class Copies:
    """The copies under the numbers shown, as their records tell."""

    issues: dict[str, tuple[Issue, Citation]] = field(default_factory=dict)
    """By number."""
    replaced: dict[tuple[str, str], tuple[str, Citation]] = field(default_factory=dict)
    """By number and holder: the copy that came after it."""

    def see(self, record: Record, citation: Citation) -> None:
        """Take a record into account."""
        if not isinstance(record, Issue):
            return
        self.issues[record.certificate] = (record, citation)
        if isinstance(record, CertificateReissued):
            for holder in record.holders:
                self.replaced[(record.original, holder)] = (record.certificate, citation)

    def in_force(self, root: str) -> list[str]:
        """The copies of a registration that somebody of the pair holds now, oldest first."""
        issued = self.issues.get(root)
        found = {self.newest(root, holder) for holder in holders(issued[0])} if issued else set()
        return sorted(found, key=lambda number: self.issues[number][1].position)

    def newest(self, number: str, holder: str) -> str:
        """The last copy of a holder's chain that begins with a number."""
        while (number, holder) in self.replaced:
            number = self.replaced[(number, holder)][0]
        return number


def holders(issue: Issue) -> list[str]:
    """Whom a copy was issued to."""
    if isinstance(issue, CertificateReissued):
        return list(issue.holders)
    return [issue.husband, issue.wife]


def matter_of(issue: Issue) -> Matter:
    """What a copy certifies."""
    if isinstance(issue, MarriageRegistered):
        return "marriage"
    return "divorce" if isinstance(issue, DivorceRegistered) else issue.matter


def root_of(issue: Issue) -> str:
    """The certificate of the registration that a copy is of."""
    return issue.root if isinstance(issue, CertificateReissued) else issue.certificate
