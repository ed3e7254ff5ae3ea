"""Standards by their day, and the amounts they make."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.assistance import rules
from domain.assistance.records import StandardAdopted
from domain.assistance.schemes import SelfCareLevel
from domain.assistance.standards import (
    NoStandardError,
    Standards,
    basis_fen,
    dibao_basis,
    share_of_month,
    tekun_basis,
)
from domain.common.refusals import Citation
from tests.domain.assistance.stories import STANDARDS, adopt, cited, refused
from tests.domain.deciding import decide, history

MONTHS = [f"2019-{month:02d}" for month in range(1, 13)]


def adopted() -> Standards:
    standards = Standards()
    for place, tagged in enumerate(history(*STANDARDS), 1):
        assert isinstance(tagged.record, StandardAdopted)
        standards.add(tagged.record, Citation(place, tagged.record.type, ""))
    return standards


def test_the_record_says_what_holds_from_when_by_which_policy() -> None:
    [tagged] = decide(adopt("care-none", 10990))
    assert isinstance(tagged.record, StandardAdopted)
    assert tagged.record.per == "year"
    assert tagged.record.effective_from == "2019-01-01"
    assert {"rule:care-none", "doc:威环政发〔2018〕9号"} <= set(tagged.tags)


@pytest.mark.parametrize(
    "malformed",
    [
        adopt("dibao-suburban", 600),
        adopt("dibao-urban", 0),
        adopt("dibao-urban", 600, "2019-10-02"),
    ],
)
def test_a_standard_is_well_formed(malformed: object) -> None:
    refused(rules.STANDARD_WELL_FORMED, malformed, [])  # type: ignore[arg-type]


def test_a_past_standard_is_never_rewritten() -> None:
    before = history(adopt("dibao-urban", 600), adopt("dibao-urban", 650, "2019-10-01"))
    for day in ("2019-10-01", "2019-09-01"):
        refusal = refused(rules.STANDARD_IN_ORDER, adopt("dibao-urban", 700, day), before)
        assert cited(refusal, before) == ["standard-adopted"]
        assert refusal.against[0].position == 2


def test_each_month_has_the_standard_of_its_day() -> None:
    standards = adopted()
    assert standards.month_fen("dibao-urban", "2019-09") == 600_00
    assert standards.month_fen("dibao-urban", "2019-10") == 650_00
    with pytest.raises(NoStandardError, match="dibao-urban is in force in 2018-12"):
        standards.month_fen("dibao-urban", "2018-12")


@pytest.mark.parametrize(
    ("area", "level", "month", "december"),
    [
        ("urban", SelfCareLevel.NONE, 181_583, 181_587),
        ("rural", SelfCareLevel.FULL, 89_475, 89_475),
        ("urban", SelfCareLevel.PARTIAL, 90_000 + 45_791, 90_000 + 45_799),
    ],
)
def test_care_in_a_home_is_a_twelfth_and_december_takes_the_remainder(
    area: str, level: SelfCareLevel, month: int, december: int
) -> None:
    standards = adopted()
    assert basis_fen(tekun_basis(standards, area, "centralised", level, "2019-11")) == month
    assert basis_fen(tekun_basis(standards, area, "centralised", level, "2019-12")) == december


def test_dispersed_support_has_no_care_money() -> None:
    basis = tekun_basis(adopted(), "rural", "dispersed", SelfCareLevel.NONE, "2019-12")
    assert basis == {"living_fen": 620_00, "care_fen": 0}


@given(st.integers(0, 10**12))
def test_twelve_months_make_the_year_to_the_fen(year_fen: int) -> None:
    assert sum(share_of_month(year_fen, month) for month in MONTHS) == year_fen


@given(st.integers(1, 9), st.integers(0, 9), st.integers(0, 10**6), st.sampled_from(MONTHS))
def test_dibao_is_the_top_up_and_never_below_zero(
    persons: int, addon_persons: int, income_fen: int, month: str
) -> None:
    standard_fen = 650_00 if date.fromisoformat(f"{month}-01") >= date(2019, 10, 1) else 600_00
    top_up_fen = standard_fen * persons - income_fen
    expected = top_up_fen + addon_persons * 60_00 if top_up_fen > 0 else 0
    basis = dibao_basis(adopted(), "urban", persons, addon_persons, income_fen, month)
    assert basis_fen(basis) == expected
