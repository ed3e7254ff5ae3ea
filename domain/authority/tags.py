"""Tags of this register beyond the common ones."""

from __future__ import annotations

from domain.common import tags

ESTABLISHMENT = tags.book("establishment")
"""Every record of offices, posts, powers, exemptions and kin: what an act is judged by."""


def sample(code: str) -> str:
    """A sample of delegated decisions 抽查, by its code."""
    return tags.run(f"sample-{code}")
