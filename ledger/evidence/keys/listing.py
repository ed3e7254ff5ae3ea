"""The public list of a log's keys: which were in use until when, and which are revoked.

| field | what |
| --- | --- |
| vkey | the verifier key; names its algorithm |
| introduced | size of the log when the key came into use |
| retired | last size that it signs (left out while it is in use) |
| revoked | from which size its signatures are worth nothing, when that was decided, why |

Two keys are in use together while one follows the other, so that a reader who trusts the old one
sees it vouch for the same checkpoints as the new one. A new key may also sign sizes from before it
was introduced: old checkpoints are signed again when an algorithm grows weak, and keep the
signatures they have. That is why `introduced` limits nothing.

A revoked key could still be used by a thief to sign a past that never was, at a size below the
revocation. Only the witnesses' cosignatures, dated before it, tell the two apart.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ledger.evidence import files
from ledger.evidence.encoding import SIZE_MAX
from ledger.evidence.errors import InvalidKeyError
from ledger.evidence.signing import Verifier, parse_vkey

Size = Annotated[int, Field(ge=0, le=SIZE_MAX)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Revocation(_Strict):
    """From `size` on the key's signatures are worth nothing; decided at `time` (POSIX seconds)."""

    size: Size
    time: Size
    reason: str = Field(min_length=1)


class ListedKey(_Strict):
    """A key of the log and how long it is good."""

    vkey: str
    introduced: Size
    retired: Size | None = None
    revoked: Revocation | None = None

    @property
    def verifier(self) -> Verifier:
        """The key itself."""
        return parse_vkey(self.vkey)

    def signs(self, size: int) -> bool:
        """Whether a signature of this key on a checkpoint of this size is worth anything."""
        before_retirement = self.retired is None or size <= self.retired
        return before_retirement and (self.revoked is None or size < self.revoked.size)


class KeyList(_Strict):
    """All keys a log ever had, oldest first."""

    format: Literal["qingce.keys.v1"] = "qingce.keys.v1"
    origin: str
    keys: tuple[ListedKey, ...] = ()

    def verifiers(self, size: int) -> list[Verifier]:
        """Keys whose signature on a checkpoint of this size is trusted."""
        return [key.verifier for key in self.keys if key.signs(size)]

    def with_key(self, verifier: Verifier, introduced: int) -> KeyList:
        """The list with a new key in use from a size.

        Raises:
            InvalidKeyError: the key signs under another name, or is listed.
        """
        if verifier.name != self.origin:
            raise InvalidKeyError(f"The key signs as {verifier.name}, the log is {self.origin}.")
        if any(key.vkey == verifier.vkey for key in self.keys):
            raise InvalidKeyError(f"The key {verifier.key_id.hex()} is listed already.")
        return self._with((*self.keys, ListedKey(vkey=verifier.vkey, introduced=introduced)))

    def retire(self, key_id: str, size: int) -> KeyList:
        """The list with a key out of use after a size; what it signed until then stays good.

        Raises:
            InvalidKeyError: there is no such key, or it would leave no key for later sizes.
        """
        return self._change(key_id, lambda key: key.model_copy(update={"retired": size}))

    def revoke(self, key_id: str, revocation: Revocation) -> KeyList:
        """The list with a key that is trusted no more from a size on.

        Raises:
            InvalidKeyError: as `retire`.
        """
        return self._change(key_id, lambda key: key.model_copy(update={"revoked": revocation}))

    def _change(self, key_id: str, change: Callable[[ListedKey], ListedKey]) -> KeyList:
        found = [key for key in self.keys if key.verifier.key_id.hex() == key_id]
        if not found:
            raise InvalidKeyError(
                f"No key of {self.origin} has the id {key_id}.", "`qingce key list` shows them."
            )
        changed = self._with(tuple(change(key) if key in found else key for key in self.keys))
        if not any(key.signs(SIZE_MAX) for key in changed.keys):
            raise InvalidKeyError(
                f"{key_id} is the only key in use; nothing was changed.",
                "Make the new key first, so that both sign for a while.",
            )
        return changed

    def _with(self, keys: tuple[ListedKey, ...]) -> KeyList:
        return self.model_copy(update={"keys": keys})


def read_list(path: Path) -> KeyList:
    """Read a list of keys.

    Raises:
        InvalidKeyError: it cannot be read, or a field or vkey is not as it should be.
    """
    try:
        listed = KeyList.model_validate_json(path.read_bytes())
    except OSError as error:
        raise InvalidKeyError(
            f"The key list {path} cannot be read: {error.strerror}.", "`qingce key new` makes it."
        ) from None
    except ValidationError as error:
        problem = error.errors()[0]
        raise InvalidKeyError(
            f"{path} is not a list of keys: {'.'.join(map(str, problem['loc']))}: {problem['msg']}."
        ) from None
    if any(key.verifier.name != listed.origin for key in listed.keys):
        raise InvalidKeyError(f"{path} lists a key that does not sign as {listed.origin}.")
    return listed


def write_list(path: Path, listed: KeyList) -> None:
    """Write a list of keys in place of the one there."""
    files.replace(path, listed.model_dump_json(indent=1, exclude_none=True).encode() + b"\n")
