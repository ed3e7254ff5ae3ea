"""Who calls: nobody in particular, an official with a session, or a service with a token.

| comes with the request | means |
| --- | --- |
| `Authorization: Bearer qct_…` | a service, by its token |
| cookie `__Host-qingce` (`qingce` on loopback without TLS) | an official, by a session |
| `X-Forgery-Token` | needed beside the cookie for everything but GET and HEAD |
| `Qingce-Purpose` | why (`domain.access.roles.Purpose`); without it what is public |
| `Qingce-Case-File` | the inspection it belongs to |

A token that is wrong is refused, never taken for nobody.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Header, Request

from api.service import OpenService, Service
from application.accounts.errors import NotLoggedInError
from application.callers import Caller, caller_of
from domain.access.roles import Action, Purpose

COOKIE = "qingce"
COOKIE_SECURE = "__Host-qingce"
BEARER = "bearer "
SAFE_METHODS = frozenset({"GET", "HEAD"})
CASE_FILE_CHARACTERS_MAX = 64


def _caller(
    request: Request,
    service: OpenService,
    authorization: Annotated[str | None, Header(include_in_schema=False)] = None,
    x_forgery_token: Annotated[str, Header(description="The session's own token.")] = "",
    qingce_purpose: Annotated[
        Purpose, Header(description="Why you ask; recorded with every look at personal data.")
    ] = Purpose.DISCLOSURE,
    qingce_case_file: Annotated[
        str, Header(max_length=CASE_FILE_CHARACTERS_MAX, description="The inspection's case file.")
    ] = "",
) -> Caller:
    official, actions = _known(request, service, authorization, x_forgery_token)
    return caller_of(
        official,
        service.rights,
        service.counter.desk.establishment,
        purpose=qingce_purpose,
        case_file=qingce_case_file,
        address=request.client.host if request.client else "",
        actions=actions,
    )


def session_secret(request: Request) -> str:
    """The secret of the session that comes with a request; empty if none does."""
    cookies = request.cookies
    return cookies.get(COOKIE_SECURE) or cookies.get(COOKIE) or ""


def _known(
    request: Request, service: Service, authorization: str | None, forgery_token: str
) -> tuple[str, frozenset[Action] | None]:
    if authorization is not None:
        if not authorization.lower().startswith(BEARER):
            raise NotLoggedInError("Only bearer tokens are taken.", "Log in, or bring a token.")
        token = service.tokens.find(authorization[len(BEARER) :].strip())
        return token.service, frozenset(token.actions)
    secret = session_secret(request)
    if not secret:
        return "", None
    if request.method in SAFE_METHODS:
        return service.sessions.find(secret).official, None
    return service.sessions.find_to_change(secret, forgery_token).official, None


KnownCaller = Annotated[Caller, Depends(_caller)]
