"""Rules of signing."""

from __future__ import annotations

from domain.common.refusals import Rule

_DESIGN = "docs/evidence.md"

ANNOUNCED_ONCE = Rule(
    "signing.announced-once",
    "A key is announced once.",
    "同一签名密钥只启用一次。",
    _DESIGN,
)
ANNOUNCED_FIRST = Rule(
    "signing.announced-first",
    "A key is announced before it is retired or revoked, and each happens once.",
    "签名密钥须先启用，方可停用或吊销，且各只一次。",
    _DESIGN,
)
REASON = Rule(
    "signing.reason",
    "A revocation says why, in 1 to 200 characters, without eleven digits in a row.",
    "吊销须说明理由，一至二百字，且不得含个人号码。",
    _DESIGN + "; Personal Information Protection Law 个人信息保护法 Art. 6",
)
DIGESTS = Rule(
    "signing.digests",
    "Root and digests are 64 lower-case hex digits, and the stated time carries a UTC offset.",
    "根与摘要为六十四位小写十六进制数，所载时间须带时区。",
    _DESIGN,
)

RULES = (ANNOUNCED_ONCE, ANNOUNCED_FIRST, REASON, DIGESTS)
