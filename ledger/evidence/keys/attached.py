"""A secret key kept elsewhere: a program signs with it, and the secret never comes here.

The program stands before a PKCS#11 token, a KMS, or another machine. It is given the message to be
signed on its standard input, or in a file whose path takes the place of `{message}` in its
arguments, and answers on standard output with the raw signature or its base64. Each signature is
verified under the public key before it is used, so a program that signs with another key, or
something else, is found at once.

A file `<key id>.command` says which program it is. Who can write that file decides what is run, so
it must be its owner's alone, like a key file.
"""

from __future__ import annotations

import base64
import binascii
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ledger.evidence import files
from ledger.evidence.algorithms import Algorithm
from ledger.evidence.errors import InvalidKeyError
from ledger.evidence.keys.file import FILE_MODE, read_private
from ledger.evidence.signing import Signer, Verifier, parse_vkey

SUFFIX = ".command"
MESSAGE = "{message}"
"""In an argument: the path of a file with the message."""
SECONDS_MAX = 60
"""A token that waits for a button has so long; a program that hangs must not stop checkpoints."""
PROBE = b"qingce: a key is attached\n"
"""Signed once when a key is attached. No note begins so: it names no log in its first line."""


class CommandFile(BaseModel):
    """The content of a command file."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    format: Literal["qingce.key-command.v1"] = "qingce.key-command.v1"
    vkey: str
    command: list[str] = Field(min_length=1, max_length=100)


@dataclass(frozen=True)
class AttachedKey:
    """A secret key that a program signs with."""

    algorithm: Algorithm
    public_key: bytes
    command: tuple[str, ...]

    def sign(self, message: bytes) -> bytes:
        """Have a message signed, and verify the answer.

        Raises:
            InvalidKeyError: the program fails, takes too long, or answers with no good signature.
        """
        signature = self._signature(self._run(message))
        if not self.algorithm.verify(self.public_key, message, signature):
            raise InvalidKeyError(
                f"{self.command[0]} answers with a signature that is not good under its key.",
                "It signs with another key, or signs something else (a digest) than the message.",
            )
        return signature

    def _run(self, message: bytes) -> bytes:
        with tempfile.NamedTemporaryFile(prefix="qingce-message-") as file:
            file.write(message)
            file.flush()
            command = [word.replace(MESSAGE, file.name) for word in self.command]
            try:
                done = subprocess.run(  # noqa: S603 - the office's own program, from its own file
                    command, input=message, capture_output=True, timeout=SECONDS_MAX, check=False
                )
            except (OSError, subprocess.TimeoutExpired) as error:
                raise InvalidKeyError(
                    f"{self.command[0]}, which signs for this log, does not run: {error}.",
                    "Nothing was signed. Mend it, or sign with another key in use.",
                ) from None
        if done.returncode:
            told = done.stderr.decode(errors="replace").strip()[-300:]
            raise InvalidKeyError(
                f"{self.command[0]} did not sign (exit code {done.returncode}): {told}",
                "Nothing was signed. Is the token there, and unlocked?",
            )
        return done.stdout

    def _signature(self, answer: bytes) -> bytes:
        length = self.algorithm.signature_bytes
        if len(answer) == length:
            return answer
        try:
            decoded = base64.b64decode(b"".join(answer.split()), validate=True)
        except binascii.Error:
            decoded = b""
        if len(decoded) == length:
            return decoded
        raise InvalidKeyError(
            f"{self.command[0]} answers with {len(answer)} bytes; a signature of "
            f"{self.algorithm.name} has {length}, raw or in base64.",
        )


def attach(path: Path, verifier: Verifier, command: Sequence[str]) -> None:
    """Have a program sign once, and write its command file.

    Raises:
        InvalidKeyError: it does not sign with this key.
    """
    if not command:
        raise InvalidKeyError("There is no program that signs.", "Name it after `--`.")
    AttachedKey(verifier.type.algorithm, verifier.public_key, tuple(command)).sign(PROBE)
    content = CommandFile(vkey=verifier.vkey, command=list(command))
    files.replace(path, content.model_dump_json(indent=1).encode() + b"\n", FILE_MODE)


def load(path: Path) -> Signer:
    """Open a command file.

    Raises:
        InvalidKeyError: others may read it, or it is damaged.
    """
    data = read_private(path, "command file")
    try:
        content = CommandFile.model_validate_json(data)
    except ValidationError as error:
        problem = error.errors()[0]
        raise InvalidKeyError(
            f"{path} is not a command file: {'.'.join(map(str, problem['loc']))}: {problem['msg']}."
        ) from None
    verifier = parse_vkey(content.vkey)
    key = AttachedKey(verifier.type.algorithm, verifier.public_key, tuple(content.command))
    return Signer(verifier.name, verifier.type, key)
