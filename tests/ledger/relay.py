"""A relay in front of PostgreSQL that can lose an answer, or a question, and hang up."""

from __future__ import annotations

import shutil
import socket
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from psycopg import conninfo

CHUNK_BYTES = 65_536


class Relay:
    """Passes bytes on both ways."""

    def __init__(self, target: str) -> None:
        self._target = target
        self._trigger: bytes | None = None
        self._losing = ""
        self.lost = threading.Event()
        self.refuses_connections = False

    def lose_answer_to(self, trigger: bytes) -> None:
        """Pass on the next question that holds these bytes; hang up once it was answered."""
        self._losing, self._trigger = "answer", trigger

    def lose_question(self, trigger: bytes) -> None:
        """Hang up instead of passing on the next question that holds these bytes."""
        self._losing, self._trigger = "question", trigger

    def serve(self, listener: socket.socket) -> None:
        """Take connections until the listener is closed."""
        with suppress(OSError):
            while True:
                client, _ = listener.accept()
                if self.refuses_connections:
                    client.close()
                    continue
                server = socket.socket(socket.AF_UNIX)
                server.connect(self._target)
                link = _Link(self, client, server)
                threading.Thread(target=link.ask, daemon=True).start()
                threading.Thread(target=link.answer, daemon=True).start()

    def takes(self, question: bytes) -> str:
        """What is to be lost of a question: nothing, itself, or its answer."""
        if self._trigger is None or self._trigger not in question:
            return ""
        self._trigger = None
        return self._losing


class _Link:
    def __init__(self, relay: Relay, client: socket.socket, server: socket.socket) -> None:
        self._relay, self._client, self._server = relay, client, server
        self._answer_lost = False

    def ask(self) -> None:
        with suppress(OSError):
            while data := self._client.recv(CHUNK_BYTES):
                losing = self._relay.takes(data)
                if losing == "question":
                    break
                self._answer_lost |= losing == "answer"
                self._server.sendall(data)
        self._hang_up()

    def answer(self) -> None:
        with suppress(OSError):
            while data := self._server.recv(CHUNK_BYTES):
                if self._answer_lost:
                    break
                self._client.sendall(data)
        self._hang_up()

    def _hang_up(self) -> None:
        if self._answer_lost:
            self._relay.lost.set()
        for end in (self._client, self._server):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()


@contextmanager
def relayed(dsn: str) -> Iterator[tuple[Relay, str]]:
    """A relay in front of the server of a DSN, and the DSN that leads through it."""
    given: dict[str, Any] = dict(conninfo.conninfo_to_dict(dsn))
    name = f".s.PGSQL.{given['port']}"
    folder = Path(tempfile.mkdtemp(prefix="qingce-relay-"))
    relay = Relay(str(Path(given["host"]) / name))
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(folder / name))
        listener.listen()
        threading.Thread(target=relay.serve, args=[listener], daemon=True).start()
        try:
            yield relay, conninfo.make_conninfo(dsn, host=str(folder))
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            shutil.rmtree(folder)
