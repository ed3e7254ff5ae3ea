"""Go's own `sumdb/note` and `sumdb/tlog` judge what we print (from Debian's packages, offline)."""

from __future__ import annotations

import functools
import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import pytest

SOURCE = Path(__file__).with_name("go") / "verify.go"
GOPATH = Path("/usr/share/gocode")
PRESENT = shutil.which("go") and (GOPATH / "src/golang.org/x/mod/sumdb/tlog").is_dir()

needs_go = pytest.mark.skipif(
    not PRESENT, reason="needs Debian's golang-go and golang-golang-x-mod-dev"
)


def verdicts(
    vkey: str, receipts: list[dict[str, Any]], consistencies: list[dict[str, Any]]
) -> tuple[list[str], list[str]]:
    """What Go says to each receipt and each consistency proof: nothing, or its reason to refuse."""
    asked = {"vkey": vkey, "receipts": receipts, "consistencies": consistencies}
    done = subprocess.run(
        [_program()], input=json.dumps(asked), capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    return said["receipts"], said["consistencies"]


@functools.cache
def _program() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="interop-go-"))
    program = folder / "verify"
    environment = os.environ | {
        "GO111MODULE": "off",
        "GOPATH": str(GOPATH),
        "GOCACHE": str(folder / "cache"),
        "CGO_ENABLED": "0",
    }
    built = subprocess.run(
        ["go", "build", "-o", program, SOURCE],
        env=environment,
        capture_output=True,
        text=True,
        timeout=240,
    )
    assert built.returncode == 0, built.stderr
    return program
