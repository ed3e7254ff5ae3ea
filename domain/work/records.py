"""Records of the work itself: who has it in hand, what people complain of, what recipients say.

Days are ISO dates. What a complaint says, and who complains, is personal data: it is sealed, or in
the paper that `document` names.
"""

from __future__ import annotations

from typing import Literal

from domain.common.records import Record

Receipt = Literal["received", "received-with-issues", "not-received"]
"""What the recipient says 是否收到."""
Outcome = Literal["upheld", "partly-upheld", "not-upheld", "passed-on"]
"""属实, 部分属实, 不属实, 转办."""


class WorkAssigned(Record):
    """An official has a piece of work in hand 分派. Tags: the task, what it is about, the post."""

    type = "work.assigned.v1"

    deadline: str
    """Code of the deadline."""
    about: str
    """The tag of what it is about."""
    official: str


class WorkTakenOver(Record):
    """A supervisor gave a piece of work to another 接办、改派. Tags: as when assigned."""

    type = "work.taken-over.v1"

    deadline: str
    about: str
    official_before: str
    official: str
    reason: str


class ComplaintReceived(Record):
    """A complaint or a tip-off came in 投诉、举报. Tags: the complaint, what it is about."""

    type = "work.complaint-received.v1"

    complaint: str
    kind: Literal["complaint", "tip-off", "visit"]
    """`visit`: a recipient who was visited said that something is wrong."""
    channel: Literal["window", "phone", "letter", "online", "visit"]
    about: list[str]
    """Tags of what it is about: a case, a fund, an official."""
    is_anonymous: bool
    document: str


class ComplaintAnswered(Record):
    """It was looked into and answered 答复. Tags: as when it came in."""

    type = "work.complaint-answered.v1"

    complaint: str
    outcome: Outcome
    measures: str
    document: str
    due_on: str
    is_late: bool


class VisitsDrawn(Record):
    """Payments of a run were drawn, whose recipients are asked 回访抽样. Tags: sample, run."""

    type = "work.visits-drawn.v1"

    sample: str
    run: str
    payments: int
    seed: str
    method: str
    """`sampling.METHOD`."""
    drawn: list[int]
    """Positions of payments, rising."""


class RecipientVisited(Record):
    """A recipient said what was received 回访. Tags: the sample, the payment's case and persons."""

    type = "work.recipient-visited.v1"

    sample: str
    position: int
    """Of the payment."""
    receipt: Receipt
    amount_fen: int
    """What the payment says was paid."""
    amount_said_fen: int
    """What the recipient says was received."""
    complaint: str
    """The complaint this opened; empty if all is well."""
    visited_with: str
    """A second visitor."""


COMPLAINT_RECORDS = (ComplaintReceived, ComplaintAnswered)
RECORDS = (WorkAssigned, WorkTakenOver, *COMPLAINT_RECORDS, VisitsDrawn, RecipientVisited)
