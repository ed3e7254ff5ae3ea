"""The account a server runs as.

PostgreSQL refuses to run as root. For an ordinary user the account is the user; for root it is
the owner of the data folder, or, when that is root too, an unprivileged account of the system.
"""

from __future__ import annotations

import os
import pwd
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from ledger.embedded.errors import FolderForeignError, ServerError

UNPRIVILEGED = ("postgres", "nobody")
"""Accounts to run as for root: PostgreSQL's own where a system package made it."""


class Identity(TypedDict, total=False):
    """Arguments of `subprocess` that change the account."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True)
class Account:
    """An account by its numbers."""

    uid: int
    gid: int
    name: str

    def identity(self) -> Identity:
        """How to start a process as this account; nothing to change when it is ours."""
        if self.uid == os.geteuid():
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def own(self, path: Path) -> None:
        """Hand a path we made to this account."""
        if self.uid != os.geteuid():
            os.chown(path, self.uid, self.gid)

    def can(self, test: str, path: Path) -> bool:
        """Ask the kernel whether the account may read (`-r`) or enter (`-x`) the path."""
        return (
            subprocess.run(  # noqa: S603 - fixed program, no shell
                ["/usr/bin/test", test, path], cwd="/", check=False, **self.identity()
            ).returncode
            == 0
        )


def account_for(data: Path) -> Account:
    """The account for the server of an existing data folder.

    Raises:
        FolderForeignError: the folder belongs to another user.
        ServerError: we are root and the system has no unprivileged account.
    """
    owner = data.stat().st_uid
    if os.geteuid() != 0:
        if owner != os.geteuid():
            raise FolderForeignError(
                f"The data folder {data} belongs to {_name(owner)}, not to you.",
                "Work as that user, or choose a folder of your own with --data.",
            )
        return _account(pwd.getpwuid(owner))
    if owner != 0:
        return _account(pwd.getpwuid(owner))
    return _unprivileged()


def environment() -> Mapping[str, str]:
    """What a server's programs see: nothing of ours that could change what they do."""
    return {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}


def _unprivileged() -> Account:
    for name in UNPRIVILEGED:
        try:
            return _account(pwd.getpwnam(name))
        except KeyError:
            continue
    raise ServerError(
        "PostgreSQL does not run as root, and there is no account to run it as.",
        "Create one (`useradd --system postgres`) or work as an ordinary user.",
    )


def _account(entry: pwd.struct_passwd) -> Account:
    return Account(entry.pw_uid, entry.pw_gid, entry.pw_name)


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"user {uid}"
