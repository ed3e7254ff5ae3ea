from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ledger.evidence.bundles.verifiers import (
    PageVerifier,
    PythonVerifier,
    chromium,
    opened_page,
)


@pytest.fixture(scope="session")
def in_python(tmp_path_factory: pytest.TempPathFactory) -> PythonVerifier:
    return PythonVerifier(tmp_path_factory.mktemp("python"))


@pytest.fixture(scope="module")
def in_browser() -> Iterator[PageVerifier]:
    if chromium() is None:
        pytest.skip("needs Chromium: apt-get install chromium fonts-noto-cjk")
    with opened_page() as page:
        yield PageVerifier(page)


@pytest.fixture(scope="session")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("scratch")
