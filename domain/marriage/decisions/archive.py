"""The archive 婚姻登记档案: queries answered or refused, files reviewed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from eventsourcing.dcb import domain as dcb
from eventsourcing.domain import event

from domain.common.decisions import All, Decision, Latest
from domain.common.people import Person, personal_of
from domain.common.records import Record
from domain.common.refusals import Citation
from domain.marriage import certificates, rules, tags
from domain.marriage.decisions.views import NumberedDecision
from domain.marriage.records import (
    NUMBERED,
    ArchiveQueryAnswered,
    ArchiveQueryRefused,
    CertificateVoided,
    FilesReviewed,
    Numbered,
    QueryBasis,
    RecordCertificateIssued,
)


@dataclass
class QueryDecision(Decision):
    """Base of what is done with a query of the archive."""

    query: str
    basis: QueryBasis
    subject: Person

    earlier: Citation | None = field(default=None, init=False)

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        return [All([ArchiveQueryAnswered, ArchiveQueryRefused], [tags.query(self.query)])]

    def show(self, tagged: dcb.Tagged[Record], citation: Citation) -> None:
        """Notice a query with the same number."""
        self.earlier = citation
        super().show(tagged, citation)

    def check_once(self) -> None:
        """Refuse a number that is used."""
        if self.earlier:
            self.refuse(rules.QUERY_ONCE, f"The query number {self.query} is used.", [self.earlier])


@dataclass
class AnswerArchiveQuery(QueryDecision):
    """Answer who may ask 查询婚姻登记档案; `found` empty: no registration is on record."""

    identity_document: str
    basis_document: str = ""
    found: Sequence[str] = ()

    def execute(self) -> None:
        self.check_once()
        if not self.identity_document:
            self.refuse(rules.QUERY_PROVED, "No proof of identity is named.")
        if self.basis != "party" and not self.basis_document:
            self.refuse(
                rules.QUERY_PROVED, f"No paper is named that empowers the {self.basis} to ask."
            )
        self.record(
            ArchiveQueryAnswered(
                query=self.query,
                basis=self.basis,
                basis_document=self.basis_document,
                identity_document=self.identity_document,
                subject=self.subject.id,
                found=list(self.found),
            ),
            [tags.query(self.query), self.subject.tag, *map(tags.certificate, self.found)],
            personal_of([self.subject]),
        )


@dataclass
class RefuseArchiveQuery(QueryDecision):
    """Put on record that a query was turned away, and why 不予查询."""

    reason: str

    def execute(self) -> None:
        self.check_once()
        self.record(
            ArchiveQueryRefused(
                query=self.query, basis=self.basis, subject=self.subject.id, reason=self.reason
            ),
            [tags.query(self.query), self.subject.tag],
            personal_of([self.subject]),
        )


@dataclass
class IssueRecordCertificate(NumberedDecision):
    """Certify what an answered query found 出具(无)婚姻登记记录证明.

    An empty certificate takes the next number of the book.
    """

    query: str
    subject: Person
    certificate: str = ""

    answered: ArchiveQueryAnswered | None = field(default=None, init=False, repr=False)
    seen: list[Citation] = field(default_factory=list, init=False, repr=False)
    certified: Citation | None = field(default=None, init=False, repr=False)

    @property
    def prefix(self) -> str:
        return "JZ"

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        of_query = All([ArchiveQueryAnswered, RecordCertificateIssued], [tags.query(self.query)])
        return [*self.book_boundary(self.certificate), of_query]

    def show(self, tagged: dcb.Tagged[Record], citation: Citation) -> None:
        """Follow the query beside the book."""
        record = tagged.decision
        if isinstance(record, ArchiveQueryAnswered):
            self.answered = record
            self.seen.append(citation)
        elif isinstance(record, RecordCertificateIssued) and record.query == self.query:
            self.certified = citation
        super().show(tagged, citation)

    def execute(self) -> None:
        answered = self.answered
        if answered is None or self.certified or answered.subject != self.subject.id:
            self.refuse(
                rules.CERTIFIED_ANSWER,
                f"Query {self.query} about this person is not answered, or is certified.",
                [*self.seen, self.certified],
            )
        if not answered.found and not self._none_found_is_certified(answered):
            self.refuse(
                rules.NONE_FOUND,
                f"Nothing was found, and the {answered.basis} asked on {self.act.day}.",
                self.seen,
            )
        number = self.take_number(self.certificate)
        self.record(
            RecordCertificateIssued(
                certificate=number,
                registered_on=self.act.day.isoformat(),
                printed=self.printed,
                query=self.query,
                form="registered" if answered.found else "none-found",
                subject=answered.subject,
                certificates=answered.found,
            ),
            [*self.number_tags(number), tags.query(self.query), self.subject.tag],
            personal_of([self.subject]),
        )

    def _none_found_is_certified(self, answered: ArchiveQueryAnswered) -> bool:
        return self.act.day <= rules.NONE_FOUND_UNTIL or answered.basis == "notary"


@dataclass
class ReviewFiles(Decision):
    """Review the files of consecutive certificates of one book 档案质量检查.

    A book is reviewed without gap or overlap, so that no file counts twice in the pass rate 合格率:
    files in order, of files reviewed.
    """

    book: str
    serial_first: int
    serial_last: int
    defective: Sequence[int] = ()

    issued_last: int = field(default=0, init=False)
    issued_at: Citation | None = field(default=None, init=False)
    reviewed_last: int = field(default=0, init=False)
    reviewed_at: Citation | None = field(default=None, init=False)
    voided: set[int] = field(default_factory=set, init=False)

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        book = tags.book(self.book)
        return [
            Latest(NUMBERED, [book]),
            Latest([FilesReviewed], [book]),
            All([CertificateVoided], [book]),
        ]

    @event(FilesReviewed)
    def _(self, serial_last: int) -> None:
        self.reviewed_last, self.reviewed_at = serial_last, self.citing

    def show(self, tagged: dcb.Tagged[Record], citation: Citation) -> None:
        """Follow the book's newest number and its voided ones."""
        record = tagged.decision
        number = certificates.read(record.certificate) if isinstance(record, Numbered) else None
        if number:
            self.issued_last, self.issued_at = number.serial, citation
            if isinstance(record, CertificateVoided):
                self.voided.add(number.serial)
        super().show(tagged, citation)

    def execute(self) -> None:
        self._check_range()
        serials = set(range(self.serial_first, self.serial_last + 1)) - self.voided
        defective = sorted(self.defective)
        if len(set(defective)) < len(defective) or not set(defective) <= serials:
            self.refuse(
                rules.REVIEW_DEFECTS,
                f"Of {', '.join(map(str, defective))}, not all are files from "
                f"{self.serial_first} to {self.serial_last}, named once.",
            )
        self.record(
            FilesReviewed(
                book=self.book,
                serial_first=self.serial_first,
                serial_last=self.serial_last,
                files=len(serials),
                defective=defective,
                in_order=len(serials) - len(defective),
            ),
            [tags.book(self.book)],
        )

    def _check_range(self) -> None:
        first = self.reviewed_last + 1
        if self.serial_first != first or not first <= self.serial_last <= self.issued_last:
            self.refuse(
                rules.REVIEW_NEXT,
                f"{self.serial_first} to {self.serial_last} are to be reviewed; book {self.book} "
                f"is reviewed up to {self.reviewed_last} and issued up to {self.issued_last}.",
                [self.reviewed_at, self.issued_at],
            )
