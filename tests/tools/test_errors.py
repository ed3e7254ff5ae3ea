"""Every kind of error becomes a message, an advice and an exit code; none tells personal data."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from domain.common.refusals import Citation, Refusal, Rule
from ledger.embedded import locks, places
from ledger.errors import InvalidRecordError
from projections.figures.published import FiguresFileError
from tests.ledger.embedding import folder, server, wait_until
from tests.tools.commanding import ROOT, qingce, refused
from tools.errors import BAD_USAGE, FAILED, explain

RULE = Rule("charity.fund-not-below-zero", "A fund is never below zero.", "基金不得为负", "law")


def test_an_error_of_the_ledger_keeps_its_code_and_advice() -> None:
    problem = explain(InvalidRecordError("The tag is bad.", "Mend it."))
    assert (problem.code, problem.message, problem.advice, problem.exit_code) == (
        "invalid-record",
        "The tag is bad.",
        "Mend it.",
        FAILED,
    )


def test_a_refusal_names_the_rule_and_the_records_against_it() -> None:
    against = [Citation(7, "charity.payment-made.v1", "2019-05-01")]
    problem = explain(Refusal(RULE, "The fund holds 3 fen.", against, "Wait for a donation."))
    assert problem.code == RULE.id
    assert "position 7" in problem.message
    assert "Nothing was recorded." in problem.message
    assert problem.advice == "Wait for a donation."
    assert problem.advice not in problem.message
    assert problem.exit_code == FAILED


def test_a_wrong_file_of_figures_is_told() -> None:
    assert explain(FiguresFileError("line 3: no unit")).message == "line 3: no unit"


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_is_told(number: int) -> None:
    problem = explain(OSError(number, "No space left on device", "/somewhere"))
    assert problem.code == "disk-full"
    assert "/somewhere" in problem.message


def test_an_unforeseen_error_tells_its_kind_and_not_its_text() -> None:
    problem = explain(RuntimeError("Zhang San 110101199003070000"))
    assert problem.code == "internal"
    assert "RuntimeError" in problem.message
    assert "Zhang" not in problem.message + problem.advice


@pytest.fixture
def dsn() -> Iterator[str]:
    with folder() as data, server(data).running() as dsn:
        yield dsn


def test_an_error_of_the_database_tells_no_row(dsn: str) -> None:
    with psycopg.connect(dsn) as connection:
        connection.execute("CREATE TABLE people (name text PRIMARY KEY)")
        connection.execute("INSERT INTO people VALUES ('Zhang San')")
        with pytest.raises(psycopg.Error) as raised:
            connection.execute("INSERT INTO people VALUES ('Zhang San')")
    problem = explain(raised.value)
    assert problem.code == "database"
    assert "unique constraint" in problem.message
    assert "Zhang" not in problem.message


def test_a_setting_that_cannot_be_understood_is_bad_usage(tmp_path: Path) -> None:
    (tmp_path / "qingce.env").write_bytes(b"QINGCE_DATA=\xff\xfe\n")
    done = subprocess.run(
        [sys.executable, "-m", "tools.main", "db", "url", "--json"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert refused(done, exit_code=BAD_USAGE)["code"] == "settings"


def test_an_interrupt_is_told_without_a_traceback() -> None:
    with folder() as data:
        lock = locks.take(places.make(data).start_lock, locks.EXCLUSIVE, 0)
        waiting = subprocess.Popen(
            [sys.executable, "-m", "tools.main", "db", "start", "--data", str(data), "--json"],
            env={"PYTHONPATH": str(ROOT)},
            cwd="/",
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        wait_until((data / "postgres/users.lock").exists)
        waiting.send_signal(signal.SIGINT)
        out, err = waiting.communicate(timeout=60)
        os.close(lock)
    done = subprocess.CompletedProcess(waiting.args, waiting.returncode, out, err)
    assert refused(done)["code"] == "interrupted"


def test_developers_see_the_traceback() -> None:
    debugging = {"QINGCE_DEBUG": "1"}
    done = qingce("db", "start", "--data", "/dev/null", environment=debugging)
    assert "Traceback" in done.stderr
    assert "Traceback" not in qingce("db", "start", "--data", "/dev/null").stderr


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["db", "--help"]])
def test_help_imports_nothing_heavy(arguments: list[str]) -> None:
    script = (
        "import sys; from tools.main import run\n"
        f"code = run({arguments!r})\n"
        "heavy = {'duckdb', 'ibis', 'pyarrow', 'psycopg', 'rich', 'cryptography'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)\n"
        "sys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
