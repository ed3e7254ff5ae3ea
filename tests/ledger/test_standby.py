"""A streaming standby of an embedded cluster, the primary's sudden end, and promotion."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from ledger.checkpoints.store import CheckpointStore
from ledger.closing.comparing import Outcome, compare
from ledger.embedded import places
from ledger.embedded.account import environment
from ledger.embedded.binaries import find_binaries
from ledger.evidence.checkpoints import Checkpoint
from ledger.evidence.notes import Note
from ledger.evidence.trust import TrustedCheckpoint
from ledger.log import Log, migrate
from ledger.verification import verify
from tests.ledger.embedding import folder, server, wait_until
from tests.ledger.recording import command, draft

STANDBY = "standby"
_SYNCHRONOUS = (
    f"ALTER SYSTEM SET synchronous_standby_names = '{STANDBY}'",
    "SELECT pg_reload_conf()",
)
_ALONE = ("ALTER SYSTEM RESET synchronous_standby_names", "SELECT pg_reload_conf()")
_STREAMING = "SELECT sync_state FROM pg_stat_replication WHERE state = 'streaming'"


@contextmanager
def standby_of(primary: Path, data: Path) -> Iterator[str]:
    """Copy the running primary into a second data folder and run it there as a standby."""
    with server(data).running():
        pass  # makes the folder as the embedded server wants it
    assert server(data).stop(at_once=True)
    here, there = places.existing(primary), places.existing(data)
    assert here
    assert there
    shutil.rmtree(there.cluster)
    binaries = find_binaries().for_account(here.account)
    source = f"host={here.sockets} port=5432 user=qingce application_name={STANDBY}"
    arguments = ["--write-recovery-conf", "--checkpoint=fast", "--dbname", source]
    there.house.chmod(0o777)  # the account that copies makes the cluster's folder
    subprocess.run(
        [binaries.program("pg_basebackup"), *arguments, "--pgdata", there.cluster],
        check=True,
        capture_output=True,
        cwd="/",
        env=dict(environment()),
        **here.account.identity(),
    )
    there.house.chmod(0o711)
    with server(data).running() as dsn:
        yield dsn


@pytest.fixture
def folders() -> Iterator[tuple[Path, Path]]:
    with folder() as primary, folder() as standby:
        yield primary, standby


@pytest.mark.parametrize("synchronous", [True, False])
def test_a_promoted_standby_has_what_was_acknowledged(
    folders: tuple[Path, Path], synchronous: bool
) -> None:
    primary, data = folders
    with server(primary).running() as dsn:
        migrate(dsn)
        with Log.open(dsn) as log:
            log.append([draft("case:1") for _ in range(300)])
        with standby_of(primary, data) as standby:
            if synchronous:
                _run(dsn, *_SYNCHRONOUS)
            expected = ("sync",) if synchronous else ("async",)
            wait_until(lambda: _one(dsn, _STREAMING) == expected)
            acknowledged, checkpoint = _append(dsn)
            if not synchronous:
                wait_until(lambda: _one(standby, "SELECT size FROM ledger.head") == (340,))
            _kill(primary)
            assert _one(standby, "SELECT pg_is_in_recovery()") == (True,)
            assert verify(standby).ok, "a standby can be verified too"
            _run(standby, "SELECT pg_promote()", *_ALONE)
            _check_promoted(standby, acknowledged, checkpoint)


def _append(dsn: str) -> tuple[list[int], Checkpoint]:
    """Append one durable record after another; what was acknowledged, and the log then."""
    acknowledged = []
    with Log.open(dsn) as log:
        for _ in range(40):
            sent = command()
            acknowledged.append(log.take([draft("case:1", command=sent)], None, sent).position_last)
        head = log.head()
    return acknowledged, Checkpoint("district.example/log", head.size, head.root)


def _check_promoted(standby: str, acknowledged: list[int], checkpoint: Checkpoint) -> None:
    held = TrustedCheckpoint(checkpoint, Note(checkpoint.text(), ()), ())
    with Log.open(standby) as log, CheckpointStore(standby) as store:
        positions = [event.position for event in log.read(after=300)]
        assert positions == acknowledged
        assert compare(store, held).outcome is Outcome.HOLDS
        assert log.append([draft("case:1")]) == acknowledged[-1] + 1
    assert verify(standby).ok


def _kill(data: Path) -> None:
    """End the primary as a power cut does, all its processes at once."""
    found = places.existing(data)
    assert found
    identity = int((found.cluster / "postmaster.pid").read_text().splitlines()[0])
    subprocess.run(["pkill", "--signal", "KILL", "--parent", str(identity)], check=False)
    subprocess.run(["kill", "-KILL", str(identity)], check=True)


def _run(dsn: str, *statements: str) -> None:
    with psycopg.connect(dsn, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())


def _one(dsn: str, statement: str) -> tuple[object, ...] | None:
    with psycopg.connect(dsn, autocommit=True) as connection:
        row: tuple[object, ...] | None = connection.execute(statement.encode()).fetchone()
        return row
