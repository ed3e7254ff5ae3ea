"""kill -9 in the middle, answers that never come: what was acknowledged is there, once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import orjson
import psycopg
import pytest

from ledger.embedded import Server
from ledger.log import (
    Command,
    Log,
    LogUnavailableError,
    Taken,
    UnknownOutcomeError,
    migrate,
    writer,
)
from ledger.verification import verify
from tests.ledger.embedding import ROOT, folder, server
from tests.ledger.recording import command, draft, query, unless
from tests.ledger.relay import Relay, relayed

LARGE = writer.CALL_RECORDS_MAX + 1
APPEND, COMMIT = b"case:1", b"COMMIT"


def found_commands(log: Log) -> list[str]:
    return [orjson.loads(one.event.data)["command"] for one in log.read()]


@pytest.mark.parametrize("lose", [Relay.lose_answer_to, Relay.lose_question])
@pytest.mark.parametrize(("records", "trigger"), [(1, APPEND), (LARGE, COMMIT)])
@pytest.mark.parametrize("has_command", [True, False])
def test_a_lost_answer_or_question_changes_nothing_for_the_caller(
    database: str,
    lose: Callable[[Relay, bytes], None],
    records: int,
    trigger: bytes,
    has_command: bool,
) -> None:
    sent = command() if has_command else None
    with relayed(database) as (relay, dsn), Log.open(dsn) as log:
        log.append([draft("case:0")])
        lose(relay, trigger)
        drafts = [draft("case:1", command=sent) for _ in range(records)]
        taken = log.take(drafts, unless(["case:1"]), sent)
        assert (taken.position_first, taken.position_last) == (2, records + 1)
        assert not taken.replayed
        assert log.append([draft("case:1")]) == records + 2
    found = verify(database)
    assert found.ok, found.problems
    assert found.records == records + 2


def test_others_who_append_while_an_answer_is_lost(database: str) -> None:
    with relayed(database) as (relay, dsn), Log.open(dsn) as log, Log.open(database) as other:
        log.append([draft("case:0")])
        relay.lose_answer_to(APPEND)
        with ThreadPoolExecutor(1) as pool:
            taking = pool.submit(log.append, [draft("case:1")])
            relay.lost.wait(10)
            other.append([draft("case:2")])
            assert taking.result() == 2
    assert verify(database).records == 3


def test_a_server_that_does_not_come_back(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "SERVER_SECONDS_MAX", timedelta(seconds=0.3))
    sent = command()
    with relayed(database) as (relay, dsn):
        log = Log.open(dsn)
        log.append([draft("case:0")])
        relay.lose_answer_to(APPEND)
        relay.refuses_connections = True
        with pytest.raises(UnknownOutcomeError, match=str(sent.id)):
            log.take([draft("case:1", command=sent)], None, sent)
        with pytest.raises(LogUnavailableError, match="Nothing was appended"):
            log.append([draft("case:2")])
        relay.refuses_connections = False
        assert log.take([draft("case:1", command=sent)], None, sent).replayed
        assert log.append([draft("case:2")]) == 3
        log.close()


WRITER = """
import os, sys
from concurrent.futures import ThreadPoolExecutor
from ledger.log import Log
from tests.ledger.recording import command, draft
with Log.open(sys.argv[1]) as log, ThreadPoolExecutor(4) as pool:
    def run(number):
        for turn in range(10_000):
            sent = command()
            count = 200 if turn % 5 == 4 else 1
            log.take([draft(f"case:{number}", "fund:x", command=sent)] * count, None, sent)
            os.write(1, f"{sent.id}\n".encode())
    list(pool.map(run, range(4)))
"""


@pytest.mark.parametrize("acknowledged_before", [1, 20, 77])
def test_a_killed_writer_leaves_whole_commits(database: str, acknowledged_before: int) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, database], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    acknowledged = [process.stdout.readline().strip() for _ in range(acknowledged_before)]
    process.kill()
    acknowledged += process.stdout.read().split()
    process.wait()
    with Log.open(database) as log:
        log.append([draft("fund:x")])
        assert set(acknowledged) <= set(found_commands(log))
    found = verify(database)
    assert found.ok, found.problems


def test_a_killed_server_loses_and_doubles_nothing() -> None:
    with folder() as data, server(data).running() as dsn:
        migrate(dsn)
        with Log.open(dsn) as log, ThreadPoolExecutor(5) as pool:
            sending = [pool.submit(_send, log, number) for number in range(4)]
            for _ in range(2):
                time.sleep(0.3)
                _kill(data)
                os.close(Server(data).enter())
            acknowledged = [sent for one in sending for sent in one.result()]
        with Log.open(dsn) as log:
            found = found_commands(log)
        assert sorted(found) == sorted(str(sent.id) for sent in acknowledged)
        checked = verify(dsn)
        assert checked.ok, checked.problems


def _send(log: Log, number: int) -> list[Command]:
    """Send commands for a while; each is sent until it is answered."""
    acknowledged: list[Command] = []
    until = time.monotonic() + 2
    while time.monotonic() < until:
        sent = command()
        taken: Taken | None = None
        while taken is None:
            try:
                taken = log.take([draft(f"case:{number}", "fund:x", command=sent)], None, sent)
            except (LogUnavailableError, UnknownOutcomeError):
                continue
        acknowledged.append(sent)
    return acknowledged


def _kill(data: Path) -> None:
    process = Server(data).status().process
    assert process
    os.kill(process, signal.SIGKILL)


def test_backends_that_are_killed_again_and_again(database: str) -> None:
    with Log.open(database) as log, ThreadPoolExecutor(4) as pool:
        sending = [pool.submit(_send, log, number) for number in range(4)]
        with psycopg.connect(database, autocommit=True) as connection:
            while not all(one.done() for one in sending):
                connection.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
                time.sleep(0.05)
        acknowledged = [str(sent.id) for one in sending for sent in one.result()]
        assert sorted(found_commands(log)) == sorted(acknowledged)
        assert [one.position for one in log.newest(query(["fund:x"]), limit=1)] == [
            len(acknowledged)
        ]
    assert verify(database).ok
