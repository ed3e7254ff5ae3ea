"""Kinds of office, and relations that are declared."""

from __future__ import annotations

from enum import StrEnum

DISTRICT_CODE_DIGITS = 6


class OfficeKind(StrEnum):
    """What an office is; some powers follow from it by law."""

    DISTRICT = "district"
    """The civil-affairs bureau 民政局."""
    STREET = "street"
    """街道办事处."""
    TOWN = "town"
    """镇人民政府."""
    VILLAGE = "village"
    """Village or community committee 村(居)委会."""
    REGISTRY = "registry"
    """Marriage registry 婚姻登记处."""
    PARLOUR = "parlour"
    """Funeral parlour 殡仪馆."""
    CHARITY = "charity"
    """Charity federation 慈善总会."""
    HOME = "home"
    """Home for the elderly or for tekun persons 养老机构、敬老院."""
    OTHER = "other"


class Relation(StrEnum):
    """Close relatives 近亲属 (Civil Code Art. 1045), and in-laws in the same line."""

    SPOUSE = "spouse"
    PARENT = "parent"
    CHILD = "child"
    SIBLING = "sibling"
    GRANDPARENT = "grandparent"
    GRANDCHILD = "grandchild"
    IN_LAW = "in-law"


DELEGATES = (OfficeKind.STREET, OfficeKind.TOWN)
"""Who may be given a power of the district."""


def is_district_code(office: str) -> bool:
    """Whether an office code is a district's division code (towns and streets have nine digits)."""
    return len(office) == DISTRICT_CODE_DIGITS and office.isdigit()
