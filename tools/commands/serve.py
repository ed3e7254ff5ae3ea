"""`qingce serve`: the HTTP JSON API and the start page, on this machine, until stopped."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING, Annotated

import typer

from tools.options import DataOption, JsonOption, answer

if TYPE_CHECKING:
    import socket

    from fastapi import FastAPI

PORT_DEFAULT = 7370
PORT_MAX = 65535
STOP_SECONDS_MAX = 10
"""How long requests under way may take once the server is told to stop."""


def serve(
    data: DataOption = None,
    json: JsonOption = False,
    host: Annotated[
        str, typer.Option(metavar="ADDRESS", help="A loopback address; no other is taken yet.")
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(min=0, max=PORT_MAX, help="0 takes a free one.")
    ] = PORT_DEFAULT,
) -> None:
    """Serve the API and the start page until stopped (Ctrl-C)."""
    from api.listening import listen, url_of
    from application.settings import load_settings

    settings = load_settings(data)
    with listen(host, port) as listening:
        from api.application import create_application
        from api.service import open_service
        from application.opening import open_database

        with open_database(settings) as dsn, open_service(settings, dsn) as service:
            app = create_application(service)
            url = url_of(listening)
            answer(json, {"url": url}, f"Qingce 清册: {url}\nCtrl-C stops it.")
            _run(app, listening)


def _run(app: FastAPI, listening: socket.socket) -> None:
    import uvicorn

    server = uvicorn.Server(
        uvicorn.Config(
            app,
            log_level="warning",
            access_log=False,  # addresses asked for name persons
            server_header=False,
            lifespan="off",
            timeout_graceful_shutdown=STOP_SECONDS_MAX,
        )
    )
    # The server sends itself the signal again after it has stopped; these take it.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: setattr(server, "should_exit", True))
    server.run(sockets=[listening])
