"""Problem details (RFC 9457): what every answer is that is not what was asked for.

| member | what |
| --- | --- |
| type | `urn:qingce:problem:` and the code |
| title | what kind of problem it is |
| status | the HTTP status |
| detail | what was wrong, and where |
| code | stable name of the problem, as on the command line |
| advice | what to do (empty if there is none) |
| errors | by parameter, what is wrong with it (when the code is `parameters`) |

What the server itself lacks (status 5xx) is told in full on its standard error only: the text may
name its files.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import psycopg
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from application.commands import CommandFieldsError
from domain.common.refusals import Refusal
from ledger.errors import LedgerError

MEDIA_TYPE = "application/problem+json"
TYPE_PREFIX = "urn:qingce:problem:"
STATUS_BY_CODE = {
    "invalid-cursor": HTTPStatus.BAD_REQUEST,
    "invalid-query": HTTPStatus.BAD_REQUEST,
    "unknown-tag": HTTPStatus.NOT_FOUND,
    "unknown-command": HTTPStatus.NOT_FOUND,
    "invalid-fields": HTTPStatus.UNPROCESSABLE_ENTITY,
    "invalid-command": HTTPStatus.UNPROCESSABLE_ENTITY,
    "invalid-record": HTTPStatus.UNPROCESSABLE_ENTITY,
    "command-conflict": HTTPStatus.CONFLICT,
    "boundary-busy": HTTPStatus.SERVICE_UNAVAILABLE,
    "person-known": HTTPStatus.CONFLICT,
    "person-erased": HTTPStatus.CONFLICT,
    "no-such-position": HTTPStatus.NOT_FOUND,
    "no-checkpoint": HTTPStatus.NOT_FOUND,
    "invalid-proof": HTTPStatus.UNPROCESSABLE_ENTITY,
    "log-busy": HTTPStatus.SERVICE_UNAVAILABLE,
    "log-unavailable": HTTPStatus.SERVICE_UNAVAILABLE,
    "log-frozen": HTTPStatus.SERVICE_UNAVAILABLE,
    "unknown-outcome": HTTPStatus.SERVICE_UNAVAILABLE,
    "login-refused": HTTPStatus.UNAUTHORIZED,
    "not-logged-in": HTTPStatus.UNAUTHORIZED,
    "password-expired": HTTPStatus.FORBIDDEN,
    "forgery-suspected": HTTPStatus.FORBIDDEN,
    "denied": HTTPStatus.FORBIDDEN,
    "weak-password": HTTPStatus.UNPROCESSABLE_ENTITY,
    "no-provider": HTTPStatus.NOT_FOUND,
    "provider": HTTPStatus.SERVICE_UNAVAILABLE,
}
"""Of the errors of the log that a request can meet; any other is the server's own (500)."""
CODE_BY_STATUS = {
    HTTPStatus.NOT_FOUND: "no-such-path",
    HTTPStatus.METHOD_NOT_ALLOWED: "method-not-allowed",
}

_log = logging.getLogger(__name__)


class ParameterError(BaseModel):
    """What is wrong with one parameter."""

    parameter: str
    message: str


class CitationTold(BaseModel):
    """A record that stands against a command."""

    position: int
    type: str
    occurred: str


class RefusalTold(BaseModel):
    """Which rule refuses a command, and what stands against it."""

    rule: str
    text: str
    text_zh: str
    source: str
    against: list[CitationTold]


class Problem(BaseModel):
    """Problem details (RFC 9457)."""

    type: str = Field(json_schema_extra={"format": "uri"})
    title: str
    status: int
    detail: str
    code: str
    advice: str = ""
    errors: list[ParameterError] = []
    refusal: RefusalTold | None = None


def described(description: str) -> dict[str, Any]:
    """A problem among the responses of an operation, for the OpenAPI document."""
    schema = {"$ref": f"#/components/schemas/{Problem.__name__}"}
    return {"description": description, "content": {MEDIA_TYPE: {"schema": schema}}}


def answer(
    status: HTTPStatus,
    code: str,
    detail: str,
    advice: str = "",
    *,
    errors: list[ParameterError] | None = None,
    refusal: RefusalTold | None = None,
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    """The answer that tells a problem."""
    problem = Problem(
        type=f"{TYPE_PREFIX}{code}",
        title=status.phrase,
        status=status,
        detail=detail,
        code=code,
        advice=advice,
        errors=errors or [],
        refusal=refusal,
    )
    told = problem.model_dump(exclude_defaults=True)
    return JSONResponse(told, status, headers=headers, media_type=MEDIA_TYPE)


def unforeseen(error: Exception) -> JSONResponse:
    """The answer to an error nobody foresaw: its kind, never its text, which may tell data."""
    kind = type(error).__name__
    _log.error("Unforeseen: %s", kind, exc_info=bool(os.environ.get("QINGCE_DEBUG")))
    return answer(
        HTTPStatus.INTERNAL_SERVER_ERROR,
        "internal",
        f"Something unforeseen went wrong ({kind}).",
        "Please report it.",
    )


def tell_problems(app: FastAPI) -> None:
    """Let an application answer every error that it knows with a problem."""
    app.exception_handler(Refusal)(_refusal)
    app.exception_handler(CommandFieldsError)(_fields)
    app.exception_handler(LedgerError)(_ledger)
    app.exception_handler(psycopg.Error)(_database)
    app.exception_handler(RequestValidationError)(_parameters)
    app.exception_handler(HTTPException)(_http)


def _refusal(_: Request, refused: Refusal) -> JSONResponse:
    rule = refused.rule
    told = RefusalTold(
        rule=rule.id,
        text=rule.text,
        text_zh=rule.text_zh,
        source=rule.source,
        against=[CitationTold(**vars(citation)) for citation in refused.against],
    )
    advice = f"{refused.advice} Nothing was recorded.".strip()
    return answer(HTTPStatus.CONFLICT, "refused", refused.detail, advice, refusal=told)


def _fields(_: Request, error: CommandFieldsError) -> JSONResponse:
    return answer(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        error.code,
        "The fields of the command are wrong.",
        "Nothing was recorded. GET the command's address for its schema.",
        errors=[ParameterError(parameter=one.field, message=one.reason) for one in error.faults],
    )


def _ledger(_: Request, error: LedgerError) -> JSONResponse:
    status = STATUS_BY_CODE.get(error.code, HTTPStatus.INTERNAL_SERVER_ERROR)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        _log.error("%s: %s", error.code, error)
        return _own_fault(status, error.code)
    message = str(error).removesuffix(error.advice).rstrip()
    return answer(status, error.code, message, error.advice)


def _database(_: Request, error: psycopg.Error) -> JSONResponse:
    # The primary message alone: details may quote rows.
    _log.error("database: %s", error.diag.message_primary or type(error).__name__)
    return _own_fault(HTTPStatus.SERVICE_UNAVAILABLE, "database")


def _own_fault(status: HTTPStatus, code: str) -> JSONResponse:
    return answer(
        status,
        code,
        "The server cannot answer for now; its standard error says why.",
        "Whoever runs it finds the mend with `qingce doctor`.",
    )


def _parameters(_: Request, error: RequestValidationError) -> JSONResponse:
    errors = [
        ParameterError(parameter=str(wrong["loc"][-1]), message=wrong["msg"])
        for wrong in error.errors()
    ]
    return answer(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "parameters",
        "; ".join(f"{each.parameter}: {each.message}" for each in errors),
        "The parameters of each operation are in /api/v1/openapi.json.",
        errors=errors,
    )


def _http(request: Request, error: HTTPException) -> JSONResponse:
    status = HTTPStatus(error.status_code)
    code = CODE_BY_STATUS.get(status, "http")
    detail = f"{request.method} {request.url.path}: {status.phrase}."
    advice = "What there is: /api/v1/openapi.json."
    return answer(status, code, detail, advice, headers=error.headers)
