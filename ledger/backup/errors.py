"""What can be wrong with a backup. Nothing was changed when one of these is raised."""

from __future__ import annotations

from ledger.errors import LedgerError


class BackupError(LedgerError):
    """Base of the errors of backup and restore."""

    code = "backup"


class NoLogError(BackupError):
    """There is no log to back up."""

    code = "no-log"


class TargetNotEmptyError(BackupError):
    """What would be written to holds something already."""

    code = "target-not-empty"


class ForeignBackupError(BackupError):
    """The folder is no backup, or one of a later edition."""

    code = "foreign-backup"


class DamagedBackupError(BackupError):
    """A file of the backup is missing or not what it was."""

    code = "damaged-backup"


class OtherPostgresError(BackupError):
    """The backup was made by a later PostgreSQL than the one at hand."""

    code = "other-postgres"


class ProgramFailedError(BackupError):
    """`pg_dump` or `pg_restore` failed."""

    code = "program-failed"
