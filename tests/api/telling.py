"""Helps tests of the API: an answer that is a problem."""

from __future__ import annotations

from typing import Any

from httpx2 import Response

from api.problems import Problem


def problem(response: Response, status: int, code: str) -> dict[str, Any]:
    """The members of the problem (RFC 9457) that a response tells."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    told: dict[str, Any] = response.json()
    assert told == Problem.model_validate(told).model_dump(exclude_defaults=True)
    assert (told["status"], told["code"]) == (status, code)
    assert told["type"] == f"urn:qingce:problem:{code}"
    assert told["detail"]
    return told
