"""Administrative division codes 行政区划代码 (GB/T 2260), by edition and with their succession.

A code holds from one day to another. Where a place was renamed, merged or raised, its code names
those that came after; old books keep the code of their day, and figures by today's places follow
the succession. Six digits are a county or district, nine a town or street, twelve a village.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

LENGTHS = (6, 9, 12)
_PROVINCES = (range(11, 16), range(21, 24), range(31, 38), range(41, 47))
_PROVINCES_WEST = (range(50, 55), range(61, 66), (71, 81, 82))
PROVINCES = frozenset(
    str(number) for numbers in (*_PROVINCES, *_PROVINCES_WEST) for number in numbers
)


@dataclass(frozen=True)
class Division:
    """A place under one code."""

    code: str
    name_zh: str
    from_day: date
    until_day: date | None = None
    """The first day on which the code no longer held; None while it does."""
    successors: tuple[str, ...] = ()
    source: str = ""
    """The decision that made or ended it."""

    def holds_on(self, day: date) -> bool:
        """Whether the code held on a day."""
        return self.from_day <= day and (self.until_day is None or day < self.until_day)


class Divisions:
    """The codes that are known, past and present."""

    def __init__(self, divisions: Iterable[Division]) -> None:
        """Take the list.

        Raises:
            ValueError: a code is ill-formed, or a succession names no later code or runs in a ring.
        """
        self._by_code: dict[str, list[Division]] = {}
        for division in divisions:
            problem = division_problem(division.code)
            if problem:
                raise ValueError(f"{division.code}: {problem}")
            self._by_code.setdefault(division.code, []).append(division)
        for code in self._by_code:
            self._check_succession(code)

    def on(self, code: str, day: date) -> Division | None:
        """The place under a code on a day; None if the code did not hold then."""
        return next((one for one in self._by_code.get(code, ()) if one.holds_on(day)), None)

    def today(self, code: str, day: date) -> set[str]:
        """The codes under which a place, by its code at any earlier time, stands on a day."""
        if self.on(code, day) is not None:
            return {code}
        found: set[str] = set()
        for ended in self._by_code.get(code, ()):
            for successor in ended.successors:
                found |= self.today(successor, day)
        return found

    def _check_succession(self, code: str) -> None:
        passed: set[str] = set()
        waiting = [code]
        while waiting:
            for division in self._by_code.get(waiting.pop(), ()):
                for successor in division.successors:
                    if successor not in self._by_code:
                        raise ValueError(f"{division.code} names {successor}, which is not known")
                    if successor == code:
                        raise ValueError(f"the succession of {code} runs in a ring")
                    if successor not in passed:
                        passed.add(successor)
                        waiting.append(successor)


def division_problem(code: str) -> str:
    """What is wrong with the form of a division code; empty if nothing is."""
    if len(code) not in LENGTHS or not (code.isascii() and code.isdigit()):
        return "a division code has 6, 9 or 12 digits"
    if code[:2] not in PROVINCES:
        return "a division code begins with the code of a province"
    return ""
