"""Helps tests of the log: drafts, commands, conditions."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

from eventsourcing.dcb.api import DCBAppendCondition, DCBQuery, DCBQueryItem

from ledger.log import Command
from ledger.record import Draft, Envelope

GRANT_PAID = "assistance.grant-paid.v1"
CASE_OPENED = "assistance.case-opened.v1"


def draft(
    *tags: str, command: Command | None = None, of_type: str = GRANT_PAID, **data: Any
) -> Draft:
    """A record about the tags."""
    return Draft(
        Envelope(
            id=str(uuid4()),
            type=of_type,
            occurred="2019-03-05T09:30:00+08:00",
            by="zhang-wei",
            office="371002",
            entry_mode="window",
            tags=list(tags),
            command=str(command.id) if command else "",
            rule_version="1",
            data=data,
        )
    )


def command(content: str = "") -> Command:
    """A new command that asks for something."""
    return Command(uuid4(), sha256(content.encode()).digest())


def same(earlier: Command, content: str) -> Command:
    """Another command under the id of an earlier one."""
    return Command(UUID(bytes=earlier.id.bytes), sha256(content.encode()).digest())


def query(*items: Sequence[str]) -> DCBQuery:
    """Records with all the tags of any of the items; `type:NAME` stands for a type."""
    return DCBQuery(
        [
            DCBQueryItem(
                types=[tag[5:] for tag in item if tag.startswith("type:")],
                tags=[tag for tag in item if not tag.startswith("type:")],
            )
            for item in items
        ]
    )


def unless(*items: Sequence[str], after: int | None = None) -> DCBAppendCondition:
    """The condition that no record after a position matches."""
    return DCBAppendCondition(query(*items), after)
