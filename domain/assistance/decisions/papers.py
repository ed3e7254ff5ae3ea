"""Missing papers are asked for and come in, an application is withdrawn, neighbours are asked."""

from __future__ import annotations

from dataclasses import dataclass

from domain.assistance import rules
from domain.assistance.decisions.base import CaseDecision
from domain.assistance.records import (
    ApplicationAccepted,
    ApplicationWithdrawn,
    NeighboursAsked,
    ReliefPaid,
    SupplementReceived,
    SupplementRequested,
)
from domain.common import tags
from domain.common.working_days import working_days_after

INTERVIEWERS_LEAST = 2


@dataclass
class RequestSupplement(CaseDecision):
    """Tell the applicant once, in writing, of every paper that is missing 一次性告知补正."""

    letter: str

    def execute(self) -> None:
        self.must_be_undecided()
        missing = sorted(set(self.edition.papers_asked) - self.history.papers())
        asked = self.history.supplement()
        accepted = self.history.latest(ApplicationAccepted)
        if asked is not None or accepted is not None or not missing:
            self.refuse(
                rules.PAPERS_COMPLETE,
                f"Case {self.case} {_why_not(asked is not None, accepted is not None)}.",
                [asked.citation if asked else None, accepted.citation if accepted else None],
                "Accept the application, or record what comes in.",
            )
        due = working_days_after(self.act.day, self.edition.supplement_days)
        record = SupplementRequested(
            case=self.case, missing=missing, letter=self.letter, due=due.isoformat()
        )
        self.record_step(record, tags.document(self.letter))


@dataclass
class ReceiveSupplement(CaseDecision):
    """Take in papers that come later 补正材料."""

    papers: tuple[str, ...]

    def execute(self) -> None:
        if self.history.application is None:
            self.must_be_undecided()
        new = set(self.papers) - self.history.papers()
        if not new:
            self.refuse(
                rules.PAPERS_COMPLETE,
                f"Case {self.case} has {', '.join(sorted(self.papers)) or 'no papers named'} "
                "already.",
            )
        has = self.history.papers() | new
        record = SupplementReceived(
            case=self.case,
            papers=sorted(new),
            still_missing=sorted(set(self.edition.papers_asked) - has),
            working_days_late=self.days_late(self._due()),
        )
        self.record_step(record)

    def _due(self) -> str:
        """The last day: of the notice of missing papers, or of relief paid in an emergency."""
        asked, paid = self.history.supplement(), self.history.latest(ReliefPaid)
        if asked is not None:
            return asked.record.due
        return paid.record.papers_due if paid else ""


@dataclass
class WithdrawApplication(CaseDecision):
    """The applicant takes the application back 撤回申请."""

    letter: str

    def execute(self) -> None:
        self.must_be_undecided()
        record = ApplicationWithdrawn(case=self.case, letter=self.letter)
        self.record_step(record, tags.document(self.letter))


@dataclass
class AskNeighbours(CaseDecision):
    """Ask neighbours about the household 邻里访问; never the only ground of a decision."""

    interviewers: tuple[str, ...]
    asked: int
    confirming: int
    minutes: str

    def execute(self) -> None:
        self.must_come_after(ApplicationAccepted)
        two = len(set(self.interviewers)) >= INTERVIEWERS_LEAST
        if not two or not 0 <= self.confirming <= self.asked or self.asked < 1:
            self.refuse(
                rules.MEANS_SUFFICIENTLY_CHECKED,
                f"Case {self.case}: {len(set(self.interviewers))} interviewers asked "
                f"{self.asked} neighbours, {self.confirming} of them confirming.",
                advice=f"At least {INTERVIEWERS_LEAST} ask at least one neighbour.",
            )
        record = NeighboursAsked(
            case=self.case,
            interviewers=sorted(set(self.interviewers)),
            asked=self.asked,
            confirming=self.confirming,
            minutes=self.minutes,
        )
        self.record_step(record, tags.document(self.minutes))


def _why_not(asked: bool, accepted: bool) -> str:
    if asked:
        return "was asked for all missing papers already"
    return "was accepted already" if accepted else "lacks no papers"
