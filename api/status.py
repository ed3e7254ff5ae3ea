"""The log as it is now: its size, root and projections, and its newest published checkpoint."""

from __future__ import annotations

import psycopg
from fastapi import APIRouter
from fastapi.responses import PlainTextResponse
from pydantic import BaseModel, Field

from api.problems import described
from api.service import OpenService
from application.evidence import open_evidence_of
from projections.engine.standings import quarantines, standings

router = APIRouter(tags=["log"])


class ProjectionStanding(BaseModel):
    """How far a projection is."""

    name: str
    position: int


class Status(BaseModel):
    """The log as it is now."""

    records: int = Field(description="How many records there are.")
    root: str = Field(description="Root of their tree (RFC 6962), in hex.")
    projections: list[ProjectionStanding]
    incomplete: list[str] = Field(
        description="Which projections lack records that could not be folded, and why."
    )


@router.get("/status")
def status(service: OpenService) -> Status:
    """Show the size and root of the log, and where each projection stands."""
    head = service.log.head()
    with psycopg.connect(service.dsn) as connection:
        found = standings(connection)
        lacking = quarantines(connection)
    return Status(
        records=head.size,
        root=head.root.hex(),
        projections=[
            ProjectionStanding(name=name, position=standing.position)
            for name, standing in sorted(found.items())
        ],
        incomplete=[str(each) for each in lacking],
    )


@router.get(
    "/checkpoint",
    response_class=PlainTextResponse,
    responses={404: described("No checkpoint may be published.")},
)
def checkpoint(service: OpenService) -> str:
    """Give the newest published checkpoint, as a signed note (C2SP)."""
    with open_evidence_of(service.settings, service.dsn) as evidence:
        return evidence.newest().note.encode().decode()
