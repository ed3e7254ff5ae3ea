"""Which power an approval rests on: one that the office's kind has by law, or a grant."""

from __future__ import annotations

from dataclasses import dataclass

from domain.authority.establishment import Establishment
from domain.authority.kinds import OfficeKind, is_district_code
from domain.common.duties import Matter
from domain.common.refusals import Citation

BY_LAW = "law-"
"""Begins the id of a power that an office has by law; the office's code follows."""


@dataclass(frozen=True)
class Power:
    """A power that holds on a day."""

    id: str
    """A grant's, or `law-<office>`."""
    cap_fen: int
    """The most it covers; 0 if there is no cap."""
    citation: Citation | None

    @staticmethod
    def is_delegated(power_id: str) -> bool:
        """Whether a power is a grant."""
        return bool(power_id) and not power_id.startswith(BY_LAW)


def power_on(
    now: Establishment, office: str, matter: Matter, day: str
) -> Power | list[Citation | None]:
    """The power of an office over a matter on a day, or the records that stand against it.

    While no offices are kept here (`Establishment.opened`), an office is what its code says: six
    digits are a district; others have the powers that cannot be delegated.
    """
    against: list[Citation | None] = []
    for grant in now.power_of(office, matter.code):
        held = grant.on(day)
        if held is None:
            continue
        if grant.is_live_on(day):
            return Power(grant.id, held.cap_fen, held.citation)
        against.append(held.citation)
    return _by_law(now, office, matter, day) or against


def _by_law(now: Establishment, office: str, matter: Matter, day: str) -> Power | None:
    if now.opened is None:
        holds = is_district_code(office) or not matter.delegable
        return Power(f"{BY_LAW}{office}", 0, None) if holds else None
    standing = now.office_on(office, day)
    if standing is None or OfficeKind(standing.kind) not in matter.by_law:
        return None
    return Power(f"{BY_LAW}{office}", 0, standing.citation)
