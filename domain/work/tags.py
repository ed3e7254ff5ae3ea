"""Tags of this register beyond the common ones."""

from __future__ import annotations

from domain.common import tags


def complaint(number: str) -> str:
    """A complaint or tip-off 投诉举报, by its number; numbered without a gap like cases."""
    return tags.case(f"complaint-{number}")


def visit_sample(code: str) -> str:
    """A sample of payments whose recipients are asked 回访."""
    return tags.run(f"visits-{code}")


def task(deadline: str, about: str) -> str:
    """A piece of work: a deadline and what it is about."""
    return f"task:{deadline}:{about}"
