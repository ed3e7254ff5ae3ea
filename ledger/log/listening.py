"""Who waits for new records is woken once a commit, whichever process made it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from threading import Condition, Event, Thread

import psycopg
from eventsourcing.dcb.api import DCBQuery, TDCBRecorder_co
from eventsourcing.dcb.persistence import DCBListenNotifySubscription

from ledger.log.connecting import READER_ROLE, adopt, session

CHANNEL = "ledger"
PATIENCE_SECONDS = 1.0
"""How soon the listener notices that it is to stop, or that a notice was lost with a server."""


class Listener:
    """Knows the size of the log as last heard of, and wakes those who wait for it to grow.

    The thread starts with the first that waits.
    """

    def __init__(self, dsn: str, read_size: Callable[[], int]) -> None:
        self._dsn = session(dsn, READER_ROLE)
        self._read_size = read_size
        self._grown = Condition()
        self._size = 0
        self._events: set[Event] = set()
        self._stopped = False
        self._thread: Thread | None = None
        self._listening = Event()

    def close(self) -> None:
        """Stop listening and wake all who wait."""
        with self._grown:
            self._stopped = True
            self._grown.notify_all()
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join()

    def watch(self, event: Event) -> None:
        """Have an event set whenever the log grows."""
        with self._grown:
            self._events.add(event)
        self._start()

    def unwatch(self, event: Event) -> None:
        """Leave an event alone."""
        with self._grown:
            self._events.discard(event)

    def wait_for(self, position: int, timeout_seconds: float) -> bool:
        """Wait until the log has a position.

        Returns:
            Whether it has, within the time.
        """
        if self._read_size() >= position:
            return True
        self._start()
        self._hear(self._read_size())
        with self._grown:
            self._grown.wait_for(lambda: self._size >= position or self._stopped, timeout_seconds)
            return self._size >= position

    def _start(self) -> None:
        with self._grown:
            if self._thread is None and not self._stopped:
                self._thread = Thread(target=self._run, name="ledger-listener", daemon=True)
                self._thread.start()
        self._listening.wait(PATIENCE_SECONDS)

    def _hear(self, size: int) -> None:
        with self._grown:
            if size > self._size:
                self._size = size
                self._grown.notify_all()
                for event in self._events:
                    event.set()

    def _run(self) -> None:
        while not self._stopped:
            try:
                with psycopg.connect(self._dsn, autocommit=True) as connection:
                    self._listen(connection)
            except psycopg.OperationalError:
                time.sleep(PATIENCE_SECONDS)

    def _listen(self, connection: psycopg.Connection[tuple[object, ...]]) -> None:
        adopt(connection)
        connection.execute(f"LISTEN {CHANNEL}".encode())
        self._listening.set()
        while not self._stopped:
            # What came before this LISTEN is not announced again, and behind a pooler nothing is.
            row = connection.execute("SELECT size FROM ledger.head").fetchone()
            self._hear(int(str(row[0])) if row else 0)
            for notice in connection.notifies(timeout=PATIENCE_SECONDS):
                self._hear(int(notice.payload))


class Subscription(DCBListenNotifySubscription[TDCBRecorder_co]):
    """The library's subscription, woken by the listener."""

    def __init__(
        self,
        recorder: TDCBRecorder_co,
        listener: Listener,
        query: DCBQuery | None,
        after: int | None,
    ) -> None:
        self._listener = listener
        super().__init__(recorder=recorder, query=query, after=after)
        listener.watch(self._has_been_notified)

    def stop(self) -> None:
        """Stop; whoever is waiting for the next record is let go."""
        super().stop()
        self._listener.unwatch(self._has_been_notified)
