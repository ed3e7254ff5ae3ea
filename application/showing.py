"""What a decision is shown: the records inside its boundary, as their corrections leave them.

An original never changes; whoever decides on it is shown what is known of it now. Corrections are
few and are kept in memory, followed by position. A correction that enters the log while a command
decides is part of the command's condition, so nothing is decided on what was just corrected.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from eventsourcing.dcb.api import DCBQuery, DCBQueryItem, DCBSequencedEvent
from eventsourcing.dcb.domain import Selector

from application import establishment
from application.establishment import EstablishmentHeld
from application.records import record
from domain.authority.establishment import Establishment
from domain.authority.tags import ESTABLISHMENT
from domain.common.decisions import At, Latest
from domain.common.records import Record, Tagged
from domain.common.refusals import Citation
from domain.upkeep.correcting import corrected
from domain.upkeep.records import RecordCorrected, Value
from ledger.log import BoundaryRead, Log, NoSuchPositionError
from ledger.record import fields_of

_CORRECTIONS = DCBQueryItem(types=[RecordCorrected.type])


class Shown(NamedTuple):
    """A record as a decision is shown it."""

    tagged: Tagged
    citation: Citation


class Looked(NamedTuple):
    """A boundary as it stood when the log had `head` records."""

    head: int
    establishment: Establishment
    """Offices, posts and powers at that moment."""
    shown: list[Shown]
    items: list[DCBQueryItem]
    """What must not be met after `head`."""


class Showing:
    """Looks into boundaries. May be shared between threads."""

    def __init__(self, log: Log) -> None:
        """Take the log; no correction is known yet."""
        self._log = log
        self.establishment = EstablishmentHeld(log)
        """May be shared, too."""
        self._lock = threading.Lock()
        self._upto = 0
        self._after: dict[int, dict[str, Value]] = {}

    def look(self, selectors: Sequence[Selector]) -> Looked:
        """Read a boundary, as of one moment.

        Raises:
            LedgerError: the log cannot be read.
        """
        asked = [one for one in selectors if not isinstance(one, At)]
        items = [item_of(one) for one in asked]
        reads = [
            BoundaryRead(item, latest=isinstance(one, Latest))
            for one, item in zip(asked, items, strict=True)
        ]
        state = self._log.boundary(
            [*reads, establishment.READ, BoundaryRead(_CORRECTIONS, latest=True)]
        )
        events = list(state.events)
        now = self.establishment.as_of(events)
        newest = max((one.position for one in events if _is_correction(one)), default=0)
        if newest > self._upto:
            self._catch_up(newest)
        events = [one for one in events if not _is_beside(one) or _is_inside(one, items)]
        have = {one.position for one in events}
        events += self._at({one.position for one in selectors if isinstance(one, At)} - have)
        events.sort(key=lambda event: event.position)
        shown = [self._shown(one) for one in events]
        return Looked(state.head, now, shown, [*items, establishment.ITEM, _CORRECTIONS])

    def _at(self, positions: set[int]) -> list[DCBSequencedEvent]:
        found = []
        for position in positions:
            try:
                found.append(self._log.at(position))
            except NoSuchPositionError:
                continue
        return found

    def _shown(self, event: DCBSequencedEvent) -> Shown:
        fields = fields_of(event.event.data)
        made: Record = record(fields["type"], fields["data"])
        after = self._after.get(event.position)
        if after is not None:
            made = corrected(made, after)
        citation = Citation(event.position, fields["type"], fields["occurred"])
        return Shown(Tagged(fields["tags"], made), citation)

    def _catch_up(self, newest: int) -> None:
        with self._lock:
            for event in self._log.read(DCBQuery([_CORRECTIONS]), after=self._upto):
                data: Mapping[str, dict[str, Value]] = fields_of(event.event.data)["data"]
                original = int(str(data["position"]))
                self._after[original] = self._after.get(original, {}) | data["after"]
                newest = max(newest, event.position)
            self._upto = newest


def item_of(selector: Selector) -> DCBQueryItem:
    """A part of a boundary as the log is asked for it."""
    return DCBQueryItem(types=list(type_names(tuple(selector.types))), tags=list(selector.tags))


@lru_cache(maxsize=1_024)
def type_names(types: tuple[type, ...]) -> tuple[str, ...]:
    """The types of records of a selector, as the log names them."""
    return tuple(one.type for one in types if issubclass(one, Record))


def _is_correction(event: DCBSequencedEvent) -> bool:
    return event.event.type == RecordCorrected.type


def _is_beside(event: DCBSequencedEvent) -> bool:
    """Whether it may have been read for all commands' sake, and not for this one's."""
    return _is_correction(event) or ESTABLISHMENT in event.event.tags


def _is_inside(event: DCBSequencedEvent, items: Sequence[DCBQueryItem]) -> bool:
    tags = set(event.event.tags)
    return any(
        (not item.types or event.event.type in item.types) and set(item.tags) <= tags
        for item in items
    )
