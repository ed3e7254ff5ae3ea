"""A payment run 发放批次 as a whole: ordered, sent to the bank, answered by the bank.

A run is scheme, office and month of payment. Each command that pays is one numbered batch of it.
Lines are individual records (`BenefitPaid`, `PaymentReversed`); these records carry the run's
totals, so that the newest one says how the run stands:

    ordered = cancelled + unsent + outstanding at the bank + settled + returned

Tags: the run.
"""

from __future__ import annotations

from domain.common.records import Record


class RunRecord(Record):
    """What every record of a run carries: its totals after it, and where its batches stand."""

    run: str
    batch_ordered: int
    """Number of the newest batch; 1, 2, 3 … without a gap."""
    batch_sent: int
    """Number of the newest batch that went to the bank; those before went too."""
    makers: list[str]
    """Officials who ordered batches that have not been sent."""
    ordered_lines: int
    ordered_fen: int
    cancelled_lines: int
    cancelled_fen: int
    sent_lines: int
    sent_fen: int
    settled_lines: int
    settled_fen: int
    returned_lines: int
    returned_fen: int

    @property
    def unsent(self) -> tuple[int, int]:
        """Lines and fen that were ordered and neither sent nor cancelled."""
        return (
            self.ordered_lines - self.cancelled_lines - self.sent_lines,
            self.ordered_fen - self.cancelled_fen - self.sent_fen,
        )

    @property
    def outstanding(self) -> tuple[int, int]:
        """Lines and fen in transit 在途: sent, and not yet answered by the bank."""
        return (
            self.sent_lines - self.settled_lines - self.returned_lines,
            self.sent_fen - self.settled_fen - self.returned_fen,
        )


class RunOrdered(RunRecord):
    """One batch was ordered 发放批次制单: its lines are the payments of the same command."""

    type = "assistance.run-ordered.v1"

    scheme: str
    benefit_month: str
    lines: int
    amount_fen: int


class RunCancelled(RunRecord):
    """Lines that had not been sent were cancelled 撤销; each is reversed in the same command."""

    type = "assistance.run-cancelled.v1"

    lines: int
    amount_fen: int
    reason: str


class RunSent(RunRecord):
    """Everything unsent went to the bank in one file 报送代发银行, by another official."""

    type = "assistance.run-sent.v1"

    bank: str
    file_sha256: str
    """Digest of the file, line by line what was ordered."""
    lines: int
    amount_fen: int


class RunAnswered(RunRecord):
    """The bank answered for lines of the run 银行回盘; returned ones are reversed one by one."""

    type = "assistance.run-answered.v1"

    bank_reference: str
    file_sha256: str
    lines_settled: int
    amount_settled_fen: int
    lines_returned: int
    amount_returned_fen: int


class RunLineReturned(RunRecord):
    """One line came back by itself, after or beside the bank's file 退票, 收回."""

    type = "assistance.run-line-returned.v1"

    case: str
    amount_fen: int
    reason: str


RUN_RECORDS = (RunOrdered, RunCancelled, RunSent, RunAnswered, RunLineReturned)
