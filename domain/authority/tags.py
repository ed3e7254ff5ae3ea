"""Tags of this register beyond the common ones."""

from __future__ import annotations

from domain.common import tags

ESTABLISHMENT = tags.book("establishment")
"""Every record of offices, posts, powers, exemptions and kin: what an act is judged by."""


def freeze(code: str) -> str:
    """A freeze 冻结, by its code; records that it marks carry it too."""
    return tags.run(f"freeze-{code}")


def sample(code: str) -> str:
    """A sample of delegated decisions 抽查, by its code."""
    return tags.run(f"sample-{code}")
