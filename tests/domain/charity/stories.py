"""A fund of 1,000.00 yuan, and a grant on its way. Comments give the records' positions."""

from __future__ import annotations

from datetime import date

from domain.charity.decisions.donations import ReceiveDonation
from domain.charity.decisions.funds import EstablishFund
from domain.charity.decisions.grants import (
    ApplyForGrant,
    ApproveGrant,
    PostGrantNotice,
    ReviewGrant,
)
from domain.common.decisions import Decision
from domain.common.records import Tagged
from tests.domain.acting import act, person
from tests.domain.deciding import history

ANNA = person("anna", "1950-01-01", male=False)
BERT = person("bert", "1948-01-01")


def fund(code: str, *purposes: str, restricted: bool = False) -> EstablishFund:
    return EstablishFund(
        act("2019-01-01"),
        code,
        "救助金",
        "general",
        "district_federation",
        purposes,
        restricted,
        "1号",
    )


def donation(code: str, number: str, amount_fen: int, **more: object) -> ReceiveDonation:
    return ReceiveDonation(act(), code, number, amount_fen, "bank", **more)  # type: ignore[arg-type] # named by the test


FUNDED: list[Tagged] = history(
    fund("F", "illness", "education"),  # 1
    donation("F", "D1", 100_000, donor=ANNA, receipt="R1"),  # 2
)
STEPS: list[Decision] = [
    ApplyForGrant(act(by="window"), "F", "G1", ANNA, "illness", 80_000),
    ReviewGrant(act("2019-06-05", by="reviewer"), "G1", True, 60_000, "符合"),
    PostGrantNotice(act("2019-06-06"), "G1", "社区", date(2019, 6, 6), date(2019, 6, 10)),
    ApproveGrant(act("2019-06-11", by="approver"), "G1", 60_000),
]
APPROVED: list[Tagged] = history(*STEPS, given=FUNDED)  # 3 to 6
