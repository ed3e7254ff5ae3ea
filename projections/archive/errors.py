"""What can be wrong with an archive, each under a name of its own."""

from __future__ import annotations

from projections.errors import ProjectionError


class ArchiveError(ProjectionError):
    """Base: an archive cannot be written, or does not hold."""

    code = "archive"


class NoArchiveError(ArchiveError):
    """There is no archive of the log where it is looked for."""

    code = "archive-none"


class OtherLogsError(NoArchiveError):
    """There are archives, but of other logs."""

    code = "archive-foreign"


class AlteredFileError(ArchiveError):
    """A file is not the one that was stated."""

    code = "archive-altered"


class MissingFileError(ArchiveError):
    """A file that was stated is not there."""

    code = "archive-missing"


class ForeignFileError(ArchiveError):
    """A file, or the whole archive, is of another log."""

    code = "archive-foreign"


class ReorderedFileError(ArchiveError):
    """Files or records stand in another order than the log has."""

    code = "archive-reordered"


class DerivedColumnError(ArchiveError):
    """A typed column says something else than the exact bytes beside it."""

    code = "archive-columns"


class StoreError(ArchiveError):
    """The folder or bucket cannot be used."""

    code = "archive-store"
