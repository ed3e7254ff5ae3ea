"""What is to be paid in which month, and the runs that pay it.

A run is ordered, sent to the bank by another official, and answered. One payment in some hundreds
comes back from the bank, one in some hundreds is held while something is looked into; both are
paid with the next month's run.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from domain.assistance.decisions import (
    BookBankAnswer,
    HoldPayments,
    PayBenefits,
    Payment,
    ReleaseHold,
    RunLine,
    SendRun,
)
from domain.assistance.decisions.payments import PAYMENTS_MOST
from domain.assistance.decisions.running import run_code
from domain.assistance.records.payments import BANK_REASONS
from domain.assistance.schemes import Scheme
from domain.common.decisions import Decision
from tools.demo.registers.assistance.desk import MONTHS, Desk
from tools.demo.world import Office

RETURNED_ONE_IN = 400
HELD_ONE_IN = 500
BANK = "威海市商业银行"


@dataclass(frozen=True)
class Due:
    """A payment of a month."""

    month: int
    line: Payment
    steady: bool
    """Neither returned nor held: something else hangs on its being paid in its month."""


@dataclass
class Run:
    """What one run pays: its own month's lines, and those that were returned or held before."""

    due: list[Due] = field(default_factory=list)

    def by_month(self) -> dict[int, list[Payment]]:
        """Its lines by benefit month."""
        months: dict[int, list[Payment]] = defaultdict(list)
        for due in self.due:
            months[due.month].append(due.line)
        return months

    @property
    def amount_fen(self) -> int:
        """All its lines together."""
        return sum(due.line.amount_fen for due in self.due)


class PaymentList:
    """Payments due, by scheme, office and month of payment."""

    def __init__(self) -> None:
        self._runs: dict[tuple[Scheme, Office, int], Run] = defaultdict(Run)
        self._waited: set[str] = set()
        """Cases of which one payment was returned or held; one is enough."""

    def add(
        self, scheme: Scheme, office: Office, month: int, line: Payment, *, steady: bool = False
    ) -> None:
        """One case is due one amount for a month."""
        self._runs[scheme, office, month].due.append(Due(month, line, steady))

    def runs(self, desk: Desk) -> Iterator[Decision]:
        """The commands that pay everything, month by month."""
        for month in range(1, MONTHS + 1):
            for scheme, office, _ in [key for key in self._runs if key[2] == month]:
                yield from self._held(desk, scheme, office, month)
                run = self._runs[scheme, office, month]
                if run.due:
                    yield from self._run(desk, scheme, office, month, run)

    def _held(self, desk: Desk, scheme: Scheme, office: Office, month: int) -> Iterator[Decision]:
        """Some of a month's lines are held and put into the next run."""
        run = self._runs[scheme, office, month]
        for due in list(run.due):
            if self._waits(desk, due, month, HELD_ONE_IN):
                case, letter = due.line.case, desk.paper("缓")
                held = desk.act(office, "review", desk.day(month - 1, 23, 26))
                yield HoldPayments(held, case, "tip-off is looked into", letter)
                released = desk.act(office, "confirmation", desk.day(month, 23, 26))
                yield ReleaseHold(released, case, desk.paper("解"))
                run.due.remove(due)
                self._runs[scheme, office, month + 1].due.append(due)

    def _run(
        self, desk: Desk, scheme: Scheme, office: Office, month: int, run: Run
    ) -> Iterator[Decision]:
        for benefit_month, lines in sorted(run.by_month().items()):
            for start in range(0, len(lines), PAYMENTS_MOST):
                act = desk.act(office, "payment", desk.day(month, 5, 9))
                some = tuple(lines[start : start + PAYMENTS_MOST])
                yield PayBenefits(act, scheme, desk.month(benefit_month), some)
        code = run_code(scheme, office.code, desk.month(month))
        sent = desk.act(office, "finance", desk.day(month, 12))
        file = f"{desk.random.getrandbits(256):064x}"
        yield SendRun(sent, code, BANK, file, len(run.due), run.amount_fen)
        yield self._answer(desk, scheme, office, month, run)

    def _answer(self, desk: Desk, scheme: Scheme, office: Office, month: int, run: Run) -> Decision:
        """The bank's answer; what it returns goes into the next run."""
        returned = [due for due in run.due if self._waits(desk, due, month, RETURNED_ONE_IN)]
        self._runs[scheme, office, month + 1].due += returned
        lines = tuple(
            RunLine(due.line.case, desk.month(due.month), desk.random.choice(BANK_REASONS))
            for due in returned
        )
        returned_fen = sum(due.line.amount_fen for due in returned)
        return BookBankAnswer(
            desk.act(office, "bank", desk.day(month, 16, 18)),
            run_code(scheme, office.code, desk.month(month)),
            lines,
            desk.paper("回"),
            f"{desk.random.getrandbits(256):064x}",
            len(run.due) - len(returned),
            run.amount_fen - returned_fen,
        )

    def _waits(self, desk: Desk, due: Due, month: int, one_in: int) -> bool:
        """Whether a line goes into the next run: of this month, if that run is this year's."""
        may = month < MONTHS and due.month == month and not due.steady
        if not may or due.line.case in self._waited or desk.random.randrange(one_in):
            return False
        self._waited.add(due.line.case)
        return True
