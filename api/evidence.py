"""What makes the log checkable without showing it: keys, checkpoints, proofs and hash tiles.

Public, as the policy says of `prove`. Under `/api/v1` stand the checkpoint and the hash tiles of
C2SP tlog-tiles; its entry bundles hold whole records and are not given here: `qingce tiles` writes
them for who may have them all.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Response
from fastapi.responses import PlainTextResponse
from pydantic import BaseModel, Field

from api.callers import KnownCaller
from api.parameters import Position, WholeNumber
from api.problems import described
from api.service import OpenService
from application.evidence import Evidence, open_evidence_of
from domain.access.roles import Action
from ledger.checkpoints.errors import NoCheckpointError
from ledger.evidence.checkpoints import parse_checkpoint
from ledger.evidence.encoding import base64_text
from ledger.evidence.errors import EvidenceError
from ledger.evidence.proofs import TILE_WIDTH
from ledger.evidence.tiles.layout import Tile, encode_hashes, levels

CHECKPOINTS_MAX = 100
TILE_PATH_CHARACTERS_MAX = 32
TILE_LEVEL_MAX = 6
"""256^7 leaves are more than a position can number."""
OCTETS = "application/octet-stream"
IMMUTABLE = "public, max-age=31536000, immutable"

router = APIRouter(tags=["evidence"])


class KeyTold(BaseModel):
    """A key of the log."""

    vkey: str = Field(description="Verifier key (C2SP signed-note).")
    introduced: int = Field(description="Size of the log when it came into use.")
    retired: int | None = Field(description="Last size it signs; null while in use.")
    revoked: int | None = Field(description="From this size on its signatures are worth nothing.")


class KeysTold(BaseModel):
    """All keys the log ever had, oldest first."""

    origin: str
    keys: list[KeyTold]


class CheckpointTold(BaseModel):
    """A published checkpoint."""

    size: int
    root: str = Field(description="In base64.")
    note: str = Field(description="The signed note, as it was signed.")


class CheckpointsTold(BaseModel):
    """Published checkpoints, newest first."""

    checkpoints: list[CheckpointTold]


class GrowthTold(BaseModel):
    """Proof that the log at one size begins the log at another; hashes in base64."""

    size_from: int
    size_to: int
    root_from: str
    root_to: str
    proof: list[str]


def _evidence(service: OpenService, caller: KnownCaller) -> Iterator[Evidence]:
    caller.require(Action.PROVE)
    with open_evidence_of(service.settings, service.dsn) as evidence:
        yield evidence


OpenEvidence = Annotated[Evidence, Depends(_evidence, scope="function")]
NO_CHECKPOINT = described("No published checkpoint covers it.")
DENIED = described("The token does not reach so far.")


@router.get("/keys", responses={403: DENIED})
def list_keys(evidence: OpenEvidence) -> KeysTold:
    """List the public keys of the log, and how long each is good."""
    listed = evidence.keys()
    return KeysTold(
        origin=listed.origin,
        keys=[
            KeyTold(
                vkey=key.vkey,
                introduced=key.introduced,
                retired=key.retired,
                revoked=key.revoked.size if key.revoked else None,
            )
            for key in listed.keys
        ],
    )


@router.get("/checkpoints", responses={403: DENIED, 404: NO_CHECKPOINT})
def list_checkpoints(
    evidence: OpenEvidence,
    limit: Annotated[WholeNumber, Query(ge=1, le=CHECKPOINTS_MAX)] = 20,
) -> CheckpointsTold:
    """List the newest checkpoints that the log's witness policy lets it publish."""
    newest = evidence.newest().checkpoint.size
    sizes = [parse_checkpoint(note).size for note in evidence.listed(limit)]
    told = [_published(evidence, size) for size in sizes if size <= newest]
    return CheckpointsTold(checkpoints=[one for one in told if one is not None])


@router.get(
    "/proofs/{position}",
    response_class=PlainTextResponse,
    responses={403: DENIED, 404: NO_CHECKPOINT},
)
def prove_record(
    evidence: OpenEvidence,
    position: Annotated[Position, Path(description="The record's place in the log.")],
) -> str:
    """Prove that the log has a record (C2SP tlog-proof); whoever has its bytes can check it."""
    return evidence.receipt(position).slip.encode().decode()


@router.get(
    "/consistency",
    responses={
        403: DENIED,
        404: NO_CHECKPOINT,
        422: described("The sizes are wrong."),
    },
)
def prove_growth(
    evidence: OpenEvidence,
    size_from: Annotated[Position, Query(description="The earlier size.")],
    size_to: Annotated[Position, Query(description="The later size, of at least as many.")],
) -> GrowthTold:
    """Prove that the log has only grown between two sizes."""
    growth = evidence.growth(size_from, size_to)
    return GrowthTold(
        size_from=growth.size_from,
        size_to=growth.size_to,
        root_from=base64_text(growth.root_from),
        root_to=base64_text(growth.root_to),
        proof=[base64_text(each) for each in growth.proof],
    )


@router.get(
    "/tile/{level}/{path:path}",
    response_class=Response,
    responses={
        200: {"content": {OCTETS: {}}},
        403: DENIED,
        404: NO_CHECKPOINT,
    },
)
def hash_tile(
    evidence: OpenEvidence,
    level: Annotated[WholeNumber, Path(le=TILE_LEVEL_MAX)],
    path: Annotated[
        str, Path(pattern=r"^(x\d{3}/)*\d{3}(\.p/\d{1,3})?$", max_length=TILE_PATH_CHARACTERS_MAX)
    ],
) -> Response:
    """Give a tile of hashes (C2SP tlog-tiles), up to the newest published checkpoint."""
    tile = _tile(level, path)
    count = dict(levels(evidence.newest().checkpoint.size)).get(level, 0)
    if str(tile.path) != f"tile/{level}/{path}" or not 0 < tile.width <= count - tile.first:
        raise NoCheckpointError(
            f"No published checkpoint covers the tile {path} of level {level}.",
            "Tiles follow from the size in /api/v1/checkpoint.",
        )
    data = encode_hashes(evidence.store.hashes(level, tile.first, tile.width))
    return Response(data, headers={"Cache-Control": IMMUTABLE}, media_type=OCTETS)


def _tile(level: int, path: str) -> Tile:
    """The tile of a path whose form was checked; its canonical spelling may still be another."""
    name, _, width = path.partition(".p/")
    number = int(name.replace("x", "").replace("/", ""))
    return Tile(str(level), number, int(width) if width else TILE_WIDTH)


def _published(evidence: Evidence, size: int) -> CheckpointTold | None:
    """The checkpoint of a size, if the policy lets it be published."""
    try:
        opened = evidence.at(size)
    except (EvidenceError, NoCheckpointError):
        return None
    return CheckpointTold(
        size=size,
        root=base64_text(opened.checkpoint.root),
        note=opened.note.encode().decode(),
    )
