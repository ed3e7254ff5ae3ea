"""What the decisions about cases share: they are shown records and fold them by case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from eventsourcing.dcb import domain as dcb

from domain.assistance import rules
from domain.assistance.editions import Edition, edition_of
from domain.assistance.history import CaseHistory, Histories, Seen
from domain.assistance.months import month_after, month_of
from domain.assistance.records import (
    AWARD_RECORDS,
    FILE_RECORDS,
    AppraisalHeld,
    MeansChecked,
    NoticePosted,
    StandardAdopted,
)
from domain.assistance.schemes import Scheme, exclude_each_other
from domain.assistance.standards import Standards
from domain.common import tags
from domain.common.decisions import All, Decision
from domain.common.records import Record
from domain.common.refusals import Citation
from domain.common.working_days import working_days_late

UNDONE_BY_OBJECTION = (MeansChecked, AppraisalHeld, NoticePosted)


@dataclass
class AssistanceDecision(Decision):
    """Folds the records it is shown into cases and standards."""

    histories: Histories = field(default_factory=Histories, init=False, repr=False)
    standards: Standards = field(default_factory=Standards, init=False, repr=False)

    def show(self, tagged: dcb.Tagged[Record], citation: Citation) -> None:
        record = tagged.decision
        if isinstance(record, StandardAdopted):
            self.standards.add(record, citation)
        else:
            seen = Seen(record, citation, _official(tagged.tags))
            self.histories[getattr(record, "case", "")].add(seen)

    @property
    def rule_version(self) -> str:
        """The edition that judges the act; decisions about no scheme have none of their own."""
        scheme = self.scheme_at_hand
        return edition_of(scheme, self.act.day).code if scheme else super().rule_version

    @property
    def scheme_at_hand(self) -> Scheme | None:
        """The scheme that is decided about, if there is one."""
        return None

    @property
    def this_month(self) -> str:
        return month_of(self.act.day)

    @property
    def next_month(self) -> str:
        return month_after(self.this_month)


@dataclass
class CaseDecision(AssistanceDecision):
    """A decision about one case."""

    case: str

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        return [boundary_of_case(self.case)]

    @property
    def history(self) -> CaseHistory:
        return self.histories[self.case]

    @property
    def scheme_at_hand(self) -> Scheme | None:
        return self.history.scheme

    @property
    def edition(self) -> Edition:
        """The rules of the case's scheme on the day of the act; the case must be known."""
        scheme = self.history.scheme
        if scheme is None:
            raise LookupError(f"case {self.case} has no scheme yet")
        return edition_of(scheme, self.act.day)

    def record_step(self, record: Record, *more_tags: str) -> None:
        """Record a step of the case, tagged with the persons covered from now on."""
        people = self.history.people_in(self.next_month)
        self.record(record, [tags.case(self.case), *map(tags.person, people), *more_tags])

    def days_late(self, due: str) -> int:
        """Working days from a last day to the act; 0 if there is none or it is in time."""
        return working_days_late(date.fromisoformat(due), self.act.day) if due else 0

    def must_lie_behind(self, day: date, what: str) -> None:
        """What is recorded as done was done by the day of the act."""
        if day > self.act.day:
            self.refuse(
                rules.NOT_IN_FUTURE, f"Case {self.case}: {what} on {day}, after {self.act.day}."
            )

    def must_be_undecided(self) -> None:
        """The case was applied for and not yet confirmed or rejected."""
        verdict = self.history.verdict
        if self.history.application is None or verdict is not None:
            found = "decided already" if verdict else "unknown"
            self.refuse(
                rules.STEPS_IN_ORDER,
                f"Case {self.case} is {found}.",
                [verdict.citation if verdict else None],
                "" if verdict else "Record the application first.",
            )

    def must_come_after(self, *kinds: type[Record]) -> None:
        """Steps of these kinds were made, after the last objection if there was one."""
        self.must_be_undecided()
        for kind in kinds:
            stale = self.history.latest(kind)
            holds = self.history.since_objection(kind) if kind in UNDONE_BY_OBJECTION else stale
            if holds is None:
                self.refuse(
                    rules.STEPS_IN_ORDER,
                    f"Case {self.case} has no {kind.type} that holds.",
                    [stale.citation if stale else None],
                    "Take that step first.",
                )

    def must_be_live(self) -> None:
        """The case is confirmed and has not ended."""
        history = self.history
        end = history.termination
        if history.confirmation is None or end is not None:
            state = "has ended" if end else "is not confirmed"
            self.refuse(
                rules.CASE_LIVE,
                f"Case {self.case} {state}.",
                [end.citation if end else None],
            )

    def must_differ_from(self, seen: Seen[Record] | None, deed: str) -> None:
        """Who acts now is not who did that."""
        if seen is not None and seen.official == self.act.by:
            self.refuse(
                rules.DIFFERENT_OFFICIALS,
                f"Official {self.act.by} {deed} case {self.case}.",
                [seen.citation],
                "Let another official decide.",
            )

    def must_not_draw(self, scheme: Scheme, people: Sequence[str], month: str) -> None:
        """None of the people draws a scheme that excludes this one, from the month on."""
        for other in self.histories.values():
            other_scheme = other.scheme
            if other.case == self.case or other_scheme is None:
                continue
            shared = set(people) & set(other.people_in(month))
            if shared and other.is_live_from(month) and exclude_each_other(scheme, other_scheme):
                standing = other.dibao_terms(month) or other.confirmation
                self.refuse(
                    rules.ONE_SCHEME,
                    f"{len(shared)} of the persons of case {self.case} draw {other_scheme} in "
                    f"case {other.case} in {month}.",
                    [standing.citation if standing else None],
                    f"End case {other.case} first, or leave those persons out.",
                )


def boundary_of_case(case: str) -> All:
    """All steps and money of a case: also who did what in it."""
    return All(types=FILE_RECORDS, tags=[tags.case(case)])


def boundary_of_people(people: Sequence[str]) -> list[All]:
    """Whatever says which schemes these persons draw."""
    return [All(types=AWARD_RECORDS, tags=[tags.person(person)]) for person in people]


def _official(record_tags: Sequence[str]) -> str:
    return next((tag for tag in record_tags if tag.startswith("official:")), "").removeprefix(
        "official:"
    )
