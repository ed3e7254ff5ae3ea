"""`qingce bench`: the log measured beside the limits of the machine and the peers."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tools.options import DataOption, JsonOption, answer
from tools.progress import counting

if TYPE_CHECKING:
    from tools.bench.sizes import Sizes

WRITERS_MAX = 64
"""A server takes a hundred connections."""


class WorkName(StrEnum):
    """What can be measured."""

    APPEND = "append"
    TRACE = "trace"
    VERIFY = "verify"
    REBUILD = "rebuild"
    EVIDENCE = "evidence"


def bench(
    works: Annotated[
        list[WorkName] | None, typer.Argument(metavar="[WORK]...", help="Which; all if none.")
    ] = None,
    quick: Annotated[bool, typer.Option("--quick", help="Less than a minute in all.")] = False,
    rounds: Annotated[int | None, typer.Option(min=1, help="Turns of each contestant.")] = None,
    seconds: Annotated[
        float | None, typer.Option(min=0.01, max=600, help="How long each turn lasts.")
    ] = None,
    writers: Annotated[
        list[int] | None,
        typer.Option(min=1, max=WRITERS_MAX, help="Interactive writers; may be repeated."),
    ] = None,
    records: Annotated[
        int | None,
        typer.Option(min=1_000, help="Records of the log that is traced, verified, rebuilt from."),
    ] = None,
    markdown: Annotated[bool, typer.Option("--markdown", help="Answer in Markdown.")] = False,
    chart: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Draw the figures into an SVG file.")
    ] = None,
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Measure the log beside the limits of this machine and the peers, all in one run.

    On a server of its own in a temporary folder, or with --data on that folder's server, in
    databases that are dropped afterwards.
    """
    from application.settings import load_settings
    from tools.bench import chart as charts
    from tools.bench import telling
    from tools.bench.measure import WORKS, measure

    names = [name.value for name in works or []] or WORKS
    sizes = _sizes(quick, rounds, seconds, writers, records)
    report = measure(names, sizes, counting, data, load_settings(data).postgres_bin)
    if chart:
        chart.write_text(charts.svg(report), "utf-8")
    answer(json, report.as_json(), (telling.markdown if markdown else telling.text)(report))


def _sizes(
    quick: bool,
    rounds: int | None,
    seconds: float | None,
    writers: list[int] | None,
    records: int | None,
) -> Sizes:
    from tools.bench.sizes import QUICK, Sizes

    base = QUICK if quick else Sizes()
    return Sizes(
        rounds=rounds or base.rounds,
        seconds=seconds or base.seconds,
        writers=tuple(writers or base.writers),
        records=records or base.records,
    )
