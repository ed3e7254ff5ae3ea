"""Who died when, as far as records say: a report, a cremation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from domain.common.records import Record
from domain.common.refusals import Citation
from domain.persons.records import DeathReportWithdrawn

TAG = "death:"
MONTH_CHARACTERS = 7


@dataclass
class Deaths:
    """Folds whatever carries `death:` tags. A record with a `died_on` says that somebody died."""

    _died: dict[str, tuple[str, Citation]] = field(default_factory=dict)
    """Day and record by person id."""

    def add(self, record: Record, record_tags: Iterable[str], citation: Citation) -> None:
        """Take in the next record."""
        for person in (tag.removeprefix(TAG) for tag in record_tags if tag.startswith(TAG)):
            if isinstance(record, DeathReportWithdrawn):
                self._died.pop(person, None)
            elif getattr(record, "died_on", ""):
                self._died[person] = (str(getattr(record, "died_on", "")), citation)

    def before(self, month: str, person_tags: Iterable[str]) -> list[Citation]:
        """What says that one of the persons died in a month before."""
        found = []
        for tag in sorted(person_tags):
            day, citation = self._died.get(tag.removeprefix("person:"), ("", None))
            if citation is not None and day[:MONTH_CHARACTERS] < month:
                found.append(citation)
        return found
