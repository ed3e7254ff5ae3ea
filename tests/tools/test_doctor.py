"""`qingce doctor` finds each fault that is made here, and names the mend."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from ledger.sealing.secrets import FILE_NAME as OFFICE_SECRET
from tests.ledger.embedding import folder, server
from tests.ledger.networking import free_port, listening
from tests.tools.commanding import answered, qingce
from tools.doctor import log


@pytest.fixture
def data() -> Iterator[Path]:
    with folder() as path:
        yield path


def faults(*arguments: str | Path, **environment: str) -> dict[str, dict[str, Any]]:
    """The faults that the doctor finds, by name."""
    done = qingce("doctor", "--json", *arguments, environment=environment)
    answer = json.loads(done.stdout)
    found = {each["name"]: each for each in answer["findings"] if not each["well"]}
    assert all(each["mend"] for each in found.values())
    assert (done.returncode, answer["well"]) == ((1, False) if found else (0, True))
    return found


def test_a_new_place_is_well_and_is_left_as_it_is(data: Path) -> None:
    assert faults("--data", data) == {}
    assert not data.exists()


def test_a_fresh_server_is_well(data: Path) -> None:
    with server(data).running():
        answer = answered(qingce("doctor", "--json", "--data", data))
    names = {finding["name"] for finding in answer["findings"]}
    assert {"python", "programs", "data folder", "disk", "fsync", "data_checksums"} <= names


def test_people_are_told_in_words(data: Path) -> None:
    data.mkdir(mode=0o711)
    secret = data / OFFICE_SECRET
    secret.write_bytes(b"x" * 32)
    secret.chmod(0o644)
    done = qingce("doctor", "--data", data)
    assert done.returncode == 1
    assert f"FAULT  key file: {secret} has mode 0644" in done.stdout
    assert f"chmod 600 {secret}" in done.stdout
    assert done.stdout.rstrip().endswith("1 to mend.")


def test_a_folder_open_to_others_is_found(data: Path) -> None:
    data.mkdir()
    data.chmod(0o777)
    assert set(faults("--data", data)) == {"data folder"}


def test_missing_programs_are_found(data: Path) -> None:
    found = faults("--data", data, QINGCE_POSTGRES_BIN="/nowhere")
    assert "/nowhere" in found["programs"]["found"]


@pytest.mark.parametrize(
    ("statement", "name"),
    [
        ("ALTER DATABASE qingce SET synchronous_commit = off", "synchronous_commit"),
        ("ALTER ROLE qingce SET zero_damaged_pages = on", "zero_damaged_pages"),
        ("CREATE ROLE careless; ALTER ROLE careless SET synchronous_commit = off", "overrides"),
    ],
)
def test_settings_that_weaken_the_promise_are_found(data: Path, statement: str, name: str) -> None:
    with server(data).running() as dsn:
        with psycopg.connect(dsn, autocommit=True) as connection:
            for each in statement.split(";"):
                connection.execute(each.encode())
        assert name in faults("--data", data)


def test_a_server_that_cannot_be_used_is_a_finding(data: Path) -> None:
    with server(data).running():
        pass
    assert server(data).stop(at_once=True)
    version = data / "postgres/cluster/PG_VERSION"
    made_by = version.read_text()
    version.write_text("12\n")
    assert "PostgreSQL 12" in faults("--data", data)["database"]["found"]
    version.write_text(made_by)


def test_a_database_that_is_not_there_is_a_finding(data: Path) -> None:
    found = faults(QINGCE_DSN=f"postgresql:///qingce?host={data}", QINGCE_DATA=str(data))
    assert "No such file" in found["database"]["found"]


@pytest.fixture
def logged(data: Path) -> Iterator[str]:
    """The DSN of a server with a log."""
    migrations = pytest.importorskip("ledger.log.migrations")
    with server(data).running() as dsn:
        migrations.migrate(dsn)
        yield dsn


def test_a_fresh_log_is_well(data: Path, logged: str) -> None:
    assert faults("--data", data) == {}


@pytest.mark.parametrize(
    ("statement", "names"),
    [
        ("ALTER TABLE ledger.records DISABLE TRIGGER ALL", {"append-only", "refusal"}),
        ("DROP TRIGGER append_only ON ledger.postings", {"append-only", "refusal"}),
        (
            "CREATE OR REPLACE FUNCTION ledger.refuse_change() RETURNS trigger "
            "LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
            {"refusal", "functions"},
        ),
        ("ALTER DATABASE qingce SET session_replication_role = replica", {"overrides", "refusal"}),
        ("GRANT UPDATE ON ledger.records TO qingce_writer", {"roles"}),
        ("GRANT qingce_owner TO qingce_reader", {"roles"}),
        ("GRANT DELETE ON ledger.checkpoints TO qingce_auditor", {"roles"}),
        ("DROP TRIGGER append_only ON ledger.closures", {"append-only", "refusal"}),
        (
            "CREATE ROLE clerk LOGIN IN ROLE qingce_owner",
            {"logins"},
        ),
        ("ALTER FUNCTION ledger.lock_head() SET search_path = pg_catalog", {"functions"}),
        ("SELECT ledger.close_origin('office.example/log', 'note', 'lost', true)", {"frozen"}),
        ("UPDATE ledger.head SET size = 1, recorded = now() + interval '1 day'", {"head"}),
    ],
)
def test_a_log_that_can_be_changed_is_found(
    data: Path, logged: str, statement: str, names: set[str]
) -> None:
    with psycopg.connect(logged, autocommit=True) as connection:
        connection.execute(statement.encode())
    assert set(faults("--data", data)) == names


@pytest.mark.parametrize(
    ("method", "names"),
    [("scram-sha-256", set()), ("trust", {"authentication"}), ("password", {"authentication"})],
)
def test_a_server_that_lets_people_in_too_easily_is_found(
    data: Path, method: str, names: set[str]
) -> None:
    with server(data).running() as dsn, psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("CREATE ROLE clerk LOGIN SUPERUSER PASSWORD 'of-the-office'")
    assert server(data).stop(at_once=True)
    (data / "postgres/cluster/pg_hba.conf").write_text(f"host all all 127.0.0.1/32 {method}\n")
    port = free_port()
    with listening(data, port):
        dsn = f"postgresql://clerk:of-the-office@127.0.0.1:{port}/qingce"
        assert set(faults(QINGCE_DSN=dsn, QINGCE_DATA=str(data))) == names


def test_who_keeps_the_head_of_the_log_is_named(
    data: Path, logged: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log, "HEAD_SECONDS_MAX", 0)
    with psycopg.connect(logged, application_name="somebody's psql") as connection:
        connection.execute("SELECT ledger.lock_head()")
        keeper = connection.info.backend_pid
        found = {one.name: one for one in log.look(logged)}["head lock"]
        connection.rollback()
    assert not found.well
    assert f"process {keeper}," in found.found
    assert "somebody's psql" in found.found


def test_a_schema_of_an_earlier_edition_is_a_finding(data: Path) -> None:
    migrations = pytest.importorskip("ledger.log.migrations")
    with server(data).running() as dsn:
        with pytest.MonkeyPatch.context() as earlier:
            known = migrations.migrations()[:3]
            earlier.setattr(migrations, "migrations", lambda: known)
            migrations.migrate(dsn)
        assert set(faults("--data", data)) == {"schema"}
