"""Serial books 编号簿: numbers that neither repeat nor skip, voided blanks included.

A record that uses a number up says its book and serial; the newest such record of a book is all a
decision needs to give the next.
"""

from __future__ import annotations

from dataclasses import dataclass

from domain.common.decisions import Decision
from domain.common.records import Record
from domain.common.refusals import Citation, Rule


class Numbered(Record):
    """What uses up the next number of a serial book."""

    book: str = ""
    """The code of the book; empty in records older than their register's books."""
    serial: int = 0
    number: str = ""
    """The number as printed."""


@dataclass
class BookView:
    """A book, as its newest record shows it."""

    last: Numbered | None = None
    last_at: Citation | None = None

    def see(self, record: Record, citation: Citation, book: str) -> None:
        """Take a record into account, if it uses up a number of the book."""
        if isinstance(record, Numbered) and record.book == book:
            self.last, self.last_at = record, citation

    def take(
        self, decision: Decision, rule: Rule, asked: str, book: str, serial_first: int = 1
    ) -> Taken:
        """The next number; `asked` must be it, or empty to be given it.

        Raises:
            Refusal: another number was asked for; the newest of the book is cited.
        """
        serial = self.last.serial + 1 if self.last else serial_first
        taken = Taken(book, serial)
        if asked and asked != taken.number:
            decision.refuse(
                rule,
                f"{asked} is out of turn; the next number is {taken.number}.",
                [self.last_at],
                "Take the next number; a spoilt blank is recorded as voided.",
            )
        return taken


@dataclass(frozen=True)
class Taken:
    """A number that is being used up."""

    book: str
    serial: int

    @property
    def number(self) -> str:
        """As printed, e.g. `HH371002-2019-000001`."""
        return f"{self.book}-{self.serial:06d}"

    @property
    def fields(self) -> dict[str, str | int]:
        """What a `Numbered` record says of it."""
        return {"book": self.book, "serial": self.serial, "number": self.number}
