"""The peers from npm, installed once into the user's cache folder, as the lock file says."""

from __future__ import annotations

import os
import shutil
import subprocess
from functools import cache
from hashlib import sha256
from importlib import resources
from pathlib import Path

from tools.bench.errors import BenchError

FILES = ("package.json", "package-lock.json")
INSTALL_SECONDS_MAX = 300


@cache
def packages() -> Path:
    """The folder `node_modules` with the packages, which are fetched when they are not there.

    Raises:
        BenchError: node or npm is missing, or the packages cannot be fetched.
    """
    source = resources.files(__package__) / "node"
    texts = {name: (source / name).read_bytes() for name in FILES}
    folder = _cache() / sha256(b"".join(texts.values())).hexdigest()[:12]
    modules = folder / "node_modules"
    if not modules.is_dir():
        _install(folder, texts)
    return modules


def program(name: str) -> str:
    """The path of `node` or `npm`.

    Raises:
        BenchError: it is not there.
    """
    found = shutil.which(name)
    if found is None:
        raise BenchError(f"{name} is not installed.", "Install Node.js to measure this peer.")
    return found


def _cache() -> Path:
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "qingce" / "bench"


def _install(folder: Path, texts: dict[str, bytes]) -> None:
    making = folder.with_name(f"{folder.name}.{os.getpid()}")
    making.mkdir(parents=True)
    try:
        for name, text in texts.items():
            (making / name).write_bytes(text)
        command = [program("npm"), "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        done = subprocess.run(  # noqa: S603 - npm, as it was found
            command, cwd=making, capture_output=True, text=True, check=False,
            timeout=INSTALL_SECONDS_MAX,
        )  # fmt: skip
        if done.returncode:
            raise BenchError(
                f"npm could not fetch the peers: {done.stderr.strip()[-300:]}",
                "They are left out.",
            )
        if not folder.exists():
            making.rename(folder)
    finally:
        shutil.rmtree(making, ignore_errors=True)
