"""A run is sent to the bank, answered, and single lines are cancelled or taken back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from eventsourcing.dcb import domain as dcb

from domain.assistance import money_rules, rules
from domain.assistance.decisions.base import boundary_of_case
from domain.assistance.decisions.running import RunDecision
from domain.assistance.history import Seen
from domain.assistance.records import BenefitPaid, PaymentReversed
from domain.assistance.records.payments import (
    BANK_REASONS,
    BANK_RETURN,
    CANCELLED,
    REVERSAL_REASONS,
)
from domain.assistance.records.runs import RunAnswered, RunCancelled, RunLineReturned, RunSent
from domain.common.money import yuan
from domain.common.refusals import Citation

LINES_MOST = 200
"""Lines of one command; bounds what it reads and writes in one commit."""


@dataclass(frozen=True)
class RunLine:
    """A line of a run: the newest payment of a case for a benefit month that stands."""

    case: str
    benefit_month: str
    bank_reason: str = ""
    """Why the bank returned it, one of `BANK_REASONS`; empty if no bank did."""


@dataclass
class RunStep(RunDecision):
    """A step of a run that exists."""

    run: str

    def run_code(self) -> str:
        return self.run

    def must_agree(self, what: str, stated: tuple[int, int], due: tuple[int, int]) -> None:
        """Lines and fen as the command states them are those of the log."""
        if stated == due and stated[0] > 0:
            return
        self.refuse(
            money_rules.RUN_TOTALS_AGREE,
            f"Run {self.run}: {what} {stated[0]} lines of {yuan(stated[1])} yuan; the log has "
            f"{due[0]} lines of {yuan(due[1])} yuan.",
            [self.standing_cited],
            "Compare the file with the run, line by line.",
        )


@dataclass
class LinesOfRun(RunStep):
    """A step of a run that names some of its lines."""

    lines: tuple[RunLine, ...]

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        cases = sorted({line.case for line in self.lines})
        return [*super().consistency_boundary(), *map(boundary_of_case, cases)]

    def stand(self, *, sent: bool) -> list[Seen[BenefitPaid]]:
        """The payments that the lines name; each must stand, in this run, sent or not."""
        repeated = [line for line, times in Counter(self.lines).items() if times > 1]
        if len(self.lines) > LINES_MOST or repeated:
            self.refuse(
                rules.RUN_WELL_FORMED,
                f"Run {self.run}: {len(self.lines)} lines, {len(repeated)} of them twice.",
                advice=f"Name each line once, up to {LINES_MOST} in a command.",
            )
        return [self._standing_line(line, sent) for line in self.lines]

    def _standing_line(self, line: RunLine, sent: bool) -> Seen[BenefitPaid]:
        payments = self.histories[line.case].payments(line.benefit_month)
        paid = payments[-1] if payments else None
        in_run = paid is not None and paid.record.run == self.run
        if paid is None or not in_run or (paid.record.batch <= self.totals["batch_sent"]) != sent:
            state = "sent" if sent else "ordered and not sent"
            self.refuse(
                rules.REVERSAL_OF_PAYMENT,
                f"Case {line.case} has no payment for {line.benefit_month} that stands in run "
                f"{self.run} and is {state}.",
                [paid.citation] if paid else self._taken_back(line),
            )
        self._must_not_be_owed_back(line)
        return paid

    def _must_not_be_owed_back(self, line: RunLine) -> None:
        """What was found overpaid comes back as a recovery: reversed too, it would count twice."""
        found = self.histories[line.case].overpaid(line.benefit_month)
        if found is not None:
            self.refuse(
                rules.REVERSAL_OF_PAYMENT,
                f"{line.benefit_month} of case {line.case} was found overpaid "
                f"({found.record.overpayment}).",
                [found.citation],
                "Book what comes back as its recovery.",
            )

    def _taken_back(self, line: RunLine) -> list[Citation]:
        return [
            seen.citation
            for seen in self.histories[line.case].all(PaymentReversed)
            if seen.record.benefit_month == line.benefit_month
        ]


@dataclass
class CancelPayments(LinesOfRun):
    """Cancel lines that have not been sent 撤销."""

    reason: str

    def execute(self) -> None:
        paid = self.stand(sent=False)
        amount_fen = sum(seen.record.amount_fen for seen in paid)
        if not paid or not self.reason:
            self.refuse(rules.REVERSAL_OF_PAYMENT, f"Run {self.run}: no line, or no reason.")
        for seen in paid:
            self.record_reversal(seen.record.case, seen.record, seen.citation.position, CANCELLED)
        self.record_run(
            RunCancelled,
            {"cancelled_lines": len(paid), "cancelled_fen": amount_fen},
            lines=len(paid),
            amount_fen=amount_fen,
            reason=self.reason,
        )


@dataclass
class SendRun(RunStep):
    """Send everything unsent to the bank in one file, by another than who ordered it."""

    bank: str
    file_sha256: str
    line_count: int
    amount_fen: int
    """Of all lines of the file together."""

    def execute(self) -> None:
        unsent = self.standing.unsent if self.standing else (0, 0)
        self.must_agree("the file holds", (self.line_count, self.amount_fen), unsent)
        if self.act.by in self.totals["makers"]:
            self.refuse(
                money_rules.RUN_IN_STEPS,
                f"Official {self.act.by} ordered payments of run {self.run}.",
                [self.standing_cited],
                "Let another official check and send it.",
            )
        self.record_run(
            RunSent,
            {
                "batch_sent": self.totals["batch_ordered"] - self.totals["batch_sent"],
                "makers": [],
                "sent_lines": self.line_count,
                "sent_fen": self.amount_fen,
            },
            bank=self.bank,
            file_sha256=self.file_sha256,
            lines=self.line_count,
            amount_fen=self.amount_fen,
        )


@dataclass
class BookBankAnswer(LinesOfRun):
    """Book the bank's answer 回盘: these lines came back 退票, the others it names were paid.

    A bank may answer in parts; what it has not answered for stays outstanding 在途. With `final`,
    nothing may be left.
    """

    bank_reference: str
    file_sha256: str
    settled_lines: int
    settled_fen: int
    final: bool = True

    def execute(self) -> None:
        returned = self.stand(sent=True)
        self._must_have_reasons()
        returned_fen = sum(seen.record.amount_fen for seen in returned)
        answered = (self.settled_lines + len(returned), self.settled_fen + returned_fen)
        outstanding = self.standing.outstanding if self.standing else (0, 0)
        within = 0 < answered[0] <= outstanding[0] and 0 <= answered[1] <= outstanding[1]
        if self.final or not within or min(self.settled_lines, self.settled_fen) < 0:
            self.must_agree("the bank answers for", answered, outstanding)
        for seen, line in zip(returned, self.lines, strict=True):
            position = seen.citation.position
            self.record_reversal(line.case, seen.record, position, BANK_RETURN, line.bank_reason)
        self.record_run(
            RunAnswered,
            {
                "settled_lines": self.settled_lines,
                "settled_fen": self.settled_fen,
                "returned_lines": len(returned),
                "returned_fen": returned_fen,
            },
            bank_reference=self.bank_reference,
            file_sha256=self.file_sha256,
            lines_settled=self.settled_lines,
            amount_settled_fen=self.settled_fen,
            lines_returned=len(returned),
            amount_returned_fen=returned_fen,
        )

    def _must_have_reasons(self) -> None:
        unknown = sorted({line.bank_reason for line in self.lines} - set(BANK_REASONS))
        if unknown:
            self.refuse(
                rules.REVERSAL_OF_PAYMENT,
                f"Run {self.run}: the bank's reason is {', '.join(map(repr, unknown))}.",
                advice=f"Reasons are {', '.join(BANK_REASONS)}.",
            )


@dataclass
class ReversePayment(LinesOfRun):
    """Book one settled line that came back after all, or was taken back 冲正.

    The month may then be paid again, in whatever run comes next.
    """

    reason: str

    def execute(self) -> None:
        paid = self.stand(sent=True)
        outstanding = self.standing.outstanding[0] if self.standing else 0
        if len(paid) != 1 or self.reason not in REVERSAL_REASONS or self.reason == CANCELLED:
            self.refuse(
                rules.REVERSAL_OF_PAYMENT,
                f"Run {self.run}: {len(paid)} lines are named; the reason is {self.reason!r}.",
                advice=f"Name one line. Reasons are {', '.join(REVERSAL_REASONS[1:])}.",
            )
        if outstanding:
            self.refuse(
                money_rules.RUN_IN_STEPS,
                f"The bank has not answered for {outstanding} lines of run {self.run}.",
                [self.standing_cited],
                "Book its answer first.",
            )
        line, seen = self.lines[0], paid[0]
        amount_fen, bank_reason = seen.record.amount_fen, line.bank_reason
        self.record_reversal(
            line.case, seen.record, seen.citation.position, self.reason, bank_reason
        )
        self.record_run(
            RunLineReturned,
            {
                "settled_lines": -1,
                "settled_fen": -amount_fen,
                "returned_lines": 1,
                "returned_fen": amount_fen,
            },
            case=line.case,
            amount_fen=amount_fen,
            reason=self.reason,
        )
