"""What is to be paid in which month, and the runs that pay it.

One payment in some hundreds comes back from the bank and is paid again with the next month's run.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from domain.assistance.decisions import PayBenefits, Payment, ReversePayment
from domain.assistance.decisions.payments import PAYMENTS_MOST
from domain.assistance.schemes import Scheme
from domain.common.decisions import Decision
from tools.demo.registers.assistance.desk import MONTHS, Desk
from tools.demo.world import Office

RETURNED_ONE_IN = 400


class PaymentList:
    """Payments due, by scheme, office and month."""

    def __init__(self) -> None:
        self._due: dict[tuple[Scheme, Office, int], list[Payment]] = defaultdict(list)

    def add(self, scheme: Scheme, office: Office, month: int, case: str, amount_fen: int) -> None:
        """One case is due one amount for a month."""
        self._due[scheme, office, month].append(Payment(case, amount_fen))

    def runs(self, desk: Desk) -> Iterator[Decision]:
        """The commands that pay everything, and the returns of the bank."""
        for (scheme, office, month), due in self._due.items():
            for start in range(0, len(due), PAYMENTS_MOST):
                lines = tuple(due[start : start + PAYMENTS_MOST])
                yield _pay(desk, scheme, office, month, month, lines)
            for payment in due:
                if month < MONTHS and desk.random.randrange(RETURNED_ONE_IN) == 0:
                    yield from _return(desk, scheme, office, month, payment)


def _return(
    desk: Desk, scheme: Scheme, office: Office, month: int, payment: Payment
) -> Iterator[Decision]:
    act = desk.act(office, "bank", desk.day(month, 13, 16))
    yield ReversePayment(act, payment.case, desk.month(month), "bank-return")
    yield _pay(desk, scheme, office, month, month + 1, (payment,))


def _pay(
    desk: Desk,
    scheme: Scheme,
    office: Office,
    month: int,
    month_paid: int,
    lines: tuple[Payment, ...],
) -> Decision:
    act = desk.act(office, "payment", desk.day(month_paid, 5, 9))
    return PayBenefits(act, scheme, desk.month(month), lines)
