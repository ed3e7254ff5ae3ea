"""Files and folders made by us, with the mode that is meant and the owner of their place."""

from __future__ import annotations

import os
from pathlib import Path


def make_folder(path: Path, mode: int) -> None:
    """Make a folder of this mode whatever the umask says; one that exists is left as it is."""
    try:
        path.mkdir()
    except FileExistsError:
        if not path.is_dir():
            raise
        return
    path.chmod(mode)


def open_private(path: Path, flags: int) -> int:
    """Open a file of mode 0600, made when missing; never through a link.

    What root makes belongs to the owner of the folder, who must be able to open it later.
    """
    flags |= os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
    descriptor = os.open(path, flags, 0o600)
    if os.geteuid() == 0:
        owner = path.parent.stat()
        os.fchown(descriptor, owner.st_uid, owner.st_gid)
    return descriptor


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
