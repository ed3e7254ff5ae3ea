"""Where the parts of an embedded server lie, and how they are made.

The house is `postgres/` under the data folder. When root's server account cannot enter a folder
on the way there (a home of mode 0700, say), the house is made under `/var/lib/qingce` and
`postgres` is a symbolic link to it: permissions of folders that we did not make are never touched.
A copy of such a data folder does not hold the cluster.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import stat
from dataclasses import dataclass
from pathlib import Path

from ledger.embedded.account import Account, account_for
from ledger.embedded.errors import FolderForeignError, explained
from ledger.embedded.files import make_folder

HOUSES = Path("/var/lib/qingce")
SHORT_SOCKETS = Path("/tmp")  # noqa: S108 - short and always there; the folder made in it is 0700
SOCKET_NAME = ".s.PGSQL.5432"
SOCKET_PATH_BYTES_MAX = 107
"""Linux keeps 108 bytes for the path of a unix socket, the last of them NUL."""
ENTER_ONLY = 0o711
"""Of folders made by root, so that the server's account can pass through but not list."""
PRIVATE = 0o700
PASSABLE = 0o755


@dataclass(frozen=True)
class Places:
    """The paths of one server, and the account that it runs as."""

    house: Path
    account: Account

    @property
    def cluster(self) -> Path:
        """PostgreSQL's data directory."""
        return self.house / "cluster"

    @property
    def log(self) -> Path:
        """What the server says."""
        return self.house / "server.log"

    @property
    def kept(self) -> Path:
        """There while the server is to run without users."""
        return self.house / "kept"

    @property
    def start_lock(self) -> Path:
        """Held while the server is made, started or stopped."""
        return self.house / "start.lock"

    @property
    def users_lock(self) -> Path:
        """Held shared by every user."""
        return self.house / "users.lock"

    @property
    def watch_lock(self) -> Path:
        """Held by the watcher."""
        return self.house / "watch.lock"

    @property
    def sockets(self) -> Path:
        """The folder of the socket: in the house, or in /tmp when that path will not do.

        It may be too long, or hold a comma, at which PostgreSQL's clients split a list of hosts.
        """
        beside = self.house / "socket"
        path = os.fsencode(beside / SOCKET_NAME)
        if len(path) <= SOCKET_PATH_BYTES_MAX and b"," not in path:
            return beside
        digest = hashlib.sha256(os.fsencode(self.house)).hexdigest()[:16]
        return SHORT_SOCKETS / f"qingce-{self.account.uid}-{digest}"

    @property
    def socket(self) -> Path:
        """The socket itself."""
        return self.sockets / SOCKET_NAME

    def make_sockets(self) -> None:
        """Make the folder of the socket, private to the account.

        Raises:
            FolderForeignError: somebody else made a folder of that name, or opened it to others.
        """
        folder = self.sockets
        with explained(folder):
            if not folder.exists():
                make_folder(folder, PRIVATE)
                self.account.own(folder)
            found = folder.lstat()
        private = stat.S_ISDIR(found.st_mode) and stat.S_IMODE(found.st_mode) == PRIVATE
        if not private or found.st_uid != self.account.uid:
            raise FolderForeignError(
                f"{folder} must be a folder of mode 0700 that belongs to {self.account.name}.",
                "Somebody else made or changed it: remove it and try again.",
            )


def existing(data: Path) -> Places | None:
    """The places of a data folder, if a server was ever made there."""
    with explained(data):
        house = data / "postgres"
        if not house.is_dir():
            return None
        return _places(house.resolve(), data)


def make(data: Path) -> Places:
    """Make the data folder and the house in it, where missing.

    Raises:
        FolderForbiddenError, FolderIsFileError, FolderForeignError, DiskFullError: as it is.
    """
    with explained(data):
        mode = ENTER_ONLY if os.geteuid() == 0 else PRIVATE
        data.parent.mkdir(parents=True, exist_ok=True)
        make_folder(data, mode)
        account = account_for(data)
        house = data / "postgres"
        if not house.exists():
            _make_house(house, account, mode)
        return _places(house.resolve(), data)


def _places(house: Path, data: Path) -> Places:
    cluster = house / "cluster"
    return Places(house, account_for(cluster if cluster.exists() else data))


def _make_house(house: Path, account: Account, mode: int) -> None:
    if account.can("-x", house.parent.resolve()):
        make_folder(house, mode)
        _own_as_parent(house)
        return
    make_folder(HOUSES, PASSABLE)
    elsewhere = HOUSES / secrets.token_hex(8)
    make_folder(elsewhere, mode)
    try:
        house.symlink_to(elsewhere)
    except FileExistsError:
        elsewhere.rmdir()


def _own_as_parent(path: Path) -> None:
    """Let a house that root makes in a user's data folder be the user's."""
    parent = path.parent.stat()
    if os.geteuid() == 0 and parent.st_uid != 0:
        os.chown(path, parent.st_uid, parent.st_gid)
