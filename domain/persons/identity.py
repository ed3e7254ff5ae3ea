"""Which ids are one person, folded from links, partings and tellings apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from domain.common.records import Record
from domain.persons.records import PersonsLinked, PersonsParted, PersonsToldApart


class Identities:
    """Groups of ids that are one person: whatever links connect."""

    def __init__(self) -> None:
        self._links: defaultdict[str, set[str]] = defaultdict(set)
        self._apart: defaultdict[tuple[str, str], set[str]] = defaultdict(set)

    def add(self, record: Record) -> None:
        """Take in the next record; others change nothing."""
        if isinstance(record, PersonsLinked):
            one, other = record.persons
            self._links[one].add(other)
            self._links[other].add(one)
        elif isinstance(record, PersonsParted):
            one, other = record.persons
            self._links[one].discard(other)
            self._links[other].discard(one)
        elif isinstance(record, PersonsToldApart):
            one, other = record.persons
            self._apart[one, other] |= set(record.grounds)

    def of(self, person: str) -> list[str]:
        """All ids of one person, sorted; the id alone if it is linked to none."""
        found, ahead = {person}, [person]
        while ahead:
            fresh = self._links[ahead.pop()] - found
            found |= fresh
            ahead += fresh
        return sorted(found)

    def is_settled(self, person: str, other: str, grounds: Iterable[str]) -> bool:
        """Whether somebody has decided about two ids: linked, or told apart on these grounds."""
        one, two = sorted((person, other))
        return other in self.of(person) or set(grounds) <= self._apart[one, two]
