"""What the operations read from: one open log for all requests, and the settings it came from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from application.settings import Settings
from ledger.log import Log


@dataclass(frozen=True)
class Reading:
    """An open log. It is thread-safe; whoever opened it closes it after the application."""

    settings: Settings
    dsn: str
    log: Log


def _of_application(request: Request) -> Reading:
    reading: Reading = request.app.state.reading
    return reading


OpenReading = Annotated[Reading, Depends(_of_application)]
