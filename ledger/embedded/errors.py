"""What can be wrong with an embedded server. Nothing was changed when one of these is raised."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ledger.errors import LedgerError


class ServerError(LedgerError):
    """Base of the errors of the embedded server."""

    code = "server"


class BinariesMissingError(ServerError):
    """No PostgreSQL that can be used was found."""

    code = "binaries-missing"


class WrongVersionError(ServerError):
    """The cluster was made by another major version of PostgreSQL."""

    code = "wrong-version"


class FolderForbiddenError(ServerError):
    """The data folder cannot be written."""

    code = "folder-forbidden"


class FolderIsFileError(ServerError):
    """The data folder, or a part of its path, is a file."""

    code = "folder-is-file"


class FolderForeignError(ServerError):
    """The folder belongs to another user."""

    code = "folder-foreign"


class ClusterDamagedError(ServerError):
    """What stands in the cluster's place is not a whole cluster."""

    code = "cluster-damaged"


class DiskFullError(ServerError):
    """The disk has no room."""

    code = "disk-full"


class StartFailedError(ServerError):
    """The server did not start."""

    code = "start-failed"


class StopFailedError(ServerError):
    """The server did not stop in time."""

    code = "stop-failed"


class LockHeldError(ServerError):
    """Another process has been starting or stopping the server for too long."""

    code = "lock-held"


NO_SPACE = "No space left on device"


def disk_full(path: Path) -> DiskFullError:
    """The error for a disk without room, naming the path."""
    return DiskFullError(
        f"The disk that holds {path} is full.",
        "Make room or choose a folder on another disk with --data; what was recorded is safe.",
    )


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn the operating system's errors about `path` into ours.

    Raises:
        DiskFullError, FolderForbiddenError, FolderIsFileError: as the operating system says.
    """
    try:
        yield
    except OSError as error:
        where = error.filename or path
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise disk_full(path) from error
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise FolderForbiddenError(
                f"{where} cannot be used: {error.strerror}.",
                "Choose another data folder with --data, or have its owner grant access.",
            ) from error
        if error.errno in (errno.ENOTDIR, errno.EEXIST):
            raise FolderIsFileError(
                f"{where} is a file where a folder is needed.",
                "Choose another data folder with --data, or move the file away.",
            ) from error
        raise
