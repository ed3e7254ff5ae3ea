"""Tags of signing."""

from __future__ import annotations

from domain.common.tags import log as log


def key(key_id: str) -> str:
    """A key that signs the log 签名密钥, by its id."""
    return f"key:{key_id}"
