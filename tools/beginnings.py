"""Where a rebuild takes its first records from: the log, an archive, or a cluster that read one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from application.settings import Settings
    from projections.archive.reading import Archive
    from projections.engine.rebuild import Beginning


class Origin(StrEnum):
    """Where records come from."""

    LOG = "log"
    ARCHIVE = "archive"


class Engine(StrEnum):
    """What computes."""

    DUCKDB = "duckdb"
    SPARK = "spark"


FromOption = Annotated[
    Origin, typer.Option("--from", help="Where the records come from; what is newer, from the log.")
]
PlaceOption = Annotated[
    str | None,
    typer.Option(
        "--archive",
        metavar="DIR|URL",
        help="Where the archive lies. [default: archive, under the data folder]",
        show_default=False,
    ),
]
EngineOption = Annotated[Engine, typer.Option("--engine", help="What computes.")]
MasterOption = Annotated[
    str | None,
    typer.Option(
        "--master", metavar="URL", help="The cluster's master, such as spark://HOST:7077."
    ),
]


def check(origin: Origin, engine: Engine, master: str | None) -> None:
    """Check that the options go together.

    Raises:
        BadParameter: they do not.
    """
    if engine is Engine.SPARK and (origin is not Origin.ARCHIVE or master is None):
        raise typer.BadParameter("--engine spark needs --from archive and --master URL.")
    if engine is not Engine.SPARK and master is not None:
        raise typer.BadParameter("--master is for --engine spark.")


@contextmanager
def beginning(
    settings: Settings, dsn: str, origin: Origin, place: str | None, master: str | None
) -> Iterator[Beginning | None]:
    """The first records of a rebuild; `None` if all come from the log.

    Raises:
        ArchiveError: the archive does not hold, or is not this log's.
        ClusterError: the cluster cannot be used.
    """
    if origin is Origin.LOG:
        yield None
        return
    archive = _own(settings, dsn, place)
    if master is None:
        from projections.archive.folding import fold_archive

        yield lambda fold, progress: fold_archive(archive, fold, progress)
        return
    from projections.cluster.folding import fold_on_cluster
    from projections.cluster.session import session

    with session(master) as spark:
        yield lambda fold, progress: fold_on_cluster(spark, archive, fold, progress)


def _own(settings: Settings, dsn: str, place: str | None) -> Archive:
    """The archive of this installation's log, checked to be of the same history."""
    from application.evidence import open_evidence_of
    from ledger.evidence.checkpoints import parse_checkpoint
    from ledger.evidence.notes import parse_note
    from projections.archive.errors import ForeignFileError
    from tools.archives import opened

    (archive,) = opened(settings, place, [])
    stated = parse_checkpoint(parse_note(archive.manifest.checkpoint.encode()))
    with open_evidence_of(settings, dsn) as evidence:
        held = evidence.store.head().size
        same = held >= archive.size and evidence.store.tree(archive.size).root() == stated.root
    if not same:
        raise ForeignFileError(
            f"The archive of {archive.size:,} records is not the past of this log of {held:,}. "
            "Nothing was changed.",
            "Name this log's archive, or verify the log.",
        )
    return archive
