"""The establishment as the desk holds it: read once, and again only when it has changed.

Every command is judged by offices, posts and powers. Its boundary therefore holds the newest record
of the establishment: one look-up. If that is not the one held here, what came since is read; if it
changes while the command decides, the command decides again.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence

from eventsourcing.dcb.api import DCBQuery, DCBQueryItem, DCBSequencedEvent

from application import records
from domain.authority.establishment import Establishment
from domain.authority.tags import ESTABLISHMENT
from domain.common.refusals import Citation
from ledger.log import BoundaryRead, Log
from ledger.record import fields_of

ITEM = DCBQueryItem(types=[], tags=[ESTABLISHMENT])
READ = BoundaryRead(ITEM, latest=True)


class EstablishmentHeld:
    """May be shared between threads; what it hands out is never changed."""

    def __init__(self, log: Log) -> None:
        self._log = log
        self._lock = threading.Lock()
        self._held = Establishment()

    def as_of(self, events: Sequence[DCBSequencedEvent]) -> Establishment:
        """The establishment as of a boundary that was read with `READ`."""
        newest = max((e.position for e in events if ESTABLISHMENT in e.event.tags), default=0)
        with self._lock:
            if newest > self._held.position:
                self._held = self._read_on(self._held)
            return self._held

    def now(self) -> Establishment:
        """The establishment as the log has it now."""
        return self.as_of(self._log.boundary([READ]).events)

    def _read_on(self, held: Establishment) -> Establishment:
        grown = held.copy()
        for event in self._log.read(DCBQuery([ITEM]), after=held.position):
            fields = fields_of(event.event.data)
            citation = Citation(event.position, fields["type"], fields["occurred"])
            grown.add(records.record(fields["type"], fields["data"]), citation)
        return grown
