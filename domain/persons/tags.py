"""Tags of this register beyond the common ones."""

from __future__ import annotations


def household(code: str) -> str:
    """A household 户, by its code."""
    return f"household:{code}"


def death(person_id: str) -> str:
    """What says that a person died: looked for before every payment, so apart from `person:`."""
    return f"death:{person_id}"
