"""Tiles: the layout of the specification, growth, proofs from files alone, every damage found."""

from __future__ import annotations

import fcntl
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger.evidence.errors import EvidenceError, UntrustedNoteError
from ledger.evidence.proofs import verify_inclusion
from ledger.evidence.signing import ED25519_NOTE
from ledger.evidence.tiles.checker import check_tiles
from ledger.evidence.tiles.folder import TileFolder
from ledger.evidence.tiles.layout import Tile, TilesError, levels, tiles_between
from ledger.evidence.tiles.writer import write_tiles
from ledger.tree import leaf_hash
from tests.ledger.evidence.keys import LOG, NOW, ORIGIN, signer
from tests.ledger.evidence.logs import LogInMemory

SIZE = 70_000
LARGE = LogInMemory.of(SIZE)
KEYS = [LOG.verifier]


def write(folder: Path, log: LogInMemory, size: int) -> int:
    return write_tiles(
        folder, log.note(size), log.read, lambda first, count: log.records[first : first + count]
    )


def check(folder: Path) -> int:
    return check_tiles(folder, ORIGIN, KEYS, NOW).checkpoint.size


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != ".lock"
    }


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tiles")
    assert write(folder, LARGE, SIZE) == SIZE
    return folder


@pytest.fixture
def small(tmp_path: Path) -> Path:
    write(tmp_path, LARGE, 600)
    return tmp_path


def test_paths_are_those_of_the_specification() -> None:
    assert str(Tile("0", 1234067, 256).path) == "tile/0/x001/x234/067"
    assert str(Tile("entries", 5, 17).path) == "tile/entries/005.p/17"
    assert str(Tile("1", 1000, 256).path) == "tile/1/x001/000"


def test_a_log_of_seventy_thousand_has_the_tiles_the_specification_counts(large: Path) -> None:
    names = list(files_of(large))
    by_level = {str(level): count for level, count in levels(SIZE)}
    assert by_level == {"0": 70_000, "1": 273, "2": 1}
    full = [name for name in names if name.startswith("tile/0/") and ".p/" not in name]
    assert len(full) == 273
    assert [name for name in names if ".p/" in name] == [
        "tile/0/273.p/112",
        "tile/1/001.p/17",
        "tile/2/000.p/1",
        "tile/entries/273.p/112",
    ]


def test_what_was_written_checks_and_proves(large: Path) -> None:
    assert check(large) == SIZE
    tree = TileFolder(large).tree(SIZE)
    root = LARGE.tree(SIZE).root()
    for index in (0, 255, 256, 65_535, 65_536, SIZE - 1):
        proof = tree.prove_inclusion(index)
        verify_inclusion(leaf_hash(LARGE.records[index]), index, SIZE, proof, root)


@given(st.lists(st.integers(0, 1200), min_size=1, max_size=6).map(sorted))
@settings(max_examples=25, deadline=None)
def test_growing_in_steps_gives_the_tiles_of_growing_at_once(
    tmp_path_factory: pytest.TempPathFactory, steps: list[int]
) -> None:
    folder = tmp_path_factory.mktemp("steps")
    before = 0
    for size in steps:
        assert write(folder, LARGE, size) == size - before
        assert check(folder) == before + (size - before)
        before = size
    once = tmp_path_factory.mktemp("once")
    write(once, LARGE, before)
    stepped = files_of(folder)
    for name, data in files_of(once).items():
        assert stepped[name] == data, name
    leftover = set(stepped) - set(files_of(once))
    assert all(".p/" in name for name in leftover), "only narrower forms of unfinished tiles stay"
    assert not any((folder / name.partition(".p/")[0]).is_file() for name in leftover)
    shutil.rmtree(folder)
    shutil.rmtree(once)


def test_an_earlier_size_is_proved_from_a_grown_folder(small: Path) -> None:
    write(small, LARGE, 1000)
    assert TileFolder(small).tree(600).root() == LARGE.tree(600).root()


def test_a_rewritten_log_does_not_touch_what_was_published(small: Path) -> None:
    before = files_of(small)
    with pytest.raises(TilesError, match="history diverges: the folder has another root at size"):
        write(small, LogInMemory(LARGE.records[:800]).rewritten(10), 700)
    assert files_of(small) == before


def test_a_smaller_or_another_log_does_not_touch_what_was_published(small: Path) -> None:
    before = files_of(small)
    with pytest.raises(TilesError, match="lost records"):
        write(small, LARGE, 500)
    other = LogInMemory(LARGE.records[:700], signer("other.example", ED25519_NOTE))
    with pytest.raises(TilesError, match="is of the log qingce"):
        write(small, other, 700)
    assert files_of(small) == before


def test_a_record_changed_in_the_store_is_not_published(tmp_path: Path) -> None:
    changed = list(LARGE.records[:600])
    changed[300] = b"changed"
    with pytest.raises(TilesError, match="position 301 does not hash to its leaf"):
        write_tiles(
            tmp_path, LARGE.note(600), LARGE.read, lambda first, count: changed[first:][:count]
        )
    assert TileFolder(tmp_path).checkpoint() is None


def test_a_hash_changed_in_the_store_is_not_published(tmp_path: Path) -> None:
    def damaged(level: int, first: int, count: int) -> object:
        hashes = list(LARGE.read(level, first, count))
        return [bytes(32), *hashes[1:]] if level == 1 else hashes

    with pytest.raises(TilesError, match="another root at size 600"):
        write_tiles(tmp_path, LARGE.note(600), damaged, lambda *_: [])  # type: ignore[arg-type]


def test_a_run_cut_off_before_the_checkpoint_is_made_good(small: Path) -> None:
    bundle = small / "tile/entries/002"
    bundle.write_bytes(b"half a bundle of a later size")
    write(small, LARGE, 800)
    assert check(small) == 800


def test_a_record_too_long_for_a_bundle_is_named(tmp_path: Path) -> None:
    log = LogInMemory([b"short", b"x" * 65_535])
    assert write(tmp_path, log, 2) == 2
    assert check(tmp_path) == 2
    longer = LogInMemory([*log.records, b"x" * 65_536])
    with pytest.raises(TilesError, match="position 3 has 65,536 bytes"):
        write(tmp_path, longer, 3)
    assert check(tmp_path) == 2


def test_two_writers_do_not_share_a_folder(small: Path) -> None:
    with (small / ".lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(TilesError, match="Another process"):
            write(small, LARGE, 700)


def test_an_empty_log_is_written_and_checked(tmp_path: Path) -> None:
    assert write(tmp_path, LARGE, 0) == 0
    assert check(tmp_path) == 0
    with pytest.raises(TilesError, match="no checkpoint"):
        check(tmp_path / "nothing")


def test_another_log_or_key_is_refused(small: Path) -> None:
    with pytest.raises(UntrustedNoteError):
        check_tiles(small, "other.example", KEYS, NOW)
    with pytest.raises(UntrustedNoteError):
        check_tiles(small, ORIGIN, [signer(ORIGIN, ED25519_NOTE, 9).verifier], NOW)


@given(st.data())
@settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_every_flipped_bit_of_every_file_is_found(small: Path, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(list(files_of(small))))
    path = small / name
    whole = path.read_bytes()
    bit = data.draw(st.integers(0, len(whole) * 8 - 1))
    changed = bytearray(whole)
    changed[bit // 8] ^= 1 << bit % 8
    path.write_bytes(changed)
    try:
        with pytest.raises(EvidenceError):
            check(small)
    finally:
        path.write_bytes(whole)


def test_every_missing_truncated_padded_or_swapped_file_is_found(small: Path) -> None:
    for name, whole in files_of(small).items():
        path = small / name
        for changed in (whole[:-1], whole + b"\0", b"", None):
            path.unlink() if changed is None else path.write_bytes(changed)
            with pytest.raises(EvidenceError):
                check(small)
            path.write_bytes(whole)
    first, second = small / "tile/entries/000", small / "tile/entries/001"
    one, other = first.read_bytes(), second.read_bytes()
    first.write_bytes(other)
    second.write_bytes(one)
    with pytest.raises(TilesError, match="position 1"):
        check(small)


def test_every_tile_between_two_counts_is_listed_once() -> None:
    assert [tile.width for tile in tiles_between("0", 0, 600)] == [256, 256, 88]
    assert [tile.number for tile in tiles_between("0", 512, 600)] == [2]
    assert list(tiles_between("0", 600, 600)) == []
    assert [tile.number for tile in tiles_between("0", 255, 256)] == [0]
