"""The web application: JSON under `/api/v1`, and the start page."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.openapi.utils import get_openapi

from api import commands, evidence, records, sessions, start_page, status
from api.guarding import guard
from api.problems import Problem, described, tell_problems
from api.service import Service

PREFIX = "/api/v1"
VERSION = "1"
DESCRIPTION = "Money is whole fen. Every error is problem details (RFC 9457) with a stable code."


def create_application(service: Service) -> FastAPI:
    """The application on an open installation.

    Args:
        service: closed by whoever opened it, after the application.
    """
    app = FastAPI(
        title="Qingce 清册",
        version=VERSION,
        description=DESCRIPTION,
        openapi_url=f"{PREFIX}/openapi.json",
        # The pages FastAPI has for the document load scripts from elsewhere.
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        generate_unique_id_function=lambda route: route.name,
    )
    app.state.service = service
    operations = APIRouter(
        prefix=PREFIX, responses={"default": described("Any other problem, told the same way.")}
    )
    operations.include_router(status.router)
    operations.include_router(sessions.router)
    operations.include_router(evidence.router)
    operations.include_router(records.router)
    operations.include_router(commands.router)
    app.include_router(operations)
    app.include_router(start_page.router)
    tell_problems(app)
    guard(app)
    app.openapi = lambda: _document(app)  # type: ignore[method-assign]  # as FastAPI's docs say
    return app


def _document(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document, with the problem that responses name but no operation returns."""
    if app.openapi_schema is None:
        document = get_openapi(
            title=app.title,
            version=app.version,
            description=app.description,
            routes=app.routes,
        )
        template = "#/components/schemas/{model}"
        problem = Problem.model_json_schema(ref_template=template, mode="serialization")
        document["components"]["schemas"] |= {**problem.pop("$defs"), Problem.__name__: problem}
        app.openapi_schema = document
    return app.openapi_schema
