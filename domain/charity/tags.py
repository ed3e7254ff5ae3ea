"""Tags of the charity register, next to the shared ones."""

from __future__ import annotations

from domain.common.tags import campaign, case, document, fund, person

__all__ = [
    "campaign",
    "charter",
    "donation",
    "fund",
    "grant",
    "person",
    "receipt",
    "schedule",
]


def charter(fund_code: str) -> str:
    """A fund's establishment and close, to be found without reading all that moved its money."""
    return document(f"fund-{fund_code}")


def schedule(campaign_code: str) -> str:
    """A campaign's opening and close, to be found without reading all it served."""
    return document(f"campaign-{campaign_code}")


def donation(number: str) -> str:
    """A donation 捐赠, by its number."""
    return document(f"donation-{number}")


def receipt(number: str) -> str:
    """A donation receipt 公益事业捐赠统一票据, by its printed number."""
    return document(f"receipt-{number}")


def grant(number: str) -> str:
    """A grant 救助个案, by its number."""
    return case(number)
