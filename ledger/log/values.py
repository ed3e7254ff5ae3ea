"""What goes into the log and what comes out of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import orjson
from eventsourcing.dcb.api import DCBEvent, DCBQueryItem, DCBSequencedEvent

from ledger.log import opaque


@dataclass(frozen=True)
class Command:
    """Whoever sends the same id and fingerprint again gets the answer of the first time."""

    id: UUID
    fingerprint: bytes
    """SHA-256 of what the command asks for."""

    def __post_init__(self) -> None:
        if len(self.fingerprint) != 32:
            raise ValueError(f"A fingerprint has 32 bytes, not {len(self.fingerprint)}.")


@dataclass(frozen=True)
class Taken:
    """Where a command's records stand, and when the log took them."""

    position_first: int
    position_last: int
    recorded: datetime
    replayed: bool = False
    """Whether they were recorded earlier, when the command was sent before."""


class Head(NamedTuple):
    """How long the log is, the root of its Merkle tree, when the last record was taken."""

    size: int
    root: bytes
    recorded: datetime


@dataclass(frozen=True)
class BoundaryRead:
    """One part of a consistency boundary."""

    item: DCBQueryItem
    latest: bool = False
    """Whether only the newest record is wanted."""


@dataclass(frozen=True)
class BoundaryState:
    """A consistency boundary as it stood when the log had `head` records.

    `after=head` is the condition that nothing has entered it since.
    """

    head: int
    events: Sequence[DCBSequencedEvent]
    """The records of all reads, each once, in the order of the log."""


def sequenced(position: int, data: bytes) -> DCBSequencedEvent:
    """A record as the library hands it on: its exact bytes, its type, its tags in their order."""
    value: dict[str, Any] = orjson.loads(data)
    own = opaque.unwrap(value) if opaque.is_opaque(value) else data
    return DCBSequencedEvent(DCBEvent(value["type"], own, value["tags"]), position)
