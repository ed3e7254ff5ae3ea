"""Send bytes to an address of the reader's choosing and take a bounded answer, or say why not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

TIMEOUT_SECONDS = 10
ANSWER_BYTES_MAX = 64 * 1024


class PostError(Exception):
    """No answer came; the message ends a sentence that begins with whom was asked."""


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    content_type: str
    body: bytes


def post(url: str, path: str, body: bytes, headers: Mapping[str, str] | None = None) -> Answer:
    """POST to `url` followed by `path`; redirects are not followed.

    Raises:
        PostError: the address is none, nobody answers in time, or the answer is too long.
    """
    address = urlsplit(url)
    connections = {"http": HTTPConnection, "https": HTTPSConnection}
    if address.scheme not in connections or not address.hostname:
        raise PostError(f"has the address {url!r}, which is not http://… or https://….")
    try:
        connection = connections[address.scheme](
            address.hostname, address.port, timeout=TIMEOUT_SECONDS
        )
    except ValueError as error:
        raise PostError(f"has the address {url!r}: {error}.") from None
    try:
        connection.request("POST", address.path.rstrip("/") + path or "/", body, headers or {})
        answer = connection.getresponse()
        content = answer.read(ANSWER_BYTES_MAX + 1)
    except (OSError, HTTPException) as error:
        raise PostError(f"at {url} cannot be reached: {error}.") from None
    finally:
        connection.close()
    if len(content) > ANSWER_BYTES_MAX:
        raise PostError(f"at {url} answered without end.")
    return Answer(answer.status, answer.headers.get_content_type(), content)
