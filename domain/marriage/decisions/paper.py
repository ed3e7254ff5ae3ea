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
from domain.marriage.decisions.views import NumberedDecision
from domain.marriage.records import (
    CertificateReissued,
    CertificateVoided,
    DivorceRegistered,
    MarriageRegistered,
    Matter,
)


@dataclass
class ReissueCertificate(NumberedDecision):
    """Issue a lost or damaged certificate anew 补领婚姻登记证, to one or both of the pair.

    `original` is the certificate it replaces, in free text if it is older than this register. An
    empty certificate takes the next number of the book.
    """

    PREFIXES: ClassVar[dict[Matter, Prefix]] = {"marriage": "BJ", "divorce": "BL"}

    matter: Matter
    original: str
    holders: Sequence[Person]
    reason: str
    certificate: str = ""
    foreign: bool = False

    issued: MarriageRegistered | DivorceRegistered | None = field(default=None, init=False)
    issued_at: Citation | None = field(default=None, init=False)

    @property
    def prefix(self) -> str:
        return self.PREFIXES[self.matter]

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        registered = (MarriageRegistered, DivorceRegistered)
        return [
            *self.book_boundary(self.certificate),
            *self.marital_boundary(*self.holders),
            All(registered, [tags.certificate(self.original)]),
        ]

    def show(self, tagged: dcb.Tagged[Record], citation: Citation) -> None:
        """Keep the registration whose certificate is replaced."""
        record = tagged.decision
        if (
            isinstance(record, MarriageRegistered | DivorceRegistered)
            and record.certificate == self.original
        ):
            self.issued, self.issued_at = record, citation
        super().show(tagged, citation)

    def execute(self) -> None:
        self._check_holders()
        if self.matter == "marriage":
            self._check_stands()
        number = self.take_number(self.certificate)
        self.record(
            CertificateReissued(
                certificate=number,
                registered_on=self.act.day.isoformat(),
                matter=self.matter,
                original=self.original,
                holders=[person.id for person in self.holders],
                foreign=self.foreign,
                reason=self.reason,
            ),
            self._tags(number),
            personal_of(self.holders),
        )

    def _tags(self, number: str) -> list[str]:
        about = [*self.number_tags(number), *(person.tag for person in self.holders)]
        return [*about, tags.certificate(self.original)] if self.issued else about

    def _check_holders(self) -> None:
        holders = [person.id for person in self.holders]
        if not 1 <= len(set(holders)) == len(holders) <= 2 or not self.original.strip():
            self.refuse(
                rules.REISSUE_OF_OWN,
                "A reissue names the original certificate and one or two different holders.",
            )
        matters: dict[type[Record], Matter] = {
            MarriageRegistered: "marriage",
            DivorceRegistered: "divorce",
        }
        if self.issued and (
            not set(holders) <= {self.issued.husband, self.issued.wife}
            or matters[type(self.issued)] != self.matter
        ):
            self.refuse(
                rules.REISSUE_OF_OWN,
                f"{self.original} was not issued to them as a certificate of {self.matter}.",
                [self.issued_at],
            )

    def _check_stands(self) -> None:
        for person in self.holders:
            ended = self.marital.ended(person.id, self.original)
            if ended:
                self.refuse(
                    rules.REISSUE_STANDS,
                    f"The marriage under {self.original} has ended.",
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
                certificate=number, registered_on=self.act.day.isoformat(), reason=self.reason
            ),
            self.number_tags(number),
        )
