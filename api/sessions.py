"""Coming in and going out: local accounts, and the OpenID provider if one is configured."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Query, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, ConfigDict, Field, SecretStr

from api.callers import COOKIE, COOKIE_SECURE, session_secret
from api.problems import described
from api.service import OpenService, Service
from application.accounts.errors import LoginRefusedError
from application.accounts.provider import LOGIN_SECONDS_MAX, Identity, NoProviderError, Provider
from application.accounts.sessions import SESSION_SECONDS_MAX
from application.accounts.values import Session
from application.history import OFFICE_TIME
from domain.access.decisions.rights import ClaimRights
from domain.common.decisions import Act

LOGIN_COOKIE = "qingce-login"
NAME_CHARACTERS_MAX = 64
SECRET_CHARACTERS_MAX = 128

router = APIRouter(prefix="/session", tags=["session"])


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=False)


class Credentials(_Form):
    """What an official of a local account brings."""

    official: str = Field(
        min_length=1, max_length=NAME_CHARACTERS_MAX, pattern=r"^[\w.-]+$", examples=["wang"]
    )
    password: SecretStr = Field(max_length=SECRET_CHARACTERS_MAX)
    code: str = Field(max_length=16, description="The authenticator's code.", examples=["492039"])


class NewPassword(Credentials):
    """The same with the password that takes the old one's place."""

    new: SecretStr = Field(max_length=SECRET_CHARACTERS_MAX)


class SessionTold(BaseModel):
    """An open session."""

    official: str
    ends: datetime
    forgery_token: str | None = Field(
        None, description="Send it as X-Forgery-Token with everything that changes something."
    )


@router.post(
    "",
    status_code=HTTPStatus.CREATED,
    responses={
        401: described("Name, password or code are wrong, or the account is locked."),
        403: described("The password must be changed first."),
    },
)
def log_in(
    credentials: Credentials, service: OpenService, request: Request, response: Response
) -> SessionTold:
    """Log in with a local account; the session comes as a cookie."""
    service.accounts.admit(
        credentials.official, credentials.password.get_secret_value(), credentials.code
    )
    session = service.sessions.open(credentials.official, _address(request))
    _give(response, session, request)
    return _told(session)


@router.get(
    "", response_model_exclude_none=True, responses={401: described("Nobody is logged in.")}
)
def show_session(service: OpenService, request: Request) -> SessionTold:
    """Show whose session it is."""
    return _told(service.sessions.find(session_secret(request)))


@router.delete(
    "",
    status_code=HTTPStatus.NO_CONTENT,
    responses={
        401: described("Nobody is logged in."),
        403: described("Another page sent it."),
    },
)
def log_out(
    service: OpenService,
    request: Request,
    response: Response,
    x_forgery_token: Annotated[str, Header(description="The session's own token.")] = "",
) -> None:
    """End the session."""
    secret = session_secret(request)
    service.sessions.find_to_change(secret, x_forgery_token)
    service.sessions.end(secret)
    for name in (COOKIE, COOKIE_SECURE):
        response.delete_cookie(name)


@router.put(
    "/password",
    status_code=HTTPStatus.NO_CONTENT,
    responses={
        401: described("Name, password or code are wrong, or the account is locked."),
        422: described("The new password breaks a rule."),
    },
)
def change_password(given: NewPassword, service: OpenService) -> None:
    """Set a new password; all sessions of the account end."""
    service.accounts.change_password(
        given.official,
        given.password.get_secret_value(),
        given.code,
        given.new.get_secret_value(),
    )


def _provider(service: OpenService) -> Provider:
    if service.provider is None:
        raise NoProviderError("No provider is configured.", "Log in with a local account.")
    return service.provider


ConfiguredProvider = Annotated[Provider, Depends(_provider)]


@router.get(
    "/provider",
    status_code=HTTPStatus.FOUND,
    response_class=RedirectResponse,
    responses={
        404: described("No provider is configured."),
        503: described("The provider does not answer."),
    },
)
def go_to_provider(provider: ConfiguredProvider, request: Request) -> Any:
    """Begin a login at the OpenID provider (authorization code with PKCE)."""
    departure = provider.depart()
    answer = RedirectResponse(departure.url, HTTPStatus.FOUND)
    answer.set_cookie(
        LOGIN_COOKIE,
        departure.state,
        max_age=LOGIN_SECONDS_MAX,
        httponly=True,
        samesite="lax",  # it must come back with the provider's redirect
        secure=_is_secure(request),
    )
    return answer


@router.get(
    "/provider/return",
    status_code=HTTPStatus.FOUND,
    response_class=RedirectResponse,
    responses={
        401: described("The login was not begun here, or the provider's word is not good."),
        404: described("No provider is configured."),
        503: described("The provider does not answer."),
    },
)
def return_from_provider(
    provider: ConfiguredProvider,
    service: OpenService,
    request: Request,
    state: Annotated[str, Query(max_length=512)] = "",
    code: Annotated[str, Query(max_length=4096)] = "",
) -> Any:
    """End a login at the provider; the session comes as a cookie."""
    if not state or request.cookies.get(LOGIN_COOKIE) != state:
        raise LoginRefusedError("This login was not begun in this browser.", "Begin again.")
    identity = provider.arrive(state, code)
    official = service.accounts.official_of(identity.issuer, identity.subject)
    _claim(service, official, identity)
    session = service.sessions.open(official, _address(request))
    answer = RedirectResponse("/", HTTPStatus.FOUND)
    answer.delete_cookie(LOGIN_COOKIE)
    _give(answer, session, request)
    return answer


def _claim(service: Service, official: str, identity: Identity) -> None:
    """Record which of our roles the provider says the official has; no role takes all back."""
    now = datetime.now(OFFICE_TIME).replace(microsecond=0)
    registers = {register for role in identity.roles for register in role.registers}
    service.counter.desk.execute(
        ClaimRights(
            Act(service.settings.official, service.settings.office, now),
            official,
            identity.issuer,
            tuple(role.role for role in identity.roles),
            identity.office,
            tuple(sorted(registers)),
        )
    )


def _give(response: Response, session: Session, request: Request) -> None:
    secure = _is_secure(request)
    response.set_cookie(
        COOKIE_SECURE if secure else COOKIE,
        session.secret,
        max_age=SESSION_SECONDS_MAX,
        path="/",
        httponly=True,
        samesite="strict",
        secure=secure,
    )


def _told(session: Session) -> SessionTold:
    return SessionTold(
        official=session.official, ends=session.ends, forgery_token=session.forgery_token or None
    )


def _is_secure(request: Request) -> bool:
    return request.url.scheme == "https"


def _address(request: Request) -> str:
    return request.client.host if request.client else ""
