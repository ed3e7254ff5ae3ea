"""Marriages revoked or declared void 撤销、宣告无效, and reinstated; with what follows from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from eventsourcing.dcb import domain as dcb

from domain.common.decisions import All, Decision
from domain.common.people import Person
from domain.common.records import Record
from domain.common.refusals import Citation
from domain.marriage import rules, tags
from domain.marriage.copies import Copies
from domain.marriage.decisions.views import MaritalDecision
from domain.marriage.records import (
    CertificateReissued,
    DivorceRegistered,
    MarriageRegistered,
    MarriageReinstated,
    MarriageRevoked,
    OldRegistrationEntered,
    RevocationGround,
)

_OF_MARRIAGE = (
    MarriageRegistered,
    OldRegistrationEntered,
    CertificateReissued,
    MarriageRevoked,
    MarriageReinstated,
    DivorceRegistered,
)


@dataclass
class MarriageView:
    """The marriage under a certificate, and its copies."""

    certificate: str
    registered: MarriageRegistered | OldRegistrationEntered | None = None
    revoked: bool = False
    divorced: bool = False
    copies: Copies = field(default_factory=Copies)
    seen: list[Citation] = field(default_factory=list)

    def see(self, record: Record, citation: Citation) -> None:
        """Take a record about the certificate into account."""
        self.copies.see(record, citation)
        match record:
            case MarriageRegistered() if record.certificate == self.certificate:
                self.registered = record
            case OldRegistrationEntered() if record.certificate == self.certificate:
                self.registered, self.divorced = record, not record.stands
            case MarriageRevoked():
                self.revoked = True
            case MarriageReinstated():
                self.revoked = False
            case DivorceRegistered() if record.marriage_certificate == self.certificate:
                self.divorced = True
            case _:
                return
        self.seen.append(citation)


def marriage_boundary(certificate: str) -> dcb.Selector:
    """What happened to the marriage under a certificate: a few records."""
    return All(_OF_MARRIAGE, [tags.certificate(certificate)])


@dataclass
class RevokeMarriage(Decision):
    """Record that a marriage was revoked or declared void 撤销婚姻, 宣告无效."""

    certificate: str
    """Of the registration, not of a reissue."""
    ground: RevocationGround
    document: str

    view: MarriageView = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.view = MarriageView(self.certificate)

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        return [marriage_boundary(self.certificate)]

    def show(self, tagged: dcb.Tagged[Record], citation: Citation) -> None:
        """Follow the marriage under the certificate."""
        self.view.see(tagged.decision, citation)
        super().show(tagged, citation)

    def execute(self) -> None:
        registered = self.view.registered
        ended = self.view.revoked or self.view.divorced
        if registered is None or ended or not self.document.strip():
            self.refuse(
                rules.REVOKED_ONCE,
                f"No marriage stands under certificate {self.certificate}."
                if self.document.strip()
                else "No judgement or decision is named.",
                self.view.seen,
            )
        husband, wife = registered.husband, registered.wife
        self.record(
            MarriageRevoked(
                certificate=self.certificate,
                husband=husband,
                wife=wife,
                ground=self.ground,
                document=self.document,
                stale_copies=self.view.copies.in_force(self.certificate),
                may_marry=[husband, wife],
            ),
            [tags.certificate(self.certificate), tags.person(husband), tags.person(wife)],
        )


@dataclass
class ReinstateMarriage(MaritalDecision):
    """Set a revocation aside: the marriage stands again 恢复婚姻登记."""

    certificate: str
    husband: Person
    wife: Person
    document: str
    """The judgement that sets the revocation aside."""

    view: MarriageView = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.view = MarriageView(self.certificate)

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        people = self.marital_boundary(self.husband, self.wife)
        return [marriage_boundary(self.certificate), *people]

    def show(self, tagged: dcb.Tagged[Record], citation: Citation) -> None:
        """Follow the marriage, and what the two did since."""
        if f"doc:{self.certificate}" in tagged.tags:
            self.view.see(tagged.decision, citation)
        super().show(tagged, citation)

    def execute(self) -> None:
        registered = self.view.registered
        pair = (self.husband.id, self.wife.id)
        is_theirs = registered is not None and (registered.husband, registered.wife) == pair
        if not (is_theirs and self.view.revoked and self.document.strip()):
            self.refuse(
                rules.REINSTATED,
                f"The marriage of these two under {self.certificate} is not revoked, or no "
                "judgement is named.",
                self.view.seen,
            )
        for person in (self.husband, self.wife):
            since = self.marital.standing(person.id)
            if since:
                self.refuse(
                    rules.REINSTATED,
                    f"One of the two has married since, under {since.certificate}.",
                    [since.at],
                    "The later marriage has to be judged first.",
                )
        self.record(
            MarriageReinstated(
                certificate=self.certificate,
                husband=self.husband.id,
                wife=self.wife.id,
                document=self.document,
                valid_copies=self.view.copies.in_force(self.certificate),
            ),
            [tags.certificate(self.certificate), self.husband.tag, self.wife.tag],
        )
