"""Tags of the funeral register, next to the shared ones."""

from __future__ import annotations

from domain.common.tags import book, case, document, person, rule, run, vehicle

__all__ = [
    "book",
    "case",
    "charge_list",
    "cremation_certificate",
    "eco_burial_tier",
    "furnace_day",
    "person",
    "receipt",
    "spot",
    "till",
    "vehicle",
    "waiver_policy",
    "waivers",
]


def cremation_certificate(number: str) -> str:
    """A cremation certificate 火化证, by its number."""
    return document(f"cremation-{number}")


def eco_burial_tier(method: str) -> str:
    """The subsidy for one way of eco-burial 生态安葬补助标准."""
    return rule(f"eco-burial-{method}")


def waiver_policy() -> str:
    """The editions of the waiver policy 惠民殡葬政策."""
    return rule("funeral-waiver")


def charge_list() -> str:
    """The editions of the charge list 收费清单."""
    return rule("funeral-charges")


def furnace_day(furnace: str, day: str) -> str:
    """One furnace's log of one day 火化炉日志."""
    return document(f"furnace-{furnace}-{day}")


def spot(place: str, number: str) -> str:
    """A niche or plot 格位、穴位."""
    return document(f"spot-{place}-{number}")


def receipt(number: str) -> str:
    """A receipt of the till 收费票据, by its number."""
    return document(f"till-receipt-{number}")


def till(parlour: str, day: str) -> str:
    """One day's till of a parlour."""
    return run(f"till-{parlour}-{day}")


def waivers(parlour: str) -> str:
    """A parlour's waivers and claims, which number themselves."""
    return book(f"waivers-{parlour}")
