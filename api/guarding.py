"""What holds for every answer, whatever the operation.

- It is asked for under a loopback name: a page from elsewhere that had its own name point here (DNS
  rebinding) learns nothing.
- An error nobody foresaw is a problem too, without its text.
- It is not kept by anybody, unless the operation says so; and it is nothing but what it says it is.
"""

from __future__ import annotations

import re
from http import HTTPStatus

from fastapi import FastAPI, Request, Response
from starlette.middleware.base import RequestResponseEndpoint

from api.problems import answer, unforeseen

_LOOPBACK_HOST = re.compile(r"(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?", re.ASCII | re.I)
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def guard(app: FastAPI) -> None:
    """Let an application keep what the module says."""
    app.middleware("http")(_guarded)


async def _guarded(request: Request, proceed: RequestResponseEndpoint) -> Response:
    response = await _answered(request, proceed)
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    return response


async def _answered(request: Request, proceed: RequestResponseEndpoint) -> Response:
    if not _LOOPBACK_HOST.fullmatch(request.headers.get("host", "")):
        return answer(
            HTTPStatus.MISDIRECTED_REQUEST,
            "wrong-host",
            "The request names a host that is not this machine's loopback address.",
            "Ask for 127.0.0.1, [::1] or localhost.",
        )
    try:
        return await proceed(request)
    except Exception as error:
        return unforeseen(error)
