"""Making a cluster, whole or not at all: beside its place, then renamed into it."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from ledger.embedded.account import environment
from ledger.embedded.binaries import Binaries
from ledger.embedded.errors import (
    NO_SPACE,
    ClusterDamagedError,
    StartFailedError,
    WrongVersionError,
    disk_full,
    explained,
)
from ledger.embedded.files import make_folder, sync_folder
from ledger.embedded.places import PRIVATE, Places

OWNER = "qingce"
"""The database's owner, superuser of the cluster."""
DATABASE = "qingce"
FREE_BYTES_MIN = 256 * 1024 * 1024
"""Room for a new cluster (40 MB), its first WAL files and the start of a ledger."""
BUILTIN_LOCALE_MAJOR_MIN = 17
BUILTIN_LOCALE = ("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C")
SYSTEM_LOCALE = ("--locale=C.UTF-8", "--lc-messages=C")


def prepare(places: Places, binaries: Binaries, start_lock: int) -> None:
    """Make the cluster, or check that the one in place fits the programs.

    Only for the holder of the start lock. The programs inherit it, so that when we are killed
    while they work, the next starter waits for their end.

    Raises:
        WrongVersionError: it was made by another major version.
        ClusterDamagedError: what stands in its place is no cluster.
        DiskFullError, StartFailedError: it could not be made; nothing is left of the attempt.
    """
    if places.cluster.exists():
        _check_version(places, binaries)
    else:
        _create(places, binaries, start_lock)


def _check_version(places: Places, binaries: Binaries) -> None:
    try:
        made_by = (places.cluster / "PG_VERSION").read_text().strip()
    except FileNotFoundError:
        raise ClusterDamagedError(
            f"{places.cluster} holds no PG_VERSION, so it is not a PostgreSQL cluster.",
            "Restore the folder from a backup, or move it away to begin a new one.",
        ) from None
    if made_by == str(binaries.major):
        return
    raise WrongVersionError(
        f"The cluster in {places.cluster} was made by PostgreSQL {made_by}; the programs in "
        f"{binaries.folder} are PostgreSQL {binaries.version}. Nothing was changed.",
        f"Set QINGCE_POSTGRES_BIN to programs of PostgreSQL {made_by} to go on with it. To "
        f"upgrade: with them, `pg_dump` the database; then unset it, choose a new data folder "
        f"and restore the dump into it with `qingce db psql`.",
    )


def _create(places: Places, binaries: Binaries, start_lock: int) -> None:
    unfinished = places.house / "cluster.new"
    with explained(unfinished):
        shutil.rmtree(unfinished, ignore_errors=True)
        if shutil.disk_usage(places.house).free < FREE_BYTES_MIN:
            raise disk_full(places.house)
        make_folder(unfinished, PRIVATE)
        places.account.own(unfinished)
        try:
            _initialise(places, binaries, unfinished, start_lock)
            unfinished.rename(places.cluster)
        except BaseException:
            shutil.rmtree(unfinished, ignore_errors=True)
            raise
        sync_folder(places.house)


def _initialise(places: Places, binaries: Binaries, folder: Path, start_lock: int) -> None:
    builtin = binaries.major >= BUILTIN_LOCALE_MAJOR_MIN
    options = [
        f"--username={OWNER}",
        "--auth=trust",
        "--encoding=UTF8",
        "--data-checksums",
        "--no-instructions",
        *(BUILTIN_LOCALE if builtin else SYSTEM_LOCALE),
    ]
    making = [binaries.program("initdb"), "--pgdata", folder, *options]
    _run(places, making, start_lock)
    alone: list[str | Path] = [binaries.program("postgres"), "--single", "-D", folder, "-c"]
    create = f"CREATE DATABASE {DATABASE}\n"
    _run(places, [*alone, "exit_on_error=on", "template1"], start_lock, create)


def _run(places: Places, arguments: Sequence[str | Path], start_lock: int, told: str = "") -> None:
    done = subprocess.run(  # noqa: S603 - programs of the chosen PostgreSQL, no shell
        arguments,
        input=told,
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
        env=environment(),
        pass_fds=[start_lock],
        **places.account.identity(),
    )
    if done.returncode == 0:
        return
    if NO_SPACE in done.stderr:
        raise disk_full(places.house)
    raise StartFailedError(
        f"The cluster could not be made in {places.house}: {Path(arguments[0]).name} said: "
        f"{done.stderr.strip()[-2000:]}",
        "Mend what it names and try again; nothing was left behind.",
    )
