"""Making a closing: rebuild, reconcile, count open points, state everything, record, sign.

Nothing of the closing is recorded unless every step before it held. Interrupted, it is run again:
snapshots that were taken at the size are used as they are.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from application.closing.closings import Closing, closing, closings
from domain.closing.decisions import CloseYear
from domain.common.decisions import Act
from ledger.errors import LedgerError
from ledger.evidence.trust import TrustedCheckpoint
from projections.closing.effects import figures_at
from projections.closing.open_points import OpenPoints, open_points
from projections.engine.passing import Progress
from projections.engine.rebuild import Options, Rebuilt, rebuild
from projections.figures import published
from projections.figures.reconciliation import Reconciliation, reconcile_then
from projections.registry import PROJECTIONS
from projections.snapshots.content import contents
from tools.evidencing.due import all_names
from tools.evidencing.opening import Workplace

Say = Callable[[str], None]
HUNDREDTHS = 100


class NotInOrderError(LedgerError):
    """The year cannot be closed as things stand; nothing was recorded."""

    code = "not-in-order"


@dataclass(frozen=True)
class Made:
    """A closing that was made."""

    closing: Closing
    rebuilt: list[Rebuilt]
    reconciled: Reconciliation | None
    points: list[OpenPoints]
    before: str
    """What checking last year's closing came to, in a sentence."""
    checkpoint: TrustedCheckpoint | None
    """What it was signed under; `None` if the log has no key."""


@dataclass(frozen=True)
class Wish:
    """How a year is to be closed."""

    year: int
    figures: Path | None
    """The published report; `None` if there is none to compare with."""
    accept: bool
    """Close although figures are not what was published."""


def make(place: Workplace, act: Act, wish: Wish, say: Say, progress: Progress) -> Made:
    """Close a year; the checkpoint is for the caller to sign.

    Raises:
        NotInOrderError: a table drifted, a record cannot be folded, a figure is not what was
            published, or the closing of the year before no longer follows from the log.
        Refusal: the year is closed already, or has not ended.
        LedgerError, ProjectionError: as the steps do.
    """
    _must_be_open(place, wish.year)
    say("Rebuilding all projections and comparing them with the live tables.")
    rebuilt = _rebuilt(place.dsn, progress)
    say("Taking the snapshots of all projections.")
    taken = place.current(all_names(), act)
    size = taken[0].size
    say("Reconciling, and counting what is open.")
    reconciled = _reconciled(place.dsn, wish, size)
    figures = figures_at(place.dsn, wish.year, size)
    points = open_points(place.dsn, wish.year, size)
    before = _year_before(place, wish.year - 1)
    differing = [
        line.figure.key for line in (reconciled.lines if reconciled else ()) if line.ok is False
    ]
    place.desk.execute(
        CloseYear(
            act,
            year=wish.year,
            size=size,
            root=taken[0].root.hex(),
            snapshots=tuple(one.position for one in taken),
            figures={key: int(value * HUNDREDTHS) for key, value in sorted(figures.items())},
            compared=sum(line.covered for line in reconciled.lines) if reconciled else 0,
            differing=tuple(differing),
            open_items={one.kind: one.count for one in points},
            open_fen={one.kind: one.amount_fen for one in points},
        )
    )
    return Made(closing(place.log, wish.year), rebuilt, reconciled, points, before, None)


def signed(made: Made, checkpoint: TrustedCheckpoint) -> Made:
    """The same, with the checkpoint that covers it."""
    return replace(made, checkpoint=checkpoint)


def hundredths(value: int) -> Decimal:
    """A figure as a closing states it, in its unit."""
    whole, rest = divmod(value, HUNDREDTHS)
    return Decimal(value).scaleb(-2) if rest else Decimal(whole)


def _must_be_open(place: Workplace, year: int) -> None:
    """Refuse early what `CloseYear` would refuse after all the work."""
    found = closings(place.log, year)
    if found and found[-1].reopened is None:
        raise NotInOrderError(
            f"{year} is closed: position {found[-1].position:,}. Nothing was recorded.",
            f"`qingce close show --year {year}` shows it; `qingce reopen` begins anew.",
        )


def _rebuilt(dsn: str, progress: Progress) -> list[Rebuilt]:
    outcomes = rebuild(dsn, PROJECTIONS, Options(progress=progress))
    wrong = [each.name for each in outcomes if not each.ok]
    if wrong:
        raise NotInOrderError(
            f"{', '.join(wrong)}: not what the records make, or not of all of them. "
            "Nothing was recorded.",
            "`qingce rebuild` shows every difference with the records behind it.",
        )
    return outcomes


def _reconciled(dsn: str, wish: Wish, size: int) -> Reconciliation | None:
    if wish.figures is None:
        return None
    report = published.load(wish.figures)
    found = reconcile_then(dsn, wish.year, report, position=size, as_of=None)
    wrong = [line.figure.key for line in found.lines if line.ok is False]
    if found.incomplete or (wrong and not wish.accept):
        raise NotInOrderError(
            f"{len(wrong)} figures are not what was published: {', '.join(wrong)}. "
            "The year was not closed.",
            "`qingce reconcile` and `qingce explain` show why; --accept-differences closes with "
            "them named.",
        )
    return found


def _year_before(place: Workplace, year: int) -> str:
    """Whether the snapshots of the closing of a year still follow from the log."""
    found = closings(place.log, year)
    if not found:
        return f"{year} was not closed here."
    stated = [place.snapshots.at(position) for position in found[-1].record.snapshots]
    by_name = {one.projection: one for one in stated}
    changed = []
    for content in contents(place.dsn, list(by_name), found[-1].record.size):
        statement = by_name[content.projection]
        if content.definition_hash == statement.definition_hash:
            place.snapshots.restore(statement, content)  # raises if the rows are others
        else:
            changed.append(content.projection)
    held = len(by_name) - len(changed)
    skipped = f"; {', '.join(changed)} are defined anew since" if changed else ""
    return (
        f"{held} of {len(by_name)} snapshots of the closing of {year} follow from the log{skipped}."
    )
