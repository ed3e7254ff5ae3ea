"""The desks at which cases are handled, and the days on which that happens.

Months are numbered within the year of the demo: 1 is January, 0 the December before.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from domain.assistance.decisions import (
    AcceptApplication,
    PostNotice,
    ReceiveSupplement,
    ReportMeansCheck,
    RequestSupplement,
)
from domain.assistance.decisions.checks import SOURCES_ASKED
from domain.assistance.editions import edition_of
from domain.assistance.schemes import Area, Scheme
from domain.common.decisions import Act, Decision, EntryMode
from domain.upkeep.decisions.backfills import ApproveBackfill
from tools.demo.world import BUREAU, CHINA, STREETS_AND_TOWNS, Office, World

MONTHS = 12
NOTICE_DAYS = 8
SUPPLEMENTED_ONE_IN = 12
"""Applications that come in with a paper missing."""
FRIDAY = 4


@dataclass(frozen=True)
class Spell:
    """The months of the year for which a case is paid."""

    first: int
    last: int

    @property
    def length(self) -> int:
        """How many months."""
        return self.last - self.first + 1

    @property
    def months(self) -> range:
        """The months, in order."""
        return range(self.first, self.last + 1)


class Desk:
    """Draws acts, cases and papers from a world."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.random: Random = world.random
        self._papers = 0
        self._cases = 0

    def day(self, month: int, first: int, last: int = 0) -> date:
        """A working day of a month between two days of it (up to the 26th); perhaps a little later.

        Days that fall on a weekend move to the Monday after.
        """
        year, number = divmod(month - 1, MONTHS)
        chosen = date(
            self.world.year + year, number + 1, self.random.randint(first, max(first, last))
        )
        return chosen + timedelta(days=7 - chosen.weekday() if chosen.weekday() > FRIDAY else 0)

    def act(self, office: Office, duty: str, day: date) -> Act:
        """An act of the official who has a duty in an office; backfill if before the year."""
        mode = EntryMode.BACKFILL if day.year < self.world.year else EntryMode.WINDOW
        return Act(
            by=self.world.official(office, duty),
            office=office.code,
            occurred=self.world.moment(day),
            entry_mode=mode,
            command=self.world.command_id(),
            backfill=self._batch if mode is EntryMode.BACKFILL else "",
        )

    @property
    def _batch(self) -> str:
        return f"assistance-before-{self.world.year}"

    def approve_backfill(self) -> ApproveBackfill:
        """Approve, as the ledger is prepared, that the cases of the time before are written in."""
        act = Act(
            by=self.world.official(BUREAU, "head"),
            office=BUREAU.code,
            occurred=datetime(self.world.year - 1, 1, 2, 8, tzinfo=CHINA),
            command=self.world.named_id("approve-backfill"),
        )
        return ApproveBackfill(
            act,
            backfill=self._batch,
            reason="cases paid from January were decided before the ledger began",
            period=f"before {self.world.year}",
            papers_kept="archive room 档案室",
            second_official=self.world.official(BUREAU, "comparer"),
        )

    def month(self, month: int) -> str:
        """A month as records write it."""
        year, number = divmod(month - 1, MONTHS)
        return f"{self.world.year + year:04d}-{number + 1:02d}"

    def paper(self, kind: str) -> str:
        """The number of the next paper of a kind, e.g. `核2019-000001`."""
        self._papers += 1
        return f"{kind}{self.world.year}-{self._papers:06d}"

    def case(self, scheme: Scheme) -> str:
        """The number of the next case."""
        self._cases += 1
        return f"{scheme}-{self.world.year}-{self._cases:06d}"

    def office(self, *areas: Area) -> Office:
        """A street or town of one of the areas."""
        return self.random.choice([o for o in STREETS_AND_TOWNS if area_of(o) in areas])

    def spell(self, length: int, months_last: int = MONTHS) -> Spell:
        """A spell of that many months: begun late, or ended early."""
        if self.random.random() < 0.5:
            return Spell(months_last - length + 1, months_last)
        return Spell(1, length)


def area_of(office: Office) -> Area:
    """Which standards hold where an office is."""
    return Area.URBAN if office.urban else Area.RURAL


@dataclass(frozen=True)
class Docket:
    """A case on its way to the month in which it is first paid.

    Papers come in two months before that month, and it is confirmed one month before.
    """

    desk: Desk
    case: str
    scheme: Scheme
    office: Office
    month_first: int
    lacks_paper: bool = False

    @staticmethod
    def of(desk: Desk, scheme: Scheme, office: Office, month_first: int) -> Docket:
        """A new case; some come in with a paper missing."""
        lacks_paper = desk.random.randrange(SUPPLEMENTED_ONE_IN) == 0
        return Docket(desk, desk.case(scheme), scheme, office, month_first, lacks_paper)

    @property
    def papers_asked(self) -> tuple[str, ...]:
        """What the rules of the year ask for."""
        return edition_of(self.scheme, date(self.desk.world.year, 1, 1)).papers_asked

    @property
    def papers(self) -> tuple[str, ...]:
        """What comes in with the application."""
        return self.papers_asked[:-1] if self.lacks_paper else self.papers_asked

    def act(self, duty: str, months_before: int, first: int, last: int = 0) -> Act:
        """An act of the case's office, so many months before the first payment."""
        day = self.desk.day(self.month_first - months_before, first, last)
        return self.desk.act(self.office, duty, day)

    def application(self) -> Act:
        """The act of application."""
        return self.act("window", 2, 1, 1 if self.lacks_paper else 4)

    def confirmation(self, office: Office | None = None) -> Act:
        """The act of confirmation, by the case's office unless another is given."""
        day = self.desk.day(self.month_first - 1, 12, 20)
        return self.desk.act(office or self.office, "confirmation", day)

    def accept(self) -> Iterator[Decision]:
        """Acceptance of the papers; a missing one is asked for and comes in before."""
        if self.lacks_paper:
            yield RequestSupplement(self.act("window", 2, 4), self.case, self.desk.paper("补"))
            yield ReceiveSupplement(self.act("window", 2, 7), self.case, (self.papers_asked[-1],))
        first, last = (10, 10) if self.lacks_paper else (8, 9)
        yield AcceptApplication(self.act("window", 2, first, last), self.case)

    def check(self, income_fen: int) -> Decision:
        """The check of means, with its result."""
        visitors = tuple(
            self.desk.world.official(self.office, duty) for duty in ("visit-1", "visit-2")
        )
        report = self.desk.paper("核")
        act = self.act("means-check", 2, 13, 16)
        return ReportMeansCheck(act, self.case, report, SOURCES_ASKED, income_fen, True, visitors)

    def notice(self, amount_fen: int) -> Decision:
        """The public notice."""
        act = self.act("notice", 2, 25, 26)
        last = act.day + timedelta(days=NOTICE_DAYS - 1)
        place = f"{self.office.code}-{self.desk.random.randint(1, 20):03d}"
        photo = f"{self.desk.random.getrandbits(256):064x}"
        return PostNotice(act, self.case, place, act.day, last, amount_fen, photo)
