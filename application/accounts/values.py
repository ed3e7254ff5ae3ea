"""What the accounts hand out: openings, sessions, tokens. Secrets are shown once."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from domain.access.roles import Action


@dataclass(frozen=True)
class Opened:
    """A new local account, or one that begins anew: both secrets go to its official in person."""

    official: str
    password: str = field(repr=False)
    """The initial password; it opens nothing but the setting of another."""
    second_factor: str = field(repr=False)
    """The `otpauth:` address for an authenticator program."""


@dataclass(frozen=True)
class Account:
    """An account as an administrator sees it."""

    official: str
    provider: str
    """Where it logs in: the issuer's address, or empty for a local account."""
    opened: datetime
    closed: datetime | None
    locked_until: datetime | None
    password_set: datetime | None


@dataclass(frozen=True)
class Session:
    """An open session. Whoever sends `secret` is the official; changes need `forgery_token` too."""

    official: str
    ends: datetime
    secret: str = field(default="", repr=False)
    forgery_token: str = field(default="", repr=False)


@dataclass(frozen=True)
class Token:
    """A service token."""

    id: str
    service: str
    """Whose rights it carries."""
    actions: tuple[Action, ...]
    """What of them it may be used for."""
    ends: datetime
    issued: datetime
    revoked: datetime | None = None
    used: datetime | None = None
    secret: str = field(default="", repr=False)
    """Shown once, when it is issued."""
