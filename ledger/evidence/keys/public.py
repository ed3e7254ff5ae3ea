"""Public keys as other programs write them: SubjectPublicKeyInfo (RFC 5280) in PEM, or in hex."""

from __future__ import annotations

import re
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from ledger.evidence.errors import InvalidKeyError
from ledger.evidence.signing import ED25519_NOTE, ML_DSA_44_COSIGNATURE

_RAW = re.compile(r"[0-9a-fA-F]{64}")
"""An Ed25519 key; tokens print it behind 0420, its form as EC_POINT."""


def read_public_key(given: str) -> tuple[str, bytes]:
    """The signature type that a log's key of this kind makes, and the raw public key.

    Args:
        given: the path of a PEM file, or an Ed25519 key as 64 hex digits.

    Raises:
        InvalidKeyError: it is no public key, or of a kind that does not sign here.
        OSError: it cannot be read.
    """
    if _RAW.fullmatch(given):
        return ED25519_NOTE.name, bytes.fromhex(given)
    path = Path(given)
    try:
        key = load_pem_public_key(path.read_bytes())
    except (ValueError, UnsupportedAlgorithm):
        raise InvalidKeyError(
            f"{path} is no public key in PEM.", "openssl pkey -pubin -inform DER … writes it so."
        ) from None
    if isinstance(key, Ed25519PublicKey):
        return ED25519_NOTE.name, key.public_bytes_raw()
    if isinstance(key, MLDSA44PublicKey):
        return ML_DSA_44_COSIGNATURE.name, key.public_bytes_raw()
    raise InvalidKeyError(
        f"{path} holds a key that does not sign logs here.", "Ed25519 and ML-DSA-44 do."
    )
