"""Tags of signing."""

from __future__ import annotations


def log(origin: str) -> str:
    """A log 账簿, by its name in checkpoints."""
    return f"log:{origin}"


def key(key_id: str) -> str:
    """A key that signs the log 签名密钥, by its id."""
    return f"key:{key_id}"
