"""The policy: one function that says whether a question is allowed, and why not.

Denied unless a grant of the official allows it. A question is about an action, in a register, about
a matter of an office, for a purpose, on a day; an inspector's also names a case file. Whether the
person concerned is the official or the official's kin is told by who asks (`Concerns`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from domain.access.roles import ABOUT_A_PERSON, MAY, Action, Purpose, Role

EVERY_REGISTER = "*"
DIVISION_CODE_DIGITS = (6, 9)
"""A district's code, and that of a town or street in it."""


class Concerns(StrEnum):
    """Whom a question is about, seen from the official who asks."""

    NOBODY = "nobody"
    """No single person: a count, a balance, a checkpoint."""
    OTHERS = "others"
    SELF = "self"
    KIN = "kin"
    """Declared kin 近亲属."""


@dataclass(frozen=True)
class Grant:
    """A right in force: who gave it stands in the record at `position`."""

    position: int
    role: Role
    office: str
    """The office whose matters it reaches; a division code reaches those below it."""
    registers: frozenset[str]
    """Names of registers, or `EVERY_REGISTER`."""
    from_day: date
    to_day: date | None
    case_file: str = ""
    """An inspector's case-file number 案卷号; the right holds for nothing else."""

    def holds_on(self, day: date) -> bool:
        """Whether it is in force on a day."""
        return self.from_day <= day and (self.to_day is None or day <= self.to_day)

    def reaches(self, office: str) -> bool:
        """Whether a matter of that office is within it; what is public is so everywhere."""
        if self.role is Role.PUBLIC or office == self.office:
            return True
        return is_division(self.office) and office.startswith(self.office)

    def covers(self, register: str) -> bool:
        """Whether it is for that register."""
        return EVERY_REGISTER in self.registers or register in self.registers


@dataclass(frozen=True)
class OpenedGlass:
    """An emergency look at one person's records, confirmed by a second official 应急查询."""

    position: int
    person: str
    until_day: date
    """The last day."""


@dataclass(frozen=True)
class Question:
    """May this be done?"""

    action: Action
    register: str
    """Empty where no register is concerned: accounts, the log itself."""
    office: str
    """Whose matter it is; empty where it is nobody's."""
    purpose: Purpose
    day: date
    concerns: Concerns = Concerns.NOBODY
    case_file: str = ""
    person: str = ""


class Denial(StrEnum):
    """Why a question is denied; the first that applies, in this order."""

    OWN_RECORD = "own-record"
    KIN_RECORD = "kin-record"
    NO_RIGHT = "no-right"
    OTHER_PURPOSE = "other-purpose"
    NOT_IN_FORCE = "not-in-force"
    OTHER_REGISTER = "other-register"
    OTHER_OFFICE = "other-office"
    OTHER_CASE_FILE = "other-case-file"


@dataclass(frozen=True)
class Verdict:
    """What the policy answers."""

    denial: Denial | None
    """`None` if it is allowed."""
    ground: int = 0
    """Position of the record that allows it; 0 if what is public allows it, or if it is denied."""

    @property
    def allowed(self) -> bool:
        """Whether it may be done."""
        return self.denial is None


PUBLIC_GRANT = Grant(0, Role.PUBLIC, "", frozenset({EVERY_REGISTER}), date.min, None)
"""What everybody has."""

GLASS_ACTIONS = frozenset({Action.READ, Action.SEARCH, Action.UNMASK})
"""What an emergency opens."""


def decide(
    question: Question, grants: Iterable[Grant], glasses: Iterable[OpenedGlass] = ()
) -> Verdict:
    """Whether a question is allowed to who holds these grants.

    Args:
        question: what is asked.
        grants: all the official's grants that were not revoked; dates are looked at here.
        glasses: the official's confirmed emergency looks.

    Returns:
        The verdict; where several grants nearly allow it, the denial of the nearest.
    """
    if question.action in ABOUT_A_PERSON:
        if question.concerns is Concerns.SELF:
            return Verdict(Denial.OWN_RECORD)
        if question.concerns is Concerns.KIN:
            return Verdict(Denial.KIN_RECORD)
    for glass in glasses:
        if _is_opened_by(glass, question):
            return Verdict(None, glass.position)
    return _nearest([_by_grant(question, grant) for grant in (*grants, PUBLIC_GRANT)])


def reach(
    action: Action, register: str, purpose: Purpose, day: date, grants: Iterable[Grant]
) -> tuple[Grant, ...]:
    """The grants that allow an action at all: what lists, counts and exports are cut down to.

    An office is within reach if one of them `reaches` it. Empty means nothing, never everything.
    """
    question = Question(action, register, "", purpose, day)
    return tuple(
        grant
        for grant in (*grants, PUBLIC_GRANT)
        if _by_grant(replace(question, case_file=grant.case_file), grant).allowed
    )


def is_division(office: str) -> bool:
    """Whether an office's code is that of a district, town or street."""
    return office.isdigit() and len(office) in DIVISION_CODE_DIGITS


def _is_opened_by(glass: OpenedGlass, question: Question) -> bool:
    return (
        question.action in GLASS_ACTIONS
        and bool(question.person)
        and glass.person == question.person
        and question.day <= glass.until_day
    )


def _by_grant(question: Question, grant: Grant) -> Verdict:
    """One grant's answer: the checks stand in the order of `Denial`."""
    purposes = MAY[grant.role].get(question.action)
    checks = (
        (Denial.NO_RIGHT, purposes is not None),
        (Denial.OTHER_PURPOSE, purposes is not None and question.purpose in purposes),
        (Denial.NOT_IN_FORCE, grant.holds_on(question.day)),
        (Denial.OTHER_REGISTER, not question.register or grant.covers(question.register)),
        (Denial.OTHER_OFFICE, not question.office or grant.reaches(question.office)),
        (Denial.OTHER_CASE_FILE, not grant.case_file or grant.case_file == question.case_file),
    )
    failed = next((denial for denial, holds in checks if not holds), None)
    return Verdict(failed, 0 if failed else grant.position)


def _nearest(verdicts: list[Verdict]) -> Verdict:
    order = list(Denial)
    return max(
        verdicts,
        key=lambda verdict: len(order) if verdict.denial is None else order.index(verdict.denial),
    )
