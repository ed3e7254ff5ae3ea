"""What is wrong with an archive is refused, each kind by its name, before anything is used."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from io import BytesIO

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from ledger.evidence.checkpoints import Checkpoint
from projections.archive import statement
from projections.archive.checking import check_archive
from projections.archive.errors import (
    AlteredFileError,
    ArchiveError,
    DerivedColumnError,
    ForeignFileError,
    MissingFileError,
    OtherLogsError,
    ReorderedFileError,
)
from projections.archive.layout import STATEMENT, folder_of
from projections.archive.manifest import File, Manifest
from projections.archive.rangefile import encode
from projections.archive.store import Folder
from tests.ledger.evidence.keys import NOW, signed
from tests.projections.archive.logs import RANGE_RECORDS, Log

OTHER = "other.example/log"


def check(store: Folder, log: Log) -> None:
    check_archive(log.opened(store), lambda _: None)


def place(log: Log, name: str) -> str:
    return f"{folder_of(log.origin)}/{name}"


def files_of(store: Folder, log: Log) -> tuple[File, ...]:
    return log.opened(store).manifest.files


def altered(store: Folder, log: Log) -> None:
    path = place(log, files_of(store, log)[1].path)
    data = bytearray(store.read(path))
    data[len(data) // 2] ^= 1
    store.write(path, bytes(data))


def cut_short(store: Folder, log: Log) -> None:
    path = place(log, files_of(store, log)[1].path)
    store.write(path, store.read(path)[:-1])


def missing(store: Folder, log: Log) -> None:
    store.remove(place(log, files_of(store, log)[1].path))


def of_another_log(store: Folder, log: Log) -> None:
    theirs = Log(OTHER, log.records[1:] + log.records[:1])
    theirs.archive(store)
    data = store.read(place(theirs, files_of(store, theirs)[1].path))
    store.write(place(log, files_of(store, log)[1].path), data)


def exchanged(store: Folder, log: Log) -> None:
    one, two = (place(log, file.path) for file in files_of(store, log)[:2])
    first, second = store.read(one), store.read(two)
    store.write(one, second)
    store.write(two, first)


def manifest_altered(store: Folder, log: Log) -> None:
    path = place(log, log.opened(store).manifest.path)
    store.write(path, store.read(path).replace(b'"position_first":9', b'"position_first":8'))


def manifest_missing(store: Folder, log: Log) -> None:
    store.remove(place(log, log.opened(store).manifest.path))


def statement_altered(store: Folder, log: Log) -> None:
    path = place(log, STATEMENT)
    store.write(path, store.read(path).replace(b"\n29\n", b"\n28\n"))


def statement_of_another_key(store: Folder, log: Log) -> None:
    text = statement.read(store.read(place(log, STATEMENT))).text()
    note = signed(Checkpoint(*text.splitlines()[:1], 29, bytes(32)), Log(OTHER).signer)
    store.write(place(log, STATEMENT), note.encode())


@pytest.mark.parametrize(
    ("attack", "error", "told"),
    [
        (altered, AlteredFileError, "records/000000000009-000000000016"),
        (cut_short, AlteredFileError, "records/000000000009-000000000016"),
        (missing, MissingFileError, "records/000000000009-000000000016"),
        (of_another_log, ForeignFileError, OTHER),
        (exchanged, ReorderedFileError, "holds what belongs in records/000000000009"),
        (manifest_altered, AlteredFileError, "manifests/"),
        (manifest_missing, MissingFileError, "manifests/"),
        (statement_altered, AlteredFileError, "statement"),
        (statement_of_another_key, ForeignFileError, "not signed by the log"),
    ],
)
def test_what_is_not_as_stated_is_named(
    store: Folder,
    log: Log,
    attack: Callable[[Folder, Log], None],
    error: type[ArchiveError],
    told: str,
) -> None:
    log.archive(store)
    check(store, log)
    attack(store, log)
    with pytest.raises(error, match=told):
        check(store, log)


def test_an_archive_of_other_logs_only_is_told_to_be_theirs(store: Folder, log: Log) -> None:
    Log(OTHER).archive(store)
    with pytest.raises(OtherLogsError, match=OTHER):
        check(store, log)


# Now the office itself cheats: it signs what it wrote.


def state_again(store: Folder, log: Log, number: int, data: bytes, root: str = "") -> None:
    """Put other content in a file's place and sign a manifest that says so."""
    manifest = log.opened(store).manifest
    file, digest = manifest.files[number], sha256(data).hexdigest()
    changed = replace(
        file,
        path=file.range.path(digest),
        sha256=digest,
        bytes=len(data),
        root=root or file.root,
    )
    files = tuple(changed if each is file else each for each in manifest.files)
    publish(store, log, replace(manifest, files=files), {changed.path: data})


def publish(store: Folder, log: Log, manifest: Manifest, content: dict[str, bytes]) -> None:
    for path, data in content.items():
        store.write(place(log, path), data)
    store.write(place(log, manifest.path), manifest.encode())
    store.write(place(log, STATEMENT), statement.sign(manifest, [log.signer], NOW))


def changed_column(data: bytes, column: str, change: Callable[[pa.Array], pa.Array]) -> bytes:
    table = pq.read_table(BytesIO(data))
    place = table.schema.get_field_index(column)
    sink = BytesIO()
    pq.write_table(table.set_column(place, table.schema.field(place), change(table[column])), sink)
    return sink.getvalue()


def file_content(store: Folder, log: Log, number: int) -> bytes:
    return store.read(place(log, files_of(store, log)[number].path))


@pytest.mark.parametrize(
    ("column", "change"),
    [
        ("amount_fen", lambda column: pc.add(column, 1)),
        ("office", lambda column: pc.replace_substring(column, "3710", "3711")),
        ("tags", lambda column: pa.array([["x"]] * len(column))),
        ("occurred_day", lambda column: pa.nulls(len(column), pa.date32())),
        ("type", lambda column: pa.array(["charity.grant-paid.v1"] * len(column))),
    ],
)
def test_a_column_that_departs_from_the_bytes_is_named(
    store: Folder, log: Log, column: str, change: Callable[[pa.Array], pa.Array]
) -> None:
    log.archive(store)
    state_again(store, log, 1, changed_column(file_content(store, log, 1), column, change))
    with pytest.raises(DerivedColumnError, match=rf"column {column} .* at position \d+"):
        check(store, log)


def test_forged_records_lead_to_another_root(store: Folder, log: Log) -> None:
    log.archive(store)
    span = files_of(store, log)[1].range
    forged = log.records[span.first - 1 : span.last]
    forged[0] = forged[0].replace(b'"window"', b'"import"')
    state_again(store, log, 1, encode(log.origin, span, forged))
    with pytest.raises(AlteredFileError, match="another root"):
        check(store, log)


def test_records_in_another_order_lead_to_another_root(store: Folder, log: Log) -> None:
    log.archive(store)
    span = files_of(store, log)[1].range
    turned = log.records[span.first - 1 : span.last][::-1]
    state_again(store, log, 1, encode(log.origin, span, turned))
    with pytest.raises(AlteredFileError, match="another root"):
        check(store, log)


def test_a_forged_root_does_not_lead_to_the_checkpoint(store: Folder, log: Log) -> None:
    log.archive(store)
    state_again(store, log, 1, file_content(store, log, 1), root="00" * 32)
    with pytest.raises(ReorderedFileError, match="do not lead to the root"):
        check(store, log)


def test_a_range_left_out_is_seen(store: Folder, log: Log) -> None:
    log.archive(store)
    manifest = log.opened(store).manifest
    publish(store, log, replace(manifest, files=manifest.files[1:]), {})
    with pytest.raises(ReorderedFileError, match="do not follow one another"):
        check(store, log)


def test_a_position_twice_is_seen(store: Folder, log: Log) -> None:
    log.archive(store)
    first = RANGE_RECORDS + 1

    def twice(column: pa.Array) -> pa.Array:
        return pc.if_else(pc.equal(column, first), first + 1, column)

    state_again(store, log, 1, changed_column(file_content(store, log, 1), "position", twice))
    with pytest.raises(ReorderedFileError, match="every position once"):
        check(store, log)


def test_the_checkpoint_in_the_manifest_must_be_the_logs_own(store: Folder, log: Log) -> None:
    log.archive(store)
    manifest = log.opened(store).manifest
    root = Checkpoint(log.origin, manifest.size, log.source().tree.root())
    unsigned = signed(root, Log(OTHER).signer).encode().decode()
    publish(store, log, replace(manifest, checkpoint=unsigned), {})
    with pytest.raises(AlteredFileError, match="checkpoint does not hold"):
        check(store, log)
