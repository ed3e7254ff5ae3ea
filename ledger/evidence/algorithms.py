"""Signature algorithms, each under its name, with the bytes that each thing takes.

| name | secret key | public key | signature | source |
| --- | --- | --- | --- | --- |
| ed25519 | 32 | 32 | 64 | RFC 8032 |
| ml-dsa-44 | 32 | 1,312 | 2,420 | FIPS 204, empty context; the secret is the seed |
| sm2-sm3 | 96 | 64 | 64 | see `ledger.evidence.sm2`; needs the extra `[gm]` |
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey, MLDSA44PublicKey

from ledger.evidence import sm2

SECRET_BYTES = 32


@dataclass(frozen=True)
class Algorithm:
    """How to make keys, sign and verify.

    `public_key(secret)` and `sign(secret, message)` take the secret key, and
    `verify(public_key, message, signature)` tells whether the signature is good.
    """

    name: str
    public_key_bytes: int
    signature_bytes: int
    public_key: Callable[[bytes], bytes]
    sign: Callable[[bytes, bytes], bytes]
    verify: Callable[[bytes, bytes, bytes], bool]
    new_secret: Callable[[], bytes] = lambda: secrets.token_bytes(SECRET_BYTES)


class SecretKey(Protocol):
    """A secret key that signs messages, wherever it is kept.

    The key file of this package is one kind. A PKCS#11 token or a KMS is another: it answers these
    three and never gives the secret away.
    """

    @property
    def algorithm(self) -> Algorithm:
        """Which algorithm it signs with."""
        ...

    @property
    def public_key(self) -> bytes:
        """The public key, raw."""
        ...

    def sign(self, message: bytes) -> bytes:
        """Sign a message, raw."""
        ...


@dataclass(frozen=True, repr=False)
class HeldKey:
    """A secret key held in memory."""

    algorithm: Algorithm
    secret: bytes

    @property
    def public_key(self) -> bytes:
        """The public key, raw."""
        return self.algorithm.public_key(self.secret)

    def sign(self, message: bytes) -> bytes:
        """Sign a message, raw."""
        return self.algorithm.sign(self.secret, message)

    def __repr__(self) -> str:
        return f"HeldKey({self.algorithm.name})"


def _ed25519_verify(public_key: bytes, message: bytes, signature: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except InvalidSignature:
        return False
    return True


def _ml_dsa_44_verify(public_key: bytes, message: bytes, signature: bytes) -> bool:
    try:
        MLDSA44PublicKey.from_public_bytes(public_key).verify(signature, message)
    except InvalidSignature:
        return False
    return True


def _ed25519(secret: bytes) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(secret)


def _ml_dsa_44(secret: bytes) -> MLDSA44PrivateKey:
    return MLDSA44PrivateKey.from_seed_bytes(secret)


ED25519 = Algorithm(
    "ed25519",
    32,
    64,
    lambda secret: _ed25519(secret).public_key().public_bytes_raw(),
    lambda secret, message: _ed25519(secret).sign(message),
    _ed25519_verify,
)
ML_DSA_44 = Algorithm(
    "ml-dsa-44",
    1312,
    2420,
    lambda secret: _ml_dsa_44(secret).public_key().public_bytes_raw(),
    lambda secret, message: _ml_dsa_44(secret).sign(message),
    _ml_dsa_44_verify,
)
SM2_SM3 = Algorithm(
    "sm2-sm3",
    sm2.PUBLIC_KEY_BYTES,
    sm2.SIGNATURE_BYTES,
    sm2.public_key,
    sm2.sign,
    sm2.verify,
    sm2.new_secret,
)
ALGORITHMS = {algorithm.name: algorithm for algorithm in (ED25519, ML_DSA_44, SM2_SM3)}
