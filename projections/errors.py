"""Errors of the projections: what was wrong, where, what to do."""

from __future__ import annotations

from typing import ClassVar


class ProjectionError(Exception):
    """Base of all errors of this package.

    Attributes:
        code: stable name of the error, for machines.
        advice: what to do about it.
    """

    code: ClassVar[str] = "projection"

    def __init__(self, message: str, advice: str = "") -> None:
        self.advice = advice
        super().__init__(f"{message} {advice}".strip())


class UnknownProjectionError(ProjectionError):
    """A projection is asked for that no definition names."""

    code = "unknown-projection"


class UnfitRecordError(ProjectionError):
    """A record cannot be folded: its bytes are no JSON, or lack what its type must have."""

    code = "unfit-record"


class MissingKeyError(UnfitRecordError):
    """A record gives no value for a key column of a projection that reads its type."""

    code = "missing-key"


class PositionNotReachedError(ProjectionError):
    """A projection did not reach a position within the time allowed."""

    code = "position-not-reached"


class AheadOfLogError(ProjectionError):
    """A live table was computed from records the log no longer has."""

    code = "ahead-of-log"


class NoRecordsError(ProjectionError):
    """Nothing happened in the year that is asked for."""

    code = "no-records"


class ColumnMismatchError(ProjectionError):
    """A column beside a record says something else than its bytes."""

    code = "column-mismatch"


class UnsoundProjectionError(ProjectionError):
    """What a definition computes would depend on where batches are cut or how they are merged."""

    code = "unsound-projection"


class UnknownRecordTypeError(ProjectionError):
    """The log holds records of a type, or of a version, that this program does not know."""

    code = "unknown-record-type"


class QuarantinedRecordsError(ProjectionError):
    """Records that a projection reads could not be folded into it."""

    code = "quarantined-records"


class DefinitionReplacedError(ProjectionError):
    """A live table is of another definition than the one at hand."""

    code = "definition-replaced"


class PositionBeyondLogError(ProjectionError):
    """A position is asked for that the log has not come to yet."""

    code = "position-beyond-log"


class TableQuestionError(ProjectionError):
    """A table is asked for by a column it lacks, a value that fits none, or a bad cursor."""

    code = "table-question"


class UnknownFigureError(ProjectionError):
    """A figure is asked for that no register kept here gives."""

    code = "unknown-figure"
