"""Tags of this register beyond the common ones."""

from __future__ import annotations

from domain.common import tags


def standard(code: str) -> str:
    """A standard 标准, e.g. `rule:dibao-urban`."""
    return tags.rule(code)


def home(home_code: str) -> str:
    """A home 敬老院; homes are offices, so that their records are numbered without a gap."""
    return tags.office(home_code)


def imprest(office: str) -> str:
    """The reserve fund of a street or town 备用金; a fund, so that its records are numbered."""
    return tags.fund(f"imprest-{office}")
