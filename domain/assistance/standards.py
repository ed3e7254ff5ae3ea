"""Standards by benefit month, and the amounts that follow from them.

All amounts are whole fen per month. A care standard is given per year: eleven months are a twelfth
rounded down, and December carries the remainder, so that twelve months make the year to the fen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from domain.assistance import tags
from domain.assistance.months import is_december
from domain.assistance.records import StandardAdopted
from domain.assistance.schemes import (
    DIBAO_ADDON,
    Area,
    Scheme,
    SelfCareLevel,
    SupportMode,
    care_standard,
    living_standard,
    standards_of,
)
from domain.common.decisions import All
from domain.common.refusals import Citation

MONTHS_PER_YEAR = 12


class NoStandardError(LookupError):
    """No standard of this code is in force in the month."""


@dataclass
class Standards:
    """The adopted standards a decision was shown."""

    _adopted: dict[str, list[tuple[StandardAdopted, Citation]]] = field(default_factory=dict)

    def add(self, record: StandardAdopted, citation: Citation) -> None:
        """Take in the next adopted standard."""
        self._adopted.setdefault(record.standard, []).append((record, citation))

    def newest(self, code: str) -> tuple[StandardAdopted, Citation] | None:
        """The last standard adopted under a code."""
        adopted = self._adopted.get(code)
        return adopted[-1] if adopted else None

    def in_force(self, code: str, month: str) -> tuple[StandardAdopted, Citation] | None:
        """The standard that holds in a month: the last that has taken effect by its first day."""
        holding = None
        for record, citation in self._adopted.get(code, ()):
            if record.effective_from <= f"{month}-01":
                holding = record, citation
        return holding

    def month_fen(self, code: str, month: str) -> int:
        """The amount of a standard for one month.

        Raises:
            NoStandardError: none is in force; the message names code and month.
        """
        holding = self.in_force(code, month)
        if holding is None:
            raise NoStandardError(f"No standard {code} is in force in {month}.")
        record, _ = holding
        return (
            share_of_month(record.amount_fen, month)
            if record.per == "year"
            else (record.amount_fen)
        )


def share_of_month(year_fen: int, month: str) -> int:
    """One month's share of a yearly amount; December carries the remainder."""
    share_fen, remainder_fen = divmod(year_fen, MONTHS_PER_YEAR)
    return share_fen + (remainder_fen if is_december(month) else 0)


def dibao_basis(
    standards: Standards, area: str, persons: int, addon_persons: int, income_fen: int, month: str
) -> dict[str, int]:
    """What makes a household's dibao; the add-on 分类施保 counts if it is entitled at all.

    Raises:
        NoStandardError: see `Standards.month_fen`.
    """
    standard_fen = standards.month_fen(living_standard(Scheme.DIBAO, Area(area)), month)
    basis = {
        "standard_fen": standard_fen,
        "persons": persons,
        "income_fen": income_fen,
        "addon_persons": addon_persons,
        "addon_fen": 0,
    }
    if addon_persons and basis_fen(basis):
        basis["addon_fen"] = standards.month_fen(DIBAO_ADDON, month)
    return basis


def tekun_basis(
    standards: Standards, area: str, mode: str, level: SelfCareLevel, month: str
) -> dict[str, int]:
    """Basic living and, in a home only, care by self-care level.

    Raises:
        NoStandardError: see `Standards.month_fen`.
    """
    living_fen = standards.month_fen(living_standard(Scheme.TEKUN, Area(area)), month)
    in_home = mode == SupportMode.CENTRALISED
    care_fen = standards.month_fen(care_standard(level), month) if in_home else 0
    return {"living_fen": living_fen, "care_fen": care_fen}


def basis_fen(basis: Mapping[str, int]) -> int:
    """The amount that a basis makes: the top-up 补差 and add-ons of dibao, else the sum."""
    if "persons" not in basis:
        return sum(basis.values())
    top_up_fen = max(0, basis["standard_fen"] * basis["persons"] - basis["income_fen"])
    return top_up_fen + (basis["addon_fen"] * basis["addon_persons"] if top_up_fen else 0)


def boundary_of_standards(scheme: Scheme) -> Sequence[All]:
    """Every standard that amounts of a scheme depend on."""
    return [
        All(types=[StandardAdopted], tags=[tags.standard(code)]) for code in standards_of(scheme)
    ]
