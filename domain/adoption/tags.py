"""Tags of the adoption register, next to the shared ones."""

from __future__ import annotations

from domain.common.tags import case, document, person

__all__ = ["adoption", "certificate", "person"]


def adoption(number: str) -> str:
    """An adoption case 收养个案, by its application's number."""
    return case(number)


def certificate(number: str) -> str:
    """An adoption certificate 收养登记证, by its number."""
    return document(f"adoption-{number}")
