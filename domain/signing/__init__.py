"""Signing 签名: the keys that sign the log, and times that bound its records."""

from domain.common import retention
from domain.common.registers import Register
from domain.signing import decisions, records, rules

REGISTER = Register(
    name="signing",
    title="Signing of the log",
    title_zh="账簿签名",
    records=(
        records.KeyAnnounced,
        records.KeyRetired,
        records.KeyRevoked,
        records.TimeBounded,
    ),
    decisions=(
        decisions.AnnounceKey,
        decisions.RetireKey,
        decisions.RevokeKey,
        decisions.BoundTime,
    ),
    rules=rules.RULES,
    is_internal=True,
    retention=retention.DOCUMENT,
)
