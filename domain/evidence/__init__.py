"""Evidence 证据: snapshots, bundles that were handed out 调取清单, a log begun anew."""

from domain.common import retention
from domain.common.registers import Register
from domain.evidence import decisions, records, rules

REGISTER = Register(
    name="evidence",
    title="Evidence",
    title_zh="证据",
    records=(records.SnapshotTaken, records.BundleTaken, records.LogBegunAnew),
    decisions=(decisions.TakeSnapshot, decisions.TakeBundle, decisions.BeginAnew),
    rules=rules.RULES,
    is_internal=True,
    retention=retention.DOCUMENT,
)
