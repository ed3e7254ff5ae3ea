"""Offices are registered, renamed and abolished; the establishment is opened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from domain.authority import rules
from domain.authority.decisions.base import AuthorityDecision
from domain.authority.kinds import OfficeKind
from domain.authority.records import (
    EstablishmentOpened,
    OfficeAbolished,
    OfficeRegistered,
    OfficeRenamed,
)
from domain.common import tags


@dataclass
class OpenEstablishment(AuthorityDecision):
    """Begin to keep offices and posts: the office and the official who act are the first 建账."""

    name_zh: str
    post: str
    from_day: date
    policy: str

    is_staffed = False

    def execute(self) -> None:
        if self.now.opened is not None:
            self.refuse(rules.ESTABLISHMENT_ONCE, "It is open.", [self.now.opened])
        if not self.act.by or not self.act.office or self.from_day > self.act.day:
            self.refuse(
                rules.ESTABLISHMENT_ONCE,
                "It is opened by a named official of a named office that exists already.",
            )
        record = EstablishmentOpened(
            office=self.act.office,
            name_zh=self.name_zh,
            official=self.act.by,
            post=self.post,
            from_day=self.from_day.isoformat(),
            policy=self.policy,
        )
        self.keep(record, tags.post(self.act.by), document=self.policy)


@dataclass
class RegisterOffice(AuthorityDecision):
    """Register an office 登记机构."""

    office: str
    name_zh: str
    kind: OfficeKind
    parent: str
    from_day: date
    policy: str

    def execute(self) -> None:
        self.must_be_district()
        first = self.from_day.isoformat()
        self.must_exist(self.parent, first)
        known = self.now.offices.get(self.office)
        if known or not self.office or self.kind not in list(OfficeKind):
            self.refuse(
                rules.OFFICE_WELL_FORMED,
                f"Office {self.office!r} of kind {self.kind!r} "
                f"{'is registered' if known else 'is not well formed'}.",
                [known.citation if known else None],
                "A new office has a new code.",
            )
        record = OfficeRegistered(
            office=self.office,
            name_zh=self.name_zh,
            kind=self.kind,
            parent=self.parent,
            from_day=first,
            policy=self.policy,
        )
        self.keep(record, tags.office(self.office), document=self.policy)


@dataclass
class RenameOffice(AuthorityDecision):
    """Give an office another name from a day on 更名."""

    office: str
    name_zh: str
    from_day: date
    policy: str

    def execute(self) -> None:
        self.must_be_district()
        first = self.from_day.isoformat()
        office = self.must_exist(self.office, first)
        if not self.name_zh or self.name_zh == office.name_on(first):
            self.refuse(
                rules.OFFICE_WELL_FORMED,
                f"Office {self.office} has that name on {first}, or would have none.",
                [office.citation],
            )
        record = OfficeRenamed(
            office=self.office, name_zh=self.name_zh, from_day=first, policy=self.policy
        )
        self.keep(record, tags.office(self.office), document=self.policy)


@dataclass
class AbolishOffice(AuthorityDecision):
    """Say on which day an office exists last 撤销; its records stay as they are."""

    office: str
    last_day: date
    policy: str
    successor: str = ""

    def execute(self) -> None:
        self.must_be_district()
        last = self.last_day.isoformat()
        office = self.must_exist(self.office, last)
        if office.last_day or last < self.today or office.kind == OfficeKind.DISTRICT:
            self.refuse(
                rules.OFFICE_EMPTY_WHEN_ABOLISHED,
                f"Office {self.office} would exist until {last}; today is {self.today}.",
                [office.citation],
            )
        if self.successor and self.now.office_on(self.successor, last) is None:
            self.refuse(
                rules.OFFICE_EMPTY_WHEN_ABOLISHED,
                f"Its successor {self.successor} does not exist on {last}.",
                advice="Register the successor first.",
            )
        record = OfficeAbolished(
            office=self.office, last_day=last, successor=self.successor, policy=self.policy
        )
        about = [tags.office(self.office)]
        about += [tags.office(self.successor)] if self.successor else []
        self.keep(record, *about, document=self.policy)
