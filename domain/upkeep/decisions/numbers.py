"""Document numbers 文号: one book an office, series and year, without a gap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from eventsourcing.dcb import domain as dcb
from eventsourcing.domain import event

from domain.common.decisions import Decision, Latest
from domain.upkeep import rules, tags
from domain.upkeep.records import DocumentNumbered

SERIES_MAX = 20


@dataclass
class NumberDocument(Decision):
    """Give a document its number 编文号."""

    series: str
    """E.g. 环民字."""
    title: str

    last: int = field(default=0, init=False, repr=False)

    @property
    def book(self) -> str:
        """The book the number is of."""
        return f"{self.act.office}-{self.series}-{self.act.day.year}"

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        return [Latest([DocumentNumbered], [tags.book(self.book)])]

    @event(DocumentNumbered)
    def _(self, serial: int) -> None:
        self.last = serial

    def execute(self) -> None:
        if not self.series.strip() or len(self.series) > SERIES_MAX or " " in self.series:
            self.refuse(rules.NUMBER_SERIES, "No series is named.")
        year, serial = self.act.day.year, self.last + 1
        number = f"{self.series}〔{year}〕{serial}号"
        self.record(
            DocumentNumbered(
                number=number,
                series=self.series,
                year=year,
                serial=serial,
                book=self.book,
                title=self.title,
            ),
            [tags.book(self.book), tags.document(number)],
        )
