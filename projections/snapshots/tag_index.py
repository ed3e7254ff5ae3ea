"""The tag index: for every tag and every year, how many records there are, and which.

One row for each tag a record carries and each year in which one happened (`year YYYY`):

| column | what |
| --- | --- |
| tag_hash | SHA-256 of the tag, hex; the key |
| records | how many records carry it |
| position_last | the last of them |
| digest | SHA-256 over their leaf hashes, in the order of the log, hex |

Every pair of record and tag is sorted on disk if need be, so memory does not grow with the log.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from ledger.evidence.snapshots.content import TAG_INDEX, TAG_INDEX_DEFINITION, Content, Row
from projections.engine import source

if TYPE_CHECKING:
    from hashlib import _Hash

    import duckdb

MEMORY_LIMIT = "500MB"
ENTRIES_FETCHED = 65_536

_TABLE = "CREATE TABLE entries (tag_hash BLOB, position BIGINT, leaf BLOB)"
_INSERT = """
INSERT INTO entries
WITH decoded AS (
    SELECT position, unhex(sha256('\\x00'::BLOB || bytes)) AS leaf,
        from_json(decode(bytes), '{"tags": ["VARCHAR"], "occurred": "VARCHAR"}') AS record
    FROM raw
), keyed AS (
    SELECT position, leaf,
        unnest(list_append(record.tags, 'year ' || record.occurred[1:4])) AS key
    FROM decoded
)
SELECT unhex(sha256(key)), position, leaf FROM keyed
"""
_SORTED = "SELECT tag_hash, position, leaf FROM entries ORDER BY tag_hash, position"


@contextmanager
def tag_index(dsn: str, size: int) -> Iterator[Content]:
    """The tag index of the first `size` records; its rows can be read while the block runs."""
    import duckdb

    with TemporaryDirectory(prefix="qingce-tag-index-") as folder:
        config: dict[str, str | bool | int | float | list[str]] = {
            "memory_limit": MEMORY_LIMIT,
            "temp_directory": folder,
            "preserve_insertion_order": False,
        }
        with duckdb.connect(f"{folder}/entries.duckdb", config=config) as database:
            database.execute("SET enable_progress_bar = false")  # it goes to standard output
            database.execute(_TABLE)
            for batch in source.everything(dsn, size):
                database.register("raw", batch)
                database.execute(_INSERT)
                database.unregister("raw")
            yield Content(
                projection=TAG_INDEX,
                definition=TAG_INDEX_DEFINITION,
                size=size,
                keys=["tag_hash"],
                summed=["records"],
                rows=_rows(database),
            )


def _rows(database: duckdb.DuckDBPyConnection) -> Iterator[Row]:
    current, digest, count, last = b"", sha256(), 0, 0
    result = database.execute(_SORTED)
    while entries := result.fetchmany(ENTRIES_FETCHED):
        for tag_hash, position, leaf in entries:
            if tag_hash != current:
                if count:
                    yield _row(current, count, last, digest)
                current, digest, count = tag_hash, sha256(), 0
            digest.update(leaf)
            count, last = count + 1, position
    if count:
        yield _row(current, count, last, digest)


def _row(tag_hash: bytes, count: int, last: int, digest: _Hash) -> Row:
    return {
        "tag_hash": tag_hash.hex(),
        "records": count,
        "position_last": last,
        "digest": digest.hexdigest(),
    }
