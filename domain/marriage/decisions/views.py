"""What decisions know of a serial book and of people's marriages."""

from __future__ import annotations

from dataclasses import dataclass, field

from eventsourcing.dcb import domain as dcb

from domain.common.decisions import All, Decision, Latest
from domain.common.people import Person
from domain.common.records import Record
from domain.common.refusals import Citation
from domain.marriage import certificates, rules, tags
from domain.marriage.records import (
    MARITAL,
    NUMBERED,
    DivorceRegistered,
    MarriageRegistered,
    MarriageReinstated,
    MarriageRevoked,
    Numbered,
    OldRegistrationEntered,
)


@dataclass(frozen=True)
class Marriage:
    """A change of someone's marital status: married to `spouse`, or no longer."""

    stands: bool
    certificate: str
    spouse: str
    at: Citation


@dataclass
class MaritalView:
    """The newest marriage of each person, as far as this register knows."""

    newest: dict[str, Marriage] = field(default_factory=dict)

    def see(self, record: Record, citation: Citation) -> None:
        """Take a marital record into account."""
        match record:
            case MarriageRegistered() | MarriageRevoked() | MarriageReinstated():
                certificate = record.certificate
            case DivorceRegistered():
                certificate = record.marriage_certificate
            case OldRegistrationEntered():
                certificate = record.certificate
                if self._is_outlived(record):
                    return
            case _:
                return
        stands = isinstance(record, MarriageRegistered | MarriageReinstated) or (
            isinstance(record, OldRegistrationEntered) and record.stands
        )
        for person, spouse in ((record.husband, record.wife), (record.wife, record.husband)):
            self.newest[person] = Marriage(stands, certificate, spouse, citation)

    def _is_outlived(self, record: OldRegistrationEntered) -> bool:
        """Whether what is entered from old paper says nothing about today: it had ended by then."""
        known = {record.husband, record.wife} & self.newest.keys()
        return bool(known) and not record.stands

    def standing(self, person: str) -> Marriage | None:
        """The marriage a person is known to be in."""
        marriage = self.newest.get(person)
        return marriage if marriage and marriage.stands else None

    def ended(self, person: str, certificate: str) -> Marriage | None:
        """The end of the marriage under a certificate, if it is the newest thing known."""
        marriage = self.newest.get(person)
        if marriage and not marriage.stands and marriage.certificate == certificate:
            return marriage
        return None


@dataclass
class MaritalDecision(Decision):
    """Base of decisions that look at people's marriages."""

    marital: MaritalView = field(default_factory=MaritalView, init=False, repr=False)

    @property
    def rule_version(self) -> str:
        return rules.edition(self.act.day)

    def marital_boundary(self, *people: Person) -> list[dcb.Selector]:
        """What changed these people's marital status: a few records each."""
        return [All(MARITAL, [person.tag]) for person in people]

    def show(self, tagged: dcb.Tagged[Record], citation: Citation) -> None:
        """Follow the marriages."""
        self.marital.see(tagged.decision, citation)
        super().show(tagged, citation)


@dataclass
class NumberedDecision(MaritalDecision):
    """Base of decisions that use up the next number of the registry's book of this year."""

    printed: str = field(default="", kw_only=True)
    """The serial printed on the blank 印制号, if it is noted."""

    last: Numbered | None = field(default=None, init=False, repr=False)
    """The newest record of the book."""
    numbers: dict[str, Citation] = field(default_factory=dict, init=False, repr=False)
    """By certificate: the records shown that used a number up."""
    blank_at: Citation | None = field(default=None, init=False, repr=False)
    """What used the blank up."""

    @property
    def prefix(self) -> str:
        """The prefix of the certificate this decision issues."""
        raise NotImplementedError

    @property
    def book(self) -> str:
        """The serial book: of the acting registry's division, in the year of the act."""
        return certificates.book_code(self.prefix, self.act.office[:6], self.act.day.year)

    def book_boundary(self, certificate: str) -> list[dcb.Selector]:
        """The newest record of the book, and the one that bears the number, if any does."""
        boundary: list[dcb.Selector] = [Latest(NUMBERED, [tags.book(self.book)])]
        if certificate:
            boundary.append(All(NUMBERED, [tags.certificate(certificate)]))
        if self.printed:
            boundary.append(All(NUMBERED, [tags.blank(self.printed)]))
        return boundary

    def show(self, tagged: dcb.Tagged[Record], citation: Citation) -> None:
        """Follow the book as well."""
        record = tagged.decision
        if isinstance(record, Numbered):
            self.numbers[record.certificate] = citation
            if self.printed and record.printed == self.printed:
                self.blank_at = citation
            number = certificates.read(record.certificate)
            if number and number.book == self.book:
                self.last = record
        super().show(tagged, citation)

    def take_number(self, certificate: str) -> str:
        """The next number of the book; `certificate` must be it, or empty to be given it.

        Raises:
            Refusal: the number is malformed, used, out of turn, or dated before its predecessor.
        """
        number = self._next_number()
        if certificate and certificate != number:
            self._refuse_number(certificate, number)
        if certificates.read(number) is None:
            self.refuse(rules.NUMBER_WELL_FORMED, f"{number} is no certificate number.")
        today = self.act.day.isoformat()
        if self.last and self.last.registered_on > today:
            self.refuse(
                rules.SERIAL_DAY,
                f"{self.last.certificate} is dated {self.last.registered_on}; "
                f"{number} would be dated {today}.",
                [self.numbers[self.last.certificate]],
            )
        if self.blank_at:
            self.refuse(rules.BLANK_ONCE, f"Blank {self.printed} is used.", [self.blank_at])
        return number

    def number_tags(self, number: str) -> list[str]:
        """What a record that uses up a number is about."""
        about = [tags.certificate(number), tags.book(self.book)]
        return [*about, tags.blank(self.printed)] if self.printed else about

    def _next_number(self) -> str:
        last = certificates.read(self.last.certificate) if self.last else None
        return f"{self.book}-{last.serial + 1 if last else 1:06d}"

    def _refuse_number(self, certificate: str, number: str) -> None:
        read = certificates.read(certificate)
        if read is None or read.book != self.book:
            self.refuse(
                rules.NUMBER_WELL_FORMED,
                f"{certificate} is no number of the book {self.book}; its next is {number}.",
            )
        used = self.numbers.get(certificate)
        newest = self.numbers.get(self.last.certificate) if self.last else None
        self.refuse(
            rules.SERIAL_NEXT,
            f"{certificate} is {'used' if used else 'out of turn'}; the next number is {number}.",
            [used or newest],
            "Take the next number; a spoilt blank is recorded as voided.",
        )
