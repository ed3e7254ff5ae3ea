"""Events of other programs: the library's plain `DCBEvent` with bytes of any kind.

They are kept as canonical JSON of

| field | what |
| --- | --- |
| command | id of the command that recorded it (left out if none) |
| data | the event's bytes in base64 |
| opaque | true |
| ordinals, recorded | as in every record |
| tags, type | as given |

so that their bytes bind type and tags like those of any other record. Read back, they are what
was appended.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Mapping
from typing import Any

from eventsourcing.dcb.api import DCBEvent

from ledger import canonical
from ledger.record import Draft, check_tags, check_type, is_numbered


class OpaqueDraft(Draft):
    """An opaque event on its way to the log."""

    def __init__(self, event: DCBEvent, command: str) -> None:
        """Wrap an event.

        Raises:
            InvalidRecordError: if its type or tags break a limit, or it is too large.
        """
        check_tags(event.tags)
        check_type(event.type)
        before = {"data": b64encode(event.data).decode(), "opaque": True}
        if command:
            before["command"] = command
        after = {"tags": list(event.tags), "type": event.type}
        DCBEvent.__init__(self, event.type, canonical.encode(before)[:-1] + b",", list(event.tags))
        self._tail = b"," + canonical.encode(after)[1:]
        self.numbered = [tag for tag in event.tags if is_numbered(tag)]
        self.check_size()
        self.occurred = self.office = self.official = None
        self.command = command


def is_opaque(value: Mapping[str, Any]) -> bool:
    """Whether a decoded record is an opaque event."""
    return value.get("opaque") is True


def unwrap(value: Mapping[str, Any]) -> bytes:
    """The event's own bytes, of a decoded record that is opaque."""
    return b64decode(value["data"])
