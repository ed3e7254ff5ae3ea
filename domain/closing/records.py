"""Records of closing.

A closed year's figures stay as they were stated; what comes later is a difference, whether the year
is reopened or not.

Tags of all: `closing:<year>`.
"""

from __future__ import annotations

from domain.closing import tags
from domain.common.duties import Duty, DutyStep
from domain.common.records import Record


def _file(record: YearClosed | ReopeningProposed | YearReopened) -> str:
    return tags.year(record.year)


class YearClosed(Record):
    """A year was closed: rebuilt, compared, reconciled and stated 年终结账."""

    type = "closing.year-closed.v1"

    year: int
    closing: int
    """1 for the first closing of the year, 2 after it was reopened once, and so on."""
    size: int
    """How many records the log had: the closing is about those."""
    root: str
    """Root of the log's tree at that size, SHA-256 in lower-case hex."""
    snapshots: list[int]
    """Positions of the statements of every projection at that size."""
    figures: dict[str, int]
    """The year's figures by key, in hundredths of their unit: yuan as fen."""
    compared: int
    """How many of them were compared with the published report; 0 if there was none."""
    differing: list[str]
    """Keys of those that were not what was published, and were accepted so."""
    open_items: dict[str, int]
    """Open points 未了事项 on the year's last day, by kind: how many."""
    open_fen: dict[str, int]
    """The money in them, by kind; 0 where a kind has none."""
    previous: int
    """Position of the closing of this year before; 0 if it is the first."""


class ReopeningProposed(Record):
    """Somebody asks that a closed year be reopened, and says why 申请反结账."""

    type = "closing.reopening-proposed.v1"
    duty = DutyStep(Duty.REGISTER, file=_file)

    year: int
    closing: int
    reason: str


class YearReopened(Record):
    """A second person agreed: the year may be closed again 反结账."""

    type = "closing.year-reopened.v1"
    duty = DutyStep(Duty.APPROVE, file=_file)

    year: int
    closing: int
    """The closing that no longer is the year's last word; it stays, and can be shown."""
    reason: str
    """As proposed."""
    proposal: int
    """Position of the proposal."""
