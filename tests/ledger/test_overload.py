"""More is asked of the log than it can take: it says so, and what it acknowledged is there."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import psycopg
import pytest

from ledger.log import Log, LogBusyError, connecting, grouping
from ledger.verification import verify
from tests.ledger.recording import command, draft

CALLERS = 12


@contextmanager
def head_locked(dsn: str) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """Somebody with a psql of his own keeps the head."""
    with psycopg.connect(dsn) as connection:
        connection.execute("SELECT ledger.lock_head()")
        yield connection
        connection.rollback()


def test_who_cannot_be_served_is_refused_and_nothing_acknowledged_is_lost(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grouping, "WAITING_MAX", 3)

    refused: list[str] = []

    def send(number: int) -> int | None:
        sent = command()
        try:
            return log.take([draft(f"case:{number}", command=sent)], None, sent).position_last
        except LogBusyError as error:
            refused.append(str(error))
        assert log.answer(sent.id) is None
        return None

    with Log.open(database) as log, ThreadPoolExecutor(CALLERS) as pool:
        with head_locked(database):
            sending = [pool.submit(send, number) for number in range(CALLERS)]
            while sum(one.done() for one in sending) < CALLERS - 4:
                time.sleep(0.01)  # one commits, three wait, all others are refused at once
        answers = [one.result() for one in sending]
        taken = sorted(position for position in answers if position)
        assert taken == list(range(1, log.head().size + 1))
        assert answers.count(None) == len(refused) >= CALLERS - 4
        assert all("3 commands wait for the log already" in said for said in refused)
        assert send(99) == len(taken) + 1
    assert verify(database).ok


@pytest.mark.parametrize("timeout", ["lock_timeout", "statement_timeout"])
def test_a_head_that_somebody_keeps_is_waited_for_so_long_and_no_longer(
    database: str, monkeypatch: pytest.MonkeyPatch, timeout: str
) -> None:
    if timeout == "lock_timeout":
        monkeypatch.setitem(connecting._SETTINGS, timeout, "200ms")
    else:
        monkeypatch.setitem(connecting._STATEMENT_SECONDS_MAX, connecting.WRITER_ROLE, 1)
    with Log.open(database) as log:
        log.append([draft("case:1")])
        with (
            head_locked(database),
            ThreadPoolExecutor(3) as pool,
        ):
            waiting = [pool.submit(log.append, [draft("case:1")]) for _ in range(3)]
            for one in waiting:
                with pytest.raises(LogBusyError, match="did not come to it in time"):
                    one.result()
        assert log.append([draft("case:1")]) == 2
    assert verify(database).ok
