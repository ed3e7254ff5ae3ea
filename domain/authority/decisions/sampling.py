"""The district draws delegated decisions and reviews them 下放审批抽查."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from eventsourcing.dcb import domain as dcb

from domain.authority import rules
from domain.authority.decisions.base import AuthorityDecision
from domain.authority.records import ESTABLISHMENT_RECORDS, DecisionReviewed, SampleDrawn
from domain.authority.tags import sample
from domain.common import tags
from domain.common.decisions import All
from domain.common.duties import Duty
from domain.common.records import Record
from domain.common.refusals import Citation
from domain.common.sampling import METHOD, PER_CENT, draw


@dataclass
class SampleDecision(AuthorityDecision):
    """Looks at a sample and at the decisions of its grant."""

    sample: str
    grant: str

    drawn: SampleDrawn | None = field(default=None, init=False, repr=False)
    drawn_at: Citation | None = field(default=None, init=False, repr=False)
    reviewed: dict[int, Citation] = field(default_factory=dict, init=False, repr=False)
    decided: dict[int, tuple[Citation, str]] = field(default_factory=dict, init=False, repr=False)
    """Decisions of the grant by position, with who made them."""

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        own = All([SampleDrawn, DecisionReviewed], [sample(self.sample)])
        return [*super().consistency_boundary(), own, All([], [tags.power(self.grant)])]

    def show(self, tagged: dcb.Tagged[Record], citation: Citation) -> None:
        record = tagged.decision
        if isinstance(record, SampleDrawn) and record.sample == self.sample:
            self.drawn, self.drawn_at = record, citation
        elif isinstance(record, DecisionReviewed) and record.sample == self.sample:
            self.reviewed[record.position] = citation
        elif isinstance(record, ESTABLISHMENT_RECORDS):
            super().show(tagged, citation)
        elif record.duty is not None and record.duty.duty is Duty.APPROVE:
            by = next((tag for tag in tagged.tags if tag.startswith("official:")), "")
            self.decided[citation.position] = (citation, by.removeprefix("official:"))


@dataclass
class DrawSample(SampleDecision):
    """Draw a share of the decisions made under a grant between two positions 抽样."""

    position_first: int
    position_last: int
    share_percent: int
    seed: str

    def execute(self) -> None:
        self.must_be_district()
        grant = self.now.grants.get(self.grant)
        inside = [p for p in self.decided if self.position_first <= p <= self.position_last]
        if (
            self.drawn_at
            or grant is None
            or not self.sample
            or not self.seed
            or not inside
            or not 1 <= self.share_percent <= PER_CENT
        ):
            self.refuse(
                rules.SAMPLE_BY_RULE,
                f"Sample {self.sample!r} would draw {self.share_percent} % of {len(inside)} "
                f"decisions under {self.grant} with the seed {self.seed!r}.",
                [self.drawn_at],
                "Give a new code, a seed, and a grant under which something was decided.",
            )
        record = SampleDrawn(
            sample=self.sample,
            grant=self.grant,
            position_first=self.position_first,
            position_last=self.position_last,
            decisions=len(inside),
            seed=self.seed,
            method=METHOD,
            drawn=draw(self.seed, inside, self.share_percent),
        )
        about = [sample(self.sample), tags.power(self.grant), tags.office(grant.office)]
        self.record(record, about)


@dataclass
class ReviewDecision(SampleDecision):
    """Review one drawn decision 复核: in order, or a finding with what has to be mended."""

    position: int
    in_order: bool
    finding: str = ""
    order: str = ""

    def execute(self) -> None:
        self.must_be_district()
        earlier = self.reviewed.get(self.position)
        drawn = self.drawn.drawn if self.drawn else []
        decided_at, decided_by = self.decided.get(self.position, (None, ""))
        is_said = (
            not self.finding and not self.order
            if self.in_order
            else (bool(self.finding) and bool(self.order))
        )
        if (
            self.position not in drawn
            or earlier
            or not is_said
            or self.now.are_one(decided_by, self.act.by)
        ):
            self.refuse(
                rules.REVIEW_OF_SAMPLE,
                f"Position {self.position} of sample {self.sample} cannot be reviewed like that "
                f"by {self.act.by}.",
                [self.drawn_at, decided_at, earlier],
                "Review a drawn decision that another official made; give a defect its order.",
            )
        record = DecisionReviewed(
            sample=self.sample,
            position=self.position,
            in_order=self.in_order,
            finding=self.finding,
            order=self.order,
        )
        self.record(record, [sample(self.sample), tags.power(self.grant)])
