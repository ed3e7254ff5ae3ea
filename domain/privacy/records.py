"""Records of personal data: locked away, brought back, destroyed; and public notices.

None holds a name, a number or a reason with either: persons are random ids. Days are ISO dates.
"""

from __future__ import annotations

from typing import Literal

from domain.common.records import Record

Basis = Literal["purpose-achieved", "retention-ended", "consent-withdrawn", "unlawful", "other-law"]
"""Why data is erased 删除依据: 个人信息保护法 Art. 47 (1) to (5)."""
Template = Literal["village", "web"]
"""Where a notice is read: the board of a village 村(居)公示栏, or a web page 网站."""


class PersonRestricted(Record):
    """A person's data is stored and nothing else 限制处理: the key is in escrow. Tag: person."""

    type = "privacy.person-restricted.v1"

    person: str
    reason: str
    document: str


class UnlockAsked(Record):
    """An official asked to bring a key back 申请解除限制."""

    type = "privacy.unlock-asked.v1"

    person: str
    asked_by: str
    reason: str
    document: str


class PersonUnlocked(Record):
    """A second official agreed; the key is back 解除限制."""

    type = "privacy.person-unlocked.v1"

    person: str
    approvers: list[str]
    """Who asked and who agreed."""
    asked_position: int


class ErasureAsked(Record):
    """An official asked to erase a person's data 申请删除."""

    type = "privacy.erasure-asked.v1"

    person: str
    asked_by: str
    basis: Basis
    destruction_list: str
    """Number of the approved list 销毁清册."""


class PersonalDataErased(Record):
    """A person's key was destroyed 删除个人信息. What was sealed for the person opens no more."""

    type = "privacy.personal-data-erased.v1"

    person: str
    basis: Basis
    approvers: list[str]
    """The two officials: who asked and who agreed."""
    destruction_list: str
    restricted_position: int
    asked_position: int


class NoticeShown(Record):
    """Lines were shown to the public for some days 公示. Tags: the notice, the persons on it."""

    type = "privacy.notice-shown.v1"

    notice: str
    template: Template
    day_first: str
    day_last: str
    """After it the notice is shown no more."""
    lines: list[dict[str, str | int]]
    """As they came, without personal data: person, village, headcount, category, amount_fen,
    period."""
    proof: str
    """HMAC-SHA256 of the text that was shown, in hex, under the code printed at its foot."""


LOCK_RECORDS = (PersonRestricted, UnlockAsked, PersonUnlocked, ErasureAsked, PersonalDataErased)
RECORDS = (*LOCK_RECORDS, NoticeShown)
