"""Writing an archive: incremental, sealed files untouched, never beyond what is signed and true."""

from __future__ import annotations

from pathlib import Path

import pytest

from projections.archive.checking import check_archive
from projections.archive.errors import ArchiveError, ForeignFileError, NoArchiveError
from projections.archive.reading import origins
from projections.archive.store import Folder
from projections.archive.writing import write_archive
from tests.projections.archive.logs import RANGE_RECORDS, Log


def content(store: Folder, log: Log) -> list[bytes]:
    return [
        data for _, file in log.opened(store).files() for data in file.raw()["bytes"].to_pylist()
    ]


def paths(store: Folder) -> set[str]:
    return {path.name for path in Path(store.address).rglob("*.parquet")}


def test_the_exact_bytes_come_back_in_order(store: Folder, log: Log) -> None:
    done = log.archive(store)
    assert (done.size, done.added) == (len(log.records), len(log.records))
    assert done.files == done.written == -(-len(log.records) // RANGE_RECORDS)
    assert content(store, log) == log.records
    assert check_archive(log.opened(store), lambda _: None) == len(log.records)


def test_only_what_is_new_is_written(store: Folder, log: Log) -> None:
    log.archive(store, 12)
    sealed = next(name for name in paths(store) if name.startswith("000000000001"))
    done = log.archive(store, 20)
    assert (done.added, done.files, done.written) == (8, 3, 2)
    assert sealed in paths(store)
    again = log.archive(store, 20)
    assert (again.added, again.written) == (0, 0)
    assert content(store, log) == log.records[:20]


def test_who_opened_it_before_can_read_on_and_older_tails_go(store: Folder, log: Log) -> None:
    log.archive(store, 10)
    earlier = log.opened(store)
    log.archive(store, 12)
    assert len(list(earlier.files())) == 2
    log.archive(store, 14)
    assert len(paths(store)) == 3, "the sealed file, the tail in force, and the one before it"
    assert content(store, log) == log.records[:14]


def test_an_archive_grown_step_by_step_is_the_one_written_at_once(store: Folder, log: Log) -> None:
    for size in range(0, len(log.records) + 1, 5):
        log.archive(store, size)
    log.archive(store)
    assert content(store, log) == log.records


def test_logs_share_a_root_each_in_its_folder(store: Folder, log: Log) -> None:
    other = Log("other.example/log", log.records[3:9])
    log.archive(store)
    other.archive(store)
    assert origins(store) == sorted([log.origin, other.origin])
    assert content(store, log) == log.records
    assert content(store, other) == other.records


def test_a_log_that_lost_records_is_not_archived_over(store: Folder, log: Log) -> None:
    log.archive(store)
    with pytest.raises(ArchiveError, match="lost records"):
        log.archive(store, 5)
    assert content(store, log) == log.records


def test_another_history_is_not_archived_over(store: Folder, log: Log) -> None:
    log.archive(store, 20)
    forked = Log(log.origin, [log.records[-1], *log.records[1:]])
    with pytest.raises(ForeignFileError, match=r"history diverges.*positions 1 to 8"):
        forked.archive(store)
    assert content(store, log) == log.records[:20]


def test_what_does_not_hash_to_the_tree_is_not_stated(store: Folder, log: Log) -> None:
    source = log.source()
    log.records[9], log.records[10] = log.records[10], log.records[9]
    with pytest.raises(ArchiveError, match="positions 9 to 16 do not hash"):
        write_archive(store, source, log.trust, lambda _: None)
    with pytest.raises(NoArchiveError):
        log.opened(store)
