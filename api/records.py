"""One record, and the history of a tag: the JSON of `qingce show` and `qingce trace`.

Personal data is given as it stands in the log: as ciphertext.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Header, Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from api.callers import KnownCaller
from api.parameters import Day, Position, WholeNumber
from api.problems import described
from api.service import OpenService
from application import history
from application.callers import Caller
from ledger.log import Log, NoSuchPositionError
from ledger.record import TAG_BYTES_MAX

RECORDS_DEFAULT = 20
CURSOR_CHARACTERS_MAX = 64
REVALIDATED = "private, no-cache"
"""A record never changes, but the address may come to serve another log: keep it, ask each time."""

_MOMENT: dict[str, Any] = {"format": "date-time"}

router = APIRouter(prefix="/records", tags=["records"])


class RecordShown(BaseModel):
    """A record in a history."""

    position: int
    type: str
    occurred: str = Field(json_schema_extra=_MOMENT)
    recorded: str = Field(json_schema_extra=_MOMENT)
    by: str
    office: str
    tags: list[str]
    data: dict[str, Any]


class RecordWhole(RecordShown):
    """A record with every field of its bytes."""

    causation: str | None = None
    command: str
    entry_mode: str
    id: str
    ordinals: dict[str, int]
    rule_version: str
    sealed: dict[str, Any] | None = None
    leaf_hash: str = Field(description="Hash of its leaf in the log's tree (RFC 6962), in hex.")
    bytes: int = Field(description="Length of its canonical bytes.")


class HistoryPage(BaseModel):
    """A page of a history, newest record first."""

    tag: str
    records: list[RecordShown]
    next: str | None = Field(description="`after` of the next page; null after the last.")


class HistoryAsked(BaseModel):
    """What a history may be asked for; anything else is refused rather than passed over."""

    model_config = ConfigDict(extra="forbid")

    tag: str = Field(
        min_length=1,
        max_length=TAG_BYTES_MAX,
        pattern=r"^[^\s\x00-\x1f\x7f]+$",
        description="Such as `person:ID`, `fund:CODE` or `case:NUMBER`.",
    )
    limit: WholeNumber = Field(
        RECORDS_DEFAULT, ge=1, le=history.PAGE_MAX, description="Records on a page."
    )
    after: str | None = Field(
        None,
        min_length=1,
        max_length=CURSOR_CHARACTERS_MAX,
        description="`next` of the page before.",
    )
    as_known: Day | None = Field(None, description="Only what was recorded by that day's end.")
    as_of: Day | None = Field(None, description="Only what had happened by that day's end.")


@router.get(
    "/{position}",
    response_model=RecordWhole,
    response_model_exclude_unset=True,
    responses={
        304: {"description": "It is the record that the client has.", "content": None},
        404: described("The log has no record there."),
    },
)
def show(
    caller: KnownCaller,
    position: Annotated[Position, Path(description="The record's place in the log.")],
    service: OpenService,
    response: Response,
    if_none_match: Annotated[str | None, Header()] = None,
) -> Any:
    """Show one record as it stands in the log; its ETag is its leaf hash."""
    record = _visible(service.log, position, caller)
    kept = {"ETag": f'"{record["leaf_hash"]}"', "Cache-Control": REVALIDATED}
    if if_none_match is not None and _names(if_none_match, kept["ETag"]):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=kept)
    response.headers.update(kept)
    return record


@router.get(
    "",
    response_model=HistoryPage,
    responses={
        400: described("The cursor is not one of this log, or no record could carry the tag."),
        404: described("No record carries the tag."),
    },
)
def trace(
    asked: Annotated[HistoryAsked, Query()], service: OpenService, caller: KnownCaller
) -> Any:
    """Show the records about a tag that the caller may see, newest first, a page at a time."""
    return history.trace(
        service.log,
        asked.tag,
        limit=asked.limit,
        cursor=asked.after,
        as_known=asked.as_known,
        as_of=asked.as_of,
        may_see=caller.may_see,
    )


def _visible(log: Log, position: int, caller: Caller) -> dict[str, Any]:
    """A record that the caller may see: one they may not is like one that is not there.

    Raises:
        NoSuchPositionError: there is none.
    """
    try:
        record = history.whole(log.at(position))
    except NoSuchPositionError:
        record = None
    if record is None or not caller.may_see(record):
        raise NoSuchPositionError(
            f"There is no record {position:,} that you may see.",
            "Say why you ask (Qingce-Purpose), and in an inspection its Qingce-Case-File.",
        )
    return record


def _names(if_none_match: str, etag: str) -> bool:
    """Whether the header names the tag, by the weak comparison that RFC 9110 asks for here."""
    named = [each.strip().removeprefix("W/") for each in if_none_match.split(",")]
    return named == ["*"] or etag in named
