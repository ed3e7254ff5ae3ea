"""Emergency looks 应急查询: asked for by one official, confirmed by another, short."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from eventsourcing.dcb import domain as dcb

from domain.access import rules, tags
from domain.access.records import GLASS_RECORDS, GlassBroken, GlassConfirmed
from domain.common import tags as common_tags
from domain.common.decisions import All, Decision
from domain.common.records import Record
from domain.common.refusals import Citation

REASON_CHARACTERS = (4, 200)
GLASS_DAYS_MAX = 3
_NUMBER_OF_A_PERSON = re.compile(r"\d{11}")


@dataclass
class GlassDecision(Decision):
    """Sees what was recorded about one emergency look."""

    glass: str

    broken: GlassBroken | None = field(default=None, init=False, repr=False)
    seen: list[Citation] = field(default_factory=list, init=False, repr=False)

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        return [All(GLASS_RECORDS, [tags.glass(self.glass)])]

    def show(self, tagged: dcb.Tagged[Record], citation: Citation) -> None:
        """Keep who asked for it, and what was recorded since."""
        self.seen.append(citation)
        if isinstance(tagged.decision, GlassBroken):
            self.broken = tagged.decision


@dataclass
class BreakGlass(GlassDecision):
    """Ask to see a person's records in an emergency 申请应急查询."""

    person: str
    reason: str

    def execute(self) -> None:
        shortest, longest = REASON_CHARACTERS
        told = shortest <= len(self.reason.strip()) <= longest and self.person
        if not told or _NUMBER_OF_A_PERSON.search(self.reason) or self.broken:
            self.refuse(
                rules.GLASS_REASON,
                f"The emergency look {self.glass} is "
                f"{'asked for already' if self.broken else 'not told as it must be'}.",
                self.seen,
            )
        broken = GlassBroken(
            glass=self.glass, holder=self.act.by, person=self.person, reason=self.reason
        )
        self.record(broken, _about(broken))


@dataclass
class ConfirmGlass(GlassDecision):
    """Agree, as a second official, and say who was told 确认应急查询."""

    until_day: date
    notified: str
    """The official who was told: a third, of the office that keeps the records."""

    def execute(self) -> None:
        broken = self.broken
        if broken is None or self.act.by == broken.holder or not self._told_to_third(broken):
            self.refuse(
                rules.GLASS_TWO_OFFICIALS,
                f"The emergency look {self.glass} cannot be confirmed by {self.act.by} "
                f"with notice to {self.notified or 'nobody'}.",
                self.seen,
                "Let another official confirm it, and tell the office that keeps the records.",
            )
        if len(self.seen) > 1 or not 0 <= (self.until_day - self.act.day).days < GLASS_DAYS_MAX:
            self.refuse(
                rules.GLASS_SHORT,
                f"The emergency look {self.glass} would be open from {self.act.day} to "
                f"{self.until_day}.",
                self.seen,
            )
        confirmed = GlassConfirmed(
            glass=self.glass,
            holder=broken.holder,
            person=broken.person,
            until_day=self.until_day.isoformat(),
            notified=self.notified,
        )
        self.record(confirmed, [*_about(broken), common_tags.official(self.notified)])

    def _told_to_third(self, broken: GlassBroken) -> bool:
        return bool(self.notified) and self.notified not in (broken.holder, self.act.by)


def _about(broken: GlassBroken) -> list[str]:
    return [
        tags.glass(broken.glass),
        tags.holder(broken.holder),
        common_tags.person(broken.person),
    ]
