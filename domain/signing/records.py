"""Records of signing: what the log says about its own keys and times.

Sizes count records of the log. Digests are SHA-256 in lower-case hex. A key's id is the eight hex
digits in its vkey (C2SP signed-note).
"""

from __future__ import annotations

from domain.common.records import Record


class KeyAnnounced(Record):
    """A key signs the log 启用签名密钥."""

    type = "signing.key-announced.v1"
    origin: str
    """The log's name in its checkpoints."""
    key_id: str
    algorithm: str
    vkey: str
    introduced: int
    """Size of the log when the key came into use."""


class KeyRetired(Record):
    """A key signs nothing beyond a size; what it signed stays good 停用签名密钥."""

    type = "signing.key-retired.v1"
    origin: str
    key_id: str
    size_last: int


class KeyRevoked(Record):
    """A key's signatures are worth nothing from a size on 吊销签名密钥."""

    type = "signing.key-revoked.v1"
    origin: str
    key_id: str
    size_first: int
    reason: str


class TimeBounded(Record):
    """An authority stamped a checkpoint; nobody knew the token before 时间下界.

    So this record and all after it were made after `stated`, as the token's digest shows; those
    under the checkpoint were made before it, as the token itself does.
    """

    type = "signing.time-bounded.v1"
    origin: str
    size: int
    root: str
    """Root of the log's tree at that size."""
    authority: str
    """The address that was asked for the stamp."""
    stated: str
    """The time in the token, ISO 8601, UTC."""
    note_digest: str
    """Of the signed note that was stamped."""
    token_digest: str
    """Of the token (TimeStampResp in DER)."""
