"""Who signed a note, and with what: signature types, verifier keys (vkeys), signers.

A signature type says what bytes are signed for a note; its identifier stands in the vkey and in the
key id, so a signature names its algorithm and cannot be taken for another kind.

| identifier | type | signed bytes | signature data |
| --- | --- | --- | --- |
| 0x01 | ed25519 | the text | 64 bytes |
| 0x04 | ed25519-cosignature | `cosignature/v1`, `time N`, the text | time (8) ‖ 64 bytes |
| 0x06 | ml-dsa-44-cosignature | see `_subtree_message` | time (8) ‖ 2,420 bytes |
| 0xff `sm2-sm3` | sm2-sm3 | the text | 64 bytes |

Sources: C2SP signed-note for the first and for the form of the last, which has no number of its
own; tlog-cosignature for the others.

A vkey is `<name>+<key id, 8 hex digits>+<base64 of identifier and public key>`, the key id being
SHA-256(name ‖ 0x0A ‖ identifier ‖ public key)[:4]. Times are POSIX seconds.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from ledger.evidence.algorithms import ED25519, ML_DSA_44, SM2_SM3, Algorithm, SecretKey
from ledger.evidence.checkpoints import parse_checkpoint_text
from ledger.evidence.encoding import SIZE_MAX, base64_bytes, base64_text
from ledger.evidence.errors import (
    InvalidKeyError,
    InvalidNoteError,
    InvalidSignatureError,
)
from ledger.evidence.notes import KEY_ID_BYTES, Signature, check_name

TIME_BYTES = 8


@dataclass(frozen=True)
class SignatureType:
    """What is signed for a note: `message(key name, text, time)`. `timed` if the time is signed."""

    name: str
    identifier: bytes
    algorithm: Algorithm
    timed: bool
    message: Callable[[str, str, int], bytes]


def _note_message(_name: str, text: str, _time: int) -> bytes:
    return text.encode()


def _cosignature_message(_name: str, text: str, time: int) -> bytes:
    parse_checkpoint_text(text)
    return f"cosignature/v1\ntime {time}\n{text}".encode()


def _subtree_message(name: str, text: str, time: int) -> bytes:
    """`cosigned_message` of tlog-cosignature, for the whole tree.

    Label (12 bytes), key name, time, origin, first leaf 0, size, root; names after their length.
    """
    checkpoint = parse_checkpoint_text(text)
    return b"".join(
        [
            b"subtree/v1\n\0",
            _short(name),
            struct.pack(">Q", time),
            _short(checkpoint.origin),
            struct.pack(">QQ", 0, checkpoint.size),
            checkpoint.root,
        ]
    )


def _short(text: str) -> bytes:
    data = text.encode()
    if not 1 <= len(data) <= 255:
        raise InvalidNoteError(f"The name {text[:60]!r} has {len(data)} bytes; 1 to 255 are taken.")
    return bytes([len(data)]) + data


ED25519_NOTE = SignatureType("ed25519", b"\x01", ED25519, False, _note_message)
ED25519_COSIGNATURE = SignatureType(
    "ed25519-cosignature", b"\x04", ED25519, True, _cosignature_message
)
ML_DSA_44_COSIGNATURE = SignatureType(
    "ml-dsa-44-cosignature", b"\x06", ML_DSA_44, True, _subtree_message
)
SM2_SM3_NOTE = SignatureType("sm2-sm3", b"\xffsm2-sm3", SM2_SM3, False, _note_message)
SIGNATURE_TYPES = {
    item.name: item
    for item in (ED25519_NOTE, ED25519_COSIGNATURE, ML_DSA_44_COSIGNATURE, SM2_SM3_NOTE)
}


@dataclass(frozen=True)
class Verifier:
    """A public key under a name, for one signature type."""

    name: str
    type: SignatureType
    public_key: bytes

    @cached_property
    def key_id(self) -> bytes:
        """Short name of the key; not a strong hash, the key itself must come from elsewhere."""
        content = self.name.encode() + b"\n" + self.type.identifier + self.public_key
        return sha256(content).digest()[:KEY_ID_BYTES]

    @cached_property
    def vkey(self) -> str:
        """The verifier key as text."""
        encoded = base64_text(self.type.identifier + self.public_key)
        return f"{self.name}+{self.key_id.hex()}+{encoded}"

    def made(self, signature: Signature) -> bool:
        """Whether the signature claims to be by this key."""
        return (signature.name, signature.key_id) == (self.name, self.key_id)

    def verify(self, text: str, signature: Signature) -> int:
        """Check a signature on a note's text; returns the time signed with it, 0 if there is none.

        Raises:
            InvalidSignatureError: if it does not verify.
            InvalidNoteError: if the text is not of the form that this type signs.
        """
        start = TIME_BYTES if self.type.timed else 0
        time = int.from_bytes(signature.data[:start], "big")
        raw = signature.data[start:]
        good = len(raw) == self.type.algorithm.signature_bytes and time <= SIZE_MAX
        if not good or not self.type.algorithm.verify(
            self.public_key, self.type.message(self.name, text, time), raw
        ):
            raise InvalidSignatureError(
                f"The {self.type.name} signature of {self.name} ({self.key_id.hex()}) is not good.",
                "The text or the signature was changed after signing.",
            )
        return time


def parse_vkey(vkey: str) -> Verifier:
    """Read a vkey.

    Raises:
        InvalidKeyError: says what is wrong with it.
    """
    name, _, rest = vkey.partition("+")
    key_id, _, encoded = rest.partition("+")
    try:
        check_name(name)
        data = base64_bytes(encoded, "Its key")
    except InvalidNoteError as error:
        raise InvalidKeyError(f"{vkey[:60]!r} is not a vkey: {error}") from None
    for kind in SIGNATURE_TYPES.values():
        public_key = data.removeprefix(kind.identifier)
        if len(public_key) < len(data):
            return _checked(Verifier(name, kind, public_key), key_id)
    raise InvalidKeyError(
        f"The vkey of {name} is of signature type 0x{data[0]:02x}, which is not known here.",
        f"Known are: {', '.join(SIGNATURE_TYPES)}.",
    )


def _checked(verifier: Verifier, key_id: str) -> Verifier:
    expected = verifier.type.algorithm.public_key_bytes
    if len(verifier.public_key) != expected:
        raise InvalidKeyError(
            f"The vkey of {verifier.name} holds {len(verifier.public_key)} bytes of key; "
            f"{verifier.type.name} has {expected}."
        )
    if key_id != verifier.key_id.hex():
        raise InvalidKeyError(
            f"The vkey of {verifier.name} names key id {key_id[:20]!r}; its key and name have "
            f"{verifier.key_id.hex()}.",
            "Copy the vkey again, whole.",
        )
    return verifier


@dataclass(frozen=True)
class Signer:
    """A secret key that signs notes under a name."""

    name: str
    type: SignatureType
    key: SecretKey

    def __post_init__(self) -> None:
        """Check the name and that the key fits the type."""
        check_name(self.name)
        if self.key.algorithm is not self.type.algorithm:
            raise InvalidKeyError(
                f"A {self.key.algorithm.name} key cannot make {self.type.name} signatures."
            )

    @cached_property
    def verifier(self) -> Verifier:
        """The public side."""
        return Verifier(self.name, self.type, self.key.public_key)

    def sign(self, text: str, time: int) -> Signature:
        """Sign a note's text; `time` is in POSIX seconds and is used if the type is timed.

        Raises:
            InvalidNoteError: if the text is not of the form that the type signs.
        """
        raw = self.key.sign(self.type.message(self.name, text, time))
        stamp = struct.pack(">Q", time) if self.type.timed else b""
        return Signature(self.name, self.verifier.key_id, stamp + raw)
