"""A log's keys in one folder: `keys.json`, the public list, and a file for each secret key.

```
keys/keys.json          the public list
keys/<key id>.key       secret keys, each protected by the passphrase
keys/<key id>.command   a program that signs with a secret key kept elsewhere
```
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from pathlib import Path

from ledger.evidence.errors import InvalidKeyError
from ledger.evidence.keys import attached, file
from ledger.evidence.keys.listing import KeyList, Revocation, read_list, write_list
from ledger.evidence.notes import check_name
from ledger.evidence.signing import SIGNATURE_TYPES, Signer, Verifier

LIST_NAME = "keys.json"
FOLDER_MODE = 0o700


class KeyFolder:
    """The keys of one log."""

    def __init__(self, path: Path, origin: str | None = None) -> None:
        """Use a folder; it is made with the first key.

        Args:
            path: the folder.
            origin: name of the log; if none is given, the name that the list in the folder has, or
                a new one drawn at random.
        """
        self.path = path
        self._origin = origin

    def listed(self) -> KeyList:
        """The public list; empty before the first key.

        Raises:
            InvalidKeyError: the list is damaged or another log's.
        """
        path = self.path / LIST_NAME
        if not path.exists():
            self._origin = self._origin or f"qingce.invalid/{secrets.token_hex(8)}"
            return KeyList(origin=self._origin)
        listed = read_list(path)
        if self._origin not in (None, listed.origin):
            raise InvalidKeyError(
                f"The keys in {self.path} are of the log {listed.origin}, not {self._origin}.",
                "Check the setting of the log's origin.",
            )
        return listed

    def add(
        self, type_name: str, passphrase: str, size: int, cost: int = file.SCRYPT_COST
    ) -> Verifier:
        """Make a new key, in use from this size of the log; earlier keys stay in use beside it.

        Raises:
            InvalidKeyError: the type is unknown or the passphrase empty.
        """
        listed = self._prepared()
        draft = self.path / "new.key"
        draft.unlink(missing_ok=True)
        verifier = file.create(draft, listed.origin, type_name, passphrase, cost)
        draft.rename(self._file(verifier))
        write_list(self.path / LIST_NAME, listed.with_key(verifier, size))
        return verifier

    def attach(
        self, type_name: str, public_key: bytes, command: Sequence[str], size: int
    ) -> Verifier:
        """Use a key that is kept elsewhere, from this size of the log; a program signs with it.

        Args:
            type_name: one of `SIGNATURE_TYPES`.
            public_key: raw.
            command: the program and its arguments (`ledger.evidence.keys.attached`).
            size: size of the log.

        Raises:
            InvalidKeyError: the program does not sign with this key.
        """
        listed = self._prepared()
        verifier = Verifier(listed.origin, SIGNATURE_TYPES[type_name], public_key)
        changed = listed.with_key(verifier, size)
        attached.attach(self._file(verifier, attached.SUFFIX), verifier, command)
        write_list(self.path / LIST_NAME, changed)
        return verifier

    def needs_passphrase(self) -> bool:
        """Whether a secret key lies here, or no key at all yet."""
        return any(self.path.glob("*.key")) or not any(self.path.glob(f"*{attached.SUFFIX}"))

    def retire(self, key_id: str, size: int) -> None:
        """Let a key sign no checkpoint beyond this size.

        Raises:
            InvalidKeyError: there is no such key, or it is the only one in use.
        """
        write_list(self.path / LIST_NAME, self.listed().retire(key_id, size))

    def revoke(self, key_id: str, revocation: Revocation) -> None:
        """Trust a key no more from a size on, and destroy its secret.

        Raises:
            InvalidKeyError: as `retire`.
        """
        listed = self.listed().revoke(key_id, revocation)
        write_list(self.path / LIST_NAME, listed)
        for suffix in (".key", attached.SUFFIX):
            (self.path / f"{key_id}{suffix}").unlink(missing_ok=True)

    def signers(self, passphrase: str, size: int) -> list[Signer]:
        """The secret keys that sign checkpoints of this size.

        Raises:
            InvalidKeyError: there is none, or one does not open.
        """
        verifiers = self.listed().verifiers(size)
        if not verifiers:
            raise InvalidKeyError(
                f"There is no key in {self.path} that signs size {size}.", "Run: qingce key new"
            )
        return [self._signer(verifier, passphrase) for verifier in verifiers]

    def _signer(self, verifier: Verifier, passphrase: str) -> Signer:
        elsewhere = self._file(verifier, attached.SUFFIX)
        if elsewhere.exists():
            return attached.load(elsewhere)
        return file.load(self._file(verifier), passphrase)

    def _prepared(self) -> KeyList:
        listed = self.listed()
        check_name(listed.origin, "The origin")
        self.path.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
        return listed

    def _file(self, verifier: Verifier, suffix: str = ".key") -> Path:
        return self.path / f"{verifier.key_id.hex()}{suffix}"
