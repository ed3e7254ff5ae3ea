"""`qingce demo`: a whole year recorded, reconciled and verified."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tools.options import DataOption, JsonOption, answer

if TYPE_CHECKING:
    from application.settings import Settings
    from ledger.verification import Verification
    from projections.figures.reconciliation import Reconciliation
    from tools.demo.recording import Demo

FIGURES_PACKAGED = Path(__file__).parent.parent / "demo" / "huancui-2019.csv"
SCALE_MAX = 100


def demo(
    figures: Annotated[
        Path, typer.Option(metavar="FILE", help="Published figures, CSV.", show_default=False)
    ] = FIGURES_PACKAGED,
    year: Annotated[int, typer.Option(min=1900, max=9999, help="The year of the figures.")] = 2019,
    scale: Annotated[
        int, typer.Option(min=1, max=SCALE_MAX, help="So many such years, up to that year.")
    ] = 1,
    seed: Annotated[int, typer.Option(help="Another seed, other people, the same totals.")] = 1,
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Record a whole year whose totals are the published figures; reconcile and verify it.

    Needs an empty data folder. Interrupted, it goes on where it was when run again.
    """
    from application.settings import load_settings
    from projections.figures import published
    from tools.demo.plan import Figures
    from tools.demo.recording import Demo

    report = published.load(figures)
    planned = Demo(Figures(report), seed, range(year - scale + 1, year + 1))
    _run(planned, report, load_settings(data), json)


def _run(planned: Demo, report: list[Any], settings: Settings, as_json: bool) -> None:
    from application.opening import open_database

    with open_database(settings) as dsn:
        recorded = _record(planned, settings, dsn)
        reconciled = _reconcile(planned, report, dsn)
        verified = _verify(dsn)
    ok = reconciled.ok and verified.ok
    answer(as_json, _as_json(ok, recorded, reconciled, verified), _text(reconciled, verified))
    if not ok:
        raise typer.Exit(1)


def _record(planned: Demo, settings: Settings, dsn: str) -> int:
    from application.opening import open_desk
    from ledger.log import Log
    from tools.demo import recording
    from tools.progress import counting

    recorded = 0
    with Log.open(dsn) as log, open_desk(settings, log, dsn) as desk:
        years = {year: recording.plan(planned, year) for year in planned.years[:1]}
        resumed = recording.resumes(log, years[planned.years[0]])
        for year in planned.years:
            decisions = years.pop(year, None) or recording.plan(planned, year)
            total = sum(map(len, decisions.values()))
            with counting(f"Recording {year}", total, "commands") as progress:
                recorded += recording.record(
                    desk, log, decisions, resumed=resumed, progress=progress
                )
        if resumed and not recorded:
            raise recording.DemoNotPossibleError(
                f"The data folder holds this demo already, {log.head().size:,} records.",
                "Nothing was recorded. `qingce reconcile` and `qingce verify` check it; choose "
                "another folder with --data DIR for another demo.",
            )
    return recorded


def _reconcile(planned: Demo, report: list[Any], dsn: str) -> Reconciliation:
    from projections.engine.following import catch_up
    from projections.figures.reconciliation import reconcile
    from projections.registry import PROJECTIONS
    from tools.progress import working

    with working("Computing projections"):
        catch_up(dsn, PROJECTIONS, say=lambda _: None)
        return reconcile(dsn, planned.years[-1], report, say=lambda _: None)


def _verify(dsn: str) -> Verification:
    from ledger.verification import verify
    from tools.progress import counting

    with counting("Verifying") as progress:
        return verify(dsn, progress)


def _as_json(
    ok: bool, recorded: int, reconciled: Reconciliation, verified: Verification
) -> dict[str, Any]:
    from tools.commands import verify

    return {
        "ok": ok,
        "commands": recorded,
        "reconcile": {
            "year": reconciled.year,
            "position": reconciled.position,
            "ok": reconciled.ok,
            "lines": [line.as_dict() for line in reconciled.lines],
        },
        "verify": verify.as_json(verified),
    }


def _text(reconciled: Reconciliation, verified: Verification) -> str:
    from tools.commands import reconcile, verify

    return f"{reconcile.text(reconciled)}\n{verify.text(verified)}"
