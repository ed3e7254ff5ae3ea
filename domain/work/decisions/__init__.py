"""Commands of this register and the rules that turn them into records; one module a matter."""

from __future__ import annotations

from domain.work.decisions.assignments import AssignWork, TakeOverWork
from domain.work.decisions.complaints import AnswerComplaint, ReceiveComplaint
from domain.work.decisions.visits import DrawVisits, RecordVisit

DECISIONS = (
    AssignWork,
    TakeOverWork,
    ReceiveComplaint,
    AnswerComplaint,
    DrawVisits,
    RecordVisit,
)

__all__ = [
    "DECISIONS",
    "AnswerComplaint",
    "AssignWork",
    "DrawVisits",
    "ReceiveComplaint",
    "RecordVisit",
    "TakeOverWork",
]
