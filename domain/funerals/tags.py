"""Tags of the funeral register, next to the shared ones."""

from __future__ import annotations

from domain.common.tags import document, person, rule, vehicle

__all__ = ["cremation_certificate", "eco_burial_tier", "person", "vehicle"]


def cremation_certificate(number: str) -> str:
    """A cremation certificate 火化证, by its number."""
    return document(f"cremation-{number}")


def eco_burial_tier(method: str) -> str:
    """The subsidy for one way of eco-burial 生态安葬补助标准."""
    return rule(f"eco-burial-{method}")
