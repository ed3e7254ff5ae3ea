"""A history: what one worker process did and was answered, one JSON line an event.

| kind | what happened | fields |
| --- | --- | --- |
| started | the command goes to the log | command, intent, after |
| acknowledged | the log said where its records stand | command, first, last, recorded, replayed |
| refused | a record had entered the boundary | command, after, by |
| declined | the decision said no: nothing was sent | command, intent, after |
| failed | the log said that nothing was appended | command, reason |
| unknown | the log said that it does not know | command, reason |
| unexpected | something else came back | command, reason |
| head | the log's head was read | size, root |
| followed | a reader that goes on after the last position it saw read these | first, last, digest |

A command that was started and not answered, because its process was killed, is open: like an
unknown one it may stand or not. Lines are written with one `write` each and belong to the kernel
from then on, so a killed process loses none.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson


@dataclass(frozen=True)
class Intent:
    """What a command asks for."""

    command: str
    """A UUID; it stands in every record of the command as `mark`."""
    operation: str
    subject: str
    """The tag the command is about."""
    amount_fen: int = 0
    count: int = 1
    """How many records."""
    keyed: bool = True
    """Whether the command carries its id to the log, and so may be sent again."""


@dataclass(frozen=True)
class Event:
    """A line of a history; which fields are set depends on the kind."""

    kind: str
    command: str = ""
    intent: Intent | None = None
    after: int = 0
    by: int = 0
    first: int = 0
    last: int = 0
    recorded: str = ""
    replayed: bool = False
    size: int = 0
    root: str = ""
    digest: str = ""
    reason: str = ""


class HistoryWriter:
    """Writes events to a new file; threads may share it."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o600)

    def write(self, kind: str, **fields: Any) -> None:
        """Write an event; when this returns, a kill no longer loses it."""
        os.write(self._file, orjson.dumps({"kind": kind, **fields}) + b"\n")


def read(paths: Iterable[Path]) -> Iterator[Event]:
    """The events of histories, file by file; a line that a kill cut short is left out."""
    for path in paths:
        for line in path.read_bytes().splitlines(keepends=True):
            if line.endswith(b"\n"):
                yield _event(orjson.loads(line))


def _event(fields: dict[str, Any]) -> Event:
    intent = fields.pop("intent", None)
    return Event(**fields, intent=Intent(**intent) if intent else None)
