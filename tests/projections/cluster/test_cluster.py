"""A real master and two workers come to the same rows as DuckDB, from the same definitions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from projections.archive import layout
from projections.archive.errors import AlteredFileError
from projections.archive.folding import fold_archive
from projections.archive.layout import folder_of
from projections.archive.reading import Archive
from projections.archive.store import Folder, Store
from projections.cluster.errors import ClusterError
from projections.cluster.folding import ClusterFold, fold_on_cluster
from projections.cluster.session import session
from projections.engine.folding import Fold
from projections.registry import PROJECTIONS
from tests.projections.archive.logs import RANGE_RECORDS, Log
from tests.projections.cluster.standalone import SETTINGS, cluster, java_missing

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(900),  # five Java machines share what cores there are
    pytest.mark.skipif(
        java_missing(), reason="no Java on this machine: the Spark cluster is not tested"
    ),
]


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[object]:
    folder = tmp_path_factory.mktemp("cluster")
    with cluster(folder) as master, session(master, SETTINGS) as running:
        yield running


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Archive:
    """Of several files, so that the workers share them."""
    monkeypatch.setattr(layout, "RANGE_RECORDS", RANGE_RECORDS)
    log, store = Log(), Folder(tmp_path / "archive")
    log.archive(store)
    return log.opened(store)


def test_the_rows_are_those_of_duckdb_to_the_byte(spark: object, archive: Archive) -> None:
    told: list[int] = []
    with Fold(PROJECTIONS) as here, Fold(PROJECTIONS) as there:
        fold_archive(archive, here, lambda _: None)
        fold_on_cluster(spark, archive, there, told.append)
        for projection in PROJECTIONS:
            assert there.state(projection).equals(here.state(projection)), projection.name
            assert there.records(projection) == here.records(projection)
    assert sum(told) == archive.size


def test_an_altered_file_is_refused_before_a_worker_reads_it(
    spark: object, archive: Archive
) -> None:
    path = f"{folder_of(archive.origin)}/{archive.manifest.files[1].path}"
    archive.store.write(path, archive.store.read(path)[:-1] + b"!")
    with pytest.raises(AlteredFileError, match="000000000009"):
        ClusterFold(spark, archive, PROJECTIONS)


class Remote:
    """A store only this process can read."""

    address = "s3://district"

    def __init__(self, store: Store) -> None:
        self.read, self.write = store.read, store.write
        self.remove, self.folders = store.remove, store.folders


def test_an_archive_the_workers_cannot_read_is_refused(spark: object, archive: Archive) -> None:
    with pytest.raises(ClusterError, match="s3://district"):
        ClusterFold(spark, Archive(Remote(archive.store), archive.manifest), PROJECTIONS)
