"""Stories of an establishment: the district, a street, and who works where."""

from __future__ import annotations

from datetime import date

from domain.authority.decisions import (
    AppointOfficial,
    DelegatePower,
    OpenEstablishment,
    RegisterOffice,
)
from domain.authority.kinds import OfficeKind
from domain.common.decisions import Decision
from tests.domain.assistance.stories import DISTRICT, STREET, act

POLICY = "威环政办发〔2018〕1号"
TOWN = "371002100"
STAFF = ("clerk", "acceptor", "chief", "cashier", "assessor")
"""Those of the stories of cases."""


def day(text: str) -> date:
    return date.fromisoformat(text)


def opened() -> Decision:
    return OpenEstablishment(
        act("2018-12-01", "head"), "环翠区民政局", "head", day("2018-01-01"), POLICY
    )


def register(office: str, kind: OfficeKind = OfficeKind.STREET) -> Decision:
    by = act("2018-12-01", "head")
    return RegisterOffice(by, office, "某街道", kind, DISTRICT, day("2018-01-01"), POLICY)


def appoint(official: str, office: str = STREET, *, person: str = "") -> AppointOfficial:
    by = act("2018-12-02", "head")
    return AppointOfficial(by, official, office, "staff", day("2018-01-01"), "任1", person=person)


def delegate(matter: str = "dibao", office: str = STREET, *, cap_fen: int = 0) -> DelegatePower:
    by = act("2018-12-03", "head")
    return DelegatePower(by, matter, office, day("2019-01-01"), POLICY, cap_fen)


ESTABLISHMENT: list[Decision] = [
    opened(),
    register(STREET),
    *(appoint(official, office) for office in (DISTRICT, STREET) for official in STAFF),
]
