"""SM2 signatures with SM3 (GB/T 32918.2-2016, GB/T 32905-2016), through the extra `[gm]`.

The secret key is the private number (32 bytes, big-endian) and the public key after it, because the
library does not derive the one from the other. The public key is x ‖ y, the signature r ‖ s, each
number in 32 bytes, big-endian. The signer's identity is the usual `1234567812345678`
(GB/T 35276-2017), so that other tools verify without being told.

For an assessment of commercial cryptography (GB/T 39786) the keys lie in an approved module, which
answers `SecretKey` of `ledger.evidence.algorithms`; the software here is for offices without one,
and for everybody who verifies.
"""

from __future__ import annotations

from types import ModuleType

from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)

from ledger.evidence.errors import InvalidKeyError

NUMBER_BYTES = 32
PUBLIC_KEY_BYTES = 2 * NUMBER_BYTES
SIGNATURE_BYTES = 2 * NUMBER_BYTES


def new_secret() -> bytes:
    """Draw a secret key.

    Raises:
        InvalidKeyError: the extra is missing.
    """
    public, private = library().sm2_key_generate()
    return bytes(private + public)


def public_key(secret: bytes) -> bytes:
    """The public key in a secret key."""
    return secret[NUMBER_BYTES:]


def sign(secret: bytes, message: bytes) -> bytes:
    """Sign a message.

    Raises:
        InvalidKeyError: the extra is missing.
    """
    private, public = secret[:NUMBER_BYTES], secret[NUMBER_BYTES:]
    r, s = decode_dss_signature(library().sm2_sign(private, public, message))
    return r.to_bytes(NUMBER_BYTES) + s.to_bytes(NUMBER_BYTES)


def verify(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether a signature is good.

    Raises:
        InvalidKeyError: the extra is missing.
    """
    gm = library()
    r, s = (int.from_bytes(part) for part in (signature[:NUMBER_BYTES], signature[NUMBER_BYTES:]))
    try:
        return bool(gm.sm2_verify(public, message, encode_dss_signature(r, s)))
    except gm.GmsslInnerError:
        return False


def library() -> ModuleType:
    """The library of the extra `[gm]`.

    Raises:
        InvalidKeyError: it is not installed.
    """
    try:
        import gmssl_pyx
    except ImportError:
        raise InvalidKeyError(
            "SM2 and SM3 need the extra [gm], which is not installed.", "pip install 'qingce[gm]'"
        ) from None
    loaded: ModuleType = gmssl_pyx
    return loaded
