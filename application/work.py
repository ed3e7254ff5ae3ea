"""The work queue: what was opened and not closed, whose it is, and what is late.

Computed from the deadlines that registers declare and the records of those kinds; nothing is kept
beside them. It reads every record that opens or closes something once, newest last.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from eventsourcing.dcb.api import DCBQuery, DCBQueryItem

from application import records
from domain.common.deadlines import Deadline
from domain.common.records import Record
from domain.registry import DEADLINES
from domain.work.records import WorkAssigned, WorkTakenOver
from ledger.log import Log
from ledger.record import fields_of


@dataclass(frozen=True)
class Task:
    """A piece of work that is due."""

    deadline: Deadline
    about: str
    office: str
    """The office that opened it."""
    opened: date
    position: int
    due: date
    official: str
    """Who has it in hand; empty if nobody has."""

    def is_late(self, day: date) -> bool:
        """Whether it was to be done before a day."""
        return self.due < day


Key = tuple[str, str]
"""Code of a deadline and what the work is about."""


class _Queue:
    def __init__(self, as_of: date) -> None:
        self._as_of = as_of
        self._open: dict[Key, tuple[Deadline, str, date, int]] = {}
        self._holders: dict[Key, str] = {}

    def add(self, record: Record, office: str, occurred: date, position: int) -> None:
        if occurred > self._as_of:
            return
        if isinstance(record, WorkAssigned | WorkTakenOver):
            self._holders[record.deadline, record.about] = record.official
            return
        for deadline in DEADLINES.values():
            if isinstance(record, deadline.closes):
                self._open.pop((deadline.code, deadline.key(record)), None)
            elif isinstance(record, deadline.opens):
                key = (deadline.code, deadline.key(record))
                self._open[key] = (deadline, office, occurred, position)

    def tasks(self) -> list[Task]:
        found = [
            Task(
                deadline,
                about,
                office,
                opened,
                position,
                deadline.due(opened),
                self._holders.get((code, about), ""),
            )
            for (code, about), (deadline, office, opened, position) in self._open.items()
        ]
        return sorted(found, key=lambda task: (task.due, task.position))


def due(log: Log, day: date) -> list[Task]:
    """What was due on a day: opened by then and not closed; what is due first comes first."""
    kinds: set[type[Record]] = {WorkAssigned, WorkTakenOver}
    for deadline in DEADLINES.values():
        kinds |= {deadline.opens, *deadline.closes}
    query = DCBQuery([DCBQueryItem(types=[kind.type]) for kind in kinds])
    queue = _Queue(day)
    for event in log.read(query):
        fields = fields_of(event.event.data)
        record = records.record(fields["type"], fields["data"])
        occurred = date.fromisoformat(fields["occurred"][:10])
        queue.add(record, fields["office"], occurred, event.position)
    return queue.tasks()
