"""A witness written by others (PyPI `aics-witness`), in an environment of its own."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = "aics-witness==0.1.0"
PYTHON_MINIMUM = (3, 12)


def install(folder: Path) -> Path:
    """The folder of its programs; skips the test where it cannot be installed."""
    programs = folder / "bin"
    if (programs / "aics-witness").exists():
        return programs
    python = _python()
    if python is None:
        pytest.skip(f"{PACKAGE} needs Python 3.12 or later, and there is none here")
    for command in (
        [python, "-m", "venv", "--clear", folder],
        [programs / "python", "-m", "pip", "install", "--quiet", PACKAGE],
    ):
        done = subprocess.run(command, capture_output=True, text=True, timeout=200)
        if done.returncode:
            pytest.skip(f"{PACKAGE} could not be installed: {done.stderr[-300:]}")
    return programs


def _python() -> Path | None:
    if sys.version_info >= PYTHON_MINIMUM:
        return Path(sys.executable)
    on_path = (shutil.which(f"python3.{minor}") for minor in range(14, 11, -1))
    pyenv = sorted((Path.home() / ".pyenv/versions").glob("3.1[2-9].*/bin/python"))
    return next((Path(item) for item in (*on_path, *pyenv) if item and _runs(item)), None)


def _runs(python: str | Path) -> bool:
    asked = [python, "-c", "import ensurepip, sys; sys.exit(sys.version_info < (3, 12))"]
    return subprocess.run(asked, capture_output=True, timeout=30).returncode == 0
