"""A small true story for the tests of the checker: its log in a database, its history in a list."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from ledger.log import ConditionFailedError, Log
from tests.fire.history import Event, Intent
from tests.fire.intents import LIST, NUMBER, RECEIVE, REGISTER, SPEND, DeclinedError, Funds, decide

FUND = "fund:0"


def intent(
    number: int, operation: str, subject: str, amount_fen: int = 0, count: int = 1
) -> Intent:
    """A command with a number for its id."""
    return Intent(str(UUID(int=number)), operation, subject, amount_fen, count)


TOLD = [
    intent(1, RECEIVE, FUND, 500, 2),
    intent(2, SPEND, FUND, 300),
    intent(3, NUMBER, "case:book-0"),
    intent(4, REGISTER, "person:1"),
    intent(5, NUMBER, "case:book-0"),
    intent(6, LIST, "case:7", count=5),
    intent(7, SPEND, FUND, 700),
    intent(8, SPEND, FUND, 1),
    intent(9, REGISTER, "person:1"),
    intent(10, SPEND, FUND, 200),
]
"""What is asked; 8 is declined, 9 refused, 10 declined."""


def tell(log: Log) -> list[Event]:
    """Send everything, with a head after each command; returns the history."""
    events: list[Event] = []
    funds = Funds(log)
    for one in TOLD:
        events += _send(log, funds, replace(one))
        head = log.head()
        events.append(Event("head", size=head.size, root=head.root.hex()))
    return events


def _send(log: Log, funds: Funds, one: Intent) -> list[Event]:
    try:
        decided = decide(log, funds, one)
    except DeclinedError as no:
        return [Event("declined", one.command, one, no.after)]
    started = Event("started", one.command, one, decided.after)
    try:
        taken = log.take(decided.drafts, decided.condition, decided.command)
    except ConditionFailedError as error:
        return [started, Event("refused", one.command, after=decided.after, by=error.position)]
    acknowledged = Event(
        "acknowledged",
        one.command,
        first=taken.position_first,
        last=taken.position_last,
        recorded=taken.recorded.isoformat(),
    )
    return [started, acknowledged]
