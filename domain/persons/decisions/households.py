"""Households as they are from a day on: formed, changed, split, ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from eventsourcing.dcb import domain as dcb

from domain.common import tags as common
from domain.common.decisions import All, Decision
from domain.common.records import Record
from domain.common.refusals import Citation
from domain.persons import rules, tags
from domain.persons.records import HouseholdKept, Kinship

HEAD = "head"


@dataclass
class KeepHousehold(Decision):
    """State a household from a day on 家庭成员登记、变更; without members it ends.

    Who moves to another household leaves the old one first, or is stated there again.
    """

    household: str
    members: Mapping[str, Kinship]
    """By person id."""
    from_day: date
    reason: str
    document: str

    newest: dict[str, tuple[HouseholdKept, Citation]] = field(
        default_factory=dict, init=False, repr=False
    )
    """By household: this one, and those its members belong or belonged to."""

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        own = All([HouseholdKept], [tags.household(self.household)])
        people = [All([HouseholdKept], [common.person(one)]) for one in self.members]
        return [own, *people]

    def show(self, tagged: dcb.Tagged[Record], citation: Citation) -> None:
        record = tagged.decision
        if isinstance(record, HouseholdKept):
            self.newest[record.household] = (record, citation)

    def execute(self) -> None:
        first = self.from_day.isoformat()
        before = self.newest.get(self.household)
        self._must_be_well_formed(first)
        for code, (kept, citation) in self.newest.items():
            shared = set(kept.members) & set(self.members)
            if code != self.household and shared:
                self.refuse(
                    rules.IN_ONE_HOUSEHOLD,
                    f"{len(shared)} of the members belong to household {code}.",
                    [citation],
                    f"State household {code} without them first.",
                )
        left = [one for one in (before[0].members if before else {}) if one not in self.members]
        record = HouseholdKept(
            household=self.household,
            members=dict(self.members),
            from_day=first,
            reason=self.reason,
            document=self.document,
        )
        about = [tags.household(self.household), *map(common.person, [*self.members, *left])]
        about += [common.document(self.document)] if self.document else []
        self.record(record, about)

    def _must_be_well_formed(self, first: str) -> None:
        before = self.newest.get(self.household)
        heads = sum(kinship == HEAD for kinship in self.members.values())
        ends = not self.members
        is_first_day_later = before is None or first >= before[0].from_day
        is_known = before is not None and bool(before[0].members)
        if (
            not self.household
            or not is_first_day_later
            or heads != (0 if ends else 1)
            or (ends and not is_known)
        ):
            self.refuse(
                rules.HOUSEHOLD_WELL_FORMED,
                f"Household {self.household!r} would have {heads} heads among "
                f"{len(self.members)} members from {first}.",
                [before[1] if before else None],
            )
