"""Rights of officials, read from the log: what the policy is asked with.

An official's rights are the records tagged `holder:…`. They are kept in memory and brought up to
date by reading what was recorded since, which is a look-up of one tag.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from eventsourcing.dcb.api import DCBQuery, DCBQueryItem

from application.records import record
from domain.access import tags
from domain.access.holding import Holding
from domain.access.policy import Grant, Question, Verdict, decide, reach
from domain.access.records import RIGHT_RECORDS, GlassConfirmed
from domain.access.roles import Action, Purpose
from ledger.log import Log
from ledger.record import fields_of

READ = (*(record.type for record in RIGHT_RECORDS), GlassConfirmed.type)
HOLDERS_MAX = 10_000
"""Officials whose rights are held in memory; beyond it the memory starts anew."""


@dataclass
class _Kept:
    holding: Holding = field(default_factory=Holding)
    position: int = 0


class Rights:
    """Answers whether an official may do something. May be shared between threads."""

    def __init__(self, log: Log) -> None:
        """Read rights from a log."""
        self._log = log
        self._kept: dict[str, _Kept] = {}
        self._lock = threading.Lock()

    def may(self, official: str, question: Question) -> Verdict:
        """Ask the policy with the official's rights as of now."""
        holding = self.holding(official)
        return decide(question, holding.rights.values(), holding.glasses)

    def reach(
        self, official: str, action: Action, register: str, purpose: Purpose, day: date
    ) -> Sequence[Grant]:
        """The official's rights that allow an action: what lists are cut down to."""
        return reach(action, register, purpose, day, self.holding(official).rights.values())

    def holding(self, official: str) -> Holding:
        """What an official holds, as of now."""
        with self._lock:
            if len(self._kept) >= HOLDERS_MAX:
                self._kept.clear()
            kept = self._kept.setdefault(official, _Kept())
            self._catch_up(official, kept)
            return replace(
                kept.holding, rights=dict(kept.holding.rights), glasses=list(kept.holding.glasses)
            )

    def _catch_up(self, official: str, kept: _Kept) -> None:
        about = DCBQuery([DCBQueryItem(types=list(READ), tags=[tags.holder(official)])])
        for event in self._log.read(about, after=kept.position):
            fields = fields_of(event.event.data)
            kept.holding.take(record(fields["type"], fields["data"]), event.position)
            kept.position = event.position
