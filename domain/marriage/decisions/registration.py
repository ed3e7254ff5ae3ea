"""Marriages 结婚: registered, revoked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from eventsourcing.dcb import domain as dcb

from domain.common.decisions import All, Decision
from domain.common.people import Person, personal_of
from domain.common.records import Record
from domain.common.refusals import Citation
from domain.marriage import rules, tags
from domain.marriage.decisions.views import NumberedDecision
from domain.marriage.records import (
    DivorceRegistered,
    MarriageRegistered,
    MarriageRevoked,
    RevocationGround,
)


@dataclass
class RegisterMarriage(NumberedDecision):
    """Register a marriage 结婚登记. An empty certificate takes the next number of the book."""

    husband: Person
    wife: Person
    certificate: str = ""
    foreign: bool = False
    legalised_documents: Sequence[str] = ()

    @property
    def prefix(self) -> str:
        return "J"

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        people = self.marital_boundary(self.husband, self.wife)
        return [*self.book_boundary(self.certificate), *people]

    def execute(self) -> None:
        self._check_pair()
        self._check_ages()
        self._check_unmarried()
        number = self.take_number(self.certificate)
        self.record(
            MarriageRegistered(
                certificate=number,
                registered_on=self.act.day.isoformat(),
                husband=self.husband.id,
                wife=self.wife.id,
                foreign=self.foreign,
                legalised_documents=list(self.legalised_documents),
            ),
            [*self.number_tags(number), self.husband.tag, self.wife.tag],
            personal_of([self.husband, self.wife]),
        )

    def _check_pair(self) -> None:
        wrong_sex = self.husband.is_male is False or self.wife.is_male is True
        if wrong_sex or self.husband.id == self.wife.id:
            self.refuse(rules.MAN_AND_WOMAN, "The two named are not a man and a woman.")
        if self.foreign and not self.legalised_documents:
            self.refuse(rules.FOREIGN_DOCUMENTS, "No legalised paper is named.")

    def _check_ages(self) -> None:
        ages = (self.husband.age_on(self.act.day), self.wife.age_on(self.act.day))
        if not self.foreign and None in ages:
            self.refuse(rules.AGE_KNOWN, "An ID number is missing.", advice="Give both ID numbers.")
        for party, age, least in zip(
            ("husband", "wife"), ages, rules.marriage_ages(self.act.day), strict=True
        ):
            if age is not None and age < least:
                self.refuse(
                    rules.AGE, f"On {self.act.day} the {party} has not reached the age of {least}."
                )

    def _check_unmarried(self) -> None:
        for party, person in (("husband", self.husband), ("wife", self.wife)):
            marriage = self.marital.standing(person.id)
            if marriage:
                self.refuse(
                    rules.NOT_MARRIED,
                    f"The {party} is married under certificate {marriage.certificate}.",
                    [marriage.at],
                )


@dataclass
class RevokeMarriage(Decision):
    """Record that a marriage was revoked or declared void 撤销婚姻, 宣告无效."""

    certificate: str
    ground: RevocationGround
    document: str

    registered: MarriageRegistered | None = field(default=None, init=False)
    seen: list[Citation] = field(default_factory=list, init=False)
    ended: bool = field(default=False, init=False)

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        records = (MarriageRegistered, MarriageRevoked, DivorceRegistered)
        return [All(records, [tags.certificate(self.certificate)])]

    def show(self, tagged: dcb.Tagged[Record], citation: Citation) -> None:
        """Follow the marriage under the certificate."""
        self.seen.append(citation)
        if isinstance(tagged.decision, MarriageRegistered):
            self.registered = tagged.decision
        else:
            self.ended = True
        super().show(tagged, citation)

    def execute(self) -> None:
        if self.registered is None or self.ended or not self.document:
            self.refuse(
                rules.REVOKED_ONCE,
                "No judgement or decision is named."
                if not self.document
                else f"No marriage stands under certificate {self.certificate}.",
                self.seen,
            )
        husband, wife = self.registered.husband, self.registered.wife
        self.record(
            MarriageRevoked(
                certificate=self.certificate,
                husband=husband,
                wife=wife,
                ground=self.ground,
                document=self.document,
            ),
            [tags.certificate(self.certificate), tags.person(husband), tags.person(wife)],
        )
