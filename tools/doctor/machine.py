"""Findings about the machine: Python, programs, the data folder, the disk, key files."""

from __future__ import annotations

import os
import shutil
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

from application.federation.places import FILE_NAME as PLACES
from ledger.embedded.binaries import find_binaries
from ledger.embedded.errors import ServerError
from ledger.sealing.secrets import FILE_NAME as OFFICE_SECRET
from tools.doctor.finding import Finding, judge

PYTHON_FIRST = (3, 11)
PYTHON_LAST = (3, 13)
FREE_BYTES_MIN = 1024**3
"""Below it an import or a rebuild may fill the disk within a day's work."""
SECRET_PATTERNS = (OFFICE_SECRET, PLACES, "*.secret", "*.key")
"""Places of a federation may hold passwords."""
OTHERS = 0o077
OTHERS_READ_OR_WRITE = 0o066
"""Passing through is allowed: root's server account has to."""


def python() -> Finding:
    """Whether this Python is one that the program is tested on."""
    running = sys.version_info[:2]
    return judge(
        "python",
        PYTHON_FIRST <= running <= PYTHON_LAST,
        "Python " + ".".join(map(str, sys.version_info[:3])),
        "Use a Python from 3.11 to 3.13: others are not tested.",
    )


def programs(chosen: Path | None) -> Finding:
    """Whether PostgreSQL's programs are there."""
    try:
        binaries = find_binaries(chosen)
    except ServerError as error:
        return Finding("programs", False, str(error).removesuffix(error.advice), error.advice)
    return Finding("programs", True, f"PostgreSQL {binaries.version} in {binaries.folder}")


def data_folder(data: Path) -> Finding:
    """Whether the data folder is ours, can be written, and is closed to others."""
    if not data.exists():
        return Finding("data folder", True, f"{data} does not exist; the first command makes it")
    if not data.is_dir():
        return Finding("data folder", False, f"{data} is a file", "Choose another with --data.")
    found = data.stat()
    if not os.access(data, os.R_OK | os.W_OK | os.X_OK):
        return Finding(
            "data folder", False, f"{data} cannot be written by you", f"Run: chown {data}"
        )
    mode = stat.S_IMODE(found.st_mode)
    return judge(
        "data folder",
        not mode & OTHERS_READ_OR_WRITE,
        f"{data} has mode {mode:04o}",
        f"Others can look into it. Run: chmod go-rw {data}",
    )


def disk(data: Path) -> Finding:
    """Whether the disk of the data folder has room."""
    place = next(path for path in (data, *data.parents) if path.exists())
    free = shutil.disk_usage(place).free
    return judge(
        "disk",
        free >= FREE_BYTES_MIN,
        f"{free / 1024**3:,.1f} GiB free under {place}",
        f"Make room: below {FREE_BYTES_MIN / 1024**3:.0f} GiB a day's work may fill it.",
    )


def secrets(data: Path) -> Iterator[Finding]:
    """Whether each key file is readable by its owner alone."""
    for path in sorted({path for pattern in SECRET_PATTERNS for path in _files(data, pattern)}):
        mode = stat.S_IMODE(path.stat().st_mode)
        yield judge(
            "key file",
            not mode & OTHERS,
            f"{path} has mode {mode:04o}",
            f"Others may have read it. Run: chmod 600 {path}, and consider the key known.",
        )


def _files(data: Path, pattern: str) -> Iterator[Path]:
    """Key files of the data folder: in it, or one folder down, but not in the server's house."""
    if data.is_dir() and os.access(data, os.R_OK | os.X_OK):
        for path in (*data.glob(pattern), *data.glob(f"*/{pattern}")):
            if path.is_file() and path.parent.name != "postgres":
                yield path
