"""What wraps the persons' keys: a secret of the office, or a program before a KMS or PKCS#11 token.

`WrappingKey` is all the keyring knows. A program is asked for many keys at once, so that a token
that takes its time is waited for once: its command line ends in `wrap` or `unwrap`, each line of
its standard input is one key in Base64, and so is each line of its answer, in the same order. The
wrapping key itself never comes here.
"""

from __future__ import annotations

import binascii
import secrets
import subprocess
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap

from ledger.errors import LedgerError

SECONDS_MAX = 60
PROBE_BYTES = 32


class WrappingError(LedgerError):
    """A person's key cannot be wrapped or unwrapped."""

    code = "wrapping-key"


class WrappingKey(Protocol):
    """Wraps and unwraps persons' keys, 32 bytes each."""

    def wrap(self, keys: Sequence[bytes]) -> list[bytes]:
        """Each key wrapped, in their order.

        Raises:
            WrappingError: it cannot be done; nothing was.
        """
        ...

    def unwrap(self, wrapped: Sequence[bytes]) -> list[bytes]:
        """The keys again.

        Raises:
            WrappingError: one was not wrapped under this key, or it cannot be done now.
        """
        ...


@dataclass(frozen=True)
class SecretWrapping:
    """Wraps under a secret of the office: AES key wrap (RFC 3394)."""

    secret: bytes = field(repr=False)

    def wrap(self, keys: Sequence[bytes]) -> list[bytes]:
        """See `WrappingKey`."""
        return [aes_key_wrap(self.secret, key) for key in keys]

    def unwrap(self, wrapped: Sequence[bytes]) -> list[bytes]:
        """See `WrappingKey`."""
        try:
            return [aes_key_unwrap(self.secret, one) for one in wrapped]
        except InvalidUnwrap:
            raise WrappingError(
                "A person's key was wrapped under other office secrets.",
                "Use the secrets file that belongs to this database.",
            ) from None


@dataclass(frozen=True)
class AttachedWrapping:
    """Has a program wrap, whose key is kept elsewhere."""

    command: tuple[str, ...]

    def wrap(self, keys: Sequence[bytes]) -> list[bytes]:
        """See `WrappingKey`."""
        return self._run("wrap", keys)

    def unwrap(self, wrapped: Sequence[bytes]) -> list[bytes]:
        """See `WrappingKey`."""
        return self._run("unwrap", wrapped)

    def probe(self) -> None:
        """Wrap a key that is nobody's, and unwrap it again.

        Raises:
            WrappingError: it does not come back, or comes out as it went in.
        """
        key = secrets.token_bytes(PROBE_BYTES)
        wrapped = self.wrap([key])
        if wrapped == [key] or self.unwrap(wrapped) != [key]:
            raise WrappingError(
                f"{self.command[0]} does not wrap: a key did not come back as it was.",
                "Nothing was changed.",
            )

    def _run(self, how: Literal["wrap", "unwrap"], values: Sequence[bytes]) -> list[bytes]:
        if not values:
            return []
        lines = b"".join(b64encode(value) + b"\n" for value in values)
        try:
            done = subprocess.run(  # noqa: S603 - the office's own program, from its own file
                [*self.command, how],
                input=lines,
                capture_output=True,
                timeout=SECONDS_MAX,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise WrappingError(
                f"{self.command[0]}, which wraps persons' keys, does not run: "
                f"{type(error).__name__}.",
                "Nothing was done. Mend it and try again.",
            ) from None
        if done.returncode:
            raise WrappingError(
                f"{self.command[0]} did not {how} (exit code {done.returncode}).",
                "Nothing was done. Is the token there, and unlocked?",
            )
        return self._answered(done.stdout, len(values))

    def _answered(self, output: bytes, count: int) -> list[bytes]:
        try:
            answered = [b64decode(line, validate=True) for line in output.split()]
        except binascii.Error:
            answered = []
        if len(answered) != count:
            raise WrappingError(
                f"{self.command[0]} answers with other than {count} lines of Base64.",
                "Nothing was done.",
            )
        return answered


def unwrapped(
    rows: Sequence[tuple[str, bytes, int]], wrapping: Mapping[int, WrappingKey]
) -> dict[str, bytes]:
    """Persons' keys from rows of person, wrapped key and generation.

    Raises:
        WrappingError: a generation is not held, or does not unwrap.
    """
    keys: dict[str, bytes] = {}
    for generation in {row[2] for row in rows}:
        if generation not in wrapping:
            raise WrappingError(
                f"Persons' keys are wrapped under generation {generation}, which the office's "
                "secrets do not hold.",
                "Use the secrets file that belongs to this database.",
            )
        of_it = [row for row in rows if row[2] == generation]
        found = wrapping[generation].unwrap([key for _, key, _ in of_it])
        keys |= dict(zip([person for person, *_ in of_it], found, strict=True))
    return keys
