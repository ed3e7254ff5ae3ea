"""A database of an earlier release, with records in it, under this release's program."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from ledger.log import Log, SchemaVersionError, migrate, migrations
from ledger.verification import verify
from tests.ledger.embedding import folder, server
from tests.ledger.recording import command, draft
from tests.tools.commanding import answered, qingce

FIRST_RELEASE = 3
"""Migrations of the first schema that could keep records."""
LATEST = len(migrations.migrations())
COUNT = 700
"""More than two complete subtrees of the tree."""


@contextmanager
def release(monkeypatch: pytest.MonkeyPatch, version: int) -> Iterator[None]:
    """Work as a release with so many migrations did."""
    known = migrations.migrations()[:version]
    with monkeypatch.context() as patched:
        patched.setattr(migrations, "migrations", lambda: known)
        yield


def record(dsn: str, version: int, monkeypatch: pytest.MonkeyPatch) -> bytes:
    """Make a log as that release did and record; returns its root."""
    with release(monkeypatch, version):
        assert migrate(dsn) == version
        with Log.open(dsn) as log:
            for first in range(0, COUNT, 100):
                sent = command()
                drafts = [draft(f"case:{first + n}", "fund:kind", command=sent) for n in range(100)]
                log.take(drafts, None, sent)
            return log.head().root


@pytest.mark.parametrize("version", [FIRST_RELEASE, LATEST - 1])
def test_a_data_folder_of_an_earlier_release_is_upgraded_and_verifies(
    version: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with folder() as data:
        with server(data).running() as dsn:
            root = record(dsn, version, monkeypatch)
            with pytest.raises(SchemaVersionError, match=f"version {version}.*needs {LATEST}"):
                Log.open(dsn)
        told = answered(qingce("verify", "--data", data, "--json"))
        assert (told["ok"], told["checked"], told["root"]) == (True, COUNT, root.hex())
        with server(data).running() as dsn, Log.open(dsn) as log:
            assert migrate(dsn) == 0
            assert log.append([draft("case:1", "fund:kind")]) == COUNT + 1
            assert log.newest(None, limit=1)[0].position == COUNT + 1
            assert verify(dsn).ok


def test_a_database_of_a_later_release_is_left_alone(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (
        release(monkeypatch, LATEST - 1),
        pytest.raises(SchemaVersionError, match="newer version"),
    ):
        migrate(database)
    assert migrate(database) == 0
