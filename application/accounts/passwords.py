"""Passwords: the rules they keep (GB/T 22239-2019 8.1.4.1) and how they are kept (Argon2id)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from application.accounts.errors import WeakPasswordError

CHARACTERS_MIN = 12
CHARACTERS_MAX = 128
"""More is no password but an attempt to keep the server busy."""
KINDS_MIN = 3
"""Of small letters, capitals, digits and others."""
DIFFERENT_MIN = 6
BEFORE_KEPT = 5
"""So many earlier passwords may not come back."""
DAYS_MAX = 90


@cache
def hasher() -> PasswordHash:
    """Argon2id with the library's parameters."""
    return PasswordHash((Argon2Hasher(),))


def check_rules(password: str, official: str, before: Sequence[str]) -> None:
    """Check a new password.

    Args:
        password: the new one.
        official: whose it would be.
        before: hashes of the ones before it.

    Raises:
        WeakPasswordError: says which rule it breaks; the password itself is not told.
    """
    if not CHARACTERS_MIN <= len(password) <= CHARACTERS_MAX:
        _refuse(f"has {len(password)} characters, not {CHARACTERS_MIN} to {CHARACTERS_MAX}")
    if _kinds(password) < KINDS_MIN:
        _refuse(f"has fewer than {KINDS_MIN} of: small letters, capitals, digits, others")
    if len(set(password)) < DIFFERENT_MIN:
        _refuse(f"has fewer than {DIFFERENT_MIN} different characters")
    if official.lower() in password.lower():
        _refuse("holds the name of the account")
    if any(hasher().verify(password, earlier) for earlier in before):
        _refuse(f"is one of the last {BEFORE_KEPT}")


def _kinds(password: str) -> int:
    kinds = (str.islower, str.isupper, str.isdigit, lambda one: not one.isalnum())
    return sum(any(is_kind(one) for one in password) for is_kind in kinds)


def _refuse(problem: str) -> None:
    raise WeakPasswordError(f"The new password {problem}.", "Choose another. Nothing was changed.")
