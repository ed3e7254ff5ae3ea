"""The seal over one person's data in one record.

What stands in the record: `{"algorithm", "ciphertext", "commitment", "nonce"}`, the last three in
Base64. The plaintext is the canonical JSON of `{"fields", "salt"}` under AES-256-GCM, bound to the
person and the record as additional data. The commitment is HMAC-SHA256 under the salt over the
canonical JSON of the fields: GCM does not bind a ciphertext to one key, so without it an office
could open one ciphertext in two ways.
"""

from __future__ import annotations

import hmac
import secrets
from base64 import b64decode, b64encode
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ledger import canonical
from ledger.errors import LedgerError

ALGORITHM = "AES-256-GCM+HMAC-SHA256"
SALT_BYTES = 32
NONCE_BYTES = 12


class SealBrokenError(LedgerError):
    """Sealed data does not open, or is not what the record committed to."""

    code = "seal-broken"


def seal(key: bytes, person: str, record_id: str, fields: Mapping[str, str]) -> dict[str, Any]:
    """Seal a person's data for one record.

    Args:
        key: the person's key, 32 bytes.
        person: the person's id.
        record_id: the record the data goes into; the seal opens in no other.
        fields: personal data by field name.
    """
    salt, nonce = secrets.token_bytes(SALT_BYTES), secrets.token_bytes(NONCE_BYTES)
    plain = canonical.encode({"fields": dict(fields), "salt": b64encode(salt).decode()})
    ciphertext = AESGCM(key).encrypt(nonce, plain, _bound(person, record_id))
    return {
        "algorithm": ALGORITHM,
        "ciphertext": b64encode(ciphertext).decode(),
        "commitment": b64encode(_commitment(salt, fields)).decode(),
        "nonce": b64encode(nonce).decode(),
    }


def unseal(key: bytes, person: str, record_id: str, sealed: Mapping[str, Any]) -> dict[str, str]:
    """Open sealed data.

    Raises:
        SealBrokenError: the key is another's, the data was moved or changed, or the plaintext is
            not the one committed to.
    """
    where = f"The sealed data of person {person} in record {record_id}"
    if sealed.get("algorithm") != ALGORITHM:
        raise SealBrokenError(f"{where} names the algorithm {sealed.get('algorithm')!r}.")
    try:
        nonce, ciphertext = b64decode(sealed["nonce"]), b64decode(sealed["ciphertext"])
        plain = canonical.decode(AESGCM(key).decrypt(nonce, ciphertext, _bound(person, record_id)))
    except (InvalidTag, ValueError, KeyError):
        raise SealBrokenError(f"{where} does not open with the person's key.") from None
    fields: dict[str, str] = plain["fields"]
    expected = _commitment(b64decode(plain["salt"]), fields)
    if not hmac.compare_digest(expected, b64decode(sealed["commitment"])):
        raise SealBrokenError(f"{where} is not what the record committed to.")
    return fields


def _commitment(salt: bytes, fields: Mapping[str, str]) -> bytes:
    return hmac.digest(salt, canonical.encode(dict(fields)), "sha256")


def _bound(person: str, record_id: str) -> bytes:
    return f"qingce/personal/{person}/{record_id}".encode()
