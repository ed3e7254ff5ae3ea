"""Looks at personal data 查询留痕: told by the system itself, after it answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from domain.access import rules, tags
from domain.access.records import PersonalDataSeen
from domain.access.roles import Action, Purpose
from domain.common import tags as common_tags
from domain.common.decisions import Decision

PERSONS_MAX = 50
"""Persons in one record: they are tags, of which a record has a bound number."""


@dataclass
class TellLook(Decision):
    """Say who saw whose personal data, and why; `act.by` is who saw it."""

    is_staffed: ClassVar[bool] = False
    """A look is told whoever it was, post or none: what is not told is not shown."""

    action: Action
    purpose: Purpose
    query: str
    persons: tuple[str, ...]
    found: int
    fields: tuple[str, ...] = ()
    case_file: str = ""
    ground: int = 0
    address: str = ""

    def execute(self) -> None:
        if not self.query or not len(set(self.persons)) == len(self.persons) <= PERSONS_MAX:
            self.refuse(rules.LOOK_TOLD, f"A look at {len(self.persons)} persons is to be told.")
        seen = PersonalDataSeen(
            holder=self.act.by,
            action=self.action.value,
            purpose=self.purpose.value,
            case_file=self.case_file,
            query=self.query,
            fields=sorted(set(self.fields)),
            persons=list(self.persons),
            found=self.found,
            ground=self.ground,
            address=self.address,
        )
        about = [common_tags.person(person) for person in self.persons]
        if self.case_file:
            about.append(tags.case_file(self.case_file))
        self.record(seen, about)
