"""Made-up facts to record: payments and grants of about 540 bytes with seven tags.

Four tags are hot (office, official, fund, run), three are cold (person, case, document). The peers
get the same bytes as the log, and as many of the tags as their model has.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from random import Random
from typing import Any
from uuid import UUID

from domain.assistance.records import BenefitPaid
from domain.charity.records import GrantPaid
from ledger.record import Draft, Envelope

RECORDS_PER_CASE = 3
GRANT_EVERY = 5
"""One fact in five is a grant of a fund, the others are payments."""
OFFICES = [f"3710020{number:02d}" for number in range(20)]
OFFICIALS = [f"w{number:03d}" for number in range(200)]
FUNDS = ["f1", "f2", "f3", "f4"]
RUNS = [f"2019{month:02d}" for month in range(1, 13)]
RECORDED = datetime(2019, 7, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact before anybody has recorded it."""

    id: UUID
    stream: UUID
    """What the peers file it under: its case."""
    version: int
    """Its number among those of its stream, from 1."""
    type: str
    tags: Sequence[str]
    data: dict[str, Any]
    office: str
    official: str

    def draft(self, command: str = "") -> Draft:
        """The fact on its way to the log."""
        return Draft(
            Envelope(
                id=str(self.id),
                type=self.type,
                occurred="2019-06-03T09:30:00+08:00",
                by=self.official,
                office=self.office,
                entry_mode="window",
                tags=self.tags,
                command=command,
                rule_version="1",
                data=self.data,
            )
        )

    def payload(self) -> bytes:
        """The bytes the peers record: what the log would, but for the ordinals it adds."""
        return self.draft().stamp({}, RECORDED)


class Facts:
    """An endless supply, the same for the same seed."""

    def __init__(self, seed: str) -> None:
        """Start from a seed."""
        self._facts = _facts(Random(seed))  # noqa: S311 - made-up facts need no secrecy

    def take(self, number: int) -> list[Fact]:
        """The next facts."""
        return [next(self._facts) for _ in range(number)]


def _facts(random: Random) -> Iterator[Fact]:
    for number in count():
        if number % RECORDS_PER_CASE == 0:
            stream = UUID(int=random.getrandbits(128), version=4)
            person = f"{random.getrandbits(48):012x}"
        yield _fact(random, number, stream, person)


def _fact(random: Random, number: int, stream: UUID, person: str) -> Fact:
    office, official = random.choice(OFFICES), random.choice(OFFICIALS)
    fund, run = random.choice(FUNDS), random.choice(RUNS)
    case = stream.hex[:12]
    is_grant = number % GRANT_EVERY == 0
    return Fact(
        id=UUID(int=random.getrandbits(128), version=4),
        stream=stream,
        version=number % RECORDS_PER_CASE + 1,
        type=GrantPaid.type if is_grant else BenefitPaid.type,
        tags=(
            f"case:{case}",
            f"doc:{random.getrandbits(40):010x}",
            f"fund:{fund}",
            f"office:{office}",
            f"official:{official}",
            f"person:{person}",
            f"run:{run}",
        ),
        data=_grant(random, fund, person) if is_grant else _payment(random, case, run),
        office=office,
        official=official,
    )


def _payment(random: Random, case: str, run: str) -> dict[str, Any]:
    return {
        "account": "",
        "amount_fen": random.randrange(30_000, 120_000),
        "benefit_month": f"{run[:4]}-{run[4:]}",
        "case": case,
        "persons": 1,
        "run": run,
        "scheme": "dibao",
    }


def _grant(random: Random, fund: str, person: str) -> dict[str, Any]:
    return {
        "amount_fen": random.randrange(10_000, 500_000),
        "balance_after_fen": 0,
        "bank_reference": "",
        "fund": fund,
        "fund_kind": "general",
        "grant": person,
        "holder": "district_federation",
        "purpose": "",
        "recipient": person,
    }
