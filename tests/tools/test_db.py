"""`qingce db`, run as its users run it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from ledger.log import Log
from tests.ledger.embedding import folder, leave, server, user, wait_until
from tests.ledger.recording import draft
from tests.tools.commanding import answered, qingce, refused
from tools import sizing


@pytest.fixture
def data() -> Iterator[Path]:
    with folder("数据") as path:
        yield path


def test_a_server_is_started_found_and_stopped(data: Path) -> None:
    started = answered(qingce("db", "start", "--data", data, "--json"))
    assert started["running"]
    url = answered(qingce("db", "url", "--data", data, "--json"))["url"]
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT current_database()").fetchone() == ("qingce",)
    assert answered(qingce("db", "stop", "--data", data, "--json")) == {"stopped": True}
    assert not server(data).status().running


def test_the_folder_may_come_from_the_environment(data: Path) -> None:
    done = qingce("db", "url", environment={"QINGCE_DATA": str(data)})
    assert done.returncode == 0
    assert done.stdout.startswith("postgresql://")
    assert (data / "postgres/cluster").is_dir()


def test_stop_waits_for_users_unless_told_to_cut_in(data: Path) -> None:
    using = user(data)
    waiting = qingce("db", "stop", "--data", data)
    assert waiting.returncode == 1
    assert "still in use" in waiting.stdout.lower()
    with psycopg.connect(server(data).dsn()):
        leave(using)
        assert qingce("db", "stop", "--data", data).returncode == 1
        assert qingce("db", "stop", "--data", data, "--now").returncode == 0
    assert not server(data).status().running


def test_an_open_connection_keeps_the_server_as_a_user_does(data: Path) -> None:
    using = user(data)
    with psycopg.connect(server(data).dsn()) as connection:
        leave(using)
        with pytest.raises(AssertionError, match="come about"):
            wait_until(lambda: not server(data).status().running, seconds_max=2)
        assert connection.execute("SELECT 1").fetchone() == (1,)
    wait_until(lambda: not server(data).status().running)


def test_psql_takes_its_own_arguments_and_says_how_it_went(data: Path) -> None:
    good = qingce("db", "psql", "--data", data, "-Atc", "SELECT 40 + 2")
    assert (good.returncode, good.stdout) == (0, "42\n")
    bad = qingce(
        "db", "psql", "--data", data, "--", "-v", "ON_ERROR_STOP=1", "-c", "SELECT nothing"
    )
    assert bad.returncode == 1
    assert "nothing" in bad.stderr


def test_sizes_are_measured_and_computed_for_more(database: str) -> None:
    with Log.open(database) as log:
        log.append([draft("case:1", "fund:kind") for _ in range(500)])
    measured = sizing.measure(database)
    assert measured.records == 500
    assert measured.parts[0].name == "records"
    assert sum(part.bytes for part in measured.parts) < measured.database_bytes
    asked = ["db", "size", "--json", "--records", "5000", "--logs", "5"]
    told = answered(qingce(*asked, environment={"QINGCE_DSN": database}))
    assert told["bytes_per_record"] == round(measured.bytes_per_record, 1)
    assert told["plan"]["records_per_log"] == 1000
    assert told["plan"]["bytes_year"] == round(5000 * measured.bytes_per_record)
    spoken = qingce(*asked[:2], *asked[3:], environment={"QINGCE_DSN": database}).stdout
    assert "5,000 records a year in 5 logs, computed" in spoken


def test_a_configured_database_is_used_and_not_managed(data: Path) -> None:
    with server(data).running() as dsn:
        own = {"QINGCE_DSN": dsn}
        assert qingce("db", "url", environment=own).stdout == dsn + "\n"
        shown = qingce("db", "psql", "-Atc", "SELECT current_user", environment=own)
        assert shown.stdout == "qingce\n"
        error = refused(qingce("db", "stop", "--json", environment=own), exit_code=2)
        assert error["code"] == "settings"
        assert server(data).status().running


def test_a_wrong_folder_is_told_as_an_error_not_a_traceback(data: Path) -> None:
    data.write_text("a file")
    error = refused(qingce("db", "start", "--data", data, "--json"))
    assert error["code"] == "folder-is-file"
    assert str(data) in error["message"]
    spoken = qingce("db", "start", "--data", data)
    assert spoken.stderr.splitlines() == [f"Error: {error['message']}", error["advice"]]
    data.unlink()


@pytest.mark.parametrize(
    "arguments", [["db"], ["db", "bogus"], ["bogus"], ["db", "url", "--bogus"], ["--bogus"]]
)
def test_bad_usage_exits_2(arguments: list[str]) -> None:
    assert refused(qingce(*arguments, "--json"), exit_code=2)["code"] == "usage"
