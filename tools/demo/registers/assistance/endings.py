"""Cases end within the year; of those that end by death some were paid a month too long.

That month is established as overpaid and ordered back; most of it comes back, the rest is written
off. What was paid stays paid: money that comes back is no reversal.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from domain.assistance.decisions import (
    EstablishOverpayment,
    OrderRecovery,
    ReceiveRecovery,
    TerminateCase,
    WriteOffOverpayment,
)
from domain.common.decisions import Decision
from domain.common.people import Person
from domain.persons.decisions import ReportDeath
from tools.demo.registers.assistance.desk import MONTHS, Docket, Spell
from tools.demo.world import BUREAU

TOLD_LATE = 0.3
"""Deaths that are told the month after."""
WRITTEN_OFF = 0.25
RECOVERY_DAYS = 30


@dataclass(frozen=True)
class Ending:
    """How and when a case ends; `reason` is empty if it goes on into the next year."""

    docket: Docket
    people: tuple[Person, ...]
    month_last: int
    """The last month that is paid."""
    reason: str
    overpaid: int = 0
    """The month paid after death; 0 if there is none."""

    @staticmethod
    def of(
        docket: Docket, spell: Spell, people: tuple[Person, ...], reasons: Sequence[str]
    ) -> Ending:
        """The end of a spell, for one of some reasons."""
        if spell.last >= MONTHS:
            return Ending(docket, people, spell.last, "")
        random = docket.desk.random
        reason = random.choice(reasons)
        late = reason == "death" and spell.length > 1 and random.random() < TOLD_LATE
        return Ending(docket, people, spell.last, reason, spell.last if late else 0)

    def decisions(self, due_fen: Mapping[int, int]) -> Iterator[Decision]:
        """The end, and what follows from it."""
        if not self.reason:
            return
        desk, docket = self.docket.desk, self.docket
        if self.reason == "death":
            yield from self._death()
        act = desk.act(docket.office, "review", desk.day(self.month_last, 22, 23))
        month_not_paid = self.overpaid or self.month_last + 1
        letter = desk.paper("终")
        yield TerminateCase(act, docket.case, desk.month(month_not_paid), self.reason, letter)
        if self.overpaid:
            yield from self._recovery(due_fen[self.overpaid])

    def _death(self) -> Iterator[Decision]:
        """Each person's death, in the month before if it was told late."""
        desk = self.docket.desk
        told = desk.day(self.month_last, 21)
        died = desk.day(self.month_last - 1, 20) if self.overpaid else told - timedelta(days=1)
        for person in self.people:
            act = desk.act(self.docket.office, "window", told)
            yield ReportDeath(act, person, died, "family", desk.paper("亡"))

    def _recovery(self, owed_fen: int) -> Iterator[Decision]:
        desk, case, month = self.docket.desk, self.docket.case, self.overpaid
        number = desk.paper("多发")
        act = desk.act(BUREAU, "approver", desk.day(month, 26))
        months = (desk.month(month),)
        yield EstablishOverpayment(act, case, number, self.docket.scheme, months, "death")
        act = desk.act(BUREAU, "approver", desk.day(month + 1, 1, 3))
        due = act.day + timedelta(days=RECOVERY_DAYS)
        yield OrderRecovery(act, case, number, desk.paper("追"), due)
        gives_up = desk.random.random() < WRITTEN_OFF and owed_fen > 1
        back_fen = owed_fen // 2 if gives_up else owed_fen
        act = desk.act(BUREAU, "cashier", desk.day(month + 1, 12, 16))
        yield ReceiveRecovery(act, case, number, back_fen, desk.paper("收"))
        if gives_up:
            act = desk.act(BUREAU, "head", desk.day(month + 1, 24, 26))
            yield WriteOffOverpayment(act, case, number, desk.paper("核销"))
