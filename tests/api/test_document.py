"""The OpenAPI document is complete: what a real server answers keeps to it, whatever is sent."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
import uvicorn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from api.application import create_application
from api.listening import listen, url_of
from api.service import Service

RIGHT, WRONG = GenerationMode.POSITIVE, GenerationMode.NEGATIVE
BOTH = (RIGHT, WRONG)
SENT = (
    ("GET", "/api/v1/status", RIGHT),
    ("GET", "/api/v1/checkpoint", RIGHT),
    ("GET", "/api/v1/keys", RIGHT),
    *(("GET", "/api/v1/checkpoints", mode) for mode in BOTH),
    *(("GET", "/api/v1/proofs/{position}", mode) for mode in BOTH),
    *(("GET", "/api/v1/consistency", mode) for mode in BOTH),
    *(("GET", "/api/v1/tile/{level}/{path}", mode) for mode in BOTH),
    *(("GET", "/api/v1/records", mode) for mode in BOTH),
    *(("GET", "/api/v1/records/{position}", mode) for mode in BOTH),
    ("GET", "/api/v1/commands", RIGHT),
    *(("GET", "/api/v1/commands/{name}", mode) for mode in BOTH),
    *(("POST", "/api/v1/commands/{name}", mode) for mode in BOTH),
    *(("POST", "/api/v1/session", mode) for mode in BOTH),
    ("GET", "/api/v1/session", RIGHT),
    ("DELETE", "/api/v1/session", RIGHT),
    *(("PUT", "/api/v1/session/password", mode) for mode in BOTH),
    ("GET", "/api/v1/session/provider", RIGHT),
    *(("GET", "/api/v1/session/provider/return", mode) for mode in BOTH),
)
MADE_UP_CURSORS_ARE_REFUSED = [positive_data_acceptance]
EXAMPLES = 25
"""For each operation: a fuzz of seconds, not of hours."""


@pytest.fixture(scope="module")
def document(service: Service) -> Iterator[Any]:
    server = uvicorn.Server(uvicorn.Config(create_application(service), log_level="warning"))
    with listen("127.0.0.1", 0) as listening:
        url = url_of(listening)
        running = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        running.start()
        schema = schemathesis.openapi.from_url(f"{url}/api/v1/openapi.json")
        schema.validate()
        yield schema
        server.should_exit = True
        running.join()


@pytest.mark.parametrize(("method", "path", "mode"), SENT)
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(drawn=st.data())
def test_answers_keep_to_the_document(
    document: Any, method: str, path: str, mode: GenerationMode, drawn: st.DataObject
) -> None:
    case = drawn.draw(document[path][method].as_strategy(generation_mode=mode))
    case.call_and_validate(excluded_checks=MADE_UP_CURSORS_ARE_REFUSED)


def test_every_operation_is_fuzzed(document: Any) -> None:
    operations = {
        (result.ok().method.upper(), result.ok().path) for result in document.get_all_operations()
    }
    assert operations == {(method, path) for method, path, _ in SENT}
