"""Promises of the register that look across records, judged again over a whole log."""

from __future__ import annotations

from collections.abc import Sequence

from domain.common.invariants import Entry, Violation
from domain.common.refusals import Citation
from domain.marriage import certificates, rules
from domain.marriage.copies import Copies, holders, root_of
from domain.marriage.decisions.views import MaritalView
from domain.marriage.records import (
    MARITAL,
    CertificateReissued,
    MarriageRegistered,
    MarriageReinstated,
    Numbered,
)


class Books:
    """The serials of each book are 1, 2, 3 … in the order of the log, voided blanks included."""

    rules = (rules.NUMBER_WELL_FORMED, rules.SERIAL_NEXT)

    def __init__(self) -> None:
        self._last: dict[str, tuple[int, int]] = {}
        """By book: the newest serial, and where it stands."""

    def counted(self) -> dict[str, int]:
        """Numbers that were judged."""
        return {"certificate numbers": sum(serial for serial, _ in self._last.values())}

    def add(self, entry: Entry) -> Sequence[Violation]:
        """Take in the next record; what it violates."""
        record, position = entry.record, entry.citation.position
        if not isinstance(record, Numbered):
            return ()
        number = certificates.read(record.certificate)
        if number is None:
            return (Violation(position, rules.NUMBER_WELL_FORMED, "The number is malformed."),)
        before, at = self._last.get(number.book, (0, 0))
        self._last[number.book] = (number.serial, position)
        if number.serial == before + 1:
            return ()
        detail = f"{number.book}: {number.serial} stands after {before}."
        return (Violation(position, rules.SERIAL_NEXT, detail, (at,) if at else ()),)


class OneMarriage:
    """Nobody is married twice at once."""

    rules = (rules.NOT_MARRIED,)

    def __init__(self) -> None:
        self._marital = MaritalView()
        self._marriages = 0

    def counted(self) -> dict[str, int]:
        """Marriages that were judged."""
        return {"marriages": self._marriages}

    def add(self, entry: Entry) -> Sequence[Violation]:
        """Take in the next record; what it violates."""
        record, position = entry.record, entry.citation.position
        if not isinstance(record, MARITAL):
            return ()
        found: list[Citation] = []
        if isinstance(record, MarriageRegistered | MarriageReinstated):
            self._marriages += 1
            standing = map(self._marital.standing, (record.husband, record.wife))
            found = [marriage.at for marriage in standing if marriage]
        self._marital.see(record, entry.citation)
        if not found:
            return ()
        against = tuple(sorted({one.position for one in found}))
        return (Violation(position, rules.NOT_MARRIED, "One of the two is married.", against),)


class OneValidCopy:
    """Every chain of copies goes back to its registration and ends in one copy a holder."""

    rules = (rules.REISSUE_NEWEST, rules.REISSUE_OF_OWN)

    def __init__(self) -> None:
        self._copies = Copies()
        self._reissues = 0

    def counted(self) -> dict[str, int]:
        """Reissues that were judged."""
        return {"reissues": self._reissues}

    def add(self, entry: Entry) -> Sequence[Violation]:
        """Take in the next record; what it violates."""
        record, position = entry.record, entry.citation.position
        found: list[Violation] = []
        if isinstance(record, CertificateReissued):
            self._reissues += 1
            found = self._of_reissue(record, position)
        self._copies.see(record, entry.citation)
        return found

    def _of_reissue(self, record: CertificateReissued, position: int) -> list[Violation]:
        found = []
        for holder in record.holders:
            later = self._copies.replaced.get((record.original, holder))
            if later:
                detail = f"{record.original} had been replaced by {later[0]}."
                at = (later[1].position,)
                found.append(Violation(position, rules.REISSUE_NEWEST, detail, at))
        issued = self._copies.issues.get(record.original)
        if issued is None:
            return found
        root = root_of(issued[0])
        if root != (record.root or record.original) or not set(record.holders) <= set(
            holders(issued[0])
        ):
            detail = f"{record.original} is a copy of {root}, or was issued to others."
            at = (issued[1].position,)
            found.append(Violation(position, rules.REISSUE_OF_OWN, detail, at))
        return found
