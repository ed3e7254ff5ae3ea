"""`qingce export`: a register, a kind of record or a projection as CSV, XLSX or Parquet."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tools.options import DataOption, JsonOption, answer
from tools.progress import counting

if TYPE_CHECKING:
    from application.exports.tables import Export, Origin
    from application.settings import Settings
    from ledger.log import Log


def export(
    what: Annotated[
        str, typer.Argument(metavar="NAME", help="A register, a record type or a projection.")
    ],
    to: Annotated[Path, typer.Option("--to", metavar="FILE", help=".csv, .xlsx or .parquet")],
    signed: Annotated[
        bool,
        typer.Option("--signed", help="As of the newest signed checkpoint, which goes with it."),
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Replace the file if it is there.")
    ] = False,
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Export what was recorded or computed, with the state of the log it was taken at."""
    from application.exports.writing import write
    from application.settings import load_settings

    if to.exists() and not force:
        raise typer.BadParameter(f"{to} is there already; --force replaces it")
    with (
        _exporting(load_settings(data), what, signed=signed) as made,
        counting("Exporting", unit="rows") as progress,
    ):
        rows = write(made, to, progress)
    origin = made.origin
    value = {"name": made.name, "file": str(to), "rows": rows, "size": origin.size}
    value |= {"root": origin.root, "is_signed": bool(origin.checkpoint)}
    answer(json, value, f"{rows:,} rows of {made.name} in {to}, as of {origin.size:,} records.")


@contextmanager
def _exporting(settings: Settings, what: str, *, signed: bool) -> Iterator[Export]:
    from application.opening import open_database
    from ledger.log import Log

    with open_database(settings) as dsn, Log.open(dsn) as log:
        yield _found(log, dsn, what, _origin(settings, dsn, log, signed=signed))


def _origin(settings: Settings, dsn: str, log: Log, *, signed: bool) -> Origin:
    from application.evidence import open_evidence_of
    from application.exports.tables import Origin

    if not signed:
        head = log.head()
        return Origin(head.size, head.root.hex())
    with open_evidence_of(settings, dsn) as evidence:
        newest = evidence.newest()
    checkpoint = newest.checkpoint
    return Origin(checkpoint.size, checkpoint.root.hex(), newest.note.encode().decode())


def _found(log: Log, dsn: str, what: str, origin: Origin) -> Export:
    from application.exports.tables import find_records, of_register, of_type

    found = find_records(what)
    if found is None:
        return _projection(dsn, what, origin)
    register, record = found
    if record is None:
        return of_register(log, register, origin)
    return of_type(log, record, register, origin)


def _projection(dsn: str, what: str, origin: Origin) -> Export:
    from application.exports.tables import Export, ExportColumn
    from domain.common.words import word_zh
    from projections.engine.past import as_known_at
    from projections.registry import named

    (projection,) = named([what])
    (state,) = as_known_at(dsn, [projection], origin.size)
    columns = [
        ExportColumn(name, word_zh(name), _kind(name, type_))
        for name, type_ in projection.columns.items()
    ]
    names = [column.name for column in columns]
    rows = ([row[name] for name in names] for row in _rows(state))
    return Export(projection.name, projection.title_zh, columns, rows, origin)


def _rows(state: Any) -> Iterator[dict[str, Any]]:
    for batch in state.to_batches(10_000):
        yield from batch.to_pylist()


def _kind(name: str, type_: str) -> Any:
    if type_ == "int64":
        return "fen" if name.endswith("_fen") else "whole"
    kinds = {"date": "day", "boolean": "flag", "string": "text"}
    return kinds.get(type_, "several")
