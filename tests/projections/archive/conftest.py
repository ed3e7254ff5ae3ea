"""An archive in a folder, of several small files."""

from __future__ import annotations

from pathlib import Path

import pytest

from projections.archive import layout
from projections.archive.store import Folder
from tests.projections.archive.logs import RANGE_RECORDS, Log


@pytest.fixture(autouse=True)
def small_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layout, "RANGE_RECORDS", RANGE_RECORDS)


@pytest.fixture
def log() -> Log:
    return Log()


@pytest.fixture
def store(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "archive")
