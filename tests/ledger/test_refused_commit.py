"""A commit that the server refuses, or never answers, leaves a log that goes on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from psycopg.pq import ConnStatus, ExecStatus

from ledger.log import Log, LogError, calling
from ledger.log.writer import CALL_RECORDS_MAX
from tests.ledger.recording import command, draft

LARGE = CALL_RECORDS_MAX + 1
_FULL = """
CREATE FUNCTION public.full_disk() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'No space left on device' USING ERRCODE = 'disk_full'; END $$;
CREATE TRIGGER full_disk BEFORE INSERT ON ledger.records
    EXECUTE FUNCTION public.full_disk();
"""
_ROOM = "DROP TRIGGER full_disk ON ledger.records; DROP FUNCTION public.full_disk()"


@contextmanager
def full_disk(dsn: str) -> Iterator[None]:
    """Every insert is refused as on a full disk."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(_FULL.encode())
        yield
        connection.execute(_ROOM.encode())


@pytest.mark.parametrize("count", [1, LARGE])
def test_when_there_is_room_again_the_log_goes_on(database: str, count: int) -> None:
    """The psycopg driver drops what is prepared after a rollback, the writer's call with it."""
    with Log.open(database) as log:
        for _ in range(8):  # so often that the driver prepares the locked way's statements
            log.append([draft("case:1") for _ in range(LARGE)])
        size = log.head().size
        with full_disk(database):
            for _ in range(3):
                with pytest.raises(LogError, match="No space left"):
                    log.append([draft("case:1") for _ in range(count)])
        assert log.append([draft("case:1")]) == size + 1
        assert log.append([draft("case:1") for _ in range(LARGE)]) == size + 1 + LARGE
        assert log.append([draft("case:1")]) == size + 2 + LARGE


def test_an_answer_that_never_came_is_looked_for(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """libpq may say that the server closed the connection while its status is still good."""
    with Log.open(database) as log:
        log.append([draft("case:1")])
        call, lost = calling.AppendCall._called, list[int]()

        def called(self: calling.AppendCall, values: list[object]) -> object:
            answer = call(self, values)
            if lost:
                return answer
            lost.append(1)
            assert self._server.status == ConnStatus.OK
            return _Unanswered()

        monkeypatch.setattr(calling.AppendCall, "_called", called)
        sent = command()
        taken = log.take([draft("case:1", command=sent)], None, sent)
        assert (taken.position_first, log.head().size) == (2, 2)


class _Unanswered:
    """The result of a call whose connection was lost."""

    status = ExecStatus.FATAL_ERROR
    error_message = b"server closed the connection unexpectedly"

    def error_field(self, _: int) -> None:
        return None
