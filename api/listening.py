"""Where the application listens: on this machine only, as long as there is no login."""

from __future__ import annotations

import ipaddress
import os
import socket

from ledger.errors import LedgerError

LOOPBACK_DEFAULT = "127.0.0.1"
CONNECTIONS_WAITING_MAX = 128


class AddressError(LedgerError):
    """The address cannot be listened on."""

    code = "address"


class NotLoopbackError(AddressError):
    """The address can be reached from other machines."""

    code = "not-loopback"


def listen(host: str, port: int) -> socket.socket:
    """Listen on a loopback address; from now on connections wait for the server.

    Args:
        host: `localhost` or an IP address.
        port: 0 takes a free one.

    Raises:
        NotLoopbackError: other machines could reach it.
        AddressError: it is in use, or not this machine's.
    """
    address = _loopback(host)
    family = socket.AF_INET6 if address.version == 6 else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((str(address), port))
        listening.listen(CONNECTIONS_WAITING_MAX)
    except OSError as error:
        listening.close()
        raise AddressError(
            f"{host}, port {port}, cannot be listened on: {os.strerror(error.errno or 0)}.",
            "Choose another --port (0 takes a free one), or stop what uses it.",
        ) from None
    return listening


def url_of(listening: socket.socket) -> str:
    """The address of a listening socket, for a browser."""
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _loopback(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    try:
        address = ipaddress.ip_address(LOOPBACK_DEFAULT if host == "localhost" else host)
    except ValueError:
        address = None
    if address is None or not address.is_loopback:
        raise NotLoopbackError(
            f"{host} is not a loopback address. There are no accounts yet: whoever reached the "
            "server could read the log. Logins come with the pages.",
            "Until then use --host 127.0.0.1.",
        )
    return address
