"""Errors of the log. Whatever is raised here, nothing was appended, unless the class says else."""

from __future__ import annotations

from uuid import UUID

from eventsourcing.persistence import IntegrityError, ProgrammingError

from ledger.errors import LedgerError


class LogError(LedgerError):
    """Base of the errors of the log."""

    code = "log"


class ConditionFailedError(LogError, IntegrityError):
    """A record meets the condition under which the command must not be appended."""

    code = "condition-failed"

    def __init__(self, position: int) -> None:
        self.position = position
        super().__init__(
            f"Record {position:,} has entered the boundary of this command.",
            "Look again and decide again.",
        )


class CommandConflictError(LogError):
    """Another command was recorded under the same id."""

    code = "command-conflict"

    def __init__(self, command_id: UUID, position_first: int) -> None:
        super().__init__(
            f"Another command was recorded under the id {command_id}, from position "
            f"{position_first:,} on.",
            "Nothing was appended. Send a new command under a new id.",
        )


class NothingToAppendError(LogError, ProgrammingError):
    """An append without a record."""

    code = "nothing-to-append"


class InvalidQueryError(LogError, ProgrammingError):
    """A query that no record could ever meet, or that cannot be asked."""

    code = "invalid-query"


class PositionAheadError(LogError):
    """The command was decided on records that this log does not have."""

    code = "position-ahead"

    def __init__(self, after: int, size: int) -> None:
        super().__init__(
            f"The command was decided after record {after:,}; the log has {size:,}.",
            "Nothing was appended. It was decided on another log, or this one was restored from "
            "before: look again and decide again.",
        )


class UnknownOutcomeError(LogError):
    """The server was lost before it answered, and did not come back: the command may stand."""

    code = "unknown-outcome"


class NoRightToAppendError(LogError):
    """The user may read the log and no more."""

    code = "no-right-to-append"


class LogBusyError(LogError):
    """More is asked of the log than it can take just now."""

    code = "log-busy"


class LogFrozenError(LogError):
    """The log lost records that were signed; it takes no more."""

    code = "log-frozen"


class LogUnavailableError(LogError):
    """The server cannot be reached, or refuses."""

    code = "log-unavailable"


class SchemaVersionError(LogError):
    """The database holds another version of the schema than this program."""

    code = "schema-version"


class NoSuchPositionError(LogError):
    """The log has no record at that position."""

    code = "no-such-position"
