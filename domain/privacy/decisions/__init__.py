"""Commands of this register and the rules that turn them into records; one module a matter."""

from __future__ import annotations

from domain.privacy.decisions.erasing import ApproveErasure, AskErasure
from domain.privacy.decisions.notices import ShowNotice
from domain.privacy.decisions.restricting import ApproveUnlock, AskUnlock, RestrictPerson

DECISIONS = (RestrictPerson, AskUnlock, ApproveUnlock, AskErasure, ApproveErasure, ShowNotice)

__all__ = [
    "DECISIONS",
    "ApproveErasure",
    "ApproveUnlock",
    "AskErasure",
    "AskUnlock",
    "RestrictPerson",
    "ShowNotice",
]
