"""From the archive or from the log: the same states."""

from __future__ import annotations

import pyarrow.compute as pc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from projections.archive import folding, layout, rangefile
from projections.archive.folding import fold_archive
from projections.archive.layout import Range
from projections.archive.rangefile import RangeFile, encode, raw_batch
from projections.archive.store import Folder
from projections.definition import Projection
from projections.engine import shapes
from projections.engine.folding import Fold
from projections.registry import PROJECTIONS
from tests.projections.archive.logs import Log, stamped
from tests.projections.examples import EXAMPLES, Fact, facts, rows_of


def from_log(projections: tuple[Projection, ...], records: list[bytes]) -> list[str]:
    with Fold(projections) as fold:
        fold.add(raw_batch(Range(1, len(records)), records))
        return [rows_of(fold.state(each)) for each in projections]


def from_archive(projections: tuple[Projection, ...], store: Folder, log: Log) -> list[str]:
    with Fold(projections) as fold:
        fold_archive(log.opened(store), fold, lambda _: None)
        return [rows_of(fold.state(each)) for each in projections]


@pytest.mark.parametrize("files_at_once", [1, 2, 100])
def test_the_offices_projections_are_the_same(
    store: Folder, log: Log, files_at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folding, "FILES_AT_ONCE", files_at_once)
    log.archive(store)
    assert from_archive(PROJECTIONS, store, log) == from_log(PROJECTIONS, log.records)


@settings(max_examples=5, deadline=None)
@given(st.lists(facts(), min_size=1, max_size=30), st.integers(1, 30))
def test_types_no_class_declares_are_read_from_their_bytes(drawn: list[Fact], cut: int) -> None:
    records = stamped(drawn)
    spans = [Range(1, cut), Range(cut + 1, len(records))] if cut < len(records) else []
    with Fold(EXAMPLES) as fold:
        for span in spans or [Range(1, len(records))]:
            data = encode("a.example/log", span, records[span.first - 1 : span.last])
            fold.add_typed(RangeFile(data).typed(fold.wanted))
        found = [rows_of(fold.state(each)) for each in EXAMPLES]
    assert found == from_log(EXAMPLES, records)


def test_a_file_from_before_a_column_was_known_gives_it_from_the_bytes(
    store: Folder, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as earlier:
        earlier.setattr(shapes, "fields", lambda _: {"amount_fen": "int64"})
        log.archive(store, 16)
    log.archive(store)
    assert from_archive(PROJECTIONS, store, log) == from_log(PROJECTIONS, log.records)


def test_a_reader_of_some_types_passes_over_the_row_groups_of_others(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rangefile, "OWN_GROUP_RECORDS", 1)
    monkeypatch.setattr(layout, "RANGE_RECORDS", 64)
    file = RangeFile(encode(log.origin, Range(1, len(log.records)), log.records))
    read: list[int] = []
    reader = rangefile.pq.ParquetFile.read_row_group
    monkeypatch.setattr(
        rangefile.pq.ParquetFile,
        "read_row_group",
        lambda self, group, columns: read.append(group) or reader(self, group, columns),
    )
    type_ = "charity.donation-received.v1"
    found = file.typed({type_: {"amount_fen": "int64"}})
    assert len(read) == 1
    assert pc.sum(found[type_]["amount_fen"]).as_py() == 500000
