"""The content of papers is kept by its digest, and nothing else passes for it."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from application.papers.store import CHUNK_BYTES, FolderStore, PaperError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "papers"


def test_a_content_is_kept_once_and_comes_back(folder: Path) -> None:
    store = FolderStore(folder)
    content = b"scan" * CHUNK_BYTES
    kept = store.put(io.BytesIO(content))
    assert store.put(io.BytesIO(content)) == kept
    assert b"".join(store.read(kept.sha256)) == content
    assert len([path for path in folder.rglob("*") if path.is_file()]) == 1


def test_a_changed_content_is_not_handed_out_whole(folder: Path) -> None:
    store = FolderStore(folder)
    kept = store.put(io.BytesIO(b"certificate of 1998"))
    (place,) = (path for path in folder.rglob("*") if path.is_file())
    place.write_bytes(b"certificate of 1999")
    with pytest.raises(PaperError, match="another content"):
        next(store.read(kept.sha256))


@pytest.mark.parametrize("name", ["0" * 64, "../../etc/passwd", "0" * 63 + "G", ""])
def test_what_is_not_kept_or_no_digest_is_refused(folder: Path, name: str) -> None:
    with pytest.raises(PaperError):
        list(FolderStore(folder).read(name))


def test_an_empty_paper_is_refused_and_leaves_nothing(folder: Path) -> None:
    with pytest.raises(PaperError, match="empty"):
        FolderStore(folder).put(io.BytesIO(b""))
    assert not list(folder.iterdir())
