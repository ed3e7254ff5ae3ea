"""One secret key in a file: encrypted under a passphrase, readable by its owner only.

The file is JSON. The secret is sealed with AES-256-GCM under a key derived from
the passphrase by scrypt (RFC 7914); the name, type and public key are bound in as associated data,
so that a file cannot be made to speak for another name.
"""

from __future__ import annotations

import base64
import os
import secrets
import stat
from pathlib import Path
from typing import Annotated, Literal

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ledger.evidence import files
from ledger.evidence.algorithms import HeldKey
from ledger.evidence.errors import InvalidKeyError
from ledger.evidence.signing import SIGNATURE_TYPES, Signer, Verifier, parse_vkey

SCRYPT_COST = 2**17
"""128 MiB and some tenths of a second for each guess."""
SCRYPT_BLOCK = 8
SALT_BYTES = 16
NONCE_BYTES = 12
FILE_MODE = 0o600
FILE_BYTES_MAX = 64 * 1024

Base64 = Annotated[str, Field(pattern=r"^[A-Za-z0-9+/]+={0,2}$")]


class KeyFile(BaseModel):
    """The content of a key file; all but `secret` is public."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    format: Literal["qingce.key.v1"] = "qingce.key.v1"
    vkey: str
    kdf: Literal["scrypt"] = "scrypt"
    cost: int = Field(ge=2, le=2**20)
    salt: Base64
    cipher: Literal["aes-256-gcm"] = "aes-256-gcm"
    nonce: Base64
    secret: Base64


def create(
    path: Path, name: str, type_name: str, passphrase: str, cost: int = SCRYPT_COST
) -> Verifier:
    """Make a new secret key and write it to a file that is not there yet; returns its public side.

    Args:
        path: the key file.
        name: the name it signs under: the log's origin, or the witness's name.
        type_name: one of `SIGNATURE_TYPES`.
        passphrase: protects the file.
        cost: scrypt's N.

    Raises:
        InvalidKeyError: the type is unknown, the passphrase empty, or the file exists.
    """
    if type_name not in SIGNATURE_TYPES:
        raise InvalidKeyError(
            f"There is no signature type {type_name!r}.", f"Take: {', '.join(SIGNATURE_TYPES)}."
        )
    if not passphrase:
        raise InvalidKeyError("The passphrase is empty.", "A key file is always protected.")
    kind = SIGNATURE_TYPES[type_name]
    secret = kind.algorithm.new_secret()
    signer = Signer(name, kind, HeldKey(kind.algorithm, secret))
    content = _seal(signer.verifier, secret, passphrase, cost)
    try:
        files.create(path, content.model_dump_json(indent=1).encode() + b"\n", FILE_MODE)
    except FileExistsError:
        raise InvalidKeyError(
            f"The key file {path} is there already; it was left as it is.", "Choose another name."
        ) from None
    return signer.verifier


def load(path: Path, passphrase: str) -> Signer:
    """Open a key file.

    Raises:
        InvalidKeyError: others may read it, it is damaged, or the passphrase is wrong.
    """
    content = read(path)
    verifier = parse_vkey(content.vkey)
    sealing = _sealing_key(passphrase, _bytes(content.salt), content.cost)
    try:
        secret = AESGCM(sealing).decrypt(
            _bytes(content.nonce), _bytes(content.secret), content.vkey.encode()
        )
    except InvalidTag:
        raise InvalidKeyError(
            f"The key file {path} does not open.", "The passphrase is wrong, or the file changed."
        ) from None
    signer = Signer(verifier.name, verifier.type, HeldKey(verifier.type.algorithm, secret))
    if signer.verifier.public_key != verifier.public_key:
        raise InvalidKeyError(f"The secret in {path} does not belong to its public key.")
    return signer


def read(path: Path) -> KeyFile:
    """Read a key file without opening its secret.

    Raises:
        InvalidKeyError: it cannot be read, others may read it, or it is not a key file.
    """
    data = read_private(path, "key file")
    try:
        return KeyFile.model_validate_json(data)
    except ValidationError as error:
        problem = error.errors()[0]
        raise InvalidKeyError(
            f"{path} is not a key file: {'.'.join(map(str, problem['loc']))}: {problem['msg']}."
        ) from None


def read_private(path: Path, what: str) -> bytes:
    """Read a small file that its owner alone may read.

    Raises:
        InvalidKeyError: it cannot be read, is no plain file, or others may read it.
    """
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
        with os.fdopen(handle, "rb") as file:
            status = os.fstat(handle)
            if not stat.S_ISREG(status.st_mode) or status.st_uid != os.geteuid():
                raise InvalidKeyError(
                    f"The {what} {path} is not a plain file of the user who runs this."
                )
            if stat.S_IMODE(status.st_mode) & 0o077:
                raise InvalidKeyError(
                    f"The {what} {path} may be read by others.", f"chmod 600 {path}"
                )
            return file.read(FILE_BYTES_MAX)
    except OSError as error:
        raise InvalidKeyError(f"The {what} {path} cannot be read: {error.strerror}.") from None


def _seal(verifier: Verifier, secret: bytes, passphrase: str, cost: int) -> KeyFile:
    salt, nonce = secrets.token_bytes(SALT_BYTES), secrets.token_bytes(NONCE_BYTES)
    sealed = AESGCM(_sealing_key(passphrase, salt, cost)).encrypt(
        nonce, secret, verifier.vkey.encode()
    )
    return KeyFile(
        vkey=verifier.vkey,
        cost=cost,
        salt=base64.b64encode(salt).decode(),
        nonce=base64.b64encode(nonce).decode(),
        secret=base64.b64encode(sealed).decode(),
    )


def _sealing_key(passphrase: str, salt: bytes, cost: int) -> bytes:
    return Scrypt(salt=salt, length=32, n=cost, r=SCRYPT_BLOCK, p=1).derive(passphrase.encode())


def _bytes(text: str) -> bytes:
    return base64.b64decode(text)
