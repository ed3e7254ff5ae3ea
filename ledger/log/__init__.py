"""The log: append with conditions, read, follow.

One fact is one record with many tags. Records have positions 1, 2, 3 … without a gap in commit
order, so a reader that goes on "after position p" misses nothing. The Merkle tree over their
bytes grows in the same commit.
"""

from ledger.log.errors import (
    CommandConflictError,
    ConditionFailedError,
    InvalidQueryError,
    LogBusyError,
    LogError,
    LogFrozenError,
    LogUnavailableError,
    NoRightToAppendError,
    NoSuchPositionError,
    NothingToAppendError,
    PositionAheadError,
    SchemaVersionError,
    UnknownOutcomeError,
)
from ledger.log.log import Log
from ledger.log.migrations import migrate
from ledger.log.values import BoundaryRead, BoundaryState, Command, Head, Taken

__all__ = [
    "BoundaryRead",
    "BoundaryState",
    "Command",
    "CommandConflictError",
    "ConditionFailedError",
    "Head",
    "InvalidQueryError",
    "Log",
    "LogBusyError",
    "LogError",
    "LogFrozenError",
    "LogUnavailableError",
    "NoRightToAppendError",
    "NoSuchPositionError",
    "NothingToAppendError",
    "PositionAheadError",
    "SchemaVersionError",
    "Taken",
    "UnknownOutcomeError",
    "migrate",
]
