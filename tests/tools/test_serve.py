"""`qingce serve`, run as its users run it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import pytest

from api.listening import listen
from tests.tools.commanding import ROOT, answered, qingce, refused


@contextmanager
def serving(data: Path, database: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A server on a free port, and its address."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tools.main", "serve", "--port", "0", "--json"],
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "QINGCE_DATA": str(data),
            "QINGCE_DSN": database,
        },
        cwd="/",
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    try:
        yield process, json.loads(process.stdout.readline())["url"]
    finally:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_answers_until_it_is_told_to_stop(tmp_path: Path, database: str, number: int) -> None:
    with serving(tmp_path, database) as (process, url):
        status = httpx2.get(f"{url}/api/v1/status").json()
        process.send_signal(number)
        assert process.communicate(timeout=60) == ("", "")
        assert process.returncode == 0
    told = answered(qingce("status", "--json", environment={"QINGCE_DSN": database}))
    del told["dsn"]
    assert status == told


def test_a_port_in_use_is_told(tmp_path: Path) -> None:
    with listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        error = refused(qingce("serve", "--data", tmp_path, "--port", str(port), "--json"))
    assert error["code"] == "address"
    assert str(port) in error["message"]
    assert "--port" in error["advice"]


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "qingce.example"])  # noqa: S104
def test_it_listens_on_this_machine_only(tmp_path: Path, host: str) -> None:
    error = refused(qingce("serve", "--data", tmp_path, "--host", host, "--json"), exit_code=2)
    assert error["code"] == "not-loopback"
    assert "Logins come with the pages" in error["message"]


def test_a_data_folder_that_cannot_be_used_is_told() -> None:
    done = qingce("serve", "--data", "/dev/null", "--port", "0", "--json")
    assert (
        refused(done)["code"] == refused(qingce("status", "--data", "/dev/null", "--json"))["code"]
    )
