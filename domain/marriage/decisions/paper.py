"""Certificates as paper 证件: reissued, and blanks voided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from eventsourcing.dcb import domain as dcb

from domain.common.decisions import All
from domain.common.people import Person, personal_of
from domain.common.records import Record
from domain.common.refusals import Citation
from domain.marriage import rules, tags
from domain.marriage.certificates import Prefix
from domain.marriage.copies import Copies, holders, matter_of, root_of
from domain.marriage.decisions.views import NumberedDecision
from domain.marriage.records import ISSUED, CertificateReissued, CertificateVoided, Matter


@dataclass
class ReissueCertificate(NumberedDecision):
    """Issue a lost, damaged or corrected certificate anew 补领婚姻登记证.

    To one or both of the pair. An empty certificate takes the next number of the book.
    """

    PREFIXES: ClassVar[dict[Matter, Prefix]] = {"marriage": "BJ", "divorce": "BL"}

    matter: Matter
    original: str
    """The holders' newest copy; free text if it is older than this register."""
    holders: Sequence[Person]
    reason: str
    certificate: str = ""
    foreign: bool = False

    copies: Copies = field(default_factory=Copies, init=False, repr=False)

    @property
    def prefix(self) -> str:
        return self.PREFIXES[self.matter]

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        return [
            *self.book_boundary(self.certificate),
            *self.marital_boundary(*self.holders),
            All(ISSUED, [tags.certificate(self.original)]),
        ]

    def show(self, tagged: dcb.Tagged[Record], citation: Citation) -> None:
        """Keep the copy that is replaced, and what replaced it before."""
        self.copies.see(tagged.decision, citation)
        super().show(tagged, citation)

    def execute(self) -> None:
        self._check_holders()
        self._check_newest()
        issued = self.copies.issues.get(self.original)
        root = root_of(issued[0]) if issued else self.original
        if self.matter == "marriage":
            self._check_stands(root)
        number = self.take_number(self.certificate)
        self.record(
            CertificateReissued(
                certificate=number,
                registered_on=self.act.day.isoformat(),
                printed=self.printed,
                matter=self.matter,
                original=self.original,
                root=root,
                holders=[person.id for person in self.holders],
                foreign=self.foreign,
                reason=self.reason,
            ),
            [
                *self.number_tags(number),
                *(person.tag for person in self.holders),
                tags.certificate(self.original),
                tags.certificate(root),
            ],
            personal_of(self.holders),
        )

    def _check_holders(self) -> None:
        named = [person.id for person in self.holders]
        if not 1 <= len(set(named)) == len(named) <= 2 or not self.original.strip():
            self.refuse(
                rules.REISSUE_OF_OWN,
                "A reissue names the original certificate and one or two different holders.",
            )
        issue, issued_at = self.copies.issues.get(self.original, (None, None))
        if issue and (not set(named) <= set(holders(issue)) or matter_of(issue) != self.matter):
            self.refuse(
                rules.REISSUE_OF_OWN,
                f"{self.original} was not issued to them as a certificate of {self.matter}.",
                [issued_at],
            )

    def _check_newest(self) -> None:
        for person in self.holders:
            later = self.copies.replaced.get((self.original, person.id))
            if later:
                self.refuse(
                    rules.REISSUE_NEWEST,
                    f"{self.original} was replaced by {later[0]}.",
                    [later[1]],
                    "Reissue the newest copy.",
                )

    def _check_stands(self, root: str) -> None:
        for person in self.holders:
            ended = self.marital.ended(person.id, root)
            if ended:
                self.refuse(
                    rules.REISSUE_STANDS,
                    f"The marriage under {root} has ended.",
                    [ended.at],
                    "Reissue the divorce certificate instead.",
                )


@dataclass
class VoidCertificate(NumberedDecision):
    """Record a spoilt blank; its number counts as used 证件作废."""

    of_prefix: Prefix
    reason: str
    certificate: str = ""

    @property
    def prefix(self) -> str:
        return self.of_prefix

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        return self.book_boundary(self.certificate)

    def execute(self) -> None:
        number = self.take_number(self.certificate)
        self.record(
            CertificateVoided(
                certificate=number,
                registered_on=self.act.day.isoformat(),
                printed=self.printed,
                reason=self.reason,
            ),
            self.number_tags(number),
        )
