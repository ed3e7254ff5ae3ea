"""Private hearses 社会殡仪车辆: their owners' undertakings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from eventsourcing.dcb import domain as dcb
from eventsourcing.domain import event

from domain.common.decisions import Decision, Latest
from domain.common.people import Person, personal_of
from domain.common.records import Record
from domain.common.refusals import Citation
from domain.funerals import rules, tags
from domain.funerals.records import HearseUndertakingEnded, HearseUndertakingSigned

_PLATE = re.compile(r"[\u4e00-\u9fff][A-Z][A-Z0-9]{5,6}")


@dataclass
class SignHearseUndertaking(Decision):
    """Take the undertaking of a hearse's owner, in force to a day 签订责任书."""

    plate: str
    owner: Person
    undertaking: str
    valid_to: date

    in_force_to: str = field(default="", init=False)
    earlier: Citation | None = field(default=None, init=False)

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        records = (HearseUndertakingSigned, HearseUndertakingEnded)
        return [Latest(records, [tags.vehicle(self.plate)])]

    @event(HearseUndertakingSigned)
    def _(self, valid_to: str) -> None:
        self.in_force_to, self.earlier = valid_to, self.citing

    def execute(self) -> None:
        if not _PLATE.fullmatch(self.plate):
            self.refuse(rules.PLATE_WELL_FORMED, f"{self.plate!r} is no plate.")
        if self.act.day.isoformat() <= self.in_force_to:
            self.refuse(
                rules.UNDERTAKING_ONCE,
                f"An undertaking for {self.plate} is in force to {self.in_force_to}.",
                [self.earlier],
            )
        self.record(
            HearseUndertakingSigned(
                plate=self.plate,
                owner=self.owner.id,
                undertaking=self.undertaking,
                valid_to=self.valid_to.isoformat(),
            ),
            [tags.vehicle(self.plate), self.owner.tag],
            personal_of([self.owner]),
        )


@dataclass
class EndHearseUndertaking(Decision):
    """End an undertaking before its day 责任书终止."""

    plate: str
    reason: str

    in_force: HearseUndertakingSigned | None = field(default=None, init=False)
    last: Citation | None = field(default=None, init=False)

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        records = (HearseUndertakingSigned, HearseUndertakingEnded)
        return [Latest(records, [tags.vehicle(self.plate)])]

    def show(self, tagged: dcb.Tagged[Record], citation: Citation) -> None:
        """Keep the newest undertaking, if it was not ended."""
        record = tagged.decision
        self.last = citation
        self.in_force = record if isinstance(record, HearseUndertakingSigned) else None
        super().show(tagged, citation)

    def execute(self) -> None:
        signed = self.in_force
        if signed is None or signed.valid_to < self.act.day.isoformat():
            self.refuse(
                rules.UNDERTAKING_TO_END,
                f"No undertaking for {self.plate} is in force.",
                [self.last],
            )
        self.record(
            HearseUndertakingEnded(
                plate=self.plate, undertaking=signed.undertaking, reason=self.reason
            ),
            [tags.vehicle(self.plate), tags.person(signed.owner)],
        )
