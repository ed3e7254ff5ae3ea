"""Recording a demo: every register's part decides its year, all parts side by side.

The commands follow from the figures and the seed, and so do their ids: a demo that was interrupted
is run again and goes on with the first command that was not recorded.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from dataclasses import dataclass
from importlib import import_module
from uuid import UUID

from application.desk import Desk
from domain.common.decisions import Decision
from ledger.errors import LedgerError
from ledger.log import Log
from tools.demo.plan import Figures
from tools.demo.world import PART_FIRST, PARTS, World

SCALE_MAX = 100
"""Years back from the year of the figures; more would leave living memory."""

Progress = Callable[[int], None]
"""Called with the number of commands just done."""


class DemoNotPossibleError(LedgerError):
    """The demo cannot be recorded into this log; nothing was recorded."""

    code = "demo-not-possible"


@dataclass(frozen=True)
class Demo:
    """What is to be recorded."""

    figures: Figures
    seed: int
    years: Sequence[int]
    """Oldest first; each has the totals of the figures."""


def plan(demo: Demo, year: int) -> dict[str, list[Decision]]:
    """The decisions of one year by part, in the order they happened.

    Raises:
        FiguresNotPossibleError: no records can have these totals.
    """
    return {part: list(_decisions(demo, part, year)) for part in PARTS}


def _decisions(demo: Demo, part: str, year: int) -> Iterator[Decision]:
    module = import_module(f"tools.demo.registers.{part}")
    world = World(demo.seed, year, part, min(demo.years))
    decisions: Iterator[Decision] = module.decisions(world, demo.figures)
    return decisions


def resumes(log: Log, planned: dict[str, list[Decision]]) -> bool:
    """Whether the log already holds the beginning of this demo.

    Raises:
        DemoNotPossibleError: it holds records of something else.
    """
    size = log.head().size
    if size == 0:
        return False
    first = (decisions[0] for decisions in planned.values() if decisions)
    if any(log.answer(UUID(decision.act.command)) for decision in first):
        return True
    raise DemoNotPossibleError(
        f"The data folder holds {size:,} records that are not of this demo.",
        "Nothing was recorded. Choose an empty folder with --data DIR.",
    )


def record(
    desk: Desk, log: Log, planned: dict[str, list[Decision]], *, resumed: bool, progress: Progress
) -> int:
    """Record the decisions of a year; once offices and posts stand, the parts run side by side.

    Returns:
        How many commands were recorded now; those recorded earlier are passed over.

    Raises:
        Refusal, LedgerError: the first that a part ran into; the others stop too.
    """
    stop = threading.Event()

    def run(decisions: list[Decision]) -> int:
        recorded = 0
        for decision in decisions:
            if stop.is_set():
                break
            if not (resumed and log.answer(UUID(decision.act.command))):
                recorded += not desk.execute(decision).replayed
            progress(1)
        return recorded

    parts = dict(planned)
    before = run(parts.pop(PART_FIRST, []))
    with ThreadPoolExecutor(len(parts), thread_name_prefix="demo") as pool:
        try:
            running = [pool.submit(run, decisions) for decisions in parts.values()]
            wait(running, return_when=FIRST_EXCEPTION)
        finally:
            stop.set()
    return before + sum(part.result() for part in running)
