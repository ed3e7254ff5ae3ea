"""A witness as its users run it: `qingce witness serve` in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ledger.evidence.policies import Party
from ledger.evidence.signing import parse_vkey
from tests.tools.commanding import ROOT, answered, qingce


@dataclass
class RunningWitness:
    process: subprocess.Popen[str]
    url: str
    vkeys: Sequence[str]

    @property
    def party(self) -> Party:
        """As a policy lists it, by its first key."""
        return Party(parse_vkey(self.vkeys[0]), self.url)

    def kill(self) -> None:
        """As the power cut does."""
        self.process.kill()
        self.process.wait()
        self._close()

    def stop(self) -> str:
        """As its operator does; returns what it told on standard error."""
        self.process.terminate()
        told = self.process.stderr.read() if self.process.stderr else ""
        assert self.process.wait(timeout=20) == 0
        self._close()
        return told

    def _close(self) -> None:
        for stream in (self.process.stdout, self.process.stderr):
            if stream:
                stream.close()


def make_witness(data: Path, name: str, *log_vkeys: str) -> list[str]:
    """Make a witness that watches logs; returns its vkeys."""
    made = answered(
        qingce("witness", "new", "--data", data, "--name", name, "--unattended", "--json")
    )
    for vkey in log_vkeys:
        answered(qingce("witness", "watch", vkey, "--data", data, "--json"))
    vkeys: list[str] = made["vkeys"]
    return vkeys


def start_witness(data: Path) -> RunningWitness:
    command = [sys.executable, "-m", "tools.main", "witness", "serve", "--json"]
    process = subprocess.Popen(
        [*command, "--data", data, "--listen", "127.0.0.1:0"],
        cwd="/",
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    line = process.stdout.readline()
    assert line, process.stderr and process.stderr.read()
    started = json.loads(line)
    return RunningWitness(process, started["url"], started["vkeys"])
