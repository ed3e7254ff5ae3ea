"""Tags of this register beyond the common ones."""

from __future__ import annotations

from domain.assistance.schemes import Scheme
from domain.common import tags


def standard(code: str) -> str:
    """A standard 标准, e.g. `rule:dibao-urban`."""
    return tags.rule(code)


def authority(scheme: Scheme, office: str) -> str:
    """The power of an office to confirm the cases of a scheme 下放审批权限."""
    return tags.rule(f"authority-{scheme}-{office}")


def home(home_code: str) -> str:
    """A home 敬老院; homes are offices, so that their records are numbered without a gap."""
    return tags.office(home_code)
