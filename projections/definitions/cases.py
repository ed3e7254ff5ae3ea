"""How far each case of assistance has come 个案进度, what it lacks, and what is due when."""

from __future__ import annotations

import ibis

from domain.assistance import records as kept
from projections.definition import Projection, greatest, latest

_STAGE: dict[str, str] = {
    kept.DibaoApplied.type: "applied",
    kept.TekunApplied.type: "applied",
    kept.SubsidyApplied.type: "applied",
    kept.ReliefApplied.type: "applied",
    kept.SupplementRequested.type: "supplement-requested",
    kept.SupplementReceived.type: "supplement-received",
    kept.ApplicationWithdrawn.type: "withdrawn",
    kept.ApplicationAccepted.type: "accepted",
    kept.MeansChecked.type: "checked",
    kept.AppraisalHeld.type: "appraised",
    kept.NoticePosted.type: "noticed",
    kept.ObjectionRaised.type: "objected",
    kept.ApplicationRejected.type: "rejected",
    kept.DibaoConfirmed.type: "confirmed",
    kept.TekunConfirmed.type: "confirmed",
    kept.SubsidyConfirmed.type: "confirmed",
    kept.ReliefConfirmed.type: "confirmed",
    kept.ReliefPaid.type: "paid",
    kept.ReliefReturned.type: "returned",
    kept.CaseSuspended.type: "suspended",
    kept.CaseResumed.type: "resumed",
    kept.PaymentHeld.type: "held",
    kept.HoldReleased.type: "released",
    kept.GracePeriodStarted.type: "in-grace",
    kept.CaseTerminated.type: "terminated",
}
_DUE_SET = (
    kept.SupplementRequested.type,
    kept.ApplicationAccepted.type,
    kept.NoticePosted.type,
    kept.ReliefPaid.type,
)
"""Steps that say by when the next must be taken; any other stage has nothing due."""


def _rows(batch: ibis.Table) -> ibis.Table:
    stage = batch.type.cases(*_STAGE.items(), else_=None)
    due = ibis.coalesce(batch.due, batch.decide_by, batch.confirm_by, batch.papers_due)
    is_review = batch.type == kept.ReviewHeld.type
    return batch.select(
        "position",
        "case",
        "office",
        "scheme",
        stage=stage,
        stage_day=stage.isnull().ifelse(None, batch.occurred_day.strftime("%Y-%m-%d")),
        due_day=stage.isnull().ifelse(None, batch.type.isin(_DUE_SET).ifelse(due.coalesce(""), "")),
        papers_missing=ibis.coalesce(batch.missing, batch.still_missing),
        notice_first=batch.day_first,
        notice_last=batch.day_last,
        review_month=is_review.ifelse(batch.next_due_month, batch.review_month),
        working_days_late=batch.working_days_late,
        review_months_late=batch.months_late,
    )


CASES = Projection(
    name="assistance_cases",
    title="Cases of assistance and what is due",
    title_zh="救助个案进度",
    types=(*_STAGE, kept.ReviewHeld.type),
    reads={
        "office": "string",
        "occurred_day": "date",
        "case": "string",
        "scheme": "string",
        "due": "string",
        "decide_by": "string",
        "confirm_by": "string",
        "papers_due": "string",
        "missing": "array<string>",
        "still_missing": "array<string>",
        "day_first": "string",
        "day_last": "string",
        "review_month": "string",
        "next_due_month": "string",
        "working_days_late": "int64",
        "months_late": "int64",
    },
    keys={"case": "string"},
    values=(
        latest("office"),
        latest("scheme"),
        latest("stage"),
        latest("stage_day"),
        latest("due_day"),
        latest("papers_missing", "array<string>"),
        latest("notice_first"),
        latest("notice_last"),
        latest("review_month"),
        greatest("working_days_late"),
        greatest("review_months_late"),
    ),
    rows=_rows,
)
"""By case. `due_day` is by when the next step must be taken, empty if nothing is due; late is what
is past it on the day of asking. `papers_missing` is as last told. `working_days_late` is the worst
that any step of the case was."""
