"""Means are checked, self-care is assessed, appraisal is held, notice is posted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from domain.assistance import rules
from domain.assistance.decisions.base import CaseDecision
from domain.assistance.editions import NOTICE_DAYS_LEAST
from domain.assistance.records import (
    ApplicationAccepted,
    AppraisalHeld,
    MeansChecked,
    NoticePosted,
    ObjectionRaised,
    SelfCareAssessed,
)
from domain.assistance.schemes import Scheme
from domain.common import tags
from domain.common.money import yuan
from domain.common.working_days import working_days_after

SOURCES_ASKED = ("bank", "business", "property", "social-insurance", "vehicle")
VISITORS_LEAST = 2


@dataclass
class ReportMeansCheck(CaseDecision):
    """Report the check of means and the home visit 核对, 入户调查."""

    report: str
    sources: tuple[str, ...]
    income_fen: int
    assets_within_limits: bool
    visitors: tuple[str, ...]

    def execute(self) -> None:
        self.must_come_after(ApplicationAccepted)
        missing = sorted(set(SOURCES_ASKED) - set(self.sources))
        if missing or len(set(self.visitors)) < VISITORS_LEAST or self.income_fen < 0:
            self.refuse(
                rules.MEANS_SUFFICIENTLY_CHECKED,
                f"Case {self.case}: no answer from {', '.join(missing) or 'none'}; "
                f"{len(set(self.visitors))} visitors; income {self.income_fen} fen.",
                advice="Complete the check, then report it.",
            )
        record = MeansChecked(
            case=self.case,
            report=self.report,
            sources=sorted(set(self.sources)),
            income_fen=self.income_fen,
            assets_within_limits=self.assets_within_limits,
            visitors=list(self.visitors),
        )
        self.record_step(record, tags.document(self.report))


@dataclass
class AssessSelfCare(CaseDecision):
    """Assess which of six activities a tekun person can do alone, first or anew.

    Care is paid by it from the month after the assessment.
    """

    can_eat: bool
    can_dress: bool
    can_bed: bool
    can_toilet: bool
    can_walk: bool
    can_bathe: bool
    report: str

    def execute(self) -> None:
        application = self.history.application
        accepted = self.history.latest(ApplicationAccepted)
        ended = self.history.termination
        if application is None or accepted is None or ended is not None:
            self.refuse(
                rules.STEPS_IN_ORDER,
                f"Case {self.case} is not accepted, or has ended.",
                [ended.citation if ended else None],
            )
        if self.history.scheme is not Scheme.TEKUN:
            self.refuse(
                rules.SELF_CARE_ASSESSED,
                f"Case {self.case} is {self.history.scheme}, not tekun.",
                [application.citation],
            )
        record = SelfCareAssessed(
            case=self.case,
            person=self.history.people_in(self.this_month)[0],
            can_eat=self.can_eat,
            can_dress=self.can_dress,
            can_bed=self.can_bed,
            can_toilet=self.can_toilet,
            can_walk=self.can_walk,
            can_bathe=self.can_bathe,
            report=self.report,
            from_month=self.next_month,
        )
        self.record_step(record, tags.document(self.report))


@dataclass
class HoldAppraisal(CaseDecision):
    """Hold democratic appraisal 民主评议."""

    minutes: str
    votes_for: int
    votes_against: int

    def execute(self) -> None:
        self.must_come_after(MeansChecked)
        if min(self.votes_for, self.votes_against) < 0 or self.votes_for + self.votes_against == 0:
            self.refuse(
                rules.APPRAISAL_HELD,
                f"The appraisal of case {self.case} has {self.votes_for} votes for and "
                f"{self.votes_against} against.",
            )
        record = AppraisalHeld(
            case=self.case,
            minutes=self.minutes,
            votes_for=self.votes_for,
            votes_against=self.votes_against,
        )
        self.record_step(record, tags.document(self.minutes))


@dataclass
class PostNotice(CaseDecision):
    """Post the public notice 公示 of who is to get how much."""

    place: str
    day_first: date
    day_last: date
    amount_fen: int
    photo_sha256: str

    def execute(self) -> None:
        self.must_come_after(MeansChecked)
        self._must_be_appraised()
        days = (self.day_last - self.day_first).days + 1
        if days < NOTICE_DAYS_LEAST:
            self.refuse(
                rules.NOTICE_SEVEN_DAYS,
                f"The notice of case {self.case} would stand for {days} days.",
                advice=f"Let it stand for {NOTICE_DAYS_LEAST} days or more.",
            )
        self.must_lie_behind(self.day_first, "a notice is posted")
        if self.amount_fen <= 0:
            self.refuse(
                rules.AS_NOTICED,
                f"The notice of case {self.case} would say {yuan(self.amount_fen)} yuan.",
                advice="Reject the application if nothing is due.",
            )
        people = self.history.people_in(self.this_month)
        confirm_by = working_days_after(self.day_last, self.edition.confirm_days)
        record = NoticePosted(
            case=self.case,
            place=self.place,
            day_first=self.day_first.isoformat(),
            day_last=self.day_last.isoformat(),
            persons=len(people),
            amount_fen=self.amount_fen,
            photo_sha256=self.photo_sha256,
            confirm_by=confirm_by.isoformat(),
        )
        self.record_step(record)

    def _must_be_appraised(self) -> None:
        if self.history.scheme is not Scheme.DIBAO:
            return
        always = self.edition.appraisal_always
        objection = self.history.latest(ObjectionRaised)
        appraisal = self.history.since_objection(AppraisalHeld)
        if appraisal is None and (always or objection):
            self.refuse(
                rules.APPRAISAL_HELD,
                f"Case {self.case} was not appraised{' since the objection' if objection else ''}.",
                [objection.citation if objection else None],
                "Hold the appraisal first.",
            )
        against = appraisal is not None and (
            appraisal.record.votes_for <= appraisal.record.votes_against
        )
        if appraisal and against:
            self.refuse(
                rules.APPRAISAL_HELD,
                f"The appraisal of case {self.case} went against it.",
                [appraisal.citation],
                "Check again, or reject the application.",
            )


@dataclass
class RaiseObjection(CaseDecision):
    """Object to a notice 异议: means check, appraisal and notice begin anew."""

    letter: str

    def execute(self) -> None:
        self.must_come_after(NoticePosted)
        record = ObjectionRaised(case=self.case, letter=self.letter)
        self.record_step(record, tags.document(self.letter))
