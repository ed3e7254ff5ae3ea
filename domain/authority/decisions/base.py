"""What the decisions of authority share: they are shown the establishment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from eventsourcing.dcb import domain as dcb

from domain.authority import rules
from domain.authority.establishment import Establishment
from domain.authority.kinds import OfficeKind
from domain.authority.records import ESTABLISHMENT_RECORDS
from domain.authority.standing import OfficeStanding
from domain.authority.tags import ESTABLISHMENT
from domain.common import tags
from domain.common.decisions import All, Decision
from domain.common.records import PersonalData, Record
from domain.common.refusals import Citation


@dataclass
class AuthorityDecision(Decision):
    """Folds the establishment; it is small, and seldom changed."""

    now: Establishment = field(default_factory=Establishment, init=False, repr=False)

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        return [All(ESTABLISHMENT_RECORDS, [ESTABLISHMENT])]

    def show(self, tagged: dcb.Tagged[Record], citation: Citation) -> None:
        self.now.add(tagged.decision, citation)

    @property
    def today(self) -> str:
        return self.act.day.isoformat()

    def must_be_district(self) -> None:
        """The establishment is open, and the district acts."""
        if self.now.opened is None:
            self.refuse(
                rules.ESTABLISHMENT_ONCE,
                "No establishment is opened.",
                advice="Open it first: the district's office and a first official.",
            )
        office = self.now.offices.get(self.act.office)
        if office is None or office.kind != OfficeKind.DISTRICT:
            self.refuse(
                rules.DISTRICT_DECIDES,
                f"Office {self.act.office} is not the district.",
                [office.citation if office else None],
            )

    def must_exist(self, code: str, day: str) -> OfficeStanding:
        """An office exists on a day."""
        office = self.now.office_on(code, day)
        if office is None:
            known = self.now.offices.get(code)
            self.refuse(
                rules.OFFICE_KNOWN,
                f"Office {code} {'does not exist' if known else 'is unknown'} on {day}.",
                [known.citation if known else None],
                "Register the office first.",
            )
        return office

    def keep(
        self,
        record: Record,
        *about: str,
        document: str = "",
        personal: dict[str, PersonalData] | None = None,
    ) -> None:
        """Record something of the establishment."""
        papers = [tags.document(document)] if document else []
        self.record(record, [ESTABLISHMENT, *about, *papers], personal)
