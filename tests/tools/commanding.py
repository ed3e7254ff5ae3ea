"""Helps tests of the command line: runs `qingce` as its users do."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


def qingce(
    *arguments: str | Path, environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run one command line in a process of its own, away from anybody's settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("QINGCE_")}
    return subprocess.run(
        [sys.executable, "-m", "tools.main", *map(str, arguments)],
        cwd="/",
        env={**kept, "PYTHONPATH": str(ROOT), **(environment or {})},
        capture_output=True,
        text=True,
        check=False,
    )


def answered(done: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    """The JSON answer of a command that holds."""
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def refused(done: subprocess.CompletedProcess[str], exit_code: int = 1) -> dict[str, str]:
    """The JSON error of a command that fails, without a traceback."""
    assert done.returncode == exit_code, done.stderr
    error: dict[str, str] = json.loads(done.stderr)["error"]
    assert set(error) == {"code", "message", "advice"}
    return error
