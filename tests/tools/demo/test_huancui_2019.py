"""The real report: each part's records add up to what was published."""

from pathlib import Path

import pytest

import tools.demo
from domain.adoption.records import AdoptionRegistered
from domain.charity.records import CouplePhotographed, GrantPaid
from domain.common.records import Record
from domain.funerals.records import EcoBurialPaid, FuneralWaiverGranted, HearseUndertakingSigned
from domain.marriage.records import ArchiveQueryAnswered, FilesReviewed
from projections.figures.published import load
from tests.tools.demo.replaying import Replay
from tests.tools.demo.test_charity import paid
from tests.tools.demo.test_marriage import counts
from tools.demo.plan import Figures
from tools.demo.registers import adoption, charity, funerals, marriage
from tools.demo.world import World

FIGURES = Figures(load(Path(tools.demo.__file__).with_name("huancui-2019.csv")))
PARTS = {
    "charity": charity.decisions,
    "funerals": funerals.decisions,
    "marriage": marriage.decisions,
    "adoption": adoption.decisions,
}


@pytest.fixture(scope="module")
def records() -> list[Record]:
    made: list[Record] = []
    for name, decisions in PARTS.items():
        made += Replay().run(decisions(World(2019, 2019, name), FIGURES))
    return made


def of(records: list[Record], kind: type[Record]) -> int:
    return sum(isinstance(record, kind) for record in records)


def test_charity(records: list[Record]) -> None:
    assert paid(records, "general") == (611, 1_113_600_00)
    assert paid(records, "programme") == (423, 4_334_100_00)
    assert of(records, CouplePhotographed) == 1_499
    funds = {r.fund for r in records if isinstance(r, GrantPaid) and r.fund_kind == "programme"}
    assert len(funds) == 6


def test_funerals(records: list[Record]) -> None:
    waivers = [r.amount_fen for r in records if isinstance(r, FuneralWaiverGranted)]
    assert waivers == [1_200_00] * 4_782
    subsidies = [r.amount_fen for r in records if isinstance(r, EcoBurialPaid)]
    assert (len(subsidies), sum(subsidies)) == (31, 27_400_00)
    assert of(records, HearseUndertakingSigned) == 24


def test_marriage_and_adoption(records: list[Record]) -> None:
    assert counts(records) == {
        "marriage.registered": 4_467,
        "marriage.divorced": 2_191,
        "marriage.reissued": 1_695,
        "marriage.foreign_registered": 41,
        "marriage.foreign_divorced": 6,
        "marriage.foreign_reissued": 1,
    }
    assert of(records, ArchiveQueryAnswered) == 1_557
    assert of(records, AdoptionRegistered) == 13
    reviews = [r for r in records if isinstance(r, FilesReviewed)]
    assert sum(r.files for r in reviews) == sum(r.in_order for r in reviews) == 8_401
