"""The quarantine: records that live tables lack, with the reason, until a rebuild folds them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import psycopg

from projections.definition import Projection

_ADD = """
    INSERT INTO projections.quarantine (name, position, reason) VALUES (%s, %s, %s)
    ON CONFLICT (name, position) DO UPDATE SET reason = excluded.reason
"""
_EMPTY = "DELETE FROM projections.quarantine WHERE name = %s"


def add(
    connection: psycopg.Connection[Any], projection: Projection, reasons: Mapping[int, str]
) -> None:
    """Keep the positions of records a projection's live table lacks, with the reasons."""
    with connection.cursor() as cursor:
        for position, reason in sorted(reasons.items()):
            cursor.execute(_ADD, [projection.name, position, reason])


def replace(
    connection: psycopg.Connection[Any], projection: Projection, reasons: Mapping[int, str]
) -> None:
    """Keep these in place of all that were there before."""
    connection.execute(_EMPTY, [projection.name])
    add(connection, projection, reasons)
