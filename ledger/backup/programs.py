"""PostgreSQL's `pg_dump` and `pg_restore`, with the data going through our hands.

So the digest is that of what was written, a full disk is seen where it happens, and progress is
known. The password of a DSN goes through the environment, where other users do not see it.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import IO

from psycopg import conninfo

from ledger.backup.errors import ProgramFailedError
from ledger.backup.manifest import FILE_MODE, READ_BYTES, Progress
from ledger.embedded.binaries import Binaries
from ledger.embedded.errors import NO_SPACE, BinariesMissingError, DiskFullError

COMPRESSION = "gzip:3"
"""Records hold much ciphertext: a higher level costs time and gains little."""
SAID_MAX = 2_000


def dump(binaries: Binaries, dsn: str, snapshot: str, target: Path, progress: Progress) -> str:
    """Write a database as of an exported snapshot to a new file, durably; returns its SHA-256.

    Raises:
        ProgramFailedError: what `pg_dump` said.
        OSError: the file cannot be written.
    """
    arguments = ["--format=custom", f"--compress={COMPRESSION}", f"--snapshot={snapshot}"]
    hashed = sha256()
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE)
    with (
        os.fdopen(handle, "wb") as file,
        _running(binaries, "pg_dump", arguments, dsn, stdout=subprocess.PIPE) as process,
    ):
        source = _pipe(process.stdout)
        while part := source.read(READ_BYTES):
            hashed.update(part)
            file.write(part)
            progress(len(part))
        file.flush()
        os.fsync(file.fileno())
    return hashed.hexdigest()


def restore(binaries: Binaries, source: Path, dsn: str, progress: Progress) -> None:
    """Bring a dump into an empty database, all or nothing.

    Raises:
        ProgramFailedError: what `pg_restore` said.
        DiskFullError: the server has no room.
    """
    arguments = ["--exit-on-error", "--single-transaction"]
    with (
        source.open("rb") as file,
        _running(binaries, "pg_restore", arguments, dsn, stdin=subprocess.PIPE) as process,
    ):
        target = _pipe(process.stdin)
        try:
            while part := file.read(READ_BYTES):
                target.write(part)
                progress(len(part))
            target.close()
        except BrokenPipeError:
            return  # it has ended, and its exit code says how


@contextmanager
def _running(
    binaries: Binaries,
    name: str,
    arguments: list[str],
    dsn: str,
    stdin: int = subprocess.DEVNULL,
    stdout: int = subprocess.DEVNULL,
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program on a database; its end is waited for, and it ends when we fail.

    Raises:
        ProgramFailedError, DiskFullError: it did not end well.
        BinariesMissingError: it is not there.
    """
    program = binaries.program(name)
    if not os.access(program, os.X_OK):
        raise BinariesMissingError(
            f"{binaries.folder} has no {name}.",
            "Name PostgreSQL's whole programs in QINGCE_POSTGRES_BIN.",
        )
    address, environment = _address(dsn)
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(  # noqa: S603 - a program of the chosen PostgreSQL, no shell
            [program, "--no-password", f"--dbname={address}", *arguments],
            env=environment,
            cwd="/",
            stdin=stdin,
            stdout=stdout,
            stderr=said,
        )
        try:
            yield process
        except BaseException:
            process.kill()
            raise
        finally:
            for pipe in filter(None, (process.stdin, process.stdout)):
                pipe.close()
            process.wait()
        if process.returncode:
            said.seek(0)
            raise _failed(name, said.read().decode(errors="replace").strip())


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise ValueError("the program was started without this pipe")
    return pipe


def _address(dsn: str) -> tuple[str, Mapping[str, str]]:
    given = conninfo.conninfo_to_dict(dsn)
    password = given.pop("password", None)
    environment = {**os.environ, "LC_ALL": "C"}
    if password is not None:
        environment["PGPASSWORD"] = str(password)
    return conninfo.make_conninfo("", **given), environment


def _failed(name: str, said: str) -> ProgramFailedError | DiskFullError:
    if NO_SPACE in said:
        return DiskFullError(
            f"The disk is full: {name} said: {said[-SAID_MAX:]}", "Make room and repeat it."
        )
    return ProgramFailedError(
        f"{name} failed: {said[-SAID_MAX:]}", "Mend what it names and repeat the command."
    )
