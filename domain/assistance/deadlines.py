"""What is due in social assistance, from acceptance to decision."""

from __future__ import annotations

from domain.assistance.records import CONFIRMATIONS, ApplicationAccepted, ApplicationRejected
from domain.common.deadlines import Deadline
from domain.common.duties import case_file

DECISION_WORKING_DAYS = 30
"""The whole process; 45 in special cases, so an overrun is a matter to look at, not a refusal."""
DEADLINES = (
    Deadline(
        "assistance.application-decided",
        "Decide an application",
        "救助申请审核确认",
        ApplicationAccepted,
        (*CONFIRMATIONS, ApplicationRejected),
        case_file,
        DECISION_WORKING_DAYS,
        "民发〔2021〕57号 (30 working days, 45 in special cases)",
    ),
)
