"""The writer's connection, and the way back when the server is lost."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

import psycopg

from ledger.log import durability
from ledger.log.calling import AppendCall
from ledger.log.connecting import WRITER_ROLE, adopt, ensure_durable, is_denied, session
from ledger.log.errors import (
    LogUnavailableError,
    NoRightToAppendError,
    SchemaVersionError,
)
from ledger.log.migrations import check_version

RETRY_SECONDS = 0.1


class WriterSession:
    """One connection in autocommit, kept for the life of the log."""

    def __init__(self, dsn: str) -> None:
        """Connect.

        Raises:
            LogUnavailableError: if the server cannot be reached.
            NoRightToAppendError: if the user may not take the writer's role.
            SchemaVersionError: if the database does not hold this version of the log.
        """
        self._dsn = session(dsn, WRITER_ROLE)
        self._append: AppendCall | None = None
        try:
            self.connection = self._connect()
            check_version(self.connection)
            durability.warn(self.connection)
        except psycopg.OperationalError as error:
            if f'role "{WRITER_ROLE}" does not exist' in str(error):
                raise SchemaVersionError(
                    "The database holds no log.", "Run the migrations first."
                ) from None
            if is_denied(error, WRITER_ROLE):
                raise NoRightToAppendError(
                    f"This user of the database may not append: it lacks the role {WRITER_ROLE}.",
                    "Nothing was appended. Whoever runs the database grants the role.",
                ) from None
            raise LogUnavailableError(
                f"The log cannot be opened: {error}".strip(),
                "Check that the server runs and that the DSN names it.",
            ) from error

    @property
    def append(self) -> AppendCall:
        """`ledger.append` on the connection."""
        if self._append is None:
            self._append = AppendCall(self.connection)
        return self._append

    def is_lost(self, error: psycopg.Error) -> bool:
        """Whether the connection is of no more use, after an error on it.

        An operational error without a code is libpq's own: it may say that the server is gone
        before the connection's status does.
        """
        by_libpq = isinstance(error, psycopg.OperationalError) and error.sqlstate is None
        return by_libpq or self.connection.closed or self.connection.broken

    def prepare_again(self) -> None:
        """Prepare `append` anew before its next use.

        After a rollback the driver drops all that is prepared on the connection, and ours with it.
        """
        self._append = None

    def reconnect(self, patience: timedelta) -> bool:
        """Try to connect again until it works.

        Returns:
            Whether it did, within the time.
        """
        self.connection.close()
        deadline = time.monotonic() + patience.total_seconds()
        while time.monotonic() < deadline:
            try:
                self.connection = self._connect()
            except psycopg.OperationalError:
                time.sleep(RETRY_SECONDS)
            else:
                return True
        return False

    def close(self) -> None:
        """Close the connection."""
        self.connection.close()

    def _connect(self) -> psycopg.Connection[Any]:
        connection = psycopg.connect(self._dsn, autocommit=True)
        adopt(connection)
        ensure_durable(connection)
        self._append = None
        return connection
