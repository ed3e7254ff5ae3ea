"""A network of our own between the workers and the server: TCP in front, the unix socket behind.

It can be made to delay, to stall, to refuse, to reset every connection, to reset in the middle of
a request or a reply, and to deliver a request to the server after its sender was cut off.
"""

from __future__ import annotations

import asyncio
import socket
import struct
import threading
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

CHUNK_BYTES = 65_536
RESET_AT_CLOSE = struct.pack("ii", 1, 0)


class Proxy:
    """Runs in a thread of its own; every method may be called from another."""

    def __init__(self, server: Path) -> None:
        """Take the path of the server's socket; it may come and go."""
        self._server = server
        self._loop = asyncio.new_event_loop()
        self._links: set[Link] = set()
        self.delay_seconds = 0.0
        """How long every piece waits, each way."""
        self.refuses = False
        """Whether new connections are reset at once."""
        self.flows = asyncio.Event()
        self._cuts: dict[str, list[Cut]] = {"request": [], "reply": []}
        self._thread = threading.Thread(target=self._loop.run_forever, name="proxy")
        self._thread.start()
        self._listening = self._call(asyncio.start_server(self._accept, "127.0.0.1", 0))
        self._call(self._resume())
        self.port: int = self._listening.sockets[0].getsockname()[1]

    def close(self) -> None:
        """Reset everything and end."""
        self._loop.call_soon_threadsafe(self._listening.close)
        self.reset()
        self._call(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def reset(self) -> None:
        """Reset every connection, and forget all faults."""
        self.delay_seconds, self.refuses = 0.0, False
        self._call(self._reset())

    def stall(self) -> None:
        """Let nothing through until `resume`."""
        self._loop.call_soon_threadsafe(self.flows.clear)

    def resume(self) -> None:
        """Let everything through again."""
        self._call(self._resume())

    def cut(self, way: str, count: int, act: Cut) -> None:
        """Cut the next `count` connections that send something that way: `request` or `reply`."""
        self._loop.call_soon_threadsafe(self._cuts[way].extend, [act] * count)

    def _call(self, doing: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(doing, self._loop).result(30)

    async def _resume(self) -> None:
        self.flows.set()

    async def _reset(self) -> None:
        self.flows.set()
        for cuts in self._cuts.values():
            cuts.clear()
        for link in list(self._links):
            link.reset()

    async def _end(self) -> None:
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        link = Link(writer)
        if self.refuses:
            link.reset()
            return
        try:
            behind = await asyncio.open_unix_connection(self._server)
        except OSError:
            link.reset()
            return
        link.server = behind[1]
        self._links.add(link)
        pumps = [
            asyncio.create_task(self._pump(link, "request", reader, behind[1])),
            asyncio.create_task(self._pump(link, "reply", behind[0], writer)),
        ]
        await asyncio.wait(pumps)
        self._links.discard(link)

    async def _pump(
        self, link: Link, way: str, source: asyncio.StreamReader, sink: asyncio.StreamWriter
    ) -> None:
        try:
            while data := await source.read(CHUNK_BYTES):
                await asyncio.sleep(self.delay_seconds)
                await self.flows.wait()
                if self._cuts[way]:
                    await self._cuts[way].pop()(link, data, sink)
                    return
                sink.write(data)
                await sink.drain()
        except OSError:
            pass
        finally:
            if not link.is_held:
                link.reset()


class Link:
    """One connection through the proxy."""

    def __init__(self, client: asyncio.StreamWriter) -> None:
        self.client = client
        self.server: asyncio.StreamWriter | None = None
        self.is_held = False
        """Whether the server's side is to outlive the client's."""

    def reset(self) -> None:
        """End both sides at once; the client sees a reset, not an end."""
        self.cut_client()
        self.is_held = False
        if self.server:
            self.server.transport.abort()

    def cut_client(self) -> None:
        """Reset the client's side."""
        with_socket: socket.socket | None = self.client.get_extra_info("socket")
        if with_socket and not self.client.transport.is_closing():
            with_socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_AT_CLOSE)
        self.client.transport.abort()


Cut = Callable[[Link, bytes, asyncio.StreamWriter], Coroutine[Any, Any, None]]


def after_share(share: float) -> Cut:
    """Let a share of the piece through (0 to 1), then reset."""

    async def act(link: Link, data: bytes, sink: asyncio.StreamWriter) -> None:
        sink.write(data[: round(len(data) * share)])
        await sink.drain()
        await asyncio.sleep(0.01)
        link.reset()

    return act


def deliver_late(seconds: float) -> Cut:
    """Reset the client at once and hand the request to the server later, as a router may."""

    async def act(link: Link, data: bytes, sink: asyncio.StreamWriter) -> None:
        link.is_held = True
        link.cut_client()
        await asyncio.sleep(seconds)
        sink.write(data)
        await sink.drain()
        await asyncio.sleep(0.2)
        link.reset()

    return act
