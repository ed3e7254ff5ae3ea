"""Settings of the server under which a commit that was answered survives a power cut."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import psycopg

SETTINGS_WELL = {
    "fsync": ("on",),
    "full_page_writes": ("on",),
    "synchronous_commit": ("on", "local", "remote_write", "remote_apply"),
    "data_checksums": ("on",),
    "ignore_checksum_failure": ("off",),
    "zero_damaged_pages": ("off",),
}
"""Each setting with the values that are well."""
_SETTINGS = "SELECT name, setting FROM pg_settings WHERE name = ANY (%s) ORDER BY name"
_logger = logging.getLogger("qingce.log")


def settings(
    connection: psycopg.Connection[Any],
) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Each setting: its name, what it is, and what would be well."""
    for name, setting in connection.execute(_SETTINGS, [list(SETTINGS_WELL)]):
        yield name, setting, SETTINGS_WELL[name]


def warn(connection: psycopg.Connection[Any]) -> None:
    """Warn in the program's log of each setting under which acknowledged records can be lost.

    It is not refused: an office may choose it for a trial, and nobody should be locked out of the
    records because of it.
    """
    for name, setting, well in settings(connection):
        if setting not in well:
            _logger.warning(
                "The server is set to %s = %s: acknowledged records can be lost. Set it to %s.",
                name,
                setting,
                well[0],
            )
