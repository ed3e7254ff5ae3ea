"""Who has a piece of work in hand 承办, and who takes it over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from eventsourcing.dcb import domain as dcb

from domain.common import tags as common
from domain.common.decisions import All, Decision
from domain.common.records import Record
from domain.common.refusals import Citation
from domain.work import rules, tags
from domain.work.records import WorkAssigned, WorkTakenOver


@dataclass
class WorkDecision(Decision):
    """A piece of work: a deadline and what it is about."""

    deadline: str
    about: str
    """A tag, e.g. `case:complaint-2019-001`."""
    official: str

    holder: str = field(default="", init=False, repr=False)
    holder_at: Citation | None = field(default=None, init=False, repr=False)

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        return [All([WorkAssigned, WorkTakenOver], [tags.task(self.deadline, self.about)])]

    def show(self, tagged: dcb.Tagged[Record], citation: Citation) -> None:
        record = tagged.decision
        if isinstance(record, WorkAssigned | WorkTakenOver):
            self.holder, self.holder_at = record.official, citation

    def must_be_known(self) -> None:
        """A register declares the deadline."""
        from domain.registry import DEADLINES  # the registry lists this register too

        if self.deadline not in DEADLINES or ":" not in self.about or not self.official:
            self.refuse(
                rules.IN_ONE_HAND,
                f"There is no work {self.deadline!r} about {self.about!r}.",
                advice=f"Known are {', '.join(sorted(DEADLINES))}.",
            )

    def keep(self, record: Record) -> None:
        """Record who has it now."""
        about = [tags.task(self.deadline, self.about), self.about, common.post(self.official)]
        self.record(record, about)


@dataclass
class AssignWork(WorkDecision):
    """Give a piece of work to an official, or take it in hand oneself 分派、领办."""

    def execute(self) -> None:
        self.must_be_known()
        if self.holder:
            self.refuse(
                rules.IN_ONE_HAND,
                f"Official {self.holder} has {self.deadline} of {self.about} in hand.",
                [self.holder_at],
                "Have a supervisor give it to another.",
            )
        self.keep(WorkAssigned(deadline=self.deadline, about=self.about, official=self.official))


@dataclass
class TakeOverWork(WorkDecision):
    """Give work in hand to another official 改派; by a third, who supervises."""

    reason: str

    def execute(self) -> None:
        self.must_be_known()
        is_supervised = self.act.by not in (self.holder, self.official)
        if not self.holder or self.holder == self.official or not is_supervised or not self.reason:
            self.refuse(
                rules.IN_ONE_HAND,
                f"{self.deadline} of {self.about} is in the hand of {self.holder or 'nobody'}; "
                f"{self.act.by} would give it to {self.official}.",
                [self.holder_at],
                "A third official decides that, with a reason.",
            )
        self.keep(
            WorkTakenOver(
                deadline=self.deadline,
                about=self.about,
                official_before=self.holder,
                official=self.official,
                reason=self.reason,
            )
        )
