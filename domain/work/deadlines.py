"""What is due in this register."""

from __future__ import annotations

from typing import Any

from domain.common.deadlines import Deadline
from domain.work.records import ComplaintAnswered, ComplaintReceived
from domain.work.tags import complaint

ANSWER_WORKING_DAYS = 42
"""60 days 六十日 by the regulation, less weekends: never later than the law asks."""


def _complaint(record: Any) -> str:
    return complaint(record.complaint)


COMPLAINT_ANSWERED = Deadline(
    "work.complaint-answered",
    "Answer a complaint",
    "投诉举报答复",
    ComplaintReceived,
    (ComplaintAnswered,),
    _complaint,
    ANSWER_WORKING_DAYS,
    "信访工作条例 Art. 34 (within 60 days)",
)
DEADLINES = (COMPLAINT_ANSWERED,)
