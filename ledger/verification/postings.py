"""Checks that every tag of every record is posted, and nothing else is."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from ledger.log.log import COMMAND_RECORDS_MAX
from ledger.log.query import type_key
from ledger.verification.problems import Problems
from ledger.verification.records import Checked
from ledger.verification.stored import StoredPosting

_WAITING_MAX = 2_000_000
"""Entries held for postings to come; only a log whose postings were removed ever has as many."""


class PostingChecker:
    """Compares records, in the order of the log, with postings in the order of last positions."""

    def __init__(self, postings: Iterator[StoredPosting], problems: Problems) -> None:
        self._postings = postings
        self._problems = problems
        self._next = next(postings, None)
        self._waiting: dict[str, list[tuple[int, int | None]]] = {}
        self._waiting_count = 0

    def add(self, checked: Checked) -> None:
        """Expect the postings of one record."""
        position = checked.position
        for tag in checked.tags:
            self._waiting.setdefault(tag, []).append((position, checked.ordinals.get(tag)))
        self._waiting.setdefault(type_key(checked.type), []).append((position, None))
        self._waiting_count += len(checked.tags) + 1

    def compare(self, position: int) -> None:
        """Compare all postings up to a position, whose records have been added."""
        while self._next is not None and self._next.position_last <= position:
            self._compare(self._next)
            self._next = next(self._postings, None)
        if self._waiting_count > _WAITING_MAX:
            self._give_up(position - COMMAND_RECORDS_MAX)

    def finish(self) -> None:
        """Report what was not posted at all, and what is posted beyond the last record."""
        while self._next is not None:
            self._compare(self._next)
            self._next = next(self._postings, None)
        self._give_up(None)

    def _compare(self, posting: StoredPosting) -> None:
        waiting = self._waiting.pop(posting.tag, [])
        count = sum(1 for position, _ in waiting if position <= posting.position_last)
        due, later = waiting[:count], waiting[count:]
        if later:
            self._waiting[posting.tag] = later
        self._waiting_count -= count
        listed = [*(posting.earlier or ()), posting.position_last]
        carried = [position for position, _ in due]
        if listed != carried:
            self._differ(posting.tag, carried, listed)
        elif posting.ordinal_last != due[-1][1]:
            self._problems.add(
                posting.position_last,
                "posting",
                f"{posting.tag} is posted with ordinal {posting.ordinal_last} at record "
                f"{posting.position_last:,}, which says {due[-1][1]}",
            )

    def _differ(self, tag: str, carried: list[int], listed: list[int]) -> None:
        for position in sorted(set(carried) - set(listed)):
            self._not_posted(tag, position)
        for position in sorted(set(listed) - set(carried)):
            self._problems.add(
                position, "posting", f"record {position:,} is posted under {tag}, not carrying it"
            )
        if set(listed) == set(carried):
            self._problems.add(
                listed[-1], "posting", f"a posting of {tag} lists {listed}: not once each, rising"
            )

    def _not_posted(self, tag: str, position: int) -> None:
        self._problems.add(
            position, "posting", f"record {position:,} carries {tag} and is not posted under it"
        )

    def _give_up(self, before: int | None) -> None:
        """Report what has waited longer than any commit is long; None: everything."""
        for tag, waiting in list(self._waiting.items()):
            late = [one for one, _ in waiting if before is None or one < before]
            for position in late:
                self._not_posted(tag, position)
            self._waiting_count -= len(late)
            rest = list(islice(waiting, len(late), None))
            if rest:
                self._waiting[tag] = rest
            else:
                del self._waiting[tag]
