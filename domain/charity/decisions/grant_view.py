"""What decisions know of a grant, and the checks its steps share."""

from __future__ import annotations

from dataclasses import dataclass, field

from eventsourcing.dcb import domain as dcb

from domain.charity import rules, tags
from domain.charity.records import (
    GRANT_RECORDS,
    GrantApplied,
    GrantApproved,
    GrantNoticePosted,
    GrantPaid,
    GrantReturned,
    GrantReviewed,
)
from domain.common.decisions import All, Decision
from domain.common.records import Record
from domain.common.refusals import Citation


@dataclass
class GrantView:
    """A grant, as its records show it. Money in fen; empty until its step was taken."""

    applied: GrantApplied | None = None
    proposed_fen: int = 0
    reviewed_by: str = ""
    notice_last: str = ""
    approved_fen: int = 0
    approved_by: str = ""
    paid_fen: int = 0
    """Paid and not returned."""
    step: str = "not applied for"
    seen: dict[type[Record], Citation] = field(default_factory=dict)

    def see(self, record: Record, citation: Citation) -> None:
        """Take one of the grant's records into account."""
        self.seen[type(record)] = citation
        match record:
            case GrantApplied():
                self.applied, self.step = record, "applied for"
            case GrantReviewed():
                self.proposed_fen, self.reviewed_by = record.amount_fen, record.reviewed_by
                self.step = "reviewed" if record.passed else "turned down"
            case GrantNoticePosted():
                self.notice_last, self.step = record.day_last, "posted"
            case GrantApproved():
                self.approved_fen, self.approved_by = record.amount_fen, record.approved_by
                self.step = "approved"
            case GrantPaid():
                self.paid_fen, self.step = record.amount_fen, "paid"
            case GrantReturned():
                self.paid_fen -= record.amount_fen

    @property
    def last(self) -> Citation | None:
        """The grant's newest record."""
        return list(self.seen.values())[-1] if self.seen else None


def grant_boundary(grant: str) -> dcb.Selector:
    """All records of a grant, of which there are at most a few."""
    return All(GRANT_RECORDS, [tags.grant(grant)])


def grant_tags(applied: GrantApplied) -> list[str]:
    """What every record of a grant is about."""
    return [tags.grant(applied.grant), tags.fund(applied.fund), tags.person(applied.recipient)]


def check_step(decision: Decision, grant: str, view: GrantView, step: str) -> GrantApplied:
    """The grant's application, if the grant stands at `step`.

    Raises:
        Refusal: it stands elsewhere; its newest record is cited.
    """
    if view.step != step or view.applied is None:
        decision.refuse(
            rules.GRANT_STEPS,
            f"Grant {grant} is {view.step}; for this it must be {step}.",
            [view.last],
        )
    return view.applied
