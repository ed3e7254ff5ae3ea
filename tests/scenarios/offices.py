"""An office as its people use it: a database, a data folder, the command line."""

from __future__ import annotations

import io
import json
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from application.desk import Desk
from application.settings import Settings
from domain.common.decisions import Decision
from ledger.log import Log
from ledger.sealing import Keyring, OfficeSecrets
from tests.application.acts import donate, establish, marry, transfer
from tests.tools.commanding import answered
from tools import main
from tools.evidencing.opening import Workplace, workplace

FUND = "fund:F"
HUSBAND = "person:00000000-0000-0000-0000-0000000003f2"
"""Of `marry(10)`."""


@dataclass
class Office:
    """Where its log is kept, and its signing key."""

    dsn: str
    data: Path
    vkey: str = ""

    def run(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        """Run one command line of this office."""
        words = [str(word) for word in (*arguments, "--data", self.data, "--json")]
        out, err = io.StringIO(), io.StringIO()
        with pytest.MonkeyPatch.context() as environment:
            environment.setenv("QINGCE_DSN", self.dsn)
            with redirect_stdout(out), redirect_stderr(err):
                code = main.run(words)
        return subprocess.CompletedProcess(words, code, out.getvalue(), err.getvalue())

    def answer(self, *arguments: str | Path) -> dict[str, Any]:
        """The answer of a command that holds."""
        return answered(self.run(*arguments))

    def bundle(self, to: Path, *selection: str) -> dict[str, Any]:
        """Take a bundle."""
        why = ["--for", "纪检监察组 2026-17", "--why", "核查"]
        return self.answer("bundle", *selection, "--to", to, *why)

    @contextmanager
    def open(self) -> Iterator[Workplace]:
        """Everything open in this process."""
        with workplace(Settings(data=self.data, dsn=self.dsn)) as place:
            yield place

    def record(self, *decisions: Decision) -> None:
        """Let the desk take commands."""
        office = OfficeSecrets.from_file(self.data / "keys")
        with Log.open(self.dsn) as log, closing(Keyring(self.dsn, office)) as keyring:
            desk = Desk(log, keyring, office)
            for decision in decisions:
                desk.execute(decision)


def an_office(dsn: str, data: Path) -> Office:
    """An office with keys and a few records: a fund, its donations, marriages."""
    office = Office(dsn, data)
    office.vkey = office.answer("key", "new", "--unattended")["vkeys"][0]
    office.record(
        establish(1),
        *(donate(number, 1_000 * number) for number in range(2, 8)),
        transfer(8, 2_500),
        *(marry(number) for number in range(9, 14)),
    )
    return office


def report_of(done: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    """What `qingce verify BUNDLE --json` says, whether it holds or not."""
    report: dict[str, Any] = json.loads(done.stdout)
    return report
