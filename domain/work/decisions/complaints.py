"""Complaints and tip-offs come in and are answered in time 投诉举报."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from eventsourcing.dcb import domain as dcb

from domain.common import tags as common
from domain.common.decisions import All, Decision
from domain.common.people import Person, personal_of
from domain.common.records import Record
from domain.common.refusals import Citation
from domain.work import rules, tags
from domain.work.deadlines import COMPLAINT_ANSWERED
from domain.work.records import COMPLAINT_RECORDS, ComplaintAnswered, ComplaintReceived, Outcome


@dataclass
class ComplaintDecision(Decision):
    """What was recorded of one complaint."""

    complaint: str

    received: ComplaintReceived | None = field(default=None, init=False, repr=False)
    received_at: Citation | None = field(default=None, init=False, repr=False)
    answered_at: Citation | None = field(default=None, init=False, repr=False)

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        return [All(COMPLAINT_RECORDS, [tags.complaint(self.complaint)])]

    def show(self, tagged: dcb.Tagged[Record], citation: Citation) -> None:
        if isinstance(tagged.decision, ComplaintReceived):
            self.received, self.received_at = tagged.decision, citation
        else:
            self.answered_at = citation


@dataclass
class ReceiveComplaint(ComplaintDecision):
    """Take in a complaint or tip-off; who complains may stay unnamed."""

    kind: Literal["complaint", "tip-off"]
    channel: Literal["window", "phone", "letter", "online"]
    about: tuple[str, ...]
    """Tags of what it is about."""
    document: str
    complainant: Person | None = None

    def execute(self) -> None:
        well_formed = self.complaint and self.about and all(":" in tag for tag in self.about)
        if self.received or not well_formed:
            self.refuse(
                rules.COMPLAINT_ONCE,
                f"Complaint {self.complaint!r} "
                f"{'came in already' if self.received else 'does not say what it is about'}.",
                [self.received_at],
            )
        people = [self.complainant] if self.complainant else []
        record = ComplaintReceived(
            complaint=self.complaint,
            kind=self.kind,
            channel=self.channel,
            about=list(self.about),
            is_anonymous=self.complainant is None,
            document=self.document,
        )
        papers = [common.document(self.document)] if self.document else []
        about = [tags.complaint(self.complaint), *self.about, *(one.tag for one in people), *papers]
        self.record(record, list(dict.fromkeys(about)), personal_of(people))


@dataclass
class AnswerComplaint(ComplaintDecision):
    """Answer a complaint; after its deadline the answer says that it is late."""

    outcome: Outcome
    measures: str
    document: str

    def execute(self) -> None:
        received, at = self.received, self.received_at
        if received is None or at is None or self.answered_at or not self.document:
            self.refuse(
                rules.COMPLAINT_ONCE,
                f"Complaint {self.complaint} "
                f"{'is answered' if self.answered_at else 'is unknown, or no paper is named'}.",
                [self.answered_at],
            )
        if common.official(self.act.by) in received.about:
            self.refuse(
                rules.COMPLAINT_ANSWERED_BY_ANOTHER,
                f"Complaint {self.complaint} is about official {self.act.by}.",
                [at],
                "Let another official answer it.",
            )
        due = COMPLAINT_ANSWERED.due(date.fromisoformat(at.occurred[:10]))
        record = ComplaintAnswered(
            complaint=self.complaint,
            outcome=self.outcome,
            measures=self.measures,
            document=self.document,
            due_on=due.isoformat(),
            is_late=self.act.day > due,
        )
        about = [tags.complaint(self.complaint), *received.about, common.document(self.document)]
        self.record(record, list(dict.fromkeys(about)))
