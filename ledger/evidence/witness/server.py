"""The witness over HTTP, with the standard library alone.

| request | answer |
| --- | --- |
| POST /add-checkpoint | see `judge` |
| GET /<sha256 of origin>/checkpoint | the last checkpoint cosigned |
| GET /<sha256 of origin>/history | every checkpoint cosigned: time, size, root |
"""

from __future__ import annotations

from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import socket
from threading import BoundedSemaphore
from typing import Any

from ledger.evidence.encoding import base64_text
from ledger.evidence.witness.judge import TEXT_CONTENT_TYPE, Answer, Witness
from ledger.evidence.witness.wire import PATH, REQUEST_BYTES_MAX, log_path

CONNECTIONS_MAX = 64
REQUEST_SECONDS_MAX = 10


class WitnessServer(ThreadingHTTPServer):
    """Serves one witness; a bounded number of connections at once."""

    daemon_threads = True
    request_queue_size = CONNECTIONS_MAX

    def __init__(self, address: tuple[str, int], witness: Witness) -> None:
        """Listen on an address; port 0 takes a free one (`server_address` tells)."""
        self.witness = witness
        self._places = BoundedSemaphore(CONNECTIONS_MAX)
        super().__init__(address, _Handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        """Take a connection, or close it if all places are taken."""
        if self._places.acquire(timeout=1):
            super().process_request(request, client_address)
        else:
            self.shutdown_request(request)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Answer on a connection until it closes."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._places.release()


class _Handler(BaseHTTPRequestHandler):
    server: WitnessServer
    connection: socket
    protocol_version = "HTTP/1.1"
    server_version = "qingce-witness"
    sys_version = ""
    timeout = REQUEST_SECONDS_MAX

    def do_POST(self) -> None:
        if self.path != PATH:
            self._answer(_plain(HTTPStatus.NOT_FOUND, f"Post to {PATH}."))
            return
        length = self.headers.get("Content-Length", "")
        if not length.isdecimal():
            self._answer(_plain(HTTPStatus.LENGTH_REQUIRED, "Say the Content-Length."))
        elif int(length) > REQUEST_BYTES_MAX:
            self._answer(
                _plain(
                    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
                    f"The request has {length} bytes; {REQUEST_BYTES_MAX} are taken.",
                )
            )
        else:
            self._answer(self.server.witness.add_checkpoint(self.rfile.read(int(length))))

    def do_GET(self) -> None:
        readers = {"checkpoint": _checkpoint, "history": _history}
        log, _, kind = self.path.removeprefix("/").partition("/")
        origins = {log_path(origin): origin for origin in self.server.witness.origins}
        found = None
        if log in origins and kind in readers:
            found = readers[kind](self.server.witness, origins[log])
        if found is None:
            self._answer(_plain(HTTPStatus.NOT_FOUND, "Nothing was cosigned under this address."))
        else:
            self._answer(Answer(HTTPStatus.OK, found))

    def _answer(self, answer: Answer) -> None:
        self.close_connection = self.close_connection or answer.status in (
            HTTPStatus.LENGTH_REQUIRED,
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            HTTPStatus.NOT_FOUND,
        )
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(len(answer.body)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Say nothing of requests that are in order: alarms go another way."""


def _checkpoint(witness: Witness, origin: str) -> bytes | None:
    note = witness.checkpoint(origin)
    return note.encode() if note else None


def _history(witness: Witness, origin: str) -> bytes | None:
    lines = [
        f"{item.time} {item.size} {base64_text(item.root)}\n" for item in witness.history(origin)
    ]
    return "".join(lines).encode() if lines else None


def _plain(status: HTTPStatus, reason: str) -> Answer:
    return Answer(status, f"{reason}\n".encode(), TEXT_CONTENT_TYPE)
