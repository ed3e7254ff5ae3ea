"""Recipients are drawn by rule and asked what they received 回访."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from eventsourcing.dcb import domain as dcb

from domain.common import tags as common
from domain.common.decisions import All, Decision
from domain.common.duties import Duty
from domain.common.records import Record
from domain.common.refusals import Citation
from domain.common.sampling import METHOD, PER_CENT, draw
from domain.work import rules, tags
from domain.work.records import ComplaintReceived, Receipt, RecipientVisited, VisitsDrawn


@dataclass(frozen=True)
class Payment:
    """A payment of the run, of whatever register."""

    amount_fen: int
    about: tuple[str, ...]
    """Its case and persons."""
    official: str
    citation: Citation


@dataclass
class VisitDecision(Decision):
    """A run, its payments, and the sample drawn from it."""

    sample: str
    run: str
    """Code of the payment run."""

    payments: dict[int, Payment] = field(default_factory=dict, init=False, repr=False)
    drawn: VisitsDrawn | None = field(default=None, init=False, repr=False)
    drawn_at: Citation | None = field(default=None, init=False, repr=False)
    visited: dict[int, Citation] = field(default_factory=dict, init=False, repr=False)

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        own = All([VisitsDrawn, RecipientVisited], [tags.visit_sample(self.sample)])
        return [own, All([], [common.run(self.run)])]

    def show(self, tagged: dcb.Tagged[Record], citation: Citation) -> None:
        record = tagged.decision
        if isinstance(record, VisitsDrawn) and record.sample == self.sample:
            self.drawn, self.drawn_at = record, citation
        elif isinstance(record, RecipientVisited):
            self.visited[record.position] = citation
        elif record.duty is not None and record.duty.duty is Duty.PAY:
            self.payments[citation.position] = Payment(
                int(getattr(record, "amount_fen", 0)),
                tuple(tag for tag in tagged.tags if tag.startswith(("case:", "person:"))),
                next(tag for tag in tagged.tags if tag.startswith("official:")),
                citation,
            )


@dataclass
class DrawVisits(VisitDecision):
    """Draw a share of the payments of a run; their recipients are to be asked."""

    share_percent: int
    seed: str

    def execute(self) -> None:
        is_share = 1 <= self.share_percent <= PER_CENT
        if self.drawn_at or not self.sample or not self.seed or not self.payments or not is_share:
            self.refuse(
                rules.VISITS_BY_RULE,
                f"Sample {self.sample!r} would draw {self.share_percent} % of "
                f"{len(self.payments)} payments of run {self.run}.",
                [self.drawn_at],
            )
        record = VisitsDrawn(
            sample=self.sample,
            run=self.run,
            payments=len(self.payments),
            seed=self.seed,
            method=METHOD,
            drawn=draw(self.seed, self.payments, self.share_percent),
        )
        self.record(record, [tags.visit_sample(self.sample), common.run(self.run)])


@dataclass
class RecordVisit(VisitDecision):
    """Record what a recipient said; anything but the sum paid opens a complaint at once."""

    position: int
    receipt: Receipt
    amount_said_fen: int
    visited_with: str

    def execute(self) -> None:
        payment = self.payments.get(self.position)
        by = common.official(self.act.by)
        visitors = {by, common.official(self.visited_with)}
        is_drawn = self.drawn is not None and self.position in self.drawn.drawn
        if (
            payment is None
            or not is_drawn
            or self.position in self.visited
            or len(visitors) < 2
            or not self.visited_with
            or payment.official in visitors
            or self.amount_said_fen < 0
        ):
            self.refuse(
                rules.VISIT_OF_SAMPLE,
                f"The payment at position {self.position} of sample {self.sample} cannot be "
                f"visited by {self.act.by} and {self.visited_with or 'nobody'}.",
                [
                    self.drawn_at,
                    self.visited.get(self.position),
                    payment.citation if payment else None,
                ],
            )
        is_well = self.receipt == "received" and self.amount_said_fen == payment.amount_fen
        complaint = "" if is_well else f"{self.sample}-{self.position}"
        record = RecipientVisited(
            sample=self.sample,
            position=self.position,
            receipt=self.receipt,
            amount_fen=payment.amount_fen,
            amount_said_fen=self.amount_said_fen,
            complaint=complaint,
            visited_with=self.visited_with,
        )
        self.record(record, [tags.visit_sample(self.sample), *payment.about])
        if complaint:
            opened = ComplaintReceived(
                complaint=complaint,
                kind="visit",
                channel="visit",
                about=[*payment.about, payment.official],
                is_anonymous=False,
                document="",
            )
            self.record(opened, [tags.complaint(complaint), *payment.about, payment.official])
