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
from api.reading import Reading

RIGHT, WRONG = GenerationMode.POSITIVE, GenerationMode.NEGATIVE
SENT = (
    ("/api/v1/status", RIGHT),
    ("/api/v1/checkpoint", RIGHT),
    ("/api/v1/records", RIGHT),
    ("/api/v1/records", WRONG),
    ("/api/v1/records/{position}", RIGHT),
    ("/api/v1/records/{position}", WRONG),
)
MADE_UP_CURSORS_ARE_REFUSED = [positive_data_acceptance]
EXAMPLES = 25
"""For each operation: a fuzz of seconds, not of hours."""


@pytest.fixture(scope="module")
def document(reading: Reading) -> Iterator[Any]:
    server = uvicorn.Server(uvicorn.Config(create_application(reading), log_level="warning"))
    with listen("127.0.0.1", 0) as listening:
        url = url_of(listening)
        running = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        running.start()
        schema = schemathesis.openapi.from_url(f"{url}/api/v1/openapi.json")
        schema.validate()
        yield schema
        server.should_exit = True
        running.join()


@pytest.mark.parametrize(("path", "mode"), SENT)
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(drawn=st.data())
def test_answers_keep_to_the_document(
    document: Any, path: str, mode: GenerationMode, drawn: st.DataObject
) -> None:
    case = drawn.draw(document[path]["GET"].as_strategy(generation_mode=mode))
    case.call_and_validate(excluded_checks=MADE_UP_CURSORS_ARE_REFUSED)


def test_every_operation_is_fuzzed(document: Any) -> None:
    assert set(document) == {path for path, _ in SENT}
