"""A small year of records, for figures that can be computed by hand."""

from __future__ import annotations

from typing import Any

from domain.adoption.records import AdoptionRegistered
from domain.assistance.records import BenefitPaid, HomeClosed, PaymentReversed, StandardAdopted
from domain.charity.records import (
    CouplePhotographed,
    DonationReceived,
    DonationRefunded,
    GrantPaid,
    GrantReturned,
)
from domain.common.records import Record
from domain.funerals.records import EcoBurialPaid, FuneralWaiverGranted, FuneralWaiverReversed
from domain.marriage.records import CertificateReissued, FilesReviewed, MarriageRegistered
from tests.projections.examples import Fact


def fact(record: Record, day: str = "2019-06-03") -> Fact:
    return Fact(record.type, record.model_dump(), day)


def paid(scheme: str, amount_fen: int, persons: int = 1) -> BenefitPaid:
    return BenefitPaid(
        case="C1",
        scheme=scheme,
        run="R1",
        benefit_month="2019-05",
        persons=persons,
        amount_fen=amount_fen,
        account="acc",
    )


def reversed_(scheme: str, amount_fen: int, persons: int) -> PaymentReversed:
    return PaymentReversed(
        case="C1",
        scheme=scheme,
        run="R1",
        benefit_month="2019-05",
        persons=persons,
        amount_fen=amount_fen,
        reason="overpaid",
        reversed_position=1,
    )


def money(kind: str = "general") -> dict[str, Any]:
    return {"fund": "F1", "fund_kind": kind, "holder": "district_federation"}


def grant(recipient: str, amount_fen: int, kind: str = "general") -> GrantPaid:
    return GrantPaid(
        **money(kind),
        amount_fen=amount_fen,
        balance_after_fen=0,
        grant="G1",
        recipient=recipient,
        purpose="illness",
        bank_reference="B1",
    )


def returned(recipient: str, amount_fen: int) -> GrantReturned:
    return GrantReturned(
        **money(),
        amount_fen=amount_fen,
        balance_after_fen=0,
        grant="G1",
        recipient=recipient,
        reason="bank",
    )


def donation(amount_fen: int) -> DonationReceived:
    return DonationReceived(
        **money(),
        amount_fen=amount_fen,
        balance_after_fen=amount_fen,
        donation="D1",
        donor_kind="anonymous",
        donor="",
        organisation="",
        restricted=False,
        purpose="",
        channel="bank",
        receipt="",
        campaign="",
    )


def refund(amount_fen: int) -> DonationRefunded:
    return DonationRefunded(
        **money(), amount_fen=amount_fen, balance_after_fen=0, donation="D1", reason="mistake"
    )


def standard(code: str, amount_fen: int, effective_from: str) -> StandardAdopted:
    return StandardAdopted(
        standard=code,
        amount_fen=amount_fen,
        per="month",
        effective_from=effective_from,
        policy="文1",
    )


def marriage(*, foreign: bool) -> MarriageRegistered:
    return MarriageRegistered(
        certificate="J1",
        registered_on="2019-06-03",
        husband="h",
        wife="w",
        foreign=foreign,
        legalised_documents=[],
    )


def waiver(decedent: str) -> FuneralWaiverGranted:
    return FuneralWaiverGranted(
        decedent=decedent,
        cremation_certificate="H1",
        items_fen={"cremation": 120000},
        amount_fen=120000,
        policy_document="文2",
    )


YEAR = [
    fact(standard("dibao-urban", 60000, "2019-01-01"), "2018-12-03"),
    fact(standard("dibao-urban", 65000, "2019-10-01"), "2019-09-20"),
    fact(standard("dibao-urban", 70000, "2020-01-01"), "2019-12-20"),
    fact(paid("dibao", 90000, persons=2), "2018-12-31"),
    fact(paid("dibao", 90000, persons=2), "2019-01-01"),
    fact(paid("dibao", 50001), "2019-12-31"),
    fact(reversed_("dibao", 50000, 1)),
    fact(paid("dibao", 90000, persons=2), "2020-01-01"),
    fact(paid("orphan", 150000)),
    fact(paid("disability-care", 10000)),
    fact(donation(500000)),
    fact(refund(20000)),
    fact(grant("anna", 30000)),
    fact(grant("anna", 20000)),
    fact(grant("bert", 40000)),
    fact(grant("cara", 10000)),
    fact(returned("cara", 10000)),
    fact(grant("anna", 77700, "programme")),
    fact(CouplePhotographed(campaign="K1", couple=["a", "b"])),
    fact(HomeClosed(home="H1", day="2019-06-03", residents_transferred=4)),
    fact(waiver("d1")),
    fact(waiver("d2")),
    fact(FuneralWaiverReversed(decedent="d2", amount_fen=120000, reason="mistake")),
    fact(
        EcoBurialPaid(
            decedent="d1", payee="p", method="sea", amount_fen=100000, bank_reference="B2"
        )
    ),
    fact(marriage(foreign=False)),
    fact(marriage(foreign=True)),
    fact(
        CertificateReissued(
            certificate="B1",
            registered_on="2019-06-03",
            matter="marriage",
            original="J0",
            holders=["h"],
            foreign=False,
            reason="lost",
        )
    ),
    fact(
        FilesReviewed(book="J", serial_first=1, serial_last=4, files=4, defective=[2], in_order=3)
    ),
    fact(
        AdoptionRegistered(
            adoption="A1",
            certificate="S1",
            kind="orphan",
            adoptee="k",
            adopters=["x", "y"],
            registered_on="2019-06-03",
        )
    ),
]
