"""The log through PgBouncer in transaction mode, where sessions are shared between clients."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from ledger.checkpoints.store import CheckpointStore
from ledger.log import ConditionFailedError, Log, migrate
from ledger.sealing import Keyring, OfficeSecrets
from ledger.verification import verify
from tests.ledger.embedding import folder, server
from tests.ledger.pooling import POOL_SIZE, needs_pgbouncer, pooled
from tests.ledger.recording import command, draft, query, unless

pytestmark = needs_pgbouncer
USER = "clerk"
CLIENTS = 3 * POOL_SIZE
APPENDS = 20


@pytest.fixture(scope="module")
def ways() -> Iterator[tuple[str, str]]:
    """DSNs of one log: directly, and through the pooler as a user with the writer's role alone."""
    with folder() as data, server(data).running() as direct:
        migrate(direct)
        with psycopg.connect(direct, autocommit=True) as connection:
            connection.execute(f"CREATE ROLE {USER} LOGIN IN ROLE qingce_writer".encode())
        with pooled(data, USER) as through:
            yield direct, through


def test_many_processes_append_read_and_follow(ways: tuple[str, str]) -> None:
    direct, through = ways
    assert migrate(through) == 0
    seen: list[int] = []
    logs = [Log.open(through) for _ in range(CLIENTS)]
    follower = Log.open(through)
    begin = follower.head().size
    follow = threading.Thread(target=lambda: _follow(follower, begin, CLIENTS * APPENDS, seen))
    follow.start()
    with ThreadPoolExecutor(CLIENTS) as pool:
        positions = list(pool.map(_append_many, logs, range(CLIENTS)))
    follow.join(60)
    follower.close()
    for log in logs:
        log.close()
    acknowledged = sorted(position for each in positions for position in each)
    assert acknowledged == list(range(begin + 1, begin + CLIENTS * APPENDS + 1))
    assert seen == acknowledged
    assert verify(through).ok
    assert verify(direct).ok


def _append_many(log: Log, number: int) -> list[int]:
    taken = []
    for _ in range(APPENDS):
        sent = command()
        taken.append(log.take([draft(f"case:{number}", command=sent)], None, sent).position_last)
        assert log.answer(sent.id) is not None
    assert len(list(log.read(query([f"case:{number}"])))) == APPENDS
    return taken


def _follow(log: Log, after: int, count: int, seen: list[int]) -> None:
    with log.subscribe(after=after) as subscription:
        for event in subscription:
            seen.append(event.position)
            if len(seen) == count:
                return


def test_a_condition_holds_across_clients(ways: tuple[str, str]) -> None:
    tag = f"doc:{uuid4()}"
    with Log.open(ways[1]) as one, Log.open(ways[1]) as other:
        after = one.head().size
        one.append([draft(tag)], unless([tag], after=after))
        with pytest.raises(ConditionFailedError):
            other.append([draft(tag)], unless([tag], after=after))


def test_who_waits_is_woken_without_notices(ways: tuple[str, str]) -> None:
    with Log.open(ways[1]) as waiting, Log.open(ways[0]) as other:
        position = other.head().size + 1
        found: list[bool] = []
        thread = threading.Thread(target=lambda: found.append(waiting.wait_for(position, 30)))
        thread.start()
        other.append([draft("case:1")])
        thread.join(60)
    assert found == [True]


def test_no_session_setting_is_left_to_the_next_client(
    ways: tuple[str, str], tmp_path: Path
) -> None:
    """The keyring does not wait for the disk; a record that shares its session must."""
    through = ways[1]
    keyring = Keyring(through, OfficeSecrets.from_file(tmp_path))
    keyring.keys({str(uuid4()): "37100219800101001X"})
    connections = [psycopg.connect(through) for _ in range(POOL_SIZE)]
    shown = [one.execute("SHOW synchronous_commit").fetchone() for one in connections]
    for connection in connections:
        connection.close()
    keyring.close()
    assert shown == [("on",)] * POOL_SIZE


def test_checkpoints_are_kept_through_it(ways: tuple[str, str]) -> None:
    with CheckpointStore(ways[1]) as store:
        for _ in range(10):
            size = store.head().size
            assert store.tree(size).root() == store.head().root
