"""The matrix of rights, tried: what each role may do, and that it may do nothing else."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from psycopg import conninfo, sql

from ledger.checkpoints.store import CheckpointStore
from ledger.evidence.checkpoints import Checkpoint
from ledger.log import (
    Log,
    NoRightToAppendError,
    SchemaVersionError,
    migrate,
    migrations,
)
from ledger.log.connecting import WRITER_ROLE, session
from ledger.verification import verify
from tests.ledger.recording import draft

PRIVILEGES = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")
LOG_TABLES = (
    "ledger.migrations",
    "ledger.head",
    "ledger.records",
    "ledger.postings",
    "ledger.subtrees",
    "ledger.commands",
    "ledger.checkpoints",
    "ledger.checkpoint_signatures",
    "ledger.checkpoint_stamps",
    "ledger.sm3_hashes",
    "ledger.closures",
)
READ_LOG = {(table, "SELECT") for table in LOG_TABLES}
TABLES = {
    "qingce_writer": READ_LOG
    | {
        (f"ledger.{table}", "INSERT")
        for table in (
            "records",
            "postings",
            "subtrees",
            "commands",
            "checkpoints",
            "checkpoint_signatures",
            "checkpoint_stamps",
            "sm3_hashes",
        )
    }
    | {
        (f"sealing.{table}", right)
        for table in ("person_keys", "person_traces")
        for right in ("SELECT", "INSERT")
    }
    | {("sealing.erased", "SELECT")},
    "qingce_keykeeper": {
        (f"sealing.{table}", right)
        for table in ("person_keys", "person_traces", "escrow", "escrow_traces")
        for right in ("SELECT", "INSERT", "UPDATE", "DELETE")
    }
    | {("sealing.erased", right) for right in ("SELECT", "INSERT")}
    | {("sealing.generations", right) for right in ("SELECT", "UPDATE")},
    "qingce_reader": READ_LOG,
    "qingce_auditor": READ_LOG,
    "qingce_verifier": READ_LOG,
}
COLUMNS = {
    ("qingce_writer", "sealing.person_keys", "found_by", "UPDATE"),
    ("qingce_writer", "sealing.person_keys", "found_under", "UPDATE"),
    ("qingce_writer", "sealing.escrow", "person", "SELECT"),
}
READ_FUNCTIONS = {"rarest", "matching_item", "holds", "matching", "ordinals"}
WRITE_FUNCTIONS = {"lock_head", "check_commands", "meeting", "append"}
FUNCTIONS = {
    "qingce_writer": READ_FUNCTIONS | WRITE_FUNCTIONS,
    "qingce_keykeeper": set(),
    "qingce_reader": READ_FUNCTIONS,
    "qingce_auditor": READ_FUNCTIONS,
    "qingce_verifier": READ_FUNCTIONS,
}
ROLES = tuple(TABLES)

_TABLE_RIGHTS = """
SELECT nspname || '.' || relname, privilege
FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
CROSS JOIN unnest(%(privileges)s::text[]) AS privilege
WHERE nspname IN ('ledger', 'sealing') AND relkind IN ('r', 'v', 'm', 'p', 'f')
    AND has_table_privilege(%(role)s, pg_class.oid, privilege)
"""
_COLUMN_RIGHTS = """
SELECT grantee, table_schema || '.' || table_name, column_name, privilege_type
FROM information_schema.column_privileges AS granted
WHERE table_schema IN ('ledger', 'sealing') AND grantee = ANY (%(roles)s)
    AND NOT has_table_privilege(grantee, table_schema || '.' || table_name, privilege_type)
"""
_FUNCTION_RIGHTS = """
SELECT DISTINCT proname FROM pg_proc
WHERE pronamespace = 'ledger'::regnamespace AND has_function_privilege(%(role)s, oid, 'EXECUTE')
"""


@pytest.fixture
def recorded(database: str) -> str:
    with Log.open(database) as log:
        log.append([draft("case:1") for _ in range(3)])
    return database


@pytest.fixture
def logins(recorded: str) -> Iterator[dict[str, str]]:
    """For each role the DSN of a user who has it and nothing else."""
    with psycopg.connect(recorded, autocommit=True) as connection:
        for role in ROLES:
            user = sql.Identifier(f"only_{role}")
            connection.execute(sql.SQL("DROP ROLE IF EXISTS {}").format(user))
            created = sql.SQL("CREATE ROLE {} LOGIN IN ROLE {}")
            connection.execute(created.format(user, sql.Identifier(role)))
        yield {role: conninfo.make_conninfo(recorded, user=f"only_{role}") for role in ROLES}


@pytest.mark.parametrize("role", ROLES)
def test_rights_to_tables_are_those_of_the_matrix_and_no_others(database: str, role: str) -> None:
    with psycopg.connect(database) as connection:
        asked = {"role": role, "privileges": list(PRIVILEGES)}
        assert set(connection.execute(_TABLE_RIGHTS, asked)) == TABLES[role]


def test_rights_to_single_columns(database: str) -> None:
    with psycopg.connect(database) as connection:
        assert set(connection.execute(_COLUMN_RIGHTS, {"roles": list(ROLES)})) == COLUMNS


@pytest.mark.parametrize("role", ROLES)
def test_rights_to_functions(database: str, role: str) -> None:
    with psycopg.connect(database) as connection:
        found = {name for (name,) in connection.execute(_FUNCTION_RIGHTS, {"role": role})}
    assert found == FUNCTIONS[role]


def test_everybody_else_has_no_rights_at_all(database: str) -> None:
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("DROP ROLE IF EXISTS stranger")
        connection.execute("CREATE ROLE stranger")
        asked = {"role": "stranger", "privileges": list(PRIVILEGES)}
        assert connection.execute(_TABLE_RIGHTS, asked).fetchall() == []
        assert connection.execute(_FUNCTION_RIGHTS, asked).fetchall() == []
        schemas = connection.execute(
            "SELECT nspname FROM pg_namespace WHERE nspname IN ('ledger', 'sealing', 'public') "
            "AND has_schema_privilege('stranger', oid, 'CREATE')"
        )
        assert schemas.fetchall() == []


@pytest.mark.parametrize("role", ["qingce_owner", *ROLES])
def test_no_role_is_more_than_a_role(database: str, role: str) -> None:
    with psycopg.connect(database) as connection:
        rights = connection.execute(
            "SELECT rolcanlogin, rolsuper, rolcreaterole, rolcreatedb, rolreplication, "
            "rolbypassrls FROM pg_roles WHERE rolname = %s",
            [role],
        ).fetchone()
    assert rights == (False,) * 6


REFUSED = {
    "change a record": "UPDATE ledger.records SET type = 'x'",
    "remove a record": "DELETE FROM ledger.records",
    "empty the log": "TRUNCATE ledger.records",
    "move the head by hand": "UPDATE ledger.head SET size = 99",
    "close the log": "SELECT ledger.close_origin('o', 'c', 'r', true)",
    "freeze the log": "ALTER TABLE ledger.head ENABLE TRIGGER frozen",
    "switch the guards off": "ALTER TABLE ledger.records DISABLE TRIGGER ALL",
    "replace a guard": "CREATE OR REPLACE FUNCTION ledger.refuse_change() RETURNS trigger "
    "LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
    "pass the triggers by": "SET session_replication_role = replica",
    "become the owner": "SET ROLE qingce_owner",
    "make a table": "CREATE TABLE ledger.mine ()",
    "make a table elsewhere": "CREATE TABLE public.mine ()",
    "take the schema": "DROP SCHEMA ledger CASCADE",
    "destroy a person's key": "DELETE FROM sealing.person_keys",
    "read files of the server": "SELECT pg_read_file('/etc/hostname')",
    "run a program": "COPY (SELECT 1) TO PROGRAM 'true'",
}


ALLOWED = {("destroy a person's key", "qingce_keykeeper")}
"""What is one role's business and nobody else's."""


@pytest.mark.parametrize(
    ("act", "role"),
    [(act, role) for act in REFUSED for role in ROLES if (act, role) not in ALLOWED],
)
def test_what_no_user_may_do(logins: dict[str, str], role: str, act: str) -> None:
    with (
        psycopg.connect(logins[role]) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(REFUSED[act].encode())


def test_a_user_with_the_writers_role_alone_runs_the_log(logins: dict[str, str]) -> None:
    dsn = logins["qingce_writer"]
    assert migrate(dsn) == 0
    with Log.open(dsn) as log:
        assert log.append([draft("case:1", "fund:kind")]) == 4
        assert [event.position for event in log.read()] == [1, 2, 3, 4]
        assert log.wait_for(4, 5)
    assert verify(dsn).ok


@pytest.mark.parametrize("role", ["qingce_reader", "qingce_auditor", "qingce_verifier"])
def test_a_user_with_a_readers_role_alone_verifies(logins: dict[str, str], role: str) -> None:
    assert migrate(logins[role]) == 0
    assert verify(logins[role]).ok
    with (
        psycopg.connect(logins[role]) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute("SELECT * FROM sealing.person_keys")
    with pytest.raises(psycopg.OperationalError, match="permission denied to set role"):
        psycopg.connect(session(logins[role], WRITER_ROLE))


@pytest.mark.parametrize("role", ["qingce_reader", "qingce_auditor", "qingce_verifier"])
def test_a_user_with_a_readers_role_alone_reads_and_may_not_append(
    logins: dict[str, str], role: str
) -> None:
    with Log.open(logins[role]) as log:
        assert [event.position for event in log.read()] == [1, 2, 3]
        with pytest.raises(NoRightToAppendError, match="lacks the role qingce_writer"):
            log.append([draft("case:1")])
        assert log.head().size == 3
    with CheckpointStore(logins[role]) as store:
        assert store.tree(3).root() == store.head().root
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            store.keep(Checkpoint("office.example/log", 3, store.head().root), ())


def test_a_readers_program_of_another_edition_is_told(
    logins: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    known = migrations.migrations()[:-1]
    monkeypatch.setattr(migrations, "migrations", lambda: known)
    with pytest.raises(SchemaVersionError, match="newer version"):
        Log.open(logins["qingce_reader"])


def test_the_verifier_has_the_structure_of_the_indexes_looked_into(
    logins: dict[str, str],
) -> None:
    check = "SELECT bt_index_check('ledger.records_pkey'::regclass, true)"
    with psycopg.connect(logins["qingce_verifier"]) as connection:
        if (
            connection.execute("SELECT FROM pg_extension WHERE extname = 'amcheck'").fetchone()
            is None
        ):
            pytest.skip("this PostgreSQL comes without amcheck")
        connection.execute(check.encode())
    with (
        psycopg.connect(logins["qingce_reader"]) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(check.encode())


def test_functions_with_the_owners_rights_cannot_be_led_astray(database: str) -> None:
    definers = """
    SELECT oid::regprocedure::text, proconfig FROM pg_proc
    WHERE (prosecdef OR prorettype = 'trigger'::regtype)
        AND pronamespace IN ('ledger'::regnamespace, 'sealing'::regnamespace)
    """
    with psycopg.connect(database) as connection:
        found = connection.execute(definers.encode()).fetchall()
    assert found
    for name, settings in found:
        assert "search_path=pg_catalog, pg_temp" in (settings or []), name


def test_a_table_of_the_callers_own_is_never_taken_for_the_logs(logins: dict[str, str]) -> None:
    with psycopg.connect(logins["qingce_writer"]) as connection:
        connection.execute("CREATE TEMP TABLE head (size bigint, frontier bytea, recorded date)")
        connection.execute("INSERT INTO pg_temp.head VALUES (999, '', now())")
        connection.execute("SET search_path = pg_temp, ledger")
        row = connection.execute("SELECT size FROM ledger.lock_head()").fetchone()
    assert row == (3,)


TYPES = ("jsonb", "bytea", "uuid", "text", "int8", "timestamptz")
_SPY = """
CREATE FUNCTION pg_temp.spy(value pg_catalog.{of}) RETURNS boolean LANGUAGE plpgsql AS
$$ BEGIN ALTER TABLE ledger.records DISABLE TRIGGER append_only; RETURN true; END $$;
CREATE DOMAIN pg_temp.{of} AS pg_catalog.{of} CHECK (pg_temp.spy(VALUE));
"""


@pytest.mark.parametrize("of", TYPES)
def test_a_type_of_the_callers_own_never_runs_with_the_owners_rights(
    logins: dict[str, str], of: str
) -> None:
    """A domain with a check is code; a name in the function must not mean it."""
    with psycopg.connect(logins["qingce_writer"], autocommit=True) as connection:
        connection.execute(_SPY.format(of=of).encode())
        connection.execute("SELECT ledger.lock_head()")
        connection.execute(
            "SELECT ledger.append(9, 9, '', '', now(), false, NULL, '[]', NULL, NULL, NULL, NULL, "
            "NULL)"
        )
        enabled = connection.execute(
            "SELECT tgenabled FROM pg_trigger "
            "WHERE tgrelid = 'ledger.records'::regclass AND tgname = 'append_only'"
        ).fetchone()
    assert enabled == ("O",)
