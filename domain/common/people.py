"""A person as commands name one: a random id for the record, personal data for the seal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from domain.common import tags
from domain.common.documents import document_problem
from domain.common.identifiers import id_number_birth, id_number_is_male, id_number_problem
from domain.common.records import PersonalData
from domain.common.refusals import Rule

IDENTITY_VALID = Rule(
    "common.identity-valid",
    "An ID number has a date of birth and the right check character; other identity documents have "
    "the form of their kind.",
    "公民身份号码及其他证件号码须符合编码规则。",
    "GB 11643 公民身份号码; 居民身份证法 Art. 3",
)


def personal_problem(personal: PersonalData) -> str:
    """What is wrong with the identity in personal data; empty if nothing is. Tells no content."""
    if "id_number" in personal:
        problem = id_number_problem(personal["id_number"])
        if problem:
            return problem
    if "document_number" in personal:
        return document_problem(personal.get("document_kind", ""), personal["document_number"])
    return ""


@dataclass(frozen=True)
class Person:
    """A person in a command. Only `id` enters a record; `personal` is sealed beside it."""

    id: str
    """Random; found again through a keyed hash of the ID number."""
    personal: PersonalData = field(default_factory=dict, repr=False)
    """`name`, `id_number`, `phone`, `bank_account` and so on; may be empty if known before."""

    @property
    def tag(self) -> str:
        """The tag of everything about this person."""
        return tags.person(self.id)

    @property
    def birth(self) -> date | None:
        """Date of birth, if an ID number is given."""
        id_number = self.personal.get("id_number")
        return id_number_birth(id_number) if id_number else None

    @property
    def is_male(self) -> bool | None:
        """Sex, if an ID number is given."""
        id_number = self.personal.get("id_number")
        return id_number_is_male(id_number) if id_number else None

    def age_on(self, day: date) -> int | None:
        """Full years of age on a day, if an ID number is given."""
        birth = self.birth
        if birth is None:
            return None
        return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def personal_of(people: Sequence[Person]) -> dict[str, PersonalData]:
    """Personal data by person id, as `Decision.record` takes it."""
    return {person.id: person.personal for person in people if person.personal}
