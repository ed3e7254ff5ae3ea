"""Papers of a case on its way to a decision, and enquiries about it.

Tags: the case, every person it is about, and the letter (`doc:`). Papers are named by codes such
as `income-statement`; their content is attached, never part of a record.
"""

from __future__ import annotations

from domain.common.records import Record


class SupplementRequested(Record):
    """The applicant was told once, in writing, of all papers that are missing 一次性告知补正."""

    type = "assistance.supplement-requested.v1"

    case: str
    missing: list[str]
    """Codes of the papers."""
    letter: str
    due: str
    """The last day to bring them."""


class SupplementReceived(Record):
    """Papers came in later 补正材料."""

    type = "assistance.supplement-received.v1"

    case: str
    papers: list[str]
    still_missing: list[str]
    """What an application needs and does not have after this; empty if it is complete."""
    working_days_late: int
    """After the day the notice set; 0 if in time, or if none was sent."""


class ApplicationWithdrawn(Record):
    """The applicant took the application back before it was decided 撤回申请."""

    type = "assistance.application-withdrawn.v1"

    case: str
    letter: str


class NeighboursAsked(Record):
    """Neighbours were asked about the household 邻里访问."""

    type = "assistance.neighbours-asked.v1"

    case: str
    interviewers: list[str]
    """Official ids."""
    asked: int
    confirming: int
    """How many of them bore out what the applicant had said."""
    minutes: str
