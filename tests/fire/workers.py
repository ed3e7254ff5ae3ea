"""The workload's processes as the harness sees them: started, killed, paused, started again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.ledger.embedding import ROOT, python_path

STUCK_SECONDS = 90
"""A worker that has had a server for so long, and does not go on or end, is stuck."""
POLL_SECONDS = 0.02
ACKNOWLEDGED = b'"kind":"acknowledged"'


class StuckError(Exception):
    """A worker does not go on, or does not end."""


class WorkerProcess:
    """One worker; each time it is started it goes on with its earlier histories."""

    def __init__(
        self, name: str, folder: Path, dsn: str, log_seed: str, patience_seconds: float
    ) -> None:
        self.name = name
        self.histories: list[Path] = []
        self._folder = folder
        self._given = [dsn, log_seed, name]
        self._patience_seconds = patience_seconds
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, unless it runs."""
        if self._process and self._process.poll() is None:
            return
        earlier = list(self.histories)
        self.histories.append(self._folder / f"{self.name}.{len(earlier)}.jsonl")
        with self.errors.open("ab") as errors:
            self._process = subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "tests.fire.workload",
                    *self._given,
                    f"--patience-seconds={self._patience_seconds}",
                    *map(str, [self.histories[-1], *earlier]),
                ],
                stdin=subprocess.PIPE,
                stderr=errors,
                cwd=ROOT,
                env={**os.environ, "PYTHONPATH": python_path()},
            )

    @property
    def errors(self) -> Path:
        """What it wrote to standard error."""
        return self._folder / f"{self.name}.errors"

    def signal(self, how: signal.Signals) -> None:
        """Signal it, if it still runs."""
        if self._process and self._process.poll() is None:
            self._process.send_signal(how)

    def kill(self) -> None:
        """Kill it and wait for its end."""
        if self._process:
            self._process.kill()
            self._process.wait()

    def stop(self) -> None:
        """Let it end in good order.

        Raises:
            StuckError: it did not; where its threads stand is in `errors`.
        """
        if not self._process:
            return
        try:
            self._process.communicate(timeout=STUCK_SECONDS)
        except subprocess.TimeoutExpired:
            raise self._stuck("end") from None

    def go_on(self, commands: int) -> None:
        """Wait until it, as last started, was answered that many more commands.

        Raises:
            StuckError: it was not; where its threads stand is in `errors`.
        """
        enough = self._acknowledged() + commands
        deadline = time.monotonic() + STUCK_SECONDS
        while self._acknowledged() < enough:
            if time.monotonic() > deadline:
                raise self._stuck("go on")
            time.sleep(POLL_SECONDS)

    def _acknowledged(self) -> int:
        latest = self.histories[-1]
        return latest.read_bytes().count(ACKNOWLEDGED) if latest.exists() else 0

    def _stuck(self, what: str) -> StuckError:
        self.signal(signal.SIGUSR1)
        time.sleep(1)
        self.kill()
        return StuckError(f"{self.name} does not {what}; see {self.errors}")

    def written(self) -> list[Path]:
        """The histories that were begun."""
        return [path for path in self.histories if path.exists()]
