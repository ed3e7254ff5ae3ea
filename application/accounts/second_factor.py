"""The second factor: time-based one-time passwords (RFC 6238), each taken once.

The secret is kept sealed (AES-256-GCM under a key of the office, bound to the account's name).
"""

from __future__ import annotations

import hmac
import secrets

import pyotp
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from application.accounts.errors import AccountError

ISSUER = "Qingce 清册"
STEP_SECONDS = 30
STEPS_AROUND = 1
"""Clocks may differ by this many steps."""
NONCE_BYTES = 12


def new_secret() -> str:
    """A new secret, base32."""
    return pyotp.random_base32()


def address(secret: str, official: str) -> str:
    """The `otpauth:` address for an authenticator program; holds the secret."""
    return pyotp.TOTP(secret).provisioning_uri(name=official, issuer_name=ISSUER)


def seal(secret: str, official: str, key: bytes) -> bytes:
    """The secret as it is kept."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, secret.encode(), official.encode())


def open_sealed(sealed: bytes, official: str, key: bytes) -> str:
    """The secret of a sealed one.

    Raises:
        AccountError: it was sealed under other secrets of the office, or for another account.
    """
    try:
        opened = AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], official.encode())
    except InvalidTag:
        raise AccountError(
            f"The second factor of {official} was sealed under other secrets of the office.",
            "Use the secrets that belong to this database, or give the account a new one.",
        ) from None
    return opened.decode()


def step_of(secret: str, code: str, now: float, step_last: int) -> int | None:
    """The time step a code is of, if it is right and later than the last one taken."""
    totp = pyotp.TOTP(secret)
    newest = int(now) // STEP_SECONDS
    for step in range(newest - STEPS_AROUND, newest + STEPS_AROUND + 1):
        right = totp.at(step * STEP_SECONDS)
        if step > step_last and hmac.compare_digest(right.encode(), code.strip().encode()):
            return step
    return None
